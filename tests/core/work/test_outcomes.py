"""What each outcome does to touch, enrolment, stage, clock and opt-outs: one line a key."""

from datetime import datetime
from typing import Any

import pytest

from app.core.engine.engine import Enrol, Skip
from app.core.engine.outcome_effects import LogOutcome
from app.core.errors import BadInput, NotFound, Refused
from app.core.work.outcome import find_outcome, outcomes_of
from tests.builders import make_lead
from tests.core.playing import Play, utc
from tests.core.work.outcome_cases import (
    AT,
    CALL_KEYS,
    CALLS,
    HOUR,
    MAIL,
    MAIL_KEYS,
    MAILS,
    PHONE,
    Case,
)


def worked(case: Case, plan: Any, points: tuple[Any, ...]) -> Play:
    play = Play(make_lead(points=points, received_at=AT, added_at=AT), plan, at=AT)
    before = play.planned()
    play.run(
        LogOutcome(touch_id=before.touch_id, outcome=case.key, when=case.when, reason=case.reason)
    )
    return play


def check(case: Case, play: Play, due: datetime) -> None:
    touch = play.work.touches[0]
    assert (touch.state, touch.outcome, touch.tries) == (case.touch, case.code, 1)
    enrolment = play.work.enrolments[0]
    assert (enrolment.state, enrolment.finish_reason) == (case.enrolment, case.finish)
    assert (enrolment.attempts, enrolment.conversation) == (1, case.conversation)
    assert play.work.stage == case.stage
    shown = [t for t in play.work.planned if case.next_kind in ("", t.kind)]
    if not case.next_kind:
        assert shown == []
    else:
        (found,) = shown
        assert found.step_key == case.next_step
        assert found.due_at == (case.next_due or due)
    assert bool(play.work.suppressions) == case.suppressed
    assert len(play.work.unusable) == case.unusable


@pytest.mark.parametrize("case", CALL_KEYS, ids=lambda case: f"{case.key}-{case.code}")
def test_a_call(case: Case) -> None:
    play = worked(case, CALLS, (PHONE, MAIL))
    check(case, play, due=utc("2026-11-25 09:00"))
    assert play.clock.state == "attempted"
    assert (play.clock.reached_at == AT) == case.conversation


@pytest.mark.parametrize("case", MAIL_KEYS, ids=lambda case: f"{case.key}-{case.code}")
def test_a_written_touch(case: Case) -> None:
    play = worked(case, MAILS, (PHONE, MAIL))
    check(case, play, due=utc("2026-11-25 10:00"))


@pytest.mark.parametrize("channel", ["call", "voicemail"])
def test_keys_keep_their_place_on_spoken_channels(channel: str) -> None:
    assert {o.key: o.code for o in outcomes_of(channel)} == {
        "1.1": "connected",
        "1.2": "send_information",
        "1.3": "someone_else",
        "2": "no_answer",
        "3": "voicemail_left",
        "4": "busy",
        "5": "call_back",
        "6.1": "meeting_booked",
        "6.2": "converted",
        "7.1": "not_interested",
        "7.2": "unqualified",
        "8": "wrong_contact",
        "9": "do_not_contact",
    }


@pytest.mark.parametrize(
    "channel",
    ["email", "video_email", "sms", "whatsapp", "linkedin_connect", "linkedin_message", "task"],
)
def test_keys_keep_their_place_on_written_channels(channel: str) -> None:
    codes = {o.key: o.code for o in outcomes_of(channel)}
    done = "1.1" if channel == "linkedin_connect" else "1"
    assert [codes[key] for key in (done, "2", "3", "4")] == [
        "sent",
        "not_delivered",
        "away",
        "replied",
    ]
    shared = {o.key: o.code for o in outcomes_of("call") if o.key[0] in "56789"}
    assert {key: code for key, code in codes.items() if key[0] in "56789"} == shared


@pytest.mark.parametrize(
    ("channel", "wanted", "code"),
    [
        ("call", "1", "connected"),
        ("call", "6", "meeting_booked"),
        ("call", "7", "not_interested"),
        ("call", "Not interested", "not_interested"),
        ("call", "do-not-contact", "do_not_contact"),
        ("email", "1", "sent"),
        ("email", " 6.2 ", "converted"),
    ],
)
def test_an_outcome_is_named_by_digit_or_word(channel: str, wanted: str, code: str) -> None:
    assert find_outcome(channel, wanted).code == code


@pytest.mark.parametrize(
    ("channel", "wanted"),
    [("call", "sent"), ("email", "voicemail_left"), ("call", "0"), ("call", "6.3"), ("call", "")],
)
def test_what_a_channel_does_not_have_is_named(channel: str, wanted: str) -> None:
    with pytest.raises(BadInput) as refused:
        find_outcome(channel, wanted)
    assert "1" in refused.value.hint


def test_a_date_is_asked_for_and_lies_ahead() -> None:
    play = Play(plan=CALLS, at=AT)
    for key in ("5", "6"):
        for when, code in ((None, "needs_date"), (AT, "date_past"), (AT - HOUR, "date_past")):
            with pytest.raises(Refused) as refused:
                play.outcome(key, when=when)
            assert refused.value.code == code
    assert len(play.work.touches) == 1


def test_a_settled_touch_is_closed() -> None:
    play = Play(plan=CALLS, at=AT)
    first = play.planned()
    play.outcome("no_answer")
    for command in (
        LogOutcome(touch_id=first.touch_id, outcome="sent"),
        Skip(touch_id=first.touch_id, reason="x"),
    ):
        with pytest.raises(Refused, match="no longer open"):
            play.run(command)


def test_one_open_enrolment() -> None:
    play = Play(plan=CALLS, at=AT)
    with pytest.raises(Refused, match="already"):
        play.run(Enrol(cadence_key="b2c_standard", why="manager"))


def test_a_cadence_that_could_not_be_read_is_named() -> None:
    play = Play(plan=CALLS, at=AT, enrolled=False)
    with pytest.raises(NotFound) as refused:
        play.run(Enrol(cadence_key="nonesuch", why="routing"))
    assert refused.value.code == "no_cadence"
