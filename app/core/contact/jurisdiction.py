"""Whose rules hold for a person: of every country and region that their address and numbers name.

Nobody knows where a mobile is carried, so that every place which comes into question counts, and
all of its rules together. A region that nobody can tell means the rules of every region of that
country which lies in one of the person's time zones.
"""

from datetime import date
from functools import lru_cache
from typing import Final, Literal

import msgspec

from app.core.contact.rules import ANY_COUNTRY, ContactRule, Hours, RuleBook
from app.core.people.lead import Lead
from app.core.people.local_time import NOWHERE, find_region, zones_of_place
from app.core.people.phone import number_facts

# Territories under the law of another country, and how ISO 3166 calls both.
_UNDER_LAW_OF: Final = {
    **dict.fromkeys(("PR", "VI", "GU", "AS", "MP"), "US"),
    **dict.fromkeys(("RE", "YT", "GP", "MQ", "GF", "PM", "BL", "MF"), "FR"),
}
_LONGEST_PREFIX: Final = 5

# Of a rule that asks for consent on a channel and leaves its hours alone.
_EVERY_HOUR: Final = Hours()

Tier = Literal["A", "B", "C", "D", "E"]
# By country: the regions that come into question, empty when nobody can tell.
CandidatePlaces = tuple[tuple[str, frozenset[str]], ...]


class Bound(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """A rule as it holds for a person: its hours with the holidays where they are."""

    rule: ContactRule
    hours: Hours


class Whereabouts(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """Where a person may be, as far as rules go. No `places` means an unknown country."""

    places: CandidatePlaces
    tier: Tier
    rules: tuple[Bound, ...]

    def on(self, channel: str, *, house: bool, business: bool = False) -> tuple[Bound, ...]:
        """The rules for a consent channel; without `house` only those nobody may override.

        Those for people met in their work count where the person is, which `business` says.
        """
        return _chosen(self, channel, house, business)


def is_business(lead: Lead) -> bool:
    """Whether the person is met in their work, where rules for consumers ask for no opt-in."""
    return bool(lead.company.strip())


def candidate_zones(lead: Lead) -> tuple[str, ...]:
    """The zones that all have to be open: a confirmed one stands alone."""
    return lead.zones[:1] if lead.zone_confirmed else lead.zones


def whereabouts(lead: Lead, book: RuleBook) -> Whereabouts:
    """The places and rules for a lead."""
    phones = tuple(p.value for p in lead.points if p.kind == "phone" and p.status != "unparsed")
    place = (lead.country, lead.region, lead.city)
    return _whereabouts(book, place, phones, candidate_zones(lead), lead.zone_confirmed)


def holidays_of(lead: Lead, book: RuleBook) -> frozenset[date]:
    """The public holidays wherever the lead may be."""
    return _holidays(book, whereabouts(lead, book).places)


def opt_in_rule(lead: Lead, channel: str, book: RuleBook, on: date) -> ContactRule | None:
    """The first rule that lets nobody like this be contacted without having agreed to it."""
    business = is_business(lead)
    for bound in whereabouts(lead, book).on(channel, house=True, business=business):
        since = bound.hours.effective
        if bound.rule.asks_opt_in(business=business) and (since is None or since <= on):
            return bound.rule
    return None


def registry_rule(lead: Lead, channel: str, book: RuleBook) -> ContactRule | None:
    """The first rule by which a do-not-call list closes `channel` for a person like this.

    That is any rule that knows consent or objections at all; a line says nothing about who
    answers, so companies are no exception.
    """
    bounds = whereabouts(lead, book).on(channel, house=True, business=is_business(lead))
    return next((bound.rule for bound in bounds if bound.rule.consent != "none"), None)


def forget() -> None:
    """Drop what is kept of earlier answers."""
    _whereabouts.cache_clear()
    _met_in.cache_clear()
    _chosen.cache_clear()
    _holidays.cache_clear()


@lru_cache(maxsize=65536)
def _whereabouts(
    book: RuleBook,
    place: tuple[str, str, str],
    phones: tuple[str, ...],
    zones: tuple[str, ...],
    confirmed: bool,
) -> Whereabouts:
    places = _places(book, place, phones, zones)
    return _met_in(book, places, zones, _tier(book, place, zones, confirmed))


@lru_cache(maxsize=4096)
def _met_in(
    book: RuleBook, places: CandidatePlaces, zones: tuple[str, ...], tier: Tier
) -> Whereabouts:
    """The rules of some places: the same object for everybody whom they concern."""
    rules = tuple(
        Bound(rule=rule, hours=book.hours_in(rule, country))
        for country, regions in places
        for rule in (*book.by_country.get(ANY_COUNTRY, ()), *book.by_country.get(country, ()))
        if not rule.region or rule.region in _regions(book, country, regions, zones)
    )
    # The rules of the house come once for each country, each time with its holidays.
    return Whereabouts(places=places, tier=tier, rules=rules)


@lru_cache(maxsize=1024)
def _holidays(book: RuleBook, places: CandidatePlaces) -> frozenset[date]:
    named = {name for country, codes in places for name in (country, *_regional(country, codes))}
    return frozenset(day for name in named for day in book.calendars.get(name, ()))


def _regional(country: str, codes: frozenset[str]) -> tuple[str, ...]:
    """The calendar of the region, where it is known which one it is."""
    return (
        tuple(f"{country}/{code.rpartition('-')[2]}" for code in codes) if len(codes) == 1 else ()
    )


@lru_cache(maxsize=16384)
def _chosen(where: Whereabouts, channel: str, house: bool, business: bool) -> tuple[Bound, ...]:
    return tuple(
        _for_channel(bound, channel)
        for bound in where.rules
        if channel in bound.rule.applies
        and (house or bound.rule.force == "hard")
        and (business or bound.rule.to == "everyone")
    )


def _for_channel(bound: Bound, channel: str) -> Bound:
    """The rule for a channel, of which it may ask for consent without minding the hour."""
    hours_for = bound.rule.hours_for
    if not hours_for or channel in hours_for:
        return bound
    return Bound(rule=bound.rule, hours=_EVERY_HOUR)


def _places(
    book: RuleBook, place: tuple[str, str, str], phones: tuple[str, ...], zones: tuple[str, ...]
) -> CandidatePlaces:
    country, region, _ = place
    found: dict[str, set[str]] = {}
    named = find_region(country, region, book.tables)
    if named is not None:
        found.setdefault(_law_of(named.country), set()).add(named.code)
    elif country:
        found.setdefault(_law_of(country), set())
    for phone in phones:
        facts = number_facts(phone)
        if facts is not None and facts.region and facts.kind not in NOWHERE:
            found.setdefault(_law_of(facts.region), set()).update(_regions_of(book, phone))
    if not found:
        for zone in zones:
            for one in book.tables.countries_of_zone.get(zone, ()):
                found.setdefault(_law_of(one), set())
    return tuple((name, frozenset(codes)) for name, codes in found.items())


def _law_of(country: str) -> str:
    return _UNDER_LAW_OF.get(country, country)


def _regions_of(book: RuleBook, phone: str) -> tuple[str, ...]:
    for length in range(_LONGEST_PREFIX, 2, -1):
        if phone[:length] in book.number_regions:
            return book.number_regions[phone[:length]]
    return ()


def _regions(
    book: RuleBook, country: str, regions: frozenset[str], zones: tuple[str, ...]
) -> frozenset[str]:
    """The regions themselves, or where nobody can tell all that lie in one of the zones."""
    if regions:
        return regions
    by_code = book.tables.regions_by_code
    codes = {rule.region for rule in book.by_country.get(country, ()) if rule.region}
    return frozenset(
        code
        for code in codes
        if not zones
        or not (region := by_code.get((country, code)))
        or not region.zones
        or not {*region.zones}.isdisjoint(zones)
    )


def _tier(
    book: RuleBook, place: tuple[str, str, str], zones: tuple[str, ...], confirmed: bool
) -> Tier:
    """How well the zones are known: see docs/contact-hours.md."""
    if not zones:
        return "E"
    if confirmed:
        return "A"
    address = zones_of_place(*place, book.tables)
    if not address:
        return "D"
    return "B" if {*zones} <= {*address} else "C"
