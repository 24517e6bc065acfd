"""What people do to a plan by hand: start, pause, resume, move to another cadence, end.

Every such act is one event that says so, followed by what came of it, so that it can be undone.
"""

from datetime import datetime

import msgspec

from app.core.engine.closing import refuse_unread
from app.core.engine.decision import Run, after_touch, enrol, set_stage, stands_still, steps_of
from app.core.engine.mornings import next_morning
from app.core.engine.outcome_effects import end_by_hand
from app.core.engine.upkeep import go_on, move_to, open_plan, refuse_promised
from app.core.errors import Refused
from app.core.log import events as ev
from app.core.planning.ways import reachable

BY_HAND = "by_hand"


class StartPlan(msgspec.Struct, frozen=True, kw_only=True):
    """Put the person on a cadence. Refused while they are on one.

    Who opted out comes back by a manager's decision alone.
    """

    cadence_key: str
    by_manager: bool = False


class PausePlan(msgspec.Struct, frozen=True, kw_only=True):
    """Nothing of the plan is shown before `until` (aware UTC)."""

    until: datetime


class ResumePlan(msgspec.Struct, frozen=True, kw_only=True):
    """Go on after a pause or a reply: at the same step, or with `skip` at the next."""

    skip: bool = False


class ReroutePlan(msgspec.Struct, frozen=True, kw_only=True):
    """Move the person to another cadence. Never to the one they are on."""

    cadence_key: str


class FinishPlan(msgspec.Struct, frozen=True, kw_only=True):
    """End the plan; `reason` is converted, not_interested, unqualified or removed_by_manager."""

    reason: str = "removed_by_manager"


ByHand = StartPlan | PausePlan | ResumePlan | ReroutePlan | FinishPlan


def by_hand(run: Run, command: ByHand) -> None:
    """Carry out a command. Raises Refused where it does not fit, NotFound without that cadence."""
    refuse_unread(run)
    match command:
        case StartPlan():
            _start(run, command)
        case PausePlan():
            _pause(run, command.until)
        case ResumePlan():
            _resume(run, skip=command.skip)
        case ReroutePlan():
            _decided(run, "reroute", to=command.cadence_key)
            move_to(run, command.cadence_key, BY_HAND)
        case FinishPlan():
            _decided(run, "finish", reason=command.reason)
            end_by_hand(run, command.reason)


def refuse_opted_out(run: Run, *, by_manager: bool) -> None:
    """Refuse a person who opted out, unless a manager decides otherwise. Raises Refused."""
    left = any(e.finish_reason == "opted_out" for e in run.work.enrolments)
    if left and not by_manager:
        raise Refused(
            "opted_out",
            "This person opted out and may not be put on a cadence again.",
            "A manager can do so after the person has asked for it.",
        )


def _decided(
    run: Run, act: ev.HandAct, *, to: str = "", until: datetime | None = None, reason: str = ""
) -> None:
    enrolment = run.enrolment
    run.add(
        ev.DecidedByHand(
            act=act,
            enrolment_id=enrolment.enrolment_id if enrolment else None,
            to=to,
            until=until,
            reason=reason,
        )
    )


def _start(run: Run, command: StartPlan) -> None:
    refuse_opted_out(run, by_manager=command.by_manager)
    if not reachable(run.lead, run.facts.snapshot, run.now):
        raise Refused(
            "no_channel",
            "There is no way on which this person may be contacted.",
            "Add a number or address, or record their consent; then start the cadence.",
        )
    _decided(run, "start", to=command.cadence_key)
    if run.work.stage in ("won", "lost", "nurture"):
        set_stage(run, "working")
    enrol(run, command.cadence_key, BY_HAND)


def _pause(run: Run, until: datetime) -> None:
    enrolment = open_plan(run)
    if stands_still(enrolment):
        raise Refused(
            "waits_already",
            "This plan waits for a reply or a promise already.",
            "Settle that first; then it can be paused.",
        )
    if until <= run.now:
        raise Refused("date_past", "That moment has passed.", "Choose a later one.")
    clock = run.work.first_contact
    if clock is not None and clock.state == "running":
        raise Refused(
            "first_contact_runs",
            "The first call to this person is due within minutes.",
            "Call them first; then the cadence can be paused.",
        )
    _decided(run, "pause", until=until)
    run.add(ev.EnrolmentPaused(enrolment_id=enrolment.enrolment_id, until=until, why=BY_HAND))


def _resume(run: Run, *, skip: bool) -> None:
    enrolment = open_plan(run)
    if enrolment.state == "active":
        raise Refused("not_paused", "This cadence is not paused.", "Nothing more to do.")
    refuse_promised(run, enrolment)
    replied = enrolment.state == "with_person"
    _decided(run, "resume", reason="next" if skip else "same")
    for touch in run.work.planned:
        if touch.kind == "reply":
            run.add(ev.TouchCancelled(touch_id=touch.touch_id, why="handed_back"))

    def resume() -> None:
        run.add(ev.EnrolmentResumed(enrolment_id=enrolment.enrolment_id))
        after_touch(run)

    go_on(run, enrolment, resume, skip=skip)
    due_steps = [step for step in steps_of(run, enrolment) if step.due_at <= run.now]
    due = run.now
    if replied and due_steps:
        # Whoever has just written to us hears from the plan the next morning at the earliest.
        first = due_steps[0].channel  # the actions of a touch stay together
        due = next_morning(run, enrolment, first)
    for step in due_steps:
        run.add(ev.TouchMoved(touch_id=step.touch_id, due_at=due, why="resumed"))
