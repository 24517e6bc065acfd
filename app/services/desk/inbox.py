"""What other devices did: their events are taken in, and the leads concerned brought in line."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from app.core.errors import NotFound
from app.core.log.events import Event, changes_opt_outs, decode_body
from app.core.log.projection import fold
from app.services.desk.desk import Desk
from app.services.desk.facts import gather
from app.services.desk.recording import advance_others, publish_changes, refresh_row
from app.services.desk.shared_numbers import leads_concerned
from app.services.store.records import Changes
from app.services.store.unit_of_work import UnitOfWork


def receive(desk: Desk, events: Sequence[Event], *, at: datetime | None = None) -> Changes:
    """Take in events of other devices in one transaction, in the order given.

    Each lead is folded anew from its whole log, so that the tables say what replay says. Events
    that are known are passed over; those of a lead that is not stored here wait in the log. Raises
    BadInput for events of another organisation, and then nothing has changed.
    """
    now = at or desk.clock.now()
    with desk.store.write() as uow:
        taken = uow.take_in(events)
        leads = dict.fromkeys(event.lead_id for event in taken if event.lead_id is not None)
        for lead_id in leads:
            cause = next(event.event_id for event in taken if event.lead_id == lead_id)
            _bring_in_line(desk, uow, lead_id, cause, now)
        uow.commit()
    bodies = [decode_body(event.type, event.v, event.body) for event in taken]
    changes = Changes(
        leads=uow.placed | frozenset(leads),
        queue=bool(leads),
        suppressions=changes_opt_outs(body for body in bodies if body is not None),
    )
    return publish_changes(desk, changes) if taken else changes


def _bring_in_line(
    desk: Desk, uow: UnitOfWork, lead_id: UUID, cause_id: UUID, now: datetime
) -> None:
    try:
        facts = gather(desk, uow, lead_id)
    except NotFound:
        return
    after = fold(lead_id, uow.log(lead_id))
    uow.save_work(facts.work, after)
    refresh_row(desk, uow, facts, after, now)
    if after.suppressions != facts.work.suppressions:
        others = leads_concerned(desk, uow, facts.lead, after.suppressions)
        advance_others(desk, uow, others, cause_id, now)
