"""The catalogue of figures: key, what is counted, and target. docs/metrics.md has the formulas."""

from app.core.metrics import adherence, lead_cases, touch_cases
from app.core.metrics.case import Cases
from app.core.metrics.definition import NO_TARGET, Definition, FigureKind, FigureUnit, Target
from app.core.metrics.dimensions import OF_LEADS, OF_TOUCHES

_FIVE_MINUTES = Target(under=300)
_EVERY_WINDOW = Target(at_least=1.0, alert=0.9)
_REPLY_S = 900


def _first(key: str, kind: FigureKind, cases: Cases, target: Target = NO_TARGET) -> Definition:
    unit: FigureUnit = "share" if kind == "share" else "seconds"
    return Definition(
        key=f"time_to_first_contact{key}",
        kind=kind,
        unit=unit,
        looked_at="daily",
        target=target,
        cases=cases,
    )


def _overdue(key: str, kind: FigureKind, cases: Cases, target: Target = NO_TARGET) -> Definition:
    unit: FigureUnit = "seconds" if kind == "longest" else "count"
    return Definition(
        key=f"overdue{key}",
        kind=kind,
        unit=unit,
        looked_at="live",
        target=target,
        splits=OF_TOUCHES - {"variant"},
        cases=cases,
    )


def _signals(key: str, cases: Cases) -> Definition:
    return Definition(key=key, splits=OF_TOUCHES, needs="signals", cases=cases)


def _cost(key: str, cases: Cases) -> Definition:
    return Definition(
        key=key, kind="ratio", unit="money", looked_at="monthly", needs="costs", cases=cases
    )


DEFINITIONS: tuple[Definition, ...] = (
    _first("", "median", lead_cases.first_contacts, _FIVE_MINUTES),
    _first(".p90", "p90", lead_cases.first_contacts),
    _first(".working", "median", lead_cases.first_contacts_working, _FIVE_MINUTES),
    _first(".working_p90", "p90", lead_cases.first_contacts_working),
    _first(".in_window", "share", lead_cases.in_window, _EVERY_WINDOW),
    _first(".in_5_minutes", "share", lead_cases.in_5_minutes, _EVERY_WINDOW),
    Definition(
        key="contact_rate_7d", cases=lead_cases.contacted_in_7_days, target=Target(over=0.30)
    ),
    Definition(
        key="response_or_contact",
        cases=lead_cases.responded,
        target=Target(at_least=0.20),
        high_target=Target(at_least=0.40),
    ),
    Definition(key="followed_up", cases=lead_cases.followed_up, target=Target(at_least=1.0)),
    Definition(
        key="time_to_first_response",
        cases=lead_cases.first_responses,
        kind="median",
        unit="seconds",
    ),
    _signals("open_rate", touch_cases.opened),
    _signals("click_rate", touch_cases.clicked),
    Definition(
        key="reply_wait",
        cases=lead_cases.replies,
        kind="median",
        unit="seconds",
        looked_at="live",
        target=Target(under=_REPLY_S),
        splits=OF_LEADS | {"channel"},
    ),
    Definition(
        key="reply_wait.waiting",
        cases=lead_cases.waiting,
        kind="count",
        unit="count",
        looked_at="live",
        target=Target(at_most=0),
        splits=OF_LEADS | {"channel"},
    ),
    Definition(key="connection_rate", cases=touch_cases.calls, splits=OF_TOUCHES),
    Definition(key="response_rate", cases=touch_cases.answered, splits=OF_TOUCHES),
    Definition(
        key="response_by_touch",
        cases=lead_cases.answered_at_touch,
        always_by=("touch",),
        of_all=True,
    ),
    Definition(
        key="touches_to_response",
        cases=lead_cases.touches_to_response,
        kind="median",
        unit="touches",
        looked_at="monthly",
        # Three touches or more are usual; to be answered sooner is no miss.
        target=Target(at_most=5),
    ),
    Definition(
        key="meeting_rate",
        cases=lead_cases.met,
        target=Target(at_least=0.15),
        high_target=Target(at_least=0.25),
    ),
    Definition(key="conversion", cases=lead_cases.converted, looked_at="monthly"),
    Definition(
        key="completion_silent",
        cases=lead_cases.silent,
        looked_at="monthly",
        target=Target(under=0.70),
    ),
    _cost("cost_per_contacted", lead_cases.costs),
    Definition(
        key="return_before_after.before", cases=lead_cases.converted_before, looked_at="monthly"
    ),
    Definition(key="return_before_after.after", cases=lead_cases.converted, looked_at="monthly"),
    _cost("return_before_after.cost_before", lead_cases.costs_before),
    _cost("return_before_after.cost_after", lead_cases.costs),
    Definition(
        key="best_time",
        cases=touch_cases.calls,
        looked_at="monthly",
        always_by=("weekday", "hour"),
        splits=OF_TOUCHES,
    ),
    Definition(
        key="cycle_length",
        cases=lead_cases.cycles,
        kind="median",
        unit="seconds",
        looked_at="monthly",
    ),
    Definition(key="adherence", looked_at="daily", target=Target(at_least=0.95), splits=OF_TOUCHES),
    _overdue("", "count", adherence.overdue),
    _overdue(".over_1_day", "count", adherence.overdue_a_day, Target(at_most=0)),
    _overdue(".oldest", "longest", adherence.overdue),
    Definition(key="account_engagement", cases=lead_cases.accounts, looked_at="monthly"),
    Definition(key="unsubscribes", cases=touch_cases.unsubscribes, splits=OF_TOUCHES),
    Definition(key="script_adherence", cases=touch_cases.stages, splits=OF_TOUCHES | {"stage"}),
    Definition(
        key="script_lift",
        cases=touch_cases.lifts,
        always_by=("stage", "said"),
        splits=frozenset({"stage", "said"}),
    ),
)
