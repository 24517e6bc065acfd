"""A row of a file while it is read: what was understood so far, and what was not."""

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as made
from typing import Any, Final

from app.services.csv_text import Record
from app.services.importing.plan import ColumnInfo, Severity

MAX_TEXT: Final = 500
MAX_LONG_TEXT: Final = 20_000


@dataclass(slots=True)
class Issue:
    """Something odd about a cell, or about the row where there is no column."""

    severity: Severity
    code: str
    column: ColumnInfo | None = None
    value: str = ""
    suggestion: str | None = None
    args: Mapping[str, str | int] = made(default_factory=dict)


@dataclass(slots=True)
class RowRead:
    """What a row says. Channels of `opt_outs` and `held` are consent channels, "number" or "all".

    `held` waits until a person has read it. `refused` are (column, cell, channel) of cells that
    name the numbers or addresses that want no contact. `calling_code` has digits only.
    """

    record: Record
    facts: dict[str, Any] = made(default_factory=dict)
    phones: list[tuple[ColumnInfo, str]] = made(default_factory=list)
    emails: list[tuple[ColumnInfo, str]] = made(default_factory=list)
    consents: dict[str, bool] = made(default_factory=dict)
    opt_outs: list[str] = made(default_factory=list)
    held: list[str] = made(default_factory=list)
    refused: list[tuple[ColumnInfo, str, str]] = made(default_factory=list)
    notes: list[str] = made(default_factory=list)
    extra: dict[str, str] = made(default_factory=dict)
    issues: list[Issue] = made(default_factory=list)
    country_named: bool = False
    calling_code: str = ""

    def warn(self, code: str, column: ColumnInfo | None, value: str, **args: str | int) -> None:
        """Note something to look at."""
        self.issues.append(Issue("warning", code, column, value, args=args))

    def keep(self, code: str, column: ColumnInfo, value: str) -> None:
        """Warn about a cell that could not be read and keep its text beside the lead."""
        self.warn(code, column, value)
        self.extra[column.name] = value[:MAX_LONG_TEXT]
