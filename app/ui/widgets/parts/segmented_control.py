"""A few choices side by side, of which one is in force."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from app.ui.actions import keep_letters
from app.ui.theme.theme import Theme
from app.ui.widgets.parts.painted_button import PaintedButton
from app.ui.widgets.parts.plain_tip import plain_tip
from app.ui.widgets.parts.view_data import ChannelChoice

_RADIUS = 6


class _Segment(PaintedButton):
    """One choice; the control paints what is shared."""

    def __init__(self, theme: Theme, choice: ChannelChoice, parent: QWidget) -> None:
        super().__init__(theme, radius=_RADIUS, parent=parent)
        self.choice = choice
        self.first = self.last = False
        self._pad = 10
        self._height = 32
        self.setText(choice.label)
        self.setAccessibleName(choice.label)
        self.setAccessibleDescription(choice.tip)
        self.setToolTip(plain_tip(choice.tip))
        self.setEnabled(choice.enabled)
        self.setCheckable(True)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_room(self, height: int) -> None:
        """How high the control is around it."""
        self._height = height
        self.updateGeometry()

    def icon_name(self) -> str:
        """A choice that is done shows a tick, a closed one a lock."""
        if self.choice.done:
            return "check"
        return self.choice.icon if self.choice.enabled else "lock"

    def sizeHint(self) -> QSize:
        wide = 2 * self._pad + self._theme.text_width(self.text(), "small", 600)
        if self.icon_name():
            wide += self._theme.px(14 + 6)
        return QSize(round(wide + 0.49), self._theme.px(self._height))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        on = self.isChecked()
        ground = "accent.tint" if on else "bg.panel"
        if self._hovered and not on and self.isEnabled():
            ground = "bg.hover"
        painter.fillPath(self._shape(), self._theme.color(ground))
        words = "accent.text" if on else "text.secondary"
        if not self.isEnabled():
            words = "text.disabled"
        left = float(self._pad)
        if self.icon_name():
            size = self._theme.px(14)
            pixmap = self._theme.icon(self.icon_name(), size, words, self.devicePixelRatioF())
            painter.drawPixmap(QPointF(left, (self.height() - size) / 2), pixmap)
            left += size + self._theme.px(6)
        painter.setFont(self._theme.font("small", 600 if on else 500))
        painter.setPen(self._theme.color(words))
        room = QRectF(left, 0, self.width() - left, self.height())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, self.text())

    def _shape(self) -> QPainterPath:
        """Square inside the control, round at its ends."""
        box = QRectF(self.rect()).adjusted(0, 1, 0, -1)
        inner = _RADIUS - 1
        shape = QPainterPath()
        shape.setFillRule(Qt.FillRule.WindingFill)
        shape.addRoundedRect(box, inner, inner)
        if not self.first:
            shape.addRect(box.adjusted(0, 0, -box.width() / 2, 0))
        if not self.last:
            shape.addRect(box.adjusted(box.width() / 2, 0, 0, 0))
        return shape.simplified()


class SegmentedControl(QWidget):
    """32 or 28 px high. `chosen` carries the code of a choice.

    Arrows move inside it, and a letter goes to the next choice that begins with it.
    """

    chosen = Signal(str)

    def __init__(
        self, theme: Theme, name: str, *, height: int = 32, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._height = height
        self._segments: list[_Segment] = []
        self._choices: tuple[ChannelChoice, ...] = ()
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(1, 0, 1, 0)
        self._row.setSpacing(1)
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def show_choices(self, choices: Sequence[ChannelChoice], chosen: str) -> None:
        """Shows the choices, one of them in force."""
        if tuple(choices) != self._choices:
            self._choices = tuple(choices)
            self._rebuild()
        for segment in self._segments:
            on = segment.choice.code == chosen
            segment.setChecked(on)
            # One stop of the focus; the arrows go on from there.
            segment.setFocusPolicy(Qt.FocusPolicy.TabFocus if on else Qt.FocusPolicy.NoFocus)
        self.update()

    def stops(self) -> list[QWidget]:
        """Where Tab stops: at the choice in force."""
        return [s for s in self._segments if s.focusPolicy() != Qt.FocusPolicy.NoFocus]

    def focus_chosen(self) -> None:
        """Puts the focus on the choice in force."""
        for segment in self._segments:
            if segment.isChecked():
                segment.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        step = steps.get(Qt.Key(event.key()))
        here = next((i for i, s in enumerate(self._segments) if s.hasFocus()), None)
        # Esc and Ctrl make a text of their own, which nobody typed.
        held = event.modifiers() & ~Qt.KeyboardModifier.ShiftModifier
        typed = event.text().isprintable() and not held
        letter = event.text().casefold().strip() if typed else ""
        if here is None or (step is None and not letter):
            super().keyPressEvent(event)
            return
        open_ones = [i for i, s in enumerate(self._segments) if s.isEnabled()]
        at = open_ones.index(here) if here in open_ones else 0
        turned = [self._segments[i] for i in (*open_ones[at + 1 :], *open_ones[: at + 1])]
        if step is not None:
            there = self._segments[open_ones[(at + step) % len(open_ones)]]
        else:
            named = (s for s in turned if s.choice.label.casefold().startswith(letter))
            there = next(named, self._segments[here])
        there.setFocus(Qt.FocusReason.OtherFocusReason)
        self._choose(there)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._theme.color("border.strong"), 1))
        painter.setBrush(self._theme.color("bg.panel"))
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(box, _RADIUS, _RADIUS)
        for segment in self._segments[1:]:
            painter.fillRect(
                segment.x() - 1, 1, 1, self.height() - 2, self._theme.color("border.default")
            )

    def _rebuild(self) -> None:
        for segment in self._segments:
            self._row.removeWidget(segment)
            segment.hide()
            segment.deleteLater()
        self._segments = [_Segment(self._theme, c, self) for c in self._choices]
        for i, segment in enumerate(self._segments):
            segment.first, segment.last = i == 0, i == len(self._segments) - 1
            segment.set_room(self._height)
            keep_letters(segment)
            segment.clicked.connect(lambda _on=False, s=segment: self._choose(s))
            self._row.addWidget(segment)
        self._chain()

    def _chain(self) -> None:
        """Tab reaches the choices where the control stands, not after all that was there before."""
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # Qt orders only what can have the focus.
        before: QWidget = self
        for segment in self._segments:
            QWidget.setTabOrder(before, segment)
            before = segment
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def _choose(self, segment: _Segment) -> None:
        for other in self._segments:
            other.setChecked(other is segment)
        self.chosen.emit(segment.choice.code)
