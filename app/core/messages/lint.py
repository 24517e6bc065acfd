"""What is better changed in a message before it goes out: advice, never a block.

The rules: five sentences at most, a subject that says what it is about, one ask, no filler,
two times or a link where a meeting is proposed, something that could have been written to this
person only, and a way out where we write first.
Filler and asks are known in English and Spanish; the other rules hold in any language.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Literal

import msgspec

from app.core.messages.lint_words import EMPTY_SUBJECTS, FILLER, PROPOSAL, TIME
from app.core.messages.merge_field import Value, written
from app.core.messages.template import SUBJECT_CHANNELS, Message, Situation, plain
from app.core.people.lead import Channel, Direction

LintCode = Literal[
    "too_long",
    "too_long_said",
    "no_subject",
    "two_asks",
    "filler",
    "no_times",
    "impersonal",
    "no_opt_out",
]

MOST_SENTENCES = 5
_MOST_SUBJECT_CHARS = 70
# What can be said before the other side has to speak.
_MOST_SPOKEN_WORDS = 60
# What is true of one person; a first name alone makes no message personal.
PERSONAL_FIELDS = frozenset(
    {
        "lead_company",
        "job_title",
        "city",
        "interest",
        "industry",
        "occasion",
        "asked_for",
        "research_note",
        "received_on",
        "received_time",
        "last_call_on",
        "last_call_time",
    }
)
# Whoever gets an invitation on LinkedIn declines it; nobody opts out of a parcel by a reply.
_NEEDS_WAY_OUT: frozenset[Channel] = frozenset(
    {"email", "video_email", "sms", "whatsapp", "linkedin_message"}
)
# A line without an end is a greeting, a name or a label, unless it is as long as a sentence.
_LABEL_WORDS = 8

_URL = re.compile(r"\b(?:https?://|www\.)\S+")
_ABBREVIATION = re.compile(
    r"\b(?:mr|mrs|ms|dr|prof|inc|ltd|co|corp|no|vs|etc|approx|e\.g|i\.e"
    r"|sr|sra|srta|dra|s\.a|s\.l|s\.l\.u|ud|uds|núm|aprox|p\. ej|ee\. uu)\.",
    re.IGNORECASE,
)
_LIST_ITEM = re.compile(r"(?:\d{1,2}[.)]|[-•–*])\s")
_SENTENCE_END = re.compile(r"(?<=[.!?…])[\"”»’')\]]*\s+(?=[\"“«‘'(¿¡]?[A-ZÀ-ÞŒŠŽ0-9])")
_ENDED = re.compile(r"[.!?…][\"”»’')\]]*$")
_WORD = re.compile(r"\w+")
_ANSWER = re.compile(r"^(?:\s*(?:re|rv|fwd?)\s*:)+", re.IGNORECASE)
_LEAST_TIMES = 2

_WAY_OUT = re.compile(
    r"\b(?:reply|answer|text|write|send)\b[^.?!]*\bstop\b"
    r"|\bunsubscribe\b|\bopt(?:ing)?[- ]out\b|\brather not (?:hear|be written)\b"
    r"|\b(?:not for you|not relevant)\b[^.!]*\b(?:say so|tell me)\b"
    r"|\b(?:responda|responde|responder|conteste|contesta|escriba|escribe|envíe|envía)\b[^.?!]*\bbaja\b"
    r"|\bdar(?:se|te|me) de baja\b|\bno (?:desea|deseas|quiere|quieres) recibir\b"
    r"|\bprefier(?:e|es) que no (?:le|te) escriba\b"
    r"|\bno le (?:encaja|interesa)\b[^.!]*\bdígame",
    re.IGNORECASE,
)
# An order that asks for an answer or an appointment, at the head of a sentence.
_REQUEST = re.compile(
    r"(?:please,? |just |or |then |por favor,? |o )?"
    r"(?:reply|call me|book|take|pick|choose|click|tell me|let me know|send me|write me|text me"
    r"|answer|responda|responde|llámeme|llámame|reserve|reserva|elija|elige|pulse|pulsa|dígame"
    r"|dime|escríbame|escríbeme|mándeme|mándame|envíeme|envíame|cuénteme|cuéntame|indíqueme"
    r"|indícame|conteste|contesta)\b",
    re.IGNORECASE,
)


class Draft(msgspec.Struct, frozen=True, kw_only=True):
    """A message as it would go out. `language` is an ISO 639-1 code.

    `about_person` are the facts known of this person alone (their company, what they asked
    about): one of them in the text makes it personal.
    """

    language: str
    channel: Channel
    direction: Direction
    subject: str = ""
    body: str
    about_person: tuple[str, ...] = ()

    def saying(self, subject: str, body: str) -> "Draft":
        """The same draft with other words."""
        return msgspec.structs.replace(self, subject=subject, body=body)


class LintFinding(msgspec.Struct, frozen=True, kw_only=True):
    """One thing to change. `found` is the number or the words it is about, "" if there are none.

    Its words are in resources/i18n, lint.*.
    """

    code: LintCode
    found: str = ""


def lint(draft: Draft) -> tuple[LintFinding, ...]:
    """Everything that is better changed, each kind once; empty when nothing is."""
    return tuple(_findings(draft))


def lint_spoken(said: str) -> tuple[LintFinding, ...]:
    """What is better changed in a line that is said: filler, a meeting without times, its length.

    Nobody reads it, so that it needs no subject, no way out and no fact about the person.
    """
    found = [LintFinding(code="filler", found=phrase) for phrase in filler_in(said)[:1]]
    if _proposes_without_times(said):
        found.append(LintFinding(code="no_times"))
    words = len(said.split())
    if words > _MOST_SPOKEN_WORDS:
        found.append(LintFinding(code="too_long_said", found=str(words)))
    return tuple(found)


def draft_of(message: Message, situation: Situation, values: Mapping[str, Value]) -> Draft:
    """A template filled with `values` as a draft; a missing field reads "(first name?)"."""
    personal = {name: values[name] for name in PERSONAL_FIELDS & values.keys()}
    return Draft(
        language=message.language,
        channel=situation.channel,
        direction=situation.direction,
        subject=plain(message.subject.parts) if message.subject else "",
        body=plain(message.body.parts),
        about_person=tuple(written(value, message.language) for value in personal.values()),
    )


def has_way_out(body: str) -> bool:
    """Whether a message says how to hear no more."""
    return _WAY_OUT.search(body) is not None


def filler_in(text: str) -> tuple[str, ...]:
    """The phrases in `text` that only take up room."""
    smooth = " ".join(text.replace("’", "'").casefold().split())
    return tuple(phrase for phrase in FILLER if re.search(rf"(?<!\w){re.escape(phrase)}", smooth))


def sentences(body: str) -> tuple[str, ...]:
    """The sentences of a message: greeting, signature, list items and way out are none."""
    found = []
    for line in body.split("\n"):
        stripped = _ABBREVIATION.sub(_without_dots, _URL.sub("link", line.strip()))
        if not stripped or _LIST_ITEM.match(stripped):
            continue
        for part in _SENTENCE_END.split(stripped):
            is_sentence = _ENDED.search(part) or len(_WORD.findall(part)) > _LABEL_WORDS
            if is_sentence and not _WAY_OUT.search(part):
                found.append(part)
    return tuple(found)


def _findings(draft: Draft) -> Iterator[LintFinding]:
    said = sentences(draft.body)
    if len(said) > MOST_SENTENCES:
        yield LintFinding(code="too_long", found=str(len(said)))
    if draft.channel in SUBJECT_CHANNELS and not _is_clear(draft):
        yield LintFinding(code="no_subject", found=draft.subject)
    asks = _asks(said)
    if asks > 1:
        yield LintFinding(code="two_asks", found=str(asks))
    for phrase in filler_in(f"{draft.subject}\n{draft.body}")[:1]:
        yield LintFinding(code="filler", found=phrase)
    if _proposes_without_times(draft.body):
        yield LintFinding(code="no_times")
    text = f"{draft.subject}\n{draft.body}".casefold()
    if not any(fact and fact.casefold() in text for fact in draft.about_person):
        yield LintFinding(code="impersonal")
    first = draft.direction == "outbound" and draft.channel in _NEEDS_WAY_OUT
    if first and not has_way_out(draft.body):
        yield LintFinding(code="no_opt_out")


def _proposes_without_times(body: str) -> bool:
    """Whether a meeting is proposed, and nothing can be chosen: no link, no two times."""
    if not PROPOSAL.search(body) or _URL.search(body):
        return False
    return len(TIME.findall(body)) < _LEAST_TIMES


def _is_clear(draft: Draft) -> bool:
    subject = draft.subject
    words = _WORD.findall(_ANSWER.sub("", subject))
    # Who asked gets an answer; to anybody else there is nothing to answer.
    pretends = draft.direction == "outbound" and _ANSWER.match(subject) is not None
    plain_words = " ".join(words).casefold()
    return (
        not pretends
        and len(words) >= 2
        and len(subject) <= _MOST_SUBJECT_CHARS
        and plain_words not in EMPTY_SUBJECTS
        and not subject.isupper()
    )


def _asks(said: tuple[str, ...]) -> int:
    """How many things are asked for. An order right after a question says how to answer it."""
    asks, before = 0, False
    for sentence in said:
        question = sentence.count("?")
        ordered = _REQUEST.match(sentence) is not None
        asks += question or (ordered and not before)
        before = bool(question) or ordered
    return asks


def _without_dots(found: re.Match[str]) -> str:
    return found[0].replace(".", "")
