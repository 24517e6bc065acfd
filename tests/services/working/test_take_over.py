"""With a colleague who fills the role, somebody at the top of a company changes hands."""

from dataclasses import replace
from pathlib import Path
from uuid import UUID

from app.core.people.new_lead import NewLead, NewPoint
from app.services.cadences.routing import began_in_words
from app.services.people.lead_card import lead_card
from app.services.people.leads import add_lead
from app.services.wording import Wording
from app.system.resources import resource_path
from tests.services.desks import NOW, open_at

WORDS = Wording.load(resource_path("i18n", "en.json"))
CHIEF = UUID("00000000-0000-7000-8000-0000000000ec")
FOUNDER = NewLead(
    first_name="Inés",
    job_title="Founder",
    company="Puerto Azul",
    points=(
        NewPoint(kind="phone", value="+34612345678"),
        NewPoint(kind="email", value="ines@puerto.example"),
    ),
    country="ES",
    zones=("Europe/Madrid",),
    source="demo_request",
)


def test_the_row_goes_to_the_queue_of_whoever_takes_over(tmp_path: Path) -> None:
    with open_at(tmp_path) as opened:
        desk = replace(opened.desk, staff={"account_executive": CHIEF})
        lead_id = add_lead(desk, FOUNDER).lead_id
        assert lead_id is not None
        with desk.store.read() as reader:
            mine = reader.queue_page(desk.identity.rep_id, NOW, 50).rows
            theirs = reader.queue_page(CHIEF, NOW, 50).rows
        assert [row.lead_id for row in mine] == []
        assert [row.lead_id for row in theirs] == [lead_id]
        codes = [entry.code for entry in lead_card(desk, lead_id).timeline]
        assert "OwnerChanged" in codes


def test_alone_they_stay_and_the_timeline_says_what_they_came_for(tmp_path: Path) -> None:
    with open_at(tmp_path) as opened:
        desk = opened.desk
        lead_id = add_lead(desk, FOUNDER).lead_id
        assert lead_id is not None
        with desk.store.read() as reader:
            mine = reader.queue_page(desk.identity.rep_id, NOW, 50).rows
        assert [row.lead_id for row in mine] == [lead_id]
        timeline = lead_card(desk, lead_id).timeline
        began = next(entry for entry in timeline if entry.code == "EnrolmentStarted")
        assert began_in_words(began.detail, WORDS) == (
            "Chosen because of: job title = c level. They came by demo request: that is answered "
            "first here, in the place of a plan of its own."
        )
