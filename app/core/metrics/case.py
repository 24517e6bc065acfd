"""A case: one thing that a figure counts, in the group it belongs to."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

import msgspec

from app.core.cadence.cadence import LATE_AFTER_S, Cadence
from app.core.metrics.cost import Costs
from app.core.metrics.dimensions import HIGH_INTENT, Dimension, PlanIntent
from app.core.metrics.history import History
from app.core.metrics.responses import WorkedOutcome
from app.core.work.touch import Touch

Group = tuple[str, ...]
CountedUnit = UUID | int | tuple[object, ...]


class Period(msgspec.Struct, frozen=True, kw_only=True):
    """From `since` until before `until`, seen at `now`: nothing later is known (aware UTC)."""

    since: datetime
    until: datetime
    now: datetime

    def holds(self, at: datetime | None) -> bool:
        return at is not None and self.since <= at < self.until and at <= self.now

    @property
    def before(self) -> "Period":
        """The period of the same length that ends where this one begins."""
        return Period(since=self.since - (self.until - self.since), until=self.since, now=self.now)


class Case(NamedTuple):
    """One thing that a figure counts; `unit` is counted once in each group.

    `hit` None: named in the parts, but not counted.

    `value` is what a median is taken of, for hits. `part` is a code of what became of it. A case
    that is `open` has no value yet: it lies somewhere above `value`. `intent` is that of the plan.
    """

    group: Group
    unit: CountedUnit
    hit: bool | None
    value: float = 0.0
    part: str = ""
    open: bool = False
    intent: PlanIntent = "standard"


class PlanStep(msgspec.Struct, frozen=True, kw_only=True):
    """What a figure must know of a step. `touch_no` counts grouped steps once, from 1."""

    touch_no: int
    late_after_s: int = LATE_AFTER_S
    first_contact: bool = False
    script: bool = False


Plans = Mapping[tuple[str, str], PlanStep]


def plans_of(cadences: Iterable[Cadence]) -> dict[tuple[str, str], PlanStep]:
    """(cadence key, step key) -> what the figures need of the step."""
    return {
        (cadence.key, step.key): PlanStep(
            touch_no=number,
            late_after_s=step.late_after_s,
            first_contact=step.within_s is not None,
            script=step.script is not None,
        )
        for cadence in cadences
        for number, actions in enumerate(cadence.touches, start=1)
        for step in actions
    }


def hot_plans(cadences: Iterable[Cadence]) -> frozenset[str]:
    """The keys of the cadences whose people want much."""
    return frozenset(cadence.key for cadence in cadences if cadence.intent >= HIGH_INTENT)


class Lens(msgspec.Struct, frozen=True, kw_only=True):
    """How the cases are looked at: the period, what splits them, and the plans.

    `tracked` are the channels whose messages report opens and clicks; `costs` None where nobody
    has entered what a touch costs. `hot` are the keys of the plans of high intent.
    """

    period: Period
    by: Sequence[Dimension] = ()
    plans: Plans = msgspec.field(default_factory=dict)
    hot: frozenset[str] = frozenset()
    tracked: frozenset[str] = frozenset()
    costs: Costs | None = None

    def has(self, what: str) -> bool:
        """Whether what a figure needs beside the log is there: signals or costs."""
        return bool(self.tracked) if what == "signals" else self.costs is not None

    def intent(self, h: History) -> PlanIntent:
        """The intent of the first plan of a lead."""
        first = h.work.enrolments[0].cadence_key if h.work.enrolments else ""
        return "high" if first in self.hot else "standard"

    def step(self, cadence: str, touch: Touch) -> PlanStep | None:
        """The step behind a touch, if the plan is known and the touch is one of its steps."""
        return self.plans.get((cadence, touch.step_key)) if touch.kind == "step" else None

    def unit(self, cadence: str, touch: Touch) -> CountedUnit:
        """What the actions of one touch have in common: they are counted once."""
        step = self.step(cadence, touch)
        return (touch.enrolment_id, step.touch_no, touch.occurrence) if step else touch.touch_id

    def of_lead(self, h: History, at: datetime, *, cadence: str | None = None) -> Group:
        """The group of a lead as a whole: its first plan and its owner."""
        if not self.by:
            return ()
        first = h.work.enrolments[0].cadence_key if h.work.enrolments else ""
        facts = {"rep": str(h.owner_id), "cadence": first if cadence is None else cadence}
        return self._group(h, at, facts)

    def of_touch(self, h: History, at: datetime, touch: Touch, cadence: str, **facts: str) -> Group:
        """The group of a touch; `facts` add to it what an outcome says (rep, variant)."""
        if not self.by:
            return ()
        step = self.step(cadence, touch)
        named = touch.step_key and f"{cadence}/{touch.step_key}"
        return self._group(
            h,
            at,
            {
                "rep": str(h.owner_id),
                "cadence": cadence,
                "channel": touch.channel,
                "step": named or touch.kind,
                "touch": f"{step.touch_no:02}" if step else "",
                **facts,
            },
        )

    def of_work(self, h: History, w: WorkedOutcome, **facts: str) -> Group:
        """The group of an outcome, which belongs to who logged it."""
        rep = str(w.actor_id)
        return self.of_touch(h, w.at, w.touch, w.cadence, rep=rep, variant=w.variant, **facts)

    def _group(self, h: History, at: datetime, facts: Mapping[str, str]) -> Group:
        known = {"source": h.source, "direction": h.direction, **facts}
        if "weekday" in self.by or "hour" in self.by:
            there = at.astimezone(ZoneInfo(h.zone))
            known |= {"weekday": str(there.isoweekday()), "hour": f"{there:%H}"}
        return tuple(known.get(dimension, "") for dimension in self.by)


# What a figure counts, found in the history of one person.
Cases = Callable[[History, Lens], Iterable[Case]]
