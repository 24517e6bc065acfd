"""The slots of a plan: the steps that a touch is made of."""

from collections.abc import Iterator

import msgspec

from app.core.cadence.cadence import Cadence, Step


class Slot(msgspec.Struct, frozen=True, kw_only=True):
    """One occurrence of a step in the order of the plan; `day` counts from the entry day, 0."""

    step: Step
    occurrence: int
    day: int


def slots(cadence: Cadence) -> Iterator[Slot]:
    """All occurrences in the order they are worked; endless when a step repeats."""
    for step in cadence.steps:
        if step.repeat_days is None:
            yield Slot(step=step, occurrence=0, day=cadence.planned_day(step))
    repeated = [Slot(step=s, occurrence=0, day=s.day or 0) for s in cadence.steps if s.repeat_days]
    while repeated:
        first = min(repeated, key=lambda slot: (slot.day, cadence.index(slot.step.key)))
        yield first
        repeated.remove(first)
        repeated.append(
            Slot(
                step=first.step,
                occurrence=first.occurrence + 1,
                day=first.day + (first.step.repeat_days or 0),
            )
        )


def slot_of(cadence: Cadence, step_key: str, occurrence: int) -> Slot:
    """The slot a touch came from. Raises KeyError if the cadence has no such step."""
    step = cadence.step(step_key)
    day = cadence.planned_day(step) + occurrence * (step.repeat_days or 0)
    return Slot(step=step, occurrence=occurrence, day=day)


def slots_after(cadence: Cadence, step_key: str, occurrence: int) -> Iterator[Slot]:
    """The slots that follow an occurrence; all of them when `step_key` is "".

    Yields nothing when the plan has no such step (any more).
    """
    if step_key and step_key not in {step.key for step in cadence.steps}:
        return
    passed = step_key == ""
    for slot in slots(cadence):
        if passed:
            yield slot
        elif slot.step.key == step_key and (
            slot.occurrence == occurrence or slot.step.repeat_days is None
        ):
            passed = True
