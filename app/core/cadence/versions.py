"""Two versions of one cadence side by side: what changed, and who can still be moved.

Whoever has not come to the first changed step can go on with the new version as if it had always
been theirs: all they met so far is the same in both.
"""

from collections.abc import Collection, Iterator, Mapping
from datetime import date, time
from difflib import SequenceMatcher
from typing import Literal

import msgspec

from app.core.cadence.cadence import Cadence, Step
from app.core.people.lead import Channel

ChangeKind = Literal["added", "removed", "changed"]

# What a file calls these; there a length of time has its unit in the value.
_IN_FILE: Mapping[str, str] = {
    "within_s": "within",
    "after_s": "after",
    "late_after_s": "late_after",
    "weekdays": "days",
}
_UNITS = (("d", 24 * 3600), ("h", 3600), ("m", 60), ("s", 1))
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
# What says when, how and whether a step is planned; the rest is read when it is worked.
_PLANNING = (
    "key",
    "day",
    "within_s",
    "after_s",
    "at",
    "between",
    "channel",
    "group",
    "only_if",
    "otherwise",
    "skip_if",
    "adapt",
    "together",
    "repeat_days",
)
_PLANNING_OF_ALL = ("direction", "day_count", "prefer", "vary_time_of_day")
_NOT_COMPARED = ("key", "version", "digest", "steps")


class FieldChange(msgspec.Struct, frozen=True, kw_only=True):
    """A field by its name in the file, with what it said before and says now; "" for nothing."""

    field: str
    before: str
    after: str


class StepChange(msgspec.Struct, frozen=True, kw_only=True):
    """A step that came, went or says something else. `fields` is empty where it only moved."""

    step: str
    what: ChangeKind
    fields: tuple[FieldChange, ...] = ()


class Side(msgspec.Struct, frozen=True, kw_only=True):
    """A step as one version has it; `day` as people of the cadence number it."""

    step: str
    day: int
    channel: Channel


class StepPair(msgspec.Struct, frozen=True, kw_only=True):
    """A line of both versions side by side; None where one has no such step there."""

    before: Side | None
    after: Side | None


class Comparison(msgspec.Struct, frozen=True, kw_only=True):
    """All that differs: `fields` of the cadence as a whole, `steps`, and days beside days."""

    fields: tuple[FieldChange, ...]
    steps: tuple[StepChange, ...]
    table: tuple[StepPair, ...]


def compare(before: Cadence, after: Cadence) -> Comparison:
    """What changed from one version to another of the same cadence."""
    return Comparison(
        fields=tuple(_field_changes(before, after, skip=_NOT_COMPARED)),
        steps=tuple(_step_changes(before, after)),
        table=tuple(_table(before, after)),
    )


def same_plan(before: Cadence, after: Cadence) -> bool:
    """Whether two versions say the same, their numbers apart."""
    found = compare(before, after)
    return not found.fields and not found.steps


def first_changed_step(before: Cadence, after: Cadence) -> int | None:
    """The position in `before` of the first step that is not the same in both.

    The number of its steps where steps were only added behind them, None where all are the same.
    """
    if before.steps == after.steps:
        return None
    pairs = enumerate(zip(before.steps, after.steps, strict=False))
    shorter = min(len(before.steps), len(after.steps))
    return next((at for at, (old, new) in pairs if old != new), shorter)


def can_move(before: Cadence, after: Cadence, begun: Collection[str]) -> bool:
    """Whether somebody on `before`, who has come to the steps `begun`, may go on with `after`.

    What comes for a whole account on one day is planned from the start, and says nothing of that.
    """
    first = first_changed_step(before, after)
    if first is None:
        return True
    return bool(after.steps) and not any(
        step.key in begun for step in before.steps[first:] if not step.together
    )


def is_planned_alike(before: Cadence, after: Cadence, step_key: str) -> bool:
    """Whether `after` wants step `step_key` at the same turn, time and channel as `before`."""
    if any(getattr(before, field) != getattr(after, field) for field in _PLANNING_OF_ALL):
        return False
    repeats = any(step.repeat_days for step in (*before.steps, *after.steps))
    upto = None if repeats else before.index(step_key) + 1
    return [*map(_planning, before.steps[:upto])] == [*map(_planning, after.steps[:upto])]


def _planning(step: Step) -> tuple[object, ...]:
    return tuple(getattr(step, field) for field in _PLANNING)


def _field_changes(
    before: msgspec.Struct, after: msgspec.Struct, *, skip: Collection[str] = ()
) -> Iterator[FieldChange]:
    for name in before.__struct_fields__:
        if name not in skip:
            old = dict(_spelled(_IN_FILE.get(name, name), getattr(before, name)))
            new = dict(_spelled(_IN_FILE.get(name, name), getattr(after, name)))
            for field in dict.fromkeys((*old, *new)):
                if old.get(field, "") != new.get(field, ""):
                    yield FieldChange(
                        field=field, before=old.get(field, ""), after=new.get(field, "")
                    )


def _spelled(name: str, value: object) -> Iterator[tuple[str, str]]:
    """A field as the file has it; a table's fields by dotted names."""
    match value:
        case None | False:
            return
        case True:
            yield name, "true"
        case msgspec.Struct():
            for inner in value.__struct_fields__:
                yield from _spelled(f"{name}.{_IN_FILE.get(inner, inner)}", getattr(value, inner))
        case Mapping():
            for inner, text in value.items():
                yield from _spelled(f"{name}.{inner}", text)
        case tuple():
            yield name, ", ".join(_one(name, part) for part in value)
        case _:
            yield name, _one(name, value)


def _one(name: str, value: object) -> str:
    match value:
        case time():
            return value.isoformat("minutes")
        case date():
            return value.isoformat()
        case int() if name in ("within", "after", "late_after"):
            unit, seconds = next(u for u in _UNITS if value % u[1] == 0)
            return f"{value // seconds}{unit}"
        case int() if name.endswith(".days"):
            return _WEEKDAYS[value]
        case _:
            return str(value)


def _step_changes(before: Cadence, after: Cadence) -> Iterator[StepChange]:
    old = {step.key: step for step in before.steps}
    new = {step.key: step for step in after.steps}
    moved = _moved(before, after)
    for key in dict.fromkeys((*old, *new)):
        if key not in new:
            yield StepChange(step=key, what="removed")
        elif key not in old:
            yield StepChange(step=key, what="added")
        elif (fields := tuple(_field_changes(old[key], new[key]))) or key in moved:
            yield StepChange(step=key, what="changed", fields=fields)


def _matcher(before: Cadence, after: Cadence) -> SequenceMatcher[str]:
    old, new = [s.key for s in before.steps], [s.key for s in after.steps]
    return SequenceMatcher(None, old, new, autojunk=False)


def _moved(before: Cadence, after: Cadence) -> frozenset[str]:
    """Keys that both have, and that changed their place among the others."""
    kept = {
        before.steps[at].key
        for block in _matcher(before, after).get_matching_blocks()
        for at in range(block.a, block.a + block.size)
    }
    both = {s.key for s in before.steps} & {s.key for s in after.steps}
    return frozenset(both - kept)


def _table(before: Cadence, after: Cadence) -> Iterator[StepPair]:
    for tag, a, b, c, d in _matcher(before, after).get_opcodes():
        old = [_side(before, step) for step in before.steps[a:b]]
        new = [_side(after, step) for step in after.steps[c:d]]
        if tag == "equal":
            yield from (StepPair(before=x, after=y) for x, y in zip(old, new, strict=True))
        else:
            yield from (StepPair(before=side, after=None) for side in old)
            yield from (StepPair(before=None, after=side) for side in new)


def _side(cadence: Cadence, step: Step) -> Side:
    return Side(step=step.key, day=cadence.label_day(step), channel=step.channel)
