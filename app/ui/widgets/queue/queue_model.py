"""The queue as a flat list: lane heads, people, sentences of empty lanes."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, tzinfo
from typing import Any
from uuid import UUID

from PySide6.QtCore import (
    QAbstractTableModel,
    QMetaMethod,
    QModelIndex,
    QObject,
    Qt,
    Signal,
)

from app.core.queue.lane_names import Lane
from app.services.store.queue_rows import QueuePage, QueueRow
from app.ui.theme.theme import Theme
from app.ui.widgets.parts.model_index import ModelIndex
from app.ui.widgets.parts.plain_tip import plain_tip
from app.ui.widgets.parts.words import Words
from app.ui.widgets.queue.queue_lanes import (
    Head,
    QueueEntry,
    QueueLanes,
    Sentence,
    UnreadRow,
    folded,
)
from app.ui.widgets.queue.queue_present import QueuePresent
from app.ui.widgets.queue.queue_slot import LiveCall
from app.ui.widgets.queue.queue_speech import QueueSpeech

_ROOT = QModelIndex()
_PAGE = 200
_TOUCH_FLAGS = (
    Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren
)


class QueueModel(QAbstractTableModel):
    """One column; rows are people, heads and sentences. People keep their identity by lead id.

    Time comes in through `tick`; `local` is the zone of the rep. While something is connected to
    `rows_wanted(lane, offset, count)` rows that were not read yet take their place in the list and
    are asked for when they come into sight; `add_rows` answers. Otherwise only read rows show.
    """

    rows_wanted = Signal(str, int, int)
    collapsed_changed = Signal(list)
    counts_changed = Signal()
    ticked = Signal()

    def __init__(
        self, theme: Theme, words: Words, local: tzinfo, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._words = words
        self._local = local
        self._lanes = QueueLanes()
        self.present = QueuePresent(theme, words, local)
        self._speech = QueueSpeech(words, local)
        self._wanted: set[tuple[Lane, int]] = set()

    # Facts come in

    def set_page(self, page: QueuePage) -> None:
        """Shows a page. First contacts that were not there before are marked as just arrived."""
        present = self.present
        known = None if present.now is None else set(self._lanes.lead_ids("first_contact"))
        present.set_now(page.at if present.now is None else max(present.now, page.at))
        if known is not None:
            for row in page.rows:
                running = row.lane == "first_contact" and row.first_contact == "running"
                if running and row.lead_id not in known:
                    present.arrive(row.lead_id)
        self._rearranged(lambda lanes: lanes.set_page(page))
        self._wanted.clear()
        self.counts_changed.emit()

    def apply_rows(self, rows: Iterable[QueueRow]) -> bool:
        """Shows new facts of people where they stand.

        False if somebody is new here or changed lane: only a page can say where they belong.
        """
        settled = True
        for row in rows:
            if self._lanes.replace(row):
                self._repaint(row.lead_id)
            else:
                settled = False
        return settled

    def add_rows(self, lane: Lane, offset: int, rows: Sequence[QueueRow]) -> None:
        """The answer to `rows_wanted`."""
        lanes = self._lanes
        if lanes.sparse and not lanes.needle and offset + len(rows) <= lanes.count(lane):
            lanes.put(lane, offset, rows)
            self._repaint_all()
        else:
            self._rearranged(lambda after: after.put(lane, offset, rows))

    def set_live_call(self, call: LiveCall | None) -> None:
        """Freezes the ring of the person who is being called; None when the call is over."""
        previous, self.present.call = self.present.call, call
        for one in (previous, call):
            if one is not None:
                self._repaint(one.lead_id)

    def mark_taken(self, lead_id: UUID, by: str) -> None:
        """Somebody else took this person: muted for 2 s, then gone."""
        self.present.take(lead_id, by)
        self._repaint(lead_id)

    def tick(self, now: datetime) -> None:
        """The second has changed: views repaint what shows it."""
        for lead_id in self.present.set_now(now):
            self._drop(lead_id)
        self.ticked.emit()

    def set_filter(self, text: str) -> None:
        """Shows only people whose row holds every word of `text`; "" shows all."""
        needle = folded(text.strip())
        if needle != self._lanes.needle:

            def change(lanes: QueueLanes) -> None:
                lanes.needle = needle

            self._rearranged(change)
            self.counts_changed.emit()

    def set_collapsed(self, lanes: Iterable[Lane]) -> None:
        """Collapses exactly these lanes (a remembered state); nothing is emitted."""

        def change(held: QueueLanes) -> None:
            held.collapsed = set(lanes)

        self._rearranged(change)

    def toggle_lane(self, lane: Lane) -> None:
        """Opens or closes a lane."""
        self._rearranged(lambda lanes: lanes.collapsed.symmetric_difference_update({lane}))
        self.collapsed_changed.emit(sorted(self._lanes.collapsed))

    # Facts go out

    @property
    def collapsed(self) -> frozenset[Lane]:
        """The lanes that are closed."""
        return frozenset(self._lanes.collapsed)

    def count(self, lane: Lane | None = None) -> int:
        """How many people wait in a lane, or in all of them."""
        return self._lanes.count(lane)

    @property
    def filtering(self) -> bool:
        """Whether a filter hides some of them."""
        return bool(self._lanes.needle)

    def matching(self) -> int:
        """How many people the filter shows."""
        return self._lanes.matching

    def first(self, lane: Lane) -> QueueRow | None:
        """The first person of a lane, if that row was read."""
        return self._lanes.first(lane)

    def entry(self, line: int) -> QueueEntry:
        """What a line holds; asks for the page of a row that was not read yet."""
        found = self._lanes.entry(line)
        if isinstance(found, UnreadRow):
            self._want(found)
        return found

    def sentence(self, entry: Sentence) -> str:
        """What an empty lane says; a clear queue also names who comes next."""
        if entry.lane is None:
            return self._words.plain("queue.no_match")
        if entry.lane != "due_now":
            return self._words.plain(f"lane_empty.{entry.lane}")
        later, waiting = self.first("later_today"), self.first("waiting")
        nexts = [(later.effective_at, later.name)] if later is not None else []
        if waiting is not None and waiting.opens_at is not None:
            nexts.append((waiting.opens_at, waiting.name))
        if not nexts:
            return self._words.plain("lane_empty.due_now")
        at, name = min(nexts)
        clock = f"{at.astimezone(self._local):%H:%M}"
        return self._words.plain("queue.clear_until", {"at": clock, "name": name})

    def row_at(self, line: int) -> QueueRow | None:
        """The person in a line, None for heads, sentences and rows not read yet."""
        if not 0 <= line < self._lanes.lines:
            return None
        found = self._lanes.entry(line)
        return found if isinstance(found, QueueRow) else None

    def line_of(self, lead_id: UUID) -> int | None:
        """The line of a person, None if it does not show."""
        return self._lanes.line_of(lead_id)

    def knows(self, lead_id: UUID) -> bool:
        """Whether a person is in the queue, shown or not."""
        return self._lanes.row_of(lead_id) is not None

    def lane_of(self, lead_id: UUID) -> Lane | None:
        """The lane of a person, None if they are not in the queue."""
        row = self._lanes.row_of(lead_id)
        return row.lane if row is not None else None

    def touch_of(self, lead_id: UUID) -> UUID | None:
        """The touch that the row of a person stands for, None if they are not in the queue."""
        row = self._lanes.row_of(lead_id)
        return row.touch_id if row is not None else None

    def odd_lines(self) -> list[tuple[int, bool]]:
        """Lines of another height: (line, whether it is a head rather than a sentence)."""
        return self._lanes.odd_lines()

    # Qt asks

    def rowCount(self, parent: ModelIndex = _ROOT) -> int:
        """How many lines the list has."""
        return 0 if parent.isValid() else self._lanes.lines

    def columnCount(self, parent: ModelIndex = _ROOT) -> int:
        """One: the delegate paints all of a row."""
        return 0 if parent.isValid() else 1

    def flags(self, index: ModelIndex) -> Qt.ItemFlag:
        """People can be selected, everything else is only there."""
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        row = self.row_at(index.row())
        if row is None:
            return Qt.ItemFlag.ItemIsEnabled
        if self.present.taken(row.lead_id):
            return Qt.ItemFlag.NoItemFlags
        return _TOUCH_FLAGS

    def data(self, index: ModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Words for assistive technology and tooltips; the look is the delegate's."""
        if not index.isValid():
            return None
        entry = self._lanes.entry(index.row())
        if role == Qt.ItemDataRole.DisplayRole:
            return entry.name if isinstance(entry, QueueRow) else self._say(entry)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._say(entry)
        if role == Qt.ItemDataRole.ToolTipRole and isinstance(entry, QueueRow):
            # What a narrow row cuts stands here whole: who it is, which step, and why.
            sentence = self.present.reason_words(entry, self.present.slot(entry))[2]
            return plain_tip(f"{entry.name}\n{self._speech.step(entry)}\n{sentence}")
        return None

    # Inside

    def _say(self, entry: QueueEntry) -> str:
        if isinstance(entry, Head):
            return self._speech.head(entry)
        if isinstance(entry, Sentence):
            return self.sentence(entry)
        if isinstance(entry, UnreadRow):
            return ""
        slot = self.present.slot(entry)
        reason = self.present.reason_words(entry, slot)[2]
        return self._speech.row(entry, slot, reason, self.present.local_time(entry))

    def _matches(self, row: QueueRow, needle: str) -> bool:
        reason = self.present.reason_words(row, self.present.slot(row))[0]
        channel = self._words.plain(f"channel.{row.channel}")
        text = folded(f"{row.name} {row.place} {channel} {reason}")
        return all(word in text for word in needle.split())

    def _rearranged(self, change: Callable[[QueueLanes], object]) -> None:
        """Changes the lanes; a reset only if people stand elsewhere afterwards."""
        after = self._lanes.copy()
        after.sparse = self.isSignalConnected(QMetaMethod.fromSignal(self.rows_wanted))
        change(after)
        after.arrange(lambda row: self._matches(row, after.needle))
        if after.same_lines(self._lanes):
            self._lanes = after
            self._repaint_all()
            return
        self.beginResetModel()
        self._lanes = after
        self.endResetModel()

    def _drop(self, lead_id: UUID) -> None:
        self._rearranged(lambda lanes: lanes.drop(lead_id))
        self.counts_changed.emit()

    def _repaint(self, lead_id: UUID) -> None:
        line = self._lanes.line_of(lead_id)
        if line is not None:
            index = self.index(line, 0)
            self.dataChanged.emit(index, index)

    def _repaint_all(self) -> None:
        if self._lanes.lines:
            self.dataChanged.emit(self.index(0, 0), self.index(self._lanes.lines - 1, 0))

    def _want(self, unread: UnreadRow) -> None:
        offset = unread.position - unread.position % _PAGE
        if unread.lane is not None and (unread.lane, offset) not in self._wanted:
            self._wanted.add((unread.lane, offset))
            self.rows_wanted.emit(unread.lane, offset, _PAGE)
