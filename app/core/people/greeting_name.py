"""The name by which somebody is greeted, whatever a list wrote around it."""

from itertools import dropwhile
from typing import Final

from app.core.folded import folded

# Forms of address that are nobody's name, folded and without dots; those of Spanish alone apart:
# "Don" and the initial "D." are names elsewhere.
_TITLES: Final = frozenset(
    (
        *("mr", "mrs", "ms", "miss", "mx", "dr", "dra", "doctor", "doctora", "prof", "profesor"),
        *("profesora", "professor", "rev", "sr", "sra", "srta", "srs", "senor", "senora"),
        *("senorita", "ing", "lic", "arq", "abg", "herr", "frau", "mme", "mlle"),
    )
)
_SPANISH_TITLES: Final = frozenset(("d", "da", "dna", "dn", "don", "dona"))
# From so many letters on a name in capitals is shouted, not initials.
_SHORTEST_SHOUTED: Final = 3


def greeting_name(first_name: str, last_name: str, language: str) -> str:
    """First name without forms of address, "" where there is none.

    "Dña. María" and "Dña." before "María López" both give "María". `language` is that of the person
    (ISO 639-1): "Don" is a name in English. A name in capitals, or in none, is written as usual.
    """
    titles = _TITLES | (_SPANISH_TITLES if language == "es" else frozenset())
    words = first_name.split()
    kept = _without(titles, words)
    if words and not kept:
        # The whole name was cut at its first blank.
        kept = _without(titles, last_name.split())[:1]
    return _as_usual(" ".join(kept))


def _without(titles: frozenset[str], words: list[str]) -> list[str]:
    """The words from the first on that is no form of address."""
    return list(dropwhile(lambda word: folded(word).replace(" ", "") in titles, words))


def _as_usual(name: str) -> str:
    if (name.isupper() and len(name) >= _SHORTEST_SHOUTED) or name.islower():
        return name.title()
    return name
