"""The open database of a profile: one writer, a few readers, upkeep."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from queue import Empty, LifoQueue
from threading import Lock, RLock

from app.core.errors import TouchlineError
from app.storage import driver, version
from app.storage.tally import Tally

READERS_KEPT = 4


def _roll_back(connection: driver.Connection) -> None:
    """End a transaction that is still open; a full disk may have ended it already."""
    if connection.in_transaction:
        with driver.friendly():
            connection.execute("ROLLBACK")


class Database:
    """Connections to one file. Safe to use from several threads.

    Only one transaction writes at a time; a second thread that wants to waits for it. Reads never
    wait for writes. Once closed, everything raises TouchlineError store_closed.
    """

    def __init__(self, path: Path, key: driver.KeyHook | None = None) -> None:
        """Opens the file. Raises TouchlineError unless its schema is the current one."""
        version.require_current(path, key)
        self._path = path
        self.tally = Tally(path)
        self._key = key
        self._writer = driver.connect(path, key=key)
        self._writing = RLock()
        self._idle: LifoQueue[driver.Connection] = LifoQueue(READERS_KEPT)
        self._closed = False
        self._closing = Lock()

    @contextmanager
    def writing(self) -> Iterator[driver.Connection]:
        """The writer's connection inside BEGIN IMMEDIATE; rolls back what was not committed."""
        with self._writing:
            self._refuse_when_closed()
            if self._writer.in_transaction:
                raise RuntimeError("a write transaction is open already in this thread")
            with driver.friendly():
                self._writer.execute("BEGIN IMMEDIATE")
            try:
                yield self._writer
            finally:
                _roll_back(self._writer)

    @contextmanager
    def reading(self) -> Iterator[driver.Connection]:
        """A reader's connection inside a transaction: one snapshot from the first read on."""
        connection = self._reader()
        try:
            with driver.friendly():
                connection.execute("BEGIN")
            yield connection
        finally:
            _roll_back(connection)
            self._keep(connection)

    def _refuse_when_closed(self) -> None:
        if self._closed:
            raise TouchlineError("store_closed", "The profile is being closed.", "Start again.")

    def _reader(self) -> driver.Connection:
        self._refuse_when_closed()
        try:
            return self._idle.get_nowait()
        except Empty:
            return driver.connect(self._path, read_only=True, key=self._key)

    def _keep(self, connection: driver.Connection) -> None:
        with self._closing:
            if not self._closed and not self._idle.full():
                self._idle.put_nowait(connection)
                return
        connection.close()

    def checkpoint(self) -> None:
        """Move the write-ahead log into the file as far as no reader is in the way."""
        with self._writing, driver.friendly():
            self._refuse_when_closed()
            self._writer.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall()

    def data_version(self) -> int:
        """Changes when another process has written; our own writes do not change it."""
        with self._writing, driver.friendly():
            self._refuse_when_closed()
            (number,) = self._writer.execute("PRAGMA data_version").fetchone()
        return int(number)

    def close(self) -> None:
        """Close every connection; the last one folds the write-ahead log into the file."""
        with self._closing:
            self._closed = True
            while not self._idle.empty():
                self._idle.get_nowait().close()
        with self._writing:
            self._writer.close()
