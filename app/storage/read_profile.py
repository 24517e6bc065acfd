"""Whose profile it is, and what was set in it."""

from app.services.store.records import (
    Identity,
)
from app.storage import driver, first_page
from app.storage import statements as sql
from app.storage.cells import uuid_of
from app.storage.read_ground import SqlGround


class SqlProfile(SqlGround):
    """ProfileReader over SQL."""

    def identity(self) -> Identity:
        row = self._one(first_page.IDENTITY)
        if row is None:
            raise driver.not_a_store()
        return Identity(
            org_id=uuid_of(row[0]),
            device_id=uuid_of(row[1]),
            rep_id=uuid_of(row[2]),
            rep_name=row[3],
            company=row[4],
            zone=row[5],
            country=row[6],
            sandbox=bool(row[7]),
            demo=bool(row[8]),
        )

    def setting(self, key: str) -> str | None:
        if key not in self._settings:
            row = self._one(sql.SETTING, key)
            self._settings[key] = None if row is None else row[0]
        return self._settings[key]
