"""Corrects what was decided while the clock of the machine was ahead, once it was set right."""

from datetime import datetime, timedelta

import msgspec
from msgspec.structs import replace

from app.core.engine.decision import Run, enrol, leave, start_first_contact
from app.core.ids import derived_id
from app.core.log import events as ev
from app.core.work.enrolment import Enrolment, LeadWork
from app.core.work.first_contact import FirstContact
from app.core.work.touch import Touch

# What lies further ahead was decided by a clock that was wrong, not by one that was set.
AHEAD = timedelta(minutes=2)
SET_BACK = "clock_set_back"
_DAY = timedelta(days=1)
# Their time of day was chosen by a person and is meant as it was said.
_PROMISED = frozenset({"callback", "meeting"})


class ComeBack(msgspec.Struct, frozen=True, kw_only=True):
    """The clock of the machine was ahead of `now` and was set right."""


def said_again(work: LeadWork, now: datetime) -> tuple[ev.ConsentRecorded, ...]:
    """What was agreed to while the clock was ahead, recorded once more: it holds now."""
    known = {consent.consent_id for consent in work.consents}
    again = []
    for consent in work.consents:
        again_id = derived_id(consent.consent_id, SET_BACK)
        if not consent.granted or consent.recorded_at <= now + AHEAD or again_id in known:
            continue
        lasts = consent.expires_at and consent.expires_at - consent.recorded_at
        again.append(
            replace(
                consent,
                consent_id=again_id,
                recorded_at=now,
                expires_at=now + lasts if lasts else None,
            )
        )
    return tuple(ev.ConsentRecorded(consent=consent) for consent in again)


def come_back(run: Run) -> None:
    """What was planned by the wrong clock counts from now; a window that still runs is not missed.

    A plan that nobody has worked yet begins anew.
    """
    limit = run.now + AHEAD
    clock = run.work.first_contact
    ends_at = clock.deadline_at if clock is not None and clock.state == "breached" else None
    if clock is not None and ends_at is not None and run.now < ends_at:
        run.add(ev.FirstContactSet(clock=replace(clock, state="running", breached_at=None)))
    ahead = [touch for touch in run.work.planned if touch.planned_at > limit]
    enrolment = run.enrolment
    if enrolment is not None and ahead and _is_untouched(run, enrolment):
        _begin_anew(run, enrolment)
        return
    for touch in ahead:
        run.add(ev.TouchPlanned(touch=_from_now(run, touch)))
    clock = run.work.first_contact
    if clock is not None and clock.state == "running" and clock.received_at > limit:
        run.add(ev.FirstContactSet(clock=_running_from_now(run, clock)))


def _is_untouched(run: Run, enrolment: Enrolment) -> bool:
    """Whether nothing was done on the plan; somebody of an account keeps their turn."""
    mine = [t for t in run.work.touches if t.enrolment_id == enrolment.enrolment_id]
    new = all(t.state == "planned" and t.kind == "step" and not t.tries for t in mine)
    return new and enrolment.state == "active" and enrolment.role is None


def _begin_anew(run: Run, enrolment: Enrolment) -> None:
    key, clock = enrolment.cadence_key, run.work.first_contact
    leave(run, enrolment, key)
    enrol(run, key, SET_BACK, follows=enrolment.enrolment_id)
    began, cadence = run.enrolment, run.facts.cadences.get(key)
    if began is None or cadence is None or clock is None or clock.received_at <= run.now + AHEAD:
        return
    if clock.state in ("running", "breached"):
        start_first_contact(run, cadence, began.enrolment_id, late=False)


def _running_from_now(run: Run, clock: FirstContact) -> FirstContact:
    shift = clock.received_at - run.now

    def shifted(at: datetime | None) -> datetime | None:
        return None if at is None else at - shift

    return replace(
        clock,
        received_at=run.now,
        starts_at=shifted(clock.starts_at),
        deadline_at=shifted(clock.deadline_at),
        wall_deadline_at=shifted(clock.wall_deadline_at),
    )


def _from_now(run: Run, touch: Touch) -> Touch:
    """The touch as if it had been planned now."""
    shift = touch.planned_at - run.now
    if touch.kind in _PROMISED:
        shift = shift // _DAY * _DAY
    until = touch.snoozed_until
    return replace(
        touch,
        planned_at=run.now,
        due_at=touch.due_at - shift,
        snoozed_until=until - shift if until is not None else None,
    )
