"""Activities that were acknowledged and are gone: which, and whether somebody took note of it.

The spans are kept in a setting. Numbers go on behind a span, so that none is given twice.
"""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple
from uuid import UUID

from app.core.clock import from_micros
from app.services.upkeep import Lost
from app.storage import driver, first_page
from app.storage import statements as sql
from app.storage.cells import uuid_of
from app.storage.tally import Tally

SETTING = "activities.lost"
_AROUND = {
    "after": "SELECT occurred_at FROM activity WHERE device_id = ? AND dev_seq < ?"
    " ORDER BY dev_seq DESC LIMIT 1",
    "before": "SELECT occurred_at FROM activity WHERE device_id = ? AND dev_seq > ?"
    " ORDER BY dev_seq LIMIT 1",
}


class LostSpan(NamedTuple):
    """The numbers `first` to `last` of a device; `noted` once a person knows of it."""

    device_id: UUID
    first: int
    last: int
    noted: bool


def spans_in(text: str | None) -> list[LostSpan]:
    """The spans that the text of the setting holds; none where there is no text."""
    return [
        LostSpan(UUID(device), first, last, noted)
        for device, first, last, noted in json.loads(text or "[]")
    ]


def text_of(spans: Iterable[LostSpan]) -> str:
    """The text of the setting for `spans`, as `spans_in` reads it."""
    return json.dumps([(s.device_id.hex, s.first, s.last, s.noted) for s in spans])


def with_tail(spans: list[LostSpan], device_id: UUID, stored: int, highest: int) -> list[LostSpan]:
    """`spans`, and what is missing at the end of the log of a device.

    `stored` is the highest number in the database, `highest` the highest acknowledged one.
    """
    known = [span.last for span in spans if span.device_id == device_id]
    first = max([stored, *known]) + 1
    return [*spans, LostSpan(device_id, first, highest, False)] if first <= highest else spans


def find(path: Path) -> Lost | None:
    """What is lost and nobody took note of, None where nothing is. Raises TouchlineError."""
    connection = driver.connect(path, read_only=True)
    try:
        with driver.friendly():
            spans = [span for span in _spans(connection, path, "BEGIN") if not span.noted]
            if not spans:
                return None
            first, last = spans[0], spans[-1]
            (after,) = _one(connection, "after", first.device_id, first.first)
            (before,) = _one(connection, "before", last.device_id, last.last)
    finally:
        connection.close()
    return Lost(
        activities=sum(span.last - span.first + 1 for span in spans),
        after=None if after is None else from_micros(after),
        before=None if before is None else from_micros(before),
    )


def take_note(path: Path) -> int:
    """Write down that a person knows of all that is lost; how many activities that were.

    Raises TouchlineError.
    """
    connection = driver.connect(path)
    try:
        with driver.friendly():
            spans = _spans(connection, path, "BEGIN IMMEDIATE")
            new = [span for span in spans if not span.noted]
            if new:
                noted = text_of(span._replace(noted=True) for span in spans)
                connection.execute(sql.SAVE_SETTING, (SETTING, noted))
            connection.execute("COMMIT")
    finally:
        connection.close()
    return sum(span.last - span.first + 1 for span in new)


def _spans(connection: driver.Connection, path: Path, begin: str) -> list[LostSpan]:
    """All spans, in a transaction that begins after the tally was read: it must hold all of it."""
    device_id = uuid_of(connection.execute(first_page.IDENTITY).fetchone()[1])
    highest = Tally(path).highest(device_id)
    connection.execute(begin)
    (stored,) = connection.execute(sql.LAST_DEV_SEQ, (device_id.bytes,)).fetchone()
    kept = connection.execute(sql.SETTING, (SETTING,)).fetchone()
    return with_tail(spans_in(kept[0] if kept else None), device_id, stored, highest)


def _one(
    connection: driver.Connection, side: str, device_id: UUID, number: int
) -> tuple[int | None]:
    found = connection.execute(_AROUND[side], (device_id.bytes, number)).fetchone()
    return found or (None,)
