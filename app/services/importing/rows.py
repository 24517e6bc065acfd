"""One row of a file becomes one draft of a lead, or a reason why it does not."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as made
from datetime import timedelta, tzinfo
from typing import Any, Final

from app.core.folded import folded
from app.core.people.email_address import read_address
from app.core.people.local_time import is_region_elsewhere
from app.core.people.new_lead import NewPoint
from app.core.people.phone import PhoneResult, parse_phone
from app.services.csv_text import Record
from app.services.importing.findings import Findings
from app.services.importing.plan import ColumnInfo, DateOrder, ImportOptions, Severity
from app.services.importing.tables import LEAVE_OUT, ImportTables
from app.services.importing.values import (
    UnreadDate,
    read_age,
    read_amount,
    read_instant,
    read_yes_no,
)
from app.services.people.lead_draft import LeadDraft

_MAX_TEXT: Final = 500
_MAX_LONG_TEXT: Final = 20_000
# Trying other countries costs several readings; a file with more problems has a problem of its own.
_MAX_SUGGESTIONS: Final = 2_000
# Clocks of two machines differ a little; a lead from tomorrow is a misread date.
_AHEAD: Final = timedelta(minutes=5)
_GUESSABLE: Final = frozenset({"no_country", "too_short", "too_long", "wrong_length", "not_in_use"})

# Control characters, and marks that turn the direction of a text around and so make a name look
# like another one. Line breaks and tabs stay.
INVISIBLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff"
    "\ud800-\udfff\ufffe\uffff]"
)
_NUMBER_LIKE = re.compile(r"[+-]?[\d\s().,/-]*")
_BETWEEN_ADDRESSES = re.compile(r"[;,\s]+")
_LOCALE = re.compile(r"([a-z]{2})(?:[-_][A-Za-z]{2,4})?")


@dataclass(slots=True)
class _Issue:
    severity: Severity
    code: str
    column: ColumnInfo | None = None
    value: str = ""
    suggestion: str | None = None
    args: Mapping[str, str | int] = made(default_factory=dict)


@dataclass(slots=True)
class _Row:
    """A row while it is read."""

    record: Record
    facts: dict[str, Any] = made(default_factory=dict)
    phones: list[tuple[ColumnInfo, str]] = made(default_factory=list)
    emails: list[tuple[ColumnInfo, str]] = made(default_factory=list)
    consents: dict[str, bool] = made(default_factory=dict)
    opt_outs: list[str] = made(default_factory=list)
    notes: list[str] = made(default_factory=list)
    extra: dict[str, str] = made(default_factory=dict)
    issues: list[_Issue] = made(default_factory=list)
    country_named: bool = False

    def warn(self, code: str, column: ColumnInfo | None, value: str, **args: str | int) -> None:
        self.issues.append(_Issue("warning", code, column, value, args=args))

    def keep(self, code: str, column: ColumnInfo, value: str) -> None:
        """Warn about a cell that could not be read and keep its text beside the lead."""
        self.warn(code, column, value)
        self.extra[column.name] = value[:_MAX_LONG_TEXT]


Handler = Callable[[_Row, ColumnInfo, str], None]


class RowReader:
    """Reads the rows of one file.

    `likely` gives the countries to try for a number, from its text. `dirty` says that the file has
    invisible characters somewhere: only then every cell is searched for them.
    """

    def __init__(
        self,
        columns: Sequence[ColumnInfo],
        tables: ImportTables,
        options: ImportOptions,
        *,
        zone: tzinfo,
        order: DateOrder | None,
        findings: Findings,
        likely: Callable[[str], Sequence[str]],
        dirty: bool,
    ) -> None:
        self._tables = tables
        self._options = options
        self._zone = zone
        self._order = order
        self._findings = findings
        self._likely = likely
        self._dirty = dirty
        self._fussy = dirty or bool(options.corrections)
        self._suggested = 0
        self._columns = columns
        self._handlers = [self._handler(column.field) for column in columns]

    def read(self, record: Record) -> LeadDraft | None:
        """The draft of a row, None when it stays out; findings are added either way."""
        row = _Row(record)
        cells = record.cells
        if self._options.corrections and len(cells) < len(self._columns):
            # What a person adds may stand behind the last cell of a short row.
            cells = cells + [""] * (len(self._columns) - len(cells))
        for column, handler, raw in zip(self._columns, self._handlers, cells, strict=False):
            cell = raw.strip()
            if self._fussy or cell[:1] == "'":
                cell = self._clean(row, column, cell)
            if cell:
                handler(row, column, cell)
        if record.unclosed:
            row.warn("unclosed_quote", None, "")
        if len(record.cells) != len(self._columns):
            self._uneven(row)
        points = self._points(row)
        if not any(point.status == "usable" for point in points):
            self._reject(row)
            return None
        self._split_name(row)
        self._settle_country(row, points)
        draft = LeadDraft(
            rows=(record.number,),
            points=tuple(points),
            consents=row.consents,
            opt_outs=tuple(dict.fromkeys(row.opt_outs)),
            note="\n".join(row.notes),
            extra=row.extra,
            **row.facts,
        )
        self._report(row, draft.name)
        return draft

    # Cells

    def _clean(self, row: _Row, column: ColumnInfo, cell: str) -> str:
        corrections = self._options.corrections
        if corrections:
            cell = corrections.get((row.record.number, column.name), cell).strip()
        if self._dirty and INVISIBLE.search(cell):
            row.warn("nul_removed" if "\0" in cell else "invisible_removed", column, "")
            cell = INVISIBLE.sub("", cell).strip()
        # The apostrophe with which spreadsheets keep a formula from running.
        return cell[1:] if cell[:1] == "'" and cell[1:2] in ("=", "+", "-", "@") else cell

    def _handler(self, field: str) -> Handler:
        kind, _, channel = field.partition(":")
        if kind == "consent":
            return lambda row, column, cell: self._consent(row, column, cell, channel)
        if kind == "opt_out":
            return lambda row, column, cell: self._opt_out(row, column, cell, channel)
        handlers: dict[str, Handler] = {
            "phone": lambda row, column, cell: row.phones.append((column, cell)),
            "mobile": lambda row, column, cell: row.phones.append((column, cell)),
            "email": lambda row, column, cell: row.emails.append((column, cell)),
            "country": self._country,
            "region": self._text,
            "language": self._language,
            "received_at": self._received_at,
            "age": self._age,
            "value": self._value,
            "temperature": self._word,
            "stage": self._word,
            "note": self._note,
            LEAVE_OUT: self._leave_out,
        }
        return handlers.get(field, self._text)

    def _text(self, row: _Row, column: ColumnInfo, cell: str) -> None:
        text = self._limited(row, column, " ".join(cell.split()), _MAX_TEXT)
        row.facts.setdefault(column.field, text)

    def _note(self, row: _Row, column: ColumnInfo, cell: str) -> None:
        row.notes.append(self._limited(row, column, cell, _MAX_LONG_TEXT))

    def _leave_out(self, row: _Row, column: ColumnInfo, cell: str) -> None:
        row.extra[column.name] = self._limited(row, column, cell, _MAX_LONG_TEXT)

    @staticmethod
    def _limited(row: _Row, column: ColumnInfo, text: str, limit: int) -> str:
        if text[0] in "=+-@" and len(text) > 1 and not _NUMBER_LIKE.fullmatch(text):
            row.warn("formula_text", column, text[:_MAX_TEXT])
        if len(text) <= limit:
            return text
        row.warn("shortened", column, text[:_MAX_TEXT], characters=len(text), kept=limit)
        return text[:limit]

    def _country(self, row: _Row, column: ColumnInfo, cell: str) -> None:
        row.country_named = True
        code = self._tables.country(cell)
        if code:
            row.facts.setdefault("country", code)
        else:
            row.keep("unknown_country", column, cell)

    def _language(self, row: _Row, column: ColumnInfo, cell: str) -> None:
        locale = _LOCALE.fullmatch(cell if len(cell) > 2 else cell.lower())
        code = self._tables.words["language"].get(folded(cell)) or (locale[1] if locale else "")
        if code:
            row.facts["language"] = code
        else:
            row.keep("unknown_language", column, cell)

    def _word(self, row: _Row, column: ColumnInfo, cell: str) -> None:
        value = self._tables.words[column.field].get(folded(cell))
        if value is None:
            row.keep(f"unknown_{column.field}", column, cell)
        else:
            row.facts[column.field] = value

    def _age(self, row: _Row, column: ColumnInfo, cell: str) -> None:
        age = read_age(cell)
        if age is None:
            row.keep("unreadable_age", column, cell)
        else:
            row.facts["age"] = age

    def _value(self, row: _Row, column: ColumnInfo, cell: str) -> None:
        value = read_amount(cell)
        if value is None:
            row.keep("unreadable_value", column, cell)
        else:
            row.facts["value"] = value

    def _received_at(self, row: _Row, column: ColumnInfo, cell: str) -> None:
        instant = read_instant(cell, self._order, self._zone, self._tables.months)
        if isinstance(instant, UnreadDate):
            row.keep(instant.code, column, cell)
        elif instant > self._options.now + _AHEAD:
            row.keep("date_in_future", column, cell)
        else:
            row.facts["received_at"] = instant

    def _consent(self, row: _Row, column: ColumnInfo, cell: str, channel: str) -> None:
        answer = read_yes_no(cell, self._tables)
        if answer is None:
            row.keep("unclear_consent", column, cell)
        else:
            row.consents[channel] = answer

    def _opt_out(self, row: _Row, column: ColumnInfo, cell: str, channel: str) -> None:
        answer = read_yes_no(cell, self._tables)
        if answer is None:
            # What looks like a refusal counts as one until a person has read it.
            row.keep("unclear_opt_out", column, cell)
        if answer is not False:
            row.opt_outs.append(channel)

    def _uneven(self, row: _Row) -> None:
        cells, width = row.record.cells, len(self._columns)
        more = [(n, cell.strip()) for n, cell in enumerate(cells[width:], start=width + 1)]
        more = [(n, cell) for n, cell in more if cell]
        if more:
            row.warn("too_many_cells", None, "", cells=len(cells), columns=width)
            for number, cell in more:
                clean = INVISIBLE.sub("", cell) if self._dirty else cell
                row.extra[f"Column {number}"] = clean[:_MAX_LONG_TEXT]
        elif len(cells) < width:
            row.warn("too_few_cells", None, "", cells=len(cells), columns=width)

    # Whole rows

    def _points(self, row: _Row) -> list[NewPoint]:
        country = row.facts.get("country") or ("" if row.country_named else self._options.country)
        # Exports often repeat the phone in the mobile column.
        phones = {cell: column for column, cell in reversed(row.phones)}
        points = [
            self._phone_point(row, column, cell, country)
            for cell, column in reversed(phones.items())
        ]
        points += [self._email_point(row, column, cell) for column, cell in row.emails]
        return list({(point.kind, point.value): point for point in reversed(points)}.values())[::-1]

    def _phone_point(self, row: _Row, column: ColumnInfo, cell: str, country: str) -> NewPoint:
        vouched = (row.record.number, column.name) in self._options.corrections
        result = parse_phone(cell, country or None, vouched=vouched)
        if result.problem is None and result.e164 is not None:
            if result.rewritten:
                row.warn("rewritten", column, cell)
            note = f"ext={result.extension}" if result.extension else ""
            return NewPoint(kind="phone", value=result.e164, note=note)
        if result.problem in _GUESSABLE:
            result = self._with_suggestion(cell, country, result)
        problem = result.problem or "not_a_number"
        row.issues.append(_Issue("unusable", problem, column, cell, result.suggestion, result.args))
        return NewPoint(kind="phone", value=cell[:_MAX_TEXT], status="unparsed", note=problem)

    def _with_suggestion(self, cell: str, country: str, result: PhoneResult) -> PhoneResult:
        if self._suggested >= _MAX_SUGGESTIONS:
            return result
        self._suggested += 1
        return parse_phone(cell, country or None, likely=self._likely(cell))

    def _email_point(self, row: _Row, column: ColumnInfo, cell: str) -> NewPoint:
        address = read_address(cell)
        if address is not None:
            return NewPoint(kind="email", value=address)
        parts = [read_address(part) for part in _BETWEEN_ADDRESSES.split(cell)]
        several = len(parts) > 1 and all(parts)
        code = "two_addresses" if several else "not_an_address"
        row.issues.append(_Issue("unusable", code, column, cell))
        return NewPoint(kind="email", value=cell[:_MAX_TEXT], status="unparsed", note=code)

    @staticmethod
    def _split_name(row: _Row) -> None:
        full = row.facts.pop("full_name", "")
        if not full or row.facts.get("first_name") or row.facts.get("last_name"):
            return
        last, comma, first = full.partition(",")
        if not comma:
            first, _, last = full.partition(" ")
        row.facts["first_name"], row.facts["last_name"] = first.strip(), last.strip()

    def _settle_country(self, row: _Row, points: Sequence[NewPoint]) -> None:
        facts, options = row.facts, self._options
        if options.source:
            facts.setdefault("source", options.source)
        country = facts.get("country", "")
        if country and is_region_elsewhere(country, facts.get("region", ""), self._tables.zones):
            column = next(c for c in self._columns if c.field == "region")
            row.warn("region_elsewhere", column, facts["region"], country=country)
        if country or row.country_named or not options.country:
            return
        # The file's country is that of national numbers; it does not move a foreign number's owner.
        phones = [p.value for p in points if p.kind == "phone" and p.status == "usable"]
        if all(parse_phone(phone, None).region == options.country for phone in phones):
            facts["country"] = options.country

    def _reject(self, row: _Row) -> None:
        unusable = [issue for issue in row.issues if issue.severity == "unusable"]
        nothing = "no_contact" if any(c.strip() for c in row.record.cells) else "empty_row"
        issue = unusable[0] if unusable else _Issue("rejected", nothing)
        issue.severity = "rejected"
        row.issues = [issue]
        self._split_name(row)
        name = f"{row.facts.get('first_name', '')} {row.facts.get('last_name', '')}".strip()
        self._report(row, name)

    def _report(self, row: _Row, name: str) -> None:
        record = row.record
        for issue in row.issues:
            column = issue.column
            self._findings.add(
                issue.severity,
                issue.code,
                row=record.number,
                line=record.line,
                field=column.field if column else "",
                column=column.name if column else "",
                value=issue.value,
                name=name,
                suggestion=issue.suggestion,
                args=issue.args,
                cells=tuple(record.cells) if issue.severity == "rejected" else (),
            )
