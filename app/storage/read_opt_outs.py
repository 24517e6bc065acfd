"""Who must not be contacted: entries, lists, the keys to find them by, and the audit."""

import json
from collections.abc import Iterable, Sequence
from datetime import date
from uuid import UUID

from app.core.consent.consent import Consent
from app.core.consent.key_ring import DigestKey, KeyRing
from app.core.consent.suppression import Barriers, Listing, Suppression
from app.core.log.audit import AuditLine, decode_line, person_digest
from app.services.store.records import (
    Registry,
)
from app.storage import driver, mappers
from app.storage import statements as sql
from app.storage.read_ground import SqlGround


class SqlOptOut(SqlGround):
    """OptOutReader over SQL."""

    def barriers(self, digests: Iterable[str]) -> Barriers:
        asked = tuple(digests)
        rows = self._all(sql.ENTRIES_AT, json.dumps(asked)) if asked else ()
        entries = {row[0]: mappers.suppression_from(row) for row in rows}
        listings: dict[str, Listing] = {}
        if self.registries():
            for digest in asked:
                for registry, until in self._all(sql.LISTED_AT, bytes.fromhex(digest)):
                    valid_until = date.fromisoformat(until)
                    listings[registry] = Listing(registry=registry, valid_until=valid_until)
        return Barriers(entries=tuple(entries.values()), listings=tuple(listings.values()))

    def registries(self) -> Sequence[Registry]:
        if self._registries is None:
            self._registries = [mappers.registry_from(row) for row in self._all(sql.REGISTRIES)]
        return self._registries

    def registry_digests(self, registry: str) -> frozenset[bytes]:
        return frozenset(row[0] for row in self._all(sql.REGISTRY_DIGESTS, registry))

    def refusals(self) -> Sequence[tuple[UUID | None, Suppression]]:
        return [
            (None if row[1] is None else UUID(bytes=row[1]), mappers.suppression_from(row))
            for row in self._all(sql.REFUSALS)
        ]

    def withdrawn(self) -> Sequence[tuple[UUID, Consent]]:
        return [(UUID(bytes=row[0]), mappers.consent_from(row)) for row in self._all(sql.WITHDRAWN)]

    def erased(self) -> Sequence[UUID]:
        return [UUID(bytes=lead_id) for (lead_id,) in self._all(sql.NAMELESS_LEFT)]

    def ring(self) -> KeyRing:
        rows = self._all(sql.KEYS)
        if not rows:
            raise driver.not_a_store()
        return KeyRing(keys=tuple(DigestKey(key_id=row[0], secret=row[1]) for row in rows))

    def audited(self, lead_id: UUID | None, limit: int) -> Sequence[AuditLine]:
        if lead_id is None:
            rows = self._all(sql.AUDIT, limit)
        else:
            person = person_digest(self.ring().own.secret, lead_id)
            rows = self._all(sql.AUDIT_OF, person.encode(), limit)
        return [decode_line(raw) for (raw,) in rows]
