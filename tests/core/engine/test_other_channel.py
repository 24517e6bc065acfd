"""What goes out while the channel of a step is shut: beside the plan, and never twice."""

from datetime import timedelta
from typing import Any

import pytest

from app.core.engine.other_channel import UseChannel, offers
from app.core.errors import Refused
from app.core.log.events import TouchPlanned
from app.core.people.lead import Channel
from tests.core.playing import Play, cadence, step, utc
from tests.core.queue_cases import replied, someone

PLAN = cadence(
    step("call", day=0),
    step("mail", channel="email", template="what_you_asked_for", day=1),
    step("again", day=2),
    step("more", channel="email", template="early_stage", day=3),
    key="mixed",
)
# Half past eight in Madrid: the house writes from eight on and calls from nine.
EARLY = utc("2026-11-23 07:30")


def early(**facts: Any) -> Play:
    return Play(someone(received="2026-11-23 07:00", **facts), PLAN, at=EARLY)


def offered(play: Play) -> list[Channel]:
    (touch,) = (t for t in play.work.planned if t.kind != "inserted")
    return [offer.channel for offer in offers(play.facts, touch, play.now)]


def test_the_next_message_of_the_plan_is_offered_while_calls_are_shut() -> None:
    play = early()
    assert offered(play) == ["email"]
    (offer,) = offers(play.facts, play.work.planned[0], play.now)
    assert offer.slot is not None
    assert (offer.slot.step.key, offer.closes_at) == ("mail", utc("2026-11-23 18:00"))


@pytest.mark.parametrize(
    ("at", "expected"),
    [("2026-11-23 06:30", []), ("2026-11-23 07:30", ["email"]), ("2026-11-28 10:30", [])],
)
def test_only_what_is_open_is_offered(at: str, expected: list[str]) -> None:
    play = early()
    play.now = utc(at)
    assert offered(play) == expected


def test_a_call_is_offered_while_messages_are_shut() -> None:
    play = Play(someone(received="2026-11-22 09:00"), PLAN, at=utc("2026-11-22 09:00"))
    play.outcome("no_answer", at=utc("2026-11-23 09:00"))
    play.now = utc("2026-11-28 10:30")  # a Saturday, on which the house calls and does not write
    (touch,) = play.work.planned
    assert (touch.step_key, offered(play)) == ("mail", ["call"])


def test_the_shut_step_stays_and_the_message_is_not_sent_twice() -> None:
    play = early()
    (call,) = play.work.planned
    (planned,) = play.run(UseChannel(touch_id=call.touch_id, channel="email"))
    assert isinstance(planned, TouchPlanned)
    mail = planned.touch
    assert (mail.kind, mail.step_key, mail.due_at) == ("inserted", "mail", play.now)
    assert {t.step_key for t in play.work.planned} == {"call", "mail"}
    # A second press takes the one that is there.
    assert play.run(UseChannel(touch_id=call.touch_id, channel="email")) == ()
    assert offered(play) == ["email"]
    play.outcome("sent", touch=mail)
    assert [t.touch_id for t in play.work.planned] == [call.touch_id]
    (offer,) = offers(play.facts, call, play.now)
    assert offer.slot is not None
    assert offer.slot.step.key == "more"
    play.outcome("no_answer", at=utc("2026-11-23 09:00"))
    skipped = {t.step_key: t.outcome for t in play.work.touches if t.state == "skipped"}
    assert skipped == {"mail": "pulled_forward"}
    assert [t.step_key for t in play.work.planned] == ["again"]


def test_a_reply_is_answered_where_it_is_open() -> None:
    play = replied()
    play.now = utc("2026-11-28 10:30")
    (reply,) = play.work.planned
    found = [(offer.channel, offer.slot) for offer in offers(play.facts, reply, play.now)]
    assert found == [("call", None), ("sms", None)]


@pytest.mark.parametrize("channel", ["email", "whatsapp", "call", "linkedin_message"])
def test_what_is_not_open_is_refused(channel: Channel) -> None:
    play = early(zones=())
    (call,) = play.work.planned
    with pytest.raises(Refused) as refused:
        play.run(UseChannel(touch_id=call.touch_id, channel=channel))
    assert refused.value.code == "channel_shut"


def test_without_a_text_of_the_plan_nothing_is_written() -> None:
    alone = cadence(step("call", day=0), step("again", day=1), key="alone")
    play = Play(someone(received="2026-11-23 07:00"), alone, at=EARLY)
    assert offered(play) == []


def test_whoever_opted_out_is_offered_nothing() -> None:
    play = early()
    play.elsewhere = frozenset("*")
    (call,) = play.work.planned
    assert offers(play.facts, call, play.now) == ()


def test_an_offer_ends_with_its_window() -> None:
    play = early()
    (offer,) = offers(play.facts, play.work.planned[0], play.now)
    assert offer.closes_at is not None
    play.now = offer.closes_at - timedelta(seconds=1)
    assert "email" in [o.channel for o in offers(play.facts, play.work.planned[0], play.now)]
    play.now = offer.closes_at
    assert "email" not in [o.channel for o in offers(play.facts, play.work.planned[0], play.now)]
