"""What time and lost permissions do to steps that wait."""

from datetime import time, timedelta

import pytest

from app.core.log.events import TouchPlanned, TouchSkipped
from tests.builders import make_lead
from tests.core.planning.reachable import DAY, HOUR, MAIL, PHONE
from tests.core.playing import MONDAY, Play, cadence, silent, step, utc

# Late, and what a step says about it


@pytest.mark.parametrize(
    ("if_late", "state", "escalated", "following"),
    [
        ("shift", "planned", False, "two"),
        ("skip", "skipped", False, "three"),
        ("escalate", "planned", True, "two"),
    ],
)
def test_a_step_that_is_late(if_late: str, state: str, escalated: bool, following: str) -> None:
    plan = cadence(
        step("one", within_s=300),
        step("two", day=1, at=time(9), if_late=if_late, late_after_s=24 * 3600),
        step("three", day=3),
    )
    play = Play(plan=plan)
    play.outcome("no_answer")
    late = utc("2026-11-25 08:00")
    assert play.tick(late - timedelta(seconds=1)) == ()
    play.tick(late)
    touch = next(t for t in play.work.touches if t.step_key == "two")
    assert (touch.state, touch.escalated) == (state, escalated)
    assert play.planned().step_key == following
    assert play.tick(late + HOUR) == ()


def test_a_shut_window_makes_nothing_late() -> None:
    """Due at night, open from the morning: late is judged from then on."""
    plan = cadence(
        step("one", within_s=300),
        step("two", after_s=12 * 3600, channel="email", if_late="skip"),
        step("three", day=7),
    )
    play = Play(plan=plan)
    play.outcome("no_answer")
    assert play.planned().due_at == utc("2026-11-23 20:00")
    assert play.tick(utc("2026-11-25 06:59")) == ()
    play.tick(utc("2026-11-25 07:00"))
    assert play.planned().step_key == "three"


def test_the_shipped_first_call_is_escalated_with_its_window() -> None:
    play = Play(at=utc("2026-11-23 10:00"))
    play.tick(utc("2026-11-23 10:05"))
    assert play.planned().escalated
    at_night = Play(at=utc("2026-11-23 18:58"))
    assert at_night.tick(utc("2026-11-23 19:30")) == ()
    at_night.tick(utc("2026-11-24 08:03"))
    assert at_night.planned().escalated


def test_nobody_is_late_for_an_old_list() -> None:
    lead = make_lead(received_at=utc("2026-11-01 10:00"), added_at=utc("2026-11-23 10:00"))
    play = Play(lead, at=utc("2026-11-23 10:00"))
    assert play.tick(utc("2026-11-26 10:00")) == ()
    assert not play.planned().escalated


# Not permitted


def test_a_channel_without_consent_moves_or_is_passed() -> None:
    # WhatsApp without consent adapts, and email comes before the telephone.
    play = Play(make_lead(points=(PHONE, MAIL)), consents=())
    lines = []
    for _ in range(5):
        touch = play.planned()
        lines.append((touch.step_key, touch.channel))
        play.outcome(silent(touch), at=max(touch.due_at, play.now))
    assert lines == [
        ("first_call", "call"),
        ("information", "email"),
        ("reminder", "email"),
        ("second_call", "call"),
        ("last_message", "email"),
    ]


def test_what_is_passed_is_logged_and_nobody_is_blamed() -> None:
    play = Play(make_lead(points=(PHONE,)), "b2c_standard", consents=())
    bodies = play.outcome("no_answer")
    planned = [b.touch.step_key for b in bodies if isinstance(b, TouchPlanned)]
    skipped = [(b.reason, b.by_rule) for b in bodies if isinstance(b, TouchSkipped)]
    assert planned == ["information", "reminder"]
    assert skipped == [("not_permitted", True)]
    assert (play.planned().step_key, play.planned().channel) == ("reminder", "call")


def test_a_permission_that_ends_moves_the_step_that_waits() -> None:
    play = Play(make_lead(points=(PHONE, MAIL)))
    play.outcome("no_answer")
    play.outcome("sent", at=MONDAY + DAY)
    assert play.planned().channel == "whatsapp"
    play.elsewhere = frozenset({"whatsapp"})
    play.tick(MONDAY + 2 * DAY)
    touch = play.planned()
    assert (touch.step_key, touch.channel) == ("reminder", "email")
    assert touch.due_at == utc("2026-11-25 16:30")
    play.elsewhere = frozenset({"whatsapp", "email", "sms", "call", "linkedin"})
    play.tick(MONDAY + 2 * DAY + HOUR)
    assert play.enrolment.finish_reason == "unreachable"


def test_an_unknown_zone_waits_with_its_question() -> None:
    play = Play(make_lead(zones=()))
    assert play.planned().step_key == "first_call"
    assert play.tick(MONDAY + DAY) == ()
    assert (play.place().lane, play.place().reason.code) == ("waiting", "zone_unknown")
