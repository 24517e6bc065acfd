"""What a manager may want to change in a cadence: advice with its reason, never a block.

The figures are those of docs/cadence-format.md. Words are in resources/i18n.
"""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from types import MappingProxyType
from typing import Literal

import msgspec

from app.core.cadence.cadence import WRITTEN, Cadence, Role, Step
from app.core.cadence.words import asks_for_meeting, same_texts, weak_texts
from app.core.messages.lint import LintCode
from app.core.messages.script import Script
from app.core.messages.template import Template
from app.core.people.lead import Channel

FIRST_CONTACT_S = 5 * 60
LONGEST_GAP_DAYS = 4
# A farewell may be waited for a little longer: the thread is about to end anyway.
LONGEST_GAP_AT_END_DAYS = 5
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
_NO_NOTES: Mapping[str, int] = MappingProxyType({})


AdviceCode = Literal[
    "first_contact_late",
    "one_channel",
    "same_channel_thrice",
    "gap_short",
    "gap_long",
    "length",
    "touch_count",
    "no_end",
    "no_then",
    "no_objective",
    "same_text",
    "meeting_first",
    "channel_share",
    "phone_attempts",
    "executive_touches",
    "sms_without_opt_in",
    "message",
    "review_unknown",
    "review_due",
    "review_notes",
]


class Advice(msgspec.Struct, frozen=True, kw_only=True):
    """One thing to think about. `step` is its key, "" for the plan as a whole.

    `role` is set where it is about the plan of one of several people. `args` are what its words
    need (resources/i18n, advice.*); of "message" the `lint` code of what is weak in the text.
    """

    code: AdviceCode
    step: str = ""
    role: Role | None = None
    lint: LintCode | None = None
    args: Mapping[str, str | int] = msgspec.field(default_factory=dict)


def check_cadence(
    cadence: Cadence,
    templates: Mapping[str, Template],
    scripts: Mapping[str, Script],
    *,
    today: date,
    notes: Mapping[str, int] = _NO_NOTES,
) -> tuple[Advice, ...]:
    """The advice on a plan on the date `today`, each piece once.

    `templates` and `scripts` are those the cadence names. `notes` counts by step key what reps
    noted since the plan was last reviewed. A plan for several people of an account is looked at as
    each of them meets it.
    """
    found: list[Advice] = []
    for role in cadence.roles or (None,):
        plan = cadence.for_role(role) if role else cadence
        for advice in _advice(plan, role, templates, scripts):
            named = advice if advice.step else msgspec.structs.replace(advice, role=role)
            if named not in found:
                found.append(named)
    return *found, *_review(cadence, today, notes)


def _review(cadence: Cadence, today: date, notes: Mapping[str, int]) -> Iterator[Advice]:
    """Whether a quarter has passed since somebody looked at the plan.

    The steps that reps noted something on are named, the most remarked upon first.
    """
    if cadence.reviewed_on is None:
        yield Advice(code="review_unknown")
    else:
        days = (today - cadence.reviewed_on).days
        if days <= REVIEW_AFTER.days:
            return
        yield Advice(code="review_due", args={"days": days})
    noted = [step for step in cadence.steps if notes.get(step.key)]
    for step in sorted(noted, key=lambda one: -notes[one.key]):
        yield Advice(code="review_notes", step=step.key, args={"count": notes[step.key]})


def _advice(
    plan: Cadence,
    role: Role | None,
    templates: Mapping[str, Template],
    scripts: Mapping[str, Script],
) -> Iterator[Advice]:
    """The advice on the plan of one person."""
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
            args={"minutes_n": FIRST_CONTACT_S // 60},
        )


def _channels(plan: Cadence) -> Iterator[Advice]:
    if len({step.channel for step in plan.steps}) < 2:
        yield Advice(code="one_channel")
    run = 0
    before: Channel | None = None
    for step in plan.steps:
        run = run + 1 if step.channel == before else 1
        before = step.channel
        if run == 3:
            args = {"channel": step.channel}
            yield Advice(code="same_channel_thrice", step=step.key, args=args)


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
    starts = tuple(_starts(plan))
    for step, day in starts:
        gap = None if before is None else day - before
        before = day
        if gap is None:
            continue
        most = LONGEST_GAP_AT_END_DAYS if (step, day) == starts[-1] else LONGEST_GAP_DAYS
        if gap > most:
            args = {"days": gap, "most": most}
            yield Advice(code="gap_long", step=step.key, args=args)
        # A step that says when on the day it happens means the day to hold several touches.
        elif gap < 1 and not (step.within_s or step.after_s or step.at or step.between):
            yield Advice(code="gap_short", step=step.key)


def _extent(plan: Cadence) -> Iterator[Advice]:
    days = max(day for _, day in _starts(plan)) + 1
    if not LENGTH_DAYS[0] <= days <= LENGTH_DAYS[1]:
        low, high = LENGTH_DAYS
        yield Advice(code="length", args={"days": days, "low": low, "high": high})
    touches = len(plan.touches)
    if not TOUCHES[0] <= touches <= TOUCHES[1]:
        low, high = TOUCHES
        yield Advice(code="touch_count", args={"touches": touches, "low": low, "high": high})


def _end(plan: Cadence) -> Iterator[Advice]:
    if any(step.repeat_days for step in plan.steps) and plan.max_attempts is None:
        yield Advice(code="no_end")
    elif plan.then is None:
        yield Advice(code="no_then")


def _steps(plan: Cadence) -> Iterator[Advice]:
    for step in plan.steps:
        if not any(text.strip() for text in step.objective.values()):
            yield Advice(code="no_objective", step=step.key)
        if "sms" in (step.channel, step.otherwise) and step.only_if != "opted_in":
            yield Advice(code="sms_without_opt_in", step=step.key)


def _shares(plan: Cadence) -> Iterator[Advice]:
    kinds = [_KIND.get(step.channel, "other") for step in plan.steps]
    contacts = [kind for kind in kinds if kind != "other"]
    calls = sum(step.channel == "call" for step in plan.steps)
    by_phone = len(contacts) >= TOUCHES[0] and calls * 3 > len(contacts) * 2
    if by_phone and calls < PHONE_ATTEMPTS:
        yield Advice(code="phone_attempts", args={"calls": calls, "low": PHONE_ATTEMPTS})
    if plan.market != "business" or not contacts:
        return
    for kind, (low, high) in SHARES.items():
        share = round(100 * contacts.count(kind) / len(contacts))
        if not low - FAR_OFF <= share <= high + FAR_OFF:
            args: dict[str, str | int] = {"kind": kind, "share": share, "low": low, "high": high}
            yield Advice(code="channel_share", args=args)


def _executive(plan: Cadence) -> Iterator[Advice]:
    touches = len(plan.touches)
    if not EXECUTIVE_TOUCHES[0] <= touches <= EXECUTIVE_TOUCHES[1]:
        low, high = EXECUTIVE_TOUCHES
        args = {"touches": touches, "low": low, "high": high}
        yield Advice(code="executive_touches", args=args)


def _texts(
    plan: Cadence, templates: Mapping[str, Template], scripts: Mapping[str, Script]
) -> Iterator[Advice]:
    for step, other in same_texts(plan, templates, scripts):
        yield Advice(code="same_text", step=step.key, args={"other": other.key})
    for step, finding in weak_texts(plan, templates, scripts):
        args = {"found": finding.found}
        yield Advice(code="message", step=step.key, lint=finding.code, args=args)
    if plan.direction == "outbound":
        written = (a for a in plan.touches if any(step.channel in WRITTEN for step in a))
        for step in next(written, ()):
            if asks_for_meeting(plan, step, templates):
                yield Advice(code="meeting_first", step=step.key)
