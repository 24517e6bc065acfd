"""What comes next for a person: the answer to a command that was carried out."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app.core.engine.facts import Facts
from app.core.planning.due import zone_for
from app.core.queue.ranking import place
from app.core.reason import Reason
from app.core.texts import in_language
from app.core.work.enrolment import Enrolment
from app.core.work.first_contact import FirstContact
from app.services.desk.desk import Desk
from app.services.desk.facts import gather


@dataclass(frozen=True, slots=True, kw_only=True)
class NextTouch:
    """The touch the queue offers next for a person. Instants are aware UTC.

    `step`, `day` and `touch` (its number from 1) are "" and 0 for what is no step of a plan.
    `assignee` is the role of who works it, "" for the rep.
    """

    touch_id: UUID
    kind: str
    touch: int
    step: str
    day: int
    channel: str
    title: str
    objective: str
    due_at: datetime
    effective_at: datetime
    lane: str
    assignee: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlook:
    """Where a person stands. `enrolment` is the open one, or else the last; `because` its why."""

    lead_id: UUID
    stage: str
    zone: str
    clock: FirstContact | None
    enrolment: Enrolment | None
    because: Reason | None
    upcoming: NextTouch | None


def outlook(desk: Desk, lead_id: UUID, *, at: datetime | None = None) -> Outlook:
    """Where a person stands at `at` and what comes next. Raises NotFound."""
    now = at or desk.clock.now()
    with desk.store.read() as reader:
        facts = gather(desk, reader, lead_id)
        work = facts.work
        enrolment = work.enrolment or (work.enrolments[-1] if work.enrolments else None)
        because = reader.began(lead_id, enrolment.enrolment_id) if enrolment else None
    return Outlook(
        lead_id=lead_id,
        stage=work.stage,
        zone=zone_for(facts.lead, desk.identity.zone),
        clock=work.first_contact,
        enrolment=enrolment,
        because=because,
        upcoming=_upcoming(facts, now),
    )


def _upcoming(facts: Facts, now: datetime) -> NextTouch | None:
    placement = place(facts, now)
    touch = facts.work.touch(placement.touch_id) if placement else None
    if placement is None or touch is None:
        return None
    enrolment = facts.work.enrolment
    cadence = facts.plan_of(enrolment) if enrolment else None
    steps = {step.key: step for step in cadence.steps} if cadence else {}
    step = steps.get(touch.step_key) or facts.ruleset.step(touch.step_key)
    language = facts.lead.language or "en"
    return NextTouch(
        touch_id=touch.touch_id,
        kind=touch.kind,
        touch=placement.step_no,
        step=touch.step_key,
        day=placement.day,
        channel=touch.channel,
        title=in_language(step.title, language) if step else "",
        objective=in_language(step.objective, language) if step else "",
        due_at=touch.due_at,
        effective_at=placement.effective_at,
        lane=placement.lane,
        assignee=(step.assignee or "") if step else "",
    )
