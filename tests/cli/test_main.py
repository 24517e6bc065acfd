"""Exit codes, the one document, and that nobody ever meets a traceback."""

import errno
import io
import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from app.__main__ import main as app_main
from app.bootstrap.desk import open_desk
from app.bootstrap.house import house
from app.cli.house import OpenDesk
from app.cli.main import main
from app.core.clock import Clock
from app.storage import driver
from app.system.clock import SystemClock
from app.system.paths import Profile
from tests.cli.commands import Ask, Run

ROOT = Path(__file__).parents[2]
COMMANDS = (
    "init",
    "status",
    "backup",
    "restore",
    "import",
    "lead",
    "cadence",
    "plan",
    "judge",
    "queue",
    "outcome",
    "skip",
    "snooze",
    "undo",
    "doctor",
)


def start(*arguments: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """The real program, in a process of its own."""
    return subprocess.run(
        [sys.executable, "-P", "-m", "app", *arguments],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT), "LC_ALL": "C", "PYTHONIOENCODING": "ascii"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def test_help_names_every_command(tmp_path: Path) -> None:
    said = start("--help", folder=tmp_path)
    assert (said.returncode, said.stderr) == (0, "")
    assert all(f"    {command} " in said.stdout for command in COMMANDS)


def test_the_command_line_needs_no_qt(tmp_path: Path) -> None:
    code = (
        "import sys\n"
        "from app.__main__ import main\n"
        f"code = main(['--profile', {str(tmp_path / 'p')!r}, 'init', '--zone', 'Europe/Madrid'])\n"
        "code += main(['cadence', 'list'])\n"
        "sys.exit(code or any(name.startswith('PySide6') for name in sys.modules))\n"
    )
    said = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (said.returncode, said.stderr) == (0, "")


def test_a_document_and_nothing_else_on_a_terminal_that_knows_no_accents(
    sandbox: Ask, folder: Path
) -> None:
    lead_id = sandbox("lead", "add", "--first", "Lucía", "--phone", "+34612345678")["lead_id"]
    shown = start("lead", "show", lead_id, "--json", "--profile", str(folder), folder=folder)
    assert (shown.returncode, shown.stderr) == (0, "")
    assert json.loads(shown.stdout)["first"] == "Lucía"


def test_wrong_usage_ends_with_two(tmp_path: Path) -> None:
    said = start("queue", "--limit", "many", folder=tmp_path)
    assert (said.returncode, said.stdout) == (2, "")
    assert "usage:" in said.stderr
    assert "many" not in said.stderr


def test_a_refusal_ends_with_one_and_says_what_to_do(tmp_path: Path) -> None:
    said = start("--profile", "nowhere", "queue", "--json", folder=tmp_path)
    assert said.returncode == 1
    assert json.loads(said.stdout)["error"]["code"] == "no_profile"
    assert "init" in said.stderr
    assert not (tmp_path / "nowhere").exists()


def test_a_reader_that_has_had_enough_is_no_error(tmp_path: Path) -> None:
    read_end, write_end = os.pipe()
    os.close(read_end)
    with os.fdopen(write_end, "wb") as closed:
        said = subprocess.run(
            [sys.executable, "-m", "app", "cadence", "list"],
            cwd=ROOT,
            stdout=closed,
            stderr=subprocess.PIPE,
            check=False,
        )
    assert (said.returncode, said.stderr) == (1, b"")


class FullDisk(io.TextIOBase):
    """Standard output into a file on a disk that is full."""

    def write(self, text: str) -> int:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def test_a_result_that_cannot_be_written_is_told(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(sys, "stdout", FullDisk())
        assert app_main(["cadence", "list"]) == 1
    assert capsys.readouterr().err.startswith("The result could not be written")


@pytest.mark.parametrize(
    "arguments",
    [
        ["--json"],
        ["nothing", "--json"],
        ["queue", "--json", "--at", "yesterday-ish"],
        ["queue", "--json", "+34612345678"],
        ["outcome", "--json", "not-an-id", "2"],
        ["judge", "--json", "--channel", "smoke"],
        ["lead", "--json"],
        ["queue", "--json=yes"],
        ["--profile", "", "queue", "--json"],
        ["queue", "--json", "--limit", "0"],
        ["lead", "find", "--json", "\0"],
        ["lead", "find", "--json", "\udcff"],
    ],
)
def test_wrong_usage_has_a_document_too_and_repeats_nothing(arguments: list[str], run: Run) -> None:
    said = run(*arguments)
    assert said.code == 2
    if "--json" in arguments:
        assert said.error == "wrong_usage"
    assert not any(typed in said.err for typed in ("yesterday-ish", "612345678", "smoke", "=yes"))


def test_a_crash_is_a_sentence_and_a_report_without_personal_data(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def boom(profile: Profile, clock: Clock) -> OpenDesk:
        raise RuntimeError("Ana Prueba +34612345678")

    parts = replace(house(), open_desk=boom)
    Profile(folder).prepare()
    Profile(folder).database.touch()
    assert main(["--profile", str(folder), "queue", "--json"], parts) == 1
    told = capsys.readouterr()
    assert json.loads(told.out)["error"]["code"] == "crashed"
    assert "Traceback" not in told.err
    [report] = Profile(folder).logs.glob("crash-2*.txt")
    assert "RuntimeError" in report.read_text()
    for text in (told.out, told.err, report.read_text()):
        assert "Ana" not in text
        assert "612345678" not in text


def test_an_interrupt_is_no_crash(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def interrupted(profile: Profile, clock: Clock) -> OpenDesk:
        raise KeyboardInterrupt

    Profile(folder).prepare()
    Profile(folder).database.touch()
    parts = replace(house(), open_desk=interrupted)
    assert main(["--profile", str(folder), "queue"], parts) == 130
    assert "Traceback" not in capsys.readouterr().err


def test_a_store_that_is_busy_is_told(
    run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("init", "--zone", "Europe/Madrid")
    other = driver.connect(folder / "touchline.db")
    monkeypatch.setattr(driver, "BUSY_TIMEOUT_S", 0.05)
    other.execute("BEGIN IMMEDIATE")
    try:
        said = run("lead", "add", "--phone", "+34612345678", "--json")
    finally:
        other.close()
    assert (said.code, said.error) == (1, "store_locked")


def test_both_write_while_a_window_is_open(run: Run, folder: Path) -> None:
    run("init", "--zone", "Europe/Madrid")
    window = open_desk(Profile(folder), SystemClock())
    try:
        with window.store.write() as uow:
            uow.save_setting("window", "first")
            uow.commit()
        assert run("lead", "add", "--phone", "+34612345678").code == 0
        with window.store.write() as uow:
            uow.save_setting("window", "again")
            uow.commit()
            assert len(uow.in_work(window.desk.identity.rep_id)) == 1
    finally:
        window.close()


def test_a_normal_profile_is_only_written_now(run: Run) -> None:
    run("init", "--zone", "Europe/Madrid", "--country", "ES")
    at = ("--at", "2026-11-23T10:00")
    for refused in (
        ("lead", "add", "--phone", "612345678"),
        ("undo",),
        ("outcome", "00000000-0000-7000-8000-000000000001", "2"),
        ("backup",),
        ("doctor", "--repair"),
        ("restore", "x.db"),
    ):
        said = run(*refused, *at, "--json")
        assert (said.code, said.error) == (1, "at_refused"), refused
    for allowed in (
        ("queue",),
        ("status",),
        ("doctor",),
        ("lead", "find", "x"),
        ("cadence", "list"),
    ):
        assert run(*allowed, *at).code == 0, allowed
    assert run("init", "--at", "2026-11-23T10:00", "--json").error == "at_refused"


def test_options_stand_before_or_after_the_command(run: Run, folder: Path) -> None:
    run("init", "--sandbox", "--zone", "Europe/Madrid")
    assert run("--json", "--at", "2026-11-23T10:00Z", "queue").document == []
    assert run("queue", "--json", "--at", "2026-11-23T10:00Z", "--profile", folder).document == []
