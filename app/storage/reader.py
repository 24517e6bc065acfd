"""Reads of the port in app.services.store.unit_of_work over SQLite."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from app.core.consent.key_ring import DigestKey, KeyRing
from app.core.consent.suppression import Barriers, Listing
from app.core.errors import NotFound
from app.core.log.audit import AuditLine, decode_line, person_digest
from app.core.log.events import Event
from app.core.metrics.history import LeadLog
from app.core.people.email_variants import email_keys, email_prefix, sent_domain
from app.core.people.lead import Lead
from app.core.queue.lane_names import Lane
from app.core.reason import Reason
from app.core.work.enrolment import LeadWork
from app.services.store.queue_rows import QueuePage
from app.services.store.records import (
    DayNumbers,
    Identity,
    LeadHit,
    OnVersion,
    PublishedVersion,
    Registry,
    TimelineEntry,
)
from app.storage import driver, first_page, lead_logs, mappers, published_rows, queries
from app.storage import statements as sql
from app.storage.cells import uuid_of
from app.storage.mappers import Row


def _missing(what: str) -> NotFound:
    return NotFound(f"no_{what}", f"This {what} does not exist.", "It may have been removed.")


class SqlReader:
    """Reads on one connection, inside the transaction its caller opened."""

    def __init__(self, connection: driver.Connection) -> None:
        self._connection = connection
        # Asked for with every person; within a transaction they stay as they are.
        self._registries: list[Registry] | None = None
        self._settings: dict[str, str | None] = {}

    def _settle(self, reading: str = "") -> None:
        """Make sure that statement `reading` ("": any) sees what was changed so far."""

    def _one(self, statement: str, *values: Any) -> Row | None:
        self._settle(statement)
        with driver.friendly():
            row: Row | None = self._connection.execute(statement, values).fetchone()
        return row

    def _all(self, statement: str, *values: Any) -> list[Row]:
        self._settle(statement)
        with driver.friendly():
            return self._connection.execute(statement, values).fetchall()

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

    def lead(self, lead_id: UUID) -> Lead:
        key = lead_id.bytes
        return self._lead(key, self._state(key))

    def work(self, lead_id: UUID) -> LeadWork:
        key = lead_id.bytes
        return self._work(key, self._state(key))

    def person(self, lead_id: UUID) -> tuple[Lead, LeadWork]:
        key = lead_id.bytes
        state = self._state(key)
        return self._lead(key, state), self._work(key, state)

    def _state(self, key: bytes) -> Row:
        state = self._one(sql.STATE, key)
        if state is None:
            raise _missing("lead")
        return state

    def _lead(self, key: bytes, state: Row) -> Lead:
        row = self._one(sql.LEAD, key)
        if row is None:
            raise _missing("lead")
        # Only a zone that somebody named can be that of a journey.
        journey = self._one(sql.JOURNEY, key) if row[mappers.ZONE_CONFIRMED] else None
        return mappers.lead_from(row, state, self._all(sql.POINTS, key), journey)

    def _work(self, key: bytes, state: Row) -> LeadWork:
        return mappers.work_from(
            state,
            self._all(sql.ENROLMENTS, key),
            self._all(sql.TOUCHES, key),
            self._all(sql.CONSENTS, key),
            self._all(sql.SUPPRESSIONS, key),
            engagement=self._one(sql.ENGAGEMENT, key),
        )

    def log(self, lead_id: UUID) -> Sequence[Event]:
        return [mappers.event_from(row) for row in self._all(sql.LOG, lead_id.bytes)]

    def event(self, event_id: UUID) -> Event:
        row = self._one(sql.EVENT, event_id.bytes)
        if row is None:
            raise _missing("activity")
        return mappers.event_from(row)

    def lead_of_touch(self, touch_id: UUID) -> UUID:
        row = self._one(sql.LEAD_OF_TOUCH, touch_id.bytes)
        if row is None:
            raise _missing("touch")
        return uuid_of(row[0])

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

    def people_of(self, account_id: UUID) -> Sequence[UUID]:
        return [uuid_of(row[0]) for row in self._all(sql.PEOPLE_OF, account_id.bytes)]

    def people_at(self, company: str) -> Sequence[UUID]:
        self._settle()
        with driver.friendly():
            return queries.people_at(self._connection, company)

    def in_work(self, owner_id: UUID) -> Sequence[UUID]:
        self._settle()
        with driver.friendly():
            return queries.in_work(self._connection, owner_id)

    def stuck(self, limit: int) -> Sequence[UUID]:
        self._settle()
        with driver.friendly():
            return queries.stuck(self._connection, limit)

    def latest(self, types: Sequence[str], limit: int) -> Sequence[UUID]:
        self._settle()
        with driver.friendly():
            return queries.latest(self._connection, types, limit)

    def next_change_at(self) -> datetime | None:
        self._settle()
        with driver.friendly():
            return queries.next_change_at(self._connection)

    def timeline(self, lead_id: UUID, limit: int) -> Sequence[TimelineEntry]:
        self._settle()
        with driver.friendly():
            return queries.timeline(self._connection, lead_id, limit)

    def began(self, lead_id: UUID, enrolment_id: UUID) -> Reason | None:
        self._settle()
        with driver.friendly():
            return queries.began(self._connection, lead_id, enrolment_id)

    def draft(self, touch_id: UUID) -> str:
        row = self._one(sql.DRAFT, touch_id.bytes)
        return "" if row is None else row[0]

    def event_text(self, event_id: UUID, kind: str) -> str:
        row = self._one(sql.EVENT_TEXT, event_id.bytes, kind)
        return "" if row is None else row[0]

    def texts(self, lead_id: UUID) -> int:
        row = self._one(sql.TEXTS, lead_id.bytes)
        return 0 if row is None else row[0]

    def search(self, text: str, limit: int) -> Sequence[LeadHit]:
        self._settle()
        with driver.friendly():
            return queries.search_leads(self._connection, text, limit)

    def day_numbers(
        self, rep_id: UUID, day_start: datetime, day_end: datetime, now: datetime
    ) -> DayNumbers:
        self._settle()
        with driver.friendly():
            return queries.day_numbers(self._connection, rep_id, day_start, day_end, now)

    def lead_logs(self, since: datetime, now: datetime) -> Iterator[LeadLog]:
        self._settle()
        return lead_logs.read(self._connection, since, now)

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

    def phones(self) -> Iterator[tuple[UUID, str]]:
        self._settle()
        with driver.friendly():
            for lead_id, value in self._connection.execute(sql.PHONES):
                yield uuid_of(lead_id), value

    def leads_sharing(self, points: Iterable[tuple[str, str]]) -> Sequence[UUID]:
        found: dict[bytes, None] = {}
        prefixes: dict[str, set[str]] = {}
        for kind, value in points:
            found.update((row[0], None) for row in self._all(sql.SHARING, kind, value))
            if kind == "email":
                prefixes.setdefault(email_prefix(value), set()).add(value)
        for prefix, wanted in prefixes.items():
            for lead_id, value in self._all(sql.MAILBOXES, prefix):
                if not wanted.isdisjoint(email_keys(value)):
                    found[lead_id] = None
        return [uuid_of(key) for key in found]

    def leads_at_domain(self, domain: str) -> Sequence[UUID]:
        return [uuid_of(row[0]) for row in self._all(sql.AT_DOMAIN, domain, sent_domain(domain))]

    def companies(self) -> Sequence[tuple[UUID, str]]:
        return [(uuid_of(row[0]), row[1]) for row in self._all(sql.COMPANIES)]

    def caused_by(self, event_id: UUID) -> Sequence[UUID]:
        return [uuid_of(row[0]) for row in self._all(sql.CAUSED, event_id.bytes)]

    def ring(self) -> KeyRing:
        rows = self._all(sql.KEYS)
        if not rows:
            raise driver.not_a_store()
        return KeyRing(keys=tuple(DigestKey(key_id=row[0], secret=row[1]) for row in rows))

    def setting(self, key: str) -> str | None:
        if key not in self._settings:
            row = self._one(sql.SETTING, key)
            self._settings[key] = None if row is None else row[0]
        return self._settings[key]

    def cadence_versions(self) -> Sequence[PublishedVersion]:
        return [published_rows.version_from(row) for row in self._all(sql.CADENCE_VERSIONS)]

    def cadence_text(self, cadence_key: str, version: int) -> str:
        row = self._one(sql.CADENCE_TEXT, cadence_key, version)
        if row is None:
            raise _missing("version")
        return str(row[0])

    def audited(self, lead_id: UUID | None, limit: int) -> Sequence[AuditLine]:
        if lead_id is None:
            rows = self._all(sql.AUDIT, limit)
        else:
            person = person_digest(self.ring().own.secret, lead_id)
            rows = self._all(sql.AUDIT_OF, person.encode(), limit)
        return [decode_line(raw) for (raw,) in rows]

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

    def leads_at(self, points: Iterable[tuple[str, str]]) -> Mapping[tuple[str, str], UUID]:
        found = {}
        for point in points:
            row = self._one(sql.LEADS_AT, *point)
            if row is not None:
                found[point] = uuid_of(row[0])
        return found
