"""What a unit of work writes, noted while it does, so that the bare driver can write the same."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from app.storage import statements as sql
from app.storage.mappers import Row
from app.storage.unit_of_work import SqlUnitOfWork


class Written:
    """Statements with their rows, in the order in which they went out."""

    def __init__(self) -> None:
        self.statements: list[tuple[str, Sequence[Row]]] = []


@contextmanager
def recorded(kind: type[SqlUnitOfWork]) -> Iterator[Written]:
    """Notes what units of work of `kind` write meanwhile. Costs them next to nothing."""
    written = Written()
    settle, now = kind._settle, kind._now

    def noting_settle(self: Any) -> None:
        pending = self._pending
        if pending:
            written.statements += [(s, pending[s]) for s in sql.WRITE_ORDER if pending.get(s)]
        settle(self)

    def noting_now(self: Any, statement: str, *rows: Row) -> None:
        now(self, statement, *rows)
        written.statements.append((statement, rows))

    _put(kind, noting_settle, noting_now)
    try:
        yield written
    finally:
        _put(kind, settle, now)


def _put(kind: type[SqlUnitOfWork], settle: object, now: object) -> None:
    type.__setattr__(kind, "_settle", settle)
    type.__setattr__(kind, "_now", now)
