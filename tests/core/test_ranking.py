"""Where a person stands in the queue, in which order, why, and until when."""

from collections.abc import Callable, Sequence
from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

import pytest
from msgspec.structs import replace

from app.core.engine import Enrol
from app.core.lead import Lead
from app.core.ranking import Placement, place
from tests.builders import make_consent, make_lead, make_point, uid
from tests.core.playing import MONDAY, Play, agreed, cadence, step, utc

MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
# Monday 11:00 in Madrid.
AT = utc("2026-11-23 10:00")
# A plan for people who asked without a first call, so that only the day decides.
DAILY = cadence(*(step(f"d{n}", day=n) for n in range(30)), key="daily")
LANES = ("first_contact", "replies", "callbacks", "due_now", "later_today", "waiting", "upcoming")


def someone(n: int = 1, *, received: str = "2026-11-23 10:00", **facts: Any) -> Lead:
    return make_lead(n, received_at=utc(received), **{"added_at": utc(received), **facts})


def due(n: int = 1, plan: Any = DAILY, at: str = "2026-11-23 10:00", **facts: Any) -> Play:
    return Play(someone(n, received=at, **facts), plan, at=utc(at))


def queue(plays: Sequence[Play], at: datetime) -> list[UUID]:
    """The people of the shown lanes in their order."""
    placed = [p for play in plays if (p := place(play.facts, at)) and p.lane != "upcoming"]
    placed.sort(key=lambda p: (LANES.index(p.lane), p.sort_key))
    return [p.lead_id for p in placed]


def ids(*plays: Play) -> list[UUID]:
    return [play.lead.lead_id for play in plays]


# Lanes


def running() -> Play:
    return due(plan="b2c_standard")


def at_night() -> Play:
    return due(plan="b2c_standard", at="2026-11-23 21:00")


def imported() -> Play:
    lead = someone(received="2026-11-10 10:00", added_at=AT)
    return Play(lead, "b2c_standard", at=AT)


def replied() -> Play:
    play = due(plan=cadence(step("mail", channel="email", day=0)))
    play.outcome("replied")
    return play


def promised(when: str = "2026-11-26 16:00") -> Play:
    play = due()
    play.outcome("call_back", when=utc(when))
    return play


def meeting() -> Play:
    play = due()
    play.outcome("meeting_booked", when=utc("2026-11-26 16:00"))
    return play


def away() -> Play:
    play = due(plan=cadence(step("mail", channel="email", day=0), step("call", day=1)))
    play.outcome("away", when=utc("2026-11-26 12:00"))
    return play


def busy() -> Play:
    play = running()
    play.outcome("busy", at=AT + 2 * MINUTE)
    return play


def snoozed() -> Play:
    play = due()
    play.snooze(utc("2026-11-23 15:00"))
    return play


def missed_late() -> Play:
    """A call back at 21:30 there that nobody made."""
    return promised("2026-11-26 20:30")


def unknown_zone() -> Play:
    return due(zones=())


def opted_out() -> Play:
    play = due()
    play.elsewhere = frozenset("*")
    return play


def suppressed_reply() -> Play:
    play = replied()
    play.elsewhere = frozenset("*")
    return play


def dialled() -> Play:
    play = running()
    play.dial(AT + 2 * MINUTE)
    return play


def second_time() -> Play:
    play = running()
    play.outcome("not_interested", at=AT + MINUTE)
    play.run(Enrol(cadence_key="b2c_standard", why="manager"), AT + DAY)
    return play


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
        ("2026-11-23 10:30", "2026-11-24 08:00", "due_now"),
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


def test_nothing_planned_is_no_row() -> None:
    play = due()
    play.outcome("9")
    assert place(play.facts, AT) is None


def test_a_row_tells_its_step() -> None:
    play = due(plan="call_centre_basic")
    found = play.place()
    assert (found.step_no, found.step_count, found.day) == (1, 5, 1)
    assert (found.kind, found.channel, found.first_contact) == ("step", "call", "running")
    assert found.deadline_at == utc("2026-11-23 10:05")
    play.outcome("no_answer")
    found = play.place(AT + DAY)
    assert (found.step_no, found.day, found.first_contact) == (2, 2, "")
    assert found.deadline_at is None


def test_a_step_that_repeats_tells_its_own_day() -> None:
    play = due(plan="nurture_long_term")
    days = []
    for _ in range(4):
        touch = play.planned()
        days.append(play.place(touch.due_at).day)
        play.outcome("sent" if touch.channel == "email" else "no_answer", at=touch.due_at)
    assert days == [31, 61, 91, 91]


def test_a_promise_of_an_earlier_plan_has_no_step() -> None:
    found = meeting().place(utc("2026-11-26 10:00"))
    assert (found.step_no, found.step_count, found.day) == (0, 0, 0)


def test_both_clocks_of_a_shut_window() -> None:
    play = due(plan="b2c_standard", zones=("America/Sao_Paulo",), at="2026-11-23 10:30")
    found = play.place()
    assert found.lane == "waiting"
    assert found.opens_at == utc("2026-11-23 12:00")
    assert found.reason.args == {
        "opens_at": utc("2026-11-23 12:00").isoformat(),
        "zone": "America/Sao_Paulo",
    }
    assert (found.due_at, found.effective_at) == (utc("2026-11-23 10:30"), found.opens_at)


def test_a_row_out_of_sight_says_when_it_comes_back() -> None:
    found = snoozed().place()
    assert found.opens_at == found.effective_at == utc("2026-11-23 15:00")
    found = away().place(utc("2026-11-26 10:00"))
    assert found.opens_at == utc("2026-11-26 12:00")


def test_a_step_on_the_channel_they_asked_for_says_so() -> None:
    plan = cadence(step("one", day=0), step("two", day=1, channel="email", adapt=True))
    play = due(plan=plan, prefers="call, morning")
    assert play.place().reason.code == "step_due"
    play.outcome("no_answer")
    found = play.place(AT + DAY)
    assert (found.channel, found.reason.code) == ("call", "preferred")


# One row a person


def test_the_highest_lane_wins_and_the_rest_is_counted() -> None:
    plan = cadence(
        step("one", within_s=300), step("two", day=1), step("three", day=5, channel="email")
    )
    play = due(plan=plan)
    play.outcome("send_information")
    assert (play.place().kind, play.place().more) == ("inserted", 0)
    tomorrow = play.place(AT + DAY)
    assert tomorrow.more == 1
    play.outcome("call_back", touch=play.planned(), when=AT + DAY + 2 * HOUR)
    found = play.place(AT + DAY)
    assert (found.kind, found.lane, found.more) == ("callback", "callbacks", 1)


def test_another_touch_of_the_same_person_changes_the_row_in_time() -> None:
    """The row must be placed anew when a touch that is not shown comes into its day."""
    plan = cadence(
        step("one", within_s=300), step("two", day=1), step("three", day=5, channel="email")
    )
    play = due(plan=plan)
    play.outcome("send_information")
    play.outcome("call_back", touch=play.planned(), when=AT + 2 * DAY)
    found = play.place()
    assert found.lane == "due_now"
    midnight = utc("2026-11-24 23:00")
    assert play.place(midnight).lane == "callbacks"
    at, hops = AT, 0
    while at < midnight:
        until = play.place(at).lane_until
        assert until is not None
        at, hops = until, hops + 1
    assert at == midnight
    assert hops < 12


# Order inside the lanes


def test_first_contacts_by_time_left() -> None:
    first = due(1, "b2c_standard", "2026-11-23 10:00")
    second = due(2, "b2c_standard", "2026-11-23 10:01")
    overnight = due(3, "b2c_standard", "2026-11-23 03:00")
    at = AT + 2 * MINUTE
    assert queue([second, first], at) == ids(first, second)
    assert queue([second, overnight], utc("2026-11-23 08:03"))[:1] == ids(overnight)


def test_nothing_stands_above_a_running_first_contact_but_one_that_waits_longer() -> None:
    new = due(1, "b2c_standard", "2026-11-23 10:00")
    older = due(2, "b2c_standard", "2026-11-23 09:57")
    others = [
        made() for made in (replied, promised, meeting, snoozed, imported, busy, due, unknown_zone)
    ]
    for n, play in enumerate(others, start=10):
        play.lead = replace(play.lead, lead_id=uid(n, 1))
        play.work = replace(play.work, lead_id=uid(n, 1))
    called = due(3, "b2c_standard", "2026-11-23 09:59")
    called.dial(utc("2026-11-23 10:00:30"))
    order = queue([*others, new, called, older], AT + MINUTE)
    assert order[:3] == ids(older, called, new)


def test_replies_oldest_first_and_callbacks_by_promise() -> None:
    early, late = replied(), replied()
    late.lead = replace(late.lead, lead_id=uid(0, 1))
    late.work = replace(late.work, lead_id=uid(0, 1))
    reply = late.planned("reply")
    late.work = replace(
        late.work,
        touches=tuple(
            replace(t, due_at=AT + HOUR) if t.touch_id == reply.touch_id else t
            for t in late.work.touches
        ),
    )
    assert queue([late, early], AT + 2 * HOUR) == ids(early, late)
    sooner, later = promised("2026-11-26 15:00"), promised("2026-11-26 16:00")
    sooner.lead = replace(sooner.lead, lead_id=uid(9, 1))
    sooner.work = replace(sooner.work, lead_id=uid(9, 1))
    assert queue([later, sooner], utc("2026-11-26 14:00")) == ids(sooner, later)


def test_missed_first_contacts_newest_first_above_everything_due() -> None:
    hot = due(1, temperature="hot", value=9_999)
    old = due(2, "b2c_standard", "2026-11-23 08:30")
    new = due(3, "b2c_standard", "2026-11-23 09:30")
    assert queue([hot, old, new], AT) == ids(new, old, hot)
    # After a day without an attempt they are overdue like others.
    assert queue([hot, old, new], AT + DAY) == ids(hot, new, old)


HOTTER = replace(DAILY, key="hotter", intent=20)
PRIORITY: list[tuple[str, dict[str, Any], dict[str, Any]]] = [
    # (what differs, the better one, the other one): each outweighs all that follow.
    ("intent", {"plan": HOTTER}, {"temperature": "hot", "value": 10}),
    ("temperature", {"temperature": "hot"}, {"temperature": "warm", "value": 10}),
    ("temperature known", {"temperature": "cold"}, {"value": 10}),
    ("value", {"value": 10}, {"value": 9, "zones": ("Europe/Helsinki",)}),
    ("value known", {"value": 1}, {"zones": ("Europe/Helsinki",)}),
    # 19:30 in Helsinki.
    ("closing", {"zones": ("Europe/Helsinki",)}, {"at": "2026-11-23 09:00"}),
    ("oldest", {"at": "2026-11-23 09:00"}, {"at": "2026-11-23 10:00"}),
]


@pytest.mark.parametrize(("what", "better", "other"), PRIORITY, ids=[p[0] for p in PRIORITY])
def test_what_is_due_by_priority(what: str, better: dict[str, Any], other: dict[str, Any]) -> None:
    # The better one has the greater id, so that a tie would show.
    one, two = due(2, **better), due(1, **other)
    at = utc("2026-11-23 17:30")
    assert queue([one, two], at) == ids(one, two), what
    assert queue([two, one], at) == ids(one, two), what


def test_escalated_outweighs_everything_and_few_attempts_the_age() -> None:
    plan = cadence(
        step("one", within_s=300),
        step("two", day=1, if_late="escalate", late_after_s=3600),
        intent=1,
        key="slow",
    )
    late = due(5, plan)
    late.outcome("no_answer")
    late.tick(AT + DAY)
    hot = due(1, temperature="hot", value=10, at="2026-11-24 10:00")
    assert queue([hot, late], AT + DAY) == ids(late, hot)
    assert late.place(AT + DAY).reason.code == "escalated"

    tried = due(1)
    tried.outcome("no_answer")
    fresh = due(2, at="2026-11-24 09:00")
    assert queue([tried, fresh], utc("2026-11-24 09:30")) == ids(fresh, tried)


def test_overdue_at_the_end_the_fresh_ones_first() -> None:
    now = utc("2026-11-26 10:00")
    cold = due(1, at="2026-11-26 09:00")
    one_day = due(2, at="2026-11-25 09:00", temperature="hot")
    two_days = due(3, at="2026-11-24 09:00", temperature="hot", value=100)
    assert queue([two_days, one_day, cold], now) == ids(cold, one_day, two_days)
    assert [p.place(now).reason.args.get("days") for p in (one_day, two_days)] == [1, 2]


def test_an_old_list_newest_first() -> None:
    plays = [
        Play(someone(n, received=f"2026-11-{20 - n} 10:00", added_at=AT), "b2c_standard", at=AT)
        for n in (1, 2, 3)
    ]
    assert queue(plays[::-1], AT + HOUR) == ids(*plays)
    assert queue(plays[::-1], AT + 9 * DAY) == ids(*plays)


def test_ties_are_broken_by_id_and_nothing_else() -> None:
    plays = [due(n) for n in (3, 1, 2)]
    wanted = sorted(play.lead.lead_id for play in plays)
    assert queue(plays, AT) == wanted
    assert queue(plays[::-1], AT) == wanted


def test_the_order_is_total() -> None:
    made = (running, imported, replied, promised, meeting, snoozed, due, busy, at_night, opted_out)
    plays = []
    for n, make in enumerate((*made, *made), start=1):
        play = make()
        play.lead = replace(play.lead, lead_id=uid(n, 1))
        play.work = replace(play.work, lead_id=uid(n, 1))
        plays.append(play)
    for at in (AT, AT + HOUR, AT + 3 * DAY + 5 * HOUR):
        keys = [(p.lane, p.sort_key) for play in plays if (p := place(play.facts, at))]
        assert len(set(keys)) == len(keys)


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
        granted=field == "expires_at",
        recorded_at=at if field == "recorded_at" else AT - DAY,
        expires_at=at if field == "expires_at" else None,
    )
    play = Play(someone(), DAILY, at=AT, consents=(consent,))
    row = play.place()
    assert (row.lane, row.lane_until) == ("due_now", at)
    assert play.place(at).reason.code == "no_consent"


def test_a_breach_is_recorded_although_another_touch_is_shown() -> None:
    play = running()
    play.skip(at=AT + MINUTE)
    assert play.place().lane == "upcoming"
    assert play.place().lane_until == AT + 5 * MINUTE


def test_a_late_step_is_looked_at_when_it_gets_late() -> None:
    plan = cadence(
        step("one", within_s=300),
        step("two", day=1, if_late="skip", late_after_s=2 * 3600),
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
    play = Play(someone(points=points), cadence(step("one", day=0)), at=AT, consents=agreed())
    assert place(play.facts, AT) is None
    assert play.enrolment.finish_reason == "completed_silent"
    assert MONDAY < AT
