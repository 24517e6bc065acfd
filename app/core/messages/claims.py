"""What a text says of a person that has to have happened, and where it says so unasked.

"You asked us", "we met", "I left you a voicemail" are true of some and false of others. Each such
claim stands inside a condition on its fact; what does not is found here, in English and Spanish.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

_TAG = re.compile(r"\{% (?P<head>if|elif) (?P<condition>[^%\n]*) %\}|\{% (?P<bare>else|endif) %\}")
_FIELD = re.compile(r"\{\{ *[a-z_]+(?: *\| *or\((?:\"(?P<two>[^\"]*)\"|'(?P<one>[^']*)')\))? *\}\}")
_REACHED = 'last_call == "reached"'
_VOICEMAIL = 'last_call == "voicemail"'
_NO_ANSWER = 'last_call == "no_answer"'
_LOOKED = ('last_signal == "click"', 'last_signal == "page_visit"')

# The facts of which one must hold, and the words that claim it, in small letters.
_CLAIMED: tuple[tuple[tuple[str, ...], str], ...] = (
    (
        ("asked_demo",),
        (
            r"\byour demo\b|\bdemo you asked|\bsu demostración|\btu demostración"
            r"|\bpid(?:ió|iste) una demostración|\basked (?:for a demo|to see)\b|\bpidió ver\b"
        ),
    ),
    (
        ("asked", "asked_demo", "asked_price", "chatted"),
        (
            r"\byou(?:[’']ve| have)? (?:just )?asked\b|\byou (?:contacted|wrote to|came to) us\b"
            r"|\byour (?:enquiry|inquiry|request)\b|\basking us\b|\bthe enquiry you\b"
            r"|\bleft (?:us )?(?:this|your) number\b|\bleft it with us\b"
            r"|\bnos (?:lo )?(?:preguntó|preguntaste|consultó|consultaste|escribió|escribiste"
            r"|pidió|pediste|dejó|dejaste)\b|\b(?:su|tu) (?:consulta|solicitud|petición)\b"
            r"|\bdej(?:ó|aste) este número\b|\bpreguntarnos\b|\bpreguntó cuánto\b"
            r"|\bpid(?:ió|iste) una\b|\blo que pid(?:ió|iste)\b|\bse dirigió a nosotros\b"
        ),
    ),
    (
        ("chatted",),
        r"\b(?:in|for|from) the chat\b|\bour chat\b|\bnuestro chat\b|\b(?:en|por) el chat\b",
    ),
    (
        ("met",),
        (
            r"\bwe met\b|\bat the event\b|\byour card\b|\bafter an event\b|\bnos conocimos\b"
            r"|\ben el evento\b|\bdespués de un evento\b|\bsu tarjeta\b"
        ),
    ),
    (("attended", "registered"), r"\bwebinar\b|\bseminario web\b"),
    (
        ("attended",),
        (
            r"\byou (?:attended|were at)\b|\bfor (?:being at|attending|coming to)\b"
            r"|\basist(?:ió|iste|ir)\b"
        ),
    ),
    (
        ("downloaded",),
        r"\byou downloaded\b|\bdownloading\b|\bdescarg(?:ó|aste)\b|\bpor descargar\b",
    ),
    (
        (_REACHED,),
        (
            r"\bwe spoke\b|\bwe talked about\b|\bas agreed\b"
            r"|\bthank you for (?:the|your|taking my)"
            r" (?:call|time on the phone)\b|\bour call\b|\byou told me\b"
            r"|\bi promised to come back\b"
            r"|\bgood to talk to you\b|\blo que hablamos\b|\bhablamos(?: el| por)\b"
            r"|\bme contó\b"
            r"|\bgracias por (?:la llamada|atender|su tiempo|tu tiempo)"
            r"|\bcomo (?:acordamos|quedamos)\b|\bquedé en\b|\bnuestra llamada\b"
        ),
    ),
    (
        (_VOICEMAIL,),
        r"\bi left you\b|\bleft a voicemail\b|\b[tl]e dejé un\b",
    ),
    (
        (_VOICEMAIL, _NO_ANSWER),
        (
            r"\bdid not reach you\b|\bi tried to (?:call|reach) you\b|\bno [tl]e encontré\b"
            r"|\b[tl]e llamé\b|\bi called (?:you )?about\b"
        ),
    ),
    (
        _LOOKED,
        (
            r"\byou (?:have )?looked (?:at|into)\b|\bha mirado\b|\bse ha interesado\b"
            r"|\bya se interesó\b"
        ),
    ),
    (
        ("wrote",),
        (
            r"\bi wrote (?:to you|you)\b|\bmy (?:previous|earlier|first) (?:email|message)\b"
            r"|\b[tl]e escribí\b|\bmi (?:primer )?(?:correo|mensaje) anterior\b"
        ),
    ),
    (("came_back",), r"\byou(?:’re| are| came| have come) back\b|\bhas? vuelto\b"),
    # What only a document can keep: without one nobody can send it.
    (
        ("resource_link", "case_link"),
        (
            r"\bone page\b|\ba page for\b|\b(?:attached|enclosed)\b(?<!strings attached)"
            r"|\buna página\b|\badjunt[oa]\b|\bcase study\b|\bcaso de éxito\b"
        ),
    ),
)
_CLAIMS = tuple((facts, re.compile(words)) for facts, words in _CLAIMED)
# One look for all of them: most texts claim nothing, and hundreds are read at every start.
_ANY = re.compile("|".join(words for _, words in _CLAIMED))


class Claim(NamedTuple):
    """Words that claim what may not have happened, in which line, and the facts that allow them."""

    line: int
    words: str
    facts: tuple[str, ...]

    @property
    def what(self) -> str:
        """What is wrong, for whoever wrote it."""
        return f"“{self.words}” would be said to everybody, also where it is not so."

    @property
    def fix(self) -> str:
        """What to write instead."""
        fact = self.facts[0].replace('"', "'")
        return f"Write {{% if {fact} %}} before it and {{% endif %}} behind it, or leave it out."


def unfounded(text: str) -> tuple[Claim, ...]:
    """The claims of a text that no condition around them makes true, in the order of the text."""
    if not _ANY.search(text.lower()):
        return ()
    return tuple(
        Claim(line, said[found.start() : found.end()], facts)
        for line, said, conditions in _stretches(text)
        if _ANY.search(low := said.lower())
        for facts, words in _CLAIMS
        for found in words.finditer(low)
        if not any(_holds(condition, facts) for condition in conditions)
    )


def _stretches(text: str) -> Iterator[tuple[int, str, tuple[str, ...]]]:
    """(line, words as they come out, the conditions around them) of each part between two tags."""
    opened: list[str] = []
    end = 0
    for tag in _TAG.finditer(text):
        yield text.count("\n", 0, end) + 1, _said(text[end : tag.start()]), tuple(opened)
        end = tag.end()
        if tag["head"] == "if":
            opened.append(tag["condition"])
        elif opened:
            opened.pop()
            if tag["bare"] != "endif":
                opened.append(tag["condition"] or "")
    yield text.count("\n", 0, end) + 1, _said(text[end:]), tuple(opened)


def _said(part: str) -> str:
    return _FIELD.sub(lambda field: field["two"] or field["one"] or "…", part)


def _holds(condition: str, facts: tuple[str, ...]) -> bool:
    """Whether one of the facts is sure where the condition holds, on each side of an `or`."""
    return all(
        any(term.strip().replace("'", '"') in facts for term in side.split(" and "))
        for side in condition.split(" or ")
    )
