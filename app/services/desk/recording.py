"""Recording what was decided: the events of a lead, its queue row, and what others hear of it.

`append_and_place` is what a command calls; `advance_lead` does what time alone brings about. All
work inside the caller's transaction; `publish_changes` comes after its commit.
"""

from collections import deque
from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from app.core.accounts.account import account_of, answer_in, hear
from app.core.consent.suppression import Suppression, in_force, keys_of
from app.core.contact.history import attempts_of
from app.core.engine.engine import Tick, decided
from app.core.engine.facts import Facts
from app.core.errors import NotFound
from app.core.log.events import (
    EDIT_TAKEN_BACK,
    Body,
    Event,
    LeadRevised,
    Suppressed,
    SuppressionRead,
)
from app.core.log.projection import apply_all
from app.core.people.lead import ContactPoint
from app.core.queue.ranking import place
from app.core.work.enrolment import LeadWork
from app.core.work.first_contact import alerts_of
from app.services.desk.desk import Desk
from app.services.desk.facts import barriers_of, gather
from app.services.desk.same_person import refusals_of, widened
from app.services.desk.shared_numbers import leads_concerned, leads_sharing_numbers
from app.services.store.records import Changes
from app.services.store.unit_of_work import UnitOfWork

# Why an entry follows from another one.
SAME_PERSON = "same_person"


def append_and_place(
    desk: Desk,
    uow: UnitOfWork,
    facts: Facts,
    bodies: Sequence[Body],
    at: datetime,
    *,
    after: LeadWork | None = None,
    cause_id: UUID | None = None,
) -> Sequence[Event]:
    """Append what was decided for a lead, save what it changes, and refresh every row concerned.

    `after` is the work after the events, where it is known already. `cause_id` is the event of
    another lead that brought it about; without it the first event causes the others.
    """
    if after is None:
        after = apply_all(facts.work, ((body, at) for body in bodies))
    events = append_for_one(desk, uow, facts, bodies, at, after=after, cause_id=cause_id)
    others: Sequence[UUID] = ()
    if after.suppressions != facts.work.suppressions:
        others = leads_concerned(desk, uow, facts.lead, after.suppressions)
        advance_others(desk, uow, others, events[0].event_id, at)
    elif attempts_of(after) != attempts_of(facts.work):
        for other in facts.elsewhere.leads:
            refresh_other(desk, uow, other, at)
    learnt = facts.barriers.entries or after.suppressions
    if learnt and any(map(_shows_the_same_person, bodies)):
        cause = cause_id or events[0].event_id
        close_same_person(desk, uow, (facts.lead.lead_id, *others), at, cause_id=cause)
    tell_account(desk, uow, facts, bodies, events[0])
    return events


def _shows_the_same_person(body: Body) -> bool:
    """Whether an event refuses, or changes numbers or addresses not by taking an edit back."""
    match body:
        case Suppressed():
            return True
        case SuppressionRead(refusal=refusal):
            return refusal
        case LeadRevised(fields=fields, source=source):
            return "points" in fields and source != EDIT_TAKEN_BACK
        case _:
            return False


def append_for_one(
    desk: Desk,
    uow: UnitOfWork,
    facts: Facts,
    bodies: Sequence[Body],
    at: datetime,
    *,
    after: LeadWork,
    cause_id: UUID | None,
) -> Sequence[Event]:
    """Append what happened to a lead and refresh its row; no other lead hears of it."""
    events = uow.append(facts.work.lead_id, bodies, at, cause_id=cause_id)
    uow.save_work(facts.work, after)
    refresh_row(desk, uow, facts, after, at)
    return events


def refresh_row(desk: Desk, uow: UnitOfWork, facts: Facts, after: LeadWork, at: datetime) -> None:
    """Set the queue row of a lead, and its alerts, to what its work `after` asks for at `at`."""
    lead = facts.lead
    if after.unusable != facts.work.unusable:
        lead = uow.lead(lead.lead_id).as_worked(after.unusable, after.stage)
    met = None
    if after.suppressions != facts.work.suppressions:
        met = barriers_of(desk, uow, lead)
    # Facts are gathered with their work in them: nothing is worked out twice where nothing changed.
    moved_on = facts if after is facts.work else facts.after(after, lead, met)
    uow.place(after.lead_id, place(moved_on, at))
    if after.first_contact != facts.work.first_contact:
        clock = after.first_contact
        uow.plan_alerts(after.lead_id, clock.deadline_at if clock else None, alerts_of(clock))


def refresh_other(desk: Desk, uow: UnitOfWork, lead_id: UUID, at: datetime) -> None:
    """Refresh the row of a stored lead after something happened to another. Appends nothing."""
    facts = gather(desk, uow, lead_id)
    refresh_row(desk, uow, facts, facts.work, at)


def advance_lead(
    desk: Desk, uow: UnitOfWork, lead_id: UUID, at: datetime, *, cause_id: UUID | None = None
) -> None:
    """Decide what is due for a stored lead at `at`, append it, and refresh the row.

    Due is what time brings about (a breach, the end of a pause), and what an event of another
    lead, `cause_id`, changed for this one. A lead that was erased meanwhile is passed over.
    """
    try:
        facts = gather(desk, uow, lead_id)
    except NotFound:
        return
    advance(desk, uow, facts, at, cause_id=cause_id)


def advance(
    desk: Desk, uow: UnitOfWork, facts: Facts, at: datetime, *, cause_id: UUID | None = None
) -> None:
    """As `advance_lead`, for a lead whose facts were gathered already."""
    bodies, after = decided(facts, Tick(), at)
    if bodies:
        append_for_one(desk, uow, facts, bodies, at, after=after, cause_id=cause_id)
    else:
        refresh_row(desk, uow, facts, after, at)


def advance_others(
    desk: Desk, uow: UnitOfWork, others: Iterable[UUID], cause_id: UUID, at: datetime
) -> None:
    """Advance each of `others` at once after event `cause_id` of another lead.

    By `cause_id`, undo finds what to take back.
    """
    for other in others:
        advance_lead(desk, uow, other, at, cause_id=cause_id)


def close_same_person(
    desk: Desk, uow: UnitOfWork, leads: Iterable[UUID], at: datetime, *, cause_id: UUID | None
) -> None:
    """Extend the refusals of each of `leads` to all numbers and addresses of that person.

    Whoever shares one of them is gone through in the same way. `cause_id` is the event by which
    it became known; undo of it takes all of this back. None where it was known all along.
    """
    waiting = deque(dict.fromkeys(leads))
    while waiting:
        lead_id = waiting.popleft()
        if not uow.revision(lead_id):
            continue  # erased since their id was read
        facts = gather(desk, uow, lead_id)
        others = leads_sharing_numbers(uow, facts.lead)
        missing = widened(desk, facts.lead.points, refusals_of(uow, facts, others))
        bodies = [Suppressed(suppression=entry, why=SAME_PERSON) for entry in missing]
        if not bodies:
            continue
        after = apply_all(facts.work, ((body, at) for body in bodies))
        append_for_one(desk, uow, facts, bodies, at, after=after, cause_id=cause_id)
        for other in (lead_id, *others):
            advance_lead(desk, uow, other, at, cause_id=cause_id)
        waiting.extend(others)


def close_unstored(
    desk: Desk,
    uow: UnitOfWork,
    points: tuple[ContactPoint, ...],
    entries: Iterable[Suppression],
    at: datetime,
) -> None:
    """Extend the refusals `entries` of somebody who is not stored to all their `points`."""
    missing = widened(desk, points, in_force(entries))
    bodies = [Suppressed(suppression=entry, why=SAME_PERSON) for entry in missing]
    if not bodies:
        return
    events = uow.append(None, bodies, at)
    forms = [(point.kind, key) for point in points for key in keys_of(point)]
    others = uow.leads_sharing(forms)
    for other in others:
        advance_lead(desk, uow, other, at, cause_id=events[0].event_id)
    close_same_person(desk, uow, others, at, cause_id=events[0].event_id)


def tell_account(
    desk: Desk, uow: UnitOfWork, facts: Facts, bodies: Sequence[Body], cause: Event
) -> None:
    """Append what the other people of the account hear, where the events are an answer.

    `facts` are those of the person who answered, before the events; `cause` is the first event.
    """
    account, answer = account_of(facts.work), answer_in(facts.work, bodies)
    if account is None or answer is None:
        return
    for other in uow.people_of(account):
        if other == facts.work.lead_id:
            continue
        theirs = gather(desk, uow, other)
        heard = hear(theirs, account, facts.work.lead_id, answer, cause.occurred_at)
        if heard:
            append_and_place(desk, uow, theirs, heard, cause.occurred_at, cause_id=cause.event_id)


def publish_changes(desk: Desk, changes: Changes) -> Changes:
    """Hand `changes` to every listener of the store and return them; for after the commit."""
    for listener in desk.store.after_commit:
        listener(changes)
    return changes
