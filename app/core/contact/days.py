"""A day of a person as a screen draws it: when a channel is open on it, and what shuts it."""

from datetime import date, timedelta
from typing import Literal

from app.core.contact import business_time
from app.core.contact.business_time import Stretch, local_date
from app.core.contact.jurisdiction import candidate_zones, whereabouts
from app.core.contact.policy import Snapshot, all_hours
from app.core.contact.rules import SATURDAY
from app.core.people.lead import CONSENT_OF, Lead

DayOff = Literal["", "weekend", "holiday"]


def open_on(
    lead: Lead, channel: str, snapshot: Snapshot, on: date, zone: str
) -> tuple[Stretch, ...]:
    """The spans (aware UTC) in which a channel is open on a local date of `zone`, in order.

    `zone` also stands in for zones that nobody knows.
    """
    name = CONSENT_OF[channel] or "call"
    bounds = whereabouts(lead, snapshot.rules).on(name, house=snapshot.house)
    zones = candidate_zones(lead) or (zone,)
    spans = business_time.open_intervals(all_hours(bounds, snapshot.not_before), zones, on)
    second = timedelta(seconds=1)
    return tuple(
        (start, end)
        for start, end in spans
        if local_date(start, zone) <= on <= local_date(end - second, zone)
    )


def day_off(lead: Lead, channel: str, snapshot: Snapshot, on: date) -> DayOff:
    """What shuts a channel for the whole of a local date; "" where nothing does."""
    bounds = whereabouts(lead, snapshot.rules).on(CONSENT_OF[channel] or "call", house=True)
    hours = [bound.hours for bound in bounds]
    if any(on in one.holidays and not one.on(on) for one in hours):
        return "holiday"
    weekend = on.weekday() >= SATURDAY and any(not one.on(on) for one in hours)
    return "weekend" if weekend else ""
