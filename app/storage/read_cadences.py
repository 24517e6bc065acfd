"""The published versions, and who is on them."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from uuid import UUID

from app.services.store.records import (
    OnVersion,
    PublishedVersion,
)
from app.storage import driver, published_rows, queries
from app.storage import statements as sql
from app.storage.cells import uuid_of
from app.storage.read_ground import SqlGround, missing


class SqlCadence(SqlGround):
    """CadenceReader over SQL."""

    def cadence_versions(self) -> Sequence[PublishedVersion]:
        return [published_rows.version_from(row) for row in self._all(sql.CADENCE_VERSIONS)]

    def cadence_text(self, cadence_key: str, version: int) -> str:
        row = self._one(sql.CADENCE_TEXT, cadence_key, version)
        if row is None:
            raise missing("version")
        return str(row[0])

    def on_version(self, cadence_key: str, version: int) -> Iterator[OnVersion]:
        self._settle()
        return queries.on_version(self._connection, cadence_key, version)

    def enrolled_on(self, cadence_key: str) -> Sequence[UUID]:
        return [uuid_of(lead_id) for (lead_id,) in self._all(queries.ENROLLED_ON, cadence_key)]

    def step_notes(
        self, cadence_key: str, since: datetime
    ) -> Sequence[tuple[str, UUID, datetime, str]]:
        self._settle()
        with driver.friendly():
            return queries.step_notes(self._connection, cadence_key, since)
