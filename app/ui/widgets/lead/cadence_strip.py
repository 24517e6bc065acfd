"""The steps of a plan as a row of dots."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.ui.theme.theme import Theme
from app.ui.widgets.lead.lead_data import StepDotData
from app.ui.widgets.parts.plain_tip import plain_tip

_DOT = 22
_ICON = 12
_NARROWEST, _WIDEST = 28, 44
_ROW = 40  # dot, gap, day
_BETWEEN = 6


class _Dot(QWidget):
    """One step: channel icon, or a tick once it is done, and its day."""

    def __init__(self, theme: Theme, data: StepDotData, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self.data = data
        self.setAccessibleName(data.spoken)
        self.setToolTip(plain_tip(data.spoken))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        size = self._theme.px(_DOT)
        box = QRectF((self.width() - size) / 2, 0, size, size)
        fill, edge, ink, icon = {
            "current": ("accent.fill", "accent.fill", "text.onAccent", self.data.icon),
            "done": ("bg.sunken", "border.strong", "text.secondary", "check"),
            "skipped": ("bg.subtle", "border.default", "text.disabled", "x"),
            "planned": ("bg.panel", "border.strong", "text.secondary", self.data.icon),
        }[self.data.state]
        painter.setPen(QPen(self._theme.color(edge), 1))
        painter.setBrush(self._theme.color(fill))
        painter.drawEllipse(box.adjusted(0.5, 0.5, -0.5, -0.5))
        side = self._theme.px(_ICON)
        pixmap = self._theme.icon(icon, side, ink, self.devicePixelRatioF())
        painter.drawPixmap(
            QPointF(box.center().x() - side / 2, box.center().y() - side / 2), pixmap
        )
        here = self.data.state == "current"
        painter.setFont(self._theme.font("micro", 600 if here else 400))
        painter.setPen(self._theme.color("text.primary" if here else "text.muted"))
        low = QRectF(-6, size, self.width() + 12, self.height() - size)
        align = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignBottom
        painter.drawText(low, align, self.data.day)


class CadenceStrip(QWidget):
    """Dots that never overlap: what does not fit goes on in the next row."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._dots: list[_Dot] = []
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        theme.changed.connect(self._on_theme)

    def show_steps(self, steps: Sequence[StepDotData]) -> None:
        """Shows the steps of a plan."""
        if [d.data for d in self._dots] == list(steps):
            return
        for dot in self._dots:
            dot.hide()
            dot.deleteLater()
        self._dots = [_Dot(self._theme, step, self) for step in steps]
        for dot in self._dots:
            dot.show()
        self._place()
        self.updateGeometry()

    def dot_boxes(self) -> list[QRectF]:
        """Where each step stands, dot and day together."""
        return [QRectF(dot.geometry()) for dot in self._dots]

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        rows, _, _ = self._grid(width)
        return rows * self._theme.px(_ROW) + max(0, rows - 1) * _BETWEEN

    def sizeHint(self) -> QSize:
        wide = self._theme.px(280)
        return QSize(wide, self.heightForWidth(self.width() or wide))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(QPen(self._theme.color("border.strong"), 1))
        half = self._theme.px(_DOT) / 2
        for left, right in zip(self._dots, self._dots[1:], strict=False):
            if left.y() == right.y():
                middle = left.y() + int(half)
                start, end = left.geometry().center().x(), right.geometry().center().x()
                painter.drawLine(QPointF(start + half, middle), QPointF(end - half, middle))

    def _grid(self, width: int) -> tuple[int, int, float]:
        """Rows, steps in a row, and the width of a step."""
        count = len(self._dots)
        if not count:
            return 0, 0, 0.0
        fits = max(1, int(width // self._theme.px(_NARROWEST)))
        rows = -(-count // fits)
        across = -(-count // rows)
        return rows, across, min(width / across, self._theme.px(_WIDEST))

    def _place(self) -> None:
        _, across, cell = self._grid(self.width())
        high = self._theme.px(_ROW)
        for place, dot in enumerate(self._dots):
            row, column = divmod(place, across)
            left = round(column * cell)
            dot.setGeometry(left, row * (high + _BETWEEN), round((column + 1) * cell) - left, high)
        self.update()

    def _on_theme(self) -> None:
        self._place()
        self.updateGeometry()
