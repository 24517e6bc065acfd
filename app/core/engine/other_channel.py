"""Another way to the same person while the channel of a touch is shut.

The shut step stays where it is. What goes out instead stands beside the plan: a call, or the next
message that the plan has for that channel, which is then not sent a second time.
"""

from datetime import datetime
from itertools import islice
from uuid import UUID

import msgspec
from msgspec.structs import replace

from app.core.contact.policy import judge
from app.core.engine.decision import Run, insert, pulled_forward
from app.core.engine.facts import Facts
from app.core.errors import Refused
from app.core.people.lead import CONSENT_OF, Channel
from app.core.planning.slots import Slot, slots_after
from app.core.work.enrolment import Enrolment
from app.core.work.touch import Touch

# In this order, the quickest answer first.
_OTHERS: tuple[Channel, ...] = ("call", "email", "whatsapp", "sms", "linkedin_message")
# Without a plan to take a message from, the rep writes it.
_BESIDE = ("reply", "callback", "meeting")


class UseChannel(msgspec.Struct, frozen=True, kw_only=True):
    """Contact the person of a touch on another channel now; the touch itself stays planned."""

    touch_id: UUID
    channel: Channel


class Offer(msgspec.Struct, frozen=True, kw_only=True):
    """A channel that is open until `closes_at` (aware UTC; None for no end in sight).

    `slot` is the step of the plan whose text goes out, None for a call and for free text.
    """

    channel: Channel
    closes_at: datetime | None = None
    slot: Slot | None = None


def offers(facts: Facts, touch: Touch, now: datetime) -> tuple[Offer, ...]:
    """The channels that are open now as a substitute for that of `touch`, the most direct first."""
    found = (_offer(facts, touch, channel, now) for channel in _OTHERS)
    return tuple(offer for offer in found if offer is not None)


def use_channel(run: Run, touch: Touch, command: UseChannel) -> None:
    """Plan the touch beside the plan. What is planned already on that channel is taken as it is.

    Raises Refused when the channel is not open for this person now.
    """
    now_facts = replace(run.facts, work=run.work, lead=run.lead)
    offer = _offer(now_facts, touch, command.channel, run.now)
    enrolment = run.enrolment
    if offer is None or enrolment is None:
        raise Refused(
            "channel_shut",
            "This channel is not open for the person at this moment.",
            "Look at the card again: it names what is open.",
        )
    if on_hand(run.work.planned, command.channel, run.now) is None:
        insert(run, enrolment, offer.slot, command.channel)


def on_hand(planned: tuple[Touch, ...], channel: Channel, now: datetime) -> Touch | None:
    """The touch beside the plan that is due on a channel already."""
    return next(
        (t for t in planned if t.kind == "inserted" and t.channel == channel and t.due_at <= now),
        None,
    )


def _offer(facts: Facts, touch: Touch, channel: Channel, now: datetime) -> Offer | None:
    enrolment = facts.work.enrolment
    if enrolment is None or CONSENT_OF[channel] == CONSENT_OF[touch.channel]:
        return None
    slot, asked = None, on_hand(facts.work.planned, channel, now)
    if asked is None:
        if channel != "call" and touch.kind not in _BESIDE:
            slot = _slot(facts, enrolment, touch, channel)
            if slot is None:
                return None  # the plan has nothing to say there
        asked = Touch(
            touch_id=touch.touch_id,
            kind="inserted",
            step_key=slot.step.key if slot else "",
            channel=channel,
            planned_at=now,
            due_at=now,
        )
    verdict = judge(asked, facts.lead, now, facts.snapshot)
    if verdict.state != "open":
        return None
    return Offer(channel=channel, closes_at=verdict.closes_at, slot=slot)


def _slot(facts: Facts, enrolment: Enrolment, touch: Touch, channel: Channel) -> Slot | None:
    """The next step of the plan that is written for `channel` and was not sent yet."""
    cadence = facts.cadences.get(enrolment.cadence_key)
    if cadence is None:
        return None
    coming = slots_after(cadence, enrolment.last_step, enrolment.last_occurrence)
    # Of an endless plan, two rounds show whether there is anything to send.
    for slot in islice(coming, 2 * len(cadence.steps)):
        own = (slot.step.key, slot.occurrence) == (touch.step_key, touch.occurrence)
        written = slot.step.template is not None and slot.step.channel == channel
        if written and not own and not pulled_forward(facts.work, enrolment, slot):
            return slot
    return None
