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

_log = logging.getLogger(__name__)
T = TypeVar("T")
Failed = Callable[[TouchlineError], None]

_REP, _BULK = 0, 1
_READERS = 2


def _in_words(error: Exception) -> TouchlineError:
    """What a person is told of an error that nobody foresaw; the log has the type and place."""
    if isinstance(error, TouchlineError):
        return error
    _log.error("a task failed", exc_info=error)
    return TouchlineError(
        "unexpected",
        "Something went wrong that Touchline did not foresee.",
        "What was saved before is safe. Try again; if it stays, run doctor.",
    )


class _Job:
    """One piece of work; calling it gives what is left to do on the GUI thread, if anything."""

    def __init__(
        self, run: Callable[[], object], then: Callable[[Any], None], failed: Failed
    ) -> None:
        self._run = run
        self._then = then
        self._failed = failed
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

    A rep's command goes before the next step of bulk work. `then` and `failed` are called on the
    thread this object lives in. After `stop` nothing is called any more.
    """

    _answered = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._answered.connect(self._deliver, Qt.ConnectionType.QueuedConnection)
        self._ready = threading.Condition()
        self._waiting: list[tuple[int, int, _Job]] = []
        self._count = 0
        self._stopped = False
        self._readers = ThreadPoolExecutor(_READERS, thread_name_prefix="reader")
        self._writer = threading.Thread(target=self._write, name="writer", daemon=True)
        self._writer.start()

    def command(self, run: Callable[[], T], then: Callable[[T], None], failed: Failed) -> None:
        """Run a short command on the writer thread."""
        self._put(_REP, _Job(run, then, failed))

    def bulk(self, steps: Iterator[T], then: Callable[[T], None], failed: Failed) -> None:
        """Run the steps of a long command one by one, each after whatever the rep asked for.

        Every step is one transaction of at most 50 ms; `then` gets what each yields.
        """
        job = _Job(steps.__next__, then, failed)
        job.again = True
        self._put(_BULK, job)

    def read(self, run: Callable[[], T], then: Callable[[T], None], failed: Failed) -> None:
        """Run something that writes nothing, beside the writer."""
        job = _Job(run, then, failed)
        if not self._stopped:
            self._readers.submit(lambda: self._answer(job()))

    def stop(self) -> None:
        """Finish the command that runs, drop bulk work, and call nobody any more."""
        with self._ready:
            self._stopped = True
            self._ready.notify()
        self._writer.join()
        self._readers.shutdown(wait=True, cancel_futures=True)

    # Inside

    def _put(self, priority: int, job: _Job) -> None:
        with self._ready:
            self._count += 1
            heapq.heappush(self._waiting, (priority, self._count, job))
            self._ready.notify()

    def _write(self) -> None:
        while (job := self._take()) is not None:
            self._answer(job())
            if job.again:
                self._put(_BULK, job)

    def _take(self) -> _Job | None:
        with self._ready:
            while not self._waiting and not self._stopped:
                self._ready.wait()
            # What a rep logged is written even if the window closes; bulk work is resumed later.
            if not self._waiting or (self._stopped and self._waiting[0][0] == _BULK):
                return None
            return heapq.heappop(self._waiting)[2]

    def _answer(self, call: Callable[[], None] | None) -> None:
        if call is not None and not self._stopped:
            self._answered.emit(call)

    def _deliver(self, call: Callable[[], None]) -> None:
        if not self._stopped:
            call()
