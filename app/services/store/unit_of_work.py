"""What a use case needs of the store: one transaction to change, and reads beside it.

A command gathers facts, lets the core decide, appends the events and saves what changed, all
inside one `UnitOfWork`; it returns `Changes`, so that a view refreshes only what is stale.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Protocol
from uuid import UUID

from app.core.cadence.cadence import Role
from app.core.consent.key_ring import Key, KeyRing
from app.core.consent.suppression import Barriers
from app.core.log.audit import AuditEntry, AuditLine
from app.core.log.events import Body, Event
from app.core.metrics.history import LeadLog
from app.core.people.lead import Lead
from app.core.queue.ranking import Placement
from app.core.reason import Reason
from app.core.work.enrolment import LeadWork
from app.core.work.first_contact import AlertKind
from app.services.store.queue_rows import Lane, QueuePage


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """Who works here. `zone` is the IANA zone and `country` the ISO code of the rep's desk."""

    org_id: UUID
    device_id: UUID
    rep_id: UUID
    rep_name: str
    company: str
    zone: str
    country: str
    sandbox: bool = False
    demo: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """What became stale. `undo_id` names the event that `undo` takes back, if that can be."""

    leads: frozenset[UUID] = frozenset()
    queue: bool = False
    suppressions: bool = False
    undo_id: UUID | None = None

    def __or__(self, other: "Changes") -> "Changes":
        return Changes(
            leads=self.leads | other.leads,
            queue=self.queue or other.queue,
            suppressions=self.suppressions or other.suppressions,
            undo_id=other.undo_id or self.undo_id,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """A first-contact alert that is due at `due_at`, for a window that ends at `deadline_at`."""

    lead_id: UUID
    kind: AlertKind
    due_at: datetime
    deadline_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineEntry:
    """One line of a lead's history. `code` is the event type, `detail` codes of its body.

    `text` is a note or message text kept outside the log, "" when there is none.
    """

    event_id: UUID
    at: datetime
    code: str
    detail: Mapping[str, str]
    text: str = ""
    undone: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DayNumbers:
    """The three figures of the top bar over one day of one rep.

    `median_first_contact_s` is None before the first attempt. `in_window` of `startable` first
    contacts were attempted in time; `done` touches of `planned` (done and still due today).
    """

    median_first_contact_s: float | None = None
    in_window: int = 0
    startable: int = 0
    done: int = 0
    planned: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedVersion:
    """A version of a cadence that never changes again; its text is read apart.

    `published_by` is the person who did it, None where it came with the product.
    """

    cadence_key: str
    version: int
    digest: str
    published_at: datetime
    published_by: UUID | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OnVersion:
    """Somebody on a version, in their role, with the keys of the steps that they have come to."""

    lead_id: UUID
    role: Role | None
    begun: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class LeadHit:
    """A search result."""

    lead_id: UUID
    name: str
    company: str
    phone: str
    place: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Registry:
    """A do-not-call list: good until the end of `valid_until`, with so many numbers."""

    registry: str
    country: str
    valid_until: date
    loaded_at: datetime
    entries: int


class Reader(Protocol):
    """Reads; each call sees one consistent state of the store."""

    def identity(self) -> Identity: ...
    def lead(self, lead_id: UUID) -> Lead:
        """Raises NotFound."""
        ...

    def work(self, lead_id: UUID) -> LeadWork:
        """Raises NotFound."""
        ...

    def person(self, lead_id: UUID) -> tuple[Lead, LeadWork]:
        """`lead` and `work` in one. Raises NotFound."""
        ...

    def log(self, lead_id: UUID) -> Sequence[Event]:
        """All events of a lead in the order in which they were written."""
        ...

    def event(self, event_id: UUID) -> Event:
        """Raises NotFound."""
        ...

    def lead_of_touch(self, touch_id: UUID) -> UUID:
        """Raises NotFound."""
        ...

    def queue_page(
        self, owner_id: UUID, now: datetime, limit: int, lanes: Sequence[Lane] | None = None
    ) -> QueuePage:
        """The first `limit` rows of each lane in order, skipping rows whose time has passed."""
        ...

    def due_to_place(self, now: datetime, limit: int) -> Sequence[UUID]:
        """Leads whose `lane_until` has passed, most urgent lane first."""
        ...

    def people_of(self, account_id: UUID) -> Sequence[UUID]:
        """Who is or was on a plan of that account, in the order of their ids."""
        ...

    def people_at(self, company: str) -> Sequence[UUID]:
        """Everybody of a company, however it is spelled, in the order of their ids."""
        ...

    def in_work(self, owner_id: UUID) -> Sequence[UUID]:
        """The leads of an owner for whom a touch is planned, in the order of their ids."""
        ...

    def stuck(self, limit: int) -> Sequence[UUID]:
        """Leads of every owner that wait with no opening in sight, the longest due first."""
        ...

    def latest(self, types: Sequence[str], limit: int) -> Sequence[UUID]:
        """The newest events of these types, newest first, among this device's latest thousand."""
        ...

    def next_change_at(self) -> datetime | None:
        """The earliest `lane_until`, or due alert, of the store."""
        ...

    def timeline(self, lead_id: UUID, limit: int) -> Sequence[TimelineEntry]:
        """Newest first."""
        ...

    def began(self, lead_id: UUID, enrolment_id: UUID) -> Reason | None:
        """Why an enrolment began, None if the log does not say."""
        ...

    def texts(self, lead_id: UUID) -> int:
        """How many notes and messages are kept of a lead, drafts included."""
        ...

    def draft(self, touch_id: UUID) -> str:
        """The note typed so far for a touch, "" if none."""
        ...

    def search(self, text: str, limit: int) -> Sequence[LeadHit]:
        """People by the beginning of words of name, company, or digits of a number."""
        ...

    def day_numbers(self, rep_id: UUID, day_start: datetime, day_end: datetime) -> DayNumbers: ...
    def lead_logs(self, since: datetime, now: datetime) -> Iterator[LeadLog]:
        """What reports read: the logs until `now` of leads in work or with activity from `since`.

        One lead after the other in the order of ids, read while they are asked for. Nothing
        personal in them.
        """
        ...

    def barriers(self, digests: Iterable[str]) -> Barriers:
        """The entries in force, and the do-not-call lists, which carry one of these digests."""
        ...

    def registries(self) -> Sequence[Registry]:
        """The do-not-call lists that are loaded, by name."""
        ...

    def registry_digests(self, registry: str) -> frozenset[bytes]:
        """All numbers of a list."""
        ...

    def phones(self) -> Iterator[tuple[UUID, str]]:
        """(lead, E.164) of every number there is, read while they are asked for."""
        ...

    def leads_sharing(self, points: Iterable[tuple[str, str]]) -> Sequence[UUID]:
        """Every lead that holds one of the (kind, normalised value), at most 200 for each."""
        ...

    def leads_at_domain(self, domain: str) -> Sequence[UUID]:
        """Every lead with an address at a mail domain."""
        ...

    def companies(self) -> Sequence[tuple[UUID, str]]:
        """Every lead that has a company, and its name."""
        ...

    def caused_by(self, event_id: UUID) -> Sequence[UUID]:
        """The leads of events that name this one as their cause."""
        ...

    def ring(self) -> KeyRing:
        """Every key for digests, the newest first."""
        ...

    def setting(self, key: str) -> str | None: ...
    def cadence_versions(self) -> Sequence[PublishedVersion]:
        """Every published version, by key and number."""
        ...

    def cadence_text(self, cadence_key: str, version: int) -> str:
        """The file of a published version. Raises NotFound."""
        ...

    def audited(self, lead_id: UUID | None, limit: int) -> Sequence[AuditLine]:
        """The newest lines of the audit, newest first; of one lead, or of all (None)."""
        ...

    def on_version(self, cadence_key: str, version: int) -> Iterator[OnVersion]:
        """Everybody whose open enrolment is on a version, in the order of their ids."""
        ...

    def enrolled_on(self, cadence_key: str) -> Sequence[UUID]:
        """The leads that ever were on a cadence, in the order of their ids."""
        ...

    def step_notes(
        self, cadence_key: str, since: datetime
    ) -> Sequence[tuple[str, UUID, datetime, str]]:
        """(step key, lead, instant, text) of notes on steps of a cadence, the newest first."""
        ...

    def leads_at(self, points: Iterable[tuple[str, str]]) -> Mapping[tuple[str, str], UUID]:
        """Which lead holds each (kind, normalised value); unknown ones are left out."""
        ...


class UnitOfWork(Reader, AbstractContextManager["UnitOfWork"], Protocol):
    """One write transaction (BEGIN IMMEDIATE). Leaving it without `commit` takes all back."""

    def commit(self) -> None: ...

    def append(
        self,
        lead_id: UUID | None,
        bodies: Sequence[Body],
        at: datetime,
        *,
        cause_id: UUID | None = None,
    ) -> Sequence[Event]:
        """Write events and their outbox rows. Without `cause_id` the first causes the others.

        Opt-outs and consents among them go into the audit too.
        """
        ...

    def audit(self, *entries: AuditEntry) -> None:
        """Add lines to the audit, in their order. They stay with the transaction alone."""
        ...

    def save_work(self, before: LeadWork | None, after: LeadWork) -> None:
        """Write the rows in which `after` differs from `before` (None: a new lead)."""
        ...

    def save_lead(self, lead: Lead, revision: int) -> None:
        """Write the personal facts, the points and the search entry of a lead."""
        ...

    def erase_lead(self, lead_id: UUID) -> None:
        """Delete everything personal of a lead, their queue row and alerts; the log stays."""
        ...

    def revision(self, lead_id: UUID) -> int:
        """The current revision of a lead's personal facts, 0 if new."""
        ...

    def place(self, lead_id: UUID, placement: Placement | None) -> None:
        """Set or remove the queue row of a lead."""
        ...

    @property
    def placed(self) -> frozenset[UUID]:
        """The leads whose rows were set or removed so far."""
        ...

    def add_key(self, key: Key, at: datetime) -> None:
        """Hold a further key: new entries are made with the one that came last."""
        ...

    def save_registry(self, registry: Registry) -> None:
        """Keep what is known of a list, in the place of what was known of it."""
        ...

    def list_digests(
        self, registry: str, added: Iterable[bytes] = (), removed: Iterable[bytes] = ()
    ) -> None:
        """Numbers that came on a list, and that went."""
        ...

    def plan_alerts(
        self,
        lead_id: UUID,
        deadline_at: datetime | None,
        alerts: Sequence[tuple[AlertKind, datetime]],
    ) -> None:
        """Make these the open alerts of a lead. One that already fired never fires again."""
        ...

    def take_alerts(self, now: datetime, limit: int) -> Sequence[Alert]:
        """Mark the alerts that are due as fired and return them, oldest first."""
        ...

    def add_text(self, event_id: UUID, lead_id: UUID, kind: str, text: str) -> None:
        """Keep a note or a message text beside its event."""
        ...

    def save_draft(self, touch_id: UUID, lead_id: UUID, text: str) -> None:
        """Keep what was typed so far; "" removes it."""
        ...

    def save_setting(self, key: str, value: str) -> None: ...
    def add_cadence_version(self, published: PublishedVersion, text: str) -> None:
        """Keep a version for good. One that is there already can never be written again."""
        ...


@dataclass(frozen=True, slots=True)
class Store:
    """How services reach the store: `write()` opens a transaction, `read()` a snapshot."""

    write: Callable[[], AbstractContextManager[UnitOfWork]]
    read: Callable[[], AbstractContextManager[Reader]]
    after_commit: list[Callable[[Changes], None]] = field(default_factory=list)
