"""When somebody hears from a plan again who is to be left alone for today."""

from datetime import datetime, timedelta

from app.core.contact.business_time import local_date
from app.core.engine.decision import Run
from app.core.people.lead import Channel
from app.core.planning.due import morning_after, opening
from app.core.work.enrolment import Enrolment


def next_morning(run: Run, enrolment: Enrolment, channel: Channel) -> datetime:
    """The usual hour of the next morning; of a plan that is not known any more, the opening."""
    cadence = run.cadence(enrolment)
    if cadence is not None:
        return morning_after(run.course(cadence, enrolment), channel)
    on = local_date(run.now, enrolment.zone) + timedelta(days=1)
    return opening(run.lead, run.facts.snapshot, on, channel, enrolment.zone)
