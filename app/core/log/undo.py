"""Taking back: which events an undo answers, and what it leaves."""

from collections.abc import Sequence, Set
from uuid import UUID

from app.core.errors import Refused
from app.core.log import events as ev
from app.core.log.projection import _enrolment, fold
from app.core.work.enrolment import LeadWork


def undo(
    undoes: UUID,
    before: LeadWork,
    now: LeadWork,
    signals: tuple[UUID, ...] = (),
    unread: tuple[UUID, ...] = (),
) -> ev.OutcomeUndone:
    """The event that turns `now` back into `before`, the state without the undone events.

    What was heard meanwhile stays, except `signals`. `unread` are entries to be read again.
    """
    old_firings = {f.firing_id for f in before.firings}
    old_touches = {t.touch_id: t for t in before.touches}
    old_enrolments = {e.enrolment_id: e for e in before.enrolments}
    return ev.OutcomeUndone(
        undoes=undoes,
        stage=before.stage,
        unusable=before.unusable,
        first_contact=before.first_contact,
        enrolments=tuple(e for e in before.enrolments if e not in now.enrolments),
        touches=tuple(t for t in before.touches if t not in now.touches),
        removed_enrolments=tuple(
            e.enrolment_id for e in now.enrolments if e.enrolment_id not in old_enrolments
        ),
        removed_touches=tuple(t.touch_id for t in now.touches if t.touch_id not in old_touches),
        removed_signals=signals,
        removed_firings=tuple(f.firing_id for f in now.firings if f.firing_id not in old_firings),
        unread=unread,
        owner_id=before.owner_id if before.owner_id != now.owner_id else None,
    )


def take_back(lead_id: UUID, log: Sequence[ev.Event], undoes: UUID) -> tuple[ev.Body, ...]:
    """The events that take back the act `undoes` of a person, and all it caused.

    `log` is the whole log of the lead in its order. What time brought about since then is taken
    back too: it comes again by itself. An opt-out that the act made, exactly that one, is lifted.
    Raises Refused when it is no such act, was undone before, or somebody acted on it since.
    """
    causes = {e.cause_id for e in log}
    acts = {
        e.event_id: body
        for e in log
        if (body := _act(e)) is not None
        # A signal that changed nothing stands in nobody's way.
        and (e.event_id == undoes or e.event_id in causes or type(body) is not ev.SignalReceived)
    }
    if not isinstance(acts.get(undoes), _UNDOABLE):
        raise Refused("not_undoable", "This cannot be undone.", "Log what is right instead.")
    undone = {body.undoes for e in log if isinstance(body := _body(e), ev.OutcomeUndone)}
    if undoes in undone:
        raise Refused("undone_before", "This was undone already.", "Nothing more to do.")
    first = next(n for n, e in enumerate(log) if e.event_id == undoes)
    if any(e.event_id in acts and e.event_id not in undone for e in log[first + 1 :]):
        raise Refused(
            "undo_not_last",
            "Something else was done for this person since.",
            "Undo that first, or correct it in the timeline of the person.",
        )
    made = [e for e in log if undoes in (e.cause_id, e.event_id)]
    lifted = _lifted(made)
    unread = tuple(
        body.suppression_id for e in made if isinstance(body := _body(e), ev.SuppressionRead)
    )
    kept = [e for e in log[first + 1 :] if _by_others(e, log, undone)]
    act = acts[undoes]
    signals = (act.signal.signal_id,) if isinstance(act, ev.SignalReceived) else ()
    before = fold(lead_id, [*log[:first], *kept])
    back = undo(undoes, before, fold(lead_id, log), signals, unread)
    return back, *lifted


def take_back_of_another(
    lead_id: UUID, log: Sequence[ev.Event], undoes: UUID
) -> tuple[ev.Body, ...]:
    """The events that take back what an act with another lead, `undoes`, did to this one.

    Empty where it did nothing. Where a person acted on this lead since, everything stays, except
    that a pause which the act set and nothing changed since is ended.
    """
    first = next((n for n, e in enumerate(log) if e.cause_id == undoes), None)
    if first is None:
        return ()
    now = fold(lead_id, log)
    lifted = _lifted([e for e in log if e.cause_id == undoes])
    if any(_act(e) is not None for e in log[first:]):
        before = _without_pauses(now, fold(lead_id, log[:first]), log[first:], undoes)
        return (undo(undoes, before, now), *lifted) if before != now else tuple(lifted)
    undone = {undoes} | {b.undoes for e in log if isinstance(b := _body(e), ev.OutcomeUndone)}
    kept = [e for e in log[first:] if _by_others(e, log, undone)]
    return undo(undoes, fold(lead_id, [*log[:first], *kept]), now), *lifted


def _lifted(made: Sequence[ev.Event]) -> list[ev.SuppressionLifted]:
    """The end of every opt-out among these events."""
    return [
        ev.SuppressionLifted(suppression_id=body.suppression.suppression_id, undoes=e.event_id)
        for e in made
        if isinstance(body := _body(e), ev.Suppressed)
    ]


def _without_pauses(
    now: LeadWork, before: LeadWork, since: Sequence[ev.Event], undoes: UUID
) -> LeadWork:
    """`now` without the pauses that `undoes` caused, where nothing has changed them since."""
    was = {e.enrolment_id: e for e in before.enrolments}
    for event in since:
        body = _body(event)
        if isinstance(body, ev.EnrolmentPaused) and body.enrolment_id in was:
            former = was[body.enrolment_id]
            named = {e.enrolment_id: e for e in now.enrolments}[body.enrolment_id]
            mine = event.cause_id == undoes
            if mine and (named.state, named.paused_until) == ("paused", body.until):
                changes = {"paused_until": former.paused_until, "why": former.why}
                now = _enrolment(now, body.enrolment_id, state=former.state, **changes)
    return now


def revised_since(log: Sequence[ev.Event], event_id: UUID) -> bool:
    """Whether the facts of a lead changed after the edit `event_id`, but for edits taken back."""
    first = next(n for n, e in enumerate(log) if e.event_id == event_id)
    undone = {body.undoes for e in log if isinstance(body := _body(e), ev.OutcomeUndone)}
    return any(
        isinstance(body := _body(e), ev.LeadRevised | ev.ZoneConfirmed | ev.ZoneTakenBack)
        and e.event_id not in undone
        and getattr(body, "source", "") != ev.EDIT_TAKEN_BACK
        for e in log[first + 1 :]
    )


def _by_others(event: ev.Event, log: Sequence[ev.Event], undone: Set[UUID]) -> bool:
    """Whether an act with another lead, not taken back, told this one of an answer."""
    cause = event.cause_id
    if cause is None or cause in undone or any(e.event_id == cause for e in log):
        return False
    return isinstance(_body(event), ev.AccountAnswered | ev.EnrolmentPaused)


_UNDOABLE: tuple[type[ev.Body], ...] = (
    *ev.ACTS_OF_A_PERSON,
    ev.SignalReceived,
    ev.LeadRevised,
)
# What stands in the way of taking back an earlier act.
_LASTING: tuple[type[ev.Body], ...] = (
    *_UNDOABLE,
    ev.EnrolmentStarted,
    ev.EnrolmentMoved,
    ev.OverrideGiven,
)


def _body(event: ev.Event) -> ev.Body | None:
    return ev.decode_body(event.type, event.v, event.body)


def _act(event: ev.Event) -> ev.Body | None:
    """The body of an event that a person brought about, None for all that followed from one."""
    body = _body(event)
    if event.cause_id is not None:
        return None
    if isinstance(body, ev.TouchSkipped) and body.by_rule:
        return None
    if isinstance(body, ev.LeadRevised) and body.source != ev.EDITED:
        return None
    if isinstance(body, ev.FirstContactSet):
        return body if body.clock.attempted_at is not None else None
    return body if isinstance(body, _LASTING) else None
