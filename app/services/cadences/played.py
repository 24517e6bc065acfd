"""A cadence played before it is used."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app.core.cadence.cadence import SPOKEN, Cadence, Role
from app.core.consent.consent import Consent
from app.core.consent.key_ring import ring_of
from app.core.contact.policy import Snapshot, judge
from app.core.contact.rules import RuleBook
from app.core.engine.engine import Enrol, decide
from app.core.engine.facts import Facts
from app.core.engine.outcome_effects import LogOutcome
from app.core.log.projection import apply_all
from app.core.people.lead import ConsentChannel, ContactPoint, Lead
from app.core.planning.slots import slot_of
from app.core.texts import in_language
from app.core.work.enrolment import LeadWork
from app.core.work.place import Place
from app.core.work.touch import Touch
from app.services.desk.library import CadenceLibrary

_NOBODY = UUID(int=0)


_MAX_PLANNED = 40


_CHANNELS: tuple[ConsentChannel, ...] = ("call", "email", "sms", "whatsapp", "linkedin")


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedStep:
    """One line of a plan played through. Instants are aware UTC; `day` as numbered on screen."""

    touch: int
    step: str
    day: int
    channel: str
    objective: str
    due_at: datetime
    effective_at: datetime
    group: str


def plan(
    library: CadenceLibrary,
    cadence_key: str,
    received_at: datetime,
    *,
    rules: RuleBook,
    zones: tuple[str, ...],
    desk_zone: str,
    phone: str = "",
    country: str = "",
    language: str = "en",
    role: Role | None = None,
) -> tuple[PlannedStep, ...]:
    """The touches of a cadence if nobody ever answers and each is worked as soon as it can be.

    The person is taken to be reachable, and willing, on every channel. Whose rules hold for them
    follows from `phone` (E.164) and `country`, else from their zones. A plan without an end is
    shown for its first rounds; one of several people for `role`, or the first that it names. Raises
    NotFound for an unknown cadence, Refused for a role that it does not have.
    """
    cadence = library.cadence(cadence_key)
    begin = Enrol(cadence_key=cadence_key, why="plan", place=Place(role=role))
    if cadence.roles:
        cadence = cadence.for_role(role or cadence.roles[0])
    lead = Lead(
        lead_id=_NOBODY,
        owner_id=_NOBODY,
        points=_points(phone),
        received_at=received_at,
        added_at=received_at,
        country=country,
        zones=zones,
    )
    facts = _imagined(library, rules, lead, desk_zone)
    lines = []
    for touch, now in _played(facts, cadence, begin, received_at):
        slot = slot_of(cadence, touch.step_key, touch.occurrence)
        lines.append(
            PlannedStep(
                touch=cadence.touch_no(slot.step),
                step=touch.step_key,
                day=slot.day + cadence.first_day_label,
                channel=touch.channel,
                objective=in_language(slot.step.objective, language),
                due_at=touch.due_at,
                effective_at=now,
                group=slot.step.group or "",
            )
        )
    return tuple(lines)


def _points(phone: str) -> tuple[ContactPoint, ...]:
    return (
        ContactPoint(point_id=UUID(int=1), kind="phone", value=phone or "+"),
        ContactPoint(point_id=UUID(int=2), kind="email", value="@"),
        ContactPoint(point_id=UUID(int=3), kind="linkedin", value="/"),
    )


def _imagined(library: CadenceLibrary, rules: RuleBook, lead: Lead, desk_zone: str) -> Facts:
    agreed = tuple(
        Consent(
            consent_id=UUID(int=n),
            channel=channel,
            granted=True,
            basis="imagined",
            source="plan",
            recorded_at=lead.received_at,
        )
        for n, channel in enumerate(_CHANNELS)
    )
    return Facts(
        lead=lead,
        work=LeadWork(lead_id=_NOBODY, owner_id=_NOBODY, consents=agreed),
        cadences=library.cadences,
        snapshot=Snapshot(rules=rules, consents=agreed),
        desk_zone=desk_zone,
        ring=ring_of(b""),
    )


def _played(
    facts: Facts, cadence: Cadence, begin: Enrol, at: datetime
) -> Iterator[tuple[Touch, datetime]]:
    """Each action in its order, with the instant at which it can be worked."""

    def after(facts: Facts, command: Enrol | LogOutcome, at: datetime) -> Facts:
        work = apply_all(facts.work, ((body, at) for body in decide(facts, command, at)))
        return facts.after(work)

    facts = after(facts, begin, at)
    first = facts.work.enrolment
    for _ in range(_MAX_PLANNED):
        enrolment = facts.work.enrolment
        if first is None or enrolment is None or enrolment.enrolment_id != first.enrolment_id:
            return
        touch = min(facts.work.planned, key=lambda t: cadence.index(t.step_key))
        verdict = judge(touch, facts.lead, touch.due_at, facts.snapshot)
        opens_at = touch.due_at if verdict.state == "open" else verdict.opens_at or touch.due_at
        at = max(at, opens_at)
        yield touch, at
        silent = "no_answer" if touch.channel in SPOKEN else "sent"
        facts = after(facts, LogOutcome(touch_id=touch.touch_id, outcome=silent), at)
