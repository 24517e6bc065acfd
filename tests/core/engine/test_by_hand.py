"""Starting, pausing, resuming, moving and ending a plan by hand, and handing a reply back."""

from typing import Any

import pytest

from app.core.engine.by_hand import FinishPlan, PausePlan, ReroutePlan, ResumePlan, StartPlan
from app.core.engine.engine import Command
from app.core.engine.outcome_effects import LogOutcome
from app.core.engine.upkeep import HandBack
from app.core.errors import NotFound, Refused
from app.core.log.events import DecidedByHand, OutcomeLogged
from app.core.log.undo import take_back
from tests.builders import make_lead
from tests.core.playing import Play, cadence, only, step, utc
from tests.core.work.outcome_cases import AT, CALLS, DAY, HOUR, MAILS, THEN

LATER = utc("2026-12-07 09:00")
FIVE = cadence(
    *(step(f"step_{n}", day=2 * n, channel="email") for n in range(5)), key="five", then="mails"
)


def playing(plan: Any = FIVE, **how: Any) -> Play:
    """Somebody on `plan`, with the plans of the other tests at hand."""
    play = Play(plan=plan, at=AT, **how)
    play.cadences |= {"calls": CALLS, "mails": MAILS, "five": FIVE}
    return play


def replied() -> Play:
    """The first message was sent, the second answered."""
    play = playing()
    play.outcome("sent")
    play.outcome("replied", at=AT + 2 * DAY)
    assert play.state() == "with_person"
    return play


def hand_back(play: Play, code: str = "sent", **choice: Any) -> None:
    reply = play.planned("reply")
    told = LogOutcome(touch_id=reply.touch_id, outcome=code, hand_back=HandBack(**choice))
    play.run(told, play.now + HOUR)


def refused(play: Play, command: Command) -> str:
    """The code of the refusal; nothing has changed."""
    before, length = play.work, len(play.log)
    with pytest.raises((Refused, NotFound)) as error:
        play.run(command)
    assert (play.work, len(play.log)) == (before, length)
    return error.value.code


def by_hand_undone(play: Play) -> None:
    """Take back the last act, and find everything as it was before."""
    act = next(e for e in reversed(play.log) if e.type == DecidedByHand.__name__)
    first = play.log.index(act)
    assert all(e.cause_id == act.event_id for e in play.log[first + 1 :])
    before = Play(enrolled=False)
    before.log = play.log[:first]
    bodies = take_back(play.lead.lead_id, play.log, act.event_id)
    play.append(bodies)
    assert play.replayed() == play.work
    before.work = play.work
    assert before.replayed() == play.work


# A reply is handed back


@pytest.mark.parametrize("choice", [None, {"way": "same"}])
def test_a_reply_is_handed_back_to_the_step_that_was_to_come(choice: Any) -> None:
    play = replied()
    if choice is None:
        play.outcome("sent", at=play.now + HOUR)
    else:
        hand_back(play, **choice)
    assert (play.state(), play.planned().step_key) == ("active", "step_2")
    assert play.planned().due_at == utc("2026-11-27 08:30")


def test_a_reply_is_handed_back_to_the_step_after_that() -> None:
    play = replied()
    hand_back(play, way="next")
    assert (play.state(), play.planned().step_key) == ("active", "step_3")
    # What is left out still takes up its place in the plan; the Sunday gives way to Monday.
    assert play.planned().due_at == utc("2026-11-30 09:00")
    assert play.plan_line()[-2:] == [("step_2", "skipped"), ("step_3", "planned")]
    assert play.replayed() == play.work


def test_the_step_that_a_reply_interrupted_may_be_kept_or_left_out() -> None:
    for skip, step_key in ((False, "step_1"), (True, "step_2")):
        play = playing()
        play.outcome("sent")
        play.run(PausePlan(until=LATER), AT + HOUR)
        play.run(ResumePlan(skip=skip), AT + 2 * HOUR)
        assert (play.state(), play.planned().step_key) == ("active", step_key)
        assert play.replayed() == play.work


def test_a_reply_may_move_the_person_to_another_cadence() -> None:
    play = replied()
    former = play.enrolment
    hand_back(play, way="reroute", to="calls")
    ended = play.work.enrolments[0]
    assert (ended.state, ended.finish_reason) == ("finished", "rerouted")
    assert (play.enrolment.cadence_key, play.state()) == ("calls", "active")
    assert play.enrolment.enrolment_id != former.enrolment_id
    assert play.planned().step_key == "one"
    assert play.replayed() == play.work


@pytest.mark.parametrize(
    ("reason", "stage"),
    [
        ("converted", "won"),
        ("not_interested", "lost"),
        ("unqualified", "lost"),
        ("removed_by_manager", "working"),
    ],
)
def test_a_reply_may_end_the_plan(reason: Any, stage: str) -> None:
    play = replied()
    hand_back(play, way="finish", reason=reason)
    assert (play.state(), play.enrolment.finish_reason) == ("finished", reason)
    assert (play.work.stage, play.work.planned) == (stage, ())


def test_a_second_reply_still_holds_the_plan() -> None:
    play = replied()
    play.outcome("replied", at=play.now + HOUR)
    (open_reply,) = (t for t in play.work.planned if t.kind == "reply")
    assert open_reply.state == "planned"
    hand_back(play, way="next")
    assert (play.state(), play.planned().step_key) == ("active", "step_3")


def test_a_promise_made_meanwhile_is_kept_first() -> None:
    play = replied()
    play.outcome("call_back", when=THEN, at=play.now + HOUR)
    callback = play.planned("callback")
    told = LogOutcome(
        touch_id=callback.touch_id, outcome="connected", hand_back=HandBack(way="next")
    )
    play.run(told, THEN)
    assert (play.state(), play.planned().step_key) == ("active", "step_3")


@pytest.mark.parametrize(
    ("kind", "code", "choice", "why"),
    [
        ("reply", "converted", {"way": "same"}, "no_hand_back"),
        ("step", "sent", {"way": "same"}, "no_hand_back"),
        ("reply", "sent", {"way": "reroute", "to": "five"}, "same_cadence"),
        ("reply", "sent", {"way": "reroute", "to": "nowhere"}, "no_cadence"),
        ("reply", "sent", {"way": "finish"}, "bad_reason"),
        ("reply", "sent", {"way": "finish", "reason": "opted_out"}, "bad_reason"),
    ],
)
def test_what_handing_back_cannot_be(kind: str, code: str, choice: Any, why: str) -> None:
    play = replied() if kind == "reply" else playing()
    touch = play.planned(kind)
    told = LogOutcome(touch_id=touch.touch_id, outcome=code, hand_back=HandBack(**choice))
    assert refused(play, told) == why


def test_a_hand_back_is_undone_with_its_outcome() -> None:
    play = replied()
    before = play.work
    hand_back(play, way="reroute", to="calls")
    act = next(e for e in reversed(play.log) if e.type == OutcomeLogged.__name__)
    play.append(take_back(play.lead.lead_id, play.log, act.event_id))
    assert play.work == before


# By hand


def test_a_cadence_is_started_for_somebody_on_none() -> None:
    play = playing(enrolled=False)
    play.run(StartPlan(cadence_key="five"))
    assert (play.enrolment.cadence_key, play.enrolment.why) == ("five", "by_hand")
    assert play.planned().step_key == "step_0"
    by_hand_undone(play)
    assert play.work.enrolments == ()


def test_a_cadence_is_started_after_an_end() -> None:
    play = playing()
    play.outcome("not_interested")
    play.run(StartPlan(cadence_key="calls"), AT + DAY)
    assert (play.enrolment.cadence_key, play.work.stage) == ("calls", "working")
    by_hand_undone(play)
    assert play.work.stage == "lost"


def test_who_opted_out_comes_back_by_a_manager_alone() -> None:
    play = playing()
    play.outcome("do_not_contact")
    assert refused(play, StartPlan(cadence_key="calls")) == "opted_out"
    # As long as the opt-out is in force, not even then.
    assert refused(play, StartPlan(cadence_key="calls", by_manager=True)) == "no_channel"


def test_a_pause_hides_the_plan_until_its_end() -> None:
    play = playing()
    play.outcome("sent")
    play.run(PausePlan(until=LATER), AT + HOUR)
    assert (play.state(), play.enrolment.paused_until) == ("paused", LATER)
    play.tick(LATER)
    assert (play.state(), play.planned().due_at) == ("active", LATER)


def test_a_pause_may_end_early() -> None:
    play = playing()
    play.outcome("sent")
    due_at = play.planned().due_at
    play.run(PausePlan(until=LATER), AT + HOUR)
    play.run(ResumePlan(), AT + 2 * HOUR)
    assert (play.state(), play.planned().due_at) == ("active", due_at)
    by_hand_undone(play)
    assert play.state() == "paused"
    # What fell due meanwhile is due now.
    play.run(ResumePlan(), AT + 5 * DAY)
    assert play.planned().due_at == AT + 5 * DAY


def test_a_reply_that_was_answered_elsewhere_is_handed_back() -> None:
    play = replied()
    play.run(ResumePlan(), AT + 5 * DAY)
    assert play.state() == "active"
    assert [t.state for t in play.work.touches if t.kind == "reply"] == ["cancelled"]
    # Due on Friday; on Saturday it waits for the next morning.
    assert play.planned().due_at > AT + 5 * DAY
    by_hand_undone(play)
    assert play.state() == "with_person"


def test_a_person_is_moved_to_another_cadence() -> None:
    play = playing()
    play.outcome("sent")
    play.run(ReroutePlan(cadence_key="calls"), AT + HOUR)
    assert [(e.cadence_key, e.finish_reason) for e in play.work.enrolments] == [
        ("five", "rerouted"),
        ("calls", None),
    ]
    assert play.planned().step_key == "one"
    by_hand_undone(play)
    assert play.enrolment.cadence_key == "five"


def test_whoever_rests_until_a_date_rests_on_the_new_cadence_too() -> None:
    play = playing()
    play.outcome("away", when=LATER)
    play.run(ReroutePlan(cadence_key="calls"), AT + HOUR)
    assert (play.state(), play.enrolment.paused_until) == ("paused", LATER)


def test_who_is_removed_has_nothing_planned() -> None:
    play = playing(CALLS)
    play.run(FinishPlan())
    assert (play.enrolment.finish_reason, play.work.planned) == ("removed_by_manager", ())
    # Nobody is blamed for a first call that somebody took away.
    assert (play.clock.state, play.clock.why) == ("not_startable", "removed_by_manager")
    by_hand_undone(play)
    assert play.clock.state == "running"


def promised() -> Play:
    play = playing()
    play.outcome("call_back", when=THEN)
    return play


def paused() -> Play:
    play = playing()
    play.outcome("away", when=LATER)
    return play


def ended() -> Play:
    play = playing()
    play.outcome("converted")
    return play


@pytest.mark.parametrize(
    ("start", "command", "why"),
    [
        (playing, StartPlan(cadence_key="calls"), "already_enrolled"),
        (ended, StartPlan(cadence_key="nowhere"), "no_cadence"),
        (playing, PausePlan(until=AT), "date_past"),
        (ended, PausePlan(until=LATER), "not_enrolled"),
        (promised, PausePlan(until=LATER), "waits_already"),
        (replied, PausePlan(until=LATER), "waits_already"),
        (lambda: playing(CALLS), PausePlan(until=LATER), "first_contact_runs"),
        (playing, ResumePlan(), "not_paused"),
        (ended, ResumePlan(), "not_enrolled"),
        (promised, ResumePlan(), "promise_open"),
        (playing, ReroutePlan(cadence_key="five"), "same_cadence"),
        (playing, ReroutePlan(cadence_key="nowhere"), "no_cadence"),
        (promised, ReroutePlan(cadence_key="calls"), "promise_open"),
        (ended, ReroutePlan(cadence_key="calls"), "not_enrolled"),
        (ended, FinishPlan(), "not_enrolled"),
        (playing, FinishPlan(reason="max_attempts"), "bad_reason"),
    ],
)
def test_what_is_refused(start: Any, command: Command, why: str) -> None:
    assert refused(start(), command) == why


def test_a_person_without_any_way_is_not_put_on_a_cadence() -> None:
    play = Play(make_lead(points=()), enrolled=False)
    assert refused(play, StartPlan(cadence_key="b2c_standard")) == "no_channel"


def test_the_event_says_what_was_decided() -> None:
    play = playing()
    said = only(play.run(PausePlan(until=LATER)), DecidedByHand)
    assert (said.act, said.enrolment_id, said.until) == (
        "pause",
        play.enrolment.enrolment_id,
        LATER,
    )
