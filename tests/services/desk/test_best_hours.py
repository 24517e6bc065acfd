"""The hours in which calls got through: counted from the store, kept, and planned by."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

from app.core.engine.outcome_effects import LogOutcome
from app.core.log.events import TouchPlanned, decode_body
from app.core.people.new_lead import NewLead, NewPoint
from app.core.work.best_hours import CallCell, CountedHours
from app.services.desk.best_hours import best_hours, count, is_count_due, keep
from app.services.desk.desk import Desk
from app.services.people.leads import add_lead
from app.services.working.outlook import outlook
from app.services.working.touches import log_outcome, undo
from tests.services.desks import NOW, open_at

DAY = timedelta(days=1)


def person(n: int) -> NewLead:
    return NewLead(
        first_name="Ana",
        points=(NewPoint(kind="phone", value=f"+34912345{n:03}"),),
        country="ES",
        city="Madrid",
        source="phone_enquiry",
        zones=("Europe/Madrid",),
        consents={"call": True},
    )


def called(desk: Desk, n: int, code: str) -> UUID:
    """Somebody who was called at 10:42 in Madrid, on a Wednesday."""
    lead_id = add_lead(desk, person(n), at=NOW).lead_id
    assert lead_id is not None
    touch = outlook(desk, lead_id, at=NOW).upcoming
    assert touch is not None
    log_outcome(desk, LogOutcome(touch_id=touch.touch_id, outcome=code), at=NOW)
    return lead_id


def test_every_try_counts_in_their_own_time(tmp_path: Path) -> None:
    with open_at(tmp_path) as opened:
        for n, code in enumerate(("no_answer", "connected", "do_not_contact", "busy"), start=1):
            called(opened.desk, n, code)
        counted = count(opened.desk, NOW + timedelta(hours=1))
    # The busy line waits for its second try.
    assert counted.cells == (CallCell(weekday=2, hour=10, reached=1, calls=3),)


def test_a_day_later_it_is_counted_anew(tmp_path: Path) -> None:
    with open_at(tmp_path) as opened:
        desk = opened.desk
        assert is_count_due(desk, NOW)
        keep(desk, count(desk, NOW))
        assert not is_count_due(desk, NOW + DAY - timedelta(seconds=1))
        assert is_count_due(desk, NOW + DAY)
        # A count from tomorrow was made by a clock that was wrong.
        assert is_count_due(desk, NOW - timedelta(seconds=1))
        with desk.store.read() as reader:
            assert best_hours(reader) == ()


def test_the_next_call_comes_at_the_hour_that_stands_out(tmp_path: Path) -> None:
    cells = (
        CallCell(weekday=3, hour=15, reached=20, calls=30),
        CallCell(weekday=0, hour=11, reached=10, calls=90),
    )
    with open_at(tmp_path) as opened:
        keep(opened.desk, CountedHours(at=NOW, cells=cells))
        lead_id = called(opened.desk, 1, "no_answer")
        with opened.desk.store.read() as reader:
            bodies = [decode_body(e.type, e.v, e.body) for e in reader.log(lead_id)]
            (touch,) = reader.work(lead_id).planned
    planned = [b for b in bodies if isinstance(b, TouchPlanned)]
    assert planned[-1].best_hour == cells[0]
    assert touch.due_at == planned[-1].touch.due_at
    assert touch.due_at == datetime(2026, 11, 19, 14, tzinfo=UTC)


def test_what_was_taken_back_is_not_counted(tmp_path: Path) -> None:
    with open_at(tmp_path) as opened:
        desk = opened.desk
        lead_id = add_lead(desk, person(1), at=NOW).lead_id
        assert lead_id is not None
        touch = outlook(desk, lead_id, at=NOW).upcoming
        assert touch is not None
        command = LogOutcome(touch_id=touch.touch_id, outcome="connected")
        logged = log_outcome(desk, command, at=NOW)
        assert logged.undo_id is not None
        undo(desk, logged.undo_id, at=NOW)
        assert count(desk, NOW + DAY).cells == ()
