"""The first page of the queue, read before anything heavy is imported.

Standard library, `driver` and the queue row only. The same SQL and the same row code serve every
later page (app.storage.queries), so that both show the same thing.
"""

from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple
from uuid import UUID

from app.core.queue.lane_names import SHOWN_LANES, Lane
from app.services.store.queue_rows import QueuePage, QueueRow
from app.storage import driver
from app.storage.cells import args_of, instant_of, micros_of, some_instant_of, uuid_of

# The page is read again after every change, with nearly the same cells in it: each is turned into a
# value once. Enough for a page of all lanes with 200 rows each.
_CELLS = 8192
_uuid = lru_cache(_CELLS)(uuid_of)
_at = lru_cache(_CELLS)(instant_of)
_some_at = lru_cache(_CELLS)(some_instant_of)
_args = lru_cache(_CELLS)(args_of)
# Skips the function that a NamedTuple puts before it.
_as_row = tuple.__new__

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


_ALL_LANES = page_sql(SHOWN_LANES)


def _queue_row(r: tuple[Any, ...]) -> QueueRow:
    return _as_row(
        QueueRow,
        (
            r[0],
            _uuid(r[1]),
            _uuid(r[2]),
            *r[3:11],
            _at(r[11]),
            _at(r[12]),
            _some_at(r[13]),
            _some_at(r[14]),
            _at(r[15]),
            _some_at(r[16]),
            r[17],
            r[18],
            _args(r[19]).copy(),
            r[20],
            False,
        ),
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
        rows = connection.execute(sql, (owner, micros_of(now), limit)).fetchall()
    counts: dict[Lane, int] = dict.fromkeys(SHOWN_LANES, 0)
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
            rep_id = uuid_of(row[2])
            page = read_page(connection, rep_id, now, limit)
    finally:
        connection.close()
    return FirstPage(rep_id, row[3], row[4], row[5], bool(row[7]), bool(row[8]), page)
