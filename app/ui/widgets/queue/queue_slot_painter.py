"""Paints the time slot of a queue row: ring, disc or one or two lines of words."""

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF
from PySide6.QtGui import QPainter, QPixmap

from app.ui.theme.painting import draw_disc, draw_ring
from app.ui.theme.text_cache import TextCache
from app.ui.theme.theme import Theme
from app.ui.widgets.queue.queue_slot import TimeMark

_FONTS = {"": "small", "ring": "micro", "disc": "tiny"}
_KEPT = 256


class SlotPainter:
    """Lengths are those of the design at a text size of 100 %."""

    def __init__(self, theme: Theme, texts: TextCache) -> None:
        self._theme = theme
        self._texts = texts
        self._kept: dict[tuple[object, ...], QPixmap] = {}
        theme.changed.connect(self._kept.clear)

    def width(self) -> int:
        """The width of the slot: all of a row that changes from second to second."""
        return self._theme.size("queueTimeSlot")

    def paint(self, painter: QPainter, part: QRect, slot: TimeMark, *, ground: str) -> None:
        """Paints the left `part` of a row on `ground`, a colour name; its last line is a hairline.

        Rows that wait look the same from paint to paint: what was painted is kept as a picture.
        """
        dpr = painter.device().devicePixelRatioF()
        if dpr != int(dpr):
            # A picture would have to be stretched between pixels.
            painter.fillRect(part, self._theme.color(ground))
            self._draw(painter, part, slot)
            return
        look = (slot.top, slot.bottom, slot.shape, slot.fraction, slot.ring, slot.color)
        key = (*look, slot.stroke, slot.bold, part.width(), part.height(), ground, dpr)
        picture = self._kept.get(key)
        if picture is None:
            picture = QPixmap(part.size() * dpr)
            picture.setDevicePixelRatio(dpr)
            picture.fill(self._theme.color(ground))
            inner = QPainter(picture)
            self._draw(inner, QRect(QPoint(), part.size()), slot)
            inner.end()
            if len(self._kept) >= _KEPT:
                self._kept.clear()
            self._kept[key] = picture
        painter.drawPixmap(part.topLeft(), picture)

    def _draw(self, painter: QPainter, rect: QRect, slot: TimeMark) -> None:
        theme = self._theme
        middle = rect.left() + self.width() / 2
        if not slot.shape:
            self._words(painter, slot, QPointF(middle, rect.top() + (rect.height() - 1) / 2))
            return
        size = min(theme.size("ringRow"), rect.height() - 1 - 2 * theme.px(4))
        top = rect.top() + (rect.height() - size) // 2
        box = QRectF(middle - size / 2, top, size, size)
        color, ring = theme.color(slot.color), theme.color(slot.ring)
        if slot.shape == "disc":
            draw_disc(painter, box, "", ring, color)
        else:
            track = theme.color("border.default")
            draw_ring(
                painter,
                box,
                slot.fraction,
                "",
                ring_color=ring,
                text_color=color,
                stroke=slot.stroke,
                track=track,
            )
        self._words(painter, slot, box.center())

    def _words(self, painter: QPainter, slot: TimeMark, center: QPointF) -> None:
        px = self._theme.px
        top = self._texts.get(slot.top, _FONTS[slot.shape], 600 if slot.bold else 500)
        x = center.x() - top.width / 2
        if not slot.bottom:
            # Half the height of a capital below the centre.
            baseline = round(center.y() + top.ascent * 0.375)
            self._texts.draw(painter, top, x, baseline, slot.color)
            return
        self._texts.draw(painter, top, x, int(center.y()) - px(2), slot.color)
        bottom = self._texts.get(slot.bottom, "tiny" if slot.shape else "micro")
        x = center.x() - bottom.width / 2
        color = slot.color if slot.shape else "text.muted"
        drop = px(10 if slot.shape else 12)
        self._texts.draw(painter, bottom, x, int(center.y()) + drop, color)
