"""Whom somebody who is typed in would turn out to be."""

from dataclasses import dataclass
from uuid import UUID

from app.core.people.lead import Lead
from app.core.people.new_lead import NewLead
from app.core.people.one_person import full_name, names_differ
from app.core.people.phone import display
from app.services.desk.desk import Desk
from app.services.people.same_person import PointKey, described, known_as


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """Somebody who is known by a number or address that was typed, as a list would name them.

    `joined`: what is typed is added to them. `parted` says whether it could be somebody else's.
    """

    lead_id: UUID
    name: str
    joined: bool
    parted: bool


def look_for(desk: Desk, new: NewLead, keys: tuple[PointKey, ...]) -> Known | None:
    """Who has one of `keys`, first whoever `new` is taken for; None where nobody has."""
    name = f"{new.first_name} {new.last_name}".strip()
    with desk.store.read() as reader:
        same = known_as(reader, described(name, new.points, apart=new.apart), keys)
        # Without a name nobody is somebody else: whoever has the number.
        met = same or known_as(reader, described("", new.points, apart=False), keys)
    if met is None:
        return None
    differs = names_differ(name, full_name(met))
    return Known(lead_id=met.lead_id, name=_named(met), joined=same is not None, parted=differs)


def _named(lead: Lead) -> str:
    if not lead.points or lead.name != lead.points[0].value:
        return lead.name
    point = lead.points[0]
    return display(point.value) if point.kind == "phone" else point.value
