"""State from events: `apply` knows no engine, no zones, no rules and no clock.

Replaying the log therefore gives the same records years later, whatever the program became.
"""

from collections.abc import Callable, Iterable
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from msgspec.structs import replace

from app.core.log import events as ev
from app.core.work.enrolment import Enrolment, LeadWork
from app.core.work.signal import KEPT, Firing, Heard
from app.core.work.touch import Touch


def _touch(work: LeadWork, touch_id: UUID, change: Callable[[Touch], Touch]) -> LeadWork:
    return replace(
        work, touches=tuple(change(t) if t.touch_id == touch_id else t for t in work.touches)
    )


def _enrolment(work: LeadWork, enrolment_id: UUID, **changes: Any) -> LeadWork:
    return replace(
        work,
        enrolments=tuple(
            replace(e, **changes) if e.enrolment_id == enrolment_id else e for e in work.enrolments
        ),
    )


def _progress(
    enrolment: Enrolment, touch: Touch, at: datetime, *, attempted: bool, reached: bool
) -> Enrolment:
    """How far an enrolment is after one of its touches was worked or skipped."""
    changed = replace(
        enrolment,
        attempts=enrolment.attempts + attempted,
        conversation=enrolment.conversation or reached,
    )
    if touch.kind != "step" or touch.state == "planned":
        return changed
    return replace(
        changed, last_step=touch.step_key, last_occurrence=touch.occurrence, last_done_at=at
    )


def _worked(
    work: LeadWork, touch_id: UUID, at: datetime, *, attempted: bool, reached: bool
) -> LeadWork:
    touch = work.touch(touch_id)
    if touch is None:
        return work
    return replace(
        work,
        enrolments=tuple(
            _progress(e, touch, at, attempted=attempted, reached=reached)
            if e.enrolment_id == touch.enrolment_id
            else e
            for e in work.enrolments
        ),
    )


def _with_tries(touch: Touch, known: Touch | None = None) -> Touch:
    """A touch as an event states it, with the instants of its tries.

    Older events tell only how many there were: the first so many of the touch as it was `known`,
    or the one by which it was settled.
    """
    if len(touch.tried_at) == touch.tries:
        return touch
    if known is not None:
        return replace(touch, tried_at=known.tried_at[: touch.tries])
    return replace(touch, tried_at=(touch.settled_at,)) if touch.settled_at else touch


def _outcome_logged(work: LeadWork, body: ev.OutcomeLogged, at: datetime) -> LeadWork:
    def settle(touch: Touch) -> Touch:
        tried = replace(
            touch,
            outcome=body.outcome,
            tries=touch.tries + body.attempted,
            tried_at=(*touch.tried_at, at) if body.attempted else touch.tried_at,
        )
        return replace(tried, state="done", settled_at=at) if body.settles else tried

    changed = _touch(work, body.touch_id, settle)
    # The actions of a touch count as one attempt.
    attempted = body.attempted and not body.again
    return _worked(changed, body.touch_id, at, attempted=attempted, reached=body.reached)


def _contact_logged(work: LeadWork, body: ev.ContactLogged) -> LeadWork:
    work = replace(work, touches=(*work.touches, _with_tries(body.touch)))
    if not body.reached or body.enrolment_id is None:
        return work
    return _enrolment(work, body.enrolment_id, conversation=True)


def _corrected(work: LeadWork, body: ev.OutcomeCorrected) -> LeadWork:
    if body.touch_id is None:
        return work
    return _touch(work, body.touch_id, partial(replace, outcome=body.outcome))


def _touch_skipped(work: LeadWork, body: ev.TouchSkipped, at: datetime) -> LeadWork:
    changed = _touch(
        work,
        body.touch_id,
        partial(replace, state="skipped", outcome=body.reason, settled_at=at),
    )
    # Left out before it fell due, a step still takes up its place in the plan.
    touch = work.touch(body.touch_id)
    done_at = max(at, touch.due_at) if touch else at
    return _worked(changed, body.touch_id, done_at, attempted=False, reached=False)


def _outcome_undone(work: LeadWork, body: ev.OutcomeUndone) -> LeadWork:
    enrolments = {e.enrolment_id: e for e in work.enrolments}
    enrolments.update({e.enrolment_id: e for e in body.enrolments})
    touches = {t.touch_id: t for t in work.touches}
    touches.update({t.touch_id: _with_tries(t, touches.get(t.touch_id)) for t in body.touches})
    for enrolment_id in body.removed_enrolments:
        enrolments.pop(enrolment_id, None)
    for touch_id in body.removed_touches:
        touches.pop(touch_id, None)
    return replace(
        work,
        owner_id=body.owner_id or work.owner_id,
        stage=body.stage,
        unusable=body.unusable,
        first_contact=body.first_contact,
        enrolments=tuple(enrolments.values()),
        touches=tuple(touches.values()),
        signals=tuple(h for h in work.signals if h.signal.signal_id not in body.removed_signals),
        firings=tuple(f for f in work.firings if f.firing_id not in body.removed_firings),
        suppressions=tuple(
            replace(s, suspected=True, lifted=False) if s.suppression_id in body.unread else s
            for s in work.suppressions
        ),
    )


def _heard(work: LeadWork, body: ev.SignalReceived, at: datetime) -> LeadWork:
    heard = Heard(signal=body.signal, enrolment_id=body.enrolment_id, received_at=at)
    return replace(work, signals=(*work.signals, heard)[-KEPT:])


def _fired(work: LeadWork, body: ev.RuleFired, at: datetime) -> LeadWork:
    firing = Firing(
        firing_id=body.firing_id,
        rule=body.rule,
        action=body.action,
        at=at,
        enrolment_id=body.enrolment_id,
        cause=body.cause,
        touch_id=body.touch_id,
        before=body.before,
        after=body.after,
    )
    return replace(work, firings=(*work.firings, firing)[-KEPT:])


def _planned(work: LeadWork, touch: Touch) -> LeadWork:
    """A touch planned again under the same id takes the place of the former one."""
    if work.touch(touch.touch_id) is None:
        return replace(work, touches=(*work.touches, touch))
    return _touch(work, touch.touch_id, partial(_with_tries, touch))


def _enrolment_started(work: LeadWork, body: ev.EnrolmentStarted, at: datetime) -> LeadWork:
    enrolment = Enrolment(
        enrolment_id=body.enrolment_id,
        cadence_key=body.cadence_key,
        cadence_version=body.cadence_version,
        zone=body.zone,
        started_at=body.starts_at or at,
        why=body.why,
        role=body.role,
        account_id=body.account_id,
    )
    return replace(work, enrolments=(*work.enrolments, enrolment))


def _enrolment_moved(work: LeadWork, body: ev.EnrolmentMoved) -> LeadWork:
    moved = _enrolment(work, body.enrolment_id, cadence_version=body.cadence_version)
    left = tuple(t for t in moved.touches if t.touch_id not in body.dropped)
    return replace(moved, touches=left)


def _lifted(work: LeadWork, body: ev.SuppressionLifted) -> LeadWork:
    return replace(
        work,
        suppressions=tuple(
            replace(s, lifted=True) if s.suppression_id == body.suppression_id else s
            for s in work.suppressions
        ),
    )


def _read(work: LeadWork, body: ev.SuppressionRead) -> LeadWork:
    return replace(
        work,
        suppressions=tuple(
            replace(s, suspected=False, lifted=s.lifted or not body.refusal)
            if s.suppression_id == body.suppression_id
            else s
            for s in work.suppressions
        ),
    )


def apply(work: LeadWork, body: ev.Body, at: datetime) -> LeadWork:  # noqa: C901, PLR0911, PLR0912 - one flat case per type of event reads best
    """The state of a lead after one event that happened at `at`. Other leads never change."""
    match body:
        case ev.LeadAdded():
            return replace(
                work, owner_id=body.owner_id, stage=body.stage, temperature=body.temperature
            )
        case ev.StageChanged():
            return replace(work, stage=body.stage)
        case ev.PointMarked():
            others = tuple(p for p in work.unusable if p != body.point_id)
            return replace(work, unusable=others if body.usable else (*others, body.point_id))
        case ev.ConsentRecorded():
            return replace(work, consents=(*work.consents, body.consent))
        case ev.Suppressed():
            return replace(work, suppressions=(*work.suppressions, body.suppression))
        case ev.SuppressionLifted():
            return _lifted(work, body)
        case ev.SuppressionRead():
            return _read(work, body)
        case ev.FirstContactSet():
            return replace(work, first_contact=body.clock)
        case ev.EnrolmentStarted():
            return _enrolment_started(work, body, at)
        case ev.OwnerChanged():
            return replace(work, owner_id=body.owner_id)
        case ev.EnrolmentPaused():
            return _enrolment(
                work, body.enrolment_id, state="paused", paused_until=body.until, why=body.why
            )
        case ev.EnrolmentResumed():
            return _enrolment(work, body.enrolment_id, state="active", paused_until=None, why="")
        case ev.EnrolmentMoved():
            return _enrolment_moved(work, body)
        case ev.HandedToPerson():
            return _enrolment(
                work, body.enrolment_id, state="with_person", paused_until=None, why=body.why
            )
        case ev.EnrolmentFinished():
            return _enrolment(
                work,
                body.enrolment_id,
                state="finished",
                paused_until=None,
                finished_at=at,
                finish_reason=body.reason,
            )
        case ev.TouchPlanned():
            return _planned(work, body.touch)
        case ev.TouchMoved():
            return _touch(
                work,
                body.touch_id,
                partial(replace, due_at=body.due_at, snoozed_until=None),
            )
        case ev.OutcomeLogged():
            return _outcome_logged(work, body, at)
        case ev.ContactLogged():
            return _contact_logged(work, body)
        case ev.OutcomeCorrected():
            return _corrected(work, body)
        case ev.TouchSkipped():
            return _touch_skipped(work, body, at)
        case ev.TouchSnoozed():
            return _touch(work, body.touch_id, partial(replace, snoozed_until=body.until))
        case ev.TouchCancelled():
            return _touch(
                work,
                body.touch_id,
                partial(replace, state="cancelled", outcome=body.why, settled_at=at),
            )
        case ev.SignalReceived():
            return _heard(work, body, at)
        case ev.RuleFired():
            return _fired(work, body, at)
        case ev.OutcomeUndone():
            return _outcome_undone(work, body)
        case _:
            return work  # facts that live in other tables


def apply_all(work: LeadWork, bodies: Iterable[tuple[ev.Body, datetime]]) -> LeadWork:
    """`apply` over events in their order."""
    for body, at in bodies:
        work = apply(work, body, at)
    return work


def fold(lead_id: UUID, events: Iterable[ev.Event]) -> LeadWork:
    """What a lead's whole log says. Events this program does not know are passed over.

    Raises BadInput when one it knows cannot be read.
    """
    work = LeadWork(lead_id=lead_id, owner_id=UUID(int=0))
    for event in events:
        body = ev.decode_body(event.type, event.v, event.body)
        if body is not None:
            work = apply(work, body, event.occurred_at)
    return work
