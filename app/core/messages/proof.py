"""A text tried on somebody of whom everything is known: what the linter says of it by itself."""

from collections.abc import Iterator, Mapping
from datetime import date, time
from functools import cache
from typing import get_args

from app.core.messages.lint import LintFinding, draft_of, lint, lint_spoken
from app.core.messages.merge_field import FIELDS, MergeField, Value
from app.core.messages.script import Script
from app.core.messages.template import (
    LastCall,
    Situation,
    Template,
    plain,
    render,
    render_template,
)
from app.core.people.lead import Channel, Direction
from app.core.texts import Texts

_LAST_CALLS: tuple[LastCall, ...] = get_args(LastCall)
# A way out is asked of whoever writes first; a text alone does not say who does.
_DIRECTION: Direction = "inbound"
_CALL: Channel = "call"


def weak_template(template: Template) -> tuple[LintFinding, ...]:
    """What is better changed in a message, in any of its texts and languages, each kind once."""
    found: dict[str, LintFinding] = {}
    for text in template.texts:
        for language in text.body:
            values = examples(language)
            for last_call in _LAST_CALLS:
                situation = Situation(
                    channel=template.channel, direction=_DIRECTION, last_call=last_call
                )
                message = render_template(text, values, language, situation)
                for finding in lint(draft_of(message, situation, values)):
                    found.setdefault(finding.code, finding)
    return tuple(found.values())


def weak_script(script: Script) -> tuple[LintFinding, ...]:
    """What is better changed in what is said on a call, in any language, each kind once."""
    found: dict[str, LintFinding] = {}
    for said in _said(script):
        for finding in lint_spoken(said):
            found.setdefault(finding.code, finding)
    return tuple(found.values())


def _said(script: Script) -> Iterator[str]:
    texts: list[Texts] = [stage.line for stage in script.stages]
    texts += [objection.answer for objection in script.objections]
    for text in texts:
        for language, line in text.items():
            for last_call in _LAST_CALLS:
                situation = Situation(channel=_CALL, direction=_DIRECTION, last_call=last_call)
                yield plain(render(line, examples(language), language, situation).parts)


@cache
def examples(language: str) -> Mapping[str, Value]:
    """An example of every merge field, in a language."""
    return {name: _example(field, language) for name, field in FIELDS.items()}


def _example(field: MergeField, language: str) -> Value:
    match field.kind:
        case "date":
            return date(2026, 11, 19)
        case "time":
            return time(10, 30)
        case "url":
            return f"https://example.org/{field.name}"
        case _:
            return field.label.get(language) or field.label["en"]
