"""The product's own start, told step by step.

    python -m benchmarks.our_window PROFILE NOW IDLE_S KEYS

NOW is the instant (ISO) at which the clock of the product begins. After IDLE_S seconds of idling
KEYS outcomes are logged by the keyboard. Prints one line of JSON like benchmarks.bare_window.
"""

import json
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from time import perf_counter_ns, process_time

from PySide6.QtCore import Qt, QTimer

from app.bootstrap import desk, start
from app.system import clock
from benchmarks.held_memory import held_bytes

_LOOKED_EVERY_MS = 5
_SETTLED_AFTER_MS = 1000
_BETWEEN_KEYS_MS = 60


class Told:
    """What the start has told so far."""

    def __init__(self, idle_s: float, keys: int) -> None:
        self.idle_s = idle_s
        self.keys = keys
        self.facts: dict[str, object] = {}


TOLD = Told(float(sys.argv[3]), int(sys.argv[4]))
BEGINS_AT = datetime.fromisoformat(sys.argv[2])


class MeasuredStart(start.DesktopStart):
    """The start of the product; it notes the times at which its steps are reached."""

    def begin(self) -> None:
        # The product's clock alone: what waits for the machine goes by the machine's.
        self.clock = clock.ShiftedClock(self.clock, BEGINS_AT)
        super().begin()

    def _load(self) -> None:
        TOLD.facts["painted_ns"] = perf_counter_ns()
        TOLD.facts["painted_cpu_s"] = process_time()
        self._gaps = Gaps(self)
        super()._load()

    def _join(self, opened: desk.ProfileDesk) -> None:
        super()._join(opened)
        TOLD.facts["joined_ns"] = perf_counter_ns()
        assert self.joined is not None
        controller = self.joined.desktop.controller
        controller.shown.connect(self._first_touch)

    def _first_touch(self) -> None:
        assert self.joined is not None
        self.joined.desktop.controller.shown.disconnect(self._first_touch)
        self.window.after_paint(self._ready)

    def _ready(self) -> None:
        TOLD.facts["ready_ns"] = perf_counter_ns()
        QTimer.singleShot(_SETTLED_AFTER_MS, self.window, self._idle)

    def _idle(self) -> None:
        TOLD.facts["longest_gap_ns"] = self._gaps.end()
        TOLD.facts["memory"] = held_bytes()
        busy = process_time()

        def end() -> None:
            TOLD.facts["busy_s"] = process_time() - busy
            self._keyboard = Keyboard(self, self._tell)
            self._keyboard.next()

        QTimer.singleShot(round(TOLD.idle_s * 1000), self.window, end)

    def _tell(self, spans_ns: list[int]) -> None:
        TOLD.facts["keys_ns"] = spans_ns
        print(json.dumps(TOLD.facts), flush=True)
        self.window.close()
        self.app.quit()


class Gaps:
    """The longest time in which the event loop answered nobody."""

    def __init__(self, start: start.DesktopStart) -> None:
        self._last = perf_counter_ns()
        self._longest = 0
        self._timer = QTimer(start.window)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(_LOOKED_EVERY_MS)
        self._timer.timeout.connect(self._look)
        self._timer.start()

    def _look(self) -> None:
        now = perf_counter_ns()
        self._longest = max(self._longest, now - self._last)
        self._last = now

    def end(self) -> int:
        """Stop looking; nanoseconds."""
        self._timer.stop()
        return self._longest


class Keyboard:
    """Logs outcomes by their keys, and takes the time until the next touch is painted."""

    def __init__(self, start: start.DesktopStart, done: Callable[[list[int]], None]) -> None:
        assert start.joined is not None
        self._window = start.window
        self._controller = start.joined.desktop.controller
        self._done = done
        self._spans: list[int] = []
        self._pressed_ns = 0
        if TOLD.keys:
            self._controller.shown.connect(self._on_shown)

    def next(self) -> None:
        """The next key, or the end."""
        if len(self._spans) >= TOLD.keys:
            self._done(self._spans)
            return
        if self._controller.rest.holds:
            QTimer.singleShot(_LOOKED_EVERY_MS, self._window, self.next)
            return
        current = self._controller.session.current
        assert current is not None
        spoken = current.card.touch.channel in ("call", "voicemail")
        self._pressed_ns = perf_counter_ns()
        assert self._controller.act("outcome_2" if spoken else "outcome_1")

    def _on_shown(self) -> None:
        if self._pressed_ns:
            self._window.after_paint(self._on_painted)

    def _on_painted(self) -> None:
        if self._pressed_ns:
            self._spans.append(perf_counter_ns() - self._pressed_ns)
            self._pressed_ns = 0
            QTimer.singleShot(_BETWEEN_KEYS_MS, self._window, self.next)


def main() -> None:
    """Start as the product does, with a clock that begins where the data set is."""
    vars(start)["DesktopStart"] = MeasuredStart
    sys.exit(start.run_desktop(Path(sys.argv[1])))


if __name__ == "__main__":
    main()
