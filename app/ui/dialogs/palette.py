"""Everything by its name (Ctrl K): people first, then actions with their keys."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QLineEdit, QListView, QWidget

from app.core.errors import TouchlineError
from app.services.desk.desk import Desk
from app.services.people.leads import find
from app.services.store.records import LeadHit
from app.ui.dialogs.palette_list import (
    ActionLine,
    PaletteDelegate,
    PaletteLine,
    PaletteModel,
    PersonLine,
    WordsLine,
    offered,
    outcomes_named,
)
from app.ui.tasks import Tasks
from app.ui.theme.theme import Theme
from app.ui.widgets.dock.dock_data import OutcomeData
from app.ui.widgets.parts.modal_dialog import ModalDialog
from app.ui.words import error_words, say

# Beside actions that match too, so many people leave room for them.
_WITH_ACTIONS, _ALONE = 6, 20
_TOP = 56


class Palette(ModalDialog):
    """`person_chosen` carries a LeadHit, `action_chosen` the name of an action.

    `outcomes` are those of the touch that is open: they are found by their names.

    Every change of the text asks at once; while an answer is on its way only the latest text
    waits, so that no keystroke is answered late with something older.
    """

    person_chosen = Signal(object)
    action_chosen = Signal(str)

    def __init__(
        self,
        theme: Theme,
        desk: Desk,
        tasks: Tasks,
        parent: QWidget,
        *,
        outcomes: Sequence[OutcomeData] = (),
    ) -> None:
        super().__init__(theme, say("palette.name"), parent)
        self._outcomes = outcomes
        self._desk = desk
        self._tasks = tasks
        self._people: Sequence[LeadHit] = ()
        self._problem = ""
        self._asked: str | None = None
        self._answered = ""
        self._hurried = False
        self.setWindowFlags(Qt.WindowType.Dialog | Qt.WindowType.FramelessWindowHint)
        self.field = QLineEdit()
        self.field.setPlaceholderText(say("bar.search"))
        self.field.setAccessibleName(self.field.placeholderText())
        self.field.setFrame(False)
        self.model = PaletteModel(self)
        self.list = QListView()
        self._delegate = PaletteDelegate(theme, self.model, self.list)
        self._lay_out()
        self.field.textChanged.connect(self._on_text)
        self.field.installEventFilter(self)
        self.list.clicked.connect(self._on_clicked)
        self._place(parent)
        self._show()
        self.field.setFocus()

    def paintEvent(self, event: QPaintEvent) -> None:
        """A frameless window draws its own edge."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setPen(QPen(self._theme.color("border.strong"), 1))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        line = self._theme.color("border.default")
        painter.fillRect(1, self.field.geometry().bottom() + 5, self.width() - 2, 1, line)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrows belong to the list, whatever stands in the field."""
        if watched is self.field and isinstance(event, QKeyEvent):
            steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
            step = steps.get(Qt.Key(event.key()))
            if step is not None and event.type() == QEvent.Type.KeyPress:
                self._move(step)
                return True
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter takes the line that is marked; before the answer is there, the first one of it."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if event.isAutoRepeat():
                return
            if self._asked is not None and self._delegate.current == 0:
                self._hurried = True
            else:
                self._take(self._delegate.current)
            return
        super().keyPressEvent(event)

    # Inside

    def _lay_out(self) -> None:
        px = self._theme.px
        self.body.setContentsMargins(1, 1, 1, 1)
        self.body.setSpacing(0)
        self.field.setFont(self._theme.font("script"))
        self.field.setStyleSheet("QLineEdit, QLineEdit:focus { border: none; padding: 0 16px; }")
        self.field.setFixedHeight(px(44))
        self.list.setModel(self.model)
        self.list.setItemDelegate(self._delegate)
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setUniformItemSizes(True)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setSelectionMode(QListView.SelectionMode.NoSelection)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setAccessibleName(say("contact.found"))
        self.body.addWidget(self.field)
        self.body.addSpacing(6)
        self.body.addWidget(self.list)
        self.body.addSpacing(4)

    def _place(self, parent: QWidget) -> None:
        px = self._theme.px
        wide = min(px(self._theme.tokens.at("size.palette.w")), parent.width() - 40)
        self.setFixedWidth(wide)
        corner = QPoint((parent.width() - wide) // 2, px(_TOP))
        self.move(parent.mapToGlobal(corner))

    def _on_text(self, text: str) -> None:
        if not text.strip():
            self._people, self._problem, self._answered = (), "", ""
        elif self._asked is None:
            self._ask(text)
        self._delegate.current = 0
        self._hurried = False
        self._show()

    def _ask(self, text: str) -> None:
        self._asked = text
        self._tasks.read(
            lambda: find(self._desk, text, _ALONE),
            self.while_open(self._on_people),
            self.while_open(self._on_failed),
        )

    def _on_people(self, people: Sequence[LeadHit]) -> None:
        self._people, self._problem = people, ""
        self._answer()

    def _on_failed(self, error: TouchlineError) -> None:
        self._people, self._problem = (), error_words(error)[0]
        self._answer()

    def _answer(self) -> None:
        """Ask again if the text has changed meanwhile."""
        asked, self._asked = self._asked or "", None
        self._answered = asked
        text = self.field.text()
        if not text.strip():
            self._people = ()
        elif text != asked:
            self._ask(text)
        self._show()
        if self._hurried and self._asked is None:
            self._take(0)

    def _show(self) -> None:
        text = self.field.text()
        actions = [*outcomes_named(text, self._outcomes), *map(ActionLine, offered(text))]
        most = _WITH_ACTIONS if actions else _ALONE
        lines: list[PaletteLine] = [PersonLine(hit) for hit in self._people[:most]]
        lines += actions
        if self._problem:
            lines.append(WordsLine(self._problem))
        elif not lines and self._answered == text:
            lines.append(WordsLine(say("contact.no_match")))
        self.model.show_lines(lines)
        self._delegate.current = min(self._delegate.current, max(0, len(lines) - 1))
        row = self._theme.px(self._theme.tokens.at("size.palette.row"))
        shown = max(1, min(len(lines), self._theme.tokens.at("size.palette.maxRows")))
        self.list.setFixedHeight(shown * row)
        self.setFixedHeight(self.sizeHint().height())
        self._mark()

    def _move(self, step: int) -> None:
        count = self.model.rowCount()
        if count:
            self._delegate.current = (self._delegate.current + step) % count
            self._mark()

    def _mark(self) -> None:
        index = self.model.index(self._delegate.current, 0)
        self.list.setCurrentIndex(index)
        self.list.scrollTo(index)
        self.list.viewport().update()

    def _on_clicked(self, index: QModelIndex) -> None:
        self._take(index.row())

    def _take(self, at: int) -> None:
        self._hurried = False
        if not 0 <= at < self.model.rowCount():
            return
        line = self.model.lines[at]
        if isinstance(line, WordsLine):
            return
        self.accept()
        if isinstance(line, PersonLine):
            self.person_chosen.emit(line.hit)
        else:
            self.action_chosen.emit(line.action.name)
