"""A refusal that somebody writes down closes at once, until a person has read it."""

from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest

from app.bootstrap.desk import ProfileDesk
from app.core.people.new_lead import NewPoint
from app.services.contact.opt_outs import read_refusal
from app.services.people.editing import LeadEdit, edit_lead
from app.services.people.leads import add_lead
from app.services.store.records import Changes
from app.services.working import touches
from app.services.working.contacts import Contact, correct, log_contact
from app.services.working.touch_card import touch_card
from tests.services.desks import NOW, open_at, rows
from tests.services.working.somebody import LATER, LEAD, log

REFUSAL = "says do not call me again, unsubscribe me"


def held(opened: ProfileDesk, lead_id: UUID) -> list[tuple[str, ...]]:
    """The channels of every entry that waits to be read."""
    with opened.desk.store.read() as reader:
        work = reader.work(lead_id)
    return [one.channels for one in work.suppressions if one.suspected and not one.lifted]


def added(opened: ProfileDesk) -> UUID:
    lead_id = add_lead(opened.desk, LEAD).lead_id
    assert lead_id is not None
    return lead_id


@pytest.mark.parametrize("outcome", ["1", "2", "3", "4", "6.2", "7", "8"])
def test_a_note_with_an_outcome_holds_and_undo_takes_it_back(tmp_path: Path, outcome: str) -> None:
    with open_at(tmp_path) as opened:
        lead_id = added(opened)
        before = rows(opened.desk)
        changes = log(opened, outcome, note=REFUSAL)
        assert (changes.held, held(opened, lead_id)) == (True, [("*",)])
        with opened.desk.store.read() as reader:
            planned = reader.work(lead_id).planned
        later = NOW + timedelta(days=9)
        cards = [touch_card(opened.desk, touch.touch_id, at=later) for touch in planned]
        assert {card.verdict.reasons[0].code for card in cards} <= {"unread_refusal"}
        assert changes.undo_id is not None
        touches.undo(opened.desk, changes.undo_id, at=LATER)
        assert (held(opened, lead_id), rows(opened.desk)) == ([], before)


def test_an_opt_out_with_such_a_note_is_an_opt_out_alone(tmp_path: Path) -> None:
    with open_at(tmp_path) as opened:
        lead_id = added(opened)
        assert not log(opened, "9", note=REFUSAL).held
        assert held(opened, lead_id) == []


def test_it_is_held_once_and_may_turn_out_to_be_none(tmp_path: Path) -> None:
    with open_at(tmp_path) as opened:
        lead_id = added(opened)
        log(opened, "2", note=REFUSAL)
        contact = Contact(way="in", channel="call", outcome="1")
        log_contact(opened.desk, lead_id, contact, note="pidió la baja", at=LATER)
        assert held(opened, lead_id) == [("*",)]
        read_refusal(opened.desk, lead_id, refusal=False, at=LATER)
        assert held(opened, lead_id) == []


def _skip(opened: ProfileDesk, lead_id: UUID) -> Changes:
    return touches.skip(opened.desk, rows(opened.desk)[0].touch_id, "pidió que no le llamen más")


def _dial(opened: ProfileDesk, lead_id: UUID) -> Changes:
    return touches.dial(opened.desk, rows(opened.desk)[0].touch_id, note=REFUSAL)


def _contact(opened: ProfileDesk, lead_id: UUID) -> Changes:
    contact = Contact(way="in", channel="email", outcome="replied")
    return log_contact(opened.desk, lead_id, contact, note="asked not to be contacted")


def _edit(opened: ProfileDesk, lead_id: UUID) -> Changes:
    return edit_lead(opened.desk, lead_id, LeadEdit(facts={"research_note": REFUSAL}))


def _correct(opened: ProfileDesk, lead_id: UUID) -> Changes:
    first = log(opened, "2").undo_id
    assert first is not None
    return correct(opened.desk, first, "3", note="no volver a llamar", at=LATER).changes


@pytest.mark.parametrize("act", [_skip, _dial, _contact, _edit, _correct])
def test_wherever_it_is_written_it_holds(tmp_path: Path, act: object) -> None:
    with open_at(tmp_path) as opened:
        lead_id = added(opened)
        changes = act(opened, lead_id)  # type: ignore[operator]  # one of the five above
        assert (changes.held, held(opened, lead_id)) == (True, [("*",)])


def test_an_edit_that_held_is_taken_back_whole(tmp_path: Path) -> None:
    with open_at(tmp_path) as opened:
        lead_id = added(opened)
        undo_id = _edit(opened, lead_id).undo_id
        assert undo_id is not None
        touches.undo(opened.desk, undo_id, at=LATER)
        assert held(opened, lead_id) == []


def test_another_way_that_is_wanted_stays_open(tmp_path: Path) -> None:
    with open_at(tmp_path) as opened:
        lead_id = added(opened)
        log(opened, "2", note="no llamar más, mejor por correo")
        assert held(opened, lead_id) == [("call",)]


def test_somebody_typed_in_with_a_refusal_is_held_and_agreed_to_nothing(tmp_path: Path) -> None:
    with open_at(tmp_path) as opened:
        new = LEAD.but(consents={}, note="do not call me, unsubscribe")
        done = add_lead(opened.desk, new)
        assert done.lead_id is not None
        assert (done.held, held(opened, done.lead_id)) == (True, [("*",)])
        with opened.desk.store.read() as reader:
            assert reader.work(done.lead_id).consents == ()


def test_a_refusal_about_somebody_known_holds_and_is_kept(tmp_path: Path) -> None:
    with open_at(tmp_path) as opened:
        point = (NewPoint(kind="phone", value="+34612345678"),)
        lead_id = add_lead(opened.desk, LEAD.but(consents={}, points=point, source="event")).lead_id
        assert lead_id is not None
        again = LEAD.but(consents={}, points=point, source="", note="pidió la baja")
        assert add_lead(opened.desk, again).added == "merged"
        with opened.desk.store.read() as reader:
            assert reader.work(lead_id).consents == ()
            assert "pidió la baja" in [entry.text for entry in reader.timeline(lead_id, 50)]
        assert held(opened, lead_id) == [("*",)]


def test_an_ordinary_note_holds_nothing(tmp_path: Path) -> None:
    with open_at(tmp_path) as opened:
        lead_id = added(opened)
        assert not log(opened, "2", note="está de baja médica, llamar en enero").held
        assert held(opened, lead_id) == []
