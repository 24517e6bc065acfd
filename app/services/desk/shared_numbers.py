"""What reaches other leads: who shares a number, an address or an organisation with somebody."""

from collections.abc import Sequence
from uuid import UUID

from app.core.consent.suppression import Suppression, company_key, keys_of, organisation_keys
from app.core.contact.history import TriedElsewhere, tried_with
from app.core.people.lead import Lead
from app.services.desk.desk import Desk
from app.services.store.reader import PeopleReader


def leads_sharing_numbers(reader: PeopleReader, lead: Lead) -> tuple[UUID, ...]:
    """The other leads that hold one of the numbers or addresses of this one."""
    forms = [(p.kind, value) for p in lead.points for value in keys_of(p)]
    return tuple(other for other in reader.leads_sharing(forms) if other != lead.lead_id)


def tried_elsewhere(reader: PeopleReader, lead: Lead) -> TriedElsewhere:
    """What was tried with other leads of the same number: a line is tried often enough once."""
    forms = [(p.kind, v) for p in lead.points if p.kind == "phone" for v in keys_of(p)]
    others = [other for other in reader.leads_sharing(forms) if other != lead.lead_id]
    return tried_with(reader.work(other) for other in others) if others else TriedElsewhere()


def leads_concerned(
    desk: Desk, reader: PeopleReader, lead: Lead, entries: Sequence[Suppression]
) -> tuple[UUID, ...]:
    """The other leads that opt-outs of this one close or open too: by number, address, company."""
    others = dict.fromkeys(leads_sharing_numbers(reader, lead))
    if any(entry.scope == "organisation" for entry in entries):
        others.update(dict.fromkeys(colleagues(desk, reader, lead)))
    return tuple(others)


def colleagues(desk: Desk, reader: PeopleReader, lead: Lead) -> tuple[UUID, ...]:
    """The other leads of the same company or mail domain."""
    keys = organisation_keys(lead.company, lead.points, desk.free_mail)
    found = leads_of_organisation(reader, keys)
    return tuple(other for other in found if other != lead.lead_id)


def leads_of_organisation(reader: PeopleReader, keys: Sequence[str]) -> tuple[UUID, ...]:
    """The leads whose organisation has one of these keys."""
    found: dict[UUID, None] = {}
    for key in keys:
        if key.startswith("@"):
            found.update(dict.fromkeys(reader.leads_at_domain(key[1:])))
        else:
            named = (who for who, name in reader.companies() if company_key(name) == key)
            found.update(dict.fromkeys(named))
    return tuple(found)
