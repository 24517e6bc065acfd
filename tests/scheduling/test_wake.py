import queue
import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.scheduling.wake import WakeWatcher
from app.system.clock import SystemClock
from tests.fakes.clock import HandClock


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


def watched(clock: HandClock) -> tuple[WakeWatcher, list[float]]:
    gaps: list[float] = []
    return WakeWatcher(clock, gaps.append), gaps


def test_time_that_passes_is_no_gap(clock: HandClock) -> None:
    watcher, gaps = watched(clock)
    for seconds in (1, 0.5, 3600, 0):
        clock.advance(seconds=seconds)
        watcher.check()
    assert gaps == []


def test_sleep_is_reported_once_with_its_length(clock: HandClock) -> None:
    watcher, gaps = watched(clock)
    clock.advance(seconds=1)
    clock.sleeps(8 * 3600)
    watcher.check()
    clock.advance(seconds=1)
    watcher.check()
    assert gaps == [8 * 3600]


def test_a_clock_set_back_is_reported_as_less_than_nothing(clock: HandClock) -> None:
    watcher, gaps = watched(clock)
    clock.advance(seconds=1)
    clock.is_set_back(3600)
    watcher.check()
    assert gaps == [-3600]


@pytest.mark.parametrize(("gap_s", "told"), [(2.0, []), (2.5, [2.5]), (-2.0, []), (-2.5, [-2.5])])
def test_the_limit_counts_in_both_directions(
    clock: HandClock, gap_s: float, told: list[float]
) -> None:
    watcher, gaps = watched(clock)
    clock.sleeps(gap_s)
    watcher.check()
    assert gaps == told


def test_a_clock_that_drifts_is_no_gap(clock: HandClock) -> None:
    watcher, gaps = watched(clock)
    for _ in range(1000):
        clock.advance(seconds=1)
        clock.sleeps(0.5)
        watcher.check()
    assert gaps == []


@given(
    st.lists(
        st.tuples(st.floats(0, 1e5), st.integers(-100_000, 100_000).filter(lambda s: abs(s) > 3))
    )
)
def test_every_gap_is_reported_with_its_length(moves: list[tuple[float, int]]) -> None:
    clock = HandClock()
    watcher, gaps = watched(clock)
    for passed_s, gap_s in moves:
        clock.advance(seconds=passed_s)
        watcher.check()
        clock.sleeps(gap_s)
        watcher.check()
    assert [round(gap) for gap in gaps] == [gap_s for _, gap_s in moves]


def test_the_watch_looks_by_itself(clock: HandClock) -> None:
    gaps: queue.SimpleQueue[float] = queue.SimpleQueue()
    watcher = WakeWatcher(clock, gaps.put)
    clock.sleeps(60)
    watcher.start(every_s=0.01)
    assert gaps.get(timeout=30) == 60
    watcher.stop()
    assert "wake" not in {thread.name for thread in threading.enumerate()}


def test_the_real_clocks_do_not_part() -> None:
    gaps: list[float] = []
    WakeWatcher(SystemClock(), gaps.append).check()
    assert gaps == []


def test_a_watch_can_be_stopped_from_its_report_or_before_it_began(clock: HandClock) -> None:
    stopped = threading.Event()

    def stop(gap_s: float) -> None:
        watcher.stop()
        stopped.set()

    watcher = WakeWatcher(clock, stop)
    clock.sleeps(60)
    watcher.start(every_s=0.01)
    assert stopped.wait(30)
    WakeWatcher(clock, stop).stop()
