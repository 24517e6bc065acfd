"""Copies that are being written: a name of their own each, and what a killed program left is swept.

A copy holds everybody's data, so none may stay behind. The kernel holds a lock on every copy that
is being written; one without a lock has no writer any more.
"""

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

_ENDING = ".part"

if sys.platform == "win32":

    def _hold(_handle: int) -> bool:
        """A file that is open cannot be removed there: that is lock enough."""
        return True

else:
    import fcntl

    def _hold(handle: int) -> bool:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True


@contextmanager
def unfinished(target: Path) -> Iterator[Path]:
    """An empty file beside `target`, mode 0600, for what is to become it; gone at the end.

    Raises OSError.
    """
    handle, part = _held(target)
    try:
        if sys.platform == "win32":  # an open file could not be renamed there
            os.close(handle)
        yield part
    finally:
        _remove(part)
        if sys.platform != "win32":
            os.close(handle)


def _held(target: Path) -> tuple[int, Path]:
    """A new file of one's own, and its lock; a sweep may have come between the two."""
    while True:
        handle, name = tempfile.mkstemp(prefix=f"{target.name}.", suffix=_ENDING, dir=target.parent)
        part = Path(name)
        if _hold(handle) and part.exists():
            return handle, part
        os.close(handle)
        _remove(part)


def sweep(folder: Path, name: str) -> None:
    """Remove the copies of files called `name` (a pattern) that nobody writes any more."""
    for part in folder.glob(f"{name}.*{_ENDING}"):
        with suppress(OSError):
            handle = os.open(part, os.O_RDWR)
            try:
                left = _hold(handle)
                if left and sys.platform != "win32":  # while it is held, so that no writer takes it
                    _remove(part)
            finally:
                os.close(handle)
            if left and sys.platform == "win32":  # nothing open can be removed there
                _remove(part)


def _remove(part: Path) -> None:
    for ending in ("", "-journal", "-wal", "-shm"):
        with suppress(OSError):
            part.with_name(part.name + ending).unlink(missing_ok=True)
