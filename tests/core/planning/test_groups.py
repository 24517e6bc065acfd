"""A touch of several actions: planned together, worked one by one, counted once."""

from datetime import time, timedelta
from typing import Any
from uuid import UUID

import pytest

from app.core.cadence.cadence import Cadence
from app.core.engine.rule_effects import Observe
from app.core.log.events import OutcomeLogged, TouchPlanned
from app.core.log.undo import take_back
from app.core.rules.engagement import worked
from app.core.work.signal import Signal
from app.core.work.touch import Touch
from tests.builders import make_lead, make_point, uid
from tests.core.playing import Play, agreed, cadence, only, step, utc

AT = utc("2026-11-23 10:00")
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
POINTS = (
    make_point(1),
    make_point(2, kind="email", value="a@example.com"),
    make_point(3, kind="linkedin", value="https://linkedin.com/in/a"),
)


def plan(*rest: Any, always: bool = False, **fields: Any) -> Cadence:
    """Call, then email at once; then a call two days later."""
    return cadence(
        step("call", within_s=300, group="hello"),
        step("mail", day=0, channel="email", group="hello", always=always),
        *rest,
        step("next", day=2),
        step("last", day=4, channel="email"),
        **fields,
    )


VOICEMAIL = step("tone", day=0, channel="voicemail", group="hello", only_if="no_answer")


def played(cadence_: Cadence | None = None, **facts: Any) -> Play:
    return Play(make_lead(received_at=AT, added_at=AT, points=POINTS), cadence_ or plan(), **facts)


@pytest.fixture
def play() -> Play:
    return played(at=AT)


def action(play: Play, key: str) -> Touch:
    """The touch record of one action, as it is now."""
    return next(t for t in play.work.touches if t.step_key == key)


def states(play: Play, *keys: str) -> list[str]:
    return [f"{key} {action(play, key).state}" for key in keys]


# Planned together, worked one by one


def test_the_actions_of_a_touch_are_planned_together_and_stand_in_one_row(play: Play) -> None:
    assert [t.step_key for t in play.work.planned] == ["call", "mail"]
    assert {t.due_at for t in play.work.planned} == {AT}
    row = play.place()
    assert (play.current.step_key, row.step_no, row.step_count, row.more) == ("call", 1, 3, 0)


def test_the_touch_is_done_when_every_action_has_its_outcome(play: Play) -> None:
    play.outcome("no_answer", at=AT + MINUTE)
    assert states(play, "call", "mail") == ["call done", "mail planned"]
    assert (play.current.step_key, play.place().step_no, play.place().more) == ("mail", 1, 0)
    play.outcome("sent", at=AT + HOUR)
    assert play.planned().step_key == "next"
    assert play.enrolment.attempts == 1


def test_the_gap_to_the_next_step_counts_from_the_last_action(play: Play) -> None:
    play.outcome("no_answer", at=AT + MINUTE)
    play.outcome("sent", at=utc("2026-11-24 10:00"))
    assert play.planned().due_at == utc("2026-11-26 15:00")


def test_the_actions_may_be_worked_in_any_order(play: Play) -> None:
    play.outcome("sent", touch=action(play, "mail"), at=AT + MINUTE)
    assert (play.current.step_key, play.place().more) == ("call", 0)
    play.outcome("no_answer", at=AT + HOUR)
    assert play.plan_line() == [("call", "done"), ("mail", "done"), ("next", "planned")]
    assert play.enrolment.attempts == 1


def test_a_call_that_was_busy_leaves_the_row_to_the_message_until_it_is_due_again(
    play: Play,
) -> None:
    play.outcome("busy", at=AT)
    assert (play.current.step_key, play.place().lane, play.place().more) == ("mail", "due_now", 0)
    back = AT + timedelta(minutes=15)
    assert play.place().lane_until == back
    play.now = back
    assert play.current.step_key == "call"


def test_a_shut_window_does_not_turn_the_order_of_the_actions() -> None:
    night = utc("2026-11-23 19:30")
    lead = make_lead(received_at=night, added_at=night, points=POINTS)
    late = Play(lead, plan(), at=night)
    # An email may be sent until 21:00, a call no more: the touch waits with its first action.
    assert (late.current.step_key, late.place().lane) == ("call", "waiting")


def test_actions_that_may_not_be_done_are_passed_and_the_touch_goes_on() -> None:
    lead = make_lead(received_at=AT, added_at=AT, points=POINTS[1:])
    silent = Play(lead, plan(VOICEMAIL), at=AT)
    assert states(silent, "call", "mail", "tone") == [
        "call skipped",
        "mail planned",
        "tone skipped",
    ]
    assert action(silent, "mail").due_at == AT


# What the outcome of one means for the others


@pytest.mark.parametrize(
    ("outcome", "stays", "kept", "state"),
    [
        # An action that was not reached leaves the others alone.
        ("no_answer", "planned step", "planned step", "active"),
        ("busy", "planned step", "planned step", "active"),
        ("someone_else", "planned step", "planned step", "active"),
        # A conversation makes them superfluous, but what always happens.
        ("connected", "cancelled step", "planned step", "active"),
        # What they asked to be sent is sent.
        ("send_information", "planned step", "planned step", "active"),
        # A promise: they wait with the call it is about; `always` is done meanwhile.
        ("call_back", "planned step", "planned inserted", "paused"),
        # The end: `always` is still to be done, unless they said no.
        ("meeting_booked", "cancelled step", "planned inserted", "paused"),
        ("converted", "cancelled step", "planned inserted", "finished"),
        ("not_interested", "cancelled step", "cancelled step", "finished"),
        ("unqualified", "cancelled step", "cancelled step", "finished"),
        ("do_not_contact", "cancelled step", "cancelled step", "finished"),
    ],
)
@pytest.mark.parametrize("always", [False, True])
def test_what_the_outcome_of_the_call_means_for_the_message(
    outcome: str, stays: str, kept: str, state: str, *, always: bool
) -> None:
    play = played(plan(always=always), at=AT)
    when = AT + HOUR if outcome in ("call_back", "meeting_booked") else None
    play.outcome(outcome, at=AT + MINUTE, when=when)
    mail = action(play, "mail")
    assert f"{mail.state} {mail.kind}" == (kept if always else stays)
    assert play.state() == state


def test_what_always_happens_is_done_beside_the_promise_and_after_the_end() -> None:
    for outcome in ("call_back", "meeting_booked"):
        play = played(plan(always=True), at=AT)
        play.outcome(outcome, at=AT + MINUTE, when=AT + timedelta(days=1))
        assert (play.current.step_key, play.place().lane) == ("mail", "due_now")
        play.outcome("sent", at=AT + HOUR)
        assert states(play, "mail") == ["mail done"]
        assert play.enrolment.conversation


def test_a_handover_task_is_done_even_after_a_no() -> None:
    play = played(
        cadence(
            step("call", within_s=300, group="over"),
            step("task", day=0, channel="task", group="over", always=True),
        ),
        at=AT,
    )
    play.outcome("not_interested", at=AT + MINUTE)
    assert play.current.step_key == "task"


def test_the_actions_that_waited_for_a_promise() -> None:
    """Kept, the conversation took place and they go with it; missed, the touch comes back."""
    kept, missed = played(at=AT), played(at=AT)
    for play in (kept, missed):
        play.outcome("call_back", at=AT, when=AT + HOUR)
        assert {t.kind for t in play.work.planned if play.place().touch_id == t.touch_id} == {
            "callback"
        }
    kept.outcome("connected", at=AT + HOUR)
    assert states(kept, "call", "mail", "next") == [
        "call skipped",
        "mail cancelled",
        "next planned",
    ]
    missed.outcome("no_answer", at=AT + HOUR)
    missed.outcome("no_answer", at=AT + 2 * HOUR)
    assert states(missed, "call", "mail") == ["call planned", "mail planned"]
    assert {t.due_at for t in missed.work.planned} == {utc("2026-11-24 10:00")}


def test_a_reply_cancels_the_call_and_waits_for_a_person() -> None:
    play = played(at=AT)
    play.outcome("replied", touch=action(play, "mail"), at=AT)
    assert states(play, "call", "mail") == ["call cancelled", "mail done"]
    assert play.current.kind == "reply"


def test_an_absence_lets_the_whole_touch_rest() -> None:
    play = played(at=AT)
    play.outcome("away", touch=action(play, "mail"), at=AT, when=utc("2026-11-30 10:00"))
    assert play.place().lane == "upcoming"
    play.tick(utc("2026-11-30 10:00"))
    assert (play.planned().step_key, play.planned().due_at) == ("call", utc("2026-11-30 10:00"))


def test_a_skip_leaves_out_the_one_action() -> None:
    play = played(at=AT)
    play.skip(at=AT + MINUTE)
    assert states(play, "call", "mail") == ["call skipped", "mail planned"]
    play.skip(at=AT + MINUTE)
    assert play.planned().step_key == "next"
    assert play.enrolment.attempts == 0


def test_a_snooze_takes_the_whole_touch_out_of_sight() -> None:
    play = played(at=AT)
    until = AT + 3 * HOUR
    play.snooze(until, at=AT)
    assert {t.snoozed_until for t in play.work.planned} == {until}
    assert (play.place().lane, play.place().more) == ("later_today", 0)


@pytest.mark.parametrize("outcome", ["connected", "not_interested", "voicemail_left"])
def test_undo_brings_the_siblings_back(outcome: str) -> None:
    play = played(plan(VOICEMAIL), at=AT)
    before, logged = play.work, len(play.log)
    play.outcome(outcome, at=AT + MINUTE)
    assert play.work != before
    play.append(take_back(play.lead.lead_id, play.log, play.log[logged].event_id))
    assert play.work == before


# A voicemail after the call


def test_a_voicemail_step_comes_when_the_call_was_not_answered() -> None:
    play = played(plan(VOICEMAIL), at=AT)
    assert [t.step_key for t in play.work.planned] == ["call", "mail"]
    play.outcome("no_answer", at=AT + MINUTE)
    assert [t.step_key for t in play.work.planned] == ["mail", "tone"]
    assert action(play, "tone").due_at == AT + MINUTE
    play.outcome("sent", at=AT + 2 * MINUTE)
    play.outcome("voicemail_left", at=AT + 3 * MINUTE)
    assert play.planned().step_key == "next"
    assert play.enrolment.attempts == 1


def test_a_message_left_on_the_call_is_the_voicemail() -> None:
    play = played(plan(VOICEMAIL), at=AT)
    bodies = play.outcome("voicemail_left", at=AT + MINUTE)
    said = [b for b in bodies if isinstance(b, OutcomeLogged)]
    assert [(b.attempted, b.again) for b in said] == [(True, False), (False, True)]
    tone = action(play, "tone")
    assert (tone.state, tone.outcome, tone.tries) == ("done", "voicemail_left", 0)
    assert [t.step_key for t in play.work.planned] == ["mail"]
    # One call, not two: what limits calls a day does not count the message.
    assert [name for _, name in play.facts.after(play.work, play.lead).snapshot.attempts] == [
        "call"
    ]


@pytest.mark.parametrize(("outcome", "why"), [("connected", "condition"), (None, "condition")])
def test_no_voicemail_for_who_answered_or_was_not_called(outcome: str | None, why: str) -> None:
    play = played(
        cadence(step("before", day=0), step("call", day=1, group="hello"), VOICEMAIL), at=AT
    )
    play.outcome("no_answer", at=AT)
    due = play.planned().due_at
    if outcome:
        play.outcome(outcome, at=due)
    else:
        play.skip(at=due)
    tone = action(play, "tone")
    assert (tone.state, tone.outcome) == ("skipped", why)
    assert play.work.enrolments[0].finish_reason == "completed_silent"


def test_a_condition_on_a_conversation_waits_for_all_actions_before_it() -> None:
    text = step("text", day=0, channel="sms", group="hello", only_if="no_conversation")
    play = played(plan(text), at=AT)
    play.outcome("no_answer", at=AT)
    assert [t.step_key for t in play.work.planned] == ["mail"]
    play.outcome("sent", at=AT)
    assert play.planned().step_key == "text"


# The form a step takes


CONNECT = step(
    "social",
    day=0,
    channel="linkedin_message",
    only_if="connected",
    otherwise="linkedin_connect",
    group="hello",
)


def accepted(at: Any = AT) -> Observe:
    return Observe(signal=Signal(signal_id=uid(1, 0x51), kind="connection_accepted", at=at))


def test_a_message_becomes_an_invitation_while_it_was_not_accepted() -> None:
    play = played(plan(CONNECT), at=AT)
    assert action(play, "social").channel == "linkedin_connect"
    play.run(accepted(), at=AT + MINUTE)
    assert action(play, "social").channel == "linkedin_message"
    assert action(play, "social").due_at == AT


def test_who_accepted_is_written_to() -> None:
    plain = cadence(
        step("one", within_s=300),
        step(
            "two",
            day=1,
            channel="linkedin_message",
            only_if="connected",
            otherwise="linkedin_connect",
        ),
    )
    play = played(plain, at=AT)
    play.run(accepted(), at=AT)
    play.outcome("no_answer", at=AT + MINUTE)
    assert (play.planned().step_key, play.planned().channel) == ("two", "linkedin_message")


def test_without_another_form_it_is_passed() -> None:
    plain = cadence(
        step("one", within_s=300),
        step("two", day=1, channel="linkedin_message", only_if="connected"),
    )
    play = played(plain, at=AT)
    play.outcome("no_answer", at=AT)
    assert (action(play, "two").state, action(play, "two").outcome) == ("skipped", "condition")


def test_an_invitation_nobody_may_send_is_passed() -> None:
    consents = agreed("call", "email", "sms", at=AT)
    lead = make_lead(received_at=AT, added_at=AT, points=POINTS[:2])
    play = Play(lead, plan(CONNECT), at=AT, consents=consents)
    assert (action(play, "social").state, action(play, "social").outcome) == (
        "skipped",
        "not_permitted",
    )


# Counting


def test_the_most_attempts_count_touches() -> None:
    play = played(plan(max_attempts=2), at=AT)
    play.outcome("no_answer", at=AT)
    play.outcome("sent", at=AT)
    play.outcome("no_answer", at=utc("2026-11-25 10:00"))
    ended = play.work.enrolments[0]
    assert (ended.attempts, ended.finish_reason) == (2, "max_attempts")


def test_the_end_of_attempts_is_followed_like_a_silent_end() -> None:
    play = played(plan(max_attempts=1, then="nurture_long_term"), at=AT)
    play.outcome("no_answer", at=AT)
    play.outcome("sent", at=AT)
    assert [e.finish_reason for e in play.work.enrolments] == ["max_attempts", None]
    assert (play.enrolment.cadence_key, play.work.stage) == ("nurture_long_term", "nurture")


def test_a_touch_counts_as_worked_once_none_of_its_actions_is_open() -> None:
    play = played(at=AT)

    def count() -> int:
        return len(worked(play.work, play.enrolment, plan(), ()))

    play.outcome("no_answer", at=AT)
    assert count() == 0
    play.outcome("sent", at=AT)
    assert count() == 1


def test_information_goes_out_with_the_next_touch_of_two_actions() -> None:
    two = cadence(
        step("call", within_s=300),
        step("again", day=2, at=time(10), group="later"),
        step("mail", day=2, channel="email", group="later"),
    )
    play = played(two, at=AT)
    play.outcome("send_information", at=AT)
    assert (play.current.step_key, play.current.due_at) == ("mail", AT)
    assert action(play, "again").due_at == utc("2026-11-25 09:00")


def test_an_older_plan_that_had_its_first_action_alone_gets_the_others() -> None:
    play = played(at=AT)
    mail = action(play, "mail").touch_id
    play.log = [
        e for e in play.log if UUID(int=mail.int).hex not in e.body.decode().replace("-", "")
    ]
    play.work = play.replayed()
    assert [t.step_key for t in play.work.planned] == ["call"]
    bodies = play.tick(AT + MINUTE)
    assert only(bodies, TouchPlanned).touch.step_key == "mail"


def test_the_row_says_whom_the_step_is_for() -> None:
    plan_ = cadence(step("call", day=0, assignee="account_executive"), step("mine", day=1))
    play = played(plan_, at=AT)
    why = play.place().reason
    assert (why.code, why.args) == ("assigned", {"assignee": "account_executive"})
