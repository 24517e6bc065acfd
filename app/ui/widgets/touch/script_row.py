"""One line of a script: tick, stage, words."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.ui.theme.theme import Theme
from app.ui.widgets.parts.painted_button import PaintedButton
from app.ui.widgets.parts.span_text import SpanText
from app.ui.widgets.parts.text_label import TextLabel
from app.ui.widgets.touch.touch_data import ScriptLineData

_LABEL_WIDTH = 112
_HIT = 28


class TickBox(PaintedButton):
    """A check box of 18 px in a target of 28; the current one has an accent edge."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, radius=4, parent=parent)
        self._current = False
        self.setCheckable(True)

    def set_current(self, current: bool) -> None:
        """Whether it belongs to the line that is to be said next."""
        self._current = current
        self.update()

    def sizeHint(self) -> QSize:
        side = max(_HIT, self._theme.px(_HIT))
        return QSize(side, side)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        size = self._theme.size("checkbox")
        left, top = (self.width() - size) // 2, (self.height() - size) // 2
        box = QRectF(left, top, size, size)
        if self.isChecked():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.color("accent.fill"))
            painter.drawRoundedRect(box, 4, 4)
            pen = QPen(self._theme.color("text.onAccent"), 2)
            pen.setCapStyle(Qt.PenCapStyle.RoundCap)
            pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
            painter.setPen(pen)
            steps = ((0.25, 0.52), (0.43, 0.69), (0.75, 0.33))
            painter.drawPolyline(
                QPolygonF([QPointF(left + x * size, top + y * size) for x, y in steps])
            )
            return
        strong = self._current or self._hovered
        width = 2.0 if self._current else 1.5
        edge = "accent.line" if strong else "border.control"
        painter.setPen(QPen(self._theme.color(edge), width))
        painter.setBrush(self._theme.color("bg.panel"))
        half = width / 2
        painter.drawRoundedRect(box.adjusted(half, half, -half, -half), 4 - half, 4 - half)


class ScriptRow(QWidget):
    """A line that is planned, current or said; a click anywhere ticks it.

    `ticked` carries whether it is said now.
    """

    ticked = Signal(bool)

    def __init__(self, theme: Theme, data: ScriptLineData, *, said: bool) -> None:
        super().__init__()
        self._theme = theme
        self.data = data
        self._current = False
        self._folded = False
        self._box = TickBox(theme)
        self._label = TextLabel(theme, weight=600, elide=True)
        self._text = SpanText(theme)
        self._box.toggled.connect(self._on_toggled)
        self._row = QHBoxLayout(self)
        self._row.setSpacing(0)
        self._row.addWidget(self._box, 0, Qt.AlignmentFlag.AlignTop)
        self._row.addSpacing(7)
        stage = QVBoxLayout()
        stage.addWidget(self._label)
        stage.addStretch(1)
        self._row.addLayout(stage)
        self._row.addSpacing(12)
        self._words = QVBoxLayout()
        self._words.addWidget(self._text)
        self._words.addStretch(1)
        self._row.addLayout(self._words, 1)
        theme.changed.connect(self._fit)
        self._stage = stage
        self.show_line(data, said=said)

    def show_line(self, data: ScriptLineData, *, said: bool) -> None:
        """Shows another line, said already or not; nothing is told of that."""
        self.data = data
        self._box.blockSignals(True)
        self._box.setChecked(said)
        self._box.blockSignals(False)
        self._box.setAccessibleName(data.label)
        self._label.setText(data.label)
        self._text.set_spans(data.text)
        self._fit()

    @property
    def said(self) -> bool:
        """Whether it is ticked."""
        return self._box.isChecked()

    @property
    def current(self) -> bool:
        """Whether it is the line to be said next."""
        return self._current

    @property
    def box(self) -> TickBox:
        """Its tick."""
        return self._box

    def set_said(self, said: bool) -> None:
        """Ticks it or takes the tick back; says so if that changed it."""
        self._box.setChecked(said)

    def set_state(self, *, current: bool, folded: bool) -> None:
        """`folded` keeps the words on one line unless it is the current one."""
        self._current, self._folded = current, folded
        self._box.set_current(current)
        self._fit()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._box.toggle()

    def _on_toggled(self, said: bool) -> None:
        self._fit()
        self.ticked.emit(said)

    def _fit(self) -> None:
        folded = self._folded and not self._current
        pad = 7 if folded else 8
        line = self._theme.line_height("base" if folded else "script")
        name = self._theme.line_height("base")
        self._text.set_look(muted=self.said, single=folded)
        self._label.set_look(color="text.muted" if self.said else "text.primary")
        self._label.setFixedWidth(self._theme.px(_LABEL_WIDTH))
        self._stage.setContentsMargins(0, pad + (line - name) // 2, 0, 0)
        self._words.setContentsMargins(0, pad, 0, pad)
        self._row.setContentsMargins(7, 0, 12, 0)
        # As high as one line of the row, so that the tick stands beside the first line.
        self._box.setFixedSize(self._box.sizeHint().width(), line + 2 * pad)
        self.updateGeometry()
