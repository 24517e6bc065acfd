"""When a rule brings a touch forward to, or puts one in."""

from datetime import datetime, time, timedelta

from app.core.cadence.cadence import WRITTEN
from app.core.contact.business_time import at_local, local_date
from app.core.engine.decision import Run
from app.core.people.lead import Channel
from app.core.planning.days import open_from, open_until
from app.core.rules.conditions import Moment
from app.core.rules.rule import Rule
from app.core.work.touch import Touch

# Between two messages on one channel, where a rule brings the second one forward.
WRITTEN_APART = timedelta(hours=20)
# What one rule puts in comes in its order.
_APART = timedelta(seconds=1)


def written_again(run: Run, channel: Channel) -> datetime:
    """When a rule may have somebody written to again: nobody gets two messages in a day of work."""
    sent = (
        t.settled_at
        for t in run.work.touches
        if t.state == "done" and t.channel == channel and t.kind != "reply" and t.settled_at
    )
    return max(sent, default=run.now - WRITTEN_APART) + WRITTEN_APART


def wanted_at(run: Run, rule: Rule, moment: Moment, touch: Touch) -> datetime:
    """When a rule would have a touch: so long after the signal, or so many days earlier.

    Where that is a shut day, it is the open one before it.
    """
    then, signal, enrolment = rule.then, moment.signal, moment.enrolment
    if then.within_s is not None and signal is not None:
        return signal.at + timedelta(seconds=then.within_s)
    cadence = moment.cadence
    if enrolment is None or cadence is None:
        return touch.due_at
    zone = enrolment.zone
    days = (then.days_earlier or 0) * (1 + (_fired(rule, moment) if then.growing else 0))
    on = local_date(touch.due_at, zone) - timedelta(days=days)
    course, today = run.course(cadence, enrolment), local_date(run.now, zone)
    on = open_until(course, touch.channel, on)
    if then.growing and on <= today:  # nobody is pressed twice on a day
        on = open_from(course, touch.channel, today + timedelta(days=1))
    # The same time on their clock, whatever the season.
    clock = at_local(local_date(touch.due_at, zone), time.min, zone)
    return at_local(on, time.min, zone) + (touch.due_at - clock)


def _fired(rule: Rule, moment: Moment) -> int:
    """How often a rule fired in the open enrolment."""
    enrolment = moment.enrolment
    mine = enrolment.enrolment_id if enrolment else None
    return sum(f.rule == rule.key and f.enrolment_id == mine for f in moment.work.firings)


def inserted_at(run: Run, moment: Moment, channel: Channel, position: int) -> datetime:
    """Now, in the order of the rule; a message that answers no outcome leaves the last one time."""
    at = run.now + position * _APART
    if moment.signal is None or channel not in WRITTEN:
        return at
    return max(at, written_again(run, channel))
