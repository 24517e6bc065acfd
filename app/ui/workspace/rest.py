"""What acts on a person waits until that person has been seen."""

from math import ceil, inf

from PySide6.QtCore import QObject, QTimer

from app.core.clock import Clock
from app.ui.widgets.touch.touch_panel import TouchPanel

# How long a touch that came by itself stands painted before a key means it.
SEEN_S = 0.25


class Rest(QObject):
    """Holds back the acts of `touch` after the window went on to somebody by itself.

    From `begin` on, until the next touch has been painted and SEEN_S have passed by `clock`. A
    second tap on a key, or a second click, would otherwise reach a person nobody has looked at.
    """

    def __init__(self, touch: TouchPanel, clock: Clock, parent: QObject) -> None:
        super().__init__(parent)
        self._touch = touch
        self._clock = clock
        self._until: float | None = None
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._look)
        touch.painted.connect(self._on_painted)

    @property
    def holds(self) -> bool:
        """Whether acts are held back now."""
        if self._until is not None and self._clock.monotonic_s() >= self._until:
            self.end()
        return self._until is not None

    @property
    def waits_for_paint(self) -> bool:
        """Whether nothing has been painted yet of whoever comes."""
        return self._until == inf

    def begin(self) -> None:
        """Hold acts back: somebody comes who was not asked for, and nothing is seen of them yet."""
        self._until = inf
        self._touch.set_resting(True)

    def end(self) -> None:
        """Hold acts back no longer: nobody comes, or somebody who was asked for by name."""
        self._until = None
        self._timer.stop()
        self._touch.set_resting(False)

    def shown(self) -> None:
        """Whoever was to come is there, and will be painted."""
        if self._until == inf:
            self._touch.tell_painted()

    def _on_painted(self) -> None:
        if self._until == inf:
            self._until = self._clock.monotonic_s() + SEEN_S
            self._timer.start(ceil(1000 * SEEN_S))

    def _look(self) -> None:
        if self.holds and self._until is not None:
            left = self._until - self._clock.monotonic_s()
            self._timer.start(max(1, ceil(1000 * min(left, SEEN_S))))
