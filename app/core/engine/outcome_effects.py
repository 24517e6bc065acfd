"""What each outcome brings about: the next step, a promise, a pause, an end."""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from functools import partial
from itertools import islice
from uuid import UUID

import msgspec
from msgspec.structs import replace

from app.core.consent.suppression import EVERY_CHANNEL
from app.core.contact.policy import forbidden
from app.core.engine.closing import confirm_unread, end, opt_out, refuse_unread
from app.core.engine.decision import (
    Run,
    after_touch,
    attempted,
    call_off_clock,
    channel_of,
    form,
    insert,
    open_touch,
    plan_siblings,
    pulled_forward,
    set_stage,
    siblings_of,
    stands_still,
    steps_of,
)
from app.core.engine.touch_text import variant_used
from app.core.engine.upkeep import (
    STANDS_IN,
    HandBack,
    drop_forbidden,
    go_on,
    hand_back,
    is_always,
    move_to,
    open_plan,
    slot_in_plan,
    take_form,
)
from app.core.errors import Refused
from app.core.ids import derived_id
from app.core.log import events as ev
from app.core.people.lead import Channel, ContactPoint, Stage, point_for
from app.core.planning.grouping import actions_of, touch_of
from app.core.planning.slots import Slot, slots_after
from app.core.planning.ways import is_written, reachable
from app.core.work.enrolment import Enrolment, FinishReason
from app.core.work.outcome import Outcome, find_outcome
from app.core.work.signal import Signal
from app.core.work.touch import Touch, TouchKind

BUSY_AGAIN = timedelta(minutes=15)
BUSY_TWICE = 2
CALLBACK_AGAIN = timedelta(hours=1)
AWAY = timedelta(days=7)
SOMEONE_ELSE_AGAIN = timedelta(hours=2)
# Outcomes after which the plan stands still, or is over; and those by which they said no.
_STOPS = frozenset({"call_back", "meeting_booked", "converted", "not_interested", "unqualified"})
_NO = frozenset({"not_interested", "unqualified"})
_NO_ANSWER = ("no_answer", "voicemail_left")
# What a person may end a plan for, and the stage that follows; None leaves it as it is.
ENDS: Mapping[str, tuple[FinishReason, Stage | None]] = {
    "converted": ("converted", "won"),
    "not_interested": ("not_interested", "lost"),
    "unqualified": ("unqualified", "lost"),
    "removed_by_manager": ("removed_by_manager", None),
}
# Outcomes that leave open how the plan goes on after a reply or a promise.
_HANDS_BACK = ("connected", "send_information", "sent", "not_delivered", "held")


class LogOutcome(msgspec.Struct, frozen=True, kw_only=True):
    """A touch was worked. `outcome` is a digit, digit.sub or code; `when` what it asks for.

    `hand_back` says how the plan goes on after a reply or a promise; None leaves that to the
    outcome.
    """

    touch_id: UUID
    outcome: str
    when: datetime | None = None
    reason: str = ""
    hand_back: HandBack | None = None
    ticks: tuple[str, ...] = ()
    own_words: bool = False  # the rep chose or wrote another message than the one compared

    def because(self, reason: str, *, own_words: bool = False) -> "LogOutcome":
        """The same with another reason."""
        return replace(self, reason=reason, own_words=own_words)


def log_outcome(run: Run, command: LogOutcome) -> str:
    """Log the outcome and what follows from it for the plan. Returns the code of the outcome."""
    touch = open_touch(run, command.touch_id)
    outcome = find_outcome(touch.channel, command.outcome, touch.kind)
    if touch.kind == "reply" and outcome.code != "do_not_contact":
        refuse_unread(run)
    check_when(outcome, command.when, run.now)
    if command.hand_back is not None:
        _check_hand_back(touch, outcome)
    run.add(
        ev.OutcomeLogged(
            touch_id=touch.touch_id,
            outcome=outcome.code,
            reached=outcome.reached,
            attempted=outcome.attempted,
            settles=_settles(run, touch, outcome),
            again=_worked_before(run, touch),
            ticks=command.ticks,
            reason=command.reason,
            when=command.when,
            variant="" if command.own_words else variant_used(run.facts, touch, outcome.code),
        )
    )
    if outcome.attempted:
        attempted(run, reached=outcome.reached)
    if run.work.stage == "new":
        set_stage(run, "working")
    keep = _bear_on_siblings(run, touch, outcome)
    _follow(run, touch, outcome, command, keep)
    return outcome.code


def _worked_before(run: Run, touch: Touch) -> bool:
    """Whether another action of the same touch was worked, so that the touch counts already."""
    enrolment = run.enrolment
    cadence = run.cadence(enrolment) if enrolment else None
    actions = actions_of(run.work, cadence, touch)
    return any(t.tries for t in actions if t.touch_id != touch.touch_id)


def _bear_on_siblings(run: Run, touch: Touch, outcome: Outcome) -> frozenset[UUID]:
    """Apply an outcome to the other open actions of its touch. Returns those that outlast the plan.

    A conversation cancels them, but for `always`, for what the person asked to be sent, and for
    a promise to call: there they wait with the touch. Where the outcome stops the plan, `always`
    sets an action free to be done beside it. After a no, that holds for tasks alone.
    """
    kept: set[UUID] = set()
    if not outcome.reached or outcome.code == "do_not_contact":
        return frozenset()
    asked_for = outcome.code == "send_information"
    for other in siblings_of(run, touch):
        always = is_always(run, other)
        if always and outcome.code in _STOPS:
            if outcome.code in _NO and other.channel != "task":
                continue
            run.add(ev.TouchPlanned(touch=replace(other, kind="inserted")))
            kept.add(other.touch_id)
        elif asked_for and is_written(other.channel):
            asked_for = False
        elif not always and outcome.code != "call_back" and not outcome.ends:
            run.add(ev.TouchCancelled(touch_id=other.touch_id, why="conversation_took_place"))
    return frozenset(kept)


def check_when(outcome: Outcome, when: datetime | None, now: datetime) -> None:
    """Check the date an outcome asks for. Raises Refused where it is missing or has passed."""
    if outcome.needs == "when" and when is None:
        raise Refused(
            "needs_date",
            "This outcome needs a date and a time.",
            "Say when, for example --when 2026-03-02T16:00.",
        )
    if when is not None and when <= now:
        raise Refused("date_past", "That moment has passed.", "Choose a later one.")


def _check_hand_back(touch: Touch, outcome: Outcome) -> None:
    if touch.kind not in STANDS_IN or outcome.code not in _HANDS_BACK:
        raise Refused(
            "no_hand_back",
            "There is nothing to hand back here.",
            "The outcome of a reply or a promise that was kept may say how the plan goes on.",
        )


def _settles(run: Run, touch: Touch, outcome: Outcome) -> bool:
    """Whether the outcome is the touch's last, or the same touch comes again."""
    match outcome.code:
        case "someone_else":
            return False
        case "call_back":
            return touch.kind != "step"
        case "accepted":
            return touch.channel == "linkedin_connect"
        case "wrong_contact":
            return _other_point(run, touch) is None
        case "no_answer" | "voicemail_left" if touch.kind == "callback":
            return touch.outcome in _NO_ANSWER or touch.tries > BUSY_TWICE
        case "busy":
            # A callback that was busy twice and then not answered gets its second try too.
            return touch.tries >= BUSY_TWICE + (touch.kind == "callback")
        case _:
            return True


def _other_point(run: Run, touch: Touch) -> UUID | None:
    """A further usable number or address of the same kind as the one that was wrong."""
    wrong = point_for(run.lead.points, touch.channel)
    if wrong is None:
        return None
    return next(
        (
            p.point_id
            for p in run.lead.points
            if p.kind == wrong.kind and p.status == "usable" and p.point_id != wrong.point_id
        ),
        None,
    )


def _follow(
    run: Run, touch: Touch, outcome: Outcome, command: LogOutcome, keep: Collection[UUID]
) -> None:
    if outcome.code in ENDS:
        end(run, *ENDS[outcome.code], keep)
        return
    match outcome.code:
        case "do_not_contact":
            confirm_unread(run)
            opt_out(run, touch.touch_id, (EVERY_CHANNEL,), "do_not_contact")
            end(run, "opted_out", "lost")
        case "wrong_contact":
            _wrong_contact(run, touch, outcome)
        case "call_back":
            _call_back(run, touch, command.when)
        case "meeting_booked" | "moved":
            _meeting(run, touch, command.when, keep)
        case "away":
            _away(run, touch, outcome, command.when)
        case "replied":
            _replied(run, touch)
        case "accepted":
            _accepted(run, touch, outcome)
        case "someone_else" | "busy" | "no_answer" | "voicemail_left":
            _not_reached(run, touch, outcome, command.when)
        case _:
            _done(run, touch, outcome, command)


def follow_contact(run: Run, touch: Touch, outcome: Outcome, command: LogOutcome) -> None:
    """What the outcome of a contact nobody planned brings about; `touch` is that contact."""
    _follow(run, touch, outcome, command, keep=())


def _done(run: Run, touch: Touch, outcome: Outcome, command: LogOutcome) -> None:
    if outcome.code == "not_delivered" and command.reason == "hard":
        _mark_unusable(run, touch, "bounced")
    if command.hand_back is not None:
        _hand_back_as_told(run, touch, command.hand_back)
        if run.enrolment is None:
            return
    else:
        _settled(run, touch, outcome)
    if outcome.code == "send_information":
        _send_information(run)


def _hand_back_as_told(run: Run, touch: Touch, choice: HandBack) -> None:
    enrolment = open_plan(run)
    match choice.way:
        case "reroute":
            move_to(run, choice.to, "handed_back")
        case "finish":
            end_by_hand(run, choice.reason)
        case _:
            resume = partial(hand_back, run, touch, reached=False)
            go_on(run, enrolment, resume, skip=choice.way == "next")


def end_by_hand(run: Run, why: str) -> None:
    """End the plan for a reason that a person gives. Raises Refused for one that is none."""
    open_plan(run)
    if why not in ENDS:
        raise Refused(
            "bad_reason",
            "A plan is not ended for that reason.",
            f"Use one of: {', '.join(ENDS)}.",
        )
    reason, stage = ENDS[why]
    if reason == "removed_by_manager":
        call_off_clock(run, reason)
    end(run, reason, stage)


def _settled(run: Run, touch: Touch, outcome: Outcome) -> None:
    """Go on after a settled touch: a promise or a reply hands back to the plan, then a step."""
    hand_back(run, touch, reached=outcome.reached)
    if outcome.code == "voicemail_left":
        _count_message(run, touch)
    after_touch(run)
    drop_forbidden(run)


def _count_message(run: Run, call: Touch) -> None:
    """Settle the voicemail action of a touch whose call already left the message."""
    enrolment = run.enrolment
    if enrolment is None or stands_still(enrolment) or call.kind != "step":
        return
    plan_siblings(run)
    for other in siblings_of(run, call):
        if other.channel == "voicemail":
            run.add(
                ev.OutcomeLogged(
                    touch_id=other.touch_id,
                    outcome="voicemail_left",
                    reached=False,
                    settles=True,
                    attempted=False,
                    again=True,
                )
            )


def _planned(run: Run, touch: Touch) -> bool:
    now = run.work.touch(touch.touch_id)
    return now is not None and now.state == "planned"


def _not_reached(run: Run, touch: Touch, outcome: Outcome, when: datetime | None) -> None:
    if not _planned(run, touch):
        _settled(run, touch, outcome)
        return
    again = CALLBACK_AGAIN
    if outcome.code == "someone_else":
        again = SOMEONE_ELSE_AGAIN
    elif outcome.code == "busy" and touch.tries < BUSY_TWICE:
        again = BUSY_AGAIN
    due = when if when is not None else run.now + again
    run.add(ev.TouchMoved(touch_id=touch.touch_id, due_at=due, why=outcome.code))


def _send_information(run: Run) -> None:
    """What was promised on the phone goes out now: the next written step comes forward."""
    enrolment = run.enrolment
    cadence = run.cadence(enrolment) if enrolment else None
    if enrolment is None or cadence is None or stands_still(enrolment):
        return
    for step in steps_of(run, enrolment):
        open_slot = slot_in_plan(run, step)
        way = step.channel if is_written(step.channel) else _as_written(run, enrolment, open_slot)
        if way is not None:
            if way != step.channel:
                run.add(ev.TouchPlanned(touch=replace(step, channel=way)))
            due = min(step.due_at, run.now)
            run.add(ev.TouchMoved(touch_id=step.touch_id, due_at=due, why="send_information"))
            return
    # Of an endless plan, two rounds show whether there is anything to send.
    coming = slots_after(cadence, enrolment.last_step, enrolment.last_occurrence)
    for slot in islice(coming, 2 * len(cadence.steps)):
        channel = _as_written(run, enrolment, slot)
        settled = touch_of(run.work, enrolment, slot) is not None
        if channel is not None and not settled and not pulled_forward(run.work, enrolment, slot):
            insert(run, enrolment, slot, channel)
            return


def _as_written(run: Run, enrolment: Enrolment, slot: Slot | None) -> Channel | None:
    """The channel on which a step is written, also to somebody who would rather be called."""
    if slot is None:
        return None
    ways = (channel_of(run, enrolment, slot.step, slot), form(run, enrolment, slot.step, slot))
    written = (way for way in ways if way is not None and is_written(way))
    allowed = (w for w in written if forbidden(run.lead, w, run.facts.snapshot, run.now) is None)
    return next(allowed, None)


def _mark_unusable(run: Run, touch: Touch, why: str) -> None:
    point = point_for(run.lead.points, touch.channel)
    if point is not None:
        mark_unusable(run, point, why)


def mark_unusable(run: Run, point: ContactPoint, why: str) -> None:
    """A number or address is wrong: from now on nothing goes there."""
    run.add(ev.PointMarked(point_id=point.point_id, usable=False, why=why))
    run.lead = replace(
        run.lead,
        points=tuple(
            replace(p, status="unusable") if p.point_id == point.point_id else p
            for p in run.lead.points
        ),
    )


def _wrong_contact(run: Run, touch: Touch, outcome: Outcome) -> None:
    _mark_unusable(run, touch, "wrong_contact")
    if not reachable(run.lead, run.facts.snapshot, run.now):
        end(run, "unreachable", run.work.stage)
    elif _planned(run, touch):
        run.add(ev.TouchMoved(touch_id=touch.touch_id, due_at=run.now, why="other_number"))
    else:
        _settled(run, touch, outcome)
        _on_another_way(run)


def _on_another_way(run: Run) -> None:
    """Move the open steps of the plan to now: a wrong number costs no day."""
    enrolment = run.enrolment
    for step in steps_of(run, enrolment) if enrolment and not stands_still(enrolment) else ():
        if step.due_at > run.now:
            why = "other_channel"
            run.add(ev.TouchMoved(touch_id=step.touch_id, due_at=run.now, why=why))


def _wait(run: Run, touch: Touch, why: str) -> None:
    """The plan stands still until the promise is kept, unless it waits for a reply anyway."""
    enrolment = run.enrolment
    if enrolment is None or (stands_still(enrolment) and touch.kind != "reply"):
        return
    run.add(ev.EnrolmentPaused(enrolment_id=enrolment.enrolment_id, until=None, why=why))


def _beside(
    run: Run, enrolment_id: UUID | None, kind: TouchKind, due_at: datetime, channel: Channel
) -> None:
    """Plan a touch that is no step: a promise, or a reply to answer."""
    enrolment = run.enrolment
    enrolment_id = enrolment.enrolment_id if enrolment else enrolment_id
    made = sum(t.kind == kind for t in run.work.touches)
    run.add(
        ev.TouchPlanned(
            touch=Touch(
                touch_id=derived_id(enrolment_id or run.lead.lead_id, f"{kind}/{made}"),
                enrolment_id=enrolment_id,
                kind=kind,
                channel=channel,
                planned_at=run.now,
                due_at=due_at,
            )
        )
    )


def _call_back(run: Run, touch: Touch, when: datetime | None) -> None:
    if when is None:
        return
    _wait(run, touch, "call_back")
    _beside(run, touch.enrolment_id, "callback", when, "call")


def _meeting(run: Run, touch: Touch, when: datetime | None, keep: Collection[UUID]) -> None:
    """The plan waits for the meeting: what comes of it decides how it goes on.

    What a rule had put beside the plan is no longer needed, but for what is to be done anyway.
    """
    if when is None:
        return
    for other in run.work.planned:
        if other.kind == "inserted" and other.touch_id not in keep:
            run.add(ev.TouchCancelled(touch_id=other.touch_id, why="meeting_booked"))
    set_stage(run, "meeting")
    _wait(run, touch, "meeting")
    _beside(run, touch.enrolment_id, "meeting", when, "call")


def _away(run: Run, touch: Touch, outcome: Outcome, when: datetime | None) -> None:
    until = when or run.now + AWAY
    _settled(run, touch, outcome)
    enrolment = run.enrolment
    if enrolment is not None and not stands_still(enrolment):
        run.add(ev.EnrolmentPaused(enrolment_id=enrolment.enrolment_id, until=until, why="away"))


def _accepted(run: Run, touch: Touch, outcome: Outcome) -> None:
    """They accepted our invitation: what was to be a message there becomes one."""
    told = derived_id(touch.touch_id, "accepted")
    signal = Signal(signal_id=told, kind="connection_accepted", at=run.now, touch_id=touch.touch_id)
    enrolment = run.enrolment
    run.add(
        ev.SignalReceived(signal=signal, enrolment_id=enrolment.enrolment_id if enrolment else None)
    )
    take_form(run)
    if not _planned(run, touch):
        _settled(run, touch, outcome)


def _replied(run: Run, touch: Touch) -> None:
    hand_over(run, touch.channel, touch.enrolment_id)


def hand_over(
    run: Run, channel: Channel, enrolment_id: UUID | None = None, why: str = "replied"
) -> None:
    """A reply stops the plan: a person answers it before anything automatic goes on.

    `enrolment_id` is that of the touch it answers, for when no enrolment is open. `why` is
    "replied", or "conversation" for one that is still open.
    """
    enrolment = run.enrolment
    if enrolment is not None and enrolment.state != "with_person":
        run.add(ev.HandedToPerson(enrolment_id=enrolment.enrolment_id, why=why))
    _beside(run, enrolment_id, "reply", run.now, channel)
