"""Events give the state, the same one again from the log, and undo gives back the one before."""

import re
from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest
from msgspec.structs import replace

from app.core.engine.by_hand import PausePlan
from app.core.engine.engine import Enrol
from app.core.errors import BadInput, Refused
from app.core.log.events import (
    TYPES,
    Body,
    EnrolmentFinished,
    LeadAdded,
    OutcomeCorrected,
    OutcomeUndone,
    PointMarked,
    StageChanged,
    SuppressionLifted,
    TouchPlanned,
    decode_body,
    encode_body,
)
from app.core.log.projection import apply, apply_all, fold
from app.core.log.undo import take_back, undo
from app.core.work.enrolment import LeadWork
from tests.builders import NOW, REP, make_event, make_lead, make_point, make_touch, uid
from tests.core.playing import Play, utc
from tests.core.work.outcome_cases import AT, CALL_KEYS, CALLS, MAIL, MAIL_KEYS, MAILS, PHONE, Case

SECOND = timedelta(seconds=1)
EVERY_CASE = pytest.mark.parametrize(
    ("plan", "case"),
    [("calls", case) for case in CALL_KEYS] + [("mails", case) for case in MAIL_KEYS],
    ids=lambda value: value if isinstance(value, str) else value.code,
)


def started(plan: str) -> Play:
    return Play(make_lead(points=(PHONE, MAIL)), CALLS if plan == "calls" else MAILS, at=AT)


def taken_back(play: Play, event_id: UUID) -> tuple[Body, ...]:
    bodies = take_back(play.lead.lead_id, play.log, event_id)
    play.append(bodies)
    return bodies


def without_opt_outs(work: LeadWork) -> LeadWork:
    return replace(work, suppressions=())


def last_act(play: Play) -> UUID:
    return [event for event in play.log if event.cause_id is None][-1].event_id


# Replay


@EVERY_CASE
def test_the_log_gives_the_same_state_again(plan: str, case: Case) -> None:
    play = started(plan)
    play.outcome(case.key, when=case.when, reason=case.reason)
    assert play.replayed() == play.work
    play.tick(AT + timedelta(days=9))
    assert play.replayed() == play.work


@EVERY_CASE
def test_older_events_that_only_count_tries_give_the_same_instants(plan: str, case: Case) -> None:
    play = started(plan)
    if plan == "calls":
        play.outcome("busy")
        play.run(PausePlan(until=AT + timedelta(days=2)), at=AT + SECOND)
        play.tick(AT + timedelta(days=2))
    play.outcome(case.key, when=case.when, reason=case.reason, at=play.now + SECOND)
    taken_back(play, last_act(play))
    play.outcome(case.key, when=case.when, reason=case.reason, at=play.now + SECOND)
    older = [replace(event, body=_without_instants(event.body)) for event in play.log]
    assert any(t.tried_at for t in play.work.touches)
    assert all(len(t.tried_at) == t.tries for t in play.work.touches)
    assert fold(play.lead.lead_id, older).touches == play.work.touches


def _without_instants(raw: bytes) -> bytes:
    """A body as it was before touches kept the instants of their tries."""
    return re.sub(rb',"tried_at":\[[^\]]*\]', b"", raw)


def test_every_body_survives_being_written_down() -> None:
    seen: set[str] = set()
    for plan, cases in (("calls", CALL_KEYS), ("mails", MAIL_KEYS)):
        for case in cases:
            play = started(plan)
            play.outcome(case.key, when=case.when, reason=case.reason)
            taken_back(play, last_act(play))
            play.snooze(AT + timedelta(hours=1))
            for event in play.log:
                body = decode_body(event.type, event.v, event.body)
                assert body is not None
                assert encode_body(body) == (event.type, event.v, event.body)
                seen.add(event.type)
    play = started("calls")
    play.skip()
    play.outcome("5", when=AT + timedelta(days=1))
    play.outcome("9")
    for event in play.log:
        body = decode_body(event.type, event.v, event.body)
        assert body is not None
        assert encode_body(body) == (event.type, event.v, event.body)
        seen.add(event.type)
    rare = {"LeadRevised", "ConsentRecorded", "OutcomeCorrected", "EnrolmentResumed"}
    rare |= {"SignalReceived", "RuleFired"}  # tests/core/rules/test_rules_together.py
    rare |= {"AccountAnswered"}  # tests/core/accounts/test_account.py
    rare |= {"LeadErased"}  # tests/services/people/test_erasure.py
    rare |= {"SuppressionRead", "RegistryLoaded"}
    rare |= {"CadencePublished", "EnrolmentMoved"}  # tests/core/cadence/test_versions.py
    rare |= {"OverrideGiven"}  # tests/core/contact/test_going_ahead.py
    rare |= {"ZoneConfirmed", "ZoneTakenBack"}  # tests/services/contact/test_local_zone.py
    rare |= {"OwnerChanged"}  # tests/core/engine/test_take_over.py
    rare |= {"DecidedByHand", "ContactLogged"}  # test_by_hand.py, test_unplanned.py
    assert {name for name, _ in TYPES} - seen <= rare


def test_the_same_body_is_the_same_bytes() -> None:
    one = PointMarked(point_id=uid(1), usable=False, why="bounced")
    other = PointMarked(why="bounced", usable=False, point_id=uid(1))
    assert encode_body(one) == encode_body(other)


def test_what_is_unknown_is_passed_over_and_what_is_broken_is_named() -> None:
    body = LeadAdded(owner_id=REP, source="web", direction="inbound", received_at=NOW)
    later = make_event(StageChanged(stage="won"), 3)
    unknown = make_event(body, 2, type="LeadSangASong")
    newer = make_event(body, 2, v=2)
    for odd in (unknown, newer):
        work = fold(uid(1, 1), [make_event(body, 1), odd, later])
        assert (work.owner_id, work.stage) == (REP, "won")
    with pytest.raises(BadInput) as refused:
        fold(uid(1, 1), [make_event(body, 1, body=b'{"owner_id": 7}')])
    assert "LeadAdded" in refused.value.message


def test_a_correction_in_words_changes_no_state() -> None:
    play = started("calls")
    before = play.work
    corrected = OutcomeCorrected(corrects=play.log[0].event_id, outcome="connected")
    assert apply(before, corrected, AT) == before


def test_events_about_what_is_not_there_change_nothing() -> None:
    """A touch of another device may be missing here; nothing falls over."""
    work = LeadWork(lead_id=uid(1, 1), owner_id=REP)
    play = started("calls")
    play.outcome("busy")
    play.snooze(AT + timedelta(hours=1))
    play.outcome("no_answer")
    for event in play.log:
        body = decode_body(event.type, event.v, event.body)
        if type(body).__name__ in ("TouchMoved", "TouchSnoozed", "OutcomeLogged", "TouchSkipped"):
            assert body is not None
            assert apply(work, body, AT) == work
    assert apply(work, EnrolmentFinished(enrolment_id=uid(9), reason="converted"), AT) == work


def test_a_touch_planned_again_keeps_its_place() -> None:
    first, second = make_touch(1, "a"), make_touch(1, "b")
    work = LeadWork(lead_id=uid(1, 1), owner_id=REP, touches=(first, second))
    moved = replace(first, channel="email")
    assert apply(work, TouchPlanned(touch=moved), AT).touches == (moved, second)


# Undo


@EVERY_CASE
def test_undo_gives_back_exactly_what_was(plan: str, case: Case) -> None:
    play = started(plan)
    before = play.work
    play.outcome(case.key, when=case.when, reason=case.reason, at=AT + 3 * SECOND)
    play.now += 5 * SECOND
    bodies = taken_back(play, last_act(play))
    assert without_opt_outs(play.work) == before
    assert all(entry.lifted for entry in play.work.suppressions)
    lifted = [body for body in bodies if isinstance(body, SuppressionLifted)]
    assert len(lifted) == case.suppressed
    assert play.replayed() == play.work
    # And the touch can be worked again, with the same ids as before.
    play.outcome(case.key, when=case.when, reason=case.reason)
    assert play.replayed() == play.work


@pytest.mark.parametrize("act", ["skip", "snooze"])
def test_undo_of_a_skip_and_a_snooze(act: str) -> None:
    play = started("calls")
    before = play.work
    if act == "skip":
        play.skip()
    else:
        play.snooze(AT + timedelta(hours=1))
    taken_back(play, last_act(play))
    assert play.work == before


def test_undo_gives_the_clock_its_deadline_back() -> None:
    play = Play(at=utc("2026-11-23 10:00"))
    deadline = play.clock.deadline_at
    play.outcome("no_answer", at=utc("2026-11-23 10:04:55"))
    play.now = utc("2026-11-23 10:05:03")
    taken_back(play, last_act(play))
    assert (play.clock.state, play.clock.deadline_at) == ("running", deadline)
    play.tick()
    assert play.clock.state == "breached"


def test_undo_keeps_an_attempt_that_was_dialled() -> None:
    play = Play(at=AT)
    play.dial(AT + SECOND)
    play.outcome("no_answer", at=AT + 20 * SECOND)
    taken_back(play, last_act(play))
    assert (play.clock.state, play.clock.attempted_at) == ("attempted", AT + SECOND)


def test_undo_lifts_exactly_the_opt_out_it_made() -> None:
    play = started("calls")
    play.outcome("9")
    first = last_act(play)
    taken_back(play, first)
    play.outcome("9")
    assert [entry.lifted for entry in play.work.suppressions] == [True, False]
    ids = {entry.suppression_id for entry in play.work.suppressions}
    assert len(ids) == 2
    taken_back(play, last_act(play))
    assert [entry.lifted for entry in play.work.suppressions] == [True, True]


def test_undo_after_undo() -> None:
    """Two outcomes in a row, taken back in turn, leave exactly one open step each time."""
    play = Play(make_lead(points=(PHONE, make_point(2), MAIL)), CALLS, at=AT)
    states = [play.work]
    acts = []
    for code in ("wrong_contact", "no_answer"):
        play.outcome(code, at=play.now + SECOND)
        acts.append(last_act(play))
        states.append(play.work)
    taken_back(play, acts[1])
    assert play.work == states[1]
    taken_back(play, acts[0])
    assert play.work == states[0]
    assert [t.step_key for t in play.work.planned] == ["one"]


def test_time_that_passed_meanwhile_comes_again() -> None:
    play = Play(at=AT)
    before = play.work
    play.outcome("9", at=AT + SECOND)
    act = last_act(play)
    play.elsewhere = frozenset("*")
    play.tick(AT + 2 * SECOND)
    taken_back(play, act)
    assert without_opt_outs(play.work) == before


@pytest.mark.parametrize(
    ("act", "code"),
    [
        (lambda play: play.outcome("no_answer"), "undo_not_last"),
        (lambda play: play.skip(), "undo_not_last"),
        (lambda play: play.snooze(AT + timedelta(days=2)), "undo_not_last"),
        (lambda play: taken_back(play, last_act(play)), "undone_before"),
    ],
)
def test_only_the_last_act_is_taken_back(act: Callable[[Play], object], code: str) -> None:
    play = Play(make_lead(points=(PHONE, make_point(2), MAIL)), CALLS, at=AT)
    play.outcome("wrong_contact")
    first = last_act(play)
    act(play)
    with pytest.raises(Refused) as refused:
        taken_back(play, first)
    assert refused.value.code == code


def test_an_enrolment_that_followed_keeps_the_act_before() -> None:
    play = Play(plan=CALLS, at=AT)
    play.outcome("not_interested")
    act = last_act(play)
    play.run(Enrol(cadence_key="b2c_standard", why="manager"), AT + SECOND)
    with pytest.raises(Refused, match="since"):
        taken_back(play, act)


def test_only_acts_of_a_person_are_taken_back() -> None:
    play = Play(at=AT)
    play.outcome("no_answer")
    consequence = play.log[-1]
    assert consequence.cause_id is not None
    for event_id in (play.log[0].event_id, consequence.event_id, uid(99, 99)):
        with pytest.raises(Refused) as refused:
            take_back(play.lead.lead_id, play.log, event_id)
        assert refused.value.code == "not_undoable"


def test_undo_names_what_is_to_be_removed() -> None:
    play = started("calls")
    before = play.work
    play.outcome("no_answer")
    body = undo(uid(7), before, play.work)
    assert isinstance(body, OutcomeUndone)
    assert body.removed_touches == (play.planned().touch_id,)
    assert [t.state for t in body.touches] == ["planned"]
    assert apply_all(play.work, [(body, AT)]) == before
    nothing = undo(uid(7), before, before)
    assert (nothing.touches, nothing.enrolments, nothing.removed_touches) == ((), (), ())
