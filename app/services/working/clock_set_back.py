"""A clock that was ahead and is right again: whom it concerns comes back to the present."""

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from app.core.engine.clock_set_back import AHEAD, SET_BACK, ComeBack, said_again
from app.core.engine.engine import decided
from app.core.errors import NotFound
from app.core.log.events import Body, LeadRevised
from app.core.log.projection import apply_all
from app.services.desk.desk import Desk
from app.services.desk.facts import facts_of, gather
from app.services.desk.portions import SomebodyWaits, nobody_waits, portion
from app.services.desk.recording import append_and_place, publish_changes, refresh_row
from app.services.store.records import Changes
from app.services.store.unit_of_work import UnitOfWork


def ahead(desk: Desk, *, at: datetime | None = None) -> frozenset[UUID]:
    """Whom a clock that was ahead of now took in, planned for, or let miss their window.

    In a sandbox one may go back in time: nobody is ahead there.
    """
    if desk.identity.sandbox:
        return frozenset()
    now = at or desk.clock.now()
    with desk.store.read() as reader:
        return frozenset(reader.ahead_of(now, now + AHEAD))


def come_back(
    desk: Desk, waits: SomebodyWaits = nobody_waits, *, at: datetime | None = None
) -> Iterator[Changes]:
    """Bring them back to the present, and let alerts that rang early ring in their time.

    Each step is one transaction, which ends at once when somebody `waits`. Nothing is written
    where nobody is ahead.
    """
    now = at or desk.clock.now()
    leads = sorted(ahead(desk, at=now))
    if not desk.identity.sandbox:
        with desk.store.read() as reader:
            early = reader.fired_early(now)
        if early:
            with desk.store.write() as uow:
                uow.rearm_alerts(now)
                uow.commit()
    left = iter(leads)
    for first in left:
        with desk.store.write() as uow:
            done = [first]
            _bring_back(desk, uow, first, now)
            for lead_id in portion(desk, left, waits):
                _bring_back(desk, uow, lead_id, now)
                done.append(lead_id)
            uow.commit()
        yield publish_changes(desk, Changes(leads=frozenset(done), queue=True))


def _bring_back(desk: Desk, uow: UnitOfWork, lead_id: UUID, now: datetime) -> None:
    try:
        facts = gather(desk, uow, lead_id)
    except NotFound:
        return
    first: list[Body] = []
    lead = uow.lead(lead_id)
    if max(lead.received_at, lead.added_at) > now + AHEAD:
        came = lead.with_facts(
            {"received_at": min(lead.received_at, now), "added_at": min(lead.added_at, now)}
        )
        revision = uow.revision(lead_id) + 1
        uow.save_lead(came, revision)
        fields = ("received_at",)
        first.append(LeadRevised(revision=revision, fields=fields, source=SET_BACK))
        facts = facts_of(desk, uow, came, facts.work)
    first += said_again(facts.work, now)
    agreed = facts.after(apply_all(facts.work, ((body, now) for body in first)))
    bodies, after = decided(agreed, ComeBack(), now)
    if first or bodies:
        append_and_place(desk, uow, facts, (*first, *bodies), now, after=after)
    else:
        refresh_row(desk, uow, facts, after, now)
