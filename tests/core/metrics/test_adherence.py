"""Whether the plan was followed, touch by touch, and what is overdue."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from app.core.metrics.adherence import weekday_time
from tests.core.metrics.living import ELSE, UNTIL, Life, figures, said
from tests.core.playing import MONDAY, cadence, step, utc

PLAN = cadence(step("one", day=0), step("two", day=1), step("three", day=4), direction="outbound")
SOON = MONDAY + timedelta(hours=2)
# Step two is due on Tuesday morning; three on Friday.
TUESDAY, FRIDAY = utc("2026-11-24 12:00"), utc("2026-11-27 12:00")


def plan(n: int = 1, at: datetime = MONDAY, **facts: Any) -> Life:
    return Life(n, PLAN, at=at, direction="outbound", **facts)


def parts(*lives: Life, now: datetime = UNTIL) -> dict[str, int]:
    return said("adherence", *lives, now=now).parts


def test_in_time_late_skipped_and_open() -> None:
    life = plan()
    life.outcome("no_answer", at=SOON)
    life.skip(at=TUESDAY)
    assert parts(life, now=FRIDAY) == {"in_time": 1, "skipped": 1}
    assert parts(life) == {"in_time": 1, "open": 1, "skipped": 1}
    life.outcome("no_answer", at=utc("2026-12-01 12:00"))
    result = said("adherence", life)
    assert result.parts == {"in_time": 1, "late": 1, "skipped": 1}
    assert (result.numerator, result.denominator, result.verdict) == (1, 3, "missed")


def test_on_an_earlier_day_is_early() -> None:
    life = plan()
    life.outcome("no_answer", at=SOON)
    life.outcome("no_answer", at=SOON + timedelta(hours=1))
    assert parts(life, now=SOON + timedelta(hours=2)) == {"early": 1, "in_time": 1}


def test_the_weekend_makes_nobody_late() -> None:
    life = plan(at=utc("2026-11-27 09:00"))
    due_at = life.planned().due_at
    life.outcome("no_answer", at=utc("2026-11-30 08:30"))
    assert life.now - due_at > timedelta(days=2)
    assert parts(life, now=life.now) == {"in_time": 1}


@pytest.mark.parametrize(
    ("at", "hours", "late"),
    [
        ("2026-11-23 09:00", 24, "2026-11-24 09:00"),
        ("2026-11-27 09:00", 24, "2026-11-30 09:00"),
        ("2026-11-28 09:00", 24, "2026-11-30 23:00"),
        ("2026-11-28 09:00", 1, "2026-11-30 00:00"),
        ("2026-11-23 09:00", 7 * 24, "2026-12-02 09:00"),
        ("2026-10-23 09:00", 24, "2026-10-26 10:00"),
    ],
)
def test_hours_of_weekdays(at: str, hours: int, late: str) -> None:
    # Madrid is an hour ahead of UTC in November, two before 25 October.
    assert weekday_time(utc(at), hours * 3600, "Europe/Madrid") == utc(late)


def test_a_first_contact_is_judged_by_its_window() -> None:
    dialled, late, missed = (Life(n) for n in (1, 2, 3))
    dialled.dial(dialled.after(minutes=3))
    # The talk was long; what counts is when it began.
    dialled.outcome("connected", at=dialled.after(minutes=9))
    late.outcome("no_answer", at=late.after(minutes=6))
    assert parts(dialled, now=dialled.now) == {"in_time": 1}
    assert parts(late, now=late.now) == {"late": 1}
    assert parts(missed, now=missed.after(minutes=6)) == {"open": 1}
    imported = Life(4, received_at=MONDAY - timedelta(days=40))
    assert parts(imported, now=MONDAY + timedelta(days=2)) == {}


@pytest.mark.parametrize(
    ("minutes", "part"), [(0, "in_time"), (14, "in_time"), (16, "late"), (-16, "early")]
)
def test_a_promise_is_kept_within_a_quarter_of_an_hour(minutes: int, part: str) -> None:
    life = plan()
    life.outcome("call_back", at=SOON, when=TUESDAY)
    life.outcome(
        "connected", at=TUESDAY + timedelta(minutes=minutes), touch=life.planned("callback")
    )
    assert parts(life, now=life.now)[part] >= 1
    assert "open" not in parts(life, now=life.now)


def test_a_plan_that_stands_still_asks_for_nothing() -> None:
    life = plan()
    life.outcome("no_answer", at=SOON)
    life.outcome("call_back", at=TUESDAY, when=utc("2026-12-16 12:00"))
    assert parts(life, now=utc("2026-12-10 12:00")) == {"in_time": 1}


def test_a_broken_promise_is_overdue_though_the_plan_stands_still() -> None:
    life = plan()
    life.outcome("call_back", at=SOON, when=TUESDAY)
    broken = TUESDAY + timedelta(minutes=16)
    assert said("overdue", life, now=TUESDAY + timedelta(minutes=14)).value == 0.0
    assert said("overdue", life, now=broken).value == 1.0
    assert parts(life, now=broken) == {"open": 1}


def test_what_was_logged_faster_than_done_is_named_apart() -> None:
    lives = [plan(n) for n in range(1, 8)]
    for n, life in enumerate(lives[:2]):
        life.outcome("no_answer", at=SOON + timedelta(seconds=3 * n))
    assert parts(*lives[:2], now=SOON + timedelta(hours=1)) == {"in_time": 2, "instant": 1}
    for n, life in enumerate(lives[2:]):
        life.outcome("no_answer", at=SOON + timedelta(hours=1, seconds=12 * n))
    found = parts(*lives, now=SOON + timedelta(hours=2))
    assert found == {"bulk": 5, "in_time": 7, "instant": 1}


def test_five_in_more_than_a_minute_are_no_bulk() -> None:
    lives = [plan(n) for n in range(1, 6)]
    for n, life in enumerate(lives):
        life.outcome("no_answer", at=SOON + timedelta(seconds=16 * n))
    assert parts(*lives, now=SOON + timedelta(hours=1)) == {"in_time": 5}


def test_another_rep_is_not_in_a_hurry() -> None:
    mine, theirs = plan(1), plan(2, actor_id=ELSE)
    for life in (mine, theirs):
        life.outcome("no_answer", at=SOON)
    assert parts(mine, theirs, now=SOON) == {"in_time": 2}


def test_what_the_plan_left_out_for_being_late_counts_as_late() -> None:
    life = Life(1, cadence(step("one", day=0, if_late="skip"), step("two", day=9)))
    life.tick(utc("2026-11-26 12:00"))
    assert parts(life, now=life.now) == {"late": 1}


def test_what_the_plan_left_out_otherwise_was_nobodys_task() -> None:
    life = Life(1, cadence(step("one", day=0, only_if="connected"), step("two", day=9)))
    assert life.work.touches[0].state == "skipped"
    assert parts(life, now=utc("2026-11-26 12:00")) == {}


def test_overdue_now() -> None:
    late, due, done = plan(1), plan(2, at=MONDAY + timedelta(days=2)), plan(3)
    done.outcome("no_answer", at=SOON)
    now = MONDAY + timedelta(days=2, hours=8)
    found = figures(late, due, done, now=now, by=("rep",))
    count = found["overdue"].all
    assert (count.value, count.numerator, count.denominator, count.low) == (2.0, 2, 3, None)
    assert [r.value for r in found["overdue"].groups] == [2.0]
    assert found["overdue.over_1_day"].all.verdict == "missed"
    oldest = found["overdue.oldest"].all.value
    assert oldest == (now - late.planned().due_at).total_seconds()


def test_nothing_overdue_has_no_oldest() -> None:
    life = plan()
    found = figures(life, now=SOON)
    assert found["overdue"].all.value == 0.0
    assert found["overdue.over_1_day"].all.verdict == "met"
    assert found["overdue.oldest"].all.value is None


def test_a_snoozed_touch_is_overdue_all_the_same() -> None:
    life = plan()
    life.snooze(UNTIL, at=SOON)
    assert said("overdue", life, now=FRIDAY).value == 1.0


# A touch of several actions

PAIR = cadence(
    step("call", day=0, group="pair"),
    step("mail", day=0, channel="email", group="pair"),
    step("tone", day=0, channel="voicemail", group="pair", only_if="no_answer"),
    direction="outbound",
)


def test_a_touch_is_as_good_as_its_action_that_was_followed_least() -> None:
    whole, half = (Life(n, PAIR, direction="outbound") for n in (1, 2))
    for life in (whole, half):
        life.outcome("voicemail_left", at=SOON)
    whole.outcome("sent", at=SOON + timedelta(minutes=1))
    half.skip(at=SOON + timedelta(minutes=1))
    # The message that was left on the call is no outcome logged at the speed of nobody.
    assert parts(whole, half) == {"in_time": 1, "skipped": 1}


def test_its_actions_are_one_touch_made() -> None:
    life = Life(1, PAIR, direction="outbound")
    life.outcome("voicemail_left", at=SOON)
    life.outcome("replied", at=SOON + timedelta(hours=1))
    result = said("response_rate", life)
    assert (result.numerator, result.denominator) == (1, 1)
    split = figures(life, by=("channel",))["response_rate"]
    assert [(r.group, r.numerator, r.denominator) for r in split.groups] == [
        (("call",), 0, 1),
        (("email",), 1, 1),
    ]
