"""A command that is asked again under its id, because no answer came, is done once."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from app.core.log.events import OutcomeLogged, type_of
from app.storage import driver
from tests.cli.commands import Ask, Run

ROOT = Path(__file__).parents[2]
AT = "2026-11-23T11:00"
LATER = "2026-11-23T11:01"


@pytest.fixture
def due(sandbox: Ask) -> Any:
    """Eva, who is to be called."""
    facts = ("--first", "Eva", "--phone", "+34612345679", "--consent", "call")
    return sandbox("lead", "add", *facts, "--at", "2026-11-23T10:59")


def logged(folder: Path) -> int:
    """How many activities there are."""
    connection = driver.connect(folder / "touchline.db", read_only=True)
    try:
        (count,) = connection.execute("SELECT count(*) FROM activity").fetchone()
    finally:
        connection.close()
    return int(count)


def commands(due: Any) -> dict[str, tuple[str, ...]]:
    lead, touch = due["lead_id"], due["next"]["touch_id"]
    return {
        "busy": ("outcome", touch, "busy", "--note", "engaged", "--at", AT),
        "settled": ("outcome", touch, "no_answer", "--at", AT),
        "promise": ("outcome", touch, "call_back", "--when", "Thu 16:00", "--at", AT),
        "log": (
            *("log", "--lead", lead, "--direction", "in", "--channel", "call"),
            *("--outcome", "connected", "--note", "asked for prices", "--at", AT),
        ),
        "signal": ("signal", lead, "page_visit", "--data", '{"page": "pricing"}', "--at", AT),
        "known": ("signal", lead, "click", "--data", '{"id": "m1"}', "--at", AT),
        "said": ("signal", lead, "reply", "--data", '{"text": "in March"}', "--at", AT),
    }


KINDS = ("busy", "settled", "promise", "log", "signal", "known", "said")


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_again_is_done_once_and_answered_alike(
    ask: Ask, due: Any, folder: Path, kind: str
) -> None:
    command = (*commands(due)[kind], "--id", "req-1")
    first = ask(*command)
    before = logged(folder)
    for _ in range(3):
        assert ask(*command) == first
    assert ask(*command[:-4], "--at", LATER, "--id", "req-1")["undo_id"] == first["undo_id"]
    assert logged(folder) == before
    assert ask("doctor", "--replay", "--at", LATER)["ok"]


@pytest.mark.parametrize("kind", KINDS)
def test_another_request_under_a_used_id_is_refused(
    run: Run, ask: Ask, due: Any, folder: Path, kind: str
) -> None:
    ask(*commands(due)[kind], "--id", "req-1")
    before = logged(folder)
    for other in KINDS:
        if other != kind:
            said = run(*commands(due)[other], "--id", "req-1", "--json")
            assert (said.code, said.error) == (1, "id_used")
    assert logged(folder) == before


def test_without_an_id_every_call_counts(ask: Ask, due: Any) -> None:
    command = ("outcome", due["next"]["touch_id"], "busy", "--at", AT)
    assert ask(*command)["undo_id"] != ask(*command)["undo_id"]


def test_what_was_refused_may_come_again(run: Run, ask: Ask, due: Any) -> None:
    command = ("outcome", due["next"]["touch_id"], "call_back", "--at", AT, "--id", "req-1")
    assert run(*command).code == 1  # a date is missing
    assert ask(*command, "--when", "Thu 16:00")["outcome"] == "call_back"


@pytest.mark.parametrize("bad", ["", "   ", "x" * 201])
def test_what_is_no_id(run: Run, due: Any, bad: str) -> None:
    said = run("outcome", due["next"]["touch_id"], "busy", "--at", AT, "--id", bad)
    assert said.code == 2


def test_an_id_is_kept_as_a_digest(ask: Ask, due: Any, folder: Path) -> None:
    secret = "ana-gomez@example.com"
    ask("outcome", due["next"]["touch_id"], "busy", "--note", "hush", "--at", AT, "--id", secret)
    connection = driver.connect(folder / "touchline.db", read_only=True)
    try:
        rows = connection.execute("SELECT * FROM setting").fetchall()
    finally:
        connection.close()
    assert not any(word in str(rows) for word in (secret, "hush", "busy"))


def test_several_programs_that_ask_at_once_are_answered_alike(due: Any, folder: Path) -> None:
    touch = due["next"]["touch_id"]
    command = [sys.executable, "-P", "-m", "app", "outcome", touch, "busy", "--at", AT]
    more = ["--id", "req-1", "--json", "--profile", str(folder)]
    asked = [
        subprocess.Popen([*command, *more], cwd=ROOT, stdout=subprocess.PIPE, text=True)
        for _ in range(3)
    ]
    answers = {one.communicate()[0] for one in asked}
    assert [one.returncode for one in asked] == [0, 0, 0]
    assert len(answers) == 1
    connection = driver.connect(folder / "touchline.db", read_only=True)
    try:
        query = "SELECT count(*) FROM activity WHERE type = ?"
        (count,) = connection.execute(query, (type_of(OutcomeLogged),)).fetchone()
    finally:
        connection.close()
    assert count == 1
