"""How sure a figure is: 95 % intervals, the same in every run.

Shares get Wilson's interval. Medians get the bootstrap's (percentiles of the quantile over samples
drawn again from the cases), computed from the binomial distribution instead of being drawn.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from math import ceil, exp, floor, lgamma, log, sqrt

_Z = 1.959963984540054
_LOW, _HIGH = 0.025, 0.975
# From here on the normal distribution gives the same ranks.
_MANY = 1000
# Shares that differ by rounding alone are the same.
_NEARLY = 1e-9

Interval = tuple[float, float]


def wilson(hits: int, cases: int) -> Interval:
    """Wilson's 95 % interval of `hits` of `cases`; (0, 1) for no case, as nothing is known."""
    if cases == 0:
        return 0.0, 1.0
    share, square = hits / cases, _Z * _Z
    centre = share + square / (2 * cases)
    spread = _Z * sqrt(share * (1 - share) / cases + square / (4 * cases * cases))
    scale = 1 + square / cases
    # Rounding must not push the share out of its own interval.
    return (
        max(0.0, min(share, (centre - spread) / scale)),
        min(1.0, max(share, (centre + spread) / scale)),
    )


def quantile(values: Sequence[float], part: float) -> float:
    """The `part` quantile of sorted `values` (not empty).

    The median of an even number is the mean of the middle two; other quantiles are the nearest
    rank: the smallest value that at least `part` of all do not exceed.
    """
    low, high = _ranks(len(values), part)
    return (values[low - 1] + values[high - 1]) / 2


def survival(
    values: Sequence[float], open_for: Sequence[float], part: float
) -> tuple[float, float | None, float | None, bool]:
    """A quantile where some cases are open: value, interval, and whether it lies above the value.

    Kaplan and Meier's estimate (1958): an open case counts for as long as it has been open. Where
    fewer than `part` have ended, all that is known is that the quantile is above the longest.
    The interval is Brookmeyer and Crowley's (1982) with Greenwood's variance; an end that is not
    reached is None. Both sequences are sorted, and not both empty.
    """
    longest = max((*values[-1:], *open_for[-1:]))
    curve, still, spread = [], 1.0, 0.0
    for at, ended, left in _steps(values, open_for):
        still *= 1 - ended / left
        spread += ended / (left * (left - ended)) if left > ended else 0.0
        curve.append((at, still, _Z * still * sqrt(spread)))
    reached = [at for at, alive, _ in curve if alive <= 1 - part + _NEARLY]
    low = next((at for at, alive, by in curve if alive - by <= 1 - part + _NEARLY), None)
    high = next((at for at, alive, by in curve if alive + by <= 1 - part + _NEARLY), None)
    if not reached:
        return longest, low, None, True
    exactly = any(abs(alive - (1 - part)) <= _NEARLY for _, alive, _ in curve)
    if part != 0.5 or not exactly:
        return reached[0], low, high, False
    # As with a median of an even number: the middle of the two values around it.
    return (reached[0] + (*reached, longest)[1]) / 2, low, high, len(reached) == 1


def middle(values: Sequence[float], open_for: Sequence[float]) -> tuple[float | None, bool]:
    """The median where some cases may be open, and whether it lies above; None without a case."""
    if open_for:
        value, _, _, above = survival(values, open_for, 0.5)
        return value, above
    return (quantile(values, 0.5) if values else None), False


def _steps(values: Sequence[float], open_for: Sequence[float]) -> Iterator[tuple[float, int, int]]:
    """Each value with how many ended at it, and how many had lasted until then."""
    for at in sorted(set(values)):
        ended = bisect_right(values, at) - bisect_left(values, at)
        left = len(values) - bisect_left(values, at) + len(open_for) - bisect_left(open_for, at)
        yield at, ended, left


def bootstrap(values: Sequence[float], part: float) -> Interval:
    """The bootstrap's 95 % interval of `quantile(values, part)`; `values` sorted, not empty."""
    count = len(values)
    low, high = _ranks(count, part)
    return values[_rank_at(count, low, _LOW) - 1], values[_rank_at(count, high, _HIGH) - 1]


def _ranks(count: int, part: float) -> tuple[int, int]:
    """The ranks, from 1, whose mean is the quantile."""
    if part == 0.5 and count % 2 == 0:
        return count // 2, count // 2 + 1
    rank = min(count, max(1, ceil(part * count)))
    return rank, rank


def _rank_at(count: int, rank: int, chance: float) -> int:
    """The smallest k whose value the `rank`-th of a new sample stays within with that chance.

    A new sample has at least `rank` values among the k smallest with the chance that `count`
    draws of k / count each hit `rank` times or more.
    """
    if count > _MANY:
        part = rank / count
        spread = _Z * sqrt(count * part * (1 - part))
        near = floor(rank - spread) if chance < 0.5 else ceil(rank + spread)
        return min(count, max(1, near))
    below, above = 0, count
    while above - below > 1:
        middle = (below + above) // 2
        if _at_least(rank, count, middle / count) >= chance:
            above = middle
        else:
            below = middle
    return above


def _at_least(rank: int, count: int, chance: float) -> float:
    """The chance of `rank` or more hits in `count` draws; 0 < chance < 1."""
    ways = lgamma(count + 1) - lgamma(rank + 1) - lgamma(count - rank + 1)
    term = exp(ways + rank * log(chance) + (count - rank) * log(1 - chance))
    total, odds = term, chance / (1 - chance)
    for hits in range(rank, count):
        term *= (count - hits) / (hits + 1) * odds
        total += term
    return total
