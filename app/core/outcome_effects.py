"""What each outcome brings about: the next step, a promise, a pause, an end."""

from datetime import datetime, timedelta
from uuid import UUID, uuid5

import msgspec
from msgspec.structs import replace

from app.core import events as ev
from app.core.decision import (
    Run,
    after_touch,
    attempted,
    finish,
    open_touch,
    set_stage,
)
from app.core.enrolment import Enrolment, FinishReason
from app.core.errors import Refused
from app.core.lead import Channel, Stage, point_for
from app.core.outcome import Outcome, find_outcome
from app.core.planning import (
    Slot,
    is_written,
    next_morning,
    permitted_channel,
    reachable,
    slots_after,
)
from app.core.suppression import EVERY_CHANNEL, Suppression, digest, matchable
from app.core.touch import Touch

BUSY_AGAIN = timedelta(minutes=15)
BUSY_TWICE = 2
CALLBACK_AGAIN = timedelta(hours=1)
AWAY = timedelta(days=7)
SOMEONE_ELSE_AGAIN = timedelta(hours=2)
_ENDS: dict[str, tuple[FinishReason, Stage]] = {
    "converted": ("converted", "won"),
    "not_interested": ("not_interested", "lost"),
    "unqualified": ("unqualified", "lost"),
}


class LogOutcome(msgspec.Struct, frozen=True, kw_only=True):
    """A touch was worked. `outcome` is a digit, digit.sub or code; `when` what it asks for."""

    touch_id: UUID
    outcome: str
    when: datetime | None = None
    reason: str = ""
    ticks: tuple[str, ...] = ()
    variant: str = ""


def log_outcome(run: Run, command: LogOutcome) -> None:
    touch = open_touch(run, command.touch_id)
    outcome = find_outcome(touch.channel, command.outcome)
    if outcome.needs == "when" and command.when is None:
        raise Refused(
            "needs_date",
            "This outcome needs a date and a time.",
            "Say when, for example --when 2026-03-02T16:00.",
        )
    if command.when is not None and command.when <= run.now:
        raise Refused("date_past", "That moment has passed.", "Choose a later one.")
    run.add(
        ev.OutcomeLogged(
            touch_id=touch.touch_id,
            outcome=outcome.code,
            reached=outcome.reached,
            attempted=outcome.attempted,
            settles=_settles(run, touch, outcome),
            ticks=command.ticks,
            reason=command.reason,
            when=command.when,
            variant=command.variant,
        )
    )
    if outcome.attempted:
        attempted(run, touch, reached=outcome.reached)
    if run.work.stage == "new":
        set_stage(run, "working")
    _follow(run, touch, outcome, command)


def _settles(run: Run, touch: Touch, outcome: Outcome) -> bool:
    """Whether the outcome is the touch's last, or the same touch comes again."""
    if outcome.code == "someone_else":
        return False
    if outcome.code == "busy":
        return touch.tries >= BUSY_TWICE
    if outcome.code == "call_back":
        return touch.kind != "step"
    if outcome.code == "wrong_contact":
        return _other_point(run, touch) is None
    if touch.kind == "callback" and outcome.code in ("no_answer", "voicemail_left"):
        return touch.tries >= 1
    return not (touch.kind == "reply" and outcome.code in ("no_answer", "voicemail_left"))


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


def _follow(run: Run, touch: Touch, outcome: Outcome, command: LogOutcome) -> None:
    if outcome.code in _ENDS:
        _end(run, touch, *_ENDS[outcome.code])
        return
    match outcome.code:
        case "do_not_contact":
            _opt_out(run, touch)
        case "wrong_contact":
            _wrong_contact(run, touch)
        case "call_back":
            _call_back(run, touch, command.when)
        case "meeting_booked":
            _meeting(run, touch, command.when)
        case "away":
            _away(run, touch, command.when)
        case "replied":
            _replied(run, touch)
        case "someone_else" | "busy" | "no_answer" | "voicemail_left":
            _not_reached(run, touch, outcome, command.when)
        case _:
            if outcome.code == "not_delivered" and command.reason == "hard":
                _mark_unusable(run, touch, "bounced")
            _settled(run, touch, send_information=outcome.code == "send_information")


def _settled(run: Run, touch: Touch, *, send_information: bool = False) -> None:
    """The touch is done: a promise or a reply hands back to the plan, then the next step."""
    if run.work.touch(touch.touch_id) and _planned(run, touch):
        return
    _resume(run, touch)
    after_touch(run, touch)
    if send_information:
        _send_information(run)


def _planned(run: Run, touch: Touch) -> bool:
    now = run.work.touch(touch.touch_id)
    return now is not None and now.state == "planned"


def _resume(run: Run, touch: Touch) -> None:
    """Give a stopped enrolment back to its plan; a conversation settles the step it interrupted."""
    enrolment = run.enrolment
    if enrolment is None or enrolment.state == "active" or touch.kind == "step":
        return
    run.add(ev.EnrolmentResumed(enrolment_id=enrolment.enrolment_id))
    reached = find_outcome(touch.channel, _outcome_of(run, touch)).reached
    for waiting in run.work.planned:
        if waiting.kind != "step" or waiting.enrolment_id != enrolment.enrolment_id:
            continue
        if reached or touch.kind == "reply":
            run.add(
                ev.TouchSkipped(
                    touch_id=waiting.touch_id, reason="conversation_took_place", by_rule=True
                )
            )
        else:
            zone = enrolment.zone
            due = max(waiting.due_at, next_morning(run.now, waiting.channel, zone))
            run.add(ev.TouchMoved(touch_id=waiting.touch_id, due_at=due, why="resumed"))


def _outcome_of(run: Run, touch: Touch) -> str:
    worked = run.work.touch(touch.touch_id)
    return worked.outcome if worked else ""


def _not_reached(run: Run, touch: Touch, outcome: Outcome, when: datetime | None) -> None:
    if not _planned(run, touch):
        _settled(run, touch)
        return
    again = {
        "busy": BUSY_AGAIN,
        "someone_else": SOMEONE_ELSE_AGAIN,
    }.get(outcome.code, CALLBACK_AGAIN)
    due = when if when is not None else run.now + again
    run.add(ev.TouchMoved(touch_id=touch.touch_id, due_at=due, why=outcome.code))


def _send_information(run: Run) -> None:
    """What was promised on the phone goes out now: the next written step comes forward."""
    enrolment = run.enrolment
    cadence = run.cadence(enrolment) if enrolment else None
    following = next((t for t in run.work.planned if t.kind == "step"), None)
    if enrolment is None or cadence is None:
        return
    if following is not None and is_written(following.channel):
        run.add(ev.TouchMoved(touch_id=following.touch_id, due_at=run.now, why="send_information"))
        return
    for slot in slots_after(cadence, enrolment.last_step, enrolment.last_occurrence):
        channel = permitted_channel(slot.step, run.lead, run.facts.snapshot, run.now)
        if is_written(slot.step.channel) and channel is not None:
            _insert(run, enrolment, slot, channel)
            return


def _insert(run: Run, enrolment: Enrolment, slot: Slot, channel: Channel) -> None:
    """A touch beside the plan, with the text of the step that `slot` names."""
    count = sum(t.kind == "inserted" for t in run.work.touches)
    run.add(
        ev.TouchPlanned(
            touch=Touch(
                touch_id=uuid5(enrolment.enrolment_id, f"inserted/{count}"),
                enrolment_id=enrolment.enrolment_id,
                kind="inserted",
                step_key=slot.step.key,
                occurrence=slot.occurrence,
                channel=channel,
                planned_at=run.now,
                due_at=run.now,
            )
        )
    )


def _end(run: Run, touch: Touch, why: FinishReason, stage: Stage) -> None:
    set_stage(run, stage)
    for other in run.work.planned:
        run.add(ev.TouchCancelled(touch_id=other.touch_id, why=why))
    finish(run, why)


def _opt_out(run: Run, touch: Touch) -> None:
    values = matchable(run.lead.points)
    run.add(
        ev.Suppressed(
            suppression=Suppression(
                suppression_id=uuid5(touch.touch_id, f"opt-out/{len(run.work.suppressions)}"),
                scope="person",
                channels=(EVERY_CHANNEL,),
                digests=tuple(digest(run.facts.secret, value) for value in values),
            ),
            why="do_not_contact",
        )
    )
    _end(run, touch, "opted_out", "lost")


def _mark_unusable(run: Run, touch: Touch, why: str) -> None:
    point = point_for(run.lead.points, touch.channel)
    if point is None:
        return
    run.add(ev.PointMarked(point_id=point.point_id, usable=False, why=why))
    run.lead = replace(
        run.lead,
        points=tuple(
            replace(p, status="unusable") if p.point_id == point.point_id else p
            for p in run.lead.points
        ),
    )


def _wrong_contact(run: Run, touch: Touch) -> None:
    _mark_unusable(run, touch, "wrong_contact")
    if not reachable(run.lead, run.facts.snapshot, run.now):
        _end(run, touch, "unreachable", run.work.stage)
    elif _planned(run, touch):
        run.add(ev.TouchMoved(touch_id=touch.touch_id, due_at=run.now, why="other_number"))
    else:
        _settled(run, touch)


def _promise(run: Run, touch: Touch, kind: str, when: datetime, channel: Channel) -> None:
    made = sum(t.kind == kind for t in run.work.touches)
    root = touch.enrolment_id or run.lead.lead_id
    run.add(
        ev.TouchPlanned(
            touch=Touch(
                touch_id=uuid5(root, f"{kind}/{made}"),
                enrolment_id=touch.enrolment_id,
                kind="meeting" if kind == "meeting" else "callback",
                channel=channel,
                planned_at=run.now,
                due_at=when,
            )
        )
    )


def _call_back(run: Run, touch: Touch, when: datetime | None) -> None:
    enrolment = run.enrolment
    if when is None:
        return
    if enrolment is not None and enrolment.state != "paused":
        run.add(
            ev.EnrolmentPaused(enrolment_id=enrolment.enrolment_id, until=None, why="call_back")
        )
    _promise(run, touch, "callback", when, "call")


def _meeting(run: Run, touch: Touch, when: datetime | None) -> None:
    enrolment = run.enrolment
    if when is None:
        return
    set_stage(run, "meeting")
    cadence = run.cadence(enrolment) if enrolment else None
    if enrolment is not None and cadence is not None and cadence.goal == "conversion":
        run.add(ev.EnrolmentPaused(enrolment_id=enrolment.enrolment_id, until=None, why="meeting"))
    else:
        finish(run, "meeting_booked")
    _promise(run, touch, "meeting", when, "call")


def _away(run: Run, touch: Touch, when: datetime | None) -> None:
    until = when or run.now + AWAY
    _settled(run, touch)
    enrolment = run.enrolment
    if enrolment is not None:
        run.add(ev.EnrolmentPaused(enrolment_id=enrolment.enrolment_id, until=until, why="away"))


def _replied(run: Run, touch: Touch) -> None:
    """A reply stops the plan: a person answers it before anything automatic goes on."""
    enrolment = run.enrolment
    if enrolment is not None and enrolment.state != "with_person":
        run.add(ev.HandedToPerson(enrolment_id=enrolment.enrolment_id, why="replied"))
    made = sum(t.kind == "reply" for t in run.work.touches)
    run.add(
        ev.TouchPlanned(
            touch=Touch(
                touch_id=uuid5(touch.enrolment_id or run.lead.lead_id, f"reply/{made}"),
                enrolment_id=touch.enrolment_id,
                kind="reply",
                channel=touch.channel,
                planned_at=run.now,
                due_at=run.now,
            )
        )
    )
