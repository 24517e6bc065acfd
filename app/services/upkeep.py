"""What keeps a profile healthy: its figures, its checks, copies of it, and building caches anew."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Literal, NamedTuple, Protocol
from uuid import UUID

from app.core.errors import NotFound
from app.core.work.first_contact import alerts_of
from app.services.desk.desk import Desk
from app.services.desk.facts import gather
from app.services.desk.recording import publish_changes, refresh_row
from app.services.ports import Progress
from app.services.store.records import Changes

# So that the rep's own commands come in between.
PORTION = 50
BACKUP_EVERY = timedelta(days=1)
DifferenceKind = Literal["missing", "extra", "different", "unreadable"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What a profile holds. `schema` is the number of its tables, `newest_at` its latest event.

    `pending` events wait to leave this machine, `dead` ones were refused there.
    """

    schema: int
    leads: int
    planned: int
    activities: int
    pending: int
    sent: int
    dead: int
    newest_at: datetime | None = None


class FileFault(NamedTuple):
    """Something in the file that is not in order: a stable code and how many rows it concerns."""

    code: str
    rows: int


class Difference(NamedTuple):
    """A row that is not as the log says. Holds ids and column names, nothing personal."""

    table: str
    lead_id: UUID
    record_id: UUID
    what: DifferenceKind
    columns: tuple[str, ...] = ()


class KeptBackup(NamedTuple):
    """A verified copy: where it is, when it was made and how large it is."""

    file: Path
    made_at: datetime
    bytes: int


class Lost(NamedTuple):
    """Activities that were acknowledged and are gone, between the two that are there.

    `after` is None where nothing came before them, `before` where nothing came since.
    """

    activities: int
    after: datetime | None
    before: datetime | None


class AuditBreak(Protocol):
    """The first line of the audit at which its chain does not hold, from 1."""

    @property
    def no(self) -> int: ...
    @property
    def what(self) -> str:
        """missing, changed, or unknown (nothing the program wrote)."""
        ...


class Upkeep(Protocol):
    """The database of one profile as a file. Every method raises TouchlineError."""

    def figures(self) -> Figures: ...

    def check(self) -> Sequence[FileFault]:
        """What is not in order, most basic first."""
        ...

    def audit_break(self) -> AuditBreak | None:
        """Where the chain of the audit is broken, None where it holds."""
        ...

    def lost(self) -> Lost | None:
        """What was acknowledged, is gone, and nobody took note of yet."""
        ...

    def note_lost(self) -> int:
        """Note what `lost` tells: it tells it no more. Returns how many activities that were."""
        ...

    def replay(self) -> Sequence[Difference]:
        """Where the tables differ from the log."""
        ...

    def repair(self, at: datetime) -> frozenset[UUID]:
        """Write the tables anew from the log after a backup; the leads that changed."""
        ...

    def drop_caches(self) -> Sequence[UUID]:
        """Empty queue and search; returns every lead, for `rebuild`."""
        ...

    def backup(
        self, at: datetime, to: Path | None = None, *, progress: Progress | None = None
    ) -> Path:
        """A verified copy among the backups, or at `to`. Returns where it is.

        `progress(done, total)` counts pages; an error that it raises ends the copy.
        """
        ...

    def migrate(self, at: datetime) -> Path | None:
        """Bring an older database up to date; the backup made before, None if it was current."""
        ...

    def kept(self) -> Sequence[KeptBackup]:
        """The verified copies that are kept, newest first."""
        ...

    def purge(self, at: datetime) -> None:
        """Remove what older copies hold: the write-ahead log, backups; as erasure asks for."""
        ...

    def latest_backup(self) -> Path | None: ...

    def changed_backups(self) -> Sequence[Path]:
        """Those that are no longer what was written, by their digests."""
        ...

    def restore(self, copy: Path, device_id: UUID, at: datetime) -> Path | None:
        """Put a copy in the place of the database; returns where the former one is now."""
        ...


def is_backup_due(kept: Sequence[KeptBackup], now: datetime) -> bool:
    """Whether the last copy is a day old. One of the future, by a clock that was ahead, is none."""
    return not any(timedelta() <= now - one.made_at < BACKUP_EVERY for one in kept)


def rebuild(
    desk: Desk, lead_ids: Sequence[UUID], *, search: bool = False, at: datetime | None = None
) -> None:
    """Derive queue rows and alerts of these leads anew, and their search entries if asked to.

    Ids that are no stored lead are passed over.
    """
    now = at or desk.clock.now()
    left = iter(lead_ids)
    while portion := list(islice(left, PORTION)):
        with desk.store.write() as uow:
            for lead_id in portion:
                try:
                    facts = gather(desk, uow, lead_id)
                except NotFound:
                    continue  # what the log says of nobody who is stored here
                if search:
                    uow.save_lead(uow.lead(lead_id), uow.revision(lead_id))
                refresh_row(desk, uow, facts, facts.work, now)
                clock = facts.work.first_contact
                uow.plan_alerts(lead_id, clock.deadline_at if clock else None, alerts_of(clock))
            uow.commit()
        publish_changes(desk, Changes(leads=frozenset(portion), queue=True))
