"""Words and numbers of a lead as the search index holds them, and questions in the same form.

Both sides fold alike: marks dropped, case folded, split at everything that is neither letter nor
digit. The index then splits at blanks only, and no typed character has a meaning of its own.
"""

import re

from app.core.folded import folded
from app.core.people.lead import Lead

# Matches looked at before the best are chosen: a bound on the time of one keystroke.
CANDIDATES = 200
_PHONE_MARKS = frozenset("+-()./ \u00a0\u2010\u2011\u2012\u2013")
_NO_DIGITS = re.compile("[^0-9]+")
_SHORTEST_NUMBER = 3
_LONGEST_QUESTION = 200


def digits_of(number: str) -> str:
    """The ways into a number: whole, without a country code of one to three digits, its end."""
    digits = _NO_DIGITS.sub("", number)
    if len(digits) < _SHORTEST_NUMBER:
        return digits
    ways = [digits, digits[1:], digits[2:], digits[3:], digits[-4:]]
    return " ".join(dict.fromkeys(w for w in ways if w))


def search_row(lead: Lead, no: int) -> tuple[int, str, str, str]:
    """The row of lead_search: its number, then name, company and digits, folded."""
    numbers = " ".join(digits_of(p.value) for p in lead.points if p.kind == "phone")
    name = f"{lead.first_name} {lead.last_name}".strip() or lead.name
    return no, folded(name), folded(lead.company), numbers


def question(text: str) -> str:
    """The MATCH expression for what was typed, "" when there is nothing to look for.

    Every word must begin a word of the lead. Digits with phone punctuation count as one number;
    leading zeros (an exit code, a trunk prefix) are left out.
    """
    clipped = text[:_LONGEST_QUESTION]
    compact = "".join(c for c in clipped if c not in _PHONE_MARKS)
    if compact.isascii() and compact.isdigit():
        words = [compact.lstrip("0") or compact]
    else:
        words = folded(clipped).split()
    # Quoting keeps AND, OR, NOT and NEAR words like any other.
    return " ".join(f'"{word}"*' for word in words)


def score(wanted: str, name: str) -> int:
    """How well a match fits, 0 best: it begins the name, begins a later word of it, is elsewhere.

    Both are folded.
    """
    if name.startswith(wanted):
        return 0
    return 1 if f" {wanted}" in name else 2
