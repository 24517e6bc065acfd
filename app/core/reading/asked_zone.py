"""What a person answers to "What time is it where you are?": a clock time or a place, as a zone."""

import re
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import msgspec
from msgspec.structs import replace

from app.core.errors import BadInput
from app.core.folded import folded
from app.core.log.events import ZonesBefore
from app.core.people.lead import Lead
from app.core.people.local_time import Zones, ZoneTables, zones_of_country, zones_of_place
from app.core.reading.plain_dates import read_clock, read_when

# Nobody reads the time to the second, and zones are a quarter of an hour apart or more.
_TOLERANCE = 7
_DAY = 24 * 60
_UNTIL = re.compile(r"\s+(?:until|till|til|hasta(?:\s+el)?)\s+", re.IGNORECASE)


class Said(msgspec.Struct, frozen=True, kw_only=True):
    """What was typed: a clock time or a place, and for a journey the last day there."""

    place: str
    clock: time | None = None
    until_on: date | None = None


def read_said(text: str, here: datetime) -> Said:
    """ "14:20", "2:20 pm", "Lima" or "Lima until Friday"; `here` is the rep's wall time (naive).

    Raises BadInput when the day of return is none.
    """
    place, *rest = _UNTIL.split(text.strip(), maxsplit=1)
    until_on = read_when(rest[0], here).date() if rest else None
    return Said(place=place.strip(), clock=read_clock(place), until_on=until_on)


def zones_reading(zones: Iterable[str], clock: time, now: datetime) -> Zones:
    """Those of `zones` whose clocks read `clock` at `now` (aware UTC), give or take some minutes.

    A time before noon that fits nowhere is taken as one after noon: "2:20" said at 14:20.
    """
    known = tuple(zones)
    wanted = clock.hour * 60 + clock.minute
    found = tuple(zone for zone in known if _apart(zone, wanted, now) <= _TOLERANCE)
    if found or clock.hour >= 12:
        return found
    return tuple(zone for zone in known if _apart(zone, wanted + _DAY // 2, now) <= _TOLERANCE)


def zones_called(text: str, country: str, tables: ZoneTables) -> Zones:
    """The zones of a place: an IANA name, a city or region, or a country of one zone.

    What `country` has of that name comes before the rest of the world.
    """
    wanted = folded(text.replace("_", " "))
    if not wanted:
        return ()
    for zone in tables.countries_of_zone:
        if folded(zone.replace("_", " ")) == wanted:
            return (zone,)
    for region, city in (("", text), (text, "")):
        found = zones_of_place(country, region, city, tables)
        if found:
            return found
    cities = (named[wanted] for named in tables.cities.values() if wanted in named)
    found = tuple(dict.fromkeys(cities))
    return found or zones_of_place("", text, "", tables) or _of_country(text, tables)


def candidates(zones: Zones, country: str, tables: ZoneTables) -> Zones:
    """Where the person may be: what is known of them, else their country, else everywhere."""
    return zones or zones_of_country(country, tables) or tuple(sorted(tables.countries_of_zone))


def known_zone(name: str, tables: ZoneTables) -> str:
    """`name` as it is: an IANA name of a place where people live. Raises BadInput."""
    if name not in tables.countries_of_zone:
        raise BadInput(
            "no_zone",
            "That is no time zone Touchline knows.",
            "It looks like Europe/Madrid; a city or a time of day will do too.",
        )
    return name


def in_zone(lead: Lead, zone: str, until: datetime | None) -> Lead:
    """The lead once it is known where they are: for good, or on a journey that ends at `until`.

    What other zones there were is kept behind the one that counts, and during a journey that of
    home.
    """
    if until is None:
        others = tuple(other for other in lead.zones if other != zone)
        return lead.placed((zone, *others), confirmed=True)
    at_home = (lead.zones, lead.zone_confirmed)
    if lead.zone_until is not None:
        at_home = (lead.home_zones, lead.home_confirmed)
    return replace(
        lead.placed((zone,), confirmed=True),
        zone_until=until,
        home_zones=at_home[0],
        home_confirmed=at_home[1],
    )


def zones_before(lead: Lead) -> ZonesBefore:
    """What is to be kept so that `restored` can take a change back."""
    return ZonesBefore(
        zones=lead.zones,
        confirmed=lead.zone_confirmed,
        until=lead.zone_until,
        home_zones=lead.home_zones,
        home_confirmed=lead.home_confirmed,
    )


def restored(lead: Lead, before: ZonesBefore) -> Lead:
    """The lead with the zones it had before."""
    return replace(
        lead,
        zones=before.zones,
        zone_confirmed=before.confirmed,
        zone_until=before.until,
        home_zones=before.home_zones,
        home_confirmed=before.home_confirmed,
    )


def _of_country(text: str, tables: ZoneTables) -> Zones:
    code = text.strip().upper()
    return zones_of_country(code, tables) if code in tables.countries else ()


def _apart(zone: str, minute: int, now: datetime) -> int:
    """How many minutes the clock of `zone` is away from `minute` of the day, either way."""
    there = (now + timedelta(seconds=30)).astimezone(ZoneInfo(zone))
    ahead = (there.hour * 60 + there.minute - minute) % _DAY
    return min(ahead, _DAY - ahead)
