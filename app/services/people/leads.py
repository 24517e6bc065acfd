"""Adding people, meeting again those who are known, and finding them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from app.core.consent.consent import ANSWER, ASKED, ENQUIRY_LASTS, Consent, consent_state
from app.core.consent.suppression import (
    EVERY_CHANNEL,
    Barriers,
    Suppression,
    closures,
    matchable,
    organisations_met,
    points_of_channels,
)
from app.core.engine.engine import Enrol, decided
from app.core.errors import BadInput
from app.core.ids import keyed_id
from app.core.log.audit import AuditEntry
from app.core.log.events import Body, ConsentRecorded, LeadAdded, LeadRevised, Suppressed
from app.core.log.projection import apply_all
from app.core.people.lead import (
    ConsentChannel,
    ContactPoint,
    Lead,
    Stage,
)
from app.core.people.new_lead import NewLead, NewPoint
from app.core.people.person_facts import PERSONAL
from app.core.people.phone_variants import variants
from app.core.work.enrolment import LeadWork
from app.services.desk.desk import Desk
from app.services.desk.facts import facts_of, facts_with, gather
from app.services.desk.recording import (
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
# Sources of people who asked to be contacted; "" is an enquiry that somebody typed in. A list that
# is imported says in its own columns who agreed to what.
ENQUIRIES = frozenset(
    {
        "",
        "web_form",
        "web",
        "phone",
        "phone_enquiry",
        "inbound_call",
        "chat",
        "inbound_chat",
        "email",
        "demo_request",
        "contact_sales",
        "pricing_inquiry",
    }
)
# A key such as "fair_2026_11" may hold a date, none holds a number or a text.
_MOST_DIGITS, _LONGEST = 8, 60


@dataclass(frozen=True, slots=True, kw_only=True)
class AddResult:
    """What became of a new lead; `lead_id` is None when the person must not be contacted."""

    added: Added
    lead_id: UUID | None


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
    with desk.store.write() as uow:
        outcome = take_in(desk, uow, new, at or desk.clock.now())
        uow.commit()
    if outcome.lead_id is not None:
        publish_changes(desk, Changes(leads=frozenset({outcome.lead_id}), queue=True))
    return outcome


def take_in(desk: Desk, uow: UnitOfWork, new: NewLead, now: datetime) -> AddResult:
    """Add or merge inside the caller's transaction.

    A person who is on no channel allowed to be contacted is not stored at all, only counted.
    """
    new = new.cleaned()
    keys = [(p.kind, v) for p in new.points if p.status != "unparsed" for v in _forms(p)]
    name = f"{new.first_name} {new.last_name}".strip()
    lead = known_as(uow, described(name, new.points, apart=new.apart), keys)
    if lead is not None:
        _merge(desk, uow, lead.lead_id, new, now)
        return AddResult(added="merged", lead_id=lead.lead_id)
    lead_id = desk.new_id()
    points = tuple(_point(desk, lead_id, p) for p in new.points)
    asked = (*matchable(points), *organisations_met(new.company, points, desk.free_mail))
    met = uow.barriers(desk.ring.every_digest(asked))
    closed = closures(points, met.entries, desk.ring).closed
    if EVERY_CHANNEL in closed:
        # Under the digest of the entry itself, which is all that is kept of them.
        asked_for = next(e for e in met.entries if EVERY_CHANNEL in e.channels)
        uow.audit(_met(closed, now, person=next(iter(asked_for.digests), "")))
        close_unstored(desk, uow, points, met.entries, now)
        return AddResult(added="suppressed", lead_id=None)
    _create(desk, uow, new, lead_id, now, points=points, met=met)
    if closed:
        uow.audit(_met(closed, now, lead_id=lead_id))
    return AddResult(added="new", lead_id=lead_id)


def _met(
    closed: frozenset[str], now: datetime, *, lead_id: UUID | None = None, person: str = ""
) -> AuditEntry:
    """For the audit: somebody came in of whom it was known that they want no contact."""
    channels = EVERY_CHANNEL if EVERY_CHANNEL in closed else " ".join(sorted(closed))
    return AuditEntry(
        kind="import_suppressed", at=now, lead_id=lead_id, person=person, channel=channels
    )


def _forms(point: NewPoint) -> tuple[str, ...]:
    """Every way of writing a number by which the same person may be known already."""
    return variants(point.value) if point.kind == "phone" else (point.value,)


def _create(
    desk: Desk,
    uow: UnitOfWork,
    new: NewLead,
    lead_id: UUID,
    now: datetime,
    *,
    points: tuple[ContactPoint, ...],
    met: Barriers,
) -> None:
    """Store somebody nobody knows yet; `met` is what their `points` are barred by."""
    received_at = min(new.received_at or now, now)
    lead = Lead(
        lead_id=lead_id,
        points=points,
        source=new.source,
        direction=new.direction,
        received_at=received_at,
        added_at=now,
        owner_id=desk.identity.rep_id,
        temperature=new.temperature,
        stage=new.stage,
        zones=new.zones,
        extra=dict(new.extra),
        **new.facts(),
    )
    bodies: list[Body] = [
        LeadAdded(
            owner_id=lead.owner_id,
            source=_source_key(lead.source),
            direction=lead.direction,
            received_at=received_at,
            stage=new.stage,
            temperature=lead.temperature,
        ),
        *_agreed(desk, lead, new, now),
    ]
    uow.save_lead(lead, 1)
    empty = LeadWork(lead_id=lead_id, owner_id=lead.owner_id)
    work = apply_all(empty, ((body, now) for body in bodies))
    facts = facts_with(desk, lead, work, barriers=met)
    enrolled: tuple[Body, ...] = ()
    after = work
    if new.stage not in _SETTLED:
        routed = facts.routed(now)
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


def _point(desk: Desk, lead_id: UUID, new: NewPoint) -> ContactPoint:
    """The id follows from lead and value, so that a second import finds the same point."""
    return ContactPoint(
        point_id=keyed_id(desk.ring.own.secret, lead_id, f"{new.kind}/{new.value}"),
        kind=new.kind,
        value=new.value,
        status=new.status,
        note=new.note,
    )


def _agreed(
    desk: Desk,
    lead: Lead,
    new: NewLead,
    now: datetime,
    answered: Collection[ConsentChannel] = (),
) -> list[Body]:
    """What the columns of a file, or a form, say the person agreed to and refused.

    Whoever asked to be contacted agreed to a call, unless that was `answered` before.
    """
    source = _source_key(new.source or lead.source) or "entered"
    bodies: list[Body] = [
        ConsentRecorded(
            consent=Consent(
                consent_id=desk.new_id(),
                channel=channel,
                granted=granted,
                basis="consent",
                source=source,
                recorded_at=now,
                evidence=f"stated:{source}",
            )
        )
        for channel, granted in sorted(new.consents.items())
    ]
    bodies += [
        ConsentRecorded(consent=_enquired(desk, new, channel, source, now))
        for channel in _asked_for(new)
        if channel not in answered
    ]
    if new.opt_outs:
        every = EVERY_CHANNEL in new.opt_outs
        channels = (EVERY_CHANNEL,) if every else tuple(sorted(new.opt_outs))
        about = points_of_channels(lead.points, channels)
        bodies.append(
            Suppressed(
                suppression=Suppression(
                    suppression_id=desk.new_id(),
                    scope="person" if every else "channel",
                    channels=channels,
                    digests=desk.ring.digests(matchable(about)),
                    key_id=desk.ring.newest.key_id,
                ),
                why="import",
            )
        )
    if new.held:
        bodies.append(_looks_refused(desk, lead, new))
    return bodies


def _looks_refused(desk: Desk, lead: Lead, new: NewLead) -> Suppressed:
    """What looks like a refusal in a list closes the person until somebody has read it."""
    channels = (EVERY_CHANNEL,) if EVERY_CHANNEL in new.held else tuple(sorted(new.held))
    about = points_of_channels(lead.points, channels)
    return Suppressed(
        suppression=Suppression(
            suppression_id=desk.new_id(),
            scope="person" if EVERY_CHANNEL in channels else "channel",
            channels=channels,
            digests=desk.ring.digests(matchable(about)),
            key_id=desk.ring.newest.key_id,
            suspected=True,
        ),
        why="suspected",
    )


def _source_key(source: str) -> str:
    """A source as the log may hold it: a column of a file may hold anything, also an address."""
    digits = sum(c.isdigit() for c in source)
    return "other" if "@" in source or digits > _MOST_DIGITS or len(source) > _LONGEST else source


def _enquired(
    desk: Desk, new: NewLead, channel: ConsentChannel, source: str, now: datetime
) -> Consent:
    """Asking to be contacted is a yes to an answer, for a while, with the enquiry as its proof."""
    asked_at = min(new.received_at or now, now)
    return Consent(
        consent_id=desk.new_id(),
        channel=channel,
        granted=True,
        basis=ASKED,
        source=source,
        recorded_at=now,
        expires_at=asked_at + ENQUIRY_LASTS,
        purpose=ANSWER,
        evidence=f"enquiry:{asked_at.isoformat()}",
    )


def _asked_for(new: NewLead) -> tuple[ConsentChannel, ...]:
    """The call that an enquiry asks for, if they can be called and did not say otherwise."""
    enquiry = new.direction == "inbound" and new.source.lower() in ENQUIRIES
    phone = any(point.kind == "phone" and point.status == "usable" for point in new.points)
    return ("call",) if enquiry and phone and "call" not in new.consents else ()


def _merge(desk: Desk, uow: UnitOfWork, lead_id: UUID, new: NewLead, now: datetime) -> None:
    """Fill what was empty, add what is new; what is known is never overwritten.

    Refusals and opt-outs are added, an agreement is only where nothing was known.
    """
    facts = gather(desk, uow, lead_id)
    stored = uow.lead(lead_id)
    known = {(p.kind, p.value) for p in stored.points}
    points = tuple(_point(desk, lead_id, p) for p in new.points if (p.kind, p.value) not in known)
    filled = {
        name: getattr(new, name)
        for name in PERSONAL
        if getattr(new, name) and not getattr(stored, name)
    }
    merged = stored.revised(points, filled, new.zones)
    if merged != stored:
        revision = uow.revision(lead_id) + 1
        uow.save_lead(merged, revision)
        fields = tuple(sorted([*filled, *(["points"] if points else [])]))
        revised: list[Body] = [LeadRevised(revision=revision, fields=fields, source="import")]
    else:
        revised = []
    if facts.snapshot.suppressed:
        uow.audit(_met(facts.snapshot.suppressed, now, lead_id=lead_id))
    held = closures((), facts.work.suppressions, desk.ring).closed
    asked = {c.channel for c in facts.work.consents}
    news = new.but(
        consents={c: g for c, g in new.consents.items() if not g or c not in asked},
        opt_outs=new.opt_outs - held if EVERY_CHANNEL not in held else frozenset(),
        held=frozenset() if EVERY_CHANNEL in held or facts.snapshot.held else new.held,
    )
    refused = {c.channel for c in facts.work.consents if not c.granted}
    news = news.but(consents={c: g for c, g in news.consents.items() if c not in refused})
    # Whoever asks again renews what their last enquiry allowed.
    current = {c for c in asked if consent_state(facts.work.consents, c, now) != "expired"}
    bodies = [*revised, *_agreed(desk, merged, news, now, current | new.consents.keys())]
    if bodies:
        append_and_place(desk, uow, facts_of(desk, uow, merged, facts.work), bodies, now)


def find(desk: Desk, text: str, limit: int = 50) -> Sequence[LeadHit]:
    """People by the beginning of words of name, company or address, or by digits of a number."""
    with desk.store.read() as reader:
        return reader.search(text, limit)
