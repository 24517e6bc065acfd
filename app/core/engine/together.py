"""What comes for all people of an account on one day, whatever the turn of each of them."""

from datetime import date, timedelta
from uuid import UUID

from app.core.cadence.cadence import Cadence, Step
from app.core.contact.business_time import local_date
from app.core.ids import touch_id
from app.core.planning.course import Course
from app.core.planning.days import business_day
from app.core.planning.due import opening
from app.core.work.enrolment import Enrolment, LeadWork
from app.core.work.touch import Touch


def together_id(enrolment: Enrolment, step_key: str) -> UUID:
    """The id of the touch of a step for everybody; the step keeps its own for its turn."""
    return touch_id(enrolment.enrolment_id, f"{step_key}/together", 0)


def day_together(work: LeadWork) -> date | None:
    """The day, still ahead, of what comes for everybody of the account that a person is on."""
    on = work.enrolment
    if on is None:
        return None
    ahead = (t for t in work.planned if t.touch_id == together_id(on, t.step_key))
    return next((local_date(touch.due_at, on.zone) for touch in ahead), None)


def is_together(cadence: Cadence | None, touch: Touch) -> bool:
    """Whether a touch is that of a step for everybody at once, planned ahead of its turn."""
    if cadence is None or touch.kind != "inserted":
        return False
    return any(step.together and step.key == touch.step_key for step in cadence.steps)


def together_of(work: LeadWork, enrolment: Enrolment, cadence: Cadence | None) -> tuple[Touch, ...]:
    """What is still planned of it on an enrolment."""
    mine = (t for t in work.planned if t.enrolment_id == enrolment.enrolment_id)
    return tuple(touch for touch in mine if is_together(cadence, touch))


def together_touch(course: Course, step: Step, on: date | None) -> Touch:
    """The touch of a step for everybody: on day `on`, else on that of whoever begins first.

    That is the day of the step, counted from their beginning, on a business day of theirs.
    """
    lead, snapshot, enrolment = course.lead, course.snapshot, course.enrolment
    begins_on = local_date(enrolment.started_at, enrolment.zone)
    day = on or business_day(lead, snapshot, begins_on + timedelta(days=step.day or 0), 0)
    return Touch(
        touch_id=together_id(enrolment, step.key),
        enrolment_id=enrolment.enrolment_id,
        kind="inserted",
        step_key=step.key,
        channel=step.channel,
        planned_at=course.now,
        due_at=opening(lead, snapshot, day, step.channel, enrolment.zone),
    )
