"""Invented names of people and companies, of syllables."""

import random

_SYLLABLES = (
    *("ba", "be", "bo", "da", "do", "el", "fa", "fi", "ga", "ka", "la", "le", "li", "lo", "ma"),
    *("mi", "na", "ne", "no", "pa", "ra", "ri", "ro", "sa", "so", "ta", "ti", "to", "va", "vo"),
)
_SECTORS = ("Works", "Foods", "Clinic", "School", "Travel", "Energy", "Legal", "Studio")


def name(dice: random.Random, syllables: int) -> str:
    """A name of so many syllables."""
    return "".join(dice.choices(_SYLLABLES, k=syllables)).capitalize()


def company(dice: random.Random) -> str:
    """The name of a company, marked as invented."""
    return f"{name(dice, 3)} {dice.choice(_SECTORS)} (demo)"
