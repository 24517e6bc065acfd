"""A missing merge field is filled where it is missed: with the person, or for every message."""

from datetime import datetime
from uuid import UUID

from app.core.errors import BadInput
from app.services.desk.desk import Desk
from app.services.people.editing import LeadEdit, edit_lead
from app.services.store.records import Changes
from app.services.working.desk_texts import save_text
from app.services.working.merge_values import DESK_FIELDS

# The fact of a person that fills each field.
_FACTS = {
    "first_name": "first_name",
    "full_name": "first_name",
    "lead_company": "company",
    "job_title": "job_title",
    "city": "city",
    "interest": "interest",
    "industry": "industry",
    "occasion": "occasion",
    "asked_for": "asked_for",
    "research_note": "research_note",
}


def can_fill(field: str) -> bool:
    """Whether somebody can type what a merge field lacks; dates of calls, say, nobody can."""
    return field in _FACTS or field in DESK_FIELDS


def fill_field(
    desk: Desk, lead_id: UUID, field: str, text: str, *, at: datetime | None = None
) -> Changes:
    """Keep what was typed for a merge field: as a fact of the person, or as a text of the desk.

    Only the fact can be undone. Raises BadInput and NotFound.
    """
    said = " ".join(text.split())
    if field in DESK_FIELDS:
        save_text(desk, field, said)
        return Changes(leads=frozenset({lead_id}))
    if field not in _FACTS:
        raise BadInput("no_such_field", "Nobody has such a field.", "Name another one.")
    facts: dict[str, str | int | None] = {_FACTS[field]: said}
    if field == "full_name":
        facts["first_name"], _, facts["last_name"] = said.partition(" ")
    return edit_lead(desk, lead_id, LeadEdit(facts=facts), at=at)
