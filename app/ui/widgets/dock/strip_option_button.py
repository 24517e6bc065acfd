"""A digit and the answer it gives."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.ui.theme.painting import draw_key, key_size
from app.ui.theme.theme import Theme
from app.ui.widgets.parts.painted_button import PaintedButton

_GAP = 6
_HIT = 28


class StripOptionButton(PaintedButton):
    """Key cap, label, and a muted hint; the preset wears a filled cap."""

    def __init__(
        self,
        theme: Theme,
        key: str,
        label: str,
        hint: str = "",
        *,
        preset: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, radius=4, parent=parent)
        self._key = key
        self._hint = hint
        self._preset = preset
        self.setText(label)
        self.setAccessibleName(", ".join(part for part in (key, label, hint) if part))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        wide = self._cap_width() + _GAP
        wide += self._theme.text_width(self.text(), "small")
        if self._hint:
            wide += self._theme.text_width(f" {self._hint}", "small")
        return QSize(int(wide) + 2, max(_HIT, self._theme.px(_HIT)))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """The second press of a double click was meant for what was here before the strip."""
        event.accept()

    def _cap_width(self) -> float:
        return key_size(self._theme, self._key).width() if self._key else -_GAP

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        left = self._cap_width() + _GAP
        if self._key:
            cap = key_size(self._theme, self._key)
            top = round((self.height() - cap.height()) / 2)
            look = "filled" if self._preset else "default"
            box = QRectF(0, top, cap.width(), cap.height())
            draw_key(painter, self._theme, box, self._key, look)
        strong = self._hovered or self._preset
        room = QRectF(left, 0, self.width() - left, self.height())
        painter.setFont(self._theme.font("small"))
        painter.setPen(self._theme.color("text.primary" if strong else "text.secondary"))
        shown = self._theme.metrics("small").elidedText(
            self.text(), Qt.TextElideMode.ElideRight, room.width()
        )
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, shown)
        if self._hint:
            room.setLeft(left + self._theme.text_width(shown, "small"))
            painter.setPen(self._theme.color("text.muted"))
            painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, f" {self._hint}")
