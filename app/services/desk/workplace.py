"""Who works here, and where: name, company, country and time zone, as they may change."""

from dataclasses import replace

from app.core.errors import BadInput
from app.services.desk.desk import Desk
from app.services.store.records import Identity

_LONGEST = 120


def read_workplace(desk: Desk) -> Identity:
    """Who works here as it is stored, which is what the next start goes by."""
    with desk.store.read() as reader:
        return reader.identity()


def change_workplace(
    desk: Desk, *, rep_name: str, company: str, country: str, zone: str
) -> Identity:
    """Store another name, company, country (ISO 3166) or IANA zone for the next start.

    What was planned keeps its times; what is planned from then on goes by the new zone. Raises
    BadInput for a name or company that is empty or too long.
    """
    name, firm = " ".join(rep_name.split()), " ".join(company.split())
    if not (name and firm and zone) or max(len(name), len(firm)) > _LONGEST:
        raise BadInput(
            "bad_workplace",
            "Name, company and time zone are needed, of at most 120 characters.",
            "Fill in what is missing.",
        )
    with desk.store.write() as uow:
        identity = replace(uow.identity(), rep_name=name, company=firm, country=country, zone=zone)
        uow.save_workplace(identity)
        uow.commit()
    return identity
