import logging
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.system.logs import FILE_NAME, redact, start_logging

log = logging.getLogger("app.tests.logs")
foreign = logging.getLogger("somebody.else")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("call +34 612 34 56 78 failed", "call [number] failed"),
        ("(0044) 20-7946 0958", "[number]"),
        ("n=612345678;", "n=[number];"),
        ("lead_612345678x", "lead_[number]x"),
        ("٠٦١٢٣٤٥٦٧٨", "[number]"),
        ("6 1 2 3 4 5 6 7 8", "[number]"),
        ("612‑345‑678", "[number]"),
        ("from maría.lópez@example.es today", "from [email] today"),
        ("tel:+34612345678", "[link]"),
        ("mailto:a%40b.example?subject=Hi", "[link]"),
        ("https://wa.me/34612345678?text=x", "https://[link]"),
        ("https://www.linkedin.com/in/lucia-fernandez", "https://www.[link]"),
    ],
)
def test_what_identifies_a_person_is_hidden(text: str, told: str) -> None:
    assert redact(text) == told


@pytest.mark.parametrize(
    "text",
    [
        "touch 6f1c2d0e-5b8a-5d3e-9a47-0c4e6b1f7d21 done",
        "touch 01931234-5678-7123-8456-123456789012 done",
        "digest 12345678901234567890123456789012",
        "due 2026-11-18T10:42:07.123456+00:00",
        "on 2026-11-18, 14 rows of 200 in 8.25 s",
        "<Thread at 0x7f1234567890>",
        "step 2 of 10, 1:52 left",
    ],
)
def test_ids_instants_and_counts_stay(text: str) -> None:
    assert redact(text) == text


@given(
    digits=st.text("0123456789", min_size=7, max_size=15),
    signs=st.lists(st.text(" -./()", max_size=2), min_size=14, max_size=14),
    around=st.tuples(st.sampled_from(["", " ", "'", "x", "+"]), st.sampled_from(["", "\n", "'"])),
)
def test_no_way_of_writing_a_number_gets_through(
    digits: str, signs: list[str], around: tuple[str, str]
) -> None:
    written = "".join(d + s for d, s in zip(digits, [*signs, ""], strict=False))
    assert sum(c.isdigit() for c in redact(f"{around[0]}{written}{around[1]}")) == 0


def test_the_file_is_private_and_redacted(tmp_path: Path) -> None:
    stop = start_logging(tmp_path, terminal=False)
    log.info("imported for %s", "someone@example.com")
    try:
        raise ValueError("+34 612 34 56 78 is taken")
    except ValueError:
        log.info("it broke", exc_info=True)
    stop()
    file = tmp_path / FILE_NAME
    told = file.read_text(encoding="utf-8")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert "imported for [email]" in told
    assert "ValueError: [number] is taken" in told
    assert told.count("Traceback") == 1
    assert "612" not in told
    assert "example.com" not in told


def test_rolled_over_files_are_private_too(tmp_path: Path) -> None:
    stop = start_logging(tmp_path, terminal=False)
    for _ in range(25):
        log.info("x" * 100_000)
    stop()
    files = list(tmp_path.iterdir())
    assert len(files) > 1
    assert {stat.S_IMODE(f.stat().st_mode) for f in files} == {0o600}


def test_other_packages_are_heard_from_warning_only(tmp_path: Path) -> None:
    stop = start_logging(tmp_path, terminal=False)
    foreign.info("GET https://somewhere/")
    log.debug("too fine")
    log.info("heard")
    stop()
    assert "heard" in (tmp_path / FILE_NAME).read_text()
    assert "GET" not in (tmp_path / FILE_NAME).read_text()
    assert "too fine" not in (tmp_path / FILE_NAME).read_text()


def test_the_terminal_hears_warnings(
    capsys: pytest.CaptureFixture[str], expect_log: Callable[[str], None]
) -> None:
    expect_log("the list of")
    stop = start_logging()
    log.info("not this")
    log.warning("the list of %s is old", "a@b.example")
    stop()
    assert capsys.readouterr().err == "touchline: the list of [email] is old\n"


def test_nothing_is_made_before_the_first_record(tmp_path: Path) -> None:
    start_logging(tmp_path, terminal=False)()
    assert list(tmp_path.iterdir()) == []


def test_a_log_that_cannot_be_written_does_not_stop_the_work(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    stop = start_logging(tmp_path / "gone", terminal=False)
    log.info("into the void")
    stop()
    assert capsys.readouterr().err == ""


def test_stopping_leaves_logging_as_it_was(tmp_path: Path) -> None:
    def state() -> tuple[list[logging.Handler], int, int]:
        root = logging.getLogger()
        return list(root.handlers), root.level, logging.getLogger("app").level

    before = state()
    stop = start_logging(tmp_path)
    assert state() != before
    stop()
    assert state() == before


def test_a_program_without_a_terminal_logs_to_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stderr", None)
    stop = start_logging(tmp_path)
    log.info("heard")
    stop()
    assert "heard" in (tmp_path / FILE_NAME).read_text()


@pytest.mark.skipif(sys.platform == "win32", reason="limits of file sizes are POSIX")
def test_a_log_that_cannot_be_closed_stops_nobody(tmp_path: Path) -> None:
    full = (
        "import logging, resource, sys\n"
        "from pathlib import Path\n"
        "from app.system.logs import start_logging\n"
        "stop = start_logging(Path(sys.argv[1]))\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))\n"
        "logging.getLogger('app').info('x')\n"
        "stop()\n"
    )
    ended = subprocess.run(
        [sys.executable, "-c", full, tmp_path], capture_output=True, text=True, check=False
    )
    assert (ended.returncode, ended.stderr) == (0, "")
