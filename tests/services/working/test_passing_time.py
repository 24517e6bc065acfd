"""Time passes for many people: in transactions that let a rep pass, told a few times a second."""

from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

from app.bootstrap.desk import ProfileDesk
from app.core.people.new_lead import NewLead, NewPoint
from app.services.people.leads import add_lead
from app.services.store.records import Changes
from app.services.working.passing_time import catch_up, passing
from tests.services.desks import open_at

FRIDAY = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
MONDAY = FRIDAY + timedelta(days=3)


def crowd(opened: ProfileDesk, people: int) -> None:
    for n in range(people):
        point = NewPoint(kind="phone", value=f"+346120000{n:02d}")
        new = NewLead(
            first_name=f"Person {n}", points=(point,), zones=("Europe/Madrid",), source="web_form"
        )
        add_lead(opened.desk, new)


def test_a_transaction_ends_as_soon_as_somebody_waits(tmp_path: Path) -> None:
    with open_at(tmp_path, FRIDAY) as opened:
        crowd(opened, 5)
        asked = count()
        steps = passing(opened.desk, lambda: next(asked) != 1, at=MONDAY)
        assert [len(step.leads) for step in steps] == [1, 2, 1, 1]
        assert catch_up(opened.desk, at=MONDAY) == Changes()


def test_while_nobody_waits_all_are_moved_on_in_one_transaction(tmp_path: Path) -> None:
    with open_at(tmp_path, FRIDAY) as opened:
        crowd(opened, 5)
        heard: list[Changes] = []
        opened.desk.store.after_commit.append(heard.append)
        passed = catch_up(opened.desk, at=MONDAY)
        assert len(passed.leads) == 5
        assert heard == [passed]


def test_what_many_transactions_changed_is_told_together(tmp_path: Path) -> None:
    with open_at(tmp_path, FRIDAY) as opened:
        crowd(opened, 5)
        heard: list[Changes] = []
        opened.desk.store.after_commit.append(heard.append)
        steps = list(passing(opened.desk, lambda: True, at=MONDAY))
        assert [len(step.leads) for step in steps] == [1] * 5
        assert [len(changes.leads) for changes in heard] == [5]
