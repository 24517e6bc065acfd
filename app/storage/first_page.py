"""The first page of the queue, read before anything heavy is imported.

Standard library, `driver` and the queue row only. The same SQL and the same row code serve every
later page (app.storage.queries), so that both show the same thing.
"""

import json
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple
from uuid import UUID

from app.services.queue import LANES, Lane, QueuePage, QueueRow
from app.storage import driver

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)

# One arm reads one lane along its partial index and stops at its limit. The literal lane lets
# SQLite choose that index, CROSS JOIN keeps the queue outermost, so nothing is sorted.
_ARM = """SELECT * FROM (
SELECT q.lane, q.lead_id, q.touch_id, q.kind, l.name, q.channel, q.step_no, q.step_count, q.day,
 l.zone, l.place, q.due_at, q.effective_at, q.opens_at, q.closes_at, l.received_at, q.deadline_at,
 q.first_contact, q.reason, q.reason_args, q.more
FROM queue AS q CROSS JOIN lead AS l ON l.lead_id = q.lead_id
WHERE q.lane = '{lane}' AND q.owner_id = ?1 AND (q.lane_until IS NULL OR q.lane_until > ?2)
ORDER BY q.sort_key, q.lead_id LIMIT ?3)"""
COUNTS = "SELECT lane, people FROM lane_count WHERE owner_id = ?"
IDENTITY = (
    "SELECT org_id, device_id, rep_id, rep_name, company, zone, country, sandbox, demo FROM profile"
)


class FirstPage(NamedTuple):
    """What the first paint shows: whose desk this is, and the queue."""

    rep_id: UUID
    rep_name: str
    company: str
    zone: str
    sandbox: bool
    demo: bool
    page: QueuePage


def page_sql(lanes: Sequence[Lane]) -> str:
    """The SELECT of a page over `lanes`, in their order; parameters owner, now (us), limit."""
    return "\nUNION ALL\n".join(_ARM.format(lane=lane) for lane in lanes)


_ALL_LANES = page_sql(LANES)


def _at(micros: int | None) -> datetime | None:
    return None if micros is None else _EPOCH + timedelta(microseconds=micros)


def _queue_row(row: tuple[Any, ...]) -> QueueRow:
    return QueueRow(
        row[0],
        UUID(bytes=row[1]),
        UUID(bytes=row[2]),
        row[3],
        row[4],
        row[5],
        row[6],
        row[7],
        row[8],
        row[9],
        row[10],
        _EPOCH + timedelta(microseconds=row[11]),
        _EPOCH + timedelta(microseconds=row[12]),
        _at(row[13]),
        _at(row[14]),
        _EPOCH + timedelta(microseconds=row[15]),
        _at(row[16]),
        row[17],
        row[18],
        json.loads(row[19]) if row[19] else {},
        row[20],
    )


def read_page(
    connection: driver.Connection,
    owner_id: UUID,
    now: datetime,
    limit: int,
    lanes: Sequence[Lane] | None = None,
) -> QueuePage:
    """The first `limit` rows of each lane and how many people each lane holds.

    Runs inside the caller's transaction. Raises the driver's errors.
    """
    sql = _ALL_LANES if lanes is None else page_sql(lanes)
    owner = owner_id.bytes
    rows: Sequence[tuple[Any, ...]] = ()
    if sql:
        now_us = (now - _EPOCH) // _MICROSECOND
        rows = connection.execute(sql, (owner, now_us, limit)).fetchall()
    counts: dict[Lane, int] = dict.fromkeys(LANES, 0)
    for lane, people in connection.execute(COUNTS, (owner,)):
        if lane in counts:
            counts[lane] = people
    return QueuePage(tuple(map(_queue_row, rows)), counts, now)


def read_first_page(
    path: Path, now: datetime, limit: int, key: driver.KeyHook | None = None
) -> FirstPage:
    """Identity and queue of the profile at `path`. Raises TouchlineError."""
    connection = driver.connect(path, read_only=True, key=key)
    try:
        with driver.friendly():
            connection.execute("BEGIN")
            row = connection.execute(IDENTITY).fetchone()
            if row is None:
                raise driver.not_a_store()
            rep_id = UUID(bytes=row[2])
            page = read_page(connection, rep_id, now, limit)
    finally:
        connection.close()
    return FirstPage(rep_id, row[3], row[4], row[5], bool(row[7]), bool(row[8]), page)
