"""Notices that the machine slept, or that somebody set its clock."""

import threading
from collections.abc import Callable

from app.core.clock import Clock

GAP_S = 2.0
CHECK_EVERY_S = 1.0
_STOP_S = 1.0


class WakeWatcher:
    """Compares how far the wall clock and the monotonic clock have come since the last look.

    They part when the machine sleeps (the monotonic clock stands still) and when the wall clock is
    set. A difference of more than `gap_s` is reported to `on_gap`, in seconds: positive when the
    wall clock ran ahead, negative when it was set back. Slow drift, as of a clock that is being
    corrected gently, is none.
    """

    def __init__(
        self, clock: Clock, on_gap: Callable[[float], None], *, gap_s: float = GAP_S
    ) -> None:
        self._clock = clock
        self._on_gap = on_gap
        self._gap_s = gap_s
        self._wall, self._monotonic_s = clock.now(), clock.monotonic_s()
        self._ended = threading.Event()
        self._thread: threading.Thread | None = None

    def check(self) -> None:
        """Look now, and report a gap since the last look if there is one."""
        wall, monotonic_s = self._clock.now(), self._clock.monotonic_s()
        gap_s = (wall - self._wall).total_seconds() - (monotonic_s - self._monotonic_s)
        self._wall, self._monotonic_s = wall, monotonic_s
        if abs(gap_s) > self._gap_s:
            self._on_gap(gap_s)

    def start(self, every_s: float = CHECK_EVERY_S) -> None:
        """Look every `every_s` seconds, on a thread of the watcher."""
        self._thread = threading.Thread(
            target=self._watch, args=(every_s,), name="wake", daemon=True
        )
        self._thread.start()

    def stop(self, wait_s: float = _STOP_S) -> None:
        """Look no more; waits `wait_s` at most for a report that is under way."""
        self._ended.set()
        if self._thread is not None and self._thread is not threading.current_thread():
            self._thread.join(wait_s)

    def _watch(self, every_s: float) -> None:
        # An event waits by the monotonic clock, so no change of the wall clock can stretch it.
        while not self._ended.wait(every_s):
            self.check()
