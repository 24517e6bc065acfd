"""When a step is due: its day (app.core.planning.days) and its time of day (hours).

Late work neither bunches up nor creeps: a day step is due no earlier than planned, and no
earlier than its gap in days after the step before it was really done.
"""

from datetime import UTC, date, datetime, time, timedelta

from app.core import ids
from app.core.cadence.cadence import Step
from app.core.contact.business_time import at_local, local_date
from app.core.contact.days import opening_on
from app.core.contact.policy import Snapshot
from app.core.people.lead import Channel, Lead
from app.core.planning.course import Course
from app.core.planning.days import date_of, open_from, wish_of
from app.core.planning.hours import apart, best_for, hour_for, morning_hour, past_lunch, varied
from app.core.planning.slots import Slot, slot_of
from app.core.work.best_hours import CallCell
from app.core.work.first_contact import FirstContact
from app.core.work.touch import Touch

_NO_HOURS = time(9)
# Where the parts of a day begin that a person may prefer.
_PARTS = {"morning": time(9), "afternoon": time(14), "evening": time(18)}


def preferred_clock(lead: Lead) -> time | None:
    """When on their clock the person asked to be reached, of codes such as "whatsapp, morning"."""
    asked = (word.strip() for word in lead.prefers.split(","))
    return next((_PARTS[word] for word in asked if word in _PARTS), None)


def opening(lead: Lead, snapshot: Snapshot, on: date, channel: str, zone: str) -> datetime:
    """The start of the contact window of a local date; on a shut day, as on the next open one."""
    return at_local(on, opening_on(lead, channel, snapshot, on) or _NO_HOURS, zone)


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
        began_at = enrolment.last_done_at or enrolment.started_at
        due = began_at + timedelta(seconds=step.after_s)
        return past_lunch(course, channel, due) if course.market == "business" else due
    return max(_day_due_at(course, slot, channel), course.now, enrolment.started_at)


def best_hour(course: Course, slot: Slot, channel: Channel) -> CallCell | None:
    """What calls of the last weeks came to, where that chose the time of day of a step."""
    if not course.best_hours or slot.step.day is None or _own_clock(course, slot, channel):
        return None
    return best_for(course, channel, date_of(course, slot, channel))


def _own_clock(course: Course, slot: Slot, channel: Channel) -> time | None:
    """The time of day that the plan or the person names."""
    step = slot.step
    clock = step.at or (step.between[0] if step.between else None)
    if step.adapt:
        clock = preferred_clock(course.lead) or clock
    wish = wish_of(course, slot, channel)
    return clock or (wish.between[0] if wish is not None and wish.between else None)


def _day_due_at(course: Course, slot: Slot, channel: Channel) -> datetime:
    cadence, enrolment, step = course.cadence, course.enrolment, slot.step
    on = date_of(course, slot, channel)
    own = _own_clock(course, slot, channel)
    clock = own or hour_for(course, slot, channel, on)
    if own is not None and cadence.vary_time_of_day and step.at is None:
        clock = varied(course, channel, on, own)
    due = opening(course.lead, course.snapshot, on, channel, enrolment.zone)
    if clock is not None:
        due = at_local(on, clock, enrolment.zone)
    done_at = enrolment.last_done_at
    if done_at is None or not enrolment.last_step or local_date(done_at, enrolment.zone) < on:
        return due
    before = slot_of(cadence, enrolment.last_step, enrolment.last_occurrence)
    if step.group is not None and before.step.group == step.group:
        return max(due, done_at)
    if own is not None and before.day == slot.day:
        return due
    return max(due, apart(course, channel, done_at))


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


def morning_after(course: Course, channel: Channel) -> datetime:
    """The usual hour of the morning of the next day on which a step may come."""
    zone = course.enrolment.zone
    on = open_from(course, channel, local_date(course.now, zone) + timedelta(days=1))
    clock = morning_hour(course, channel, on)
    if clock is None:
        return opening(course.lead, course.snapshot, on, channel, zone)
    return at_local(on, clock, zone)


def zone_for(lead: Lead, desk_zone: str) -> str:
    """The zone whose calendar counts a lead's days: their own, or the desk's while unknown."""
    zone = lead.zones[0] if lead.zones else desk_zone
    return zone or str(UTC)
