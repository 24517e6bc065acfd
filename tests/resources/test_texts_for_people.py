"""Every text as fourteen different people would get it: true of them, whole, without holes."""

import re
from collections.abc import Mapping
from typing import NamedTuple

import pytest

from app.core.messages.came_by import came_by
from app.core.messages.merge_field import Value
from app.core.messages.script import Script
from app.core.messages.template import Situation, Template, plain, render, render_template
from app.core.people.lead import Direction
from tests.resources.shipped import KNOWN, LIBRARY

MADE = "Acme Tools"


class Person(NamedTuple):
    """Somebody as the desk knows them; `dated` is false of an old list without times."""

    source: str
    direction: Direction = "inbound"
    language: str = "en"
    dated: bool = True
    facts: Mapping[str, Value] = {}


PEOPLE = {
    "cold list": Person("list", "outbound", facts={"lead_company": MADE}),
    "promoted by opens": Person("list", "outbound", facts={"lead_company": MADE}),
    "referral": Person("referral", facts={"interest": "stock software"}),
    "event": Person("event", "outbound", facts={"lead_company": MADE}),
    "chat at night": Person("chat", facts={"interest": "prices", "received_on": "Monday 2 March"}),
    "student": Person("event", "outbound"),
    "customer": Person("web_form", facts={"lead_company": MADE, "interest": "support"}),
    "executive": Person("demo_request", facts={"job_title": "CEO", "lead_company": MADE}),
    "old list": Person("web_form", dated=False),
    "Spanish consumer": Person("web_form", language="es", facts={"interest": "inglés"}),
    "German": Person("webinar", language="de", facts={"lead_company": MADE}),
    "registered only": Person("webinar", facts={"lead_company": MADE}),
    "attended": Person("webinar attendee", facts={"lead_company": MADE}),
    "nameless": Person("content_download", facts={"first_name": ""}),
}
# What only those were told who did it, in words that stand in the finished text.
SAID = {
    "asked": r"you asked|your enquiry|nos pregunt|tu consulta|su consulta|left this number",
    "chatted": r"in the chat|our chat|for the chat|nuestro chat|en el chat",
    "met": r"we met|at the event|nos conocimos|en el evento",
    "registered": r"webinar|seminario web",
    "attended": r"you attended|you were at|for being at|asisti",
    "downloaded": r"you downloaded|for downloading|descargó|por descargar",
}

everybody = pytest.mark.parametrize("who", PEOPLE)
TEMPLATES = [text for one in LIBRARY.templates.values() for text in one.texts]


def said_to(who: str, script: str, stage: str) -> str:
    """A stage of a script as somebody hears it at the first try."""
    person = PEOPLE[who]
    line = next(one.line for one in LIBRARY.script(script).stages if one.key == stage)
    situation = situation_of(person, None, 1)
    return plain(render(line["en"], {**KNOWN, **person.facts}, "en", situation).parts)


def test_a_chat_of_the_night_before_is_called_by_its_day() -> None:
    said = said_to("chat at night", "chat_call", "reason")
    assert said.startswith("You were in the chat with us on Monday 2 March about prices")
    assert "just now" not in said


@pytest.mark.parametrize("who", ["student", "nameless", "referral"])
def test_nobody_without_a_company_is_given_one(who: str) -> None:
    assert "lead_company" not in PEOPLE[who].facts
    for stage in ("reason", "question", "next_step"):
        assert "your company" not in said_to(who, "event_call", stage)


@pytest.mark.parametrize("who", ["promoted by opens", "referral", "cold list"])
def test_who_was_promoted_or_named_by_somebody_has_not_asked(who: str) -> None:
    for script in LIBRARY.scripts:
        assert "You asked" not in said_to(who, script, "reason")


def test_who_registered_is_not_thanked_for_having_been_there() -> None:
    said = said_to("registered only", "webinar_call", "reason")
    assert said.startswith("You registered for our webinar")
    assert said_to("attended", "webinar_call", "reason").startswith("You were at our webinar")


def situation_of(person: Person, template: Template | None, attempt: int) -> Situation:
    by = came_by(person.source, inbound=person.direction == "inbound", time_known=person.dated)
    channel = template.channel if template else "call"
    return Situation(
        attempt=attempt,
        channel=channel,
        direction=person.direction,
        last_call="none",
        last_signal="none",
        **by.facts(),
    )


def assert_true_and_whole(said: str, situation: Situation) -> None:
    for fact, words in SAID.items():
        if not getattr(situation, fact):
            assert not re.search(words, said, re.IGNORECASE), said
    assert not re.search(r"[{}%]|  | [.,;:?!]|\(\)|\.\.(?!\.)|, ,|^ | $", said, re.MULTILINE), said


@everybody
@pytest.mark.parametrize("attempt", [1, 2, 3, 4])
def test_a_message_is_true_of_whoever_gets_it(who: str, attempt: int) -> None:
    person = PEOPLE[who]
    for template in TEMPLATES:
        situation = situation_of(person, template, attempt)
        message = render_template(template, {**KNOWN, **person.facts}, person.language, situation)
        assert_true_and_whole(plain(message.body.parts), situation)
        if message.subject:
            assert_true_and_whole(plain(message.subject.parts), situation)


@everybody
@pytest.mark.parametrize("script", LIBRARY.scripts.values(), ids=lambda one: one.key)
def test_a_script_is_true_of_whoever_is_called(who: str, script: Script) -> None:
    person = PEOPLE[who]
    values = {**KNOWN, **person.facts}
    texts = [stage.line for stage in script.stages] + [one.answer for one in script.objections]
    for attempt in (1, 2, 3, 4):
        situation = situation_of(person, None, attempt)
        for line in texts:
            language = person.language if person.language in line else "en"
            said = plain(render(line[language], values, language, situation).parts)
            assert_true_and_whole(said, situation)
