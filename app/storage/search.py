"""Words, numbers and addresses of a lead in the search index, and questions in the same form.

Both sides fold alike: marks dropped, case folded, split at everything that is neither letter nor
digit. The index then splits at blanks only, and no typed character has a meaning of its own.
"""

import re

from app.core.folded import folded
from app.core.people.lead import Lead
from app.core.people.phone import parse_phone

# Matches looked at before the best are chosen: a bound on the time of one keystroke.
CANDIDATES = 200
_PHONE_MARKS = frozenset("+-()./ \u00a0\u2010\u2011\u2012\u2013")
_NO_DIGITS = re.compile("[^0-9]+")
_SHORTEST_NUMBER = 3
_SHORTEST_END = 4
# Digits of an international number that may be complete, with or without an exit code.
_WHOLE_NUMBER = (8, 17)
_LONGEST_QUESTION = 200


def digits_of(number: str) -> str:
    """The ways into a number: whole, and every end of it that has four digits or more.

    So it is found without its country code, and without its area code too.
    """
    digits = _NO_DIGITS.sub("", number)
    if len(digits) < _SHORTEST_NUMBER:
        return digits
    return " ".join(digits[at:] for at in range(max(1, len(digits) - _SHORTEST_END + 1)))


def address_of(email: str) -> str:
    """The ways into an email address: all of it as one word, and the words before the "@".

    Its domain alone is none: a few letters of it would find half of all people.
    """
    return f"{_one_word(email)} {folded(email.partition('@')[0])}"


def _one_word(text: str) -> str:
    return folded(text).replace(" ", "")


def search_row(lead: Lead, no: int) -> tuple[int, str, str, str]:
    """The row of lead_search: its number, then name, company, numbers and addresses, folded."""
    ways = " ".join(
        digits_of(p.value) if p.kind == "phone" else address_of(p.value)
        for p in lead.points
        if p.kind in ("phone", "email")
    )
    name = f"{lead.first_name} {lead.last_name}".strip() or lead.name
    return no, folded(name), folded(lead.company), ways


def question(text: str) -> str:
    """The MATCH expression for what was typed, "" when there is nothing to look for.

    Every word must begin a word of the lead; one with an "@" begins an address. Digits with phone
    punctuation count as one number; leading zeros (an exit code, a trunk prefix) are left out, and
    an international number in an outdated spelling also asks for today's.
    """
    clipped = text[:_LONGEST_QUESTION]
    compact = "".join(c for c in clipped.replace("(0)", "") if c not in _PHONE_MARKS)
    # Quoting keeps AND, OR, NOT and NEAR words like any other.
    if compact.isascii() and compact.isdigit():
        asked = dict.fromkeys([compact.lstrip("0") or compact, *_todays_digits(clipped, compact)])
        return " OR ".join(f'"{digits}"*' for digits in asked)
    words: list[str] = []
    for part in clipped.split():
        words += [_one_word(part)] if "@" in part else folded(part).split()
    return " ".join(f'"{word}"*' for word in words if word)


def _todays_digits(text: str, compact: str) -> list[str]:
    """The digits of an international number as it is dialled today, where that is known."""
    if not (text.strip().startswith("+") or compact.startswith("00")):
        return []
    if not _WHOLE_NUMBER[0] <= len(compact) <= _WHOLE_NUMBER[1]:
        return []
    read = parse_phone(f"+{compact.removeprefix('00')}", None)
    return [read.e164[1:]] if read.e164 else []


def score(wanted: str, name: str) -> int:
    """How well a match fits, 0 best: it begins the name, begins a later word of it, is elsewhere.

    Both are folded.
    """
    if name.startswith(wanted):
        return 0
    return 1 if f" {wanted}" in name else 2
