"""While a database of an older version is brought up to date: what is going on, and how far."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QProgressBar, QVBoxLayout, QWidget

from app.ui.words import say

_WIDE = 420


class UpdatingWindow(QWidget):
    """`moved` (steps done, steps in all) may be emitted from any thread."""

    moved = Signal(int, int)

    def __init__(self) -> None:
        super().__init__()
        self.setWindowTitle("Touchline")
        self.words = QLabel(say("updating.words"))
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.words.setWordWrap(True)
        self.bar = QProgressBar()
        self.bar.setRange(0, 0)  # busy, until the first step is done
        self.bar.setAccessibleName(say("updating.words"))
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(12)
        column.addWidget(self.words)
        column.addWidget(self.bar)
        self.setFixedWidth(_WIDE)
        self.moved.connect(self._show_step)

    def _show_step(self, done: int, total: int) -> None:
        self.bar.setRange(0, total)
        self.bar.setValue(done)
