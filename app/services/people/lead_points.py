"""What a rep learns on a touch about how to reach a person: another number, a preference."""

from datetime import datetime
from uuid import UUID

from app.core.errors import BadInput
from app.core.ids import keyed_id
from app.core.log.events import LeadRevised
from app.core.people.lead import POINT_OF, ContactPoint, Lead, PointKind
from app.core.people.local_time import zones_of_number
from app.core.people.phone import parse_phone
from app.services.desk.desk import Desk
from app.services.desk.facts import facts_of
from app.services.desk.recording import append_and_place
from app.services.store.unit_of_work import UnitOfWork


def add_point(desk: Desk, touch_id: UUID, text: str, *, at: datetime | None = None) -> None:
    """Add the number or address a person gave instead of a wrong one.

    The channel of the touch says which of the two it is. Raises BadInput when it cannot be one.
    """
    now = at or desk.clock.now()
    with desk.store.write() as uow:
        lead_id = uow.lead_of_touch(touch_id)
        lead, touch = uow.lead(lead_id), uow.work(lead_id).touch(touch_id)
        kind = POINT_OF[touch.channel] if touch else None
        value = _read(kind, text, lead.country or desk.identity.country)
        if kind is None or any(p.value == value and p.kind == kind for p in lead.points):
            return
        point_id = keyed_id(desk.ring.own.secret, lead_id, f"{kind}/{value}")
        point = ContactPoint(point_id=point_id, kind=kind, value=value)
        zones = zones_of_number(value, desk.rules.tables) if kind == "phone" else ()
        _revise(desk, uow, lead.revised((point,), {}, zones), ("points",), now)
        uow.commit()


def set_preference(desk: Desk, touch_id: UUID, prefers: str, *, at: datetime | None = None) -> None:
    """Keep how and when the person likes to be reached, in codes ("call, morning")."""
    now = at or desk.clock.now()
    with desk.store.write() as uow:
        lead = uow.lead(uow.lead_of_touch(touch_id))
        _revise(desk, uow, lead.revised((), {"prefers": prefers}, ()), ("prefers",), now)
        uow.commit()


def _read(kind: PointKind | None, text: str, country: str) -> str:
    if kind == "phone":
        found = parse_phone(text, country)
        if found.e164 is None:
            raise BadInput(
                "bad_number",
                "That is no phone number Touchline can read.",
                "Write it with its country, such as +34 612 34 56 78.",
            )
        return found.e164
    value = text.strip().lower()
    if kind == "email" and ("@" not in value or " " in value):
        raise BadInput(
            "bad_email", "That is no email address.", "It looks like name@company.example."
        )
    return value


def _revise(
    desk: Desk, uow: UnitOfWork, lead: Lead, fields: tuple[str, ...], now: datetime
) -> None:
    revision = uow.revision(lead.lead_id) + 1
    uow.save_lead(lead, revision)
    facts = facts_of(desk, uow, lead, uow.work(lead.lead_id))
    append_and_place(
        desk, uow, facts, [LeadRevised(revision=revision, fields=fields, source="rep")], now
    )
