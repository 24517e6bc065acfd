"""Work off the GUI thread: one writer, a few readers, and answers that come back by signal."""

import heapq
import logging
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Qt, Signal

from app.core.errors import TouchlineError
from app.ui.words import told

_log = logging.getLogger(__name__)
T = TypeVar("T")
Failed = Callable[[TouchlineError], None]

_REP, _BULK = 0, 1
_READERS = 2
# As long as the answer to a rep takes to be painted.
_MOMENT_S = 0.03


def _in_words(error: Exception) -> TouchlineError:
    """What a person is told of an error that nobody foresaw; the log has the type and place."""
    if isinstance(error, TouchlineError):
        return error
    _log.error("a task failed", exc_info=error)
    return TouchlineError(*told("unexpected"))


class _Job:
    """One piece of work; calling it gives what is left to do on the GUI thread, if anything."""

    def __init__(
        self,
        run: Callable[[], object],
        then: Callable[[Any], None],
        failed: Failed,
        *,
        waited_for: bool = True,
    ) -> None:
        self._run = run
        self._then = then
        self._failed = failed
        # Whether bulk work stands back until this is answered.
        self.waited_for = waited_for
        self.again = False

    def __call__(self) -> Callable[[], None] | None:
        try:
            result = self._run()
        except StopIteration:
            self.again = False
            return None
        except Exception as error:  # noqa: BLE001 - a thread must survive whatever a job does
            self.again = False
            return partial(self._failed, _in_words(error))
        return partial(self._then, result)


class Tasks(QObject):
    """Runs commands one at a time in the order given, and reads beside them.

    While a rep waits for a command or a read, no step of bulk work begins, and one that runs is
    asked to end. `then` and `failed` are called on the thread this object lives in. After `stop`
    nothing is called any more.
    """

    _answered = Signal(object, object)

    def __init__(self) -> None:
        super().__init__()
        self._answered.connect(self._deliver, Qt.ConnectionType.QueuedConnection)
        self._ready = threading.Condition()
        self._waiting: list[tuple[int, int, _Job]] = []
        self._count = 0
        # How many commands and reads of a rep were not answered yet, and whether a moment has
        # passed since the last answer: what it shows is painted before bulk work goes on.
        self._unanswered = 0
        self._calm = True
        self._stopped = False
        self._readers = ThreadPoolExecutor(_READERS, thread_name_prefix="reader")
        self._writer = threading.Thread(target=self._write, name="writer", daemon=True)
        self._writer.start()

    def command(self, run: Callable[[], T], then: Callable[[T], None], failed: Failed) -> None:
        """Run a short command on the writer thread."""
        self._begin(job := _Job(run, then, failed))
        self._put(_REP, job)

    def bulk(self, steps: Iterator[T], then: Callable[[T], None], failed: Failed) -> None:
        """Run the steps of a long command one by one, each after whatever the rep asked for.

        Every step is one transaction that ends once `somebody_waits`; `then` gets what each yields.
        """
        job = _Job(steps.__next__, then, failed, waited_for=False)
        job.again = True
        self._put(_BULK, job)

    def read(self, run: Callable[[], T], then: Callable[[T], None], failed: Failed) -> None:
        """Run something that writes nothing, beside the writer."""
        self._read(_Job(run, then, failed))

    def long_read(self, run: Callable[[], T], then: Callable[[T], None], failed: Failed) -> None:
        """As `read`, for what takes so long that bulk work must not stand back for it."""
        self._read(_Job(run, then, failed, waited_for=False))

    def somebody_waits(self) -> bool:
        """Whether a rep asked for something that has not been answered yet. For any thread."""
        return self._unanswered > 0

    def stop(self) -> None:
        """Finish the command that runs, drop bulk work, and call nobody any more."""
        with self._ready:
            self._stopped = True
            self._ready.notify()
        self._writer.join()
        self._readers.shutdown(wait=True, cancel_futures=True)

    # Inside

    def _begin(self, job: _Job) -> None:
        if job.waited_for:
            with self._ready:
                self._unanswered += 1
                self._calm = False

    def _end(self, job: _Job) -> None:
        if job.waited_for:
            with self._ready:
                self._unanswered -= 1
                self._ready.notify()

    def _read(self, job: _Job) -> None:
        if not self._stopped:
            self._begin(job)
            self._readers.submit(lambda: self._answer(job, job()))

    def _put(self, priority: int, job: _Job) -> None:
        with self._ready:
            self._count += 1
            heapq.heappush(self._waiting, (priority, self._count, job))
            self._ready.notify()

    def _write(self) -> None:
        while (job := self._take()) is not None:
            self._answer(job, job())
            if job.again:
                self._put(_BULK, job)

    def _take(self) -> _Job | None:
        with self._ready:
            while not self._stopped and not self._is_next_ready():
                # Bulk work goes on once nobody has asked for anything for a moment.
                bulk_only = bool(self._waiting) and not self._unanswered
                asked = self._ready.wait(_MOMENT_S if bulk_only else None)
                self._calm = self._calm or (bulk_only and not asked)
            # What a rep logged is written even if the window closes; bulk work is resumed later.
            if not self._waiting or (self._stopped and self._waiting[0][0] == _BULK):
                return None
            return heapq.heappop(self._waiting)[2]

    def _is_next_ready(self) -> bool:
        if not self._waiting:
            return False
        return self._waiting[0][0] == _REP or (self._calm and not self._unanswered)

    def _answer(self, job: _Job, call: Callable[[], None] | None) -> None:
        if call is not None and not self._stopped:
            self._answered.emit(job, call)
        else:
            self._end(job)

    def _deliver(self, job: _Job, call: Callable[[], None]) -> None:
        try:
            if not self._stopped:
                call()
        finally:
            self._end(job)
