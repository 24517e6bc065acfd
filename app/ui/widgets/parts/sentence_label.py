"""A sentence that is never cut: it takes as many lines as it needs."""

from math import ceil

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.ui.theme.theme import Theme
from app.ui.widgets.parts.text_label import TextLabel

_WRAP = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap
_ANY_HEIGHT = 10_000


class SentenceLabel(TextLabel):
    """Plain text that breaks at words. Whatever it stands in grows with it."""

    def __init__(
        self,
        theme: Theme,
        text: str = "",
        *,
        font: str = "small",
        weight: int | None = None,
        color: str = "breach.text",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, text, font=font, weight=weight, color=color, parent=parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(self._theme.px(200), self._needed())

    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.px(80), self._needed())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setFont(self._theme.font(self._name, self._weight))
        painter.setPen(self._theme.color(self._color))
        painter.drawText(QRectF(self.rect()), int(_WRAP), self.text())

    def _needed(self) -> int:
        """How high the text is in the width it has; one line while there is none."""
        metrics = self._theme.metrics(self._name, self._weight)
        width = self.width() if self.testAttribute(Qt.WidgetAttribute.WA_Resized) else 0
        room = QRectF(0, 0, max(width, self._theme.px(200)), _ANY_HEIGHT)
        high = metrics.boundingRect(room, int(_WRAP), self.text()).height() if self.text() else 0
        return max(self._theme.line_height(self._name), ceil(high))
