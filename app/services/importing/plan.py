"""What an import would do: whom it would bring in, and everything that is odd about the file."""

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as made
from datetime import datetime
from typing import Final, Literal

from app.core.errors import TouchlineError
from app.core.people.lead import PointKind
from app.core.reason import Reason
from app.services.csv_text import write_rows
from app.services.people.lead_draft import LeadDraft

DateOrder = Literal["day_first", "month_first"]
# saved: by the mapping handed in. matched: a known name. likely: a known name among other words.
# content: by what is in the cells. taken: another column became that field already. shared: the
# same for many people, so nobody's own.
How = Literal["saved", "matched", "likely", "content", "taken", "shared", "left_out"]
# rejected: the row stays out. unusable: the row comes in, this number or address is only kept as
# text. warning: the row comes in, look at this.
Severity = Literal["rejected", "unusable", "warning"]
MergedBy = Literal["phone", "email"]

_HINT_MIN: Final = 5
_HEADINGS: Final = ("Row", "What is wrong", "What to do")


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportOptions:
    """What the person who imports decides.

    `now` is an aware instant, `zone` the IANA name of the zone in which the file's times are
    meant. `country` (ISO 3166) and `source` stand in for empty cells. `mapping` is
    {column name: field}, as saved before. `date_order` settles dates that can be read both ways.
    `corrections` are {(row, column name): text} for cells that a person corrected or whose
    suggestion was accepted. `merge_shared_numbers` makes one person of two that share a number but
    neither name nor email; `keep_apart` are rows of people of whom this is known to be wrong.
    `ours` are the names by which a column of owners means whoever imports. `just_now` says that
    whoever has no time of their own came in at `now`.
    """

    now: datetime
    zone: str
    country: str = ""
    source: str = ""
    mapping: Mapping[str, str] | None = None
    date_order: DateOrder | None = None
    corrections: Mapping[tuple[int, str], str] = made(default_factory=dict)
    merge_shared_numbers: bool = True
    keep_apart: frozenset[int] = frozenset()
    ours: tuple[str, ...] = ()
    just_now: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnInfo:
    """A column of the file: its name, its first value, the field it becomes and how that was found.

    `note` adds what was learnt from the cells: day_first, month_first (with zone), yes_no,
    problems (with count), already (with column).
    """

    name: str
    first_value: str
    field: str
    how: How
    note: Reason | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportFinding:
    """Something about one cell or row that a person may want to know or to mend.

    `row` is what a spreadsheet shows (the header is row 1; 0 = the whole file), `line` the line in
    the file. `message` and `fix` are words without personal data, `value` and `name` are the
    person's own, for the screen only; `value_hint` shows just enough to find the cell. `suggestion`
    is a number that would be right if a person says so. `cells` is filled for rejected rows.
    """

    severity: Severity
    row: int
    line: int
    code: str
    message: str
    fix: str
    field: str = ""
    column: str = ""
    value: str = ""
    name: str = ""
    suggestion: str | None = None
    args: Mapping[str, str | int] = made(default_factory=dict)
    cells: tuple[str, ...] = ()

    @property
    def value_hint(self) -> str:
        """First and last two characters of the value, fewer of a short one."""
        if len(self.value) < _HINT_MIN:
            return f"{self.value[:1]}…" if self.value else ""
        return f"{self.value[:2]}…{self.value[-2:]}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Merged:
    """A row that described a person of an earlier row; `other_name` when the names differ.

    `name` is that of the row, `into_name` that of the person it became.
    """

    row: int
    into_row: int
    by: MergedBy
    other_name: bool = False
    name: str = ""
    into_name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Apart:
    """A row that shares a number or address with an earlier row, and is another person."""

    row: int
    other: int
    by: MergedBy
    name: str = ""
    other_name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PointRefusal:
    """A number or address of a list that wants no contact, whosever it is.

    `value` is E.164 or a lower-cased address; `channels` are consent channels, ("*",) for all.
    """

    kind: PointKind
    value: str
    channels: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportPlan:
    """Everything an import would do. Rows = rows of drafts + rejected + merged.

    `rows` counts the rows under the header that hold anything or stand between such rows. `apart`
    are rows that a person keeps apart. `refusals` are those that no draft carries: of rows that
    stay out, and of other addresses. `mapping` is what a mapping saved now would be. `language` is
    that of the header, "" unknown.
    """

    encoding: str
    had_bom: bool
    delimiter: str
    language: str
    rows: int
    columns: tuple[ColumnInfo, ...]
    drafts: tuple[LeadDraft, ...]
    findings: tuple[ImportFinding, ...]
    merged: tuple[Merged, ...]
    apart: tuple[Apart, ...] = ()
    refusals: tuple[PointRefusal, ...] = ()
    date_order: DateOrder | None = None

    @property
    def mapping(self) -> dict[str, str]:
        """{column name: field}, to be saved for the next file of this kind."""
        return {column.name: column.field for column in self.columns}

    @property
    def without_time(self) -> int:
        """How many people come in without the time at which they asked: nobody's clock starts."""
        return sum(draft.received_at is None and not draft.just_now for draft in self.drafts)

    @property
    def nameless(self) -> int:
        """How many people come in without a name."""
        return sum(not draft.name for draft in self.drafts)

    @property
    def without_number(self) -> int:
        """How many people come in whom nobody can call: no number of theirs can be used."""
        return sum(
            not any(p.kind == "phone" and p.status == "usable" for p in draft.points)
            for draft in self.drafts
        )

    @property
    def rejected(self) -> tuple[ImportFinding, ...]:
        """One entry for every row that stays out."""
        return tuple(f for f in self.findings if f.severity == "rejected")

    @property
    def unusable(self) -> tuple[ImportFinding, ...]:
        """Numbers and addresses that cannot be used, of people who come in nevertheless."""
        return tuple(f for f in self.findings if f.severity == "unusable")

    @property
    def warnings(self) -> tuple[ImportFinding, ...]:
        """Everything else that is odd; beyond 1,000 of a kind only their count."""
        return tuple(f for f in self.findings if f.severity == "warning")


class ImportCancelled(TouchlineError):
    """The person stopped the import; nothing was done."""

    def __init__(self) -> None:
        super().__init__("import_cancelled", "The import was cancelled. Nothing was changed.")


def rejected_csv(plan: ImportPlan, headings: tuple[str, str, str] = _HEADINGS) -> str:
    """The rows that stay out as CSV, with row number, reason and remedy in front.

    Safe to open in a spreadsheet, and importable again once it is corrected.
    """
    rejected = plan.rejected
    names = [column.name for column in plan.columns]
    width = max([len(names), *(len(f.cells) for f in rejected)])
    rows = [[*headings, *names, *[""] * (width - len(names))]]
    rows += [[str(f.row), f.message, f.fix, *f.cells] for f in rejected]
    return write_rows(rows, plan.delimiter)
