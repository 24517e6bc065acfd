"""What stands in one lead's log: nothing that was undone, everything as it was corrected."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from uuid import UUID

import msgspec
from msgspec.structs import replace

from app.core.accounts.account import account_of
from app.core.errors import BadInput
from app.core.log import events as ev
from app.core.log.projection import apply
from app.core.metrics.responses import Response, Trace, WorkedOutcome, responses, traces
from app.core.people.lead import Direction
from app.core.work.enrolment import Enrolment, FinishReason, LeadWork
from app.core.work.outcome import find_outcome
from app.core.work.touch import Touch

# The types of events that a history reads; others need not be fetched.
TYPES: tuple[str, ...] = tuple(
    body.__name__
    for body in (
        ev.LeadAdded,
        ev.Suppressed,
        ev.SuppressionLifted,
        ev.SuppressionRead,
        ev.FirstContactSet,
        ev.EnrolmentStarted,
        ev.EnrolmentPaused,
        ev.EnrolmentResumed,
        ev.EnrolmentMoved,
        ev.HandedToPerson,
        ev.EnrolmentFinished,
        ev.TouchPlanned,
        ev.TouchMoved,
        ev.OutcomeLogged,
        ev.ContactLogged,
        ev.TouchSkipped,
        ev.TouchSnoozed,
        ev.TouchCancelled,
        ev.SignalReceived,
        ev.OutcomeUndone,
        ev.OutcomeCorrected,
    )
)
REFUSED = "do_not_contact"
_ENDS: Mapping[str, FinishReason] = {
    "converted": "converted",
    "not_interested": "not_interested",
    "unqualified": "unqualified",
    "do_not_contact": "opted_out",
}


# Facts beside the plan: to take back an act leaves them, an opt-out is lifted by its own event.
_STAYS = (ev.OutcomeCorrected, ev.Suppressed, ev.SuppressionLifted, ev.SuppressionRead)


class LeadLog(msgspec.Struct, frozen=True, kw_only=True):
    """The log of one lead with the two facts that are not in it.

    `zone` is the IANA zone of the person, "" if unknown; `account` what people of one
    company share, None for a person without one.
    """

    lead_id: UUID
    zone: str = ""
    account: UUID | None = None
    events: Sequence[ev.Event]


class Spell(msgspec.Struct, frozen=True, kw_only=True):
    """An enrolment with its end as corrected; `reason` None while it goes on."""

    enrolment: Enrolment
    finished_at: datetime | None
    reason: FinishReason | None


class OptOutMoment(msgspec.Struct, frozen=True, kw_only=True):
    """They asked not to be contacted; `touch_id` None where no touch brought it about."""

    at: datetime
    touch_id: UUID | None


class History(msgspec.Struct, frozen=True, kw_only=True):
    """One lead. `worked` is in the order of the log; `by_rule` are touches the plan left out.

    `first_contact_at` is the first attempt by a person, `responses` are the conversations and
    replies, `traces` what is known of the messages sent.
    """

    lead_id: UUID
    source: str
    direction: Direction
    received_at: datetime
    owner_id: UUID
    zone: str
    account: UUID | None
    work: LeadWork
    worked: tuple[WorkedOutcome, ...]
    spells: tuple[Spell, ...]
    opt_outs: tuple[OptOutMoment, ...]
    by_rule: frozenset[UUID]
    first_contact_at: datetime | None
    responses: tuple[Response, ...]
    traces: tuple[Trace, ...]

    def cadence_of(self, touch: Touch) -> str:
        """The key of the plan that `touch` belongs to, "" for none."""
        return next(
            (e.cadence_key for e in self.work.enrolments if e.enrolment_id == touch.enrolment_id),
            "",
        )


class _Line(msgspec.Struct, frozen=True, kw_only=True):
    event: ev.Event
    body: ev.Body


def history(log: LeadLog, now: datetime) -> History | None:
    """What stands in `log` at `now`; None where the lead was not added by then.

    The order in which the events are handed in does not matter. Raises BadInput when one cannot
    be read.
    """
    lines = [
        _Line(event=event, body=body)
        for event in _ordered([e for e in log.events if e.occurred_at <= now])
        if (body := ev.decode_body(event.type, event.v, event.body)) is not None
    ]
    added = next((line.body for line in lines if isinstance(line.body, ev.LeadAdded)), None)
    if added is None:
        return None
    work = LeadWork(lead_id=log.lead_id, owner_id=added.owner_id)
    for line in lines:
        work = apply(work, line.body, line.event.occurred_at)
    standing = _standing(lines)
    corrected, roots = _corrections(standing)
    worked = tuple(_worked(standing, work, corrected))
    zone = log.zone or next((e.zone for e in work.enrolments), "") or lines[0].event.zone
    return History(
        lead_id=log.lead_id,
        source=added.source,
        direction=added.direction,
        received_at=added.received_at,
        owner_id=work.owner_id,
        zone=zone,
        account=log.account or account_of(work),
        work=work,
        worked=worked,
        spells=_spells(standing, work, worked, corrected, roots),
        opt_outs=tuple(_opt_outs(standing, worked, corrected, roots)),
        by_rule=frozenset(
            line.body.touch_id
            for line in standing
            if isinstance(line.body, ev.TouchSkipped) and line.body.by_rule
        ),
        first_contact_at=_first_contact_at(work, worked),
        responses=responses(worked, work.signals),
        traces=tuple(traces(worked, work.signals)),
    )


def _first_contact_at(work: LeadWork, worked: Sequence[WorkedOutcome]) -> datetime | None:
    """A dial ends the clock before anything is logged."""
    tried = [w.at for w in worked if w.attempted]
    if work.first_contact is not None and work.first_contact.attempted_at is not None:
        tried.append(work.first_contact.attempted_at)
    return min(tried, default=None)


def _ordered(events: Sequence[ev.Event]) -> list[ev.Event]:
    """As they were written on one device; by the clock where several devices wrote."""
    if len({event.device_id for event in events}) <= 1:
        return sorted(events, key=lambda e: e.dev_seq)
    return sorted(events, key=lambda e: (e.occurred_at, e.device_id, e.dev_seq))


def _standing(lines: Sequence[_Line]) -> list[_Line]:
    """Without what was taken back: an act, and all that happened to the plan after it."""
    kept: list[_Line] = []
    for line in lines:
        kept.append(line)
        if not isinstance(line.body, ev.OutcomeUndone):
            continue
        undoes = line.body.undoes
        first = next((n for n, k in enumerate(kept) if k.event.event_id == undoes), len(kept))
        kept = kept[:first] + [
            k for k in kept[first:] if isinstance(k.body, _STAYS) and k.event.event_id != undoes
        ]
    return kept


def _corrections(lines: Iterable[_Line]) -> tuple[dict[UUID, str], dict[UUID, UUID]]:
    """Event -> the outcome it really had, and correction -> the event it is about in the end.

    A correction may itself be corrected.
    """
    root: dict[UUID, UUID] = {}
    found: dict[UUID, str] = {}
    for line in lines:
        if isinstance(line.body, ev.OutcomeCorrected):
            first = root.get(line.body.corrects, line.body.corrects)
            root[line.event.event_id] = first
            found[first] = line.body.outcome
    return found, root


def _worked(
    lines: Iterable[_Line], work: LeadWork, corrected: Mapping[UUID, str]
) -> Iterable[WorkedOutcome]:
    touches = {touch.touch_id: touch for touch in work.touches}
    plans = {e.enrolment_id: e.cadence_key for e in work.enrolments}
    for line in lines:
        event, body = line.event, line.body
        if isinstance(body, ev.OutcomeLogged) and body.touch_id in touches:
            touch, outcome = touches[body.touch_id], body.outcome
            plan, ticks, variant = touch.enrolment_id, body.ticks, body.variant
        elif isinstance(body, ev.ContactLogged):
            touch, outcome = body.touch, body.touch.outcome
            plan, ticks, variant = body.enrolment_id, (), ""
        else:
            continue
        said = WorkedOutcome(
            event_id=event.event_id,
            at=event.occurred_at,
            actor_id=event.actor_id,
            touch=touch,
            cadence=plans.get(plan, "") if plan else "",
            outcome=outcome,
            # Who asks not to be contacted has answered, yet it is no conversation.
            reached=body.reached and outcome != REFUSED,
            attempted=body.attempted,
            ticks=ticks,
            variant=variant,
        )
        if event.event_id in corrected:
            said = _as_corrected(said, corrected[event.event_id])
        yield said


def _as_corrected(worked: WorkedOutcome, code: str) -> WorkedOutcome:
    try:
        outcome = find_outcome(worked.touch.channel, code, worked.touch.kind)
    except BadInput:  # written by a program that knows more outcomes
        return replace(worked, outcome=code)
    attempted = outcome.attempted and worked.touch.kind != "inbound"
    reached = outcome.reached and outcome.code != REFUSED
    return replace(worked, outcome=outcome.code, reached=reached, attempted=attempted)


def _spells(
    lines: Iterable[_Line],
    work: LeadWork,
    worked: Sequence[WorkedOutcome],
    corrected: Mapping[UUID, str],
    roots: Mapping[UUID, UUID],
) -> tuple[Spell, ...]:
    """The enrolments; an end that a corrected outcome brought about is as corrected, or none."""
    causes = {
        line.body.enrolment_id: _root(line.event.cause_id, roots)
        for line in lines
        if isinstance(line.body, ev.EnrolmentFinished)
    }
    ends: dict[UUID, tuple[datetime | None, FinishReason | None]] = {}
    for e in work.enrolments:
        ends[e.enrolment_id] = (e.finished_at, e.finish_reason)
        cause = causes.get(e.enrolment_id)
        if cause is not None and cause in corrected:
            really = _ENDS.get(corrected[cause])
            ends[e.enrolment_id] = (e.finished_at, really) if really else (None, None)
    for w in worked:
        if w.event_id in corrected and w.outcome in _ENDS and w.touch.enrolment_id in ends:
            ends[w.touch.enrolment_id] = (w.at, _ENDS[w.outcome])
    return tuple(
        Spell(enrolment=e, finished_at=ends[e.enrolment_id][0], reason=ends[e.enrolment_id][1])
        for e in work.enrolments
    )


def _root(cause: UUID | None, roots: Mapping[UUID, UUID]) -> UUID | None:
    """The event that was corrected where `cause` is a correction, else `cause`."""
    return roots.get(cause, cause) if cause else None


def _opt_outs(
    lines: Sequence[_Line],
    worked: Sequence[WorkedOutcome],
    corrected: Mapping[UUID, str],
    roots: Mapping[UUID, UUID],
) -> Iterable[OptOutMoment]:
    lifted = {b.undoes for line in lines if isinstance(b := line.body, ev.SuppressionLifted)}
    # One that was read on its own; what key 9 settles besides has an event of its own.
    read = {
        b.suppression_id
        for line in lines
        if isinstance(b := line.body, ev.SuppressionRead)
        and b.refusal
        and line.event.cause_id is None
    }
    touches = {w.event_id: w.touch.touch_id for w in worked}
    for line in lines:
        if not isinstance(line.body, ev.Suppressed) or line.event.event_id in lifted:
            continue
        entry = line.body.suppression
        if entry.suspected and entry.suppression_id not in read:
            continue
        cause = _root(line.event.cause_id, roots)
        if cause not in corrected:
            touch_id = touches.get(cause) if cause else None
            yield OptOutMoment(at=line.event.occurred_at, touch_id=touch_id)
    for w in worked:
        if w.event_id in corrected and w.outcome == "do_not_contact":
            yield OptOutMoment(at=w.at, touch_id=w.touch.touch_id)
