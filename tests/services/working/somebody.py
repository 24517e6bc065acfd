"""Somebody on a plan, and logging what came of their touch."""

from datetime import timedelta

from app.bootstrap.desk import ProfileDesk
from app.core.engine.outcome_effects import LogOutcome
from app.core.people.new_lead import NewLead, NewPoint
from app.services.store.records import Changes
from app.services.working import touches
from tests.services.desks import NOW, rows

LEAD = NewLead(
    first_name="Lucía",
    points=(
        NewPoint(kind="phone", value="+34612345678"),
        NewPoint(kind="email", value="lucia@example.com"),
    ),
    country="ES",
    source="web_form",
    interest="MBA",
    zones=("Europe/Madrid",),
    consents={"call": True, "email": True, "whatsapp": True},
)
LATER = NOW + timedelta(seconds=5)


def log(opened: ProfileDesk, outcome: str, **more: object) -> Changes:
    """Log an outcome for whoever is on top."""
    command = LogOutcome(touch_id=rows(opened.desk)[0].touch_id, outcome=outcome)
    return touches.log_outcome(opened.desk, command, **more)  # type: ignore[arg-type]  # by name
