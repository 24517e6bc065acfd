"""Plans in time: what a cadence would do, and what follows when time passes."""

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from app.core.engine.by_hand import ByHand
from app.core.errors import NotFound
from app.services.contact.local_zone import come_home
from app.services.desk.commands import carry_out_for
from app.services.desk.desk import Desk
from app.services.desk.facts import gather
from app.services.desk.portions import GatheredChanges, SomebodyWaits, nobody_waits, portion
from app.services.desk.recording import advance, publish_changes
from app.services.store.records import Changes
from app.services.store.unit_of_work import UnitOfWork

# So many rows whose time has come are looked up at once; each transaction takes some of them.
PORTION = 500


def change_plan(
    desk: Desk, lead_id: UUID, command: ByHand, *, note: str = "", at: datetime | None = None
) -> Changes:
    """Start, pause, resume, reroute or end the plan of a person by hand.

    Can be undone for 10 seconds. Raises NotFound (lead, cadence) and Refused.
    """
    return carry_out_for(desk, lead_id, command, at=at, note=note)


def pass_time(desk: Desk, *, at: datetime | None = None, limit: int = PORTION) -> Changes:
    """Do what time alone brings about for some leads, `limit` at most: breaches, pauses, lanes.

    Call again until the answer names no lead. Nothing happens twice: what is due is a row in the
    store, and it is moved on in the same transaction.
    """
    passed = _pass_some(desk, at or desk.clock.now(), nobody_waits, limit)
    return publish_changes(desk, passed) if passed.leads else passed


def catch_up(desk: Desk, *, at: datetime | None = None) -> Changes:
    """Do all that time alone has brought about."""
    changes = Changes()
    for passed in passing(desk, nobody_waits, at=at):
        changes |= passed
    return changes


def passing(desk: Desk, waits: SomebodyWaits, *, at: datetime | None = None) -> Iterator[Changes]:
    """Do all that time alone has brought about; each step is one transaction.

    A step ends at once when somebody `waits`. Others hear of it a few times a second.
    """
    met: set[UUID] = set()
    changed = GatheredChanges(desk)
    while (passed := _pass_some(desk, at or desk.clock.now(), waits, PORTION)).leads:
        changed.add(passed)
        yield passed
        # Leads that were all here before would go round for ever.
        if passed.leads <= met:
            break
        met |= passed.leads
    changed.publish()


def _pass_some(desk: Desk, now: datetime, waits: SomebodyWaits, limit: int) -> Changes:
    """Move on leads that are due, at most `limit`, in one transaction; names those leads."""
    with desk.store.read() as reader:
        due = reader.due_to_place(now, limit)
    if not due:
        return Changes()
    passed: set[UUID] = set()
    with desk.store.write() as uow:
        for lead_id in portion(desk, due, waits):
            _tick(desk, uow, lead_id, now)
            passed.add(lead_id)
        uow.commit()
    return Changes(leads=frozenset(passed), queue=True)


def rejudge(desk: Desk, lead_ids: frozenset[UUID], *, at: datetime | None = None) -> Changes:
    """Look at these leads again, whatever their row says: after a sleep or a change of rules."""
    now = at or desk.clock.now()
    with desk.store.write() as uow:
        for lead_id in sorted(lead_ids):
            _tick(desk, uow, lead_id, now)
        uow.commit()
    return publish_changes(desk, Changes(leads=lead_ids, queue=True))


def _tick(desk: Desk, uow: UnitOfWork, lead_id: UUID, now: datetime) -> None:
    """Move one lead on. Whoever was erased since their id was read is passed over."""
    try:
        facts = gather(desk, uow, lead_id)
    except NotFound:
        return
    back_at = facts.lead.zone_until
    if back_at is not None and back_at <= now:
        come_home(desk, uow, lead_id, now)
        facts = gather(desk, uow, lead_id)
    advance(desk, uow, facts, now)
