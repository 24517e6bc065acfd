"""Esc leaves every dialog, whatever in it has the focus."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QWidget
from pytestqt.qtbot import QtBot

from app.ui.widgets.parts.segmented_control import SegmentedControl
from tests.ui.workplace import Hands, Workplace, at_work, person

DIALOGS = ("palette", "add_contact", "log_contact", "settings", "keys", "plan", "edit_person")


@pytest.fixture
def place(tmp_path: Path, qapp: QApplication, qtbot: QtBot) -> Iterator[Workplace]:
    """A desk with one person."""
    with at_work(tmp_path / "p", qapp, qtbot, Hands(), person(0)) as made:
        made.come_forward()
        yield made


def opened(place: Workplace, name: str) -> QWidget:
    """The dialog of that name, in front."""
    assert place.start.joined is not None
    extras = place.start.joined.extras
    place.desktop.wants.emit(name)
    place.qtbot.waitUntil(lambda: extras.dialog is not None)
    dialog = extras.dialog
    assert dialog is not None
    dialog.activateWindow()
    place.qtbot.waitUntil(dialog.isActiveWindow)
    return dialog


def stops(dialog: QWidget) -> list[QWidget]:
    """One widget of each sort that takes the focus by Tab; an open list has Esc of its own."""
    sorts: dict[type, QWidget] = {}
    for one in dialog.findChildren(QWidget):
        takes = one.focusPolicy() & Qt.FocusPolicy.TabFocus and one.isVisible() and one.isEnabled()
        if takes and not isinstance(one, QComboBox):
            sorts.setdefault(type(one), one)
    return list(sorts.values())


@pytest.mark.parametrize("name", DIALOGS)
def test_esc_leaves_a_dialog_wherever_the_focus_is(place: Workplace, name: str) -> None:
    for number in range(len(stops(opened(place, name)))):
        assert place.start.joined is not None
        dialog = place.start.joined.extras.dialog or opened(place, name)
        stop = stops(dialog)[number]
        stop.setFocus(Qt.FocusReason.TabFocusReason)
        QTest.keyClick(stop, Qt.Key.Key_Escape)
        assert place.start.joined.extras.dialog is None, type(stop).__name__


def test_a_letter_with_ctrl_chooses_nothing(place: Workplace) -> None:
    dialog = opened(place, "plan")
    control = dialog.findChildren(SegmentedControl)[0]
    control.focus_chosen()
    focus = dialog.focusWidget()
    QTest.keyClick(focus, Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier)
    assert dialog.focusWidget() is focus
