"""What is to be done: the rows of the queue, and what time has to look at."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from app.core.clock import to_micros
from app.core.queue.lane_names import Lane
from app.services.store.queue_rows import QueuePage
from app.services.store.records import (
    Composed,
    DayNumbers,
)
from app.storage import driver, first_page, queries
from app.storage import statements as sql
from app.storage.cells import uuid_of
from app.storage.read_ground import SqlGround, missing


class SqlQueue(SqlGround):
    """QueueReader over SQL."""

    def queue_page(
        self, owner_id: UUID, now: datetime, limit: int, lanes: Sequence[Lane] | None = None
    ) -> QueuePage:
        self._settle()
        with driver.friendly():
            return first_page.read_page(self._connection, owner_id, now, limit, lanes)

    def due_to_place(self, now: datetime, limit: int) -> Sequence[UUID]:
        self._settle()
        with driver.friendly():
            return queries.due_to_place(self._connection, now, limit)

    def in_work(self, owner_id: UUID) -> Sequence[UUID]:
        self._settle()
        with driver.friendly():
            return queries.in_work(self._connection, owner_id)

    def ahead_of(self, now: datetime, limit: datetime) -> Sequence[UUID]:
        self._settle()
        with driver.friendly():
            return queries.ahead_of(self._connection, now, limit)

    def fired_early(self, now: datetime) -> int:
        row = self._one(queries.FIRED_EARLY, to_micros(now))
        return 0 if row is None else int(row[0])

    def untold_alerts(self) -> int:
        row = self._one(sql.UNTOLD_ALERTS)
        return 0 if row is None else int(row[0])

    def next_change_at(self) -> datetime | None:
        self._settle()
        with driver.friendly():
            return queries.next_change_at(self._connection)

    def lead_of_touch(self, touch_id: UUID) -> UUID:
        row = self._one(sql.LEAD_OF_TOUCH, touch_id.bytes)
        if row is None:
            raise missing("touch")
        return uuid_of(row[0])

    def touch_placed(self, lead_id: UUID) -> UUID | None:
        row = self._one(sql.TOUCH_PLACED, lead_id.bytes)
        return None if row is None else uuid_of(row[0])

    def draft(self, touch_id: UUID) -> str:
        row = self._one(sql.DRAFT, touch_id.bytes)
        return "" if row is None else row[0]

    def composed(self, touch_id: UUID) -> Composed | None:
        row = self._one(sql.COMPOSED, touch_id.bytes)
        return None if row is None else Composed(template=row[0], subject=row[1], body=row[2])

    def day_numbers(
        self, rep_id: UUID, day_start: datetime, day_end: datetime, now: datetime
    ) -> DayNumbers:
        self._settle()
        with driver.friendly():
            return queries.day_numbers(self._connection, rep_id, day_start, day_end, now)

    def stuck(self, limit: int) -> Sequence[UUID]:
        self._settle()
        with driver.friendly():
            return queries.stuck(self._connection, limit)
