"""Before a file is chosen: choose one, drop one, or take the template. Shows the reading too."""

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from app.core.errors import TouchlineError
from app.ui.theme.painting import draw_frame
from app.ui.theme.theme import Theme
from app.ui.widgets.parts.icon_label import IconLabel
from app.ui.widgets.parts.link_button import LinkButton
from app.ui.widgets.parts.small_button import SmallButton
from app.ui.widgets.parts.text_label import TextLabel
from app.ui.words import error_words, say

_RADIUS = 8
_BAR = 320


class ChoosePanel(QWidget):
    """A place to drop a file on. `template_requested` is the link, `cancelled` stops the reading.

    `lit` marks it while a file is held over the page.
    """

    choose_requested = Signal()
    template_requested = Signal()
    cancelled = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._lit = False
        self._icon = IconLabel(theme, "file-spreadsheet", size=32, color="text.muted")
        self._title = TextLabel(theme, font="title", weight=600)
        self._hint = TextLabel(theme, font="base", color="text.secondary", elide=True)
        self._hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.choose = SmallButton(
            theme,
            say("import.choose"),
            icon="file-plus",
            look="primary",
            key="Ctrl O",
            height=36,
            font="base",
        )
        self.template = LinkButton(theme, say("import.template"), font="base")
        self.cancel = SmallButton(
            theme, say("dialog.cancel"), look="default", height=32, font="base"
        )
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(say("import.rows_read"))
        self.choose.clicked.connect(self.choose_requested)
        self.template.clicked.connect(self.template_requested)
        self.cancel.clicked.connect(self.cancelled)
        self._lay_out()
        theme.changed.connect(self.update)
        self.show_empty()

    def show_empty(self) -> None:
        """Asks for a file, as nothing is chosen yet."""
        self._icon.show_icon("file-spreadsheet", "text.muted")
        self._title.setText(say("import.choose_title"))
        self._title.set_look(color="text.primary")
        self._hint.setText(say("import.drop"))
        self._show_parts(reading=False)

    def show_problem(self, error: TouchlineError) -> None:
        """Shows what is wrong with the file that was chosen, and what to do."""
        self._icon.show_icon("circle-alert", "breach.graphic")
        self._title.setText(error_words(error)[0])
        self._title.set_look(color="breach.text")
        self._hint.setText(error_words(error)[1])
        self._show_parts(reading=False)

    def show_reading(self, name: str, done: int, total: int) -> None:
        """How many rows have been read."""
        self._icon.show_icon("file-spreadsheet", "text.muted")
        self._title.set_look(color="text.primary")
        self._title.setText(say("import.reading", name=name))
        self._hint.setText(say("import.read", done=done, count=total) if total else "")
        self._bar.setRange(0, max(total, 1))
        self._bar.setValue(done)
        self._show_parts(reading=True)

    def set_lit(self, lit: bool) -> None:
        """Whether a file is held over the page."""
        if lit != self._lit:
            self._lit = lit
            self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        edge, ground = (
            ("accent.line", "accent.tint") if self._lit else ("border.strong", "bg.panel")
        )
        box = QRectF(self.rect())
        draw_frame(painter, self._theme, box, _RADIUS, edge=edge, ground=ground, dashed=True)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(10)
        column.addStretch(2)
        middle = Qt.AlignmentFlag.AlignHCenter
        column.addWidget(self._icon, alignment=middle)
        column.addWidget(self._title, alignment=middle)
        column.addWidget(self._hint, alignment=middle)
        column.addSpacing(6)
        self._bar.setFixedSize(_BAR, 6)
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addStretch(1)
        for part in (self._bar, self.choose, self.cancel, self.template):
            row.addWidget(part)
        row.addStretch(1)
        column.addLayout(row)
        column.addStretch(3)

    def _show_parts(self, *, reading: bool) -> None:
        self._bar.setVisible(reading)
        self.cancel.setVisible(reading)
        self.choose.setVisible(not reading)
        self.template.setVisible(not reading)
