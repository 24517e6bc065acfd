"""The small bar that floats above every window while a new lead waits."""

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QBitmap,
    QGuiApplication,
    QMouseEvent,
    QMoveEvent,
    QPainter,
    QPaintEvent,
    QRegion,
)
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.ui.theme.painting import draw_frame
from app.ui.theme.theme import Theme
from app.ui.widgets.frame.frame_data import MiniBarData, MiniBarMode
from app.ui.widgets.parts.icon_label import IconLabel
from app.ui.widgets.parts.ring_label import RingLabel
from app.ui.widgets.parts.small_button import SmallButton
from app.ui.widgets.parts.text_label import TextLabel
from app.ui.words import say

_RADIUS = 8
_EDGES = {
    "running_out": ("warn.graphic", 2),
    "last_minute": ("breach.graphic", 2),
    "missed": ("breach.graphic", 2),
}
_TONES = {
    "running_out": "warn.text",
    "last_minute": "breach.text",
    "missed": "breach.text",
}


class MiniBar(QWidget):
    """352 by 56 px, always on top, never the focus; it is dragged anywhere but on its button.

    `call_requested` and `keep_requested` carry the lead; `moved` carries where it was put, for
    the caller to remember.
    """

    call_requested = Signal(str)
    keep_requested = Signal(str)
    moved = Signal(QPoint)

    def __init__(self, theme: Theme) -> None:
        super().__init__(
            None,
            Qt.WindowType.Tool
            | Qt.WindowType.FramelessWindowHint
            | Qt.WindowType.WindowStaysOnTopHint
            | Qt.WindowType.WindowDoesNotAcceptFocus,
        )
        self._theme = theme
        self._data: MiniBarData | None = None
        self._held: QPoint | None = None
        self._dragged = False
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)
        self.setAttribute(Qt.WidgetAttribute.WA_QuitOnClose, False)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWindowTitle(say("first.new"))
        self._ring = RingLabel(theme, size=40, stroke=3, text_px=12)
        self._name = TextLabel(theme, weight=600, elide=True)
        self._word = TextLabel(theme, font="small", weight=600)
        self._rest = TextLabel(theme, font="small", color="text.secondary", elide=True)
        self._button = SmallButton(
            theme, say("mini.call"), icon="phone", look="primary", height=32, font="base"
        )
        self._button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._button.clicked.connect(self._on_button)
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 0, 9, 0)
        row.setSpacing(0)
        row.addWidget(IconLabel(theme, "grip-vertical", size=14, color="text.muted"))
        row.addSpacing(5)
        row.addWidget(self._ring)
        row.addSpacing(8)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addStretch(1)
        words.addWidget(self._name)
        lower = QHBoxLayout()
        lower.setSpacing(0)
        lower.addWidget(self._word)
        lower.addWidget(self._rest, 1)
        words.addLayout(lower)
        words.addStretch(1)
        row.addLayout(words, 1)
        row.addSpacing(8)
        row.addWidget(self._button)
        theme.changed.connect(self._on_theme)
        self._on_theme()

    def show_lead(self, data: MiniBarData | None) -> None:
        """Shows a lead, or hides; cheap enough for every second."""
        self._data = data
        if data is None:
            self.hide()
            return
        on_call = data.mode is MiniBarMode.ON_CALL
        self._ring.show_ring(data.ring)
        self._name.setText(say("mini.on_call") if on_call else data.name)
        word, rest = self._second_line(data)
        self._word.setText(word)
        self._word.setVisible(bool(word))
        self._word.set_look(color=_TONES.get(data.ring.state, "text.secondary"))
        self._rest.setText(rest)
        if on_call:
            self._button.set_words(say("mini.keep"), icon="", look="default")
        else:
            self._button.set_words(say("mini.call"), icon="phone", look="primary")
        self._button.set_key("" if on_call else data.key)
        self._button.setAccessibleName(
            self._button.text() if on_call else say("mini.call_name", name=data.name)
        )
        self.setAccessibleName(f"{self._name.text()}. {word}{rest}. {data.ring.spoken}")
        self.update()
        self.show()

    def sizeHint(self) -> QSize:
        return QSize(self._theme.px(352), self._theme.px(56))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            return
        self._dragged = True
        if not self.windowHandle().startSystemMove():
            self._held = event.globalPosition().toPoint() - self.pos()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._held is not None:
            self.move(event.globalPosition().toPoint() - self._held)

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        self._held = None

    def moveEvent(self, event: QMoveEvent) -> None:
        super().moveEvent(event)
        if self._dragged:
            self.moved.emit(event.pos())

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        state = self._data.ring.state if self._data is not None else "calm"
        edge, width = _EDGES.get(state, ("border.strong", 1))
        box, radius = QRectF(self.rect()), _RADIUS - width / 2
        draw_frame(painter, self._theme, box, radius, edge=edge, width=width)

    def _second_line(self, data: MiniBarData) -> tuple[str, str]:
        """The strong word, if the clock has one, and the rest."""
        if data.mode is MiniBarMode.ON_CALL:
            return "", say("mini.free")
        words = {
            "running_out": (say("first.running_out"), data.there),
            "last_minute": (say("first.last_minute"), data.there),
            "missed": (say("first.missed"), say("first.call_now")),
        }
        if data.ring.state in words:
            word, rest = words[data.ring.state]
            rest = data.more or rest
            return word, f" · {rest}" if rest else ""
        if data.more:
            return "", data.more
        line = say("first.new")
        return "", f"{line} · {data.place_line}" if data.place_line else line

    def _on_button(self) -> None:
        if self._data is None:
            return
        if self._data.mode is MiniBarMode.ON_CALL:
            self.keep_requested.emit(self._data.lead)
        else:
            self.call_requested.emit(self._data.lead)

    def _on_theme(self) -> None:
        self.setFixedSize(self.sizeHint())
        if QGuiApplication.platformName() == "xcb":
            self.setMask(self._shape())
        self.update()

    def _shape(self) -> QRegion:
        """Keeps the corners clear: an X desktop may know no translucency."""
        mask = QBitmap(self.size())
        mask.clear()
        painter = QPainter(mask)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(Qt.GlobalColor.color1)
        painter.drawRoundedRect(self.rect(), _RADIUS, _RADIUS)
        painter.end()
        return QRegion(mask)
