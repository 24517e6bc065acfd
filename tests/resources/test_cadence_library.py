"""The cadences that ship: their days and channels, and texts for every step in both languages."""

import re
from itertools import product

import pytest

from app.core.cadence import SPOKEN, WRITTEN, Cadence
from app.core.lead import Channel, Direction
from app.core.merge_field import FIELDS
from app.core.script import Script
from app.core.template import (
    SUBJECT_CHANNELS,
    LastCall,
    Situation,
    Template,
    fields_of,
    plain,
    render,
    render_template,
)
from app.core.texts import Texts
from app.services.cadences import load_library
from app.system.resources import read_texts

LIBRARY = load_library(
    cadences=read_texts("cadences"),
    templates=read_texts("templates"),
    scripts=read_texts("scripts"),
    rules=read_texts("rules"),
    words=read_texts("words"),
)
BOTH = {"en", "es"}
# What a text can count on: everything else may be unknown and needs a fallback.
KNOWN = {"first_name": "Lucía", "rep_name": "Marta", "company_name": "Campus Faro"}
DIRECTIONS: tuple[Direction, ...] = ("inbound", "outbound")
LAST_CALLS: tuple[LastCall, ...] = ("none", "reached", "no_answer", "voicemail")

cadences = pytest.mark.parametrize("cadence", LIBRARY.list(), ids=lambda one: one.key)
templates = pytest.mark.parametrize("template", LIBRARY.templates.values(), ids=lambda one: one.key)
scripts = pytest.mark.parametrize("script", LIBRARY.scripts.values(), ids=lambda one: one.key)


def test_every_file_is_read_without_a_problem_or_a_warning() -> None:
    assert [str(problem) for problem in (*LIBRARY.problems, *LIBRARY.warnings)] == []


# First day label; then day on screen, channel and when on that day of each step.
PLANS = {
    "b2c_standard": (
        0,
        [(0, "call"), (1, "email"), (2, "whatsapp"), (4, "call"), (7, "email")],
    ),
    "call_centre_basic": (
        1,
        [(1, "call"), (2, "call"), (3, "sms"), (5, "call"), (7, "call")],
    ),
    "midmarket_b2b": (
        1,
        [
            (1, "email"),
            (3, "call"),
            (5, "email"),
            (8, "email"),
            (12, "call"),
            (16, "email"),
            (21, "email"),
        ],
    ),
}
# Touches, the last day on screen, calls, emails.
NUMBERS = {
    "b2c_standard": (5, 7, 2, 2),
    "call_centre_basic": (5, 7, 4, 0),
    "midmarket_b2b": (7, 21, 2, 5),
}


def test_the_library_holds_these_plans() -> None:
    assert set(LIBRARY.cadences) == {*PLANS, "nurture_long_term"}


@pytest.mark.parametrize("key", PLANS)
def test_days_and_channels_are_those_of_the_plan(key: str) -> None:
    cadence = LIBRARY.cadence(key)
    label, steps = PLANS[key]
    assert cadence.first_day_label == label
    assert [(cadence.label_day(step), step.channel) for step in cadence.steps] == steps
    assert cadence.then == "nurture_long_term"


@pytest.mark.parametrize("key", NUMBERS)
def test_touches_days_calls_and_emails_add_up(key: str) -> None:
    cadence = LIBRARY.cadence(key)
    channels = [step.channel for step in cadence.steps]
    numbers = (
        len(cadence.touches),
        max(cadence.label_day(step) for step in cadence.steps),
        channels.count("call"),
        channels.count("email"),
    )
    assert numbers == NUMBERS[key]


@pytest.mark.parametrize("key", ["b2c_standard", "call_centre_basic"])
def test_an_enquiry_is_called_within_five_minutes(key: str) -> None:
    first = LIBRARY.cadence(key).steps[0]
    assert (first.channel, first.within_s, first.late_after_s) == ("call", 300, 300)


def test_the_second_call_of_the_phone_plan_is_for_who_was_not_reached() -> None:
    conditions = [step.only_if for step in LIBRARY.cadence("call_centre_basic").steps]
    assert conditions == [None, "no_conversation", None, None, None]


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


def test_the_long_term_plan_writes_monthly_and_calls_quarterly_without_end() -> None:
    plan = LIBRARY.cadence("nurture_long_term")
    assert [(s.channel, s.day, s.repeat_days) for s in plan.steps] == [
        ("email", 30, 30),
        ("call", 90, 90),
    ]
    assert plan.then is None


def test_who_asked_comes_before_whom_we_ask() -> None:
    order = [cadence.key for cadence in LIBRARY.list()]
    assert order == ["call_centre_basic", "b2c_standard", "midmarket_b2b", "nurture_long_term"]


@cadences
def test_every_step_says_why_and_with_what_words(cadence: Cadence) -> None:
    assert set(cadence.name) == BOTH
    for step in cadence.steps:
        assert set(step.title) == set(step.objective) == BOTH
        assert (step.script is not None) or (step.channel not in SPOKEN)
        assert (step.template is not None) or (step.channel not in WRITTEN)
        if step.channel == "call":
            assert step.voicemail, "a rep who hears the tone needs words too"


def test_every_text_is_used_somewhere() -> None:
    steps = [step for cadence in LIBRARY.list() for step in cadence.steps]
    steps += [step for rule in LIBRARY.book.rules for step in rule.then.steps]
    used = {key for step in steps for key in (step.template, step.voicemail)}
    assert set(LIBRARY.templates) == used - {None}
    assert set(LIBRARY.scripts) == {step.script for step in steps} - {None}


@templates
def test_templates_are_complete_in_both_languages(template: Template) -> None:
    assert set(template.name) == set(template.body) == BOTH
    assert set(template.subject) == (BOTH if template.channel in SUBJECT_CHANNELS else set()) or (
        "email" in template.channels and set(template.subject) == BOTH
    )


@scripts
def test_scripts_are_complete_in_both_languages(script: Script) -> None:
    assert set(script.languages) == BOTH
    assert 4 <= len(script.objections) <= 5


def situations(channels: tuple[Channel, ...]) -> list[Situation]:
    return [
        Situation(attempt=attempt, channel=channel, direction=direction, last_call=last_call)
        for attempt, channel, direction, last_call in product(
            (1, 2, 3), channels, DIRECTIONS, LAST_CALLS
        )
    ]


def messages(template: Template, language: str) -> list[str]:
    """The body in every situation, with little known and with everything known."""
    everything = {name: f"<{name}>" for name in FIELDS}
    return [
        plain(render_template(template, values, language, situation).body.parts)
        for situation in situations(template.channels)
        for values in (KNOWN, everything)
    ]


@templates
@pytest.mark.parametrize("language", sorted(BOTH))
def test_a_message_needs_no_more_than_names(template: Template, language: str) -> None:
    # A text message that asks to be called back is worth nothing without the number.
    needed = {"callback_number"} if template.key == "sms_callback_number" else set()
    for situation in situations(template.channels):
        message = render_template(template, KNOWN, language, situation)
        assert set(message.missing) == needed


@templates
@pytest.mark.parametrize("language", sorted(BOTH))
def test_a_message_is_clean(template: Template, language: str) -> None:
    for body in messages(template, language):
        assert "\n\n\n" not in body
        assert not re.search(r"[{}%]|  | [.,;:?!]|\(\)|\.\.", body), body


WRITTEN_TEMPLATES = [t for t in LIBRARY.templates.values() if t.channel != "voicemail"]


@pytest.mark.parametrize("template", WRITTEN_TEMPLATES, ids=lambda one: one.key)
@pytest.mark.parametrize(("language", "word"), [("en", "stop"), ("es", "baja")])
def test_a_written_message_offers_a_way_out(template: Template, language: str, word: str) -> None:
    assert all(word in body.lower() for body in messages(template, language))


@pytest.mark.parametrize("template", WRITTEN_TEMPLATES, ids=lambda one: one.key)
@pytest.mark.parametrize("language", sorted(BOTH))
def test_a_written_message_is_short_and_asks_once(template: Template, language: str) -> None:
    for body in messages(template, language):
        assert body.count("?") <= 1, body
        assert len(body.split()) <= 120, body


@pytest.mark.parametrize("language", sorted(BOTH))
def test_a_text_message_fits_two_segments(language: str) -> None:
    values = {**KNOWN, "interest": "MSc in Data Analytics", "callback_number": "+34 910 000 000"}
    for situation in situations(("sms",)):
        template = LIBRARY.template("sms_callback_number")
        body = plain(render_template(template, values, language, situation).body.parts)
        assert len(body) <= 306, body


def spoken_texts(script: Script) -> list[tuple[str, Texts]]:
    return [
        *((stage.key, stage.line) for stage in script.stages),
        *((objection.key, objection.answer) for objection in script.objections),
    ]


@scripts
@pytest.mark.parametrize("language", sorted(BOTH))
def test_a_script_can_be_said_with_little_known(script: Script, language: str) -> None:
    everything = {name: f"<{name}>" for name in FIELDS}
    for key, texts in spoken_texts(script):
        for situation in situations(("call",)):
            rendered = render(texts[language], KNOWN, language, situation)
            # Whom we call unasked, we tell where the details are from: no fallback can say it.
            assert set(rendered.missing) <= {"data_source"}, key
            for parts in (rendered.parts, render(texts[language], everything, language).parts):
                said = plain(parts)
                assert len(said.split()) <= 60, said
                assert not re.search(r"[{}%]|  | [.,;:?!]", said), said


@scripts
def test_a_script_says_who_calls_about_what_and_ends_with_a_step(script: Script) -> None:
    lines = {stage.key: stage.line for stage in script.stages}
    for language in BOTH:
        greeting = fields_of(lines["greeting"][language])
        assert {"first_name", "rep_name", "company_name"} <= set(greeting)
        assert "?" in lines["question"][language]
        assert "?" in lines["next_step"][language]


def test_who_did_not_ask_is_told_where_the_details_are_from() -> None:
    for key in ("b2b_first_call", "b2b_follow_up_call"):
        reason = LIBRARY.script(key).stages[1].line
        assert all("data_source" in fields_of(text) for text in reason.values())
