"""Whether two descriptions that share a number or an address are one person.

Colleagues share a switchboard. Whoever has another name and a number of their own beside the one
they share is somebody else; opt-outs reach them all the same, by the number.
"""

from collections.abc import Iterable, Set

from app.core.folded import folded


def are_two(name: str, numbers: Set[str], other_name: str, other_numbers: Set[str]) -> bool:
    """Whether they are two: names that cannot be one, and each with a number the other lacks.

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
