"""Whoever turns out to share anything with somebody who opted out is closed at once."""

import random
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest

from app.bootstrap.desk import ProfileDesk
from app.services.contact.opt_outs import opt_out_address, opt_out_lead
from app.services.contact.verdicts import verdict_for_lead
from app.services.desk.desk import Desk
from app.services.people.editing import LeadEdit, PointEntry, edit_lead, entries_of
from app.services.people.erasure import erase
from app.services.people.lead_points import add_point
from app.services.people.leads import add_lead
from app.services.working.outlook import outlook
from app.services.working.signals import observe, understand
from app.services.working.touches import undo
from tests.services.contact.refusals import Model, is_closed, one_act, person
from tests.services.desks import NOW, open_at

ONE, TWO, THREE = "+34612345001", "+34612345002", "+34612345003"
SWITCHBOARD = "+34911234567"


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[ProfileDesk]:
    with open_at(tmp_path / "profile") as one:
        yield one


@pytest.fixture
def desk(opened: ProfileDesk) -> Desk:
    return opened.desk


def added(desk: Desk, *values: str, name: str = "") -> UUID:
    lead_id = add_lead(desk, person(*values, name=name)).lead_id
    assert lead_id is not None
    return lead_id


def touch_of(desk: Desk, lead_id: UUID) -> UUID:
    upcoming = outlook(desk, lead_id).upcoming
    assert upcoming is not None
    return upcoming.touch_id


def test_a_list_shows_that_two_numbers_are_one_person(desk: Desk) -> None:
    refused, other = added(desk, ONE), added(desk, TWO)
    opt_out_lead(desk, refused)
    assert not is_closed(desk, other)
    add_lead(desk, person(ONE, TWO))
    assert is_closed(desk, other)


def test_a_refused_person_who_is_not_stored_tells_of_a_further_number(desk: Desk) -> None:
    opt_out_address(desk, ONE)
    assert add_lead(desk, person(ONE, TWO)).added == "suppressed"
    assert add_lead(desk, person(TWO, THREE)).added == "suppressed"
    assert add_lead(desk, person(THREE)).added == "suppressed"
    other = added(desk, "+34612345004")
    add_lead(desk, person("+34612345004", THREE))
    assert is_closed(desk, other)


def test_an_erased_person_is_closed_under_what_is_learnt_later(desk: Desk) -> None:
    refused, other = added(desk, ONE), added(desk, TWO)
    opt_out_lead(desk, refused)
    erase(desk, refused)
    add_lead(desk, person(ONE, TWO))
    assert is_closed(desk, other)


def test_an_edit_closes_whoever_shares_the_new_number_and_undo_opens_them(desk: Desk) -> None:
    refused, other, third = added(desk, ONE), added(desk, TWO), added(desk, THREE)
    opt_out_lead(desk, refused)
    with desk.store.read() as reader:
        known = entries_of(reader.lead(refused))
    further = tuple(PointEntry(kind="phone", text=text) for text in (TWO, THREE))
    done = edit_lead(desk, refused, LeadEdit(points=(*known, *further)))
    assert done.undo_id is not None
    assert is_closed(desk, other)
    assert is_closed(desk, third)
    undo(desk, done.undo_id)
    assert not is_closed(desk, other)
    assert not is_closed(desk, third)
    assert is_closed(desk, refused)


def test_a_number_learnt_on_a_touch_closes_at_once(desk: Desk) -> None:
    refused, learner, third = added(desk, ONE), added(desk, TWO), added(desk, "x@firm.example")
    add_lead(desk, person(TWO, "x@firm.example"))
    opt_out_lead(desk, refused)
    add_point(desk, touch_of(desk, learner), ONE)
    assert is_closed(desk, learner)
    assert is_closed(desk, third)


def test_an_opt_out_read_in_a_message_goes_with_the_person(desk: Desk) -> None:
    refused, other = added(desk, ONE), added(desk, TWO)
    observe(desk, refused, understand(desk, refused, "reply", {"text": "STOP"}))
    add_lead(desk, person(ONE, TWO))
    assert is_closed(desk, other)


def test_undo_of_an_opt_out_opens_all_it_reached(desk: Desk) -> None:
    first, second = added(desk, ONE), added(desk, "a@firm.example")
    bridge = added(desk, TWO)
    with desk.store.read() as reader:
        known = entries_of(reader.lead(bridge))
    shared = (PointEntry(kind="phone", text=ONE), PointEntry(kind="email", text="a@firm.example"))
    edit_lead(desk, bridge, LeadEdit(points=(*known, *shared)))
    done = opt_out_lead(desk, first)
    assert done.changes.undo_id is not None
    assert [is_closed(desk, who) for who in (first, bridge, second)] == [True] * 3
    undo(desk, done.changes.undo_id, at=NOW + timedelta(seconds=5))
    assert [is_closed(desk, who) for who in (first, bridge, second)] == [False] * 3


def test_a_closed_channel_goes_with_the_person_too(desk: Desk) -> None:
    refused, other = added(desk, ONE, "a@firm.example"), added(desk, "b@firm.example")
    opt_out_lead(desk, refused, scope="channel", channel="email")
    add_lead(desk, person("a@firm.example", "b@firm.example"))
    assert verdict_for_lead(desk, other, "email").reasons[0].code == "suppressed"
    assert verdict_for_lead(desk, refused, "call").state == "open"


def test_a_colleague_behind_the_same_switchboard_keeps_what_is_theirs(desk: Desk) -> None:
    """The line is closed for both; a number of the colleague's own, at another lead, is not."""
    ana, bea = added(desk, SWITCHBOARD, ONE, name="Ana"), added(desk, TWO, name="Bea")
    with desk.store.read() as reader:
        known = entries_of(reader.lead(bea))
    line = PointEntry(kind="phone", text=SWITCHBOARD)
    edit_lead(desk, bea, LeadEdit(points=(*known, line)))
    elsewhere = added(desk, THREE, name="Cora")
    with desk.store.read() as reader:
        known = entries_of(reader.lead(elsewhere))
    edit_lead(desk, elsewhere, LeadEdit(points=(*known, PointEntry(kind="phone", text=TWO))))
    opt_out_lead(desk, ana)
    assert is_closed(desk, bea)
    assert not is_closed(desk, elsewhere)


@pytest.mark.parametrize("seed", range(6))
def test_no_order_of_things_leaves_a_refused_person_open(desk: Desk, seed: int) -> None:
    """Random lists, edits, learnt numbers, opt-outs, messages and undo, against a plain model."""
    chance = random.Random(seed)
    for round_no in range(3):
        base = 612_100_000 + seed * 10_000 + round_no * 100
        mails = (f"p{base + n}@firm.example" for n in range(2))
        pool = [*(f"+34{base + n}" for n in range(5)), *mails]
        model = Model()
        for _ in range(12):
            one_act(desk, chance, pool, model)
            for lead_id in model.points:
                assert is_closed(desk, lead_id) == model.is_closed(lead_id)
