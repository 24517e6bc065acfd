"""A person as somebody types them in: texts become numbers, addresses and zones, or are refused."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from app.core.errors import BadInput
from app.core.people.email_address import read_address
from app.core.people.lead import ConsentChannel, Direction, Temperature
from app.core.people.local_time import ZoneTables
from app.core.people.new_lead import NewLead, NewPoint
from app.core.people.person_facts import NOTHING, PersonFacts
from app.core.people.phone import parse_phone
from app.services.people.lead_draft import LeadDraft, new_lead

_LINKEDIN = "linkedin.com/"


class LeadEntry(PersonFacts, frozen=True, kw_only=True):
    """What was typed. `country` is an ISO code, `zone` an IANA name that is known to be right.

    `extra` holds what a column of a list would say, by its heading.
    """

    phones: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    profile: str = ""
    zone: str = ""
    source: str = ""
    direction: Direction = "inbound"
    received_at: datetime | None = None
    received_on: date | None = None
    temperature: Temperature | None = None
    consents: Mapping[ConsentChannel, bool] = NOTHING
    note: str = ""
    extra: Mapping[str, str] = NOTHING


def read_entry(entry: LeadEntry, tables: ZoneTables, desk_country: str) -> NewLead:
    """The person as they come in, with every zone they may be in.

    A number without a country is read as one of the entry's country, else of the desk's; then the
    person is taken to be there too. Raises BadInput for a number, address or country that is none.
    """
    country = entry.country.strip().upper()
    if country and country not in tables.countries:
        raise BadInput(
            "bad_country",
            "That is no country code Touchline knows.",
            "Use the two letters of ISO 3166, such as ES or MX.",
        )
    phones = [read_number(text, country or desk_country) for text in entry.phones]
    if not country and any(not text.strip().startswith("+") for text in entry.phones):
        country = desk_country
    points = [
        *(NewPoint(kind="phone", value=phone) for phone in phones),
        *(NewPoint(kind="email", value=read_mail_address(text)) for text in entry.emails),
        *([NewPoint(kind="linkedin", value=read_profile(entry.profile))] if entry.profile else []),
    ]
    said: dict[str, Any] = {
        name: _plain(fact) if isinstance(fact, str) else fact
        for name, fact in entry.facts().items()
    }
    draft = LeadDraft(
        **said | {"country": country, "language": entry.language.strip().lower()},
        rows=(),
        points=tuple({(point.kind, point.value): point for point in points}.values()),
        source=entry.source.strip(),
        received_at=entry.received_at,
        received_on=entry.received_on,
        # Whoever is entered without a time is being spoken to, or has just written.
        just_now=entry.received_at is None,
        temperature=entry.temperature,
        note=entry.note,
        extra={_plain(name): _plain(value) for name, value in entry.extra.items()},
    )
    new = new_lead(draft, tables)
    return new.but(
        source=draft.source,
        direction=entry.direction,
        consents=entry.consents,
        zones=(entry.zone,) if entry.zone else new.zones,
    )


def read_number(text: str, country: str) -> str:
    """A telephone number in E.164. Raises BadInput; the number itself is not in the error."""
    found = parse_phone(text, country or None)
    if found.e164 is None:
        no_country = found.problem == "no_country"
        raise BadInput(
            "no_country" if no_country else "bad_number",
            "That number has no country."
            if no_country
            else "That is no phone number Touchline can read.",
            "Write it with its country, such as +34 612 34 56 78, or name the country.",
        )
    return found.e164


def read_mail_address(text: str) -> str:
    """An email address, lower-cased. Raises BadInput."""
    address = read_address(text.strip())
    if address is None:
        raise BadInput(
            "bad_email", "That is no email address.", "It looks like name@company.example."
        )
    return address


def read_profile(text: str) -> str:
    """A LinkedIn profile with its scheme. Raises BadInput."""
    profile = text.strip()
    if _LINKEDIN not in profile:
        raise BadInput(
            "bad_profile",
            "That is no LinkedIn profile.",
            "It looks like https://www.linkedin.com/in/name.",
        )
    return profile if "://" in profile else f"https://{profile}"


def _plain(text: str) -> str:
    return " ".join(text.split())
