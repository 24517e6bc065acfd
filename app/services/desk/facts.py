"""Gathering the facts that a decision about a lead is made of."""

from uuid import UUID

from app.core.accounts.account import account_id, seen_beside
from app.core.consent.suppression import Barriers, looked_up
from app.core.contact.history import TriedElsewhere
from app.core.engine.facts import Facts, HouseRules, facts_about
from app.core.people.lead import Lead
from app.core.work.best_hours import CallCell
from app.core.work.enrolment import LeadWork
from app.core.work.place import Beside
from app.services.desk.best_hours import best_hours
from app.services.desk.desk import Desk
from app.services.desk.shared_numbers import tried_elsewhere
from app.services.desk.tracking import tracked_channels
from app.services.store.reader import OptOutReader, Reader


def facts_of(desk: Desk, reader: Reader, lead: Lead, work: LeadWork) -> Facts:
    """The facts of a lead as the core wants them."""
    return facts_with(
        desk,
        lead,
        work,
        barriers=barriers_of(desk, reader, lead),
        elsewhere=tried_elsewhere(reader, lead),
        tracked=tracked_channels(reader),
        beside=beside_of(desk, reader, lead, work),
        hours=best_hours(reader),
    )


def facts_with(
    desk: Desk,
    lead: Lead,
    work: LeadWork,
    *,
    barriers: Barriers,
    elsewhere: TriedElsewhere | None = None,
    tracked: frozenset[str] = frozenset(),
    beside: Beside | None = None,
    hours: tuple[CallCell, ...] = (),
) -> Facts:
    """The same where it is known what the person's points meet, and what was tried elsewhere."""
    return facts_about(
        lead,
        work,
        texts=desk.library,
        house=HouseRules(
            rules=desk.rules,
            tz_version=desk.tz_version,
            desk_zone=desk.identity.zone,
            ring=desk.ring,
            tracked=tracked,
            best_hours=hours,
            staff=desk.staff,
        ),
        barriers=barriers,
        elsewhere=elsewhere or TriedElsewhere(),
        account_id=account_id(desk.identity.org_id, lead.company),
        beside=beside,
    )


def beside_of(desk: Desk, reader: Reader, lead: Lead, work: LeadWork) -> Beside | None:
    """Who of the person's company is on a plan by role; None for whoever has no company, or is."""
    account = account_id(desk.identity.org_id, lead.company)
    on = work.enrolment
    if account is None or (on is not None and on.account_id == account):
        return None
    others = [reader.work(i) for i in reader.people_of(account) if i != lead.lead_id]
    return seen_beside(desk.library.roles, lead, account, others)


def barriers_of(desk: Desk, reader: OptOutReader, lead: Lead) -> Barriers:
    """What the numbers, addresses and organisation of a lead meet."""
    return reader.barriers(desk.ring.every_digest(looked_up(lead, desk.free_mail)))


def gather(desk: Desk, reader: Reader, lead_id: UUID) -> Facts:
    """The facts of a stored lead. Raises NotFound."""
    return facts_of(desk, reader, *reader.person(lead_id))
