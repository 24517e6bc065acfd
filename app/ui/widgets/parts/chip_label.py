"""A chip that stands by itself."""

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.ui.theme.painting import chip_size, draw_chip
from app.ui.theme.theme import Theme
from app.ui.widgets.parts.plain_tip import plain_tip
from app.ui.widgets.parts.view_data import ChipData


class ChipLabel(QWidget):
    """Shows a ChipData; its tip is what a pointer and a screen reader get."""

    def __init__(self, theme: Theme, data: ChipData, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._data = data
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.show_chip(data)
        theme.changed.connect(self.updateGeometry)

    def show_chip(self, data: ChipData) -> None:
        """Shows another chip."""
        self._data = data
        self.setAccessibleName(data.tip or data.text)
        self.setToolTip(plain_tip(data.tip))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        size = chip_size(self._theme, self._data.text, self._data.icon)
        return QSize(round(size.width() + 0.49), round(size.height()))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        draw_chip(
            painter,
            self._theme,
            QRectF(self.rect()),
            self._data.text,
            kind=self._data.kind,
            icon=self._data.icon,
        )
