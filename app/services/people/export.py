"""Handing a person all that is kept about them: one document for programs, one page for people.

docs/privacy.md names the keys. The page is in the person's language where there are words for it.
"""

import json
from collections.abc import Callable, Mapping
from datetime import datetime
from uuid import UUID

from app.core.consent.consent import Consent
from app.core.consent.suppression import Suppression
from app.core.log.audit import AuditEntry, AuditLine
from app.core.people.lead import Lead
from app.core.people.main_language import language_to
from app.core.planning.due import zone_for
from app.core.work.enrolment import Enrolment, LeadWork
from app.core.work.touch import Touch
from app.services.desk.desk import Desk
from app.services.people.export_page import page
from app.services.store.reader import Reader
from app.services.store.records import TimelineEntry
from app.services.wording import Wording

LANGUAGES = ("en", "es")
_ALL = 1_000_000

# Writes files by name, all or none. Raises TouchlineError, Refused where one is there already.
Put = Callable[[Mapping[str, bytes]], None]


def export(
    desk: Desk,
    lead_id: UUID,
    *,
    words_of: Callable[[str], Wording],
    put: Put,
    at: datetime | None = None,
) -> tuple[str, ...]:
    """Write everything kept about a person by `put`; returns the names of the files.

    `words_of` gives the words of one of `LANGUAGES`. A line in the audit says that it was done.
    Raises NotFound, and what `put` raises; then there is no line.
    """
    now = at or desk.clock.now()
    with desk.store.write() as uow:
        lead, work = uow.person(lead_id)
        document = kept(uow, lead, work, now)
        language = language_to(lead)[:2].lower()
        words = words_of(language if language in LANGUAGES else LANGUAGES[0])
        html = page(
            document,
            words,
            language=language if language in LANGUAGES else LANGUAGES[0],
            zone=zone_for(lead, desk.identity.zone),
            company=desk.identity.company,
        )
        files = {
            f"touchline-{lead_id}.json": _json(document),
            f"touchline-{lead_id}.html": html.encode("utf-8", "replace"),
        }
        uow.audit(AuditEntry(kind="exported", at=now, lead_id=lead_id))
        put(files)
        uow.commit()
    return tuple(files)


def _json(document: Mapping[str, object]) -> bytes:
    return json.dumps(document, ensure_ascii=False, indent=2).encode("utf-8", "replace")


def kept(reader: Reader, lead: Lead, work: LeadWork, now: datetime) -> dict[str, object]:
    """Everything kept about a lead, as JSON holds it: instants in UTC, what is unknown null."""
    written = {t.touch_id: reader.composed(t.touch_id) for t in work.touches}
    composed = {
        str(touch_id): f"{one.subject}\n\n{one.body}".strip()
        for touch_id, one in written.items()
        if one is not None
    }
    drafts = {str(t.touch_id): reader.draft(t.touch_id) for t in work.touches}
    return {
        "lead_id": str(lead.lead_id),
        "exported_at": _at(now),
        "facts": _facts(lead, work),
        "points": [
            {"kind": p.kind, "value": p.value, "status": p.status, "note": p.note}
            for p in lead.as_worked(work.unusable, work.stage).points
        ],
        "consents": [_consent(one) for one in work.consents],
        "suppressions": [_suppression(one) for one in work.suppressions],
        "first_contact": _first_contact(lead, work),
        "enrolments": [_enrolment(one) for one in work.enrolments],
        "touches": [_touch(one) for one in work.touches],
        "composed": {key: text for key, text in composed.items() if text},
        "drafts": {touch_id: text for touch_id, text in drafts.items() if text},
        "timeline": [_entry(one) for one in reversed(reader.timeline(lead.lead_id, _ALL))],
        "audit": [_line(one) for one in reversed(reader.audited(lead.lead_id, _ALL))],
    }


def _at(at: datetime | None) -> str | None:
    return None if at is None else at.isoformat().replace("+00:00", "Z")


def _facts(lead: Lead, work: LeadWork) -> dict[str, object]:
    return {
        "first_name": lead.first_name,
        "last_name": lead.last_name,
        "company": lead.company,
        "job_title": lead.job_title,
        "country": lead.country,
        "region": lead.region,
        "city": lead.city,
        "zones": list(lead.zones),
        "zone_confirmed": lead.zone_confirmed,
        "zone_until": _at(lead.zone_until),
        "home_zones": list(lead.home_zones),
        "language": lead.language,
        "age": lead.age,
        "interest": lead.interest,
        "industry": lead.industry,
        "occasion": lead.occasion,
        "asked_for": lead.asked_for,
        "research_note": lead.research_note,
        "value": lead.value,
        "temperature": lead.temperature,
        "prefers": lead.prefers,
        "source": lead.source,
        "direction": lead.direction,
        "received_at": None if lead.received_on else _at(lead.received_at),
        "received_on": lead.received_on and lead.received_on.isoformat(),
        "added_at": _at(lead.added_at),
        "stage": work.stage,
        "other": dict(lead.extra),
    }


def _consent(one: Consent) -> dict[str, object]:
    return {
        "channel": one.channel,
        "granted": one.granted,
        "basis": one.basis,
        "source": one.source,
        "recorded_at": _at(one.recorded_at),
        "expires_at": _at(one.expires_at),
        "purpose": one.purpose,
        "wording": one.wording,
        "evidence": one.evidence,
        "withdrawn": one.withdraws is not None,
    }


def _suppression(one: Suppression) -> dict[str, object]:
    return {
        "scope": one.scope,
        "channels": list(one.channels),
        "suspected": one.suspected,
        "lifted": one.lifted,
    }


def _first_contact(lead: Lead, work: LeadWork) -> dict[str, object] | None:
    clock = work.first_contact
    if clock is None:
        return None
    return {
        "state": clock.state,
        "received_at": None if lead.received_on else _at(clock.received_at),
        "deadline_at": _at(clock.deadline_at),
        "attempted_at": _at(clock.attempted_at),
        "reached_at": _at(clock.reached_at),
    }


def _enrolment(one: Enrolment) -> dict[str, object]:
    return {
        "cadence": one.cadence_key,
        "version": one.cadence_version,
        "state": one.state,
        "started_at": _at(one.started_at),
        "finished_at": _at(one.finished_at),
        "finish_reason": one.finish_reason,
        "attempts": one.attempts,
    }


def _touch(one: Touch) -> dict[str, object]:
    return {
        "touch_id": str(one.touch_id),
        "kind": one.kind,
        "channel": one.channel,
        "step": one.step_key,
        "state": one.state,
        "due_at": _at(one.due_at),
        "outcome": one.outcome,
        "settled_at": _at(one.settled_at),
    }


def _entry(one: TimelineEntry) -> dict[str, object]:
    return {
        "at": _at(one.at),
        "type": one.code,
        "detail": dict(one.detail),
        "text": one.text,
        "message": one.message,
        "undone": one.undone,
    }


def _line(one: AuditLine) -> dict[str, object]:
    return {
        "no": one.no,
        "at": _at(one.at),
        "kind": one.kind,
        "channel": one.channel,
        "code": one.code,
        "state": one.state,
        "rules": list(one.rules),
        "zones": list(one.zones),
        "local": list(one.local),
    }
