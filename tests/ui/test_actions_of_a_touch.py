"""A touch of two actions through the keyboard: both as tabs, one after the other."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.core.people.new_lead import NewLead
from app.services.working.touch_card import TouchCard, previews, touch_card
from app.ui.widgets.touch.action_tabs import ActionTabs
from tests.ui.workplace import Hands, Workplace, at_work, person

KEY = Qt.Key


def buyer(number: int) -> NewLead:
    """Somebody who asked for sales: called and written to at once."""
    return person(number, source="contact_sales", company="Muestra SL")


def card(place: Workplace) -> TouchCard:
    current = place.desktop.controller.session.current
    assert current is not None
    return current.card


def wait_for(place: Workplace, name: str, channel: str) -> None:
    def there() -> bool:
        current = place.desktop.controller.session.current
        held = place.desktop.controller.session.touch_id is None
        return (
            current is not None
            and not held
            and (current.card.lead.first_name, current.card.touch.channel) == (name, channel)
            and current.card.touch.state == "planned"
        )

    place.qtbot.waitUntil(there)


def tabs(place: Workplace) -> list[tuple[str, bool, bool]]:
    """Channel, open and done of each tab that is shown."""
    data = place.desktop.controller._page.touch._data
    assert data is not None
    return [(choice.label, choice.enabled, choice.done) for choice in data.actions]


@pytest.fixture
def place(qapp: QApplication, qtbot: QtBot, tmp_path: Path) -> Iterator[Workplace]:
    with at_work(tmp_path, qapp, qtbot, Hands(), buyer(1), buyer(2)) as working:
        yield working


def test_both_actions_are_tabs_and_the_second_opens_by_itself(place: Workplace) -> None:
    name = card(place).lead.first_name
    wait_for(place, name, "call")
    assert tabs(place) == [("Call", True, False), ("Email", True, False)]
    (shown,) = place.window.findChildren(ActionTabs)
    assert shown.isVisible()
    place.press(KEY.Key_2)
    wait_for(place, name, "email")
    place.qtbot.waitUntil(lambda: tabs(place) == [("Call", False, True), ("Email", True, False)])
    place.press(KEY.Key_1)
    other = "Person2" if name == "Person1" else "Person1"
    wait_for(place, other, "call")


def test_a_key_goes_from_one_action_to_the_other(place: Workplace) -> None:
    name = card(place).lead.first_name
    wait_for(place, name, "call")
    place.press(KEY.Key_X)
    wait_for(place, name, "email")
    place.press(KEY.Key_X)
    wait_for(place, name, "call")


def test_a_skip_goes_on_with_the_other_action_and_undo_comes_back(place: Workplace) -> None:
    name = card(place).lead.first_name
    wait_for(place, name, "call")
    place.press(KEY.Key_S)
    place.press(KEY.Key_1)
    wait_for(place, name, "email")
    place.press(KEY.Key_Z, Qt.KeyboardModifier.ControlModifier)
    wait_for(place, name, "call")
    place.qtbot.waitUntil(lambda: tabs(place) == [("Call", True, False), ("Email", True, False)])


def test_where_each_outcome_leads_within_the_touch(place: Workplace) -> None:
    shown = card(place)
    ahead = {p.outcome: p for p in previews(place.desk, shown.touch.touch_id)}
    mail = next(a for a in shown.actions if a.channel == "email")
    assert ahead["no_answer"].next_action == mail.touch_id
    assert ahead["connected"].next_action == mail.touch_id
    assert ahead["not_interested"].next_action is None
    assert ahead["busy"].next_action == mail.touch_id
    # The words for the tone are those of the call; the voicemail of a plan has its own.
    assert shown.voicemail is not None
    assert touch_card(place.desk, mail.touch_id).voicemail is None
