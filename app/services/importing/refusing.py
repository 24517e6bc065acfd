"""Refusals in a list: in columns made for them, in statuses and notes, and as lists of addresses.

What says plainly that somebody wants no contact closes what it names, everything where it names
nothing. What only looks like it is held until a person has read it.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Final, Literal

from app.core.consent.suppression import EVERY_CHANNEL, NUMBER_CHANNELS
from app.core.folded import folded
from app.core.people.email_address import read_address
from app.core.people.lead import PointKind
from app.core.people.phone_text import count_digits
from app.core.reading.told_refusals import refused_channels, told_refusal
from app.services.importing.column_names import named_channels
from app.services.importing.plan import ColumnInfo, PointRefusal
from app.services.importing.row_read import RowRead
from app.services.importing.tables import ImportTables
from app.services.importing.values import is_date_like, read_refused, read_yes_no

Sureness = Literal["", "closed", "held"]

# So many words beside those of the refusal make it a sentence, which a person reads.
_BESIDE: Final = 3
_PARTS = re.compile(r"[;,|/\n]+")
_LINK = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
_FEWEST_DIGITS: Final = 7


def channels_of(said: Iterable[str], kind: PointKind) -> tuple[str, ...]:
    """What opt-outs of a row ("email", "number", "all") close at a point of that kind."""
    found: dict[str, None] = {}
    for one in said:
        if one == "all":
            return (EVERY_CHANNEL,)
        names = NUMBER_CHANNELS if one == "number" else (one,)
        found.update(dict.fromkeys(n for n in names if (n == "email") == (kind == "email")))
    return tuple(found)


def sureness(cell: str, tables: ImportTables, *, name: bool = False) -> Sureness:
    """Whether a cell of any column says that somebody wants no contact.

    In a `name` a single word such as Robinson says nothing.
    """
    plain = folded(cell)
    if not name:
        whole = {folded(part) for part in _PARTS.split(cell)} | {plain}
        alone = whole & tables.refused_alone
        if alone:
            return "held" if alone <= tables.doubtful else "closed"
    found = tables.refused_inside.search(plain)
    if found is None:
        told = None if name or " " not in plain else told_refusal(cell)
        return "" if told is None else "closed" if told.plain else "held"
    beside = len(plain.split()) - len(found[0].split())
    return "closed" if beside < _BESIDE and not name else "held"


def read_anywhere(row: RowRead, column: ColumnInfo, cell: str, tables: ImportTables) -> bool:
    """Take a refusal out of a cell that was not made for one; whether there is any.

    Of a cell that names another way as wanted, only what it refuses is closed.
    """
    sure = sureness(cell, tables, name=column.field.endswith("_name"))
    refused = refused_channels(cell) if sure else ()
    part = refused if EVERY_CHANNEL not in refused else ()
    if sure == "held":
        row.held += part or ("all",)
        row.warn("looks_like_refusal", column, cell)
    elif sure == "closed":
        named = part or named_channels(cell, tables) or named_channels(column.name, tables)
        row.opt_outs += named or ("all",)
        row.warn("refusal_found", column, cell)
    return bool(sure)


def read_opt_out(
    row: RowRead, column: ColumnInfo, cell: str, channel: str, tables: ImportTables
) -> None:
    """Read a cell of a column of refusals: a yes, a date, or the addresses that refused."""
    if _LINK.fullmatch(cell):
        row.extra[column.name] = cell
        return
    if "@" in cell and all(read_address(part) for part in _addresses(cell)):
        row.refused.append((column, cell, channel))
        return
    if count_digits(cell) >= _FEWEST_DIGITS and not is_date_like(cell):
        row.refused.append((column, cell, channel))
    answer = read_refused(cell, tables)
    if answer is None:
        # What looks like a refusal counts as one until a person has read it.
        row.keep("unclear_opt_out", column, cell)
    if answer is not False:
        row.opt_outs.append(channel)


def read_consent(
    row: RowRead, column: ColumnInfo, cell: str, channel: str, tables: ImportTables
) -> None:
    """Read a cell of a column of consent; "unsubscribed" in it is more than a missing yes."""
    answer = read_yes_no(cell, tables)
    if answer is None:
        if not read_anywhere(row, column, cell, tables):
            row.keep("unclear_consent", column, cell)
    elif tables.says_refusal(folded(cell)):
        row.opt_outs.append("all" if channel == "any" else channel)
        if channel != "any" and not named_channels(column.name, tables):
            row.held.append("all")
        row.warn("refusal_found", column, cell)
    elif channel != "any":
        # Of two columns for one channel the refusal counts.
        row.consents[channel] = answer and row.consents.get(channel, True)
    elif answer is False:
        row.held.append("all")
        row.warn("looks_like_refusal", column, cell)


def refused_addresses(row: RowRead) -> Iterator[PointRefusal]:
    """The addresses that cells of a column of refusals name."""
    for _, cell, channel in row.refused:
        for address in filter(None, map(read_address, _addresses(cell))):
            channels = channels_of([channel], "email")
            yield PointRefusal(kind="email", value=address, channels=channels)


def _addresses(cell: str) -> list[str]:
    return [part for part in re.split(r"[;,|\s]+", cell) if part]
