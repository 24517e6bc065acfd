"""A rep chooses another message, or writes it, where the plan lets them; what went out is kept."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest

from app.bootstrap.desk import ProfileDesk
from app.core.engine.outcome_effects import LogOutcome
from app.core.errors import Refused
from app.core.messages.template import plain
from app.core.people.new_lead import NewLead, NewPoint
from app.services.people.erasure import erase
from app.services.people.export import kept
from app.services.people.leads import add_lead
from app.services.store.records import TimelineEntry
from app.services.working.composing import advice_on, choose_template, write_message
from app.services.working.touch_card import TouchCard, touch_card
from app.services.working.touches import log_outcome, undo
from tests.services.desks import NOW, open_at
from tests.services.working.somebody import LEAD

DAY = timedelta(days=1)
MINE = "Hi Lucía, the MBA begins in March; shall we talk on Monday at 10:00 or at 18:30?"


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[ProfileDesk]:
    with open_at(tmp_path / "profile") as made:
        yield made


@pytest.fixture
def lead_id(opened: ProfileDesk) -> UUID:
    """Somebody who asked, was not reached, and is written to the next day."""
    lead_id = add_lead(opened.desk, LEAD.but(language="en"), at=NOW).lead_id
    assert lead_id is not None
    command = LogOutcome(touch_id=card_of(opened, lead_id).touch.touch_id, outcome="no_answer")
    log_outcome(opened.desk, command, at=NOW)
    return lead_id


def card_of(opened: ProfileDesk, lead_id: UUID) -> TouchCard:
    with opened.desk.store.read() as reader:
        touch = reader.work(lead_id).planned[0]
    return touch_card(opened.desk, touch.touch_id, at=max(NOW, touch.due_at))


def body(card: TouchCard) -> str:
    assert card.message is not None
    return plain(card.message.body.parts)


def sent(opened: ProfileDesk, lead_id: UUID) -> TimelineEntry:
    with opened.desk.store.read() as reader:
        return next(e for e in reader.timeline(lead_id, 20) if e.code == "OutcomeLogged")


def test_another_message_that_the_step_allows_is_chosen_and_taken_back(
    opened: ProfileDesk, lead_id: UUID
) -> None:
    card = card_of(opened, lead_id)
    assert [key for key, _ in card.templates] == ["what_you_asked_for", "enquiry_received"]
    choose_template(opened.desk, card.touch.touch_id, "enquiry_received")
    chosen = card_of(opened, lead_id)
    assert chosen.message_name == "We have your enquiry"
    assert body(chosen) != body(card)
    choose_template(opened.desk, card.touch.touch_id, "what_you_asked_for")
    assert body(card_of(opened, lead_id)) == body(card)
    with pytest.raises(Refused) as caught:
        choose_template(opened.desk, card.touch.touch_id, "b2b_intro")
    assert caught.value.code == "template_not_allowed"


def test_what_was_written_goes_out_is_kept_and_goes_with_the_person(
    opened: ProfileDesk, lead_id: UUID
) -> None:
    touch_id = card_of(opened, lead_id).touch.touch_id
    write_message(opened.desk, touch_id, "The MBA in March", MINE)
    card = card_of(opened, lead_id)
    assert (card.edited, card.variant, body(card)) == (True, "", MINE)
    log_outcome(
        opened.desk, LogOutcome(touch_id=touch_id, outcome="sent"), note="as agreed", at=NOW + DAY
    )
    entry = sent(opened, lead_id)
    assert (entry.text, entry.message) == ("as agreed", f"The MBA in March\n\n{MINE}")
    assert entry.detail.get("variant", "") == ""
    with opened.desk.store.read() as reader:
        told = kept(reader, *reader.person(lead_id), NOW)
        assert MINE in str(told["timeline"])
    erase(opened.desk, lead_id)
    with opened.desk.store.read() as reader:
        assert reader.composed(touch_id) is None
        assert [e.message for e in reader.timeline(lead_id, 20)] == [""] * len(
            reader.timeline(lead_id, 20)
        )


def test_what_was_not_changed_is_kept_as_it_was_shown(opened: ProfileDesk, lead_id: UUID) -> None:
    card = card_of(opened, lead_id)
    touch_id = card.touch.touch_id
    undo_id = log_outcome(
        opened.desk, LogOutcome(touch_id=touch_id, outcome="sent"), at=NOW + DAY
    ).undo_id
    entry = sent(opened, lead_id)
    assert card.message is not None
    assert card.message.subject is not None
    assert entry.message == f"{plain(card.message.subject.parts)}\n\n{body(card)}"
    assert undo_id is not None
    undo(opened.desk, undo_id, at=NOW + DAY)
    assert card_of(opened, lead_id).draft == ""


def test_words_that_were_emptied_are_those_of_the_plan_again(
    opened: ProfileDesk, lead_id: UUID
) -> None:
    before = card_of(opened, lead_id)
    touch_id = before.touch.touch_id
    write_message(opened.desk, touch_id, "x", MINE)
    write_message(opened.desk, touch_id, "x", "  ")
    after = card_of(opened, lead_id)
    assert (after.edited, body(after)) == (False, body(before))


def test_the_linter_looks_at_what_is_written(opened: ProfileDesk, lead_id: UUID) -> None:
    assert advice_on(card_of(opened, lead_id)) == ()
    touch_id = card_of(opened, lead_id).touch.touch_id
    write_message(opened.desk, touch_id, "Hi", "Just checking in. Any thoughts?")
    codes = {one.code for one in advice_on(card_of(opened, lead_id))}
    assert {"no_subject", "filler", "impersonal"} <= codes


def test_where_the_plan_keeps_its_words_nobody_changes_them(opened: ProfileDesk) -> None:
    new = NewLead(
        first_name="Ana",
        points=(NewPoint(kind="email", value="ana@example.com"),),
        company="Muestra SL",
        direction="outbound",
        zones=("Europe/Madrid",),
        consents={"email": True},
    )
    lead_id = add_lead(opened.desk, new, at=NOW).lead_id
    assert lead_id is not None
    card = card_of(opened, lead_id)
    assert (card.editable, card.templates) == (False, ())
    with pytest.raises(Refused) as caught:
        write_message(opened.desk, card.touch.touch_id, "x", MINE)
    assert caught.value.code == "not_editable"
