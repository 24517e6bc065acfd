"""The store without the product: the driver of the standard library and nothing above it."""

import sqlite3
from pathlib import Path

# As the product's own connections have it.
Connection = sqlite3.Connection
_CACHE_KIB = {"ro": 16 * 1024, "rw": 64 * 1024}


def connect(path: Path, *, writes: bool = False) -> sqlite3.Connection:
    """A connection in autocommit mode, as durable as the product's (WAL, FULL)."""
    mode = "rw" if writes else "ro"
    connection = sqlite3.connect(
        f"{path.absolute().as_uri()}?mode={mode}",
        uri=True,
        isolation_level=None,
        cached_statements=256,
    )
    connection.execute(f"PRAGMA cache_size = -{_CACHE_KIB[mode]}")
    if writes:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA secure_delete = ON")
        connection.execute("PRAGMA wal_autocheckpoint = 8000")
    return connection
