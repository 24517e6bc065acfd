"""The one big thing to do, and the second one beside it."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.ui.theme.painting import draw_key, key_size
from app.ui.theme.theme import Theme
from app.ui.widgets.parts.link_button import LinkButton
from app.ui.widgets.parts.painted_button import PaintedButton
from app.ui.widgets.parts.plain_tip import plain_tip
from app.ui.widgets.parts.view_data import TONES
from app.ui.widgets.touch.touch_data import ActionData

_RADIUS = 8
_SIDE = 16
# Longer words wrap or are cut, so that what stands beside it has room too.
_MOST_LEAST = 300


class _BigFace(PaintedButton):
    """The button itself; `BigButton` puts the small links beside its words."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(theme, radius=_RADIUS, parent=parent)
        self.data = ActionData(code="", text="")
        self.links_width = 0

    def sizeHint(self) -> QSize:
        return QSize(self._theme.px(292), self._theme.size("bigButton"))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        words = self._paint_ground(painter)
        left = float(_SIDE)
        right = self._paint_key(painter) - self.links_width
        icon = self.data.icon
        if icon:
            size = self._theme.px(18 if self.data.detail else 20)
            pixmap = self._theme.icon(icon, size, words, self.devicePixelRatioF())
            painter.drawPixmap(QPointF(left, (self.height() - size) / 2), pixmap)
            left += size + self._theme.px(7 if self.data.detail else 12)
        self._paint_words(painter, QRectF(left, 0, right - left, self.height()), words)

    def _paint_ground(self, painter: QPainter) -> str:
        """Paints fill and edge; the name of the text colour."""
        look = self.data.look
        box = QRectF(self.rect())
        if look == "accent":
            shade = "press" if self.isDown() else "hover" if self._hovered else "fill"
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.color(f"accent.{shade}"))
            painter.drawRoundedRect(box, _RADIUS, _RADIUS)
            return "text.onAccent"
        edge, width, fill, words = {
            "outline": ("border.control", 1, "bg.panel", "text.primary"),
            "danger": ("breach.graphic", 2, "bg.panel", "breach.text"),
            "disabled": ("border.default", 1, "bg.subtle", "text.disabled"),
        }[look]
        if look != "disabled" and self.isDown():
            fill = "bg.sunken"
        elif look != "disabled" and self._hovered:
            fill = "bg.hover"
        half = width / 2
        painter.setPen(QPen(self._theme.color(edge), width))
        painter.setBrush(self._theme.color(fill))
        painter.drawRoundedRect(
            box.adjusted(half, half, -half, -half), _RADIUS - half, _RADIUS - half
        )
        return words

    def _paint_key(self, painter: QPainter) -> float:
        """Paints the key cap; how far the words may go."""
        edge = float(self.width() - _SIDE)
        if not self.data.key:
            return edge
        size = key_size(self._theme, self.data.key)
        high, wide = size.height() + self._theme.px(3), size.width() + self._theme.px(2)
        box = QRectF(edge - wide, (self.height() - high) / 2, wide, high)
        look = "on_accent" if self.data.look == "accent" else "default"
        draw_key(painter, self._theme, box, self.data.key, look)
        return box.left() - self._theme.px(8)

    def _paint_words(self, painter: QPainter, box: QRectF, color: str) -> None:
        detail = self.data.detail
        if not detail:
            name = self._fitting(box.width(), "call", "title", "base")
            self._line(painter, box, self.data.text, name, self._theme.color(color), wrap=True)
            return
        name = self._fitting(box.width(), "title", "base", "small")
        high = self._theme.line_height("title") + self._theme.line_height("micro")
        top = (self.height() - high) / 2
        upper = QRectF(box.left(), top, box.width(), self._theme.line_height("title"))
        self._line(painter, upper, self.data.text, name, self._theme.color(color))
        lower = QRectF(box.left(), upper.bottom(), box.width(), self._theme.line_height("micro"))
        tone = TONES[self.data.detail_tone]
        on_fill = self.data.look == "accent"
        self._line(
            painter, lower, detail, "micro", self._theme.color("text.onAccent" if on_fill else tone)
        )

    def _fitting(self, room: float, *fonts: str) -> str:
        """The first of some fonts in which the words have their room, else the last."""
        text = self.data.text
        fits = (name for name in fonts if self._theme.text_width(text, name, 600) <= room)
        return next(fits, fonts[-1])

    def least_width(self) -> int:
        """How wide it must be for all its words on one line, key and links beside them."""
        name = "small" if self.data.detail else "base"
        wide = self._theme.text_width(self.data.text, name, 600) + 2 * _SIDE + self.links_width
        if self.data.icon:
            wide += self._theme.px(32)
        if self.data.key:
            wide += key_size(self._theme, self.data.key).width() + self._theme.px(10)
        return int(wide) + 1

    def _line(
        self,
        painter: QPainter,
        box: QRectF,
        text: str,
        name: str,
        color: QColor,
        *,
        wrap: bool = False,
    ) -> None:
        """Words on one line, or on two where `wrap` allows it; too long even so they are cut."""
        font = self._theme.font(name, 600 if name in ("base", "small") else None)
        painter.setFont(font)
        painter.setPen(color)
        wide = QFontMetricsF(font).horizontalAdvance(text)
        two = 2 * self._theme.line_height(name) <= box.height()
        if wrap and two and box.width() < wide < 1.8 * box.width():
            flags = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(box, flags, text)
            return
        shown = QFontMetricsF(font).elidedText(text, Qt.TextElideMode.ElideRight, box.width())
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, shown)


class BigButton(QWidget):
    """52 px high; says what the next act is, or why there is none.

    `triggered` carries the code of the action, `link_triggered` that of one of its links. A
    disabled one keeps its links alive: the reason can always be asked for.
    """

    triggered = Signal(str)
    link_triggered = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._face = _BigFace(theme, self)
        self._links: list[LinkButton] = []
        self._face.clicked.connect(self._on_face)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusProxy(self._face)
        theme.changed.connect(self._place)

    @property
    def data(self) -> ActionData:
        """What it shows now."""
        return self._face.data

    def show_action(self, data: ActionData) -> None:
        """Shows another action."""
        if data == self._face.data:
            return
        self._face.data = data
        self._face.setText(data.text)
        self._face.setAccessibleName(data.spoken or data.text)
        self._face.setAccessibleDescription(data.detail)
        self._face.setToolTip(plain_tip(data.detail))
        self._face.setEnabled(data.look != "disabled")
        self._face.setCursor(
            Qt.CursorShape.ArrowCursor
            if data.look == "disabled"
            else Qt.CursorShape.PointingHandCursor
        )
        self._show_links(data)
        self._place()
        self.updateGeometry()

    @property
    def is_cut(self) -> bool:
        """Whether its words end in an ellipsis."""
        return self._face.width() < self._face.least_width()

    def click(self) -> None:
        """Does what a press on it does; nothing while it is disabled."""
        self._face.click()

    def stops(self) -> list[QWidget]:
        """Where Tab stops, in order."""
        return [self._face, *self._links]

    def sizeHint(self) -> QSize:
        return self._face.sizeHint()

    def minimumSizeHint(self) -> QSize:
        wide = min(self._face.least_width(), self._theme.px(_MOST_LEAST))
        return QSize(max(self._theme.px(120), wide), self._face.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def _place(self) -> None:
        self._face.setGeometry(self.rect())
        key = self._face.data.key
        right = self.width() - _SIDE
        if key:
            right -= round(key_size(self._theme, key).width()) + self._theme.px(8)
        edge = right
        for link in reversed(self._links[: len(self._face.data.links)]):
            size = link.sizeHint()
            right -= size.width()
            link.setGeometry(
                right, (self.height() - size.height()) // 2, size.width(), size.height()
            )
            link.raise_()
            right -= _SIDE
        self._face.links_width = edge - right
        self._face.update()

    def _show_links(self, data: ActionData) -> None:
        while len(self._links) < len(data.links):
            place, link = len(self._links), LinkButton(self._theme, parent=self)
            link.clicked.connect(lambda _on=False, n=place: self._on_link(n))
            self._links.append(link)
        for place, link in enumerate(self._links):
            shown = place < len(data.links)
            link.setVisible(shown)
            if shown:
                link.setText(data.links[place].text)

    def _on_face(self) -> None:
        self.triggered.emit(self._face.data.code)

    def _on_link(self, place: int) -> None:
        self.link_triggered.emit(self._face.data.links[place].code)
