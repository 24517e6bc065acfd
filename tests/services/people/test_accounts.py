"""Four people of one account on a real store: who begins when, and what one answer does."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest

from app.core.cadence.cadence import Role
from app.core.engine.by_hand import FinishPlan, ResumePlan
from app.core.engine.outcome_effects import LogOutcome
from app.core.errors import BadInput, NotFound, Refused
from app.core.people.new_lead import NewLead, NewPoint
from app.services.contact.opt_outs import opt_out_lead
from app.services.desk.desk import Desk
from app.services.people.accounts import Wanted, account, enrol_account, propose
from app.services.people.leads import add_lead
from app.services.store.records import Changes
from app.services.working.passing_time import catch_up, change_plan
from app.services.working.signals import observe, understand
from app.services.working.touches import log_outcome, undo, undo_last
from tests.builders import uid
from tests.services.desks import NOW, open_at, rows

DAY = timedelta(days=1)
SOON = timedelta(seconds=5)
TITLES = {"Lucía": "Head of Training", "Tomás": "CTO", "Berta": "CFO", "Elena": "CEO"}


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with open_at(tmp_path / "profile") as opened:
        yield opened.desk


def add(
    desk: Desk, name: str, title: str = "", company: str = "Acme, S.L.", **facts: object
) -> UUID:
    number = sum(map(ord, name + company))
    new = NewLead(
        **{  # type: ignore[arg-type]
            "first_name": name,
            "points": (
                NewPoint(kind="phone", value=f"+3461200{number:04d}"),
                NewPoint(kind="email", value=f"{number}@acme.example"),
                NewPoint(kind="linkedin", value=f"https://www.linkedin.com/in/{number}"),
            ),
            "country": "ES",
            "company": company,
            "job_title": title,
            "direction": "outbound",
            "zones": ("Europe/Madrid",),
            "consents": {"call": True, "email": True, "linkedin": True},
            **facts,
        }
    )
    lead_id = add_lead(desk, new, at=NOW).lead_id
    assert lead_id is not None
    return lead_id


@pytest.fixture
def four(desk: Desk) -> dict[str, UUID]:
    """Four people of one company, on the plan of cold outbound that they came in by."""
    return {name: add(desk, name, title) for name, title in TITLES.items()}


@pytest.fixture
def begun(desk: Desk, four: dict[str, UUID]) -> dict[str, UUID]:
    enrol_account(desk, "acme s l", Wanted(moves=True), at=NOW)
    return four


def log(desk: Desk, lead_id: UUID, outcome: str, after: timedelta = SOON) -> Changes:
    with desk.store.read() as reader:
        touch = min(reader.work(lead_id).planned, key=lambda t: t.due_at)
    when = NOW + 9 * DAY if outcome == "meeting_booked" else None
    command = LogOutcome(touch_id=touch.touch_id, outcome=outcome, when=when)
    return log_outcome(desk, command, at=NOW + after)


def states(desk: Desk, people: dict[str, UUID]) -> dict[str, tuple[str, str]]:
    found: dict[str, tuple[str, str]] = {}
    with desk.store.read() as reader:
        for name, lead_id in people.items():
            enrolment = reader.work(lead_id).enrolments[-1]
            found[name] = (enrolment.state, enrolment.why)
    return found


def test_who_begins_when_is_said_before_anything_happens(desk: Desk, four: dict[str, UUID]) -> None:
    before = rows(desk)
    plan = propose(desk, "ACME s.l", Wanted(moves=True), at=NOW)
    assert [(start.name, start.role) for start in plan.starts] == [
        ("Lucía", "champion"),
        ("Tomás", "technical"),
        ("Berta", "business"),
        ("Elena", "executive"),
    ]
    # Wednesday; two business days apart.
    assert [str(start.due_at.date()) for start in plan.starts] == [
        "2026-11-18",
        "2026-11-20",
        "2026-11-24",
        "2026-11-26",
    ]
    assert {start.leaves for start in plan.starts} == {
        "Mid-market companies",
        "Handover to an account executive",
    }
    assert (plan.company, plan.left_out, plan.advice) == ("Acme, S.L.", (), ())
    assert rows(desk) == before


def test_who_is_left_out_and_why(desk: Desk, four: dict[str, UUID]) -> None:
    add(desk, "Rosa", "Trainer", stage="won")
    gone = add(desk, "Nico", "Coach")
    log(desk, gone, "do_not_contact")
    add(desk, "Mudo", "Tutor", points=(NewPoint(kind="phone", value="?", status="unparsed"),))
    add(desk, "Otra", "CEO", company="Acme Iberia")
    plan = propose(desk, str(four["Elena"]), Wanted(), at=NOW)
    assert plan.starts == ()
    why = {out.name: out.why.code for out in plan.left_out}
    assert why == dict.fromkeys(TITLES, "left_on_plan") | {
        "Rosa": "left_settled",
        "Nico": "left_opted_out",
        "Mudo": "left_unreachable",
    }
    with pytest.raises(Refused) as refused:
        enrol_account(desk, str(four["Elena"]), Wanted(), at=NOW)
    assert refused.value.code == "nobody_to_enrol"


def test_roles_that_a_person_chose_stay_and_of_many_five_begin(
    desk: Desk, four: dict[str, UUID]
) -> None:
    more = [add(desk, f"Más {n}", "Trainer") for n in range(3)]
    roles: dict[UUID, Role] = {more[2]: "technical", four["Lucía"]: "executive"}
    plan, changes = enrol_account(desk, "Acme S.L.", Wanted(roles=roles, moves=True), at=NOW)
    assert len(plan.starts) == 5
    mine = {start.lead_id: start.role for start in plan.starts}
    assert mine[more[2]] == "technical"
    assert mine[four["Lucía"]] == "executive"
    assert [out.why.code for out in plan.left_out] == ["left_enough"] * 2
    assert changes.leads == frozenset(mine)
    with desk.store.read() as reader:
        accounts = {reader.work(i).enrolments[-1].account_id for i in mine}
        assert len(accounts) == 1
        assert None not in accounts


@pytest.mark.parametrize(
    ("who", "wanted", "error"),
    [
        ("Nobody Ltd", Wanted(), NotFound),
        ("", Wanted(), NotFound),
        (str(uid(9)), Wanted(), NotFound),
        ("Acme S.L.", Wanted(cadence_key="b2c_standard"), BadInput),
        ("Acme S.L.", Wanted(cadence_key="nothing"), NotFound),
        ("Acme S.L.", Wanted(roles={uid(9): "champion"}), BadInput),
    ],
)
def test_what_cannot_be(
    desk: Desk, four: dict[str, UUID], who: str, wanted: Wanted, error: type[Exception]
) -> None:
    with pytest.raises(error):
        propose(desk, who, wanted, at=NOW)


@pytest.mark.parametrize(
    ("outcome", "state", "why"),
    [
        ("connected", "active", "account_spoke"),
        ("meeting_booked", "paused", "account_meeting"),
        ("not_interested", "finished", "account_spoke"),
        ("do_not_contact", "finished", "account_opted_out"),
    ],
)
def test_an_answer_of_one_stills_the_others(
    desk: Desk, begun: dict[str, UUID], outcome: str, state: str, why: str
) -> None:
    changes = log(desk, begun["Lucía"], outcome)
    assert changes.leads == frozenset(begun.values())
    found = states(desk, begun)
    assert found.pop("Lucía")[0] == state
    assert set(found.values()) == {("paused", why)}
    with desk.store.read() as reader:
        for name in found:
            entry = next(e for e in reader.timeline(begun[name], 5) if e.code == "AccountAnswered")
            assert entry.detail["by"] == str(begun["Lucía"])
            assert reader.work(begun[name]).suppressions == ()
    people = {p.name: p for p in account(desk, "Acme S.L.", at=NOW + SOON).people}
    # Five business days from a Wednesday on, when their mail opens.
    assert str(people["Tomás"].until) == "2026-11-25 07:00:00+00:00"
    assert people["Tomás"].standing == "paused"


def test_what_is_no_answer_stills_nobody(desk: Desk, begun: dict[str, UUID]) -> None:
    assert log(desk, begun["Lucía"], "no_answer").leads == {begun["Lucía"]}
    assert set(states(desk, begun).values()) == {("active", "account")}


def test_a_reply_by_signal_stills_the_others_and_is_undone(
    desk: Desk, begun: dict[str, UUID]
) -> None:
    before = states(desk, begun)
    tomas = begun["Tomás"]
    heard = understand(desk, tomas, "reply", {"text": "Tell me more"}, at=NOW)
    observed = observe(desk, tomas, heard, at=NOW)
    assert observed.changes.leads == frozenset(begun.values())
    found = states(desk, begun)
    assert found.pop("Tomás") == ("with_person", "replied")
    assert set(found.values()) == {("paused", "account_replied")}
    assert observed.changes.undo_id is not None
    undone = undo(desk, observed.changes.undo_id, at=NOW + SOON)
    assert undone.leads == frozenset(begun.values())
    assert states(desk, begun) == before


def test_undo_gives_the_others_back_and_says_so(desk: Desk, begun: dict[str, UUID]) -> None:
    queue, before = rows(desk, NOW + 2 * SOON), states(desk, begun)
    log(desk, begun["Lucía"], "meeting_booked")
    assert rows(desk, NOW + 2 * SOON) != queue
    undo_last(desk, at=NOW + 2 * SOON)
    assert states(desk, begun) == before
    assert [r.lead_id for r in rows(desk, NOW + 2 * SOON)] == [r.lead_id for r in queue]
    with desk.store.read() as reader:
        entries = reader.timeline(begun["Berta"], 9)
    assert [e.undone for e in entries if e.code == "AccountAnswered"] == [True]


def test_two_answers_and_one_taken_back(desk: Desk, begun: dict[str, UUID]) -> None:
    first = log(desk, begun["Lucía"], "connected")
    log(desk, begun["Tomás"], "replied")
    assert first.undo_id is not None
    undo(desk, first.undo_id, at=NOW + SOON)
    found = states(desk, begun)
    assert found["Tomás"] == ("with_person", "replied")
    assert found["Berta"] == found["Elena"] == ("paused", "account_replied")


def test_an_opt_out_by_hand_tells_the_others_and_closes_nobody_else(
    desk: Desk, begun: dict[str, UUID]
) -> None:
    opted = opt_out_lead(desk, begun["Elena"], at=NOW)
    assert opted.changes.leads >= frozenset(begun.values())
    found = states(desk, begun)
    assert found.pop("Elena")[0] == "finished"
    assert set(found.values()) == {("paused", "account_opted_out")}
    assert opted.changes.undo_id is not None
    undo(desk, opted.changes.undo_id, at=NOW + SOON)
    assert set(states(desk, begun).values()) == {("active", "account")}


def test_a_company_is_the_same_in_every_spelling(desk: Desk, four: dict[str, UUID]) -> None:
    more = [add(desk, f"P{n}", company=name) for n, name in enumerate(("ACME SL", "acmé s l"))]
    other = add(desk, "Q", company="Acme Slovakia")
    for who in ("Acme S.L.", str(more[0])):
        found = {person.lead_id for person in account(desk, who, at=NOW).people}
        assert found == {*four.values(), *more}
        assert other not in found


def test_the_pause_ends_by_itself_or_by_hand(desk: Desk, begun: dict[str, UUID]) -> None:
    log(desk, begun["Lucía"], "not_interested")
    change_plan(desk, begun["Tomás"], ResumePlan(), at=NOW + DAY)
    found = states(desk, begun)
    assert (found["Tomás"][0], found["Berta"][0]) == ("active", "paused")
    with pytest.raises(Refused):
        change_plan(desk, begun["Tomás"], ResumePlan(), at=NOW + DAY)
    catch_up(desk, at=NOW + 8 * DAY)
    assert states(desk, begun)["Berta"][0] == "active"
    due = {row.lead_id: row.lane for row in rows(desk, NOW + 8 * DAY)}
    assert due[begun["Berta"]] == "due_now"


def test_an_account_shows_its_people(desk: Desk, begun: dict[str, UUID]) -> None:
    add(desk, "Nueva", "Intern")
    found = account(desk, str(begun["Berta"]), at=NOW)
    assert found.company == "Acme, S.L."
    assert [(p.name, p.role, p.standing) for p in found.people] == [
        ("Lucía", "champion", "active"),
        ("Tomás", "technical", "not_begun"),
        ("Berta", "business", "not_begun"),
        ("Elena", "executive", "not_begun"),
        ("Nueva", None, "active"),
    ]
    assert [p.next_channel for p in found.people[:4]] == ["call", "email", "email", "email"]


def test_undo_gives_everybody_back_but_whom_somebody_worked_since(
    desk: Desk, four: dict[str, UUID]
) -> None:
    before = {person.name: person.cadence_key for person in account(desk, "Acme, S.L.").people}
    plan, changes = enrol_account(desk, "Acme, S.L.", Wanted(moves=True), at=NOW)
    assert changes.undo_id is not None
    last = plan.starts[-1]
    change_plan(desk, last.lead_id, FinishPlan(), at=NOW + timedelta(seconds=2))
    undo(desk, changes.undo_id, at=NOW + SOON)
    people = {person.name: person for person in account(desk, "Acme, S.L.").people}
    assert people[last.name].standing == "finished"
    others = {name: p for name, p in people.items() if name != last.name}
    assert all(p.standing == "active" for p in others.values())
    assert all(p.cadence_key == before[name] for name, p in others.items())
    assert all(p.next_at is not None for p in others.values())


def test_undo_of_a_beginning_leaves_nobody_on_a_plan_they_had_not(
    desk: Desk, four: dict[str, UUID]
) -> None:
    for lead_id in four.values():
        change_plan(desk, lead_id, FinishPlan(), at=NOW)
    enrol_account(desk, "Acme, S.L.", Wanted(), at=NOW + SOON)
    undo_last(desk, at=NOW + 2 * SOON)
    assert {p.standing for p in account(desk, "Acme, S.L.").people} == {"finished"}
