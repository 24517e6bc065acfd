"""Against which reasons a person may go ahead, once, and what is written down of it."""

from datetime import date, time

import pytest

from app.core.contact.business_time import at_local
from app.core.engine.engine import Dial
from app.core.errors import Refused
from app.core.log.events import FirstContactSet, OverrideGiven
from tests.builders import make_lead, make_touch
from tests.core.contact.asking import asked, somebody
from tests.core.playing import Play, utc
from tests.core.queue_cases import due
from tests.rulebooks import shipped

TUESDAY = date(2026, 11, 24)
TOUCH = make_touch().touch_id


def at(clock: str, zone: str) -> str:
    return at_local(TUESDAY, time.fromisoformat(clock), zone).isoformat()[:-6]


@pytest.mark.parametrize(
    ("phone", "zone", "clock", "facts", "may"),
    [
        # The house alone: half past eight in London, where guidance opens at eight.
        ("+442079460123", "Europe/London", "08:30", {}, True),
        # Guidance too, at seven.
        ("+442079460123", "Europe/London", "07:00", {}, True),
        # A statute in Spain, in the one zone of Madrid.
        ("+34912345678", "Europe/Madrid", "08:30", {"city": "Madrid", "country": "ES"}, False),
        # Half past nine in Madrid is half past eight on the Canaries: a mobile may be either.
        ("+34612345678", "Europe/Madrid", "09:30", {}, True),
        # At eight it is before the hour in both.
        ("+34612345678", "Europe/Madrid", "08:00", {}, False),
        # Half past eight in Florida is too late, and in its other zone it is half past seven.
        ("+18502010123", "America/New_York", "20:30", {}, True),
        ("+18502010123", "America/New_York", "21:30", {}, False),
        # In an address they stand, both of them.
        ("+18502010123", "America/New_York", "20:30", {"country": "US", "region": "FL"}, False),
    ],
)
def test_only_what_no_law_shuts(
    phone: str, zone: str, clock: str, facts: dict[str, str], *, may: bool
) -> None:
    found = asked(somebody(phone, **facts), at(clock, zone), house=True)
    assert (found.state, found.overridable) == ("later", may)


def test_an_open_window_needs_no_reason() -> None:
    found = asked(somebody("+442079460123"), at("11:00", "Europe/London"), house=True)
    assert (found.state, found.overridable) == ("open", False)


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"suppressed": frozenset("*")}, "suppressed"),
        ({"consent": False, "channel": "sms"}, "no_consent"),
        ({"not_before": time(11)}, "own_wish"),
    ],
)
def test_what_the_person_said_stands(facts: dict[str, object], code: str) -> None:
    given = dict(facts)
    channel = str(given.pop("channel", "call"))
    found = asked(
        somebody("+442079460123"),
        at("08:30", "Europe/London"),
        channel,  # type: ignore[arg-type]  # of the table above
        house=True,
        **given,  # type: ignore[arg-type]  # fields by name
    )
    assert found.reasons[0].code == code
    assert not found.overridable


def test_nobody_knows_where_they_are() -> None:
    found = asked(make_lead(points=(), zones=(), country=""), "2026-11-24 12:00", house=True)
    assert not found.overridable


def night() -> Play:
    """Twenty to nine in the evening in London: the house has shut, guidance has not."""
    play = due(country="GB", city="London", zones=("Europe/London",), at="2026-11-23 10:00")
    play.now = utc("2026-11-23 20:40")
    return play


def test_a_reason_opens_the_dispatch_once_and_is_logged() -> None:
    play = night()
    (touch,) = play.work.planned
    with pytest.raises(Refused) as refused:
        play.run(Dial(touch_id=touch.touch_id))
    assert refused.value.code == "window_shut"
    bodies = play.run(Dial(touch_id=touch.touch_id, anyway="they_asked"))
    (given,) = (b for b in bodies if isinstance(b, OverrideGiven))
    assert (given.touch_id, given.reason) == (touch.touch_id, "they_asked")
    assert given.rules == ("HOUSE-voice",)
    assert given.rules_version == play.facts.snapshot.rules.data_version
    with pytest.raises(Refused):
        play.run(Dial(touch_id=touch.touch_id))


def test_a_reason_is_not_written_down_where_none_is_needed() -> None:
    play = due(at="2026-11-23 10:00")
    (touch,) = play.work.planned
    bodies = play.run(Dial(touch_id=touch.touch_id, anyway="they_asked"))
    assert not any(isinstance(body, OverrideGiven) for body in bodies)


def test_no_reason_opens_what_is_hard() -> None:
    play = night()
    play.elsewhere = frozenset({"call"})
    (touch,) = play.work.planned
    with pytest.raises(Refused) as refused:
        play.run(Dial(touch_id=touch.touch_id, anyway="they_asked"))
    assert refused.value.code == "no_override"


def test_a_first_call_that_went_ahead_stops_the_clock() -> None:
    play = due(plan="b2c_standard", at="2026-11-23 20:40")
    (touch,) = play.work.planned
    bodies = play.run(Dial(touch_id=touch.touch_id, anyway="agreed_time"))
    assert [type(body) for body in bodies] == [OverrideGiven, FirstContactSet]


def test_every_rule_that_ships_is_hard_or_soft() -> None:
    assert {rule.force for rule in shipped().rules} == {"hard", "soft"}
