"""Where a person stands in the queue, and why. The order is described in docs/queue.md."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Literal
from uuid import UUID

import msgspec

from app.core.business_time import at_local, local_date
from app.core.cadence import Cadence, Step
from app.core.clock import to_micros
from app.core.contact_policy import Verdict, judge
from app.core.decision import Facts
from app.core.first_contact import SECOND_BREACH
from app.core.reason import Reason, reason
from app.core.touch import Touch

# "upcoming" is not shown: what is due on a later day, or paused beyond today.
PlacementLane = Literal[
    "first_contact",
    "replies",
    "callbacks",
    "due_now",
    "later_today",
    "waiting",
    "upcoming",
]
_LANES: tuple[PlacementLane, ...] = (
    "first_contact",
    "replies",
    "callbacks",
    "due_now",
    "later_today",
    "waiting",
    "upcoming",
)
OVERDUE = timedelta(days=1)
LATE = timedelta(minutes=5)
CLOSING = timedelta(hours=1)
# A call whose outcome is still to come keeps its row on top for as long as a call may last.
UNLOGGED = timedelta(hours=1)
_TEMPERATURE = {"hot": 3, "warm": 2, "cold": 1, None: 0}
_HALF = 2**63
_ID_BYTES = 16
# Stands for an opening that is not in sight: after every instant.
NEVER = _HALF - 1


class Placement(msgspec.Struct, frozen=True, kw_only=True):
    """The queue row of one person: a cache, derived from facts and an instant.

    `sort_key` compares bytewise within a lane, least first, and holds no clock. `lane_until` is
    the next instant at which lane or order changes by itself; from then on the row must be placed
    anew. `more` counts further planned touches of the same person that the queue would show.
    """

    lead_id: UUID
    owner_id: UUID
    touch_id: UUID
    kind: str
    channel: str
    lane: PlacementLane
    sort_key: bytes
    due_at: datetime
    effective_at: datetime
    opens_at: datetime | None = None
    closes_at: datetime | None = None
    lane_until: datetime | None = None
    deadline_at: datetime | None = None
    first_contact: str = ""
    step_no: int = 0
    step_count: int = 0
    day: int = 0
    reason: Reason
    more: int = 0


def _pack(*parts: int) -> bytes:
    """Whole numbers as bytes that sort as the numbers do."""
    return b"".join((part + _HALF).to_bytes(8, "big") for part in parts)


def order_of(placement: Placement) -> tuple[int, ...]:
    """The whole numbers that were packed into `sort_key`, without the id that breaks ties."""
    key = placement.sort_key[:-_ID_BYTES]
    return tuple(int.from_bytes(key[i : i + 8], "big") - _HALF for i in range(0, len(key), 8))


class _Spot(msgspec.Struct, frozen=True, kw_only=True):
    """A lane, the order in it, and until when both hold."""

    lane: PlacementLane
    order: tuple[int, ...]
    why: Reason
    until: datetime | None = None


class _Case(msgspec.Struct, frozen=True, kw_only=True):
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
        return at_local(local_date(at, zone), datetime.min.time(), zone)

    def is_first_call(self) -> bool:
        """Whether this touch is the one the first-contact clock waits for."""
        return (
            self.touch.kind == "step" and self.step is not None and self.step.within_s is not None
        )


def place(facts: Facts, now: datetime) -> Placement | None:
    """The queue row of a lead at `now` (aware UTC), or None when nothing is planned.

    One row a person: of several planned touches the one in the highest lane is shown.
    """
    cases = [case for touch in facts.work.planned if (case := _case(facts, touch, now))]
    if not cases:
        return None
    spots = [(case, _spot(case)) for case in cases]
    case, spot = min(
        spots, key=lambda pair: (_LANES.index(pair[1].lane), pair[1].order, pair[0].touch.touch_id)
    )
    shown = sum(1 for _, other in spots if other.lane != "upcoming")
    return _placement(case, spot, more=max(shown - 1, 0) if spot.lane != "upcoming" else 0)


def _placement(case: _Case, spot: _Spot, *, more: int) -> Placement:
    work, touch = case.facts.work, case.touch
    clock = work.first_contact if case.is_first_call() else None
    return Placement(
        lead_id=work.lead_id,
        owner_id=work.owner_id,
        touch_id=touch.touch_id,
        kind=touch.kind,
        channel=touch.channel,
        lane=spot.lane,
        sort_key=_pack(*spot.order) + work.lead_id.bytes,
        due_at=touch.due_at,
        effective_at=case.effective_at,
        opens_at=case.verdict.opens_at,
        closes_at=case.verdict.closes_at,
        lane_until=spot.until,
        deadline_at=clock.deadline_at if clock else None,
        first_contact=clock.state if clock else "",
        step_no=case.cadence.touch_no(case.step) if case.cadence and case.step else 0,
        step_count=len(case.cadence.touches) if case.cadence else 0,
        day=case.cadence.label_day(case.step) if case.cadence and case.step else 0,
        reason=spot.why,
        more=more,
    )


def _case(facts: Facts, touch: Touch, now: datetime) -> _Case | None:
    enrolment = facts.work.enrolment
    cadence = facts.cadences.get(enrolment.cadence_key) if enrolment else None
    if touch.kind == "step":
        if enrolment is None or touch.enrolment_id != enrolment.enrolment_id:
            return None
        if enrolment.state == "with_person":
            return None
        if enrolment.state == "paused" and enrolment.paused_until is None:
            return None  # a promise or a meeting stands in for it
    step = None
    if cadence is not None and touch.step_key in {s.key for s in cadence.steps}:
        step = cadence.step(touch.step_key)
    due = judge(touch, facts.lead, touch.due_at, facts.snapshot)
    effective_at = due.opens_at if due.state == "later" and due.opens_at else touch.due_at
    return _Case(
        facts=facts,
        touch=touch,
        verdict=judge(touch, facts.lead, now, facts.snapshot),
        effective_at=effective_at,
        now=now,
        cadence=cadence,
        step=step,
    )


def _spot(case: _Case) -> _Spot:
    for rule in _RULES:
        spot = rule(case)
        if spot is not None:
            return spot
    raise AssertionError("the last rule places every touch")


def _paused(case: _Case) -> _Spot | None:
    enrolment = case.facts.work.enrolment
    if case.touch.kind != "step" or enrolment is None or enrolment.state != "paused":
        return None
    until = enrolment.paused_until or case.touch.due_at
    return _hidden_until(case, until, reason("paused", until=until.isoformat()))


def _snoozed(case: _Case) -> _Spot | None:
    until = case.touch.snoozed_until
    if until is None or until <= case.now:
        return None
    why = reason("snoozed", until=until.isoformat())
    return _hidden_until(case, until, why, lane="later_today")


def _hidden_until(
    case: _Case, until: datetime, why: Reason, lane: PlacementLane = "waiting"
) -> _Spot:
    """Shown on the day it ends, out of sight before."""
    day = case.midnight(until)
    if day > case.now:
        return _Spot(lane="upcoming", order=(to_micros(until),), why=why, until=day)
    return _Spot(lane=lane, order=(to_micros(until),), why=why, until=until)


def _reply(case: _Case) -> _Spot | None:
    if case.touch.kind != "reply":
        return None
    since = case.touch.due_at
    return _Spot(
        lane="replies", order=(to_micros(since),), why=reason("replied", at=since.isoformat())
    )


def _promised(case: _Case) -> _Spot | None:
    """A callback is seen from the start of its day, a meeting too; before that neither."""
    touch = case.touch
    if touch.kind not in ("callback", "meeting") or case.verdict.state == "blocked":
        return None
    zone = case.verdict.zones[0] if case.verdict.zones else case.facts.desk_zone
    code = "promised" if touch.kind == "callback" else "meeting"
    why = reason(code, at=touch.due_at.isoformat(), zone=zone)
    day = case.midnight(touch.due_at)
    order = (to_micros(touch.due_at),)
    if day > case.now:
        return _Spot(lane="upcoming", order=order, why=why, until=day)
    return _Spot(lane="callbacks", order=order, why=why)


def _blocked(case: _Case) -> _Spot | None:
    if case.verdict.state != "blocked":
        return None
    return _Spot(
        lane="waiting", order=(NEVER, to_micros(case.touch.due_at)), why=case.verdict.reasons[0]
    )


def _first_call(case: _Case) -> _Spot | None:
    """The clock is running, or was stopped by an attempt whose outcome is still to come."""
    clock = case.facts.work.first_contact
    if clock is None or not case.is_first_call() or clock.deadline_at is None:
        return None
    if clock.attempted_at is not None:
        logged_by = clock.attempted_at + UNLOGGED
        if case.touch.tries or case.now >= logged_by:
            return None  # tried before and due again, or dialled once and never logged
        began = clock.starts_at or clock.received_at
        code = "called_in" if clock.state == "attempted" else "called_late"
        why = reason(code, seconds=int((clock.attempted_at - began).total_seconds()))
        order = (to_micros(clock.deadline_at),)
        return _Spot(lane="first_contact", order=order, why=why, until=logged_by)
    if case.verdict.state != "open" or case.now >= clock.deadline_at:
        return None
    return _Spot(
        lane="first_contact",
        order=(to_micros(clock.deadline_at),),
        why=reason("new_inquiry", source=case.facts.lead.source),
        until=_earliest(clock.deadline_at, case.verdict.closes_at),
    )


def _later(case: _Case) -> _Spot | None:
    """Not due yet: later today if it can be done today, else on its day."""
    if case.effective_at <= case.now:
        return None
    if case.touch.due_at <= case.now:
        return None  # due, but shut: that is waiting
    day = case.midnight(case.effective_at)
    order = (to_micros(case.effective_at),)
    why = reason("later_today", at=case.effective_at.isoformat())
    if day > case.now:
        return _Spot(lane="upcoming", order=order, why=why, until=day)
    return _Spot(lane="later_today", order=order, why=why, until=case.effective_at)


def _shut(case: _Case) -> _Spot | None:
    if case.verdict.state != "later":
        return None
    opens_at = case.verdict.opens_at
    why = case.verdict.reasons[0]
    clock = case.facts.work.first_contact
    if case.is_first_call() and clock is not None and clock.state == "running":
        why = reason("new_waiting", **why.args)
    order = (to_micros(opens_at) if opens_at else NEVER, to_micros(case.touch.due_at))
    return _Spot(lane="waiting", order=order, why=why, until=opens_at)


def _missed(case: _Case) -> _Spot | None:
    """A missed first contact is still the best odds of the day: newest first, on top."""
    clock = case.facts.work.first_contact
    if not case.is_first_call() or clock is None or clock.deadline_at is None:
        return None
    forgotten_at = clock.deadline_at + SECOND_BREACH
    if clock.attempted_at is not None or case.now >= forgotten_at:
        return None
    return _Spot(
        lane="due_now",
        order=(0, -to_micros(clock.received_at)),
        why=reason("window_missed"),
        until=_earliest(forgotten_at, case.verdict.closes_at),
    )


def _due(case: _Case) -> _Spot:
    """Everything else that is due, by what promises most; over a day late at the end."""
    facts, touch = case.facts, case.touch
    overdue_at = case.effective_at + OVERDUE
    imported = case.is_first_call() and _imported(facts)
    late = case.now >= overdue_at and not imported
    closes_at = case.verdict.closes_at
    closing_at = closes_at - CLOSING if closes_at else None
    closing = closing_at is not None and case.now >= closing_at
    until = _earliest(
        closes_at,
        None if closing else closing_at,
        None if late or imported else overdue_at,
    )
    effective = to_micros(case.effective_at)
    if late:
        days = (case.now - case.effective_at).days
        why = reason("overdue", days=days)
        return _Spot(lane="due_now", order=(2, -effective), why=why, until=until)
    enrolment = facts.work.enrolment
    order = (
        1,
        -int(touch.escalated),
        -(case.cadence.intent if case.cadence else 0),
        -_TEMPERATURE[facts.lead.temperature],
        -(facts.lead.value or 0),
        -int(closing),
        enrolment.attempts if enrolment else 0,
        -to_micros(facts.lead.received_at) if imported else effective,
    )
    return _Spot(lane="due_now", order=order, why=_why_due(case, closing=closing), until=until)


def _imported(facts: Facts) -> bool:
    clock = facts.work.first_contact
    return clock is not None and clock.why == "imported_late" and clock.attempted_at is None


def _why_due(case: _Case, *, closing: bool) -> Reason:
    closes_at = case.verdict.closes_at
    if case.touch.escalated:
        return reason("escalated")
    if closing and closes_at is not None:
        zone = case.verdict.zones[0]
        return reason("closes_soon", at=closes_at.isoformat(), zone=zone)
    if case.is_first_call() and _imported(case.facts):
        return reason("imported_late")
    if case.touch.tries and case.touch.outcome == "busy":
        return reason("retry", attempt=case.touch.tries)
    last = case.cadence.steps[-1] if case.cadence else None
    if case.step is not None and last is not None and case.step.key == last.key:
        return reason("step_due" if last.repeat_days else "last_step")
    return reason("step_due")


def _earliest(*instants: datetime | None) -> datetime | None:
    return min((i for i in instants if i is not None), default=None)


_RULES: tuple[Callable[[_Case], _Spot | None], ...] = (
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
