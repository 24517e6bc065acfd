"""One connection that is read from, inside the transaction its caller opened."""

from typing import Any

from app.core.errors import NotFound
from app.services.store.records import (
    Registry,
)
from app.storage import driver
from app.storage.mappers import Row


def missing(what: str) -> NotFound:
    """Raised where a record is not there."""
    return NotFound(f"no_{what}", f"This {what} does not exist.", "It may have been removed.")


class SqlGround:
    """What every reader stands on: statements with friendly errors, and what stays as it is."""

    def __init__(self, connection: driver.Connection) -> None:
        self._connection = connection
        # Asked for with every person; within a transaction they stay as they are.
        self._registries: list[Registry] | None = None
        self._settings: dict[str, str | None] = {}

    def _settle(self, reading: str = "") -> None:
        """Make sure that statement `reading` ("": any) sees what was changed so far."""

    def _one(self, statement: str, *values: Any) -> Row | None:
        self._settle(statement)
        with driver.friendly():
            row: Row | None = self._connection.execute(statement, values).fetchone()
        return row

    def _all(self, statement: str, *values: Any) -> list[Row]:
        self._settle(statement)
        with driver.friendly():
            return self._connection.execute(statement, values).fetchall()
