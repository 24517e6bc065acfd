"""The time of day of a step whose plan names none."""

from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from app.core.cadence.cadence import Cadence
from app.core.log.events import TouchPlanned
from app.core.work.best_hours import CallCell, best_cell
from tests.builders import make_lead
from tests.core.playing import Play, cadence, only, silent, step, utc

MADRID = ZoneInfo("Europe/Madrid")
AT = utc("2026-11-23 09:02")  # a Monday, 10:02 in Madrid


def clocks(plan: Cadence | str, at: datetime = AT, **facts: Any) -> list[str]:
    """When each touch falls due on their clock; each is worked at once, and nobody answers."""
    play = Play(make_lead(received_at=at, added_at=at, **facts), plan, at=at, alone=True)
    first, found = play.enrolment.enrolment_id, []
    while play.work.planned and play.enrolment.enrolment_id == first:
        touch = play.planned()
        found.append(f"{touch.due_at.astimezone(MADRID):%H:%M}")
        play.outcome(silent(touch), at=max(touch.due_at, play.now))
    return found


def calls(*days: int) -> Cadence:
    return cadence(*(step(f"d{n}", day=n) for n in days), market="business", direction="outbound")


def test_who_works_is_called_late_in_the_morning_and_from_four_in_turn() -> None:
    assert clocks(calls(0, 1, 2, 3, 4)) == ["11:00", "16:00", "11:30", "16:30", "11:00"]


def test_who_works_is_written_to_in_the_middle_of_the_morning() -> None:
    mails = (step(f"d{n}", day=n, channel="email", template="x") for n in range(4))
    assert clocks(cadence(*mails, market="business")) == ["10:02", "10:30", "09:30", "10:00"]


def test_a_first_contact_in_the_afternoon_turns_the_calls_round() -> None:
    plan = cadence(step("one", within_s=300), step("two", day=1), step("three", day=2))
    assert clocks(plan, utc("2026-11-23 15:02")) == ["16:02", "11:30", "16:30"]


def test_the_second_call_of_the_phone_plan_comes_at_another_time_than_yesterday() -> None:
    """As the rep reads in its objective, whenever the first one was."""
    for hour in range(9, 20):
        at = utc("2026-11-23 08:10") + timedelta(hours=hour - 9)
        first, second, *_ = clocks("call_centre_basic", at, company="")
        assert abs(int(first[:2]) - int(second[:2])) >= 2, (first, second)


def test_consumers_have_hours_of_their_own() -> None:
    told = clocks("call_centre_basic", company="")
    assert told == ["10:02", "18:00", "10:00", "10:30", "18:00"]


@pytest.mark.parametrize(
    ("at", "due"),
    [
        # Two hours after a call at 11:20 is lunch; after one at 09:10 it is not.
        ("2026-11-23 10:20", "14:00"),
        ("2026-11-23 08:10:30", "11:11"),
    ],
)
def test_two_hours_later_in_full_minutes_and_not_at_lunch(at: str, due: str) -> None:
    plan = cadence(step("one", within_s=300), step("two", day=0, at=None), market="business")
    play = Play(plan=plan, at=utc("2026-11-23 08:00"))
    play.best_hours = ()
    play.outcome("no_answer", at=utc(at))
    there = play.planned().due_at.astimezone(MADRID)
    assert there.time() >= time.fromisoformat(due)
    assert not time(12, 30) <= there.time() < time(14)
    assert (there.second, there.microsecond) == (0, 0)


# What calls came to lately

TUESDAY = 1


def cell(weekday: int, hour: int, reached: int, calls: int) -> CallCell:
    return CallCell(weekday=weekday, hour=hour, reached=reached, calls=calls)


# One call in ten gets through as a rule; on Tuesdays at ten it is every second.
LATELY = (cell(TUESDAY, 10, 15, 30), cell(TUESDAY, 15, 2, 40), cell(0, 11, 3, 130))


def played(cells: tuple[CallCell, ...], at: str = "2026-11-23 15:02") -> tuple[Play, TouchPlanned]:
    plan = cadence(step("one", within_s=300), step("two", day=1), market="business")
    play = Play(plan=plan, at=utc(at))
    play.best_hours = cells
    return play, only(play.outcome("no_answer"), TouchPlanned)


def test_an_hour_that_stands_out_is_chosen_and_kept_in_the_log() -> None:
    play, planned = played(LATELY)
    assert planned.touch.due_at == utc("2026-11-24 09:00")
    assert planned.best_hour == LATELY[0]
    # Without the figures the log says the same: nothing is decided twice.
    play.best_hours = ()
    assert play.replayed() == play.work


@pytest.mark.parametrize(
    "cells",
    [
        (),
        # Twenty-nine calls are too few, and none stands out where all are alike.
        (cell(TUESDAY, 10, 29, 29), cell(TUESDAY, 15, 2, 40)),
        (cell(TUESDAY, 10, 3, 30), cell(TUESDAY, 15, 4, 40)),
        # Lunch, the evening and the night are not allowed, however well they went.
        (cell(TUESDAY, 13, 30, 30), cell(TUESDAY, 19, 30, 30), cell(TUESDAY, 10, 0, 90)),
        # Wednesday says nothing about Tuesday.
        (cell(2, 10, 30, 30), cell(0, 11, 0, 90)),
    ],
)
def test_otherwise_the_usual_hours_hold(cells: tuple[CallCell, ...]) -> None:
    _, planned = played(cells)
    assert planned.touch.due_at == utc("2026-11-24 10:30")
    assert planned.best_hour is None


def test_the_part_of_the_day_that_was_just_tried_is_left_alone() -> None:
    _, planned = played(LATELY, "2026-11-23 09:02")
    assert (planned.touch.due_at, planned.best_hour) == (utc("2026-11-24 15:00"), None)


def test_a_time_that_the_plan_names_is_never_changed() -> None:
    plan = cadence(step("one", within_s=300), step("two", day=1, at=time(17)), market="business")
    play = Play(plan=plan, at=AT)
    play.best_hours = LATELY
    planned = only(play.outcome("no_answer"), TouchPlanned)
    assert (planned.touch.due_at, planned.best_hour) == (utc("2026-11-24 16:00"), None)


def test_of_equal_hours_the_one_with_more_calls_and_then_the_earlier_is_taken() -> None:
    even = (cell(1, 10, 20, 40), cell(1, 11, 40, 80), cell(1, 15, 40, 80), cell(0, 9, 0, 200))
    assert best_cell(even, 1, range(24)) == even[1]
