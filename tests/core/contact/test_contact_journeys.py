"""A journey: there that zone alone, and home again from its end. And what platforms ask for."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.contact.policy import Snapshot, Verdict, judge
from app.core.engine.rule_effects import Observe
from app.core.people.lead import Channel
from app.core.queue.ranking import place
from app.core.reading.asked_zone import in_zone
from app.core.work.signal import Signal
from tests.builders import make_lead, make_touch, uid
from tests.core.contact.instants import ZONES, instants
from tests.core.contact.points import ALL_POINTS
from tests.core.playing import Play, agreed, library, utc
from tests.core.queue_cases import AT, DAILY, due, someone
from tests.rulebooks import house_hours

BACK = utc("2026-11-27 05:00")  # midnight in Lima
HOME = make_lead(points=ALL_POINTS, zones=("Europe/Madrid",))
AWAY = in_zone(HOME, "America/Lima", BACK)


def verdict(at: str | datetime, lead: Any = AWAY, **facts: Any) -> Verdict:
    now = utc(at) if isinstance(at, str) else at
    channel = facts.pop("channel", "call")
    touch = facts.pop("touch", {})
    given: dict[str, Any] = {"rules": house_hours(), "consents": agreed("whatsapp", "sms")}
    return judge(make_touch(channel=channel, **touch), lead, now, Snapshot(**given | facts))


@pytest.mark.parametrize(
    ("at", "state", "opens", "zone"),
    [
        # Nine in Madrid is three at night in Lima.
        ("2026-11-26 08:00", "later", "2026-11-26 14:00", "America/Lima"),
        ("2026-11-26 14:00", "open", None, "America/Lima"),
        # Eight in the evening there: next it opens in Madrid.
        ("2026-11-27 01:00", "later", "2026-11-27 08:00", "America/Lima"),
        ("2026-11-27 05:00", "later", "2026-11-27 08:00", "Europe/Madrid"),
        ("2026-11-27 08:00", "open", None, "Europe/Madrid"),
    ],
)
def test_there_and_back(at: str, state: str, opens: str | None, zone: str) -> None:
    found = verdict(at)
    assert (found.state, found.opens_at) == (state, utc(opens) if opens else None)
    assert found.zones == (zone,)
    assert found.tier == ("A" if zone == "America/Lima" else "B" if HOME.city else "D")
    if opens:
        assert found.reasons[0].args["opens_at"] == utc(opens).isoformat()


def test_the_return_ends_a_window() -> None:
    back = utc("2026-11-26 16:30")
    lead = in_zone(HOME, "America/Lima", back)
    found = verdict("2026-11-26 16:00", lead)
    assert (found.state, found.closes_at) == ("open", back)
    assert verdict(back, lead).closes_at == utc("2026-11-26 19:00")


@given(
    instants,
    st.integers(-4000, 4000),
    st.sampled_from(ZONES),
    st.sampled_from(ZONES),
    st.sampled_from(["call", "email"]),
)
def test_an_opening_is_open_also_after_a_journey(
    now: datetime, minutes: int, home: str, there: str, channel: Channel
) -> None:
    lead = make_lead(points=ALL_POINTS, zones=(home,))
    lead = in_zone(lead, there, now + timedelta(minutes=minutes))
    found = verdict(now, lead, channel=channel)
    tick = timedelta(microseconds=1)
    if found.opens_at is not None:
        assert found.opens_at > now
        assert verdict(found.opens_at, lead, channel=channel).state == "open"
        assert verdict(found.opens_at - tick, lead, channel=channel).state == "later"
    if found.state == "open" and found.closes_at is not None:
        assert verdict(found.closes_at - tick, lead, channel=channel).state == "open"


def test_the_row_is_placed_anew_when_they_are_home() -> None:
    play = due(at="2026-11-23 10:00")
    play.lead = in_zone(play.lead, "America/Lima", utc("2026-11-23 12:00"))
    placed = place(play.facts, play.now)
    assert placed is not None
    assert (placed.lane, placed.lane_until) == ("waiting", utc("2026-11-23 12:00"))
    placed = place(play.facts, utc("2026-11-23 12:00"))
    assert placed is not None
    assert placed.lane == "due_now"


HEARD = utc("2026-11-24 10:00")
REPLY = {"kind": "reply", "due_at": HEARD}


@pytest.mark.parametrize(
    ("at", "touch", "heard_at", "expected"),
    [
        ("2026-11-24 12:00", REPLY, HEARD, ("open", "2026-11-24 19:00")),
        ("2026-11-25 09:00", REPLY, HEARD, ("open", "2026-11-25 10:00")),
        ("2026-11-25 10:00", REPLY, HEARD, ("blocked", None)),
        ("2026-11-24 12:00", REPLY, None, ("blocked", None)),
        # Shut until nine the next day, which is still within the day they gave us.
        ("2026-11-24 21:00", REPLY, HEARD, ("later", "2026-11-25 10:00")),
        # A step of the plan has its template, whenever they wrote last.
        ("2026-11-25 12:00", {}, HEARD, ("open", "2026-11-25 19:00")),
        ("2026-11-25 12:00", {"kind": "inserted", "step_key": "x"}, None, ("open", None)),
        ("2026-11-25 12:00", {"kind": "inserted", "step_key": ""}, None, ("blocked", None)),
    ],
)
def test_whatsapp_takes_free_text_for_a_day(
    at: str,
    touch: dict[str, Any],
    heard_at: datetime | None,
    expected: tuple[str, str | None],
) -> None:
    found = verdict(at, HOME, channel="whatsapp", touch=touch, whatsapp_at=heard_at)
    assert found.state == expected[0]
    if expected[1]:
        assert found.closes_at == utc(expected[1])
    if found.state == "blocked":
        assert [(w.code, w.args["force"]) for w in found.reasons] == [("whatsapp_template", "hard")]


def test_a_day_that_ends_before_the_window_opens_leaves_no_room() -> None:
    friday = utc("2026-11-27 18:30")
    found = verdict("2026-11-28 14:00", HOME, channel="whatsapp", touch=REPLY, whatsapp_at=friday)
    assert [why.code for why in found.reasons] == ["whatsapp_template"]


def test_a_message_of_theirs_opens_the_day() -> None:
    play = due(at="2026-11-23 10:00")
    assert play.facts.snapshot.whatsapp_at is None
    heard = Signal(signal_id=uid(1, 9), kind="reply", at=HEARD, channel="whatsapp")
    play.run(Observe(signal=heard), HEARD)
    assert play.facts.snapshot.whatsapp_at == HEARD


@pytest.mark.parametrize("at", ["2026-11-24 10:00", "2026-11-28 10:00"])
def test_linkedin_is_done_by_hand(at: str) -> None:
    found = verdict(at, HOME, channel="linkedin_message")
    assert (found.reasons[-1].code, found.reasons[-1].args["force"]) == ("by_hand", "note")
    assert found.overridable == (found.state == "later")


def test_a_reply_that_whatsapp_takes_no_more_stays_among_the_replies() -> None:
    play = Play(someone(), DAILY, at=AT, ruleset=library().ruleset)
    heard = Signal(signal_id=uid(1, 9), kind="reply", at=play.now, channel="whatsapp")
    play.run(Observe(signal=heard))
    placed = place(play.facts, play.now)
    assert placed is not None
    assert placed.lane == "replies"
    placed = place(play.facts, play.now + timedelta(days=1, minutes=1))
    assert placed is not None
    assert placed.lane == "replies"


def test_no_opening_in_sight_is_said() -> None:
    play = due(zones=("Europe/Madrid", "Pacific/Auckland"))
    placed = place(play.facts, play.now)
    assert placed is not None
    assert (placed.lane, placed.reason.code) == ("waiting", "no_opening")
    assert placed.opens_at is None
