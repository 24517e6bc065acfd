"""doctor, on profiles that are well and on broken ones."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from app.bootstrap.desk import open_desk
from app.core.people.new_lead import NewLead, NewPoint
from app.services.people.leads import add_lead
from app.storage import driver
from app.system.clock import SystemClock
from app.system.paths import Profile
from tests.cli.commands import MONDAY, Ask, Run
from tests.fakes.clock import HandClock


@pytest.fixture
def profile(sandbox: Ask) -> Ask:
    """A sandbox with two people, one of whom was called."""
    first = sandbox(
        "lead",
        "add",
        "--source",
        "web_form",
        "--first",
        "Ana",
        "--phone",
        "+34612345678",
        "--at",
        MONDAY,
    )
    sandbox(
        "lead",
        "add",
        "--source",
        "web_form",
        "--first",
        "Eva",
        "--phone",
        "+34612345679",
        "--at",
        MONDAY,
    )
    sandbox("outcome", first["next"]["touch_id"], "2", "--at", "2026-11-23T10:02")
    return sandbox


def break_by(folder: Path, *statements: str) -> None:
    connection = driver.connect(folder / "touchline.db")
    try:
        for statement in statements:
            connection.execute(statement)
    finally:
        connection.close()


def states(document: dict[str, Any]) -> dict[str, str]:
    return {one["check"]: one["state"] for one in document["checks"]}


def test_a_healthy_profile(profile: Ask) -> None:
    found = profile("doctor", "--replay")
    assert found["ok"]
    assert "problem" not in states(found).values()
    assert states(found)["replay"] == "ok"
    # No keychain and no desktop here: said, but no problem.
    assert (states(found)["keychain"], states(found)["notifications"]) == ("warning", "warning")


def test_without_replay_the_log_is_not_read(profile: Ask) -> None:
    assert "replay" not in states(profile("doctor"))


@pytest.mark.parametrize(
    ("statement", "check"),
    [
        ("UPDATE touch SET due_at = due_at + 1 WHERE state = 'planned'", "replay"),
        ("DELETE FROM enrolment", "replay"),
        ("UPDATE lane_count SET people = people + 3", "database"),
        ("DELETE FROM lead_search", "database"),
    ],
)
def test_what_can_be_derived_is_repaired(
    statement: str, check: str, profile: Ask, run: Run, folder: Path
) -> None:
    before = profile("queue", "--at", "2026-11-24T10:00")
    break_by(folder, statement)
    broken = run("doctor", "--replay", "--json", "--at", MONDAY)
    assert broken.code == 1
    assert broken.error == "not_in_order"
    assert states(broken.document)[check] == "problem"
    assert "--repair" in broken.err

    repaired = profile("doctor", "--repair", "--at", "2026-11-23T10:03")
    assert repaired["ok"]
    assert repaired["repaired"] > 0
    assert profile("queue", "--at", "2026-11-24T10:00") == before
    assert len(profile("lead", "find", "ana")) == 1


def test_a_queue_that_was_lost_comes_back_with_its_alerts(profile: Ask, folder: Path) -> None:
    before = profile("queue", "--at", "2026-11-23T10:03")
    counts = profile("status", "--at", "2026-11-23T10:03")["queue"]
    break_by(folder, "UPDATE queue SET touch_id = zeroblob(16)", "DELETE FROM alert")
    assert profile("doctor", "--repair", "--at", "2026-11-23T10:03")["ok"]
    assert profile("queue", "--at", "2026-11-23T10:03") == before
    assert profile("status", "--at", "2026-11-23T10:03")["queue"] == counts
    connection = driver.connect(folder / "touchline.db", read_only=True)
    try:
        waiting = connection.execute("SELECT count(*) FROM alert WHERE state = 'planned'")
        assert waiting.fetchone() == (4,)
    finally:
        connection.close()


def test_nothing_to_repair(profile: Ask) -> None:
    assert profile("doctor", "--repair", "--at", MONDAY)["repaired"] == 0


def test_a_file_that_is_damaged_is_told_with_all_else(profile: Ask, run: Run, folder: Path) -> None:
    file = folder / "touchline.db"
    content = bytearray(file.read_bytes())
    content[:16] = b"no database here"
    file.write_bytes(content)
    said = run("doctor", "--json")
    assert (said.code, said.error) == (1, "not_in_order")
    assert states(said.document)["database"] == "problem"
    assert states(said.document)["disk"] == "ok"


def test_a_database_that_others_may_read(profile: Ask, run: Run, folder: Path) -> None:
    (folder / "touchline.db").chmod(0o644)
    assert states(profile("doctor"))["privacy"] == "warning"


def test_a_clock_behind_the_latest_activity(run: Run, ask: Ask) -> None:
    ask("init", "--zone", "Europe/Madrid", "--country", "ES")
    ask("lead", "add", "--source", "web_form", "--phone", "612345678")
    said = run("doctor", "--json", "--at", "2020-01-01T00:00Z")
    assert states(said.document)["clock"] == "problem"


def test_who_was_planned_by_a_clock_that_was_ahead(ask: Ask, run: Run, folder: Path) -> None:
    ask("init", "--zone", "Europe/Madrid", "--country", "ES")
    now = SystemClock().now()
    opened = open_desk(Profile(folder), HandClock(now + timedelta(days=300)))
    try:
        phone = NewPoint(kind="phone", value="+34612345678")
        lead_id = add_lead(opened.desk, NewLead(points=(phone,), country="ES")).lead_id
    finally:
        opened.close()
    said = run("doctor", "--json")
    assert states(said.document)["clock"] == "problem"
    ask("lead", "add", "--source", "web_form", "--phone", "612345679")
    assert "by a clock that was ahead (1)" in run("doctor").out
    assert ask("doctor", "--repair")["ok"]
    due_at = datetime.fromisoformat(ask("lead", "show", lead_id)["next"]["due_at"])
    assert due_at - now < timedelta(days=7)


def test_no_profile(run: Run) -> None:
    assert run("doctor", "--json").error == "no_profile"


def test_a_flipped_bit_in_a_backup_is_told(sandbox: Ask, run: Run) -> None:
    copy = Path(sandbox("backup")["file"])
    content = bytearray(copy.read_bytes())
    content[len(content) // 2] ^= 1
    copy.write_bytes(content)
    said = run("doctor", "--json")
    assert said.error == "not_in_order"
    [told] = [one for one in said.document["checks"] if one["check"] == "backups"]
    assert (told["state"], copy.name in told["message"]) == ("problem", True)
    assert run("restore", copy, "--json").error == "backup_changed"


def test_who_was_left_open_beside_a_refused_person(sandbox: Ask, run: Run, folder: Path) -> None:
    at = ("--at", MONDAY)
    ana = sandbox(
        "lead", "add", "--source", "web_form", "--first", "Ana", "--phone", "+34612345678", *at
    )["lead_id"]
    eva = sandbox(
        "lead", "add", "--source", "web_form", "--first", "Eva", "--phone", "+34612345679", *at
    )["lead_id"]
    sandbox("optout", ana, *at)
    # A second number of hers, as a version wrote it that told nobody else.
    number = "UPDATE lead_point SET value = '+34612345679' WHERE value = '+34612345678'"
    break_by(folder, number)
    said = run("doctor", "--json", *at)
    assert states(said.document)["opt-outs"] == "problem"
    assert "not closed for all who share a number (1)" in run("doctor", *at).out
    assert sandbox("judge", "--lead", eva, "--channel", "call", *at)["state"] == "open"
    assert sandbox("doctor", "--repair", *at)["ok"]
    assert sandbox("judge", "--lead", eva, "--channel", "call", *at)["state"] == "blocked"
