"""Candidate zones: every zone a person may be in, and none that is only an artefact of the data."""

from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.people.local_time import (
    find_region,
    is_region_elsewhere,
    read_zone_tables,
    zones_for,
    zones_of_country,
    zones_of_number,
    zones_of_place,
)
from tests.importing import zone_tables

MADRID, CANARY = "Europe/Madrid", "Atlantic/Canary"
NEW_YORK, CHICAGO = "America/New_York", "America/Chicago"


@pytest.mark.parametrize(
    ("e164", "zones"),
    [
        ("+12125550101", {NEW_YORK}),
        ("+17135550101", {CHICAGO}),
        ("+13172010000", {NEW_YORK}),
        # Area codes that lie in two zones; the numbering plan names one.
        ("+12192010000", {CHICAGO, NEW_YORK}),
        ("+18502010000", {CHICAGO, NEW_YORK}),
        ("+17092010000", {"America/St_Johns", "America/Goose_Bay"}),
        ("+34612345678", {MADRID, CANARY}),
        ("+34911234567", {MADRID}),
        ("+34928123456", {CANARY}),
        ("+351912345678", {"Europe/Lisbon", "Atlantic/Madeira", "Atlantic/Azores"}),
        ("+919866513261", {"Asia/Kolkata"}),
        ("+9779812345678", {"Asia/Kathmandu"}),
        ("+541151234567", {"America/Argentina/Buenos_Aires"}),
        (
            "+61882123456",
            {"Australia/Adelaide", "Australia/Darwin", "Australia/Perth", "Australia/Broken_Hill"},
        ),
        ("+33142345678", {"Europe/Paris"}),
        ("+526141234567", {"America/Chihuahua"}),
        ("+6433012345", {"Pacific/Auckland"}),
        ("+353861234567", {"Europe/Dublin"}),
        ("+74951234567", {"Europe/Moscow"}),
        ("+18765551234", {"America/Jamaica"}),
        ("+447911123456", {"Europe/London"}),
        ("+447700900123", {"Europe/London"}),
        ("+6281234567890", {"Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura"}),
    ],
)
def test_zones_of_a_number(e164: str, zones: set[str]) -> None:
    assert set(zones_of_number(e164, zone_tables())) == zones


@pytest.mark.parametrize(
    "e164", ["+18005551234", "+34900123456", "+15005551234", "+800123456789", "", "n/a"]
)
def test_numbers_from_nowhere_give_nothing(e164: str) -> None:
    assert zones_of_number(e164, zone_tables()) == ()


@pytest.mark.parametrize(
    ("phones", "country", "region", "city", "zones"),
    [
        ([], "", "", "", set()),
        ([], "DE", "", "", {"Europe/Berlin", "Europe/Busingen"}),
        ([], "ES", "", "", {MADRID, CANARY}),
        ([], "ES", "Canarias", "", {CANARY}),
        ([], "ES", "Las Palmas", "", {CANARY}),
        ([], "ES", "", "Madrid", {MADRID}),
        ([], "XX", "", "", set()),
        (["+18005551234"], "", "", "", set()),
        (["+18005551234"], "", "", "Denver", {"America/Denver"}),
        (["+34612345678"], "ES", "", "", {MADRID, CANARY}),
        # Somebody in Mexico with a Spanish number may be in either country.
        (["+34911234567"], "DE", "", "", {MADRID, "Europe/Berlin", "Europe/Busingen"}),
        (["+12125550101"], "US", "", "", {NEW_YORK}),
        (["+12125550101"], "US", "TX", "Dallas", {NEW_YORK, CHICAGO}),
        (["+12125550101"], "US", "Texas", "", {NEW_YORK, CHICAGO, "America/Denver"}),
        (["+12125550101", "+17135550101"], "", "", "", {NEW_YORK, CHICAGO}),
        # A region of another country says nothing.
        (["+34911234567"], "ES", "Florida", "", {MADRID}),
        (["+12125550101"], "US", "Cataluña", "", {NEW_YORK}),
        ([], "", "Florida", "", {NEW_YORK, CHICAGO}),
    ],
)
def test_zones_of_a_person(
    phones: list[str], country: str, region: str, city: str, zones: set[str]
) -> None:
    assert set(zones_for(phones, country, region, city, zone_tables())) == zones


def test_a_city_inside_its_region_narrows_it() -> None:
    tables = zone_tables()
    assert zones_of_place("US", "Florida", "Miami", tables) == (NEW_YORK,)
    assert set(zones_of_place("US", "Florida", "Denver", tables)) == {
        NEW_YORK, CHICAGO, "America/Denver",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("country", "region", "elsewhere"),
    [
        ("ES", "Florida", True),
        ("ES", "Texas", True),
        ("US", "Cataluña", True),
        ("US", "CATALUNA", True),
        ("US", "Florida", False),
        ("US", "fl", False),
        ("US", "Georgia", False),
        ("ES", "", False),
        ("ES", "Atlantis", False),
        # Nothing is known about the regions of India, so nothing is said.
        ("IN", "Florida", False),
    ],
)
def test_regions_of_another_country(country: str, region: str, elsewhere: bool) -> None:
    assert is_region_elsewhere(country, region, zone_tables()) is elsewhere


def test_a_region_has_its_code() -> None:
    florida = find_region("US", "Florida", zone_tables())
    assert florida is not None
    assert (florida.country, florida.code) == ("US", "FL")
    assert find_region("US", "FL", zone_tables()) == florida
    assert find_region("", "Distrito Federal", zone_tables()) is None


def test_every_zone_of_the_tables_exists() -> None:
    tables = zone_tables()
    named = {z for t in (tables.nanp_split, tables.country_zones, tables.prefix_zones,
                         tables.countries) for zones in t.values() for z in zones}  # fmt: skip
    named |= {z for regions in tables.regions.values() for r in regions.values() for z in r.zones}
    named |= {z for cities in tables.cities.values() for z in cities.values()}
    named |= set(tables.links.values())
    for name in named:
        assert ZoneInfo(name).key == name


def test_tables_that_are_not_ours_are_refused() -> None:
    with pytest.raises(KeyError):
        read_zone_tables("", '{"countries": {}, "links": {}}', "[cities]")


@given(
    st.lists(st.sampled_from(["+34612345678", "+12125550101", "+18005551234", "+4930123456"])),
    st.sampled_from(["", "ES", "US", "DE", "zz"]),
    st.text(max_size=10),
    st.sampled_from(["", "Denver", "Madrid"]),
)
def test_one_more_number_never_takes_a_zone_of_the_others_away(
    phones: list[str], country: str, region: str, city: str
) -> None:
    tables = zone_tables()
    fewer = set(zones_for(phones[1:], "", region, city, tables))
    assert fewer <= set(zones_for(phones, "", region, city, tables))
    both = zones_for(phones, country, region, city, tables)
    assert len(both) == len(set(both))
    for e164 in phones:
        assert set(zones_of_number(e164, tables)) <= set(both)
    if not phones and country != "zz" and country:
        assert set(both) <= set(zones_of_country(country, tables))
