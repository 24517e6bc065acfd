"""The command line on machines, files and names that are not as they should be."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from app.storage import driver
from app.storage.version import SCHEMA_NUMBER
from tests.cli.commands import MONDAY, Ask, Run

LONG = "a" * 5_000
ROOT = Path(__file__).parents[2]


def test_names_that_are_too_long_are_told_in_words(sandbox: Ask, run: Run) -> None:
    for arguments in (
        ("status", "--profile", "/tmp/" + LONG[:300]),
        ("restore", LONG),
        ("backup", "--to", LONG),
        ("init", "--profile", "/tmp/" + LONG[:300]),
    ):
        said = run(*arguments, "--json")
        assert (said.code, said.error) == (1, "name_too_long"), arguments
        assert "aaaa" not in said.err


def test_a_file_in_the_place_of_the_logs_is_named(sandbox: Ask, run: Run, folder: Path) -> None:
    sandbox("status")
    for file in (folder / "logs").iterdir():
        file.unlink()
    (folder / "logs").rmdir()
    (folder / "logs").write_text("in the way")
    said = run("restore", sandbox("backup")["file"], "--json")
    assert said.error == "profile_not_a_folder"
    assert "logs" in said.err


def test_a_pipe_in_the_place_of_the_routing_table(run: Run, sandbox: Ask, folder: Path) -> None:
    sandbox("status")
    os.mkfifo(folder / "routing.toml")
    assert run("status", "--json").error == "file_unreadable"


def test_a_key_of_very_many_parts_is_refused_at_once(run: Run, sandbox: Ask, folder: Path) -> None:
    sandbox("status")
    (folder / "routing.toml").write_text(".".join("a" * 50_000) + " = 1\n")
    said = run("status", "--json")
    assert "60 parts" in said.err


@pytest.mark.parametrize("channel", ["linkedin_message", "video_email", "voicemail", "direct_mail"])
def test_hours_are_shown_for_every_channel(sandbox: Ask, channel: str) -> None:
    lead = sandbox("lead", "add", "--phone", "+34612345678", "--at", MONDAY)["lead_id"]
    assert sandbox("lead", "show", lead, "--channel", channel)["lead_id"] == lead


def test_half_of_a_character_pair_is_no_text(sandbox: Ask, run: Run) -> None:
    lead = sandbox("lead", "add", "--phone", "+34612345678", "--at", MONDAY)["lead_id"]
    said = run("signal", lead, "reply", "--data", '{"text": "\\ud83d"}', "--json")
    assert (said.code, said.error) == (1, "bad_signal")


def test_what_was_typed_is_not_repeated(sandbox: Ask, run: Run) -> None:
    said = run("plan", "--cadence", "ana_garcia", "--received", "2026-11-23T10:00")
    assert "no cadence of that name" in said.err
    assert "ana_garcia" not in said.err


def test_an_older_database_names_the_command_that_helps(
    sandbox: Ask, run: Run, folder: Path
) -> None:
    assert sandbox("migrate") == {"migrated": False, "backup": None}
    connection = driver.connect(folder / "touchline.db")
    connection.execute(f"PRAGMA user_version = {SCHEMA_NUMBER - 1}")
    connection.close()
    said = run("status", "--json")
    assert said.error == "store_older"
    assert "migrate" in said.err


@pytest.mark.skipif(sys.platform == "win32", reason="needs SIGKILL")
def test_init_killed_half_way_is_begun_anew(tmp_path: Path) -> None:
    killer = (
        "import os, signal, sys\n"
        "from app.storage import create\n"
        "create.make_tables = lambda _: os.kill(os.getpid(), signal.SIGKILL)\n"
        "from app.__main__ import main\n"
        "main(sys.argv[1:])\n"
    )
    arguments = ["init", "--zone", "Europe/Madrid", "--profile", str(tmp_path / "p")]
    killed = subprocess.run([sys.executable, "-c", killer, *arguments], cwd=ROOT, check=False)
    assert killed.returncode == -signal.SIGKILL
    again = subprocess.run([sys.executable, "-m", "app", *arguments], cwd=ROOT, check=False)
    assert again.returncode == 0
    assert not list((tmp_path / "p").glob("*.part*"))
