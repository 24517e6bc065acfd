"""Several people of one account: who belongs together, and what one answer means for the others."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from app.core.accounts.roles import RoleTable
from app.core.cadence.cadence import ACCOUNT_PAUSE_DAYS, SPOKEN
from app.core.consent.suppression import company_key
from app.core.contact.business_time import local_date
from app.core.engine.decision import Run, stands_still, steps_of
from app.core.engine.facts import Facts
from app.core.engine.together import day_together
from app.core.ids import derived_id
from app.core.log import events as ev
from app.core.people.lead import Lead
from app.core.planning.days import business_day
from app.core.planning.due import opening
from app.core.work.enrolment import Enrolment, LeadWork
from app.core.work.place import Beside

_DATES = ("meeting_booked", "converted")


def account_id(org_id: UUID, company: str) -> UUID | None:
    """The account of a company, however it is spelled; None for no company.

    Derived, so that every device of an organisation agrees on the id.
    """
    key = company_key(company)
    return derived_id(org_id, key) if key else None


def seen_beside(table: RoleTable, lead: Lead, account: UUID, others: Iterable[LeadWork]) -> Beside:
    """What is known of the people of an account who are on its plan already."""
    on = [
        (work, one)
        for work in others
        if (one := work.enrolment) is not None and one.account_id == account
    ]
    days = (day_together(work) for work, _ in on)
    return Beside(
        titled=table.role_of(lead.job_title),
        held=tuple(one.role for _, one in on if one.role is not None),
        last_begins_at=max((one.started_at for _, one in on), default=None),
        together_on=max((day for day in days if day is not None), default=None),
    )


def account_of(work: LeadWork) -> UUID | None:
    """The account in which a person is, or was last, worked beside others."""
    named = (e.account_id for e in reversed(work.enrolments) if e.account_id is not None)
    return next(named, None)


def answer_in(work: LeadWork, bodies: Iterable[ev.Body]) -> ev.AccountAnswer | None:
    """The answer to the account that these events hold, or None where they hold none.

    `work` is what the log said of them before. A refusal counts before the outcome
    by which it was said.
    """
    found: ev.AccountAnswer | None = None
    for body in bodies:
        match body:
            case ev.Suppressed():
                return "opted_out"
            case ev.OutcomeLogged(reached=True):
                touch = work.touch(body.touch_id)
                found = _said(touch.channel if touch else "", body.outcome)
            case ev.ContactLogged(reached=True):
                found = _said(body.touch.channel, body.touch.outcome)
            case ev.SignalReceived() if body.signal.kind == "reply":
                found = "replied"
            case _:
                pass
    return found


def _said(channel: str, outcome: str) -> ev.AccountAnswer:
    if outcome in _DATES:
        return "meeting"
    return "spoke" if channel in SPOKEN else "replied"


def hear(
    facts: Facts, account: UUID, by: UUID, answer: ev.AccountAnswer, now: datetime
) -> tuple[ev.Body, ...]:
    """What follows for one person from the answer that lead `by` of the same account gave.

    Who is on the account's plan is told. What the plan would send them waits for some business
    days, unless it stands still for a reason of their own, or for longer.
    """
    run = Run(facts, now)
    enrolment = run.enrolment
    if enrolment is None or enrolment.account_id != account:
        return ()
    run.add(ev.AccountAnswered(account_id=account, by=by, answer=answer))
    until = _pause_ends(run, enrolment)
    paused_until = enrolment.paused_until
    if not stands_still(enrolment) and (paused_until is None or paused_until <= until):
        run.add(
            ev.EnrolmentPaused(
                enrolment_id=enrolment.enrolment_id, until=until, why=f"account_{answer}"
            )
        )
    return tuple(run.bodies)


def _pause_ends(run: Run, enrolment: Enrolment) -> datetime:
    cadence = run.cadence(enrolment)
    days = cadence.account_pause_days if cadence else ACCOUNT_PAUSE_DAYS
    today = local_date(run.now, enrolment.zone)
    on = business_day(run.lead, run.facts.snapshot, today, days)
    channel = next((touch.channel for touch in steps_of(run, enrolment)), "call")
    return opening(run.lead, run.facts.snapshot, on, channel, enrolment.zone)
