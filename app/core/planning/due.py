"""Which step comes next, when, and on which channel.

Late work neither bunches up nor creeps: a day step is due no earlier than planned, and no
earlier than its gap in days after the step before it was really done.
"""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import msgspec

from app.core import ids
from app.core.cadence.cadence import Cadence, PreferredTime, Step
from app.core.contact.business_time import add_days, at_local, local_date
from app.core.contact.jurisdiction import holidays_of
from app.core.contact.policy import Snapshot, opening_on
from app.core.people.lead import Channel, Lead
from app.core.planning.slots import Slot, slot_of
from app.core.work.enrolment import Enrolment
from app.core.work.first_contact import FirstContact
from app.core.work.touch import Touch

# Two steps of one day without a time of their own keep this distance, unless they are one touch.
SAME_DAY_GAP = timedelta(hours=2)
_NO_HOURS = time(9)
# Where the parts of a day begin that a person may prefer.
_PARTS = {"morning": time(9), "afternoon": time(14), "evening": time(18)}
# The parts of a day among which attempts vary: when each begins, and a good time in it.
_PART_BEGINS = (time(6), time(12), time(15), time(18))
_DAY_PARTS = (time(9, 30), time(12, 30), time(16), time(18))


def preferred_clock(lead: Lead) -> time | None:
    """When on their clock the person asked to be reached, of codes such as "whatsapp, morning"."""
    asked = (word.strip() for word in lead.prefers.split(","))
    return next((_PARTS[word] for word in asked if word in _PARTS), None)


def opening(lead: Lead, snapshot: Snapshot, on: date, channel: str, zone: str) -> datetime:
    """The start of the contact window of a local date; on a shut day, as on the next open one."""
    return at_local(on, opening_on(lead, channel, snapshot, on) or _NO_HOURS, zone)


def _preferred(on: date, not_before: datetime, wish: PreferredTime, zone: str) -> date:
    """`on`, or the day beside it that is better liked; never one that ends before `not_before`."""
    until = wish.between[1] if wish.between else time.max
    for candidate in (on, on + timedelta(days=1), on - timedelta(days=1)):
        if candidate.weekday() in wish.weekdays and at_local(candidate, until, zone) > not_before:
            return candidate
    return on


class Course(msgspec.Struct, frozen=True, kw_only=True):
    """One lead on one plan at one instant (aware UTC): what a due date depends on."""

    cadence: Cadence
    enrolment: Enrolment
    lead: Lead
    snapshot: Snapshot
    now: datetime


def business_day(lead: Lead, snapshot: Snapshot, on: date, days: int) -> date:
    """`days` business days after `on` in the lead's calendar; for 0 `on` or the next such day."""
    return add_days(on, days, business=True, holidays=holidays_of(lead, snapshot.rules))


def _add_days(course: Course, on: date, days: int) -> date:
    if course.cadence.day_count == "business":
        return business_day(course.lead, course.snapshot, on, days)
    return add_days(on, days, business=False)


def _due_on(course: Course, slot: Slot) -> date:
    cadence, enrolment = course.cadence, course.enrolment
    entry = local_date(enrolment.started_at, enrolment.zone)
    planned = _add_days(course, entry, slot.day)
    if enrolment.last_done_at is None or not enrolment.last_step:
        return planned
    before = slot_of(cadence, enrolment.last_step, enrolment.last_occurrence)
    done = local_date(enrolment.last_done_at, enrolment.zone)
    return max(planned, _add_days(course, done, slot.day - before.day))


def due_at(course: Course, slot: Slot, channel: Channel) -> datetime:
    """When an occurrence is due (aware UTC), whatever the contact window says then.

    `within` is due from the moment the lead was received; where the plan began later than that
    (an old list, a second enrolment), from its beginning. A day step is due no earlier than now,
    and nothing before a beginning that lies ahead.
    """
    step, enrolment = slot.step, course.enrolment
    if step.within_s is not None:
        received_at = course.lead.received_at
        late = enrolment.started_at - received_at > timedelta(seconds=step.within_s)
        return enrolment.started_at if late else received_at
    if step.after_s is not None:
        return (enrolment.last_done_at or enrolment.started_at) + timedelta(seconds=step.after_s)
    return max(_day_due_at(course, slot, channel), course.now, enrolment.started_at)


def _not_before(course: Course, slot: Slot) -> datetime:
    """The earliest a preference may move a step to: not the day of the step before it."""
    enrolment = course.enrolment
    if enrolment.last_done_at is None or not enrolment.last_step:
        return max(course.now, enrolment.started_at)
    before = slot_of(course.cadence, enrolment.last_step, enrolment.last_occurrence)
    done = local_date(enrolment.last_done_at, enrolment.zone)
    next_day = done + timedelta(days=min(1, slot.day - before.day))
    return max(course.now, at_local(next_day, time.min, enrolment.zone))


def _day_due_at(course: Course, slot: Slot, channel: Channel) -> datetime:
    cadence, enrolment, step = course.cadence, course.enrolment, slot.step
    on = _due_on(course, slot)
    clock = step.at or (step.between[0] if step.between else None)
    if cadence.vary_time_of_day and step.at is None:
        clock = _varied(enrolment, clock)
    if step.adapt:
        clock = preferred_clock(course.lead) or clock
    outbound = cadence.direction == "outbound"
    wish = cadence.prefer.of(channel) if cadence.prefer and outbound else None
    if wish is not None and clock is None:
        on = _preferred(on, _not_before(course, slot), wish, enrolment.zone)
        clock = wish.between[0] if wish.between else None
    if clock is not None:
        return at_local(on, clock, enrolment.zone)
    due = opening(course.lead, course.snapshot, on, channel, enrolment.zone)
    done_at = enrolment.last_done_at
    if done_at is None or not enrolment.last_step or local_date(done_at, enrolment.zone) < on:
        return due
    before = cadence.step(enrolment.last_step)
    grouped = step.group is not None and before.group == step.group
    return max(due, done_at + (timedelta() if grouped else SAME_DAY_GAP))


def _varied(enrolment: Enrolment, clock: time | None) -> time | None:
    """`clock`, or two parts of the day further where the last step was tried in the same part."""
    if enrolment.last_done_at is None:
        return clock
    last = enrolment.last_done_at.astimezone(ZoneInfo(enrolment.zone)).time()
    part = _part_of(clock or _DAY_PARTS[0])
    other = _DAY_PARTS[(part + 2) % len(_DAY_PARTS)]
    return other if part == _part_of(last) else clock


def _part_of(clock: time) -> int:
    """Which part of the day a time belongs to, the night to the evening."""
    begun = [n for n, begins in enumerate(_PART_BEGINS) if clock >= begins]
    return begun[-1] if begun else len(_PART_BEGINS) - 1


def late_at(step: Step, clock: FirstContact | None, effective_at: datetime) -> datetime | None:
    """When a touch of `step` counts as late; None for one that nobody can be late for.

    A first contact is late when its clock says so, and on an old list never.
    """
    if step.within_s is not None and clock is not None and clock.attempted_at is None:
        return clock.deadline_at
    return effective_at + timedelta(seconds=step.late_after_s)


def plan_touch(course: Course, slot: Slot, channel: Channel) -> Touch:
    """The planned touch of an occurrence."""
    return Touch(
        touch_id=ids.touch_id(course.enrolment.enrolment_id, slot.step.key, slot.occurrence),
        enrolment_id=course.enrolment.enrolment_id,
        step_key=slot.step.key,
        occurrence=slot.occurrence,
        channel=channel,
        planned_at=course.now,
        due_at=due_at(course, slot, channel),
    )


def next_morning(
    lead: Lead, snapshot: Snapshot, now: datetime, channel: str, zone: str
) -> datetime:
    """The opening of the next local day."""
    return opening(lead, snapshot, local_date(now, zone) + timedelta(days=1), channel, zone)


def zone_for(lead: Lead, desk_zone: str) -> str:
    """The zone whose calendar counts a lead's days: their own, or the desk's while unknown."""
    zone = lead.zones[0] if lead.zones else desk_zone
    return zone or str(UTC)
