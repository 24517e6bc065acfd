"""The one place that names the DB-API module: connections, pragmas, errors in the user's words.

Standard library only (and the error class): the first paint waits for this module.
"""

import os
import sqlite3
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack
from pathlib import Path
from types import TracebackType

from app.core.errors import TouchlineError

Connection = sqlite3.Connection
DatabaseError = sqlite3.DatabaseError
# Runs first on every new connection: where an encrypted store receives its key.
KeyHook = Callable[[Connection], None]

BUSY_TIMEOUT_S = 5.0
WRITER_CACHE_KIB = 64 * 1024
READER_CACHE_KIB = 16 * 1024
AUTOCHECKPOINT_PAGES = 8000
WAL_LIMIT_BYTES = 64 * 1024 * 1024


def not_a_store() -> TouchlineError:
    """The error for a file that is no Touchline database."""
    return TouchlineError(
        "not_a_store",
        "The file is not a Touchline database.",
        "Choose another profile folder, or restore a backup.",
    )


def store_missing() -> TouchlineError:
    """The error for a profile without a database."""
    return TouchlineError(
        "store_missing",
        "There is no database in this profile, or it cannot be opened.",
        "Run init to make a new profile, or check the folder and its permissions.",
    )


def cannot_open() -> TouchlineError:
    """The error for a database that is there but may not be opened."""
    return TouchlineError(
        "store_unopenable",
        "The database is there but cannot be opened: its folder may only be read.",
        "Copy the profile to a place you may write to, or ask for the rights.",
    )


_SENTENCES: dict[int, tuple[str, str, str]] = {
    sqlite3.SQLITE_BUSY: (
        "store_locked",
        "Another program is using the database.",
        "Wait a moment and try again; close other Touchline windows on this profile.",
    ),
    sqlite3.SQLITE_FULL: (
        "disk_full",
        "The disk is full. Nothing of this step was saved; everything before it is.",
        "Free some space and try again.",
    ),
    sqlite3.SQLITE_IOERR: (
        "disk_error",
        "The disk did not take the change. Nothing of this step was saved; all before it is.",
        "Check the disk and its free space, then try again.",
    ),
    sqlite3.SQLITE_CORRUPT: (
        "store_damaged",
        "The database is damaged.",
        "Run doctor, or restore the latest backup.",
    ),
    sqlite3.SQLITE_READONLY: (
        "store_read_only",
        "The database may only be read: its file or folder is write-protected.",
        "Give your account permission to write to the profile folder.",
    ),
}
_SENTENCES[sqlite3.SQLITE_LOCKED] = _SENTENCES[sqlite3.SQLITE_BUSY]
_SENTENCES[sqlite3.SQLITE_PERM] = _SENTENCES[sqlite3.SQLITE_READONLY]


def explained(error: sqlite3.Error) -> TouchlineError:
    """What a failure of the driver means to the user. Carries no SQL and no values."""
    primary = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if primary == sqlite3.SQLITE_NOTADB:
        return not_a_store()
    if primary == sqlite3.SQLITE_CANTOPEN:
        return store_missing()
    name = getattr(error, "sqlite_errorname", type(error).__name__)
    sentence = _SENTENCES.get(
        primary,
        (
            "store_failed",
            f"The database refused a step ({name}).",
            "Run doctor to look for damage.",
        ),
    )
    return TouchlineError(*sentence)


class _Friendly:
    """A class, for it stands around every statement and a generator costs as much as one."""

    def __enter__(self) -> None:
        pass

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if isinstance(error, sqlite3.Error):
            raise explained(error) from error


_friendly = _Friendly()


def friendly() -> AbstractContextManager[None]:
    """Turns driver errors inside the block into TouchlineError."""
    return _friendly


def create_file(path: Path) -> None:
    """Make an empty file that only its owner may read, before anything is written to it.

    SQLite gives the -wal and -shm files the mode of the database. Raises FileExistsError.
    """
    os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))


def connect(
    path: Path, *, read_only: bool = False, copy: bool = False, key: KeyHook | None = None
) -> Connection:
    """An open connection with the pragmas of docs/database.md, in autocommit mode.

    The file must exist. Callers write BEGIN and COMMIT themselves. The connection may move between
    threads, but only one may use it at a time. `copy` is for a file nobody else has open: one file
    without a write-ahead log beside it, no checks of references. Raises TouchlineError.
    """
    uri = f"{path.absolute().as_uri()}?mode={'ro' if read_only else 'rw'}"
    with friendly(), ExitStack() as unless_whole:
        try:
            connection = sqlite3.connect(
                uri,
                uri=True,
                timeout=BUSY_TIMEOUT_S,
                isolation_level=None,
                check_same_thread=False,
                cached_statements=256,
            )
            unless_whole.callback(connection.close)
            if key is not None:
                key(connection)
            _set_pragmas(connection, read_only=read_only, copy=copy)
        except sqlite3.Error as error:
            code = getattr(error, "sqlite_errorcode", 0) & 0xFF
            if code == sqlite3.SQLITE_CANTOPEN and path.exists():
                raise cannot_open() from error
            raise
        unless_whole.pop_all()
    return connection


def _set_pragmas(connection: Connection, *, read_only: bool, copy: bool) -> None:
    run = connection.execute
    run("PRAGMA trusted_schema = OFF")
    run("PRAGMA temp_store = MEMORY")
    if read_only:
        run(f"PRAGMA cache_size = -{READER_CACHE_KIB}")
        run("PRAGMA query_only = ON")
        return
    run("PRAGMA synchronous = FULL")
    if copy:
        return
    run("PRAGMA journal_mode = WAL")
    if sys.platform == "darwin":
        run("PRAGMA fullfsync = ON")
        run("PRAGMA checkpoint_fullfsync = ON")
    run("PRAGMA foreign_keys = ON")
    run(f"PRAGMA cache_size = -{WRITER_CACHE_KIB}")
    run("PRAGMA secure_delete = ON")
    run(f"PRAGMA wal_autocheckpoint = {AUTOCHECKPOINT_PAGES}")
    run(f"PRAGMA journal_size_limit = {WAL_LIMIT_BYTES}")
