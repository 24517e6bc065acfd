"""Whether two descriptions that share a number or an address are one person.

Colleagues share a switchboard. Whoever has another name and a number of their own beside the one
they share is somebody else; opt-outs reach them all the same, by the number.
"""

from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass
from uuid import UUID

from app.core.folded import folded
from app.core.people.lead import Lead
from app.core.people.phone_variants import match_key
from app.services.store.reader import Reader

PointKey = tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Described:
    """A person as they are told apart: name, numbers in one form each, and whether somebody said
    that whoever shares their number under another name is somebody else (`apart`)."""

    name: str
    numbers: frozenset[str]
    apart: bool = False

    def is_other(self, kind: str, name: str, numbers: Set[str]) -> bool:
        """Whether somebody with this name, these numbers and a point of that kind in common is."""
        if self.apart:
            return names_differ(self.name, name)
        return kind == "phone" and are_two(self.name, self.numbers, name, numbers)


def known_as(reader: Reader, who: Described, keys: Sequence[PointKey]) -> UUID | None:
    """The stored lead that is this person, by (kind, value) of their points; None for nobody."""
    met = reader.leads_at(keys)
    asked: set[UUID] = set()
    for key in (key for key in keys if key in met):
        # Several people may share it: whoever is this person counts, not who came first.
        for lead_id in dict.fromkeys((met[key], *reader.leads_sharing([key]))):
            if lead_id in asked:
                continue
            asked.add(lead_id)
            lead = reader.lead(lead_id)
            if not who.is_other(key[0], _full_name(lead), numbers_of(lead)):
                return lead_id
    return None


def numbers_of(lead: Lead) -> frozenset[str]:
    """The numbers of a lead, each in one form."""
    return frozenset(
        match_key(p.value) for p in lead.points if p.kind == "phone" and p.status != "unparsed"
    )


def _full_name(lead: Lead) -> str:
    return f"{lead.first_name} {lead.last_name}".strip()


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
