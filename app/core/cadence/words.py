"""The words of a cadence as its steps would use them: which repeat, which are weak.

Texts are filled as they would be for somebody of whom everything is known, with the attempt
number that each step has in its plan.
"""

import re
from collections.abc import Iterator, Mapping
from typing import get_args

from app.core.cadence.cadence import WRITTEN, Cadence, Step
from app.core.messages.lint import LintFinding, draft_of, lint
from app.core.messages.proof import examples, weak_script
from app.core.messages.script import Script
from app.core.messages.template import (
    LastCall,
    Message,
    Situation,
    Template,
    plain,
    render,
    render_template,
)
from app.core.people.lead import CONSENT_OF, Channel
from app.core.texts import in_language

_LAST_CALLS: tuple[LastCall, ...] = get_args(LastCall)
_MEETING_FIELDS = frozenset({"calendar_link", "meeting_day", "meeting_time"})
_MEETING = re.compile(
    r"\b(?:\d+|ten|fifteen|twenty|thirty|half an hour)[- ]?(?:minutes?|min)?\b.{0,20}"
    r"\b(?:meeting|call|together|with you|demo)\b"
    r"|\b(?:meeting|meet|demo|demonstration)\b"
    r"|\b(?:\d+|diez|quince|veinte|treinta) minutos\b|\b(?:reunión|reunirnos|demostración)\b",
    re.IGNORECASE,
)


def same_texts(
    plan: Cadence, templates: Mapping[str, Template], scripts: Mapping[str, Script]
) -> tuple[tuple[Step, Step], ...]:
    """Steps that say what an earlier step says, word for word, with that earlier step."""
    said: dict[str, Step] = {}
    found: dict[tuple[str, str], tuple[Step, Step]] = {}
    for step in plan.steps:
        for text in _said(plan, step, templates, scripts):
            earlier = said.setdefault(text, step)
            if earlier is not step:
                found[step.key, earlier.key] = (step, earlier)
    return tuple(found.values())


def weak_texts(
    plan: Cadence, templates: Mapping[str, Template], scripts: Mapping[str, Script]
) -> tuple[tuple[Step, LintFinding], ...]:
    """What the linter finds in the messages and the script of each step, each kind once a step."""
    found: dict[tuple[str, str], tuple[Step, LintFinding]] = {}
    for step in plan.steps:
        for template, channel in _messages(step, templates):
            for language in template.body:
                for last_call in _LAST_CALLS:
                    situation = _situation(plan, step, channel, last_call)
                    message = render_template(template, examples(language), language, situation)
                    for finding in lint(draft_of(message, situation, examples(language))):
                        found.setdefault((step.key, finding.code), (step, finding))
        script = scripts.get(step.script or "") if step.channel == "call" else None
        for finding in weak_script(script) if script else ():
            found.setdefault((step.key, finding.code), (step, finding))
    return tuple(found.values())


def asks_for_meeting(plan: Cadence, step: Step, templates: Mapping[str, Template]) -> bool:
    """Whether a message of `step` proposes a meeting."""
    for template, channel in _messages(step, templates):
        for language in template.body:
            message = _filled(plan, step, template, channel, language)
            if any(part.field in _MEETING_FIELDS for part in message.body.parts):
                return True
            if _MEETING.search(plain(message.body.parts)):
                return True
    return False


def _messages(step: Step, templates: Mapping[str, Template]) -> Iterator[tuple[Template, Channel]]:
    """The messages of a step with the channels they go out on."""
    template = templates.get(step.template or "")
    for channel in dict.fromkeys((step.channel, step.otherwise or step.channel)):
        if template is not None and channel in WRITTEN | {"voicemail"}:
            for text in template.texts:
                yield text, channel
    voicemail = templates.get(step.voicemail or "")
    for text in voicemail.texts if voicemail is not None else ():
        yield text, "voicemail"


def _said(
    plan: Cadence, step: Step, templates: Mapping[str, Template], scripts: Mapping[str, Script]
) -> Iterator[str]:
    """The texts of a step in each of its languages: what is written, said, left after the tone."""
    for template, channel in _messages(step, templates):
        for language in template.body:
            yield plain(_filled(plan, step, template, channel, language).body.parts)
    script = scripts.get(step.script or "") if step.channel == "call" else None
    for language in script.languages if script else ():
        situation = _situation(plan, step, "call", "no_answer")
        lines = (
            render(in_language(stage.line, language), examples(language), language, situation)
            for stage in (script.stages if script else ())
        )
        yield "\n".join(plain(line.parts) for line in lines)


def _filled(
    plan: Cadence, step: Step, template: Template, channel: Channel, language: str
) -> Message:
    situation = _situation(plan, step, channel, "no_answer")
    return render_template(template, examples(language), language, situation)


def _situation(plan: Cadence, step: Step, channel: Channel, last_call: LastCall) -> Situation:
    kind = CONSENT_OF[channel]
    before = plan.steps[: plan.index(step.key)]
    return Situation(
        attempt=sum(CONSENT_OF[other.channel] == kind for other in before) + 1,
        channel=channel,
        direction=plan.direction,
        last_call=last_call,
    )
