"""Reads the routing table from its file. The format is written down in docs/routing.md."""

import re
from collections.abc import Mapping, Sequence
from typing import get_args

from app.core.cadence.cadence import Cadence, Market
from app.core.files.toml_file import FileError, Problem, TomlFile, shown
from app.core.files.toml_table import TomlTable, root_table
from app.core.folded import folded
from app.core.people.lead import Direction, Temperature
from app.core.reading.reply_words import ReplyWords
from app.core.routing.table import AgeGroup, ColumnFact, Route, RoutingTable, Seniority, source_key

_MOST_LINES = 200
_MOST = 10**9
_COUNTRY = re.compile("[A-Z]{2}")
_LANGUAGE = re.compile("[a-z]{2}")
_DIRECTIONS: tuple[Direction, ...] = get_args(Direction)
_AGES: tuple[AgeGroup, ...] = get_args(AgeGroup)
_TEMPERATURES: tuple[Temperature, ...] = get_args(Temperature)
_SENIORITIES: tuple[Seniority, ...] = get_args(Seniority)
_MARKETS: tuple[Market, ...] = get_args(Market)
_COLUMNS: tuple[ColumnFact, ...] = get_args(ColumnFact)


def parse_routing(
    text: str,
    file: str,
    *,
    cadences: Mapping[str, Cadence],
    words: ReplyWords,
    free_mail: frozenset[str] = frozenset(),
) -> tuple[RoutingTable, tuple[Problem, ...]]:
    """The table that `text` describes, and advice that stops nobody.

    A line whose cadence is not among `cadences` is advice: it is passed over. Raises FileError
    with every problem, each with file, line of the file, line of the table and field.
    """
    source = TomlFile(text, file, guide="the example in docs/routing.md")
    root = root_table(source)
    version = root.integer("version", 1, 1_000_000)
    columns, yes = _columns(root)
    sources = _sources(root)
    tables = root.tables("lines", "line", _MOST_LINES)
    lines = [_line(table) for table in tables]
    root.finish()
    _check(root, tables, lines, cadences)
    if source.problems:
        raise FileError(file, source.problems)
    table = RoutingTable(
        version=version,
        lines=tuple(lines),
        columns=columns,
        yes=yes,
        words=words,
        sources=sources,
        free_mail=free_mail,
    )
    return table, tuple(source.warnings)


def _columns(root: TomlTable) -> tuple[dict[ColumnFact, tuple[str, ...]], tuple[str, ...]]:
    table = root.table("columns")
    if table is None:
        return {}, ()
    yes = _folded(table, "yes")
    columns = {fact: _folded(table, fact) for fact in _COLUMNS if table.has(fact)}
    if columns.keys() - {"account_size"} and not yes:
        table.add("yes", "No word is named that means yes.", 'Write yes = ["yes", "sí"], say.')
    table.finish()
    return columns, yes


def _sources(root: TomlTable) -> dict[str, str]:
    """The key of each name; a name that two keys have is told."""
    table = root.table("sources")
    found: dict[str, str] = {}
    for key in tuple(table.content) if table else ():
        for name in table.words(key) if table else ():
            if found.setdefault(source_key(name), key) != key and table is not None:
                table.add(key, f"{shown(name)} is a name of another source.", "Keep it in one.")
    if table is not None:
        table.finish()
    return found


def _folded(table: TomlTable, field: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, map(folded, table.words(field)))))


def _line(table: TomlTable) -> Route:
    shares = _shares(table)
    line = Route(
        key=_required_key(table, "key", "webinar"),
        to=shares[0][0] if shares else _required_key(table, "to", "webinar_attendee"),
        shares=shares,
        source=tuple(source_key(word) for word in table.words("source")),
        direction=table.optional_choice("direction", _DIRECTIONS),
        age=table.choices("age", _AGES) if table.has("age") else (),
        temperature=table.choices("temperature", _TEMPERATURES) if table.has("temperature") else (),
        score_from=table.optional_integer("score_from", 1, _MOST),
        title=table.choices("title", _SENIORITIES) if table.has("title") else (),
        customer=_yes_or_no(table, "customer"),
        country=_codes(table, "country", _COUNTRY, "ES"),
        language=_codes(table, "language", _LANGUAGE, "es"),
        interest=_folded(table, "interest"),
        account_size=_span(table),
        market=table.optional_choice("market", _MARKETS),
        target_account=_yes_or_no(table, "target_account"),
        researched=_yes_or_no(table, "researched"),
    )
    table.finish()
    return line


def _shares(table: TomlTable) -> tuple[tuple[str, int], ...]:
    """Several plans with their weights, in the place of one."""
    shares = table.table("shares")
    if shares is None:
        return ()
    found = tuple((name, shares.integer(name, 0, _MOST)) for name in tuple(shares.content))
    if sum(weight for _, weight in found) == 0:
        table.add("shares", "Nobody would get any of them.", "Give one a weight above 0.")
    if table.has("to"):
        table.add("to", "A line leads to one plan or shares them out.", "Remove one of the two.")
    shares.finish()
    return found


def _required_key(table: TomlTable, field: str, example: str) -> str:
    key = table.key(field)
    if key is None and not table.has(field):
        table.add(field, "It is missing.", f'Write {field} = "{example}", say.')
    return key or ""


def _yes_or_no(table: TomlTable, field: str) -> bool | None:
    return table.flag(field) if table.has(field) else None


def _codes(table: TomlTable, field: str, form: re.Pattern[str], example: str) -> tuple[str, ...]:
    codes = table.words(field)
    for code in codes:
        if not form.fullmatch(code):
            table.add(field, f"{shown(code)} is no such code.", f'Write {field} = ["{example}"].')
    return codes


def _span(table: TomlTable) -> tuple[int | None, int | None]:
    low = table.optional_integer("account_size_from", 0, _MOST)
    high = table.optional_integer("account_size_to", 0, _MOST)
    if low is not None and high is not None and high < low:
        table.add("account_size_to", "It lies below account_size_from.", "Swap the two.")
    return low, high


def _check(
    root: TomlTable,
    tables: Sequence[TomlTable],
    lines: Sequence[Route],
    cadences: Mapping[str, Cadence],
) -> None:
    for n, (line, table) in enumerate(zip(lines, tables, strict=True)):
        if line.key and line.key in {earlier.key for earlier in lines[:n]}:
            table.add("key", "Another line has it.", "Give this one a name of its own.")
        for plan in [name for name, _ in line.shares] or [line.to]:
            if plan and plan not in cadences:
                table.warn(
                    "shares" if line.shares else "to",
                    f'There is no cadence "{plan}": the line is passed over.',
                    "Write it, or name another.",
                )
        if not line.asked and n + 1 < len(lines):
            table.add(
                "key",
                "It fits everybody, so that no line below it is ever asked.",
                "Move it to the end, or add a condition.",
            )
    if lines and lines[-1].asked:
        root.add(
            "lines",
            "Not everybody fits a line.",
            "End with one that has no condition, such as key and to alone.",
        )
