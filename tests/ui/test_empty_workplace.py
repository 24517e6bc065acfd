"""A workplace in which there is nobody yet says how people come in."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication
from pytestqt.qtbot import QtBot

from app.ui.dialogs.add_lead import AddLeadDialog
from app.ui.widgets.touch.nothing_due import NothingDue
from tests.ui.workplace import Hands, Workplace, at_work

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def place(tmp_path: Path, qapp: QApplication, qtbot: QtBot) -> Iterator[Workplace]:
    with at_work(tmp_path / "p", qapp, qtbot, Hands(), waiting=True) as made:
        made.come_forward()
        yield made


def ways(place: Workplace, qtbot: QtBot) -> NothingDue:
    nothing = place.window.workspace.touch.nothing
    qtbot.waitUntil(lambda: all(one.isVisible() for one in nothing.ways_in.values()))
    return nothing


def test_a_list_can_be_brought_in_by_mouse(place: Workplace, qtbot: QtBot) -> None:
    QTest.mouseClick(ways(place, qtbot).ways_in["import"], LEFT)
    assert place.start.joined is not None
    extras = place.start.joined.extras
    qtbot.waitUntil(lambda: extras.page is not None)


def test_somebody_can_be_added_by_keyboard(place: Workplace, qtbot: QtBot) -> None:
    button = ways(place, qtbot).ways_in["add_contact"]
    button.setFocus()
    QTest.keyClick(button, Qt.Key.Key_Space)
    assert place.start.joined is not None
    extras = place.start.joined.extras
    qtbot.waitUntil(lambda: isinstance(extras.dialog, AddLeadDialog))


def test_the_panel_of_nobody_keeps_its_head_at_the_top(place: Workplace, qtbot: QtBot) -> None:
    ways(place, qtbot)
    panel = place.window.workspace.lead
    buttons = [one for one in panel.findChildren(QAbstractButton) if one.isVisible()]
    assert buttons
    assert all(one.mapTo(panel, one.rect().bottomLeft()).y() < 60 for one in buttons)
