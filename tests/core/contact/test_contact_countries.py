"""Every place that has a rule: one instant inside its hours, both edges, and a holiday."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from app.core.consent.suppression import Listing
from app.core.contact.business_time import at_local
from app.core.contact.jurisdiction import whereabouts
from app.core.contact.policy import Snapshot, Verdict, judge
from app.core.contact.rules import Cap, ContactRule, Hours
from app.core.people.lead import Lead
from tests.builders import make_lead, make_point, make_touch
from tests.core.contact.asking import LONG_AGO, asked, said, somebody
from tests.core.playing import agreed, utc
from tests.rulebooks import book_of, shipped, text

# A Tuesday that is a holiday nowhere here, nor beside one.
TUESDAY = date(2026, 12, 22)
# By country: a zone, the hours of that Tuesday with the house and by law alone, and a holiday on a
# weekday on which nobody is called at noon with the house.
# In the United States the state is unknown, so that all of the zone count: Kentucky, Rhode Island.
COUNTRIES = {
    "US": ("America/New_York", "10:00 17:58", "10:00 18:00", date(2026, 11, 26)),
    "CA": ("America/Toronto", "09:00 19:58", "09:00 21:30", date(2026, 12, 25)),
    "MX": ("America/Mexico_City", "09:00 19:58", "", date(2026, 12, 25)),
    "BR": ("America/Cuiaba", "09:00 19:58", "", date(2026, 12, 25)),
    "AR": ("America/Argentina/Buenos_Aires", "09:00 19:58", "", date(2026, 12, 8)),
    "CL": ("America/Santiago", "09:00 19:58", "", date(2026, 12, 8)),
    "CO": ("America/Bogota", "09:00 18:58", "07:00 19:00", date(2026, 12, 8)),
    "PE": ("America/Lima", "09:00 19:58", "07:00 20:00", date(2026, 12, 8)),
    "GB": ("Europe/London", "09:00 19:58", "", date(2026, 12, 25)),
    "IE": ("Europe/Dublin", "09:00 19:58", "", date(2026, 12, 25)),
    "ES": ("Europe/Madrid", "09:00 19:58", "09:00 21:00", date(2026, 12, 8)),
    "PT": ("Europe/Lisbon", "09:00 19:58", "09:00 22:00", date(2026, 12, 8)),
    "FR": ("Europe/Paris", "10:00 12:58", "10:00 13:00", date(2026, 11, 11)),
    "DE": ("Europe/Berlin", "09:00 19:58", "", date(2026, 12, 25)),
    "AT": ("Europe/Vienna", "09:00 19:58", "", date(2026, 12, 8)),
    "CH": ("Europe/Zurich", "09:00 19:58", "", date(2027, 1, 1)),
    "IT": ("Europe/Rome", "09:00 19:58", "09:00 20:00", date(2026, 12, 8)),
    "NL": ("Europe/Amsterdam", "09:00 19:58", "", date(2026, 12, 25)),
    "BE": ("Europe/Brussels", "09:00 19:58", "", date(2026, 11, 11)),
    "NO": ("Europe/Oslo", "09:00 19:58", "09:00 21:00", date(2026, 12, 25)),
    "DK": ("Europe/Copenhagen", "09:00 19:58", "", date(2026, 12, 25)),
    "SE": ("Europe/Stockholm", "09:00 19:58", "", date(2026, 12, 25)),
    "PL": ("Europe/Warsaw", "09:00 19:58", "", date(2026, 11, 11)),
    "CZ": ("Europe/Prague", "09:00 19:58", "", date(2026, 11, 17)),
    "ZA": ("Africa/Johannesburg", "09:00 19:58", "08:00 20:00", date(2026, 12, 16)),
    "AE": ("Asia/Dubai", "09:00 17:58", "09:00 18:00", date(2026, 12, 2)),
    "IN": ("Asia/Kolkata", "10:00 19:58", "10:00 21:00", date(2027, 1, 26)),
    "AU": ("Australia/Perth", "09:00 19:58", "09:00 20:00", date(2027, 1, 26)),
    "NZ": ("Pacific/Auckland", "09:00 19:58", "", date(2026, 10, 26)),
    "VN": ("Asia/Ho_Chi_Minh", "09:00 16:58", "08:00 17:00", date(2026, 9, 2)),
    "KR": ("Asia/Seoul", "09:00 19:58", "08:00 21:00", date(2026, 12, 25)),
    "JP": ("Asia/Tokyo", "09:00 19:58", "", date(2026, 11, 23)),
    "SG": ("Asia/Singapore", "09:00 19:58", "", date(2026, 12, 25)),
}  # fmt: skip


def somewhere(country: str, zone: str, **facts: object) -> Lead:
    """Somebody with a number from nowhere, whose country and one zone are known."""
    return somebody("+18005550123", country=country, zones=(zone,), **facts)


def test_no_country_with_a_rule_is_left_out() -> None:
    assert {*COUNTRIES, "*"} == {rule.country for rule in shipped().rules}


@pytest.mark.parametrize("country", COUNTRIES)
@pytest.mark.parametrize("house", [True, False])
def test_the_hours_of_a_country(country: str, house: bool) -> None:
    zone, with_house, law, _ = COUNTRIES[country]
    lead, hours = somewhere(country, zone), with_house if house else law

    def state(clock: time, late: timedelta = timedelta()) -> str:
        at = at_local(TUESDAY, clock, zone) + late
        return asked(lead, at.isoformat()[:-6], house=house).state

    if not hours:
        assert {state(time(hour)) for hour in range(24)} == {"open"}
        return
    opens, closes = map(time.fromisoformat, hours.split())
    second = timedelta(seconds=1)
    assert state(opens) == "open"
    assert state(opens, -second) == "later"
    assert state(closes, -second) == "open"
    assert state(closes) == "later"
    assert state(time(11)) == "open"


@pytest.mark.parametrize("country", COUNTRIES)
def test_a_holiday_of_a_country(country: str) -> None:
    zone, _, _, holiday = COUNTRIES[country]
    assert holiday.weekday() < 5
    noon = at_local(holiday, time(11), zone)
    found = asked(somewhere(country, zone), noon.isoformat()[:-6], house=True)
    assert found.state == "later"
    assert "holiday" in {why.code for why in found.reasons}


# Regions with a rule of their own: a Tuesday by law, "" where the law says nothing.
REGIONS = {
    "US-AL": "08:00-20:00", "US-CT": "09:00-20:00", "US-FL": "08:00-20:00", "US-KY": "10:00-21:00",
    "US-LA": "08:00-20:00", "US-MA": "08:00-20:00", "US-MD": "08:00-20:00", "US-MI": "09:00-21:00",
    "US-MN": "09:00-21:00", "US-MS": "08:00-20:00", "US-NM": "09:00-21:00", "US-NV": "09:00-20:00",
    "US-NY": "08:00-21:00", "US-OK": "08:00-20:00", "US-OR": "08:00-20:00", "US-PA": "08:00-21:00",
    "US-RI": "09:00-18:00", "US-SD": "09:00-21:00", "US-TX": "09:00-21:00", "US-UT": "08:00-21:00",
    "US-VA": "08:00-21:00", "US-WA": "08:00-20:00", "US-WY": "08:00-20:00", "BR-RJ": "08:00-18:00",
    "BR-ES": "08:00-19:00", "BR-MS": "08:00-18:00", "BR-SP": "",
}  # fmt: skip


@pytest.mark.parametrize("place", REGIONS)
def test_the_hours_of_a_region(place: str) -> None:
    country, region = place.split("-")
    zone = shipped().tables.regions_by_code[country, region].zones[0]
    lead = somewhere(country, zone, region=region)

    def state(clock: str, late_s: int = 0) -> str:
        at = at_local(TUESDAY, time.fromisoformat(clock), zone) + timedelta(seconds=late_s)
        return asked(lead, at.isoformat()[:-6]).state

    if not REGIONS[place]:
        assert state("03:00") == "open"
        return
    opens, closes = REGIONS[place].split("-")
    assert [state(opens, -1), state(opens), state(closes, -1), state(closes)] == [
        *("later", "open", "open", "later")
    ]


def test_no_region_with_a_rule_is_left_out() -> None:
    ruled = {f"{rule.country}-{rule.region}" for rule in shipped().rules if rule.region}
    assert ruled == {*REGIONS}


@pytest.mark.parametrize(
    ("phone", "facts", "rules"),
    [
        ("+12125550123", {}, {"US", "US-NY"}),
        ("+12125550123", {"region": "Florida", "country": "US"}, {"US", "US-NY", "US-FL"}),
        ("+5521912345678", {}, {"BR-RJ"}),
        ("+5511912345678", {}, set()),
        ("+17875550123", {}, {"US"}),
        ("+447911123456", {}, set()),
        ("+442079460123", {"country": "FR"}, {"FR"}),
        ("+18005550123", {"city": "Denver"}, {"US", "US-NM", "US-SD", "US-UT", "US-WY", "US-OR"}),
    ],
)
def test_whose_rules_hold(phone: str, facts: dict[str, str], rules: set[str]) -> None:
    found = whereabouts(somebody(phone, **facts), shipped()).on("call", house=False)
    ids = {bound.rule.rule_id for bound in found}
    assert ids == rules or (phone == "+18005550123" and ids >= {"US", "US-UT", "US-WY"})


def test_without_a_country_nobody_is_called() -> None:
    lead = somebody("+18005550123", zones=("UTC",))
    found = asked(lead, "2026-11-24 12:00")
    assert (found.state, [why.code for why in found.reasons]) == ("blocked", ["country_unknown"])


@pytest.mark.parametrize(
    ("phone", "kind", "state"),
    [
        # "In no case" in Spain; in New York whoever asks for half past nine gets it.
        ("+34612345678", "callback", "later"),
        ("+12125550123", "callback", "open"),
        ("+12125550123", "step", "later"),
    ],
)
def test_a_promise_opens_what_the_law_lets_it(phone: str, kind: str, state: str) -> None:
    zone = "Europe/Madrid" if phone.startswith("+34") else "America/New_York"
    lead = somebody(phone, zones=(zone,))
    due_at = at_local(TUESDAY, time(21, 30), zone)
    touch = {"kind": kind, "due_at": due_at}
    assert asked(lead, due_at.isoformat()[:-6], touch=touch, house=True).state == state


def test_their_own_wish_is_kept_in_every_zone() -> None:
    lead = somebody("+34612345678")
    wish: dict[str, Any] = {"not_before": time(11)}
    found = asked(lead, "2026-11-24 11:30", **wish)
    # Eleven on the Canaries is noon in Madrid, and half an hour has passed there.
    assert said(found) == "open"
    found = asked(lead, "2026-11-24 10:30", **wish)
    assert (said(found), found.reasons[0].code) == ("24 Nov 11:00", "own_wish")
    assert found.reasons[0].args["force"] == "hard"


@pytest.mark.parametrize(
    ("phone", "days", "state"),
    [
        ("+12065550123", 200, "later"),
        ("+12065550123", 400, "open"),
        ("+33123456789", 30, "later"),
        ("+33123456789", 70, "open"),
        ("+971501234567", 900, "blocked"),
    ],
)
def test_quiet_after_a_no(phone: str, days: int, state: str) -> None:
    lead = somebody(phone)
    at = {"+1": "18:00", "+3": "09:30", "+9": "08:00"}[phone[:2]]
    refused_at = utc("2026-11-24 09:00") - timedelta(days=days)
    found = asked(lead, f"2026-11-24 {at}", refused_at=refused_at)
    assert found.state == state
    if state != "open":
        assert found.reasons[0].code == "said_no"


def test_caps_of_the_house_leave_planned_steps_alone() -> None:
    lead = somebody("+447400123456")
    attempts = ((utc("2026-11-24 09:30"), "call"), (utc("2026-11-24 10:30"), "sms"))
    at = "2026-11-24 12:00"
    planned = asked(lead, at, house=True, attempts=attempts)
    again = asked(lead, at, house=True, attempts=attempts, touch={"tries": 1})
    beside = asked(lead, at, house=True, attempts=attempts, touch={"kind": "inserted"})
    assert planned.state == "open"
    assert said(again) == said(beside) == "25 Nov 09:00"
    assert [why.code for why in again.reasons] == ["cap"]
    # The law counts the planned ones too: one a day in Colombia.
    bogota = somebody("+573001234567")
    tried = ((utc("2026-11-24 14:00"), "email"),)
    assert said(asked(bogota, "2026-11-24 15:00", attempts=tried)) == "25 Nov 12:00"


def test_a_week_of_the_calendar_ends_on_monday() -> None:
    lead = somebody("+971501234567")
    attempts = ((utc("2026-11-24 07:00"), "call"), (utc("2026-11-25 07:00"), "call"))
    found = asked(lead, "2026-11-26 07:00", attempts=attempts)
    assert said(found) == "30 Nov 05:00"


# Properties

PHONES = (
    "+12125550123", "+13055550123", "+17135550123", "+34612345678", "+33612345678",
    "+5521912345678", "+390612345678", "+61882120123", "+919851080123", "+573001234567",
    "+447400123456",
)  # fmt: skip
DST_ZONES = (
    "America/New_York", "America/Chicago", "America/Denver", "America/Los_Angeles",
    "America/Anchorage", "America/Adak", "America/Halifax", "America/St_Johns", "America/Toronto",
    "America/Santiago",
    "Europe/Lisbon", "America/Nuuk", "America/Miquelon", "Atlantic/Azores", "Atlantic/Canary",
    "Europe/London", "Europe/Dublin", "Europe/Madrid", "Europe/Berlin", "Europe/Athens",
    "Europe/Chisinau", "Africa/Cairo", "Europe/Rome", "Asia/Beirut", "Asia/Jerusalem",
    "Australia/Sydney", "Australia/Adelaide", "Australia/Lord_Howe", "Pacific/Auckland",
    "Pacific/Chatham",
)  # fmt: skip
_OPENNESS = {"blocked": 0, "later": 1, "open": 2}
instants = st.datetimes(datetime(2026, 1, 2), datetime(2028, 12, 1)).map(  # noqa: DTZ001 - made aware here
    lambda naive: naive.replace(tzinfo=UTC)
)
people = st.sets(st.sampled_from(PHONES), min_size=1, max_size=3).map(lambda some: (*sorted(some),))


def by_law(lead: Lead, at: datetime, *, house: bool = True, **facts: Any) -> Verdict:
    return asked(lead, at.isoformat()[:-6], house=house, **facts)


def no_more_open(after: Verdict, before: Verdict) -> None:
    assert _OPENNESS[after.state] <= _OPENNESS[before.state]
    if after.state == before.state == "later" and before.opens_at and after.opens_at:
        assert after.opens_at >= before.opens_at


@given(people, st.sampled_from(PHONES), instants, st.booleans())
def test_a_further_number_opens_nothing(
    some: tuple[str, ...], further: str, at: datetime, house: bool
) -> None:
    no_more_open(
        by_law(somebody(*some, further), at, house=house), by_law(somebody(*some), at, house=house)
    )


@given(
    people, instants, st.lists(st.tuples(st.integers(0, 4000), st.sampled_from(["call", "sms"])))
)
def test_a_further_attempt_opens_nothing(
    some: tuple[str, ...], at: datetime, tried: list[tuple[int, str]]
) -> None:
    attempts = tuple(sorted((at - timedelta(minutes=ago), channel) for ago, channel in tried))
    lead = somebody(*some)
    touch = {"tries": 1}
    before = by_law(lead, at, touch=touch, attempts=attempts[1:])
    no_more_open(by_law(lead, at, touch=touch, attempts=attempts), before)


MORE = """
[[rule]]
id = "MORE"
country = "*"
basis = "house"
force = "soft"
applies = ["call"]
b2b = "yes"
consent = "none"
weekday = ["11:00-15:00"]
saturday = ["08:00-23:00"]
sunday = ["00:00-24:00"]
holiday = ["10:00-11:00"]
caps = [[1, "24h"]]
lift = "none"
cite = "a test"
cert = "low"
src = "M"
"""


def _stricter() -> ContactRule:
    """A rule like one of the house, but for calls alone: the file allows no second such rule."""
    base = text("contact_rules.toml")
    start, end = (
        base.index('[[rule]]\nid = "HOUSE-voice"'),
        base.index('[[rule]]\nid = "HOUSE-async"'),
    )
    return book_of(base[:start] + MORE + base[end:]).by_id["MORE"]


STRICTER = replace(shipped(), rules=(*shipped().rules, _stricter()))


@given(people, instants, st.booleans())
def test_a_further_rule_opens_nothing(some: tuple[str, ...], at: datetime, tried: bool) -> None:
    attempts = ((at - timedelta(hours=3), "call"),) if tried else ()
    lead = somebody(*some)
    touch = {"kind": "callback", "due_at": at}
    before = by_law(lead, at, touch=touch, attempts=attempts)
    no_more_open(by_law(lead, at, touch=touch, attempts=attempts, rules=STRICTER), before)


@given(
    people,
    instants,
    st.sets(st.sampled_from(["*", "call", "sms", "email"]), max_size=2),
    st.sets(st.sampled_from(["*", "call"]), max_size=1),
    st.booleans(),
)
def test_a_further_opt_out_or_list_opens_nothing(
    some: tuple[str, ...], at: datetime, closed: set[str], held: set[str], listed: bool
) -> None:
    lead = somebody(*some)
    entries: dict[str, Any] = {
        "suppressed": frozenset(closed),
        "held": frozenset(held),
        "listings": (Listing(registry="list", valid_until=at.date()),) if listed else (),
    }
    no_more_open(by_law(lead, at, **entries), by_law(lead, at))


@given(people, instants, st.booleans())
def test_an_opening_is_open_and_a_moment_before_it_is_not(
    some: tuple[str, ...], at: datetime, house: bool
) -> None:
    lead = somebody(*some)
    found = by_law(lead, at, house=house)
    if found.state == "later" and found.opens_at is not None:
        assert found.opens_at > at
        opened = by_law(lead, found.opens_at, house=house)
        assert (opened.state, opened.closes_at) == ("open", found.closes_at)
        assert judge_at(lead, found.opens_at - timedelta(microseconds=1), house).state == "later"
    if found.state == "open" and found.closes_at is not None:
        assert judge_at(lead, found.closes_at, house).state == "later"
    if found.state == "later":
        assert found.reasons
        assert found.reasons_until is not None
        last = judge_at(lead, found.reasons_until - timedelta(microseconds=1), house)
        if found.opens_at is None or found.reasons_until <= found.opens_at:
            assert [why.args for why in last.reasons] == [why.args for why in found.reasons]


def judge_at(lead: Lead, at: datetime, house: bool) -> Verdict:
    snapshot = Snapshot(rules=shipped(), house=house, consents=agreed("call", at=LONG_AGO))
    return judge(make_touch(), lead, at, snapshot)


@pytest.mark.parametrize("zone", DST_ZONES)
def test_both_changes_of_the_clock(zone: str) -> None:
    """Whatever the clock does at night, the window opens when it reads nine and not before."""
    lead = make_lead(points=(make_point(1, value="+18005550123"),), country="SG", zones=(zone,))
    there = ZoneInfo(zone)
    day = datetime(2027, 1, 1, 12, tzinfo=UTC)
    changes = []
    while day.year == 2027:
        tomorrow = day + timedelta(days=1)
        if day.astimezone(there).utcoffset() != tomorrow.astimezone(there).utcoffset():
            changes.append(tomorrow)
        day = tomorrow
    assert len(changes) >= 2
    for change in changes:
        for night in range(-3, 3):
            at = change + timedelta(days=night)
            found = judge_at(lead, at, house=True)
            opens_at = found.opens_at or at
            clock = opens_at.astimezone(there).time()
            assert time(9) <= clock < time(20)
            if found.state == "later":
                assert clock in (time(9), time(10))


def test_before_it_is_in_force_a_rule_says_nothing() -> None:
    hours = Hours(weekday=(), effective=date(2027, 1, 1))
    assert hours.on(date(2026, 12, 31)) == ((0, 1440),)
    assert hours.on(date(2027, 1, 1)) == ()
    assert Cap(most=1, period="day").most == 1
