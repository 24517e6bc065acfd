"""How every command runs: gather facts, let the core decide, record, and place the row anew."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from app.core.accounts.account import account_id, account_of, answer_in, hear
from app.core.clock import Clock
from app.core.consent.key_ring import KeyRing
from app.core.consent.suppression import (
    Barriers,
    Suppression,
    company_key,
    keys_of,
    looked_up,
    organisation_keys,
)
from app.core.contact.history import TriedElsewhere, attempts_of, heard_at, tried_with, wished_start
from app.core.contact.policy import Snapshot
from app.core.contact.rules import RuleBook
from app.core.engine.engine import Command, Tick, decided
from app.core.engine.facts import Facts
from app.core.errors import Refused
from app.core.log.events import Body, Event
from app.core.log.projection import apply_all
from app.core.people.lead import Lead
from app.core.queue.ranking import place
from app.core.work.enrolment import LeadWork
from app.core.work.first_contact import alerts_of
from app.services.desk.audit import dispatch_of
from app.services.desk.library import CadenceLibrary
from app.services.store.reader import Reader
from app.services.store.records import Changes, Identity
from app.services.store.unit_of_work import Store, UnitOfWork


class Shelf:
    """Where the texts stand: a version that is published puts another library in its place."""

    def __init__(self, library: CadenceLibrary) -> None:
        self.library = library


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """What the use cases share: the store, the texts, the clock, and where ids come from.

    `tz_version` names the time-zone data in use; it is kept with every verdict. `rules` say when
    people may be contacted. `ring` holds the keys for digests; `free_mail` are mail domains shared
    by strangers.
    """

    store: Store
    shelf: Shelf
    clock: Clock
    new_id: Callable[[], UUID]
    tz_version: str
    rules: RuleBook
    identity: Identity
    ring: KeyRing = field(repr=False)
    free_mail: frozenset[str] = field(default=frozenset(), repr=False)

    @property
    def library(self) -> CadenceLibrary:
        """The texts as they are at this moment."""
        return self.shelf.library


# The setting that whatever connects a mail service keeps: channels it reports opens of.
TRACKED = "tracked_channels"


def tracked_channels(reader: Reader) -> frozenset[str]:
    """The channels that report what becomes of a message; none where nothing is connected."""
    return frozenset((reader.setting(TRACKED) or "").split())


def facts_of(desk: Desk, reader: Reader, lead: Lead, work: LeadWork) -> Facts:
    """The facts of a lead as the core wants them."""
    return facts_with(
        desk,
        lead,
        work,
        barriers=barriers_of(desk, reader, lead),
        elsewhere=tried_elsewhere(reader, lead),
        tracked=tracked_channels(reader),
    )


def facts_with(
    desk: Desk,
    lead: Lead,
    work: LeadWork,
    *,
    barriers: Barriers,
    elsewhere: TriedElsewhere | None = None,
    tracked: frozenset[str] = frozenset(),
) -> Facts:
    """The same where it is known what the person's points meet, and what was tried elsewhere."""
    lead = lead.as_worked(work.unusable, work.stage)
    library = desk.library
    facts = Facts(
        lead=lead,
        work=work,
        cadences=library.cadences,
        former=library.former,
        snapshot=Snapshot(
            rules=desk.rules,
            not_before=wished_start(lead.prefers),
            whatsapp_at=heard_at(work, "whatsapp"),
            tz_version=desk.tz_version,
        ),
        desk_zone=desk.identity.zone,
        ring=desk.ring,
        ruleset=library.ruleset,
        tracked=tracked,
        account_id=account_id(desk.identity.org_id, lead.company),
        age_bands=library.age_bands,
        routing=library.routing,
        templates=library.templates,
        barriers=barriers,
        elsewhere=elsewhere or TriedElsewhere(),
    )
    return facts.after(work)


def barriers_of(desk: Desk, reader: Reader, lead: Lead) -> Barriers:
    """What the numbers, addresses and organisation of a lead meet."""
    return reader.barriers(desk.ring.every_digest(looked_up(lead, desk.free_mail)))


def sharing(reader: Reader, lead: Lead) -> tuple[UUID, ...]:
    """The other leads that hold one of the numbers or addresses of this one."""
    forms = [(p.kind, value) for p in lead.points for value in keys_of(p)]
    return tuple(other for other in reader.leads_sharing(forms) if other != lead.lead_id)


def tried_elsewhere(reader: Reader, lead: Lead) -> TriedElsewhere:
    """What was tried with other leads of the same number: a line is tried often enough once."""
    forms = [(p.kind, v) for p in lead.points if p.kind == "phone" for v in keys_of(p)]
    others = [other for other in reader.leads_sharing(forms) if other != lead.lead_id]
    return tried_with(reader.work(other) for other in others) if others else TriedElsewhere()


def gather(desk: Desk, reader: Reader, lead_id: UUID) -> Facts:
    """The facts of a stored lead. Raises NotFound."""
    return facts_of(desk, reader, *reader.person(lead_id))


def record(
    desk: Desk,
    uow: UnitOfWork,
    facts: Facts,
    bodies: Sequence[Body],
    at: datetime,
    *,
    after: LeadWork | None = None,
    cause_id: UUID | None = None,
) -> Sequence[Event]:
    """Append what was decided, save what it changes, and place the lead anew.

    `after` is the work after the events, where it is known already. `cause_id` is the event of
    another lead that brought it about; without it the first event causes the others.
    """
    if after is None:
        after = apply_all(facts.work, ((body, at) for body in bodies))
    events = keep(desk, uow, facts, bodies, at, after=after, cause_id=cause_id)
    if after.suppressions != facts.work.suppressions:
        others = concerned(desk, uow, facts.lead, after.suppressions)
        reach(desk, uow, others, events[0].event_id, at)
    elif attempts_of(after) != attempts_of(facts.work):
        for other in facts.elsewhere.leads:
            place_anew(desk, uow, other, at)
    tell_account(desk, uow, facts, bodies, events[0])
    return events


def keep(
    desk: Desk,
    uow: UnitOfWork,
    facts: Facts,
    bodies: Sequence[Body],
    at: datetime,
    *,
    after: LeadWork,
    cause_id: UUID | None,
) -> Sequence[Event]:
    """Append what happened to one lead and place it anew; nobody else hears of it."""
    events = uow.append(facts.work.lead_id, bodies, at, cause_id=cause_id)
    uow.save_work(facts.work, after)
    settle(desk, uow, facts, after, at)
    return events


def settle(desk: Desk, uow: UnitOfWork, facts: Facts, after: LeadWork, at: datetime) -> None:
    """Bring queue row and alerts of a lead in line with its work."""
    lead = facts.lead
    if after.unusable != facts.work.unusable:
        lead = uow.lead(lead.lead_id).as_worked(after.unusable, after.stage)
    met = None
    if after.suppressions != facts.work.suppressions:
        met = barriers_of(desk, uow, lead)
    uow.place(after.lead_id, place(facts.after(after, lead, met), at))
    if after.first_contact != facts.work.first_contact:
        clock = after.first_contact
        uow.plan_alerts(after.lead_id, clock.deadline_at if clock else None, alerts_of(clock))


def tell_account(
    desk: Desk, uow: UnitOfWork, facts: Facts, bodies: Sequence[Body], cause: Event
) -> None:
    """If the events are an answer, tell the other people of the account.

    `facts` are those of the person who answered, before the events; `cause` is the first event.
    """
    account, answer = account_of(facts.work), answer_in(facts.work, bodies)
    if account is None or answer is None:
        return
    for other in uow.people_of(account):
        if other == facts.work.lead_id:
            continue
        theirs = gather(desk, uow, other)
        heard = hear(theirs, account, facts.work.lead_id, answer, cause.occurred_at)
        if heard:
            record(desk, uow, theirs, heard, cause.occurred_at, cause_id=cause.event_id)


def place_anew(desk: Desk, uow: UnitOfWork, lead_id: UUID, at: datetime) -> None:
    """Bring the row of a lead in line with what happened to another."""
    facts = gather(desk, uow, lead_id)
    settle(desk, uow, facts, facts.work, at)


def pass_on(
    desk: Desk, uow: UnitOfWork, lead_id: UUID, at: datetime, *, cause_id: UUID | None = None
) -> None:
    """Do for a lead what time, or what `cause_id` did to another lead, brings about."""
    if not uow.revision(lead_id):
        return  # erased since their id was read
    facts = gather(desk, uow, lead_id)
    bodies, after = decided(facts, Tick(), at)
    if bodies:
        keep(desk, uow, facts, bodies, at, after=after, cause_id=cause_id)
    else:
        settle(desk, uow, facts, after, at)


def concerned(
    desk: Desk, reader: Reader, lead: Lead, entries: Sequence[Suppression]
) -> tuple[UUID, ...]:
    """The other leads that opt-outs of this one, or their end, concern too."""
    others = dict.fromkeys(sharing(reader, lead))
    if any(entry.scope == "organisation" for entry in entries):
        others.update(dict.fromkeys(colleagues(desk, reader, lead)))
    return tuple(others)


def reach(
    desk: Desk, uow: UnitOfWork, others: Iterable[UUID], cause_id: UUID, at: datetime
) -> None:
    """Do at once for other leads what an event of somebody else means for them.

    `cause_id` is that event: by it, undo finds what to take back.
    """
    for other in others:
        pass_on(desk, uow, other, at, cause_id=cause_id)


def colleagues(desk: Desk, reader: Reader, lead: Lead) -> tuple[UUID, ...]:
    """The other leads of the same company or mail domain."""
    keys = organisation_keys(lead.company, lead.points, desk.free_mail)
    found = leads_of(reader, keys)
    return tuple(other for other in found if other != lead.lead_id)


def leads_of(reader: Reader, keys: Sequence[str]) -> tuple[UUID, ...]:
    """The leads whose organisation has one of these keys."""
    found: dict[UUID, None] = {}
    for key in keys:
        if key.startswith("@"):
            found.update(dict.fromkeys(reader.leads_at_domain(key[1:])))
        else:
            named = (who for who, name in reader.companies() if company_key(name) == key)
            found.update(dict.fromkeys(named))
    return tuple(found)


def carry_out(
    desk: Desk, touch_id: UUID, command: Command, *, at: datetime | None = None, note: str = ""
) -> Changes:
    """`carry_out_for` the lead of a touch. Raises NotFound, and what `decide` raises."""
    return _carry_out(desk, lambda uow: uow.lead_of_touch(touch_id), command, at, note)


def carry_out_for(
    desk: Desk, lead_id: UUID, command: Command, *, at: datetime | None = None, note: str = ""
) -> Changes:
    """Run one command for a lead in one transaction; `note` is kept with its event.

    Raises NotFound, and what `decide` raises; then nothing has changed, but a dispatch that was
    refused stands in the audit.
    """
    return _carry_out(desk, lambda _: lead_id, command, at, note)


def _carry_out(
    desk: Desk,
    whose: Callable[[UnitOfWork], UUID],
    command: Command,
    at: datetime | None,
    note: str,
) -> Changes:
    now = at or desk.clock.now()
    with desk.store.write() as uow:
        lead_id = whose(uow)
        facts = gather(desk, uow, lead_id)
        dispatch = dispatch_of(facts, command, now)
        if dispatch is not None:
            uow.audit(dispatch)
        try:
            bodies, after = decided(facts, command, now)
        except Refused:
            if dispatch is not None and dispatch.kind == "refused":
                uow.commit()
            raise
        if not bodies:
            settle(desk, uow, facts, facts.work, now)
            uow.commit()
            return Changes(leads=frozenset({lead_id}), queue=True)
        events = record(desk, uow, facts, bodies, now, after=after)
        if note.strip():
            uow.add_text(events[0].event_id, lead_id, "note", note.strip())
        uow.commit()
    return told(
        desk,
        Changes(
            leads=uow.placed | {lead_id},
            queue=True,
            suppressions=any(type(body).__name__.startswith("Suppress") for body in bodies),
            undo_id=events[0].event_id,
        ),
    )


def told(desk: Desk, changes: Changes) -> Changes:
    """Tell the listeners of the store, after the commit, what became stale."""
    for listener in desk.store.after_commit:
        listener(changes)
    return changes
