"""The few regular looks at the store, and the exact wake-up for the next thing that is due."""

import logging
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.schedulers.blocking import BlockingScheduler

from app.core.clock import Clock
from app.scheduling.jobs import Job
from app.scheduling.wake import CHECK_EVERY_S, GAP_S, WakeWatcher
from app.system.clock import SystemClock
from app.system.crash import describe

_log = logging.getLogger(__name__)

_WORKERS = 4
_STOP_S = 1.0


class Scheduler:
    """Runs looks: functions that ask the store what is due now and act on it.

    Nothing depends on a timer that must not be lost: a look finds everything that has become due
    since the one before. APScheduler does the waiting. It waits by the wall clock, which goes wrong
    when the machine sleeps or the clock is set; a watcher notices that, every look is then made at
    once and every wake-up is planned anew.

    A look runs on a thread of the scheduler, never twice at the same time: asked for while it
    runs, it runs once more afterwards. An error in it is logged and the next look comes as planned.
    """

    def __init__(
        self,
        clock: Clock,
        *,
        on_gap: Callable[[float], None] | None = None,
        machine: Clock | None = None,
        gap_s: float = GAP_S,
    ) -> None:
        """`clock` is the product's; `machine` the one APScheduler goes by (the system's).

        `on_gap` hears of sleep and of a clock that was set (see WakeWatcher), before the looks
        that follow from it.
        """
        self._clock = clock
        self._machine = machine or SystemClock()
        self._on_gap = on_gap
        self.watcher = WakeWatcher(clock, self._gap, gap_s=gap_s)
        self._lock = threading.RLock()
        self._jobs: dict[str, tuple[Job, _Look]] = {}
        self._wake_ups: dict[str, datetime] = {}
        self._started = self._stopped = False
        self._aps = _Aps(
            timezone=UTC,
            executors={"default": ThreadPoolExecutor(_WORKERS)},
            # By default a job that is a second late is dropped; here lateness is what counts. One
            # that runs for long must not cost the next either: a look minds that itself.
            job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1000},
        )

    def every(self, job: Job, look: Callable[[], None]) -> None:
        """Make `look` at once when the scheduler starts, then every `job.every_s` seconds."""
        with self._lock:
            self._jobs[job.name] = job, _Look(job.name, look)
            self._arm_tick(job.name, timedelta())

    def at(self, job: Job, instant: datetime | None) -> None:
        """Make the look of `job` also at `instant` (aware), in place of an earlier such wish.

        An instant that has passed means now; None takes the wish back. Raises KeyError for a job
        that `every` does not know.
        """
        with self._lock:
            if job.name not in self._jobs:
                raise KeyError(job.name)
            if instant is None:
                self._wake_ups.pop(job.name, None)
            else:
                self._wake_ups[job.name] = instant
                self._arm_wake_up(job.name, instant)

    def now(self, job: Job) -> None:
        """Make the look of `job` as soon as possible. Raises KeyError as `at` does."""
        with self._lock:
            if job.name not in self._jobs:
                raise KeyError(job.name)
            self._arm_tick(job.name, timedelta())

    def start(self, check_every_s: float = CHECK_EVERY_S) -> None:
        """Begin to look; the clocks are compared every `check_every_s` seconds."""
        with self._lock:
            self._started = True
            self._aps.start()
        self.watcher.start(check_every_s)

    def stop(self, wait_s: float = _STOP_S) -> None:
        """Begin no look any more, and wait `wait_s` at most for those that run."""
        with self._lock:
            if self._stopped:
                return
            self._stopped = True
            looks = [look for _, look in self._jobs.values()]
        self.watcher.stop(wait_s)
        if self._started:
            self._aps.shutdown(wait=False)
        end_s = self._machine.monotonic_s() + wait_s
        for look in looks:
            look.end(max(0.0, end_s - self._machine.monotonic_s()))

    def _tick(self, name: str) -> None:
        with self._lock:
            job, look = self._jobs[name]
            # Not APScheduler's interval: it counts every run that a jump of the clock left out,
            # and a clock that comes up decades wrong leaves out hundreds of millions.
            self._arm_tick(name, timedelta(seconds=job.every_s))
        look()

    def _wake_up(self, name: str) -> None:
        with self._lock:
            instant = self._wake_ups.get(name)
            if instant is None:
                return
            if self._clock.now() < instant:
                # The clock was set back meanwhile, or a later instant is wanted by now.
                self._arm_wake_up(name, instant)
                return
            del self._wake_ups[name]
            _, look = self._jobs[name]
        look()

    def _arm_tick(self, name: str, delay: timedelta) -> None:
        self._arm(f"every {name}", self._tick, name, delay)

    def _arm_wake_up(self, name: str, instant: datetime) -> None:
        self._arm(f"at {name}", self._wake_up, name, max(timedelta(), instant - self._clock.now()))

    def _arm(self, id_: str, act: Callable[[str], None], name: str, delay: timedelta) -> None:
        if not self._stopped:
            self._aps.add_job(
                act,
                "date",
                args=[name],
                run_date=self._machine.now() + delay,
                id=id_,
                replace_existing=True,
            )

    def _gap(self, gap_s: float) -> None:
        _log.info("the clock and the machine parted by %.0f s", gap_s)
        if self._on_gap is not None:
            try:
                self._on_gap(gap_s)
            except Exception as error:  # noqa: BLE001 - the looks must follow all the same
                _log.error("the report of a gap failed\n%s", describe(error))
        with self._lock:
            for name in self._jobs:
                self._arm_tick(name, timedelta())
            for name, instant in self._wake_ups.items():
                self._arm_wake_up(name, instant)


class _Aps(BackgroundScheduler):  # type: ignore[misc]  # it comes without types
    """APScheduler, which ends between two passes over its jobs and never within one.

    Its own end takes the jobs away from a pass that is under way, whose thread then dies of a job
    that it does not find.
    """

    def shutdown(self, *args: Any, **kwargs: Any) -> None:
        """End, and wait for the thread of the scheduler."""
        with self._jobstores_lock:  # what a pass holds from its begin to its end
            BlockingScheduler.shutdown(self, *args, **kwargs)
        self._thread.join()


class _Look:
    """A function that runs once at a time, and once more if it was asked for meanwhile."""

    def __init__(self, name: str, act: Callable[[], None]) -> None:
        self._name = name
        self._act = act
        self._changed = threading.Condition()
        self._running = self._again = self._ended = False

    def __call__(self) -> None:
        with self._changed:
            if self._running or self._ended:
                self._again = True
                return
            self._running = True
        while self._once():
            pass

    def end(self, wait_s: float) -> None:
        """Never begin again; wait `wait_s` at most for a run."""
        with self._changed:
            self._ended = True
            self._changed.wait_for(lambda: not self._running, wait_s)

    def _once(self) -> bool:
        try:
            self._act()
        except Exception as error:  # noqa: BLE001 - the next look must come
            _log.error("the look at %s failed\n%s", self._name, describe(error))
        with self._changed:
            again = self._running = self._again and not self._ended
            self._again = False
            self._changed.notify_all()
        return again
