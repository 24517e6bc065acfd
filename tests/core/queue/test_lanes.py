"""In which lane a touch is, why, and until when."""

from collections.abc import Callable
from datetime import datetime, time, timedelta

import pytest

from app.core.queue.ranking import Placement, place
from tests.builders import make_consent, make_point
from tests.core.playing import Play, agreed, cadence, step, utc
from tests.core.queue_cases import (
    AT,
    DAILY,
    DAY,
    HOUR,
    MINUTE,
    at_night,
    away,
    busy,
    dialled,
    due,
    imported,
    meeting,
    missed_late,
    opted_out,
    promised,
    replied,
    running,
    second_time,
    snoozed,
    someone,
    suppressed_reply,
    unknown_zone,
)


@pytest.mark.parametrize(
    ("made", "at", "lane", "code"),
    [
        (running, "2026-11-23 10:00", "first_contact", "new_inquiry"),
        (running, "2026-11-23 10:04:59", "first_contact", "new_inquiry"),
        (running, "2026-11-23 10:05", "due_now", "window_missed"),
        (running, "2026-11-23 19:00", "waiting", "night"),
        (running, "2026-11-24 09:59", "due_now", "window_missed"),
        (running, "2026-11-24 10:00", "due_now", "overdue"),
        (at_night, "2026-11-23 21:00", "waiting", "new_waiting"),
        (at_night, "2026-11-24 08:00", "first_contact", "new_inquiry"),
        (at_night, "2026-11-24 08:05", "due_now", "window_missed"),
        (dialled, "2026-11-23 10:03", "first_contact", "called_in"),
        (dialled, "2026-11-23 10:20", "first_contact", "called_in"),
        (dialled, "2026-11-23 12:00", "due_now", "step_due"),
        (busy, "2026-11-23 10:03", "later_today", "later_today"),
        (busy, "2026-11-23 10:17", "due_now", "retry"),
        (second_time, "2026-11-24 10:00", "due_now", "step_due"),
        (imported, "2026-11-23 10:00", "due_now", "imported_late"),
        (imported, "2026-11-27 10:00", "due_now", "imported_late"),
        (imported, "2026-11-23 20:00", "waiting", "night"),
        (replied, "2026-11-23 10:00", "replies", "replied"),
        (replied, "2026-11-27 10:00", "replies", "replied"),
        (replied, "2026-11-23 20:00", "waiting", "night"),
        (suppressed_reply, "2026-11-23 10:00", "waiting", "suppressed"),
        (promised, "2026-11-23 10:00", "upcoming", "promised"),
        (promised, "2026-11-25 22:59", "upcoming", "promised"),
        (promised, "2026-11-25 23:00", "callbacks", "promised"),
        (promised, "2026-11-26 16:00", "callbacks", "promised"),
        (promised, "2026-11-26 18:00", "callbacks", "promised"),
        (promised, "2026-11-26 19:00", "waiting", "night"),
        (promised, "2026-11-27 09:00", "callbacks", "promised"),
        (missed_late, "2026-11-26 12:00", "callbacks", "promised"),
        (missed_late, "2026-11-26 19:30", "callbacks", "promised"),
        (missed_late, "2026-11-26 20:30", "callbacks", "promised"),
        (missed_late, "2026-11-26 21:00", "waiting", "night"),
        (meeting, "2026-11-25 10:00", "upcoming", "meeting"),
        (meeting, "2026-11-26 10:00", "callbacks", "meeting"),
        (away, "2026-11-25 10:00", "upcoming", "paused"),
        (away, "2026-11-26 10:00", "waiting", "paused"),
        (snoozed, "2026-11-23 10:00", "later_today", "snoozed"),
        (snoozed, "2026-11-23 15:00", "due_now", "step_due"),
        (unknown_zone, "2026-11-23 10:00", "waiting", "zone_unknown"),
        (opted_out, "2026-11-23 10:00", "waiting", "suppressed"),
        (due, "2026-11-23 10:00", "due_now", "step_due"),
        (due, "2026-11-23 18:00", "due_now", "closes_soon"),
        (due, "2026-11-23 19:00", "waiting", "night"),
        (due, "2026-11-28 14:00", "waiting", "weekend"),
        (due, "2026-11-24 10:00", "due_now", "overdue"),
    ],
)
def test_lanes(made: Callable[[], Play], at: str, lane: str, code: str) -> None:
    found = made().place(utc(at))
    assert (found.lane, found.reason.code) == (lane, code)


@pytest.mark.parametrize(
    ("done", "at", "lane"),
    [
        # Due tomorrow; due later today; due on a Sunday evening and open on Monday.
        ("2026-11-23 10:30", "2026-11-23 11:00", "upcoming"),
        ("2026-11-23 10:30", "2026-11-23 23:00", "later_today"),
        ("2026-11-23 10:30", "2026-11-24 15:00", "due_now"),
    ],
)
def test_what_is_not_due_yet(done: str, at: str, lane: str) -> None:
    play = due()
    play.outcome("no_answer", at=utc(done))
    assert play.place(utc(at)).lane == lane


def test_what_falls_due_while_it_is_shut_waits() -> None:
    plan = cadence(step("one", day=0), step("evening", channel="email", day=4, at=time(21)))
    play = due(plan=plan)
    play.outcome("no_answer")
    lanes = {
        at: play.place(utc(at)).lane
        for at in (
            "2026-11-27 10:00",
            "2026-11-27 20:00",
            "2026-11-29 10:00",
            "2026-11-30 06:59",
            "2026-11-30 07:00",
        )
    }
    assert list(lanes.values()) == ["upcoming", "waiting", "waiting", "waiting", "due_now"]


# Until when


def steps_of_time(play: Play, start: datetime, days: int) -> list[tuple[datetime, Placement]]:
    """The row at every instant at which it says that it may change."""
    seen, at = [], start
    while at < start + timedelta(days=days):
        row = play.place(at)
        seen.append((at, row))
        if row.lane_until is None:
            break
        assert row.lane_until > at
        at = row.lane_until
    return seen


@pytest.mark.parametrize(
    "made",
    [
        running, at_night, imported, replied, promised, meeting, busy, snoozed, missed_late,
        unknown_zone, opted_out, suppressed_reply, dialled, second_time, due,
    ],
)  # fmt: skip
def test_a_row_stays_as_it_is_until_it_says(made: Callable[[], Play]) -> None:
    play = made()
    seen = steps_of_time(play, play.now, 6)
    assert len(seen) < 60
    tick = timedelta(microseconds=1)
    for at, row in seen:
        end = row.lane_until or at + 9 * DAY
        for share in (0.25, 0.5, 0.9):
            assert play.place(at + share * (end - at)) == row
        assert play.place(end - tick) == row


@pytest.mark.parametrize("field", ["recorded_at", "expires_at"])
def test_consent_that_begins_or_ends_is_such_an_instant(field: str) -> None:
    at = AT + HOUR
    consent = make_consent(
        channel="call",
        granted=True,  # a no holds at once, also one from a clock that is ahead
        recorded_at=at if field == "recorded_at" else AT - DAY,
        expires_at=at if field == "expires_at" else None,
    )
    play = Play(someone(), DAILY, at=AT, consents=(consent,))
    row = play.place()
    assert (row.lane, row.lane_until) == ("due_now", at)
    # The way is open before and after: one that ends shuts it only where the rules ask for one.
    assert play.place(at).reason.code != "no_consent"


def test_a_breach_is_recorded_although_another_touch_is_shown() -> None:
    play = running()
    play.skip(at=AT + MINUTE)
    assert play.place().lane == "upcoming"
    assert play.place().lane_until == AT + 5 * MINUTE


def test_a_late_step_is_looked_at_when_it_gets_late() -> None:
    plan = cadence(
        step("one", within_s=300),
        step("two", day=1, at=time(9), if_late="skip", late_after_s=2 * 3600),
        step("three", day=2),
    )
    play = due(plan=plan)
    play.outcome("no_answer")
    assert play.place(utc("2026-11-24 08:30")).lane_until == utc("2026-11-24 10:00")


def test_a_pause_that_is_over_asks_to_be_ended() -> None:
    play = away()
    until = utc("2026-11-26 12:00")
    row = play.place(until)
    assert row.lane_until is not None
    assert row.lane_until <= until
    play.tick(until)
    assert play.place().lane == "due_now"


def test_people_who_wait_for_long_are_left_alone() -> None:
    """Ten thousand people of a nurture plan cost nothing while their day is far."""
    play = due(plan="nurture_long_term", zones=("Europe/Madrid",))
    assert len(steps_of_time(play, AT, 25)) == 1
    assert play.place().lane_until == utc("2026-12-22 23:00")


def test_reachable_on_no_channel_waits_and_says_so() -> None:
    points = (make_point(1, status="unusable"), make_point(2, kind="email", value="a@example.com"))
    play = Play(
        someone(points=points), cadence(step("one", day=0)), at=AT, consents=agreed(), alone=True
    )
    assert place(play.facts, AT) is None
    assert play.enrolment.finish_reason == "completed_silent"


@pytest.mark.parametrize("made", [replied, running])
def test_a_clock_that_was_put_back_changes_no_lane(made: Callable[[], Play]) -> None:
    """Due later than now says the clock; still it is theirs as soon as their window opens."""
    play = made()
    lane = play.place().lane
    before = play.now - 4 * HOUR  # 07:00 in Madrid: shut
    row = play.place(before)
    assert row.lane == "waiting"
    assert row.lane_until is not None
    assert row.lane_until < play.now
    assert play.place(row.lane_until).lane == lane
