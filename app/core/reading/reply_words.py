"""What a message from a person says, as far as words that are kept as data can tell.

The lists are in resources/words; docs/rules.md says how they are used.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import date, timedelta

import msgspec

from app.core.files.toml_file import FileError, Problem, TomlFile
from app.core.files.toml_table import TomlTable, root_table
from app.core.folded import folded
from app.core.reading.no_interest import is_no_interest
from app.core.reading.refusals import looks_like_refusal
from app.core.reading.said_dates import PlacedDate, place_dates, plain
from app.core.reading.wishes import wished_date
from app.core.work.signal import SignalKind

LANGUAGES = ("en", "es", "fr", "pt", "de", "it")
# "Call me tomorrow" is for a person to answer, not for a plan to rest.
LATER_FROM = timedelta(days=3)
# How sure a reading is, in percent.
EXACT, REFUSAL, PHRASE, UNCLEAR = 100, 90, 85, 95
_LONGEST = 20_000
# "STOP please", "ok, baja": words of a text so short that one of them decides it.
_SHORT = 4
# Nobody's absence makes a plan rest for longer; what says so is read by a person.
LONGEST_ABSENCE = timedelta(days=365)
# Accents may stand behind their letters as characters of their own.
_WORD = re.compile(r"(?<![\w\u0300-\u036f])[^\W\d_]+(?![\w\u0300-\u036f])")
_INCLUDED = re.compile(r"[\s,(]*(?:inclusive|included|incluid[oa]s?|inclusive)(?!\w)")
# Where one sentence ends, and where a part of it does.
_SENTENCE = re.compile(r"[.!?¿¡\n]+")
_CLAUSE = re.compile(r"[.!?¿¡,;:\n()]+")
# What says when somebody is back, or until when they are away, right before the date.
_RETURN = re.compile(
    r"(?<!\w)(?:back|return\w*|resume\w*|reachable|available|regres\w+|vuelv\w+|volv\w+|vuelta"
    r"|reincorpor\w+|disponible|retorn\w+)(?:\W+(?:to|in|at|work|the|office|my|desk|again|on|from|as|of"
    r"|a|al|el|la|mi|oficina|trabajo|despacho|dia|desde|partir|de|en|puesto|then|only|until))*\W*$"
)
_LITTLE = re.compile(
    r"(?:(?:until|till|til|from|on|by|in|to|hasta|desde|al?|en|para|de|back on|a partir de)\s+)+"
    r"(?:(?:el|la|the)\s+)?"
)
_UNTIL = re.compile(
    r"(?<!\w)(?:until|till|til|to|through|thru|ending|ends|hasta|al|a)(?:\W+(?:and|including|the|el|dia))*"
    r"\W*$|[-\u2013\u2014]\s*$"
)
# Where the message that is answered begins, in the languages of the lists.
_QUOTED = re.compile(
    r"^\s*(?:>|-{2,}\s*(?:original|mensaje|message|ursprungliche|messaggio)"
    r"|(?:from|de|von|da|sent|enviado|gesendet)\s*:\s"
    r"|(?:on|el|le|em|am|il)\b.{4,120}\b"
    r"(?:wrote|escribi[oó]|a [eé]crit|escreveu|schrieb|ha scritto).{0,60}:\s*$)",
    re.IGNORECASE,
)


class ReplyWords(msgspec.Struct, frozen=True, kw_only=True):
    """Folded words and phrases by what they say; those of `alone` are a whole message.

    `spelling` is how people write a word in a hurry, and what they mean by it.
    """

    opt_out_alone: frozenset[str] = frozenset()
    opt_out_beside: frozenset[str] = frozenset()
    opt_out: tuple[str, ...] = ()
    not_interested: tuple[str, ...] = ()
    c_level: tuple[str, ...] = ()
    spelling: Mapping[str, str] = {}
    c_level_alone: frozenset[str] = frozenset()
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
        opt_out_beside=frozenset(_lists(opt_out, "beside", every=True)),
        opt_out=_lists(opt_out, "within", every=True),
        not_interested=_lists(root.table("not_interested"), "within"),
        spelling=_spelling(root.table("spelling")),
        not_c_level=tuple(folded(word) for word in inner.words("not")) if inner else (),
        c_level=_lists_of(inner),
        c_level_alone=frozenset(_lists(c_level, "alone")),
    )
    for table in (opt_out, c_level):
        if table is not None:
            table.finish()
    root.finish()
    if source.problems:
        raise FileError(file, source.problems)
    return words, tuple(source.warnings)


def _spelling(table: TomlTable | None) -> dict[str, str]:
    if table is None:
        return {}
    found = {said.casefold(): meant for meant in table.content for said in table.words(meant)}
    table.finish()
    return found


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


def read_reply(
    text: str, words: ReplyWords, today: date, *, day_first: bool = True, south: bool = False
) -> Reading:
    """What a reply says: an opt-out, what looks like one, no interest, later, or nothing known.

    The message it answers is left out, where it is quoted below. `today` is the date of whoever
    wrote. Refusals win over everything else, and nothing is guessed: what is not known is a
    reply for a person to read.
    """
    own = spelled(own_words(text), words)
    said = folded(own)
    if said in words.opt_out_alone:
        return Reading(kind="unsubscribe", about="keyword", confidence=EXACT)
    if is_refusal(own, words):
        return Reading(kind="unsubscribe", about="suspected", confidence=REFUSAL)
    wish = wished_date(own, today, day_first=day_first, south=south)
    if wish is not None and wish.on - today >= LATER_FROM:
        return Reading(kind="reply", about="later", confidence=PHRASE, on=wish.on, words=wish.words)
    clauses = (folded(clause) for clause in _CLAUSE.split(own))
    if _holds(said, words.not_interested) or any(map(is_no_interest, clauses)):
        return Reading(kind="reply", about="not_interested", confidence=PHRASE)
    return Reading(kind="reply")


def is_refusal(text: str, words: ReplyWords) -> bool:
    """Whether a text refuses contact, or looks as if it did: also a status or a cell of a list."""
    text = spelled(text[:_LONGEST], words)
    said = folded(text)
    if _holds(said, words.opt_out) or looks_like_refusal(said):
        return True
    sentences = [folded(sentence) for sentence in _SENTENCE.split(text[:_LONGEST])]
    if any(one in words.opt_out_alone or _nearly_alone(one, words) for one in (said, *sentences)):
        return True
    return any(looks_like_refusal(folded(clause)) for clause in _CLAUSE.split(text[:_LONGEST]))


def read_absence(text: str, today: date, *, day_first: bool = True, south: bool = False) -> Reading:
    """What an automatic answer says about the end of an absence.

    `on` of the answer is the day of return, else the end of a span, else the latest other date;
    it is empty where no date lies ahead. A date that lies behind says that the absence has begun,
    or is over.
    """
    letters = plain(own_words(text))
    ahead = [
        _with_its_day(one, letters)
        for one in place_dates(letters, today, day_first=day_first, south=south)
        if timedelta(0) < one.on - today <= LONGEST_ABSENCE
    ]
    cued = [_first_after(cue, letters, ahead) for cue in (_RETURN, _UNTIL)]
    latest = max(ahead, key=lambda one: one.on, default=None)
    last = next((one for one in (*cued, latest) if one is not None), None)
    return Reading(
        kind="out_of_office",
        confidence=PHRASE,
        on=last.on if last else None,
        words=letters[last.start : last.end].strip() if last else "",
    )


def is_c_level(title: str, words: ReplyWords) -> bool:
    """Whether a job title is one of the people who run the company."""
    said = folded(title[:_LONGEST])
    within = _holds(said, words.c_level) and not _holds(said, words.not_c_level)
    return within or said in words.c_level_alone


def own_words(text: str) -> str:
    """A message without the one it answers."""
    own: list[str] = []
    for line in text[:_LONGEST].splitlines():
        if _QUOTED.match(line) and any(own):
            break
        if not line.lstrip().startswith(">"):
            own.append(line.strip())
    return "\n".join(own).strip()


def _with_its_day(one: PlacedDate, letters: str) -> PlacedDate:
    """A last day that is said to be included: they are back on the day after it."""
    if _INCLUDED.match(letters[one.end :]) is None:
        return one
    return PlacedDate(on=one.on + timedelta(days=1), start=one.start, end=one.end)


def spelled(text: str, words: ReplyWords) -> str:
    """A text with what is written in a hurry as it is meant: "pls dont" becomes "please dont"."""
    meant = words.spelling
    return _WORD.sub(lambda m: meant.get(m[0].casefold(), m[0]), text) if meant else text


def _first_after(
    cue: re.Pattern[str], letters: str, dates: Sequence[PlacedDate]
) -> PlacedDate | None:
    """The first date with `cue` right before it; "until" may belong to the date itself."""
    for one in dates:
        little = _LITTLE.match(letters[one.start : one.end])
        if cue.search(letters[: one.start] + (little[0] if little else "")):
            return one
    return None


def _nearly_alone(said: str, words: ReplyWords) -> bool:
    """Whether nothing but a courtesy stands beside a word that is an opt-out by itself."""
    parts = said.split()
    if not 1 < len(parts) <= _SHORT:
        return False
    return any(
        " ".join(parts[start:end]) in words.opt_out_alone
        and all(_is_beside(one, words) for one in (*parts[:start], *parts[end:]))
        for start in range(len(parts))
        for end in range(start + 1, len(parts) + 1)
    )


def _is_beside(word: str, words: ReplyWords) -> bool:
    return word in words.opt_out_beside or word in words.opt_out_alone or word.isdigit()


def _holds(said: str, phrases: tuple[str, ...]) -> bool:
    spaced = f" {said} "
    return any(f" {phrase} " in spaced for phrase in phrases)
