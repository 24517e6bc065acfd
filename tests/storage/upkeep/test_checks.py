"""Each thing that must never be is found by its own check."""

import os
from pathlib import Path

import pytest

from app.services.upkeep import FileFault
from app.storage import driver
from app.storage.unit_of_work import SqlStore
from app.storage.upkeep.checks import check
from tests.storage.filling import add_all

_GUARDS = "DROP TRIGGER activity_kept; DROP TRIGGER activity_fixed;"


@pytest.mark.parametrize(
    ("statement", "finding"),
    [
        ("UPDATE activity SET dev_seq = 100 WHERE dev_seq = 8", FileFault("dev_seq_gap", 92)),
        ("DELETE FROM outbox WHERE dev_seq < 3", FileFault("event_without_outbox", 2)),
        (
            """UPDATE outbox SET event_id = randomblob(16) WHERE dev_seq = 1;
            INSERT INTO outbox
            SELECT event_id, 1, 1, 'pending', NULL FROM activity WHERE dev_seq = 1""",
            FileFault("outbox_without_event", 1),
        ),
        ("UPDATE lane_count SET people = people + 1", FileFault("lane_count_wrong", 1)),
        (
            "INSERT INTO lane_count VALUES (randomblob(16), 'waiting', 2)",
            FileFault("lane_count_wrong", 1),
        ),
        ("DELETE FROM lead_state WHERE stage = 'new'", FileFault("lead_without_state", 2)),
        ("DELETE FROM lead_search WHERE rowid = 1", FileFault("lead_not_searchable", 1)),
        (
            "INSERT INTO lead_search (rowid, name) VALUES (99, 'x')",
            FileFault("search_without_lead", 1),
        ),
        ("UPDATE touch SET state = 'done'", FileFault("queue_without_touch", 2)),
        (
            """PRAGMA foreign_keys = OFF; INSERT INTO lead_point VALUES
            (randomblob(16), 0, randomblob(16), 'phone', '', 'usable', '')""",
            FileFault("reference_broken", 1),
        ),
    ],
)
def test_what_must_never_be_is_found(
    store: SqlStore, path: Path, statement: str, finding: FileFault
) -> None:
    add_all(store, 1, 2)
    assert check(path) == []
    connection = driver.connect(path)
    connection.executescript(_GUARDS + statement)
    connection.close()
    assert check(path) == [finding]


@pytest.mark.parametrize("page", [40, 60, 80])
def test_damage_is_found(store: SqlStore, path: Path, page: int) -> None:
    add_all(store, *range(1, 200))
    store.database.close()
    with path.open("r+b") as file:
        file.seek(4096 * page)
        file.write(os.urandom(4096 * 3))
    assert [finding.code for finding in check(path)] == ["damaged"]
