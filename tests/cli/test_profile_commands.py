"""init, status, backup, restore."""

import sqlite3
import stat
from pathlib import Path

import pytest

from app.storage.version import SCHEMA_NUMBER
from app.system.paths import Profile
from app.system.single_instance import SingleInstance
from tests.cli.commands import MONDAY, Ask, Run


def test_init_takes_the_zone_of_the_machine_and_its_country(
    ask: Ask, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TZ", "America/Bogota")
    made = ask("init", "--rep", "Alex Example", "--company", "Example Ltd")
    assert (made["zone"], made["country"], made["sandbox"]) == ("America/Bogota", "CO", False)
    assert (made["rep"], made["company"]) == ("Alex Example", "Example Ltd")
    assert stat.S_IMODE((folder / "touchline.db").stat().st_mode) == 0o600


def test_a_zone_without_a_country_leaves_it_open(ask: Ask, run: Run) -> None:
    assert ask("init", "--zone", "UTC")["country"] == ""
    refused = run("lead", "add", "--phone", "612345678", "--json")
    assert refused.error == "no_country"
    assert run("lead", "add", "--phone", "+34612345678").code == 0


def test_a_former_name_of_a_zone_becomes_the_present_one(ask: Ask) -> None:
    made = ask("init", "--zone", "Asia/Calcutta")
    assert (made["zone"], made["country"]) == ("Asia/Kolkata", "IN")


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["--zone", "Mars/Base"], "bad_zone"),
        (["--zone", "../../etc/passwd"], "bad_zone"),
        (["--zone", "Europe/Madrid", "--country", "Spain"], "bad_country"),
        (["--zone", "Europe/Madrid", "--country", "XX"], "bad_country"),
    ],
)
def test_init_checks_zone_and_country(
    arguments: list[str], code: str, run: Run, folder: Path
) -> None:
    said = run("init", *arguments, "--json")
    assert (said.code, said.error) == (1, code)
    assert not folder.exists()


def test_a_profile_is_made_once(run: Run) -> None:
    assert run("init", "--zone", "Europe/Madrid").code == 0
    again = run("init", "--zone", "Europe/Madrid", "--json")
    assert (again.code, again.error) == (1, "profile_exists")


def test_a_file_in_the_place_of_the_folder(run: Run, folder: Path) -> None:
    folder.write_text("here first")
    said = run("init", "--zone", "Europe/Madrid", "--json")
    assert (said.code, said.error) == (1, "profile_not_a_folder")


def test_status_counts(sandbox: Ask) -> None:
    sandbox("lead", "add", "--source", "web_form", "--phone", "+34612345678", "--at", MONDAY)
    status = sandbox("status", "--at", MONDAY)
    assert (status["leads"], status["planned"], status["schema"]) == (1, 1, SCHEMA_NUMBER)
    assert status["queue"]["first_contact"] == 1
    assert status["outbox"] == {"pending": status["activities"], "sent": 0, "dead": 0}
    assert status["newest_at"] == "2026-11-23T09:00:00Z"


def test_backup_and_the_way_back(sandbox: Ask, run: Run, folder: Path) -> None:
    sandbox("lead", "add", "--phone", "+34612345678", "--at", MONDAY)
    made = sandbox("backup", "--at", MONDAY)
    copy = Path(made["file"])
    assert (copy.parent, copy.name) == (folder / "backups", "touchline-20261123T090000Z.db")
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    sandbox("lead", "add", "--phone", "+34612345679", "--at", MONDAY)

    before = sandbox("status")
    restored = sandbox("restore", copy, "--at", MONDAY)
    after = sandbox("status")
    assert (before["leads"], after["leads"]) == (2, 1)
    assert Path(restored["former"]).is_file()
    sandbox("lead", "add", "--phone", "+34612345680", "--at", MONDAY)
    assert sandbox("doctor", "--replay")["ok"]


def test_a_backup_of_ones_own_overwrites_nothing(sandbox: Ask, run: Run, tmp_path: Path) -> None:
    file = tmp_path / "copy.db"
    assert sandbox("backup", "--to", file)["file"] == str(file)
    assert run("backup", "--to", file, "--json").error == "file_exists"
    assert run("backup", "--to", tmp_path / "no" / "copy.db", "--json").error == "no_folder"


def test_a_backup_becomes_a_profile_elsewhere(sandbox: Ask, run: Run, tmp_path: Path) -> None:
    sandbox("lead", "add", "--phone", "+34612345678", "--at", MONDAY)
    file = tmp_path / "copy.db"
    sandbox("backup", "--to", file)
    elsewhere = ("--profile", tmp_path / "elsewhere")
    assert run("restore", file, *elsewhere).code == 0
    assert run("status", *elsewhere, "--json").document["leads"] == 1


def test_a_backup_into_a_folder_gets_a_name_there(sandbox: Ask, run: Run, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    (stick / "other.txt").touch()
    copies = [Path(sandbox("backup", "--to", stick)["file"]) for _ in range(2)]
    assert {one.parent for one in copies} == {stick}
    assert {one.suffix for one in stick.iterdir()} == {".db", ".sha256", ".txt"}
    assert len(set(copies)) == 2
    assert run("restore", copies[0], "--json").code == 0


def test_restore_refuses_what_is_no_backup(sandbox: Ask, run: Run, tmp_path: Path) -> None:
    text, empty = tmp_path / "text.db", tmp_path / "other.db"
    text.write_text("not a database at all, but long enough to look at")
    sqlite3.connect(empty).execute("CREATE TABLE t (x)").connection.close()
    assert run("restore", text, "--json").error == "not_a_store"
    assert run("restore", empty, "--json").error == "not_a_store"
    assert "Name a file that backup wrote" in run("restore", text).err
    assert "folder" in run("restore", tmp_path).err
    assert run("restore", tmp_path / "gone.db", "--json").error == "no_file"
    assert sandbox("status")["leads"] == 0


def test_restore_refuses_the_database_itself_and_an_open_window(
    sandbox: Ask, run: Run, folder: Path, tmp_path: Path
) -> None:
    assert run("restore", folder / "touchline.db", "--json").error == "same_file"
    copy = tmp_path / "copy.db"
    sandbox("backup", "--to", copy)
    window = SingleInstance(Profile(folder).lock)
    assert window.acquire()
    try:
        assert run("restore", copy, "--json").error == "window_open"
    finally:
        window.release()


def test_an_older_backup_forgets_nobody_who_said_no_since(sandbox: Ask, run: Run) -> None:
    known = sandbox("lead", "add", "--phone", "+34612345678", "--consent", "call", "--at", MONDAY)
    lead = known["lead_id"]
    copy = Path(sandbox("backup", "--at", MONDAY)["file"])
    sandbox("optout", lead, "--at", MONDAY)
    sandbox("optout", "+34612345699", "--at", MONDAY)

    restored = sandbox("restore", copy, "--at", MONDAY)
    assert restored["carried"] == {"opt_outs": 2, "consents": 0, "lists": 0, "erased": 0}
    assert (
        sandbox("judge", "--lead", lead, "--channel", "call", "--at", MONDAY)["state"] == "blocked"
    )
    assert sandbox("queue", "--at", MONDAY) == []
    again = sandbox("lead", "add", "--phone", "+34612345699", "--at", MONDAY)
    assert again["added"] == "suppressed"
    assert sandbox("doctor", "--replay")["ok"]


def test_an_older_backup_brings_nobody_back_who_was_erased(sandbox: Ask, run: Run) -> None:
    lead = sandbox("lead", "add", "--phone", "+34612345678", "--at", MONDAY)["lead_id"]
    file = Path(sandbox("status")["profile"]) / "kept.db"
    sandbox("backup", "--to", file)
    sandbox("erase", lead, "--yes", "--at", MONDAY)
    assert sandbox("restore", file, "--at", MONDAY)["carried"]["erased"] == 1
    assert run("lead", "show", lead, "--json").code == 1
    assert sandbox("doctor", "--replay")["ok"]


def test_a_backup_of_another_organisation_is_refused(
    sandbox: Ask, run: Run, tmp_path: Path
) -> None:
    other = ("--profile", tmp_path / "other")
    assert run("init", "--sandbox", *other).code == 0
    file = tmp_path / "theirs.db"
    assert run("backup", "--to", file, *other).code == 0
    assert run("restore", file, "--json").error == "other_organisation"
