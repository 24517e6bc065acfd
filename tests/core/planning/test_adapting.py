"""Which way a step goes that may adapt, and when: by the person's own wish, else by their age."""

from datetime import date, time, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from app.core.contact.business_time import add_days
from app.core.engine.rule_effects import Observe
from app.core.files.toml_file import FileError
from app.core.planning.age_bands import AgeBand, AgeBands, parse_age_bands
from app.core.work.signal import Signal
from app.system.resources import read_texts
from tests.builders import make_lead, make_point, uid
from tests.core.playing import Play, agreed, cadence, library, silent, step, utc

AT = utc("2026-11-23 10:00")
PHONE = make_point(1)
MAIL = make_point(2, kind="email", value="a@example.com")
MIXED = cadence(
    step("call", within_s=300),
    step("first", day=1, channel="email"),
    step("second", day=2, channel="whatsapp", adapt=True, script="x"),
    step("third", day=4, channel="email", adapt=True, script="x"),
)


def channels(plan: Any = "b2c_standard", consents: Any = None, **facts: Any) -> list[str]:
    """The channels of the written steps of a plan, one after the other."""
    facts = {"points": (PHONE, MAIL), "received_at": AT, "added_at": AT, **facts}
    play = Play(make_lead(**facts), plan, at=AT, consents=consents)
    enrolment_id = play.enrolment.enrolment_id
    seen: list[str] = []
    while play.work.enrolment and play.enrolment.enrolment_id == enrolment_id:
        touch = play.planned()
        seen.append(touch.channel)
        play.outcome(silent(touch), at=max(touch.due_at, play.now))
    return seen


@pytest.mark.parametrize(
    ("age", "expected"),
    [
        (None, "call email whatsapp call email"),
        (17, "call email whatsapp call email"),
        (18, "call email whatsapp call whatsapp"),
        (34, "call email whatsapp call whatsapp"),
        (35, "call email email call email"),
        (54, "call email email call email"),
        (55, "call email call call call"),
        (91, "call email call call call"),
    ],
)
def test_the_second_and_later_written_steps_go_by_age(age: int | None, expected: str) -> None:
    assert channels(age=age) == expected.split()


def test_what_a_person_asked_for_comes_before_their_age() -> None:
    assert channels(age=70, prefers="whatsapp, evening") == [
        "call", "email", "whatsapp", "call", "whatsapp",
    ]  # fmt: skip


def test_only_what_is_permitted_counts() -> None:
    """Without consent to WhatsApp and SMS a young person is written to as everybody else is."""
    said = agreed("call", "email", at=AT)
    assert channels(age=20, consents=said) == ["call", "email", "email", "call", "email"]
    # Nobody is called who has no number.
    assert channels(MIXED, age=60, points=(MAIL,)) == ["email", "email", "email"]


def test_a_message_on_linkedin_is_for_who_is_connected() -> None:
    social = AgeBands(
        bands=(AgeBand(from_age=18, to_age=34, channels=("linkedin_message", "sms")),)
    )
    assert social.channels_at(20) == ("linkedin_message", "sms")
    points = (PHONE, MAIL, make_point(3, kind="linkedin", value="https://linkedin.com/in/a"))
    lead = make_lead(points=points, received_at=AT, added_at=AT, age=20)
    said = agreed("call", "email", "linkedin", at=AT)
    for connected, expected in ((False, "email"), (True, "linkedin_message")):
        play = Play(lead, at=AT, consents=said)
        if connected:
            accepted = Signal(signal_id=uid(1, 0x51), kind="connection_accepted", at=AT)
            play.run(Observe(signal=accepted))
        play.outcome("no_answer", at=AT)
        play.outcome("sent", at=utc("2026-11-24 10:00"))
        assert (play.planned().step_key, play.planned().channel) == ("reminder", expected)


@pytest.mark.parametrize(
    ("prefers", "due"),
    [
        ("", "2026-11-25 09:30"),
        ("whatsapp, morning", "2026-11-25 08:00"),
        ("whatsapp, afternoon", "2026-11-25 13:00"),
        ("evening", "2026-11-25 17:00"),
    ],
)
def test_a_step_that_adapts_comes_when_they_like_it(prefers: str, due: str) -> None:
    lead = make_lead(points=(PHONE, MAIL), received_at=AT, added_at=AT, prefers=prefers)
    play = Play(lead, MIXED, at=AT)
    play.outcome("no_answer", at=AT)
    assert play.planned().due_at == utc("2026-11-24 09:00")
    play.outcome("sent", at=utc("2026-11-24 10:00"))
    assert play.planned().due_at == utc(due)


def test_what_was_promised_in_writing_is_written_to_everybody() -> None:
    plan = cadence(step("call", within_s=300), step("more", day=2, channel="email", adapt=True))
    lead = make_lead(points=(PHONE, MAIL), received_at=AT, added_at=AT, age=60)
    play = Play(lead, plan, at=AT)
    play.outcome("send_information", at=AT)
    assert (play.planned().channel, play.planned().due_at) == ("email", AT)


# The table

OVERLAP = """
[[bands]]
from_age = 18
to_age = 40
channels = ["call"]
[[bands]]
from_age = 40
channels = ["email"]
"""


def test_the_table_that_ships() -> None:
    (text,) = read_texts("adapt").values()
    bands, advice = parse_age_bands(text, "age_bands.toml")
    assert advice == ()
    assert bands == library().age_bands
    assert [bands.channels_at(age)[:1] for age in (17, 18, 35, 55)] == [
        (), ("whatsapp",), ("email",), ("call",),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("lines", "field"),
    [
        ("", "bands"),
        ("[[bands]]\nfrom_age = 18\nchannels = []", "channels"),
        ('[[bands]]\nfrom_age = 18\nchannels = ["task"]', "channels"),
        ('[[bands]]\nchannels = ["call"]', "from_age"),
        ('[[bands]]\nfrom_age = 40\nto_age = 30\nchannels = ["call"]', "to_age"),
        (OVERLAP, "from_age"),
        ('sex = "any"\n[[bands]]\nfrom_age = 18\nchannels = ["call"]', "sex"),
    ],
)
def test_a_table_that_is_wrong_says_where(lines: str, field: str) -> None:
    with pytest.raises(FileError) as caught:
        parse_age_bands(f"version = 1\n{lines}\n", "mine.toml")
    assert [problem.field for problem in caught.value.problems] == [field]


# Attempts at different parts of the day


@pytest.mark.parametrize("hour", range(8, 19))
def test_persistent_calls_vary_in_the_time_of_day(hour: int) -> None:
    """Whenever somebody asked: no two calls in a row come in the same part of the day."""
    at = utc(f"2026-11-23 {hour:02}:00")
    lead = make_lead(points=(PHONE,), received_at=at, added_at=at)
    play = Play(lead, "call_centre_front_loaded", at=at)
    enrolment_id = play.enrolment.enrolment_id
    calls = []
    while play.work.enrolment and play.enrolment.enrolment_id == enrolment_id:
        touch = play.planned()
        calls.append(touch.due_at.astimezone(ZoneInfo("Europe/Madrid")))
        play.outcome("no_answer", touch=touch, at=max(touch.due_at, play.now))
    assert len(calls) == 6
    clocks = [call.hour * 60 + call.minute for call in calls]
    assert min(abs(one - other) for one, other in pairwise(clocks)) >= 90


# Business days


@pytest.mark.parametrize(
    ("days", "then"),
    [(0, 4), (1, 7), (2, 9), (3, 10), (4, 11), (5, 14)],
)
def test_business_days_pass_over_holidays(days: int, then: int) -> None:
    # Friday 4 December; Monday and Tuesday come, the 8th is a holiday.
    holidays = frozenset({date(2026, 12, 8)})
    after = add_days(date(2026, 12, 4), days, business=True, holidays=holidays)
    assert after == date(2026, 12, then)


def test_a_holiday_itself_is_no_business_day() -> None:
    holidays = frozenset({date(2026, 12, 8)})
    assert add_days(date(2026, 12, 8), 0, business=True, holidays=holidays) == date(2026, 12, 9)
    assert add_days(date(2026, 12, 8), 0, business=False, holidays=holidays) == date(2026, 12, 8)


def test_a_plan_of_business_days_leaves_out_the_holidays_of_the_person() -> None:
    """8 December is a holiday in Spain and not in the United Kingdom."""
    plan = cadence(
        step("one", day=0),
        step("two", day=1, between=(time(16), time(17)), group="pair"),
        step("mail", day=1, channel="email", group="pair"),
        day_count="business",
    )
    at = utc("2026-12-07 10:00")
    for country, zone, phone, due in (
        ("ES", "Europe/Madrid", "+34612000001", "2026-12-09 15:00"),
        ("GB", "Europe/London", "+447700900184", "2026-12-08 16:00"),
    ):
        points = (make_point(1, value=phone), MAIL)
        lead = make_lead(
            received_at=at, added_at=at, country=country, zones=(zone,), points=points, city=""
        )
        play = Play(lead, plan, at=at, desk_zone=zone)
        play.outcome("no_answer", at=at)
        assert {t.due_at for t in play.work.planned} == {utc(due)}
        assert [t.step_key for t in play.work.planned] == ["two", "mail"]


@pytest.mark.parametrize(
    ("if_late", "call", "mail"),
    [
        ("shift", "planned", "planned"),
        ("skip", "skipped", "planned"),
        ("escalate", "planned", "planned"),
    ],
)
def test_being_late_concerns_the_one_action(if_late: str, call: str, mail: str) -> None:
    plan = cadence(
        step("one", within_s=300),
        step("call", day=1, group="pair", if_late=if_late, late_after_s=24 * 3600),
        step("mail", day=1, channel="email", group="pair"),
    )
    lead = make_lead(points=(PHONE, MAIL), received_at=AT, added_at=AT)
    play = Play(lead, plan, at=AT)
    play.outcome("no_answer", at=AT)
    play.tick(play.work.planned[0].due_at + timedelta(days=1))
    found = {t.step_key: t for t in play.work.touches}
    assert (found["call"].state, found["mail"].state) == (call, mail)
    assert (found["call"].escalated, found["mail"].escalated) == (if_late == "escalate", False)
