"""What happened: the log and its texts."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from uuid import UUID

from app.core.log.events import Event
from app.core.metrics.history import LeadLog
from app.core.reason import Reason
from app.core.work.touch import Touch
from app.services.store.records import (
    TimelineEntry,
)
from app.storage import driver, lead_logs, mappers, queries
from app.storage import statements as sql
from app.storage.cells import uuid_of
from app.storage.read_ground import SqlGround, missing


class SqlLog(SqlGround):
    """LogReader over SQL."""

    def log(self, lead_id: UUID) -> Sequence[Event]:
        return [mappers.event_from(row) for row in self._all(sql.LOG, lead_id.bytes)]

    def event(self, event_id: UUID) -> Event:
        row = self._one(sql.EVENT, event_id.bytes)
        if row is None:
            raise missing("activity")
        return mappers.event_from(row)

    def latest(self, types: Sequence[str], limit: int) -> Sequence[UUID]:
        self._settle()
        with driver.friendly():
            return queries.latest(self._connection, types, limit)

    def caused_by(self, event_id: UUID) -> Sequence[UUID]:
        return [uuid_of(row[0]) for row in self._all(sql.CAUSED, event_id.bytes)]

    def lead_logs(self, since: datetime, now: datetime) -> Iterator[LeadLog]:
        self._settle()
        return lead_logs.read(self._connection, since, now)

    def tried_calls(self, since: datetime) -> Iterator[tuple[str, Touch]]:
        self._settle()
        return lead_logs.tried_calls(self._connection, since)

    def timeline(self, lead_id: UUID, limit: int) -> Sequence[TimelineEntry]:
        self._settle()
        with driver.friendly():
            return queries.timeline(self._connection, lead_id, limit)

    def began(self, lead_id: UUID, enrolment_id: UUID) -> Reason | None:
        self._settle()
        with driver.friendly():
            return queries.began(self._connection, lead_id, enrolment_id)

    def event_text(self, event_id: UUID, kind: str) -> str:
        row = self._one(sql.EVENT_TEXT, event_id.bytes, kind)
        return "" if row is None else row[0]

    def texts(self, lead_id: UUID) -> int:
        row = self._one(sql.TEXTS, lead_id.bytes)
        return 0 if row is None else row[0]
