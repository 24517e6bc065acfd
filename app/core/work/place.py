"""Which of several people of an account somebody is, and when their turn comes."""

from datetime import date, datetime
from uuid import UUID

import msgspec
from msgspec.structs import replace

from app.core.cadence.cadence import Cadence, Role


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """The place of somebody among the people of an account, on a plan whose steps have roles.

    `starts_in` counts business days in the lead's calendar: 0 is today, or the next such day.
    `starts_in` None starts now. `after` is when the one before them begins: they come the
    `stagger_days` of the plan after that, where this is later. `together_on` is the day of what
    comes for everybody at once, None to let their own beginning say it. `role` None takes what
    their title speaks for among those who are there, or else the first that the plan names.
    """

    role: Role | None = None
    account_id: UUID | None = None
    starts_in: int | None = None
    after: datetime | None = None
    together_on: date | None = None


class Beside(msgspec.Struct, frozen=True, kw_only=True):
    """Who of the account is on its plan already, as far as it concerns the next one.

    `titled` is the role that the job title of the next one speaks for, `held` those of the others;
    `last_begins_at` is the latest of their beginnings, `together_on` the day, still ahead, of what
    comes for all at once.
    """

    titled: Role
    held: tuple[Role, ...] = ()
    last_begins_at: datetime | None = None
    together_on: date | None = None


def seated(place: Place, beside: Beside | None, cadence: Cadence) -> Place:
    """`place` with a role and a turn, where the plan has roles and nobody has chosen one.

    There is one champion: whoever comes second speaks for the business. Where nobody is it yet,
    the second of a role is the one who may carry it.
    """
    if place.role is not None or beside is None or not cadence.roles:
        return place
    role = beside.titled if beside.titled in cadence.roles else cadence.roles[0]
    if role == "champion" and "champion" in beside.held and "business" in cadence.roles:
        role = "business"
    elif role in beside.held and "champion" in cadence.roles and "champion" not in beside.held:
        role = "champion"
    return replace(
        place,
        role=role,
        starts_in=0 if beside.held else place.starts_in,
        after=beside.last_begins_at,
        together_on=beside.together_on,
    )
