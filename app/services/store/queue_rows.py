"""The queue as a screen or a command line shows it.

This module stays light (standard library only at import): the first paint depends on it.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from app.core.queue.lane_names import Lane


class QueueRow(NamedTuple):
    """One person in the queue. Instants are aware UTC.

    `step_no` of `step_count` is 0 when the touch is no step of a plan. `day` is the number shown
    for the day of the plan, `zone` an IANA name ("" when unknown), `place` the city or the last
    part of the zone. `deadline_at` is the end of the first-contact window on the clock that counts,
    None when none was started; `first_contact` is the state of that clock: running, attempted,
    breached, breached_attempted, not_startable or "". `reason` is a code of resources/i18n with its
    arguments. `more` counts further open touches of the same person.
    """

    lane: Lane
    lead_id: UUID
    touch_id: UUID
    kind: str  # step | callback | meeting | reply | inserted
    name: str
    channel: str
    step_no: int
    step_count: int
    day: int
    zone: str
    place: str
    due_at: datetime
    effective_at: datetime
    opens_at: datetime | None
    closes_at: datetime | None
    received_at: datetime
    deadline_at: datetime | None
    first_contact: str
    reason: str
    reason_args: dict[str, str | int]
    more: int = 0
    unsent: bool = False


class QueuePage(NamedTuple):
    """The first rows in order, and how many each lane holds in all."""

    rows: tuple[QueueRow, ...]
    counts: dict[Lane, int]
    at: datetime


# A promised call counts from one minute before its time; earlier ones are passed over.
CALLBACK_EARLY = timedelta(minutes=1)
_WORKABLE = frozenset({"first_contact", "replies", "callbacks", "due_now"})


def next_row(
    rows: Iterable[QueueRow], now: datetime, passing: frozenset[UUID] = frozenset()
) -> QueueRow | None:
    """The row to work next: the top one, passing over promises whose time has not come.

    `passing` are leads to leave out, such as the one that was just logged.
    """
    for row in rows:
        early = row.lane == "callbacks" and row.due_at > now + CALLBACK_EARLY
        if row.lane in _WORKABLE and not early and row.lead_id not in passing:
            return row
    return None
