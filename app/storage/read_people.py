"""Who is known: one person, and how they are found."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from uuid import UUID

from app.core.people.email_variants import email_keys, email_prefix, sent_domain
from app.core.people.lead import ContactPoint, Lead
from app.core.work.enrolment import LeadWork
from app.services.store.records import (
    LeadHit,
)
from app.storage import driver, mappers, queries
from app.storage import statements as sql
from app.storage.cells import uuid_of
from app.storage.mappers import Row
from app.storage.read_ground import SqlGround, missing


class SqlPeople(SqlGround):
    """PeopleReader over SQL."""

    def _state(self, key: bytes) -> Row:
        state = self._one(sql.STATE, key)
        if state is None:
            raise missing("lead")
        return state

    def _lead(self, key: bytes, state: Row) -> Lead:
        row = self._one(sql.LEAD, key)
        if row is None:
            raise missing("lead")
        # Only a zone that somebody named can be that of a journey.
        journey = self._one(sql.JOURNEY, key) if row[mappers.ZONE_CONFIRMED] else None
        brief = self._one(sql.BRIEF, key)
        return mappers.lead_from(row, state, self._all(sql.POINTS, key), journey, brief)

    def _work(self, key: bytes, state: Row) -> LeadWork:
        return mappers.work_from(
            state,
            self._all(sql.ENROLMENTS, key),
            self._all(sql.TOUCHES, key),
            self._all(sql.CONSENTS, key),
            self._all(sql.SUPPRESSIONS, key),
            engagement=self._one(sql.ENGAGEMENT, key),
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

    def people_of(self, account_id: UUID) -> Sequence[UUID]:
        return [uuid_of(row[0]) for row in self._all(sql.PEOPLE_OF, account_id.bytes)]

    def people_at(self, company: str) -> Sequence[UUID]:
        self._settle()
        with driver.friendly():
            return queries.people_at(self._connection, company)

    def companies(self) -> Sequence[tuple[UUID, str]]:
        return [(uuid_of(row[0]), row[1]) for row in self._all(sql.COMPANIES)]

    def all_points(self) -> Iterator[tuple[UUID, ContactPoint]]:
        for row in self._all(sql.ALL_POINTS):
            yield uuid_of(row[0]), mappers.point_from(row)

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

    def leads_at(self, points: Iterable[tuple[str, str]]) -> Mapping[tuple[str, str], UUID]:
        found = {}
        for point in points:
            row = self._one(sql.LEADS_AT, *point)
            if row is not None:
                found[point] = uuid_of(row[0])
        return found

    def leads_at_domain(self, domain: str) -> Sequence[UUID]:
        return [uuid_of(row[0]) for row in self._all(sql.AT_DOMAIN, domain, sent_domain(domain))]

    def phones(self) -> Iterator[tuple[UUID, str]]:
        self._settle()
        with driver.friendly():
            for lead_id, value in self._connection.execute(sql.PHONES):
                yield uuid_of(lead_id), value

    def search(self, text: str, limit: int) -> Sequence[LeadHit]:
        self._settle()
        with driver.friendly():
            return queries.search_leads(self._connection, text, limit)
