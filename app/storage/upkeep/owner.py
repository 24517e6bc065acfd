"""Whose people a database holds: no organisation gets those of another."""

from pathlib import Path

from app.core.errors import Refused, TouchlineError
from app.storage import driver


def refuse_others(copy: Path, path: Path, key: driver.KeyHook | None) -> None:
    """Refuse a copy of another organisation than that of the database at `path`.

    Raises Refused. A database at `path` that cannot be read refuses none.
    """
    theirs, ours = _org_of(copy, key), _org_of(path, key)
    if ours is not None and theirs != ours:
        raise Refused(
            "other_organisation",
            "This is a backup of another organisation.",
            "Restore it into a profile of its own: --profile with a new folder.",
        )


def _org_of(path: Path, key: driver.KeyHook | None) -> bytes | None:
    """The organisation of a database; None where it cannot be read."""
    try:
        connection = driver.connect(path, read_only=True, key=key)
    except TouchlineError:
        return None
    try:
        with driver.friendly():
            row = connection.execute("SELECT org_id FROM profile").fetchone()
        return bytes(row[0]) if row else None
    except TouchlineError:
        return None
    finally:
        connection.close()
