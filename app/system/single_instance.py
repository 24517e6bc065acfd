"""One window per profile. The kernel holds the lock, so it ends with the process, however."""

import contextlib
import os
import sys
from pathlib import Path

from app.system.paths import explain

if sys.platform == "win32":
    import msvcrt

    # A locked byte cannot be read by others: lock one far behind the content.
    _LOCKED_BYTE = 1 << 30

    def _take(handle: int) -> bool:
        os.lseek(handle, _LOCKED_BYTE, os.SEEK_SET)
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def _take(handle: int) -> bool:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True


class SingleInstance:
    """The lock file of a profile.

    The lock lives in the kernel, not in what the file says: a killed owner leaves nothing stale
    behind and a pid that another program got since means nothing. The pid inside is for people.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._handle: int | None = None

    def acquire(self) -> bool:
        """Take the lock without waiting; False if another process, or this one, already has it.

        Raises TouchlineError if the file cannot be opened.
        """
        if self._handle is not None:
            return False
        try:
            handle = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as error:
            raise explain(error, self._path.parent) from error
        if not _take(handle):
            os.close(handle)
            return False
        self._handle = handle
        # The lock holds on a full disk too; only the note inside is missing then.
        with contextlib.suppress(OSError):
            os.ftruncate(handle, 0)
            os.lseek(handle, 0, os.SEEK_SET)
            os.write(handle, f"{os.getpid()}\n".encode("ascii"))
        return True

    def owner_pid(self) -> int | None:
        """The process that last took the lock, as far as its note can be read."""
        try:
            return int(self._path.read_text(encoding="ascii"))
        except (OSError, ValueError):
            return None

    def release(self) -> None:
        """Give the lock back. The file stays: removing it would let two owners in."""
        if self._handle is not None:
            with contextlib.suppress(OSError):
                os.ftruncate(self._handle, 0)
            os.close(self._handle)
            self._handle = None
