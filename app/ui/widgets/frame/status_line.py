"""The line at the foot: what was done last, and the keys that matter now."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from app.ui.theme.theme import Theme
from app.ui.widgets.frame.frame_data import KeyHint, StatusData
from app.ui.widgets.parts.key_cap import KeyCap
from app.ui.widgets.parts.link_button import LinkButton
from app.ui.widgets.parts.plain_tip import plain_tip
from app.ui.widgets.parts.text_label import TextLabel
from app.ui.words import say

_HEIGHT = 28
_LEAST_TEXT = 160


class _Sentence(QWidget):
    """Plain, strong, plain; elided at its end."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._data = StatusData()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.updateGeometry)

    def show_sentence(self, data: StatusData) -> None:
        """Shows another sentence."""
        self._data = data
        said = "".join(text for text, _ in self._runs())
        self.setAccessibleName(said)
        self.setToolTip(plain_tip(said))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        wide = sum(self._theme.text_width(t, "small", w) for t, w in self._runs())
        if self._data.icon:
            wide += self._theme.px(14 + 8)
        return QSize(int(wide) + 1, self._theme.line_height("small"))

    def minimumSizeHint(self) -> QSize:
        return QSize(0, self._theme.line_height("small"))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        left = 0.0
        if self._data.icon:
            side = self._theme.px(14)
            color = "text.secondary"
            pixmap = self._theme.icon(self._data.icon, side, color, self.devicePixelRatioF())
            painter.drawPixmap(0, (self.height() - side) // 2, pixmap)
            left += side + self._theme.px(8)
        for text, weight in self._runs():
            metrics = self._theme.metrics("small", weight)
            room = max(0.0, self.width() - left)
            shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room)
            painter.setFont(self._theme.font("small", weight))
            strong = weight == 600
            painter.setPen(self._theme.color("text.primary" if strong else "text.secondary"))
            box = QRectF(left, 0, room, self.height())
            painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, shown)
            left += metrics.horizontalAdvance(shown)

    def _runs(self) -> list[tuple[str, int]]:
        data = self._data
        runs = [(data.before, 400), (data.strong, 600), (data.after, 400)]
        return [(text, weight) for text, weight in runs if text]


class _Hint(QWidget):
    """A key and what it does."""

    def __init__(self, theme: Theme, hint: KeyHint, parent: QWidget) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(7)
        row.addWidget(KeyCap(theme, hint.key))
        row.addWidget(TextLabel(theme, hint.text, font="small", color="text.secondary"))
        self.setAccessibleName(f"{hint.key}: {hint.text}")


class StatusLine(QWidget):
    """28 px high; `undo_requested` is the press on Undo. Hints that find no room are left out."""

    undo_requested = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._data = StatusData()
        self._hints: list[_Hint] = []
        # Calls and messages take turns: what was made once is shown again.
        self._made: dict[KeyHint, _Hint] = {}
        self._sentence = _Sentence(theme)
        self._undo = LinkButton(theme, say("status.undo"), font="small")
        self._undo_key = KeyCap(theme, "Ctrl Z")
        self._seconds = TextLabel(theme, font="small", color="text.muted")
        self._undo.clicked.connect(self.undo_requested)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 0, 12, 0)
        row.setSpacing(8)
        row.addWidget(self._sentence)
        row.addWidget(self._undo)
        row.addWidget(self._undo_key)
        row.addWidget(self._seconds)
        row.addStretch(1)
        self._right = QHBoxLayout()
        self._right.setSpacing(14)
        row.addLayout(self._right)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(say("status.name"))
        theme.changed.connect(self._on_theme)
        self.show_status(StatusData())

    def show_status(self, data: StatusData) -> None:
        """Shows another state; called once a second while something can be undone."""
        hints = data.hints != self._data.hints
        self._data = data
        self._sentence.show_sentence(data)
        undo = data.undo_seconds > 0
        for widget in (self._undo, self._undo_key, self._seconds):
            widget.setVisible(undo)
        self._seconds.setText(say("status.seconds", n=data.undo_seconds))
        if hints:
            self._fill_hints()
        self._fit()

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), self._theme.px(_HEIGHT))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.px(_LEAST_TEXT), self._theme.px(_HEIGHT))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.color("bg.panel"))
        painter.fillRect(0, 0, self.width(), 1, self._theme.color("border.default"))

    def _fill_hints(self) -> None:
        for shown in self._hints:
            self._right.removeWidget(shown)
            shown.hide()
        for hint in self._data.hints:
            if hint not in self._made:
                self._made[hint] = _Hint(self._theme, hint, self)
        self._hints = [self._made[hint] for hint in self._data.hints]
        for shown in self._hints:
            self._right.addWidget(shown)

    def _fit(self) -> None:
        """Leaves out hints from the left until the rest fits; the last one is the key to all."""
        used = 24 + self._sentence.sizeHint().width()
        if self._data.undo_seconds > 0:
            for widget in (self._undo, self._undo_key, self._seconds):
                used += widget.sizeHint().width() + 8
        room = self.width() - used
        for hint in reversed(self._hints):
            room -= hint.sizeHint().width() + 14
            hint.setVisible(room >= 0 or hint is self._hints[-1])

    def _on_theme(self) -> None:
        self.updateGeometry()
        self._fit()
        self.update()
