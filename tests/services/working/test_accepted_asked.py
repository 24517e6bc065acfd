"""Whether an invitation was accepted is asked once one of ours is out, never before."""

from datetime import timedelta
from pathlib import Path

from app.core.engine.by_hand import ReroutePlan
from app.core.engine.outcome_effects import LogOutcome
from app.core.people.new_lead import NewLead, NewPoint
from app.services.people.leads import add_lead
from app.services.working.passing_time import change_plan
from app.services.working.touch_card import touch_card
from app.services.working.touches import log_outcome
from tests.services.desks import NOW, open_at

MEMBER = NewLead(
    first_name="Inés",
    company="Puerto Azul",
    points=(NewPoint(kind="linkedin", value="https://www.linkedin.com/in/ines"),),
    country="ES",
    zones=("Europe/Madrid",),
    source="prospecting",
    direction="outbound",
    consents={"linkedin": True},
)


def asked_on(folder: Path, cadence_key: str, touches: int) -> list[tuple[str, bool]]:
    """Channel, and whether it is asked, of the first touches of a plan, all of them done."""
    asked: list[tuple[str, bool]] = []
    with open_at(folder) as opened:
        desk, now = opened.desk, NOW
        lead_id = add_lead(desk, MEMBER).lead_id
        assert lead_id is not None
        change_plan(desk, lead_id, ReroutePlan(cadence_key=cadence_key), at=now)
        for _ in range(touches):
            with desk.store.read() as reader:
                planned = sorted(reader.work(lead_id).planned, key=lambda t: (t.due_at, t.touch_id))
            touch = planned[0]
            asked.append((touch.channel, touch_card(desk, touch.touch_id).asks_accepted))
            now = max(now, touch.due_at) + timedelta(minutes=1)
            log_outcome(desk, LogOutcome(touch_id=touch.touch_id, outcome="sent"), at=now)
    return asked


def test_it_is_asked_from_the_invitation_on(tmp_path: Path) -> None:
    assert asked_on(tmp_path, "b2b_saas_typical", 3) == [
        ("linkedin_connect", True),
        ("linkedin_engage", True),
        ("task", False),
    ]


def test_a_visit_before_any_invitation_asks_nothing(tmp_path: Path) -> None:
    assert asked_on(tmp_path, "social_first_b2b", 1) == [("linkedin_engage", False)]
