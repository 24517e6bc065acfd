"""Which message a touch uses, and which variant of it the person gets."""

from app.core.cadence.cadence import SPOKEN, Step
from app.core.engine.facts import Facts
from app.core.messages.template import Template
from app.core.planning.grouping import slots_with
from app.core.work.enrolment import Enrolment
from app.core.work.touch import Touch


def step_of(facts: Facts, touch: Touch) -> Step | None:
    """The step behind a touch, of its plan or of a rule; None for a promise or an answer."""
    inserted = facts.ruleset.step(touch.step_key)
    if inserted is not None:
        return inserted
    enrolment = _enrolment(facts, touch)
    cadence = facts.plan_of(enrolment) if enrolment else None
    steps = cadence.steps if cadence else ()
    return next((step for step in steps if step.key == touch.step_key), None)


def message_of(facts: Facts, step: Step | None, touch: Touch) -> Template | None:
    """The message of a written touch; None where it has none for the channel it has moved to."""
    return next(iter(messages_of(facts, step, touch)), None)


def messages_of(facts: Facts, step: Step | None, touch: Touch) -> tuple[Template, ...]:
    """The messages of a written touch, that of the plan first, then those a rep may choose."""
    if step is None or touch.channel in SPOKEN or touch.kind == "reply":
        return ()
    found = (facts.templates.get(key or "") for key in (step.template, *step.templates))
    return tuple(one for one in found if one is not None and touch.channel in one.channels)


def voicemail_of(facts: Facts, step: Step | None, touch: Touch) -> Template | None:
    """What to say after the tone: a call's own words, or those of the voicemail that follows it."""
    if step is None or touch.channel not in SPOKEN:
        return None
    if touch.channel == "voicemail":
        return facts.templates.get(step.template or "")
    enrolment = _enrolment(facts, touch)
    cadence = facts.plan_of(enrolment) if enrolment else None
    siblings = slots_with(cadence, step.key, touch.occurrence) if cadence else ()
    follows = (slot.step.template for slot in siblings if slot.step.channel == "voicemail")
    return facts.templates.get(step.voicemail or next(follows, None) or "")


def letter_of(facts: Facts, template: Template, touch: Touch) -> str:
    """The letter of the variant that the person gets at this touch, "" where there is one text."""
    enrolment = _enrolment(facts, touch)
    plan = enrolment.cadence_key if enrolment else ""
    step = f"{plan}/{touch.step_key}/{template.key}"
    return template.variant_for(facts.lead.lead_id, step)


def variant_used(facts: Facts, touch: Touch, outcome: str) -> str:
    """The text that an outcome used, as the log keeps it: "template.B", "" for none."""
    step = step_of(facts, touch)
    left = outcome == "voicemail_left"
    template = voicemail_of(facts, step, touch) if left else message_of(facts, step, touch)
    letter = letter_of(facts, template, touch) if template is not None else ""
    return f"{template.key}.{letter}" if template is not None and letter else ""


def _enrolment(facts: Facts, touch: Touch) -> Enrolment | None:
    enrolments = facts.work.enrolments
    return next((e for e in enrolments if e.enrolment_id == touch.enrolment_id), None)
