"""The plain surfaces of the set up pages: card, strip, foot, heading of a step, counts."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from app.ui.theme.painting import draw_frame
from app.ui.theme.theme import Theme
from app.ui.widgets.parts.text_label import TextLabel
from app.ui.words import say

SIDE = 32
INDENT = 64
_CARD_RADIUS = 8
_FOOT = 60
_BADGE = 22

TextRun = tuple[str, int]


class Ground(QWidget):
    """A part of the page on the panel's colour, with a line below if wanted."""

    def __init__(self, theme: Theme, *, line: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._line = line
        theme.changed.connect(self.update)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.color("bg.panel"))
        if self._line:
            line = self._theme.color("border.default")
            painter.fillRect(0, self.height() - 1, self.width(), 1, line)


class Card(QWidget):
    """A panel with a round edge; `column` takes what is in it."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(1, 1, 1, 1)
        self.column.setSpacing(0)
        theme.changed.connect(self.update)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        draw_frame(painter, self._theme, QRectF(self.rect()), _CARD_RADIUS)


class CardRow(QWidget):
    """A grey row across a card. `last` rounds its lower corners and puts the line above it."""

    def __init__(
        self,
        theme: Theme,
        *,
        height: int,
        last: bool = False,
        grey: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._height = height
        self._last = last
        self._grey = grey
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(14, 0, 14, 0)
        self.row.setSpacing(8)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self._on_theme)

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), self._theme.px(self._height))

    def minimumSizeHint(self) -> QSize:
        return QSize(super().minimumSizeHint().width(), self._theme.px(self._height))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self._grey:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.fillPath(self._shape(), self._theme.color("bg.subtle"))
        edge = 0 if self._last else self.height() - 1
        painter.fillRect(0, edge, self.width(), 1, self._theme.color("border.default"))

    def _shape(self) -> QPainterPath:
        box = QRectF(self.rect())
        shape = QPainterPath()
        shape.setFillRule(Qt.FillRule.WindingFill)
        if self._last:
            shape.addRoundedRect(box, _CARD_RADIUS - 1, _CARD_RADIUS - 1)
            shape.addRect(box.adjusted(0, 0, 0, -_CARD_RADIUS))
        else:
            shape.addRect(box)
        return shape

    def _on_theme(self) -> None:
        self.updateGeometry()
        self.update()


class Foot(QWidget):
    """The row at the foot of a page: ways back left, what happens next right."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(SIDE, 1, SIDE, 0)
        self.row.setSpacing(16)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self._on_theme)

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), self._theme.px(_FOOT))

    def minimumSizeHint(self) -> QSize:
        return QSize(super().minimumSizeHint().width(), self._theme.px(_FOOT))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.color("bg.subtle"))
        painter.fillRect(0, 0, self.width(), 1, self._theme.color("border.default"))

    def _on_theme(self) -> None:
        self.updateGeometry()
        self.update()


class Badge(QWidget):
    """The number of a step in a disc, or a tick once it is done."""

    def __init__(self, theme: Theme, number: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._number = number
        self._done = False
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.updateGeometry)
        self.set_done(False)

    def set_done(self, done: bool) -> None:
        """Whether the step lies behind."""
        self._done = done
        self.setAccessibleName(say("setup.step_done" if done else "setup.step", n=self._number))
        self.update()

    def sizeHint(self) -> QSize:
        side = self._theme.px(_BADGE)
        return QSize(side, side)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.color("ok.tint" if self._done else "accent.fill"))
        painter.drawEllipse(self.rect())
        if self._done:
            side = self._theme.px(14)
            pixmap = self._theme.icon("check", side, "ok.text", self.devicePixelRatioF())
            painter.drawPixmap((self.width() - side) // 2, (self.height() - side) // 2, pixmap)
            return
        painter.setFont(self._theme.font("small", 600))
        painter.setPen(self._theme.color("text.onAccent"))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, str(self._number))


class StepHead(QWidget):
    """Badge, title and a quieter sentence; `row` takes buttons at its end."""

    def __init__(
        self, theme: Theme, number: int, title: str, note: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.badge = Badge(theme, number)
        self._note = TextLabel(theme, note, font="small", color="text.muted", elide=True)
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(SIDE, 0, SIDE, 0)
        self.row.setSpacing(10)
        self.row.addWidget(self.badge)
        self.row.addWidget(TextLabel(theme, title, font="title", weight=600))
        self.row.addWidget(self._note, 1)

    @property
    def note(self) -> str:
        """The sentence beside the title."""
        return self._note.text()

    def show_note(self, text: str) -> None:
        """Another sentence beside the title."""
        self._note.setText(text)


class RunsLabel(QWidget):
    """One line in which some words are stronger: (text, weight) after (text, weight)."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._runs: Sequence[TextRun] = ()
        self._color = "text.primary"
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self._on_theme)

    @property
    def text(self) -> str:
        """The whole line."""
        return "".join(text for text, _ in self._runs)

    def show_runs(self, runs: Sequence[TextRun], color: str = "text.primary") -> None:
        """Shows another line."""
        self._runs, self._color = tuple(runs), color
        self.setAccessibleName(self.text)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        wide = sum(self._theme.text_width(text, "base", weight) for text, weight in self._runs)
        return QSize(round(wide) + 1, self._theme.line_height("base"))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(self._theme.color(self._color))
        left = 0.0
        for text, weight in self._runs:
            wide = self._theme.text_width(text, "base", weight)
            painter.setFont(self._theme.font("base", weight))
            box = QRectF(left, 0, wide + 1, self.height())
            painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, text)
            left += wide

    def _on_theme(self) -> None:
        self.updateGeometry()
        self.update()
