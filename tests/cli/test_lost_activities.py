"""What doctor and status say of a profile whose write-ahead log was deleted."""

import shutil
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.cli.commands import Ask, Run
from tests.e2e import rep_at_work

ROOT = Path(__file__).parents[2]


@pytest.fixture
def robbed(ask: Ask, folder: Path) -> None:
    """A profile in which a rep worked until they were killed; then somebody deleted the log."""
    ask("init", "--zone", "Europe/London", "--country", "GB", "--rep", "Alex Example")
    with subprocess.Popen(
        [sys.executable, "-m", rep_at_work.__name__, str(folder), "0"],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    ) as rep:
        assert rep.stdout is not None
        for _ in range(5):
            rep.stdout.readline()
        rep.send_signal(signal.SIGKILL)
    (folder / "touchline.db-wal").unlink()
    (folder / "touchline.db-shm").unlink()


def told(document: Any) -> tuple[str, str, str]:
    [found] = [one for one in document["checks"] if one["check"] == "activities"]
    return found["state"], found["message"], found["hint"]


@pytest.mark.skipif(sys.platform == "win32", reason="needs SIGKILL")
@pytest.mark.usefixtures("robbed")
def test_the_loss_is_told_until_somebody_takes_note(run: Run, ask: Ask) -> None:
    said = run("doctor", "--replay", "--json")
    assert (said.code, said.error) == (1, "not_in_order")
    state, message, hint = told(said.document)
    assert state == "problem"
    assert "are gone" in message
    assert "touchline.db-wal" in hint
    assert "opt-outs first" in hint
    assert "doctor --repair" in hint
    assert "activities" in said.err
    lost = ask("status")["lost"]
    assert lost > 5

    # Work goes on, and neither that nor taking it back hides the loss.
    ask("optout", "+447700900123")
    ask("undo")
    assert ask("status")["lost"] == lost
    assert told(run("doctor", "--json").document)[0] == "problem"

    assert ask("doctor", "--repair")["ok"]
    assert told(ask("doctor", "--replay")) == ("ok", "none that was saved is missing", "")
    assert ask("status")["lost"] == 0


def test_a_profile_that_was_worked_in_lacks_nothing(sandbox: Ask) -> None:
    sandbox("lead", "add", "--first", "Ana", "--phone", "+34612345678", "--at", "2026-11-23T10:00")
    sandbox("optout", "+34612345678", "--at", "2026-11-23T10:00")
    sandbox("undo", "--at", "2026-11-23T10:00")
    assert told(sandbox("doctor"))[0] == "ok"
    assert sandbox("status")["lost"] == 0


def test_a_database_that_an_older_copy_took_the_place_of(ask: Ask, run: Run, folder: Path) -> None:
    ask("init", "--zone", "Europe/Madrid", "--country", "ES")
    file = folder / "touchline.db"
    ask("lead", "add", "--first", "Ana", "--phone", "612345678")
    copy = ask("backup")["file"]
    ask("lead", "add", "--first", "Eva", "--phone", "612345679")
    kept = folder / "of-today.db"
    shutil.copyfile(file, kept)
    shutil.copyfile(copy, file)
    assert told(run("doctor", "--json").document)[0] == "problem"
    # By restore it is no loss: nobody is asked to do twice what they meant to.
    shutil.copyfile(kept, file)
    ask("restore", copy)
    assert told(ask("doctor"))[0] == "ok"
