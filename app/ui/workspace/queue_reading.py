"""The rows of the queue as they were read last, and who of them is passed over."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from PySide6.QtCore import QObject, Signal

from app.core.errors import TouchlineError
from app.core.queue.lane_names import Lane
from app.services.desk.desk import Desk
from app.services.store.queue_rows import QueuePage, QueueRow, next_row
from app.services.store.records import Changes
from app.ui.tasks import Tasks

PAGE = 200
# What the filter looks through of each lane; more people than anybody can tell apart by a name.
FILTERED = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingWishes:
    """What the workspace says of a reading: whether it has to wait, and whether all is wanted."""

    waits: Callable[[], bool]
    filtering: Callable[[], bool]


class QueueReading(QObject):
    """Reads the queue of whoever works here, on a thread beside the window.

    `read` carries the QueuePage once it counts; `failed` a TouchlineError.
    """

    read = Signal(object)
    failed = Signal(object)

    def __init__(self, desk: Desk, tasks: Tasks, wishes: ReadingWishes, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._tasks = tasks
        self._wishes = wishes
        self._reading = False
        self._again = False
        # People just logged, to be passed over; once it is written, until it shows in the rows.
        self._left: set[UUID] = set()
        self._written: set[UUID] = set()
        self.rows: tuple[QueueRow, ...] = ()

    def refresh(self) -> None:
        """Read the queue again; several wishes while one read runs become one."""
        if self._reading or self._wishes.waits():
            # The touch that was asked for comes first; the rows follow once it is shown.
            self._again = True
            return
        self._reading = True
        limit = FILTERED if self._wishes.filtering() else PAGE
        written = frozenset(self._written)
        self._tasks.read(
            lambda: self._first(limit), lambda found: self._on_page(found, written), self._on_unread
        )

    def catch_up(self) -> None:
        """Read if somebody wished for it while it had to wait."""
        if self._again and not self._reading:
            self._again = False
            self.refresh()

    def hear(self, changes: Changes) -> None:
        """Something was written, here or by another program."""
        self._written |= self._left & changes.leads
        if changes.queue or not changes.leads:
            self.refresh()

    def next_row(self) -> QueueRow | None:
        """The row that comes next by the rules, without those passed over."""
        return next_row(self.rows, self._desk.clock.now(), frozenset(self._left))

    def row_of(self, lead_id: UUID) -> QueueRow | None:
        """The row of a person, None while the rows do not show them."""
        return next((row for row in self.rows if row.lead_id == lead_id), None)

    def pass_over(self, lead_id: UUID) -> None:
        """Whoever was just logged is not next, though their row still stands."""
        self._left.add(lead_id)

    def offer_again(self, lead_id: UUID) -> None:
        """Pass this person over no longer."""
        self._left.discard(lead_id)

    def offer_all(self) -> None:
        """Pass nobody over any longer."""
        self._left.clear()

    def read_further(
        self, lane: Lane, offset: int, count: int, done: Callable[[tuple[QueueRow, ...]], None]
    ) -> None:
        """Read `count` rows of a lane from the one at `offset` (from 0) on."""
        self._tasks.read(lambda: self._further(lane, offset, count), done, self.failed.emit)

    # Inside

    def _first(self, limit: int) -> QueuePage:
        with self._desk.store.read() as reader:
            return reader.queue_page(self._desk.identity.rep_id, self._desk.clock.now(), limit)

    def _further(self, lane: Lane, offset: int, count: int) -> tuple[QueueRow, ...]:
        desk = self._desk
        with desk.store.read() as reader:
            now, rep_id = desk.clock.now(), desk.identity.rep_id
            return reader.queue_page(rep_id, now, offset + count, [lane]).rows[offset:]

    def _on_page(self, found: QueuePage, written: frozenset[UUID]) -> None:
        """Rows that were read after the outcomes of `written` were."""
        self._reading = False
        if self._again:
            self._again = False
            self.refresh()
            return
        self.rows = found.rows
        self._written -= written
        self._left = (self._left - written) & {row.lead_id for row in found.rows}
        self.read.emit(found)

    def _on_unread(self, error: TouchlineError) -> None:
        self._reading = False
        self.failed.emit(error)
