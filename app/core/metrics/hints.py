"""What the figures suggest, as codes with the figures behind them; words are in resources/i18n."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise

from msgspec.structs import replace

from app.core.metrics.case import Lens
from app.core.metrics.catalogue import DEFINITIONS
from app.core.metrics.definition import SMALL_SAMPLE
from app.core.metrics.dimensions import Dimension
from app.core.metrics.history import History
from app.core.metrics.interval import wilson
from app.core.metrics.measure import Figure, Result, measure
from app.core.reason import Reason, reason

# Opens from this share on are good, replies under that one low.
GOOD_OPENS, LOW_REPLIES = 0.40, 0.05
# So few calls that get through are few.
LOW_CONNECTION = 0.10
# A rep who skips, works off the plan, or leaves late or open, so much of what fell due.
OFTEN = 0.10
# Most answers come between these touches, the median of many teams.
_FEW, _MANY = 3, 5
_BY_KEY = {definition.key: definition for definition in DEFINITIONS}
# Where the best rep may do something else, in the order in which it is said.
_SIDES: tuple[Dimension, ...] = ("channel", "hour", "variant")


def hints(histories: Sequence[History], lens: Lens) -> tuple[Reason, ...]:
    """What the period suggests; nothing is said on under 30 cases."""
    plain = replace(lens, by=())
    keys = (
        *("open_rate", "response_rate", "touches_to_response", "completion_silent"),
        *("connection_rate", "best_time"),
    )
    measured = measure(histories, plain, [_BY_KEY[key] for key in keys])
    figures = {figure.definition.key: figure.all for figure in measured}
    reps = _split(histories, lens, ("adherence", "response_rate", "script_adherence"), "rep")
    touches = _split(histories, lens, ("response_rate",), "touch")
    return (
        *_silent(figures["completion_silent"]),
        *body_hint(figures["open_rate"], figures["response_rate"]),
        *_timing(figures["touches_to_response"]),
        *connection_hint(figures["connection_rate"], measured[-1]),
        *drop_off(touches["response_rate"]),
        *_habits(reps["adherence"].groups),
        *_freelancing(histories, lens, reps["adherence"].groups),
        *_ahead(histories, lens, reps),
    )


def _split(
    histories: Sequence[History], lens: Lens, keys: Iterable[str], by: Dimension
) -> Mapping[str, Figure]:
    wanted = [_BY_KEY[key] for key in keys]
    return {f.definition.key: f for f in measure(histories, replace(lens, by=(by,)), wanted)}


def _enough(result: Result) -> bool:
    return result.value is not None and not result.small


def _percent(share: float | None) -> int:
    return round(100 * (share or 0))


def _silent(result: Result) -> Iterator[Reason]:
    if _enough(result) and result.verdict == "missed":
        yield reason("too_long", percent=_percent(result.value), cases=result.denominator)


def body_hint(opens: Result, answers: Result) -> Iterator[Reason]:
    """Many open what we send and few answer: the subject works, the text does not."""
    if not (_enough(opens) and _enough(answers)):
        return
    if (opens.value or 0) >= GOOD_OPENS and (answers.value or 0) < LOW_REPLIES:
        yield reason(
            "look_at_the_body", opened=_percent(opens.value), answered=_percent(answers.value)
        )


def _timing(result: Result) -> Iterator[Reason]:
    usual = _FEW <= (result.value or 0) <= _MANY
    if not _enough(result) or usual:
        return
    early = (result.value or 0) < _FEW
    # A median of an even number may lie between two touches; words name the nearer whole one.
    touches = round(result.value or 0)
    code = "answers_early" if early else "answers_late"
    yield reason(code, touches=touches, cases=result.numerator)


def drop_off(figure: Figure) -> Iterator[Reason]:
    """The first touch that is answered less than half as often as the one before it."""
    numbered = [r for r in figure.groups if r.group != ("",) and _enough(r)]
    for before, after in pairwise(numbered):
        if (after.value or 0) < (before.value or 0) / 2:
            yield reason(
                "drop_off",
                touch=int(after.group[0]),
                percent=_percent(after.value),
                before=_percent(before.value),
            )
            return


def connection_hint(calls: Result, hours: Figure) -> Iterator[Reason]:
    """Hardly anybody picks up; and the hour at which clearly more do, if there is one."""
    if not _enough(calls) or (calls.value or 0) >= LOW_CONNECTION:
        return
    args = {"percent": _percent(calls.value), "cases": calls.denominator}
    better = [r for r in hours.groups if _enough(r) and (r.value or 0) > (calls.value or 0)]
    if not better:
        yield reason("low_connection_anywhere", **args)
        return
    weekday, hour = max(better, key=lambda r: (r.value or 0, r.denominator)).group
    yield reason("low_connection", **args, day=weekday, hour=int(hour))


def _freelancing(
    histories: Sequence[History], lens: Lens, followed: Iterable[Result]
) -> Iterator[Reason]:
    """Reps who contact people when or how no plan asked for it: unplanned, or days early."""
    made: Counter[str] = Counter()
    off: Counter[str] = Counter()
    for history in histories:
        for w in history.worked:
            if w.made and lens.period.holds(w.at):
                made[str(w.actor_id)] += 1
                off[str(w.actor_id)] += w.touch.kind == "outbound"
    for result in followed:
        off[result.group[0]] += result.parts.get("early", 0)
    for rep, cases in sorted(made.items()):
        if cases >= SMALL_SAMPLE and off[rep] / cases >= OFTEN:
            share = _percent(off[rep] / cases)
            yield reason("rep_freelances", rep=rep, count=off[rep], cases=cases, percent=share)


def _habits(reps: Iterable[Result]) -> Iterator[Reason]:
    for result in reps:
        if not _enough(result):
            continue
        skipped = result.parts.get("skipped", 0)
        waited = result.parts.get("late", 0) + result.parts.get("open", 0)
        for code, count in (("rep_skips", skipped), ("rep_waits", waited)):
            if count / result.denominator >= OFTEN:
                yield reason(
                    code,
                    rep=result.group[0],
                    count=count,
                    cases=result.denominator,
                    percent=_percent(count / result.denominator),
                )


def _ahead(
    histories: Sequence[History], lens: Lens, reps: Mapping[str, Figure]
) -> Iterator[Reason]:
    """The rep whose whole interval lies above that of all the others together."""
    measured = [r for r in reps["response_rate"].groups if _enough(r)]
    if len(measured) < 2:
        return
    best = max(measured, key=lambda r: (r.value or 0, r.group))
    hits = sum(r.numerator for r in reps["response_rate"].groups if r is not best)
    cases = sum(r.denominator for r in reps["response_rate"].groups if r is not best)
    if cases < SMALL_SAMPLE or (best.low or 0) <= wilson(hits, cases)[1]:
        return
    rep = best.group[0]
    yield reason("rep_ahead", rep=rep, percent=_percent(best.value), others=_percent(hits / cases))
    yield from _stages(rep, reps["script_adherence"].groups)
    for side in _SIDES:
        yield from _other_ways(rep, side, histories, lens)


def _stages(rep: str, results: Sequence[Result]) -> Iterator[Reason]:
    mine = next((r for r in results if r.group == (rep,) and _enough(r)), None)
    rest = [r for r in results if r.group != (rep,)]
    cases = sum(r.denominator for r in rest)
    if mine is None or cases < SMALL_SAMPLE:
        return
    others = sum(r.numerator for r in rest) / cases
    if (mine.low or 0) > others:
        yield reason("ahead_stages", rep=rep, percent=_percent(mine.value), others=_percent(others))


def _other_ways(
    rep: str, side: Dimension, histories: Sequence[History], lens: Lens
) -> Iterator[Reason]:
    """What the rep does clearly more often than the others do."""
    both = replace(lens, by=("rep", side))
    (figure,) = measure(histories, both, [_BY_KEY["response_rate"]])
    mine: dict[str, int] = {}
    rest: dict[str, int] = {}
    for result in figure.groups:
        who, what = result.group
        counts = mine if who == rep else rest
        counts[what] = counts.get(what, 0) + result.denominator
    total, others = sum(mine.values()), sum(rest.values())
    if not total or not others:
        return
    shares = {w: (n / total, rest.get(w, 0) / others, n) for w, n in mine.items() if w}
    if not shares:
        return
    what = max(sorted(shares), key=lambda w: shares[w][0] - shares[w][1])
    own, theirs, count = shares[what]
    if wilson(count, total)[0] > theirs:
        yield reason(
            f"ahead_{side}", rep=rep, what=what, percent=_percent(own), others=_percent(theirs)
        )
