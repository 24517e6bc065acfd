"""What somebody names who wants no contact: a number, a mail address, or an organisation."""

import re
from dataclasses import dataclass

from app.core.consent.suppression import Scope, company_key, domain_key
from app.core.errors import BadInput
from app.core.people.email_address import pasted_address
from app.core.people.email_variants import domain_of, email_keys, read_domain
from app.core.people.lead import PointKind
from app.core.people.phone import parse_phone
from app.core.people.phone_variants import variants
from app.services.desk.desk import Desk

_DOMAIN = re.compile(r"[\w-]+(\.[\w-]+)+")
# Under these, countries hand out names to anybody: co.uk, com.mx, org.es.
_SHARED_ENDING = re.compile(
    r"(?:ac|co|com|edu|gob|gouv|gov|ltd|me|net|nom|or|org|plc|web)\.[a-z]{2}"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """A number, mail address, mail domain or company by which people are found."""

    kind: PointKind | None
    keys: tuple[str, ...]


def read_address(desk: Desk, text: str, scope: Scope) -> Address:
    """What `text` names. Raises BadInput for what cannot be read, and never repeats it."""
    said = text.strip()
    if scope == "organisation":
        return _organisation(desk, said)
    if "@" in said:
        if scope == "number":
            raise BadInput("no_number", "An email address is no number.", "Use --scope channel.")
        mailbox = pasted_address(said)
        if mailbox is None:
            raise BadInput(
                "bad_address",
                "This is not one email address; nothing was closed.",
                "Give one address alone, such as ana@example.com.",
            )
        return Address(kind="email", keys=email_keys(mailbox))
    found = parse_phone(said, desk.identity.country or None)
    if found.e164 is None:
        raise BadInput(
            "bad_address",
            "This is neither a lead, a number nor an email address.",
            "Write a number with its country, such as +34 612 34 56 78.",
        )
    return Address(kind="phone", keys=variants(found.e164))


def _organisation(desk: Desk, said: str) -> Address:
    domain = read_domain(said.rpartition("@")[2].rstrip("."))
    if "@" in said.removeprefix("@"):
        mailbox = pasted_address(said)
        if mailbox is None:
            raise BadInput(
                "bad_address",
                "This is not one email address; nothing was closed.",
                "Write the domain of the organisation, such as example.com.",
            )
        domain = domain_of(mailbox)
    if _SHARED_ENDING.fullmatch(domain):
        raise BadInput(
            "bad_address",
            "Every organisation of a country has this ending; nothing was closed.",
            "Write the whole domain of the organisation, such as example.com.",
        )
    if domain in desk.free_mail:
        raise BadInput(
            "free_mail",
            "Strangers share this mail domain: it is no organisation.",
            "Name the address itself, or the company.",
        )
    key = domain_key(domain) if _DOMAIN.fullmatch(domain) else company_key(said)
    if not key:
        raise BadInput("bad_address", "This names no organisation.", "Write a domain or a name.")
    return Address(kind=None, keys=(key,))
