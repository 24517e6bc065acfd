"""judge: open, later or blocked, and when that changes."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from app.core.consent.consent import Consent
from app.core.contact.policy import Snapshot, Verdict, judge, working_span
from app.core.people.lead import Channel
from tests.builders import make_consent, make_lead, make_point, make_touch
from tests.core.contact.instants import ZONES, instants
from tests.core.contact.points import ALL_POINTS
from tests.core.playing import agreed, utc
from tests.rulebooks import house_hours

EVERY: tuple[Channel, ...] = ("call", "email", "sms", "whatsapp", "linkedin_message", "task")
TWO = "America/New_York America/Chicago"
# A promise somewhere around the instants that are asked about, or none.
offsets = st.integers(-3000, 3000).map(lambda minutes: timedelta(minutes=minutes))


def _snapshot(**facts: Any) -> Snapshot:
    """Under the hours of the house alone; the law is asked in test_contact_law."""
    return Snapshot(**{"rules": house_hours(), **facts})


def verdict(
    at: str, channel: Channel = "call", *, touch: dict[str, Any] | None = None, **lead: Any
) -> Verdict:
    given_lead = make_lead(**{"points": ALL_POINTS, **lead})
    made = make_touch(channel=channel, **(touch or {}))
    return judge(made, given_lead, utc(at), _snapshot(consents=agreed("sms", "whatsapp")))


@pytest.mark.parametrize(
    ("zones", "channel", "at", "state", "opens", "closes"),
    [
        ("Europe/Madrid", "call", "2026-11-23 08:00", "open", None, "2026-11-23 19:00"),
        ("Europe/Madrid", "call", "2026-11-23 07:59", "later", "2026-11-23 08:00", None),
        ("Europe/Madrid", "call", "2026-11-23 19:00", "later", "2026-11-24 08:00", None),
        ("Europe/Madrid", "email", "2026-11-23 07:00", "open", None, "2026-11-23 18:00"),
        ("Europe/Madrid", "email", "2026-11-28 10:00", "later", "2026-11-30 07:00", None),
        ("Europe/Madrid", "call", "2026-11-28 10:00", "open", None, "2026-11-28 13:00"),
        ("Europe/Madrid", "call", "2026-11-29 10:00", "later", "2026-11-30 08:00", None),
        ("Europe/Madrid", "task", "2026-11-29 02:00", "open", None, None),
        ("Asia/Kathmandu", "call", "2026-11-23 03:10", "later", "2026-11-23 03:15", None),
        ("Australia/Adelaide", "call", "2026-11-22 22:00", "later", "2026-11-22 22:30", None),
        # An area that lies in two zones: open in both, or not at all.
        (TWO, "call", "2026-11-23 14:30", "later", "2026-11-23 15:00", None),
        (TWO, "call", "2026-11-23 15:00", "open", None, "2026-11-24 01:00"),
    ],
)
def test_hours(
    *, zones: str, channel: Channel, at: str, state: str, opens: str | None, closes: str | None
) -> None:
    found = verdict(at, channel, zones=tuple(zones.split()))
    assert found.state == state
    assert found.opens_at == (utc(opens) if opens else None)
    if closes or state == "open":
        assert found.closes_at == (utc(closes) if closes else None)
    assert found.zones == tuple(zones.split())


@pytest.mark.parametrize(
    ("at", "code"),
    [
        ("2026-11-23 05:00", "night"),
        ("2026-11-24 20:00", "night"),
        ("2026-11-28 06:00", "night"),
        ("2026-11-28 14:00", "weekend"),
        ("2026-11-29 10:00", "weekend"),
    ],
)
def test_a_shut_window_says_why_and_until_when(at: str, code: str) -> None:
    found = verdict(at)
    (why,) = found.reasons
    assert why.code == code
    assert found.opens_at is not None
    assert why.args["opens_at"] == found.opens_at.isoformat()
    assert why.args["zone"] == "Europe/Madrid"


def test_a_confirmed_zone_stands_alone() -> None:
    zones = ("America/Chicago", "America/New_York")
    assert verdict("2026-11-24 01:30", zones=zones).state == "later"
    found = verdict("2026-11-24 01:30", zones=zones, zone_confirmed=True)
    assert (found.state, found.tier, found.zones) == ("open", "A", ("America/Chicago",))


@pytest.mark.parametrize("channel", ["call", "email", "sms", "whatsapp", "linkedin_message"])
def test_without_a_zone_nothing_is_open(channel: Channel) -> None:
    found = verdict("2026-11-23 10:00", channel, zones=())
    assert (found.state, found.tier) == ("blocked", "E")
    assert [why.code for why in found.reasons] == ["zone_unknown"]


@pytest.mark.parametrize(
    ("suppressed", "channel", "blocked"),
    [
        ({"*"}, "call", True),
        ({"*"}, "task", True),
        ({"call"}, "call", True),
        ({"call"}, "voicemail", True),
        ({"call"}, "email", False),
        ({"call"}, "task", False),
        ({"email"}, "video_email", True),
        ({"linkedin"}, "linkedin_connect", True),
    ],
)
def test_an_opt_out_closes_its_channels(
    suppressed: set[str], channel: Channel, blocked: bool
) -> None:
    lead = make_lead(points=ALL_POINTS)
    snapshot = _snapshot(suppressed=frozenset(suppressed))
    found = judge(make_touch(channel=channel), lead, utc("2026-11-23 10:00"), snapshot)
    assert (found.state == "blocked") == blocked
    if blocked:
        assert [why.code for why in found.reasons] == ["suppressed"]


@pytest.mark.parametrize("channel", ["sms", "whatsapp", "call", "email"])
@pytest.mark.parametrize(
    ("answers", "opt_in", "others"),
    [
        ((), "blocked", "open"),
        (((-2, True, None),), "open", "open"),
        (((-2, True, None), (-1, False, None)), "blocked", "blocked"),
        (((-2, False, None), (-1, True, None)), "open", "open"),
        (((-1, False, None), (-1, True, None)), "blocked", "blocked"),
        (((-2, True, -1),), "blocked", "open"),
        (((-2, True, 0),), "blocked", "open"),
        (((-2, True, 1),), "open", "open"),
        (((1, True, None),), "blocked", "open"),
    ],
)
def test_consent(
    channel: Channel,
    answers: tuple[tuple[int, bool, int | None], ...],
    opt_in: str,
    others: str,
) -> None:
    """(days until recorded, agreed, days until it ends): the latest answer counts."""
    now = utc("2026-11-23 10:00")
    consents = tuple(
        make_consent(
            n,
            channel=channel,
            granted=granted,
            recorded_at=now + timedelta(days=recorded),
            expires_at=None if ends is None else now + timedelta(days=ends),
        )
        for n, (recorded, granted, ends) in enumerate(answers)
    )
    found = judge(
        make_touch(channel=channel),
        make_lead(points=ALL_POINTS),
        now,
        _snapshot(consents=consents),
    )
    assert found.state == (opt_in if channel in ("sms", "whatsapp") else others)


@pytest.mark.parametrize("status", ["unusable", "unparsed"])
def test_without_a_usable_point_there_is_no_channel(status: str) -> None:
    points = (make_point(1, status=status), make_point(2, kind="email", value="a@example.com"))
    assert verdict("2026-11-23 10:00", "call", points=points).reasons[0].code == "no_channel"
    assert verdict("2026-11-23 10:00", "email", points=points).state == "open"
    more = (*points, make_point(3))
    assert verdict("2026-11-23 10:00", "call", points=more).state == "open"


PROMISED = "2026-11-26 20:30"  # Thursday, 21:30 in Madrid: shut since 20:00


@pytest.mark.parametrize("kind", ["callback", "meeting"])
@pytest.mark.parametrize(
    ("at", "state", "opens", "closes"),
    [
        ("2026-11-26 18:00", "open", None, "2026-11-26 19:00"),
        ("2026-11-26 19:30", "later", "2026-11-26 20:25", None),
        ("2026-11-26 20:24", "later", "2026-11-26 20:25", None),
        ("2026-11-26 20:25", "open", None, "2026-11-26 21:00"),
        ("2026-11-26 20:59", "open", None, "2026-11-26 21:00"),
        ("2026-11-26 21:00", "later", "2026-11-27 08:00", None),
    ],
)
def test_a_promise_opens_its_own_slot(
    kind: str, at: str, state: str, opens: str | None, closes: str | None
) -> None:
    found = verdict(at, touch={"kind": kind, "due_at": utc(PROMISED)})
    assert found.state == state
    assert found.opens_at == (utc(opens) if opens else None)
    if closes:
        assert found.closes_at == utc(closes)


def test_a_slot_that_touches_the_window_makes_it_longer() -> None:
    at_closing = {"kind": "callback", "due_at": utc("2026-11-26 19:02")}
    assert verdict("2026-11-26 18:00", touch=at_closing).closes_at == utc("2026-11-26 19:32")
    at_opening = {"kind": "callback", "due_at": utc("2026-11-26 07:45")}
    assert verdict("2026-11-26 07:50", touch=at_opening).closes_at == utc("2026-11-26 19:00")
    inside = {"kind": "callback", "due_at": utc("2026-11-26 10:00")}
    assert verdict("2026-11-26 10:10", touch=inside).closes_at == utc("2026-11-26 19:00")


def test_only_what_was_promised_opens_a_slot() -> None:
    """A second try an hour after nobody answered is ours, not theirs."""
    again = {"kind": "callback", "due_at": utc(PROMISED), "tries": 1}
    found = verdict("2026-11-26 20:30", touch=again)
    assert (found.state, found.opens_at) == ("later", utc("2026-11-27 08:00"))
    step = {"kind": "step", "due_at": utc(PROMISED)}
    assert verdict("2026-11-26 20:30", touch=step).state == "later"


def test_a_promise_opens_nothing_for_someone_who_opted_out() -> None:
    touch = make_touch(kind="callback", due_at=utc(PROMISED))
    lead = make_lead(points=ALL_POINTS)
    for snapshot in (
        _snapshot(suppressed=frozenset("*")),
        _snapshot(suppressed=frozenset({"call"})),
    ):
        assert judge(touch, lead, utc(PROMISED), snapshot).state == "blocked"


def test_versions_are_kept_with_the_verdict() -> None:
    found = judge(make_touch(), make_lead(), utc("2026-11-23 10:00"), _snapshot(tz_version="2026f"))
    assert (found.rules_version, found.tz_version) == ("2026-01-01-house", "2026f")


@pytest.mark.parametrize(
    ("since", "starts", "ends"),
    [
        ("2026-11-23 10:00", "2026-11-23 10:00", "2026-11-23 10:05"),
        ("2026-11-23 21:00", "2026-11-24 08:00", "2026-11-24 08:05"),
        ("2026-11-23 07:58", "2026-11-23 08:00", "2026-11-23 08:05"),
        ("2026-11-23 18:55", "2026-11-23 18:55", "2026-11-23 19:00"),
        # Two minutes today, three after the opening of tomorrow, or of Monday.
        ("2026-11-23 18:58", "2026-11-23 18:58", "2026-11-24 08:03"),
        ("2026-11-28 12:58", "2026-11-28 12:58", "2026-11-30 08:03"),
    ],
)
def test_working_time_stands_still_while_the_window_is_shut(
    since: str, starts: str, ends: str
) -> None:
    lead = make_lead()
    span = working_span(make_touch(), lead, utc(since), timedelta(minutes=5), _snapshot())
    assert span == (utc(starts), utc(ends))


def test_working_time_without_a_window() -> None:
    five = timedelta(minutes=5)
    at = utc("2026-11-23 21:00")
    assert working_span(make_touch(), make_lead(zones=()), at, five, _snapshot()) is None
    apart = make_lead(zones=("Europe/Madrid", "Pacific/Auckland"))
    assert working_span(make_touch(), apart, at, five, _snapshot()) is None
    task = make_touch(channel="task")
    assert working_span(task, make_lead(zones=()), at, five, _snapshot()) == (at, at + five)


# Properties


@st.composite
def cases(draw: st.DrawFn) -> tuple[Any, Any, datetime, Snapshot]:
    now = draw(instants)
    channel = draw(st.sampled_from(EVERY))
    touch = make_touch(
        channel=channel,
        kind=draw(st.sampled_from(["step", "callback", "meeting", "reply"])),
        due_at=now + draw(offsets),
        tries=draw(st.integers(0, 1)),
    )
    zones = draw(st.lists(st.sampled_from(ZONES), min_size=1, max_size=3, unique=True))
    lead = make_lead(
        points=ALL_POINTS,
        zones=tuple(zones),
        zone_confirmed=draw(st.booleans()),
    )
    consents = draw(st.lists(_consents(now), max_size=3))
    suppressed = draw(st.frozensets(st.sampled_from(["call", "email", "sms", "whatsapp"])))
    return touch, lead, now, _snapshot(suppressed=suppressed, consents=tuple(consents))


def _consents(now: datetime) -> st.SearchStrategy[Consent]:
    return st.builds(
        lambda channel, granted, recorded, ends: make_consent(
            channel=channel,
            granted=granted,
            recorded_at=now + recorded,
            expires_at=None if ends is None else now + ends,
        ),
        st.sampled_from(["call", "email", "sms", "whatsapp", "linkedin"]),
        st.booleans(),
        offsets,
        st.none() | offsets,
    )


_OPENNESS = {"blocked": 0, "later": 1, "open": 2}


@given(cases(), st.sampled_from(ZONES), st.sampled_from(["*", "call", "email", "sms", "linkedin"]))
def test_nothing_that_is_added_opens_anything(
    case: tuple[Any, Any, datetime, Snapshot], zone: str, channel: str
) -> None:
    touch, lead, now, snapshot = case
    before = judge(touch, lead, now, snapshot)
    wider = replace(lead, zones=(*lead.zones, zone))
    stricter = replace(snapshot, suppressed=snapshot.suppressed | {channel})
    refused = replace(
        snapshot,
        consents=(
            *snapshot.consents,
            make_consent(channel="call", granted=False, recorded_at=now),
        ),
    )
    for after in (
        judge(touch, wider, now, snapshot),
        judge(touch, lead, now, stricter),
        judge(touch, lead, now, refused),
    ):
        assert _OPENNESS[after.state] <= _OPENNESS[before.state]
        if after.state == before.state == "later" and before.opens_at and after.opens_at:
            assert after.opens_at >= before.opens_at


@given(cases())
def test_a_verdict_holds_until_it_says(case: tuple[Any, Any, datetime, Snapshot]) -> None:
    touch, lead, now, snapshot = case
    without_change = replace(snapshot, consents=())
    found = judge(touch, lead, now, without_change)
    tick = timedelta(microseconds=1)
    if found.state == "open":
        assert found.opens_at is None
        if found.closes_at is not None:
            assert found.closes_at > now
            assert judge(touch, lead, found.closes_at - tick, without_change) == found
            assert judge(touch, lead, found.closes_at, without_change).state == "later"
    if found.state == "later" and found.opens_at is not None:
        assert found.opens_at > now
        opened = judge(touch, lead, found.opens_at, without_change)
        assert opened.state == "open"
        assert opened.closes_at == found.closes_at
        still = judge(touch, lead, found.opens_at - tick, without_change)
        assert (still.state, still.opens_at) == ("later", found.opens_at)
    if found.state == "blocked":
        assert (found.opens_at, found.closes_at) == (None, None)


@given(cases(), instants)
def test_a_verdict_depends_on_its_arguments_alone(
    case: tuple[Any, Any, datetime, Snapshot], other: datetime
) -> None:
    touch, lead, now, snapshot = case
    first = judge(touch, lead, now, snapshot)
    judge(touch, lead, other, _snapshot())
    assert judge(touch, lead, now, snapshot) == first
