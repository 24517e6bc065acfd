"""Which step comes next, and when: on time, late, left out, over clock changes and weekends."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.cadence.cadence import Cadence, Prefer, PreferredTime
from app.core.contact.business_time import local_date
from app.core.log.events import TouchSkipped
from app.core.planning.due import zone_for
from app.core.planning.slots import slot_of, slots, slots_after
from tests.builders import make_lead, make_point
from tests.core.planning.reachable import HOUR, PHONE
from tests.core.playing import MONDAY, Play, agreed, cadence, library, silent, step, utc


def due_dates(play: Play, most: int = 12, *, late_by: dict[str, int] | None = None) -> list[str]:
    """Work every step silently when it is due, or days later; "step date" in the lead's zone."""
    lines = []
    first = play.enrolment.enrolment_id
    for _ in range(most):
        if play.enrolment.enrolment_id != first or not play.work.planned:
            break
        touch = play.planned()
        lines.append(f"{touch.step_key} {local_date(touch.due_at, play.enrolment.zone):%d}")
        at = touch.due_at + timedelta(days=(late_by or {}).get(touch.step_key, 0))
        play.outcome(silent(touch), at=max(at, play.now))
    return lines


def planned_at(zone: str, at: str) -> Play:
    lead = make_lead(zones=(zone,), received_at=utc(at), added_at=utc(at))
    return Play(lead, at=utc(at), desk_zone="UTC")


B2C = ["first_call", "information", "reminder", "second_call", "last_message"]


@pytest.mark.parametrize(
    ("zone", "at", "days"),
    [
        ("Europe/Madrid", "2026-11-23 10:00", "23 24 25 27 30"),
        # Late in the evening here is still that day there, and the other way round.
        ("America/Los_Angeles", "2026-11-24 05:00", "23 24 25 27 30"),
        ("Pacific/Auckland", "2026-11-22 12:00", "23 24 25 27 30"),
        # Over the end of summer time, and over its beginning.
        ("Europe/Madrid", "2026-10-22 10:00", "22 23 24 26 29"),
        ("Europe/Madrid", "2027-03-25 10:00", "25 26 27 29 01"),
        # A Friday: what would come on Saturday and Sunday comes on Friday and Monday.
        ("America/New_York", "2027-03-12 16:00", "12 12 15 16 19"),
    ],
)
def test_the_consumer_plan_keeps_its_days(zone: str, at: str, days: str) -> None:
    expected = [f"{key} {day}" for key, day in zip(B2C, days.split(), strict=True)]
    assert due_dates(planned_at(zone, at)) == expected


@pytest.mark.parametrize(
    ("zone", "at", "clock"),
    [
        ("Europe/Madrid", "2026-10-22 10:00", time(9)),
        ("Europe/London", "2027-03-26 10:00", time(9)),
    ],
)
def test_the_clock_of_a_step_survives_a_change_of_the_clocks(
    zone: str, at: str, clock: time
) -> None:
    plan = cadence(
        step("one", within_s=300), *(step(f"d{n}", day=n, at=time(9)) for n in range(4, 8))
    )
    play = Play(make_lead(zones=(zone,), received_at=utc(at), added_at=utc(at)), plan, at=utc(at))
    play.outcome("no_answer")
    seen = set()
    for _ in range(4):
        touch = play.planned()
        local = touch.due_at.astimezone(ZoneInfo(zone))
        if local.weekday() < 5:
            seen.add(local.time())
        play.outcome("no_answer", at=touch.due_at)
    assert seen == {clock}


def test_a_day_step_comes_at_the_usual_hours_of_its_plan() -> None:
    play = planned_at("Europe/Madrid", "2026-11-23 10:00")
    play.outcome("no_answer")
    assert play.planned().due_at == utc("2026-11-24 09:00")  # email: 10:00
    play.outcome("sent", at=utc("2026-11-24 09:00"))
    assert play.planned().due_at == utc("2026-11-25 16:30")  # WhatsApp: 17:30


def test_due_does_not_move_because_a_window_is_shut() -> None:
    """A first call of a Saturday stays due when it came in; only the opening is on Monday."""
    play = planned_at("Europe/Madrid", "2026-11-29 10:00")
    assert play.planned().due_at == utc("2026-11-29 10:00")
    assert play.place().effective_at == utc("2026-11-30 08:00")


@pytest.mark.parametrize(
    ("late_by", "days"),
    [
        # Three days late: the later steps keep their distance, and none comes the same day.
        ({"information": 3}, "23 24 28 30 03"),
        # Two days late on a step with slack before the next: that slack is used up, no more.
        ({"reminder": 1}, "23 24 25 28 01"),
        ({"information": 1, "second_call": 1}, "23 24 26 28 02"),
        ({"first_call": 2}, "23 26 27 30 02"),
    ],
)
def test_late_work_neither_bunches_up_nor_creeps(late_by: dict[str, int], days: str) -> None:
    expected = [f"{key} {day}" for key, day in zip(B2C, days.split(), strict=True)]
    play = planned_at("Europe/Madrid", "2026-11-23 10:00")
    assert due_dates(play, late_by=late_by) == expected


def test_work_done_late_in_the_day_is_not_late() -> None:
    play = planned_at("Europe/Madrid", "2026-11-23 10:00")
    for hours in (0, 10, 6, 5):
        touch = play.planned()
        play.outcome(silent(touch), at=max(touch.due_at, play.now) + hours * HOUR)
    assert play.planned().due_at == utc("2026-11-30 10:00")


@pytest.mark.parametrize(
    ("skipped_at", "due"),
    [
        # Skipped early it keeps its own place; skipped late it counts as done then.
        ("2026-11-23 10:05", "2026-11-25 16:30"),
        ("2026-11-24 10:00", "2026-11-25 16:30"),
        ("2026-11-26 10:00", "2026-11-27 16:30"),
    ],
)
def test_a_skip_counts_as_done(skipped_at: str, due: str) -> None:
    play = planned_at("Europe/Madrid", "2026-11-23 10:00")
    play.outcome("no_answer")
    play.skip(at=utc(skipped_at))
    assert (play.planned().step_key, play.planned().due_at) == ("reminder", utc(due))


def test_several_skips_in_a_row_do_not_pull_the_plan_together() -> None:
    play = planned_at("Europe/Madrid", "2026-11-23 10:00")
    play.outcome("no_answer")
    for _ in range(3):
        play.skip(at=play.now + timedelta(minutes=1))
    assert play.planned().step_key == "last_message"
    assert play.planned().due_at == utc("2026-11-30 10:00")


# Call centre: conditions


def test_the_phone_plan_when_nobody_answers() -> None:
    play = Play(plan="call_centre_basic", at=utc("2026-11-23 10:00"))
    assert due_dates(play) == [
        "first_call 23",
        "second_call 24",
        "callback_number 25",
        "third_call 27",
        "last_call 30",
    ]


def test_the_phone_plan_after_a_conversation() -> None:
    play = Play(plan="call_centre_basic", at=utc("2026-11-23 10:00"))
    bodies = play.outcome("connected")
    skipped = [b.reason for b in bodies if isinstance(b, TouchSkipped)]
    assert skipped == ["condition"]
    assert (play.planned().step_key, play.planned().due_at) == (
        "callback_number",
        utc("2026-11-25 09:00"),
    )


def test_a_voicemail_step_looks_at_the_latest_call() -> None:
    """What was written in between does not hide that the call was not answered."""
    plan = cadence(
        step("call", within_s=300),
        step("mail", channel="email", day=0),
        step("voicemail", channel="voicemail", day=0, only_if="no_answer"),
        step("last", day=3),
    )
    for code, then in (("no_answer", "voicemail"), ("connected", "last")):
        play = Play(plan=plan)
        play.outcome(code)
        play.outcome("sent", at=MONDAY + 3 * HOUR)
        assert play.planned().step_key == then


def test_nobody_is_connected_yet() -> None:
    plan = cadence(
        step("one", within_s=300),
        step("invite", channel="linkedin_connect", day=1, skip_if="connected"),
        step("message", channel="linkedin_message", day=2, only_if="connected"),
        step("last", day=3),
    )
    points = (PHONE, make_point(5, kind="linkedin", value="https://linkedin.com/in/a"))
    play = Play(make_lead(points=points), plan)
    assert [line.split()[0] for line in due_dates(play)] == ["one", "invite", "last"]


@pytest.mark.parametrize("asked", [True, False])
def test_a_message_may_be_for_who_agreed_to_it(asked: bool) -> None:
    plan = cadence(
        step("one", within_s=300),
        step("mail", channel="email", day=1, only_if="opted_in"),
        step("last", day=3),
    )
    play = Play(plan=plan, consents=agreed(*(["email"] if asked else [])))
    play.outcome("no_answer")
    assert play.planned().step_key == ("mail" if asked else "last")


# Timing of a step


def test_an_exact_delay_counts_from_the_action_before() -> None:
    plan = cadence(step("one", within_s=300), step("two", after_s=3 * 3600), step("x", day=1))
    play = Play(plan=plan)
    play.outcome("no_answer", at=MONDAY + timedelta(minutes=7))
    assert play.planned().due_at == MONDAY + timedelta(hours=3, minutes=7)


@pytest.mark.parametrize(
    ("fields", "due"),
    [
        ({"day": 1, "at": time(17, 30)}, "2026-11-24 16:30"),
        ({"day": 1, "between": (time(16), time(17))}, "2026-11-24 15:00"),
        ({"day": 1}, "2026-11-24 15:00"),
        ({"day": 1, "channel": "task"}, "2026-11-24 08:00"),
        # Saturday and Sunday; the last step of a plan never comes forward.
        ({"day": 5}, "2026-11-30 15:00"),
        ({"day": 6}, "2026-11-30 15:00"),
        # The same day: two hours after the step before, or its own time, never in the past.
        ({"day": 0}, "2026-11-23 15:00"),
        ({"day": 0, "channel": "email"}, "2026-11-23 12:00"),
        ({"day": 0, "at": time(16)}, "2026-11-23 15:00"),
        ({"day": 0, "at": time(9)}, "2026-11-23 10:00"),
    ],
)
def test_when_a_step_is_due(fields: dict[str, Any], due: str) -> None:
    play = Play(plan=cadence(step("one", within_s=300), step("two", **fields)))
    play.outcome("no_answer", at=utc("2026-11-23 10:00"))
    assert play.planned().due_at == utc(due)


def test_actions_of_one_touch_follow_at_once() -> None:
    plan = cadence(step("call", day=0, group="g"), step("mail", channel="email", day=0, group="g"))
    play = Play(plan=plan, at=utc("2026-11-23 10:00"))
    play.outcome("no_answer", at=utc("2026-11-23 10:30"))
    assert play.planned().due_at == utc("2026-11-23 10:00")


def test_a_plan_that_begins_in_the_afternoon_is_not_late_at_birth() -> None:
    play = Play(plan=cadence(step("one", day=0)), at=utc("2026-11-23 15:00"))
    assert play.planned().due_at == utc("2026-11-23 15:00")


@pytest.mark.parametrize(
    ("received", "added", "due"),
    [
        ("2026-11-23 10:00", "2026-11-23 10:03", "2026-11-23 10:00"),
        ("2026-11-20 10:00", "2026-11-23 10:00", "2026-11-23 10:00"),
        ("2026-11-23 21:00", "2026-11-23 21:00", "2026-11-23 21:00"),
    ],
)
def test_a_first_contact_is_due_on_arrival(received: str, added: str, due: str) -> None:
    lead = make_lead(received_at=utc(received), added_at=utc(added))
    assert Play(lead, at=utc(added)).planned().due_at == utc(due)


# Business days


def business(*days: int) -> Cadence:
    steps = [step(f"d{n}", day=n) for n in days]
    return cadence(*steps, day_count="business", direction="outbound")


@pytest.mark.parametrize(
    ("at", "lines"),
    [
        ("2026-11-23 10:00", "d0 23, d1 24, d4 27, d5 30"),
        ("2026-11-26 10:00", "d0 26, d1 27, d4 02, d5 03"),
        ("2026-11-27 10:00", "d0 27, d1 30, d4 03, d5 04"),
        # Begun on a weekend: on Monday.
        ("2026-11-28 10:00", "d0 30, d1 01, d4 04, d5 07"),
    ],
)
def test_business_days(at: str, lines: str) -> None:
    play = Play(plan=business(0, 1, 4, 5), at=utc(at))
    assert ", ".join(due_dates(play)) == lines


def test_late_work_on_business_days() -> None:
    play = Play(plan=business(0, 1, 4, 5), at=utc("2026-11-26 10:00"))
    # Friday's step done on Saturday: three business days later is Wednesday.
    assert ", ".join(due_dates(play, late_by={"d1": 1})) == "d0 26, d1 27, d4 02, d5 03"
    play = Play(plan=business(0, 1, 4, 5), at=utc("2026-11-26 10:00"))
    assert ", ".join(due_dates(play, late_by={"d1": 4})) == "d0 26, d1 27, d4 04, d5 07"


# Preferred times


@pytest.mark.parametrize(
    ("at", "first"),
    [
        # The email of the entry day: liked on Tuesday to Thursday, 10:00 there.
        ("2026-11-24 07:00", "2026-11-24 09:00"),
        ("2026-11-23 07:00", "2026-11-24 09:00"),
        # Friday would move to Thursday, which has passed: it stays, at the liked hour.
        ("2026-11-27 07:00", "2026-11-27 09:00"),
        # Between 10:00 and 11:30 it is now; after that, tomorrow.
        ("2026-11-24 10:00", "2026-11-24 10:00"),
        ("2026-11-24 15:00", "2026-11-25 09:00"),
        ("2026-11-26 15:00", "2026-11-26 15:00"),
    ],
)
def test_outbound_steps_look_for_a_better_time(at: str, first: str) -> None:
    lead = make_lead(direction="outbound", received_at=utc(at), added_at=utc(at))
    assert Play(lead, "midmarket_b2b", at=utc(at)).planned().due_at == utc(first)


def test_the_midmarket_plan_from_a_tuesday() -> None:
    at = utc("2026-11-24 07:00")
    lead = make_lead(direction="outbound", received_at=at, added_at=at)
    # Days 0 2 4 7 11 15 20 are 24, 26, 28, 1, 5, 9, 14; Saturdays, and Monday the 14th, move.
    assert due_dates(Play(lead, "midmarket_b2b", at=at)) == [
        "intro 24",
        "first_call 26",
        "after_call 27",
        "resource 01",
        "second_call 04",
        "new_angle 09",
        "break_up 15",
    ]


LIKED = Prefer(call=PreferredTime(weekdays=(1, 2, 3), between=(time(16), time(17))))


def test_a_preference_never_moves_a_step_onto_the_one_before() -> None:
    plan = cadence(step("one", day=0), step("two", day=1), direction="outbound", prefer=LIKED)
    # Thursday, then Friday: the day before is Thursday, taken.
    play = Play(plan=plan, at=utc("2026-11-26 08:00"))
    play.outcome("no_answer", at=utc("2026-11-26 15:00"))
    assert play.planned().due_at == utc("2026-11-27 15:00")


def test_a_preference_is_for_outbound_and_steps_without_a_time() -> None:
    fixed = cadence(step("one", day=0, at=time(11)), direction="outbound", prefer=LIKED)
    assert Play(plan=fixed).planned().due_at == utc("2026-11-23 10:00")
    inbound = cadence(step("one", day=0), direction="inbound", prefer=LIKED)
    assert Play(plan=inbound).planned().due_at == MONDAY + 2 * HOUR


@given(
    st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31)),  # noqa: DTZ001 - made aware below
    st.sampled_from(["Europe/Madrid", "America/Sao_Paulo", "Asia/Kolkata", "Pacific/Auckland"]),
)
def test_a_preference_or_a_weekend_moves_by_at_most_one_day(naive: datetime, zone: str) -> None:
    at = naive.replace(tzinfo=UTC)
    lead = make_lead(direction="outbound", received_at=at, added_at=at, zones=(zone,))
    plan = library().cadence("midmarket_b2b")
    play = Play(lead, plan, at=at)
    entry = local_date(at, zone)
    began: int | None = None
    for one in plan.steps:
        touch = play.planned()
        on = local_date(touch.due_at, zone)
        wanted = entry + timedelta(days=one.day or 0)
        if began is None:  # the plan counts from its first contact
            began = (on - wanted).days
            assert began <= 2
        assert abs((on - wanted).days - began) <= 1
        assert touch.due_at >= play.now
        play.outcome(silent(touch), at=touch.due_at)


# Plans without an end


def test_the_nurture_plan_repeats() -> None:
    plan = library().cadence("nurture_long_term")
    first = [(s.step.key, s.occurrence, s.day) for s in islice(slots(plan), 9)]
    assert first == [
        ("check_in_email", 0, 30),
        ("check_in_email", 1, 60),
        ("check_in_email", 2, 90),
        ("check_in_call", 0, 90),
        ("check_in_email", 3, 120),
        ("check_in_email", 4, 150),
        ("check_in_email", 5, 180),
        ("check_in_call", 1, 180),
        ("check_in_email", 6, 210),
    ]
    assert slot_of(plan, "check_in_email", 4).day == 150
    following = next(slots_after(plan, "check_in_email", 2))
    assert (following.step.key, following.occurrence) == ("check_in_call", 0)


def test_the_nurture_plan_goes_on_for_years() -> None:
    play = Play(plan="nurture_long_term")
    seen = []
    for _ in range(40):
        touch = play.planned()
        seen.append(touch.channel)
        play.outcome(silent(touch), at=touch.due_at)
    assert seen == ["email", "email", "email", "call"] * 10
    assert len({t.touch_id for t in play.work.touches}) == 41


def test_a_nurture_plan_without_an_address_calls_each_quarter() -> None:
    play = Play(make_lead(points=(PHONE,)), "nurture_long_term")
    assert play.planned().step_key == "check_in_call"
    assert local_date(play.planned().due_at, "Europe/Madrid") == date(2027, 2, 22)
    play.outcome("no_answer", at=play.planned().due_at)
    assert (play.planned().step_key, play.planned().occurrence) == ("check_in_call", 1)


def test_an_endless_plan_of_which_nothing_is_possible_ends() -> None:
    consents = agreed("call")
    lead = make_lead(points=(make_point(9, kind="linkedin", value="https://linkedin.com/in/a"),))
    play = Play(lead, "nurture_long_term", consents=consents)
    assert play.work.enrolments[0].finish_reason == "unreachable"
    # A person decides once a month about whoever is on LinkedIn alone.
    assert (play.enrolment.cadence_key, play.planned().channel) == ("nurture_elsewhere", "task")
    assert play.work.stage == "nurture"


def test_a_rare_channel_of_an_endless_plan_is_found() -> None:
    plan = cadence(
        step("often", day=7, channel="email", repeat_days=7),
        step("rarely", day=365, repeat_days=365),
    )
    play = Play(make_lead(points=(PHONE,)), plan)
    assert play.planned().step_key == "rarely"


def test_a_step_the_plan_no_longer_has_is_followed_by_nothing() -> None:
    plan = library().cadence("nurture_long_term")
    assert list(slots_after(plan, "gone", 0)) == []
    once = cadence(step("one", day=0), step("two", day=1))
    assert [slot.step.key for slot in slots_after(once, "one", 3)] == ["two"]


# Whose days, whose channel


@pytest.mark.parametrize(
    ("zones", "desk", "zone"),
    [
        (("Asia/Tokyo", "UTC"), "Europe/Madrid", "Asia/Tokyo"),
        ((), "Europe/Madrid", "Europe/Madrid"),
        ((), "", "UTC"),
    ],
)
def test_whose_calendar_counts(zones: tuple[str, ...], desk: str, zone: str) -> None:
    assert zone_for(make_lead(zones=zones), desk) == zone


# What the person likes


@pytest.mark.parametrize(
    ("prefers", "channels"),
    [
        ("", ["call", "email", "whatsapp", "call", "email"]),
        ("whatsapp, morning", ["call", "email", "whatsapp", "call", "whatsapp"]),
        ("call", ["call", "email", "call", "call", "call"]),
        ("email", ["call", "email", "email", "call", "email"]),
        # Not a channel, or one for which there is no consent: as written.
        ("morning", ["call", "email", "whatsapp", "call", "email"]),
        ("sms", ["call", "email", "whatsapp", "call", "email"]),
    ],
)
def test_what_they_prefer_overrides_the_steps_that_may_adapt(
    prefers: str, channels: list[str]
) -> None:
    lead = make_lead(prefers=prefers)
    play = Play(lead, consents=agreed("call", "email", "whatsapp"))
    seen = []
    for _ in range(5):
        touch = play.planned()
        seen.append(touch.channel)
        play.outcome(silent(touch), at=max(touch.due_at, play.now))
    assert seen == channels
