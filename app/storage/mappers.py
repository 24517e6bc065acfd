"""Rows to records and back, by explicit code. A row holds its table's columns in their order."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

import msgspec

from app.core.consent.consent import Consent
from app.core.consent.suppression import Suppression
from app.core.log.events import Event
from app.core.people.lead import ContactPoint, Lead, place_of
from app.core.queue.ranking import Placement
from app.core.work.enrolment import Enrolment, LeadWork
from app.core.work.first_contact import FirstContact
from app.core.work.signal import Firing, Heard
from app.core.work.touch import Touch
from app.services.store.records import Alert, Registry
from app.storage.cells import instant_of, micros_of, some_instant_of, some_uuid_of, uuid_of

Row = tuple[Any, ...]

_encode = msgspec.json.Encoder().encode
_texts = msgspec.json.Decoder(tuple[str, ...]).decode
_micros = msgspec.json.Decoder(tuple[int, ...]).decode
_text_map = msgspec.json.Decoder(dict[str, str]).decode
_heard = msgspec.json.Decoder(tuple[Heard, ...]).decode
_firings = msgspec.json.Decoder(tuple[Firing, ...]).decode

NO_CLOCK: Row = (None,) * 9


def _json(value: object) -> str:
    return _encode(value).decode()


def _us(instant: datetime | None) -> int | None:
    return None if instant is None else micros_of(instant)


# The place of that column in a row of table lead.
ZONE_CONFIRMED = 23


def lead_row(lead: Lead, no: int, revision: int) -> Row:
    """`lead` as a row of table lead."""
    return (
        no,
        lead.lead_id.bytes,
        revision,
        lead.first_name,
        lead.last_name,
        lead.name,
        lead.company,
        lead.job_title,
        lead.country,
        lead.region,
        lead.city,
        place_of(lead),
        lead.language,
        lead.interest,
        lead.source,
        lead.direction,
        micros_of(lead.received_at),
        micros_of(lead.added_at),
        lead.value,
        lead.temperature,
        lead.age,
        lead.zones[0] if lead.zones else "",
        _json(lead.zones),
        int(lead.zone_confirmed),
        lead.prefers,
        _json(lead.extra),
        lead.received_on and lead.received_on.isoformat(),
    )


def point_rows(lead: Lead) -> list[Row]:
    """The contact points of `lead` as rows of table lead_point."""
    return [
        (lead.lead_id.bytes, position, p.point_id.bytes, p.kind, p.value, p.status, p.note)
        for position, p in enumerate(lead.points)
    ]


def journey_row(lead: Lead) -> Row | None:
    """Where `lead` is back home from when, as a row of table lead_journey; None if not away."""
    if lead.zone_until is None:
        return None
    return (
        lead.lead_id.bytes,
        micros_of(lead.zone_until),
        _json(lead.home_zones),
        int(lead.home_confirmed),
    )


def brief_row(lead: Lead) -> Row | None:
    """What texts refer to of `lead`, as a row of table lead_brief; None where nothing is known."""
    known = (lead.industry, lead.occasion, lead.asked_for, lead.research_note)
    return (lead.lead_id.bytes, *known) if any(known) else None


def lead_from(
    row: Row,
    state: Row,
    points: Sequence[Row],
    journey: Row | None = None,
    brief: Row | None = None,
) -> Lead:
    """The lead of a row of lead, with owner, stage and unusable points from its lead_state row.

    `journey` is its row of lead_journey, for who travels, `brief` that of lead_brief.
    """
    unusable = {bytes.fromhex(p) for p in _texts(state[4])} if state[4] != "[]" else set()
    return Lead(
        lead_id=uuid_of(row[1]),
        first_name=row[3],
        last_name=row[4],
        points=tuple(point_from(p, unusable) for p in points),
        country=row[8],
        region=row[9],
        city=row[10],
        language=row[12],
        company=row[6],
        job_title=row[7],
        source=row[14],
        direction=row[15],
        received_at=instant_of(row[16]),
        added_at=instant_of(row[17]),
        owner_id=uuid_of(state[1]),
        value=row[18],
        temperature=row[19],
        stage=state[2],
        interest=row[13],
        industry=brief[1] if brief else "",
        occasion=brief[2] if brief else "",
        asked_for=brief[3] if brief else "",
        research_note=brief[4] if brief else "",
        age=row[20],
        zones=_texts(row[22]),
        zone_confirmed=bool(row[ZONE_CONFIRMED]),
        zone_until=instant_of(journey[1]) if journey else None,
        home_zones=_texts(journey[2]) if journey else (),
        home_confirmed=bool(journey and journey[3]),
        prefers=row[24],
        extra=_text_map(row[25]),
        received_on=row[26] and date.fromisoformat(row[26]),
    )


def point_from(row: Row, unusable: Collection[bytes] = ()) -> ContactPoint:
    """The contact point of a row of lead_point."""
    _, _, point_id, kind, value, status, note = row
    if point_id in unusable and status == "usable":
        status = "unusable"
    return ContactPoint(
        point_id=uuid_of(point_id), kind=kind, value=value, status=status, note=note
    )


# Projections of the log


def _clock_row(clock: FirstContact | None) -> Row:
    if clock is None:
        return NO_CLOCK
    return (
        clock.state,
        micros_of(clock.received_at),
        _us(clock.starts_at),
        _us(clock.deadline_at),
        _us(clock.wall_deadline_at),
        _us(clock.attempted_at),
        _us(clock.reached_at),
        _us(clock.breached_at),
        clock.why,
    )


def _clock_from(row: Row) -> FirstContact | None:
    if row[0] is None:
        return None
    return FirstContact(
        state=row[0],
        received_at=instant_of(row[1]),
        starts_at=some_instant_of(row[2]),
        deadline_at=some_instant_of(row[3]),
        wall_deadline_at=some_instant_of(row[4]),
        attempted_at=some_instant_of(row[5]),
        reached_at=some_instant_of(row[6]),
        breached_at=some_instant_of(row[7]),
        why=row[8],
    )


def state_row(work: LeadWork) -> Row:
    """What `work` says about the lead as a whole, as a row of table lead_state."""
    return (
        work.lead_id.bytes,
        work.owner_id.bytes,
        work.stage,
        work.temperature,
        _json([p.hex for p in work.unusable]) if work.unusable else "[]",
        *_clock_row(work.first_contact),
    )


def enrolment_row(lead_id: UUID, position: int, e: Enrolment) -> Row:
    """One row of table enrolment."""
    return (
        lead_id.bytes,
        e.enrolment_id.bytes,
        position,
        e.cadence_key,
        e.cadence_version,
        e.zone,
        e.state,
        micros_of(e.started_at),
        _us(e.paused_until),
        e.why,
        e.last_step,
        e.last_occurrence,
        _us(e.last_done_at),
        e.attempts,
        int(e.conversation),
        _us(e.finished_at),
        e.finish_reason,
        e.role,
        None if e.account_id is None else e.account_id.bytes,
    )


def _enrolment_from(row: Row) -> Enrolment:
    return Enrolment(
        enrolment_id=uuid_of(row[1]),
        cadence_key=row[3],
        cadence_version=row[4],
        zone=row[5],
        state=row[6],
        started_at=instant_of(row[7]),
        paused_until=some_instant_of(row[8]),
        why=row[9],
        last_step=row[10],
        last_occurrence=row[11],
        last_done_at=some_instant_of(row[12]),
        attempts=row[13],
        conversation=bool(row[14]),
        finished_at=some_instant_of(row[15]),
        finish_reason=row[16],
        role=row[17],
        account_id=some_uuid_of(row[18]),
    )


def touch_row(lead_id: UUID, position: int, t: Touch) -> Row:
    """One row of table touch."""
    return (
        lead_id.bytes,
        t.touch_id.bytes,
        position,
        None if t.enrolment_id is None else t.enrolment_id.bytes,
        t.kind,
        t.step_key,
        t.occurrence,
        t.channel,
        t.state,
        micros_of(t.planned_at),
        micros_of(t.due_at),
        _us(t.snoozed_until),
        int(t.escalated),
        t.tries,
        t.outcome,
        _us(t.settled_at),
        _json([micros_of(at) for at in t.tried_at]) if t.tried_at else "[]",
    )


def touch_from(row: Row) -> Touch:
    """A touch from its row."""
    return Touch(
        touch_id=uuid_of(row[1]),
        enrolment_id=some_uuid_of(row[3]),
        kind=row[4],
        step_key=row[5],
        occurrence=row[6],
        channel=row[7],
        state=row[8],
        planned_at=instant_of(row[9]),
        due_at=instant_of(row[10]),
        snoozed_until=some_instant_of(row[11]),
        escalated=bool(row[12]),
        tries=row[13],
        outcome=row[14],
        settled_at=some_instant_of(row[15]),
        tried_at=tuple(map(instant_of, _micros(row[16]))) if row[16] != "[]" else (),
    )


def consent_row(lead_id: UUID, position: int, c: Consent) -> Row:
    """One row of table consent."""
    return (
        lead_id.bytes,
        c.consent_id.bytes,
        position,
        c.channel,
        int(c.granted),
        c.basis,
        c.source,
        micros_of(c.recorded_at),
        _us(c.expires_at),
        c.purpose,
        c.wording,
        c.evidence,
        None if c.withdraws is None else c.withdraws.bytes,
    )


def consent_from(row: Row) -> Consent:
    """One answer of a row of table consent."""
    return Consent(
        consent_id=uuid_of(row[1]),
        channel=row[3],
        granted=bool(row[4]),
        basis=row[5],
        source=row[6],
        recorded_at=instant_of(row[7]),
        expires_at=some_instant_of(row[8]),
        purpose=row[9],
        wording=row[10],
        evidence=row[11],
        withdraws=None if row[12] is None else uuid_of(row[12]),
    )


def suppression_row(lead_id: UUID | None, position: int, s: Suppression) -> Row:
    """One row of table suppression; `lead_id` None for an entry about no lead of ours."""
    return (
        s.suppression_id.bytes,
        None if lead_id is None else lead_id.bytes,
        position,
        s.scope,
        _json(s.channels),
        _json(s.digests),
        int(s.lifted),
        s.key_id,
        int(s.suspected),
    )


def suppression_from(row: Row) -> Suppression:
    """The entry of a row of table suppression."""
    return Suppression(
        suppression_id=uuid_of(row[0]),
        scope=row[3],
        channels=_texts(row[4]),
        digests=_texts(row[5]),
        lifted=bool(row[6]),
        key_id=row[7],
        suspected=bool(row[8]),
    )


def registry_row(registry: Registry) -> Row:
    """The row of table registry."""
    return (
        registry.registry,
        registry.country,
        registry.valid_until.isoformat(),
        micros_of(registry.loaded_at),
        registry.entries,
    )


def registry_from(row: Row) -> Registry:
    """A list without its numbers."""
    return Registry(
        registry=row[0],
        country=row[1],
        valid_until=date.fromisoformat(row[2]),
        loaded_at=instant_of(row[3]),
        entries=row[4],
    )


def engagement_rows(work: LeadWork) -> list[Row]:
    """The row of table engagement; none for a lead of which nothing was ever heard."""
    if not work.signals and not work.firings:
        return []
    return [(work.lead_id.bytes, _json(work.signals), _json(work.firings))]


def work_from(
    state: Row,
    enrolments: Sequence[Row],
    touches: Sequence[Row],
    consents: Sequence[Row],
    suppressions: Sequence[Row],
    *,
    engagement: Row | None = None,
) -> LeadWork:
    """The record of one lead from its rows; each sequence in the order of `position`."""
    return LeadWork(
        lead_id=uuid_of(state[0]),
        owner_id=uuid_of(state[1]),
        stage=state[2],
        temperature=state[3],
        unusable=() if state[4] == "[]" else tuple(UUID(hex=p) for p in _texts(state[4])),
        first_contact=_clock_from(state[5:]),
        enrolments=tuple(map(_enrolment_from, enrolments)),
        touches=tuple(map(touch_from, touches)),
        consents=tuple(map(consent_from, consents)),
        suppressions=tuple(map(suppression_from, suppressions)),
        signals=() if engagement is None else _heard(engagement[1]),
        firings=() if engagement is None else _firings(engagement[2]),
    )


# Log and queue


def activity_row(e: Event) -> Row:
    """One row of table activity without its first column `seq`, which the table numbers itself."""
    return (
        e.event_id.bytes,
        e.org_id.bytes,
        e.device_id.bytes,
        e.dev_seq,
        e.actor_id.bytes,
        micros_of(e.occurred_at),
        e.zone,
        e.boot_id,
        e.mono_us,
        e.hub_offset_us,
        e.type,
        e.v,
        None if e.lead_id is None else e.lead_id.bytes,
        None if e.cause_id is None else e.cause_id.bytes,
        e.body,
    )


def event_from(row: Row) -> Event:
    """The event of a row of `activity_row`."""
    return Event(
        event_id=uuid_of(row[0]),
        org_id=uuid_of(row[1]),
        device_id=uuid_of(row[2]),
        dev_seq=row[3],
        actor_id=uuid_of(row[4]),
        occurred_at=instant_of(row[5]),
        zone=row[6],
        boot_id=row[7],
        mono_us=row[8],
        hub_offset_us=row[9],
        type=row[10],
        v=row[11],
        lead_id=some_uuid_of(row[12]),
        cause_id=some_uuid_of(row[13]),
        body=row[14],
    )


def queue_row(p: Placement) -> Row:
    """One row of table queue."""
    return (
        p.lead_id.bytes,
        p.owner_id.bytes,
        p.touch_id.bytes,
        p.kind,
        p.channel,
        p.lane,
        p.sort_key,
        micros_of(p.due_at),
        micros_of(p.effective_at),
        _us(p.opens_at),
        _us(p.closes_at),
        _us(p.lane_until),
        _us(p.deadline_at),
        p.first_contact,
        p.step_no,
        p.step_count,
        p.day,
        p.reason.code,
        _json(p.reason.args) if p.reason.args else "",
        p.more,
    )


def alert_from(row: Row) -> Alert:
    """The alert of (lead_id, kind, deadline_at, due_at)."""
    return Alert(
        lead_id=uuid_of(row[0]),
        kind=row[1],
        deadline_at=instant_of(row[2]),
        due_at=instant_of(row[3]),
    )
