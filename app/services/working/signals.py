"""Signals: what was heard of a person, which rules fire on it, and why others do not."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app.core.engine.rule_effects import Ruling, in_text, ruled, rulings_of_text
from app.core.planning.due import zone_for
from app.core.work.signal import SignalKind
from app.services.desk.commands import record_and_commit
from app.services.desk.desk import Desk
from app.services.desk.facts import gather
from app.services.desk.recording import publish_changes
from app.services.desk.request import Request, earlier
from app.services.store.records import Changes
from app.services.working.signal_reading import Source, UnderstoodSignal


@dataclass(frozen=True, slots=True, kw_only=True)
class Observed:
    """What came of a signal. `rulings` has every rule in its order; none for a signal known."""

    changes: Changes
    rulings: tuple[Ruling, ...]

    @property
    def fired(self) -> tuple[Ruling, ...]:
        """The rules that fired."""
        return tuple(ruling for ruling in self.rulings if ruling.fires)


def understand(
    desk: Desk,
    lead_id: UUID,
    kind: SignalKind,
    data: Mapping[str, object] | None = None,
    *,
    at: datetime | None = None,
    request: Request | None = None,
) -> UnderstoodSignal:
    """A signal from what its source says of it, to be shown or recorded. Nothing is recorded.

    `data` by kind: docs/rules.md. A reply in words may turn out to be an opt-out; a date in
    plain words ("in two weeks", "después del 15 de enero") becomes the morning of that day where
    the person is. A `request` gives the signal its identity where its source does not. Raises
    NotFound, BadInput for what cannot be read.
    """
    with desk.store.read() as reader:
        lead = reader.lead(lead_id)
    said = dict(data or {})
    if request is not None:
        said.setdefault("id", f"request/{request.id}")
    source = Source(
        kind=kind,
        data=said,
        now=at or desk.clock.now(),
        zone=zone_for(lead, desk.identity.zone),
        country=lead.country,
        words=desk.library.words,
    )
    return source.heard(lead_id, desk.new_id)


def observed_before(desk: Desk, request: Request | None) -> tuple[Observed, datetime] | None:
    """What came of the same request and when, None where it comes for the first time.

    Raises Refused where something else came under its id.
    """
    with desk.store.read() as reader:
        done = earlier(desk.ring, reader, request)
        if done is None:
            return None
        event = reader.event(done.event_id) if done.event_id is not None else None
    rulings = rulings_of_text(done.answer) if event is not None else ()
    at = event.occurred_at if event is not None else desk.clock.now()
    return Observed(changes=Changes(undo_id=done.event_id), rulings=rulings), at


def observe(
    desk: Desk,
    lead_id: UUID,
    heard: UnderstoodSignal,
    *,
    at: datetime | None = None,
    request: Request | None = None,
) -> Observed:
    """Record a signal and let the rules act on it, in one transaction; the same `request` once.

    A signal whose id is known changes nothing. Raises NotFound for an unknown lead.
    """
    now = at or desk.clock.now()
    with desk.store.write() as uow:
        done = earlier(desk.ring, uow, request)
        if done is not None:
            kept = rulings_of_text(done.answer) if done.event_id is not None else ()
            return Observed(changes=Changes(undo_id=done.event_id), rulings=kept)
        facts = gather(desk, uow, lead_id)
        bodies, rulings = ruled(facts, heard.signal, now)
        changes = record_and_commit(
            desk,
            uow,
            facts,
            bodies,
            now,
            texts={"message": heard.text},
            request=request,
            answer=in_text(rulings) if request is not None else "",
        )
    return Observed(changes=publish_changes(desk, changes), rulings=rulings if bodies else ())


def dry_run(
    desk: Desk, lead_id: UUID, heard: UnderstoodSignal | None, *, at: datetime | None = None
) -> tuple[Ruling, ...]:
    """What each rule would come to, and why. Changes nothing.

    Without a signal, as the rules are asked after a touch was worked. Raises NotFound.
    """
    now = at or desk.clock.now()
    with desk.store.read() as reader:
        facts = gather(desk, reader, lead_id)
    return ruled(facts, heard.signal if heard else None, now)[1]
