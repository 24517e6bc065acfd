"""The cap of a key, beside what it does."""

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.ui.theme.painting import draw_key, key_size
from app.ui.theme.theme import Theme
from app.ui.words import key_name


class KeyCap(QWidget):
    """Shows a key such as "Enter" or "1–9"; it does nothing itself."""

    def __init__(self, theme: Theme, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._text = text
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(key_name(text))
        theme.changed.connect(self.updateGeometry)

    def set_text(self, text: str) -> None:
        """Shows another key."""
        if text != self._text:
            self._text = text
            self.setAccessibleName(key_name(text))
            self.updateGeometry()
            self.update()

    def sizeHint(self) -> QSize:
        return key_size(self._theme, self._text).toSize()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        draw_key(painter, self._theme, QRectF(self.rect()), self._text)
