"""Times of two things taken in turn, and what they say about a goal.

Absolute times drift on a machine that does other things too. What is held against a goal is
therefore, wherever there is one, the ratio to a limit that was measured in the same minute: the
bare work that a perfect program could not avoid either.
"""

import gc
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from time import perf_counter

Work = Callable[[], object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What every benchmark is given.

    `folder` is for scratch files and lies on the disk that is measured; `profile` is the folder of
    a profile with the data set, never to be written to. `runs` caps how often each thing is done.
    """

    folder: Path
    profile: Path
    leads: int
    runs: int | None = None

    def times(self, wanted: int) -> int:
        """How often to do what should be done `wanted` times."""
        return wanted if self.runs is None else min(wanted, self.runs)


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One line of the table.

    `value` in `unit` is held against `goal` (at most; None for a figure without a goal). Times are
    in seconds, None where there is none. `against` names the limit, `note` what else to know.
    """

    benchmark: str
    what: str
    value: float
    unit: str
    goal: float | None = None
    ours_s: float | None = None
    p99_s: float | None = None
    limit_s: float | None = None
    against: str = ""
    note: str = ""

    @property
    def met(self) -> bool | None:
        """Whether the goal is met, None without one."""
        return None if self.goal is None else self.value <= self.goal


@dataclass(slots=True)
class Times:
    """Seconds of the same thing, done several times."""

    taken: list[float] = field(default_factory=list)

    def of(self, work: Work) -> None:
        """Does `work` once and keeps how long it took."""
        start = perf_counter()
        work()
        self.taken.append(perf_counter() - start)

    @property
    def p50(self) -> float:
        """The median."""
        return median(self.taken)

    @property
    def p99(self) -> float:
        """What 99 of 100 stay under; the longest of fewer than 100."""
        return percentile(self.taken, 0.99)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """The times of ours and of the limit."""

    ours: Times
    limit: Times

    @property
    def ratio(self) -> float:
        """Median to median."""
        return self.ours.p50 / self.limit.p50

    def figure(
        self, benchmark: str, what: str, *, goal: float | None, against: str, note: str = ""
    ) -> Figure:
        """The ratio as a line of the table."""
        return Figure(
            benchmark=benchmark,
            what=what,
            value=self.ratio,
            unit="x",
            goal=goal,
            ours_s=self.ours.p50,
            p99_s=self.ours.p99,
            limit_s=self.limit.p50,
            against=against,
            note=note,
        )


def percentile(taken: Sequence[float], share: float) -> float:
    """The smallest value that `share` of all do not exceed."""
    ordered = sorted(taken)
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)]


def take_turns(ours: Work, limit: Work, runs: int, *, warm: int = 1) -> Pair:
    """Does both `runs` times, each in turn, after `warm` rounds that do not count."""
    pair = Pair(ours=Times(), limit=Times())
    for _ in range(warm):
        ours()
        limit()
    settle_memory()
    for _ in range(runs):
        pair.ours.of(ours)
        pair.limit.of(limit)
    return pair


def settle_memory() -> None:
    """Collect now what was left, and keep the collector away from what stays: as the app does."""
    gc.collect()
    gc.freeze()


def once(ours: Work) -> float:
    """Seconds of doing it one time."""
    times = Times()
    times.of(ours)
    return times.p50
