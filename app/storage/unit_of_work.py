"""The write port of app.services.store.unit_of_work over SQLite, and the store as a whole.

A unit of work collects its rows and writes them kind by kind when it commits, or just before a
read that could see them. A command of one lead and an import of hundreds are the same code.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeVar
from uuid import UUID

from app.core.clock import Clock, to_micros
from app.core.consent.key_ring import DigestKey
from app.core.consent.suppression import Suppression
from app.core.errors import BadInput
from app.core.log.audit import AuditEntry, entries_of
from app.core.log.events import (
    Body,
    ConsentRecorded,
    Event,
    Suppressed,
    SuppressionLifted,
    SuppressionRead,
    decode_body,
    encode_body,
)
from app.core.people.lead import Lead
from app.core.queue.ranking import Placement
from app.core.work.enrolment import LeadWork
from app.core.work.first_contact import AlertKind
from app.services.store.records import Alert, Composed, Identity, PublishedVersion, Registry
from app.services.store.unit_of_work import Store
from app.storage import driver, lost, mappers, published_rows, search
from app.storage import statements as sql
from app.storage.audit_chain import HEAD_SETTING, ChainEnd
from app.storage.engine import Database
from app.storage.mappers import Row
from app.storage.reader import SqlReader

T = TypeVar("T")
Mint = Callable[[], UUID]


class SqlUnitOfWork(SqlReader):
    """One write transaction. Use as a context manager; without `commit` nothing stays."""

    def __init__(self, database: Database, clock: Clock, mint: Mint) -> None:
        self._database = database
        self._clock = clock
        self._mint = mint
        self._exits = ExitStack()
        self._pending: dict[str, list[Row]] = {}
        # Leads whose rows wait: writing the same lead twice goes out in between.
        self._waiting: set[tuple[str, UUID]] = set()
        self._new_points: dict[tuple[str, str], UUID] = {}
        self._placed: set[UUID] = set()
        self._committed = False
        self._identity: Identity | None = None
        self._next_seq: int | None = None
        self._next_no: int | None = None
        self._chain: ChainEnd | None = None

    def __enter__(self) -> Self:
        super().__init__(self._exits.enter_context(self._database.writing()))
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._exits.close()

    def commit(self) -> None:
        """Write and keep all of it. Afterwards this unit of work only reads."""
        if self._chain is not None:
            self._add(sql.SAVE_SETTING, (HEAD_SETTING, self._chain.head))
        self._settle()
        self._committed = True
        with driver.friendly():
            self._connection.execute("COMMIT")
        if self._next_seq is not None:
            self._database.tally.note(self.identity().device_id, self._next_seq)

    # Waiting rows

    def _still_open(self) -> None:
        if self._committed:
            raise RuntimeError("this unit of work is committed: open another one")

    def _add(self, statement: str, *rows: Row) -> None:
        self._still_open()
        self._pending.setdefault(statement, []).extend(rows)

    def _alone(self, kind: str, lead_id: UUID) -> None:
        """Let rows of the same kind and lead go out before further ones are collected."""
        if (kind, lead_id) in self._waiting:
            self._settle()
        self._waiting.add((kind, lead_id))

    def _settle(self, reading: str = "") -> None:
        seen = sql.MUST_SEE.get(reading)
        if not self._pending or (seen is not None and seen.isdisjoint(self._pending)):
            return
        pending, self._pending = self._pending, {}
        self._waiting.clear()
        self._new_points.clear()
        with driver.friendly():
            for statement in sql.WRITE_ORDER:
                rows = pending.get(statement)
                if rows:
                    self._connection.executemany(statement, rows)

    def _now(self, statement: str, *rows: Row) -> None:
        self._still_open()
        self._settle()
        with driver.friendly():
            self._connection.executemany(statement, rows)

    # Writing

    def identity(self) -> Identity:
        if self._identity is None:
            self._identity = super().identity()
        return self._identity

    def append(
        self,
        lead_id: UUID | None,
        bodies: Sequence[Body],
        at: datetime,
        *,
        cause_id: UUID | None = None,
    ) -> Sequence[Event]:
        who = self.identity()
        seq = self._last_seq(who.device_id)
        boot_id, mono_us = self._clock.boot_id, int(self._clock.monotonic_s() * 1e6)
        events: list[Event] = []
        for body in bodies:
            type_, v, raw = encode_body(body)
            seq += 1
            events.append(
                Event(
                    event_id=self._mint(),
                    org_id=who.org_id,
                    device_id=who.device_id,
                    dev_seq=seq,
                    actor_id=who.rep_id,
                    occurred_at=at,
                    zone=who.zone,
                    boot_id=boot_id,
                    mono_us=mono_us,
                    hub_offset_us=None,
                    type=type_,
                    v=v,
                    lead_id=lead_id,
                    cause_id=events[0].event_id if cause_id is None and events else cause_id,
                    body=raw,
                )
            )
        self._next_seq = seq
        self._keep(events, bodies)
        self._add(
            sql.ADD_OUTBOX,
            *(
                (e.event_id.bytes, e.dev_seq, _priority(body), "pending", None)
                for e, body in zip(events, bodies, strict=True)
            ),
        )
        self.audit(*entries_of(lead_id, bodies, at))
        return events

    def take_in(self, events: Sequence[Event]) -> Sequence[Event]:
        who = self.identity()
        if any(event.org_id != who.org_id for event in events):
            raise BadInput(
                "other_organisation",
                "These activities belong to another organisation.",
                "Nothing was taken in.",
            )
        new: dict[UUID, Event] = {}
        for event in events:
            known = self._one(sql.EVENT, event.event_id.bytes) is not None
            if not known and event.device_id != who.device_id:
                new.setdefault(event.event_id, event)
        taken = tuple(new.values())
        self._keep(taken, [decode_body(e.type, e.v, e.body) for e in taken])
        return taken

    def _keep(self, events: Sequence[Event], bodies: Sequence[Body | None]) -> None:
        """Write lines of the log; what those about no lead of ours mean is written at once."""
        self._project(
            [
                body
                for event, body in zip(events, bodies, strict=True)
                if event.lead_id is None and body is not None
            ]
        )
        self._add(sql.ADD_ACTIVITY, *map(mappers.activity_row, events))

    def audit(self, *entries: AuditEntry) -> None:
        if not entries:
            return
        if self._chain is None:
            row = self._one(sql.AUDIT_HEAD)
            head = None if row is None else row[0]
            own = self.ring().own
            self._chain = ChainEnd(head, self.identity(), own.secret, own.key_id)
        self._add(sql.ADD_AUDIT, *map(self._chain.add, entries))

    def _project(self, bodies: Sequence[Body]) -> None:
        """Events about no lead of ours have no LeadWork: their opt-outs are written here."""
        for body in bodies:
            match body:
                case Suppressed(suppression=entry):
                    self._add_suppression(None, 0, entry)
                case SuppressionLifted(suppression_id=entry_id):
                    self._now(sql.LIFT, (entry_id.bytes,))
                case _:
                    pass

    def _last_seq(self, device_id: UUID) -> int:
        if self._next_seq is None:
            # Nobody else can commit now: the log holds all that the tally knows of.
            highest = self._database.tally.highest(device_id)
            row = self._one(sql.LAST_DEV_SEQ, device_id.bytes)
            stored = 0 if row is None else row[0]
            if highest > stored:
                spans = lost.spans_in(self.setting(lost.SETTING))
                missing = lost.with_tail(spans, device_id, stored, highest)
                self.save_setting(lost.SETTING, lost.text_of(missing))
            self._next_seq = max(stored, highest)
        return self._next_seq

    def save_work(self, before: LeadWork | None, after: LeadWork) -> None:
        lead_id = after.lead_id
        row = mappers.state_row(after)
        if before is None or mappers.state_row(before) != row:
            self._add(sql.SAVE_STATE, row)
        old = before or LeadWork(lead_id=lead_id, owner_id=after.owner_id)
        gone_enrolments = _gone(old.enrolments, after.enrolments, "enrolment_id")
        gone_touches = _gone(old.touches, after.touches, "touch_id")
        if gone_enrolments:
            self._now(sql.DROP_ENROLMENT, *((lead_id.bytes, e.bytes) for e in gone_enrolments))
        if gone_touches:
            self._now(sql.DROP_TOUCH, *((lead_id.bytes, t.bytes) for t in gone_touches))
        for i, enrolment in _changed(old.enrolments, after.enrolments):
            self._add(sql.SAVE_ENROLMENT, mappers.enrolment_row(lead_id, i, enrolment))
        for i, touch in _changed(old.touches, after.touches):
            self._add(sql.SAVE_TOUCH, mappers.touch_row(lead_id, i, touch))
        for i, consent in _changed(old.consents, after.consents):
            self._add(sql.SAVE_CONSENT, mappers.consent_row(lead_id, i, consent))
        for i, suppression in _changed(old.suppressions, after.suppressions):
            self._add_suppression(lead_id, i, suppression)
        heard = mappers.engagement_rows(after)
        if heard != mappers.engagement_rows(old):
            if heard:
                self._add(sql.SAVE_ENGAGEMENT, *heard)
            else:
                self._now(sql.DROP_ENGAGEMENT, (lead_id.bytes,))

    def _add_suppression(self, lead_id: UUID | None, i: int, entry: Suppression) -> None:
        self._add(sql.SAVE_SUPPRESSION, mappers.suppression_row(lead_id, i, entry))
        entry_id = entry.suppression_id.bytes
        self._add(sql.ADD_DIGEST, *((d, entry_id, entry.key_id) for d in entry.digests))

    def save_lead(self, lead: Lead, revision: int) -> None:
        self._alone("lead", lead.lead_id)
        no, is_new = self._number(lead.lead_id)
        self._add(sql.SAVE_LEAD, mappers.lead_row(lead, no, revision))
        if not is_new:
            self._add(sql.DROP_POINTS, (lead.lead_id.bytes,))
            self._add(sql.DROP_JOURNEY, (lead.lead_id.bytes,))
            self._add(sql.DROP_BRIEF, (lead.lead_id.bytes,))
        self._add(sql.ADD_POINT, *mappers.point_rows(lead))
        journey = mappers.journey_row(lead)
        if journey is not None:
            self._add(sql.SAVE_JOURNEY, journey)
        brief = mappers.brief_row(lead)
        if brief is not None:
            self._add(sql.SAVE_BRIEF, brief)
        for point in lead.points:
            if point.status != "unparsed":
                self._new_points.setdefault((point.kind, point.value), lead.lead_id)
        self._add(sql.SAVE_SEARCH, search.search_row(lead, no))

    def leads_at(self, points: Iterable[tuple[str, str]]) -> Mapping[tuple[str, str], UUID]:
        asked = list(points)
        stored = super().leads_at(asked)
        # After the read: what had to be written for it waits no more.
        return {p: self._new_points[p] for p in asked if p in self._new_points} | dict(stored)

    def _number(self, lead_id: UUID) -> tuple[int, bool]:
        """The row number of a lead, and whether it is a new one."""
        with driver.friendly():
            row = self._connection.execute(sql.LEAD_NO, (lead_id.bytes,)).fetchone()
            if row is not None:
                return row[0], False
            if self._next_no is None:
                (self._next_no,) = self._connection.execute(sql.LAST_NO).fetchone()
        self._next_no += 1
        return self._next_no, True

    def erase_lead(self, lead_id: UUID) -> None:
        row = self._one(sql.LEAD_NO, lead_id.bytes)
        for statement in sql.ERASE:
            self._now(statement, (lead_id.bytes,))
        if row is not None:
            self._now(sql.DROP_SEARCH, row)

    def revision(self, lead_id: UUID) -> int:
        row = self._one(sql.REVISION, lead_id.bytes)
        return 0 if row is None else row[0]

    def place(self, lead_id: UUID, placement: Placement | None) -> None:
        self._placed.add(lead_id)
        if placement is None:
            self._now(sql.DROP_QUEUE, (lead_id.bytes,))
        else:
            self._add(sql.SAVE_QUEUE, mappers.queue_row(placement))

    def plan_alerts(
        self,
        lead_id: UUID,
        deadline_at: datetime | None,
        alerts: Sequence[tuple[AlertKind, datetime]],
    ) -> None:
        self._alone("alert", lead_id)
        self._add(sql.CANCEL_ALERTS, (lead_id.bytes,))
        if deadline_at is None:
            return
        deadline_us = to_micros(deadline_at)
        self._add(
            sql.PLAN_ALERT,
            *((lead_id.bytes, kind, deadline_us, to_micros(due_at)) for kind, due_at in alerts),
        )

    def take_alerts(self, now: datetime, limit: int) -> Sequence[Alert]:
        rows = self._all(sql.DUE_ALERTS, to_micros(now), limit)
        self._now(sql.FIRE_ALERT, *(row[:3] for row in rows))
        return [mappers.alert_from(row) for row in rows]

    def hand_out(self, alerts: Iterable[Alert]) -> None:
        keys = [(a.lead_id.bytes, a.kind, to_micros(a.deadline_at)) for a in alerts]
        self._now(sql.HAND_ALERT, *keys)

    def alerts_told(self, lead_ids: Iterable[UUID]) -> None:
        self._now(sql.TELL_ALERT, *((lead_id.bytes,) for lead_id in lead_ids))

    def take_untold_back(self) -> None:
        self._now(sql.TAKE_UNTOLD_BACK, ())

    def rearm_alerts(self, now: datetime) -> None:
        self._now(sql.REARM_ALERTS, (to_micros(now),))

    def add_text(self, event_id: UUID, lead_id: UUID, kind: str, text: str) -> None:
        self._add(sql.SAVE_TEXT, (event_id.bytes, kind, lead_id.bytes, text))

    def save_draft(self, touch_id: UUID, lead_id: UUID, text: str) -> None:
        if text:
            self._now(sql.SAVE_DRAFT, (touch_id.bytes, lead_id.bytes, text))
        else:
            self._now(sql.DROP_DRAFT, (touch_id.bytes,))

    def save_composed(self, touch_id: UUID, lead_id: UUID, message: Composed | None) -> None:
        if message is None:
            self._now(sql.DROP_COMPOSED, (touch_id.bytes,))
        else:
            texts = (message.template, message.subject, message.body)
            self._now(sql.SAVE_COMPOSED, (touch_id.bytes, lead_id.bytes, *texts))

    @property
    def placed(self) -> frozenset[UUID]:
        return frozenset(self._placed)

    def add_key(self, key: DigestKey, at: datetime) -> None:
        self._now(sql.ADD_KEY, (key.key_id, key.secret, to_micros(at)))

    def save_registry(self, registry: Registry) -> None:
        self._registries = None
        self._now(sql.SAVE_REGISTRY, mappers.registry_row(registry))

    def list_digests(
        self, registry: str, added: Iterable[bytes] = (), removed: Iterable[bytes] = ()
    ) -> None:
        self._now(sql.DROP_REGISTRY_DIGEST, *((digest, registry) for digest in removed))
        self._now(sql.ADD_REGISTRY_DIGEST, *((digest, registry) for digest in added))

    def save_setting(self, key: str, value: str) -> None:
        self._settings.pop(key, None)
        self._now(sql.SAVE_SETTING, (key, value))

    def save_workplace(self, identity: Identity) -> None:
        row = (identity.rep_name, identity.company, identity.zone, identity.country)
        self._now(sql.SAVE_WORKPLACE, row)
        self._identity = None

    def add_cadence_version(self, published: PublishedVersion, text: str) -> None:
        self._now(sql.ADD_CADENCE_VERSION, published_rows.version_row(published, text))


def _priority(body: Body) -> int:
    """0 for what closes a channel, 1 for the rest: refusals leave the machine first."""
    match body:
        case Suppressed() | SuppressionLifted() | SuppressionRead():
            return 0
        case ConsentRecorded(consent=consent) if not consent.granted:
            return 0
        case _:
            return 1


def _changed(old: Sequence[T], new: Sequence[T]) -> Iterator[tuple[int, T]]:
    """The records that are new, different or at another position, with their position."""
    for i, record in enumerate(new):
        if i >= len(old) or old[i] != record:
            yield i, record


def _gone(old: Sequence[Any], new: Sequence[Any], key: str) -> list[UUID]:
    kept = {getattr(record, key) for record in new}
    return [getattr(r, key) for r in old if getattr(r, key) not in kept]


@dataclass(frozen=True, slots=True, kw_only=True)
class SqlStore(Store):
    """The store of one profile; `database` is for upkeep and must be closed at the end."""

    database: Database


def sql_store(path: Path, clock: Clock, mint: Mint, key: driver.KeyHook | None = None) -> SqlStore:
    """Open the profile database at `path`; `mint` makes the ids of events (uuid7).

    Raises TouchlineError: store_missing, store_older, store_newer, not_a_store and the like.
    """
    database = Database(path, key)

    @contextmanager
    def read() -> Iterator[SqlReader]:
        with database.reading() as connection:
            yield SqlReader(connection)

    return SqlStore(
        write=lambda: SqlUnitOfWork(database, clock, mint), read=read, database=database
    )
