"""The order of a queue of many people in every situation a month brings about."""

import random
from datetime import timedelta
from functools import cache
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from app.bootstrap.desk import read_library, read_rules
from app.core.engine.engine import Tick, decide
from app.core.log.projection import apply_all
from app.core.queue.ranking import Placement, place
from benchmarks.simulate import BEGIN, House, Life
from tests.core.queue_cases import LANES

# A Tuesday, two weeks on, in the European morning.
AT = BEGIN + timedelta(days=15, hours=4)
LONG_SINCE, JUST_NOW = 40, 8


@cache
def rows(seed: int) -> tuple[Placement, ...]:
    """The rows of people who have been here for days, and of some who came in minutes ago."""
    house = House(read_library(), read_rules(), seed, until=AT)
    dice = random.Random(seed)
    lives = [Life(house, number) for number in range(LONG_SINCE)]
    for number in range(JUST_NOW):
        came_at = AT - timedelta(seconds=dice.randrange(400))
        lives.append(Life(house, LONG_SINCE + number, came_at))
    placed = []
    for life in lives:
        for _ in life.bodies():
            pass
        bodies = decide(life.facts, Tick(), AT)
        work = apply_all(life.facts.work, ((body, AT) for body in bodies))
        facts = life.facts.after(work)
        placed.append(place(facts, AT))
    return tuple(row for row in placed if row is not None)


def in_order(placed: tuple[Placement, ...]) -> list[Placement]:
    return sorted(placed, key=lambda row: (LANES.index(row.lane), row.sort_key))


seeds = st.integers(0, 5)


@given(seed=seeds, shuffled=st.randoms(use_true_random=False))
def test_the_order_is_total_and_knows_no_chance(seed: int, shuffled: random.Random) -> None:
    ordered = in_order(rows(seed))
    keys = [(row.lane, row.sort_key) for row in ordered]
    assert len(set(keys)) == len(keys)
    mixed = list(ordered)
    shuffled.shuffle(mixed)
    assert in_order(tuple(mixed)) == ordered


@given(seed=seeds, gone=st.sets(st.integers(0, LONG_SINCE + JUST_NOW), max_size=20))
def test_who_leaves_changes_nobody_elses_place(seed: int, gone: set[int]) -> None:
    everybody = rows(seed)
    left = tuple(row for n, row in enumerate(everybody) if n not in gone)
    still = {row.lead_id for row in left}
    assert in_order(left) == [row for row in in_order(everybody) if row.lead_id in still]


@given(seed=seeds)
def test_only_one_that_waits_longer_stands_above_a_running_first_contact(seed: int) -> None:
    ordered = in_order(rows(seed))
    running = [n for n, row in enumerate(ordered) if row.lane == "first_contact"]
    assert running == list(range(len(running)))
    ends = [ordered[n].deadline_at for n in running]
    assert None not in ends
    assert all(first <= second for first, second in pairwise(ends) if first and second)


def test_the_people_of_these_tests_stand_in_many_lanes() -> None:
    lanes = {row.lane for seed in range(6) for row in rows(seed)}
    assert {"first_contact", "due_now", "waiting", "upcoming"} <= lanes
    reasons = {row.reason.code for seed in range(6) for row in rows(seed)}
    assert len(reasons) > 8, reasons
