"""Bringing an older database up to date: a verified backup, then Alembic's revisions."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, create_engine, event
from sqlalchemy.pool import StaticPool

from app.core.errors import TouchlineError
from app.services.ports import Progress
from app.storage import driver, version
from app.storage.upkeep import backup

SCRIPTS = Path(__file__).parents[1] / "migrations"


def migrate(
    path: Path,
    backup_folder: Path,
    at: datetime,
    progress: Progress | None = None,
    *,
    scripts: Path = SCRIPTS,
    key: driver.KeyHook | None = None,
) -> Path | None:
    """Run the revisions that the database at `path` lacks, all or none.

    `progress(done, total)` counts revisions. Returns the backup made before, None when nothing had
    to be done. Raises TouchlineError: store_missing, store_newer, migration_failed and the like;
    the database is then as it was.
    """
    number = _number(path, key)
    missing = _missing(scripts, number)
    if not missing:
        return None
    copy = backup.backup(path, backup_folder, at, key=key)
    connection = driver.connect(path, key=key)
    try:
        with driver.friendly():
            # Rebuilding a table must not cascade; the check at the end stands in.
            connection.execute("PRAGMA foreign_keys = OFF")
        _upgrade(connection, scripts, number, _counted(progress, len(missing)))
    finally:
        connection.close()
    return copy


def _number(path: Path, key: driver.KeyHook | None) -> int:
    if not path.exists():
        raise driver.store_missing()
    connection = driver.connect(path, read_only=True, key=key)
    try:
        return version.number_of(connection)
    finally:
        connection.close()


def _config(scripts: Path) -> Config:
    config = Config()
    # The option is read with interpolation, so a percent sign in a folder's name is doubled.
    config.set_main_option("script_location", str(scripts).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config


def _missing(scripts: Path, number: int) -> list[str]:
    """The revisions above `number`, in order. Raises TouchlineError store_newer."""
    directory = ScriptDirectory.from_config(_config(scripts))
    known = sorted(script.revision for script in directory.walk_revisions())
    if number > int(known[-1]):
        raise version.too_new()
    return [revision for revision in known if int(revision) > number]


def _counted(progress: Progress | None, total: int) -> Callable[..., None]:
    """A callback for Alembic: it writes the number of each revision into the file and counts."""
    done = 0

    def applied(*, ctx: Any, step: Any, **_: Any) -> None:
        nonlocal done
        if step.is_stamp:
            return
        done += 1
        ctx.connection.exec_driver_sql(f"PRAGMA user_version = {int(step.up_revision_id)}")
        if progress is not None:
            progress(done, total)

    return applied


def _upgrade(
    connection: driver.Connection, scripts: Path, number: int, applied: Callable[..., None]
) -> None:
    engine = create_engine("sqlite://", creator=lambda: connection, poolclass=StaticPool)

    @event.listens_for(engine, "begin")
    def begin(wrapped: Connection) -> None:
        wrapped.exec_driver_sql("BEGIN IMMEDIATE")

    config = _config(scripts)
    try:
        with engine.begin() as wrapped:
            # user_version is the truth; Alembic is told where it stands.
            wrapped.exec_driver_sql("DROP TABLE IF EXISTS alembic_version")
            config.attributes.update(connection=wrapped, on_version_apply=applied)
            if number:
                command.stamp(config, f"{number:04d}")
            command.upgrade(config, "head")
            if wrapped.exec_driver_sql("PRAGMA foreign_key_check").fetchone() is not None:
                raise RuntimeError("a revision left a row that refers to nothing")
            wrapped.exec_driver_sql("DROP TABLE alembic_version")
    except Exception as error:
        raise TouchlineError(
            "migration_failed",
            "The database could not be brought up to date. It is as it was before.",
            "Keep using the former version, and send the log to whoever supports you.",
        ) from error
