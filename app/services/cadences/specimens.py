"""Every text as different people would get it, so that somebody can read them all before they do.

The people are invented. Who gets the same words as another stands beside them.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, time
from html import escape

from app.core.messages.came_by import came_by
from app.core.messages.merge_field import Value
from app.core.messages.template import (
    LastCall,
    Situation,
    Template,
    plain,
    render,
    render_template,
)
from app.core.people.lead import Channel, Direction
from app.core.texts import Texts, in_language
from app.services.desk.library import CadenceLibrary

_TRIES = (1, 2, 3, 4)
_MONTHS = range(1, 13)
_DESK: Mapping[str, Value] = {
    "rep_name": "Marta Vidal",
    "company_name": "Campus Faro",
    "meeting_day": date(2026, 12, 2),
}
_MUCH: Mapping[str, Mapping[str, Value]] = {
    "en": {
        "lead_company": "Talleres Marín",
        "job_title": "operations manager",
        "interest": "warehouse software",
        "industry": "timber",
        "occasion": "the second yard in Getafe",
        "asked_for": "The stock guide",
        "asked_link": "https://faro.example/guide",
        "research_note": "Your second yard in Getafe opens in May.",
        "offer": "stock lists that keep themselves",
        "resource_title": "Ten questions before you count",
        "resource_link": "https://faro.example/ten",
        "case_title": "A year at a timber yard",
        "case_link": "https://faro.example/case",
        "price": "€290 a month",
    },
    "es": {
        "lead_company": "Talleres Marín",
        "job_title": "jefa de operaciones",
        "interest": "software de almacén",
        "industry": "madera",
        "occasion": "el segundo almacén de Getafe",
        "asked_for": "La guía del inventario",
        "asked_link": "https://faro.example/guia",
        "research_note": "Su segundo almacén en Getafe abre en mayo.",
        "offer": "inventarios que se llevan solos",
        "resource_title": "Diez preguntas antes de contar",
        "resource_link": "https://faro.example/diez",
        "case_title": "Un año en un almacén de madera",
        "case_link": "https://faro.example/caso",
        "price": "290 € al mes",
    },
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Specimen:
    """Somebody invented: how they came, what is known of them and of what can be sent."""

    key: str
    source: str
    direction: Direction = "inbound"
    much: bool = True
    last_call: LastCall = "none"
    wrote: bool = False
    came_back: bool = False
    extra: Mapping[str, Value] = field(default_factory=dict)


_CAME: Mapping[str, Value] = {"received_on": date(2026, 11, 30), "received_time": time(23, 5)}
PEOPLE: tuple[Specimen, ...] = (
    Specimen(key="asked", source="demo_request", extra=_CAME),
    Specimen(key="asked_little", source="web_form", much=False, extra=_CAME),
    Specimen(key="chat", source="inbound_chat", last_call="no_answer", extra=_CAME),
    Specimen(key="cold", source="list", direction="outbound", much=False),
    Specimen(key="cold_known", source="list", direction="outbound", last_call="voicemail"),
    Specimen(key="event", source="event", direction="outbound", much=False, last_call="reached"),
    Specimen(key="webinar", source="webinar attendee", wrote=True),
    Specimen(key="download", source="content_download", wrote=True),
    Specimen(key="came_back", source="referral", came_back=True, wrote=True),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadText:
    """One text in one language as `people` get it; `subject` is empty where there is none.

    `part` names the stage or the objection of a script.
    """

    kind: str
    key: str
    part: str
    language: str
    people: tuple[str, ...]
    subject: str
    body: str


def read_all(library: CadenceLibrary, languages: Iterable[str]) -> Iterator[ReadText]:
    """Every message and script in these languages, each different wording once."""
    for language in languages:
        for template in library.templates.values():
            for text in template.texts:
                yield from _messages(text, language)
        for script in library.scripts.values():
            parts: list[tuple[str, Texts]] = [(one.key, one.line) for one in script.stages]
            parts += [(one.key, one.answer) for one in script.objections]
            for part, said in parts:
                yield from _said(script.key, part, said, language)


def as_page(texts: Iterable[ReadText], title: str) -> str:
    """The texts as one page that any browser shows, without anything from outside."""
    rows = []
    for one in texts:
        head = " · ".join(filter(None, (one.key, one.part, one.language)))
        subject = f"<p><b>{escape(one.subject)}</b></p>" if one.subject else ""
        rows.append(
            f"<h2>{escape(head)}</h2><p class=who>{escape(', '.join(one.people))}</p>"
            f"{subject}<pre>{escape(one.body)}</pre>"
        )
    return (
        f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        "<style>body{font:16px/1.5 system-ui,sans-serif;max-width:48rem;margin:2rem auto}"
        "pre{white-space:pre-wrap;font:inherit}h2{font-size:1rem;margin:2rem 0 0}"
        ".who{color:#51606f;margin:0}</style></head><body>"
        f"<h1>{escape(title)}</h1>{''.join(rows)}</body></html>\n"
    )


def _messages(template: Template, language: str) -> Iterator[ReadText]:
    found: dict[tuple[str, str], list[str]] = {}
    source = in_language(template.body, language) + in_language(template.subject, language)
    for who, values, situation in _everybody(language, source, template.channel):
        message = render_template(template, values, language, situation)
        subject = plain(message.subject.parts) if message.subject else ""
        found.setdefault((subject, plain(message.body.parts)), []).append(who)
    for (subject, body), people in found.items():
        yield ReadText(
            kind="message",
            key=template.key,
            part="",
            language=language,
            people=tuple(people),
            subject=subject,
            body=body,
        )


def _said(key: str, part: str, texts: Texts, language: str) -> Iterator[ReadText]:
    found: dict[str, list[str]] = {}
    source = in_language(texts, language)
    for who, values, situation in _everybody(language, source, "call"):
        found.setdefault(plain(render(source, values, language, situation).parts), []).append(who)
    for body, people in found.items():
        yield ReadText(
            kind="script",
            key=key,
            part=part,
            language=language,
            people=tuple(people),
            subject="",
            body=body,
        )


def _everybody(
    language: str, source: str, channel: Channel
) -> Iterator[tuple[str, Mapping[str, Value], Situation]]:
    """(who, what is known, situation) of each person, once for each try that the text tells."""
    tries = _TRIES if "attempt" in source else (1,)
    turns = _MONTHS if "turn" in source else (1,)
    for one in PEOPLE:
        known = {**_DESK, **one.extra, "first_name": "Lucía"}
        known |= _MUCH.get(language, _MUCH["en"]) if one.much else {}
        by = came_by(one.source, inbound=one.direction == "inbound", time_known=True)
        for attempt in tries:
            for turn in turns:
                situation = Situation(
                    attempt=attempt,
                    turn=turn,
                    channel=channel,
                    direction=one.direction,
                    last_call=one.last_call,
                    last_signal="none",
                    wrote=one.wrote,
                    came_back=one.came_back,
                    **by.facts(),
                )
                number = max(attempt, turn)
                yield f"{one.key} {number}" if number > 1 else one.key, known, situation
