"""How every command runs: gather facts, let the core decide, record, and place the row anew."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app.core.clock import Clock
from app.core.contact_history import attempts_of, refused_at, wished_start
from app.core.contact_policy import Snapshot
from app.core.contact_rules import RuleBook
from app.core.decision import Facts
from app.core.engine import Command, decided
from app.core.enrolment import LeadWork
from app.core.errors import Refused
from app.core.events import Body, Event
from app.core.first_contact import alerts_of
from app.core.lead import Lead
from app.core.projection import apply_all
from app.core.ranking import place
from app.core.suppression import digest, matchable, suppressed_channels
from app.services.audit import dispatch_of
from app.services.cadences import CadenceLibrary
from app.services.unit_of_work import Changes, Identity, Reader, Store, UnitOfWork


class Shelf:
    """Where the texts stand: a version that is published puts another library in its place."""

    def __init__(self, library: CadenceLibrary) -> None:
        self.library = library


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """What the use cases share: the store, the texts, the clock, and where ids come from.

    `tz_version` names the time-zone data in use; it is kept with every verdict. `rules` say when
    people may be contacted.
    """

    store: Store
    shelf: Shelf
    clock: Clock
    new_id: Callable[[], UUID]
    tz_version: str
    rules: RuleBook
    identity: Identity
    secret: bytes

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
    digests = [digest(desk.secret, value) for value in matchable(lead.points)]
    return facts_with(
        desk, lead, work, closed=reader.suppressed_by(digests), tracked=tracked_channels(reader)
    )


def facts_with(
    desk: Desk,
    lead: Lead,
    work: LeadWork,
    *,
    closed: frozenset[str],
    tracked: frozenset[str] = frozenset(),
) -> Facts:
    """The same where it is known which channels other entries close for the person's points."""
    closed |= suppressed_channels(work.suppressions)
    library = desk.library
    return Facts(
        lead=lead.as_worked(work.unusable, work.stage),
        work=work,
        cadences=library.cadences,
        former=library.former,
        snapshot=Snapshot(
            rules=desk.rules,
            suppressed=closed,
            consents=work.consents,
            attempts=attempts_of(work),
            refused_at=refused_at(work),
            not_before=wished_start(lead.prefers),
            tz_version=desk.tz_version,
        ),
        desk_zone=desk.identity.zone,
        secret=desk.secret,
        ruleset=library.ruleset,
        tracked=tracked,
    )


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
) -> Sequence[Event]:
    """Append what was decided, save what it changes, and place the lead anew.

    `after` is the work after the events, where it is known already.
    """
    events = uow.append(facts.work.lead_id, bodies, at)
    if after is None:
        after = apply_all(facts.work, ((body, at) for body in bodies))
    uow.save_work(facts.work, after)
    settle(desk, uow, facts, after, at)
    return events


def settle(desk: Desk, uow: UnitOfWork, facts: Facts, after: LeadWork, at: datetime) -> None:
    """Bring queue row and alerts of a lead in line with its work."""
    lead = facts.lead
    if after.unusable != facts.work.unusable:
        lead = uow.lead(lead.lead_id).as_worked(after.unusable, after.stage)
    closed = facts.snapshot.suppressed | suppressed_channels(after.suppressions)
    if after.suppressions != facts.work.suppressions:
        digests = [digest(desk.secret, value) for value in matchable(lead.points)]
        closed = suppressed_channels(after.suppressions) | uow.suppressed_by(digests)
    now = facts.after(after, lead, closed)
    uow.place(after.lead_id, place(now, at))
    if after.first_contact != facts.work.first_contact:
        clock = after.first_contact
        uow.plan_alerts(after.lead_id, clock.deadline_at if clock else None, alerts_of(clock))


def carry_out(
    desk: Desk, touch_id: UUID, command: Command, *, at: datetime | None = None, note: str = ""
) -> Changes:
    """Run one command for the lead of a touch in one transaction; `note` is kept with its event.

    Raises NotFound, and what `decide` raises; then nothing has changed, but a dispatch that was
    refused stands in the audit.
    """
    now = at or desk.clock.now()
    with desk.store.write() as uow:
        lead_id = uow.lead_of_touch(touch_id)
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
            leads=frozenset({lead_id}),
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
