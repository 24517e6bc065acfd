"""Steps that share a group: the actions of one touch.

Each action is a touch record with its own outcome; counting touches counts them once. What the
outcome of one means for the others is described in docs/cadence-format.md.
"""

from collections.abc import Iterable

from app.core import ids
from app.core.cadence.cadence import SPOKEN, Cadence, Step
from app.core.planning.slots import Slot, slot_of
from app.core.work.enrolment import Enrolment, LeadWork
from app.core.work.touch import Touch


def slots_with(cadence: Cadence, step_key: str, occurrence: int) -> tuple[Slot, ...]:
    """The actions of the touch that an occurrence of a step belongs to, in their order.

    Empty when the plan has no such step.
    """
    for actions in cadence.touches:
        if any(step.key == step_key for step in actions):
            return tuple(slot_of(cadence, step.key, occurrence) for step in actions)
    return ()


def touch_of(work: LeadWork, enrolment: Enrolment, slot: Slot) -> Touch | None:
    """What was planned of an occurrence; None while nothing was."""
    return work.touch(ids.touch_id(enrolment.enrolment_id, slot.step.key, slot.occurrence))


def actions_of(work: LeadWork, cadence: Cadence | None, touch: Touch) -> tuple[Touch, ...]:
    """The actions of the touch that `touch` is one of, as far as they were planned, in order.

    What is not of the plan `cadence` (a promise, a reply, what a rule inserted) stands alone.
    """
    enrolment = next((e for e in work.enrolments if e.enrolment_id == touch.enrolment_id), None)
    if cadence is None or enrolment is None:
        return (touch,)
    found = [
        action
        for slot in slots_with(cadence, touch.step_key, touch.occurrence)
        if (action := touch_of(work, enrolment, slot)) is not None
    ]
    return tuple(found) if touch.touch_id in {a.touch_id for a in found} else (touch,)


def is_decided(step: Step, open_before: Iterable[Touch]) -> bool:
    """Whether what a later action depends on is known; `open_before` are open actions ahead of it.

    An unanswered call is known once the calls before it are settled, a conversation once all is.
    """
    conditions = {step.only_if, step.skip_if}
    before = list(open_before)
    if "no_conversation" in conditions and before:
        return False
    return "no_answer" not in conditions or not any(t.channel in SPOKEN for t in before)


def last_call(
    work: LeadWork, enrolment: Enrolment, cadence: Cadence | None, slot: Slot | None
) -> str:
    """The outcome of the latest call of an enrolment, "" before the first.

    For an action that follows a call of its own touch, it is that call which counts: left out,
    it was not unanswered.
    """
    mine = [t for t in work.touches if t.enrolment_id == enrolment.enrolment_id]
    if cadence is not None and slot is not None:
        own = _calls_before(work, enrolment, cadence, slot)
        mine = own or mine
    calls = [t for t in mine if t.state == "done" and t.channel in SPOKEN]
    return max(calls, key=lambda t: t.settled_at or t.planned_at).outcome if calls else ""


def _calls_before(
    work: LeadWork, enrolment: Enrolment, cadence: Cadence, slot: Slot
) -> list[Touch]:
    found: list[Touch] = []
    for ahead in slots_with(cadence, slot.step.key, slot.occurrence):
        if ahead.step.key == slot.step.key:
            break
        touch = touch_of(work, enrolment, ahead)
        if touch is not None and touch.channel in SPOKEN:
            found.append(touch)
    return found
