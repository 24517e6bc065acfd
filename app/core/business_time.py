"""Wall-clock windows in one or several zones as intervals of real time."""

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from app.core.contact_rules import Week

Interval = tuple[datetime, datetime]
HORIZON_DAYS = 15


def local_date(at: datetime, zone: str) -> date:
    """The calendar date at `at` in an IANA zone."""
    return at.astimezone(ZoneInfo(zone)).date()


def at_local(on: date, clock: time, zone: str) -> datetime:
    """The UTC instant at which `zone` reads `clock` on date `on`.

    A clock time that a change to summer time leaves out means the instant after the gap by as
    much; one that occurs twice means the first.
    """
    return datetime.combine(on, clock, ZoneInfo(zone)).astimezone(UTC)


def add_days(on: date, days: int, *, business: bool) -> date:
    """`days` later; business days pass over Saturdays and Sundays."""
    if not business:
        return on + timedelta(days=days)
    left = days
    while left > 0:
        on += timedelta(days=1)
        left -= on.weekday() < 5
    while on.weekday() >= 5:
        on += timedelta(days=1)
    return on


def _intersect(one: list[Interval], other: list[Interval]) -> list[Interval]:
    both = []
    i = j = 0
    while i < len(one) and j < len(other):
        start, end = max(one[i][0], other[j][0]), min(one[i][1], other[j][1])
        if start < end:
            both.append((start, end))
        if one[i][1] <= other[j][1]:
            i += 1
        else:
            j += 1
    return both


@lru_cache(maxsize=4096)
def open_intervals(week: Week, zones: tuple[str, ...], from_on: date) -> tuple[Interval, ...]:
    """UTC intervals in which `week` is open in every one of `zones`, in order.

    They cover the UTC date `from_on`, the day before and the 15 days after.
    """
    common: list[Interval] | None = None
    for zone in zones:
        own = [
            (at_local(on, start, zone), at_local(on, end, zone))
            for on in (from_on + timedelta(days=n) for n in range(-1, HORIZON_DAYS + 1))
            for start, end in week.spans(on.weekday())
        ]
        common = own if common is None else _intersect(common, own)
    return tuple(common or ())


def _joined(window: Interval, slot: Interval) -> Interval:
    """Both as one where they touch, else the window alone."""
    if window[0] <= slot[1] and slot[0] <= window[1]:
        return min(window[0], slot[0]), max(window[1], slot[1])
    return window


def window_at(
    week: Week, zones: tuple[str, ...], at: datetime, slot: Interval | None = None
) -> tuple[datetime | None, datetime | None]:
    """(opens_at, closes_at) of the window that is open at `at`, or else of the next one.

    `slot` is a further stretch of time that is open, once. (None, None) when nothing opens
    within 15 days.
    """
    for window in open_intervals(week, zones, at.astimezone(UTC).date()):
        start, end = _joined(window, slot) if slot else window
        if at < end:
            found = start, end
            break
    else:
        found = None
    if slot is not None and at < slot[1] and (found is None or slot[0] < found[0]):
        return slot
    return found or (None, None)
