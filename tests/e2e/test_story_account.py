"""An account with four people, from the first list to the answer that stills the rest."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import pytest

from app.core.engine.by_hand import ResumePlan
from app.core.engine.outcome_effects import LogOutcome
from app.core.people.new_lead import NewLead, NewPoint
from app.services.desk.desk import Desk
from app.services.people.accounts import Wanted, account, enrol_account, propose
from app.services.people.lead_card import lead_card
from app.services.people.leads import add_lead
from app.services.store.records import Changes
from app.services.working.outlook import NextTouch, outlook
from app.services.working.passing_time import catch_up, change_plan
from app.services.working.signals import observe, understand
from app.services.working.touches import log_outcome, undo
from tests.fakes.clock import HandClock
from tests.services.desks import open_at

# Titles as a list brings them; two of the people in Madrid, one in Mexico, one in Munich.
PEOPLE = (
    ("Lucía", "Head of Training", "ES", "Europe/Madrid", "+34612000001"),
    ("Tomás", "CTO", "ES", "Europe/Madrid", "+34612000002"),
    ("Carmen", "Finance Director", "MX", "America/Mexico_City", "+525512340003"),
    ("Greta", "CEO", "DE", "Europe/Berlin", "+4915112340004"),
)
COMPANY = "Acme Training, S.L."


class Story:
    """Somebody at a desk, told in a few words."""

    def __init__(self, desk: Desk, clock: HandClock) -> None:
        self.desk = desk
        self.clock = clock
        self.people: dict[str, UUID] = {}

    def on(self, when: str) -> None:
        """It is so late in UTC, and everything that time brings about has happened."""
        self.clock.at = datetime.fromisoformat(when).replace(tzinfo=UTC)
        catch_up(self.desk)

    def adds(self, name: str, title: str, country: str, zone: str, phone: str) -> None:
        new = NewLead(
            first_name=name,
            job_title=title,
            company=COMPANY,
            points=(
                NewPoint(kind="phone", value=phone),
                NewPoint(kind="email", value=f"{phone[-4:]}@acme-training.example"),
                NewPoint(kind="linkedin", value=f"https://www.linkedin.com/in/{phone[-4:]}"),
            ),
            country=country,
            zones=(zone,),
            direction="outbound",
            consents={"call": True, "email": True, "linkedin": True},
        )
        lead_id = add_lead(self.desk, new).lead_id
        assert lead_id is not None
        self.people[name] = lead_id

    def next(self, name: str) -> NextTouch:
        upcoming = outlook(self.desk, self.people[name]).upcoming
        assert upcoming is not None
        return upcoming

    def logs(self, name: str, outcome: str, when: str = "") -> Changes:
        at = datetime.fromisoformat(when).replace(tzinfo=UTC) if when else None
        touch_id = self.next(name).touch_id
        return log_outcome(self.desk, LogOutcome(touch_id=touch_id, outcome=outcome, when=at))

    def hears(self, name: str, text: str) -> None:
        heard = understand(self.desk, self.people[name], "reply", {"text": text})
        observe(self.desk, self.people[name], heard)

    def standing(self) -> dict[str, str]:
        found = account(self.desk, COMPANY).people
        return {person.name: person.standing for person in found}

    def told(self, name: str) -> list[tuple[str, str, bool]]:
        """What the timeline of a person says of the others: who, what, and whether undone."""
        card = lead_card(self.desk, self.people[name])
        return [
            (card.names[entry.detail["by"]], entry.detail["answer"], entry.undone)
            for entry in card.timeline
            if entry.code == "AccountAnswered"
        ]


@pytest.fixture
def story(tmp_path: Path) -> Iterator[Story]:
    """A Friday in Madrid; the next Tuesday, the 8th of December, is a holiday in Spain."""
    friday = datetime(2026, 12, 4, 9, 0, tzinfo=UTC)
    with open_at(tmp_path / "profile", friday) as opened:
        clock = opened.desk.clock
        assert isinstance(clock, HandClock)
        told = Story(opened.desk, clock)
        for person in PEOPLE:
            told.adds(*person)
        yield told


def test_an_account_with_four_people(story: Story) -> None:
    # Before anything happens it is said who begins in which role, and when.
    plan = propose(story.desk, COMPANY, Wanted(moves=True))
    assert [(start.name, start.role, f"{start.due_at:%a %d}") for start in plan.starts] == [
        ("Lucía", "champion", "Fri 04"),
        ("Tomás", "technical", "Wed 09"),  # Monday, and the holiday does not count
        ("Carmen", "business", "Thu 10"),  # no holiday in Mexico
        ("Greta", "executive", "Mon 14"),
    ]
    enrol_account(story.desk, COMPANY, Wanted(moves=True))

    # The champion is called; nobody answers, and the others notice nothing.
    assert story.next("Lucía").channel == "call"
    story.logs("Lucía", "no_answer")
    story.logs("Lucía", "sent")
    assert story.told("Tomás") == []

    # On their own days the others hear what concerns their role.
    # The parcel is on every desk on one day: the fifth of the champion, who began on a Friday,
    # is the holiday, so it goes on the Wednesday.
    story.on("2026-12-09T09:30")
    for name in ("Lucía", "Tomás", "Greta"):
        assert story.next(name).step == "parcel"
        story.logs(name, "sent")
    assert story.next("Tomás").step == "architecture"
    story.logs("Tomás", "sent")
    assert story.standing()["Greta"] == "not_begun"
    story.on("2026-12-09T17:00")
    assert story.next("Carmen").step == "parcel"
    story.logs("Carmen", "sent")
    story.on("2026-12-10T17:00")
    assert story.next("Carmen").step == "return"
    story.logs("Carmen", "sent")

    # Tomás writes back: he waits for a person, everybody else is told and left in peace.
    story.on("2026-12-11T09:00")
    story.hears("Tomás", "Who else is using this?")
    assert story.standing() == {
        "Lucía": "paused",
        "Tomás": "with_person",
        "Carmen": "paused",
        "Greta": "paused",
    }
    assert story.told("Lucía") == story.told("Greta") == [("Tomás", "replied", False)]

    # A slip: a meeting logged with him is taken back at once, and only that.
    slip = story.logs("Tomás", "meeting_booked", when="2026-12-21T10:00")
    assert slip.undo_id is not None
    assert story.told("Lucía")[0] == ("Tomás", "meeting", False)
    story.clock.advance(seconds=6)
    undo(story.desk, slip.undo_id)
    assert story.told("Lucía") == [("Tomás", "meeting", True), ("Tomás", "replied", False)]
    assert story.standing()["Lucía"] == "paused"

    # The rep wants to ask Lucía today after all; the others rest for five business days.
    change_plan(story.desk, story.people["Lucía"], ResumePlan())
    assert story.standing()["Lucía"] == "active"
    story.on("2026-12-17T12:00")
    assert story.standing()["Greta"] == "paused"
    story.on("2026-12-18T08:30")
    assert story.standing()["Greta"] == "active"
    assert story.next("Greta").assignee == "account_executive"

    # Greta wants no more mail: that closes her channels alone, and all are told once more.
    story.logs("Greta", "do_not_contact")
    assert story.standing()["Greta"] == "opted_out"
    assert story.told("Carmen")[0] == ("Greta", "opted_out", False)
    assert story.standing()["Carmen"] == "paused"

    # Carmen comes back by herself, and answers in the end.
    story.on("2026-12-30T17:00")
    assert story.standing()["Carmen"] == "active"
    story.logs("Carmen", "meeting_booked", when="2027-01-12T16:00")
    assert story.told("Lucía")[0] == ("Carmen", "meeting", False)
