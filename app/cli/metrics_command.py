"""metrics: the figures of a period and what they suggest."""

from argparse import Namespace
from datetime import datetime, timedelta

from app.cli.answer import Answer, local, table
from app.cli.parser import Commands, add_command
from app.cli.session import Session
from app.cli.values import a_moment, in_utc
from app.core.metrics.definition import Definition, Target
from app.core.metrics.dimensions import DIMENSIONS
from app.core.metrics.measure import Figure, IntentShare, Result
from app.core.reason import Reason
from app.services.desk.best_hours import count, keep
from app.services.reports import Report, report, usual_period
from app.services.store.records import Identity
from app.services.wording import Wording

_HOURS_FROM_S = 600


def add_to(commands: Commands) -> None:
    """Add the command `metrics`."""
    parser = add_command(commands, "metrics", _metrics, "the figures of a period")
    parser.add_argument(
        "--from", dest="since", metavar="T", type=a_moment, help="default: 28 days up to --to"
    )
    parser.add_argument(
        "--to",
        dest="until",
        metavar="T",
        type=_an_end,
        help="a date is still part of it (default: today)",
    )
    parser.add_argument(
        "--by",
        metavar="DIM",
        action="append",
        choices=DIMENSIONS,
        default=[],
        help=f"split by; may be given again: {', '.join(DIMENSIONS)}",
    )

    parser.add_argument(
        "--keep-hours",
        action="store_true",
        help="plan calls by the best hours of the last 8 weeks now, not with tomorrow's count",
    )


def _an_end(text: str) -> datetime:
    """A moment; a bare date means the midnight that ends it."""
    moment = a_moment(text)
    bare = len(text.strip()) <= len("2026-11-23")
    return moment + timedelta(days=1) if bare else moment


def _metrics(session: Session, args: Namespace) -> Answer:
    desk = session.write().desk if args.keep_hours else session.read().desk
    if args.keep_hours:
        keep(desk, count(desk, session.now()))
    zone, now = desk.identity.zone, session.now()
    until = in_utc(args.until, zone) if args.until else usual_period(now, zone)[1]
    # The last day of the period is the one before the instant that ends it.
    last = until - timedelta(microseconds=1)
    since = in_utc(args.since, zone) if args.since else usual_period(last, zone)[0]
    made = report(desk, since=since, until=until, now=now, by=args.by)
    said, who = session.words(), desk.identity
    return Answer(document=_document(made, said, who), lines=_lines(made, said, who))


def _document(made: Report, said: Wording, who: Identity) -> dict[str, object]:
    return {
        "from": made.period.since,
        "to": made.period.until,
        "now": made.period.now,
        "by": made.by,
        "metrics": [_figure(figure, said) for figure in made.figures],
        "hints": [
            {
                "code": hint.code,
                "args": hint.args,
                "text": _hint(hint, said, who),
            }
            for hint in made.hints
        ],
    }


def _figure(figure: Figure, said: Wording) -> dict[str, object]:
    definition = figure.definition
    return {
        "key": definition.key,
        "name": said.plain(f"metric.{definition.key}"),
        "kind": definition.kind,
        "unit": definition.unit,
        "looked_at": definition.looked_at,
        "target": {
            "text": _target(definition, said),
            "at_least": definition.target.at_least,
            "over": definition.target.over,
            "at_most": definition.target.at_most,
            "under": definition.target.under,
            "alert_under": definition.target.alert,
        },
        **_result(figure.all),
        "why": f"no_{definition.needs}" if figure.all.state == "not_tracked" else "",
        "by": figure.by,
        "groups": [
            {"group": dict(zip(figure.by, result.group, strict=True)), **_result(result)}
            for result in figure.groups
        ],
    }


def _result(result: Result) -> dict[str, object]:
    return {
        "state": result.state,
        "numerator": result.numerator,
        "denominator": result.denominator,
        "value": result.value,
        "above": result.above,
        "low": result.low,
        "high": result.high,
        "small_sample": result.small,
        "verdict": result.verdict,
        "intents": [
            {
                "intent": part.intent,
                "numerator": part.numerator,
                "denominator": part.denominator,
                "value": part.value,
                "verdict": part.verdict,
            }
            for part in result.intents
        ],
        "parts": result.parts,
    }


def _lines(made: Report, said: Wording, who: Identity) -> list[str]:
    rows = []
    for figure in made.figures:
        definition = figure.definition
        name = said.plain(f"metric.{definition.key}")
        rows.append((name, *_cells(figure.all, definition, said), _target(definition, said)))
        rows += [
            (f"  {_group(figure, result, said, who)}", *_cells(result, definition, said), "")
            for result in figure.groups
        ]
        if len(figure.all.intents) > 1:
            rows += [_intent(part, definition, said) for part in figure.all.intents]
    period = made.period
    lines = [
        f"From {local(period.since, who.zone)} until {local(period.until, who.zone)}, {who.zone}.",
        "",
        *table(("Figure", "Value", "Of", "95 %", "", "Target"), rows),
    ]
    if made.hints:
        lines += ["", *(_hint(hint, said, who) for hint in made.hints)]
    return lines


def _intent(
    part: IntentShare, definition: Definition, said: Wording
) -> tuple[str, str, str, str, str, str]:
    """The line of the plans of one intent, where a mix of them is measured."""
    of = f"{part.numerator} of {part.denominator}"
    mark = part.verdict and said.plain(f"verdict.{part.verdict}")
    name = said.plain(f"intent.{part.intent}")
    return f"  {name}", _value(part.value, definition), of, "", mark, ""


def _cells(result: Result, definition: Definition, said: Wording) -> tuple[str, str, str, str]:
    """Value, cases, interval and mark of one result."""
    if result.state != "measured":
        return said.plain(f"metric_state.{result.state}"), "", "", ""
    of = f"{result.numerator} of {result.denominator}"
    interval = ""
    if result.low is not None:
        end = "…" if result.high is None else _value(result.high, definition)
        interval = f"{_value(result.low, definition)} to {end}"
    mark = result.verdict and said.plain(f"verdict.{result.verdict}")
    if result.small:
        mark = ", ".join(part for part in (mark, said.plain("metric_state.small_sample")) if part)
    value = _value(result.value or 0.0, definition)
    if result.above:
        value = said.plain("metric_state.above", {"value": value})
    return value, of, interval, mark


def _value(value: float, definition: Definition) -> str:
    match definition.unit:
        case "share":
            return f"{100 * value:.1f} %"
        case "seconds":
            seconds = round(value)
            short = seconds < _HOURS_FROM_S
            return Wording.clock(seconds) if short else Wording.duration(seconds // 60)
        case "money":
            return f"{value:.2f}"
        case _:
            return f"{value:g}"


def _target(definition: Definition, said: Wording) -> str:
    return "" if definition.target == Target() else said.plain(f"target.{definition.key}")


def _group(figure: Figure, result: Result, said: Wording, who: Identity) -> str:
    return ", ".join(
        _side(dimension, value, said, who)
        for dimension, value in zip(figure.by, result.group, strict=True)
    )


def _side(dimension: str, value: str, said: Wording, who: Identity) -> str:
    if not value:
        return said.plain("metric_state.none")
    match dimension:
        case "rep":
            return who.rep_name if value == str(who.rep_id) else value
        case "channel" | "weekday" | "source" | "stage" | "said":
            return said.plain(f"{dimension}.{value}")
        case "hour":
            return f"{value}:00"
        case "touch":
            return value.lstrip("0")
        case _:
            return value


def _hint(hint: Reason, said: Wording, who: Identity) -> str:
    args = dict(hint.args)
    for name, dimension in (("rep", "rep"), ("what", hint.code.removeprefix("ahead_"))):
        if isinstance(args.get(name), str):
            args[name] = _side(dimension, str(args[name]), said, who)
    if isinstance(args.get("day"), str):
        args["day"] = said.plain(f"weekday.{args['day']}")
    return said.plain(f"hint.{hint.code}", args)
