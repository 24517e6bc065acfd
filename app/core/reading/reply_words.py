"""What a message from a person says, as far as words that are kept as data can tell.

The lists are in resources/words; docs/rules.md says how they are used.
"""

import re
from datetime import date, timedelta

import msgspec

from app.core.files.toml_file import FileError, Problem, TomlFile
from app.core.files.toml_table import TomlTable, root_table
from app.core.folded import folded
from app.core.reading.said_dates import find_date, find_dates
from app.core.work.signal import SignalKind

LANGUAGES = ("en", "es", "fr", "pt", "de", "it")
# "Call me tomorrow" is for a person to answer, not for a plan to rest.
LATER_FROM = timedelta(days=3)
# How sure a reading is, in percent.
EXACT, REFUSAL, PHRASE, UNCLEAR = 100, 90, 85, 95
_LONGEST = 20_000
# "STOP please", "ok, baja": words of a text so short that one of them decides it.
_SHORT = 3
# Where the message that is answered begins, in the languages of the lists.
_QUOTED = re.compile(
    r"^\s*(?:>|-{2,}\s*(?:original|mensaje|message|ursprungliche|messaggio)"
    r"|(?:from|de|von|da|sent|enviado|gesendet)\s*:\s"
    r"|(?:on|el|le|em|am|il)\b.{4,120}\b"
    r"(?:wrote|escribi[oó]|a [eé]crit|escreveu|schrieb|ha scritto).{0,60}:\s*$)",
    re.IGNORECASE,
)


class ReplyWords(msgspec.Struct, frozen=True, kw_only=True):
    """Folded words and phrases by what they say; those of `alone` are a whole message."""

    opt_out_alone: frozenset[str] = frozenset()
    opt_out: tuple[str, ...] = ()
    not_interested: tuple[str, ...] = ()
    later: tuple[str, ...] = ()
    c_level: tuple[str, ...] = ()
    not_c_level: tuple[str, ...] = ()


class Reading(msgspec.Struct, frozen=True, kw_only=True):
    """What a message was taken to say. `on` is the date it names, `words` where it does."""

    kind: SignalKind
    about: str = ""
    confidence: int = UNCLEAR
    on: date | None = None
    words: str = ""


def parse_words(text: str, file: str) -> tuple[ReplyWords, tuple[Problem, ...]]:
    """The lists of `text`. Raises FileError with all problems, each with its place and field."""
    source = TomlFile(text, file)
    root = root_table(source)
    root.integer("version", 1, 1_000_000)
    opt_out = root.table("opt_out")
    c_level = root.table("c_level")
    inner = c_level.table("within") if c_level else None
    words = ReplyWords(
        opt_out_alone=frozenset(_lists(opt_out, "alone", every=True)),
        opt_out=_lists(opt_out, "within", every=True),
        not_interested=_lists(root.table("not_interested"), "within"),
        later=_lists(root.table("later"), "within"),
        not_c_level=tuple(folded(word) for word in inner.words("not")) if inner else (),
        c_level=_lists_of(inner),
    )
    for table in (opt_out, c_level):
        if table is not None:
            table.finish()
    root.finish()
    if source.problems:
        raise FileError(file, source.problems)
    return words, tuple(source.warnings)


def _lists(table: TomlTable | None, field: str, *, every: bool = False) -> tuple[str, ...]:
    return _lists_of(table.table(field) if table else None, every=every)


def _lists_of(table: TomlTable | None, *, every: bool = False) -> tuple[str, ...]:
    if table is None:
        return ()
    found: dict[str, None] = {}
    for language in LANGUAGES:
        if every and not table.has(language):
            table.add(language, "It is missing.", f'Write {language} = ["...", "..."].')
        found.update(dict.fromkeys(folded(word) for word in table.words(language)))
    table.finish()
    return tuple(found)


def read_reply(text: str, words: ReplyWords, today: date, *, day_first: bool = True) -> Reading:
    """What a reply says: an opt-out, what looks like one, no interest, later, or nothing known.

    The message it answers is left out, where it is quoted below. `today` is the date of whoever
    wrote. Refusals win over everything else, and nothing is guessed: what is not known is a
    reply for a person to read.
    """
    own = own_words(text)
    said = folded(own)
    if said in words.opt_out_alone:
        return Reading(kind="unsubscribe", about="keyword", confidence=EXACT)
    if _holds(said, words.opt_out) or _nearly_alone(said, words.opt_out_alone):
        return Reading(kind="unsubscribe", about="suspected", confidence=REFUSAL)
    named = find_date(own, today, day_first=day_first)
    if _holds(said, words.later) and named is not None and named.on - today >= LATER_FROM:
        return Reading(
            kind="reply", about="later", confidence=PHRASE, on=named.on, words=named.words
        )
    if _holds(said, words.not_interested):
        return Reading(kind="reply", about="not_interested", confidence=PHRASE)
    return Reading(kind="reply")


def read_absence(text: str, today: date, *, day_first: bool = True) -> Reading:
    """What an automatic answer says about the end of an absence: the latest date it names."""
    named = find_dates(own_words(text), today, day_first=day_first)
    last = max(named, key=lambda said: said.on, default=None)
    return Reading(
        kind="out_of_office",
        confidence=PHRASE,
        on=last.on if last else None,
        words=last.words if last else "",
    )


def is_c_level(title: str, words: ReplyWords) -> bool:
    """Whether a job title is one of the people who run the company."""
    said = folded(title[:_LONGEST])
    return _holds(said, words.c_level) and not _holds(said, words.not_c_level)


def own_words(text: str) -> str:
    """A message without the one it answers."""
    own: list[str] = []
    for line in text[:_LONGEST].splitlines():
        if _QUOTED.match(line) and any(own):
            break
        if not line.lstrip().startswith(">"):
            own.append(line.strip())
    return "\n".join(own).strip()


def _nearly_alone(said: str, alone: frozenset[str]) -> bool:
    """Whether a short text begins or ends with a word that is an opt-out by itself."""
    parts = said.split()
    if not 1 < len(parts) <= _SHORT:
        return False
    ends = (parts[:n] for n in range(1, len(parts)))
    starts = (parts[n:] for n in range(1, len(parts)))
    return any(" ".join(part) in alone for part in (*ends, *starts))


def _holds(said: str, phrases: tuple[str, ...]) -> bool:
    spaced = f" {said} "
    return any(f" {phrase} " in spaced for phrase in phrases)
