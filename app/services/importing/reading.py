"""A list of people as it comes out of another system: bytes in, a plan of the import out.

Nothing is written and nothing is guessed silently: the plan says what would come in and what would
not, row by row, with the reason and the remedy. See docs/import.md.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Final
from zoneinfo import ZoneInfo

from app.core.errors import BadInput
from app.core.reason import Reason, reason
from app.services.csv_text import Decoded, Record, decode, find_delimiter, records
from app.services.importing.columns import Header, is_known_name, read_header
from app.services.importing.findings import Findings
from app.services.importing.merge import Merger
from app.services.importing.plan import (
    ColumnInfo,
    DateOrder,
    ImportCancelled,
    ImportFinding,
    ImportOptions,
    ImportPlan,
)
from app.services.importing.rows import INVISIBLE, RowReader
from app.services.importing.survey import Survey
from app.services.importing.tables import ImportTables
from app.services.people.lead_draft import LeadDraft
from app.services.ports import Progress

Cancelled = Callable[[], bool]

_FIRST_ROWS: Final = 50
_TICK_ROWS: Final = 500
_MOST_OWNERS: Final = 50
# Control characters that no list of people has. One of 20 characters is no longer a slip.
_NO_LETTERS: Final = tuple(map(chr, (*range(9), *range(14, 32), 127)))
_MAX_ODD_SHARE: Final = 0.05
_WITH_PEOPLE: Final = "Choose a file with people in it."
_SAVE_AS_CSV: Final = "Open it in a spreadsheet and save it as CSV, then choose that file."
_NOT_TEXT: Final = (
    (b"PK\x03\x04", "This is a workbook or an archive, not a text file."),
    (b"\xd0\xcf\x11\xe0", "This is an old workbook, not a text file."),
    (b"%PDF", "This is a PDF, not a text file."),
    (b"\x1f\x8b", "This is a compressed file, not a text file."),
    (b"\x89PNG", "This is a picture, not a text file."),
    (b"\xff\xd8\xff", "This is a picture, not a text file."),
    (b"GIF8", "This is a picture, not a text file."),
)


def plan_import(
    data: bytes,
    *,
    tables: ImportTables,
    options: ImportOptions,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> ImportPlan:
    """What importing the file `data` would do.

    `progress(done, total)` is told about rows, on the calling thread; once `cancelled()` is true,
    ImportCancelled is raised. Raises BadInput for a file without rows, one that is no text, and a
    zone that does not exist. Everything else that is wrong is in the plan.
    """
    zone = _zone(options.zone)
    source = _open(data, tables, options)
    findings = Findings(tables)
    _describe_file(source, findings)
    ticks = _Ticks(progress, cancelled)

    survey = Survey(source.header.columns, tables)
    for record in source.body():
        survey.look(record)
        ticks.counted(empty=is_empty(record))
    order, doubt = survey.date_order(options.date_order, source.header.language)
    if doubt:
        column = next(c for c in source.header.columns if c.field == "received_at")
        findings.add("warning", doubt, row=0, line=0, field=column.field, column=column.name)

    reader = RowReader(
        source.header.columns,
        tables,
        options,
        zone=zone,
        order=order,
        findings=findings,
        likely=survey.likely,
        dirty=INVISIBLE.search(source.decoded.text) is not None,
    )
    merger = Merger(shared_numbers=options.merge_shared_numbers, keep_apart=options.keep_apart)
    rows = 0
    for record in _without_the_tail(source.body(), ticks):
        rows += 1
        draft = reader.read(record)
        if draft is not None:
            merger.add(draft)
    ticks.done()
    if not rows:
        raise BadInput("no_rows", "The file has no rows below its headings.", _WITH_PEOPLE)

    drafts = _settled(merger, options)
    _describe_merges(merger, findings)
    _describe_owners(reader.owners, findings)
    found = findings.close()
    return ImportPlan(
        encoding=source.decoded.encoding,
        had_bom=source.decoded.had_bom,
        delimiter=source.delimiter,
        language=source.header.language,
        rows=rows,
        columns=_with_notes(source.header.columns, found, order, options.zone),
        drafts=drafts,
        findings=found,
        merged=merger.merged,
        apart=tuple(a for a in merger.apart if a.row in options.keep_apart),
        refusals=tuple(reader.refusals),
        date_order=order,
    )


# The file


@dataclass(frozen=True, slots=True, kw_only=True)
class _Source:
    """A file that was understood as a table."""

    decoded: Decoded
    delimiter: str
    header: Header

    def body(self) -> Iterator[Record]:
        """The rows under the header."""
        return islice(records(self.decoded.text, self.delimiter), self.header.rows_above, None)


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise BadInput(
            "unknown_zone", "This time zone does not exist.", "Use a name such as Europe/Madrid."
        ) from None


def _open(data: bytes, tables: ImportTables, options: ImportOptions) -> _Source:
    for start, message in _NOT_TEXT:
        if data.startswith(start):
            raise BadInput("not_a_list", message, _SAVE_AS_CSV)
    decoded = decode(data)
    odd = sum(map(decoded.text.count, _NO_LETTERS))
    if odd > _MAX_ODD_SHARE * len(decoded.text):
        raise BadInput("not_a_list", "This is not a text file.", _SAVE_AS_CSV)
    delimiter = find_delimiter(decoded.text, lambda name: is_known_name(name, tables))
    first = list(islice(records(decoded.text, delimiter), _FIRST_ROWS))
    if not first:
        raise BadInput("empty_file", "The file is empty.", _WITH_PEOPLE)
    header = read_header(first, tables, options.mapping)
    return _Source(decoded=decoded, delimiter=delimiter, header=header)


def is_empty(record: Record) -> bool:
    """Whether no cell of a row holds anything."""
    return not any(cell and not cell.isspace() for cell in record.cells)


def _without_the_tail(rows: Iterator[Record], ticks: "_Ticks") -> Iterator[Record]:
    """All rows but the empty ones at the end, which a spreadsheet leaves behind."""
    empty: list[Record] = []
    for record in rows:
        ticks.read()
        if is_empty(record):
            empty.append(record)
            continue
        yield from empty
        empty.clear()
        yield record


class _Ticks:
    """Tells how far the import is, and stops it when asked to."""

    def __init__(self, progress: Progress | None, cancelled: Cancelled | None) -> None:
        self._progress = progress
        self._cancelled = cancelled
        self._seen = 0
        self._total = 0
        self._read = 0

    def counted(self, *, empty: bool) -> None:
        """A row was seen for the first time; empty ones at the end are none."""
        self._seen += 1
        if not empty:
            self._total = self._seen
        if self._seen % _TICK_ROWS == 0:
            self._stop_if_asked()

    def read(self) -> None:
        """A row is about to be read."""
        if self._read % _TICK_ROWS == 0:
            self._stop_if_asked()
            self._tell(min(self._read, self._total))
        self._read += 1

    def done(self) -> None:
        """All rows are read."""
        self._stop_if_asked()
        self._tell(self._total)

    def _tell(self, done: int) -> None:
        if self._progress is not None:
            self._progress(done, self._total)

    def _stop_if_asked(self) -> None:
        if self._cancelled is not None and self._cancelled():
            raise ImportCancelled


# What the plan adds


def _describe_file(source: _Source, findings: Findings) -> None:
    if source.decoded.mended:
        args = {"count": source.decoded.mended}
        findings.add("warning", "bytes_mended", row=0, line=0, args=args)
    if not source.header.rows_above:
        findings.add("warning", "no_header", row=1, line=1)
    elif source.header.rows_above > 1:
        number = source.header.number
        findings.add("warning", "title_rows", row=number, line=0, args={"header": number})
    for column in source.header.columns:
        if column.how == "shared":
            findings.add("warning", "shared_column", row=0, line=0, column=column.name)
    for name in source.header.unknown_names:
        findings.add("warning", "mapping_column_missing", row=0, line=0, column=name)


def _describe_merges(merger: Merger, findings: Findings) -> None:
    for merged in merger.merged:
        if merged.other_name and merged.by == "phone":
            args = {"into": merged.into_row}
            findings.add(
                *("warning", "merged_other_name"),
                row=merged.row,
                line=0,
                name=merged.name,
                value=merged.into_name,
                args=args,
            )
    for apart in merger.apart:
        code = "shared_number" if apart.by == "phone" else "shared_address"
        findings.add(
            *("warning", code),
            row=apart.row,
            line=0,
            name=apart.name,
            value=apart.other_name,
            args={"into": apart.other},
        )


def _settled(merger: Merger, options: ImportOptions) -> tuple[LeadDraft, ...]:
    """The people: those who are kept apart, and those who came in just now if a person says so."""
    drafts, apart = merger.drafts, {a.row for a in merger.apart} | options.keep_apart
    if apart:
        drafts = tuple(d.but(apart=True) if d.rows[0] in apart else d for d in drafts)
    if options.just_now:
        drafts = tuple(d if d.received_at else d.but(just_now=True) for d in drafts)
    return drafts


def _describe_owners(owners: Counter[str], findings: Findings) -> None:
    """To whom people of the list belong, where it is somebody else: told once for each."""
    for owner, count in owners.most_common(_MOST_OWNERS):
        findings.add(
            "warning",
            "other_owner",
            row=0,
            line=0,
            field="owner",
            value=owner,
            args={"count": count},
        )


def _with_notes(
    columns: Sequence[ColumnInfo],
    found: Sequence[ImportFinding],
    order: DateOrder | None,
    zone: str,
) -> tuple[ColumnInfo, ...]:
    problems = Counter(f.column for f in found if f.severity != "warning" and f.column)
    return tuple(
        column
        if column.note
        else replace(column, note=_note(column, problems[column.name], order, zone))
        for column in columns
    )


def _note(column: ColumnInfo, problems: int, order: DateOrder | None, zone: str) -> Reason | None:
    if problems:
        return reason("problems", count=problems)
    if column.field == "received_at":
        return reason(order or "local_time", zone=zone)
    if column.field.startswith(("consent:", "opt_out:")):
        return reason("yes_no")
    return None
