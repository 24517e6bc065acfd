"""How well messages are read: sentences with what is right, in English and Spanish.

Not a matter of time: no refusal may be read as anything else, and of the rest at least 95 % have to
be right. So of the headings of lists. They are in tests/data/reading; all of them are invented.
"""

import csv
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from app.core.people.local_time import read_zone_tables
from app.core.reading.reply_words import ReplyWords, parse_words, read_absence, read_reply
from app.services.csv_text import Record
from app.services.importing.columns import read_header
from app.services.importing.tables import ImportTables, read_import_tables
from app.system.resources import resource_path
from benchmarks.measure import Figure, Setting

# The day on which all of them were received: a Monday.
RECEIVED_ON = date(2026, 11, 23)
REPLIES = Path(__file__).parents[1] / "tests" / "data" / "reading" / "replies.csv"
# Written by somebody who had not looked at the grammar; docs/rules.md has the first figure.
HELD_OUT = REPLIES.with_name("held_out.csv")
HEADINGS = REPLIES.with_name("headings.csv")
# Of what is no refusal, in percent.
MOST_WRONG = 5.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A sentence or a heading, what it was read as and what is right, e.g. "later 2027-03-01"."""

    language: str
    text: str
    right: str
    read: str


def judge_replies(words: ReplyWords, file: Path = REPLIES) -> tuple[Judged, ...]:
    """Every sentence of the set, read."""
    return _judged(file, "text", lambda row: verdict(row["kind"], row["text"], words))


def _judged(
    file: Path, column: str, read: Callable[[Mapping[str, str]], str]
) -> tuple[Judged, ...]:
    """Every row of a set, of which `column` is what was to be read."""
    with file.open(encoding="utf-8", newline="") as lines:
        return tuple(
            Judged(language=row["language"], text=row[column], right=row["right"], read=read(row))
            for row in csv.DictReader(lines)
        )


def verdict(kind: str, text: str, words: ReplyWords) -> str:
    """What is read from a message of a kind of signal, in a word and perhaps a date."""
    if kind == "out_of_office":
        return f"absence {read_absence(text, RECEIVED_ON).on or 'none'}"
    read = read_reply(text, words, RECEIVED_ON)
    if read.kind == "unsubscribe":
        return "refusal"
    return f"later {read.on}" if read.about == "later" else read.about or "person"


def shipped_words() -> ReplyWords:
    """The lists of words that the product comes with."""
    path = resource_path("words", "replies.toml")
    return parse_words(path.read_text(encoding="utf-8"), path.name)[0]


def read_replies(_: Setting) -> Sequence[Figure]:
    """The shares that are read wrong, refusals and the rest apart; each wrong one is printed."""
    words = shipped_words()
    judged = judge_replies(words)
    fresh = judge_replies(words, HELD_OUT)
    for one in (*judged, *fresh):
        if one.read != one.right:
            print(f"read as {one.read}, right is {one.right}: {one.text}", file=sys.stderr)
    refusals = [one for one in judged if one.right == "refusal"]
    rest = [one for one in judged if one.right != "refusal"]
    return [
        _wrong("refusals read as something else", refusals, 0.0),
        *(
            _wrong(f"other messages read wrong, {language}", part, MOST_WRONG)
            for language in ("en", "es")
            if (part := [one for one in rest if one.language == language])
        ),
        _wrong("replies written without the grammar, wrong", fresh, MOST_WRONG),
        *_headings(),
    ]


def _headings() -> Iterator[Figure]:
    judged = judge_headings(shipped_tables())
    for one in judged:
        if one.read != one.right:
            what = f"read as {one.read}, right is {one.right}: {one.text}"
            print(what, file=sys.stderr)
    for language in ("en", "es"):
        part = [one for one in judged if one.language == language]
        yield _wrong(f"headings of lists read wrong, {language}", part, MOST_WRONG)


def shipped_tables() -> ImportTables:
    """The tables of an import that the product comes with."""

    def text(*parts: str) -> str:
        return resource_path(*parts).read_text(encoding="utf-8")

    return read_import_tables(
        headers=text("import", "headers.toml"),
        values=text("import", "values.toml"),
        countries=text("import", "countries.json"),
        wording=text("import", "words.en.json"),
        zones=read_zone_tables(
            text("contact_rules.toml"),
            text("zones", "country_zones.json"),
            text("zones", "regions.toml"),
        ),
        language="en",
    )


def judge_headings(tables: ImportTables, file: Path = HEADINGS) -> tuple[Judged, ...]:
    """Every heading of the set, each with the one cell that stands below it."""
    return _judged(file, "heading", lambda row: _field_of(row["heading"], row["cell"], tables))


def _field_of(heading: str, cell: str, tables: ImportTables) -> str:
    first = [Record(1, 1, [heading]), Record(2, 2, [cell])]
    return read_header(first, tables, None).columns[0].field


def _wrong(what: str, judged: Sequence[Judged], goal: float) -> Figure:
    wrong = sum(one.read != one.right for one in judged)
    return Figure(
        benchmark="reading",
        what=what,
        value=100 * wrong / len(judged),
        unit="%",
        goal=goal,
        against=f"{wrong} of {len(judged)}",
    )
