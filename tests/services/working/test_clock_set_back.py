"""A clock that was ahead and is set right: what it decided comes back to the present."""

from datetime import timedelta
from pathlib import Path

import pytest

from app.bootstrap.desk import ProfileDesk
from app.core.consent.consent import Consent, consent_state
from app.core.engine.outcome_effects import LogOutcome
from app.core.work.touch import Touch
from app.services.people.leads import add_lead
from app.services.working import touches
from app.services.working.clock_set_back import ahead, come_back
from app.services.working.first_contact import mark_told, take_due_alerts, take_untold_back
from app.services.working.passing_time import catch_up
from tests.builders import make_consent
from tests.services.desks import NOW, open_at, rows
from tests.services.working.somebody import LEAD

MINUTE = timedelta(minutes=1)
AHEAD = [timedelta(hours=1), timedelta(days=1), timedelta(days=365)]


def alerts(opened: ProfileDesk, after: timedelta) -> list[str]:
    return [alert.kind for alert in take_due_alerts(opened.desk, at=NOW + after)]


def next_of(opened: ProfileDesk) -> Touch:
    with opened.desk.store.read() as reader:
        [lead_id] = reader.in_work(opened.desk.identity.rep_id)
        return min(reader.work(lead_id).planned, key=lambda touch: touch.due_at)


def brought_back(opened: ProfileDesk, after: timedelta) -> int:
    return sum(len(one.leads) for one in come_back(opened.desk, at=NOW + after))


@pytest.mark.parametrize("by", AHEAD)
def test_alerts_that_rang_early_ring_in_their_time(tmp_path: Path, by: timedelta) -> None:
    with open_at(tmp_path) as opened:
        add_lead(opened.desk, LEAD)
        assert alerts(opened, timedelta()) == ["arrival"]
        catch_up(opened.desk, at=NOW + by)
        assert len(alerts(opened, by)) == 1
        # Ten seconds later somebody sets it right.
        assert brought_back(opened, MINUTE) == 1
        (row,) = rows(opened.desk, NOW + MINUTE)
        assert (row.lane, row.first_contact) == ("first_contact", "running")
        assert row.deadline_at == NOW + 5 * MINUTE
        assert alerts(opened, MINUTE) == []
        assert alerts(opened, 3 * MINUTE) == ["two_minutes"]
        catch_up(opened.desk, at=NOW + 5 * MINUTE)
        assert alerts(opened, 5 * MINUTE) == ["breach"]
        assert alerts(opened, 5 * MINUTE) == []
        assert brought_back(opened, 6 * MINUTE) == 0


@pytest.mark.parametrize("by", AHEAD)
def test_who_came_in_meanwhile_is_called_now(tmp_path: Path, by: timedelta) -> None:
    with open_at(tmp_path) as opened:
        add_lead(opened.desk, LEAD, at=NOW + by)
        assert ahead(opened.desk, at=NOW + MINUTE)
        assert brought_back(opened, MINUTE) == 1
        (row,) = rows(opened.desk, NOW + MINUTE)
        assert (row.lane, row.first_contact) == ("first_contact", "running")
        assert row.deadline_at == NOW + 6 * MINUTE
        assert alerts(opened, MINUTE) == ["arrival"]
        touches.dial(opened.desk, row.touch_id, at=NOW + 2 * MINUTE)
        assert not ahead(opened.desk, at=NOW + MINUTE)
        assert brought_back(opened, 2 * MINUTE) == 0


@pytest.mark.parametrize("by", AHEAD[1:])
def test_what_was_worked_meanwhile_goes_on_from_now(tmp_path: Path, by: timedelta) -> None:
    with open_at(tmp_path) as opened:
        add_lead(opened.desk, LEAD)
        command = LogOutcome(touch_id=rows(opened.desk)[0].touch_id, outcome="no_answer")
        touches.log_outcome(opened.desk, command, at=NOW + by)
        due_at = next_of(opened).due_at - by
        assert brought_back(opened, timedelta()) == 1
        assert abs(next_of(opened).due_at - due_at) <= timedelta(days=1)
        assert next_of(opened).planned_at == NOW
        assert brought_back(opened, timedelta()) == 0


def test_a_promise_keeps_the_time_of_day_that_was_said(tmp_path: Path) -> None:
    with open_at(tmp_path) as opened:
        add_lead(opened.desk, LEAD)
        promised = NOW + timedelta(hours=5)
        command = LogOutcome(
            touch_id=rows(opened.desk)[0].touch_id, outcome="call_back", when=promised
        )
        touches.log_outcome(opened.desk, command, at=NOW + timedelta(hours=2))
        brought_back(opened, timedelta())
        (row,) = rows(opened.desk)
        assert (row.kind, row.due_at) == ("callback", promised)


def test_a_clock_that_was_right_moves_nobody(tmp_path: Path) -> None:
    with open_at(tmp_path) as opened:
        add_lead(opened.desk, LEAD)
        command = LogOutcome(touch_id=rows(opened.desk)[0].touch_id, outcome="no_answer")
        touches.log_outcome(opened.desk, command)
        before = rows(opened.desk, NOW + timedelta(days=3))
        assert brought_back(opened, timedelta()) == 0
        assert brought_back(opened, timedelta(days=3)) == 0
        assert rows(opened.desk, NOW + timedelta(days=3)) == before


def test_what_was_handed_out_and_never_told_is_told_by_the_next_start(tmp_path: Path) -> None:
    with open_at(tmp_path) as opened:
        told = add_lead(opened.desk, LEAD).lead_id
        assert alerts(opened, timedelta()) == ["arrival"]
        # The program ends here: nobody has seen it.
        take_untold_back(opened.desk)
        assert alerts(opened, 10 * timedelta(seconds=1)) == ["arrival"]
        assert told is not None
        mark_told(opened.desk, [told])
        take_untold_back(opened.desk)
        assert alerts(opened, 10 * timedelta(seconds=1)) == []


def test_who_was_called_since_is_not_told_again(tmp_path: Path) -> None:
    with open_at(tmp_path) as opened:
        add_lead(opened.desk, LEAD)
        assert alerts(opened, timedelta()) == ["arrival"]
        touches.dial(opened.desk, rows(opened.desk)[0].touch_id, at=NOW + MINUTE)
        take_untold_back(opened.desk)
        assert alerts(opened, 2 * MINUTE) == []


def answers(*said: tuple[bool, timedelta]) -> tuple[Consent, ...]:
    return tuple(
        make_consent(n, channel="email", granted=granted, recorded_at=NOW + at)
        for n, (granted, at) in enumerate(said)
    )


def test_a_no_holds_whatever_the_clock_said() -> None:
    year = timedelta(days=365)
    assert consent_state(answers((False, year)), "email", NOW) == "refused"
    # A yes that was dated ahead does not come back once its date is reached.
    taken_back = answers((True, year), (False, timedelta()))
    assert consent_state(taken_back, "email", NOW) == "refused"
    assert consent_state(taken_back, "email", NOW + 2 * year) == "refused"
    assert consent_state(answers((True, year)), "email", NOW) == "unknown"
    again = answers((True, year), (True, timedelta()))
    assert consent_state(again, "email", NOW) == "given"
