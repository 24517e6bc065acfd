"""Adding people, meeting again those who are known, and finding them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from app.core.consent.suppression import (
    EVERY_CHANNEL,
    Barriers,
    closures,
    matchable,
    organisations_met,
)
from app.core.engine.engine import Enrol, decided
from app.core.engine.rule_effects import Observe
from app.core.errors import BadInput
from app.core.intake.intake import ComeIn, Intake, more_about, newcomer
from app.core.log.audit import AuditEntry
from app.core.log.events import Body, holds
from app.core.log.projection import apply_all
from app.core.people.lead import Stage
from app.core.people.new_lead import NewLead, NewPoint
from app.core.people.person_facts import TOLD
from app.core.people.phone_variants import variants
from app.core.reading.told_refusals import note_refusal
from app.core.work.enrolment import LeadWork
from app.services.desk.desk import Desk
from app.services.desk.facts import beside_of, facts_of, facts_with, gather
from app.services.desk.recording import (
    advance_lead,
    advance_others,
    append_and_place,
    close_same_person,
    close_unstored,
    publish_changes,
    refresh_row,
)
from app.services.desk.shared_numbers import leads_concerned
from app.services.people.same_person import described, known_as
from app.services.store.records import Changes, LeadHit
from app.services.store.unit_of_work import UnitOfWork

Added = Literal["new", "merged", "suppressed"]
# Whoever was won or lost before they came here is kept, but not worked.
_SETTLED: frozenset[Stage] = frozenset({"won", "lost"})


@dataclass(frozen=True, slots=True, kw_only=True)
class AddResult:
    """What became of a new lead; `lead_id` is None when the person must not be contacted.

    `held`: something that came with them looks like a refusal, and closes until it is read.
    """

    added: Added
    lead_id: UUID | None
    held: bool = False


def add_lead(desk: Desk, new: NewLead, *, at: datetime | None = None) -> AddResult:
    """Add one person, or merge them into who is known already by number or address.

    Raises BadInput when there is nothing by which to reach or recognise the person.
    """
    if not new.points and not (new.first_name or new.last_name):
        raise BadInput(
            "empty_lead",
            "A lead needs a name, a number or an email address.",
            "Give at least one of them.",
        )
    new = _as_read(desk, new)
    with desk.store.write() as uow:
        outcome = take_in(desk, uow, new, at or desk.clock.now())
        uow.commit()
    if outcome.lead_id is not None:
        changes = Changes(
            leads=frozenset({outcome.lead_id}),
            queue=True,
            held=outcome.held,
            suppressions=outcome.held,
        )
        publish_changes(desk, changes)
    return outcome


def _as_read(desk: Desk, new: NewLead) -> NewLead:
    """What was typed about somebody may hold a refusal: that is held until a person has read it."""
    if new.opt_outs or new.held:
        return new
    texts = (new.note, *(getattr(new, name) for name in TOLD), *new.extra.values())
    refused = {c for text in texts for c in note_refusal(text, desk.library.words)}
    return new.but(held=frozenset({EVERY_CHANNEL} & refused or refused))


def take_in(desk: Desk, uow: UnitOfWork, new: NewLead, now: datetime) -> AddResult:
    """Add or merge inside the caller's transaction.

    Somebody who refused every channel is not stored: the audit keeps that they came in, and what
    came with them is closed.
    """
    new = new.cleaned()
    keys = [(p.kind, v) for p in new.points if p.status != "unparsed" for v in _forms(p)]
    name = f"{new.first_name} {new.last_name}".strip()
    lead = known_as(uow, described(name, new.points, apart=new.apart), keys)
    if lead is not None:
        held = _merge(desk, uow, lead.lead_id, new, now)
        return AddResult(added="merged", lead_id=lead.lead_id, held=held)
    come_in = newcomer(_intake(desk, now), new, desk.new_id())
    points = come_in.lead.points
    asked = (*matchable(points), *organisations_met(new.company, points, desk.free_mail))
    met = uow.barriers(desk.ring.every_digest(asked))
    closed = closures(points, met.entries, desk.ring).closed
    if EVERY_CHANNEL in closed:
        # Under the digest of the entry itself, which is all that is kept of them.
        asked_for = next(e for e in met.entries if EVERY_CHANNEL in e.channels)
        uow.audit(_met(closed, now, person=next(iter(asked_for.digests), "")))
        close_unstored(desk, uow, points, met.entries, now)
        return AddResult(added="suppressed", lead_id=None)
    _create(desk, uow, new, come_in, now, met=met)
    lead_id = come_in.lead.lead_id
    if closed:
        uow.audit(_met(closed, now, lead_id=lead_id))
    return AddResult(added="new", lead_id=lead_id, held=holds(come_in.bodies))


def _intake(desk: Desk, now: datetime) -> Intake:
    return Intake(owner_id=desk.identity.rep_id, ring=desk.ring, new_id=desk.new_id, now=now)


def _met(
    closed: frozenset[str], now: datetime, *, lead_id: UUID | None = None, person: str = ""
) -> AuditEntry:
    """The line of the audit for somebody who came in and was known to refuse channels `closed`.

    `person` is a digest, for somebody who has no `lead_id` as nothing of them is stored.
    """
    channels = EVERY_CHANNEL if EVERY_CHANNEL in closed else " ".join(sorted(closed))
    return AuditEntry(
        kind="import_suppressed", at=now, lead_id=lead_id, person=person, channel=channels
    )


def _forms(point: NewPoint) -> tuple[str, ...]:
    """Every way of writing a number by which the same person may be known already."""
    return variants(point.value) if point.kind == "phone" else (point.value,)


def _create(
    desk: Desk, uow: UnitOfWork, new: NewLead, come_in: ComeIn, now: datetime, *, met: Barriers
) -> None:
    """Store somebody nobody knows yet; `met` is what their points are barred by."""
    lead, bodies = come_in.lead, come_in.bodies
    lead_id = lead.lead_id
    uow.save_lead(lead, 1)
    empty = LeadWork(lead_id=lead_id, owner_id=lead.owner_id)
    work = apply_all(empty, ((body, now) for body in bodies))
    facts = facts_with(desk, lead, work, barriers=met)
    enrolled: tuple[Body, ...] = ()
    after = work
    if new.stage not in _SETTLED:
        routed = facts.routed(now)
        if desk.library.cadence(routed.cadence).roles:
            facts = facts.among(beside_of(desk, uow, lead, work))
        because = routed.because
        command = Enrol(
            cadence_key=routed.cadence, why=because.code, args=because.args, late=new.late
        )
        enrolled, after = decided(facts, command, now)
    events = uow.append(lead_id, [*bodies, *enrolled], now)
    uow.save_work(None, after)
    refresh_row(desk, uow, facts, after, now)
    others: Sequence[UUID] = ()
    if after.suppressions:
        others = leads_concerned(desk, uow, lead, after.suppressions)
        advance_others(desk, uow, others, events[0].event_id, now)
    if after.suppressions or met.entries:
        close_same_person(desk, uow, (lead_id, *others), now, cause_id=events[0].event_id)
    if new.note.strip():
        uow.add_text(events[0].event_id, lead_id, "note", new.note.strip())


def _merge(desk: Desk, uow: UnitOfWork, lead_id: UUID, new: NewLead, now: datetime) -> bool:
    """Fill what was empty, add what is new; what is known is never overwritten.

    Returns whether something of it looks like a refusal that was not known.
    """
    facts = gather(desk, uow, lead_id)
    stored, revision = uow.lead(lead_id), uow.revision(lead_id)
    held = facts.snapshot.held
    more = more_about(_intake(desk, now), new, stored, facts.work, revision, held=bool(held))
    if more.lead != stored:
        uow.save_lead(more.lead, revision + 1)
    if facts.snapshot.suppressed:
        uow.audit(_met(facts.snapshot.suppressed, now, lead_id=lead_id))
    if more.bodies:
        known = facts_of(desk, uow, more.lead, facts.work)
        events = append_and_place(desk, uow, known, more.bodies, now)
        if new.note.strip():
            uow.add_text(events[0].event_id, lead_id, "note", new.note.strip())
        # A further number or address may make somebody reachable who was not.
        advance_lead(desk, uow, lead_id, now, cause_id=events[0].event_id)
    if more.score_moved is not None:
        facts = gather(desk, uow, lead_id)
        bodies, after = decided(facts, Observe(signal=more.score_moved), now)
        append_and_place(desk, uow, facts, bodies, now, after=after)
    return holds(more.bodies)


def find(desk: Desk, text: str, limit: int = 50) -> Sequence[LeadHit]:
    """People by the beginning of words of name, company or address, or by digits of a number."""
    with desk.store.read() as reader:
        return reader.search(text, limit)
