"""Each figure on a small log that the engine itself wrote."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from app.core.engine.outcome_effects import LogOutcome
from app.core.log.events import (
    EnrolmentFinished,
    FirstContactSet,
    Suppressed,
    TouchCancelled,
    TouchPlanned,
)
from app.core.metrics.catalogue import DEFINITIONS
from app.core.metrics.measure import measure
from tests.builders import REP, make_clock, make_suppression, make_touch, uid
from tests.core.metrics.living import ELSE, UNTIL, Life, counted, figures, lens, said
from tests.core.playing import MONDAY, cadence, step, utc

DAY = timedelta(days=1)


def answered(n: int, outcome: str, *, minutes: float = 2, **facts: Any) -> Life:
    """A lead whose first call had that outcome."""
    life = Life(n, **facts)
    life.outcome(outcome, at=life.after(minutes=minutes))
    return life


def test_time_to_first_contact() -> None:
    lives = [answered(1, "no_answer", minutes=2), answered(2, "connected", minutes=4)]
    lives += [answered(3, "no_answer", minutes=9), Life(4)]
    imported = Life(5, at=MONDAY, received_at=MONDAY - 6 * timedelta(hours=1))
    found = figures(*lives, imported)
    first = found["time_to_first_contact"].all
    assert (first.value, first.numerator, first.denominator) == (390.0, 3, 4)
    assert first.parts == {
        "attempted": 2,
        "breached": 1,
        "breached_attempted": 1,
        "imported_late": 1,
    }
    assert (first.verdict, first.small) == ("missed", True)
    # One of four still waits, so that nine of ten wait for longer than anybody knows.
    assert found["time_to_first_contact.p90"].all.above
    in_window = found["time_to_first_contact.in_window"].all
    assert (in_window.numerator, in_window.denominator, in_window.verdict) == (2, 4, "alert")
    within = found["time_to_first_contact.in_5_minutes"].all
    assert (within.numerator, within.denominator) == (2, 4)


def test_answers_by_variant() -> None:
    lives = []
    for n in range(1, 21):
        life = Life(n, "midmarket_b2b", company="Muestra SL")
        life.outcome("replied" if n % 3 else "sent", at=life.after(hours=2))
        lives.append(life)
    found = figures(*lives, by=("variant",))["response_rate"]
    groups = {result.group: (result.numerator, result.denominator) for result in found.groups}
    assert set(groups) == {("b2b_intro.A",), ("b2b_intro.B",)}
    assert sum(hits for hits, _ in groups.values()) == found.all.numerator == 14
    assert sum(cases for _, cases in groups.values()) == found.all.denominator == 20


def test_a_window_that_still_runs_is_not_counted() -> None:
    life = Life()
    now = MONDAY + timedelta(minutes=4)
    assert said("time_to_first_contact.in_window", life, now=now).parts == {"running": 1}
    assert counted("time_to_first_contact.in_window", life, now=now) == (0, 0)
    later = MONDAY + timedelta(minutes=5)
    assert counted("time_to_first_contact.in_window", life, now=later) == (0, 1)


def test_the_working_clock_starts_when_they_may_be_contacted() -> None:
    # Sunday evening: the first call is possible on Monday morning.
    life = Life(at=utc("2026-11-22 20:00"))
    starts_at = life.clock.starts_at
    assert starts_at is not None
    life.dial(starts_at + timedelta(minutes=3))
    found = figures(life)
    assert found["time_to_first_contact.working"].all.value == 180.0
    assert (found["time_to_first_contact"].all.value or 0) > 12 * 3600
    assert found["time_to_first_contact.in_window"].all.numerator == 1
    assert found["time_to_first_contact.in_5_minutes"].all.numerator == 0


@pytest.mark.parametrize(
    ("late_s", "working_s"), [(-60, 300.0), (0, 300.0), (120, 420.0), (3600, 3900.0)]
)
def test_a_window_that_shut_for_a_night_stops_the_working_clock(
    late_s: int, working_s: float
) -> None:
    # Two minutes before closing time; the other three begin the next morning.
    ends = MONDAY + timedelta(hours=14, minutes=5)
    life = Life(1, enrolled=False)
    attempted_at = ends + timedelta(seconds=late_s)
    clock = make_clock(MONDAY, state="attempted", deadline_at=ends, attempted_at=attempted_at)
    life.append([FirstContactSet(clock=clock)])
    assert said("time_to_first_contact.working", life).value == working_s


def test_contacted_within_7_days() -> None:
    soon, never = answered(1, "connected"), answered(2, "no_answer")
    late = answered(3, "no_answer")
    late.outcome("replied", at=late.after(days=8))
    young = answered(4, "connected", at=MONDAY + 25 * DAY)
    result = said("contact_rate_7d", soon, never, late, young)
    assert (result.numerator, result.denominator) == (1, 3)
    assert result.parts == {"under_7_days": 1}


def test_an_age_of_exactly_7_days_counts() -> None:
    life = answered(1, "connected")
    assert counted("contact_rate_7d", life, now=MONDAY + 7 * DAY) == (1, 1)


def test_followed_up_counts_a_dial_alone() -> None:
    dialled = Life(1)
    dialled.dial(dialled.after(minutes=1))
    assert counted("followed_up", dialled, Life(2)) == (1, 2)


def test_responses_and_meetings_of_those_enrolled() -> None:
    replied, silent, met = Life(1), answered(2, "no_answer"), Life(3)
    replied.outcome("no_answer", at=replied.after(minutes=2))
    replied.outcome("replied", at=replied.after(days=1))
    met.outcome("meeting_booked", at=met.after(minutes=3), when=MONDAY + 2 * DAY)
    loose = Life(4, enrolled=False)
    assert counted("response_or_contact", replied, silent, met, loose) == (2, 3)
    assert counted("meeting_rate", replied, silent, met, loose) == (1, 3)


def test_from_first_contact_to_first_response() -> None:
    at_once = answered(1, "connected")
    later = answered(2, "no_answer", minutes=2)
    later.outcome("replied", at=later.after(hours=3))
    result = said("time_to_first_response", at_once, later, answered(3, "busy"))
    assert (result.value, result.numerator, result.denominator) == (5400.0, 2, 3)


def test_how_long_a_reply_waits_for_a_person() -> None:
    quick, open_ = answered(1, "no_answer"), answered(2, "no_answer")
    for life in (quick, open_):
        life.outcome("replied", at=life.after(hours=1))
    quick.outcome("sent", at=quick.after(minutes=10), touch=quick.planned("reply"))
    now = open_.now + timedelta(minutes=16)
    result = said("reply_wait", quick, open_, now=now)
    assert (result.value, result.numerator, result.denominator) == (780.0, 1, 2)
    waiting = said("reply_wait.waiting", quick, open_, now=now)
    assert (waiting.value, waiting.denominator, waiting.verdict) == (1.0, 1, "missed")
    assert said("reply_wait.waiting", open_, now=now - timedelta(minutes=1)).value == 0.0


def test_a_reply_that_was_called_off_waits_for_nobody() -> None:
    life = answered(1, "no_answer")
    life.outcome("replied", at=life.after(hours=1))
    life.append([TouchCancelled(touch_id=life.planned("reply").touch_id, why="opted_out")])
    assert counted("reply_wait", life) == (0, 0)
    assert counted("reply_wait.waiting", life) == (0, 0)


def test_every_try_of_a_call_is_an_attempt() -> None:
    life = Life()
    for outcome in ("busy", "busy", "busy"):
        life.outcome(outcome, at=life.after(minutes=15))
    life.outcome("sent", at=life.after(days=1))
    result = said("connection_rate", life)
    assert (result.numerator, result.denominator, result.parts) == (0, 3, {"busy": 3})


def test_a_touch_is_answered_once_however_often_it_was_tried() -> None:
    life = Life()
    life.outcome("busy", at=life.after(minutes=2))
    life.outcome("connected", at=life.after(minutes=15))
    life.outcome("sent", at=life.after(days=1))
    found = figures(life, by=("channel",))["response_rate"]
    assert (found.all.numerator, found.all.denominator) == (1, 2)
    assert [(r.group, r.numerator, r.denominator) for r in found.groups] == [
        (("call",), 1, 1),
        ((life.work.touches[1].channel,), 0, 1),
    ]


def test_response_by_touch_number_stacks_the_gains() -> None:
    first, second = answered(1, "connected"), answered(2, "no_answer")
    second.outcome("replied", at=second.after(days=1))
    found = figures(first, second, answered(3, "no_answer"), Life(4))["response_by_touch"]
    assert [(r.group, r.numerator, r.denominator, r.parts) for r in found.groups] == [
        (("01",), 1, 4, {"so_far": 1}),
        (("02",), 1, 4, {"so_far": 2}),
    ]
    assert (found.all.numerator, found.all.denominator) == (2, 4)


def test_steps_of_one_group_are_one_touch() -> None:
    plan = cadence(
        step("a", day=0, group="one"),
        step("b", after_s=0, channel="email", group="one"),
        step("c", day=1),
    )
    life = Life(1, plan)
    life.outcome("no_answer", at=life.after(minutes=1))
    life.outcome("sent", at=life.after(minutes=1))
    life.outcome("connected", at=life.after(days=1))
    assert said("touches_to_response", life).value == 2.0


def test_touches_to_the_first_response() -> None:
    lives = [answered(n, "connected") for n in (1, 2)]
    slow = answered(3, "no_answer")
    slow.outcome("sent", at=slow.after(days=1))
    slow.outcome("replied", at=slow.after(days=2))
    result = said("touches_to_response", *lives, slow)
    assert (result.value, result.numerator, result.verdict) == (1.0, 3, "met")
    assert said("touches_to_response", slow).value == 3.0


def _moved(life: Life, reason: str) -> Life:
    life.append(
        [EnrolmentFinished(enrolment_id=life.enrolment.enrolment_id, reason=reason)]  # type: ignore[arg-type]
    )
    return life


def test_conversion_leaves_out_who_was_moved_away() -> None:
    won, lost = answered(1, "converted"), answered(2, "not_interested")
    moved = [_moved(Life(3), "rerouted"), _moved(Life(4), "removed_by_manager")]
    silent = _moved(Life(5), "completed_silent")
    lives = (won, lost, *moved, silent, Life(6))
    result = said("conversion", *lives)
    assert (result.numerator, result.denominator) == (1, 3)
    assert result.parts["rerouted"] == 1
    assert counted("completion_silent", *lives) == (1, 5)


def test_a_sale_at_the_meeting_converts_the_plan_that_led_to_it() -> None:
    life = Life(1, "midmarket_b2b")
    life.outcome("no_answer" if life.current.channel == "call" else "sent", at=life.after(hours=2))
    life.outcome("meeting_booked", at=life.after(days=2), when=life.now + 3 * DAY)
    assert counted("conversion", life) == (0, 0)
    life.outcome("converted", at=life.after(days=1))
    assert counted("conversion", life) == (1, 1)
    assert said("cycle_length", life).value == (3 * DAY).total_seconds()


def test_two_periods_side_by_side() -> None:
    before = answered(1, "converted", at=MONDAY - 10 * DAY)
    after = [answered(2, "converted"), answered(3, "not_interested")]
    found = figures(before, *after)
    results = [found[f"return_before_after.{side}"].all for side in ("before", "after")]
    assert [(r.numerator, r.denominator) for r in results] == [(1, 1), (1, 2)]


def test_best_time_is_in_their_hours() -> None:
    life = answered(1, "connected")
    found = figures(life, answered(2, "no_answer"))["best_time"]
    # 08:02 UTC on a Monday is 09:02 in Madrid.
    assert [(r.group, r.numerator, r.denominator) for r in found.groups] == [(("1", "09"), 1, 2)]


def test_companies_count_once() -> None:
    lives = [answered(1, "no_answer", account=uid(7)), answered(2, "connected", account=uid(7))]
    lives += [answered(3, "no_answer", account=uid(8)), answered(4, "connected")]
    assert counted("account_engagement", *lives) == (1, 2)


def test_opt_outs_by_step_stand_beside_the_people_of_that_step() -> None:
    gone, stays = answered(1, "no_answer"), answered(2, "no_answer")
    gone.outcome("do_not_contact", at=gone.after(days=1))
    found = figures(gone, stays, by=("step",))["unsubscribes"]
    assert (found.all.numerator, found.all.denominator) == (1, 2)
    assert [(r.numerator, r.denominator) for r in found.groups] == [(0, 2), (1, 1)]


def test_an_opt_out_of_itself_stands_at_the_last_touch() -> None:
    life = answered(1, "no_answer")
    life.outcome("sent", at=life.after(days=1))
    life.after(days=1)
    life.append([Suppressed(suppression=make_suppression(), why="letter")])
    found = figures(life, by=("touch",))["unsubscribes"]
    assert [(r.group, r.numerator) for r in found.groups] == [(("01",), 0), (("02",), 1)]


def test_stages_of_the_script_and_what_they_bring() -> None:
    life = Life()
    life.run(
        LogOutcome(
            touch_id=life.current.touch_id, outcome="converted", ticks=("greeting", "reason", "x")
        ),
        life.after(minutes=2),
    )
    found = figures(life, answered(2, "connected"), answered(3, "no_answer"))
    stages = found["script_adherence"].all
    assert (stages.numerator, stages.denominator) == (2, 10)
    lift = {r.group: (r.numerator, r.denominator) for r in found["script_lift"].groups}
    assert lift[("greeting", "said")] == (1, 1)
    assert lift[("greeting", "left_out")] == (0, 1)
    assert lift[("value", "left_out")] == (1, 2)


def test_reps_share_the_work_they_did() -> None:
    mine, theirs = answered(1, "connected"), answered(2, "no_answer", actor_id=ELSE)
    found = figures(mine, theirs, by=("rep",))["connection_rate"]
    assert [(r.group, r.value) for r in found.groups] == [
        ((str(REP),), 1.0),
        ((str(ELSE),), 0.0),
    ]


def test_a_figure_is_only_split_where_that_has_a_meaning() -> None:
    found = figures(answered(1, "connected"), by=("channel",))
    assert found["followed_up"].by == ()
    assert found["followed_up"].groups == ()
    assert found["connection_rate"].by == ("channel",)


@pytest.mark.parametrize("key", ["open_rate", "click_rate", "cost_per_contacted"])
def test_what_the_log_does_not_hold_is_not_tracked(key: str) -> None:
    result = said(key, answered(1, "connected"))
    assert (result.state, result.value, result.verdict) == ("not_tracked", None, "")


def test_nothing_at_all_is_no_case_and_no_verdict() -> None:
    for figure in measure([], lens()):
        result, kind = figure.all, figure.definition.kind
        assert (result.numerator, result.denominator) == (0, 0)
        if kind == "count":
            assert result.value == 0
        else:
            assert (result.value, result.verdict) == (None, "")


@pytest.mark.parametrize(("count", "small"), [(29, True), (30, False)])
def test_under_30_cases_is_a_small_sample(count: int, *, small: bool) -> None:
    lives = [answered(n, "no_answer") for n in range(1, count + 1)]
    assert said("connection_rate", *lives).small is small


def test_every_key_is_there_once() -> None:
    keys = [d.key for d in DEFINITIONS]
    assert len(set(keys)) == len(keys)
    assert set(figures()) == set(keys)


def test_the_period_holds_its_beginning_and_not_its_end() -> None:
    make: Callable[[int, timedelta], Life] = lambda n, by: answered(  # noqa: E731 - two lines of a table
        n, "no_answer", minutes=0, at=lens().period.since + by
    )
    inside, outside = make(1, timedelta(0)), make(2, -timedelta(seconds=1))
    assert counted("connection_rate", inside, outside) == (0, 1)
    last = answered(3, "no_answer", minutes=0, at=UNTIL)
    assert counted("connection_rate", last, now=UNTIL + DAY) == (0, 0)


def test_who_still_waits_counts_as_waiting_at_least_so_long() -> None:
    """One called after a minute and four never: the median is not the minute of the one."""
    lives = [answered(1, "no_answer", minutes=1), *(Life(n) for n in range(2, 6))]
    now = MONDAY + 2 * DAY
    first = said("time_to_first_contact", *lives, now=now)
    assert (first.value, first.above, first.verdict) == (2 * 86400.0, True, "missed")
    assert (first.numerator, first.denominator, first.high) == (1, 5, None)
    assert said("time_to_first_contact.p90", *lives, now=now).above


def test_a_short_wait_so_far_says_nothing_yet() -> None:
    result = said("time_to_first_contact", Life(1), now=MONDAY + timedelta(minutes=1))
    assert (result.value, result.above, result.verdict) == (60.0, True, "")


@pytest.mark.parametrize(
    ("plan", "verdict"), [("high_intent_rapid", "missed"), ("balanced", "met")]
)
def test_plans_of_high_intent_have_a_target_of_their_own(plan: str, verdict: str) -> None:
    lives = [answered(1, "connected", plan=plan), *(Life(n, plan) for n in range(2, 6))]
    for key, share in (("response_or_contact", 0.2),):
        result = said(key, *lives)
        assert (result.value, result.verdict) == (share, verdict)


def test_a_mix_of_plans_shows_each() -> None:
    hot = [answered(1, "connected", plan="high_intent_rapid"), Life(2, "high_intent_rapid")]
    cool = [answered(3, "no_answer", plan="balanced"), Life(4, "balanced")]
    result = said("response_or_contact", *hot, *cool)
    assert result.verdict == ""
    assert [(part.intent, part.value, part.verdict) for part in result.intents] == [
        ("high", 0.5, "met"),
        ("standard", 0.0, "missed"),
    ]


def test_to_be_answered_at_once_is_no_miss() -> None:
    assert said("touches_to_response", answered(1, "connected")).verdict == "met"


def test_who_asks_not_to_be_contacted_is_no_conversation() -> None:
    life = answered(1, "no_answer")
    life.outcome("do_not_contact", at=life.after(hours=1))
    for key in ("contact_rate_7d", "response_or_contact", "connection_rate"):
        assert said(key, life).numerator == 0
    assert counted("unsubscribes", life) == (1, 1)


def test_a_written_answer_that_a_person_answered_is_a_contact() -> None:
    talked, wrote = answered(1, "connected"), answered(2, "no_answer")
    wrote.after(hours=2)
    wrote.hear("reply")
    reply = make_touch(
        77, "reply", enrolment_id=None, kind="reply", channel="email", due_at=wrote.now
    )
    wrote.append([TouchPlanned(touch=reply)])
    assert counted("contact_rate_7d", talked, wrote) == (1, 2)
    wrote.outcome("sent", at=wrote.after(minutes=5), touch=wrote.planned("reply"))
    rest = [answered(n, "no_answer") for n in (3, 4, 5)]
    assert counted("contact_rate_7d", talked, wrote, *rest) == (2, 5)


def test_to_answer_a_reply_is_no_touch_of_ours() -> None:
    life = answered(1, "no_answer")
    life.outcome("replied", at=life.after(hours=2))
    before = counted("response_rate", life)
    life.outcome("sent", at=life.after(minutes=5), touch=life.planned("reply"))
    assert counted("response_rate", life) == before
