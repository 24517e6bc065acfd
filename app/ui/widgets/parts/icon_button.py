"""A button that is an icon."""

from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.ui.theme.theme import Theme
from app.ui.widgets.parts.painted_button import PaintedButton
from app.ui.widgets.parts.plain_tip import plain_tip

_RADIUS = 6


class IconButton(PaintedButton):
    """An icon of 16 px in a target of at least 28; its name is its tooltip."""

    def __init__(
        self,
        theme: Theme,
        icon: str,
        name: str,
        *,
        size: int = 28,
        icon_px: int = 16,
        bordered: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, radius=_RADIUS, parent=parent)
        self._icon = icon
        self._size = size
        self._icon_px = icon_px
        self._bordered = bordered
        self.setAccessibleName(name)
        self.setToolTip(plain_tip(name))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_icon(self, icon: str, name: str) -> None:
        """Another icon and name."""
        self._icon = icon
        self.setAccessibleName(name)
        self.setToolTip(plain_tip(name))
        self.update()

    def sizeHint(self) -> QSize:
        side = self._theme.px(self._size)
        return QSize(side, side)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        lit = self.isEnabled() and (self._hovered or self.isChecked())
        fill = "bg.sunken" if self.isDown() else "bg.hover" if lit else "bg.panel"
        if self._bordered or lit or self.isDown():
            edge = "border.strong" if self._bordered else fill
            painter.setPen(QPen(self._theme.color(edge), 1))
            painter.setBrush(self._theme.color(fill))
            painter.drawRoundedRect(box, _RADIUS, _RADIUS)
        size = self._theme.px(self._icon_px)
        color = "text.secondary" if self.isEnabled() else "text.disabled"
        if self.isChecked():
            color = "accent.text"
        pixmap = self._theme.icon(self._icon, size, color, self.devicePixelRatioF())
        painter.drawPixmap(QPointF((self.width() - size) / 2, (self.height() - size) / 2), pixmap)
