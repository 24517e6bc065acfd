"""Where a person is: what they say to "What time is it where you are?", kept for the verdicts."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from app.core.contact.business_time import at_local
from app.core.errors import BadInput, Refused
from app.core.log.events import (
    Event,
    LeadRevised,
    ZoneConfirmed,
    ZoneTakenBack,
    decode_body,
)
from app.core.people.lead import Lead
from app.core.reading.asked_zone import (
    candidates,
    in_zone,
    known_zone,
    read_said,
    restored,
    zones_before,
    zones_called,
    zones_reading,
)
from app.services.desk.desk import Desk
from app.services.desk.facts import facts_of
from app.services.desk.recording import append_and_place, publish_changes
from app.services.store.records import Changes
from app.services.store.unit_of_work import UnitOfWork

# More choices than digits are no help: then a place says more than a time.
MOST_CHOICES = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class ZoneChoice:
    """A zone the person may be in. `there` is its wall time, naive, at the instant of asking."""

    zone: str
    there: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ZoneAnswer:
    """The zones that what was said can mean; `until_on` is the last day of a journey."""

    choices: tuple[ZoneChoice, ...]
    until_on: date | None = None


def likely_zones(lead: Lead, at: datetime) -> tuple[ZoneChoice, ...]:
    """The zones that numbers and address allow, none when there are too many to choose from."""
    zones = lead.as_of(at).zones
    return _choices(zones, at) if len(zones) <= MOST_CHOICES else ()


def zones_said(desk: Desk, lead_id: UUID, text: str, *, at: datetime | None = None) -> ZoneAnswer:
    """What a time of day, a place, or "Lima until Friday" can mean for this person.

    Raises BadInput when it fits none of their zones or too many places, or is no time or place.
    """
    now = at or desk.clock.now()
    tables = desk.rules.tables
    here = now.astimezone(ZoneInfo(desk.identity.zone)).replace(tzinfo=None)
    said = read_said(text, here)
    with desk.store.read() as reader:
        lead = reader.lead(lead_id).as_of(now)
    if said.clock is not None:
        known = () if lead.zone_confirmed else lead.zones
        found = zones_reading(candidates(known, lead.country, tables), said.clock, now)
        if not found:
            raise BadInput(
                "no_such_time",
                "It is that time in none of the places they may be in.",
                "Ask for the city and type that.",
            )
    else:
        found = zones_called(said.place, lead.country, tables)
        if not found:
            raise BadInput(
                "no_such_place",
                "Touchline knows no place of that name.",
                "Try a larger city nearby, or the time there, such as 14:20.",
            )
    if len(found) > MOST_CHOICES:
        raise BadInput(
            "many_places",
            f"That fits {len(found)} time zones.",
            "Ask for the city and type that.",
        )
    return ZoneAnswer(choices=_choices(found, now), until_on=said.until_on)


def confirm_zone(
    desk: Desk,
    lead_id: UUID,
    zone: str,
    *,
    until_on: date | None = None,
    at: datetime | None = None,
) -> Changes:
    """Keep that the person is in `zone`: for good, or for a journey to the end of `until_on`.

    From then on that zone alone counts. Raises BadInput (no such zone, a day that has passed) and
    NotFound.
    """
    now = at or desk.clock.now()
    known_zone(zone, desk.rules.tables)
    until = at_local(until_on + timedelta(days=1), time.min, zone) if until_on else None
    if until is not None and until <= now:
        raise BadInput("date_past", "That day has passed there.", "Name the last day of the stay.")
    with desk.store.write() as uow:
        stored = uow.lead(lead_id)
        lead = stored.as_of(now)
        body = ZoneConfirmed(
            revision=uow.revision(lead_id) + 1, zone=zone, until=until, before=zones_before(lead)
        )
        events = _save(desk, uow, in_zone(lead, zone, until), body, now)
        uow.commit()
    changes = Changes(leads=frozenset({lead_id}), queue=True, undo_id=events[0].event_id)
    return publish_changes(desk, changes)


def take_back_zone(desk: Desk, uow: UnitOfWork, undone: Event, now: datetime) -> None:
    """Make the zones what they were before a ZoneConfirmed event. The caller commits.

    Raises Refused when they were changed again since.
    """
    body = decode_body(undone.type, undone.v, undone.body)
    if not isinstance(body, ZoneConfirmed) or undone.lead_id is None:
        raise Refused("not_undoable", "This cannot be undone.", "Log what is right instead.")
    if uow.revision(undone.lead_id) != body.revision:
        raise Refused(
            "undo_not_last",
            "The details of this person were changed since.",
            "Say again where they are.",
        )
    lead = restored(uow.lead(undone.lead_id), body.before)
    taken = ZoneTakenBack(revision=body.revision + 1, undoes=undone.event_id)
    _save(desk, uow, lead, taken, now)


def come_home(desk: Desk, uow: UnitOfWork, lead_id: UUID, now: datetime) -> None:
    """Once a journey is over, keep what holds at home. The caller commits."""
    lead = uow.lead(lead_id)
    revision = uow.revision(lead_id) + 1
    body = LeadRevised(revision=revision, fields=("zones",), source="journey_over")
    _save(desk, uow, lead.as_of(now), body, now)


def _save(
    desk: Desk,
    uow: UnitOfWork,
    lead: Lead,
    body: ZoneConfirmed | ZoneTakenBack | LeadRevised,
    now: datetime,
) -> tuple[Event, ...]:
    uow.save_lead(lead, body.revision)
    facts = facts_of(desk, uow, lead, uow.work(lead.lead_id))
    return tuple(append_and_place(desk, uow, facts, [body], now))


def _choices(zones: tuple[str, ...], at: datetime) -> tuple[ZoneChoice, ...]:
    return tuple(
        ZoneChoice(zone=zone, there=at.astimezone(ZoneInfo(zone)).replace(tzinfo=None))
        for zone in zones
    )
