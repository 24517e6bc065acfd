"""Refusals as a colleague tells of them: in a note, a status, or a cell of a list.

"They asked not to be called", "pidió la baja": whoever refused is spoken of; a reply says "me".
Where one way is refused and another named as wanted, only what is refused counts. All patterns are
matched against folded text (see app.core.folded). docs/opt-out.md says what follows.
"""

import re
from typing import Final

import msgspec

from app.core.consent.suppression import EVERY_CHANNEL, TWINS
from app.core.folded import folded
from app.core.reading.refusals import looks_like_refusal
from app.core.reading.reply_words import ReplyWords, is_refusal, spelled

# So many words beside those of the refusal make it a sentence, which a person reads.
_BESIDE: Final = 3
_CLAUSE = re.compile(r"[.!?¿¡,;:\n()|/]+|\s[-\u2013\u2014]+\s")
_LONGEST: Final = 20_000

# A sick leave, a job that ended and a lower price are no refusals.
_NO_LEAVING: Final = (
    r"(?! (?:medica|laboral|maternal|paternal|temporal|voluntaria|por|it\b"
    r"|(?:de|en|del) (?:(?:la|el|su|los|las) )?(?:empresa|compania|trabajo|puesto"
    r"|plantilla|firma|equipo"
    r"|maternidad|paternidad|enfermedad|seguridad|precios?|cuotas?|tarifas?|ventas?|autonomos?)))"
)
# "Le llame" may be "le llamé", I called: these forms cannot.
_LLAMEN: Final = (
    r"(?:llamen|llameis|llamemos|llamar|contacten|contacteis|contactemos|contactar|escriban"
    r"|escribais|escribamos|escribir|molesten|molesteis|molestemos|molestar|envien|envieis|enviemos"
    r"|manden|mandeis|mandemos|insistan|insistais|insistamos)"
)
_LLAME: Final = r"(?:llame|contacte|escriba|moleste|envie|mande|insista)"
_REACHED: Final = r"(?:contacted|called|phoned|rung|texted|e ?mailed|messaged|written to|disturbed)"
_REACH: Final = r"(?:call|phone|ring|text|e ?mail|mail|message|contact|write to|disturb|bother)"
_THEM: Final = r"(?:him|her|them|this (?:person|client|customer|lead|contact|number))"
_TOLD: Final = (
    # Spanish: leaving a list
    (
        r"\b(?:pid\w+|pedi\w+|solicit\w+|quier\w+|queri\w+|dese\w+|exig\w+|reclam\w+|tramit\w+)"
        rf" (?:ya )?(?:darse de |la |su |una |de )?baja\b{_NO_LEAVING}"
    ),
    rf"\bcaus(?:a|o|ar|ado|aria|e|en) baja\b{_NO_LEAVING}",
    (
        r"\b(?:dar(?:se|le|les|lo|la|los|las)?|den(?:le|lo|la)?|se (?:da|dio|ha dado|quiere dar)"
        rf"|dad[oa]s?|dadl[eoa]) de baja\b{_NO_LEAVING}"
    ),
    # Spanish: calls and messages
    rf"\bno (?:quier\w+ |dese\w+ )?(?:que )?(?:se )?(?:le|les|la|las|lo|los) (?:\w+ )?{_LLAMEN}\b",
    rf"\bque no (?:se )?(?:le|les|la|las|lo|los) (?:vuelva\w* a )?(?:{_LLAME}|{_LLAMEN})\b",
    (rf"\bno (?:se )?(?:le|les|la|las|lo|los) {_LLAME} (?:mas|nunca|otra vez|de nuevo)\b"),
    (
        rf"\bno (?:volver|vuelv\w+|hay que volver|se debe|se puede) (?:a )?{_LLAMEN}(?:le|les"
        rf"|la|lo)?\b"
    ),
    rf"^(?:por favor )?no {_LLAMEN}(?:le|les|la|lo|las|los|se)?\b",
    r"\bno (?:quier\w+|dese\w+) (?:\w+ ){0,2}(?:contacto|llamadas|mas contacto|nada mas)\b",
    r"\bno (?:mas|quiere mas) (?:llamadas|contacto|correos|mensajes)\b",
    (
        r"\b(?:pid\w+|pedi\w+|quier\w+|exig\w+|dic\w+|dij\w+) que (?:le|les|la|lo|las|los) "
        r"(?:borr|elimin|quit|saqu|dej(?:emos|en|eis) en paz|dej(?:emos|en|eis) de)\w*"
    ),
    # English
    (
        r"\b(?:ask|request|demand|want|wish|insist|prefer|beg)\w* (?:us |me |that )?"
        rf"(?:we |to )?(?:not to be|to not be|not be|not to) (?:{_REACHED}|{_REACH})\b"
    ),
    (
        r"\b(?:ask|request|demand|want|wish|insist|need)\w* (?:us |me )?(?:to be )?"
        r"(?:to )?(?:removed?|deleted?|erased?|unsubscribed?|unlisted|taken off|come off"
        r"|opt out|stop)\b"
    ),
    (
        r"\b(?:request|ask|want)\w* (?:for )?(?:a )?(?:removal|no (?:more )?(?:calls?|contact"
        r"|e ?mails?))\b"
    ),
    rf"\b(?:do not|don t|dont|never|no need to|must not|not to) {_REACH} {_THEM}\b",
    rf"\b(?:do not|don t|dont|never) {_REACH} (?:again|any ?more|back|ever)\b",
    rf"\b(?:remove|delete|erase|unsubscribe|take) {_THEM}\b",
    (
        rf"\b(?:does not|doesn t|doesnt|did not|didn t|didnt) want (?:any |us to |more |our "
        rf"|to be {_REACHED})"
    ),
    (
        r"\bno (?:more |further )?(?:calls?|contact|e ?mails?|texts?|messages?) (?:please"
        r"|ever|again|any ?more)\b"
    ),
    r"\bunsubscrib\w+|\bopted out\b",
)
_TOLD_FORMS = re.compile("|".join(f"(?:{form})" for form in _TOLD))

# What is about a time of day, or a day, asks for another time: no refusal.
_A_TIME: Final = (
    r"(?:before|until|till|after|between|at|on (?:mon|tues?|wednes|thurs?|fri|satur"
    r"|sun)\w*|on weekends?"
    r"|in the (?:morning|afternoon|evening)s?|during|this week|today|tomorrow"
    r"|antes|hasta|despues|entre|a las|a la una|por las? (?:mananas?|tardes?|noches?)"
    r"|los? (?:lunes|martes"
    r"|miercoles|jueves|viernes|sabados?|domingos?|fines)|en horario|durante|esta semana"
    r"|hoy|manana)"
)
_AT_A_TIME = re.compile(
    r"\bno call ?back\b|\b(?:do not|don t|dont|never|no|not to)(?: (?:me|le|les|la|lo|se))? "
    rf"(?:{_REACH}|{_LLAMEN}|{_LLAME})(?:me|le|les|la|lo)?(?: (?:me|{_THEM}))? {_A_TIME}\b"
)

_CHANNEL_WORDS: Final = {
    "call": (
        r"(?:calls?|calling|phone|telephone|telefono|llamadas?|llamar(?:le|me|la|lo)?"
        r"|telefonicamente)"
    ),
    "email": r"(?:e ?mails?|e ?mailing|mails?|correos?(?: electronicos?)?)",
    "whatsapp": r"(?:whats ?app|wasap|whasap|wsp|wa)",
    "sms": r"(?:sms|texts?|texting)",
}
_ANY: Final = "|".join(f"(?P<{name}>{way})" for name, way in _CHANNEL_WORDS.items())
_BY: Final = (
    r"(?:(?:via|by|through|per|with|use|using|an?|the|por|via|con|un|el|la|al|a"
    r"|de|su|quiere|reply) )*"
)
_ALONE: Final = r"(?:only|just|solo|solamente|unicamente|exclusivamente|nada mas que)"
_NOT_ALONE: Final = r"(?<!not )(?<!no )"
_ONLY = (
    re.compile(rf"\b{_NOT_ALONE}{_ALONE} {_BY}(?:contact\w* |escrib\w+ )?{_BY}(?:{_ANY})\b"),
    re.compile(rf"\b(?:{_ANY}) {_ALONE}\b"),
)
_WANTED = (
    re.compile(
        r"\b(?:prefer\w*|prefier\w*|rather|mejor|better|instead|write|escrib\w+|send"
        r"|mand\w+|envi\w+"
        rf"|ok|fine|yes|si) {_BY}(?:(?:him|her|them|me|le|les) )?{_BY}(?:{_ANY})\b"
    ),
    re.compile(
        rf"\b(?:{_ANY}) (?:is |are |esta |le va |va )?(?:ok|okay|fine|better|best|yes|si"
        rf"|vale|bien|mejor"
        r"|instead|works|preferred|welcome)\b"
    ),
    re.compile(r"\b(?P<email>e ?mail|mail) (?:him|her|them|me) (?:instead|rather)\b"),
)
_NEGATED = re.compile(
    r"\b(?:no|not|don t|dont|doesn t|never|nunca|tampoco|ni|sin|without|stop|cease)\b"
)
# A bare "only by email" is a rule for us where it stands first, or where a person wants it so.
_BARE_ONLY = re.compile(
    rf"^(?:(?:please|por favor|contact\w*|contacto|quier\w+|prefier\w+|prefers?|wants?"
    rf"|pid\w+|asks?|he|she|they"
    rf"|is|es|responde|atiende|replies) )*(?:{_ALONE}\b|(?:{_ANY}) {_ALONE}\b)"
)


class ToldRefusal(msgspec.Struct, frozen=True, kw_only=True):
    """What a text says that somebody refuses: consent channels, or ("*",) for all.

    `plain` says that hardly anything stands beside it.
    """

    channels: tuple[str, ...]
    plain: bool = False


def told_refusal(text: str) -> ToldRefusal | None:
    """What a text that speaks of somebody says they refuse; None for nothing."""
    text = text[:_LONGEST]
    clauses = [folded(clause) for clause in _CLAUSE.split(text)]
    said = _without_times(folded(text))
    kept = [one for one in map(_without_times, clauses) if one]
    found = _TOLD_FORMS.search(said)
    bare = any(_BARE_ONLY.match(one) and _named(one, _ONLY) for one in kept)
    told = bare or any(_TOLD_FORMS.search(one) or looks_like_refusal(one) for one in (said, *kept))
    if not told:
        return None
    beside = len(said.split()) - len(found[0].split()) if found else len(said.split())
    return ToldRefusal(channels=refused_channels(text), plain=beside < _BESIDE)


def note_refusal(text: str, words: ReplyWords) -> tuple[str, ...]:
    """The channels that a note says somebody refuses, or may: ("*",) for all, () for none.

    A note holds their own words as often as a colleague's.
    """
    if not text.strip():
        return ()
    told = told_refusal(spelled(text, words))
    if told is not None:
        return told.channels
    rest = _without_times(folded(text))
    return refused_channels(text) if rest and is_refusal(rest, words) else ()


def refused_channels(text: str) -> tuple[str, ...]:
    """What a refusal closes where its text names another way as wanted; else ("*",)."""
    only: set[str] = set()
    wanted: set[str] = set()
    refused: set[str] = set()
    for clause in map(folded, _CLAUSE.split(re.sub(r"\b(?:but|pero|sino)\b", ",", text))):
        rest = clause
        for form in _ONLY:
            only |= _named(rest, (form,))
            rest = form.sub(" ", rest)
        if _NEGATED.search(rest):
            # "No llamar escribir por mail": what is wanted stands behind what is not.
            for form in _WANTED[:1]:
                found = form.search(rest)
                if found and not _NEGATED.search(rest[found.start() :]) and found.start() > 0:
                    before = rest[: found.start()]
                    if not re.search(r"\b(?:no|not|t|dont|never|nunca|to|que|me|le)\s*$", before):
                        wanted |= _named(rest, (form,))
                        rest = before
            refused |= _mentioned(rest)
        else:
            wanted |= _named(rest, _WANTED)
    wanted = (wanted | only) - (refused - only)
    if not wanted:
        return (EVERY_CHANNEL,)
    every = set(_CHANNEL_WORDS)
    closed = every - wanted if only or not refused else refused
    closed |= {twin for name in closed for twin in TWINS.get(name, ())} - wanted
    return tuple(sorted(closed - wanted))


def _without_times(said: str) -> str:
    return " ".join(_AT_A_TIME.sub(" ", said).split())


def _named(said: str, forms: tuple[re.Pattern[str], ...]) -> set[str]:
    found = (match.groupdict().items() for form in forms for match in form.finditer(said))
    return {name for names in found for name, word in names if word}


def _mentioned(said: str) -> set[str]:
    return {name for name, way in _CHANNEL_WORDS.items() if re.search(rf"\b{way}\b", said)}
