"""What happened with a person, newest first."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QFontMetricsF,
    QKeyEvent,
    QPainter,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListView,
    QMenu,
    QSizePolicy,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from app.ui.theme.theme import Theme
from app.ui.widgets.lead.lead_data import TimelineEntryData
from app.ui.widgets.parts.plain_tip import plain_tip
from app.ui.widgets.parts.view_data import TONES
from app.ui.words import say

_SIDE = 16
_TEXT_LEFT = 46
_PAD = 7
_HEADING = 26
_MAX_LINES = 3
_ENTRY = Qt.ItemDataRole.UserRole
_Index = QModelIndex | QPersistentModelIndex


class TimelineModel(QAbstractListModel):
    """The entries; their accessible text is the whole line."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._entries: tuple[TimelineEntryData, ...] = ()

    def show_entries(self, entries: Sequence[TimelineEntryData]) -> None:
        """Takes other entries."""
        self.beginResetModel()
        self._entries = tuple(entries)
        self.endResetModel()

    def rowCount(self, parent: _Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._entries)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The entry itself, or its words for a screen reader and the tooltip."""
        if not 0 <= index.row() < len(self._entries):
            return None
        entry = self._entries[index.row()]
        if role == _ENTRY:
            return entry
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.DisplayRole):
            return ". ".join(part for part in (entry.title, entry.detail, entry.time) if part)
        if role == Qt.ItemDataRole.ToolTipRole:
            how = say("panel.correct_how") if entry.outcome else ""
            return plain_tip("\n".join(part for part in (entry.detail, how) if part)) or None
        return None

    def flags(self, index: _Index) -> Qt.ItemFlag:
        """Headings are no stops."""
        entry = self.data(index, _ENTRY)
        if entry is None or entry.kind == "heading":
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable


class TimelineDelegate(QStyledItemDelegate):
    """Paints an entry: icon, title and time, and below up to three lines of detail."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self.width = 320

    def sizeHint(self, _option: QStyleOptionViewItem, index: _Index) -> QSize:
        entry: TimelineEntryData = index.data(_ENTRY)
        if entry.kind == "heading":
            return QSize(self.width, self._theme.px(_HEADING))
        high = self._title_height(entry) + 2 * _PAD
        if entry.detail:
            high += self._detail_height(entry.detail)
        return QSize(self.width, high)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        entry: TimelineEntryData = index.data(_ENTRY)
        box: QRect = option.rect
        painter.save()
        if entry.kind == "heading":
            self._heading(painter, box, entry)
        else:
            self._entry(painter, box, entry)
            if option.state & QStyle.StateFlag.State_HasFocus:
                painter.setPen(QPen(self._theme.color("focus.ring"), 2))
                painter.drawRect(box.adjusted(5, 1, -5, -1))
        painter.restore()

    def _heading(self, painter: QPainter, box: QRect, entry: TimelineEntryData) -> None:
        wide = self._theme.text_width(entry.title, "micro")
        words = QRectF(box.adjusted(_SIDE, 2, -_SIDE, 0))
        painter.setFont(self._theme.font("micro"))
        painter.setPen(self._theme.color("text.muted"))
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, entry.title)
        left = words.left() + wide + 8
        line = QRectF(left, round(words.center().y()), words.right() - left, 1)
        if line.width() > 0:
            painter.fillRect(line, self._theme.color("border.default"))

    def _entry(self, painter: QPainter, box: QRect, entry: TimelineEntryData) -> None:
        line = self._theme.line_height("base")
        top = box.top() + _PAD
        side = self._theme.px(14)
        tone = "text.secondary" if entry.tone == "muted" else TONES[entry.tone]
        if entry.icon:
            pixmap = self._theme.icon(entry.icon, side, tone, painter.device().devicePixelRatioF())
            painter.drawPixmap(box.left() + _SIDE + 3, top + (line - side) // 2, pixmap)
        time = self._theme.text_width(entry.time, "micro")
        right = box.right() + 1 - _SIDE
        painter.setFont(self._theme.font("micro"))
        painter.setPen(self._theme.color("text.muted"))
        painter.drawText(
            QRectF(right - time - 1, top, time + 1, line),
            Qt.AlignmentFlag.AlignVCenter,
            entry.time,
        )
        painter.setFont(self._theme.font("base", 500))
        painter.setPen(self._theme.color("text.primary"))
        high = self._title_height(entry)
        words = QRectF(box.left() + _TEXT_LEFT, top, self._title_room(entry), high)
        painter.drawText(
            words, Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextWordWrap, entry.title
        )
        if entry.detail:
            painter.setFont(self._theme.font("small"))
            painter.setPen(self._theme.color("text.secondary"))
            under = QRectF(
                words.left(), words.bottom(), right - words.left(), box.bottom() - words.bottom()
            )
            under.setHeight(self._detail_height(entry.detail))
            painter.drawText(
                under, Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignTop, entry.detail
            )

    def _title_room(self, entry: TimelineEntryData) -> float:
        time = self._theme.text_width(entry.time, "micro")
        return max(40.0, self.width - _SIDE - time - 8 - _TEXT_LEFT)

    def _title_height(self, entry: TimelineEntryData) -> int:
        metrics = self._theme.metrics("base", 500)
        lines = min(2, _lines(metrics, entry.title, self._title_room(entry)))
        return lines * self._theme.line_height("base")

    def _detail_height(self, text: str) -> int:
        """One to three lines; more is in the tooltip."""
        lines = _lines(self._theme.metrics("small"), text, self.width - _TEXT_LEFT - _SIDE)
        return min(lines, _MAX_LINES) * self._theme.line_height("small")


def _lines(metrics: QFontMetricsF, text: str, width: float) -> int:
    """How many lines a text takes in a width."""
    if metrics.horizontalAdvance(text) <= width:
        return 1
    room = QRectF(0, 0, max(40.0, width), 10_000)
    needed = metrics.boundingRect(room, Qt.TextFlag.TextWordWrap, text).height()
    return max(1, round(needed / metrics.lineSpacing()))


class TimelineList(QListView):
    """As high as its entries: the panel around it scrolls.

    Arrows go from line to line. `correct_requested` carries an entry that has an outcome: C, or the
    menu of the line.
    """

    correct_requested = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._entries: tuple[TimelineEntryData, ...] = ()
        self._model = TimelineModel(self)
        self._delegate = TimelineDelegate(theme, self)
        self.setModel(self._model)
        self.setItemDelegate(self._delegate)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(say("panel.timeline"))
        theme.changed.connect(self._measure)

    def show_entries(self, entries: Sequence[TimelineEntryData]) -> None:
        """Shows other entries."""
        if tuple(entries) != self._entries:
            self._entries = tuple(entries)
            self._model.show_entries(self._entries)
            self._measure()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """C corrects the line with the focus; letters do not search."""
        if event.text().lower() == "c":
            self._correct(self.currentIndex())
            return
        super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """What can be done with a line."""
        by_key = event.reason() == QContextMenuEvent.Reason.Keyboard
        index = self.currentIndex() if by_key else self.indexAt(event.pos())
        entry = index.data(_ENTRY) if index.isValid() else None
        if entry is None or not entry.outcome:
            return
        menu = QMenu(self)
        menu.addAction(say("panel.correct") + "\tC", lambda: self.correct_requested.emit(entry))
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        at = self.visualRect(index).bottomLeft() if by_key else event.pos()
        menu.popup(self.viewport().mapToGlobal(at))

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Begins at the first line that is one."""
        super().focusInEvent(event)
        rows = range(self._model.rowCount())
        first = next((r for r in rows if self._entries[r].kind != "heading"), None)
        if first is not None and not self.currentIndex().isValid():
            self.setCurrentIndex(self._model.index(first))
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """The mark goes with the focus."""
        super().focusOutEvent(event)
        self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.width() != self._delegate.width:
            self._measure()

    def _correct(self, index: QModelIndex) -> None:
        entry = index.data(_ENTRY) if index.isValid() else None
        if entry is not None and entry.outcome:
            self.correct_requested.emit(entry)

    def _measure(self) -> None:
        self._delegate.width = max(1, self.width())
        option = QStyleOptionViewItem()
        high = sum(
            self._delegate.sizeHint(option, self._model.index(row)).height()
            for row in range(self._model.rowCount())
        )
        self.setFixedHeight(high)
        self.scheduleDelayedItemsLayout()
        self.viewport().update()
