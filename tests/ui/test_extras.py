"""Pages and dialogs of the running window, opened by their keys."""

from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.core.engine.outcome_effects import LogOutcome
from app.services.people.leads import find
from app.services.working.touches import log_outcome
from app.ui.dialogs.add_lead import AddLeadDialog
from app.ui.dialogs.keys_dialog import KeysDialog
from app.ui.dialogs.palette import Palette
from app.ui.dialogs.person_dialog import PersonDialog
from app.ui.extras import Extras
from app.ui.settings.settings_dialog import SettingsDialog
from tests.importing import SAMPLES
from tests.ui.workplace import Hands, Workplace, at_work, person

T = TypeVar("T")
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def place(tmp_path: Path, qapp: QApplication, qtbot: QtBot) -> Iterator[Workplace]:
    """A desk with three people at work."""
    people = [person(n) for n in range(3)]
    with at_work(tmp_path / "p", qapp, qtbot, Hands(), *people) as made:
        made.come_forward()
        yield made


def extras(place: Workplace) -> Extras:
    assert place.start.joined is not None
    return place.start.joined.extras


def dialog_of(place: Workplace, kind: type[T]) -> T:
    """The dialog that is open, once keys reach it."""
    found = extras(place).dialog
    assert isinstance(found, kind)
    return found


def test_ctrl_k_finds_somebody_and_opens_them(place: Workplace, qtbot: QtBot) -> None:
    first = place.shown()
    other = "Person2 Ejemplo" if first != "Person2 Ejemplo" else "Person1 Ejemplo"
    place.press(Qt.Key.Key_K, CTRL)
    palette = dialog_of(place, Palette)
    QTest.keyClicks(palette.field, other.split(maxsplit=1)[0].lower())
    QTest.keyClick(palette.field, Qt.Key.Key_Return)
    place.wait_for(other)
    assert extras(place).dialog is None


def test_an_action_of_the_palette_is_done(place: Workplace, qtbot: QtBot) -> None:
    place.press(Qt.Key.Key_K, CTRL)
    palette = dialog_of(place, Palette)
    QTest.keyClicks(palette.field, "import")
    qtbot.waitUntil(lambda: palette._asked is None)
    QTest.keyClick(palette.field, Qt.Key.Key_Return)
    page = extras(place).page
    assert page is not None
    assert place.window.pages.currentWidget() is page


def test_somebody_without_a_plan_can_be_looked_at(place: Workplace, qtbot: QtBot) -> None:
    with place.desk.store.read() as reader:
        (hit,) = reader.search("Person1", 5)
        (touch,) = reader.work(hit.lead_id).planned
    log_outcome(place.desk, LogOutcome(touch_id=touch.touch_id, outcome="do_not_contact"))
    extras(place).people.show_person(hit.lead_id)
    qtbot.waitUntil(lambda: isinstance(extras(place).dialog, PersonDialog))
    dialog = dialog_of(place, PersonDialog)
    assert dialog.windowTitle() == "Person1 Ejemplo"
    dialog.grab()
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert extras(place).dialog is None


def test_ctrl_n_adds_a_lead_that_the_queue_shows_next(place: Workplace, qtbot: QtBot) -> None:
    place.press(Qt.Key.Key_N, CTRL)
    dialog = dialog_of(place, AddLeadDialog)
    QTest.keyClicks(dialog.first, "Ines")
    QTest.keyClicks(dialog.phone, "612 34 56 78")
    QTest.keyClick(dialog, Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: place.window.status_data.before == "Added ")
    assert place.window.status_data.strong == "Ines"
    assert len(find(place.desk, "ines")) == 1


def test_settings_and_keys_open_by_their_keys(place: Workplace) -> None:
    place.press(Qt.Key.Key_Comma, CTRL)
    settings = dialog_of(place, SettingsDialog)
    settings.rows.chosen.emit("compact")
    QTest.keyClick(settings, Qt.Key.Key_Escape)
    assert extras(place).preferences.compact
    place.press(Qt.Key.Key_Question, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClick(dialog_of(place, KeysDialog), Qt.Key.Key_Escape)
    assert extras(place).dialog is None


def test_one_dialog_at_a_time(place: Workplace) -> None:
    place.press(Qt.Key.Key_Comma, CTRL)
    first = extras(place).dialog
    extras(place).open("keys")
    assert extras(place).dialog is first


def test_a_list_comes_in_while_the_desk_is_open(place: Workplace, qtbot: QtBot) -> None:
    place.press(Qt.Key.Key_O, CTRL)
    page = extras(place).page
    assert page is not None
    assert not page.foot.skip.isVisible()
    page.open_file(SAMPLES / "hostile.csv")
    qtbot.waitUntil(lambda: page.state == "plan")
    QTest.keyClick(page.plan_panel.problems, Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: page.state == "result")
    assert page.foot.primary.text() == "Back to the queue"
    page.foot.primary.click()
    assert place.window.pages.currentWidget() is place.window.workspace
    assert extras(place).page is None
    qtbot.waitUntil(lambda: len(place.rows()) > 3)


def test_escape_leaves_the_import_page(place: Workplace, qtbot: QtBot) -> None:
    place.press(Qt.Key.Key_O, CTRL)
    assert place.window.pages.currentWidget() is not place.window.workspace
    place.press(Qt.Key.Key_Escape)
    assert place.window.pages.currentWidget() is place.window.workspace


def test_f8_takes_a_new_lead_from_wherever_one_is(place: Workplace, qtbot: QtBot) -> None:
    place.press(Qt.Key.Key_O, CTRL)
    new = place.rows()[-1]
    place.desktop.first_contacts.take_requested.emit(new.lead_id)
    assert place.window.pages.currentWidget() is place.window.workspace
    place.wait_for(new.name)


def test_ctrl_q_leaves_also_from_the_import_page(place: Workplace) -> None:
    place.press(Qt.Key.Key_O, CTRL)
    place.press(Qt.Key.Key_Q, CTRL)
    assert not place.window.isVisible()
