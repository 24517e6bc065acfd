"""judge under the rules that ship: hours by law, holidays, consent, caps, jurisdiction."""

import pytest
from msgspec.structs import replace

from tests.core.contact.asking import asked, said, somebody
from tests.core.playing import utc

NEW_YORK, MADRID, ADELAIDE = "+12125550123", "+34612345678", "+61882120123"
CASES = (
    # Both changes of the clock.
    (NEW_YORK, "2027-03-14 11:30", "14 Mar 12:00"),
    (NEW_YORK, "2027-03-13 12:30", "13 Mar 13:00"),
    (NEW_YORK, "2027-11-07 12:30", "07 Nov 13:00"),
    # An area code in two zones, and one beside it in one.
    ("+12192010123", "2027-01-12 13:30", "12 Jan 14:00"),
    ("+13172010123", "2027-01-12 13:30", "open"),
    ("+18502010123", "2027-01-13 01:05", "13 Jan 14:00"),
    # A mobile roams to the Canaries.
    (MADRID, "2026-11-23 08:30", "23 Nov 09:00"),
    (MADRID, "2026-11-23 20:15", "24 Nov 09:00"),
    # Zones that are half an hour, or a quarter, off.
    ("+919851080123", "2026-11-23 04:15", "23 Nov 04:30"),
    ("+17095550123", "2026-11-23 12:45", "23 Nov 13:00"),
    (ADELAIDE, "2026-11-22 23:40", "23 Nov 01:00"),
    # Lunch in France, Sunday noon in Texas, the eve of a holiday in Italy.
    ("+33123456789", "2026-11-23 12:30", "23 Nov 13:00"),
    ("+17135550123", "2026-11-22 16:30", "22 Nov 18:00"),
    ("+390612345678", "2026-12-07 18:30", "09 Dec 08:00"),
)


@pytest.mark.parametrize(("phone", "at", "expected"), CASES)
def test_by_law(phone: str, at: str, expected: str) -> None:
    assert said(asked(somebody(phone), at)) == expected


@pytest.mark.parametrize(
    ("phone", "zone", "at"),
    [
        (MADRID, "Europe/Madrid", "2026-11-23 08:30"),
        (ADELAIDE, "Australia/Adelaide", "2026-11-22 23:40"),
    ],
)
def test_a_confirmed_zone_opens_what_others_shut(phone: str, zone: str, at: str) -> None:
    found = asked(somebody(phone, zones=(zone,), zone_confirmed=True), at)
    assert (found.state, found.tier, found.zones) == ("open", "A", (zone,))


def test_the_house_in_a_country_without_a_rule() -> None:
    lead = somebody("+9779812345678")
    assert said(asked(lead, "2026-11-23 03:10")) == "open"
    assert said(asked(lead, "2026-11-23 03:10", house=True)) == "23 Nov 03:15"


def test_france_asks_for_consent_first() -> None:
    lead = somebody("+33123456789")
    found = asked(lead, "2026-11-23 12:30", consent=False)
    assert found.state == "blocked"
    assert (found.reasons[0].code, found.reasons[0].args["rule"]) == ("no_consent", "FR")
    assert said(asked(replace(lead, company="SARL"), "2026-11-23 09:30", consent=False)) == "open"


FLORIDA = "+13055550123"
TRIED = ("2026-11-23 16:00", "2026-11-23 20:00", "2026-11-24 14:00")


@pytest.mark.parametrize("channels", [("call", "call", "call"), ("call", "sms", "call")])
def test_three_attempts_in_a_day_are_enough_in_florida(channels: tuple[str, ...]) -> None:
    attempts = tuple(zip(map(utc, TRIED), channels, strict=True))
    lead = somebody(FLORIDA)
    found = asked(lead, "2026-11-24 15:00", attempts=attempts)
    assert said(found) == "24 Nov 16:00"
    assert (found.reasons[0].code, found.reasons[0].args["rule"]) == ("cap", "US-FL")
    assert said(asked(lead, "2026-11-24 16:00", attempts=attempts)) == "open"
    assert said(asked(lead, "2026-11-24 15:00", attempts=attempts[1:])) == "open"


def test_toll_free_numbers_are_from_nowhere_until_a_city_is_known() -> None:
    found = asked(somebody("+18005550123"), "2026-11-23 18:00")
    assert (found.state, found.reasons[0].code, found.tier) == ("blocked", "zone_unknown", "E")
    found = asked(somebody("+18005550123", city="Denver"), "2026-11-23 18:00")
    assert (found.state, found.tier, found.zones) == ("open", "B", ("America/Denver",))


def test_two_minutes_before_the_end_nobody_is_offered() -> None:
    """With the house; the law itself has no such minutes."""
    lead = somebody(NEW_YORK)
    assert said(asked(lead, "2026-11-24 00:57", house=True)) == "open"
    found = asked(lead, "2026-11-24 00:59", house=True)
    assert (said(found), found.reasons[0].code) == ("24 Nov 14:00", "closing")
    assert said(asked(lead, "2026-11-24 00:59", house=True, offering=False)) == "open"
    assert said(asked(lead, "2026-11-24 01:59")) == "open"
    assert said(asked(lead, "2026-11-24 02:00")) == "24 Nov 13:00"


def test_florida_shuts_at_eight() -> None:
    """Shown in time, dialled five seconds late."""
    lead = somebody(FLORIDA)
    assert asked(lead, "2026-11-24 00:59:30").state == "open"
    assert asked(lead, "2026-11-24 01:00:05").state == "later"
