"""The words that ship: complete in both languages, short, clean, and fit to be sent or said."""

import re

import pytest
from msgspec.structs import replace

from app.core.messages.claims import unfounded
from app.core.messages.lint import draft_of, filler_in, lint
from app.core.messages.script import Script
from app.core.messages.template import (
    SUBJECT_CHANNELS,
    Situation,
    Template,
    fields_of,
    plain,
    render,
    render_template,
)
from app.core.people.lead import Channel
from app.core.texts import Texts
from app.services.working.touch_card import MEETING_SCRIPT
from tests.resources.shipped import (
    BOTH,
    EVERYTHING,
    KNOWN,
    LIBRARY,
    NEEDED,
    messages,
    situations,
    text_of,
)

TEMPLATES = tuple(text for one in LIBRARY.templates.values() for text in one.texts)
# An invitation is declined, a parcel is not answered by a word, a voicemail is not written.
WITHOUT_WAY_OUT: set[Channel] = {"voicemail", "linkedin_connect", "direct_mail"}
WITH_WAY_OUT = [t for t in TEMPLATES if t.channel not in WITHOUT_WAY_OUT]
TO_BE_SENT = [t for t in TEMPLATES if t.channel != "voicemail"]
# Longest invitation that LinkedIn takes from everybody.
INVITATION_CHARS = 200

templates = pytest.mark.parametrize("template", TEMPLATES, ids=lambda one: one.key)
scripts = pytest.mark.parametrize("script", LIBRARY.scripts.values(), ids=lambda one: one.key)
languages = pytest.mark.parametrize("language", sorted(BOTH))

# Somebody as a desk might know them.
PERSON = {
    "en": {
        **KNOWN,
        "lead_company": "Talleres Marín",
        "job_title": "operations manager",
        "city": "Madrid",
        "interest": "warehouse software",
        "offer": "stock lists that keep themselves",
        "company_address": "Calle Mayor 1, 28013 Madrid",
        "callback_number": "+34 910 000 000",
        "calendar_link": "https://faro.example/time",
        "data_source": "the trade register",
        "resource_title": "The stock guide",
        "resource_link": "https://faro.example/guide",
        "case_title": "A year at a timber yard",
        "case_link": "https://faro.example/case",
        "feedback_link": "https://faro.example/ask",
        "video_link": "https://faro.example/video",
        "price": "€290 a month",
    },
}
PERSON["es"] = {
    **PERSON["en"],
    "job_title": "jefa de operaciones",
    "interest": "software de almacén",
    "offer": "inventarios que se llevan solos",
    "data_source": "el registro mercantil",
    "resource_title": "La guía del inventario",
    "case_title": "Un año en un almacén de madera",
    "price": "290 € al mes",
}


def test_every_text_is_used_somewhere() -> None:
    steps = [step for cadence in LIBRARY.list() for step in cadence.steps]
    steps += [step for rule in LIBRARY.ruleset.rules for step in rule.then.steps]
    used = {key for step in steps for key in (step.template, step.voicemail, *step.templates)}
    assert set(LIBRARY.templates) == used - {None}
    # A meeting is no step of a plan.
    assert set(LIBRARY.scripts) == {step.script for step in steps} - {None} | {MEETING_SCRIPT}


@templates
def test_templates_are_complete_in_both_languages(template: Template) -> None:
    assert set(template.name) == set(template.body) == BOTH
    has_subject = any(channel in SUBJECT_CHANNELS for channel in template.channels)
    assert set(template.subject) == (BOTH if has_subject else set())


@scripts
def test_scripts_are_complete_in_both_languages(script: Script) -> None:
    assert set(script.languages) == BOTH
    assert 4 <= len(script.objections) <= 5


@templates
@languages
def test_a_message_needs_no_more_than_names(template: Template, language: str) -> None:
    for situation in situations(text_of(template, language), template.channels):
        message = render_template(template, KNOWN, language, situation)
        assert set(message.missing) <= NEEDED.get(template.key, set())


def test_who_writes_first_says_what_we_do_and_a_first_answer_is_one() -> None:
    for key, fields in NEEDED.items():
        template = LIBRARY.template(key)
        for language in BOTH:
            message = render_template(template, KNOWN, language, Situation(direction="outbound"))
            assert set(message.missing) == fields, key


@templates
@languages
def test_a_message_is_clean(template: Template, language: str) -> None:
    for body in messages(template, language):
        assert "\n\n\n" not in body
        assert not re.search(r"[{}%]|  | [.,;:?!]|\(\)|\.\.|^ | $", body, re.MULTILINE), body


@templates
@languages
def test_the_linter_has_nothing_to_say(template: Template, language: str) -> None:
    person = PERSON[language]
    for situation in situations(text_of(template, language), template.channels):
        # As if we had written first: the stricter case.
        first = replace(situation, direction="outbound")
        message = render_template(template, person, language, situation)
        assert lint(draft_of(message, first, person)) == (), plain(message.body.parts)


@pytest.mark.parametrize("template", WITH_WAY_OUT, ids=lambda one: one.key)
@pytest.mark.parametrize(("language", "word"), [("en", "stop"), ("es", "baja")])
def test_a_written_message_offers_a_way_out(template: Template, language: str, word: str) -> None:
    if template.channel == "linkedin_message":
        word = {"en": "say so", "es": "dígamelo"}[language]
        template = replace(template, channels=("linkedin_message",))
    assert all(word in body.lower() for body in messages(template, language))


@pytest.mark.parametrize("template", TO_BE_SENT, ids=lambda one: one.key)
@languages
def test_a_written_message_is_short_and_asks_once(template: Template, language: str) -> None:
    for body in messages(template, language):
        assert body.replace("?)", "").count("?") <= 1, body
        assert len(body.split()) <= 130, body


@languages
def test_a_text_message_fits_two_segments(language: str) -> None:
    values = {**KNOWN, "interest": "MSc in Data Analytics", "callback_number": "+34 910 000 000"}
    template = LIBRARY.template("sms_callback_number")
    for situation in situations(text_of(template, language), ("sms",)):
        body = plain(render_template(template, values, language, situation).body.parts)
        assert len(body) <= 306, body


INVITATIONS = [t for t in TEMPLATES if "linkedin_connect" in t.channels]


@pytest.mark.parametrize("template", INVITATIONS, ids=lambda one: one.key)
@languages
def test_an_invitation_is_as_short_as_linkedin_wants_it(template: Template, language: str) -> None:
    for values in (KNOWN, PERSON[language]):
        for situation in situations(text_of(template, language), ("linkedin_connect",)):
            body = plain(render_template(template, values, language, situation).body.parts)
            assert len(body) <= INVITATION_CHARS, body


def spoken_texts(script: Script) -> list[tuple[str, Texts]]:
    return [
        *((stage.key, stage.line) for stage in script.stages),
        *((objection.key, objection.answer) for objection in script.objections),
    ]


@scripts
@languages
def test_a_script_can_be_said_with_little_known(script: Script, language: str) -> None:
    for key, texts in spoken_texts(script):
        for situation in situations(texts[language], ("call",)):
            rendered = render(texts[language], KNOWN, language, situation)
            # Whom we call unasked, we tell where the details are from: no fallback can say it.
            assert set(rendered.missing) <= {"data_source"}, key
            full = render(texts[language], EVERYTHING, language, situation)
            for parts in (rendered.parts, full.parts):
                said = plain(parts)
                assert len(said.split()) <= 60, said
                assert not re.search(r"[{}%]|  | [.,;:?!]|\.\.", said), said
                assert filler_in(said) == ()


@scripts
def test_a_script_says_who_calls_about_what_and_ends_with_a_step(script: Script) -> None:
    lines = {stage.key: stage.line for stage in script.stages}
    for language in BOTH:
        greeting = fields_of(lines["greeting"][language])
        assert {"first_name", "rep_name", "company_name"} <= set(greeting)
        for key in ("question", "next_step"):
            for situation in situations(lines[key][language], ("call",)):
                said = plain(render(lines[key][language], KNOWN, language, situation).parts)
                assert "?" in said


UNASKED = (
    "b2b_first_call",
    "b2b_follow_up_call",
    "b2b_last_call",
    "warm_call",
    "champion_call",
    "business_call",
)


def test_who_did_not_ask_is_told_where_the_details_are_from() -> None:
    for key in UNASKED:
        reason = LIBRARY.script(key).stages[1].line
        assert all("data_source" in fields_of(text) for text in reason.values())


def test_no_text_claims_what_may_not_have_happened() -> None:
    texts = [(t.key, text) for t in TEMPLATES for text in (*t.subject.values(), *t.body.values())]
    texts += [
        (script.key, text)
        for script in LIBRARY.scripts.values()
        for _, said in spoken_texts(script)
        for text in said.values()
    ]
    assert [(key, found) for key, text in texts for found in unfounded(text)] == []
