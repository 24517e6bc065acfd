"""Whether two names, with the numbers that stand beside them, can be one person's."""

from collections.abc import Iterable, Set

from app.core.folded import folded
from app.core.people.lead import Lead
from app.core.people.phone_variants import match_key


def numbers_of(lead: Lead) -> frozenset[str]:
    """The numbers of a lead, each in one form."""
    return frozenset(
        match_key(p.value) for p in lead.points if p.kind == "phone" and p.status != "unparsed"
    )


def full_name(lead: Lead) -> str:
    """First and last name of a lead, "" for none."""
    return f"{lead.first_name} {lead.last_name}".strip()


def are_two(name: str, numbers: Set[str], other_name: str, other_numbers: Set[str]) -> bool:
    """Whether two leads are two people: names that differ, and each with a number the other lacks.

    Numbers are E.164. An address in common makes them one person, whatever their names.
    """
    return bool(
        numbers - other_numbers and other_numbers - numbers and names_differ(name, other_name)
    )


def names_differ(name: str, other: str) -> bool:
    """Whether two names cannot be one person's: "Ana Gil" and "Luis Gil" are two people.

    "Ana", "Gil, Ana", "A. Gil" and "Ana María Gil" may be one. An empty name differs from none.
    """
    ours, theirs = folded(name).split(), folded(other).split()
    if not ours or not theirs or ours == theirs:
        return False
    fewer, more = sorted((ours, theirs), key=len)
    return not (ours[0] == theirs[0] or all(_is_among(word, more) for word in fewer))


def _is_among(word: str, words: Iterable[str]) -> bool:
    """Whether a word is there, or one of which either is the first letter."""
    return any(
        other.startswith(word) if len(word) == 1 else other in (word, word[0]) for other in words
    )
