"""What is known of a person by themselves: the same facts from the form to the stored lead."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Self

import msgspec

from app.core.people.visible import visible

# Nothing by name: what a shape has where nothing was said.
NOTHING: Mapping[Any, Any] = MappingProxyType({})


class PersonFacts(msgspec.Struct, frozen=True, kw_only=True):
    """Facts that a form, a list, a newcomer and a stored lead all have.

    `country` is an ISO 3166 code, `language` an ISO 639-1 code, `value` in whole currency units,
    `age` in years. `asked_for` names what they asked for or downloaded, `occasion` what
    happened at their company that makes now the time, `research_note` what somebody found out about
    them, as a sentence to them. "" and None mean unknown.
    """

    first_name: str = ""
    last_name: str = ""
    country: str = ""
    region: str = ""
    city: str = ""
    language: str = ""
    company: str = ""
    job_title: str = ""
    interest: str = ""
    industry: str = ""
    occasion: str = ""
    asked_for: str = ""
    research_note: str = ""
    value: int | None = None
    age: int | None = None

    def facts(self) -> dict[str, Any]:
        """These facts alone, by name, to hand on to the next shape."""
        return {name: getattr(self, name) for name in PERSONAL}

    def cleaned(self) -> Self:
        """The same without what nobody sees in its texts (see `visible`)."""
        shown = {
            name: visible(value)
            for name, value in self.facts().items()
            if isinstance(value, str) and value
        }
        return self if shown.items() <= self.facts().items() else self.but(**shown)

    def but(self, **changes: Any) -> Self:
        """The same with some fields replaced, those of a narrower shape too."""
        return msgspec.structs.replace(self, **changes)


PERSONAL: tuple[str, ...] = PersonFacts.__struct_fields__
# What is typed about somebody in sentences, and may hold what they asked us not to do.
TOLD: tuple[str, ...] = ("interest", "occasion", "asked_for", "research_note")
