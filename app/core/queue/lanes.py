"""The lanes of the queue, as rules: which one a planned touch is in, in which order, and why.

The order is described in docs/queue.md; app.core.queue.ranking makes one row a person of it.
"""

from collections.abc import Callable
from datetime import datetime, time, timedelta

import msgspec

from app.core.cadence.cadence import Cadence, Step
from app.core.clock import to_micros
from app.core.contact.business_time import at_local, local_date
from app.core.contact.policy import Verdict, judge
from app.core.contact.reasons import NO_FREE_TEXT
from app.core.engine.decision import stands_still
from app.core.engine.facts import Facts
from app.core.engine.together import is_together
from app.core.planning.due import late_at
from app.core.planning.ways import preferred_channel
from app.core.queue.lane_names import PlacementLane
from app.core.reason import Reason, reason
from app.core.rules.engagement import points_at
from app.core.team.takeover import stays_here
from app.core.work.first_contact import second_breach_at
from app.core.work.touch import Touch

OVERDUE = timedelta(days=1)
CLOSING = timedelta(hours=1)
# A call whose outcome is still to come keeps its row on top for as long as a call may last.
UNLOGGED = timedelta(hours=1)
_TEMPERATURE = {"hot": 3, "warm": 2, "cold": 1, None: 0}
# Stands for an opening that is not in sight: after every instant.
NEVER = 2**63 - 1


def earliest(*instants: datetime | None) -> datetime | None:
    """The first of those instants that are known."""
    return min((i for i in instants if i is not None), default=None)


class Spot(msgspec.Struct, frozen=True, kw_only=True):
    """A lane, the order in it, and until when both hold.

    `back_at` is set where a touch is out of sight until then: what the contact window does
    meanwhile changes nothing.
    """

    lane: PlacementLane
    order: tuple[int, ...]
    why: Reason
    until: datetime | None = None
    back_at: datetime | None = None


class LaneCase(msgspec.Struct, frozen=True, kw_only=True):
    """One planned touch with everything its place depends on."""

    facts: Facts
    touch: Touch
    verdict: Verdict
    effective_at: datetime
    now: datetime
    cadence: Cadence | None
    step: Step | None

    def midnight(self, at: datetime) -> datetime:
        """The start of the desk's calendar day of `at`."""
        zone = self.facts.desk_zone
        return at_local(local_date(at, zone), time.min, zone)

    def next(self, at: datetime) -> datetime | None:
        """`at` where it lies ahead."""
        return at if at > self.now else None

    def is_first_call(self) -> bool:
        """Whether this touch is the one the first-contact clock waits for."""
        return (
            self.touch.kind == "step" and self.step is not None and self.step.within_s is not None
        )

    def is_awaited(self) -> bool:
        """Whether the first-contact clock is running for this touch."""
        clock = self.facts.work.first_contact
        return self.is_first_call() and clock is not None and clock.state == "running"


def case_of(facts: Facts, touch: Touch, now: datetime) -> LaneCase | None:
    """The facts of one planned touch; None for a step that something else stands in for."""
    enrolment = facts.work.enrolment
    own = enrolment is not None and touch.enrolment_id == enrolment.enrolment_id
    cadence = facts.plan_of(enrolment) if enrolment and own else None
    planned = touch.kind == "step" or is_together(cadence, touch)
    if planned and (enrolment is None or not own or stands_still(enrolment)):
        return None
    step = None
    if cadence is not None and touch.step_key in {s.key for s in cadence.steps}:
        step = cadence.step(touch.step_key)
    verdict = judge(touch, facts.lead, now, facts.snapshot)
    # What is due this very moment, as most new leads are, is judged once.
    at = touch.due_at
    due = verdict if at == now else judge(touch, facts.lead, at, facts.snapshot)
    effective_at = due.opens_at if due.state == "later" and due.opens_at else touch.due_at
    return LaneCase(
        facts=facts,
        touch=touch,
        verdict=verdict,
        effective_at=effective_at,
        now=now,
        cadence=cadence,
        step=step,
    )


def spot_of(case: LaneCase) -> Spot:
    """Where a touch stands: the first rule that has a say."""
    for rule in _RULES:
        spot = rule(case)
        if spot is not None:
            return spot
    raise AssertionError("the last rule places every touch")


def _paused(case: LaneCase) -> Spot | None:
    enrolment = case.facts.work.enrolment
    planned = case.touch.kind == "step" or is_together(case.cadence, case.touch)
    if not planned or enrolment is None or enrolment.state != "paused":
        return None
    until = enrolment.paused_until
    if until is None:
        return None
    code = enrolment.why if enrolment.why.startswith("account_") else "paused"
    return _hidden_until(case, until, reason(code, until=until.isoformat()))


def _snoozed(case: LaneCase) -> Spot | None:
    until = case.touch.snoozed_until
    if until is None or until <= case.now:
        return None
    why = reason("snoozed", until=until.isoformat())
    return _hidden_until(case, until, why, lane="later_today")


def _hidden_until(
    case: LaneCase, until: datetime, why: Reason, lane: PlacementLane = "waiting"
) -> Spot:
    """Shown on the day it ends, out of sight before."""
    day = case.midnight(until)
    order = (to_micros(until),)
    if day > case.now:
        return Spot(lane="upcoming", order=order, why=why, until=day, back_at=until)
    return Spot(lane=lane, order=order, why=why, until=until, back_at=until)


def _reply(case: LaneCase) -> Spot | None:
    if case.touch.kind != "reply":
        return None
    since, verdict = case.touch.due_at, case.verdict
    order = (to_micros(since),)
    if verdict.reasons and verdict.reasons[0].code == "unread_refusal":
        return Spot(lane="replies", order=order, why=verdict.reasons[0])
    if not _can_be_answered(verdict):
        return None
    enrolment = case.facts.work.enrolment
    talked = enrolment is not None and enrolment.why == "conversation"
    code = "conversation_open" if talked else "replied"
    return Spot(lane="replies", order=order, why=reason(code, at=since.isoformat()))


def _can_be_answered(verdict: Verdict) -> bool:
    """What only the platform is against is answered on another channel."""
    return verdict.state == "open" or verdict.reasons == (NO_FREE_TEXT,)


def _promised(case: LaneCase) -> Spot | None:
    """A callback is seen from the start of its day, a meeting too; before that neither.

    One that was missed, and whose window is shut by now, waits like everything else.
    """
    touch = case.touch
    if touch.kind not in ("callback", "meeting") or case.verdict.state == "blocked":
        return None
    if case.verdict.state == "later" and touch.due_at <= case.now:
        return None
    zone = case.verdict.zones[0] if case.verdict.zones else case.facts.desk_zone
    code = "promised" if touch.kind == "callback" else "meeting"
    why = reason(code, at=touch.due_at.isoformat(), zone=zone)
    day = case.midnight(case.effective_at)
    order = (to_micros(touch.due_at),)
    if day > case.now:
        until = min(day, touch.due_at) if touch.due_at > case.now else day
        back_at = case.effective_at
        return Spot(lane="upcoming", order=order, why=why, until=until, back_at=back_at)
    return Spot(lane="callbacks", order=order, why=why, until=case.next(touch.due_at))


def _blocked(case: LaneCase) -> Spot | None:
    if case.verdict.state != "blocked":
        return None
    return Spot(
        lane="waiting", order=(NEVER, to_micros(case.touch.due_at)), why=case.verdict.reasons[0]
    )


def _first_call(case: LaneCase) -> Spot | None:
    """The clock is running, or was stopped by an attempt whose outcome is still to come."""
    clock = case.facts.work.first_contact
    if clock is None or not case.is_first_call() or clock.deadline_at is None:
        return None
    if clock.attempted_at is not None:
        logged_by = clock.attempted_at + UNLOGGED
        if case.touch.tries or case.touch.planned_at > clock.attempted_at:
            return None  # due again, or of a later enrolment
        if _attempted_beside(case, clock.attempted_at):
            return None
        if case.now >= logged_by:
            return None  # dialled once and never logged
        began = clock.starts_at or clock.received_at
        code = "called_in" if clock.state == "attempted" else "called_late"
        why = reason(code, seconds=int((clock.attempted_at - began).total_seconds()))
        order = (to_micros(clock.deadline_at),)
        return Spot(lane="first_contact", order=order, why=why, until=logged_by)
    if case.verdict.state != "open" or case.now >= clock.deadline_at:
        return None
    return Spot(
        lane="first_contact",
        order=(to_micros(clock.deadline_at),),
        why=reason("new_inquiry", source=case.facts.lead.source),
        until=clock.deadline_at,
    )


def _attempted_beside(case: LaneCase, attempted_at: datetime) -> bool:
    """Whether the attempt was made by a touch that stands in on another channel."""
    return any(
        touch.kind == "inserted"
        and touch.planned_at <= attempted_at
        and (touch.settled_at is None or touch.settled_at >= attempted_at)
        and touch.state in ("planned", "done")
        for touch in case.facts.work.touches
    )


def _later(case: LaneCase) -> Spot | None:
    """Not due yet: later today if it can be done today, else on its day."""
    if case.effective_at <= case.now or case.touch.due_at <= case.now:
        return None  # due; and if it is shut, that is waiting
    if case.touch.kind == "reply" or case.is_awaited():
        return None  # as soon as the window opens, also for a clock that was put back
    day = case.midnight(case.effective_at)
    order = (to_micros(case.effective_at),)
    lane: PlacementLane = "upcoming" if day > case.now else "later_today"
    code = "planned" if lane == "upcoming" else "later_today"
    zone = case.verdict.zones[0] if case.verdict.zones else case.facts.desk_zone
    why = reason(code, at=case.effective_at.isoformat(), zone=zone)
    # Once it is due and the window is shut, it is waiting.
    until = case.touch.due_at if lane == "later_today" else min(day, case.touch.due_at)
    return Spot(lane=lane, order=order, why=why, until=until, back_at=case.effective_at)


def _shut(case: LaneCase) -> Spot | None:
    if case.verdict.state != "later":
        return None
    opens_at = case.verdict.opens_at
    why = case.verdict.reasons[0]
    if opens_at is None:
        why = reason("no_opening", because=why.code)
    clock = case.facts.work.first_contact
    if case.is_first_call() and clock and clock.deadline_at and clock.attempted_at is None:
        new = case.now < clock.deadline_at
        why = reason("new_waiting", **why.args) if new and opens_at else why
    order = (to_micros(opens_at) if opens_at else NEVER, to_micros(case.touch.due_at))
    return Spot(lane="waiting", order=order, why=why)


def _missed(case: LaneCase) -> Spot | None:
    """A missed first contact is still the best odds of the day: newest first, on top."""
    clock = case.facts.work.first_contact
    if not case.is_first_call() or clock is None or clock.deadline_at is None:
        return None
    forgotten_at = second_breach_at(clock)
    if clock.attempted_at is not None or forgotten_at is None or case.now >= forgotten_at:
        return None
    return Spot(
        lane="due_now",
        order=(0, -to_micros(clock.received_at)),
        why=reason("window_missed"),
        until=earliest(forgotten_at, _late_from(case)),
    )


def _late_from(case: LaneCase) -> datetime | None:
    """When the step has something to say about being late."""
    step = case.step
    if case.touch.kind != "step" or step is None or step.if_late == "shift":
        return None
    at = late_at(step, case.facts.work.first_contact, case.effective_at)
    return case.next(at) if at else None


def _due(case: LaneCase) -> Spot:
    """The spot of everything else that is due: the most promising first, over a day late last."""
    facts, touch = case.facts, case.touch
    overdue_at = case.effective_at + OVERDUE
    imported = _imported(case)
    late = case.now >= overdue_at and not imported
    closes_at = case.verdict.closes_at
    closing_at = closes_at - CLOSING if closes_at else None
    closing = closing_at is not None and case.now >= closing_at
    until = earliest(
        None if closing else closing_at,
        None if late or imported else overdue_at,
        _late_from(case),
    )
    effective = to_micros(case.effective_at)
    if late:
        days = (case.now - case.effective_at).days
        until = earliest(until, case.effective_at + timedelta(days=days + 1))
        why = reason("overdue", days=days)
        return Spot(lane="due_now", order=(2, -effective), why=why, until=until)
    enrolment = facts.work.enrolment
    points, halved_at = points_at(facts.work, facts.ruleset.points, case.now)
    until = earliest(until, halved_at)
    order = (
        1,
        -int(touch.escalated),
        -(case.cadence.intent if case.cadence else 0),
        -_TEMPERATURE[facts.lead.temperature],
        -(facts.lead.value or 0),
        -points,
        -int(closing),
        enrolment.attempts if enrolment else 0,
        -to_micros(facts.lead.received_at) if imported else effective,
    )
    return Spot(lane="due_now", order=order, why=_why_due(case, closing=closing), until=until)


def _imported(case: LaneCase) -> bool:
    """The first call of an old list; dialled, it keeps its place until it is logged."""
    clock = case.facts.work.first_contact
    if clock is None or clock.why != "imported_late" or not case.is_first_call():
        return False
    return clock.attempted_at is None or case.touch.tries == 0


def _why_due(case: LaneCase, *, closing: bool) -> Reason:
    closes_at = case.verdict.closes_at
    if case.touch.escalated:
        return reason("escalated")
    if closing and closes_at is not None:
        zone = case.verdict.zones[0]
        return reason("closes_soon", at=closes_at.isoformat(), zone=zone)
    if _imported(case):
        return reason("imported_late")
    if case.touch.tries and case.touch.outcome == "busy":
        return reason("retry", attempt=case.touch.tries)
    if case.step is not None and case.step.adapt:
        asked_for = preferred_channel(case.facts.lead) == case.touch.channel
        if asked_for and case.step.channel != case.touch.channel:
            return reason("preferred")
    role = case.step.assignee if case.step is not None else None
    if role is not None and stays_here(role, case.facts.staff, case.facts.work.owner_id):
        return reason("assigned", assignee=role)
    last = case.cadence.steps[-1] if case.cadence else None
    if case.step is not None and last is not None and case.step.key == last.key:
        return reason("step_due" if last.repeat_days else "last_step")
    return reason("step_due")


_RULES: tuple[Callable[[LaneCase], Spot | None], ...] = (
    _paused,
    _snoozed,
    _reply,
    _promised,
    _blocked,
    _first_call,
    _later,
    _shut,
    _missed,
    _due,
)
