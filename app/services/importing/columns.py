"""Which field each column of a file becomes: by its name, a saved mapping, or by its cells."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from app.core.folded import folded
from app.core.people.email_address import read_address
from app.core.reason import reason
from app.services.csv_text import Record
from app.services.importing.plan import ColumnInfo, How
from app.services.importing.tables import FIELDS, LEAVE_OUT, SEVERAL, ImportTables

# Only a number that says so itself: ids are long rows of digits, too.
_PHONE_LIKE = re.compile(r"\+\d[\d\s().\-]{7,20}")
_CONTENT_SHARE: Final = 0.8
_MAX_NAME: Final = 100
_LONG_NUMBER = re.compile(r"[\d\s().+\-]{7,}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """The columns of a file. `rows_above` is 1, or 0 when the first row is a person already."""

    columns: tuple[ColumnInfo, ...]
    language: str
    rows_above: int
    unknown_names: tuple[str, ...] = ()


def read_header(
    first: Sequence[Record], tables: ImportTables, mapping: Mapping[str, str] | None
) -> Header:
    """Name and map the columns from the `first` rows of a file (at least one).

    `mapping` is {column name: field}; columns it does not name are matched by themselves, names
    that the file does not have are returned as `unknown_names`. The language is that of most of
    the known names, "" when none tells.
    """
    has_header = is_header(first[0].cells, tables)
    body = first[1:] if has_header else first
    names = _column_names(first[0].cells if has_header else [""] * len(first[0].cells))
    columns: list[ColumnInfo] = []
    taken: dict[str, str] = {}
    languages: Counter[str] = Counter()
    for index, name in enumerate(names):
        cells = [r.cells[index].strip() for r in body if index < len(r.cells)]
        cells = [cell for cell in cells if cell]
        field, how, language = _match(name, cells, tables, mapping or {})
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
    return Header(
        columns=tuple(_name_alone(columns)),
        language=languages.most_common(1)[0][0] if languages else "",
        rows_above=1 if has_header else 0,
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


def _match(
    name: str, cells: Sequence[str], tables: ImportTables, mapping: Mapping[str, str]
) -> tuple[str, How, str]:
    """Field, how it was found, and the language that the name tells."""
    known = _look_up(name, tables)
    saved = mapping.get(name)
    if saved in FIELDS:
        return saved, "saved", known[2] if known else ""
    if known is not None:
        return known
    field = _by_content(cells)
    return (field, "content", "") if field else (LEAVE_OUT, "left_out", "")


def _look_up(name: str, tables: ImportTables) -> tuple[str, How, str] | None:
    plain = folded(name)
    found = tables.headers.get(plain)
    if found is not None:
        return found[0], "matched", found[1]
    short = " ".join(word for word in plain.split() if word not in tables.fillers)
    found = tables.headers.get(short)
    return None if found is None else (found[0], "likely", found[1])


def _by_content(cells: Sequence[str]) -> str:
    if not cells:
        return ""
    enough = _CONTENT_SHARE * len(cells)
    if sum(read_address(cell) is not None for cell in cells) >= enough:
        return "email"
    if sum(_PHONE_LIKE.fullmatch(cell) is not None for cell in cells) >= enough:
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


def _name_alone(columns: Sequence[ColumnInfo]) -> Sequence[ColumnInfo]:
    """ "Name" beside "Surname" is the first name."""
    fields = {column.field for column in columns}
    if "last_name" not in fields or "first_name" in fields or "full_name" not in fields:
        return columns
    return [
        ColumnInfo(
            name=c.name, first_value=c.first_value, field="first_name", how="likely", note=c.note
        )
        if c.field == "full_name" and c.how != "saved"
        else c
        for c in columns
    ]
