"""What signs of interest count in the queue, and how the count fades."""

from datetime import timedelta

import pytest

from app.core.queue.ranking import place
from app.core.queue.score import score
from app.core.rules.engagement import points_at
from app.core.rules.rule import Ruleset
from app.core.work.signal import SignalKind
from tests.core.listening import BOOK, DAY, Listening, without
from tests.core.playing import MONDAY, cadence, step

MOMENT = timedelta(microseconds=1)
# Only the points, no rule.
POINTS = Ruleset(points=BOOK.points)
DAILY = cadence(*(step(f"d{n}", day=n) for n in range(60)), key="daily")


def quiet() -> Listening:
    return Listening(DAILY, ruleset=POINTS)


@pytest.mark.parametrize(
    ("kind", "weeks"),
    [
        ("reply", [30, 15, 7, 3, 1, 0]),
        ("page_visit", [20, 10, 5, 2, 1, 0]),
        ("click", [10, 5, 2, 1, 0]),
        ("open", [1, 0]),
        ("profile_view", [0]),
    ],
)
def test_points_are_halved_each_week(kind: SignalKind, weeks: list[int]) -> None:
    play = quiet()
    play.hear(kind)
    for n, expected in enumerate(weeks):
        at = MONDAY + n * 7 * DAY
        points, until = points_at(play.work, BOOK.points, at)
        assert points == expected
        assert points_at(play.work, BOOK.points, at + 7 * DAY - MOMENT)[0] == expected
        assert until == (at + 7 * DAY if expected else None)


def test_a_signal_from_the_future_counts_whole() -> None:
    play = quiet()
    play.hear("click")
    assert points_at(play.work, BOOK.points, MONDAY - DAY)[0] == 10


def test_who_shows_interest_comes_first_and_the_row_says_until_when() -> None:
    cold, warm = quiet(), quiet()
    warm.hear("click")
    at = MONDAY + timedelta(hours=2)
    first, second = place(warm.facts, at), place(cold.facts, at)
    assert first is not None
    assert second is not None
    assert (first.lane, second.lane) == ("due_now", "due_now")
    assert first.sort_key < second.sort_key
    assert (score(first)["points"], score(second)["points"]) == (10, 0)
    assert list(score(first))[4:7] == ["value", "points", "closing"]


def test_the_row_stays_as_it_is_until_it_says() -> None:
    """Points fade at once and by themselves: the row is placed anew at that instant, not before."""
    play = quiet()
    play.hear("reply", confidence=100)
    for _ in range(12):
        now = play.now
        row = place(play.facts, now)
        assert row is not None
        assert row.lane_until is not None
        assert row.lane_until > now
        assert place(play.facts, row.lane_until - MOMENT) == row
        play.now = row.lane_until
        play.tick()


def test_only_the_rules_in_force_are_asked() -> None:
    assert without(BOOK, "reply").rules[-1].key == "send_information"
    play = quiet()
    assert play.hear("reply") == {}
    assert [heard.signal.kind for heard in play.work.signals] == ["reply"]
