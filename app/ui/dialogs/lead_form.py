"""What is typed about a new lead, checked as it is typed. Nothing here touches a widget."""

from dataclasses import dataclass
from datetime import date

from app.core.intake.intake import asks_to_be_contacted
from app.core.people.email_address import read_address
from app.core.people.lead import ConsentChannel
from app.core.people.local_time import ZoneTables, zones_for
from app.core.people.new_lead import NewLead, NewPoint
from app.core.people.phone import display, parse_phone
from app.core.people.phone_variants import variants
from app.ui.words import catalogue, say

# What may be wrong with a number, each with words of its own.
_PROBLEMS = frozenset(
    {
        "no_country",
        "too_short",
        "too_long",
        "wrong_length",
        "not_in_use",
        "unknown_country_code",
        "contains_letter",
        "is_date",
        "two_numbers",
        "double_zero",
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """The fields of the form, trimmed. `country` is an ISO code or "", `source` a key."""

    first_name: str = ""
    last_name: str = ""
    phone: str = ""
    email: str = ""
    country: str = ""
    source: str = ""
    interest: str = ""
    agreed: frozenset[ConsentChannel] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What was understood. A problem is a sentence for its field, `good` what was read."""

    e164: str = ""
    address: str = ""
    phone_problem: str = ""
    phone_good: str = ""
    suggestion: str = ""
    email_problem: str = ""
    missing: str = ""
    zones: tuple[str, ...] = ()

    @property
    def ready(self) -> bool:
        """Whether the lead can be added as it is."""
        return not (self.phone_problem or self.email_problem or self.missing)

    @property
    def keys(self) -> tuple[tuple[str, str], ...]:
        """(kind, value) under which the person may be known already."""
        phones = variants(self.e164) if self.e164 else ()
        addresses = (self.address,) if self.address else ()
        return (*(("phone", v) for v in phones), *(("email", a) for a in addresses))


def check(typed: Typed, desk_country: str, tables: ZoneTables) -> Checked:
    """Read number and address; without a country the desk's is meant, as when one dials."""
    phone = parse_phone(typed.phone, typed.country or desk_country) if typed.phone else None
    e164 = (phone.e164 or "") if phone else ""
    problem = suggestion = ""
    if phone is not None and not e164:
        known = phone.problem if phone.problem in _PROBLEMS else "unreadable"
        problem = say(f"phone.{known}")
        suggestion = phone.suggestion or ""
    address = read_address(typed.email) if typed.email else None
    country = typed.country or (phone.region if phone else "")
    zones = zones_for([e164] if e164 else [], country, "", "", tables)
    missing = ""
    if not typed.phone and not typed.email:
        missing = say("add.missing")
    return Checked(
        e164=e164,
        address=address or "",
        phone_problem=problem,
        phone_good=display(e164) if e164 else "",
        suggestion=suggestion,
        email_problem=say("add.no_email") if typed.email and address is None else "",
        missing=missing,
        zones=zones,
    )


def stands_for(typed: Typed, checked: Checked, until: date) -> str:
    """What is said of calls where nobody ticked them: whoever asked us may be answered, `until`."""
    if "call" in typed.agreed or not checked.e164:
        return ""
    if not asks_to_be_contacted(typed.source):
        return say("add.no_enquiry")
    return say("add.enquiry", until=catalogue().full_date(until))


def new_lead(typed: Typed, checked: Checked) -> NewLead:
    """The lead to add. What nobody ticked stays unknown: no tick is no refusal."""
    points = []
    if checked.e164:
        points.append(NewPoint(kind="phone", value=checked.e164))
    if checked.address:
        points.append(NewPoint(kind="email", value=checked.address))
    return NewLead(
        first_name=typed.first_name,
        last_name=typed.last_name,
        points=tuple(points),
        country=typed.country,
        interest=typed.interest,
        source=typed.source,
        zones=checked.zones,
        consents=dict.fromkeys(sorted(typed.agreed), True),
    )
