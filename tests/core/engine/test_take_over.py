"""People at the top and customers: a plan of their own, made by whoever takes them over."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from app.core.engine.by_hand import ReroutePlan
from app.core.engine.engine import Enrol
from app.core.log import events as ev
from app.core.log.undo import take_back
from tests.builders import REP, make_lead, make_point
from tests.core.playing import MONDAY, Play, only, silent

CHIEF = UUID("00000000-0000-7000-8000-0000000000ec")
POINTS = (
    make_point(1),
    make_point(2, kind="email", value="ana@muestra.example"),
    make_point(3, kind="linkedin", value="https://linkedin.com/in/ana"),
)


def founder(**facts: object) -> Play:
    """A founder who asks for a demo, routed as the product ships."""
    known: dict[str, Any] = {"received_at": MONDAY, "added_at": MONDAY, "points": POINTS}
    lead = make_lead(**{**known, "job_title": "Founder", "source": "demo_request", **facts})
    return Play(lead, enrolled=False)


def begin(play: Play) -> tuple[ev.Body, ...]:
    routed = play.facts.routed(play.now)
    why = routed.because
    return play.run(Enrol(cadence_key=routed.cadence, why=why.code, args=why.args))


def test_a_founder_who_asks_for_a_demo_is_answered_and_followed_for_three_weeks() -> None:
    play = founder()
    begin(play)
    days = []
    while play.enrolment.cadence_key == "executive_direct" and play.work.planned:
        touch = min(play.work.planned, key=lambda t: t.due_at)
        at = max(play.now, touch.due_at) + timedelta(minutes=2)
        days.append((f"{touch.due_at:%a %d}", touch.channel))
        play.outcome(silent(touch), at=at, touch=touch)
        if len(days) == 8:
            break
    # Business days 1, 3, 5, 8, 12 and 15, with the answer in writing beside the first call.
    assert days == [
        ("Mon 23", "call"),
        ("Mon 23", "email"),
        ("Wed 25", "linkedin_connect"),
        ("Fri 27", "email"),
        ("Wed 02", "call"),
        # The 8th of December is a holiday in Spain.
        ("Wed 09", "email"),
        ("Mon 14", "call"),
        ("Mon 14", "email"),
    ]


def test_the_timeline_keeps_what_they_came_for() -> None:
    started = only(begin(founder()), ev.EnrolmentStarted)
    assert (started.why, started.cadence_key) == ("routed", "executive_direct")
    assert (started.args["route"], started.args["instead"]) == ("c_level", "demo_request")


@pytest.mark.parametrize("source", ["web_form", "list"])
def test_without_a_plan_of_the_source_nothing_is_passed_by(source: str) -> None:
    assert "instead" not in only(begin(founder(source=source)), ev.EnrolmentStarted).args


def test_without_anybody_who_takes_over_the_touch_stays_and_says_so() -> None:
    play = founder()
    bodies = begin(play)
    assert not [b for b in bodies if isinstance(b, ev.OwnerChanged)]
    assert play.work.owner_id == REP
    play.outcome("no_answer", at=MONDAY + timedelta(minutes=2))
    assert play.place().reason.args == {"assignee": "account_executive"}


def test_whoever_fills_the_role_becomes_the_owner() -> None:
    play = founder()
    play.staff = {"account_executive": CHIEF}
    changed = only(begin(play), ev.OwnerChanged)
    assert (changed.owner_id, changed.role) == (CHIEF, "account_executive")
    assert play.work.owner_id == play.replayed().owner_id == CHIEF
    assert play.place().owner_id == CHIEF
    play.outcome("no_answer", at=MONDAY + timedelta(minutes=2))
    assert play.place().reason.code != "assigned"


def test_undo_gives_the_owner_back() -> None:
    play = founder()
    play.staff = {"account_executive": CHIEF}
    play.plan = "balanced"
    play.run(Enrol(cadence_key="balanced", why="test"))
    play.run(ReroutePlan(cadence_key="executive_direct"))
    assert play.work.owner_id == CHIEF
    act = next(e.event_id for e in play.log if e.type == "DecidedByHand")
    play.append(take_back(play.lead.lead_id, play.log, act))
    assert play.work.owner_id == play.replayed().owner_id == REP
    assert play.enrolment.cadence_key == "balanced"
