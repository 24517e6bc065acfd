"""Texts that are laid out once and painted often, for delegates that repaint many rows."""

from typing import NamedTuple

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainter, QStaticText

from app.ui.theme.theme import Theme

_KEPT = 4096


class LaidOut(NamedTuple):
    """A text ready to paint: `width` in pixels, `ascent` from its top to the baseline."""

    text: str
    font: str
    weight: int
    static: QStaticText
    width: float
    ascent: float


class TextCache:
    """Laid-out texts by text, font and width; they follow the theme's fonts."""

    def __init__(self, theme: Theme) -> None:
        self._theme = theme
        self._kept: dict[tuple[str, str, int, float], LaidOut] = {}
        theme.changed.connect(self._kept.clear)

    def get(self, text: str, font: str, weight: int = 400, room: float = 0) -> LaidOut:
        """A text in a font of the type scale, elided at its end if `room` > 0 is too little."""
        key = (text, font, weight, room)
        found = self._kept.get(key)
        if found is None:
            if len(self._kept) >= _KEPT:
                self._kept.clear()
            found = self._kept[key] = self._lay_out(text, font, weight, room)
        return found

    def _lay_out(self, text: str, font: str, weight: int, room: float) -> LaidOut:
        metrics = self._theme.metrics(font, weight)
        width = metrics.horizontalAdvance(text)
        if 0 < room < width:
            text = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room)
            width = metrics.horizontalAdvance(text)
        static = QStaticText(text)
        static.setTextFormat(Qt.TextFormat.PlainText)
        static.setPerformanceHint(QStaticText.PerformanceHint.AggressiveCaching)
        static.prepare(font=self._theme.font(font, weight))
        return LaidOut(text, font, weight, static, width, metrics.ascent())

    def draw(self, painter: QPainter, laid: LaidOut, x: float, baseline: float, color: str) -> None:
        """Paints a text from `x` on the baseline, in the colour of a token."""
        painter.setFont(self._theme.font(laid.font, laid.weight))
        painter.setPen(self._theme.color(color))
        painter.drawStaticText(QPointF(x, baseline - laid.ascent), laid.static)
