"""One of the ten buttons that say what came of a touch."""

from enum import Enum

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.ui.theme.painting import draw_key, key_size
from app.ui.theme.theme import Theme
from app.ui.widgets.dock.dock_data import OutcomeData
from app.ui.widgets.parts.painted_button import PaintedButton
from app.ui.words import say

_RADIUS = 6
_SIDE = 9
_GAP = 8
_RIGHT = 3
# A longer word is cut, so that five columns keep their room.
_MOST_LEAST = 104


class OutcomeMark(Enum):
    """How a button stands out: not at all, as the one the preview speaks of, or with its strip."""

    NONE = "none"
    HIGHLIGHTED = "highlighted"
    OPEN = "open"


class OutcomeButton(PaintedButton):
    """Key cap and label; 38 px high, 36 where height is short.

    `hovered` is emitted when the pointer moves over it, not when it comes to lie under one;
    `unhovered` when it goes away.
    """

    hovered = Signal()
    unhovered = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, radius=_RADIUS, parent=parent)
        self.data = OutcomeData(key="", code="", label="")
        self._mark = OutcomeMark.NONE
        self._short = False
        self._small = False
        self._strength = 1.0
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @property
    def mark(self) -> OutcomeMark:
        """How it stands out now."""
        return self._mark

    def show_outcome(self, data: OutcomeData) -> None:
        """Shows another outcome."""
        self.data = data
        self.setText(data.label)
        self.setEnabled(data.enabled)
        self.setAccessibleName(_spoken(data))
        self.updateGeometry()
        self.update()

    def set_mark(self, mark: OutcomeMark) -> None:
        """Makes it stand out or not; the one that does can be reached with Tab."""
        if mark is not self._mark:
            self._mark = mark
            self.update()
        self.setFocusPolicy(
            Qt.FocusPolicy.NoFocus if mark is OutcomeMark.NONE else Qt.FocusPolicy.TabFocus
        )

    @property
    def strength(self) -> float:
        """How strong it stands, from 0 to 1."""
        return self._strength

    def set_strength(self, strength: float) -> None:
        """Paints it as strong as this, from 0 to 1."""
        if strength != self._strength:
            self._strength = strength
            self.update()

    def set_room(self, *, short: bool, small: bool) -> None:
        """`short` takes 2 px of the height, `small` sets the label in the 12 px font."""
        self._short, self._small = short, small
        self.updateGeometry()
        self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        self.hovered.emit()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.unhovered.emit()

    def sizeHint(self) -> QSize:
        font = "small" if self._small else "base"
        wide = self._theme.text_width(self.data.label, font, 500)
        cap = key_size(self._theme, self.data.key).width()
        side, gap = self._paddings()
        high = self._theme.size("outcomeButtonShort" if self._short else "outcomeButton")
        return QSize(int(wide + cap) + 2 * side + gap, high)

    def minimumSizeHint(self) -> QSize:
        # Its longest word and what stands before it: columns share the rest.
        words = self.data.label.split()
        longest = max((self._theme.text_width(w, "micro", 500) for w in words), default=0.0)
        before = self._label_room().left() + _RIGHT
        wide = min(longest + before + 1, self._theme.px(_MOST_LEAST))
        return QSize(max(self._theme.px(64), int(wide)), self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setOpacity(self._strength)
        marked = self._mark is not OutcomeMark.NONE and self.isEnabled()
        self._paint_ground(painter, marked=marked)
        cap = key_size(self._theme, self.data.key)
        side, _ = self._paddings()
        box = QRectF(side, round((self.height() - cap.height()) / 2), cap.width(), cap.height())
        look = "filled" if marked else "default" if self.isEnabled() else "disabled"
        draw_key(painter, self._theme, box, self.data.key, look)
        painter.setPen(self._theme.color("text.primary" if self.isEnabled() else "text.disabled"))
        self._paint_label(painter, self._label_room())

    @property
    def is_cut(self) -> bool:
        """Whether its label finds no way into it."""
        return self._way(self._label_room().width()) is None

    def _label_room(self) -> QRectF:
        cap = key_size(self._theme, self.data.key)
        side, gap = self._paddings()
        left = side + cap.width() + gap
        return QRectF(left, 0, self.width() - left - _RIGHT, self.height())

    def _way(self, width: float) -> tuple[str, bool] | None:
        """The largest font the label fits in, and whether on two lines; None when in none."""
        label = self.data.label
        fonts = ("small", "micro") if self._small else ("base", "small", "micro")
        for name in fonts:
            if self._theme.text_width(label, name, 500) <= width:
                return name, False
        for name in ("small", "micro"):
            if self._lines(label, name, width) <= 2:
                return name, True
        return None

    def _lines(self, label: str, font: str, width: float) -> int:
        """How many lines the words take; far too many where one is wider than a line."""
        lines, used = 1, 0.0
        blank = self._theme.text_width(" ", font, 500)
        for word in label.split():
            wide = self._theme.text_width(word, font, 500)
            if wide > width:
                return len(label)
            if used and used + blank + wide > width:
                lines, used = lines + 1, wide
            else:
                used += wide + (blank if used else 0)
        return lines

    def _paint_label(self, painter: QPainter, room: QRectF) -> None:
        label, middle = self.data.label, Qt.AlignmentFlag.AlignVCenter
        way = self._way(room.width())
        painter.setFont(self._theme.font(way[0] if way else "micro", 500))
        if way is None:
            elide = Qt.TextElideMode.ElideRight
            label = self._theme.metrics("micro", 500).elidedText(label, elide, room.width())
        wrap = Qt.TextFlag.TextWordWrap if way and way[1] else Qt.TextFlag(0)
        painter.drawText(room, middle | wrap, label)

    def _paddings(self) -> tuple[int, int]:
        """Before the key cap, and between it and the label."""
        return (7, 6) if self._small else (_SIDE, _GAP)

    def _paint_ground(self, painter: QPainter, *, marked: bool) -> None:
        if not self.isEnabled():
            edge, fill = "border.default", "bg.subtle"
        elif marked:
            edge, fill = "accent.line", "accent.tint"
        else:
            edge = "border.strong"
            fill = "bg.hover" if self._hovered else "bg.panel"
        if self.isDown():
            fill = "bg.sunken"
        width = 2 if marked else 1
        half = width / 2
        painter.setPen(QPen(self._theme.color(edge), width))
        painter.setBrush(self._theme.color(fill))
        box = QRectF(self.rect()).adjusted(half, half, -half, -half)
        painter.drawRoundedRect(box, _RADIUS - half, _RADIUS - half)


def _spoken(data: OutcomeData) -> str:
    """For instance "2, No answer. Next: email What you asked for, tomorrow 10:00 their time."."""
    if data.next is None:
        return say("dock.spoken", key=data.key, outcome=data.label)
    follows = ", ".join(part for part in (data.next.title, data.next.when) if part)
    return say("dock.spoken_next", key=data.key, outcome=data.label, follows=follows)
