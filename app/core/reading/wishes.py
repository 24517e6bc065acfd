"""Which date of a message is a wish to be left alone until then.

A date counts only where a wish is tied to it ("contact me in March"), not because one stands
somewhere in the message: deadlines, starts and renewals are reasons to call today. In doubt there
is no wish, and a person reads the message.
"""

import re
from collections.abc import Sequence
from datetime import date

from app.core.reading.said_dates import PlacedDate, SaidDate, place_dates, plain

# Words that ask to be contacted, or to wait.
_ASK = (
    r"(?:contact|call|phone|ring|text|e-?mail|mail|message|write(?: to)?|ping|try|reach"
    r"|remind|give) "
    r"(?:me|us)(?: a (?:call|ring|shout))?|call back|call again|get back to (?:me|us)"
    r"|come back(?: to (?:me|us))?|get in touch|be in touch|(?:re)?connect|reach out"
    r"|(?:let(?: u|')?s|can we|could we|we can|we could|we should|shall we|happy to) "
    r"(?:talk|speak|chat|meet|connect|reconnect|resume|catch up|pick this up|discuss)"
    r"|(?:talk|speak|chat) (?:again|then)|follow up|check (?:back|in)|try again|circle back"
    r"|touch base|pick (?:this|it) up|revisit(?: this)?|not (?:right )?now|wait|hold off"
    r"|postpone(?: this)?"
    r"|contacta(?:me|nos)|contacte(?:me|nos|nme)|contacta(?:d|r) ?(?:conmigo|con nosotros|me|nos)?"
    r"|contacte conmigo|llama(?:me|nos|dme|dnos|rme|rnos|r)|llame(?:me|nos|nme|nnos)|"
    r"escribe(?:me|nos)|escriba(?:me|nos|nme)|escrib(?:idme|irme|irnos|ir)|hablamos|hablemos"
    r"|podemos hablar|podriamos hablar|hablar|retom(?:amos|emos|arlo|ar)|"
    r"(?:volved|vuelve|vuelva|vuelvan) a (?:llamar|escribir|contactar|intentar)(?:me|nos"
    r"|lo)?|mas adelante"
    r"|ahora no|no (?:es )?ahora|esper(?:a|e|ad|en|ar|emos)|recuerd(?:ame|eme|amelo)|aplaz\w+|mejor"
    r"|hit (?:me|us) up|drop (?:me|us) a (?:line|note|message)|(?:speak|talk) to (?:me|us)"
    r"|me (?:contacta|llama|escribe|busca|marca|habla|avisa)(?:s|n|is)?"
    r"|me (?:volveis|vuelves?|vuelven) a (?:llamar|escribir|contactar|marcar|hablar)"
    r"|nos (?:hablamos|llamamos|escribimos)"
    r"|marca(?:me|nos|dme)|marque(?:me|nme)|busca(?:me|nos)|busque(?:me|nme)|platica(?:mos|r)"
    r"|platiquemos|charlamos|conversamos|(?:conectamos|conectemos)|volvamos a (?:hablar|conectar"
    r"|contactar)|volvemos a (?:hablar|conectar)|retomamos el contacto"
    r"|dejemoslo|lo dejamos|lo vemos|lo hablamos|quedamos|intent(?:alo|elo|enlo)"
)
# Words that may stand between a wish and its date, or after a date that stands before its wish.
_TIES = (
    r"(?:again|back|please|pls|maybe|perhaps|possibly|preferably|later|sometime|some time"
    r"|anytime|more"
    r"|around|about|only|but|then|and|so|it|this|that|to talk|to speak|to me|to us|with me|with us"
    r"|in touch|with you|at|on|in|for|the|a|of|or|early|better|best|once|until|till|after"
    r"|from|not|before"
    r"|por favor|otra vez|de nuevo|nuevamente|quiza|quizas|tal vez|conmigo|con nosotros"
    r"|el|la|los|las|lo|en"
    r"|a|de|y|o|para|sobre|hacia|mejor|ya|pues|hasta|partir|un|una|poco|vez|asunto|tema|contacto|del|al)"
)
_TIED = rf"(?:[\s,;:()\-]*{_TIES}(?!\w))*[\s,;:()\-]*"
_BETWEEN = re.compile(_TIED)
# "Hablamos en marzo" is a wish, "¿Hablamos en marzo con alguien?" a question about the past.
_MAY_BE_PAST = frozenset({"hablamos", "retomamos", "quedamos", "lo hablamos"})
_WISH = re.compile(rf"(?<!\w)(?:{_ASK})(?!\w)")
# "March would be better", "en marzo me viene bien": the date comes first.
_SUITS = re.compile(
    rf"{_TIED}(?:(?:is|would be|will be|works|would work|suits|sounds)(?: \w+)? "
    r"(?:better|best|good|great|fine|ok|perfect|easier|ideal|me|us)|(?:is|would be|works) better"
    r"|(?:me|nos) (?:viene|va|vendria|iria) (?:mejor|bien|perfecto)|(?:seria|es|sera) (?:\w+ )?"
    r"(?:mejor|ideal|perfecto|buen momento)|mejor|better)(?!\w)"
)
_THEN = re.compile(
    r"(?:then|after that|afterwards|when i(?:'| a)?m back|once i(?:'| a)?m back|entonces"
    r"|a la vuelta"
    r"|a mi vuelta|cuando vuelva|despues)(?!\w)"
)
# Whoever asks for today, or asks what happened, does not ask to wait.
_NOW = re.compile(
    r"(?<!\w)(?:today|asap|a\.s\.a\.p|as soon as|urgent(?:ly)?|immediately|right away"
    r"|straight away|hoy|"
    r"cuanto antes|lo antes posible|urgente|ya mismo|en seguida|enseguida)(?!\w)"
)
_ASKED = re.compile(
    r"(?<!\w)(?:did|have|had|has|were|was|do) (?:you|anyone|anybody|they|somebody)\s*$"
)
_DEADLINE = re.compile(r"^(?:by|for|during|of|desde|para)\b")
_SENTENCE = re.compile(r"(?<!\d)[.!?¿¡\n]+(?:\s|$)|[.!?¿¡]+$")


def wished_date(
    text: str, today: date, *, day_first: bool = True, south: bool = False
) -> SaidDate | None:
    """The date until which `text` asks to wait, None where it ties no wish to one.

    `today` and the date are in the calendar of whoever wrote; see `find_dates` for the rest.
    """
    sentences = [plain(one) for one in _SENTENCE.split(text)]
    if any(_NOW.search(one) for one in sentences):
        return None
    ahead: list[SaidDate] = []
    for letters in filter(None, sentences):
        placed = place_dates(letters, today, day_first=day_first, south=south)
        dates = [one for one in placed if one.on > today]
        tied = _tied(letters, dates)
        if tied is not None:
            return _said(letters, tied)
        ahead += [_said(letters, one) for one in dates]
        if ahead and _asks_for_then(letters):
            return ahead[-1]
    return None


def _tied(letters: str, dates: Sequence[PlacedDate]) -> PlacedDate | None:
    """The first date of a sentence that a wish belongs to."""
    wishes = [
        found for found in _WISH.finditer(letters) if not _ASKED.search(letters[: found.start()])
    ]
    for one in dates:
        if _DEADLINE.match(letters[one.start : one.end]):
            continue
        after = letters[one.end :]
        opens = _only_ties(re.split(r"[,;:]", letters[: one.start])[-1])
        alone = _only_ties(letters[: one.start]) and _only_ties(after)
        if alone or (opens and _SUITS.match(after)):
            return one
        if any(_joined(letters, wish, one, opens=opens) for wish in wishes):
            return one
    return None


def _joined(letters: str, wish: re.Match[str], one: PlacedDate, *, opens: bool) -> bool:
    """Whether nothing that matters stands between a wish and a date; a date before it `opens`."""
    if one.end <= wish.start():
        return opens and _only_ties(letters[one.end : wish.start()])
    after = re.split(r"[,;:]", letters[one.end :])[0]
    if wish[0] in _MAY_BE_PAST and not _only_ties(after):
        return False
    return _only_ties(letters[wish.end() : one.start])


def _only_ties(letters: str) -> bool:
    return _BETWEEN.fullmatch(letters) is not None


def _asks_for_then(letters: str) -> bool:
    return any(
        _THEN.match(letters[wish.end() :].lstrip(" ,")) is not None
        for wish in _WISH.finditer(letters)
    )


def _said(letters: str, one: PlacedDate) -> SaidDate:
    return SaidDate(on=one.on, words=letters[one.start : one.end].strip())
