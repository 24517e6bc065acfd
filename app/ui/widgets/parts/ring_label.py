"""The clock of a touch as a ring or a disc."""

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.ui.theme.painting import draw_disc, draw_ring
from app.ui.theme.theme import Theme
from app.ui.widgets.parts.view_data import RingData

_LOOKS = {
    "calm": ("accent.line", "text.primary"),
    "running_out": ("warn.graphic", "warn.text"),
    "last_minute": ("breach.graphic", "breach.text"),
    "attempted": ("ok.graphic", "ok.text"),
    "attempted_late": ("breach.graphic", "breach.text"),
    "now": ("border.strong", "text.primary"),
}


_CALM_STROKE = 3


class RingLabel(QWidget):
    """A ring of `size` px with its text; `stroke` is the width of the line when calm."""

    def __init__(
        self,
        theme: Theme,
        *,
        size: int,
        stroke: int,
        text_px: int,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._size = size
        self._stroke = stroke
        self._text_px = text_px
        self._data = RingData(state="now", text="")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.updateGeometry)

    def show_ring(self, data: RingData) -> None:
        """Shows another state; called once a second while a window runs."""
        if data != self._data:
            self._data = data
            self.setAccessibleName(data.spoken or data.text)
            self.update()

    def set_size(self, size: int, text_px: int) -> None:
        """Another size, in px at 100 %."""
        self._size, self._text_px = size, text_px
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        side = self._theme.px(self._size)
        return QSize(side, side)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
        font = QFont(self._theme.font("heading", 600))
        plain = self._data.state == "now"
        smaller = plain or len(self._data.text) > 4
        pixels = round(self._text_px * 0.86) if smaller else self._text_px
        font.setPixelSize(self._theme.px(pixels))
        box = QRectF(self.rect())
        if self._data.state == "missed":
            fill = self._theme.color("breach.fill")
            draw_disc(
                painter, box, self._data.text, fill, self._theme.color("text.onAccent"), font=font
            )
            return
        ring, words = _LOOKS[self._data.state]
        urgent = self._data.state in ("running_out", "last_minute")
        draw_ring(
            painter,
            box,
            self._data.left,
            self._data.text,
            ring_color=self._theme.color(ring),
            text_color=self._theme.color(words),
            stroke=_CALM_STROKE if plain else self._stroke + (urgent and self._stroke < 6),
            track=self._theme.color("border.default"),
            font=font,
        )
