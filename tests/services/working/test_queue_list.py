"""The queue with its reasons: computed for an instant, it is what the store comes to by then."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from app.core.engine.outcome_effects import LogOutcome
from app.core.people.new_lead import NewLead, NewPoint
from app.services.people.leads import add_lead
from app.services.working import touches
from app.services.working.passing_time import catch_up
from app.services.working.queue_list import queue_at, queue_now
from tests.fakes.clock import HandClock
from tests.services.desks import open_at

FRIDAY = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
ZONES = ("Europe/Madrid", "America/New_York", "Asia/Kolkata", "")
OUTCOMES = ("", "no_answer", "busy", "call_back", "meeting_booked", "converted", "voicemail_left")


@pytest.mark.parametrize("hours", [0.02, 0.2, 1, 7, 15, 24, 72, 73, 96, 24 * 9, 24 * 40])
def test_looking_ahead_sees_what_will_be(tmp_path: Path, hours: float) -> None:
    with open_at(tmp_path / "profile", FRIDAY) as opened:
        desk, clock = opened.desk, opened.desk.clock
        assert isinstance(clock, HandClock)
        for n in range(28):
            zone, outcome = ZONES[n % len(ZONES)], OUTCOMES[n % len(OUTCOMES)]
            new = NewLead(
                first_name=f"Person {n}",
                points=(
                    NewPoint(kind="phone", value=f"+346120000{n:02d}"),
                    NewPoint(kind="email", value=f"p{n}@example.com"),
                ),
                zones=(zone,) if zone else (),
                source="web_form",
                received_at=clock.now() - timedelta(minutes=3 * (n % 5)),
                consents={"whatsapp": True} if n % 2 else {},
            )
            lead_id = add_lead(desk, new).lead_id
            assert lead_id is not None
            if outcome and zone:
                with desk.store.read() as reader:
                    touch = reader.work(lead_id).planned[0]
                promise = FRIDAY + timedelta(days=n % 4, hours=5)
                when = promise if outcome in ("call_back", "meeting_booked") else None
                touches.log_outcome(
                    desk, LogOutcome(touch_id=touch.touch_id, outcome=outcome, when=when)
                )
        owner, at = desk.identity.rep_id, FRIDAY + timedelta(hours=hours)
        foreseen = queue_at(desk, owner, at, limit=500)
        clock.at = at
        catch_up(desk)
        assert queue_now(desk, owner, limit=500) == foreseen
        assert [line.position for line in foreseen] == list(range(1, len(foreseen) + 1))
        with desk.store.read() as reader:
            stored = reader.queue_page(owner, at, 500).rows
        assert [(r.lane, r.lead_id, r.touch_id) for r in stored] == [
            (line.lane, line.lead_id, line.touch_id) for line in foreseen
        ]
