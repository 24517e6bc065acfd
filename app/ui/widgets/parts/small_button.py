"""The ordinary button: words, with an icon, a key cap or a chevron beside them."""

from typing import Literal

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.ui.theme.painting import draw_key, key_size
from app.ui.theme.theme import Theme
from app.ui.widgets.parts.painted_button import PaintedButton

Look = Literal["default", "quiet", "strong", "primary", "plain", "tinted"]

# fill, hovered fill, edge, words; "" paints none.
_LOOKS: dict[Look, tuple[str, str, str, str]] = {
    "default": ("bg.panel", "bg.hover", "border.strong", "text.primary"),
    "quiet": ("bg.panel", "bg.hover", "border.default", "text.primary"),
    "strong": ("bg.panel", "bg.hover", "border.control", "text.primary"),
    "primary": ("accent.fill", "accent.hover", "accent.fill", "text.onAccent"),
    "plain": ("", "bg.hover", "", "text.secondary"),
    "tinted": ("accent.tint", "accent.tint", "border.strong", "accent.text"),
}
_RADIUS = 6


class SmallButton(PaintedButton):
    """28 or 32 px high. Checked, it wears the accent as an edge and a tint.

    `inset` paints it that much lower than the target that can be hit.
    """

    def __init__(
        self,
        theme: Theme,
        text: str = "",
        *,
        icon: str = "",
        key: str = "",
        chevron: bool = False,
        look: Look = "quiet",
        height: int = 28,
        inset: int = 0,
        font: str = "small",
        weight: int = 500,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, radius=_RADIUS, parent=parent)
        self._icon = icon
        self._key = key
        self._chevron = chevron
        self._look: Look = look
        self._height = height
        self._inset = inset
        self._font = font
        self._weight = weight
        self._pad = 10 if font == "small" else 12
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setText(text)
        self.setAccessibleName(text)

    def set_words(self, text: str, *, icon: str | None = None, look: Look | None = None) -> None:
        """Another text, and another icon or look where one is given."""
        self.setText(text)
        self.setAccessibleName(text)
        self._icon = self._icon if icon is None else icon
        self._look = look or self._look
        self.updateGeometry()
        self.update()

    def set_key(self, key: str) -> None:
        """Another key cap, "" for none."""
        if key != self._key:
            self._key = key
            self.updateGeometry()
            self.update()

    def set_chevron(self, chevron: bool) -> None:
        """Whether it says that it opens something."""
        self._chevron = chevron
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        gap = self._theme.px(6 if self._font == "small" else 8)
        wide = 2.0 * self._pad
        parts = 0
        if self.text():
            wide += self._theme.text_width(self.text(), self._font, self._weight)
            parts += 1
        if self._icon:
            wide += self._icon_px()
            parts += 1
        if self._key:
            wide += key_size(self._theme, self._key).width()
            parts += 1
        if self._chevron:
            wide += self._theme.px(14)
            parts += 1
        return QSize(round(wide + gap * max(0, parts - 1) + 0.49), self._theme.px(self._height))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        words = self._paint_ground(painter)
        gap = self._theme.px(6 if self._font == "small" else 8)
        left = float(self._pad)
        right = float(self.width() - self._pad)
        middle = self.height() / 2
        ratio = self.devicePixelRatioF()
        if self._icon:
            size = self._icon_px()
            pixmap = self._theme.icon(self._icon, size, words, ratio)
            painter.drawPixmap(QPointF(left, middle - size / 2), pixmap)
            left += size + gap
        if self._chevron:
            size = self._theme.px(14)
            right -= size
            pixmap = self._theme.icon("chevron-down", size, words, ratio)
            painter.drawPixmap(QPointF(right, middle - size / 2), pixmap)
            right -= gap
        if self._key:
            cap = key_size(self._theme, self._key)
            right -= cap.width()
            box = QRectF(right, round(middle - cap.height() / 2), cap.width(), cap.height())
            look = "on_accent" if self._look == "primary" else "default"
            if not self.isEnabled():
                look = "disabled"
            draw_key(painter, self._theme, box, self._key, look)
            right -= gap
        painter.setFont(self._theme.font(self._font, self._weight))
        painter.setPen(self._theme.color(words))
        room = QRectF(left, 0, right - left + 1, self.height())
        alone = not (self._icon or self._key or self._chevron)
        align = Qt.AlignmentFlag.AlignHCenter if alone else Qt.AlignmentFlag.AlignLeft
        painter.drawText(room, align | Qt.AlignmentFlag.AlignVCenter, self.text())

    def _icon_px(self) -> int:
        return self._theme.px(14 if self._font == "small" else 16)

    def _paint_ground(self, painter: QPainter) -> str:
        """Paints fill and edge; the name of the words' colour."""
        fill, lit, edge, words = _LOOKS[self._look]
        if self.isChecked():
            fill = lit = "accent.tint"
            edge, words = "accent.line", "accent.text"
        ground = lit if self._hovered else fill
        if self.isDown():
            ground = "accent.press" if self._look == "primary" else "bg.sunken"
        if not self.isEnabled():
            words = "text.disabled"
            ground = ground and "bg.subtle"
            edge = edge and "border.default"
        if not ground:
            return words
        painter.setPen(QPen(self._theme.color(edge or ground), 1))
        painter.setBrush(self._theme.color(ground))
        down = self._inset + 0.5
        box = QRectF(self.rect()).adjusted(0.5, down, -0.5, -down)
        painter.drawRoundedRect(box, _RADIUS - 0.5, _RADIUS - 0.5)
        return words
