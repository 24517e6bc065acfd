"""Whoever is asked for by name is opened at the touch that is theirs now."""

from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.core.engine.outcome_effects import LogOutcome
from app.services.working import touches
from app.services.working.contacts import Contact, log_contact
from tests.ui.workplace import Hands, Workplace, at_work, person

SOMEBODY = "Person1 Ejemplo"


@pytest.fixture
def place(tmp_path: Path, qapp: QApplication, qtbot: QtBot) -> Iterator[Workplace]:
    """A desk with three people; what changes behind the window is not told to it."""
    with at_work(tmp_path / "p", qapp, qtbot, Hands(), *(person(n) for n in range(3))) as made:
        assert made.start.joined is not None
        made.start.joined.bridge.blockSignals(True)
        yield made


def lead_id_of(place: Workplace, name: str) -> UUID:
    return next(row.lead_id for row in place.rows() if row.name == name)


def ask_for(place: Workplace, lead_id: UUID) -> None:
    assert place.start.joined is not None
    place.start.joined.extras.people.show_person(lead_id)


def stale_reply(place: Workplace, lead_id: UUID) -> UUID:
    """They wrote back; the row in the window still stands for the call."""
    log_contact(place.desk, lead_id, Contact(way="in", channel="sms", outcome="replied"))
    (row,) = (row for row in place.rows() if row.lead_id == lead_id)
    assert row.kind == "reply"
    assert place.window.workspace.model.touch_of(lead_id) != row.touch_id
    return row.touch_id


def opened(place: Workplace, touch_id: UUID) -> bool:
    at_hand = place.desktop.controller.session.at_hand
    return at_hand is not None and at_hand.card.touch.touch_id == touch_id


def test_a_row_that_is_behind_does_not_decide_what_opens(place: Workplace, qtbot: QtBot) -> None:
    lead_id = lead_id_of(place, SOMEBODY)
    touch_id = stale_reply(place, lead_id)
    ask_for(place, lead_id)
    qtbot.waitUntil(lambda: opened(place, touch_id))
    assert place.window.workspace.queue.view.lead_id == lead_id
    place.desktop.controller.queue.refresh()
    qtbot.waitUntil(lambda: place.window.workspace.model.touch_of(lead_id) == touch_id)
    assert opened(place, touch_id)
    assert place.window.workspace.queue.view.lead_id == lead_id


def test_whoever_is_marked_already_is_opened_anew(place: Workplace, qtbot: QtBot) -> None:
    open_now = place.shown()
    lead_id = lead_id_of(place, open_now)
    touch_id = stale_reply(place, lead_id)
    ask_for(place, lead_id)
    qtbot.waitUntil(lambda: opened(place, touch_id))
    assert place.shown() == open_now


def test_the_next_step_opens_once_the_last_is_done(place: Workplace, qtbot: QtBot) -> None:
    """Another program logged the call: what is planned now opens, not the call that is over."""
    lead_id = lead_id_of(place, SOMEBODY)
    (before,) = (row for row in place.rows() if row.lead_id == lead_id)
    touches.log_outcome(
        place.desk, LogOutcome(touch_id=before.touch_id, outcome="no_answer"), note=""
    )
    with place.desk.store.read() as reader:
        placed = reader.touch_placed(lead_id)
    assert placed is not None
    assert placed != before.touch_id
    ask_for(place, lead_id)
    qtbot.waitUntil(lambda: opened(place, placed))


def test_the_day_that_begins_does_not_take_them_away(place: Workplace, qtbot: QtBot) -> None:
    lead_id = lead_id_of(place, SOMEBODY)
    touch_id = stale_reply(place, lead_id)
    ask_for(place, lead_id)
    place.desktop.controller.settle()
    qtbot.waitUntil(lambda: opened(place, touch_id))
    place.press(Qt.Key.Key_N)
    assert place.shown() == SOMEBODY
