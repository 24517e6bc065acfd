"""Whether two descriptions that share a number or an address are one person.

Colleagues share a switchboard. Whoever has another name and a number of their own beside the one
they share is somebody else; opt-outs reach them all the same, by the number.
"""

from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass
from uuid import UUID

from app.core.people.lead import Lead
from app.core.people.new_lead import NewPoint
from app.core.people.one_person import are_two, full_name, names_differ, numbers_of
from app.core.people.phone_variants import match_key
from app.services.store.reader import Reader

PointKey = tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Described:
    """What tells a person apart from others: the name, and the numbers in one form each.

    `apart` is set where somebody said that another name with the same number is another person.
    """

    name: str
    numbers: frozenset[str]
    apart: bool = False

    def is_other(self, kind: str, name: str, numbers: Set[str]) -> bool:
        """Whether somebody with `name` and `numbers` is another person.

        `kind` is that of a point that the two share: "phone", "email" or "linkedin".
        """
        if self.apart:
            return names_differ(self.name, name)
        return kind == "phone" and are_two(self.name, self.numbers, name, numbers)


def described(name: str, points: Iterable[NewPoint], *, apart: bool) -> Described:
    """Somebody who comes in under `name` with `points`, as they are told apart."""
    numbers = (p.value for p in points if p.kind == "phone" and p.status != "unparsed")
    return Described(name=name, numbers=frozenset(map(match_key, numbers)), apart=apart)


def known_as(reader: Reader, who: Described, keys: Sequence[PointKey]) -> Lead | None:
    """The stored lead that is this person, by (kind, value) of their points; None for nobody.

    Whoever goes by this name comes before somebody of another who only has the same point.
    """
    met = reader.leads_at(keys)
    renamed: Lead | None = None
    asked: set[UUID] = set()
    for key in (key for key in keys if key in met):
        # Several people may share it: whoever is this person counts, not who came first.
        for lead_id in dict.fromkeys((met[key], *reader.leads_sharing([key]))):
            if lead_id in asked:
                continue
            asked.add(lead_id)
            lead = reader.lead(lead_id)
            if who.is_other(key[0], full_name(lead), numbers_of(lead)):
                continue
            if not names_differ(who.name, full_name(lead)):
                return lead
            renamed = renamed or lead
    return renamed
