"""What is due at a tick: alerts first, then everything else whose time has come."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Protocol, TypeVar

from app.core.errors import TouchlineError
from app.core.work.best_hours import CountedHours
from app.scheduling.daily_backup import DailyBackup
from app.scheduling.jobs import ALERTS, BACKUP, CHECKPOINT, HOURS, LANES
from app.scheduling.scheduler import Scheduler
from app.services.cadences.source_names import take_up_sources
from app.services.cadences.versions import refresh
from app.services.contact.left_open import close_left_open
from app.services.desk.best_hours import count, is_count_due, keep
from app.services.desk.desk import Desk
from app.services.store.records import Changes
from app.services.upkeep import Upkeep
from app.services.working.clock_set_back import come_back
from app.services.working.first_contact import LeadAlert, take_due_alerts, take_untold_back
from app.services.working.passing_time import passing, rejudge

# The rows that are looked at anew after a sleep: as many of a lane as the window holds.
ROWS = 200
_AT_ONCE = 25

T = TypeVar("T")


class BulkTasks(Protocol):
    """Runs the steps of long work one by one, each after whatever the rep asked for."""

    def bulk(
        self,
        steps: Iterator[T],
        then: Callable[[T], None],
        failed: Callable[[TouchlineError], None],
    ) -> None:
        """Hand what each step yields to `then`, an error to `failed`."""
        ...

    def somebody_waits(self) -> bool:
        """Whether a rep asked for something that has not been answered yet."""
        ...


class StoreFile(Protocol):
    """The file behind the store, as far as the heartbeat looks after it."""

    def data_version(self) -> int:
        """A number that changes when another process has written."""
        ...

    def checkpoint(self) -> None:
        """Move the write-ahead log into the file."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Listeners:
    """Who hears what a tick found. Each may be called from any thread.

    `changed` hears what became stale, `alerts` what is due now, `failed` an error that nobody
    waits for, `caught_up` that nothing is due any more, `set_back` how many people came back to
    the present after the clock of the machine was set back.
    """

    changed: Callable[[Changes], None]
    alerts: Callable[[tuple[LeadAlert, ...]], None]
    failed: Callable[[TouchlineError], None]
    caught_up: Callable[[], None] = lambda: None
    set_back: Callable[[int], None] = lambda _: None


class Heartbeat:
    """Asks the store at each tick what is due, and hands the work to the writer."""

    def __init__(
        self,
        desk: Desk,
        file: StoreFile,
        tasks: BulkTasks,
        listeners: Listeners,
        upkeep: Upkeep | None = None,
    ) -> None:
        """`upkeep` makes the daily backup; without it there is none."""
        self._desk = desk
        self._file = file
        self._tasks = tasks
        self._tell = listeners
        self._moving = False
        self._version = file.data_version()
        self.scheduler = Scheduler(desk.clock, on_gap=self._on_gap)
        self.scheduler.every(ALERTS, self._look)
        self.scheduler.every(LANES, self._look)
        self.scheduler.every(CHECKPOINT, file.checkpoint)
        self.scheduler.every(HOURS, self.count_hours)
        self._daily = DailyBackup(upkeep, desk.clock, listeners.failed) if upkeep else None
        if self._daily is not None:
            self.scheduler.every(BACKUP, self._daily.look)

    def start(self) -> None:
        """Begin to look, first at what an earlier run and a clock that was ahead have left."""
        self._tasks.bulk(self._take_up(), lambda _: None, self._tell.failed)
        self.scheduler.start()

    def stop(self) -> None:
        """Look no more."""
        if self._daily is not None:
            self._daily.stop()
        self.scheduler.stop()

    def plan_next(self) -> None:
        """Wake up exactly when the store says that something changes next."""
        if self._moving:
            return
        with self._desk.store.read() as reader:
            next_at = reader.next_change_at()
        self.scheduler.at(ALERTS, next_at)

    # Inside

    def _look(self) -> None:
        """What is due now? Runs on a thread of the scheduler; writing is the writer's."""
        version = self._file.data_version()
        if version != self._version:
            self._version = version
            refresh(self._desk)
            take_up_sources(self._desk)
            self._tell.changed(Changes(queue=True))
        with self._desk.store.read() as reader:
            next_at = reader.next_change_at()
        if self._moving:
            return
        if next_at is None or next_at > self._desk.clock.now():
            self.scheduler.at(ALERTS, next_at)
            self._tell.caught_up()
            return
        self._moving = True
        self._tasks.bulk(self._move_on(), self._moved, self._tell.failed)

    def _move_on(self) -> Iterator[tuple[LeadAlert, ...]]:
        """Everything whose time has come, in portions, and the alerts after each of them."""
        try:
            for _ in passing(self._desk, self._tasks.somebody_waits):
                yield take_due_alerts(self._desk)
            yield take_due_alerts(self._desk)
        finally:
            self._moving = False
            self.plan_next()
            self._tell.caught_up()

    def _moved(self, alerts: tuple[LeadAlert, ...]) -> None:
        if alerts:
            self._tell.alerts(alerts)

    def count_hours(self) -> None:
        """Once a day: in which hours calls got through. Counted here, kept by the writer."""
        now = self._desk.clock.now()
        if is_count_due(self._desk, now):
            counted = count(self._desk, now)
            self._tasks.bulk(self._keep_hours(counted), lambda _: None, self._tell.failed)

    def _keep_hours(self, counted: CountedHours) -> Iterator[None]:
        keep(self._desk, counted)
        yield

    def _take_up(self) -> Iterator[Changes]:
        take_untold_back(self._desk)
        yield from close_left_open(self._desk, self._tasks.somebody_waits, once=True)
        yield from self._come_back()

    def _come_back(self, *, told: bool = False) -> Iterator[Changes]:
        """What was decided by a clock that was ahead comes back to the present.

        It is said how many people that concerned; with `told` also where it was nobody.
        """
        people = 0
        for changes in come_back(self._desk, self._tasks.somebody_waits):
            people += len(changes.leads)
            yield changes
        self.plan_next()
        if people or told:
            self._tell.set_back(people)

    def _on_gap(self, seconds: float) -> None:
        """The machine slept, or its clock was set: look at every row that is shown anew."""
        self._tasks.bulk(self._look_anew(back=seconds < 0), lambda _: None, self._tell.failed)

    def _look_anew(self, *, back: bool) -> Iterator[Changes]:
        if back:
            yield from self._come_back(told=True)
        with self._desk.store.read() as reader:
            page = reader.queue_page(self._desk.identity.rep_id, self._desk.clock.now(), ROWS)
        leads = [row.lead_id for row in page.rows]
        for start in range(0, len(leads), _AT_ONCE):
            yield rejudge(self._desk, frozenset(leads[start : start + _AT_ONCE]))
