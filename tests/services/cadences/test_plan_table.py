"""Every cadence that ships, played as if nobody ever answers: the touches that its table promises.

The figures are written down here and not read from the files, so that a change of a file that
nobody meant shows.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import pytest

from app.core.cadence.cadence import Role
from app.core.contact.business_time import add_days
from app.services.cadences.played import PlannedStep, plan
from app.services.desk.library import CadenceLibrary
from tests.core.playing import library, utc
from tests.rulebooks import every_day

# A Monday morning in Madrid, with no public holiday for months.
MONDAY = date(2027, 2, 1)
RECEIVED = "2027-02-01 10:00"
MADRID = ZoneInfo("Europe/Madrid")
# What a message is for those who never accepted: the first invitation, later a post of theirs.
SOCIAL, FIRST = "linkedin_engage", "linkedin_connect"

# Touch by touch: the day as the plan numbers it, and the channels of its actions.
TABLE: dict[str, tuple[str, ...]] = {
    "b2c_standard": ("0 call", "1 email", "2 whatsapp", "4 call", "7 email"),
    "call_centre_basic": ("1 call", "2 call", "3 sms", "5 call", "7 call"),
    "call_centre_front_loaded": ("1 call", "1 call", "2 call", "3 call", "5 call", "7 call"),
    "midmarket_b2b": (
        *("1 email", "3 call", "5 email", "8 email"),
        *("12 call", "16 email", "21 email"),
    ),
    "b2b_saas_typical": (
        *("1 call + email", "2 email", f"4 call + {FIRST}", "6 email", "8 call + video_email"),
        *("11 email", f"14 call + {SOCIAL}", "18 email"),
    ),
    "high_intent_rapid": (
        *("1 call + email", "1 video_email", "2 call + voicemail", "2 email", "3 call"),
        *("5 email", "7 call", f"7 {FIRST}", "7 email", "7 call"),
    ),
    "aggressive": (
        *("1 call + email", "1 call", "1 video_email", "2 call", "2 email"),
        *(f"3 {FIRST}", "3 call", "5 call", "5 email", f"7 {SOCIAL}", "7 email"),
        "10 call + email",
    ),
    "balanced": (
        *("1 call", "1 email", "3 call", "3 email", f"6 {FIRST}", "6 email", "9 call"),
        *("13 email", "17 call", "17 email", f"21 {SOCIAL}"),
    ),
    "nurture_early": (
        *("1 email", "4 call", "4 email", "8 email", "14 call", "21 email", "28 call + email"),
    ),
    "channel_mix": (
        *("1 call + email", "2 video_email", "3 call", "5 email", f"7 {FIRST} + call"),
        *("9 email", "12 call + email"),
    ),
    "cold_educational": ("1 email", "8 email", "11 call", "15 email", "22 email", "30 call"),
    "warm_engaged": (
        *("1 email", "3 call", "6 email", "9 call"),
        *("12 email", "15 call", "18 email", "21 call"),
    ),
    "hot_intensive": (
        *("1 call", "2 email", "3 call", "4 email", "5 call"),
        *("6 email", "7 call", "9 call", "11 email", "14 call"),
    ),
    "abm_multithread champion": (
        *("1 call + email", f"3 {FIRST}", "5 direct_mail", "6 call", "9 email", "13 call"),
    ),
    "abm_multithread technical": ("1 email", "5 direct_mail", "7 email", "12 email"),
    "abm_multithread business": ("1 email", "5 direct_mail", "7 email", "12 call"),
    "abm_multithread executive": (
        *("1 email", "5 direct_mail", "8 linkedin_engage", "11 linkedin_engage", "14 email"),
    ),
    "social_first_b2b": (
        *("1 linkedin_engage + email", "2 call", "4 email", f"7 {FIRST}"),
        *("10 call", "13 email", "16 call + email"),
    ),
    "came_back": ("1 email", "2 call", "4 email", "7 call", "10 email"),
    "demo_request": (
        *("1 call", "1 email", "2 call", "3 email", "5 call"),
        *("7 email", "9 call", "11 email", "13 call", "14 email"),
    ),
    "pricing_inquiry": (
        *("1 call", "1 email", "2 call", "3 email", "5 call"),
        *("7 email", "9 call", "11 email", "13 call", "14 email"),
    ),
    "content_download": (
        *("1 email", "4 email", "6 call", "8 email"),
        *("11 call", "14 email", "17 call", "21 email"),
    ),
    "webinar_attendee": (
        *("1 email", "4 email", "6 call", "8 email"),
        *("11 call", "14 email", "17 call", "21 email"),
    ),
    "mql_standard": (
        *("1 call", "2 email", "4 email", "6 call", "9 email", "13 call", "18 email"),
    ),
    "event_connection": ("1 call", "3 call", "5 email", "7 call", "11 call", "14 email"),
    "inbound_chat": (
        *("1 call", "1 email", "2 call", "2 email", "3 call", "4 email"),
        *("5 call", "6 email", "7 call", "8 email", "9 call", "10 email"),
    ),
    # The first year.
    "nurture_long_term": (
        *("31 email", "61 email", "91 email", "91 call", "121 email", "151 email", "181 email"),
        *("181 call", "211 email", "241 email", "271 email", "271 call", "301 email"),
        *("331 email", "361 email", "361 call"),
    ),
    "nurture_elsewhere": tuple(f"{day} task" for day in range(31, 362, 30)),
    "account_management": ("1 call + email", "3 call", "7 email", "12 call + email"),
    # Business days.
    "executive_direct": (
        *("1 call + email", f"3 {FIRST}", "5 email", "8 call", "12 email"),
        "15 call + email",
    ),
}
# Touches, the last day as numbered, calls, emails; and actions where a touch has several.
NUMBERS: dict[str, tuple[int, int, int, int]] = {
    "b2c_standard": (5, 7, 2, 2),
    "call_centre_basic": (5, 7, 4, 0),
    "call_centre_front_loaded": (6, 7, 6, 0),
    "midmarket_b2b": (7, 21, 2, 5),
    "b2b_saas_typical": (8, 18, 4, 5),
    "high_intent_rapid": (10, 7, 5, 4),
    "aggressive": (12, 10, 6, 5),
    "balanced": (11, 21, 4, 5),
    "nurture_early": (7, 28, 3, 5),
    "channel_mix": (7, 12, 4, 4),
    "cold_educational": (6, 30, 2, 4),
    "warm_engaged": (8, 21, 4, 4),
    "hot_intensive": (10, 14, 6, 4),
    "abm_multithread champion": (6, 13, 3, 2),
    "abm_multithread technical": (4, 12, 0, 3),
    "abm_multithread business": (4, 12, 1, 2),
    "abm_multithread executive": (5, 14, 0, 2),
    "social_first_b2b": (7, 16, 3, 4),
    "came_back": (5, 10, 2, 3),
    "demo_request": (10, 14, 5, 5),
    "pricing_inquiry": (10, 14, 5, 5),
    "content_download": (8, 21, 3, 5),
    "webinar_attendee": (8, 21, 3, 5),
    "mql_standard": (7, 18, 3, 4),
    "event_connection": (6, 14, 4, 2),
    "inbound_chat": (12, 10, 6, 6),
    "nurture_long_term": (16, 361, 4, 12),
    "nurture_elsewhere": (12, 361, 0, 0),
    "account_management": (4, 12, 3, 3),
    "executive_direct": (6, 15, 3, 4),
}
ACTIONS = {"aggressive": 14, "balanced": 11, "b2b_saas_typical": 12, "high_intent_rapid": 12}
# Times that the table names, on the person's clock, by (day, channel, occurrence on that day).
TIMES = {
    "high_intent_rapid": {
        (7, "call", 1): "09:30",
        (7, FIRST, 1): "11:00",
        (7, "email", 1): "14:00",
        (7, "call", 2): "17:00",
    },
}
# From one action to the next, where the table says so.
AFTER = {
    "call_centre_front_loaded": {1: timedelta(hours=4)},
    "high_intent_rapid": {2: timedelta(hours=4)},
    "aggressive": {2: timedelta(hours=4), 3: timedelta(hours=1)},
}
names = pytest.mark.parametrize("name", TABLE)


def plan_of(name: str) -> tuple[CadenceLibrary, str]:
    """The library in which the plan of a row of the table stands, and its key."""
    key, _, role = name.partition(" ")
    whole = library()
    if not role:
        return whole, key
    named: Role = next(one for one in whole.cadence(key).roles if one == role)
    mine = whole.cadence(key).for_role(named)
    return replace(whole, cadences={**whole.cadences, key: mine}), key


@cache
def played(name: str) -> tuple[PlannedStep, ...]:
    books, key = plan_of(name)
    lines = plan(
        books,
        key,
        utc(RECEIVED),
        rules=every_day(),
        zones=(MADRID.key,),
        desk_zone=MADRID.key,
    )
    return tuple(line for line in lines if line.day <= 365)


def touches(lines: Sequence[PlannedStep]) -> list[list[PlannedStep]]:
    """The lines by touch; one without an end comes round again under the same number."""
    joined: list[list[PlannedStep]] = []
    for line in lines:
        before = joined[-1][-1] if joined else None
        if before and line.group and (before.touch, before.group) == (line.touch, line.group):
            joined[-1].append(line)
        else:
            joined.append([line])
    return joined


def test_every_cadence_is_in_the_table() -> None:
    assert {name.partition(" ")[0] for name in TABLE} == set(library().cadences)
    assert set(NUMBERS) == set(TABLE)
    roles = [name.partition(" ")[2] for name in TABLE if " " in name]
    assert tuple(roles) == library().cadence("abm_multithread").roles


@names
def test_days_and_channels(name: str) -> None:
    told = [
        f"{actions[0].day} {' + '.join(action.channel for action in actions)}"
        for actions in touches(played(name))
    ]
    assert tuple(told) == TABLE[name]
    for actions in touches(played(name)):
        assert len({action.day for action in actions}) == 1


@names
def test_touches_days_calls_and_emails(name: str) -> None:
    lines = played(name)
    channels = [line.channel for line in lines]
    found = len(touches(lines)), lines[-1].day, channels.count("call"), channels.count("email")
    assert found == NUMBERS[name]
    assert len(lines) == ACTIONS.get(name, sum(row.count("+") + 1 for row in TABLE[name]))


@names
def test_the_days_are_those_of_the_calendar(name: str) -> None:
    """Each is due so many days after the first, where no better weekday is preferred.

    Who works hears nothing at weekends: what falls on one comes on the working day beside it.
    """
    books, key = plan_of(name)
    cadence = books.cadence(key)
    first = 0 if key == "b2c_standard" else 1
    for line in played(name):
        on = line.due_at.astimezone(MADRID).date()
        business = cadence.day_count == "business"
        planned = add_days(MONDAY, line.day - first, business=business)
        weekend = cadence.market == "business" and planned.weekday() >= 5
        assert abs(on - planned) <= timedelta(days=2 if cadence.prefer or weekend else 0), line
        assert not weekend or on.weekday() < 5


@pytest.mark.parametrize("name", TIMES)
def test_the_times_that_a_plan_names(name: str) -> None:
    seen: dict[tuple[int, str], int] = {}
    found = {}
    for line in played(name):
        count = seen[line.day, line.channel] = seen.get((line.day, line.channel), 0) + 1
        found[line.day, line.channel, count] = f"{line.due_at.astimezone(MADRID):%H:%M}"
    assert {at: found[at] for at in TIMES[name]} == TIMES[name]


@pytest.mark.parametrize("name", AFTER)
def test_the_hours_between_actions(name: str) -> None:
    lines = played(name)
    for number, gap in AFTER[name].items():
        assert lines[number].due_at - lines[number - 1].due_at == gap


WITHIN = (
    *("b2c_standard", "call_centre_basic", "call_centre_front_loaded", "high_intent_rapid"),
    *("demo_request", "pricing_inquiry", "mql_standard", "inbound_chat"),
)


@pytest.mark.parametrize("name", WITHIN)
def test_the_first_call_is_due_at_once(name: str) -> None:
    books, key = plan_of(name)
    assert played(name)[0].due_at == utc(RECEIVED)
    assert books.cadence(key).steps[0].within_s == 300
