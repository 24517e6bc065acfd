"""Contacts nobody planned: what each outcome does to plan, clock, caps and opt-outs."""

from datetime import datetime
from typing import Any, NamedTuple

import pytest

from app.core.contact.history import attempts_of
from app.core.engine.outcome_effects import LogOutcome
from app.core.engine.unplanned import LogContact, contact_outcomes
from app.core.engine.upkeep import HandBack
from app.core.errors import BadInput, Refused
from app.core.log.events import ContactLogged
from app.core.log.undo import take_back
from tests.builders import make_lead, uid
from tests.core.playing import Play, agreed, only
from tests.core.work.outcome_cases import (
    AT,
    CALLS,
    DAY,
    HOUR,
    MAIL,
    MAILS,
    OTHER_PHONE,
    PHONE,
    THEN,
)


def contact(way: Any = "in", channel: Any = "call", outcome: str = "1", **more: Any) -> LogContact:
    said = {"contact_id": uid(7, 0xC0), "way": way, "channel": channel, "outcome": outcome}
    return LogContact(**said | more)


def playing(plan: Any = MAILS, *, sent: bool = True) -> Play:
    """Somebody to whom the first message went out; a call comes on Wednesday."""
    play = Play(make_lead(points=(PHONE, OTHER_PHONE, MAIL)), plan, at=AT)
    if sent:
        play.outcome("sent")
    return play


_ENDS = "call_back meeting_booked converted not_interested unqualified wrong_contact do_not_contact"


@pytest.mark.parametrize(
    ("channel", "way", "codes"),
    [
        ("call", "in", "connected send_information"),
        ("whatsapp", "in", "away replied"),
        (
            *("call", "out"),
            "connected send_information someone_else no_answer voicemail_left busy",
        ),
        ("sms", "out", "sent not_delivered"),
    ],
)
def test_what_a_contact_can_come_to(channel: Any, way: Any, codes: str) -> None:
    found = {o.code for o in contact_outcomes(way, channel)}
    assert found == {*codes.split(), *_ENDS.split()}


class Follows(NamedTuple):
    """A contact, and what follows."""

    way: Any
    channel: Any
    code: str
    state: str
    stage: str = "working"
    reason: str | None = None
    when: datetime | None = None


@pytest.mark.parametrize(
    "case",
    [
        Follows("in", "call", "connected", "with_person"),
        Follows("in", "call", "send_information", "with_person"),
        Follows("in", "sms", "replied", "with_person"),
        Follows("in", "whatsapp", "away", "paused"),
        Follows("in", "call", "call_back", "paused", when=THEN),
        Follows("in", "call", "meeting_booked", "paused", "meeting", when=THEN),
        Follows("in", "call", "converted", "finished", "won", "converted"),
        Follows("in", "call", "not_interested", "finished", "lost", "not_interested"),
        Follows("in", "call", "unqualified", "finished", "lost", "unqualified"),
        Follows("in", "sms", "do_not_contact", "finished", "lost", "opted_out"),
        Follows("in", "call", "wrong_contact", "active"),
        Follows("out", "call", "connected", "active"),
        Follows("out", "call", "no_answer", "active"),
        Follows("out", "call", "busy", "active"),
        Follows("out", "sms", "sent", "active"),
        Follows("out", "call", "call_back", "paused", when=THEN),
        Follows("out", "call", "do_not_contact", "finished", "lost", "opted_out"),
    ],
    ids=lambda case: f"{case.way}-{case.channel}-{case.code}",
)
def test_what_a_contact_brings_about(case: Follows) -> None:
    play = playing()
    play.run(contact(case.way, case.channel, case.code, when=case.when), AT + HOUR)
    assert (play.state(), play.work.stage) == (case.state, case.stage)
    assert play.enrolment.finish_reason == case.reason
    kept = play.work.touch(uid(7, 0xC0))
    assert kept is not None
    assert (kept.state, kept.outcome, kept.channel) == ("done", case.code, case.channel)
    assert kept.kind == ("inbound" if case.way == "in" else "outbound")
    assert bool(play.work.suppressions) == (case.code == "do_not_contact")
    assert play.replayed() == play.work


def test_a_conversation_they_began_waits_on_top_until_it_is_handed_back() -> None:
    play = playing()
    play.run(contact(), AT + HOUR)
    assert (play.enrolment.why, play.enrolment.conversation) == ("conversation", True)
    placed = play.place()
    assert (placed.lane, placed.reason.code) == ("replies", "conversation_open")
    reply = play.planned("reply")
    told = LogOutcome(touch_id=reply.touch_id, outcome="connected", hand_back=HandBack(way="same"))
    play.run(told, AT + 2 * HOUR)
    assert (play.state(), play.planned().step_key) == ("active", "two")


def test_a_second_message_does_not_wait_twice() -> None:
    play = playing()
    for n in (1, 2):
        play.run(contact("in", "whatsapp", "replied", contact_id=uid(n, 0xC0)), AT + n * HOUR)
    assert len([t for t in play.work.planned if t.kind == "reply"]) == 1


@pytest.mark.parametrize(
    ("agreed_to", "answer_on"), [(("sms", "email"), "sms"), (("email",), "call"), ((), "call")]
)
def test_who_wrote_where_we_may_not_is_answered_on_another_way(
    agreed_to: tuple[str, ...], answer_on: str
) -> None:
    lead = make_lead(points=(PHONE, MAIL))
    play = Play(lead, MAILS, at=AT, consents=agreed(*agreed_to))
    play.run(contact("in", "sms", "replied"))
    assert play.planned("reply").channel == answer_on
    assert play.place().lane == "replies"


def test_somebody_on_no_cadence_waits_on_top_too() -> None:
    play = Play(make_lead(points=(PHONE,)), at=AT, enrolled=False)
    play.run(contact())
    assert play.place().lane == "replies"
    play.outcome("connected", at=AT + HOUR)
    # They are in touch with us now, and stay in sight.
    assert play.enrolment.cadence_key == "nurture_long_term"


@pytest.mark.parametrize(
    ("way", "channel", "code", "counts"),
    [
        ("out", "call", "no_answer", True),
        ("out", "call", "connected", True),
        ("out", "sms", "sent", True),
        ("in", "call", "connected", False),
        ("in", "sms", "replied", False),
    ],
)
def test_what_counts_for_caps(way: Any, channel: Any, code: str, counts: bool) -> None:
    play = playing(sent=False)
    before = attempts_of(play.work)
    play.run(contact(way, channel, code), AT + HOUR)
    new = [(AT + HOUR, channel)] if counts else []
    assert attempts_of(play.work) == (*before, *new)
    # The plan counts its own touches alone.
    assert play.enrolment.attempts == 0


@pytest.mark.parametrize(
    ("way", "channel", "code", "state", "reached"),
    [
        ("out", "call", "no_answer", "attempted", False),
        ("out", "sms", "sent", "attempted", False),
        ("out", "call", "connected", "attempted", True),
        ("in", "call", "connected", "attempted", True),
        ("in", "sms", "replied", "running", False),
    ],
)
def test_the_first_contact_clock(
    way: Any, channel: Any, code: str, state: str, reached: bool
) -> None:
    play = playing(CALLS, sent=False)
    play.run(contact(way, channel, code))
    assert (play.clock.state, play.clock.reached_at is not None) == (state, reached)


def test_the_number_that_rang_is_the_one_that_is_wrong() -> None:
    play = playing()
    play.run(contact("in", "call", "8", point_id=OTHER_PHONE.point_id), AT + HOUR)
    assert play.work.unusable == (OTHER_PHONE.point_id,)


def test_the_only_way_was_wrong() -> None:
    play = Play(make_lead(points=(PHONE,)), CALLS, at=AT)
    play.run(contact("out", "call", "8"))
    assert (play.enrolment.finish_reason, play.work.planned) == ("unreachable", ())


@pytest.mark.parametrize(
    ("way", "channel", "outcome"),
    [
        ("in", "call", "no_answer"),
        ("in", "sms", "sent"),
        ("out", "sms", "replied"),
        ("in", "call", "x"),
    ],
)
def test_what_cannot_have_happened(way: Any, channel: Any, outcome: str) -> None:
    with pytest.raises(BadInput, match="no such outcome"):
        playing().run(contact(way, channel, outcome))


@pytest.mark.parametrize(("when", "code"), [(None, "needs_date"), (AT - DAY, "date_past")])
def test_a_promise_needs_its_date(when: datetime | None, code: str) -> None:
    with pytest.raises(Refused) as refused:
        playing().run(contact(outcome="5", when=when))
    assert refused.value.code == code


@pytest.mark.parametrize("code", ["connected", "do_not_contact", "call_back", "wrong_contact"])
def test_a_contact_is_taken_back(code: str) -> None:
    play = playing()
    before = play.work
    bodies = play.run(contact(outcome=code, when=THEN if code == "call_back" else None), AT + HOUR)
    logged = only(bodies, ContactLogged)
    assert logged.enrolment_id == play.work.enrolments[0].enrolment_id
    act = next(e for e in reversed(play.log) if e.type == "ContactLogged")
    play.append(take_back(play.lead.lead_id, play.log, act.event_id))
    assert play.work.touches == before.touches
    assert play.work.enrolments == before.enrolments
    assert not [s for s in play.work.suppressions if not s.lifted]
