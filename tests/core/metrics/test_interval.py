"""Intervals against known figures, and against samples really drawn again."""

import random
from statistics import median

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.metrics.interval import bootstrap, quantile, survival, wilson

VALUES = st.lists(st.floats(min_value=0, max_value=1e6), min_size=1, max_size=80).map(sorted)


@pytest.mark.parametrize(
    ("hits", "cases", "low", "high"),
    [
        (0, 10, 0.0, 0.2775),
        (10, 10, 0.7225, 1.0),
        (5, 10, 0.2366, 0.7634),
        (1, 29, 0.0061, 0.1718),
        (81, 263, 0.2553, 0.3662),
        (0, 0, 0.0, 1.0),
    ],
)
def test_wilson(hits: int, cases: int, low: float, high: float) -> None:
    assert wilson(hits, cases) == pytest.approx((low, high), abs=5e-5)


@given(st.integers(0, 5000), st.integers(0, 5000))
def test_a_share_lies_in_its_interval(hits: int, others: int) -> None:
    low, high = wilson(hits, hits + others)
    share = hits / (hits + others) if hits + others else 0.5
    assert 0 <= low <= share <= high <= 1


@pytest.mark.parametrize(
    ("values", "part", "found"),
    [
        ([7.0], 0.5, 7.0),
        ([1.0, 3.0], 0.5, 2.0),
        ([1.0, 2.0, 9.0], 0.5, 2.0),
        ([float(n) for n in range(1, 11)], 0.9, 9.0),
        ([float(n) for n in range(1, 12)], 0.9, 10.0),
        ([4.0], 0.9, 4.0),
    ],
)
def test_quantiles(values: list[float], part: float, found: float) -> None:
    assert quantile(values, part) == found


@given(VALUES, st.sampled_from([0.5, 0.9]))
def test_a_quantile_lies_in_its_interval(values: list[float], part: float) -> None:
    low, high = bootstrap(values, part)
    assert values[0] <= low <= quantile(values, part) <= high <= values[-1]


@pytest.mark.parametrize("count", [15, 41, 151, 999])
def test_the_interval_is_the_one_that_drawing_again_gives(count: int) -> None:
    chance = random.Random(count)
    values = sorted(chance.expovariate(0.01) for _ in range(count))
    drawn = sorted(median(chance.choices(values, k=count)) for _ in range(3000))
    low, high = bootstrap(values, 0.5)

    def share_up_to(value: float) -> float:
        return sum(one <= value for one in drawn) / len(drawn)

    # The two ends leave 2.5 % outside on each side, as near as whole cases allow.
    below = max((v for v in values if v < low), default=0.0)
    under = max(v for v in values if v < high)
    assert share_up_to(below) <= 0.035
    assert share_up_to(low) >= 0.018
    assert share_up_to(under) <= 0.985
    assert share_up_to(high) >= 0.965


def test_many_cases_give_the_same_ranks_as_few() -> None:
    exact = bootstrap([float(n) for n in range(1000)], 0.5)
    normal = bootstrap([float(n) for n in range(1001)], 0.5)
    assert normal == pytest.approx(exact, abs=3)


def test_the_estimate_of_kaplan_and_meier_by_hand() -> None:
    # 5 ends 1, 2, 4 and open 3, 6: alive 4/5, 3/5, then 3/5 x 1/2 = 3/10 at 4.
    value, low, high, above = survival([1.0, 2.0, 4.0], [3.0, 6.0], 0.5)
    assert (value, above) == (4.0, False)
    assert low == 1.0
    assert high is None


def test_half_of_them_reached_is_the_middle_of_two() -> None:
    assert survival([1.0, 3.0], [9.0, 9.0], 0.5)[0] == 6.0
    assert survival([1.0, 3.0], [9.0, 9.0], 0.5)[3]
    assert survival([], [9.0], 0.5) == (9.0, None, None, True)


@given(st.lists(st.floats(1, 100), min_size=1, max_size=30), st.sampled_from([0.5, 0.9]))
def test_without_open_cases_it_is_the_plain_quantile(values: list[float], part: float) -> None:
    ordered = sorted(values)
    assert survival(ordered, [], part)[0] == pytest.approx(quantile(ordered, part))


@given(
    st.lists(st.floats(1, 100), max_size=20),
    st.lists(st.floats(1, 100), min_size=1, max_size=20),
)
def test_who_waits_longer_never_makes_the_median_shorter(
    values: list[float], waiting: list[float]
) -> None:
    now, later = sorted(waiting), sorted(one + 50 for one in waiting)
    assert survival(sorted(values), later, 0.5)[0] >= survival(sorted(values), now, 0.5)[0] - 1e-9
