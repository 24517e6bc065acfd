"""The call beside the big button: timer, state, and its controls."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from app.ui.theme.painting import draw_frame
from app.ui.theme.theme import Theme
from app.ui.widgets.parts.icon_button import IconButton
from app.ui.widgets.parts.size_class import SizeClass
from app.ui.widgets.parts.text_label import TextLabel
from app.ui.widgets.touch.touch_data import CallBoxData, CallControl

_RADIUS = 8
_GROUNDS = {
    "plain": ("bg.subtle", "border.default", "text.muted", "text.secondary"),
    "ok": ("ok.tint", "ok.graphic", "text.primary", "ok.text"),
    "warn": ("warn.tint", "warn.graphic", "text.primary", "warn.text"),
}
_WIDE, _NARROW = 292, 220
_SHOWN_NARROW = 2


class CallBox(QWidget):
    """292 px wide, 220 where the window is narrow, less beside a long number.

    `pressed` carries the code of a control.
    """

    pressed = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._data = CallBoxData()
        self._narrow = False
        self._buttons: list[IconButton] = []
        self._timer = TextLabel(theme, font="heading", elide=True)
        self._state = TextLabel(theme, font="micro", elide=True)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addStretch(1)
        words.addWidget(self._timer)
        words.addWidget(self._state)
        words.addStretch(1)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(13, 0, 14, 0)
        self._row.setSpacing(4)
        self._row.addLayout(words, 1)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self._on_theme)
        self._dress()

    def show_call(self, data: CallBoxData) -> None:
        """Shows another state; called once a second during a call."""
        if data == self._data and self._buttons:
            return
        controls = data.controls != self._data.controls
        self._data = data
        self._timer.setText(data.timer)
        self._state.setText(data.state)
        if controls:
            self._rebuild()
        self._dress()
        self.setAccessibleName(f"{data.timer}, {data.state}" if data.state else data.timer)

    def set_size_class(self, room: SizeClass) -> None:
        """Narrower, and without its last control."""
        self._narrow = room.rail
        self._show_controls()
        self.updateGeometry()

    def stops(self) -> list[QWidget]:
        """Where Tab stops, in order."""
        return list(self._buttons)

    def sizeHint(self) -> QSize:
        wide = self._theme.px(_NARROW if self._narrow else _WIDE)
        return QSize(wide, self._theme.size("bigButton"))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        fill, edge, _, _ = _GROUNDS[self._data.tone]
        draw_frame(painter, self._theme, QRectF(self.rect()), _RADIUS, edge=edge, ground=fill)

    def _rebuild(self) -> None:
        for button in self._buttons:
            self._row.removeWidget(button)
            button.hide()
            button.deleteLater()
        self._buttons = [self._control(c) for c in self._data.controls]
        self._show_controls()

    def _control(self, control: CallControl) -> IconButton:
        name = f"{control.name}, {control.key}" if control.key else control.name
        button = IconButton(self._theme, control.icon, name)
        button.setEnabled(control.enabled)
        button.setCheckable(control.on)
        button.setChecked(control.on)
        button.clicked.connect(lambda _on=False, code=control.code: self.pressed.emit(code))
        self._row.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)
        return button

    def _show_controls(self) -> None:
        for place, button in enumerate(self._buttons):
            button.setVisible(not self._narrow or place < _SHOWN_NARROW)

    def _dress(self) -> None:
        _, _, timer, state = _GROUNDS[self._data.tone]
        self._timer.set_look(color=timer)
        self._state.set_look(color=state)
        self.update()

    def _on_theme(self) -> None:
        self.updateGeometry()
        self.update()
