"""What counts as a touch of today, and a goal that stands still."""

from datetime import timedelta
from pathlib import Path
from uuid import UUID

from app.core.engine.outcome_effects import LogOutcome
from app.core.people.new_lead import NewLead, NewPoint
from app.services.desk.desk import Desk
from app.services.people.leads import add_lead
from app.services.working.contacts import Contact, log_contact
from app.services.working.day_figures import day_figures, set_goal
from app.services.working.touches import log_outcome, undo
from tests.services.desks import NOW, open_at

MINUTE = timedelta(minutes=1)


def planned(desk: Desk, lead_id: UUID) -> UUID:
    with desk.store.read() as reader:
        touches = reader.work(lead_id).planned
    return min(touches, key=lambda t: (t.due_at, t.touch_id)).touch_id


def added(desk: Desk, number: int) -> UUID:
    new = NewLead(
        first_name=f"Person{number}",
        points=(NewPoint(kind="phone", value=f"+34612345{number:03d}"),),
        country="ES",
        source="web_form",
        zones=("Europe/Madrid",),
        consents={"call": True, "sms": True},
    )
    lead_id = add_lead(desk, new).lead_id
    assert lead_id is not None
    return lead_id


def log(desk: Desk, lead_id: UUID, outcome: str, minutes: int, ahead: int = 0) -> UUID:
    """An outcome so many minutes from now; `ahead` is when, in minutes from then."""
    at = NOW + minutes * MINUTE
    when = at + ahead * MINUTE if ahead else None
    command = LogOutcome(touch_id=planned(desk, lead_id), outcome=outcome, when=when)
    changes = log_outcome(desk, command, at=at)
    assert changes.undo_id is not None
    return changes.undo_id


def test_every_touch_that_was_made_counts(tmp_path: Path) -> None:
    with open_at(tmp_path) as opened:
        desk = opened.desk
        one, two, three = (added(desk, n) for n in (1, 2, 3))
        log(desk, one, "busy", 1)
        assert day_figures(desk).numbers.done == 1  # tried, and due again
        log(desk, one, "no_answer", 20)
        assert day_figures(desk).numbers.done == 2  # the same touch, tried twice
        log(desk, two, "call_back", 21, ahead=60)
        assert day_figures(desk).numbers.done == 3  # a promise is a call that was made
        log_contact(
            desk, three, Contact(way="out", channel="call", outcome="no_answer"), at=NOW + MINUTE
        )
        assert day_figures(desk).numbers.done == 4  # nobody had planned it
        log_contact(desk, three, Contact(way="in", channel="sms", outcome="replied"))
        assert day_figures(desk).numbers.done == 4  # theirs
        undone = log(desk, two, "no_answer", 90)
        assert day_figures(desk).numbers.done == 5
        undo(desk, undone, at=NOW + 90 * MINUTE)
        assert day_figures(desk).numbers.done == 4


def test_the_goal_stays_while_people_come_in_and_calls_are_made(tmp_path: Path) -> None:
    with open_at(tmp_path) as opened:
        desk = opened.desk
        people = [added(desk, n) for n in range(1, 4)]
        assert (day_figures(desk).goal, day_figures(desk).fixed) == (3, False)
        set_goal(desk, day_figures(desk))
        added(desk, 4)
        log(desk, people[0], "busy", 1)
        log(desk, people[1], "call_back", 2, ahead=60)
        set_goal(desk, day_figures(desk))
        found = day_figures(desk)
        assert (found.numbers.done, found.goal, found.fixed) == (2, 3, True)
    with open_at(tmp_path) as opened:
        assert day_figures(opened.desk).goal == 3
    with open_at(tmp_path, NOW + timedelta(days=1)) as opened:
        tomorrow = day_figures(opened.desk)
        assert (tomorrow.numbers.done, tomorrow.fixed) == (0, False)
        set_goal(opened.desk, tomorrow)
        assert day_figures(opened.desk).fixed


def test_a_day_on_which_nothing_is_due_has_no_goal_yet(tmp_path: Path) -> None:
    with open_at(tmp_path) as opened:
        set_goal(opened.desk, day_figures(opened.desk))
        added(opened.desk, 1)
        assert (day_figures(opened.desk).goal, day_figures(opened.desk).fixed) == (1, False)
