"""The five-minute clock, by itself and as commands move it."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from app.core.engine.engine import Dial, Enrol
from app.core.errors import Refused
from app.core.log.events import FirstContactSet
from app.core.work.first_contact import (
    FirstContact,
    alerts_of,
    attempt,
    breach,
    start_clock,
    window_stage,
)
from tests.builders import make_lead, make_point
from tests.core.playing import MONDAY, Play, agreed, cadence, only, step, utc

MINUTE = timedelta(minutes=1)
NIGHT = "2026-11-23 21:00"  # 22:00 in Madrid


def received(at: str, added: str | None = None, **facts: Any) -> Play:
    """A consumer in Madrid who came in then, on the plan for consumers."""
    lead = make_lead(received_at=utc(at), added_at=utc(added or at), **facts)
    return Play(lead, at=utc(added or at))


# The clock by itself


def test_the_window_is_five_minutes_from_the_opening() -> None:
    clock = start_clock(MONDAY, MONDAY, MONDAY)
    assert clock.state == "running"
    assert clock.starts_at == MONDAY
    assert clock.deadline_at == clock.wall_deadline_at == MONDAY + 5 * MINUTE
    later = start_clock(MONDAY, MONDAY, MONDAY + 60 * MINUTE)
    assert later.starts_at == MONDAY + 60 * MINUTE
    assert later.deadline_at == MONDAY + 65 * MINUTE
    assert later.wall_deadline_at == MONDAY + 5 * MINUTE


@pytest.mark.parametrize(
    ("added_after", "opens", "state", "why"),
    [
        (timedelta(), True, "running", ""),
        (5 * MINUTE, True, "running", ""),
        (5 * MINUTE + timedelta(microseconds=1), True, "not_startable", "imported_late"),
        (timedelta(), False, "not_startable", "not_permitted"),
        (timedelta(days=9), False, "not_startable", "imported_late"),
    ],
)
def test_what_a_clock_needs_to_start(
    added_after: timedelta, opens: bool, state: str, why: str
) -> None:
    clock = start_clock(MONDAY, MONDAY + added_after, MONDAY if opens else None)
    assert (clock.state, clock.why) == (state, why)
    assert (clock.deadline_at is None) == (state == "not_startable")


@pytest.mark.parametrize(
    ("after", "state"),
    [
        (timedelta(seconds=1), "attempted"),
        (5 * MINUTE, "attempted"),
        (5 * MINUTE + timedelta(seconds=1), "breached_attempted"),
    ],
)
@pytest.mark.parametrize("ticked", [True, False])
def test_an_attempt_ends_it(after: timedelta, state: str, ticked: bool) -> None:
    clock = start_clock(MONDAY, MONDAY, MONDAY)
    at = MONDAY + after
    if ticked and clock.deadline_at is not None and at > clock.deadline_at:
        clock = breach(clock, clock.deadline_at)
    ended = attempt(clock, at, reached=False)
    assert (ended.state, ended.attempted_at, ended.reached_at) == (state, at, None)
    assert ended.breached_at == (clock.deadline_at if state == "breached_attempted" else None)


def test_attempted_and_reached_are_told_apart() -> None:
    clock = attempt(start_clock(MONDAY, MONDAY, MONDAY), MONDAY + MINUTE, reached=False)
    again = attempt(clock, MONDAY + 20 * MINUTE, reached=True)
    assert (again.attempted_at, again.reached_at) == (MONDAY + MINUTE, MONDAY + 20 * MINUTE)
    assert again.state == "attempted"
    third = attempt(again, MONDAY + 30 * MINUTE, reached=True)
    assert third == again


def test_a_clock_that_never_ran_still_knows_the_attempt() -> None:
    clock = start_clock(MONDAY, MONDAY + timedelta(days=1), MONDAY)
    tried = attempt(clock, MONDAY + timedelta(days=1), reached=True)
    assert (tried.state, tried.attempted_at) == ("not_startable", MONDAY + timedelta(days=1))


def test_alerts() -> None:
    clock = start_clock(MONDAY, MONDAY, MONDAY)
    wanted = (
        ("arrival", MONDAY),
        ("two_minutes", MONDAY + 3 * MINUTE),
        ("breach", MONDAY + 5 * MINUTE),
        ("day", MONDAY + timedelta(hours=24)),
    )
    assert alerts_of(clock) == wanted
    assert alerts_of(breach(clock, MONDAY + 5 * MINUTE)) == wanted
    assert alerts_of(attempt(clock, MONDAY + MINUTE, reached=False)) == ()
    assert alerts_of(start_clock(MONDAY, MONDAY + timedelta(days=1), MONDAY)) == ()
    assert alerts_of(None) == ()


# As commands move it


@pytest.mark.parametrize(
    ("at", "added", "starts", "deadline"),
    [
        ("2026-11-23 10:00", "2026-11-23 10:00", "2026-11-23 10:00", "2026-11-23 10:05"),
        ("2026-11-23 10:00", "2026-11-23 10:03", "2026-11-23 10:00", "2026-11-23 10:05"),
        # 22:00 in Madrid; the window begins when the line opens.
        (NIGHT, NIGHT, "2026-11-24 08:00", "2026-11-24 08:05"),
        # Saturday afternoon.
        ("2026-11-28 16:00", "2026-11-28 16:00", "2026-11-30 08:00", "2026-11-30 08:05"),
        # Received just before the opening, seen just after it.
        ("2026-11-23 07:58", "2026-11-23 08:01", "2026-11-23 08:00", "2026-11-23 08:05"),
        # Two minutes before closing: three minutes are left in the morning.
        ("2026-11-23 18:58", "2026-11-23 18:58", "2026-11-23 18:58", "2026-11-24 08:03"),
        ("2026-11-23 18:58", "2026-11-23 19:01", "2026-11-23 18:58", "2026-11-24 08:03"),
    ],
)
def test_the_clock_runs_in_working_time(at: str, added: str, starts: str, deadline: str) -> None:
    clock = received(at, added).clock
    assert clock.state == "running"
    assert clock.starts_at == utc(starts)
    assert clock.deadline_at == utc(deadline)
    assert clock.wall_deadline_at == utc(at) + 5 * MINUTE


def test_a_late_import_has_no_clock_to_run() -> None:
    play = received("2026-11-20 10:00", "2026-11-23 10:00")
    assert (play.clock.state, play.clock.why) == ("not_startable", "imported_late")
    assert play.tick(utc("2026-11-23 10:06")) == ()
    assert alerts_of(play.clock) == ()


@pytest.mark.parametrize(
    ("facts", "why"),
    [
        ({"zones": ()}, "zone_unknown"),
        ({"points": (make_point(1, kind="email", value="a@example.com"),)}, "not_permitted"),
        ({"points": ()}, "not_permitted"),
    ],
)
def test_who_cannot_be_called_starts_no_clock(facts: dict[str, Any], why: str) -> None:
    play = received("2026-11-23 10:00", **facts)
    assert (play.clock.state, play.clock.why) == ("not_startable", why)


def test_a_plan_without_a_first_call_starts_no_clock() -> None:
    play = Play(plan=cadence(step("mail", channel="email", day=0)))
    assert (play.clock.state, play.clock.why) == ("not_startable", "no_first_call")


def test_outbound_leads_have_no_clock() -> None:
    play = Play(make_lead(direction="outbound"), plan="midmarket_b2b")
    assert play.work.first_contact is None


def test_a_plan_that_leads_straight_on_to_another() -> None:
    """Only an email address on a plan of calls: what follows may write."""
    lead = make_lead(points=(make_point(1, kind="email", value="a@example.com"),))
    play = Play(lead, plan="call_centre_basic", consents=())
    assert play.enrolment.cadence_key == "nurture_long_term"
    assert (play.clock.state, play.clock.why) == ("not_startable", "not_permitted")


def test_dialling_ends_it_in_time() -> None:
    play = received("2026-11-23 10:00")
    bodies = play.dial(utc("2026-11-23 10:02:03"))
    assert only(bodies, FirstContactSet).clock.state == "attempted"
    assert play.dial(utc("2026-11-23 10:03")) == ()
    play.outcome("connected", at=utc("2026-11-23 10:09"))
    assert play.clock.state == "attempted"
    assert play.clock.attempted_at == utc("2026-11-23 10:02:03")
    assert play.clock.reached_at == utc("2026-11-23 10:09")


@pytest.mark.parametrize(
    "code",
    ["connected", "no_answer", "voicemail_left", "busy", "someone_else", "wrong_contact"],
)
def test_every_outcome_of_a_call_is_an_attempt(code: str) -> None:
    play = received("2026-11-23 10:00")
    play.outcome(code, at=utc("2026-11-23 10:04"))
    assert play.clock.state == "attempted"


def test_a_skip_is_no_attempt() -> None:
    play = received("2026-11-23 10:00")
    states = []
    play.skip(at=utc("2026-11-23 10:01"))
    states.append(play.clock.state)
    play.tick(utc("2026-11-23 10:05"))
    states.append(play.clock.state)
    play.outcome("sent", at=utc("2026-11-24 09:00"))
    states.append(play.clock.state)
    assert states == ["running", "breached", "breached_attempted"]


def test_a_breach_is_dated_by_its_deadline() -> None:
    play = received("2026-11-23 10:00")
    assert play.tick(utc("2026-11-23 10:04:59")) == ()
    play.tick(utc("2026-11-23 10:20"))
    assert (play.clock.state, play.clock.breached_at) == ("breached", utc("2026-11-23 10:05"))
    assert FirstContactSet not in {type(body) for body in play.tick(utc("2026-11-23 10:30"))}
    play.dial(utc("2026-11-23 11:05"))
    assert play.clock.state == "breached_attempted"
    assert play.clock.attempted_at == utc("2026-11-23 11:05")


def test_nobody_is_blamed_for_a_shut_window() -> None:
    play = received(NIGHT)
    assert play.tick(utc("2026-11-24 07:59")) == ()
    play.dial(utc("2026-11-24 08:04"))
    assert play.clock.state == "attempted"


def test_a_person_who_can_no_longer_be_reached_is_no_breach() -> None:
    play = received("2026-11-23 10:00")
    play.elsewhere = frozenset("*")
    play.tick(utc("2026-11-23 10:02"))
    assert (play.clock.state, play.clock.why) == ("not_startable", "not_permitted")
    play.tick(utc("2026-11-23 10:06"))
    assert play.clock.state == "not_startable"


def test_a_second_enrolment_does_not_start_it_again() -> None:
    play = received("2026-11-23 10:00")
    play.outcome("not_interested", at=utc("2026-11-23 10:01"))
    before = play.clock
    play.run(Enrol(cadence_key="b2c_standard", why="manager"), utc("2027-03-01 10:00"))
    assert play.clock == before
    assert play.planned().due_at == utc("2027-03-01 10:00")


@pytest.mark.parametrize(
    ("at", "suppressed", "zones", "code"),
    [
        ("2026-11-23 21:00", "", ("Europe/Madrid",), "window_shut"),
        ("2026-11-23 10:00", "call", ("Europe/Madrid",), "not_permitted"),
        ("2026-11-23 10:00", "*", ("Europe/Madrid",), "not_permitted"),
        ("2026-11-23 10:00", "", (), "not_permitted"),
    ],
)
def test_dialling_is_judged_at_that_moment(
    at: str, suppressed: str, zones: tuple[str, ...], code: str
) -> None:
    """The card was shown when it was allowed; what counts is the moment of dialling."""
    play = Play(make_lead(zones=zones))
    play.elsewhere = frozenset({suppressed} - {""})
    with pytest.raises(Refused) as refused:
        play.run(Dial(touch_id=play.planned().touch_id), utc(at))
    assert refused.value.code == code


def test_the_states_name_every_moment() -> None:
    """A clock is one of five things, and only with a deadline can it be late."""
    play = received("2026-11-23 10:00")
    seen: list[tuple[datetime, FirstContact]] = []
    for at in ("10:01", "10:06", "10:07"):
        play.tick(utc(f"2026-11-23 {at}"))
        seen.append((play.now, play.clock))
    play.dial(utc("2026-11-23 10:08"))
    seen.append((play.now, play.clock))
    assert [clock.state for _, clock in seen] == [
        "running",
        "breached",
        "breached",
        "breached_attempted",
    ]


def test_consent_that_came_with_the_lead_starts_a_written_first_contact() -> None:
    plan = cadence(step("hello", channel="whatsapp", within_s=300))
    lead = make_lead(received_at=MONDAY, added_at=MONDAY + 2 * MINUTE)
    play = Play(
        lead,
        plan,
        at=MONDAY + 2 * MINUTE,
        consents=agreed("whatsapp", at=MONDAY + timedelta(days=1, minutes=2)),
    )
    assert play.clock.state == "running"
    assert play.clock.starts_at == MONDAY


@pytest.mark.parametrize(
    ("left_s", "stage"),
    [
        (300, "calm"),
        (121, "calm"),
        (120, "running_out"),
        (61, "running_out"),
        (60, "last_minute"),
        (0, "last_minute"),
        (-1, "missed"),
    ],
)
def test_a_window_says_how_little_is_left(left_s: int, stage: str) -> None:
    assert window_stage(timedelta(seconds=left_s)) == stage
