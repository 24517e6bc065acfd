"""The left pane of the workspace: title, filter and the list of the queue."""

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from app.ui.theme.theme import Theme
from app.ui.widgets.parts.icon_button import IconButton
from app.ui.widgets.parts.text_label import TextLabel
from app.ui.widgets.parts.words import Words
from app.ui.widgets.queue.queue_model import QueueModel
from app.ui.widgets.queue.queue_row_look import NARROW_BELOW
from app.ui.widgets.queue.queue_view import QueueView
from app.ui.words import catalogue

_HEAD = 40
_EDGE = 12


class _Strip(QWidget):
    """A line of the panel's head with a hairline below."""

    def __init__(self, theme: Theme, height: int, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._tall = height
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:
        return QSize(0, self._theme.px(self._tall))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.color("bg.panel"))
        bottom = self.height() - 1
        painter.fillRect(0, bottom, self.width(), 1, self._theme.color("border.default"))


class QueuePanel(QWidget):
    """`view` is the list itself; `selected` and `opened` are passed on from it.

    `filter_closed` comes when Esc left the filter: the focus belongs to the list then.
    `filtering_changed` says whether the filter is open: it looks at the rows that were read.
    """

    selected = Signal(object, object)
    opened = Signal(object, object)
    filter_closed = Signal()
    filtering_changed = Signal(bool)

    def __init__(
        self, theme: Theme, words: Words, model: QueueModel, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._model = model
        self._words = words
        self.view = QueueView(theme, words, model, self)
        self.view.setAccessibleName(words.plain("queue.title"))
        self.view.selected.connect(self.selected)
        self.view.opened.connect(self.opened)
        self._order = TextLabel(
            theme, words.plain("queue.order"), font="micro", color="text.muted", elide=True
        )
        self._count = TextLabel(theme, "0", font="base", color="text.muted")
        self._button = IconButton(theme, "list-filter", words.plain("queue.filter"), icon_px=15)
        self._button.setCheckable(True)
        self._button.toggled.connect(self._on_button)
        self._filter_name = words.plain("queue.filter")
        # Made when it is first opened: a line edit costs the first paint more than a lane.
        self._filter: tuple[_Strip, QLineEdit] | None = None
        self._column = QVBoxLayout(self)
        self._lay_out(words)
        model.counts_changed.connect(self._on_counts)
        self._on_counts()

    def open_filter(self) -> None:
        """Shows the filter with the cursor in it (Ctrl F)."""
        self._button.setChecked(True)
        _, line = self._filter_bar()
        line.setFocus(Qt.FocusReason.ShortcutFocusReason)
        line.selectAll()

    def close_filter(self) -> None:
        """Hides the filter and shows everybody again."""
        self._button.setChecked(False)

    @property
    def filtering(self) -> bool:
        """Whether the filter is open."""
        return self._button.isChecked()

    @property
    def count_text(self) -> str:
        """The number beside the title."""
        return self._count.text()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Esc in the filter closes it; Down and Enter go to the list."""
        typed = self._filter is not None and watched is self._filter[1]
        if typed and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() == Qt.Key.Key_Escape:
                self.close_filter()
                self.filter_closed.emit()
                return True
            if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._go_to_list()
                return True
        return super().eventFilter(watched, event)

    def _go_to_list(self) -> None:
        """To whoever is open, or to the first match if the filter hides them."""
        self.view.setFocus(Qt.FocusReason.TabFocusReason)
        chosen = self.view.lead_id
        if chosen is None or self._model.line_of(chosen) is None:
            self.view.select_first()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A narrow pane has no room for the note on the order."""
        super().resizeEvent(event)
        self._order.setVisible(self.width() >= self._theme.px(NARROW_BELOW))

    def _lay_out(self, words: Words) -> None:
        head = _Strip(self._theme, _HEAD, self)
        row = QHBoxLayout(head)
        row.setContentsMargins(_EDGE, 1, 10, 1)
        row.setSpacing(0)
        row.addWidget(TextLabel(self._theme, words.plain("queue.title"), font="title"))
        row.addSpacing(8)
        row.addWidget(self._count)
        row.addStretch(1)
        row.addWidget(self._order)
        row.addSpacing(6)
        row.addWidget(self._button)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addWidget(head)
        self._column.addWidget(self.view, 1)

    def _filter_bar(self) -> tuple[_Strip, QLineEdit]:
        if self._filter is None:
            bar = _Strip(self._theme, self._theme.tokens.at("size.filterBar"), self)
            line = QLineEdit(bar)
            line.setPlaceholderText(self._filter_name)
            line.setAccessibleName(self._filter_name)
            line.setClearButtonEnabled(True)
            line.installEventFilter(self)
            line.textChanged.connect(self._model.set_filter)
            inside = QHBoxLayout(bar)
            inside.setContentsMargins(_EDGE, 0, _EDGE, 1)
            inside.addWidget(line)
            self._column.insertWidget(1, bar)
            self._filter = (bar, line)
        return self._filter

    def _on_button(self, opened: bool) -> None:
        bar, line = self._filter_bar()
        bar.setVisible(opened)
        if opened:
            line.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            line.clear()

    def _on_counts(self) -> None:
        count = catalogue().number
        total = count(self._model.count())
        if self._model.filtering:
            said = {"shown": count(self._model.matching()), "all": total}
            total = self._words.plain("queue.count_of", said)
        self._count.setText(total)
