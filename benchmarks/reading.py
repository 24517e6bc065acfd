"""How well messages are read: sentences with what is right, in English and Spanish.

Not a matter of time: no refusal may be read as anything else, and of the rest at least 95 % have to
be right. The sentences are in tests/data/reading/replies.csv; all of them are invented.
"""

import csv
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from app.core.reading.reply_words import ReplyWords, parse_words, read_absence, read_reply
from app.system.resources import resource_path
from benchmarks.measure import Figure, Setting

# The day on which all of them were received: a Monday.
RECEIVED_ON = date(2026, 11, 23)
REPLIES = Path(__file__).parents[1] / "tests" / "data" / "reading" / "replies.csv"
# Of what is no refusal, in percent.
MOST_WRONG = 5.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """One sentence, what it was read as and what would be right, e.g. "later 2027-03-01"."""

    language: str
    text: str
    right: str
    read: str


def judge_replies(words: ReplyWords, file: Path = REPLIES) -> tuple[Judged, ...]:
    """Every sentence of the set, read."""
    with file.open(encoding="utf-8", newline="") as lines:
        return tuple(
            Judged(
                language=row["language"],
                text=row["text"],
                right=row["right"],
                read=verdict(row["kind"], row["text"], words),
            )
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
    judged = judge_replies(shipped_words())
    for one in judged:
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
    ]


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
