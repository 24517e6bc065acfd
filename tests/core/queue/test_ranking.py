"""One row a person: what it says, and in which order the rows stand."""

from datetime import time
from typing import Any

import pytest
from msgspec.structs import replace

from app.core.queue.ranking import place
from tests.builders import uid
from tests.core.playing import Play, cadence, step, utc
from tests.core.queue_cases import (
    AT,
    DAILY,
    DAY,
    HOUR,
    MINUTE,
    at_night,
    away,
    busy,
    due,
    ids,
    imported,
    meeting,
    opted_out,
    promised,
    queue,
    replied,
    running,
    snoozed,
    someone,
    unknown_zone,
)


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


def test_a_promise_is_no_step_of_its_plan() -> None:
    assert meeting().place(utc("2026-11-26 10:00")).step_no == 0


def test_both_clocks_of_a_shut_window() -> None:
    play = due(plan="b2c_standard", zones=("America/Sao_Paulo",), at="2026-11-23 10:30")
    found = play.place()
    assert found.lane == "waiting"
    assert found.opens_at == utc("2026-11-23 12:00")
    assert found.reason.args == {
        "opens_at": utc("2026-11-23 12:00").isoformat(),
        "zone": "America/Sao_Paulo",
        "rule": "HOUSE-voice",
        "force": "soft",
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


def test_a_promised_call_says_where_the_plan_stands() -> None:
    """The step it put off, which waits for it."""
    plan = cadence(
        step("one", within_s=300), step("two", day=1), step("three", day=5, channel="email")
    )
    play = due(plan=plan)
    play.outcome("call_back", when=AT + 2 * HOUR)
    found = play.place(AT + HOUR)
    assert (found.kind, found.step_no, found.step_count) == ("callback", 1, 3)
    assert found.day == plan.first_day_label


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
    ("oldest", {"at": "2026-11-23 11:00"}, {"at": "2026-11-23 12:00"}),
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
        step("two", day=1, at=time(9), if_late="escalate", late_after_s=3600),
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
