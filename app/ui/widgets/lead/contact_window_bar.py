"""When they can be reached today, on a bar of 24 hours."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.ui.theme.theme import Theme
from app.ui.widgets.lead.lead_data import ContactWindowData
from app.ui.widgets.parts.plain_tip import plain_tip

_DAY = 24 * 60
_BAR = 8
_MARK = 20


class ContactWindowBar(QWidget):
    """Open hours green, a mark where their day stands, and the hours below.

    It keeps its direction in languages that are written from right to left.
    """

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._data = ContactWindowData(title="")
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.updateGeometry)

    def show_window(self, data: ContactWindowData) -> None:
        """Shows another day."""
        if data != self._data:
            self._data = data
            self.setAccessibleName(data.spoken)
            self.setToolTip(plain_tip(data.spoken))
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._theme.px(200), _MARK + self._theme.line_height("micro"))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        top = (_MARK - _BAR) / 2
        track = QRectF(0, top, self.width(), _BAR)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.color("bg.sunken"))
        painter.drawRoundedRect(track, 1, 1)
        painter.setBrush(self._theme.color("ok.graphic"))
        for start, end in self._data.spans:
            left, right = self._x(start), self._x(end)
            painter.drawRect(QRectF(left, top, right - left, _BAR))
        if self._data.now_minute is not None:
            here = round(self._x(self._data.now_minute))
            painter.fillRect(QRectF(here - 3, 0, 6, _MARK), self._theme.color("bg.panel"))
            painter.fillRect(QRectF(here - 1, 1, 2, _MARK - 2), self._theme.color("text.primary"))
        self._paint_hours(painter)

    def _paint_hours(self, painter: QPainter) -> None:
        painter.setFont(self._theme.font("micro"))
        painter.setPen(self._theme.color("text.muted"))
        box = QRectF(0, _MARK - 1, self.width(), self._theme.line_height("micro"))
        hours = ("00", "06", "12", "18", "24")
        wide = self._theme.text_width("00", "micro")
        for place, hour in enumerate(hours):
            middle = self.width() * place / (len(hours) - 1)
            left = min(max(0.0, middle - wide / 2), self.width() - wide)
            painter.drawText(QRectF(left, box.top(), wide + 2, box.height()), 0, hour)

    def _x(self, minute: int) -> float:
        return self.width() * min(max(minute, 0), _DAY) / _DAY
