"""Plans keep their length by days, whatever day they start on.

Each plan is played as if nobody ever answered and every touch was worked as soon as it could be.
"""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from app.core.cadence.cadence import Cadence
from app.core.contact.policy import judge
from app.core.people.lead import Lead
from app.core.work.touch import Touch
from tests.builders import make_lead, make_point
from tests.core.playing import Play, cadence, library, silent, step
from tests.rulebooks import shipped

MADRID = ZoneInfo("Europe/Madrid")
# Seven days from a Monday on, none of them near a public holiday.
WEEK = [date(2027, 2, 1) + timedelta(days=n) for n in range(7)]
NAMES = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
# How long a plan takes from its first contact on. What would end on a weekend ends on the Monday;
# on a weekend nobody at work is called, so that those plans begin on the Monday.
SEVEN = (8, 7, 7, 7, 7, 8, 8)
FOURTEEN = tuple(days + 7 for days in SEVEN)
# A country whose law says nothing about messages.
CHILE = {"country": "CL", "city": "Santiago", "zones": ("America/Santiago",)}


def somebody(at: datetime, **facts: Any) -> Lead:
    points = (
        make_point(2),
        make_point(3, kind="email", value="ana@example.com"),
        make_point(4, kind="linkedin", value="https://linkedin.com/in/ana"),
    )
    return make_lead(**{"points": points, "received_at": at, "added_at": at, **facts})


def local(on: date, clock: time, zone: ZoneInfo = MADRID) -> datetime:
    return datetime.combine(on, clock, zone).astimezone(UTC)


def played(
    plan: Cadence | str, at: datetime, zone: ZoneInfo = MADRID, **facts: Any
) -> Sequence[tuple[Touch, datetime]]:
    """Every touch of a plan and when it could be worked, on their clock."""
    play = Play(somebody(at, **facts), plan, at=at, rules=shipped(), alone=True)
    found = []
    first = play.enrolment.enrolment_id
    while play.work.planned and play.enrolment.enrolment_id == first:
        touch = min(play.work.planned, key=lambda t: (t.due_at, play.work.touches.index(t)))
        verdict = judge(touch, play.facts.lead, max(touch.due_at, play.now), play.facts.snapshot)
        opens_at = max(touch.due_at, play.now)
        if verdict.state != "open":
            assert verdict.opens_at is not None, (touch.step_key, verdict.reasons)
            opens_at = verdict.opens_at
        found.append((touch, opens_at.astimezone(zone)))
        play.outcome(silent(touch), at=opens_at, touch=touch)
    return found


def length(worked: Sequence[tuple[Touch, datetime]]) -> int:
    return (worked[-1][1].date() - worked[0][1].date()).days + 1


@pytest.mark.parametrize("on", WEEK, ids=NAMES)
@pytest.mark.parametrize("hour", [9, 10, 17])
def test_the_seven_day_plan_takes_seven_days(on: date, hour: int) -> None:
    worked = played("high_intent_rapid", local(on, time(hour, 2)))
    assert length(worked) == SEVEN[on.weekday()]
    assert {at.weekday() for _, at in worked} <= set(range(5))


@pytest.mark.parametrize("key", ["demo_request", "pricing_inquiry", "hot_intensive"])
@pytest.mark.parametrize("on", WEEK, ids=NAMES)
def test_the_fourteen_day_plans_take_fourteen_days(key: str, on: date) -> None:
    worked = played(key, local(on, time(10, 2)))
    assert length(worked) == FOURTEEN[on.weekday()]


@pytest.mark.parametrize("on", WEEK, ids=NAMES)
def test_touches_keep_their_order_and_two_hours_between_them(on: date) -> None:
    """Those that a weekend brings together; times that a plan names itself may be closer."""
    for key in ("high_intent_rapid", "demo_request", "hot_intensive", "mql_standard"):
        plan = library().cadence(key)
        worked = played(key, local(on, time(10, 2)))
        assert [t.step_key for t, _ in worked] == [s.key for s in plan.steps]
        for (before, earlier), (after, later) in pairwise(worked):
            one, other = plan.step(before.step_key), plan.step(after.step_key)
            if one.day != other.day and one.group is None:
                assert later - earlier >= timedelta(hours=2), (key, one.key, other.key)


def test_a_saturday_comes_on_friday_a_sunday_on_monday_and_nothing_behind_them_moves() -> None:
    """A week of one touch a day, from a Monday on."""
    plan = cadence(
        *(step(f"d{n}", day=n, channel="email", template="x") for n in range(9)),
        market="business",
        direction="outbound",
    )
    days = [at.date().day for _, at in played(plan, local(WEEK[0], time(9)))]
    assert days == [1, 2, 3, 4, 5, 5, 8, 8, 9]


def test_a_friday_without_room_leaves_the_monday() -> None:
    plan = cadence(
        step("one", within_s=300),
        step("two", day=0, at=time(17)),
        step("three", day=1),
        step("four", day=5),
        market="business",
    )
    days = [at.date().day for _, at in played(plan, local(WEEK[4], time(10)))]
    assert days == [5, 5, 8, 10]


def test_consumers_get_their_mail_and_chat_on_weekends() -> None:
    """An enquiry of a Friday: information on Saturday, the reminder on Sunday, on its days."""
    at = local(WEEK[4], time(10), ZoneInfo("America/Santiago"))
    points = (
        make_point(2, value="+56221234567"),
        make_point(3, kind="email", value="ana@example.com"),
    )
    zone = ZoneInfo("America/Santiago")
    worked = played("b2c_standard", at, zone, company="", points=points, **CHILE)
    assert [(t.channel, at.date().day) for t, at in worked] == [
        ("call", 5),
        ("email", 6),
        ("whatsapp", 7),
        ("call", 9),
        ("email", 12),
    ]


def test_where_a_law_shuts_the_weekend_it_stays_shut() -> None:
    """Spain lets nobody send such messages on Saturdays and Sundays; mail it leaves alone."""
    worked = played("b2c_standard", local(WEEK[4], time(10)), company="")
    assert [(t.channel, at.date().day) for t, at in worked] == [
        ("call", 5),
        ("email", 6),
        ("whatsapp", 8),
        ("call", 9),
        ("email", 12),
    ]


@pytest.mark.parametrize("key", sorted(library().cadences))
@pytest.mark.parametrize("on", WEEK, ids=NAMES)
def test_who_works_is_called_neither_at_weekends_nor_at_lunch(key: str, on: date) -> None:
    plan = library().cadence(key)
    if plan.market != "business" or any(one.repeat_days for one in plan.steps):
        return
    company = "" if plan.direction == "inbound" else "Muestra SL"
    for touch, at in played(plan, local(on, time(10, 2)), company=company):
        if touch.step_key and plan.step(touch.step_key).day is not None:
            assert at.weekday() < 5, (touch.step_key, at)
        if touch.channel == "call" and plan.step(touch.step_key).within_s is None:
            assert not time(12, 30) <= at.time() < time(14), (touch.step_key, at)


def test_only_late_work_moves_what_is_behind_it() -> None:
    plan = cadence(
        *(step(f"d{n}", day=n, channel="email", template="x") for n in (0, 4, 5, 7, 9)),
        market="business",
        direction="outbound",
    )
    play = Play(
        somebody(local(WEEK[0], time(9))), plan, at=local(WEEK[0], time(9)), rules=shipped()
    )
    days = []
    for late in (0, 3, 0, 0, 0):  # Friday's is done on Monday
        touch = play.planned()
        at = max(touch.due_at, play.now) + timedelta(days=late)
        days.append(at.astimezone(MADRID).day)
        play.outcome("sent", at=at)
    assert days == [1, 8, 9, 11, 15]
