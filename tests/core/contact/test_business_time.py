"""Wall-clock windows as real time: several zones, clock changes, business days."""

from datetime import date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.contact.business_time import (
    Stretch,
    add_days,
    at_local,
    is_open_at,
    local_date,
    open_intervals,
)
from app.core.contact.rules import Hours
from tests.core.contact.instants import ZONES, instants
from tests.core.playing import utc

NINE, TEN, TWO, EIGHT, SEVEN = 9 * 60, 10 * 60, 14 * 60, 20 * 60, 19 * 60
VOICE = Hours(weekday=((NINE, EIGHT),), saturday=((TEN, TWO),), sunday=())
WRITTEN = Hours(weekday=((8 * 60, SEVEN),), saturday=(), sunday=())


def window_at(hours: Hours, zones: tuple[str, ...], at: datetime) -> Stretch | tuple[None, None]:
    """The window open at `at`, else the next."""
    windows = open_intervals((hours,), zones, at.date())
    return next((window for window in windows if at < window[1]), (None, None))


@pytest.mark.parametrize(
    ("zone", "on", "clock", "instant"),
    [
        ("Europe/Madrid", date(2026, 1, 15), time(9), "2026-01-15 08:00"),
        ("Europe/Madrid", date(2026, 7, 15), time(9), "2026-07-15 07:00"),
        # The hour that summer time leaves out: as much later as the gap is long.
        ("Europe/Madrid", date(2027, 3, 28), time(2, 30), "2027-03-28 01:30"),
        ("America/New_York", date(2027, 3, 14), time(2, 30), "2027-03-14 07:30"),
        # The hour that occurs twice: the first of the two.
        ("Europe/Madrid", date(2026, 10, 25), time(2, 30), "2026-10-25 00:30"),
        ("America/New_York", date(2026, 11, 1), time(1, 30), "2026-11-01 05:30"),
        # Half an hour of summer time, and a zone that is a quarter off.
        ("Australia/Lord_Howe", date(2026, 10, 4), time(2, 15), "2026-10-03 15:45"),
        ("Asia/Kathmandu", date(2026, 5, 1), time(9), "2026-05-01 03:15"),
    ],
)
def test_a_clock_time_is_one_instant(zone: str, on: date, clock: time, instant: str) -> None:
    assert at_local(on, clock, zone) == utc(instant)


def test_the_date_is_that_of_the_zone() -> None:
    at = utc("2026-11-23 23:30")
    assert local_date(at, "Europe/Madrid") == date(2026, 11, 24)
    assert local_date(at, "America/New_York") == date(2026, 11, 23)


@pytest.mark.parametrize(
    ("on", "days", "then"),
    [
        (date(2026, 11, 23), 0, date(2026, 11, 23)),
        (date(2026, 11, 23), 4, date(2026, 11, 27)),
        (date(2026, 11, 23), 5, date(2026, 11, 30)),
        (date(2026, 11, 27), 1, date(2026, 11, 30)),
        (date(2026, 11, 28), 0, date(2026, 11, 30)),
        (date(2026, 11, 28), 1, date(2026, 11, 30)),
        (date(2026, 11, 29), 2, date(2026, 12, 1)),
    ],
)
def test_business_days_pass_over_weekends(on: date, days: int, then: date) -> None:
    assert add_days(on, days, business=True) == then
    assert add_days(on, days, business=False) == on + timedelta(days=days)


@pytest.mark.parametrize(
    ("week", "zones", "at", "opens", "closes"),
    [
        # A day, a night, a Saturday, a weekend.
        (VOICE, "Europe/Madrid", "2026-11-23 10:00", "2026-11-23 08:00", "2026-11-23 19:00"),
        (VOICE, "Europe/Madrid", "2026-11-23 19:00", "2026-11-24 08:00", "2026-11-24 19:00"),
        (VOICE, "Europe/Madrid", "2026-11-28 07:00", "2026-11-28 09:00", "2026-11-28 13:00"),
        (VOICE, "Europe/Madrid", "2026-11-28 13:00", "2026-11-30 08:00", "2026-11-30 19:00"),
        (WRITTEN, "Europe/Madrid", "2026-11-27 18:00", "2026-11-30 07:00", "2026-11-30 18:00"),
        # The clock changes inside the closed hours: an hour less, an hour more of waiting.
        (VOICE, "America/New_York", "2027-03-13 02:00", "2027-03-13 15:00", "2027-03-13 19:00"),
        (VOICE, "America/New_York", "2027-03-14 12:00", "2027-03-15 13:00", "2027-03-16 00:00"),
        (VOICE, "America/New_York", "2026-11-01 12:00", "2026-11-02 14:00", "2026-11-03 01:00"),
        # Open only where both are.
        (
            VOICE,
            "America/Chicago America/New_York",
            "2027-01-13 00:30",
            "2027-01-12 15:00",
            "2027-01-13 01:00",
        ),
        (
            VOICE,
            "America/New_York America/Chicago",
            "2027-01-13 01:05",
            "2027-01-13 15:00",
            "2027-01-14 01:00",
        ),
    ],
)
def test_the_window_of_an_instant(
    week: Hours, zones: str, at: str, opens: str, closes: str
) -> None:
    assert window_at(week, tuple(zones.split()), utc(at)) == (utc(opens), utc(closes))


def test_zones_that_never_share_an_hour_have_no_window() -> None:
    apart = Hours(weekday=((NINE, 12 * 60),), saturday=(), sunday=())
    assert window_at(apart, ("Europe/Madrid", "Asia/Tokyo"), utc("2026-11-23 10:00")) == (
        None,
        None,
    )


@given(instants, st.lists(st.sampled_from(ZONES), min_size=1, max_size=3, unique=True))
def test_every_moment_of_a_window_is_open_in_every_zone(at: datetime, zones: list[str]) -> None:
    intervals = open_intervals((VOICE,), tuple(zones), at.date())
    assert list(intervals) == sorted(intervals)
    for (_, end), (start, _) in pairwise(intervals):
        assert end <= start
    for start, end in intervals:
        assert start < end
        for zone in zones:
            for moment in (start, end - timedelta(microseconds=1)):
                assert is_open_at((VOICE,), zone, moment)


@given(instants, st.lists(st.sampled_from(ZONES), min_size=1, max_size=2, unique=True))
def test_an_instant_is_inside_a_window_exactly_when_every_local_clock_says_so(
    at: datetime, zones: list[str]
) -> None:
    opens, _ = window_at(VOICE, tuple(zones), at)
    open_now = True
    for there in (at.astimezone(ZoneInfo(zone)) for zone in zones):
        minute = there.hour * 60 + there.minute
        open_now &= any(first <= minute < last for first, last in VOICE.on(there.date()))
    assert (opens is not None and opens <= at) == open_now
