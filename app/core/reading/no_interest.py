"""Whether somebody says that they do not want it, in the forms English and Spanish have for it.

Such an answer ends a plan, so only what leaves little doubt is taken: a choice of somebody else, a
decision against it, no need, or a plain no. What could be a price that is haggled over, or a
question, goes to a person. All patterns are matched against folded clauses.
"""

import re

_WE = r"(?:i|we|they)"
_OTHERS = (
    r"(?:someone|somebody|anyone|another|a different|other|others|your competitor|a competitor)"
)
_OTROS = r"(?:otr[oa]s?|la competencia)"
_FORMS = tuple(
    re.compile(form)
    for form in (
        # They chose
        rf"\b(?:went|gone|going|signed|decided to go)(?: ahead)?(?: up)? with {_OTHERS}\b",
        (
            r"\b(?:found|chose|chosen|picked|bought|got) (?:it |one |(?:a|another) \w+ )?"
            r"(?:elsewhere|somewhere else)\b"
        ),
        rf"\b(?:decid|eleg|opt|apost)\w+ (?:\w+ )?(?:por|con) {_OTROS}\b",
        rf"\b(?:contrat|compr|matricul|inscrib|apunt|cog|firm)\w+ (?:\w+ )?(?:con|en|a) {_OTROS}\b",
        rf"\bbought (?:\w+ ){{0,4}}from {_OTHERS}\b",
        # They decided against it
        rf"\b{_WE} (?:ll |will |d |would |have to |must )*(?:decline|have to decline)\b",
        (
            r"\bdecided (?:not to|against) (?:pursue|proceed|continue|go (?:ahead|forward|further)"
            r"|move (?:ahead|forward)|tak(?:e|ing)|doing|do|it|this)\b"
        ),
        (
            rf"\b{_WE} (?:ll|will|re going to|are going to|have to|ve decided to) pass"
            r"(?: on (?:this|it|that))?$"
        ),
        r"\b(?:it s|its|it is|that s) a no(?: from (?:us|me))?\b",
        r"\bdesestim\w+ (?:la|su|vuestra|tu|esta) (?:propuesta|oferta)\b",
        r"\bno (?:\w+ )?encaja(?:n)?(?: con| en|$)",
        # They need none
        rf"\b{_WE} (?:re|are|m|am) (?:all set|sorted|happy|covered) with (?:our|my|the)\b",
        r"\bno (?:me|nos) hace falta$",
        (
            rf"^(?:(?:nah|no|nope|thanks|thank you|but) )+{_WE} (?:re|are|m|am)"
            r" (?:good|fine|ok|okay|all set|sorted)$"
        ),
        (
            r"\b(?:do not|don t|have) (?:have |see )?(?:no |any |a )?(?:use|need) for"
            r" (?:this|it|that)\b"
        ),
        r"(?:^|\bthere s |\bhave |\bsee )no need(?: for (?:this|it))?$",
        r"\bno (?:lo|la|los|las) (?:necesit|quer)\w+\b(?! (?:hasta|antes|para))",
        r"\bno necesit\w+ (?:nada|sus servicios|el servicio)\b",
        r"\bno (?:estoy|estamos) interesa[od]?[oa]?s?\b",
        r"\bno,? gracias$",
    )
)


def is_no_interest(clause: str) -> bool:
    """Whether a folded clause has one of the forms of a no."""
    return any(form.search(clause) for form in _FORMS)
