"""What a use case needs of the store: one transaction to change, and reads beside it.

A command gathers facts, lets the core decide, appends the events and saves what changed, all
inside one `UnitOfWork`; it returns `Changes`, so that a view refreshes only what is stale.
"""

from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol
from uuid import UUID

from app.core.consent.key_ring import DigestKey
from app.core.log.audit import AuditEntry
from app.core.log.events import Body, Event
from app.core.people.lead import Lead
from app.core.queue.ranking import Placement
from app.core.work.enrolment import LeadWork
from app.core.work.first_contact import AlertKind
from app.services.store.reader import Reader
from app.services.store.records import (
    Alert,
    Changes,
    Composed,
    Identity,
    PublishedVersion,
    Registry,
)


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

    def take_in(self, events: Sequence[Event]) -> Sequence[Event]:
        """Write events of other devices exactly as they are; returns those that were not known.

        Their rep, device, order and instant stay theirs, and they wait in no outbox. Events of
        this device are passed over. Raises BadInput for those of another organisation.
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

    def add_key(self, key: DigestKey, at: datetime) -> None:
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

    def hand_out(self, alerts: Iterable[Alert]) -> None:
        """Mark alerts as given to whoever tells them: they are fired once they are told."""
        ...

    def alerts_told(self, lead_ids: Iterable[UUID]) -> None:
        """Mark what was handed out for these leads as fired."""
        ...

    def take_untold_back(self) -> None:
        """Plan again what was handed out and never told."""
        ...

    def rearm_alerts(self, now: datetime) -> None:
        """Plan again what fired before its time, which is after `now`."""
        ...

    def add_text(self, event_id: UUID, lead_id: UUID, kind: str, text: str) -> None:
        """Keep a note or a message text beside its event."""
        ...

    def save_draft(self, touch_id: UUID, lead_id: UUID, text: str) -> None:
        """Keep what was typed so far; "" removes it."""
        ...

    def save_composed(self, touch_id: UUID, lead_id: UUID, message: Composed | None) -> None:
        """Keep the message chosen or written for a touch; None goes back to that of the plan."""
        ...

    def save_setting(self, key: str, value: str) -> None: ...
    def save_workplace(self, identity: Identity) -> None:
        """Keep name, company, zone and country of who works here; nothing else of `identity`."""
        ...

    def add_cadence_version(self, published: PublishedVersion, text: str) -> None:
        """Keep a version for good. One that is there already can never be written again."""
        ...


@dataclass(frozen=True, slots=True)
class Store:
    """How services reach the store: `write()` opens a transaction, `read()` a snapshot."""

    write: Callable[[], AbstractContextManager[UnitOfWork]]
    read: Callable[[], AbstractContextManager[Reader]]
    after_commit: list[Callable[[Changes], None]] = field(default_factory=list)
