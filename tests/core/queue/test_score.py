"""What a queue row says decided its place: the packed order read back by name."""

from datetime import datetime, time, timedelta
from typing import Any

import pytest

from app.core.queue.ranking import Placement, order_of
from app.core.queue.score import score
from tests.builders import make_lead
from tests.core.playing import MONDAY, Play, cadence, step

DAY = timedelta(days=1)


def called_later(**facts: Any) -> Play:
    """A lead on a plan whose one call is due on the second day."""
    lead = make_lead(received_at=MONDAY, added_at=MONDAY, **facts)
    return Play(lead, cadence(step("call", day=1, at=time(9)), intent=40), at=MONDAY)


def test_a_running_window_is_sorted_by_its_end() -> None:
    play = Play(at=MONDAY)
    assert score(play.place()) == {"deadline_at": MONDAY + timedelta(minutes=5)}


def test_a_missed_window_by_when_they_came_in() -> None:
    play = Play(at=MONDAY)
    play.tick(MONDAY + timedelta(minutes=6))
    assert score(play.place()) == {"band": "window_missed", "received_at": MONDAY}


def test_what_is_due_by_priority() -> None:
    play = called_later(temperature="hot", value=900)
    at = MONDAY + DAY + timedelta(hours=3)
    assert score(play.place(at)) == {
        "band": "due",
        "escalated": 0,
        "intent": 40,
        "temperature": 3,
        "value": 900,
        "points": 0,
        "closing": 0,
        "attempts": 0,
        "effective_at": MONDAY + DAY,
    }


def test_a_value_below_nothing_and_an_unknown_temperature() -> None:
    said = score(called_later(value=-5).place(MONDAY + DAY + timedelta(hours=3)))
    assert (said["value"], said["temperature"]) == (-5, 0)


def test_imported_people_by_when_they_came_in() -> None:
    lead = make_lead(received_at=MONDAY - 30 * DAY, added_at=MONDAY)
    said = score(Play(lead, at=MONDAY).place())
    assert said["received_at"] == MONDAY - 30 * DAY
    assert "effective_at" not in said


def test_what_is_overdue_by_how_long() -> None:
    said = score(called_later().place(MONDAY + 3 * DAY))
    assert said == {"band": "overdue", "effective_at": MONDAY + DAY}


def test_nobody_knows_when_it_opens() -> None:
    lead = make_lead(zones=(), received_at=MONDAY, added_at=MONDAY)
    said = score(Play(lead, at=MONDAY).place())
    assert said == {"opens_at": None, "due_at": MONDAY}


@pytest.mark.parametrize("hours", [0, 2, 24, 26, 60, 24 * 5])
def test_every_number_of_the_order_has_a_name(hours: int) -> None:
    play = Play(at=MONDAY)
    placed: Placement = play.place(MONDAY + timedelta(hours=hours))
    said = score(placed)
    assert len(said) == len(order_of(placed))
    assert all(isinstance(v, datetime | int | str) for v in said.values())
