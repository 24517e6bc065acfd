"""First-contact alerts: which are due, and what they say."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from app.core.contact.policy import judge
from app.core.people.lead import place_of, point_for
from app.core.work.first_contact import AlertKind
from app.services.desk.desk import Desk
from app.services.desk.facts import gather
from app.services.store.reader import Reader
from app.services.store.records import Alert

# An alert this much late says "while you were away" instead of ringing for each one.
STALE_AFTER = timedelta(seconds=30)
_MOST = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class LeadAlert:
    """An alert for one lead, with what banner, mini bar and notification show of the person."""

    lead_id: UUID
    touch_id: UUID
    kind: AlertKind
    due_at: datetime
    deadline_at: datetime
    name: str
    place: str
    zone: str
    language: str
    phone: str
    interest: str
    late: bool


def take_due_alerts(desk: Desk, *, at: datetime | None = None) -> tuple[LeadAlert, ...]:
    """The alerts due now, each handed out once, the least time left first.

    They are marked in the same transaction, so no clock that jumps brings one twice; whoever shows
    them says so by `mark_told`. Of several alerts of one lead that came due during a sleep only the
    latest is returned; an alert whose lead was attempted meanwhile is dropped.
    """
    now = at or desk.clock.now()
    with desk.store.write() as uow:
        taken = uow.take_alerts(now, _MOST)
        if not taken:
            return ()
        latest = {alert.lead_id: alert for alert in sorted(taken, key=lambda a: a.due_at)}
        alerts = {a: found for a in latest.values() if (found := _described(desk, uow, a, now))}
        uow.hand_out(alerts)
        uow.commit()
    return tuple(sorted(alerts.values(), key=lambda a: (a.deadline_at, a.lead_id)))


def mark_told(desk: Desk, lead_ids: Collection[UUID]) -> None:
    """What was handed out about these leads was told: no later start tells it again."""
    with desk.store.write() as uow:
        uow.alerts_told(lead_ids)
        uow.commit()


def take_untold_back(desk: Desk) -> None:
    """Plan again what an earlier run of the program was about to tell when it ended.

    For the start, before anything is handed out. Nothing is written where all was told.
    """
    with desk.store.read() as reader:
        if not reader.untold_alerts():
            return
    with desk.store.write() as uow:
        uow.take_untold_back()
        uow.commit()


def _described(desk: Desk, reader: Reader, alert: Alert, now: datetime) -> LeadAlert | None:
    facts = gather(desk, reader, alert.lead_id)
    clock, lead = facts.work.first_contact, facts.lead
    point = point_for(lead.points, "call")
    touch = next((t for t in facts.work.planned if t.kind == "step"), None)
    if clock is None or touch is None or clock.state not in ("running", "breached"):
        return None
    if clock.deadline_at != alert.deadline_at:
        return None  # planned for a clock that was put right since
    if judge(touch, lead, now, facts.snapshot).state == "blocked":
        return None  # a person who may not be contacted any more is not announced
    return LeadAlert(
        lead_id=lead.lead_id,
        touch_id=touch.touch_id,
        kind=alert.kind,
        due_at=alert.due_at,
        deadline_at=alert.deadline_at,
        name=lead.name,
        place=place_of(lead),
        zone=lead.zones[0] if lead.zones else "",
        language=lead.language,
        phone=point.value if point else "",
        interest=lead.interest,
        late=now - alert.due_at > STALE_AFTER,
    )
