"""The limit of a start: an empty window of the same size in the same Python, and nothing else.

    python -m benchmarks.bare_window IDLE_S

Prints one line of JSON when it is through, like benchmarks.our_window.
"""

import json
import sys
from time import perf_counter_ns, process_time

from PySide6.QtCore import QEvent, QTimer
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from benchmarks.held_memory import held_bytes


class Window(QWidget):
    """Tells when it was painted for the first time, as the window of the product does."""

    painted_ns = 0
    painted_cpu_s = 0.0

    def event(self, event: QEvent) -> bool:
        done = super().event(event)
        if event.type() == QEvent.Type.UpdateRequest and not self.painted_ns:
            self.painted_ns = -1
            QTimer.singleShot(0, self, self.note)
        return done

    def note(self) -> None:
        """The paint is over."""
        self.painted_ns = perf_counter_ns()
        self.painted_cpu_s = process_time()


def main() -> None:
    """Shows the window, counts seconds in it for as long as asked, and goes."""
    idle_s = float(sys.argv[1])
    app = QApplication(sys.argv[:1])
    window = Window()
    label = QLabel("0:00", window)
    window.resize(1440, 900)
    timer = QTimer(window, interval=1000)
    timer.timeout.connect(lambda: label.setText(f"{perf_counter_ns() // 10**9}"))
    told: dict[str, float] = {}

    def begin_idling() -> None:
        told["memory"] = held_bytes()
        told["busy_s"] = -process_time()
        timer.start()
        QTimer.singleShot(round(idle_s * 1000), window, end)

    def end() -> None:
        told["busy_s"] += process_time()
        told["painted_ns"] = window.painted_ns
        told["painted_cpu_s"] = window.painted_cpu_s
        print(json.dumps(told), flush=True)
        app.quit()

    window.show()
    QTimer.singleShot(1000, window, begin_idling)
    app.exec()


if __name__ == "__main__":
    main()
