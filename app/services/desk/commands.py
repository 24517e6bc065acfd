"""How every command runs: gather facts, let the core decide, record, and place the row anew."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app.core.engine.engine import Command, OptOut, ReadRefusal, decided
from app.core.engine.facts import Facts
from app.core.errors import Refused
from app.core.log.events import Body, changes_opt_outs, holds
from app.core.people.person_facts import NOTHING
from app.core.reading.told_refusals import note_refusal
from app.core.work.enrolment import LeadWork
from app.services.desk.audit import dispatch_of
from app.services.desk.desk import Desk
from app.services.desk.facts import gather
from app.services.desk.recording import append_and_place, publish_changes, refresh_row
from app.services.desk.request import Request, earlier, remember
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
    request: Request | None = None,
) -> Changes:
    """`carry_out_for` the lead of a touch; `message` is what went out, kept beside its event.

    Raises NotFound, and what `decide` raises.
    """
    texts = {"note": note, "sent": message}
    how = _How(at=at, texts=texts, request=request)
    return _carry_out(desk, lambda uow: uow.lead_of_touch(touch_id), command, how)


def carry_out_for(
    desk: Desk,
    lead_id: UUID,
    command: Command,
    *,
    at: datetime | None = None,
    note: str = "",
    request: Request | None = None,
) -> Changes:
    """Run one command for a lead in one transaction; `note` is kept with its event.

    The same `request` is carried out once. Another one of its id raises Refused.

    Raises NotFound, and what `decide` raises; then nothing has changed, but a dispatch that was
    refused stands in the audit.
    """
    how = _How(at=at, texts={"note": note}, request=request)
    return _carry_out(desk, lambda _: lead_id, command, how)


@dataclass(frozen=True, slots=True, kw_only=True)
class _How:
    """When a command is run, what is kept beside its event, and under which request it came."""

    at: datetime | None
    texts: Mapping[str, str]
    request: Request | None


def _carry_out(
    desk: Desk,
    whose: Callable[[UnitOfWork], UUID],
    command: Command,
    how: _How,
) -> Changes:
    now = how.at or desk.clock.now()
    with desk.store.write() as uow:
        lead_id = whose(uow)
        done = earlier(desk.ring, uow, how.request)
        if done is not None:
            return Changes(leads=frozenset({lead_id}), undo_id=done.event_id)
        facts = gather(desk, uow, lead_id)
        dispatch = dispatch_of(facts, command, now)
        if dispatch is not None:
            uow.audit(dispatch)
        try:
            bodies, after = decided(facts, command, now, refused=_refused(desk, command, how))
        except Refused:
            if dispatch is not None and dispatch.kind == "refused":
                uow.commit()
            raise
        changes = record_and_commit(
            desk, uow, facts, bodies, now, after=after, texts=how.texts, request=how.request
        )
    return publish_changes(desk, changes)


def _refused(desk: Desk, command: Command, how: _How) -> tuple[str, ...]:
    """The channels that the note of a command seems to refuse.

    Whoever has just read a refusal, or records an opt-out, says by that what the note says.
    """
    if isinstance(command, ReadRefusal | OptOut):
        return ()
    return note_refusal(how.texts.get("note", ""), desk.library.words)


def record_and_commit(
    desk: Desk,
    uow: UnitOfWork,
    facts: Facts,
    bodies: Sequence[Body],
    at: datetime,
    *,
    after: LeadWork | None = None,
    texts: Mapping[str, str] = NOTHING,
    request: Request | None = None,
    answer: str = "",
) -> Changes:
    """Record what was decided for a lead, commit, and say what became stale.

    `texts` are {kind: words}, kept beside the first event unless the words are empty. Where nothing
    was decided, the row alone is refreshed and there is nothing to undo. Of a `request` it is kept
    that it was carried out, with `answer`.
    """
    lead_id = facts.work.lead_id
    if not bodies:
        refresh_row(desk, uow, facts, facts.work, at)
        remember(desk.ring, uow, request, None, answer)
        uow.commit()
        return Changes(leads=frozenset({lead_id}), queue=True)
    events = append_and_place(desk, uow, facts, bodies, at, after=after)
    for kind, words in texts.items():
        if words.strip():
            uow.add_text(events[0].event_id, lead_id, kind, words.strip())
    remember(desk.ring, uow, request, events[0].event_id, answer)
    uow.commit()
    return Changes(
        leads=uow.placed | {lead_id},
        queue=True,
        suppressions=changes_opt_outs(bodies),
        held=holds(bodies),
        undo_id=events[0].event_id,
    )
