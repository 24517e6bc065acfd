"""What they may object, and what to answer."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.ui.actions import digit_of
from app.ui.theme.theme import Theme
from app.ui.widgets.parts.flow_layout import FlowLayout
from app.ui.widgets.parts.key_cap import KeyCap
from app.ui.widgets.parts.small_button import SmallButton
from app.ui.widgets.parts.span_text import SpanText
from app.ui.widgets.parts.text_label import TextLabel
from app.ui.widgets.touch.touch_data import ObjectionData
from app.ui.words import say

_BAR = 3


class _Answer(QWidget):
    """The answer, with an accent line at its left."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.text = SpanText(theme)
        column = QVBoxLayout(self)
        column.setContentsMargins(_BAR + 12, 2, 0, 2)
        column.addWidget(self.text)
        theme.changed.connect(self.update)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(QRectF(0, 0, _BAR, self.height()), self._theme.color("accent.line"))


class ObjectionsView(QWidget):
    """A row of chips; one answer is open at a time.

    `act("objections")` arms the digits 1 to 5 for the next key; `opened` carries the key of an
    objection.
    """

    opened = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._data: tuple[ObjectionData, ...] = ()
        self._armed = False
        self._open = ""
        self._chips: list[SmallButton] = []
        self._line = QWidget()
        self._flow = FlowLayout(self._line, across=6, down=6)
        self._title = TextLabel(
            theme, say("script.objections"), font="small", weight=600, color="text.secondary"
        )
        self._head = QWidget()
        head = QHBoxLayout(self._head)
        head.setContentsMargins(0, 0, 4, 0)
        head.setSpacing(8)
        head.addWidget(self._title)
        head.addWidget(KeyCap(theme, "O"))
        self.answer = _Answer(theme)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 0)
        column.setSpacing(7)
        column.addWidget(self._line)
        column.addWidget(self.answer)

    @property
    def armed(self) -> bool:
        """Whether the next digit opens an answer."""
        return self._armed

    @property
    def open_key(self) -> str:
        """The key of the objection whose answer is shown, "" for none."""
        return self._open

    def show_objections(self, data: Sequence[ObjectionData]) -> None:
        """Shows other objections, the first answer open."""
        if tuple(data) == self._data:
            return
        before, self._data = self._data, tuple(data)
        self._armed = False
        self._open = self._data[0].key if self._data else ""
        if [(o.key, o.label) for o in before] != [(o.key, o.label) for o in self._data]:
            self._rebuild()
        self._refresh()

    def stops(self) -> list[QWidget]:
        """Where Tab stops, in order."""
        return list(self._chips)

    def act(self, name: str) -> bool:
        """Arms or disarms, and once armed takes digits and Esc; whether it was for it."""
        if name == "objections" and self._data:
            self._armed = not self._armed
            self._refresh()
            return True
        if not self._armed:
            return False
        if name == "escape":
            self._armed = False
            self._refresh()
            return True
        digit = digit_of(name)
        if digit and int(digit) <= len(self._data):
            self._choose(self._data[int(digit) - 1].key)
        return bool(digit)

    def _rebuild(self) -> None:
        while self._flow.count():
            item = self._flow.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None and widget is not self._head:
                widget.hide()
                widget.deleteLater()
        self._chips = []
        self._flow.addWidget(self._head)
        for objection in self._data:
            chip = SmallButton(self._theme, objection.label, look="default", inset=1)
            chip.setCheckable(True)
            chip.clicked.connect(lambda _on=False, k=objection.key: self._choose(k))
            self._chips.append(chip)
            self._flow.addWidget(chip)
        self._line.updateGeometry()

    def _choose(self, key: str) -> None:
        self._armed = False
        self._open = "" if key == self._open else key
        self._refresh()
        self.opened.emit(self._open)

    def _refresh(self) -> None:
        for place, (chip, objection) in enumerate(zip(self._chips, self._data, strict=True), 1):
            chip.setChecked(objection.key == self._open)
            chip.set_key(str(place) if self._armed else "")
        shown = next((o for o in self._data if o.key == self._open), None)
        self.answer.setVisible(shown is not None)
        self.answer.text.set_spans(shown.answer if shown is not None else ())
        self.setVisible(bool(self._data))
