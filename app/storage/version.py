"""Which schema a file has, told without importing a migration tool (docs/database.md)."""

from pathlib import Path
from typing import Literal

from app.core.errors import TouchlineError
from app.storage import driver

# The number of the newest revision in app/storage/migrations/versions.
SCHEMA_NUMBER = 13
# "TLdb": tells our files from other SQLite files.
APPLICATION_ID = 0x544C6462

SchemaStanding = Literal["missing", "current", "older", "newer"]


def too_new() -> TouchlineError:
    """The refusal of a file that a newer version has written."""
    return TouchlineError(
        "store_newer",
        "This profile was opened by a newer version of Touchline.",
        "Install the newer version again, or restore a backup made before it.",
    )


def number_of(connection: driver.Connection) -> int:
    """The schema number of an open file. Raises TouchlineError not_a_store when it is not ours."""
    with driver.friendly():
        (application_id,) = connection.execute("PRAGMA application_id").fetchone()
        (number,) = connection.execute("PRAGMA user_version").fetchone()
    if application_id != APPLICATION_ID:
        raise driver.not_a_store()
    return int(number)


def standing(path: Path, key: driver.KeyHook | None = None) -> SchemaStanding:
    """How the file at `path` stands to this program. Opens it read-only.

    Raises TouchlineError (not_a_store, store_damaged, store_locked ...) when it cannot be told.
    """
    if not path.exists():
        return "missing"
    connection = driver.connect(path, read_only=True, key=key)
    try:
        number = number_of(connection)
    finally:
        connection.close()
    if number == SCHEMA_NUMBER:
        return "current"
    return "older" if number < SCHEMA_NUMBER else "newer"


def require_current(path: Path, key: driver.KeyHook | None = None) -> None:
    """Raises TouchlineError store_missing, store_older or store_newer unless the file is ready."""
    found = standing(path, key)
    if found == "missing":
        raise driver.store_missing()
    if found == "newer":
        raise too_new()
    if found == "older":
        raise TouchlineError(
            "store_older",
            "This profile was made by an older version of Touchline and must be updated.",
            "Start the desktop once, or run migrate.",
        )
