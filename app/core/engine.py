"""What follows from a command: facts and an instant in, events out.

`decide` reads nothing and changes nothing. The events it returns carry the decisions, so that
applying them again needs neither this module nor the cadence.
"""

from datetime import datetime, timedelta
from uuid import UUID

import msgspec
from msgspec.structs import replace

from app.core import events as ev
from app.core.contact_policy import forbidden, judge
from app.core.decision import Facts, Run, after_touch, attempted, enrol, open_touch
from app.core.first_contact import breach
from app.core.outcome_effects import LogOutcome, log_outcome
from app.core.planning import Slot, permitted_channel, slot_of
from app.core.touch import Touch


class Enrol(msgspec.Struct, frozen=True, kw_only=True):
    """Start the lead on a cadence. Refused while another enrolment is open."""

    cadence_key: str
    why: str


class Dial(msgspec.Struct, frozen=True, kw_only=True):
    """A person dialled or opened a message: the attempt that ends the first-contact clock."""

    touch_id: UUID


class Skip(msgspec.Struct, frozen=True, kw_only=True):
    """Leave a touch out, with a reason that the team lead sees."""

    touch_id: UUID
    reason: str


class Snooze(msgspec.Struct, frozen=True, kw_only=True):
    """Take a touch out of sight until `until`."""

    touch_id: UUID
    until: datetime


class Tick(msgspec.Struct, frozen=True, kw_only=True):
    """Time has passed: breaches, ends of pauses, steps that are late or no longer permitted."""


Command = Enrol | Dial | LogOutcome | Skip | Snooze | Tick


def decide(facts: Facts, command: Command, now: datetime) -> tuple[ev.Body, ...]:
    """The events that follow from `command` at `now` (aware UTC), in their order.

    Raises Refused when the command does not fit the facts (a touch already worked, a second
    enrolment), BadInput for an outcome the channel does not have.
    """
    run = Run(facts, now)
    match command:
        case Enrol():
            enrol(run, command.cadence_key, command.why)
        case Dial():
            attempted(run, open_touch(run, command.touch_id), reached=False)
        case LogOutcome():
            log_outcome(run, command)
        case Skip():
            touch = open_touch(run, command.touch_id)
            run.add(ev.TouchSkipped(touch_id=touch.touch_id, reason=command.reason))
            after_touch(run, touch)
        case Snooze():
            touch = open_touch(run, command.touch_id)
            run.add(ev.TouchSnoozed(touch_id=touch.touch_id, until=command.until))
        case Tick():
            _tick(run)
    return tuple(run.bodies)


def _tick(run: Run) -> None:
    clock = run.work.first_contact
    if clock and clock.state == "running" and clock.deadline_at and run.now >= clock.deadline_at:
        run.add(ev.FirstContactSet(clock=breach(clock, clock.deadline_at)))
    enrolment = run.enrolment
    if enrolment is None:
        return
    if enrolment.state == "paused" and enrolment.paused_until and run.now >= enrolment.paused_until:
        run.add(ev.EnrolmentResumed(enrolment_id=enrolment.enrolment_id))
        for touch in run.work.planned:
            if touch.kind == "step" and touch.due_at < enrolment.paused_until:
                run.add(
                    ev.TouchMoved(
                        touch_id=touch.touch_id, due_at=enrolment.paused_until, why="resumed"
                    )
                )
    _drop_forbidden(run)


def _drop_forbidden(run: Run) -> None:
    """A step that lost its permission since it was planned moves on, or is passed over."""
    enrolment = run.enrolment
    if enrolment is None or enrolment.state != "active":
        return
    cadence = run.cadence(enrolment)
    for touch in run.work.planned:
        if touch.kind != "step" or cadence is None:
            continue
        slot = slot_of(cadence, touch.step_key, touch.occurrence)
        if forbidden(run.lead, touch.channel, run.facts.snapshot, run.now) is None:
            _too_late(run, touch, slot)
            continue
        channel = permitted_channel(slot.step, run.lead, run.facts.snapshot, run.now)
        if channel is not None:
            run.add(ev.TouchPlanned(touch=replace(touch, channel=channel)))
        else:
            run.add(ev.TouchSkipped(touch_id=touch.touch_id, reason="not_permitted", by_rule=True))
            after_touch(run, touch)


def _too_late(run: Run, touch: Touch, slot: Slot) -> None:
    """What the step says about being late: wait on, be left out, or move up."""
    if slot.step.if_late == "shift" or touch.escalated:
        return
    allowed = timedelta(seconds=slot.step.late_after_s)
    verdict = judge(touch, run.lead, touch.due_at, run.facts.snapshot)
    effective_at = touch.due_at if verdict.state == "open" else verdict.opens_at
    if effective_at is None or run.now < effective_at + allowed:
        return
    if slot.step.if_late == "skip":
        run.add(ev.TouchSkipped(touch_id=touch.touch_id, reason="late", by_rule=True))
        after_touch(run, touch)
    else:
        run.add(ev.TouchPlanned(touch=replace(touch, escalated=True)))
