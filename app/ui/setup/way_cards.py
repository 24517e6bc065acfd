"""The ways to begin, side by side: one is chosen, arrows move between them."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QSizePolicy, QWidget

from app.ui.theme.painting import draw_frame
from app.ui.theme.theme import Theme
from app.ui.widgets.parts.painted_button import PaintedButton
from app.ui.words import say

_RADIUS = 8
_HEIGHT = 100
_PAD = 14
_RADIO = 18
_TEXT = 44
_STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1}


@dataclass(frozen=True, slots=True, kw_only=True)
class StartWay:
    """One way to begin; one that is closed says in its text why."""

    code: str
    title: str
    text: str
    icon: str
    enabled: bool = True


class _WayCard(PaintedButton):
    """Radio, title, two lines of text, icon."""

    def __init__(self, theme: Theme, way: StartWay, parent: QWidget) -> None:
        super().__init__(theme, radius=_RADIUS, parent=parent)
        self.way = way
        self.setCheckable(True)
        self.setEnabled(way.enabled)
        self.setText(way.title)
        self.setAccessibleName(way.title)
        self.setAccessibleDescription(way.text)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(self._theme.px(200), self._theme.px(_HEIGHT))

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme, px = self._theme, self._theme.px
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        on = self.isChecked()
        self._paint_ground(painter, on=on)
        self._paint_radio(painter, QRectF(px(_PAD), px(13), px(_RADIO), px(_RADIO)), on=on)
        side = px(16)
        icon = "text.secondary" if self.isEnabled() or on else "text.disabled"
        pixmap = theme.icon(self.way.icon, side, icon, self.devicePixelRatioF())
        painter.drawPixmap(QPointF(self.width() - px(_PAD) - side, px(14)), pixmap)
        room = self.width() - px(_TEXT) - px(_PAD)
        painter.setFont(theme.font("script", 600))
        closed = not self.isEnabled() and not on
        painter.setPen(theme.color("text.muted" if closed else "text.primary"))
        title = QRectF(px(_TEXT), px(12), room - side - px(6), theme.line_height("script"))
        align = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(title, align, self._elided(self.way.title, "script", 600, title.width()))
        painter.setFont(theme.font("small"))
        painter.setPen(theme.color("text.muted" if closed else "text.secondary"))
        text = QRectF(px(_TEXT), title.bottom(), room, self.height() - title.bottom() - px(8))
        wrap = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignTop
        painter.drawText(text, wrap, self.way.text)

    def _paint_ground(self, painter: QPainter, *, on: bool) -> None:
        theme = self._theme
        ground = "accent.tint" if on else "bg.panel"
        if not self.isEnabled() and not on:
            ground = "bg.subtle"
        elif self._hovered and not on and self.isEnabled():
            ground = "bg.hover"
        wide = 2 if on else 1
        edge = "accent.line" if on else "border.strong" if self.isEnabled() else "border.default"
        box, radius = QRectF(self.rect()), _RADIUS - wide / 2
        draw_frame(painter, theme, box, radius, edge=edge, ground=ground, width=wide)

    def _paint_radio(self, painter: QPainter, box: QRectF, *, on: bool) -> None:
        theme = self._theme
        if on:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("accent.fill"))
            painter.drawEllipse(box)
            painter.setBrush(theme.color("text.onAccent"))
            inner = box.width() * 0.3
            painter.drawEllipse(box.adjusted(inner, inner, -inner, -inner))
            return
        edge = "border.control" if self.isEnabled() else "border.default"
        painter.setPen(QPen(theme.color(edge), 1))
        painter.setBrush(theme.color("bg.panel" if self.isEnabled() else "bg.subtle"))
        painter.drawEllipse(box.adjusted(0.5, 0.5, -0.5, -0.5))

    def _elided(self, text: str, font: str, weight: int, room: float) -> str:
        metrics = self._theme.metrics(font, weight)
        return metrics.elidedText(text, Qt.TextElideMode.ElideRight, room)


class WayCards(QWidget):
    """`chosen` carries the code of a way. Tab reaches the chosen one, arrows the others."""

    chosen = Signal(str)

    def __init__(
        self, theme: Theme, ways: Sequence[StartWay], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._cards = [_WayCard(theme, way, self) for way in ways]
        self._group = QButtonGroup(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        for card in self._cards:
            self._group.addButton(card)
            card.clicked.connect(lambda _on=False, card=card: self._choose(card))
            row.addWidget(card)
        self.setAccessibleName(say("setup.where"))

    @property
    def code(self) -> str:
        """The way that is chosen, "" for none."""
        return next((card.way.code for card in self._cards if card.isChecked()), "")

    def choose(self, code: str) -> None:
        """Choose a way and put the focus on it."""
        for card in self._cards:
            if card.way.code == code:
                card.setFocus(Qt.FocusReason.OtherFocusReason)
                self._choose(card)

    def close_choice(self) -> None:
        """The way is settled: show it, take no other."""
        for card in self._cards:
            card.setEnabled(False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _STEPS.get(Qt.Key(event.key()))
        open_ones = [card for card in self._cards if card.isEnabled()]
        here = next((i for i, card in enumerate(open_ones) if card.hasFocus()), None)
        if step is None or here is None:
            super().keyPressEvent(event)
            return
        there = open_ones[(here + step) % len(open_ones)]
        there.setFocus(Qt.FocusReason.OtherFocusReason)
        self._choose(there)

    def _choose(self, card: _WayCard) -> None:
        card.setChecked(True)
        for other in self._cards:
            other.setFocusPolicy(
                Qt.FocusPolicy.TabFocus if other is card else Qt.FocusPolicy.NoFocus
            )
        self.chosen.emit(card.way.code)
