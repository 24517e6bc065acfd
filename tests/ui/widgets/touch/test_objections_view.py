"""Objections: chips, one open answer, digits only while armed."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.ui.theme.theme import Theme
from app.ui.widgets.parts.small_button import SmallButton
from app.ui.widgets.touch.objections_view import ObjectionsView
from tests.ui.widgets import samples


@pytest.fixture
def view(theme: Theme, qtbot: QtBot) -> ObjectionsView:
    made = ObjectionsView(theme)
    qtbot.addWidget(made)
    made.show_objections(samples.OBJECTIONS)
    made.resize(720, 100)
    made.show()
    return made


def test_the_first_answer_is_open(view: ObjectionsView) -> None:
    assert view.open_key == "price"


def test_o_arms_the_digits_for_one_key(view: ObjectionsView) -> None:
    opened: list[str] = []
    view.opened.connect(opened.append)
    assert not view.act("outcome_2")
    assert view.act("objections")
    assert view.act("outcome_2")
    assert view.open_key == "time"
    assert not view.act("outcome_3")
    assert opened == ["time"]


def test_armed_it_keeps_digits_without_an_objection(view: ObjectionsView) -> None:
    view.act("objections")
    assert view.act("outcome_9")
    assert view.armed


def test_esc_disarms(view: ObjectionsView) -> None:
    view.act("objections")
    assert view.act("escape")
    assert not view.act("outcome_1")


def test_a_click_opens_and_closes(view: ObjectionsView, qtbot: QtBot) -> None:
    chip = next(b for b in view.findChildren(SmallButton) if b.text() == "No time")
    QTest.mouseClick(chip, Qt.MouseButton.LeftButton)
    assert view.open_key == "time"
    QTest.mouseClick(chip, Qt.MouseButton.LeftButton)
    assert view.open_key == ""


def test_without_objections_nothing_is_shown_or_taken(view: ObjectionsView) -> None:
    view.show_objections(())
    assert not view.isVisible()
    assert not view.act("objections")
