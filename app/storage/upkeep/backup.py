"""Copies of the database that were proved to be whole, and the way back to one."""

import os
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from glob import escape
from itertools import chain, count
from pathlib import Path
from uuid import UUID

from app.core.errors import TouchlineError
from app.services.ports import Progress
from app.storage import driver, version
from app.storage.tally import tally_file
from app.storage.upkeep import digest, unfinished
from app.storage.upkeep.owner import refuse_others

KEPT = 7
_PREFIX = "touchline-"
_PATTERN = f"{_PREFIX}*.db"
_ASIDE = "before-restore-"
_STAMP = "%Y%m%dT%H%M%SZ"
_PAGES_PER_STEP = 4096


def backup(
    path: Path,
    folder: Path,
    at: datetime,
    *,
    keep: int = KEPT,
    progress: Progress | None = None,
    key: driver.KeyHook | None = None,
) -> Path:
    """Copy the database at `path` into `folder`, verify the copy, keep the newest `keep`.

    Works while others write: the copy is one instant. `progress(done, total)` counts pages. Returns
    the new file, mode 0600. Raises TouchlineError; a copy that is not whole does not stay.
    """
    target = copy_into(path, folder, at, progress=progress, key=key)
    # Later dates are of a clock that was ahead. They may be the only good ones: time takes them.
    earlier = [one for one in backups(folder) if one.stem <= target.stem]
    for old in earlier[keep:]:
        with suppress(OSError):  # the fresh one is there all the same
            remove(old)
    return target


def stem_of(at: datetime) -> str:
    """How a backup made at `at` (aware) is called, without what follows the dot."""
    return f"{_PREFIX}{at.astimezone(UTC).strftime(_STAMP)}"


def _free_name(folder: Path, stem: str) -> Path:
    """A name that nobody else takes in the same second. Raises TouchlineError."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        more = (folder / f"{stem}-{number}.db" for number in count(2))
        return next(name for name in chain([folder / f"{stem}.db"], more) if digest.reserve(name))
    except OSError as error:
        raise _not_written() from error


def remove(copy: Path) -> None:
    """Remove a backup and its digest. Raises OSError."""
    copy.unlink(missing_ok=True)
    digest.digest_file(copy).unlink(missing_ok=True)


def renew(path: Path, folder: Path, at: datetime) -> None:
    """Put one fresh backup in the place of those in `folder`, if there are any.

    Also removes what restores set aside beside `path` and what unfinished copies left. Raises
    TouchlineError when a copy cannot be made or removed; the fresh one comes first, so that there
    is never none.
    """
    kept = backups(folder)
    fresh = backup(path, folder, at, keep=len(kept) + 1) if kept else None
    keeping = {fresh, digest.digest_file(fresh)} if fresh is not None else set()
    try:
        # A copy in the making elsewhere gets its name meanwhile: look until there is no other.
        while old := {*_copies_of(path, folder)} - keeping:
            for file in old:
                file.unlink(missing_ok=True)
        _sync_folder(path.parent)
    except OSError as error:
        raise TouchlineError(
            "copy_not_removed",
            "An older copy of the database could not be removed.",
            "Close whatever has it open, and check the rights of the backup folder.",
        ) from error


def _copies_of(path: Path, folder: Path) -> Iterator[Path]:
    """Backups, what restores set aside, and what is or was in the making of either."""
    yield from folder.glob(f"{_PREFIX}*")
    yield from path.parent.glob(f"{_ASIDE}*")
    yield from path.parent.glob(f"{path.name}.restored*")


def copy_into(
    path: Path,
    folder: Path,
    at: datetime,
    *,
    progress: Progress | None = None,
    key: driver.KeyHook | None = None,
) -> Path:
    """Copy and verify as `backup` does, into any `folder`, and keep whatever else is there.

    Returns the new file. Raises TouchlineError; a copy that is not whole does not stay.
    """
    target = _free_name(folder, stem_of(at))
    try:
        copy_to(path, target, progress=progress, key=key)
    except BaseException:
        digest.digest_file(target).unlink(missing_ok=True)
        raise
    return target


def copy_to(
    path: Path, target: Path, *, progress: Progress | None = None, key: driver.KeyHook | None = None
) -> None:
    """Copy and verify as `backup` does, to `target`, which is replaced if it exists.

    Missing folders are made, for the owner only.
    """
    try:
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        unfinished.sweep(target.parent, _PATTERN if target.match(_PATTERN) else escape(target.name))
        with unfinished.unfinished(target) as part:
            counts = _copy(path, part, progress, key)
            if verify(part, key=key) != counts:
                raise _not_whole()
            digest.write_digest(target, digest.digest_of(part))
            os.replace(part, target)
        _sync_folder(target.parent)
    except OSError as error:
        raise _not_written() from error


def backups(folder: Path) -> list[Path]:
    """The backups in `folder`, newest first. The time is in the name."""
    return sorted(folder.glob(_PATTERN), key=lambda copy: copy.stem, reverse=True)


def made_at(copy: Path) -> datetime | None:
    """The instant in the name of a backup; None for a file that somebody named."""
    try:
        stamp = copy.stem.removeprefix(_PREFIX)[: len("20261123T100000Z")]
        return datetime.strptime(stamp, _STAMP).replace(tzinfo=UTC)
    except ValueError:
        return None


def verify(path: Path, *, key: driver.KeyHook | None = None) -> dict[str, int]:
    """Rows by table of a whole database. Raises TouchlineError when it is damaged or not ours."""
    connection = driver.connect(path, read_only=True, key=key)
    try:
        with driver.friendly():
            version.number_of(connection)
            (verdict,) = connection.execute("PRAGMA integrity_check(1)").fetchone()
            if verdict != "ok":
                raise _not_whole()
            return _counts(connection)
    finally:
        connection.close()


def restore(
    copy: Path,
    path: Path,
    device_id: UUID,
    at: datetime,
    *,
    key: driver.KeyHook | None = None,
) -> Path | None:
    """Put the backup `copy` in the place of the database at `path`.

    Nobody may have `path` open. `device_id` must be new: after a restore this machine counts its
    events from 1 again. The former database stays in its folder; its new path is returned, None
    when there was none. Raises TouchlineError (store_locked, store_damaged, store_newer ...).
    """
    digest.refuse_changed(copy)
    verify(copy, key=key)
    if version.standing(copy, key) == "newer":
        raise version.too_new()
    if path.exists():
        refuse_others(copy, path, key)
    fresh = path.with_name(path.name + ".restored")
    fresh.unlink(missing_ok=True)
    try:
        copy_to(copy, fresh, key=key)
        _give_device(fresh, device_id, key)
        former = _set_aside(path, at, key)
        os.replace(fresh, path)
        _sync_folder(path.parent)
    finally:
        remove(fresh)
    return former


def _copy(
    path: Path, part: Path, progress: Progress | None, key: driver.KeyHook | None
) -> dict[str, int]:
    def tell(_status: int, remaining: int, total: int) -> None:
        if progress is not None:
            progress(total - remaining, total)

    source = driver.connect(path, read_only=True, key=key)
    try:
        target = driver.connect(part, copy=True, key=key)
        try:
            with driver.friendly():
                # Holding the snapshot keeps writers from starting the copy over.
                source.execute("BEGIN")
                counts = _counts(source)
                source.backup(target, pages=_PAGES_PER_STEP, progress=tell)
                # The copy says WAL as its source does; alone it should be one file.
                target.execute("PRAGMA journal_mode = DELETE")
        finally:
            target.close()
    finally:
        source.close()
    return counts


def _counts(connection: driver.Connection) -> dict[str, int]:
    names = connection.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
    ).fetchall()
    return {
        name: connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]  # noqa: S608 - names of our own tables
        for (name,) in names
    }


def _give_device(path: Path, device_id: UUID, key: driver.KeyHook | None) -> None:
    connection = driver.connect(path, copy=True, key=key)
    try:
        with driver.friendly():
            connection.execute("UPDATE profile SET device_id = ?", (device_id.bytes,))
    finally:
        connection.close()


def _set_aside(path: Path, at: datetime, key: driver.KeyHook | None) -> Path | None:
    """Rename the present database; refuses while another connection has it open."""
    if not path.exists():
        return None
    stem = f"{_ASIDE}{at.astimezone(UTC).strftime(_STAMP)}"
    more = (path.with_name(f"{stem}-{number}.db") for number in count(2))
    former = next(f for f in chain([path.with_name(f"{stem}.db")], more) if not f.exists())
    try:
        connection = driver.connect(path, key=key)
        try:
            with driver.friendly():
                # Only possible for the last connection, and folds the log into the file.
                connection.execute("PRAGMA journal_mode = DELETE")
        finally:
            connection.close()
    except TouchlineError as error:
        if error.code not in ("store_damaged", "not_a_store"):
            raise
    for suffix in ("", "-wal", "-shm"):
        file = path.with_name(path.name + suffix)
        if file.exists():
            os.replace(file, former.with_name(former.name + suffix))
    if tally_file(path).exists():
        os.replace(tally_file(path), tally_file(former))
    return former


def _not_written() -> TouchlineError:
    return TouchlineError(
        "backup_failed",
        "The backup could not be written.",
        "Check that the backup folder exists, may be written to and has space.",
    )


def _not_whole() -> TouchlineError:
    return TouchlineError(
        "store_damaged",
        "The copy of the database is not whole.",
        "Use another backup, or run doctor on the profile.",
    )


def _sync_folder(folder: Path) -> None:
    """Make a rename outlast a power cut, where folders can be synced."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
