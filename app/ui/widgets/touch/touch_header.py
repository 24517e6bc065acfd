"""Who it is, which step, and why now."""

from PySide6.QtCore import QPointF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from app.ui.theme.theme import Theme
from app.ui.widgets.parts.icon_button import IconButton
from app.ui.widgets.parts.plain_tip import plain_tip
from app.ui.widgets.parts.ring_label import RingLabel
from app.ui.widgets.parts.size_class import SizeClass
from app.ui.widgets.parts.text_label import TextLabel
from app.ui.widgets.parts.view_data import TONES
from app.ui.widgets.touch.touch_data import HeaderData
from app.ui.words import say

_RING, _RING_SHORT = 64, 56


class _WhyLine(QWidget):
    """Icon, strong word and the rest of the sentence, elided at the end."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._data = HeaderData(name="", step_line="")
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.updateGeometry)

    def show_why(self, data: HeaderData) -> None:
        """Shows another reason."""
        self._data = data
        said = " ".join(part for part in (data.why_word, data.why) if part)
        self.setAccessibleName(said)
        self.setToolTip(plain_tip(said))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._theme.px(240), self._theme.line_height("base"))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        data = self._data
        tone = TONES[data.why_tone]
        left = 0.0
        if data.why_icon:
            size = self._theme.px(14)
            pixmap = self._theme.icon(data.why_icon, size, tone, self.devicePixelRatioF())
            painter.drawPixmap(QPointF(1, (self.height() - size) / 2), pixmap)
            left += size + self._theme.px(7)
        left += self._run(painter, left, data.why_word, 600, tone)
        if data.why_word:
            left += self._theme.px(7)
        self._run(painter, left, data.why, 400, "text.secondary")

    def _run(self, painter: QPainter, left: float, text: str, weight: int, color: str) -> float:
        metrics = self._theme.metrics("base", weight)
        room = max(0.0, self.width() - left)
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room)
        painter.setFont(self._theme.font("base", weight))
        painter.setPen(self._theme.color(color))
        box = self.rect().toRectF()
        box.setLeft(left)
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, shown)
        return float(metrics.horizontalAdvance(shown))


class TouchHeader(QWidget):
    """Ring, name, step line, why line, and the menu at the right.

    `menu_requested` is emitted by the "…" button; `menu_anchor` is where the menu belongs.
    """

    menu_requested = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._data: HeaderData | None = None
        self._room = SizeClass()
        self._ring = RingLabel(theme, size=_RING, stroke=6, text_px=18)
        self._name = TextLabel(theme, font="heading", elide=True)
        self._step = TextLabel(theme, color="text.secondary", elide=True)
        # Where they are gives way to nothing: whose time it is must be read at a glance.
        self._there = TextLabel(theme, color="text.secondary")
        self._there.hide()
        self._why = _WhyLine(theme)
        self._menu = IconButton(theme, "ellipsis", say("touch.more"), bordered=True)
        self._menu.clicked.connect(self.menu_requested)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(16)
        row.addWidget(self._ring)
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addStretch(1)
        column.addWidget(self._name)
        column.addSpacing(1)
        line = QHBoxLayout()
        line.setSpacing(0)
        line.addWidget(self._step)
        line.addWidget(self._there)
        line.addStretch(1)
        column.addLayout(line)
        column.addSpacing(2)
        column.addWidget(self._why)
        column.addStretch(1)
        row.addLayout(column, 1)
        row.addWidget(self._menu, 0, Qt.AlignmentFlag.AlignTop)

    def show_header(self, data: HeaderData) -> None:
        """Shows a touch; cheap enough to be called every second."""
        if data == self._data:
            return
        self._data = data
        self._ring.show_ring(data.ring)
        self._name.setText(data.name)
        self._show_step(data)
        self._why.show_why(data)
        self._why.setVisible(bool(data.why_word or data.why))

    def set_size_class(self, room: SizeClass) -> None:
        """A smaller ring, and place and language in the step line while the panel is a rail."""
        self._room = room
        short = room.height != "full"
        self._ring.set_size(_RING_SHORT if short else _RING, 14 if short else 18)
        if self._data is not None:
            self._show_step(self._data)

    @property
    def menu_anchor(self) -> QWidget:
        """The button under which the menu opens."""
        return self._menu

    def _show_step(self, data: HeaderData) -> None:
        self._step.setText(data.step_line)
        self._there.setText(f" · {data.place_line}")
        self._there.setVisible(self._room.rail and bool(data.place_line))
