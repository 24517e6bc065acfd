"""What the lead panel says of consents and of what closes a way to the person."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from app.bootstrap.desk import ProfileDesk
from app.core.engine.by_hand import PausePlan, ReroutePlan
from app.core.engine.outcome_effects import LogOutcome
from app.core.people.new_lead import NewLead, NewPoint
from app.services.contact.consents import ConsentAnswer, record_consent
from app.services.contact.opt_outs import opt_out_lead
from app.services.contact.registries import load_registry, read_numbers
from app.services.people.lead_card import lead_card
from app.services.people.leads import add_lead
from app.services.wording import Wording
from app.services.working.passing_time import change_plan
from app.services.working.signals import observe, understand
from app.services.working.touches import log_outcome
from app.system.resources import resource_path
from app.ui.widgets.lead.lead_data import LeadData
from app.ui.workspace.lead_view import lead_data
from tests.services.desks import NOW, open_at

WORDS = Wording.load(resource_path("i18n", "en.json"))


def shown(opened: ProfileDesk, lead_id: object) -> LeadData:
    card = lead_card(opened.desk, lead_id, at=NOW)  # type: ignore[arg-type]  # the id that was made
    return lead_data(card, WORDS, desk_zone="Europe/Madrid", now=NOW)


def closed(data: LeadData) -> list[str]:
    return [fact.value for fact in data.facts if fact.label == "Closed"]


def test_it_says_to_whom_somebody_belongs(tmp_path: Path) -> None:
    with open_at(tmp_path) as opened:
        phone = NewPoint(kind="phone", value="+34612345678")
        new = NewLead(points=(phone,), country="ES", source="list", extra={"owner": "Bea"})
        data = shown(opened, add_lead(opened.desk, new).lead_id)
        facts = {fact.label: fact.value for fact in data.facts}
        assert facts["Belongs to"] == "Bea"


def test_consents_and_opt_outs_are_said_in_words(tmp_path: Path) -> None:
    with open_at(tmp_path) as opened:
        desk = opened.desk
        phone = NewPoint(kind="phone", value="+34612345678")
        mail = NewPoint(kind="email", value="ana@acme.example")
        new = NewLead(points=(phone, mail), country="ES", source="list", company="Acme")
        lead_id = add_lead(desk, new).lead_id
        assert lead_id is not None
        ends = NOW + timedelta(days=100)
        yes = ConsentAnswer(channel="call", granted=True, expires_at=ends, evidence="form:1")
        record_consent(desk, lead_id, yes, at=NOW)
        tips = [chip.tip for chip in shown(opened, lead_id).consents]
        assert tips[0] == "Calls: agreed, until 26 Feb 2027"
        assert closed(shown(opened, lead_id)) == []
        numbers = read_numbers(desk, b"+34612345678")
        list(load_registry(desk, numbers, "robinson", valid_until=date(2026, 12, 31)))
        heard = understand(desk, lead_id, "reply", {"text": "take me off your list"}, at=NOW)
        observe(desk, lead_id, heard, at=NOW)
        opt_out_lead(desk, lead_id, scope="channel", channel="sms", at=NOW)
        opt_out_lead(desk, lead_id, scope="number", at=NOW)
        data = shown(opened, lead_id)
        titles = {entry.title for entry in data.timeline}
        assert {"Looks like an opt-out", "Opted out"} <= titles
        assert set(closed(data)) == {
            "Everything, until what they wrote was read",
            "SMS, WhatsApp",
            "Calls, SMS, WhatsApp, this number only",
            "On the list robinson, valid until 31 Dec 2026",
        }
        opt_out_lead(desk, lead_id, scope="organisation", at=NOW)
        assert "Everything, the whole organisation" in closed(shown(opened, lead_id))
        assert any("opted out" in fact.value for fact in data.facts if fact.label == "Phone")


def test_the_timeline_says_what_a_person_would(tmp_path: Path) -> None:
    """A plan by its name, and that it was chosen by hand; no word of how rules are kept."""
    with open_at(tmp_path) as opened:
        desk = opened.desk
        points = (NewPoint(kind="email", value="ana@acme.example"),)
        lead_id = add_lead(desk, NewLead(points=points, country="ES", consents={"email": True}))
        assert lead_id.lead_id is not None
        change_plan(desk, lead_id.lead_id, ReroutePlan(cadence_key="social_first_b2b"), at=NOW)
        heard = understand(desk, lead_id.lead_id, "reply", {"text": "What does it cost?"}, at=NOW)
        observe(desk, lead_id.lead_id, heard, at=NOW)
        lines = shown(opened, lead_id.lead_id).timeline
    titles = [line.title for line in lines]
    assert "Moved to Social first" in titles
    assert "Plan adapted, replied" in titles
    assert "Chosen by hand." in [line.detail for line in lines]


def test_the_timeline_names_the_message_that_went_out(tmp_path: Path) -> None:
    with open_at(tmp_path) as opened:
        desk = opened.desk
        points = (NewPoint(kind="email", value="ana@acme.example"),)
        new = NewLead(
            points=points,
            country="ES",
            company="Acme",
            direction="outbound",
            consents={"email": True},
        )
        lead_id = add_lead(desk, new, at=NOW).lead_id
        assert lead_id is not None
        with desk.store.read() as reader:
            (touch,) = reader.work(lead_id).planned
        seen = "Stock lists at Acme\n\nHello, and so on."
        command = LogOutcome(touch_id=touch.touch_id, outcome="sent")
        log_outcome(desk, command, message=seen, at=touch.due_at)
        lines = shown(opened, lead_id).timeline
    (line,) = [line for line in lines if line.title == "Email · Sent"]
    assert line.detail == "“Stock lists at Acme”"


def test_a_pause_is_told_on_the_clock_it_was_typed_on(tmp_path: Path) -> None:
    """ "tomorrow 9:30" in Kolkata is no 04:00 of nobody's clock, nor without a name 09:30 here."""
    with open_at(tmp_path) as opened:
        desk = opened.desk
        for zone, line in (
            ("Asia/Kolkata", "Paused until Fri 20 Nov, 09:30 their time"),
            ("Europe/Madrid", "Paused until Fri 20 Nov, 09:30"),
        ):
            point = NewPoint(kind="email", value=f"{zone[:4]}@acme.example")
            new = NewLead(
                points=(point,), source="web_form", zones=(zone,), consents={"email": True}
            )
            lead_id = add_lead(desk, new).lead_id
            assert lead_id is not None
            until = datetime(2026, 11, 20, 9, 30, tzinfo=ZoneInfo(zone)).astimezone(UTC)
            change_plan(desk, lead_id, PausePlan(until=until), at=NOW)
            assert line in [one.title for one in shown(opened, lead_id).timeline]
