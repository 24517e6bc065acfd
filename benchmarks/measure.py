"""Times of two things taken in turn, and what they say about a goal.

Absolute times drift on a machine that does other things too. What is held against a goal is
therefore, wherever there is one, the ratio to a limit that was measured in the same minute: the
bare work that a perfect program could not avoid either. Work that only computes is timed by the
clock of the processor, which stands still while the machine does something else; work that waits
for a disk or another process is timed by the clock on the wall.
"""

import gc
import math
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

Work = Callable[[], object]
Clock = Callable[[], float]

WALL: Clock = time.perf_counter
# Some systems count the time of a process in ticks far longer than what is measured here.
_COARSE = time.get_clock_info("process_time").resolution > 1e-6
PROCESSOR: Clock = WALL if _COARSE else time.process_time


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
    clock: Clock = PROCESSOR

    def of(self, work: Work) -> None:
        """Does `work` once and keeps how long it took."""
        start = self.clock()
        work()
        self.taken.append(self.clock() - start)

    @property
    def p50(self) -> float:
        """The median."""
        return median(self.taken)

    @property
    def p99(self) -> float:
        """What 99 of 100 stay under; the longest of fewer than 100."""
        return percentile(self.taken, 0.99)


@dataclass(frozen=True, slots=True)
class Pair:
    """The times of ours and of the limit."""

    ours: Times = field(default_factory=Times)
    limit: Times = field(default_factory=Times)

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
    pair = Pair()
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


def on_the_wall() -> Pair:
    """A pair for work that waits."""
    return Pair(Times(clock=WALL), Times(clock=WALL))


def once(ours: Work) -> float:
    """Seconds on the wall of doing it one time."""
    times = Times(clock=WALL)
    times.of(ours)
    return times.p50
