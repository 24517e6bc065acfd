"""Touches keep the instant of each try, as the log has it."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import groupby
from typing import Any

from alembic import op

revision = "0009"
down_revision = "0008"

_TOUCH = """CREATE TABLE touch (
    lead_id BLOB NOT NULL,
    touch_id BLOB NOT NULL,
    position INTEGER NOT NULL,
    enrolment_id BLOB,
    kind TEXT NOT NULL,
    step_key TEXT NOT NULL,
    occurrence INTEGER NOT NULL,
    channel TEXT NOT NULL,
    state TEXT NOT NULL,
    planned_at INTEGER NOT NULL,
    due_at INTEGER NOT NULL,
    snoozed_until INTEGER,
    escalated INTEGER NOT NULL,
    tries INTEGER NOT NULL,
    outcome TEXT NOT NULL,
    settled_at INTEGER,
    tried_at TEXT NOT NULL,
    PRIMARY KEY (lead_id, touch_id)
) WITHOUT ROWID, STRICT"""
_STATEMENTS = (
    "CREATE TEMP TABLE kept AS SELECT * FROM touch",
    "DROP TABLE touch",
    _TOUCH,
    "INSERT INTO touch SELECT *, '[]' FROM kept",
    "DROP TABLE kept",
    "CREATE UNIQUE INDEX touch_by_id ON touch (touch_id)",
    "CREATE INDEX touch_done ON touch (settled_at) WHERE state = 'done'",
)
_LOG = """SELECT lead_id, type, occurred_at, body FROM activity
    WHERE v = 1 AND lead_id IN (SELECT lead_id FROM touch WHERE tries > 0) AND type IN
    ('OutcomeLogged', 'ContactLogged', 'TouchPlanned', 'OutcomeUndone', 'EnrolmentMoved')
    ORDER BY lead_id, seq"""
_SAVE = "UPDATE touch SET tried_at = ? WHERE lead_id = ? AND touch_id = ?"
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

Tries = dict[str, list[int]]


def upgrade() -> None:
    """Make table touch anew with tried_at, and fill it from the log."""
    connection = op.get_bind()
    for statement in _STATEMENTS:
        connection.exec_driver_sql(statement)
    log = connection.exec_driver_sql(_LOG)
    found = [
        (json.dumps(tries, separators=(",", ":")), lead_id, bytes.fromhex(key.replace("-", "")))
        for lead_id, events in groupby(log, key=lambda row: row[0])
        for key, tries in _tries_of((row[1], row[2], row[3]) for row in events).items()
        if tries
    ]
    for values in found:
        connection.exec_driver_sql(_SAVE, values)


def _tries_of(events: Iterator[tuple[str, int, bytes]]) -> Tries:
    """When each touch of a lead was tried (microseconds), by the id of the touch."""
    tries: Tries = {}
    for kind, at, raw in events:
        try:
            _take(tries, kind, at, json.loads(raw))
        except (ValueError, KeyError, TypeError):
            continue  # an event that cannot be read changes nothing
    return tries


def _take(tries: Tries, kind: str, at: int, body: dict[str, Any]) -> None:
    if kind == "OutcomeLogged":
        if body["attempted"] and body["touch_id"] in tries:
            tries[body["touch_id"]].append(at)
    elif kind == "TouchPlanned":
        _cut(tries, body["touch"])
    elif kind == "ContactLogged":
        tries[body["touch"]["touch_id"]] = _settled(body["touch"])
    elif kind == "EnrolmentMoved":
        for dropped in body.get("dropped", ()):
            tries.pop(dropped, None)
    else:
        for touch in body["touches"]:
            if touch["touch_id"] not in tries:
                tries[touch["touch_id"]] = _settled(touch)
            _cut(tries, touch)
        for removed in body["removed_touches"]:
            tries.pop(removed, None)


def _cut(tries: Tries, touch: dict[str, Any]) -> None:
    key = touch["touch_id"]
    tries[key] = tries.get(key, [])[: touch.get("tries", 0)]


def _settled(touch: dict[str, Any]) -> list[int]:
    """The one try of a contact that was kept, or of a touch of which no more is known."""
    if not touch.get("tries", 0) or not touch.get("settled_at"):
        return []
    return [_micros(touch["settled_at"])]


def _micros(instant: str) -> int:
    return (datetime.fromisoformat(instant) - _EPOCH) // timedelta(microseconds=1)
