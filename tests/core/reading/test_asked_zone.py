"""What people say of where they are, and the zones it can mean."""

from datetime import date, datetime, time

import pytest

from app.core.errors import BadInput
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
from tests.builders import make_lead
from tests.core.playing import utc
from tests.rulebooks import shipped

WEDNESDAY = datetime(2026, 11, 18, 10, 42)  # noqa: DTZ001 - a rep's wall clock
TABLES = shipped().tables


@pytest.mark.parametrize(
    ("text", "place", "clock", "until_on"),
    [
        ("14:20", "14:20", time(14, 20), None),
        ("2:20 pm", "2:20 pm", time(14, 20), None),
        ("2.20pm", "2.20pm", time(14, 20), None),
        (" 16h05 ", "16h05", time(16, 5), None),
        ("12 am", "12 am", time(0), None),
        ("Lima", "Lima", None, None),
        ("Lima until Friday", "Lima", None, date(2026, 11, 20)),
        ("Lima hasta el viernes", "Lima", None, date(2026, 11, 20)),
        ("14:20 till 2026-12-01", "14:20", time(14, 20), date(2026, 12, 1)),
        ("25:00", "25:00", None, None),
    ],
)
def test_what_is_said(text: str, place: str, clock: time | None, until_on: date | None) -> None:
    found = read_said(text, WEDNESDAY)
    assert (found.place, found.clock, found.until_on) == (place, clock, until_on)


def test_a_day_of_return_that_is_none() -> None:
    with pytest.raises(BadInput):
        read_said("Lima until soon", WEDNESDAY)


US = ("America/New_York", "America/Chicago", "America/Denver", "America/Phoenix")


@pytest.mark.parametrize(
    ("zones", "clock", "at", "expected"),
    [
        (US, time(10, 20), "2026-11-18 15:20", {"America/New_York"}),
        (US, time(9, 13), "2026-11-18 15:20", {"America/Chicago"}),
        (US, time(9, 12), "2026-11-18 15:20", set()),
        # Said without "pm", and nobody among them has twenty past two in the morning.
        (US, time(2, 20), "2026-11-18 20:20", {"America/Chicago"}),
        # In winter Denver and Phoenix read the same, in summer Denver is ahead.
        (US, time(8, 20), "2026-11-18 15:20", {"America/Denver", "America/Phoenix"}),
        (US, time(8, 20), "2026-07-15 15:20", {"America/Phoenix"}),
        (("Asia/Kathmandu", "Asia/Kolkata"), time(0, 2), "2026-11-18 18:15", {"Asia/Kathmandu"}),
        (("Asia/Kathmandu",), time(23, 58), "2026-11-18 18:15", {"Asia/Kathmandu"}),
    ],
)
def test_which_clocks_read_it(
    zones: tuple[str, ...], clock: time, at: str, expected: set[str]
) -> None:
    assert {*zones_reading(zones, clock, utc(at))} == expected


@pytest.mark.parametrize(
    ("text", "country", "expected"),
    [
        ("America/Lima", "", {"America/Lima"}),
        ("america/new york", "ES", {"America/New_York"}),
        ("Lima", "", {"America/Lima"}),
        ("Lima", "ES", {"America/Lima"}),
        ("Denver", "US", {"America/Denver"}),
        ("Colorado", "US", {"America/Denver"}),
        ("São Paulo", "BR", {"America/Sao_Paulo"}),
        ("PE", "", {"America/Lima"}),
        ("nowhere at all", "", set()),
        ("", "US", set()),
    ],
)
def test_places(text: str, country: str, expected: set[str]) -> None:
    assert {*zones_called(text, country, TABLES)} == expected


def test_where_nobody_knows_anything_it_may_be_anywhere() -> None:
    assert candidates(("Europe/Madrid",), "US", TABLES) == ("Europe/Madrid",)
    assert "America/Denver" in candidates((), "US", TABLES)
    assert len(candidates((), "", TABLES)) > 300


def test_only_zones_of_the_tables_are_kept() -> None:
    assert known_zone("Europe/Madrid", TABLES) == "Europe/Madrid"
    for name in ("Europe/madrid", "UTC", "", "../etc"):
        with pytest.raises(BadInput):
            known_zone(name, TABLES)


def test_a_confirmed_zone_keeps_the_others_behind_it() -> None:
    lead = make_lead(zones=US)
    sure = in_zone(lead, "America/Denver", None)
    assert (sure.zones[0], sure.zone_confirmed, {*sure.zones}) == ("America/Denver", True, {*US})
    assert restored(sure, zones_before(lead)) == lead


def test_a_journey_ends_where_it_began() -> None:
    lead, end = make_lead(zones=US), utc("2026-11-21 05:00")
    away = in_zone(lead, "America/Lima", end)
    assert (away.zones, away.zone_confirmed) == (("America/Lima",), True)
    assert away.as_of(utc("2026-11-21 04:59")) == away
    assert away.as_of(end) == lead
    further = in_zone(away, "America/Bogota", utc("2026-12-01 05:00"))
    assert further.as_of(utc("2026-12-01 05:00")) == lead
    assert restored(further, zones_before(away)) == away
    home_for_good = in_zone(away, "America/Lima", None)
    assert home_for_good.zone_until is None
