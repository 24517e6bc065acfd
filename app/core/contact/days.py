"""A day of a person: when a channel is open on it, from when, and what shuts it."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Literal

from app.core.contact import business_time
from app.core.contact.business_time import AllHours, Stretch, local_date
from app.core.contact.jurisdiction import candidate_zones, is_business, whereabouts
from app.core.contact.policy import Snapshot, all_hours
from app.core.contact.rules import SATURDAY, OpenMinutes
from app.core.people.lead import CONSENT_OF, Lead

DayOff = Literal["", "weekend", "holiday"]
_NOON = time(12)


def opening_on(lead: Lead, channel: str, snapshot: Snapshot, on: date) -> time | None:
    """The clock time at which the window of a local date opens; on a shut day, that of the next.

    None for a channel without hours, and where nothing opens within 15 days.
    """
    hours = _hours_of(lead, channel, snapshot, on)
    for day in (on + timedelta(days=n) for n in range(business_time.HORIZON_DAYS + 1)):
        spans = business_time.day_spans(hours, day)
        if spans:
            return time(spans[0][0] // 60, spans[0][0] % 60) if hours else None
    return None


def minutes_open(lead: Lead, channel: str, snapshot: Snapshot, on: date) -> tuple[OpenMinutes, ...]:
    """The minutes of a local date in which hours leave a channel open, in order."""
    return business_time.day_spans(_hours_of(lead, channel, snapshot, on), on)


def _hours_of(lead: Lead, channel: str, snapshot: Snapshot, on: date) -> AllHours:
    """All hours that hold for a channel on a date; none for a channel without any."""
    name = CONSENT_OF[channel]
    if name is None:
        return ()
    there = lead.as_of(datetime.combine(on, _NOON, UTC))
    bounds = whereabouts(there, snapshot.rules).on(
        name, house=snapshot.house, business=is_business(there)
    )
    return all_hours(bounds, snapshot.not_before)


def open_on(
    lead: Lead, channel: str, snapshot: Snapshot, on: date, zone: str
) -> tuple[Stretch, ...]:
    """The spans (aware UTC) in which a channel is open on a local date of `zone`, in order.

    `zone` also stands in for zones that nobody knows.
    """
    name = CONSENT_OF[channel] or "call"
    bounds = whereabouts(lead, snapshot.rules).on(
        name, house=snapshot.house, business=is_business(lead)
    )
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
    name = CONSENT_OF[channel] or "call"
    bounds = whereabouts(lead, snapshot.rules).on(name, house=True, business=is_business(lead))
    hours = [bound.hours for bound in bounds]
    if any(on in one.holidays and not one.on(on) for one in hours):
        return "holiday"
    weekend = on.weekday() >= SATURDAY and any(not one.on(on) for one in hours)
    return "weekend" if weekend else ""
