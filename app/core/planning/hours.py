"""At what time of day a step comes that its plan gives none: docs/cadence-format.md has the table.

Who works is called late in the morning and from 16:00 on, never over lunch, and written to in the
middle of the morning; consumers have hours of their own. From attempt to attempt the hour varies.
"""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import msgspec

from app.core.cadence.cadence import SPOKEN, WRITTEN, Market
from app.core.contact.business_time import at_local
from app.core.contact.days import minutes_open
from app.core.contact.rules import OpenMinutes, common_spans
from app.core.people.lead import Channel
from app.core.planning.course import Course
from app.core.planning.slots import Slot
from app.core.work.best_hours import CallCell, best_cell

# Two steps of one day without a time of their own keep this distance, unless they are one touch.
SAME_DAY_GAP = timedelta(hours=2)
# Where the parts of a day begin among which attempts vary.
_PART_BEGINS = (time(6), time(12), time(15), time(18))


class Habit(msgspec.Struct, frozen=True, kw_only=True):
    """The usual times of one kind of touch, in turn, and the minutes that are allowed."""

    clocks: tuple[time, ...]
    allowed: tuple[OpenMinutes, ...]


def _span(start: time, end: time) -> OpenMinutes:
    return _minute(start), _minute(end)


def _minute(clock: time) -> int:
    return clock.hour * 60 + clock.minute


_BEFORE_LUNCH, _AFTER_LUNCH = time(12, 30), time(14)
_CALLS: Mapping[Market, Habit] = {
    "business": Habit(
        clocks=(time(11), time(16), time(11, 30), time(16, 30)),
        allowed=(_span(time(9, 30), _BEFORE_LUNCH), _span(_AFTER_LUNCH, time(18))),
    ),
    "consumer": Habit(
        clocks=(time(10, 30), time(18), time(16, 30)),
        allowed=(_span(time(9, 30), _BEFORE_LUNCH), _span(time(15), time(19, 30))),
    ),
}
_MESSAGES: Mapping[Market, Habit] = {
    "business": Habit(
        clocks=(time(10), time(10, 30), time(9, 30)), allowed=(_span(time(8), time(18, 30)),)
    ),
    "consumer": Habit(
        clocks=(time(10), time(17, 30), time(11)), allowed=(_span(time(9), time(19, 30)),)
    ),
}


def habit_of(market: Market, channel: Channel) -> Habit | None:
    """The habit for a channel; None for one that nobody is reached on, such as a parcel."""
    if channel in SPOKEN:
        return _CALLS[market]
    return _MESSAGES[market] if channel in WRITTEN or channel == "linkedin_engage" else None


def hour_for(course: Course, slot: Slot, channel: Channel, on: date) -> time | None:
    """The time of day for a step on a date: the best hour known, else the one whose turn it is.

    None where nothing usual lies within the contact window of that date.
    """
    best = best_for(course, channel, on)
    turn = _turn(course, slot, channel)
    return best.clock if best is not None else next(_usual(course, channel, on, turn), None)


def morning_hour(course: Course, channel: Channel, on: date) -> time | None:
    """The first usual hour of a date, None where none lies within its contact window."""
    return min(_usual(course, channel, on, 0), default=None)


def best_for(course: Course, channel: Channel, on: date) -> CallCell | None:
    """The hour that stands out for a call on that date, if one does."""
    if channel not in SPOKEN or not course.best_hours:
        return None
    spans = _allowed(course, channel, on)
    hours = [h for h in range(24) if _inside(h * 60, spans) and not _tried_in(course, time(h))]
    return best_cell(course.best_hours, on.weekday(), hours)


def varied(course: Course, channel: Channel, on: date, clock: time) -> time:
    """`clock`, or a usual time in another part of the day than the last call was tried in."""
    if not _tried_in(course, clock):
        return clock
    others = (c for c in _usual(course, channel, on, 0) if not _tried_in(course, c))
    return next(others, clock)


def _usual(course: Course, channel: Channel, on: date, turn: int) -> Iterator[time]:
    """The usual times of a date from the one whose turn it is, another part of the day first."""
    habit = habit_of(course.market, channel)
    if habit is None:
        return
    spans = _allowed(course, channel, on)
    at = turn % len(habit.clocks)
    order = (*habit.clocks[at:], *habit.clocks[:at])
    possible = [clock for clock in order if _inside(_minute(clock), spans)]
    if channel in SPOKEN:
        possible.sort(key=lambda clock: _tried_in(course, clock))
    yield from possible


def _turn(course: Course, slot: Slot, channel: Channel) -> int:
    """How many touches of the kind come before it in the plan."""
    kind = SPOKEN if channel in SPOKEN else WRITTEN
    before = course.cadence.steps[: course.cadence.index(slot.step.key)]
    groups = {step.group or step.key for step in before if step.channel in kind}
    return len(groups) + slot.occurrence


def _allowed(course: Course, channel: Channel, on: date) -> tuple[OpenMinutes, ...]:
    habit = habit_of(course.market, channel)
    spans = minutes_open(course.lead, channel, course.snapshot, on)
    return common_spans(habit.allowed, spans) if habit is not None else spans


def _inside(minute: int, spans: tuple[OpenMinutes, ...]) -> bool:
    return any(start <= minute < end for start, end in spans)


def _tried_in(course: Course, clock: time) -> bool:
    """Whether the last call was tried in the part of the day of `clock`, or close to it."""
    calls = [at for t in course.touches if t.channel in SPOKEN for at in t.tried_at]
    last = max(calls, default=None)
    if last is None:
        return False
    there = last.astimezone(ZoneInfo(course.enrolment.zone)).time()
    close = abs(_minute(there) - _minute(clock)) < SAME_DAY_GAP // timedelta(minutes=1)
    return close or _part_of(there) == _part_of(clock)


def _part_of(clock: time) -> int:
    """Which part of the day a time belongs to, the night to the evening."""
    begun = [n for n, begins in enumerate(_PART_BEGINS) if clock >= begins]
    return begun[-1] if begun else len(_PART_BEGINS) - 1


def apart(course: Course, channel: Channel, at: datetime) -> datetime:
    """Two hours after `at`, in a full minute, and a call not at lunch."""
    due = at + SAME_DAY_GAP
    if due.second or due.microsecond:
        due = due.replace(second=0, microsecond=0) + timedelta(minutes=1)
    return past_lunch(course, channel, due)


def past_lunch(course: Course, channel: Channel, at: datetime) -> datetime:
    """`at`, or after lunch where a call would meet them at it."""
    there = at.astimezone(ZoneInfo(course.enrolment.zone))
    if channel in SPOKEN and _BEFORE_LUNCH <= there.time() < _AFTER_LUNCH:
        return at_local(there.date(), _AFTER_LUNCH, course.enrolment.zone)
    return at


def last_moment(course: Course, channel: Channel, on: date) -> datetime | None:
    """The end of what is allowed on a date; None where nothing is."""
    spans = _allowed(course, channel, on)
    if not spans:
        return None
    end = min(spans[-1][1], 24 * 60 - 1)
    return at_local(on, time(end // 60, end % 60), course.enrolment.zone)
