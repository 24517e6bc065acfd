"""The log gives the tables; where it does not, that is found and can be put right."""

from datetime import timedelta
from pathlib import Path

import pytest

from app.core.log.events import ConsentRecorded, StageChanged, Suppressed
from app.core.log.projection import apply
from app.services.upkeep import Difference
from app.storage import driver, mappers, schema
from app.storage import statements as sql
from app.storage.unit_of_work import SqlStore
from app.storage.upkeep import backup, replay
from app.storage.upkeep.replay import NOBODY
from tests.builders import (
    NOW,
    make_consent,
    make_enrolment,
    make_event,
    make_suppression,
    make_touch,
    make_work,
    uid,
)
from tests.storage.filling import add_all

LEAD = uid(2, 1)


@pytest.fixture
def worked(store: SqlStore, path: Path) -> Path:
    """Three leads; the second has a consent and an opt-out; one opt-out of nobody."""
    add_all(store, 1, 2, 3)
    with store.write() as unit:
        before = unit.work(LEAD)
        bodies = [
            ConsentRecorded(consent=make_consent()),
            Suppressed(suppression=make_suppression(2), why="asked"),
        ]
        unit.append(LEAD, bodies, NOW)
        after = before
        for body in bodies:
            after = apply(after, body, NOW)
        unit.save_work(before, after)
        unit.append(None, [Suppressed(suppression=make_suppression(9), why="call")], NOW)
        unit.commit()
    store.database.close()
    return path


def tamper(file: Path, statement: str, *values: object) -> None:
    connection = driver.connect(file)
    connection.execute(statement, values)
    connection.close()


def test_tables_as_the_log_says(worked: Path) -> None:
    assert replay.replay(worked) == []


TOUCH = make_touch(2).touch_id
CASES: tuple[tuple[str, Difference], ...] = (
    (
        "UPDATE touch SET state = 'done', tries = 1 WHERE touch_id = :touch",
        Difference("touch", LEAD, TOUCH, "different", ("state", "tries")),
    ),
    ("DELETE FROM touch WHERE touch_id = :touch", Difference("touch", LEAD, TOUCH, "missing")),
    (
        "UPDATE enrolment SET position = 1 WHERE lead_id = :lead",
        Difference("enrolment", LEAD, make_enrolment(2).enrolment_id, "different", ("position",)),
    ),
    (
        "UPDATE lead_state SET stage = 'won', clock_why = 'x' WHERE lead_id = :lead",
        Difference("lead_state", LEAD, LEAD, "different", ("stage", "clock_why")),
    ),
    (
        "DELETE FROM lead_state WHERE lead_id = :lead",
        Difference("lead_state", LEAD, LEAD, "missing"),
    ),
    (
        "UPDATE consent SET granted = 0",
        Difference("consent", LEAD, make_consent().consent_id, "different", ("granted",)),
    ),
    (
        "UPDATE suppression SET lifted = 1 WHERE lead_id = :lead",
        Difference(
            "suppression", LEAD, make_suppression(2).suppression_id, "different", ("lifted",)
        ),
    ),
    (
        "DELETE FROM suppression WHERE lead_id IS NULL",
        Difference("suppression", NOBODY, make_suppression(9).suppression_id, "missing"),
    ),
    (
        """DELETE FROM suppression_digest WHERE suppression_id =
        (SELECT suppression_id FROM suppression WHERE lead_id = :lead)""",
        Difference("suppression_digest", NOBODY, make_suppression(2).suppression_id, "missing"),
    ),
)


@pytest.mark.parametrize(("statement", "expected"), CASES, ids=[c[0][:45] for c in CASES])
def test_every_change_behind_the_log_is_found_and_put_right(
    worked: Path, tmp_path: Path, statement: str, expected: Difference
) -> None:
    connection = driver.connect(worked)
    connection.execute(statement, {"lead": LEAD.bytes, "touch": TOUCH.bytes})
    connection.close()
    assert replay.replay(worked) == [expected]
    assert replay.repair(worked, tmp_path / "backups", NOW) == {expected.lead_id}
    assert replay.replay(worked) == []
    (copy,) = backup.backups(tmp_path / "backups")
    assert replay.replay(copy) == [expected]


@pytest.mark.parametrize("where", [0, 10**6], ids=["before all", "after all"])
def test_rows_of_nobody_in_the_log_are_extra(worked: Path, tmp_path: Path, where: int) -> None:
    stray = uid(where, 1)
    tamper(
        worked,
        "INSERT INTO consent SELECT ?, consent_id, position, channel, granted, basis, source, "
        "recorded_at, expires_at, purpose, wording, evidence, withdraws FROM consent",
        stray.bytes,
    )
    assert replay.replay(worked) == [
        Difference("consent", stray, make_consent().consent_id, "extra")
    ]
    assert replay.repair(worked, tmp_path / "backups", NOW) == {stray}
    assert replay.replay(worked) == []


def test_nothing_to_repair_is_left_alone(worked: Path, tmp_path: Path) -> None:
    assert replay.repair(worked, tmp_path / "backups", NOW) == frozenset()
    assert not (tmp_path / "backups").exists()


def test_all_of_it_can_be_written_anew(worked: Path, tmp_path: Path) -> None:
    for table in schema.PROJECTIONS:
        tamper(worked, f"DELETE FROM {table.name}")
    assert len(replay.replay(worked)) == 14
    assert len(replay.replay(worked, limit=4)) == 4
    changed = replay.repair(worked, tmp_path / "backups", NOW)
    assert changed == {uid(1, 1), uid(2, 1), uid(3, 1), NOBODY}
    assert replay.replay(worked) == []


def test_events_of_a_later_version_are_kept_and_skipped(store: SqlStore, path: Path) -> None:
    add_all(store, 1)
    lead_id = uid(1, 1)
    with store.database.writing() as connection:
        for seq, (type_, v) in enumerate((("TouchPlanned", 2), ("Teleported", 1)), start=5):
            event = make_event(
                StageChanged(stage="won"), seq, lead_id=lead_id, type=type_, v=v, body=b"{new"
            )
            connection.execute(sql.ADD_ACTIVITY, mappers.activity_row(event))
        connection.execute("COMMIT")
    assert replay.replay(path) == []
    with store.read() as reader:
        assert [e.type for e in reader.log(lead_id)][-2:] == ["TouchPlanned", "Teleported"]


def test_an_event_that_cannot_be_read_is_named(store: SqlStore, path: Path) -> None:
    add_all(store, 1)
    event = make_event(StageChanged(stage="won"), 5, body=b'{"stage":"sideways"}')
    with store.database.writing() as connection:
        connection.execute(sql.ADD_ACTIVITY, mappers.activity_row(event))
        connection.execute("COMMIT")
    assert replay.replay(path) == [Difference("activity", uid(1, 1), event.event_id, "unreadable")]


def test_the_order_of_the_log_decides_not_the_clock(store: SqlStore, path: Path) -> None:
    add_all(store, 1)
    lead_id = uid(1, 1)
    with store.write() as unit:
        before = make_work()
        unit.append(lead_id, [StageChanged(stage="won")], NOW)
        # The device's clock was put back in between.
        unit.append(lead_id, [StageChanged(stage="lost")], NOW - timedelta(hours=1))
        unit.save_work(before, make_work(stage="lost"))
        unit.commit()
    assert replay.replay(path) == []
