"""Somebody of a country, and asking whether they may be contacted."""

from datetime import datetime
from typing import Any

from app.core.contact.policy import Snapshot, Verdict, judge
from app.core.people.lead import Channel, Lead
from app.core.people.local_time import zones_for
from tests.builders import make_lead, make_point, make_touch
from tests.core.playing import agreed, utc
from tests.rulebooks import shipped

LONG_AGO = datetime.fromisoformat("2026-01-01T00:00+00:00")


def somebody(*phones: str, **facts: Any) -> Lead:
    """A consumer of whom only numbers and the given facts are known, in every zone they allow."""
    country, region = facts.get("country", ""), facts.get("region", "")
    city = facts.get("city", "")
    points = (
        *(make_point(n, value=phone) for n, phone in enumerate(phones, start=1)),
        make_point(90, kind="email", value="a@example.com"),
        make_point(91, kind="linkedin", value="https://linkedin.com/in/a"),
    )
    zones = zones_for(phones, country, region, city, shipped().tables)
    place = {"country": country, "region": region, "city": city}
    return make_lead(**{"points": points, "company": "", "zones": zones} | place | facts)


def asked(
    lead: Lead, at: str, channel: Channel = "call", *, consent: bool = True, **facts: Any
) -> Verdict:
    """The verdict by law alone, unless `house`."""
    consents = agreed(channel.partition("_")[0], at=LONG_AGO) if consent else ()
    touch = facts.pop("touch", {})
    given: dict[str, Any] = {"rules": shipped(), "house": False, "consents": consents}
    snapshot = Snapshot(**given | facts)
    return judge(make_touch(channel=channel, **touch), lead, utc(at), snapshot)


def said(verdict: Verdict) -> str:
    """In a word: "open", "blocked", or until when."""
    if verdict.state != "later":
        return verdict.state
    return f"{verdict.opens_at:%d %b %H:%M}" if verdict.opens_at else "later"
