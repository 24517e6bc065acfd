"""A target account that comes in by list: roles, turns, and one day for the parcels."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from app.core.engine.by_hand import PausePlan
from app.core.engine.outcome_effects import LogOutcome
from app.core.people.new_lead import NewLead, NewPoint
from app.services.desk.desk import Desk
from app.services.people.accounts import Wanted, account, enrol_account
from app.services.people.leads import add_lead
from app.services.working.outlook import outlook
from app.services.working.passing_time import change_plan
from app.services.working.touches import log_outcome
from tests.services.desks import open_at

# A Thursday in Madrid, with no public holiday for weeks.
THURSDAY = datetime(2027, 2, 4, 8, 0, tzinfo=UTC)
MADRID = ZoneInfo("Europe/Madrid")


def listed(n: int, title: str) -> NewLead:
    return NewLead(
        first_name=f"Person{n}",
        job_title=title,
        company="Muestra SL",
        points=(
            NewPoint(kind="phone", value=f"+3461200{n:04d}"),
            NewPoint(kind="email", value=f"p{n}@muestra.example"),
            NewPoint(kind="linkedin", value=f"https://www.linkedin.com/in/p{n}"),
        ),
        country="ES",
        zones=("Europe/Madrid",),
        source="list",
        direction="outbound",
        consents={"call": True, "email": True, "linkedin": True},
        extra={"Target account": "yes"},
    )


def come_in(desk: Desk, *titles: str, first: int = 1) -> list[UUID]:
    added = [add_lead(desk, listed(n, title)).lead_id for n, title in enumerate(titles, first)]
    return [lead_id for lead_id in added if lead_id is not None]


def seats(desk: Desk) -> list[tuple[str, str]]:
    """(role, day of the beginning) of each, in the order in which they came in."""
    found = []
    for one in account(desk, "Muestra SL").people:
        with desk.store.read() as reader:
            on = reader.work(one.lead_id).enrolment
        assert on is not None
        assert on.cadence_key == "abm_multithread"
        found.append((str(one.role), f"{on.started_at.astimezone(MADRID):%a %d}"))
    return found


def parcels(desk: Desk, leads: list[UUID]) -> list[str]:
    with desk.store.read() as reader:
        planned = [t for i in leads for t in reader.work(i).planned if t.channel == "direct_mail"]
    return [f"{touch.due_at:%a %d %b}" for touch in planned]


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with open_at(tmp_path, THURSDAY) as opened:
        yield opened.desk


def test_four_people_of_a_list_get_a_role_each_and_their_turn(desk: Desk) -> None:
    leads = come_in(desk, "Sales manager", "IT architect", "Finance director", "CEO")
    assert seats(desk) == [
        ("champion", "Thu 04"),
        ("technical", "Mon 08"),
        ("business", "Wed 10"),
        ("executive", "Fri 12"),
    ]
    # The champion's fifth day, which is a Monday, for all of them.
    assert parcels(desk, leads) == ["Mon 08 Feb"] * 4
    calls = [outlook(desk, lead_id).upcoming for lead_id in leads]
    assert [one.channel for one in calls if one] == ["call", *["direct_mail"] * 3]


def test_there_is_one_champion_whoever_comes_first(desk: Desk) -> None:
    come_in(desk, *("Sales manager", "Head of Training", "Trainer"))
    assert [role for role, _ in seats(desk)] == ["champion", "business", "business"]


def test_where_nobody_carries_it_the_second_of_a_role_does(desk: Desk) -> None:
    come_in(desk, "IT architect", "Systems engineer", "Data engineer")
    assert [role for role, _ in seats(desk)] == ["technical", "champion", "technical"]


def test_whoever_comes_later_begins_after_the_others(desk: Desk) -> None:
    leads = come_in(desk, "Sales manager", "IT architect")
    log_outcome(desk, LogOutcome(touch_id=_next(desk, leads[0]), outcome="no_answer"))
    leads += come_in(desk, "CEO", first=3)
    assert seats(desk)[-1] == ("executive", "Wed 10")
    assert parcels(desk, leads) == ["Mon 08 Feb"] * 3


def test_moving_works_for_those_whom_the_list_put_there(desk: Desk) -> None:
    leads = come_in(desk, "Sales manager", "IT architect", "Finance director")
    chosen = Wanted(moves=True, roles={leads[1]: "champion"})
    plan, _ = enrol_account(desk, "Muestra SL", chosen)
    assert [(one.lead_id, one.role) for one in plan.starts] == [
        (leads[1], "champion"),
        (leads[0], "business"),
        (leads[2], "business"),
    ]
    assert {one.leaves for one in plan.starts} == {""}
    assert seats(desk) == [("business", "Mon 08"), ("champion", "Thu 04"), ("business", "Wed 10")]
    assert parcels(desk, leads) == ["Mon 08 Feb"] * 3


def test_whoever_was_worked_keeps_their_seat_when_the_rest_is_moved(desk: Desk) -> None:
    leads = come_in(desk, "Sales manager", "Head of Training", "IT architect")
    log_outcome(desk, LogOutcome(touch_id=_next(desk, leads[0]), outcome="no_answer"))
    plan, _ = enrol_account(desk, "Muestra SL", Wanted(moves=True))
    assert [one.lead_id for one in plan.left_out] == [leads[0]]
    assert [(one.role, f"{one.due_at:%a %d}") for one in plan.starts] == [
        ("technical", "Mon 08"),
        ("business", "Wed 10"),
    ]


def test_who_rests_or_waits_for_somebody_is_not_moved(desk: Desk) -> None:
    leads = come_in(desk, "Sales manager", "IT architect")
    change_plan(desk, leads[1], PausePlan(until=THURSDAY + timedelta(days=9)))
    plan, _ = enrol_account(desk, "Muestra SL", Wanted(moves=True))
    assert [one.why.code for one in plan.left_out] == ["left_on_plan"]


def test_an_answer_of_one_keeps_the_parcels_of_the_others_back(desk: Desk) -> None:
    leads = come_in(desk, "Sales manager", "IT architect", "CEO")
    log_outcome(desk, LogOutcome(touch_id=_next(desk, leads[0]), outcome="connected"))
    for lead_id in leads[1:]:
        upcoming = outlook(desk, lead_id).upcoming
        assert upcoming is not None
        assert upcoming.lane == "upcoming"
    with desk.store.read() as reader:
        rows = reader.queue_page(desk.identity.rep_id, THURSDAY + timedelta(days=4, hours=3), 9)
    assert [row.lead_id for row in rows.rows if row.lane == "due_now"] == []


def _next(desk: Desk, lead_id: UUID) -> UUID:
    upcoming = outlook(desk, lead_id).upcoming
    assert upcoming is not None
    return upcoming.touch_id
