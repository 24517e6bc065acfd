"""What is measured: key, kind, unit and target. The formulas are in docs/metrics.md."""

from typing import Literal

import msgspec

FigureKind = Literal["share", "median", "p90", "count", "longest", "ratio"]
FigureUnit = Literal["share", "seconds", "touches", "count", "money"]
ReviewRhythm = Literal["live", "daily", "weekly", "monthly"]
Dimension = Literal[
    "cadence",
    "channel",
    "rep",
    "source",
    "direction",
    "step",
    "touch",
    "variant",
    "weekday",
    "hour",
    "stage",
    "said",
]
TargetVerdict = Literal["met", "missed", "alert", ""]
# How much the people of a plan want: whoever asks for a demo or a price is expected to answer more.
PlanIntent = Literal["high", "standard"]
# From this intent of a cadence on it is high.
HIGH_INTENT = 80

OF_LEADS: frozenset[Dimension] = frozenset(
    {"cadence", "rep", "source", "direction", "weekday", "hour"}
)
OF_TOUCHES: frozenset[Dimension] = OF_LEADS | {"channel", "step", "touch", "variant"}
# What a report may be split by; a stage of the script exists in its own figures alone.
DIMENSIONS: tuple[Dimension, ...] = (
    "cadence",
    "channel",
    "rep",
    "source",
    "direction",
    "step",
    "touch",
    "variant",
    "weekday",
    "hour",
)
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
        if value is None or self == _NONE:
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


_NONE = Target()


class Definition(msgspec.Struct, frozen=True, kw_only=True):
    """One figure. `splits` are the dimensions its cases have.

    `always_by` splits it whatever was asked for. `of_all` takes every part as a share of all cases
    instead of its own. `needs` names what has to be there beside the log: without it the figure is
    not tracked. A ratio is a sum over hits by the number of other cases. `high_target` holds for
    the people of plans of high intent, where those are judged by themselves.
    """

    key: str
    kind: FigureKind = "share"
    unit: FigureUnit = "share"
    looked_at: ReviewRhythm = "weekly"
    target: Target = _NONE
    high_target: Target | None = None
    splits: frozenset[Dimension] = OF_LEADS
    always_by: tuple[Dimension, ...] = ()
    of_all: bool = False
    needs: Literal["", "signals", "costs"] = ""


_FIVE_MINUTES = Target(under=300)
_EVERY_WINDOW = Target(at_least=1.0, alert=0.9)
_REPLY_S = 900


def _first(key: str, kind: FigureKind, target: Target = _NONE) -> Definition:
    unit: FigureUnit = "share" if kind == "share" else "seconds"
    return Definition(
        key=f"time_to_first_contact{key}", kind=kind, unit=unit, looked_at="daily", target=target
    )


def _overdue(key: str, kind: FigureKind, target: Target = _NONE) -> Definition:
    unit: FigureUnit = "seconds" if kind == "longest" else "count"
    return Definition(
        key=f"overdue{key}",
        kind=kind,
        unit=unit,
        looked_at="live",
        target=target,
        splits=OF_TOUCHES - {"variant"},
    )


def _signals(key: str) -> Definition:
    return Definition(key=key, splits=OF_TOUCHES, needs="signals")


def _cost(key: str) -> Definition:
    return Definition(key=key, kind="ratio", unit="money", looked_at="monthly", needs="costs")


DEFINITIONS: tuple[Definition, ...] = (
    _first("", "median", _FIVE_MINUTES),
    _first(".p90", "p90"),
    _first(".working", "median", _FIVE_MINUTES),
    _first(".working_p90", "p90"),
    _first(".in_window", "share", _EVERY_WINDOW),
    _first(".in_5_minutes", "share", _EVERY_WINDOW),
    Definition(key="contact_rate_7d", target=Target(over=0.30)),
    Definition(
        key="response_or_contact",
        target=Target(at_least=0.20),
        high_target=Target(at_least=0.40),
    ),
    Definition(key="followed_up", target=Target(at_least=1.0)),
    Definition(key="time_to_first_response", kind="median", unit="seconds"),
    _signals("open_rate"),
    _signals("click_rate"),
    Definition(
        key="reply_wait",
        kind="median",
        unit="seconds",
        looked_at="live",
        target=Target(under=_REPLY_S),
        splits=OF_LEADS | {"channel"},
    ),
    Definition(
        key="reply_wait.waiting",
        kind="count",
        unit="count",
        looked_at="live",
        target=Target(at_most=0),
        splits=OF_LEADS | {"channel"},
    ),
    Definition(key="connection_rate", splits=OF_TOUCHES),
    Definition(key="response_rate", splits=OF_TOUCHES),
    Definition(key="response_by_touch", always_by=("touch",), of_all=True),
    Definition(
        key="touches_to_response",
        kind="median",
        unit="touches",
        looked_at="monthly",
        # Three touches or more are usual; to be answered sooner is no miss.
        target=Target(at_most=5),
    ),
    Definition(key="meeting_rate", target=Target(at_least=0.15), high_target=Target(at_least=0.25)),
    Definition(key="conversion", looked_at="monthly"),
    Definition(key="completion_silent", looked_at="monthly", target=Target(under=0.70)),
    _cost("cost_per_contacted"),
    Definition(key="return_before_after.before", looked_at="monthly"),
    Definition(key="return_before_after.after", looked_at="monthly"),
    _cost("return_before_after.cost_before"),
    _cost("return_before_after.cost_after"),
    Definition(
        key="best_time", looked_at="monthly", always_by=("weekday", "hour"), splits=OF_TOUCHES
    ),
    Definition(key="cycle_length", kind="median", unit="seconds", looked_at="monthly"),
    Definition(key="adherence", looked_at="daily", target=Target(at_least=0.95), splits=OF_TOUCHES),
    _overdue("", "count"),
    _overdue(".over_1_day", "count", Target(at_most=0)),
    _overdue(".oldest", "longest"),
    Definition(key="account_engagement", looked_at="monthly"),
    Definition(key="unsubscribes", splits=OF_TOUCHES),
    Definition(key="script_adherence", splits=OF_TOUCHES | {"stage"}),
    Definition(key="script_lift", always_by=("stage", "said"), splits=frozenset({"stage", "said"})),
)
