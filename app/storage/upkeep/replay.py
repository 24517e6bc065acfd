"""Does the log still give what the tables say? And if not: writing the tables anew from the log.

Log and tables are read side by side in the order of `lead_id`, so memory does not grow with them.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import Table

from app.core.clock import from_micros
from app.core.errors import BadInput
from app.core.log.events import decode_body
from app.core.log.projection import apply
from app.core.work.enrolment import LeadWork
from app.services.upkeep import Difference, DifferenceKind
from app.storage import driver, mappers, schema
from app.storage import statements as sql
from app.storage.cells import uuid_of
from app.storage.mappers import Row
from app.storage.upkeep import backup

REPORTED = 1000
LEADS_PER_BATCH = 500
# Stands for "no lead of ours"; events about nobody we know fold into it.
NOBODY = UUID(int=0)

Rows = dict[str, list[Row]]


class _Shape(NamedTuple):
    """How to read one projection: its table, and where lead, record id and position stand."""

    table: Table
    lead: int
    record: int
    position: int


_SHAPES = (
    _Shape(schema.lead_state, 0, 0, 0),
    _Shape(schema.enrolment, 0, 1, 2),
    _Shape(schema.touch, 0, 1, 2),
    _Shape(schema.consent, 0, 1, 2),
    _Shape(schema.suppression, 1, 0, 2),
    _Shape(schema.engagement, 0, 0, 0),
)
INSERTS = {
    "lead_state": sql.SAVE_STATE,
    "enrolment": sql.SAVE_ENROLMENT,
    "touch": sql.SAVE_TOUCH,
    "consent": sql.SAVE_CONSENT,
    "suppression": sql.SAVE_SUPPRESSION,
    "engagement": sql.SAVE_ENGAGEMENT,
}


def replay(
    path: Path, *, limit: int = REPORTED, key: driver.KeyHook | None = None
) -> list[Difference]:
    """Where the tables at `path` differ from the log, at most `limit`; empty when all is well.

    Reads one snapshot and writes nothing. Raises TouchlineError when the file cannot be read.
    """
    connection = driver.connect(path, read_only=True, key=key)
    try:
        with driver.friendly():
            connection.execute("BEGIN")
            return list(islice(compare(connection), limit))
    finally:
        connection.close()


def repair(
    path: Path, backup_folder: Path, at: datetime, *, key: driver.KeyHook | None = None
) -> frozenset[UUID]:
    """Write the projections anew from the log where they differ, after a backup.

    One transaction: all or nothing. Returns the leads that changed; their queue rows and alerts
    must be derived again by the caller. Raises TouchlineError.
    """
    connection = driver.connect(path, key=key)
    try:
        with driver.friendly():
            changed = frozenset(d.lead_id for d in compare(connection))
        if not changed:
            return changed
        backup.backup(path, backup_folder, at, key=key)
        with driver.friendly():
            connection.execute("BEGIN IMMEDIATE")
            _rewrite(connection)
            connection.execute("COMMIT")
    finally:
        connection.close()
    return changed


def compare(connection: driver.Connection) -> Iterator[Difference]:
    """The differences in the order of `lead_id`. Raises the driver's errors."""
    unreadable: list[Difference] = []
    digests: set[tuple[str, bytes]] = set()
    said, stored = fold(connection, unreadable), _Stored(connection)
    for lead_id, work in said:
        for behind in stored.before(lead_id):
            yield from _compare_lead(behind, {}, stored.rows(behind))
        expected = rows_of(lead_id, work)
        digests.update((d, s.suppression_id.bytes) for s in work.suppressions for d in s.digests)
        yield from _compare_lead(lead_id, expected, stored.rows(lead_id))
    for behind in stored.before(None):
        yield from _compare_lead(behind, {}, stored.rows(behind))
    yield from unreadable
    found = set(connection.execute("SELECT digest, suppression_id FROM suppression_digest"))
    for _, entry in sorted(digests ^ found):
        what: DifferenceKind = "missing" if any(entry == e for _, e in digests - found) else "extra"
        yield Difference("suppression_digest", NOBODY, uuid_of(entry), what)


def fold(
    connection: driver.Connection, unreadable: list[Difference]
) -> Iterator[tuple[bytes, LeadWork]]:
    """Each lead of the log with what its events say, in the order of ids; b"" for no lead.

    Events of a type or version this program does not know are skipped, those that cannot be read
    are added to `unreadable`.
    """
    current: bytes | None = None
    work = LeadWork(lead_id=NOBODY, owner_id=NOBODY)
    log = connection.execute(
        "SELECT ifnull(lead_id, x''), type, v, occurred_at, body, event_id "
        "FROM activity ORDER BY lead_id, seq"
    )
    for lead_id, type_, v, occurred_at, raw, event_id in log:
        if lead_id != current:
            if current is not None:
                yield current, work
            current = lead_id
            work = LeadWork(lead_id=_uuid(lead_id), owner_id=NOBODY)
        try:
            body = decode_body(type_, v, raw)
        except BadInput:
            unreadable.append(Difference("activity", work.lead_id, uuid_of(event_id), "unreadable"))
            continue
        if body is not None:
            work = apply(work, body, from_micros(occurred_at))
    if current is not None:
        yield current, work


def rows_of(lead_id: bytes, work: LeadWork) -> Rows:
    """The rows of the projections that say the same as `work`."""
    if not lead_id:
        entries = sorted(work.suppressions, key=lambda s: s.suppression_id.bytes)
        return {"suppression": [mappers.suppression_row(None, 0, s) for s in entries]}
    who = work.lead_id
    return {
        "lead_state": [mappers.state_row(work)],
        "enrolment": [mappers.enrolment_row(who, i, e) for i, e in enumerate(work.enrolments)],
        "touch": [mappers.touch_row(who, i, t) for i, t in enumerate(work.touches)],
        "consent": [mappers.consent_row(who, i, c) for i, c in enumerate(work.consents)],
        "suppression": [
            mappers.suppression_row(who, i, s) for i, s in enumerate(work.suppressions)
        ],
        "engagement": mappers.engagement_rows(work),
    }


class _Stored:
    """The projections as they are, lead by lead in the order of ids."""

    def __init__(self, connection: driver.Connection) -> None:
        self._rows: dict[str, Iterator[Row]] = {}
        self._next: dict[str, Row | None] = {}
        for shape in _SHAPES:
            name = shape.table.name
            self._rows[name] = connection.execute(f"SELECT * FROM {name} ORDER BY lead_id")  # noqa: S608 - a name of ours
            self._next[name] = next(self._rows[name], None)

    def before(self, lead_id: bytes | None) -> Iterator[bytes]:
        """The leads that come before `lead_id` (None: all that are left)."""
        while True:
            heads = [
                row[shape.lead] or b""
                for shape in _SHAPES
                if (row := self._next[shape.table.name]) is not None
            ]
            if not heads or (lead_id is not None and min(heads) >= lead_id):
                return
            yield min(heads)

    def rows(self, lead_id: bytes) -> Rows:
        """The rows of `lead_id`, each table in the order of position. Each lead once, in order."""
        found: Rows = {}
        for shape in _SHAPES:
            name = shape.table.name
            mine: list[Row] = []
            row = self._next[name]
            while row is not None and (row[shape.lead] or b"") == lead_id:
                mine.append(row)
                row = next(self._rows[name], None)
            self._next[name] = row
            if mine:
                order = shape.position if lead_id else shape.record
                mine.sort(key=lambda r, at=order: r[at])  # type: ignore[misc]
                found[name] = mine
        return found


def _compare_lead(lead_id: bytes, expected: Rows, found: Rows) -> Iterator[Difference]:
    for shape in _SHAPES:
        name = shape.table.name
        wanted, there = expected.get(name, []), found.get(name, [])
        if wanted != there:
            yield from _compare_rows(shape, _uuid(lead_id), wanted, there)


def _compare_rows(
    shape: _Shape, lead_id: UUID, wanted: Sequence[Row], there: Sequence[Row]
) -> Iterator[Difference]:
    name = shape.table.name
    right = {row[shape.record]: row for row in wanted}
    real = {row[shape.record]: row for row in there}
    for record in sorted(right.keys() | real.keys()):
        record_id = uuid_of(record)
        if record not in real:
            yield Difference(name, lead_id, record_id, "missing")
        elif record not in right:
            yield Difference(name, lead_id, record_id, "extra")
        elif right[record] != real[record]:
            columns = tuple(
                column.name
                for column, a, b in zip(
                    shape.table.columns, right[record], real[record], strict=True
                )
                if a != b
            )
            yield Difference(name, lead_id, record_id, "different", columns)


def _rewrite(connection: driver.Connection) -> None:
    for table in schema.PROJECTIONS:
        connection.execute(f"DELETE FROM {table.name}")  # noqa: S608 - a name of ours
    said = fold(connection, [])
    while batch := list(islice(said, LEADS_PER_BATCH)):
        for name, statement in INSERTS.items():
            rows = [row for lead_id, work in batch for row in rows_of(lead_id, work).get(name, ())]
            connection.executemany(statement, rows)
        connection.executemany(
            sql.ADD_DIGEST,
            [
                (digest, entry.suppression_id.bytes, entry.key_id)
                for _, work in batch
                for entry in work.suppressions
                for digest in entry.digests
            ],
        )


def _uuid(lead_id: bytes) -> UUID:
    return uuid_of(lead_id) if lead_id else NOBODY
