"""The ways to reach somebody: which channel a step takes."""

from collections.abc import Iterable
from datetime import datetime

from app.core.cadence.cadence import WRITTEN, Step
from app.core.contact.policy import Snapshot, forbidden, is_question, refusals
from app.core.people.lead import Channel, Lead
from app.core.work.enrolment import Enrolment

# Outcomes of a call that reached nobody.
UNANSWERED: frozenset[str] = frozenset({"no_answer", "voicemail_left", "busy"})


# Where a step may go when its own channel is not permitted, in this order.
_INSTEAD: tuple[Channel, ...] = ("whatsapp", "email", "sms", "call")


# Every way to a person, the one that most people leave open first.
_WAYS: tuple[Channel, ...] = ("call", "email", "whatsapp", "sms", "linkedin_message")


def form_of(
    step: Step,
    enrolment: Enrolment,
    last_call: str,
    *,
    opted_in: bool = False,
    connected: bool = False,
) -> Channel | None:
    """The channel a step takes as things stand: its own, its other form, or none at all.

    `last_call` is the outcome of the latest call. `opted_in` says whether the person agreed to
    the channel of the step, `connected` whether they accepted an invitation.
    """
    facts = {
        "opted_in": opted_in,
        "no_conversation": not enrolment.conversation,
        "no_answer": last_call in UNANSWERED,
        "connected": connected,
    }
    if step.skip_if is not None and facts[step.skip_if]:
        return None
    return step.channel if step.only_if is None or facts[step.only_if] else step.otherwise


def preferred_channel(lead: Lead) -> Channel | None:
    """The channel the person asked for, of codes such as "whatsapp, morning"."""
    first = lead.prefers.partition(",")[0].strip()
    return next((c for c in _INSTEAD if c == first), None)


def permitted_channel(
    step: Step,
    lead: Lead,
    snapshot: Snapshot,
    now: datetime,
    *,
    form: Channel | None = None,
    better: Iterable[Channel] = (),
) -> Channel | None:
    """The channel of the step (or its other `form`), the next permitted if it adapts, or None.

    Where a step adapts, what the person prefers comes first, then what reaches people like them
    `better`, then what the plan says. While every way to the person waits for an answer, so does
    the step: it keeps a channel that would then open.
    """
    own = form or step.channel
    wish = preferred_channel(lead)
    wanted = [c for c in (wish, *better, own, *_INSTEAD) if c] if step.adapt else [own]
    free = next((c for c in wanted if forbidden(lead, c, snapshot, now) is None), None)
    if free is not None or not awaits_answer(lead, snapshot, now):
        return free
    return next((c for c in wanted if not _against(lead, c, snapshot, now)), None)


def reachable(lead: Lead, snapshot: Snapshot, now: datetime) -> bool:
    """Whether any channel to the person is left, or would be after an answer."""
    return any(forbidden(lead, c, snapshot, now) is None for c in _WAYS) or awaits_answer(
        lead, snapshot, now
    )


def awaits_answer(lead: Lead, snapshot: Snapshot, now: datetime) -> bool:
    """Whether nothing but a question stands between us and the person, on every way there is.

    A consent that nobody gave yet, or what looks like a refusal and nobody has read: both can be
    answered. Somebody who refused one way is not asked about the others.
    """
    if any(forbidden(lead, c, snapshot, now) is None for c in _WAYS):
        return False
    against = [_against(lead, c, snapshot, now) for c in _WAYS]
    if () not in against:
        return False
    return bool(snapshot.held) or all(set(codes) <= {"no_channel"} for codes in against)


def _against(lead: Lead, channel: Channel, snapshot: Snapshot, now: datetime) -> tuple[str, ...]:
    """What forbids a channel beside open questions, as codes."""
    found = refusals(lead, channel, snapshot, now)
    return tuple(why.code for why in found if not is_question(why))


def is_written(channel: str) -> bool:
    """Whether the touch is something to send rather than to say."""
    return channel in WRITTEN
