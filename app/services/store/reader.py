"""What can be asked of the store."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Protocol
from uuid import UUID

from app.core.consent.consent import Consent
from app.core.consent.key_ring import KeyRing
from app.core.consent.suppression import Barriers, Suppression
from app.core.log.audit import AuditLine
from app.core.log.events import Event
from app.core.metrics.history import LeadLog
from app.core.people.lead import ContactPoint, Lead
from app.core.queue.lane_names import Lane
from app.core.reason import Reason
from app.core.work.enrolment import LeadWork
from app.core.work.touch import Touch
from app.services.store.queue_rows import QueuePage
from app.services.store.records import (
    Composed,
    DayNumbers,
    Identity,
    LeadHit,
    OnVersion,
    PublishedVersion,
    Registry,
    TimelineEntry,
)


class PeopleReader(Protocol):
    """Who is known: one person, and how they are found."""

    def lead(self, lead_id: UUID) -> Lead:
        """The facts of a person. Raises NotFound."""
        ...

    def work(self, lead_id: UUID) -> LeadWork:
        """The plans, touches and opt-outs of a lead, as its log has them. Raises NotFound."""
        ...

    def person(self, lead_id: UUID) -> tuple[Lead, LeadWork]:
        """`lead` and `work` in one. Raises NotFound."""
        ...

    def people_of(self, account_id: UUID) -> Sequence[UUID]:
        """Who is or was on a plan of that account, in the order of their ids."""
        ...

    def people_at(self, company: str) -> Sequence[UUID]:
        """Everybody of a company, however it is spelled, in the order of their ids."""
        ...

    def companies(self) -> Sequence[tuple[UUID, str]]:
        """Every lead that has a company, and its name."""
        ...

    def all_points(self) -> Iterator[tuple[UUID, ContactPoint]]:
        """Every number, address and profile that is one, with whose it is."""
        ...

    def leads_sharing(self, points: Iterable[tuple[str, str]]) -> Sequence[UUID]:
        """Every lead that holds one of the (kind, normalised value), at most 200 for each.

        Of a mailbox any way of writing it is found.
        """
        ...

    def leads_at(self, points: Iterable[tuple[str, str]]) -> Mapping[tuple[str, str], UUID]:
        """Which lead holds each (kind, normalised value); unknown ones are left out."""
        ...

    def leads_at_domain(self, domain: str) -> Sequence[UUID]:
        """Every lead with an address at a mail domain, or at one below it."""
        ...

    def phones(self) -> Iterator[tuple[UUID, str]]:
        """(lead, E.164) of every number there is, read while they are asked for."""
        ...

    def search(self, text: str, limit: int) -> Sequence[LeadHit]:
        """People by the beginning of words of name, company or address, or digits of a number."""
        ...


class LogReader(Protocol):
    """What happened: the log and its texts."""

    def log(self, lead_id: UUID) -> Sequence[Event]:
        """All events of a lead in the order in which they were written."""
        ...

    def event(self, event_id: UUID) -> Event:
        """One event of the log. Raises NotFound."""
        ...

    def latest(self, types: Sequence[str], limit: int) -> Sequence[UUID]:
        """The newest events of these types, newest first, among this device's latest thousand."""
        ...

    def caused_by(self, event_id: UUID) -> Sequence[UUID]:
        """The leads of events that name this one as their cause."""
        ...

    def lead_logs(self, since: datetime, now: datetime) -> Iterator[LeadLog]:
        """What reports read: the logs until `now` of leads in work or with activity from `since`.

        One lead after the other in the order of ids, read while they are asked for. Nothing
        personal in them.
        """
        ...

    def tried_calls(self, since: datetime) -> Iterator[tuple[str, Touch]]:
        """(IANA zone, touch) of calls worked from `since` on, whose person has a zone."""
        ...

    def timeline(self, lead_id: UUID, limit: int) -> Sequence[TimelineEntry]:
        """The newest `limit` events of a lead, newest first."""
        ...

    def began(self, lead_id: UUID, enrolment_id: UUID) -> Reason | None:
        """Why an enrolment began, None if the log does not say."""
        ...

    def event_text(self, event_id: UUID, kind: str) -> str:
        """The text of this kind that is kept beside an event, "" if none is."""
        ...

    def texts(self, lead_id: UUID) -> int:
        """How many notes and messages are kept of a lead, drafts included."""
        ...


class QueueReader(Protocol):
    """What is to be done: the rows of the queue, and what time has to look at."""

    def queue_page(
        self, owner_id: UUID, now: datetime, limit: int, lanes: Sequence[Lane] | None = None
    ) -> QueuePage:
        """The first `limit` rows of each lane in order, skipping rows whose time has passed."""
        ...

    def due_to_place(self, now: datetime, limit: int) -> Sequence[UUID]:
        """Leads whose `lane_until` has passed, most urgent lane first."""
        ...

    def in_work(self, owner_id: UUID) -> Sequence[UUID]:
        """The leads of an owner for whom a touch is planned, in the order of their ids."""
        ...

    def ahead_of(self, now: datetime, limit: datetime) -> Sequence[UUID]:
        """Leads of whom something was decided after `limit`, or missed before its time."""
        ...

    def fired_early(self, now: datetime) -> int:
        """How many alerts fired that are due after `now`."""
        ...

    def untold_alerts(self) -> int:
        """How many alerts were handed out and are not told yet."""
        ...

    def next_change_at(self) -> datetime | None:
        """The earliest `lane_until` or planned alert of the store; None where there is neither."""
        ...

    def lead_of_touch(self, touch_id: UUID) -> UUID:
        """The lead that a touch belongs to. Raises NotFound."""
        ...

    def touch_placed(self, lead_id: UUID) -> UUID | None:
        """The touch that the queue row of a lead stands for; None where nothing is planned."""
        ...

    def draft(self, touch_id: UUID) -> str:
        """The note typed so far for a touch, "" if none."""
        ...

    def composed(self, touch_id: UUID) -> Composed | None:
        """The message that a rep chose or wrote for a touch; None for that of the plan."""
        ...

    def day_numbers(
        self, rep_id: UUID, day_start: datetime, day_end: datetime, now: datetime
    ) -> DayNumbers:
        """The figures of a rep from `day_start` until before `day_end` (aware UTC), at `now`."""
        ...

    def stuck(self, limit: int) -> Sequence[UUID]:
        """Leads of every owner that wait with no opening in sight, the longest due first."""
        ...


class OptOutReader(Protocol):
    """Who must not be contacted: entries, lists, the keys to find them by, and the audit."""

    def barriers(self, digests: Iterable[str]) -> Barriers:
        """The entries in force, and the do-not-call lists, which carry one of these digests."""
        ...

    def registries(self) -> Sequence[Registry]:
        """The do-not-call lists that are loaded, by name."""
        ...

    def registry_digests(self, registry: str) -> frozenset[bytes]:
        """All numbers of a list."""
        ...

    def refusals(self) -> Sequence[tuple[UUID | None, Suppression]]:
        """Every entry there is, lifted ones too, each with its lead; None for one about no lead."""
        ...

    def withdrawn(self) -> Sequence[tuple[UUID, Consent]]:
        """Every answer of a person that was a no, in the order of the leads."""
        ...

    def erased(self) -> Sequence[UUID]:
        """Everybody of whom the log alone is left."""
        ...

    def ring(self) -> KeyRing:
        """Every key for digests, the newest first."""
        ...

    def audited(self, lead_id: UUID | None, limit: int) -> Sequence[AuditLine]:
        """The newest lines of the audit, newest first; of one lead, or of all (None)."""
        ...


class CadenceReader(Protocol):
    """The published versions, and who is on them."""

    def cadence_versions(self) -> Sequence[PublishedVersion]:
        """Every published version, by key and number."""
        ...

    def cadence_text(self, cadence_key: str, version: int) -> str:
        """The file of a published version. Raises NotFound."""
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


class ProfileReader(Protocol):
    """Whose profile it is, and what was set in it."""

    def identity(self) -> Identity: ...

    def setting(self, key: str) -> str | None: ...


class Reader(
    PeopleReader, LogReader, QueueReader, OptOutReader, CadenceReader, ProfileReader, Protocol
):
    """All reads; each call sees one consistent state of the store."""
