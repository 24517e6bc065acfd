"""Contacts outside the plan and corrections over a real store: durable, audited, taken back."""

from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest

from app.bootstrap.desk import ProfileDesk
from app.core.errors import BadInput, NotFound
from app.services.desk.audit import audited
from app.services.people.leads import add_lead
from app.services.working import touches
from app.services.working.contacts import Contact, correct, lead_at_number, log_contact
from tests.services.desks import NOW, open_at, rows
from tests.services.working.somebody import LATER, LEAD, log


def added(opened: ProfileDesk) -> UUID:
    lead_id = add_lead(opened.desk, LEAD).lead_id
    assert lead_id is not None
    return lead_id


def test_a_contact_is_durable_and_in_the_figures_of_the_day(tmp_path: Path) -> None:
    with open_at(tmp_path) as opened:
        lead_id = added(opened)
        said = Contact(way="out", channel="call", outcome="no_answer")
        log_contact(opened.desk, lead_id, said, note="On my way", at=LATER)
    with open_at(tmp_path) as opened, opened.desk.store.read() as reader:
        (kept,) = [t for t in reader.work(lead_id).touches if t.kind == "outbound"]
        assert (kept.outcome, kept.settled_at) == ("no_answer", LATER)
        clock = reader.work(lead_id).first_contact
        assert clock is not None
        assert (clock.state, clock.attempted_at) == ("attempted", LATER)
        me = opened.desk.identity.rep_id
        numbers = reader.day_numbers(me, NOW - timedelta(hours=9), NOW + timedelta(hours=9), NOW)
        assert numbers.done == 1


def test_their_own_call_is_no_touch_of_ours(tmp_path: Path) -> None:
    with open_at(tmp_path) as opened:
        lead_id = added(opened)
        log_contact(opened.desk, lead_id, Contact(way="in", channel="sms", outcome="replied"))
        with opened.desk.store.read() as reader:
            me = opened.desk.identity.rep_id
            assert reader.day_numbers(me, NOW - timedelta(hours=9), LATER, LATER).done == 0
        assert rows(opened.desk)[0].kind == "reply"


@pytest.mark.parametrize(
    ("way", "channel", "outcome", "kinds"),
    [
        ("out", "call", "no_answer", ["dial"]),
        ("out", "sms", "sent", ["sent"]),
        ("in", "call", "connected", []),
    ],
)
def test_what_we_did_is_in_the_audit(
    tmp_path: Path, way: str, channel: str, outcome: str, kinds: list[str]
) -> None:
    with open_at(tmp_path) as opened:
        lead_id = added(opened)
        said = Contact(way=way, channel=channel, outcome=outcome)  # type: ignore[arg-type]  # of the table
        log_contact(opened.desk, lead_id, said)
        lines = [a.kind for a in audited(opened.desk.store, lead_id) if a.kind in ("dial", "sent")]
        assert lines == kinds


def test_an_opt_out_is_lifted_when_it_is_taken_back(tmp_path: Path) -> None:
    with open_at(tmp_path) as opened:
        lead_id = added(opened)
        said = Contact(way="in", channel="call", outcome="9")
        log_contact(opened.desk, lead_id, said, at=LATER)
        assert rows(opened.desk) == ()
        touches.undo_last(opened.desk, at=LATER + timedelta(seconds=9))
        assert rows(opened.desk)[0].lane == "first_contact"


def test_a_number_is_found_however_it_is_written(tmp_path: Path) -> None:
    with open_at(tmp_path) as opened:
        lead_id = added(opened)
        found, point_id = lead_at_number(opened.desk, "612 34 56 78")
        assert (found, point_id is not None) == (lead_id, True)
        with pytest.raises(NotFound):
            lead_at_number(opened.desk, "+34600000000")
        with pytest.raises(BadInput):
            lead_at_number(opened.desk, "twelve")


def test_a_correction_ends_the_plan_and_is_taken_back(tmp_path: Path) -> None:
    with open_at(tmp_path) as opened:
        lead_id = added(opened)
        changes = log(opened, "connected")
        assert changes.undo_id is not None
        done = correct(opened.desk, changes.undo_id, "converted", note="She paid", at=LATER)
        assert (done.lead_id, done.outcome, done.offers_start) == (lead_id, "converted", False)
        with opened.desk.store.read() as reader:
            assert reader.work(lead_id).stage == "won"
            assert reader.timeline(lead_id, 20)[0].code != "LeadAdded"
        touches.undo_last(opened.desk, at=LATER)
        with opened.desk.store.read() as reader:
            assert reader.work(lead_id).enrolment is not None
        assert rows(opened.desk) == () or rows(opened.desk)[0].lead_id == lead_id
