"""Accounts: the people of one company, which role each has, and putting them on a plan together."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from app.core.accounts.roles import Candidate, cast
from app.core.cadence.cadence import Cadence, Role
from app.core.consent.suppression import EVERY_CHANNEL
from app.core.contact.policy import judge
from app.core.engine.decision import Place
from app.core.engine.engine import Enrol, decided
from app.core.engine.facts import Facts
from app.core.errors import BadInput, NotFound, Refused
from app.core.log.events import Body, DecidedByHand
from app.core.planning.due import zone_for
from app.core.planning.ways import reachable
from app.core.queue.ranking import place
from app.core.reason import Reason, reason
from app.core.texts import in_language
from app.core.work.enrolment import Enrolment, LeadWork
from app.core.work.touch import Touch
from app.services.desk.desk import Desk
from app.services.desk.facts import gather
from app.services.desk.recording import append_and_place, publish_changes
from app.services.store.reader import Reader
from app.services.store.records import Changes

# So many people of one account are worked at once.
MOST_PEOPLE = 5
_ENOUGH = 3
_WARMTH = {"hot": 0, "warm": 1, "cold": 2, None: 3}


PersonStanding = Literal[
    "none", "not_begun", "active", "paused", "waiting", "with_person", "finished", "opted_out"
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody of a company and where they stand; of a plan that is over, the last one counts.

    `begins_at` is set while the start of their plan lies ahead, `until` while a pause runs that
    ends by itself, `why` says what it is for. `next_at` is when their next touch comes, and
    `zone` theirs.
    """

    lead_id: UUID
    name: str
    job_title: str
    role: Role | None
    cadence_key: str
    cadence_name: str
    standing: PersonStanding
    why: str
    begins_at: datetime | None
    until: datetime | None
    next_channel: str
    next_at: datetime | None
    zone: str

    @property
    def standing_args(self) -> dict[str, str]:
        """What the words of `standing` speak of."""
        dates = (("at", self.begins_at), ("until", self.until))
        return {"zone": self.zone, "plan": self.cadence_name} | {
            name: on.isoformat() for name, on in dates if on
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """A company and everybody of it who is known, in the order in which they came in."""

    company: str
    people: tuple[Person, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Start:
    """Who begins in which role, and when they first hear of us.

    `due_at` is the day of the plan, `effective_at` the first instant from then on at which they
    may be contacted. `leaves` is the name of the plan that they are taken from, "" for none.
    """

    lead_id: UUID
    name: str
    job_title: str
    role: Role
    title: str
    channel: str
    due_at: datetime
    effective_at: datetime
    zone: str
    leaves: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """Who does not begin, and why."""

    lead_id: UUID
    name: str
    job_title: str
    why: Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountPlan:
    """What enrolling an account comes to. `advice` stops nobody."""

    company: str
    cadence_key: str
    cadence_name: str
    roles: tuple[Role, ...]
    starts: tuple[Start, ...]
    left_out: tuple[LeftOut, ...]
    advice: tuple[Reason, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """How an account is to be worked. `cadence_key` "" takes the plan with roles that ships.

    `roles` are those a person has chosen, `without` whom they leave out. With `moves`, who is on
    another plan leaves it, unless it waits for a promise, a reply or a date.
    """

    cadence_key: str = ""
    roles: Mapping[UUID, Role] | None = None
    without: frozenset[UUID] = frozenset()
    moves: bool = False


@dataclass(frozen=True, slots=True)
class _Begin:
    """One person who begins: the facts before, the decision, and the work after it."""

    facts: Facts
    start: Start
    bodies: tuple[Body, ...]
    after: LeadWork


def account(desk: Desk, who: str, *, at: datetime | None = None) -> Account:
    """The account of a company by its name, or of a lead by their id. Raises NotFound."""
    now = at or desk.clock.now()
    with desk.store.read() as reader:
        return _account(desk, reader, _people(reader, who), now)


def others_of(
    desk: Desk, reader: Reader, facts: Facts, now: datetime, most: int
) -> tuple[Account, int]:
    """The account of a person without the person, and how many others there are.

    At most `most` of them are looked at: those who are on a plan of the account first.
    """
    company = facts.lead.company
    mine = facts.lead.lead_id
    known = [i for i in reader.people_at(company) if i != mine] if company else []
    worked = set(reader.people_of(facts.account_id)) if known and facts.account_id else set()
    first = sorted(known, key=lambda i: (i not in worked, i))[:most]
    return _account(desk, reader, first, now), len(known)


def _people(reader: Reader, who: str) -> Sequence[UUID]:
    try:
        company = reader.lead(UUID(who.strip())).company
    except ValueError:
        company = who
    found = reader.people_at(company)
    if not found:
        raise NotFound(
            "no_account",
            "Nobody of that company is known here.",
            "Write the name as it stands with its people; lead find looks for them.",
        )
    return found


def _account(desk: Desk, reader: Reader, lead_ids: Iterable[UUID], now: datetime) -> Account:
    everybody = sorted((gather(desk, reader, i) for i in lead_ids), key=_came_in)
    company = everybody[0].lead.company if everybody else ""
    return Account(
        company=company, people=tuple(_person(facts, now, desk.language) for facts in everybody)
    )


def _came_in(facts: Facts) -> tuple[datetime, UUID]:
    return facts.lead.received_at, facts.lead.lead_id


def _person(facts: Facts, now: datetime, reads: str) -> Person:
    work = facts.work
    enrolment = work.enrolment or (work.enrolments[-1] if work.enrolments else None)
    ahead = enrolment is not None and enrolment.started_at > now
    stopped = enrolment is not None and enrolment.state in ("paused", "with_person")
    upcoming = place(facts, now)
    until = enrolment.paused_until if enrolment else None
    return Person(
        lead_id=facts.lead.lead_id,
        name=facts.lead.name,
        job_title=facts.lead.job_title,
        role=enrolment.role if enrolment else None,
        cadence_key=enrolment.cadence_key if enrolment else "",
        cadence_name=_name(facts, enrolment, reads),
        standing=_standing(facts, enrolment, now),
        why=enrolment.why if enrolment and stopped else "",
        begins_at=enrolment.started_at if enrolment and ahead else None,
        until=until,
        next_channel=upcoming.channel if upcoming else "",
        next_at=upcoming.effective_at if upcoming else None,
        zone=zone_for(facts.lead, facts.desk_zone),
    )


def _standing(facts: Facts, enrolment: Enrolment | None, now: datetime) -> PersonStanding:
    left = enrolment is not None and enrolment.finish_reason == "opted_out"
    if left or EVERY_CHANNEL in facts.snapshot.suppressed:
        return "opted_out"
    if enrolment is None:
        return "none"
    if enrolment.state == "paused":
        return "waiting" if enrolment.paused_until is None else "paused"
    if enrolment.state == "active" and enrolment.started_at > now:
        return "not_begun"
    return enrolment.state


def _name(facts: Facts, enrolment: Enrolment | None, reads: str) -> str:
    cadence = facts.plan_of(enrolment) if enrolment else None
    return in_language(cadence.name, reads) if cadence else ""


def _opted_out(facts: Facts) -> bool:
    left = any(e.finish_reason == "opted_out" for e in facts.work.enrolments)
    return left or EVERY_CHANNEL in facts.snapshot.suppressed


def propose(desk: Desk, who: str, wanted: Wanted, *, at: datetime | None = None) -> AccountPlan:
    """What enrolling the people of an account would come to. Changes nothing.

    Raises NotFound (company, cadence), BadInput (a cadence without roles, a person of another
    company), Refused (a role that the cadence does not have).
    """
    now = at or desk.clock.now()
    with desk.store.read() as reader:
        return _decide(desk, reader, who, wanted, now)[0]


def enrol_account(
    desk: Desk, who: str, wanted: Wanted, *, at: datetime | None = None
) -> tuple[AccountPlan, Changes]:
    """Put the people of an account on their plan, in one transaction.

    It is one act: its `undo_id` takes back the beginning of all of them, but of whoever something
    was done with since. Raises what `propose` raises, and Refused when nobody could begin.
    """
    now = at or desk.clock.now()
    with desk.store.write() as uow:
        plan, begins = _decide(desk, uow, who, wanted, now)
        if not begins:
            raise Refused(
                "nobody_to_enrol",
                "Nobody of this account can begin.",
                "See with --dry-run why each of them is left out.",
            )
        act_id: UUID | None = None
        for begin in begins:
            bodies = (_by_hand(begin.facts, plan.cadence_key), *begin.bodies)
            events = append_and_place(
                desk, uow, begin.facts, bodies, now, after=begin.after, cause_id=act_id
            )
            act_id = act_id or events[0].event_id
        uow.commit()
    leads = frozenset(start.lead_id for start in plan.starts)
    return plan, publish_changes(desk, Changes(leads=leads, queue=True, undo_id=act_id))


def _by_hand(facts: Facts, cadence_key: str) -> DecidedByHand:
    """What a person decided about one of them."""
    former = facts.work.enrolment
    return DecidedByHand(
        act="reroute" if former else "start",
        enrolment_id=former.enrolment_id if former else None,
        to=cadence_key,
    )


def _decide(
    desk: Desk, reader: Reader, who: str, wanted: Wanted, now: datetime
) -> tuple[AccountPlan, list[_Begin]]:
    cadence = _cadence(desk, wanted.cadence_key)
    chosen = wanted.roles or {}
    people = [gather(desk, reader, lead_id) for lead_id in _people(reader, who)]
    people.sort(key=lambda facts: (_WARMTH[facts.lead.temperature], *_came_in(facts)))
    if not {*chosen, *wanted.without} <= {facts.lead.lead_id for facts in people}:
        raise BadInput(
            "not_of_account",
            "A person who was named is not of this company.",
            "See with account show who is.",
        )
    left_out: list[LeftOut] = []
    free: list[Facts] = []
    for facts in people:
        why = _barred(facts, wanted, now, desk.language)
        if why is None:
            free.append(facts)
        else:
            left_out.append(_left_out(facts, why))
    roles = cast(
        [
            Candidate(
                lead_id=facts.lead.lead_id,
                job_title=facts.lead.job_title,
                chosen=chosen.get(facts.lead.lead_id),
            )
            for facts in free
        ],
        desk.library.roles,
        cadence.roles,
        MOST_PEOPLE,
    )
    enough = reason("left_enough", most=MOST_PEOPLE)
    left_out += [_left_out(f, enough) for f in free if f.lead.lead_id not in roles]
    begins: list[_Begin] = []
    for facts in _in_turn(free, roles, cadence):
        seat = Place(
            role=roles[facts.lead.lead_id],
            account_id=facts.account_id,
            starts_in=len(begins) * (cadence.stagger_days or 0),
        )
        begin = _begin(facts, cadence, seat, now, moves=wanted.moves, reads=desk.language)
        if begin is None:
            left_out.append(_left_out(facts, reason("left_no_step")))
        else:
            begins.append(begin)
    plan = AccountPlan(
        company=people[0].lead.company,
        cadence_key=cadence.key,
        cadence_name=in_language(cadence.name, desk.language),
        roles=cadence.roles,
        starts=tuple(begin.start for begin in begins),
        left_out=tuple(left_out),
        advice=tuple(_advice(begins)),
    )
    return plan, begins


def _cadence(desk: Desk, key: str) -> Cadence:
    if not key:
        found = next((one for one in desk.library.list() if one.roles), None)
        if found is not None:
            return found
    cadence = desk.library.cadence(key)
    if not cadence.roles:
        raise BadInput(
            "no_roles",
            "This cadence is for one person: its steps name no roles.",
            "Name one whose steps do, such as abm_multithread.",
        )
    return cadence


def _barred(facts: Facts, wanted: Wanted, now: datetime, reads: str) -> Reason | None:
    """Why a person cannot begin, if so."""
    enrolment = facts.work.enrolment
    if facts.lead.lead_id in wanted.without:
        return reason("left_by_choice")
    if _opted_out(facts):
        return reason("left_opted_out")
    if facts.work.stage in ("won", "lost"):
        return reason("left_settled", stage=facts.work.stage)
    if enrolment is not None:
        busy = enrolment.state != "active" or enrolment.account_id is not None
        if busy or not wanted.moves:
            return reason("left_on_plan", cadence=_name(facts, enrolment, reads))
    if not reachable(facts.lead, facts.snapshot, now):
        return reason("left_unreachable")
    return None


def _left_out(facts: Facts, why: Reason) -> LeftOut:
    lead = facts.lead
    return LeftOut(lead_id=lead.lead_id, name=lead.name, job_title=lead.job_title, why=why)


def _in_turn(people: Iterable[Facts], roles: Mapping[UUID, Role], cadence: Cadence) -> list[Facts]:
    """Who begins, in the order in which the plan names their roles."""
    mine = [facts for facts in people if facts.lead.lead_id in roles]
    return sorted(mine, key=lambda facts: cadence.roles.index(roles[facts.lead.lead_id]))


def _begin(
    facts: Facts, cadence: Cadence, seat: Place, now: datetime, *, moves: bool, reads: str
) -> _Begin | None:
    """The beginning of one person; None where no step of the plan is permitted for them."""
    former = facts.work.enrolment
    command = Enrol(cadence_key=cadence.key, why="account", place=seat, moves=moves)
    bodies, after = decided(facts, command, now)
    enrolment = after.enrolment
    if enrolment is None or enrolment.cadence_key != cadence.key or seat.role is None:
        return None
    touch = next((t for t in after.planned if t.enrolment_id == enrolment.enrolment_id), None)
    if touch is None:
        return None
    lead = facts.lead
    start = Start(
        lead_id=lead.lead_id,
        name=lead.name,
        job_title=lead.job_title,
        role=seat.role,
        title=in_language(cadence.step(touch.step_key).title, reads),
        channel=touch.channel,
        due_at=touch.due_at,
        effective_at=_effective_at(facts, touch),
        zone=zone_for(lead, facts.desk_zone),
        leaves=_name(facts, former, reads),
    )
    return _Begin(facts, start, bodies, after)


def _effective_at(facts: Facts, touch: Touch) -> datetime:
    verdict = judge(touch, facts.lead, touch.due_at, facts.snapshot)
    return touch.due_at if verdict.state == "open" else verdict.opens_at or touch.due_at


def _advice(begins: Sequence[_Begin]) -> Iterable[Reason]:
    if not begins:
        return
    if not any(begin.start.role == "champion" for begin in begins):
        yield reason("account_no_champion")
    if len(begins) < _ENOUGH:
        yield reason("account_few", count=len(begins))
