"""How sure a figure is: 95 % intervals, the same in every run.

Shares get Wilson's interval. Medians get the bootstrap's (percentiles of the quantile over samples
drawn again from the cases), computed from the binomial distribution instead of being drawn.
"""

from collections.abc import Sequence
from math import ceil, exp, floor, lgamma, log, sqrt

_Z = 1.959963984540054
_LOW, _HIGH = 0.025, 0.975
# From here on the normal distribution gives the same ranks.
_MANY = 1000

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
