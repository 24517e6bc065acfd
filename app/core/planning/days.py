"""On which date a step comes: the day of the plan, as late as the work so far, on an open day.

A day on which the channel is shut pushes nothing: the step gives way to the nearest open day, and
those behind it stay where they were. Only what a person did late moves the rest.
"""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

import msgspec

from app.core.cadence.cadence import PreferredTime
from app.core.contact.business_time import HORIZON_DAYS, add_days, at_local, local_date
from app.core.contact.days import minutes_open
from app.core.contact.jurisdiction import holidays_of
from app.core.contact.policy import Snapshot
from app.core.contact.rules import SATURDAY
from app.core.people.lead import Channel, Lead
from app.core.planning.course import Course
from app.core.planning.hours import SAME_DAY_GAP, last_moment
from app.core.planning.slots import Slot, slot_of

_DAY = timedelta(days=1)


class Worked(msgspec.Struct, frozen=True, kw_only=True):
    """A step that is behind: where it stood in the plan, how it went out, when it was done."""

    slot: Slot
    channel: Channel
    at: datetime


def business_day(lead: Lead, snapshot: Snapshot, on: date, days: int) -> date:
    """`days` business days after `on` in the lead's calendar; for 0 `on` or the next such day."""
    return add_days(on, days, business=True, holidays=holidays_of(lead, snapshot.rules))


def date_of(course: Course, slot: Slot, channel: Channel) -> date:
    """The date of a day step."""
    if course.cadence.day_count == "business":
        return _business_date(course, slot)
    delay, before = _so_far(course)
    return _dated(course, slot, channel, delay, before, now=course.now)


def wish_of(course: Course, slot: Slot, channel: Channel) -> PreferredTime | None:
    """When the plan would rather have a step, where it says so and the step has no own time."""
    cadence, step = course.cadence, slot.step
    if cadence.prefer is None or cadence.direction != "outbound" or step.at or step.between:
        return None
    return cadence.prefer.of(channel)


def _business_date(course: Course, slot: Slot) -> date:
    enrolment = course.enrolment
    entry = local_date(enrolment.started_at, enrolment.zone)
    planned = business_day(course.lead, course.snapshot, entry, slot.day)
    before = _last(course)
    if before is None:
        return planned
    done = local_date(before.at, enrolment.zone)
    gap = slot.day - before.slot.day
    return max(planned, business_day(course.lead, course.snapshot, done, gap))


def _last(course: Course) -> Worked | None:
    enrolment = course.enrolment
    if enrolment.last_done_at is None or not enrolment.last_step:
        return None
    slot = slot_of(course.cadence, enrolment.last_step, enrolment.last_occurrence)
    return Worked(slot=slot, channel=slot.step.channel, at=enrolment.last_done_at)


def _worked(course: Course) -> Iterator[Worked]:
    """What is behind on this plan, in the order in which it was done."""
    last = _last(course)
    if last is None:
        return
    if any(step.repeat_days for step in course.cadence.steps):
        yield last  # a plan without end has no length that could be kept
        return
    known = {step.key for step in course.cadence.steps}
    done = [
        t
        for t in course.touches
        if t.enrolment_id == course.enrolment.enrolment_id
        and t.kind == "step"
        and t.state in ("done", "skipped")
        and t.settled_at is not None
        and t.step_key in known
    ]
    for touch in sorted(done, key=lambda t: (t.settled_at or t.planned_at, t.due_at)):
        at = touch.settled_at or touch.planned_at
        if at <= last.at:
            slot = slot_of(course.cadence, touch.step_key, touch.occurrence)
            yield Worked(slot=slot, channel=touch.channel, at=at)
    yield last


def _so_far(course: Course) -> tuple[int, Worked | None]:
    """By how many days the work is late, and the step that was done last."""
    zone = course.enrolment.zone
    delay, before = 0, None
    for one in _worked(course):
        expected = _expected(course, one, delay, before)
        delay += max(0, (local_date(one.at, zone) - expected).days)
        before = one
    return delay, before


def _expected(course: Course, one: Worked, delay: int, before: Worked | None) -> date:
    """By which date a step counts as done in time, whatever shut days lie in its way."""
    step, zone = one.slot.step, course.enrolment.zone
    planned = local_date(course.enrolment.started_at, zone) + (one.slot.day + delay) * _DAY
    if step.after_s is not None and before is not None:
        due = before.at + timedelta(seconds=step.after_s)
        on = max(planned, local_date(due, zone))
        end = last_moment(course, one.channel, on)
        return open_from(course, one.channel, on + _DAY if end is None or end <= due else on)
    if step.day is None or before is None:
        return planned  # the plan counts from its first contact
    return _dated(course, one.slot, one.channel, delay, before, now=before.at)


def _dated(
    course: Course,
    slot: Slot,
    channel: Channel,
    delay: int,
    before: Worked | None,
    *,
    now: datetime,
) -> date:
    """The date of a step, as seen at `now`: `before` was the last one, `delay` days late."""
    zone = course.enrolment.zone
    entry = local_date(course.enrolment.started_at, zone)
    earliest = max(now, before.at + SAME_DAY_GAP) if before else course.enrolment.started_at
    planned = entry + (slot.day + delay) * _DAY
    on = _nearest(course, slot, channel, planned, earliest)
    wish = wish_of(course, slot, channel)
    if wish is None or on != planned:
        return on  # what gave way once is not moved again
    not_before = max(now, course.enrolment.started_at)
    if before is not None:  # not the day of the step before it
        next_day = local_date(before.at, zone) + min(1, max(slot.day - before.slot.day, 0)) * _DAY
        not_before = max(now, at_local(next_day, time.min, zone))
    return _preferred(course, on, not_before, wish, channel)


def _nearest(course: Course, slot: Slot, channel: Channel, on: date, earliest: datetime) -> date:
    """`on`, or the open day nearest to it; what the plan ends with never comes forward."""
    if is_open(course, channel, on):
        return on
    ends = slot.day == max(course.cadence.planned_day(step) for step in course.cadence.steps)
    for n in range(1, HORIZON_DAYS + 1):
        earlier, later = on - n * _DAY, on + n * _DAY
        if is_open(course, channel, later):
            return later
        if not ends and _has_room(course, channel, earlier, earliest):
            return earlier
    return on


def open_from(course: Course, channel: Channel, on: date) -> date:
    """`on`, or the next day on which a step may come."""
    days = (on + n * _DAY for n in range(HORIZON_DAYS + 1))
    return next((day for day in days if is_open(course, channel, day)), on)


def open_until(course: Course, channel: Channel, on: date) -> date:
    """`on`, or the last day before it on which a step may come."""
    days = (on - n * _DAY for n in range(HORIZON_DAYS + 1))
    return next((day for day in days if is_open(course, channel, day)), on)


def is_open(course: Course, channel: Channel, on: date) -> bool:
    """Whether a step may come on a date: who works is left alone at weekends."""
    if course.market == "business" and on.weekday() >= SATURDAY:
        return False
    return bool(minutes_open(course.lead, channel, course.snapshot, on))


def _has_room(course: Course, channel: Channel, on: date, earliest: datetime) -> bool:
    """Whether a step may come forward to a date: from `earliest` on there is time left on it."""
    end = last_moment(course, channel, on)
    return end is not None and is_open(course, channel, on) and earliest <= end


def _preferred(
    course: Course, on: date, not_before: datetime, wish: PreferredTime, channel: Channel
) -> date:
    """`on`, or the day beside it that is better liked; never one that ends before `not_before`."""
    until = wish.between[1] if wish.between else time.max
    zone = course.enrolment.zone
    for candidate in (on, on + _DAY, on - _DAY):
        liked = candidate.weekday() in wish.weekdays and is_open(course, channel, candidate)
        if liked and at_local(candidate, until, zone) > not_before:
            return candidate
    return on
