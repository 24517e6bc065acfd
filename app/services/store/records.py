"""What the store hands out: plain records."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from app.core.cadence.cadence import Role
from app.core.team.who_may import ALONE, Position
from app.core.work.first_contact import AlertKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """Who works here. `zone` is the IANA zone and `country` the ISO code of the rep's desk.

    `positions` are what they are in the team.
    """

    org_id: UUID
    device_id: UUID
    rep_id: UUID
    rep_name: str
    company: str
    zone: str
    country: str
    sandbox: bool = False
    demo: bool = False
    positions: frozenset[Position] = ALONE


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """What became stale. `undo_id` names the event that `undo` takes back, if that can be.

    `held` says that something that was written looks like a refusal, and closes until it is read.
    """

    leads: frozenset[UUID] = frozenset()
    queue: bool = False
    suppressions: bool = False
    undo_id: UUID | None = None
    held: bool = False

    def __or__(self, other: "Changes") -> "Changes":
        return Changes(
            leads=self.leads | other.leads,
            queue=self.queue or other.queue,
            suppressions=self.suppressions or other.suppressions,
            undo_id=other.undo_id or self.undo_id,
            held=self.held or other.held,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """A first-contact alert that is due at `due_at`, for a window that ends at `deadline_at`."""

    lead_id: UUID
    kind: AlertKind
    due_at: datetime
    deadline_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Composed:
    """A message as a rep chose or wrote it for one touch.

    `template` is the key of the one it began with; subject and body are empty while its words are
    those of the template.
    """

    template: str
    subject: str = ""
    body: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineEntry:
    """One line of a lead's history. `code` is the event type, `detail` codes of its body.

    `text` is a note or what somebody wrote, `message` what went out, both kept outside the log, ""
    when there is none.
    """

    event_id: UUID
    at: datetime
    code: str
    detail: Mapping[str, str]
    text: str = ""
    message: str = ""
    undone: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DayNumbers:
    """The three figures of the top bar over one day of one rep.

    `median_first_contact_s` is None without a first contact; the median lies above it where
    `first_contact_above`, as too many wait still. `in_window` of `startable` first contacts were
    attempted in time; `done` touches were made, tries of those that are due again among them, of
    `planned` (made and still due today).
    """

    median_first_contact_s: float | None = None
    first_contact_above: bool = False
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
