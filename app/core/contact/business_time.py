"""Wall-clock windows in one or several zones as intervals of real time."""

from collections.abc import Container, Iterable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from app.core.contact.rules import SATURDAY, WHOLE_DAY, Hours, OpenMinutes, common_spans

Stretch = tuple[datetime, datetime]
AllHours = tuple[Hours, ...]
HORIZON_DAYS = 15
_MIDNIGHT = 24 * 60


def local_date(at: datetime, zone: str) -> date:
    """The calendar date at `at` in an IANA zone."""
    return at.astimezone(ZoneInfo(zone)).date()


def at_local(on: date, clock: time, zone: str) -> datetime:
    """The UTC instant at which `zone` reads `clock` on date `on`.

    A clock time that a change to summer time leaves out means the instant after the gap by as
    much; one that occurs twice means the first.
    """
    return datetime.combine(on, clock, ZoneInfo(zone)).astimezone(UTC)


def add_days(
    on: date, days: int, *, business: bool, holidays: Container[date] = frozenset()
) -> date:
    """`days` later; business days pass over Saturdays, Sundays and `holidays`."""
    if not business:
        return on + timedelta(days=days)

    def off(day: date) -> bool:
        return day.weekday() >= SATURDAY or day in holidays

    left = days
    while left > 0:
        on += timedelta(days=1)
        left -= not off(on)
    while off(on):
        on += timedelta(days=1)
    return on


def _intersect(one: list[Stretch], other: list[Stretch]) -> list[Stretch]:
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


@lru_cache(maxsize=16384)
def day_spans(hours: AllHours, on: date) -> tuple[OpenMinutes, ...]:
    """The minutes of a local date that all of `hours` leave open, in order."""
    spans = WHOLE_DAY
    for one in hours:
        spans = common_spans(spans, one.on(on))
    return spans


@lru_cache(maxsize=16384)
def open_intervals(
    hours: AllHours, zones: tuple[str, ...], from_on: date, days: int = HORIZON_DAYS
) -> tuple[Stretch, ...]:
    """UTC intervals that all of `hours` leave open in every one of `zones`, in order.

    They cover the UTC date `from_on`, the day before and `days` after. No zones leave nothing open.
    """
    common: list[Stretch] | None = None
    for zone in zones:
        own: list[Stretch] = []
        for on in (from_on + timedelta(days=n) for n in range(-1, days + 1)):
            for start, end in day_spans(hours, on):
                opens, closes = _at_minute(on, start, zone), _at_minute(on, end, zone)
                if own and opens <= own[-1][1]:
                    own[-1] = own[-1][0], max(closes, own[-1][1])
                elif opens < closes:
                    own.append((opens, closes))
        common = own if common is None else _intersect(common, own)
    return tuple(common or ())


def covered_until(zones: tuple[str, ...], from_on: date, days: int = HORIZON_DAYS) -> datetime:
    """Up to when `open_intervals` says anything: a window that ends then may go on."""
    last = from_on + timedelta(days=days)
    return min(_at_minute(last, _MIDNIGHT, zone) for zone in zones)


def _at_minute(on: date, minute: int, zone: str) -> datetime:
    """The instant of a minute of a local date; the last one is the next date's first."""
    if minute == _MIDNIGHT:
        return at_local(on + timedelta(days=1), time.min, zone)
    return at_local(on, time(minute // 60, minute % 60), zone)


def is_open_at(hours: AllHours, zone: str, at: datetime) -> bool:
    """Whether the clock of `zone` reads an open minute at `at`."""
    there = at.astimezone(ZoneInfo(zone))
    minute = there.hour * 60 + there.minute
    return any(start <= minute < end for start, end in day_spans(hours, there.date()))


def intersected(windows: Sequence[Stretch], slot: Stretch) -> list[Stretch]:
    """The parts of `slot` that lie in `windows`."""
    return _intersect(list(windows), [slot])


def united(one: Iterable[Stretch], other: Iterable[Stretch]) -> list[Stretch]:
    """Everything that is in either, in order, what touches made one."""
    found: list[Stretch] = []
    for start, end in sorted((*one, *other)):
        if found and start <= found[-1][1]:
            found[-1] = found[-1][0], max(end, found[-1][1])
        else:
            found.append((start, end))
    return found
