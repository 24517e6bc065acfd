"""The list of the queue: keeps the selected person and the place it was scrolled to."""

from collections.abc import Hashable
from typing import NamedTuple
from uuid import UUID

from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QFocusEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QScrollBar,
    QTableView,
    QWidget,
)

from app.services.store.queue_rows import QueueRow
from app.ui.theme.theme import Theme
from app.ui.widgets.parts.words import Words
from app.ui.widgets.queue.queue_delegate import QueueDelegate
from app.ui.widgets.queue.queue_lanes import Head
from app.ui.widgets.queue.queue_model import QueueModel

_STEPS = {
    QAbstractItemView.CursorAction.MoveUp: -1,
    QAbstractItemView.CursorAction.MovePrevious: -1,
    QAbstractItemView.CursorAction.MoveDown: 1,
    QAbstractItemView.CursorAction.MoveNext: 1,
}


class _Anchor(NamedTuple):
    lead_id: UUID
    offset: int


class QueueView(QTableView):
    """One column without heads or grid.

    `selected(lead_id, touch_id)` comes when the rep, or a call of `select_*`, chose another person,
    never because the list changed; `selection_lost` when the chosen person left the list. `opened`
    is a double click, `menu_requested` carries a lead id and where on the screen the menu belongs.
    """

    # Until the first paint nothing here asks for `viewport()`: to wrap that nameless widget PySide
    # builds every widget class it knows (25 ms).

    selected = Signal(object, object)
    selection_lost = Signal()
    opened = Signal(object, object)
    menu_requested = Signal(object, QPoint)

    def __init__(
        self, theme: Theme, words: Words, model: QueueModel, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._queue = model
        self._delegate = QueueDelegate(theme, words, model, self)
        self._lead_id: UUID | None = None
        self._last_line = 0
        self._anchor: _Anchor | None = None
        self._in_sight = False
        self._painted: dict[UUID, tuple[Hashable, ...]] = {}
        self._minute = ""
        self._odd: list[int] = []
        self.setModel(model)
        self.setItemDelegate(self._delegate)
        self._set_up()
        self._bar = QScrollBar(Qt.Orientation.Vertical, self)
        self._couple_bar()
        self._set_heights()
        model.modelAboutToBeReset.connect(self._remember)
        model.modelReset.connect(self._restore)
        model.ticked.connect(self._on_tick)
        theme.changed.connect(self._on_theme)
        self.selectionModel().currentChanged.connect(self._on_current)
        self.doubleClicked.connect(self._on_double_click)

    def _set_up(self) -> None:
        self.setObjectName("queue")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setMouseTracking(True)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        # The bar that shows lies over the right padding, so that no text moves when it comes.
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        columns, rows = self.horizontalHeader(), self.verticalHeader()
        columns.hide()
        columns.setMinimumSectionSize(1)
        columns.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        rows.hide()
        rows.setMinimumSectionSize(1)
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)

    # What others ask

    @property
    def lead_id(self) -> UUID | None:
        """The selected person."""
        return self._lead_id

    def set_compact(self, compact: bool) -> None:
        """44 px rows instead of 52."""
        self._delegate.set_compact(compact)
        self._on_theme()

    def select_row(self, lead_id: UUID) -> bool:
        """Selects a person and scrolls there; opens a lane that hides them. False if unknown."""
        line = self._queue.line_of(lead_id)
        if line is None:
            lane = self._queue.lane_of(lead_id)
            if lane is None or lane not in self._queue.collapsed:
                return False
            self._queue.toggle_lane(lane)
            line = self._queue.line_of(lead_id)
            if line is None:
                return False
        self._select_line(line)
        return True

    def select_next(self) -> bool:
        """Selects the person below; False at the end."""
        return self._select_step(1)

    def select_previous(self) -> bool:
        """Selects the person above; False at the top."""
        return self._select_step(-1)

    def select_first(self) -> bool:
        """Selects the top person."""
        return self._select_from(0, 1)

    def mark(self, lead_id: UUID) -> None:
        """Marks a person without a word, and scrolls there, if they are in the list."""
        if self._queue.knows(lead_id):
            self._choose(lead_id)
            self._in_sight = True
            self._restore()

    def clear_selected(self) -> None:
        """Nobody is selected."""
        self._choose(None)
        self.setCurrentIndex(QModelIndex())

    # Selection

    def _select_step(self, step: int) -> bool:
        line = self._queue.line_of(self._lead_id) if self._lead_id is not None else None
        if line is None and self._queue.filtering:
            # The filter hides whoever is open: the first of those it shows comes next.
            return self.select_first()
        if line is None:
            # The person has gone: what stood below has moved into that line.
            return self._select_from(self._last_line - (step < 0), step)
        return self._select_from(line + step, step)

    def _select_from(self, line: int, step: int) -> bool:
        found = self._touch_line(line, step)
        if found is None:
            return False
        self._select_line(found)
        return True

    def _touch_line(self, line: int, step: int) -> int | None:
        while 0 <= line < self._queue.rowCount():
            if self._queue.row_at(line) is not None:
                return line
            line += step
        return None

    def _select_line(self, line: int) -> None:
        self.setCurrentIndex(self._queue.index(line, 0))
        self._scroll_to_line(line)

    def _scroll_to_line(self, line: int) -> None:
        """Scrolls no more than it takes to show a line, and the head right above it."""
        if isinstance(self._queue.entry(max(line - 1, 0)), Head):
            self.scrollTo(self._queue.index(line - 1, 0))
        self.scrollTo(self._queue.index(line, 0))

    def _sees(self, lead_id: UUID | None, height: int) -> bool:
        """Whether any part of a person's row can be seen in a view `height` px high."""
        line = self._queue.line_of(lead_id) if lead_id is not None else None
        if line is None:
            return False
        top = self.rowViewportPosition(line)
        return top + self.rowHeight(line) > 0 and top < height

    def _on_current(self, current: QModelIndex) -> None:
        row = self._queue.row_at(current.row())
        if row is None:
            return
        self._last_line = current.row()
        if row.lead_id != self._lead_id:
            self._choose(row.lead_id)
            self.selected.emit(row.lead_id, row.touch_id)

    def _choose(self, lead_id: UUID | None) -> None:
        self._lead_id = self._delegate.selected_lead = lead_id

    def _on_double_click(self, index: QModelIndex) -> None:
        row = self._queue.row_at(index.row())
        if row is not None:
            self.opened.emit(row.lead_id, row.touch_id)

    # The list changes

    def _remember(self) -> None:
        self._anchor = None
        self._in_sight = self._sees(self._lead_id, self.height())
        if self.verticalScrollBar().value() == 0:
            return
        for line, row in self._visible():
            top = self.rowViewportPosition(line)
            if top >= 0:
                self._anchor = _Anchor(row.lead_id, top)
                return

    def _restore(self) -> None:
        self._painted.clear()
        self._delegate.hovered_line = -1
        self._set_heights()
        line = self._queue.line_of(self._lead_id) if self._lead_id is not None else None
        if line is not None:
            self._last_line = line
            self.selectionModel().setCurrentIndex(
                self._queue.index(line, 0),
                QItemSelectionModel.SelectionFlag.ClearAndSelect
                | QItemSelectionModel.SelectionFlag.Rows,
            )
        self.updateGeometries()
        if self._anchor is not None:
            at = self._queue.line_of(self._anchor.lead_id)
            if at is not None:
                bar = self.verticalScrollBar()
                now = self.rowViewportPosition(at)
                bar.setValue(bar.value() + now - self._anchor.offset)
        if self._in_sight and line is not None:
            # Whoever is worked stays in sight, unless the rep had scrolled away.
            self._scroll_to_line(line)
        if self._lead_id is not None and not self._queue.knows(self._lead_id):
            self._choose(None)
            self.selection_lost.emit()

    def _set_heights(self) -> None:
        rows = self.verticalHeader()
        normal = self._delegate.row_height()
        if rows.defaultSectionSize() != normal:
            rows.setDefaultSectionSize(normal)
        odd = dict(self._queue.odd_lines())
        head, sentence = self._delegate.head_height(), self._delegate.sentence_height()
        wanted = {line: head if is_head else sentence for line, is_head in odd.items()}
        # A header keeps the sizes of lines over a reset of the model. While it updates itself it
        # adds the heights of all lines up, 100,000 of them, after each that changes.
        rows.setUpdatesEnabled(False)
        for line in self._odd:
            if line not in odd and line < rows.count():
                rows.resizeSection(line, normal)
        for line, height in wanted.items():
            if rows.sectionSize(line) != height:
                rows.resizeSection(line, height)
        rows.setUpdatesEnabled(True)
        self._odd = list(odd)

    def _on_theme(self) -> None:
        self.verticalHeader().reset()
        self._set_heights()
        self._painted.clear()
        self.viewport().update()

    # Time

    def _visible(self) -> list[tuple[int, QueueRow]]:
        first = self.rowAt(0)
        if first < 0:
            return []
        last = self.rowAt(self.height() - 1)
        if last < 0:
            last = self._queue.rowCount() - 1
        found = ((line, self._queue.row_at(line)) for line in range(first, last + 1))
        return [(line, row) for line, row in found if row is not None]

    def _on_tick(self) -> None:
        """Repaints the slots that changed; whole rows only when words or the minute changed."""
        if not self.isVisible():
            return
        minute = f"{self._queue.present.now:%H:%M}"
        whole = minute != self._minute
        self._minute = minute
        if whole:
            self.viewport().update()
        width = self._delegate.slot_width()
        painted: dict[UUID, tuple[Hashable, ...]] = {}
        for line, row in self._visible():
            slot = self._queue.present.slot(row)
            words = self._queue.present.reason_code(row, slot)
            painted[row.lead_id] = (slot.top, slot.bottom, slot.fraction, words)
            before = self._painted.get(row.lead_id)
            if before == painted[row.lead_id] or whole:
                continue
            rect = self.visualRect(self._queue.index(line, 0))
            if before is not None and before[3] == words:
                rect = QRect(rect.left(), rect.top(), width, rect.height())
            self.viewport().update(rect)
        self._painted = painted

    # Qt's own

    def moveCursor(
        self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier
    ) -> QModelIndex:
        """Arrow keys step from person to person, over heads and sentences."""
        step = _STEPS.get(action)
        current = self.currentIndex().row()
        if step is not None:
            line = self._touch_line(current + step, step)
        elif action == QAbstractItemView.CursorAction.MoveHome:
            line = self._touch_line(0, 1)
        elif action == QAbstractItemView.CursorAction.MoveEnd:
            line = self._touch_line(self._queue.rowCount() - 1, -1)
        else:
            aimed = super().moveCursor(action, modifiers).row()
            line = self._touch_line(aimed, 1)
            if line is None:
                line = self._touch_line(aimed, -1)
        return self._queue.index(line if line is not None else current, 0)

    def keyboardSearch(self, search: str) -> None:
        """Letters are keys of the workspace, never a search in the list."""

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click on a head opens or closes its lane; sentences are only there."""
        line = self.rowAt(event.position().toPoint().y())
        entry = self._queue.entry(line) if line >= 0 else None
        if isinstance(entry, QueueRow) and not self._queue.present.taken(entry.lead_id):
            super().mousePressEvent(event)
        elif isinstance(entry, Head) and event.button() == Qt.MouseButton.LeftButton:
            self._queue.toggle_lane(entry.lane)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """The menu of the row under the pointer, or of the selected one if a key asked for it."""
        if event.reason() == QContextMenuEvent.Reason.Mouse:
            line, at = self.rowAt(event.pos().y()), event.globalPos()
        else:
            line = self.currentIndex().row()
            corner = self.visualRect(self.currentIndex()).bottomLeft()
            at = self.viewport().mapToGlobal(corner + QPoint(self._delegate.slot_width(), 0))
        row = self._queue.row_at(line)
        if row is not None and not self._queue.present.taken(row.lead_id):
            self._select_line(line)
            self.menu_requested.emit(row.lead_id, at)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The selected row shows where the focus is, unless a click put it there."""
        by_mouse = event.reason() == Qt.FocusReason.MouseFocusReason
        self._delegate.focus_shown = not by_mouse
        # Not the list's own way: that makes the first row the current one when none is.
        QFrame.focusInEvent(self, event)
        self.update(self.currentIndex())

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """The focus is elsewhere; the selection stays."""
        self._delegate.focus_shown = False
        super().focusOutEvent(event)
        self.update(self.currentIndex())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """The row under the pointer is lit; a pressed button dragged along selects nobody else."""
        if not event.buttons():
            super().mouseMoveEvent(event)
        self._hover(self.rowAt(event.position().toPoint().y()))

    def leaveEvent(self, event: QEvent) -> None:
        """No row is lit."""
        super().leaveEvent(event)
        self._hover(-1)

    def _hover(self, line: int) -> None:
        before, self._delegate.hovered_line = self._delegate.hovered_line, line
        if before != line:
            self.update(self._queue.index(before, 0))
            self.update(self._queue.index(line, 0))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The bar keeps to the right edge, and who is worked stays in sight."""
        seen = self._sees(self._lead_id, event.oldSize().height())
        super().resizeEvent(event)
        line = self._queue.line_of(self._lead_id) if self._lead_id is not None else None
        if seen and line is not None:
            self._scroll_to_line(line)
        width = self._bar.sizeHint().width()
        self._bar.setGeometry(self.width() - width, 0, width, self.height())

    def _couple_bar(self) -> None:
        own = self.verticalScrollBar()
        own.rangeChanged.connect(self._on_range)
        own.valueChanged.connect(self._bar.setValue)
        self._bar.valueChanged.connect(own.setValue)
        self._bar.hide()

    def _on_range(self, minimum: int, maximum: int) -> None:
        own = self.verticalScrollBar()
        self._bar.setPageStep(own.pageStep())
        self._bar.setSingleStep(own.singleStep())
        self._bar.setRange(minimum, maximum)
        self._bar.setVisible(maximum > minimum)
