"""In which time zones a person may be: every candidate that their numbers and address allow.

Numbers say more than they promise: a mobile works in the whole country, an area code can lie in two
zones, and the numbering plan data is short or wrong for some. So tables of known exceptions are
asked first (docs/import.md), and the answer is always a set: a touch has to fit all of it.
"""

import json
import tomllib
from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Any, Final

import msgspec

from app.core.folded import folded
from app.core.people.phone import NumberFacts, number_facts, plan_zones

# Numbers that say nothing about where a person is.
NOWHERE: Final = frozenset({"toll_free", "premium", "personal", "other"})
_ANYWHERE: Final = frozenset({"mobile", "fixed_or_mobile", "voip"})

Zones = tuple[str, ...]


class Region(msgspec.Struct, frozen=True, kw_only=True):
    """A region of a country: ISO 3166-2 code without the country, and its zones.

    No zones means those of the country.
    """

    country: str
    code: str
    zones: Zones


class ZoneTables(msgspec.Struct, frozen=True, kw_only=True, dict=True):
    """What is known about zones beside the numbering plan.

    `nanp_split` are North American area codes that lie in several zones, `country_zones` the
    populated zones of countries whose mobiles roam, `prefix_zones` prefixes of E.164 numbers that
    the numbering plan data gets wrong. `countries` has every country's zones (zone.tab), `links`
    outdated zone names, `regions` and `cities` are by country and folded name.
    """

    nanp_split: dict[str, Zones]
    country_zones: dict[str, Zones]
    prefix_zones: dict[str, Zones]
    countries: dict[str, Zones]
    links: dict[str, str]
    regions: dict[str, dict[str, Region]]
    cities: dict[str, dict[str, str]]

    @cached_property
    def anywhere(self) -> dict[str, frozenset[str]]:
        """Countries in which a region of this name lies."""
        found: dict[str, set[str]] = {}
        for country, regions in self.regions.items():
            for name, region in regions.items():
                if name != folded(region.code):
                    found.setdefault(name, set()).add(country)
        return {name: frozenset(countries) for name, countries in found.items()}

    @cached_property
    def prefix_lengths(self) -> tuple[int, ...]:
        """How long the prefixes with zones of their own are, the longest first."""
        return tuple(sorted({len(prefix) for prefix in self.prefix_zones}, reverse=True))

    @cached_property
    def lone_cities(self) -> dict[str, str]:
        """Zones of the cities whose name only one country has."""
        found: dict[str, set[str]] = {}
        for cities in self.cities.values():
            for name, zone in cities.items():
                found.setdefault(name, set()).add(zone)
        return {name: zones.pop() for name, zones in found.items() if len(zones) == 1}

    @cached_property
    def countries_of_zone(self) -> dict[str, tuple[str, ...]]:
        """In which countries each zone is."""
        found: dict[str, tuple[str, ...]] = {}
        for country, zones in self.countries.items():
            for zone in zones:
                found[zone] = (*found.get(zone, ()), country)
        return found

    @cached_property
    def regions_by_code(self) -> dict[tuple[str, str], Region]:
        """The regions by country and code."""
        return {(r.country, r.code): r for named in self.regions.values() for r in named.values()}


def read_zone_tables(contact_rules: str, country_zones: str, regions: str) -> ZoneTables:
    """The tables out of the texts of three files in resources.

    `contact_rules` is contact_rules.toml, the others are zones/country_zones.json and
    zones/regions.toml.
    Raises ValueError or KeyError when a text is not what the product ships.
    """
    rules: dict[str, dict[str, list[str]]] = tomllib.loads(contact_rules)
    known: dict[str, Any] = json.loads(country_zones)
    areas: dict[str, dict[str, Any]] = tomllib.loads(regions)
    countries = _tuples(known["countries"])
    more_cities: dict[str, dict[str, list[str]]] = areas.pop("cities")
    return ZoneTables(
        nanp_split=_tuples(rules["nanp_split"]),
        country_zones=_tuples(rules["country_zones"]),
        prefix_zones=_tuples(rules["prefix_zones"]),
        countries=countries,
        links=known["links"],
        regions={country: _regions(country, table) for country, table in areas.items()},
        cities=_cities(countries, more_cities),
    )


def with_exceptions(tables: ZoneTables, rules: Mapping[str, Any]) -> ZoneTables:
    """`tables` with what contact_rules.toml, already read, knows better than the numbering plan."""
    return msgspec.structs.replace(
        tables,
        nanp_split=_tuples(rules["nanp_split"]),
        country_zones=_tuples(rules["country_zones"]),
        prefix_zones=_tuples(rules["prefix_zones"]),
    )


def zones_for(
    phones: Iterable[str], country: str, region: str, city: str, tables: ZoneTables
) -> Zones:
    """IANA names of every zone the person may be in; empty when nothing is known.

    `phones` are in E.164, `country` is an ISO 3166 code or "", `region` and `city` are texts. The
    union of what each number says and of what region and city say. A country adds its zones when no
    number does, or when the numbers are from elsewhere. Texts that do not fit the country say
    nothing. The order is stable.
    """
    facts = {e164: number_facts(e164) for e164 in phones}
    zones = {e164: zones_of_number(e164, tables, facts[e164]) for e164 in facts}
    numbers = _union(zones.values())
    place = zones_of_place(country, region, city, tables)
    if place or not country:
        return _union((numbers, place))
    if any(f.region == country for e164, f in facts.items() if f and zones[e164]):
        return numbers
    return _union((numbers, zones_of_country(country, tables)))


def zones_of_number(e164: str, tables: ZoneTables, facts: NumberFacts | None = None) -> Zones:
    """Zones that one number allows; none for toll-free and other numbers that are from nowhere.

    `facts` may be handed in when they are known already.
    """
    facts = facts or number_facts(e164)
    if facts is None or facts.kind in NOWHERE:
        return ()
    for length in tables.prefix_lengths:
        if e164[:length] in tables.prefix_zones:
            return tables.prefix_zones[e164[:length]]
    if e164.startswith("+1"):
        if e164[2:5] in tables.nanp_split:
            return tables.nanp_split[e164[2:5]]
    elif facts.kind in _ANYWHERE and facts.region in tables.country_zones:
        return tables.country_zones[facts.region]
    home = zones_of_country(facts.region, tables)
    listed = tables.countries.get(facts.region, ())
    if len({*home, *listed}) == 1:
        return home  # a country of one zone: its numbers need no closer look
    named = _union(((tables.links.get(zone, zone) for zone in plan_zones(e164)),))
    # The plan lists every zone of a shared calling code: keep those of the number's own country.
    return tuple(zone for zone in named if zone in listed or zone in home) or home


def zones_of_place(country: str, region: str, city: str, tables: ZoneTables) -> Zones:
    """Zones that region and city allow, none when they are empty, unknown or not of the country."""
    found = find_region(country, region, tables)
    by_region = found.zones if found else ()
    name = folded(city)
    by_city = tables.cities.get(country, {}).get(name) if country else tables.lone_cities.get(name)
    if not by_city:
        return by_region
    return (by_city,) if not by_region or by_city in by_region else _union((by_region, (by_city,)))


def zones_of_country(country: str, tables: ZoneTables) -> Zones:
    """All zones of a country in which people live, none for an unknown code."""
    return tables.country_zones.get(country) or tables.countries.get(country, ())


def find_region(country: str, text: str, tables: ZoneTables) -> Region | None:
    """The region of `country` called `text` (name or code), None when it has none of that name.

    Without a country, the region that no other country has by that name.
    """
    name = folded(text)
    if not name:
        return None
    if not country:
        countries = tables.anywhere.get(name, frozenset())
        country = next(iter(countries)) if len(countries) == 1 else ""
    return tables.regions.get(country, {}).get(name)


def is_region_elsewhere(country: str, text: str, tables: ZoneTables) -> bool:
    """Whether `text` names a region, but none of `country`: "Florida" for somebody in Spain."""
    if country not in tables.regions or find_region(country, text, tables):
        return False
    return folded(text) in tables.anywhere


# Inside


def _union(sets: Iterable[Iterable[str]]) -> Zones:
    return tuple(dict.fromkeys(zone for zones in sets for zone in zones))


def _tuples(table: Mapping[str, Iterable[str]]) -> dict[str, Zones]:
    return {key: tuple(zones) for key, zones in table.items()}


def _regions(country: str, table: Mapping[str, Mapping[str, list[str]]]) -> dict[str, Region]:
    regions: dict[str, Region] = {}
    for code, entry in table.items():
        region = Region(country=country, code=code, zones=tuple(entry.get("zones", ())))
        for name in (code, *entry["names"]):
            regions[folded(name)] = region
    return regions


def _cities(
    countries: Mapping[str, Zones], more: Mapping[str, Mapping[str, list[str]]]
) -> dict[str, dict[str, str]]:
    """Cities by country: those that gave a zone its name, and the listed ones."""
    cities: dict[str, dict[str, str]] = {}
    for country, zones in countries.items():
        cities[country] = {
            folded(zone.rpartition("/")[2].replace("_", " ")): zone for zone in zones
        }
    for country, listed in more.items():
        for zone, names in listed.items():
            cities[country].update((folded(name), zone) for name in names)
    return cities
