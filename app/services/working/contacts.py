"""Contacts nobody planned, and outcomes that turn out to have been others."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app.core.engine.correcting import TERMINAL, correction_of
from app.core.engine.unplanned import ContactWay, LogContact
from app.core.errors import NotFound, TouchlineError
from app.core.log.events import OutcomeCorrected, decode_body
from app.core.people.lead import Channel
from app.core.people.phone_variants import variants
from app.services.desk.commands import carry_out_for
from app.services.desk.desk import Desk
from app.services.desk.request import Request
from app.services.people.lead_entry import read_number
from app.services.store.records import Changes


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """What is said of a contact. `way` is in or out; `outcome` a digit, digit.sub or code.

    `when` (aware UTC) is the date that the outcome asks for. `point_id` is the number or address
    it was made by, None where that is not known.
    """

    way: ContactWay
    channel: Channel
    outcome: str
    when: datetime | None = None
    reason: str = ""
    point_id: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """What became of a correction of `name`. `outcome` is its code.

    `offers_start`: what it took back had ended the plan, which does not start again by itself.
    """

    changes: Changes
    lead_id: UUID
    name: str
    outcome: str
    offers_start: bool


def log_contact(
    desk: Desk,
    lead_id: UUID,
    contact: Contact,
    *,
    note: str = "",
    at: datetime | None = None,
    request: Request | None = None,
) -> Changes:
    """Log a contact outside the plan; can be undone for 10 seconds. The same `request` counts once.

    A conversation that they began stops the plan until it is handed back; one that we began
    counts for caps and ends the first-contact clock. Raises NotFound, BadInput (no such outcome)
    and Refused (date missing or past).
    """
    command = LogContact(
        contact_id=desk.new_id(),
        way=contact.way,
        channel=contact.channel,
        outcome=contact.outcome,
        when=contact.when,
        reason=contact.reason,
        point_id=contact.point_id,
    )
    return carry_out_for(desk, lead_id, command, at=at, note=note, request=request)


def lead_at_number(desk: Desk, text: str, country: str = "") -> tuple[UUID, UUID | None]:
    """Whose number it is, and which of their points.

    `country` is that of a number without one, else the desk's. Raises BadInput for what is no
    number, NotFound where nobody has it.
    """
    number = read_number(text, country or desk.identity.country)
    forms = variants(number)
    with desk.store.read() as reader:
        found = reader.leads_at([("phone", value) for value in forms])
        lead_id = next((found[key] for key in (("phone", v) for v in forms) if key in found), None)
        if lead_id is None:
            raise NotFound(
                "unknown_number", "Nobody here has that number.", "Add them: lead add --phone."
            )
        points = reader.lead(lead_id).points
    return lead_id, next((p.point_id for p in points if p.value in forms), None)


def point_named(desk: Desk, lead_id: UUID, text: str) -> UUID | None:
    """The number of a person that `text` names; None where it names none of theirs."""
    try:
        found, point_id = lead_at_number(desk, text)
    except TouchlineError:
        return None
    return point_id if found == lead_id else None


def correct(
    desk: Desk, event_id: UUID, outcome: str, *, note: str = "", at: datetime | None = None
) -> Correction:
    """Say that an outcome was another one; the event that says so names the one it corrects.

    Raises NotFound, BadInput (no such outcome on its channel) and Refused (no outcome, taken back,
    or the same one).
    """
    with desk.store.read() as reader:
        lead_id = reader.event(event_id).lead_id
        if lead_id is None:
            raise NotFound("no_activity", "This activity has no outcome.", "Look at the timeline.")
        command = correction_of(reader.log(lead_id), event_id, outcome)
    changes = carry_out_for(desk, lead_id, command, at=at, note=note)
    with desk.store.read() as reader:
        said = reader.event(changes.undo_id) if changes.undo_id else None
        lead, work = reader.person(lead_id)
    body = decode_body(said.type, said.v, said.body) if said else None
    code = body.outcome if isinstance(body, OutcomeCorrected) else outcome
    ended = command.former in TERMINAL and code not in TERMINAL
    return Correction(
        changes=changes,
        lead_id=lead_id,
        name=lead.name,
        outcome=code,
        offers_start=ended and work.enrolment is None,
    )
