"""Which field each column of a file becomes: by its name, a saved mapping, or by its cells."""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from app.core.folded import folded
from app.core.people.email_address import read_address
from app.core.people.phone_text import count_digits
from app.core.reason import reason
from app.services.csv_text import HEADER_WITHIN, Record
from app.services.importing.column_names import field_by_words, is_of_a_company
from app.services.importing.plan import ColumnInfo, How
from app.services.importing.tables import FIELDS, LEAVE_OUT, SEVERAL, ImportTables

# Only a number that says so itself: ids are long rows of digits, too.
_PHONE_LIKE = re.compile(r"\+\d[\d\s().\-]{7,20}")
_CONTENT_SHARE: Final = 0.8
_FEWEST_DIGITS: Final = 6
_MAX_NAME: Final = 100
_NAMES: Final = ("first_name", "last_name", "full_name")
# "Value (EUR)", "Forename(s)"
_BRACKETS = re.compile(r"\s*[(\[][^)\]]*[)\]]")
_COPY = re.compile(r" \(\d+\)$")
_LONG_NUMBER = re.compile(r"[\d\s().+\-]{7,}")
# So many people with one address between them: it is somebody's who works with the list.
_FEWEST_PEOPLE: Final = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """The columns of a file.

    `rows_above` counts the rows down to the names, titles included; 0 when the first row is a
    person already. `number` is the row of the names as a spreadsheet shows it.
    """

    columns: tuple[ColumnInfo, ...]
    language: str
    rows_above: int
    number: int = 1
    unknown_names: tuple[str, ...] = ()


def read_header(
    first: Sequence[Record], tables: ImportTables, mapping: Mapping[str, str] | None
) -> Header:
    """Name and map the columns from the `first` rows of a file (at least one).

    `mapping` is {column name: field}; columns it does not name are matched by themselves, names
    that the file does not have are returned as `unknown_names`. The language is that of most of
    the known names, "" when none tells.
    """
    at = _header_at(first, tables)
    body = first if at is None else first[at + 1 :]
    names = _column_names([""] * len(first[0].cells) if at is None else first[at].cells)
    columns: list[ColumnInfo] = []
    taken: dict[str, str] = {}
    languages: Counter[str] = Counter()
    for index, name in enumerate(names):
        cells = _cells(body, index, tables)
        field, how, language = _match(name, names, cells, tables, mapping or {})
        note = None
        if field in taken and field not in SEVERAL:
            note = reason("already", column=taken[field])
            field, how = LEAVE_OUT, "taken"
        taken.setdefault(field, name)
        languages[language] += 1
        first_value = cells[0] if cells else ""
        columns.append(
            ColumnInfo(name=name, first_value=first_value, field=field, how=how, note=note)
        )
    del languages[""]
    columns = list(_without_shared(_name_alone(columns, body), body, tables))
    return Header(
        columns=tuple(columns),
        language=languages.most_common(1)[0][0] if languages else "",
        rows_above=0 if at is None else at + 1,
        number=1 if at is None else first[at].number,
        unknown_names=tuple(name for name in mapping or {} if name not in names),
    )


def is_header(cells: Sequence[str], tables: ImportTables) -> bool:
    """Whether a first row names columns: a known name, or no address and no number among them."""
    if any(is_known_name(cell, tables) for cell in cells):
        return True
    return not any(read_address(c.strip()) or _LONG_NUMBER.fullmatch(c.strip()) for c in cells)


def is_known_name(name: str, tables: ImportTables) -> bool:
    """Whether `name` is a name of a column that the tables know."""
    return _look_up(name, tables) is not None


# Inside


def _header_at(first: Sequence[Record], tables: ImportTables) -> int | None:
    """Which of the rows names the columns: the first, or one with more known names below a title.

    None when the first row is a person already.
    """
    known = [sum(is_known_name(c, tables) for c in r.cells) for r in first[:HEADER_WITHIN]]
    best = known.index(max(known))
    # A title has hardly a name of a column in it; a table has two at least.
    if known[best] >= 2 and known[0] < 2 and not _holds_a_point(first[0]):
        return best
    return 0 if is_header(first[0].cells, tables) else None


def _holds_a_point(record: Record) -> bool:
    return any(read_address(c.strip()) or _LONG_NUMBER.fullmatch(c.strip()) for c in record.cells)


def _cells(body: Sequence[Record], index: int, tables: ImportTables) -> list[str]:
    """The cells of a column that hold something."""
    cells = [r.cells[index].strip() for r in body if index < len(r.cells)]
    return [cell for cell in cells if cell and cell not in tables.empty]


def _without_copy(name: str, names: Sequence[str]) -> str:
    """ "Phone (2)" is the second "Phone"."""
    base = _COPY.sub("", name)
    return base if base != name and base in names else name


def _match(
    name: str,
    names: Sequence[str],
    cells: Sequence[str],
    tables: ImportTables,
    mapping: Mapping[str, str],
) -> tuple[str, How, str]:
    """Field, how it was found, and the language that the name tells."""
    saved = mapping.get(name, "")
    name = _without_copy(name, names)
    known = _look_up(name, tables)
    if saved in FIELDS:
        return saved, "saved", known[2] if known else ""
    if known is not None:
        return known
    field = field_by_words(name, tables)
    if field and _fits(field, cells):
        return field, "likely", ""
    field = "" if field == LEAVE_OUT else _by_content(cells)
    return (field, "content", "") if field else (LEAVE_OUT, "left_out", "")


def _fits(field: str, cells: Sequence[str]) -> bool:
    """Whether the cells of a column are of the kind that its name suggests."""
    if field in ("phone", "mobile"):
        return _share(cells, lambda cell: count_digits(cell) >= _FEWEST_DIGITS)
    if field == "email":
        return _share(cells, lambda cell: "@" in cell)
    if field == "received_at":
        return _share(cells, lambda cell: any(c.isdigit() for c in cell))
    return True


def _share(cells: Sequence[str], wanted: Callable[[str], bool]) -> bool:
    return sum(map(wanted, cells)) >= _CONTENT_SHARE * len(cells)


def _look_up(name: str, tables: ImportTables) -> tuple[str, How, str] | None:
    plain = folded(name)
    found = tables.headers.get(plain)
    if found is not None:
        return found[0], "matched", found[1]
    simpler = _BRACKETS.sub("", name)
    if simpler != name and simpler.strip():
        return _likely(_look_up(simpler, tables))
    parts = [_look_up(part, tables) for part in name.split("/")] if "/" in name else []
    known = [part for part in parts if part is not None]
    if known:
        return _likely(known[0])
    short = " ".join(word for word in plain.split() if word not in tables.fillers)
    found = tables.headers.get(short)
    return None if found is None else (found[0], "likely", found[1])


def _likely(found: tuple[str, How, str] | None) -> tuple[str, How, str] | None:
    return None if found is None else (found[0], "likely", found[2])


def _by_content(cells: Sequence[str]) -> str:
    if not cells:
        return ""
    if _share(cells, lambda cell: read_address(cell) is not None):
        return "email"
    if _share(cells, lambda cell: _PHONE_LIKE.fullmatch(cell) is not None):
        return "phone"
    return ""


def _column_names(cells: Sequence[str]) -> list[str]:
    """Names that differ: an empty one becomes "Column 3", a second "Phone" becomes "Phone (2)"."""
    copies: Counter[str] = Counter()
    names: dict[str, None] = {}
    for number, cell in enumerate(cells, start=1):
        base = " ".join(cell[:_MAX_NAME].split()) or f"Column {number}"
        copies[base] += 1
        name = base if copies[base] == 1 else f"{base} ({copies[base]})"
        while name in names:
            name += "+"
        names[name] = None
    return list(names)


def _name_alone(columns: Sequence[ColumnInfo], body: Sequence[Record]) -> Sequence[ColumnInfo]:
    """ "Name" beside "Surname" is the first name; "Nombre" over whole names is the whole name."""
    fields = {column.field for column in columns}
    if "last_name" in fields and "first_name" not in fields:
        return _read_as(columns, "full_name", "first_name")
    if not fields & {"last_name", "full_name"} and _holds_whole_names(columns, body):
        return _read_as(columns, "first_name", "full_name")
    return columns


def _holds_whole_names(columns: Sequence[ColumnInfo], body: Sequence[Record]) -> bool:
    names = [name.split() for record in body if (name := _name_in(record, columns))]
    return sum(len(words) > 1 for words in names) > len(names) / 2


def _read_as(columns: Sequence[ColumnInfo], field: str, other: str) -> Sequence[ColumnInfo]:
    """What was found to be `field` is `other`, but for what a person has chosen."""
    return [
        replace(c, field=other, how="likely") if c.field == field and c.how != "saved" else c
        for c in columns
    ]


def _without_shared(
    columns: Sequence[ColumnInfo], body: Sequence[Record], tables: ImportTables
) -> Sequence[ColumnInfo]:
    """The columns; an address that many people of different names share is none of theirs.

    So is a number that is the same for all of them, unless it is their company's.
    """
    people = [_name_in(record, columns) for record in body]
    return [
        replace(c, field=LEAVE_OUT, how="shared", note=reason("shared"))
        if c.how != "saved"
        and not is_of_a_company(c.name, tables)
        and _is_shared(c.field, index, body, people)
        else c
        for index, c in enumerate(columns)
    ]


def _is_shared(field: str, index: int, body: Sequence[Record], people: Sequence[str]) -> bool:
    if field not in ("email", "phone", "mobile"):
        return False
    owners: defaultdict[str, set[str]] = defaultdict(set)
    for record, name in zip(body, people, strict=True):
        cell = record.cells[index].strip().lower() if index < len(record.cells) else ""
        if cell and name:
            owners[cell].add(name)
    if not owners or (field != "email" and len(owners) > 1):
        return False
    return min(map(len, owners.values())) >= _FEWEST_PEOPLE


def _name_in(record: Record, columns: Sequence[ColumnInfo]) -> str:
    """The name that a row gives, folded."""
    return folded(
        " ".join(
            cell
            for column, cell in zip(columns, record.cells, strict=False)
            if column.field in _NAMES
        )
    )
