"""What was promised on the phone goes out now, once, and moves nothing else."""

from typing import Any

import pytest

from app.core.engine.engine import Skip
from tests.builders import make_lead
from tests.core.playing import Play, cadence, step, utc
from tests.core.work.outcome_cases import AT, HOUR, MAIL, MINUTE, PHONE


def test_the_next_written_step_comes_forward_and_does_not_pull_the_others() -> None:
    play = Play(plan="b2c_standard", at=AT)
    play.outcome("send_information")
    moved = play.planned()
    assert (moved.step_key, moved.due_at) == ("information", AT)
    play.outcome("sent", at=AT + MINUTE)
    # Day 2 stays day 2 (Wednesday), although day 1 was done on day 0.
    assert (play.planned().step_key, play.planned().due_at) == (
        "reminder",
        utc("2026-11-25 16:30"),
    )


def test_a_later_written_step_goes_out_now_and_not_again() -> None:
    plan = cadence(
        step("one", within_s=300),
        step("two", day=1),
        step("three", day=3, channel="email", template="x"),
        step("four", day=7),
    )
    play = Play(plan=plan, at=AT)
    play.outcome("send_information")
    beside = play.planned("inserted")
    assert (beside.step_key, beside.channel, beside.due_at) == ("three", "email", AT)
    assert play.planned().step_key == "two"
    play.outcome("sent", touch=beside, at=AT + MINUTE)
    play.outcome("no_answer", at=utc("2026-11-24 10:00"))
    assert play.plan_line() == [
        ("one", "done"),
        ("two", "done"),
        ("inserted", "done"),
        ("three", "skipped"),
        ("four", "planned"),
    ]
    skipped = next(t for t in play.work.touches if t.step_key == "three" and t.kind == "step")
    assert skipped.outcome == "pulled_forward"
    assert play.planned().due_at == utc("2026-11-30 15:30")


def test_what_was_pulled_forward_but_left_out_comes_in_its_turn() -> None:
    plan = cadence(
        step("one", within_s=300), step("two", day=1), step("three", day=3, channel="email")
    )
    play = Play(plan=plan, at=AT)
    play.outcome("send_information")
    play.run(Skip(touch_id=play.planned("inserted").touch_id, reason="wrong_time"))
    play.outcome("no_answer", touch=play.planned(), at=utc("2026-11-24 10:00"))
    assert play.planned().step_key == "three"


def test_nothing_written_is_left_to_send() -> None:
    play = Play(plan=cadence(step("one", within_s=300), step("two", day=1)), at=AT)
    play.outcome("send_information")
    assert play.plan_line() == [("one", "done"), ("two", "planned")]


@pytest.mark.parametrize("points", [(PHONE,), (PHONE, MAIL)])
def test_an_endless_plan_sends_what_it_may(points: tuple[Any, ...]) -> None:
    play = Play(make_lead(points=points), "nurture_long_term", at=AT)
    while play.planned().channel != "call":
        play.outcome("sent", at=play.planned().due_at + HOUR)
    play.outcome("send_information", at=play.planned().due_at + HOUR)
    assert [t.channel for t in play.work.planned if t.due_at <= play.now] == (
        ["email"] if MAIL in points else []
    )
