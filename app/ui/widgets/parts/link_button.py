"""Words that can be pressed."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.ui.theme.theme import Theme
from app.ui.widgets.parts.painted_button import PaintedButton

_MIN_TARGET = 28


class LinkButton(PaintedButton):
    """A few words in the accent colour, underlined while hovered; at least 28 px high."""

    def __init__(
        self,
        theme: Theme,
        text: str = "",
        *,
        font: str = "base",
        weight: int = 500,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, radius=4, parent=parent)
        self._font = font
        self._weight = weight
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setText(text)

    def setText(self, text: str) -> None:  # noqa: N802 - Qt's name
        """Other words; they are its name too."""
        super().setText(text)
        self.setAccessibleName(text)
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        wide = self._theme.text_width(self.text(), self._font, self._weight)
        high = self._theme.line_height(self._font)
        return QSize(max(_MIN_TARGET, int(wide) + 1), max(_MIN_TARGET, high))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        font = QFont(self._theme.font(self._font, self._weight))
        font.setUnderline(self._hovered or self.hasFocus())
        painter.setFont(font)
        painter.setPen(self._theme.color("accent.text" if self.isEnabled() else "text.disabled"))
        painter.drawText(QRectF(self.rect()), Qt.AlignmentFlag.AlignVCenter, self.text())
