"""What a figure is made of: key, kind, unit, target, and the cases that it counts."""

from typing import Literal

import msgspec

from app.core.metrics.case import Cases
from app.core.metrics.dimensions import OF_LEADS, Dimension

FigureKind = Literal["share", "median", "p90", "count", "longest", "ratio"]
FigureUnit = Literal["share", "seconds", "touches", "count", "money"]
ReviewRhythm = Literal["live", "daily", "weekly", "monthly"]
TargetVerdict = Literal["met", "missed", "alert", ""]
SMALL_SAMPLE = 30


class Target(msgspec.Struct, frozen=True, kw_only=True):
    """What a value should be; `alert` is where a share is so low that somebody must act."""

    at_least: float | None = None
    over: float | None = None
    at_most: float | None = None
    under: float | None = None
    alert: float | None = None

    def judge(self, value: float | None) -> TargetVerdict:
        """How `value` stands to the target; "" where nothing can be said."""
        if value is None or self == NO_TARGET:
            return ""
        if self.alert is not None and value < self.alert:
            return "alert"
        missed = (
            (self.at_least is not None and value < self.at_least)
            or (self.over is not None and value <= self.over)
            or (self.at_most is not None and value > self.at_most)
            or (self.under is not None and value >= self.under)
        )
        return "missed" if missed else "met"


NO_TARGET = Target()


class Definition(msgspec.Struct, frozen=True, kw_only=True):
    """One figure. `splits` are the dimensions its cases have.

    `always_by` splits it whatever was asked for. `of_all` takes every part as a share of all cases
    instead of its own. `needs` names what has to be there beside the log: without it the figure is
    not tracked. A ratio is a sum over hits by the number of other cases. `high_target` holds for
    the people of plans of high intent, where those are judged by themselves. `cases` finds what
    is counted in the history of one person; None where that takes the pace of everybody.
    """

    key: str
    kind: FigureKind = "share"
    unit: FigureUnit = "share"
    looked_at: ReviewRhythm = "weekly"
    target: Target = NO_TARGET
    high_target: Target | None = None
    splits: frozenset[Dimension] = OF_LEADS
    always_by: tuple[Dimension, ...] = ()
    of_all: bool = False
    needs: Literal["", "signals", "costs"] = ""
    cases: Cases | None = None
