"""From histories to figures: every definition over one period, as a whole and split."""

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Literal, NamedTuple
from uuid import UUID

import msgspec
from msgspec.structs import replace

from app.core.metrics import adherence
from app.core.metrics.case import Case, CountedUnit, Group, Lens
from app.core.metrics.catalogue import DEFINITIONS
from app.core.metrics.definition import SMALL_SAMPLE, Definition, TargetVerdict
from app.core.metrics.dimensions import PlanIntent
from app.core.metrics.history import History
from app.core.metrics.interval import bootstrap, quantile, survival, wilson

FigureState = Literal["measured", "no_cases", "not_tracked"]
# What became of the cases: code -> how many.
Parts = dict[str, int]

_PARTS: dict[str, float] = {"median": 0.5, "p90": 0.9}


class IntentShare(msgspec.Struct, frozen=True, kw_only=True):
    """The part of a share that belongs to plans of one intent, held against their own target."""

    intent: PlanIntent
    numerator: int
    denominator: int
    verdict: TargetVerdict

    @property
    def value(self) -> float:
        return self.numerator / self.denominator


class Result(msgspec.Struct, frozen=True, kw_only=True):
    """One figure of one group (() for all).

    For a share `value` is `numerator` / `denominator`, and for a ratio too, before its sum was
    rounded; for a median it is taken over the `numerator` cases that have one, out of
    `denominator`, and `above` says that it lies somewhere above `value`, as too many of them are
    open still; a count is its numerator. Shares lie between 0 and 1, times are in seconds.
    `low` and `high` are the 95 % interval, None where the figure counts what is there instead of
    judging from a sample; `high` alone is None where there is no upper end yet. `small` marks under
    30 cases. `intents` are the parts where plans of one intent have a target of their own; a mix of
    them has no verdict as a whole.
    """

    key: str
    group: Group = ()
    state: FigureState = "measured"
    numerator: int = 0
    denominator: int = 0
    value: float | None = None
    low: float | None = None
    high: float | None = None
    above: bool = False
    small: bool = False
    verdict: TargetVerdict = ""
    intents: tuple[IntentShare, ...] = ()
    parts: Parts = msgspec.field(default_factory=dict)


class Figure(msgspec.Struct, frozen=True, kw_only=True):
    """A definition with its results: of all, and of each group of `by` in order.

    `by` is empty where the figure was not split: nobody asked, or its cases have no such side.
    """

    definition: Definition
    all: Result
    by: tuple[str, ...] = ()
    groups: tuple[Result, ...] = ()


class _Tally:
    """What has been counted of one group: each unit once."""

    def __init__(self) -> None:
        self.units: dict[CountedUnit, float | None] = {}
        self.open_for: dict[CountedUnit, float] = {}
        self.intents: dict[CountedUnit, PlanIntent] = {}
        self.parts: Parts = {}

    def add(self, case: Case) -> None:
        if case.part:
            self.parts[case.part] = self.parts.get(case.part, 0) + 1
        if case.hit is None:
            return
        if case.hit:
            self.units[case.unit] = case.value
        else:
            self.units.setdefault(case.unit, None)
        if case.open:
            self.open_for[case.unit] = case.value
        self.intents[case.unit] = case.intent


def measure(
    histories: Sequence[History], lens: Lens, definitions: Sequence[Definition] = DEFINITIONS
) -> tuple[Figure, ...]:
    """Every figure over the period of `lens`, split by its dimensions where that has a meaning.

    The order of `histories` does not matter.
    """
    judged = any(d.cases is None for d in definitions)
    speed = adherence.pace(histories) if judged else {}
    return tuple(_figure(d, histories, lens, speed) for d in definitions)


def _figure(
    definition: Definition, histories: Sequence[History], lens: Lens, speed: dict[UUID, str]
) -> Figure:
    if definition.needs and not lens.has(definition.needs):
        return Figure(definition=definition, all=Result(key=definition.key, state="not_tracked"))
    by = definition.always_by or tuple(lens.by)
    split = bool(by) and (bool(definition.always_by) or definition.splits.issuperset(by))
    lens = replace(lens, by=by if split else ())
    cases = definition.cases or partial(adherence.followed, speed=speed)
    whole, groups = _Tally(), dict[Group, _Tally]()
    for one in histories:
        for case in cases(one, lens):
            whole.add(case)
            if split:
                groups.setdefault(case.group, _Tally()).add(case)
    return Figure(
        definition=definition,
        all=_result(definition, (), whole),
        by=by if split else (),
        groups=_stacked(definition, groups, whole)
        if definition.of_all
        else tuple(_result(definition, group, groups[group]) for group in sorted(groups)),
    )


def _stacked(
    definition: Definition, groups: dict[Group, _Tally], whole: _Tally
) -> tuple[Result, ...]:
    """Each group as a share of all cases; its part "so_far" counts it and those before it.

    A case that is no hit is part of the whole, but has no group to stand in.
    """
    found: list[Result] = []
    so_far = 0
    for group in sorted(groups):
        if group == ("",):
            continue
        result = _result(definition, group, groups[group], len(whole.units))
        so_far += result.numerator
        found.append(replace(result, parts={"so_far": so_far}))
    return tuple(found)


def _result(definition: Definition, group: Group, tally: _Tally, of: int | None = None) -> Result:
    hits = sorted(value for value in tally.units.values() if value is not None)
    waiting = sorted(
        value for unit, value in tally.open_for.items() if tally.units.get(unit) is None
    )
    denominator = len(tally.units) if of is None else of
    found = _value(definition, hits, waiting, denominator)
    sampled = definition.kind in ("share", "median", "p90")
    cases = denominator if definition.kind == "share" else len(hits) + len(waiting)
    ratio = definition.kind == "ratio"
    intents = tuple(_by_intent(definition, tally))
    return Result(
        key=definition.key,
        group=group,
        state="measured" if found.value is not None else "no_cases",
        numerator=round(sum(hits)) if ratio else len(hits),
        denominator=denominator - len(hits) if ratio else denominator,
        value=found.value,
        low=found.low,
        high=found.high,
        above=found.above,
        small=sampled and cases < SMALL_SAMPLE,
        verdict=_verdict(definition, found, intents),
        intents=intents,
        parts=dict(sorted(tally.parts.items())),
    )


def _by_intent(definition: Definition, tally: _Tally) -> Iterator[IntentShare]:
    """What plans of high intent and the others come to, where each has a target of its own."""
    if definition.high_target is None:
        return
    for intent, target in (("high", definition.high_target), ("standard", definition.target)):
        units = [unit for unit, of in tally.intents.items() if of == intent]
        if units:
            hits = sum(tally.units[unit] is not None for unit in units)
            yield IntentShare(
                intent="high" if intent == "high" else "standard",
                numerator=hits,
                denominator=len(units),
                verdict=target.judge(hits / len(units)),
            )


class _Found(NamedTuple):
    value: float | None = None
    low: float | None = None
    high: float | None = None
    above: bool = False


def _verdict(
    definition: Definition, found: _Found, intents: Sequence[IntentShare]
) -> TargetVerdict:
    if intents:
        return intents[0].verdict if len(intents) == 1 else ""
    if found.above and definition.target.judge(found.value) == "met":
        return ""  # it may lie on either side
    return definition.target.judge(found.value)


def _value(
    definition: Definition, hits: list[float], waiting: list[float], denominator: int
) -> _Found:
    match definition.kind:
        case "count":
            return _Found(float(len(hits)))
        case "longest":
            return _Found(hits[-1]) if hits else _Found()
        case "ratio":
            others = denominator - len(hits)
            return _Found(sum(hits) / others if others else None)
        case "share":
            if not denominator:
                return _Found()
            return _Found(len(hits) / denominator, *wilson(len(hits), denominator))
        case _:
            part = _PARTS[definition.kind]
            if waiting:
                return _Found(*survival(hits, waiting, part))
            if not hits:
                return _Found()
            return _Found(quantile(hits, part), *bootstrap(hits, part))
