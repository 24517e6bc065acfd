"""Working touches over a real store: durable, taken back whole, and once only."""

from datetime import timedelta
from pathlib import Path

import pytest

from app.core.engine.outcome_effects import LogOutcome
from app.core.errors import NotFound, Refused
from app.services.people.leads import add_lead
from app.services.working import touches
from app.services.working.first_contact import take_due_alerts
from app.services.working.touch_card import previews, touch_card
from tests.builders import uid
from tests.services.desks import NOW, open_at, rows
from tests.services.working.somebody import LATER, LEAD, log


@pytest.mark.parametrize("outcome", ["1", "1.2", "2", "3", "4", "6.2", "7", "8", "9"])
def test_undo_restores_queue_alerts_and_note(tmp_path: Path, outcome: str) -> None:
    with open_at(tmp_path) as opened:
        add_lead(opened.desk, LEAD)
        before = rows(opened.desk)
        changes = log(opened, outcome, note="said hello")
        assert changes.undo_id is not None
        touches.undo(opened.desk, changes.undo_id, at=LATER)
        assert rows(opened.desk) == before
        assert touch_card(opened.desk, before[0].touch_id).draft == "said hello"
        due = take_due_alerts(opened.desk, at=before[0].deadline_at)
        assert [alert.kind for alert in due] == ["breach"]


def test_undo_is_refused_late_and_twice(tmp_path: Path) -> None:
    with open_at(tmp_path) as opened:
        add_lead(opened.desk, LEAD)
        undo_id = log(opened, "2").undo_id
        assert undo_id is not None
        with pytest.raises(Refused, match="10 seconds"):
            touches.undo(opened.desk, undo_id, at=NOW + timedelta(seconds=11))
        touches.undo(opened.desk, undo_id, at=LATER)
        with pytest.raises(Refused):
            touches.undo(opened.desk, undo_id, at=LATER)


def test_a_touch_is_logged_once(tmp_path: Path) -> None:
    with open_at(tmp_path) as opened:
        add_lead(opened.desk, LEAD)
        command = LogOutcome(touch_id=rows(opened.desk)[0].touch_id, outcome="2")
        touches.log_outcome(opened.desk, command)
        with pytest.raises(Refused, match="no longer open"):
            touches.log_outcome(opened.desk, command)
        with pytest.raises(NotFound):
            touches.log_outcome(opened.desk, LogOutcome(touch_id=uid(7), outcome="2"))


def test_an_alert_fires_once_and_dialling_ends_them(tmp_path: Path) -> None:
    with open_at(tmp_path) as opened:
        add_lead(opened.desk, LEAD)
        assert [a.kind for a in take_due_alerts(opened.desk)] == ["arrival"]
        assert take_due_alerts(opened.desk) == ()
        touches.dial(opened.desk, rows(opened.desk)[0].touch_id, at=NOW + timedelta(seconds=63))
        (row,) = rows(opened.desk)
        assert (row.first_contact, row.reason_args) == ("attempted", {"seconds": 63})
        assert take_due_alerts(opened.desk, at=NOW + timedelta(minutes=9)) == ()


def test_a_skip_has_a_reason_and_a_snooze_an_end(tmp_path: Path) -> None:
    with open_at(tmp_path) as opened:
        add_lead(opened.desk, LEAD)
        touch_id = rows(opened.desk)[0].touch_id
        with pytest.raises(Refused):
            touches.skip(opened.desk, touch_id, "  ")
        with pytest.raises(Refused):
            touches.snooze(opened.desk, touch_id, NOW)
        touches.snooze(opened.desk, touch_id, NOW + timedelta(hours=2))
        assert rows(opened.desk)[0].lane == "later_today"
        touches.skip(opened.desk, touch_id, "wrong_time")
        assert rows(opened.desk) == ()


def test_the_preview_of_every_key_comes_true(tmp_path: Path) -> None:
    for number, outcome in enumerate(("1", "2", "3", "4", "8", "9", "7")):
        with open_at(tmp_path / str(number)) as opened:
            add_lead(opened.desk, LEAD)
            touch_id = rows(opened.desk)[0].touch_id
            promised = {p.outcome: p for p in previews(opened.desk, touch_id)}
            log(opened, outcome)
            with opened.desk.store.read() as reader:
                work = reader.work(reader.lead_of_touch(touch_id))
            worked = work.touch(touch_id)
            assert worked is not None
            preview = promised[worked.outcome]
            assert bool(preview.ends) == (work.enrolment is None)
            if not preview.ends:
                assert preview.channel in {t.channel for t in work.planned}


def test_a_late_touch_does_not_bunch_the_next_ones(tmp_path: Path) -> None:
    """Worked two days late, the plan keeps its distances instead of catching up."""
    with open_at(tmp_path) as opened:
        add_lead(opened.desk, LEAD)
        late = NOW + timedelta(days=2)
        touch = rows(opened.desk)[0].touch_id
        touches.log_outcome(opened.desk, LogOutcome(touch_id=touch, outcome="2"), at=late)
        with opened.desk.store.read() as reader:
            (planned,) = reader.work(reader.lead_of_touch(touch)).planned
        assert planned.channel == "email"
        assert planned.due_at.date() == (late + timedelta(days=1)).date()
