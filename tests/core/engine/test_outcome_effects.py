"""What outcomes bring about over several touches: promises, pauses, replies, ends."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from app.core.consent.key_ring import digest
from app.core.engine.engine import Enrol
from app.core.engine.outcome_effects import LogOutcome
from app.core.log.events import OutcomeLogged, Suppressed, TouchMoved, TouchSkipped
from tests.builders import SECRET, make_lead, make_point
from tests.core.listening import BOOK
from tests.core.playing import Play, cadence, only, step, utc
from tests.core.work.outcome_cases import AT, CALLS, DAY, HOUR, MAIL, MAILS, MINUTE, PHONE, THEN

OTHER_PHONE = make_point(2)


# Busy


def test_busy_comes_again_twice_and_then_counts_as_no_answer() -> None:
    play = Play(plan=CALLS, at=AT)
    play.outcome("busy")
    assert play.planned().due_at == AT + 15 * MINUTE
    play.outcome("busy", at=AT + 20 * MINUTE)
    assert play.planned().due_at == AT + 35 * MINUTE
    play.outcome("busy", at=AT + 40 * MINUTE)
    assert play.plan_line() == [("one", "done"), ("two", "planned")]
    assert play.enrolment.attempts == 3


def test_busy_then_reached() -> None:
    play = Play(plan=CALLS, at=AT)
    play.outcome("busy")
    play.outcome("connected", at=AT + 16 * MINUTE)
    assert play.plan_line() == [("one", "done"), ("two", "planned")]
    assert play.clock.attempted_at == AT
    assert play.clock.reached_at == AT + 16 * MINUTE


# Away


@pytest.mark.parametrize(
    ("when", "until"), [(None, AT + 7 * DAY), (utc("2026-12-09 08:00"), utc("2026-12-09 08:00"))]
)
def test_away_pauses_and_goes_on(when: datetime | None, until: datetime) -> None:
    play = Play(plan=MAILS, at=AT)
    play.outcome("away", when=when)
    assert (play.state(), play.enrolment.paused_until) == ("paused", until)
    assert play.tick(until - MINUTE) == ()
    moved = only(play.tick(until), TouchMoved)
    assert (moved.why, moved.due_at) == ("resumed", until)
    assert play.state() == "active"
    assert (play.planned().step_key, play.planned().due_at) == ("two", until)
    assert play.tick(until + MINUTE) == ()
    # What follows keeps its distance to the day on which this was done.
    play.outcome("no_answer", at=until + HOUR)
    assert play.planned().step_key == "three"
    assert play.planned().due_at.date() == (until + 2 * DAY).date()


def test_a_step_that_is_worked_or_skipped_during_a_pause_is_followed_by_the_next() -> None:
    for leave_out in (True, False):
        play = Play(plan=MAILS, at=AT)
        play.outcome("away")
        if leave_out:
            play.skip(at=AT + DAY)
        else:
            play.outcome("connected", at=AT + DAY)
        assert play.planned().step_key == "three"
        assert play.state() == "paused"
        play.tick(AT + 8 * DAY)
        assert play.state() == "active"


# Call back


def called_back(when: datetime = THEN, plan: Any = CALLS) -> Play:
    play = Play(plan=plan, at=AT)
    play.outcome("call_back", when=when)
    return play


def test_a_callback_nobody_answers_comes_again_and_then_the_plan_resumes() -> None:
    play = called_back()
    play.outcome("no_answer", at=THEN)
    assert play.planned("callback").due_at == THEN + HOUR
    assert play.state() == "paused"
    play.outcome("no_answer", at=THEN + HOUR)
    assert play.state() == "active"
    again = play.planned()
    # The call that the promise interrupted, the next morning, Friday.
    assert (again.step_key, again.due_at) == ("one", utc("2026-11-27 10:00"))
    play.outcome("no_answer", at=utc("2026-11-27 09:00"))
    assert play.planned().step_key == "two"


@pytest.mark.parametrize("code", ["voicemail_left", "no_answer"])
def test_voicemail_on_a_callback_is_no_answer(code: str) -> None:
    play = called_back()
    play.outcome("voicemail_left", at=THEN)
    play.outcome(code, at=THEN + HOUR)
    assert play.state() == "active"


def test_a_busy_callback() -> None:
    play = called_back()
    play.outcome("busy", at=THEN)
    assert play.planned("callback").due_at == THEN + 15 * MINUTE
    play.outcome("busy", at=THEN + 15 * MINUTE)
    assert play.planned("callback").due_at == THEN + 30 * MINUTE
    play.outcome("busy", at=THEN + 30 * MINUTE)
    assert play.planned("callback").due_at == THEN + 90 * MINUTE
    play.outcome("busy", at=THEN + 90 * MINUTE)
    assert play.state() == "active"
    assert play.planned().step_key == "one"


def test_busy_first_still_leaves_the_second_try() -> None:
    play = called_back()
    play.outcome("busy", at=THEN)
    play.outcome("no_answer", at=THEN + 15 * MINUTE)
    assert play.planned("callback").due_at == THEN + 75 * MINUTE
    play.outcome("no_answer", at=THEN + 75 * MINUTE)
    assert play.state() == "active"


def test_a_callback_that_reaches_them_settles_the_step_it_interrupted() -> None:
    play = called_back()
    bodies = play.outcome("connected", at=THEN)
    assert only(bodies, TouchSkipped).reason == "conversation_took_place"
    assert only(bodies, TouchSkipped).by_rule
    assert play.plan_line() == [("one", "skipped"), ("callback", "done"), ("two", "planned")]
    # Two days after the conversation, as the plan keeps between the first two steps: a Saturday,
    # which gives way to Friday.
    assert play.planned().due_at == utc("2026-11-27 09:00")


def test_a_callback_may_be_put_off() -> None:
    play = called_back()
    play.outcome("call_back", at=THEN, when=THEN + DAY)
    assert play.planned("callback").due_at == THEN + DAY
    assert play.state() == "paused"
    play.outcome("not_interested", at=THEN + DAY)
    assert play.work.planned == ()


def test_a_callback_that_is_left_out_gives_the_plan_back() -> None:
    play = called_back()
    play.skip(at=THEN)
    assert play.state() == "active"
    assert (play.planned().step_key, play.planned().due_at) == ("one", utc("2026-11-27 10:00"))


def test_an_early_callback_keeps_a_step_that_lies_ahead() -> None:
    """A promise made beside the plan interrupts no step: the next one keeps its day."""
    plan = cadence(
        step("one", within_s=300), step("two", day=3), step("three", day=5, channel="email")
    )
    play = Play(plan=plan, at=AT)
    play.outcome("send_information")
    play.outcome("call_back", touch=play.planned("inserted"), when=AT + HOUR)
    play.outcome("connected", at=AT + HOUR)
    assert (play.planned().step_key, play.planned().due_at) == ("two", utc("2026-11-26 15:00"))


def test_what_is_sent_beside_a_promise_does_not_end_the_wait() -> None:
    plan = cadence(
        step("one", within_s=300), step("two", day=1), step("three", day=5, channel="email")
    )
    play = Play(plan=plan, at=AT)
    play.outcome("send_information")
    play.outcome("call_back", touch=play.planned(), when=THEN)
    play.outcome("sent", touch=play.planned("inserted"))
    assert play.state() == "paused"
    assert play.planned("callback").due_at == THEN


def test_a_wrong_number_behind_a_callback_goes_on_with_the_plan() -> None:
    play = Play(make_lead(points=(PHONE, MAIL)), CALLS, at=AT)
    play.outcome("call_back", when=THEN)
    play.outcome("wrong_contact", at=THEN)
    assert play.plan_line()[0] == ("one", "skipped")
    assert play.planned().step_key == "two"


# Meeting


TWO_STEPS = (step("one", within_s=300), step("two", day=1, channel="email"))


def met(goal: str = "meeting") -> Play:
    """Somebody with whom a meeting was agreed."""
    play = Play(make_lead(points=(PHONE, MAIL)), cadence(*TWO_STEPS, goal=goal), at=AT)
    play.outcome("meeting_booked", when=THEN)
    return play


@pytest.mark.parametrize("goal", ["conversation", "meeting", "conversion"])
def test_a_plan_waits_for_the_meeting(goal: str) -> None:
    play = met(goal)
    assert (play.state(), play.work.stage) == ("paused", "meeting")
    assert play.planned("meeting").due_at == THEN
    play.outcome("held", at=THEN)
    assert play.state() == "active"
    assert play.planned().step_key == "two"


@pytest.mark.parametrize(("key", "stage"), [("1.4", "won"), ("6.2", "won"), ("1.5", "lost")])
def test_a_meeting_that_was_held_can_settle_it(key: str, stage: str) -> None:
    play = met()
    play.outcome(key, at=THEN)
    assert (play.work.stage, play.work.planned) == (stage, ())


def test_a_meeting_can_lead_to_the_next_one() -> None:
    play = met()
    play.outcome("1.3", at=THEN, when=THEN + 2 * DAY)
    assert (play.state(), play.planned("meeting").due_at) == ("paused", THEN + 2 * DAY)


def test_a_meeting_that_was_moved_stays_a_meeting() -> None:
    play = met()
    play.outcome("moved", at=THEN - HOUR, when=THEN + DAY)
    assert (play.state(), play.planned("meeting").due_at) == ("paused", THEN + DAY)
    assert play.work.stage == "meeting"


def test_what_was_promised_in_the_meeting_is_sent_now() -> None:
    play = met()
    play.outcome("send_information", at=THEN)
    assert play.planned().step_key == "two"
    assert play.planned().due_at <= THEN


def test_nobody_came_to_the_meeting() -> None:
    """A call and a message on the same day, and then the plan goes on."""
    play = met()
    play.ruleset = BOOK
    play.outcome("no_show", at=THEN)
    inserted = [t for t in play.work.planned if t.kind == "inserted"]
    assert [(t.step_key, t.channel) for t in inserted] == [
        ("no_show.call", "call"),
        ("no_show.message", "email"),
    ]
    assert all(t.due_at <= THEN + timedelta(seconds=1) for t in inserted)
    assert play.state() == "active"
    assert play.planned().step_key == "two"


@pytest.mark.parametrize("code", ["no_show", "wrong_contact", "not_interested", "held"])
def test_a_meeting_that_went_otherwise_leaves_nobody_stuck(code: str) -> None:
    play = met()
    play.outcome(code, at=THEN)
    assert play.work.planned or play.work.stage == "lost"


@pytest.mark.parametrize("code", ["held", "no_show"])
def test_whose_plan_is_over_stays_in_touch_after_a_meeting(code: str) -> None:
    play = Play(plan=cadence(step("one", within_s=300)), at=AT)
    play.outcome("meeting_booked", when=THEN)
    play.outcome(code, at=THEN)
    assert (play.enrolment.cadence_key, play.work.stage) == ("nurture_long_term", "nurture")
    assert play.work.planned


# Replies


def test_a_reply_stops_the_plan_until_it_is_handed_back() -> None:
    play = Play(plan=MAILS, at=AT)
    play.outcome("replied")
    assert (play.state(), play.enrolment.why) == ("with_person", "replied")
    assert play.tick(AT + 3 * DAY) == ()
    play.outcome("sent", at=AT + 3 * DAY)
    assert play.state() == "active"
    # Handed back on Thursday, when the call was due on Wednesday: not on top of the answer.
    assert (play.planned().step_key, play.planned().due_at) == ("two", utc("2026-11-27 10:00"))


def test_a_reply_that_is_left_out_hands_back_too() -> None:
    play = Play(plan=MAILS, at=AT)
    play.outcome("replied")
    play.skip(at=AT + DAY)
    assert (play.state(), play.planned().step_key) == ("active", "two")


def test_two_replies_wait_for_both() -> None:
    play = Play(plan=MAILS, at=AT)
    play.outcome("replied")
    play.outcome("replied", at=AT + HOUR)
    assert play.state() == "with_person"
    play.outcome("sent", at=AT + 2 * HOUR)
    assert play.state() == "active"


def test_a_reply_that_asks_for_a_call() -> None:
    play = Play(plan=MAILS, at=AT)
    play.outcome("replied")
    play.outcome("call_back", at=AT + HOUR, when=THEN)
    assert (play.state(), play.enrolment.why) == ("paused", "call_back")
    play.outcome("connected", at=THEN)
    assert (play.state(), play.planned().step_key) == ("active", "two")


# Wrong number, bounces


def test_a_wrong_number_is_followed_by_the_other_one() -> None:
    play = Play(make_lead(points=(PHONE, OTHER_PHONE, MAIL)), CALLS, at=AT)
    play.outcome("wrong_contact")
    assert set(play.work.unusable) == {PHONE.point_id}
    same = play.planned()
    assert (same.step_key, same.due_at, same.tries) == ("one", AT, 1)
    play.outcome("wrong_contact", at=AT + MINUTE)
    assert set(play.work.unusable) == {PHONE.point_id, OTHER_PHONE.point_id}
    assert play.planned().step_key == "two"
    play.outcome("sent", at=AT + 2 * DAY)
    # The last step is a call, and no number is left.
    assert ("three", "skipped") in play.plan_line()
    assert play.work.enrolments[0].finish_reason == "completed_silent"


@pytest.mark.parametrize(("points", "key"), [((PHONE,), "8"), ((MAIL,), "8"), ((MAIL,), "2")])
def test_nothing_left_to_reach_them_by(points: tuple[Any, ...], key: str) -> None:
    plan = CALLS if PHONE in points else MAILS
    play = Play(make_lead(points=points), plan, at=AT)
    play.outcome(key, reason="hard")
    assert play.enrolment.finish_reason == "unreachable"
    assert play.work.planned == ()
    assert play.work.stage == "working"


def test_a_step_that_may_adapt_moves_to_another_channel() -> None:
    plan = cadence(
        step("one", channel="email", day=0),
        step("two", channel="email", day=1, adapt=True),
        step("three", channel="email", day=2),
        step("four", day=3),
    )
    play = Play(make_lead(points=(PHONE, MAIL)), plan, at=AT, consents=())
    play.outcome("wrong_contact")
    # No consent to WhatsApp or SMS, so the telephone.
    assert (play.planned().step_key, play.planned().channel) == ("two", "call")
    play.outcome("no_answer", at=AT + DAY)
    assert play.plan_line()[-2:] == [("three", "skipped"), ("four", "planned")]


def test_a_soft_bounce_keeps_the_address() -> None:
    play = Play(plan=MAILS, at=AT)
    play.outcome("not_delivered", reason="soft")
    assert play.work.unusable == ()


# Do not contact


def test_an_opt_out_is_for_the_person_and_every_value() -> None:
    play = Play(make_lead(points=(PHONE, MAIL)), CALLS, at=AT)
    play.outcome("send_information")
    entry = only(play.outcome("9"), Suppressed).suppression
    assert (entry.scope, entry.channels) == ("person", ("*",))
    assert set(entry.digests) == {digest(SECRET, PHONE.value), digest(SECRET, MAIL.value)}
    assert play.work.planned == ()


@pytest.mark.parametrize("promised", [False, True])
def test_an_opt_out_elsewhere_ends_everything_at_the_next_tick(promised: bool) -> None:
    play = Play(plan=CALLS, at=AT)
    if promised:
        play.outcome("call_back", when=THEN)
    play.elsewhere = frozenset("*")
    play.tick(AT + HOUR)
    assert play.work.planned == ()
    assert play.enrolment.finish_reason == "opted_out"
    assert play.tick(AT + 2 * HOUR) == ()


def test_a_reply_of_someone_who_opted_out_can_still_be_read() -> None:
    play = Play(plan=MAILS, at=AT)
    play.outcome("replied")
    play.elsewhere = frozenset("*")
    play.tick(AT + HOUR)
    assert [t.kind for t in play.work.planned] == ["reply"]
    play.outcome("sent", at=AT + 2 * HOUR)
    assert (play.work.planned, play.state()) == ((), "finished")


# Ends


def test_a_silent_end_starts_what_follows() -> None:
    play = Play(plan="call_centre_basic", at=AT)
    for _ in range(5):
        if play.enrolment.cadence_key != "call_centre_basic":
            break
        touch = play.planned()
        play.outcome("no_answer" if touch.channel == "call" else "sent", at=touch.due_at + HOUR)
    first, second = play.work.enrolments
    assert (first.finish_reason, second.cadence_key) == ("completed_silent", "nurture_long_term")
    assert play.work.stage == "nurture"
    assert (play.planned().step_key, play.planned().enrolment_id) == (
        "check_in_email",
        second.enrolment_id,
    )


def test_a_limit_of_attempts_ends_the_plan() -> None:
    plan = cadence(step("one", within_s=300), step("two", day=1), step("x", day=2), max_attempts=2)
    play = Play(plan=plan, at=AT)
    play.outcome("no_answer")
    play.outcome("no_answer", at=AT + DAY)
    assert play.work.enrolments[0].finish_reason == "max_attempts"
    # Nobody falls out: they stay in touch.
    assert (play.enrolment.cadence_key, play.work.stage) == ("nurture_long_term", "nurture")


def test_the_log_keeps_ticks() -> None:
    play = Play(plan=CALLS, at=AT)
    bodies = play.run(
        LogOutcome(
            touch_id=play.planned().touch_id,
            outcome="1",
            ticks=("greeting", "why"),
        )
    )
    logged = only(bodies, OutcomeLogged)
    assert (logged.ticks, logged.variant, logged.settles) == (("greeting", "why"), "", True)


def test_a_later_stage_is_not_overwritten_by_work() -> None:
    play = Play(make_lead(stage="nurture"), MAILS, at=AT)
    play.outcome("sent")
    assert play.work.stage == "nurture"


def test_two_promises_are_both_waited_for() -> None:
    plan = cadence(
        step("one", within_s=300),
        step("two", day=1),
        step("three", day=5, channel="email"),
        step("four", day=6),
    )
    play = Play(plan=plan, at=AT)
    play.outcome("send_information")
    beside = play.planned("inserted")
    play.outcome("call_back", touch=play.planned(), when=THEN)
    play.outcome("call_back", touch=beside, when=THEN + HOUR)
    first, second = [t for t in play.work.planned if t.kind == "callback"]
    play.outcome("connected", touch=first, at=THEN)
    assert play.state() == "paused"
    play.outcome("connected", touch=second, at=THEN + HOUR)
    assert play.state() == "active"
    assert play.planned().step_key == "four"


def test_a_wrong_address_beside_the_plan_is_taken_out_of_the_plan_at_once() -> None:
    plan = cadence(
        step("one", within_s=300),
        step("two", day=1),
        step("three", day=2, channel="email"),
        step("four", day=3, channel="email"),
        step("five", day=4),
    )
    play = Play(make_lead(points=(PHONE, MAIL)), plan, at=AT)
    play.outcome("send_information")
    play.outcome("no_answer", touch=play.planned(), at=AT + DAY)
    assert play.planned().step_key == "four"
    play.outcome("wrong_contact", touch=play.planned("inserted"))
    assert play.planned().step_key == "five"


@pytest.mark.parametrize("code", ["not_interested", "unqualified", "converted", "9"])
def test_an_end_ends_the_promises_of_earlier_plans(code: str) -> None:
    play = Play(plan=CALLS, at=AT)
    play.outcome("meeting_booked", when=THEN)
    play.run(Enrol(cadence_key="b2c_standard", why="manager", moves=True), AT + HOUR)
    play.outcome(code, touch=play.planned())
    assert play.work.planned == ()
