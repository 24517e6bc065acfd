"""One row of the queue for each person: where it stands, why, and until when."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

import msgspec

from app.core.engine.facts import Facts
from app.core.planning.slots import slot_of
from app.core.queue.lane_names import LANES, PlacementLane
from app.core.queue.lanes import LaneCase, Spot, case_of, earliest, spot_of
from app.core.reason import Reason

_HALF = 2**63
_ID_BYTES = 16


class Placement(msgspec.Struct, frozen=True, kw_only=True):
    """The queue row of one person: a cache, derived from facts and an instant.

    `sort_key` compares bytewise within a lane, least first, and holds no clock. Until `lane_until`
    the row stays exactly as it is; from then on time has something to do for this person, and the
    row must be placed anew. Of a row that is out of sight, `effective_at` and `opens_at` say when
    it comes back. `more` counts further planned touches of the person that the queue would show.
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


def place(facts: Facts, now: datetime) -> Placement | None:
    """The queue row of a lead at `now` (aware UTC), or None when nothing is planned.

    One row a person: of several planned touches the one in the highest lane is shown.
    """
    cases = [case for touch in facts.work.planned if (case := case_of(facts, touch, now))]
    if not cases:
        return None
    spots = [(case, spot_of(case)) for case in cases]
    # The open steps of a plan are the actions of one touch, and stand for it one by one.
    steps = [pair for pair in spots if pair[0].touch.kind == "step"]
    first = min(steps, key=lambda pair: _turn(pair[0]), default=None)
    standing = [pair for pair in spots if pair[0].touch.kind != "step" or pair is first]
    # Of two that are as urgent, the one that was planned first: a call, then the mail about it.
    case, spot = min(standing, key=lambda pair: (LANES.index(pair[1].lane), pair[1].order))
    shown = sum(1 for _, other in standing if other.lane != "upcoming")
    more = max(shown - 1, 0) if spot.lane != "upcoming" else 0
    until = earliest(_clock_ends(facts, now), *(_until(*pair) for pair in spots))
    return _placement(case, spot, until, more)


def _turn(case: LaneCase) -> tuple[bool, datetime, int]:
    """Which action of a touch comes first: the earlier due, of those the earlier in the plan.

    What may not be done gives way, but a shut window does not: the actions keep their order.
    """
    index = case.cadence.index(case.step.key) if case.cadence and case.step else 0
    return case.verdict.state == "blocked", max(_wanted_at(case), case.now), index


def _wanted_at(case: LaneCase) -> datetime:
    return max(case.touch.due_at, case.touch.snoozed_until or case.touch.due_at)


def _until(case: LaneCase, spot: Spot) -> datetime | None:
    """The next instant at which time may change the spot, or has something to do for the touch."""
    changes = [at for c in case.facts.snapshot.consents for at in (c.recorded_at, c.expires_at)]
    return earliest(
        spot.until,
        case.next(_wanted_at(case)),
        None if spot.back_at else _window_changes(case),
        case.next(case.facts.lead.zone_until) if case.facts.lead.zone_until else None,
        *(at for at in changes if at is not None and at > case.now),
    )


def _window_changes(case: LaneCase) -> datetime | None:
    """When the window shuts or opens, or the reason of a shut one changes: a weekend ends."""
    verdict = case.verdict
    if verdict.state != "later":
        return verdict.closes_at
    return earliest(verdict.opens_at, verdict.reasons_until)


def _clock_ends(facts: Facts, now: datetime) -> datetime | None:
    """The end of the running first-contact window, when a breach has to be recorded; else None."""
    clock = facts.work.first_contact
    if clock is None or clock.state != "running" or clock.deadline_at is None:
        return None
    return clock.deadline_at if clock.deadline_at > now else None


def _placement(case: LaneCase, spot: Spot, until: datetime | None, more: int) -> Placement:
    work, touch = case.facts.work, case.touch
    clock = work.first_contact if case.is_first_call() else None
    verdict, standing = case.verdict, _standing(case)
    return Placement(
        lead_id=work.lead_id,
        owner_id=work.owner_id,
        touch_id=touch.touch_id,
        kind=touch.kind,
        channel=touch.channel,
        lane=spot.lane,
        sort_key=_pack(*spot.order) + work.lead_id.bytes,
        due_at=touch.due_at,
        effective_at=max(case.effective_at, spot.back_at or case.effective_at),
        opens_at=spot.back_at or verdict.opens_at,
        closes_at=None if spot.back_at else verdict.closes_at,
        lane_until=until,
        deadline_at=clock.deadline_at if clock else None,
        first_contact=clock.state if clock else "",
        step_no=standing.no,
        step_count=standing.of,
        day=standing.day,
        reason=spot.why,
        more=more,
    )


class _Standing(NamedTuple):
    """Which touch of the plan it is, of how many, and the number shown for its day; 0 for none."""

    no: int = 0
    of: int = 0
    day: int = 0


def _standing(case: LaneCase) -> _Standing:
    """Where the plan stands with a touch; a promised call comes in the place of the next step."""
    cadence, step, occurrence = case.cadence, case.step, case.touch.occurrence
    enrolment = case.facts.work.enrolment
    if case.touch.kind == "callback" and step is None and enrolment is not None:
        cadence = case.facts.plan_of(enrolment)
        ahead = [
            touch
            for touch in case.facts.work.planned
            if touch.kind == "step" and touch.enrolment_id == enrolment.enrolment_id
        ]
        first = min(ahead, key=lambda touch: (touch.due_at, touch.touch_id), default=None)
        if cadence is not None and first is not None:
            known = {s.key: s for s in cadence.steps}
            step, occurrence = known.get(first.step_key), first.occurrence
    if cadence is None or step is None:
        return _Standing()
    day = slot_of(cadence, step.key, occurrence).day + cadence.first_day_label
    return _Standing(cadence.touch_no(step), len(cadence.touches), day)
