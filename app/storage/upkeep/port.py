"""The port of app.services.upkeep: a profile's database as one file."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import UUID

from app.core.clock import from_micros
from app.services.ports import Progress
from app.services.upkeep import Difference, Figures, FileFault, KeptBackup, Lost
from app.storage import audit_chain, driver, lost, version
from app.storage.upkeep import backup, checks, digest, replay, scrub

_COUNTS = {
    "leads": "SELECT count(*) FROM lead",
    "planned": "SELECT count(*) FROM touch WHERE state = 'planned'",
    "activities": "SELECT count(*) FROM activity",
}
_OUTBOX = "SELECT state, count(*) FROM outbox GROUP BY state"
_NEWEST = (
    "SELECT max(occurred_at) FROM (SELECT occurred_at FROM activity ORDER BY seq DESC LIMIT 1)"
)
# The triggers of the queue keep lane_count; what they counted wrong goes too.
_CACHES = ("queue", "lane_count", "lead_search")


@dataclass(frozen=True, slots=True)
class SqlUpkeep:
    """Upkeep of the database at `path`, backups in `folder`."""

    path: Path
    folder: Path

    def figures(self) -> Figures:
        """Counts over one snapshot."""
        version.require_current(self.path)
        connection = driver.connect(self.path, read_only=True)
        try:
            with driver.friendly():
                connection.execute("BEGIN")
                counts = {
                    name: connection.execute(sql).fetchone()[0] for name, sql in _COUNTS.items()
                }
                outbox = dict(connection.execute(_OUTBOX).fetchall())
                (newest,) = connection.execute(_NEWEST).fetchone()
                schema = version.number_of(connection)
        finally:
            connection.close()
        return Figures(
            schema=schema,
            **counts,
            pending=outbox.get("pending", 0),
            sent=outbox.get("sent", 0),
            dead=outbox.get("dead", 0),
            newest_at=None if newest is None else from_micros(newest),
        )

    def check(self) -> Sequence[FileFault]:
        """What `checks.check` finds."""
        version.require_current(self.path)
        return checks.check(self.path)

    def audit_break(self) -> audit_chain.ChainBreak | None:
        """As `audit_chain.find_break`, over one snapshot."""
        version.require_current(self.path)
        connection = driver.connect(self.path, read_only=True)
        try:
            with driver.friendly():
                connection.execute("BEGIN")
                return audit_chain.find_break(connection)
        finally:
            connection.close()

    def lost(self) -> Lost | None:
        """As `lost.find`."""
        version.require_current(self.path)
        return lost.find(self.path)

    def note_lost(self) -> int:
        """As `lost.take_note`."""
        version.require_current(self.path)
        return lost.take_note(self.path)

    def replay(self) -> Sequence[Difference]:
        """What `replay.replay` finds."""
        return replay.replay(self.path)

    def repair(self, at: datetime) -> frozenset[UUID]:
        """As `replay.repair`."""
        return replay.repair(self.path, self.folder, at)

    def drop_caches(self) -> Sequence[UUID]:
        """Empty the tables that are derived; every lead that is left to derive them from."""
        connection = driver.connect(self.path)
        try:
            with driver.friendly():
                connection.execute("BEGIN IMMEDIATE")
                for table in _CACHES:
                    connection.execute(f"DELETE FROM {table}")  # noqa: S608 - names of ours
                leads = connection.execute(
                    "SELECT lead_id FROM lead JOIN lead_state USING (lead_id) ORDER BY lead_id"
                ).fetchall()
                connection.execute("COMMIT")
        finally:
            connection.close()
        return [UUID(bytes=lead_id) for (lead_id,) in leads]

    def backup(
        self, at: datetime, to: Path | None = None, *, progress: Progress | None = None
    ) -> Path:
        """As `backup.backup`, or to a file or a folder of one's own."""
        version.require_current(self.path)
        if to is None:
            return backup.backup(self.path, self.folder, at, progress=progress)
        if to.is_dir():
            return backup.copy_into(self.path, to, at, progress=progress)
        backup.copy_to(self.path, to, progress=progress)
        return to

    def migrate(self, at: datetime) -> Path | None:
        """As `migrate.migrate`; Alembic is loaded only now."""
        from app.storage.upkeep.migrate import migrate  # noqa: PLC0415 - it is slow to load

        return migrate(self.path, self.folder, at)

    def kept(self) -> Sequence[KeptBackup]:
        """The backups whose names say when they were made."""
        return [
            KeptBackup(copy, made_at, copy.stat().st_size)
            for copy in backup.backups(self.folder)
            if (made_at := backup.made_at(copy)) is not None
        ]

    def purge(self, at: datetime) -> None:
        """`scrub.scrub`, then `backup.renew`."""
        scrub.scrub(self.path)
        backup.renew(self.path, self.folder, at)

    def latest_backup(self) -> Path | None:
        """The newest of the kept backups."""
        return next(iter(backup.backups(self.folder)), None)

    def changed_backups(self) -> Sequence[Path]:
        """The kept backups that differ from their digests."""
        return [copy for copy in backup.backups(self.folder) if digest.is_changed(copy)]

    def restore(self, copy: Path, device_id: UUID, at: datetime) -> Path | None:
        """As `backup.restore`."""
        return backup.restore(copy, self.path, device_id, at)
