"""One row of a file becomes one draft of a lead, or a reason why it does not."""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import timedelta, tzinfo
from typing import Final

from app.core.consent.suppression import EVERY_CHANNEL
from app.core.folded import folded
from app.core.people.lead import SAID_OWNER
from app.core.people.local_time import is_region_elsewhere
from app.core.people.new_lead import NewPoint
from app.core.people.phone import country_of_code, parse_phone
from app.services.csv_text import Record
from app.services.importing.findings import Findings
from app.services.importing.plan import ColumnInfo, DateOrder, ImportOptions, PointRefusal
from app.services.importing.points import PointReader
from app.services.importing.refusing import read_anywhere, read_consent, read_opt_out
from app.services.importing.row_read import MAX_LONG_TEXT, MAX_TEXT, Issue, RowRead
from app.services.importing.tables import LEAVE_OUT, ImportTables
from app.services.importing.values import (
    UnreadDate,
    read_age,
    read_amount,
    read_instant,
    read_serial,
)
from app.services.people.lead_draft import LeadDraft

# Clocks of two machines differ a little; a lead from tomorrow is a misread date.
_AHEAD: Final = timedelta(minutes=5)
# Programs give a hundred, a few of them a thousand.
_MOST_SCORE: Final = 10_000
# No filler is longer, and punctuation alone says nothing either.
_LONGEST_FILLER: Final = 20
_FILLER_MARKS: Final = "-–—_.·*/\\ "
_ALL_DIGITS = re.compile(r"\+?\d{1,4}")

# Control characters, and marks that turn the direction of a text around and so make a name look
# like another one. Line breaks and tabs stay.
INVISIBLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff"
    "\u200b\u2060\ud800-\udfff\ufffe\uffff]"
)
_REFUSAL_CODES: Final = frozenset({"refusal_kept", "refusal_lost"})
_NUMBER_LIKE = re.compile(r"[+-]?[\d\s().,/-]*")
_LOCALE = re.compile(r"([a-z]{2})(?:[-_][A-Za-z]{2,4})?")


Handler = Callable[[RowRead, ColumnInfo, str], None]


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
        self._points = PointReader(options, likely)
        self._ours = frozenset(name.casefold() for name in options.ours)
        # Refusals that no lead carries, each once, and how many rows belong to somebody else.
        self.refusals: dict[PointRefusal, None] = {}
        self.owners: Counter[str] = Counter()
        self._dirty = dirty
        self._fussy = dirty or bool(options.corrections)
        self._columns = columns
        self._handlers = [self._handler(column.field) for column in columns]

    def read(self, record: Record) -> LeadDraft | None:
        """The draft of a row, None when it stays out; findings are added either way."""
        row = RowRead(record)
        cells = record.cells
        if self._options.corrections and len(cells) < len(self._columns):
            # What a person adds may stand behind the last cell of a short row.
            cells = cells + [""] * (len(self._columns) - len(cells))
        for column, handler, raw in zip(self._columns, self._handlers, cells, strict=False):
            cell = raw.strip()
            if self._fussy or cell[:1] == "'":
                cell = self._clean(row, column, cell)
            if cell and not self._is_filler(cell):
                handler(row, column, cell)
        if record.unclosed:
            row.warn("unclosed_quote", None, "")
        if len(record.cells) != len(self._columns):
            self._uneven(row)
        points = self._points.points(row)
        if not any(point.status == "usable" for point in points):
            self._refuse(row, ())
            self._reject(row)
            return None
        if row.opt_outs or row.refused:
            self._refuse(row, points)
        self._split_name(row)
        self._settle_country(row, points)
        draft = LeadDraft(
            rows=(record.number,),
            points=tuple(points),
            consents=row.consents,
            opt_outs=tuple(dict.fromkeys(row.opt_outs)),
            held=tuple(dict.fromkeys(row.held)),
            note="\n".join(row.notes),
            extra=row.extra,
            **row.facts,
        )
        self._report(row, draft.name)
        return draft

    # Cells

    def _is_filler(self, cell: str) -> bool:
        """Whether a cell was only filled in: "-", "N/A", "NULL"."""
        if len(cell) > _LONGEST_FILLER:
            return False
        return cell in self._tables.empty or not cell.strip(_FILLER_MARKS)

    def _clean(self, row: RowRead, column: ColumnInfo, cell: str) -> str:
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
        tables = self._tables
        if kind == "consent":
            return lambda row, column, cell: read_consent(row, column, cell, channel, tables)
        if kind == "opt_out":
            return lambda row, column, cell: read_opt_out(row, column, cell, channel, tables)
        handlers: dict[str, Handler] = {
            "phone": lambda row, column, cell: row.phones.append((column, cell)),
            "mobile": lambda row, column, cell: row.phones.append((column, cell)),
            "email": lambda row, column, cell: row.emails.append((column, cell)),
            "calling_code": self._calling_code,
            "country": self._country,
            "first_name": self._name,
            "last_name": self._name,
            "full_name": self._name,
            "owner": self._owner,
            "region": self._text,
            "language": self._language,
            "received_at": self._received_at,
            "age": self._age,
            "value": self._value,
            "score": self._score,
            "temperature": self._word,
            "stage": self._word,
            "note": self._note,
            LEAVE_OUT: self._leave_out,
        }
        return handlers.get(field, self._text)

    def _text(self, row: RowRead, column: ColumnInfo, cell: str) -> None:
        text = self._limited(row, column, " ".join(cell.split()), MAX_TEXT)
        row.facts.setdefault(column.field, text)

    def _name(self, row: RowRead, column: ColumnInfo, cell: str) -> None:
        read_anywhere(row, column, cell, self._tables)
        self._text(row, column, cell)

    def _note(self, row: RowRead, column: ColumnInfo, cell: str) -> None:
        read_anywhere(row, column, cell, self._tables)
        row.notes.append(self._limited(row, column, cell, MAX_LONG_TEXT))

    def _leave_out(self, row: RowRead, column: ColumnInfo, cell: str) -> None:
        read_anywhere(row, column, cell, self._tables)
        row.extra[column.name] = self._limited(row, column, cell, MAX_LONG_TEXT)

    @staticmethod
    def _limited(row: RowRead, column: ColumnInfo, text: str, limit: int) -> str:
        if text[0] in "=+-@" and len(text) > 1 and not _NUMBER_LIKE.fullmatch(text):
            row.warn("formula_text", column, text[:MAX_TEXT])
        if len(text) <= limit:
            return text
        row.warn("shortened", column, text[:MAX_TEXT], characters=len(text), kept=limit)
        return text[:limit]

    def _country(self, row: RowRead, column: ColumnInfo, cell: str) -> None:
        if _ALL_DIGITS.fullmatch(cell):
            self._calling_code(row, column, cell)
            return
        row.country_named = True
        code = self._tables.country(cell)
        if code:
            row.facts.setdefault("country", code)
        else:
            row.keep("unknown_country", column, cell)

    def _language(self, row: RowRead, column: ColumnInfo, cell: str) -> None:
        locale = _LOCALE.fullmatch(cell if len(cell) > 2 else cell.lower())
        code = self._tables.words["language"].get(folded(cell)) or (locale[1] if locale else "")
        if code:
            row.facts["language"] = code
        else:
            row.keep("unknown_language", column, cell)

    def _word(self, row: RowRead, column: ColumnInfo, cell: str) -> None:
        value = self._tables.words[column.field].get(folded(cell))
        if value is None and read_anywhere(row, column, cell, self._tables):
            row.extra[column.name] = cell[:MAX_LONG_TEXT]
        elif value is None:
            row.keep(f"unknown_{column.field}", column, cell)
        else:
            row.facts[column.field] = value

    def _age(self, row: RowRead, column: ColumnInfo, cell: str) -> None:
        age = read_age(cell)
        if age is None:
            row.keep("unreadable_age", column, cell)
        else:
            row.facts["age"] = age

    def _value(self, row: RowRead, column: ColumnInfo, cell: str) -> None:
        value = read_amount(cell)
        if value is None:
            row.keep("unreadable_value", column, cell)
        else:
            row.facts["value"] = value

    def _score(self, row: RowRead, column: ColumnInfo, cell: str) -> None:
        score = read_amount(cell)
        if score is None or not 0 <= score <= _MOST_SCORE:
            row.keep("unreadable_score", column, cell)
        else:
            row.facts["score"] = score

    def _received_at(self, row: RowRead, column: ColumnInfo, cell: str) -> None:
        found = read_instant(cell, self._order, self._zone, self._tables.months)
        counted = read_serial(cell, self._zone) if isinstance(found, UnreadDate) else None
        if counted is not None:
            found = counted
            shown = counted.at.astimezone(self._zone).date().isoformat()
            row.warn("counted_date", column, cell, date=shown)
        if isinstance(found, UnreadDate):
            row.keep(found.code, column, cell)
        elif found.at > self._options.now + _AHEAD:
            row.keep("date_in_future", column, cell)
        else:
            row.facts["received_at"], row.facts["received_on"] = found

    def _owner(self, row: RowRead, column: ColumnInfo, cell: str) -> None:
        if cell.casefold() not in self._ours:
            name = self._limited(row, column, " ".join(cell.split()), MAX_TEXT)
            row.extra[SAID_OWNER] = name
            self.owners[name] += 1

    def _calling_code(self, row: RowRead, column: ColumnInfo, cell: str) -> None:
        digits = "".join(c for c in cell if c.isdecimal()).removeprefix("00")
        row.country_named = True
        if country_of_code(digits):
            row.calling_code = digits
        else:
            row.keep("unknown_calling_code", column, cell)

    def _uneven(self, row: RowRead) -> None:
        cells, width = row.record.cells, len(self._columns)
        more = [(n, cell.strip()) for n, cell in enumerate(cells[width:], start=width + 1)]
        more = [(n, cell) for n, cell in more if cell]
        if more:
            row.warn("too_many_cells", None, "", cells=len(cells), columns=width)
            for number, cell in more:
                clean = INVISIBLE.sub("", cell) if self._dirty else cell
                row.extra[f"Column {number}"] = clean[:MAX_LONG_TEXT]
        elif len(cells) < width:
            row.warn("too_few_cells", None, "", cells=len(cells), columns=width)

    # Whole rows

    @staticmethod
    def _split_name(row: RowRead) -> None:
        full = row.facts.pop("full_name", "")
        if not full or row.facts.get("first_name") or row.facts.get("last_name"):
            return
        last, comma, first = full.partition(",")
        if not comma:
            first, _, last = full.partition(" ")
        row.facts["first_name"], row.facts["last_name"] = first.strip(), last.strip()

    def _settle_country(self, row: RowRead, points: Sequence[NewPoint]) -> None:
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

    def _refuse(self, row: RowRead, points: Sequence[NewPoint]) -> None:
        """Keep what the row refuses beyond its own lead; say so where that can't be kept."""
        found = self._points.refusals(row, points)
        self.refusals |= dict.fromkeys(found)
        if points:
            own = {p.value for p in points}
            row.opt_outs += [c for one in found if one.value in own for c in _as_said(one)]
        elif (row.opt_outs or row.held) and found:
            row.warn("refusal_kept", None, "")
        elif row.opt_outs or row.held:
            row.warn("refusal_lost", None, "")

    def _reject(self, row: RowRead) -> None:
        unusable = [issue for issue in row.issues if issue.severity == "unusable"]
        nothing = "no_contact" if any(c.strip() for c in row.record.cells) else "empty_row"
        issue = unusable[0] if unusable else Issue("rejected", nothing)
        issue.severity = "rejected"
        row.issues = [issue, *(i for i in row.issues if i.code in _REFUSAL_CODES)]
        self._split_name(row)
        name = f"{row.facts.get('first_name', '')} {row.facts.get('last_name', '')}".strip()
        self._report(row, name)

    def _report(self, row: RowRead, name: str) -> None:
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


def _as_said(refusal: PointRefusal) -> tuple[str, ...]:
    return tuple("all" if c == EVERY_CHANNEL else c for c in refusal.channels)
