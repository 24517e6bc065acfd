"""What an outcome leads to, before it is logged."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.ui.theme.painting import draw_frame
from app.ui.theme.theme import Theme
from app.ui.widgets.dock.dock_data import NextData
from app.ui.widgets.parts.plain_tip import plain_tip

_SIDE = 13
_ICON = 18
_TEXT_LEFT = 41
_RADIUS = 6
_TWO_LINES = 44


class PreviewCard(QWidget):
    """ "No answer → Email “What you asked for”", and below it when, in their time.

    Where height is short both stand on one line.
    """

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._word = ""
        self._next: NextData | None = None
        self._high = 52
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        theme.changed.connect(self._on_theme)

    def show_next(self, word: str, following: NextData | None) -> None:
        """`word` is the outcome. Without `following` the card is empty."""
        self._word, self._next = word, following
        said = ""
        if following is not None:
            when = f", {following.when}" if following.when else ""
            said = f"{word}: {following.title}{when}"
        self.setAccessibleName(said)
        self.setToolTip(plain_tip(said))
        self.update()

    def set_height(self, height: int) -> None:
        """How high it is at 100 %; under 44 px everything stands on one line."""
        self._high = height
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._theme.px(240), self._theme.px(self._high))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.px(120), self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        draw_frame(painter, self._theme, QRectF(self.rect()), _RADIUS)
        if self._next is None:
            return
        size = self._theme.px(_ICON)
        pixmap = self._theme.icon(self._next.icon, size, "text.secondary", self.devicePixelRatioF())
        painter.drawPixmap(QPointF(_SIDE, (self.height() - size) / 2), pixmap)
        left = _TEXT_LEFT + size - _ICON
        room = self.width() - left - _SIDE
        upper = self._theme.line_height("base")
        lower = self._theme.line_height("small")
        if self._high < _TWO_LINES or not self._next.when:
            top = (self.height() - upper) / 2
            tail = f" · {self._next.when}" if self._next.when else ""
            self._sentence(painter, QRectF(left, top, room, upper), self._next.title + tail)
            return
        top = (self.height() - upper - lower) / 2
        self._sentence(painter, QRectF(left, top, room, upper), self._next.title)
        box = QRectF(left, top + upper, room, lower)
        self._words(painter, box, self._next.when, "small", color="text.muted")

    def _sentence(self, painter: QPainter, box: QRectF, title: str) -> None:
        used = self._words(painter, box, self._word, "base", weight=600)
        box.setLeft(box.left() + used)
        self._words(painter, box, f" → {title}", "base")

    def _words(
        self,
        painter: QPainter,
        box: QRectF,
        text: str,
        font: str,
        *,
        weight: int = 400,
        color: str = "text.primary",
    ) -> float:
        """Paints one run of words; how wide it came out."""
        metrics = self._theme.metrics(font, weight)
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, max(0.0, box.width()))
        painter.setFont(self._theme.font(font, weight))
        painter.setPen(self._theme.color(color))
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, shown)
        return float(metrics.horizontalAdvance(shown))

    def _on_theme(self) -> None:
        self.updateGeometry()
        self.update()
