"""Plans in time: what a cadence would do, and what follows when time passes."""

from datetime import datetime
from uuid import UUID

from app.core.engine.by_hand import ByHand
from app.core.errors import NotFound
from app.services.contact.local_zone import come_home
from app.services.desk.commands import carry_out_for
from app.services.desk.desk import Desk
from app.services.desk.recording import advance_lead, publish_changes
from app.services.store.records import Changes
from app.services.store.unit_of_work import UnitOfWork

# Rows whose time has come are placed anew in portions, so that a rep's key never waits long.
PORTION = 25


def change_plan(
    desk: Desk, lead_id: UUID, command: ByHand, *, note: str = "", at: datetime | None = None
) -> Changes:
    """Start, pause, resume, reroute or end the plan of a person by hand.

    Can be undone for 10 seconds. Raises NotFound (lead, cadence) and Refused.
    """
    return carry_out_for(desk, lead_id, command, at=at, note=note)


def pass_time(desk: Desk, *, at: datetime | None = None, limit: int = PORTION) -> Changes:
    """Do what time alone brings about for up to `limit` leads: breaches, ends of pauses, lanes.

    Call again while the answer names `limit` leads. Nothing happens twice: what is due is a row
    in the store, and it is moved on in the same transaction.
    """
    now = at or desk.clock.now()
    with desk.store.read() as reader:
        waiting = reader.due_to_place(now, limit)
    if not waiting:
        return Changes()
    with desk.store.write() as uow:
        for lead_id in waiting:
            _tick(desk, uow, lead_id, now)
        uow.commit()
    return publish_changes(desk, Changes(leads=frozenset(waiting), queue=True))


def catch_up(desk: Desk, *, at: datetime | None = None) -> Changes:
    """Do all that time alone has brought about, portion by portion."""
    changes = Changes()
    while True:
        done = pass_time(desk, at=at)
        # A portion of leads that were all here before would go round for ever.
        new = done.leads - changes.leads
        changes |= done
        if len(done.leads) < PORTION or not new:
            return changes


def _tick(desk: Desk, uow: UnitOfWork, lead_id: UUID, now: datetime) -> None:
    try:
        back_at = uow.lead(lead_id).zone_until
    except NotFound:
        return  # erased since their id was read
    if back_at is not None and back_at <= now:
        come_home(desk, uow, lead_id, now)
    advance_lead(desk, uow, lead_id, now)


def rejudge(desk: Desk, lead_ids: frozenset[UUID], *, at: datetime | None = None) -> Changes:
    """Look at these leads again, whatever their row says: after a sleep or a change of rules."""
    now = at or desk.clock.now()
    with desk.store.write() as uow:
        for lead_id in sorted(lead_ids):
            _tick(desk, uow, lead_id, now)
        uow.commit()
    return publish_changes(desk, Changes(leads=lead_ids, queue=True))
