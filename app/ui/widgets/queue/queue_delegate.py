"""Paints every line of the queue. The lengths are those of the design at a text size of 100 %."""

from uuid import UUID

from PySide6.QtCore import (
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QSize,
)
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from app.core.queue.lane_names import Lane
from app.services.store.queue_rows import QueueRow
from app.ui.theme.text_cache import TextCache
from app.ui.theme.theme import Theme
from app.ui.widgets.parts.words import Words
from app.ui.widgets.queue.queue_lanes import Head, Sentence, UnreadRow
from app.ui.widgets.queue.queue_model import QueueModel
from app.ui.widgets.queue.queue_row_look import (
    LANE_ICONS,
    NARROW_BELOW,
    ROW_LEFT,
    ROW_RIGHT,
    RowWords,
)
from app.ui.widgets.queue.queue_slot_painter import SlotPainter
from app.ui.words import catalogue

_LEFT = ROW_LEFT
_RIGHT = ROW_RIGHT
_GAP = 8


class QueueDelegate(QStyledItemDelegate):
    """Heads, people and sentences, in the wide and the narrow variant.

    The view says who is selected, which line the pointer is on, and whether the selected row shows
    the focus: to read the state out of the option would build QStyle's enums before the first
    paint (10 ms).
    """

    def __init__(
        self, theme: Theme, words: Words, model: QueueModel, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._words = words
        self._model = model
        self._texts = TextCache(theme)
        self._slots = SlotPainter(theme, self._texts)
        self._row_words = RowWords(theme, words, model, self._texts)
        icons = theme.tokens.at("icons")
        self._lane_icons = {lane: icons[name] for lane, name in LANE_ICONS.items()}
        self._marker: int = theme.tokens.at("border.selectedMarker")
        self._compact = False
        self.selected_lead: UUID | None = None
        self.hovered_line = -1
        self.focus_shown = False

    # Measures

    def set_compact(self, compact: bool) -> None:
        """44 px rows instead of 52."""
        self._compact = compact

    def row_height(self) -> int:
        """The height of a person's row, its line below included."""
        return self._theme.size("queueRowCompact" if self._compact else "queueRow")

    def head_height(self) -> int:
        """The height of a lane head; the line above it is the one of the row before."""
        return self._theme.size("laneHeader") - 1

    def sentence_height(self) -> int:
        """The height of the sentence of an empty lane."""
        return self._theme.px(36)

    def slot_width(self) -> int:
        """The width of the time slot, all that changes from second to second."""
        return self._slots.width()

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """The view sets heights itself; this only answers who asks."""
        return QSize(0, self.row_height())

    # Painting

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Paints one line."""
        rect: QRect = option.rect
        entry = self._model.entry(index.row())
        if isinstance(entry, QueueRow):
            self._paint_row(painter, rect, entry, hovered=index.row() == self.hovered_line)
        elif isinstance(entry, Head):
            self._paint_head(painter, rect, entry)
        elif isinstance(entry, Sentence):
            self._paint_sentence(painter, rect, entry)
        else:
            self._paint_unread(painter, rect, entry)
        bottom = QRect(rect.left(), rect.bottom(), rect.width(), 1)
        painter.fillRect(bottom, self._theme.color("border.default"))

    def _paint_head(self, painter: QPainter, rect: QRect, head: Head) -> None:
        px, top = self._theme.px, rect.top()
        painter.fillRect(rect, self._theme.color("bg.subtle"))
        chevron = "chevron-down" if head.opened else "chevron-right"
        self._icon(painter, chevron, QPointF(px(12), top + px(7)), "text.secondary", size=13)
        icon = self._lane_icons[head.lane]
        self._icon(painter, icon, QPointF(px(31), top + px(6)), "text.secondary", size=14)
        baseline = top + px(17)
        lane = self._texts.get(self._words.plain(f"lane.{head.lane}"), "small", 600)
        self._texts.draw(painter, lane, px(51), baseline, "text.secondary")
        count = self._texts.get(catalogue().number(head.total), "small")
        after = px(51) + lane.width + px(6)
        self._texts.draw(painter, count, after, baseline, "text.muted")
        if rect.width() < px(NARROW_BELOW) or not head.total:
            return
        note = self._texts.get(self._note(head.lane), "micro")
        x = rect.right() + 1 - px(_RIGHT) - note.width
        if x > after + count.width + px(_GAP):
            self._texts.draw(painter, note, x, baseline, "text.muted")

    def _note(self, lane: Lane) -> str:
        first = self._model.first(lane)
        if lane != "later_today":
            return self._words.plain(f"lane_note.{lane}")
        if first is None:
            return ""
        at = f"{first.effective_at.astimezone(self._model.present.local):%H:%M}"
        return self._words.plain("lane_note.later_today", {"at": at})

    def _paint_sentence(self, painter: QPainter, rect: QRect, sentence: Sentence) -> None:
        px = self._theme.px
        painter.fillRect(rect, self._theme.color("bg.panel"))
        room = rect.width() - px(_LEFT) - px(_RIGHT)
        said = self._texts.get(self._model.sentence(sentence), "small", room=room)
        self._texts.draw(painter, said, px(_LEFT), rect.top() + px(22), "text.muted")

    def _paint_unread(self, painter: QPainter, rect: QRect, unread: UnreadRow) -> None:
        px = self._theme.px
        painter.fillRect(rect, self._theme.color("bg.panel"))
        bar = self._theme.color("bg.sunken")
        short = px(24 * (unread.position % 3))
        painter.fillRect(px(_LEFT), rect.top() + px(12), px(140) - short, px(9), bar)
        painter.fillRect(px(_LEFT), rect.top() + px(31), px(100), px(8), bar)

    def _paint_row(self, painter: QPainter, rect: QRect, row: QueueRow, *, hovered: bool) -> None:
        theme, px = self._theme, self._theme.px
        selected = row.lead_id == self.selected_lead
        ground = "bg.selected" if selected else "bg.hover" if hovered else "bg.panel"
        slot = self._model.present.slot(row)
        left = rect.adjusted(0, 0, px(_LEFT) - rect.width(), 0)
        self._slots.paint(painter, left, slot, ground=ground)
        if selected:
            bar = QRect(rect.left(), rect.top(), self._marker, rect.height() - 1)
            painter.fillRect(bar, theme.color("accent.line"))
        self._row_words.paint(painter, rect, row, slot, ground=ground)
        self._outline(painter, rect, row, focused=selected and self.focus_shown)

    def _outline(self, painter: QPainter, rect: QRect, row: QueueRow, *, focused: bool) -> None:
        color = ""
        if focused:
            color = "focus.ring"
        elif self._model.present.just_arrived(row.lead_id):
            color = "accent.line"
        if color:
            width, shade = self._theme.tokens.at("border.emphasis"), self._theme.color(color)
            inner = rect.adjusted(0, 0, 0, -1)
            left, top = inner.left(), inner.top()
            painter.fillRect(left, top, inner.width(), width, shade)
            painter.fillRect(left, inner.bottom() + 1 - width, inner.width(), width, shade)
            painter.fillRect(left, top, width, inner.height(), shade)
            painter.fillRect(inner.right() + 1 - width, top, width, inner.height(), shade)

    def _icon(self, painter: QPainter, name: str, at: QPointF, color: str, *, size: int) -> None:
        dpr = painter.device().devicePixelRatioF()
        pixmap = self._theme.icon(name, self._theme.px(size), color, dpr)
        painter.drawPixmap(at, pixmap)
