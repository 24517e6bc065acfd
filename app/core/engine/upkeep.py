"""Keeping a plan going: after a promise was kept, when time has passed, when a way was closed."""

from collections.abc import Callable
from datetime import datetime
from typing import Literal

import msgspec
from msgspec.structs import replace

from app.core.consent.suppression import EVERY_CHANNEL
from app.core.contact.policy import forbidden, judge
from app.core.engine.decision import (
    Run,
    after_touch,
    call_off_clock,
    channel_of,
    enrol,
    finish,
    keep_pause,
    leave,
    stands_still,
    steps_of,
)
from app.core.engine.mornings import next_morning
from app.core.engine.together import together_of
from app.core.errors import Refused
from app.core.log import events as ev
from app.core.planning.due import late_at
from app.core.planning.slots import Slot, slot_of
from app.core.planning.ways import reachable
from app.core.work.enrolment import Enrolment
from app.core.work.first_contact import breach
from app.core.work.touch import Touch

# While one of these is open, the plan waits for it.
STANDS_IN = ("reply", "callback", "meeting")


HandBackWay = Literal["same", "next", "reroute", "finish"]


class HandBack(msgspec.Struct, frozen=True, kw_only=True):
    """How a plan goes on once a person has dealt with a reply or a promise.

    "same" keeps the step that was interrupted, "next" leaves it out, "reroute" moves the person to
    the cadence `to`, "finish" ends the plan for `reason`.
    """

    way: HandBackWay
    to: str = ""
    reason: str = ""


def move_to(run: Run, cadence_key: str, why: str) -> None:
    """Put the person on another cadence; the two enrolments are linked.

    Raises Refused where no plan is open, for the cadence they are on, and while a call or a
    meeting is promised; NotFound for an unknown cadence.
    """
    former = open_plan(run)
    if former.cadence_key == cadence_key:
        raise Refused(
            "same_cadence", "This person is on that cadence already.", "Choose another one."
        )
    refuse_promised(run, former)
    leave(run, former, cadence_key)
    if run.work.stage == "nurture":
        run.add(ev.StageChanged(stage="working"))
    enrol(run, cadence_key, why, follows=former.enrolment_id)
    keep_pause(run, former)


def open_plan(run: Run) -> Enrolment:
    """The enrolment that is not finished. Raises Refused where there is none."""
    if run.enrolment is None:
        raise Refused(
            "not_enrolled", "This person is on no cadence.", "Put them on one: enrolment start."
        )
    return run.enrolment


def refuse_promised(run: Run, enrolment: Enrolment) -> None:
    """Refuse to break a promised call or meeting unawares. Raises Refused while there is one."""
    mine = (t for t in run.work.planned if t.enrolment_id == enrolment.enrolment_id)
    if any(touch.kind in ("callback", "meeting") for touch in mine):
        raise Refused(
            "promise_open",
            "A call or a meeting is promised to this person.",
            "Work it, or skip it with a reason; then the plan can change.",
        )


def go_on(run: Run, enrolment: Enrolment, resume: Callable[[], None], *, skip: bool) -> None:
    """Let a plan that stood still go on; with `skip` without the step that would come next.

    That is the step which waits, or where none does, the one that `resume` plans.
    """
    waits = bool(steps_of(run, enrolment))
    if skip and waits:
        _pass_over_steps(run, enrolment)
    resume()
    now = run.enrolment
    same = now is not None and now.enrolment_id == enrolment.enrolment_id
    if now is not None and same and not stands_still(now):
        if skip and not waits:
            _pass_over_steps(run, now)
        after_touch(run)
        drop_forbidden(run)


def _pass_over_steps(run: Run, enrolment: Enrolment) -> None:
    for step in steps_of(run, enrolment):
        why = "handed_back"
        run.add(ev.TouchSkipped(touch_id=step.touch_id, reason=why, by_rule=True))


def hand_back(run: Run, touch: Touch, *, reached: bool) -> None:
    """Give a stopped enrolment back to its plan once the last promise or reply is settled.

    A conversation settles the step that it interrupted. What has fallen due meanwhile comes the
    next morning, so that nobody hears from us twice in a row.
    """
    enrolment = run.enrolment
    if enrolment is None or touch.kind not in STANDS_IN or not stands_still(enrolment):
        return
    if touch.enrolment_id != enrolment.enrolment_id or _stood_in_for(run, enrolment):
        return
    run.add(ev.EnrolmentResumed(enrolment_id=enrolment.enrolment_id))
    if reached:
        _settle_interrupted(run, enrolment)
    after_touch(run)
    drop_forbidden(run)
    due_steps = [step for step in steps_of(run, enrolment) if step.due_at <= run.now]
    for step in due_steps:
        first = due_steps[0].channel  # the actions of a touch stay together
        due = next_morning(run, enrolment, first)
        run.add(ev.TouchMoved(touch_id=step.touch_id, due_at=due, why="resumed"))


def _settle_interrupted(run: Run, enrolment: Enrolment) -> None:
    """Settle the interrupted step, and its touch, as a conversation."""
    steps = steps_of(run, enrolment)
    interrupted = any(step.tries for step in steps)
    for step in steps:
        why = "conversation_took_place"
        if step.tries:
            run.add(ev.TouchSkipped(touch_id=step.touch_id, reason=why, by_rule=True))
        elif interrupted and not is_always(run, step):
            run.add(ev.TouchCancelled(touch_id=step.touch_id, why=why))


def is_always(run: Run, touch: Touch) -> bool:
    """Whether the plan keeps this action when another of its touch reached the person."""
    slot = slot_in_plan(run, touch)
    return slot is not None and slot.step.always


def _stood_in_for(run: Run, enrolment: Enrolment) -> bool:
    return any(
        t.kind in STANDS_IN and t.enrolment_id == enrolment.enrolment_id for t in run.work.planned
    )


def pass_time(run: Run) -> None:
    """Apply the passing of time: breaches, ends of pauses, steps that are late or closed."""
    _breach(run)
    if EVERY_CHANNEL in run.facts.snapshot.suppressed:
        _stop_everything(run)
        return
    enrolment = run.enrolment
    if enrolment is None or stands_still(enrolment):
        _give_up_promises(run)
        return
    if enrolment.paused_until is not None:
        if run.now < enrolment.paused_until:
            return
        _end_pause(run, enrolment, enrolment.paused_until)
    drop_forbidden(run)
    ahead = together_of(run.work, enrolment, run.cadence(enrolment))
    for touch in (*steps_of(run, enrolment), *ahead):
        _too_late(run, touch)
    after_touch(run)


def _breach(run: Run) -> None:
    clock = run.work.first_contact
    if clock and clock.state == "running" and clock.deadline_at and run.now >= clock.deadline_at:
        run.add(ev.FirstContactSet(clock=breach(clock, clock.deadline_at)))


def _stop_everything(run: Run) -> None:
    """End everything planned after an opt-out elsewhere; what they wrote to us stays to be read."""
    call_off_clock(run)
    for touch in run.work.planned:
        if touch.kind != "reply":
            run.add(ev.TouchCancelled(touch_id=touch.touch_id, why="opted_out"))
    enrolment = run.enrolment
    if enrolment is not None and not _stood_in_for(run, enrolment):
        finish(run, "opted_out")


def _give_up_promises(run: Run) -> None:
    """Cancel promises to somebody who cannot be reached any more; they end with the enrolment."""
    enrolment = run.enrolment
    if enrolment is None or enrolment.state != "paused":
        return
    if not reachable(run.lead, run.facts.snapshot, run.now):
        finish(run, "unreachable")


def _end_pause(run: Run, enrolment: Enrolment, until: datetime) -> None:
    run.add(ev.EnrolmentResumed(enrolment_id=enrolment.enrolment_id))
    ahead = together_of(run.work, enrolment, run.cadence(enrolment))
    for touch in (*steps_of(run, enrolment), *ahead):
        if touch.due_at < until:
            run.add(ev.TouchMoved(touch_id=touch.touch_id, due_at=until, why="resumed"))


def slot_in_plan(run: Run, touch: Touch) -> Slot | None:
    """Where a step stands in its plan; None once the plan has no such step."""
    enrolment = run.enrolment
    cadence = run.cadence(enrolment) if enrolment else None
    if cadence is None or touch.step_key not in {step.key for step in cadence.steps}:
        return None
    return slot_of(cadence, touch.step_key, touch.occurrence)


def take_form(run: Run) -> None:
    """An open step whose condition has come to hold takes its own form, not the other one."""
    enrolment = run.enrolment
    for touch in steps_of(run, enrolment) if enrolment else ():
        slot = slot_in_plan(run, touch)
        if enrolment is None or slot is None:
            continue
        if touch.channel not in (slot.step.otherwise, "linkedin_engage"):
            continue
        if channel_of(run, enrolment, slot.step, slot) == slot.step.channel:
            run.add(ev.TouchPlanned(touch=replace(touch, channel=slot.step.channel)))


def drop_forbidden(run: Run) -> None:
    """A step that lost its permission since it was planned moves on, or is passed over."""
    enrolment = run.enrolment
    if enrolment is None or stands_still(enrolment):
        return
    for touch in steps_of(run, enrolment):
        slot = slot_in_plan(run, touch)
        if slot is None or forbidden(run.lead, touch.channel, run.facts.snapshot, run.now) is None:
            continue
        channel = channel_of(run, enrolment, slot.step, slot)
        if channel == touch.channel:
            continue  # it waits for an answer
        if channel is not None:
            run.add(ev.TouchPlanned(touch=replace(touch, channel=channel)))
            continue
        run.add(ev.TouchSkipped(touch_id=touch.touch_id, reason="not_permitted", by_rule=True))
        if slot.step.within_s is not None:
            call_off_clock(run)
        after_touch(run)


def _too_late(run: Run, touch: Touch) -> None:
    """What the step says about being late: wait on, be left out, or move up."""
    slot = slot_in_plan(run, touch)
    if slot is None or slot.step.if_late == "shift" or touch.escalated:
        return
    verdict = judge(touch, run.lead, touch.due_at, run.facts.snapshot)
    effective_at = touch.due_at if verdict.state == "open" else verdict.opens_at
    if effective_at is None:
        return
    late = late_at(slot.step, run.work.first_contact, effective_at)
    if late is None or run.now < late:
        return
    if slot.step.if_late == "skip":
        run.add(ev.TouchSkipped(touch_id=touch.touch_id, reason="late", by_rule=True))
        after_touch(run)
    else:
        run.add(ev.TouchPlanned(touch=replace(touch, escalated=True)))
