"""A plan played through: what the command line and the designer show of a cadence."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from app.core.errors import NotFound
from app.services.cadences.played import PlannedStep, plan
from tests.core.playing import library, utc
from tests.rulebooks import house_hours


def played(
    key: str, at: str, zone: str = "Europe/Madrid", desk: str = "Europe/Madrid"
) -> tuple[PlannedStep, ...]:
    zones = (zone,) if zone else ()
    return plan(library(), key, utc(at), rules=house_hours(), zones=zones, desk_zone=desk)


RECEIVED = (
    "2026-11-23 10:00",  # a Monday morning
    "2026-11-23 21:30",  # late in the evening in Madrid
    "2026-11-27 17:00",  # before a weekend
    "2026-11-29 03:00",  # a Sunday night
    "2026-10-23 10:00",  # over the end of summer time
    "2027-03-26 18:59:30",  # over its beginning, half a minute before the window shuts
    "2028-02-27 12:00",  # over a leap day
)
ZONES = ("Europe/Madrid", "America/Sao_Paulo", "America/Los_Angeles", "Asia/Kathmandu",
         "Pacific/Auckland", "America/New_York")  # fmt: skip


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("at", RECEIVED)
def test_the_consumer_plan(at: str, zone: str) -> None:
    lines = played("b2c_standard", at, zone)
    assert [line.day for line in lines] == [0, 1, 2, 4, 7]
    assert [line.touch for line in lines] == [1, 2, 3, 4, 5]
    assert [line.channel for line in lines] == ["call", "email", "whatsapp", "call", "email"]
    assert lines[0].due_at == utc(at)
    assert all(line.objective for line in lines)
    check_times(lines, zone)


def check_times(lines: tuple[PlannedStep, ...], zone: str) -> None:
    """Nothing before it is due, nothing outside the hours, days kept where no weekend is near."""
    local = ZoneInfo(zone)
    first = lines[0].effective_at.astimezone(local).date()
    for line, before in zip(lines, (None, *lines), strict=False):
        assert line.effective_at >= line.due_at
        there = line.effective_at.astimezone(local)
        early, late = (9, 20) if line.channel in ("call", "whatsapp", "sms") else (8, 19)
        if there.weekday() == 5:
            assert line.channel != "email"
            early, late = 10, 14
        assert there.weekday() < 6
        assert time(early) <= there.time() < time(late)
        planned = first + timedelta(days=line.day - lines[0].day)
        assert abs((there.date() - planned).days) <= 2
        if planned.weekday() < 5:
            assert there.date() == planned
        if before is not None:
            assert line.effective_at - before.effective_at >= timedelta(hours=2)


@pytest.mark.parametrize(
    ("at", "days"),
    [
        # Monday: the weekend lies before the last email.
        ("2026-11-23 10:00", [23, 24, 25, 27, 30]),
        # Received at night, first called the next morning; the days follow from that.
        ("2026-11-23 21:30", [24, 25, 26, 28, 1]),
        # Friday: the email of Saturday comes on Friday, the message of Sunday on Monday.
        # Nothing behind them moves.
        ("2026-11-27 10:00", [27, 27, 30, 1, 4]),
    ],
)
def test_on_which_dates_it_can_be_worked(at: str, days: list[int]) -> None:
    madrid = ZoneInfo("Europe/Madrid")
    lines = played("b2c_standard", at)
    assert [line.effective_at.astimezone(madrid).day for line in lines] == days


def test_a_first_call_at_night_is_due_at_once_and_possible_in_the_morning() -> None:
    first = played("b2c_standard", "2026-11-23 21:30")[0]
    assert (first.due_at, first.effective_at) == (
        utc("2026-11-23 21:30"),
        utc("2026-11-24 08:00"),
    )


@pytest.mark.parametrize("zone", ZONES[:2])
@pytest.mark.parametrize("at", RECEIVED[1:6:2])
@pytest.mark.parametrize(
    ("key", "days", "channels"),
    [
        ("call_centre_basic", [1, 2, 3, 5, 7], "call call sms call call"),
        ("midmarket_b2b", [1, 3, 5, 8, 12, 16, 21], "email call email email call email email"),
    ],
)
def test_the_other_plans(key: str, days: list[int], channels: str, at: str, zone: str) -> None:
    lines = played(key, at, zone)
    assert [line.day for line in lines] == days
    assert [line.channel for line in lines] == channels.split()
    instants = [line.effective_at for line in lines]
    assert instants == sorted(instants)
    assert all(line.due_at >= utc(at) for line in lines)


def test_a_plan_without_an_end_shows_its_first_rounds() -> None:
    lines = played("nurture_long_term", "2026-11-23 10:00")
    assert len(lines) == 40
    assert [line.day for line in lines[:5]] == [31, 61, 91, 91, 121]
    assert [line.channel for line in lines[:4]] == ["email", "email", "email", "call"]


def test_where_the_zone_is_unknown_the_desk_counts_the_days() -> None:
    lines = played("b2c_standard", "2026-11-23 10:00", zone="")
    assert [line.day for line in lines] == [0, 1, 2, 4, 7]
    assert [line.due_at for line in lines] == [line.effective_at for line in lines]


def test_an_unknown_cadence_is_named() -> None:
    with pytest.raises(NotFound) as refused:
        played("nonesuch", "2026-11-23 10:00")
    assert "b2c_standard" in refused.value.hint


def test_the_same_question_has_the_same_answer() -> None:
    assert played("b2c_standard", "2026-11-23 10:00") == played("b2c_standard", "2026-11-23 10:00")
    assert isinstance(played("b2c_standard", "2026-11-23 10:00")[0].due_at, datetime)
