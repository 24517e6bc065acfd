"""The queue as a list with its reasons: as it stands, or as it would be at any instant."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app.core.engine.engine import Tick, decide
from app.core.engine.facts import Facts
from app.core.log.projection import apply_all
from app.core.people.lead import place_of
from app.core.queue.lane_names import SHOWN_LANES
from app.core.queue.ranking import Placement, place
from app.core.queue.score import ScorePart, score
from app.core.reason import Reason
from app.services.desk.desk import Desk
from app.services.desk.facts import gather
from app.services.working.passing_time import catch_up


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueLine:
    """One person in the queue. Instants are aware UTC; `position` counts from 1.

    `step` is the key of the step, "" for a promise or a reply. `score` is what decided the place
    within the lane. `more` counts further open touches of the same person.
    """

    position: int
    lane: str
    lead_id: UUID
    name: str
    kind: str
    channel: str
    step: str
    step_no: int
    step_count: int
    touch_id: UUID
    due_at: datetime
    effective_at: datetime
    opens_at: datetime | None
    closes_at: datetime | None
    deadline_at: datetime | None
    reason: Reason
    score: Mapping[str, ScorePart]
    zone: str
    place: str
    more: int


def queue_now(desk: Desk, owner_id: UUID, *, limit: int) -> tuple[QueueLine, ...]:
    """The first `limit` rows of the stored queue, once what time has brought about is done."""
    catch_up(desk)
    now = desk.clock.now()
    with desk.store.read() as reader:
        rows = reader.queue_page(owner_id, now, limit).rows[:limit]
        placed = ((f := gather(desk, reader, row.lead_id), place(f, now)) for row in rows)
        return _lines((facts, placement) for facts, placement in placed if placement is not None)


def stuck_now(desk: Desk, *, limit: int) -> tuple[QueueLine, ...]:
    """Who waits with no opening within 15 days, whoever owns them: for a team lead to sort out."""
    catch_up(desk)
    now = desk.clock.now()
    with desk.store.read() as reader:
        found = (gather(desk, reader, lead_id) for lead_id in reader.stuck(limit))
        placed = ((facts, place(facts, now)) for facts in found)
        return _lines((facts, placement) for facts, placement in placed if placement is not None)


def queue_at(
    desk: Desk, owner_id: UUID, at: datetime, *, limit: int, stuck: bool = False
) -> tuple[QueueLine, ...]:
    """What the queue would be at `at` if nobody did anything until then. Changes nothing.

    With `stuck` only who has no opening in sight.
    """
    found: list[tuple[Facts, Placement]] = []
    with desk.store.read() as reader:
        for lead_id in reader.in_work(owner_id):
            facts = _passed(gather(desk, reader, lead_id), at)
            placement = place(facts, at)
            shown = placement is not None and placement.lane != "upcoming"
            if placement is not None and shown and (not stuck or is_stuck(placement.reason)):
                found.append((facts, placement))
    order: dict[str, int] = {lane: number for number, lane in enumerate(SHOWN_LANES)}
    found.sort(key=lambda one: (order[one[1].lane], one[1].sort_key))
    return _lines(found[:limit])


def is_stuck(why: Reason) -> bool:
    """Whether a row says that no opening is in sight."""
    return why.code == "no_opening"


def _passed(facts: Facts, at: datetime) -> Facts:
    """The facts once time alone has gone on to `at`."""
    bodies = decide(facts, Tick(), at)
    if not bodies:
        return facts
    work = apply_all(facts.work, ((body, at) for body in bodies))
    return facts.after(work)


def _lines(placed: Iterable[tuple[Facts, Placement]]) -> tuple[QueueLine, ...]:
    return tuple(
        _line(position, facts, placement)
        for position, (facts, placement) in enumerate(placed, start=1)
    )


def _line(position: int, facts: Facts, placement: Placement) -> QueueLine:
    touch = facts.work.touch(placement.touch_id)
    lead = facts.lead
    return QueueLine(
        position=position,
        lane=placement.lane,
        lead_id=lead.lead_id,
        name=lead.name,
        kind=placement.kind,
        channel=placement.channel,
        step=touch.step_key if touch else "",
        step_no=placement.step_no,
        step_count=placement.step_count,
        touch_id=placement.touch_id,
        due_at=placement.due_at,
        effective_at=placement.effective_at,
        opens_at=placement.opens_at,
        closes_at=placement.closes_at,
        deadline_at=placement.deadline_at,
        reason=placement.reason,
        score=score(placement),
        zone=lead.zones[0] if lead.zones else "",
        place=place_of(lead),
        more=placement.more,
    )
