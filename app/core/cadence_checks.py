"""What a manager may want to change in a cadence: advice with its reason, never a block.

The figures are those of docs/cadence-format.md. Everything here follows from the files alone;
only `review_due` is told the date.
"""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta

import msgspec

from app.core.cadence import Cadence, Role, Step
from app.core.cadence_texts import asks_for_meeting, same_texts, weak_texts
from app.core.lead import Channel
from app.core.script import Script
from app.core.template import Template

FIRST_CONTACT_S = 5 * 60
LONGEST_GAP_DAYS = 4
LENGTH_DAYS = (5, 30)
TOUCHES = (4, 12)
PHONE_ATTEMPTS = 8
EXECUTIVE_TOUCHES = (5, 7)
REVIEW_AFTER = timedelta(days=91)
# Shares of the touches of a plan for companies, in per cent, and how far off is far.
SHARES: Mapping[str, tuple[int, int]] = {"email": (40, 50), "phone": (30, 40), "social": (10, 20)}
FAR_OFF = 10

_KIND: Mapping[Channel, str] = {
    "call": "phone",
    "voicemail": "phone",
    "email": "email",
    "video_email": "email",
    "sms": "text",
    "whatsapp": "text",
    "linkedin_connect": "social",
    "linkedin_message": "social",
    "linkedin_engage": "social",
}
_CONTACTS: frozenset[Channel] = frozenset(_KIND) - {"linkedin_engage"}
_DAY_S = 24 * 3600


class Advice(msgspec.Struct, frozen=True, kw_only=True):
    """One thing to think about. `code` is stable; `step` is its key, "" for the plan as a whole."""

    code: str
    step: str = ""
    message: str


def check_cadence(
    cadence: Cadence, templates: Mapping[str, Template], scripts: Mapping[str, Script]
) -> tuple[Advice, ...]:
    """All that the files alone give reason to say, each once.

    `templates` and `scripts` are those the cadence names. A plan for several people of an account
    is looked at as each of them meets it.
    """
    found: dict[Advice, None] = {}
    for role in cadence.roles or (None,):
        plan = cadence.for_role(role) if role else cadence
        for advice in _advice(plan, role, templates, scripts):
            whole = f"For the {role}: {advice.message}" if role and not advice.step else ""
            found[msgspec.structs.replace(advice, message=whole or advice.message)] = None
    return tuple(found)


def review_due(
    cadence: Cadence, reviewed_on: date, today: date, notes: Mapping[str, int]
) -> tuple[Advice, ...]:
    """Advice to look at the plan again once a quarter has passed since somebody looked at the plan.

    `notes` counts by step key what reps noted on it since; those steps are named, the most
    remarked upon first.
    """
    if today - reviewed_on <= REVIEW_AFTER:
        return ()
    days = (today - reviewed_on).days
    noted = sorted(
        (step for step in cadence.steps if notes.get(step.key)), key=lambda s: -notes[s.key]
    )
    return (
        Advice(
            code="review_due",
            message=f"Nobody has looked at this plan for {days} days. Does it still hold?",
        ),
        *(
            Advice(
                code="review_notes",
                step=step.key,
                message=f"Reps noted something on this step: {notes[step.key]}.",
            )
            for step in noted
        ),
    )


def _advice(
    plan: Cadence,
    role: Role | None,
    templates: Mapping[str, Template],
    scripts: Mapping[str, Script],
) -> Iterator[Advice]:
    """What there is to say of the plan of one person."""
    for check in (_first_contact, _channels, _end, _steps):
        yield from check(plan)
    if not any(step.repeat_days for step in plan.steps):
        # For a plan without end these figures mean nothing.
        for check in (_gaps, _extent, _shares):
            yield from check(plan)
        if role == "executive":
            yield from _executive(plan)
    yield from _texts(plan, templates, scripts)


def _first_contact(plan: Cadence) -> Iterator[Advice]:
    first = next((step for step in plan.steps if step.channel in _CONTACTS), None)
    in_time = first is not None and first.within_s is not None and first.within_s <= FIRST_CONTACT_S
    if plan.direction == "inbound" and not in_time:
        yield Advice(
            code="first_contact_late",
            step=first.key if first else "",
            message="People who asked are best reached within 5 minutes of their enquiry.",
        )


def _channels(plan: Cadence) -> Iterator[Advice]:
    if len({step.channel for step in plan.steps}) < 2:
        yield Advice(
            code="one_channel",
            message="It has one channel only: whoever does not use it is never reached.",
        )
    run = 0
    before: Channel | None = None
    for step in plan.steps:
        run = run + 1 if step.channel == before else 1
        before = step.channel
        if run == 3:
            yield Advice(
                code="same_channel_thrice",
                step=step.key,
                message=f"This is the third {step.channel} in a row; another way may get through.",
            )


def _starts(plan: Cadence) -> Iterator[tuple[Step, int]]:
    """The first action of each touch and its day, delays counted in."""
    at_s = 0
    heads = {actions[0].key for actions in plan.touches}
    for step in plan.steps:
        if step.day is not None:
            at_s = step.day * _DAY_S
        else:
            at_s += step.after_s or 0
        if step.key in heads:
            yield step, at_s // _DAY_S


def _gaps(plan: Cadence) -> Iterator[Advice]:
    before: int | None = None
    for step, day in _starts(plan):
        gap = None if before is None else day - before
        before = day
        if gap is None:
            continue
        if gap > LONGEST_GAP_DAYS:
            yield Advice(
                code="gap_long",
                step=step.key,
                message=f"It comes {gap} days after the touch before it; after "
                f"{LONGEST_GAP_DAYS} the thread is lost.",
            )
        # A step that says when on the day it happens means the day to hold several touches.
        elif gap < 1 and not (step.within_s or step.after_s or step.at or step.between):
            yield Advice(
                code="gap_short",
                step=step.key,
                message="It falls on the day of the touch before it without saying when.",
            )


def _extent(plan: Cadence) -> Iterator[Advice]:
    days = max(day for _, day in _starts(plan)) + 1
    if not LENGTH_DAYS[0] <= days <= LENGTH_DAYS[1]:
        yield Advice(
            code="length",
            message=f"Its length in days is {days}; most plans do best between "
            f"{LENGTH_DAYS[0]} and {LENGTH_DAYS[1]}.",
        )
    touches = len(plan.touches)
    if not TOUCHES[0] <= touches <= TOUCHES[1]:
        yield Advice(
            code="touch_count",
            message=f"The number of touches is {touches}; fewer than {TOUCHES[0]} reach few, and "
            f"more than {TOUCHES[1]} annoy.",
        )


def _end(plan: Cadence) -> Iterator[Advice]:
    if any(step.repeat_days for step in plan.steps) and plan.max_attempts is None:
        yield Advice(code="no_end", message="It repeats without end: only an answer stops it.")
    elif plan.then is None:
        yield Advice(code="no_then", message="It does not say what follows silence.")


def _steps(plan: Cadence) -> Iterator[Advice]:
    for step in plan.steps:
        if not any(text.strip() for text in step.objective.values()):
            yield Advice(
                code="no_objective",
                step=step.key,
                message="It does not tell the rep what it is for.",
            )
        if "sms" in (step.channel, step.otherwise) and step.only_if != "opted_in":
            yield Advice(
                code="sms_without_opt_in",
                step=step.key,
                message='An SMS is for those who agreed to it: write only_if = "opted_in".',
            )


def _shares(plan: Cadence) -> Iterator[Advice]:
    kinds = [_KIND.get(step.channel, "other") for step in plan.steps]
    contacts = [kind for kind in kinds if kind != "other"]
    calls = sum(step.channel == "call" for step in plan.steps)
    by_phone = len(contacts) >= TOUCHES[0] and calls * 3 > len(contacts) * 2
    if by_phone and calls < PHONE_ATTEMPTS:
        yield Advice(
            code="phone_attempts",
            message=f"A plan by phone with {calls} calls: many people answer at the sixth try or "
            f"later, so think of {PHONE_ATTEMPTS}.",
        )
    if plan.market != "business" or not contacts:
        return
    for kind, (low, high) in SHARES.items():
        share = round(100 * contacts.count(kind) / len(contacts))
        if not low - FAR_OFF <= share <= high + FAR_OFF:
            yield Advice(
                code="channel_share",
                message=f"{share} % of it is {kind}; with companies {low} to {high} % does best.",
            )


def _executive(plan: Cadence) -> Iterator[Advice]:
    touches = len(plan.touches)
    if not EXECUTIVE_TOUCHES[0] <= touches <= EXECUTIVE_TOUCHES[1]:
        yield Advice(
            code="executive_touches",
            message=f"The number of touches is {touches}; {EXECUTIVE_TOUCHES[0]} to "
            f"{EXECUTIVE_TOUCHES[1]} good ones are right.",
        )


def _texts(
    plan: Cadence, templates: Mapping[str, Template], scripts: Mapping[str, Script]
) -> Iterator[Advice]:
    for step, other in same_texts(plan, templates, scripts):
        yield Advice(
            code="same_text",
            step=step.key,
            message=f"It says word for word what {other.key} says.",
        )
    for step, finding in weak_texts(plan, templates):
        yield Advice(code=f"message_{finding.code}", step=step.key, message=finding.message)
    if plan.direction == "outbound":
        for step in plan.touches[0]:
            if asks_for_meeting(plan, step, templates):
                yield Advice(
                    code="meeting_first",
                    step=step.key,
                    message="The first message to a stranger asks for a meeting; earn it first.",
                )
