"""How every command runs: gather facts, let the core decide, record, and place the row anew."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from app.core.engine.engine import Command, decided
from app.core.engine.facts import Facts
from app.core.errors import Refused
from app.core.log.events import Body, changes_opt_outs
from app.core.people.person_facts import NOTHING
from app.core.work.enrolment import LeadWork
from app.services.desk.audit import dispatch_of
from app.services.desk.desk import Desk
from app.services.desk.facts import gather
from app.services.desk.recording import append_and_place, publish_changes, refresh_row
from app.services.store.records import Changes
from app.services.store.unit_of_work import UnitOfWork


def carry_out(
    desk: Desk,
    touch_id: UUID,
    command: Command,
    *,
    at: datetime | None = None,
    note: str = "",
    message: str = "",
) -> Changes:
    """`carry_out_for` the lead of a touch; `message` is what went out, kept beside its event.

    Raises NotFound, and what `decide` raises.
    """
    texts = {"note": note, "sent": message}
    return _carry_out(desk, lambda uow: uow.lead_of_touch(touch_id), command, at, texts)


def carry_out_for(
    desk: Desk, lead_id: UUID, command: Command, *, at: datetime | None = None, note: str = ""
) -> Changes:
    """Run one command for a lead in one transaction; `note` is kept with its event.

    Raises NotFound, and what `decide` raises; then nothing has changed, but a dispatch that was
    refused stands in the audit.
    """
    return _carry_out(desk, lambda _: lead_id, command, at, {"note": note})


def _carry_out(
    desk: Desk,
    whose: Callable[[UnitOfWork], UUID],
    command: Command,
    at: datetime | None,
    texts: Mapping[str, str],
) -> Changes:
    now = at or desk.clock.now()
    with desk.store.write() as uow:
        lead_id = whose(uow)
        facts = gather(desk, uow, lead_id)
        dispatch = dispatch_of(facts, command, now)
        if dispatch is not None:
            uow.audit(dispatch)
        try:
            bodies, after = decided(facts, command, now)
        except Refused:
            if dispatch is not None and dispatch.kind == "refused":
                uow.commit()
            raise
        changes = record_and_commit(desk, uow, facts, bodies, now, after=after, texts=texts)
    return publish_changes(desk, changes)


def record_and_commit(
    desk: Desk,
    uow: UnitOfWork,
    facts: Facts,
    bodies: Sequence[Body],
    at: datetime,
    *,
    after: LeadWork | None = None,
    texts: Mapping[str, str] = NOTHING,
) -> Changes:
    """Record what was decided for a lead, commit, and say what became stale.

    `texts` are {kind: words}, kept beside the first event unless the words are empty. Where nothing
    was decided, the row alone is refreshed and there is nothing to undo.
    """
    lead_id = facts.work.lead_id
    if not bodies:
        refresh_row(desk, uow, facts, facts.work, at)
        uow.commit()
        return Changes(leads=frozenset({lead_id}), queue=True)
    events = append_and_place(desk, uow, facts, bodies, at, after=after)
    for kind, words in texts.items():
        if words.strip():
            uow.add_text(events[0].event_id, lead_id, kind, words.strip())
    uow.commit()
    return Changes(
        leads=uow.placed | {lead_id},
        queue=True,
        suppressions=changes_opt_outs(bodies),
        undo_id=events[0].event_id,
    )
