"""What a store writes, noted while it does, so that the bare driver can write the same."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from app.storage.engine import Database

Row = tuple[Any, ...]


class Written:
    """Statements with their rows, in the order in which they went out."""

    def __init__(self) -> None:
        self.statements: list[tuple[str, Sequence[Row]]] = []

    def clear(self) -> None:
        """Forget what was noted."""
        self.statements = []


class _Noting:
    """A connection that notes what it is asked to write; everything else is passed on."""

    def __init__(self, connection: Any, written: Written) -> None:
        self._connection = connection
        self._written = written
        self.execute = connection.execute

    def executemany(self, statement: str, rows: Sequence[Row]) -> Any:
        self._written.statements.append((statement, rows))
        return self._connection.executemany(statement, rows)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._connection, name)


@contextmanager
def recorded(database: Database) -> Iterator[Written]:
    """Notes what is written meanwhile, which costs next to nothing: the rows are not copied."""
    written = Written()
    inside = vars(database)
    connection = inside["_writer"]
    inside["_writer"] = _Noting(connection, written)
    try:
        yield written
    finally:
        inside["_writer"] = connection
