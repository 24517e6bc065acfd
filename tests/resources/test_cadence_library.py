"""The cadences that ship: what each step is, when, on which channel, and what advice they draw."""

import pytest

from app.core.cadence.cadence import SPOKEN, WRITTEN, Cadence, Condition, Step
from app.core.cadence.checks import check_cadence
from app.core.people.lead import Channel
from tests.resources.shipped import BOTH, LIBRARY

cadences = pytest.mark.parametrize("cadence", LIBRARY.list(), ids=lambda one: one.key)


def test_every_file_is_read_without_a_problem_or_a_warning() -> None:
    assert [str(problem) for problem in (*LIBRARY.problems, *LIBRARY.warnings)] == []


# Every touch of every plan: the day on screen, whom it is for, and its actions with their times.
PLANS = {
    "b2c_standard": (
        "0 call within 5m",
        "1 email",
        "2 whatsapp",
        "4 call",
        "7 email",
    ),
    "call_centre_basic": (
        "1 call within 5m",
        "2 call if no_conversation",
        "3 sms if opted_in",
        "5 call",
        "7 call",
    ),
    "call_centre_front_loaded": (
        "1 call within 5m",
        "1 call after 4h",
        "2 call between 10:30-12:00",
        "3 call between 18:00-19:30",
        "5 call between 09:30-11:00",
        "7 call between 16:00-17:30",
    ),
    "midmarket_b2b": (
        "1 email",
        "3 call",
        "5 email",
        "8 email",
        "12 call",
        "16 email",
        "21 email",
    ),
    "b2b_saas_typical": (
        "1 call within 5m + email",
        "2 email",
        "4 call + linkedin_connect",
        "6 email",
        "8 call + video_email",
        "11 email",
        "14 call + linkedin_message else linkedin_connect",
        "18 email",
    ),
    "high_intent_rapid": (
        "1 call within 5m + email",
        "1 video_email after 4h",
        "2 call + voicemail",
        "2 email at 16:00",
        "3 call",
        "5 email",
        "7 call at 09:30",
        "7 linkedin_connect at 11:00",
        "7 email at 14:00",
        "7 call at 17:00",
    ),
    "aggressive": (
        "1 call within 5m + email",
        "1 call after 4h",
        "1 video_email after 1h",
        "2 call at 11:00",
        "2 email at 16:00",
        "3 linkedin_connect at 10:00",
        "3 call at 17:00",
        "5 call at 11:30",
        "5 email at 16:00",
        "7 linkedin_message at 10:00 else linkedin_connect",
        "7 email at 15:00",
        "10 call + email",
    ),
    "balanced": (
        "1 call within 5m",
        "1 email after 10m",
        "3 call at 10:00",
        "3 email at 15:00",
        "6 linkedin_connect at 10:00",
        "6 email at 15:00",
        "9 call",
        "13 email",
        "17 call at 10:00",
        "17 email at 15:00",
        "21 linkedin_message else linkedin_connect",
    ),
    "nurture_early": (
        "1 email",
        "4 call at 10:00",
        "4 email at 15:00",
        "8 email",
        "14 call",
        "21 email",
        "28 call + email",
    ),
    "channel_mix": (
        "1 call + email",
        "2 video_email",
        "3 call",
        "5 email",
        "7 linkedin_connect + call",
        "9 email",
        "12 call + email",
    ),
    "cold_educational": ("1 email", "8 email", "11 call", "15 email", "22 email", "30 call"),
    "warm_engaged": (
        "1 email",
        "3 call",
        "6 email",
        "9 call",
        "12 email",
        "15 call",
        "18 email",
        "21 call",
    ),
    "hot_intensive": (
        "1 call within 5m",
        "2 email",
        "3 call",
        "4 email",
        "5 call",
        "6 email",
        "7 call",
        "9 call",
        "11 email",
        "14 call",
    ),
    "abm_multithread": (
        "1 champion: call + email",
        "1 technical: email",
        "1 business: email",
        "1 executive: email",
        "3 champion: linkedin_connect",
        "5 direct_mail",
        "6 champion: call",
        "7 technical: email",
        "7 business: email",
        "8 executive: linkedin_engage",
        "9 champion: email",
        "11 executive: linkedin_engage",
        "12 technical: email",
        "12 business: call",
        "13 champion: call",
        "14 executive: email",
    ),
    "social_first_b2b": (
        "1 linkedin_engage + email",
        "2 call",
        "4 email",
        "7 linkedin_message else linkedin_connect",
        "10 call",
        "13 email",
        "16 call + email",
    ),
    "demo_request": (
        "1 call within 5m",
        "1 email after 10m",
        "2 call",
        "3 email",
        "5 call",
        "7 email",
        "9 call",
        "11 email",
        "13 call",
        "14 email",
    ),
    "pricing_inquiry": (
        "1 call within 5m",
        "1 email after 10m",
        "2 call",
        "3 email",
        "5 call",
        "7 email",
        "9 call",
        "11 email",
        "13 call",
        "14 email",
    ),
    "content_download": (
        "1 email within 5m",
        "4 email",
        "6 call",
        "8 email",
        "11 call",
        "14 email",
        "17 call",
        "21 email",
    ),
    "webinar_attendee": (
        "1 email within 5m",
        "4 email",
        "6 call",
        "8 email",
        "11 call",
        "14 email",
        "17 call",
        "21 email",
    ),
    "mql_standard": (
        "1 call within 5m",
        "2 email",
        "4 email",
        "6 call",
        "9 email",
        "13 call",
        "18 email",
    ),
    "event_connection": ("1 call", "3 call", "5 email", "7 call", "11 call", "14 email"),
    "inbound_chat": (
        "1 call within 5m",
        "1 email after 10m",
        "2 call at 10:00",
        "2 email at 15:00",
        "3 call",
        "4 email",
        "5 call",
        "6 email",
        "7 call",
        "8 email",
        "9 call",
        "10 email",
    ),
    "came_back": ("1 email", "2 call", "4 email", "7 call", "10 email"),
    "nurture_long_term": ("31 email every 30 days", "91 call every 90 days"),
    "nurture_elsewhere": ("31 task every 30 days",),
    "account_management": ("1 call + email", "3 call", "7 email", "12 call + email"),
    "executive_direct": (
        "1 call within 5m + email",
        "3 linkedin_connect",
        "5 email",
        "8 call",
        "12 email",
        "15 call + email",
    ),
}
# Touches, actions, the last day on screen, calls, emails.
NUMBERS = {
    "b2c_standard": (5, 5, 7, 2, 2),
    "call_centre_basic": (5, 5, 7, 4, 0),
    "call_centre_front_loaded": (6, 6, 7, 6, 0),
    "midmarket_b2b": (7, 7, 21, 2, 5),
    "b2b_saas_typical": (8, 12, 18, 4, 5),
    "high_intent_rapid": (10, 12, 7, 5, 4),
    "aggressive": (12, 14, 10, 6, 5),
    "balanced": (11, 11, 21, 4, 5),
    "nurture_early": (7, 8, 28, 3, 5),
    "channel_mix": (7, 10, 12, 4, 4),
    "cold_educational": (6, 6, 30, 2, 4),
    "warm_engaged": (8, 8, 21, 4, 4),
    "hot_intensive": (10, 10, 14, 6, 4),
    "abm_multithread": (16, 17, 14, 4, 9),
    "social_first_b2b": (7, 9, 16, 3, 4),
    "demo_request": (10, 10, 14, 5, 5),
    "pricing_inquiry": (10, 10, 14, 5, 5),
    "content_download": (8, 8, 21, 3, 5),
    "webinar_attendee": (8, 8, 21, 3, 5),
    "mql_standard": (7, 7, 18, 3, 4),
    "event_connection": (6, 6, 14, 4, 2),
    "inbound_chat": (12, 12, 10, 6, 6),
    "came_back": (5, 5, 10, 2, 3),
    "nurture_long_term": (2, 2, 91, 1, 1),
    "nurture_elsewhere": (1, 1, 31, 0, 0),
    "account_management": (4, 6, 12, 3, 3),
    "executive_direct": (6, 8, 15, 3, 4),
}
# What the channel itself asks for is not said again.
OWN_CONDITION: dict[Channel, Condition] = {
    "voicemail": "no_answer",
    "linkedin_message": "connected",
}


def length(seconds: int) -> str:
    return f"{seconds // 3600}h" if seconds % 3600 == 0 else f"{seconds // 60}m"


def action(step: Step) -> str:
    said = [str(step.channel)]
    if step.within_s is not None:
        said.append(f"within {length(step.within_s)}")
    if step.after_s is not None:
        said.append(f"after {length(step.after_s)}")
    if step.at is not None:
        said.append(f"at {step.at:%H:%M}")
    if step.between is not None:
        said.append(f"between {step.between[0]:%H:%M}-{step.between[1]:%H:%M}")
    if step.only_if != OWN_CONDITION.get(step.channel):
        said.append(f"if {step.only_if}")
    if step.otherwise is not None:
        said.append(f"else {step.otherwise}")
    if step.repeat_days is not None:
        said.append(f"every {step.repeat_days} days")
    return " ".join(said)


def touch(cadence: Cadence, actions: tuple[Step, ...]) -> str:
    whom = f"{actions[0].role}: " if actions[0].role else ""
    return f"{cadence.label_day(actions[0])} {whom}{' + '.join(map(action, actions))}"


def test_the_library_holds_these_plans() -> None:
    assert set(LIBRARY.cadences) == set(PLANS) == set(NUMBERS)


@cadences
def test_days_channels_and_times_are_those_of_the_plan(cadence: Cadence) -> None:
    assert tuple(touch(cadence, actions) for actions in cadence.touches) == PLANS[cadence.key]
    assert cadence.first_day_label == (0 if cadence.key == "b2c_standard" else 1)
    follows = {
        "nurture_long_term": None,
        "nurture_elsewhere": None,
        "content_download": "nurture_early",
    }
    assert cadence.then == follows.get(cadence.key, "nurture_long_term")


@cadences
def test_touches_days_calls_and_emails_add_up(cadence: Cadence) -> None:
    channels = [step.channel for step in cadence.steps]
    assert NUMBERS[cadence.key] == (
        len(cadence.touches),
        len(cadence.steps),
        max(cadence.label_day(step) for step in cadence.steps),
        channels.count("call"),
        channels.count("email"),
    )


@cadences
def test_who_asked_is_contacted_within_five_minutes(cadence: Cadence) -> None:
    first = cadence.steps[0]
    if cadence.key == "account_management":  # whoever buys from us already has a business day
        assert (first.day, first.late_after_s, first.if_late) == (0, 86_400, "escalate")
    elif cadence.direction == "inbound":
        assert (first.within_s, first.late_after_s, first.if_late) == (300, 300, "escalate")
    else:
        assert first.day is not None


@cadences
def test_a_plan_is_not_cut_short_before_what_follows_it(cadence: Cadence) -> None:
    if cadence.max_attempts is not None:
        assert cadence.max_attempts > len(cadence.steps)


def test_calls_by_phone_come_at_another_hour_each_time() -> None:
    steps = LIBRARY.cadence("call_centre_front_loaded").steps
    hours = [step.between[0].hour for step in steps if step.between]
    assert len(set(hours)) == len(hours) == 4


def test_the_target_account_is_worked_by_role() -> None:
    plan = LIBRARY.cadence("abm_multithread")
    assert plan.roles == ("champion", "technical", "business", "executive")
    assert plan.stagger_days in (1, 2)
    assert [len(plan.for_role(role).touches) for role in plan.roles] == [6, 4, 4, 5]
    assert [s.key for s in plan.steps if s.role is None] == ["parcel"]
    assert plan.step("executive_engage").assignee == "executive"


@pytest.mark.parametrize(
    ("key", "assignee"),
    [("account_management", "account_manager"), ("executive_direct", "account_executive")],
)
def test_a_handover_is_for_who_takes_over(key: str, assignee: str) -> None:
    assert {step.assignee for step in LIBRARY.cadence(key).steps} == {assignee}


@cadences
def test_who_has_not_accepted_on_linkedin_is_invited(cadence: Cadence) -> None:
    for step in cadence.steps:
        if step.channel == "linkedin_message":
            assert (step.only_if, step.otherwise) == ("connected", "linkedin_connect")


def test_the_second_and_later_written_steps_for_consumers_adapt() -> None:
    steps = LIBRARY.cadence("b2c_standard").steps
    assert [step.adapt for step in steps if step.channel in WRITTEN] == [False, True, True]
    for step in steps:
        if step.adapt and step.template:
            channels = set(LIBRARY.template(step.template).channels)
            assert {"email", "whatsapp", "sms"} <= channels
            assert step.script, "who prefers the phone is called"


def test_companies_are_called_and_written_to_when_they_have_time() -> None:
    prefer = LIBRARY.cadence("midmarket_b2b").prefer
    assert prefer is not None
    assert prefer.call is not None
    assert prefer.written is not None
    assert prefer.call.weekdays == prefer.written.weekdays == (1, 2, 3)
    assert prefer.call.between is not None
    assert [moment.hour for moment in prefer.call.between] == [16, 17]


def test_who_wants_it_most_comes_first() -> None:
    order = [cadence.key for cadence in LIBRARY.list()]
    assert order[0] == "inbound_chat"
    assert order[-2:] == ["nurture_long_term", "nurture_elsewhere"]
    for hotter, colder in (
        ("demo_request", "pricing_inquiry"),
        ("pricing_inquiry", "content_download"),
        ("hot_intensive", "warm_engaged"),
        ("warm_engaged", "cold_educational"),
        ("call_centre_basic", "b2c_standard"),
        ("b2c_standard", "midmarket_b2b"),
    ):
        assert order.index(hotter) < order.index(colder)


@cadences
def test_every_step_says_why_and_with_what_words(cadence: Cadence) -> None:
    assert set(cadence.name) == BOTH
    for actions in cadence.touches:
        for step in actions:
            assert set(step.title) == set(step.objective) == BOTH
            assert all(len(title) <= 40 for title in step.title.values())
            assert (step.script is not None) or (step.channel not in SPOKEN - {"voicemail"})
            assert (step.template is not None) or (step.channel not in WRITTEN)
            assert step.task is None or set(step.task) == BOTH
            if step.channel == "call":
                after_tone = step.voicemail or any(a.channel == "voicemail" for a in actions)
                assert after_tone, "a rep who hears the tone needs words too"


# Advice that the figures of the plans themselves bring about, with the reason it is accepted.
FORCED: dict[str, set[tuple[str, str]]] = {
    # By phone only, and fewer calls than eight: that is what these two are for.
    "call_centre_basic": {("phone_attempts", "")},
    "call_centre_front_loaded": {
        ("phone_attempts", ""),
        ("one_channel", ""),
        ("same_channel_thrice", "third_call"),
    },
    # Five emails of seven touches.
    "midmarket_b2b": {("channel_share", "")},
    # Slow on purpose.
    "nurture_early": {
        ("gap_long", "second_call"),
        ("gap_long", "alternatives"),
        ("gap_long", "last_call"),
        ("channel_share", ""),
    },
    "cold_educational": {
        ("gap_long", "education"),
        ("gap_long", "news"),
        ("gap_long", "last_call"),
        ("channel_share", ""),
    },
    # Six calls to four emails, four to two: by phone on purpose.
    "hot_intensive": {("channel_share", "")},
    "event_connection": {("channel_share", "")},
    # Five emails to three calls: they teach.
    "content_download": {("channel_share", "")},
    "webinar_attendee": {("channel_share", "")},
    # Each role has few touches, on few channels; together they are many.
    "abm_multithread": {
        ("channel_share", ""),
    },
    # A customer has a business day.
    "account_management": {("first_contact_late", "call")},
    # Until they answer or object.
    "nurture_long_term": {("no_end", "")},
    "nurture_elsewhere": {("no_end", ""), ("one_channel", "")},
}


@cadences
def test_shipped_plans_draw_only_the_advice_their_figures_force(cadence: Cadence) -> None:
    assert cadence.reviewed_on is not None
    drawn = check_cadence(cadence, LIBRARY.templates, LIBRARY.scripts, today=cadence.reviewed_on)
    assert {(advice.code, advice.step) for advice in drawn} == FORCED.get(cadence.key, set())


def test_an_answer_to_one_person_may_be_put_in_own_words() -> None:
    """What a rule adds is written to somebody who just spoke, came or missed us."""
    steps = [step for rule in LIBRARY.ruleset.rules for step in rule.then.steps]
    emails = {step.template: step.editable for step in steps if step.channel == "email"}
    assert emails == {"information_sent": True, "meeting_missed": True, "pricing_guidance": True}
