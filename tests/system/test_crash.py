import stat
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.system.clock import FixedClock
from app.system.crash import NATIVE_FILE, CrashReports, describe

AT = datetime(2026, 11, 18, 10, 42, tzinfo=UTC)
ROOT = Path(__file__).parents[2]
PROGRAM = """
import ctypes, sys, threading
from pathlib import Path
from app.system.clock import SystemClock
from app.system.crash import CrashReports
CrashReports(Path(sys.argv[1]), SystemClock()).install()
{act}
"""


def run(act: str, folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", PROGRAM.format(act=act), str(folder)],
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=False,
    )


def reports_in(folder: Path) -> list[Path]:
    return sorted(folder.glob("crash-2*.txt"))


@pytest.fixture
def told() -> list[str]:
    return []


@pytest.fixture
def crashes(tmp_path: Path, told: list[str]) -> Iterator[CrashReports]:
    reports = CrashReports(tmp_path, FixedClock(AT), told.append)
    yield reports
    reports.uninstall()


def broken(number: str) -> Exception:
    try:
        try:
            int(number)
        except ValueError as error:
            raise RuntimeError(f"cannot call {number}") from error
    except RuntimeError as error:
        return error
    raise AssertionError


def test_an_uncaught_error_is_told_in_one_sentence_and_reported(tmp_path: Path) -> None:
    ended = run("raise ValueError('Lucía, +34 612 34 56 78')", tmp_path)
    [report] = reports_in(tmp_path)
    assert ended.returncode == 1
    assert len(ended.stderr.splitlines()) == 1
    assert "what was saved is safe" in ended.stderr
    assert "Traceback" not in ended.stderr
    assert "builtins.ValueError" in report.read_text()
    assert "Lucía" not in report.read_text()
    assert "612" not in report.read_text()
    assert stat.S_IMODE(report.stat().st_mode) == 0o600


def test_a_thread_that_dies_is_reported_too(tmp_path: Path) -> None:
    act = "t = threading.Thread(target=lambda: 1 / 0, name='import'); t.start(); t.join()"
    ended = run(act, tmp_path)
    [report] = reports_in(tmp_path)
    assert ended.returncode == 0
    assert "ZeroDivisionError" in report.read_text()
    assert "thread import" in report.read_text()


def test_an_interrupt_is_no_crash(tmp_path: Path) -> None:
    ended = run("raise KeyboardInterrupt", tmp_path)
    assert "KeyboardInterrupt" in ended.stderr
    assert reports_in(tmp_path) == []


def test_a_crash_below_python_leaves_the_python_frames(tmp_path: Path) -> None:
    ended = run("ctypes.string_at(0)", tmp_path)
    native = tmp_path / NATIVE_FILE
    assert ended.returncode != 0
    assert "Segmentation fault" in native.read_text()
    assert stat.S_IMODE(native.stat().st_mode) == 0o600


def test_the_report_names_causes_and_places_but_no_message() -> None:
    told = describe(broken("+34 612 34 56 78"))
    assert told.splitlines()[0] == "builtins.RuntimeError"
    assert "tests/system/test_crash.py:" in told
    assert "caused by builtins.ValueError" in told
    assert "612" not in told


def test_errors_that_name_each_other_end() -> None:
    first, second = ValueError(), KeyError()
    first.__cause__, second.__cause__ = second, first
    assert describe(first).splitlines() == ["builtins.ValueError", "caused by builtins.KeyError"]


def test_the_same_crash_is_reported_once(
    crashes: CrashReports, told: list[str], tmp_path: Path
) -> None:
    for number in ("+34 611", "+34 622"):
        crashes.report(broken(number))
    crashes.report(ValueError("another"))
    assert len(reports_in(tmp_path)) == len(told) == 2


def test_only_the_newest_reports_stay(crashes: CrashReports, tmp_path: Path) -> None:
    for number in range(25):
        (tmp_path / f"crash-20200101T0000{number:02}.txt").write_text("old")
    crashes.report(ValueError())
    kept = reports_in(tmp_path)
    assert len(kept) == 20
    assert "builtins.ValueError" in kept[-1].read_text()


def test_without_a_folder_the_sentence_is_still_told(told: list[str], tmp_path: Path) -> None:
    CrashReports(tmp_path / "gone", FixedClock(AT), told.append).report(ValueError())
    assert told == ["Something went wrong inside Touchline; what was saved is safe."]


def test_uninstall_puts_back_what_was_there(crashes: CrashReports) -> None:
    before = sys.excepthook, threading.excepthook
    crashes.install()
    assert sys.excepthook != before[0]
    crashes.uninstall()
    assert (sys.excepthook, threading.excepthook) == before
