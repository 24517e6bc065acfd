"""A question that only previews itself shows no keys; an open one says whose times it names."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QCoreApplication, QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox
from pytestqt.qtbot import QtBot

from app.ui.theme.theme import Theme
from app.ui.widgets.dock.strip_option_button import StripOptionButton
from app.ui.widgets.parts.text_label import TextLabel
from tests.ui.gallery import Workspace
from tests.ui.widgets import sample_outcomes, samples
from tests.ui.widgets.finding import seen

DIGITS = set("123456789")


@pytest.fixture
def workspace(theme: Theme, qtbot: QtBot) -> Workspace:
    made = Workspace(theme, QSize(1440, 868))
    qtbot.addWidget(made)
    with qtbot.waitExposed(made):
        made.show()
    made.fill(replace(samples.CALL, dock=sample_outcomes.first_conversation()))
    made.activateWindow()
    return made


def named(workspace: Workspace) -> list[str]:
    """What the answers of the strip are called, keys and all."""
    QCoreApplication.sendPostedEvents()
    return [b.accessibleName() for b in seen(workspace.touch.dock, StripOptionButton)]


def words(workspace: Workspace) -> str:
    QCoreApplication.sendPostedEvents()
    return " ".join(label.text() for label in seen(workspace.touch.dock, TextLabel))


def test_after_esc_no_digit_stands_beside_an_answer(workspace: Workspace) -> None:
    touch = workspace.touch
    touch.act("outcome_1")
    assert {name[0] for name in named(workspace)} <= DIGITS
    touch.act("escape")
    assert named(workspace)
    assert not {name[0] for name in named(workspace)} & DIGITS


def test_times_say_whose_they_are(workspace: Workspace) -> None:
    touch = workspace.touch
    touch.act("outcome_5")
    assert "their time, Madrid" in words(workspace)
    touch.act("escape")
    touch.act("snooze")
    assert "your time" in words(workspace)


def test_tab_goes_straight_to_what_they_prefer(workspace: Workspace) -> None:
    workspace.touch.big_button.setFocus(Qt.FocusReason.OtherFocusReason)
    workspace.touch.act("outcome_1")
    focus = workspace.focusWidget()
    assert focus is not None
    QTest.keyClick(focus, Qt.Key.Key_Tab)
    assert isinstance(workspace.focusWidget(), QComboBox)
