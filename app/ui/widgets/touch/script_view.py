"""The script of a call, ticked off as it is said."""

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from app.ui.theme.theme import Theme
from app.ui.widgets.parts.key_cap import KeyCap
from app.ui.widgets.parts.small_button import SmallButton
from app.ui.widgets.parts.text_label import TextLabel
from app.ui.widgets.touch.script_row import ScriptRow
from app.ui.widgets.touch.touch_data import LanguageChoice, ScriptData
from app.ui.words import say

_RADIUS = 8
_BAR = 3


class _ScriptFrame(QWidget):
    """The rows, and behind them their grounds, the lines between, and the bar of the current."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.rows: list[ScriptRow] = []
        self.live = False
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(1, 1, 1, 1)
        self._column.setSpacing(1)
        theme.changed.connect(self.update)

    def set_rows(self, rows: list[ScriptRow]) -> None:
        """Takes other rows in the place of the present ones."""
        for row in self.rows:
            self._column.removeWidget(row)
            row.hide()
            row.deleteLater()
        self.rows = rows
        for row in rows:
            self._column.addWidget(row)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        shape = QPainterPath()
        shape.addRoundedRect(box, _RADIUS, _RADIUS)
        painter.fillPath(shape, self._theme.color("bg.panel"))
        painter.save()
        painter.setClipPath(shape)
        for row in self.rows:
            where = row.geometry()
            if row.current:
                ground = "accent.tint" if self.live else "bg.subtle"
                painter.fillRect(where, self._theme.color(ground))
            if row is not self.rows[-1]:
                painter.fillRect(
                    0, where.bottom() + 1, self.width(), 1, self._theme.color("border.default")
                )
        painter.restore()
        painter.setPen(QPen(self._theme.color("border.default"), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(shape)
        # Over the edge, inside its round corners.
        shape.addRoundedRect(QRectF(self.rect()), _RADIUS, _RADIUS)
        shape.setFillRule(Qt.FillRule.WindingFill)
        painter.setClipPath(shape)
        for row in self.rows:
            if row.current:
                bar = QRectF(0, row.y(), _BAR, row.height())
                painter.fillRect(bar, self._theme.color("accent.line"))


class ScriptView(QWidget):
    """Header and lines. `said_changed` carries a frozenset of line keys.

    Folded, only the current line is open. `language_chosen` carries a language code,
    `objections_wanted` a press on the button that stands in for the objections while folded.
    """

    said_changed = Signal(object)
    language_chosen = Signal(str)
    objections_wanted = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._data: ScriptData | None = None
        self._folded = False
        self._frame = _ScriptFrame(theme)
        self._count = TextLabel(theme, font="small", color="text.muted")
        self._hint = TextLabel(
            theme, say("script.ticks"), font="small", color="text.muted", elide=True
        )
        self._object = SmallButton(theme, say("script.objections"), key="O", inset=2)
        self._language = SmallButton(theme, icon="globe", chevron=True, inset=2)
        self._object.clicked.connect(self.objections_wanted)
        self._language.clicked.connect(self._on_language)
        self._object.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        self._head = self._header()
        column.addLayout(self._head)
        column.addWidget(self._frame)

    @property
    def rows(self) -> list[ScriptRow]:
        """The lines from top to bottom."""
        return self._frame.rows

    def show_script(self, data: ScriptData) -> None:
        """Shows a script; ticks of the same one stay unless `said` differs."""
        before, self._data = self._data, data
        if before is None or before.lines != data.lines or before.said != data.said:
            self._fill(data)
        self._frame.live = data.live
        named = {c.code: c.name for c in data.languages}
        self._language.setText(named.get(data.language, data.language))
        self._language.setAccessibleName(say("script.language", name=self._language.text()))
        self._language.setVisible(bool(data.language))
        self._language.set_chevron(len(data.languages) > 1)
        self._language.setEnabled(len(data.languages) > 1)
        self._refresh()

    def _fill(self, data: ScriptData) -> None:
        """Most scripts of a plan are as long as the one before: their rows stay."""
        if len(self.rows) == len(data.lines):
            for row, line in zip(self.rows, data.lines, strict=True):
                row.show_line(line, said=line.key in data.said)
            return
        rows = [ScriptRow(self._theme, line, said=line.key in data.said) for line in data.lines]
        for row in rows:
            row.ticked.connect(self._on_ticked)
        self._frame.set_rows(rows)

    def set_folded(self, folded: bool, *, objections: bool) -> None:
        """Folds all but the current line; `objections` then shows the button for them."""
        self._folded = folded
        self._object.setVisible(folded and objections)
        self._refresh()

    def said(self) -> frozenset[str]:
        """The keys of the lines that are ticked."""
        return frozenset(row.data.key for row in self.rows if row.said)

    def tick_next(self) -> bool:
        """Ticks the current line; whether there was one."""
        row = self._current()
        if row is not None:
            row.set_said(True)
        return row is not None

    def stops(self) -> list[QWidget]:
        """Where Tab stops, in order."""
        return [self._object, self._language, *(row.box for row in self.rows)]

    def current_row(self) -> ScriptRow | None:
        """The line that is to be said next."""
        return self._current()

    def _header(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(0)
        title = TextLabel(
            self._theme, say("script.name"), font="small", weight=600, color="text.secondary"
        )
        row.addWidget(title)
        row.addSpacing(8)
        row.addWidget(self._count)
        row.addSpacing(11)
        row.addWidget(KeyCap(self._theme, "Space"))
        row.addSpacing(6)
        row.addWidget(self._hint)
        row.addStretch(1)
        row.addWidget(self._object)
        row.addSpacing(8)
        row.addWidget(self._language)
        return row

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The hint on Space goes before it is cut."""
        super().resizeEvent(event)
        self._fit_hint()

    def _fit_hint(self) -> None:
        line = self._head
        others = (line.itemAt(at) for at in range(line.count()))
        used = sum(
            item.sizeHint().width()
            for item in others
            if item is not None and item.widget() is not self._hint
        )
        self._hint.setVisible(used + self._hint.sizeHint().width() <= self.width())

    def _current(self) -> ScriptRow | None:
        return next((row for row in self.rows if not row.said), None)

    def _on_ticked(self, _said: bool) -> None:
        self._refresh()
        self.said_changed.emit(self.said())

    def _refresh(self) -> None:
        current = self._current()
        for row in self.rows:
            row.set_state(current=row is current, folded=self._folded)
        self._count.setText(say("script.said", said=len(self.said()), all=len(self.rows)))
        self._frame.update()
        self._fit_hint()

    def _on_language(self) -> None:
        if self._data is None:
            return
        menu = QMenu(self)
        for choice in self._data.languages:
            self._offer(menu, choice)
        menu.popup(self._language.mapToGlobal(self._language.rect().bottomLeft()))

    def _offer(self, menu: QMenu, choice: LanguageChoice) -> None:
        action = menu.addAction(choice.name)
        action.triggered.connect(lambda: self.language_chosen.emit(choice.code))
