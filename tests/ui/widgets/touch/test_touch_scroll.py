"""What a key opens can be seen, however little room there is above the dock."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from app.ui.theme.theme import Theme
from app.ui.widgets.touch.touch_data import ObjectionData
from tests.ui.gallery import Workspace
from tests.ui.widgets import samples
from tests.ui.widgets.finding import only

ANSWER = samples.OBJECTIONS[0].answer
MANY = (
    *samples.OBJECTIONS,
    ObjectionData(key="number", label="How do you have my number?", answer=ANSWER),
    ObjectionData(key="tone", label="After the tone", answer=ANSWER),
)


def in_sight(part: QWidget, area: QScrollArea) -> bool:
    """Whether the whole of `part` lies in what `area` shows of its widget."""
    view, body = area.viewport(), area.widget()
    assert body is not None
    place = QRect(part.mapTo(body, QPoint(0, 0)), part.size())
    place.translate(0, -area.verticalScrollBar().value())
    return view.rect().contains(place)


@pytest.fixture
def workspace(any_workspace: Workspace) -> Workspace:
    any_workspace.fill(replace(samples.CALL, objections=MANY), samples.ALERT)
    return any_workspace


def test_an_answer_that_a_key_opens_comes_into_sight(workspace: Workspace, qtbot: QtBot) -> None:
    touch = workspace.touch
    area = only(touch, QScrollArea)
    touch.act("objections")
    touch.act(f"outcome_{len(MANY)}")
    answer = touch.objections.answer
    qtbot.waitUntil(lambda: answer.isVisible() and in_sight(answer, area))


def test_the_digits_of_the_objections_come_into_sight(workspace: Workspace, qtbot: QtBot) -> None:
    touch = workspace.touch
    area = only(touch, QScrollArea)
    touch.act("objections")
    first = touch.objections.stops()[0]
    qtbot.waitUntil(lambda: first.isVisible() and in_sight(first, area))


def test_who_scrolls_by_hand_is_left_alone(theme: Theme, qtbot: QtBot) -> None:
    made = Workspace(theme, QSize(1100, 668))
    qtbot.addWidget(made)
    with qtbot.waitExposed(made):
        made.show()
    made.fill(replace(samples.CALL, objections=MANY), samples.ALERT)
    made.touch.act("objections")
    area = only(made.touch, QScrollArea)
    answer = made.touch.objections.answer
    qtbot.waitUntil(lambda: in_sight(answer, area))
    bar = area.verticalScrollBar()
    bar.triggerAction(bar.SliderAction.SliderToMinimum)
    made.touch.objections.stops()[1].setFocus(Qt.FocusReason.OtherFocusReason)
    QTest.keyClick(made.touch.objections.stops()[0], Qt.Key.Key_Shift)
    assert bar.value() == 0
