"""How many activities were acknowledged, kept beside the database.

A database whose write-ahead log was deleted, or that an older copy took the place of, is whole in
itself: only something outside can say that there was more. The file is a witness and nothing else:
missing, unreadable or behind, it says nothing and nobody is kept from working.
"""

import os
import struct
import sys
import zlib
from contextlib import suppress
from pathlib import Path
from uuid import UUID

# The device, the highest number of its activities, and a checksum over both.
_RECORD = struct.Struct(">16sQI")
# A link is not followed and a pipe not waited for.
_PLAIN = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
# Whoever holds the file is done in microseconds; one who was stopped meanwhile holds up nobody.
_TRIES = 2000

if sys.platform == "win32":

    def _hold(_handle: int) -> bool:
        """Two that note at once there may leave the lower number: one is missed, none invented."""
        return True

else:
    import fcntl

    def _hold(handle: int) -> bool:
        for _ in range(_TRIES):
            with suppress(BlockingIOError):
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                return True
            os.sched_yield()
        return False


def tally_file(database: Path) -> Path:
    """Where the tally of a database is kept; not called like its log, with which it would go."""
    return database.with_suffix(".tally")


class Tally:
    """The tally of one database file. Nothing here raises, and nothing is synced to the disk.

    After a power cut it may be behind, which is no sign of a loss.
    """

    def __init__(self, database: Path) -> None:
        self._path = tally_file(database)

    def highest(self, device_id: UUID) -> int:
        """The highest number noted for the device, 0 where nothing is known.

        Every activity up to it was committed before this returns, so whoever looks into the
        database afterwards must find it.
        """
        with suppress(OSError):
            handle = os.open(self._path, os.O_RDONLY | _PLAIN)
            try:
                return _number_in(os.read(handle, _RECORD.size), device_id)
            finally:
                os.close(handle)
        return 0

    def note(self, device_id: UUID, number: int) -> None:
        """Note the number of an activity that is committed; a higher one of the device stays."""
        with suppress(OSError):
            flags = os.O_RDWR | os.O_CREAT | _PLAIN
            handle = os.open(self._path, flags, 0o600)
            try:
                if not _hold(handle):
                    return
                if _number_in(os.read(handle, _RECORD.size), device_id) < number:
                    os.lseek(handle, 0, os.SEEK_SET)
                    os.write(handle, _record(device_id, number))
            finally:
                os.close(handle)


def _record(device_id: UUID, number: int) -> bytes:
    return _RECORD.pack(device_id.bytes, number, zlib.crc32(device_id.bytes + b"%d" % number))


def _number_in(raw: bytes, device_id: UUID) -> int:
    """The number in a record of the device; 0 for a record of another one, or none at all."""
    if len(raw) != _RECORD.size:
        return 0
    device, number, _ = _RECORD.unpack(raw)
    return number if raw == _record(device_id, number) and device == device_id.bytes else 0
