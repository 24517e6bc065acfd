"""The scheduler with APScheduler itself; only the product's clock is moved by hand."""

import queue
import random
import sys
import threading
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta, tzinfo

import apscheduler.schedulers.base
import pytest

from app.core.clock import Clock
from app.scheduling.jobs import ALERTS, BACKUP, CHECKPOINT, LANES, Job
from app.scheduling.scheduler import Scheduler
from app.system.clock import SystemClock
from tests.fakes.clock import HandClock

PATIENCE_S = 30.0
RARE = Job("rare", 1_000_000.0)
OFTEN = Job("often", 0.01)

ExpectLog = Callable[[str], None]


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
def looks() -> "queue.SimpleQueue[str]":
    return queue.SimpleQueue()


@pytest.fixture
def hurried_threads() -> Iterator[None]:
    """Threads take turns as often as they can, so that what can come between two steps does."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    yield
    sys.setswitchinterval(before)


@pytest.mark.usefixtures("hurried_threads")
def test_it_ends_between_its_looks(clock: HandClock) -> None:
    """An end in the middle of a pass over the jobs used to take them from under its thread."""
    dice = random.Random(30)
    looks: queue.SimpleQueue[None] = queue.SimpleQueue()
    died: list[str] = []
    before = threading.excepthook
    threading.excepthook = lambda how: died.append(how.exc_type.__name__)
    try:
        for _ in range(60):
            scheduler = Scheduler(clock)
            for n in range(6):
                scheduler.every(Job(f"often {n}", 0.001), lambda: looks.put(None))
            scheduler.start()
            for _ in range(dice.randrange(1, 20)):
                looks.get(timeout=PATIENCE_S)
            scheduler.stop()
    finally:
        threading.excepthook = before
    assert died == []


@pytest.fixture
def made() -> Iterator[list[Scheduler]]:
    made: list[Scheduler] = []
    yield made
    for scheduler in made:
        scheduler.stop()


@pytest.fixture
def make(made: list[Scheduler], clock: HandClock) -> Callable[..., Scheduler]:
    def make(
        clock: Clock = clock,
        machine: Clock | None = None,
        on_gap: Callable[[float], None] | None = None,
    ) -> Scheduler:
        scheduler = Scheduler(clock, machine=machine, on_gap=on_gap)
        made.append(scheduler)
        return scheduler

    return make


@pytest.fixture
def rare(make: Callable[..., Scheduler], looks: "queue.SimpleQueue[str]") -> Scheduler:
    """A running scheduler whose only look has been made and is not due again."""
    scheduler = make()
    scheduler.every(RARE, lambda: looks.put("look"))
    # The clocks are compared when the test says so.
    scheduler.start(check_every_s=1_000_000.0)
    assert looks.get(timeout=PATIENCE_S) == "look"
    return scheduler


def awaited(looks: "queue.SimpleQueue[str]") -> str:
    return looks.get(timeout=PATIENCE_S)


def test_looks_are_made_at_once_and_again(
    make: Callable[..., Scheduler], looks: "queue.SimpleQueue[str]"
) -> None:
    scheduler = make()
    scheduler.every(OFTEN, lambda: looks.put("often"))
    scheduler.start()
    assert [awaited(looks) for _ in range(4)] == ["often"] * 4


def test_a_look_can_be_added_while_it_runs(
    rare: Scheduler, looks: "queue.SimpleQueue[str]"
) -> None:
    rare.every(OFTEN, lambda: looks.put("often"))
    assert awaited(looks) == "often"


def test_an_instant_that_comes_wakes(
    make: Callable[..., Scheduler], looks: "queue.SimpleQueue[str]"
) -> None:
    clock = SystemClock()
    scheduler = make(clock)
    scheduler.every(RARE, lambda: looks.put("look"))
    scheduler.start()
    awaited(looks)
    instant = clock.now() + timedelta(seconds=0.1)
    scheduler.at(RARE, instant)
    awaited(looks)
    assert clock.now() >= instant


def test_an_instant_that_has_passed_means_now(
    rare: Scheduler, clock: HandClock, looks: "queue.SimpleQueue[str]"
) -> None:
    rare.at(RARE, clock.now() - timedelta(hours=1))
    assert awaited(looks) == "look"


def test_a_look_can_be_wished_for_now(rare: Scheduler, looks: "queue.SimpleQueue[str]") -> None:
    rare.now(RARE)
    assert awaited(looks) == "look"


def test_the_newest_wish_counts_and_can_be_taken_back(
    rare: Scheduler, clock: HandClock, looks: "queue.SimpleQueue[str]"
) -> None:
    rare.at(RARE, clock.now() + timedelta(hours=1))
    rare.at(RARE, clock.now())
    assert awaited(looks) == "look"
    rare.at(RARE, clock.now() + timedelta(hours=1))
    rare.at(RARE, None)
    rare.at(RARE, None)
    clock.advance(seconds=7200)
    # Another look on the same threads: by then the withdrawn one would have come.
    rare.now(RARE)
    assert awaited(looks) == "look"
    assert looks.empty()


def test_a_wish_for_an_unknown_look_is_an_error(rare: Scheduler, clock: HandClock) -> None:
    with pytest.raises(KeyError):
        rare.at(ALERTS, clock.now())
    with pytest.raises(KeyError):
        rare.now(ALERTS)


def test_nothing_is_lost_in_sleep(
    make: Callable[..., Scheduler], clock: HandClock, looks: "queue.SimpleQueue[str]"
) -> None:
    order: list[float] = []
    scheduler = make(on_gap=order.append)
    due = [clock.now() + timedelta(minutes=minutes) for minutes in (5, 30, 600)]

    def look() -> None:
        for instant in [one for one in due if one <= clock.now()]:
            due.remove(instant)
            looks.put(f"due {order}")
        looks.put("looked")

    scheduler.every(RARE, look)
    scheduler.start(check_every_s=1_000_000.0)
    assert awaited(looks) == "looked"
    scheduler.at(RARE, due[0])

    clock.sleeps(3600)
    scheduler.watcher.check()
    # Told of the gap first, then both that fell due in the sleep, in one look.
    assert [awaited(looks) for _ in range(3)] == ["due [3600.0]", "due [3600.0]", "looked"]
    assert len(due) == 1


def test_a_wake_up_counts_anew_after_the_clock_was_set_ahead(
    rare: Scheduler, clock: HandClock, looks: "queue.SimpleQueue[str]"
) -> None:
    rare.at(RARE, clock.now() + timedelta(hours=2))
    clock.sleeps(3 * 3600)
    rare.watcher.check()
    assert awaited(looks) == "look"


def test_a_wake_up_that_comes_too_early_waits_for_its_instant(
    make: Callable[..., Scheduler], looks: "queue.SimpleQueue[str]"
) -> None:
    """The clock of the product stands still, so every wake-up comes before its instant."""
    asked = threading.Semaphore(0)

    class Asked(HandClock):
        def now(self) -> datetime:
            asked.release()
            return super().now()

    clock = Asked()
    scheduler = make(clock)
    scheduler.every(RARE, lambda: looks.put("look"))
    scheduler.start(check_every_s=1_000_000.0)
    awaited(looks)
    scheduler.at(RARE, clock.now() + timedelta(seconds=0.02))
    for _ in range(10):
        assert asked.acquire(timeout=PATIENCE_S)
    assert looks.empty()
    clock.advance(seconds=1)
    awaited(looks)


class MovedClock(SystemClock):
    """The machine's own clock, set anew in the middle of the work."""

    def __init__(self) -> None:
        super().__init__()
        self.offset = timedelta()

    def now(self) -> datetime:
        return super().now() + self.offset


@pytest.mark.parametrize("moved", [timedelta(hours=-1), timedelta(days=50 * 365)], ids=str)
def test_ticks_go_on_when_the_clock_of_the_machine_is_set(
    make: Callable[..., Scheduler],
    looks: "queue.SimpleQueue[str]",
    monkeypatch: pytest.MonkeyPatch,
    moved: timedelta,
) -> None:
    machine = MovedClock()

    class MovedDatetime(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
            return machine.now().astimezone(tz)

    monkeypatch.setattr(apscheduler.schedulers.base, "datetime", MovedDatetime)
    gaps: queue.SimpleQueue[float] = queue.SimpleQueue()
    scheduler = make(machine, machine=machine, on_gap=gaps.put)
    scheduler.every(OFTEN, lambda: looks.put("often"))
    scheduler.start(check_every_s=0.01)
    awaited(looks)
    machine.offset = moved
    told = timedelta(seconds=gaps.get(timeout=PATIENCE_S))
    assert abs(told - moved) < timedelta(seconds=PATIENCE_S)
    while not looks.empty():
        looks.get()
    assert [awaited(looks) for _ in range(3)] == ["often"] * 3


def test_a_report_of_a_gap_that_fails_does_not_stop_the_looks(
    make: Callable[..., Scheduler],
    clock: HandClock,
    looks: "queue.SimpleQueue[str]",
    expect_log: ExpectLog,
    caplog: pytest.LogCaptureFixture,
) -> None:
    expect_log("the report of a gap failed")

    def broken(gap_s: float) -> None:
        raise ValueError("Joanna Kowalska")

    scheduler = make(on_gap=broken)
    scheduler.every(RARE, lambda: looks.put("look"))
    scheduler.start(check_every_s=1_000_000.0)
    awaited(looks)
    clock.sleeps(60)
    scheduler.watcher.check()
    assert awaited(looks) == "look"
    assert "Joanna" not in caplog.text


def test_an_error_in_a_look_does_not_end_it(
    make: Callable[..., Scheduler],
    looks: "queue.SimpleQueue[str]",
    expect_log: ExpectLog,
    caplog: pytest.LogCaptureFixture,
) -> None:
    expect_log("the look at often failed\nbuiltins.ValueError")
    scheduler = make()

    errors = [ValueError("Joanna Kowalska")]

    def look() -> None:
        looks.put("look")
        if errors:
            raise errors.pop()

    scheduler.every(OFTEN, look)
    scheduler.start()
    assert [awaited(looks) for _ in range(3)] == ["look"] * 3
    assert "Joanna" not in caplog.text


def test_a_look_never_runs_twice_at_once_and_once_more_if_asked_meanwhile(
    make: Callable[..., Scheduler], looks: "queue.SimpleQueue[str]"
) -> None:
    scheduler = make()
    go_on = threading.Semaphore(0)
    asked_again = threading.Event()

    def look() -> None:
        looks.put("begin")
        assert go_on.acquire(timeout=PATIENCE_S)
        looks.put("end")

    scheduler.every(RARE, look)
    scheduler.every(OFTEN, asked_again.set)
    scheduler.start()
    assert awaited(looks) == "begin"
    for _ in range(5):
        scheduler.now(RARE)
        asked_again.clear()
        assert asked_again.wait(PATIENCE_S)
    assert looks.empty()
    go_on.release(10)
    assert [awaited(looks) for _ in range(3)] == ["end", "begin", "end"]


def test_a_thousand_wishes_while_it_waits_are_one_look(
    rare: Scheduler, clock: HandClock, looks: "queue.SimpleQueue[str]"
) -> None:
    for seconds in range(1000):
        rare.at(RARE, clock.now() + timedelta(hours=1, seconds=seconds))
    clock.sleeps(7200)
    rare.watcher.check()
    awaited(looks)
    rare.stop(PATIENCE_S)
    # One for the gap itself, at most one for the wake-up that was due by then.
    assert looks.qsize() <= 1


def test_stopping_waits_for_a_look_and_begins_none(
    make: Callable[..., Scheduler], looks: "queue.SimpleQueue[str]", clock: HandClock
) -> None:
    scheduler = make()
    begun, go_on = threading.Event(), threading.Event()

    def look() -> None:
        begun.set()
        assert go_on.wait(PATIENCE_S)
        looks.put("ended")

    scheduler.every(RARE, look)
    scheduler.start()
    assert begun.wait(PATIENCE_S)
    scheduler.at(RARE, clock.now() + timedelta(hours=1))
    stopper = threading.Thread(target=scheduler.stop, args=(PATIENCE_S,))
    stopper.start()
    go_on.set()
    stopper.join(PATIENCE_S)
    assert looks.get(timeout=PATIENCE_S) == "ended"
    scheduler.now(RARE)
    scheduler.at(RARE, clock.now())
    clock.sleeps(7200)
    scheduler.watcher.check()
    scheduler.stop()
    assert looks.empty()
    assert not {"APScheduler", "wake"} & {thread.name for thread in threading.enumerate()}


def test_a_look_that_hangs_does_not_hold_up_the_end(make: Callable[..., Scheduler]) -> None:
    scheduler = make()
    begun, go_on = threading.Event(), threading.Event()

    def look() -> None:
        begun.set()
        go_on.wait(PATIENCE_S)

    scheduler.every(RARE, look)
    scheduler.start()
    assert begun.wait(PATIENCE_S)
    scheduler.stop(0.01)
    assert not go_on.is_set()
    go_on.set()


def test_a_scheduler_that_never_began_can_be_stopped(make: Callable[..., Scheduler]) -> None:
    scheduler = make()
    scheduler.every(RARE, lambda: None)
    scheduler.stop()


def test_the_product_looks_often_enough_and_not_too_often() -> None:
    jobs = (ALERTS, LANES, CHECKPOINT, BACKUP)
    assert len({job.name for job in jobs}) == len(jobs)
    assert all(1 <= job.every_s <= 600 for job in jobs)
    # A wake-up that got lost still leaves the two minutes' warning in time.
    assert ALERTS.every_s <= 30
