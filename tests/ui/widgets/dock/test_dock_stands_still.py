"""Nothing in the dock moves under a pointer that passes over it or presses twice."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QGuiApplication, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.ui.widgets.dock.outcome_button import OutcomeButton, OutcomeMark
from app.ui.widgets.dock.strip_option_button import StripOptionButton
from tests.ui.gallery import Workspace
from tests.ui.widgets import sample_outcomes, samples
from tests.ui.widgets.finding import seen


@pytest.fixture
def workspace(any_workspace: Workspace) -> Workspace:
    # A pointer is given to the window on top: one that an earlier test left open would take it.
    for window in QGuiApplication.topLevelWindows():
        if window is not any_workspace.window().windowHandle():
            window.hide()
    any_workspace.fill(replace(samples.CALL, dock=sample_outcomes.first_conversation()))
    return any_workspace


def buttons(workspace: Workspace) -> list[OutcomeButton]:
    return seen(workspace.touch.dock, OutcomeButton)


def places(workspace: Workspace) -> list[QPoint]:
    QCoreApplication.sendPostedEvents()
    return [button.mapTo(workspace, QPoint(0, 0)) for button in buttons(workspace)]


def test_hovering_moves_no_button(workspace: Workspace) -> None:
    before = places(workspace)
    for button in buttons(workspace):
        QTest.mouseMove(button, QPoint(10, 10))
        QTest.mouseMove(button, QPoint(12, 12))
        assert button.mark is OutcomeMark.HIGHLIGHTED, button.text()
        assert places(workspace) == before, button.text()


def test_arrow_keys_move_no_button(workspace: Workspace) -> None:
    before = places(workspace)
    for _ in buttons(workspace):
        assert workspace.touch.act("right")
        assert places(workspace) == before


def test_the_mark_goes_back_when_the_pointer_leaves(workspace: Workspace) -> None:
    marked = [b.text() for b in buttons(workspace) if b.mark is not OutcomeMark.NONE]
    button = buttons(workspace)[4]
    QTest.mouseMove(button, QPoint(10, 10))
    QTest.mouseMove(button, QPoint(12, 12))
    assert button.mark is OutcomeMark.HIGHLIGHTED
    # Told directly: a test's own pointer is not always where the platform thinks it is.
    QApplication.sendEvent(button, QEvent(QEvent.Type.Leave))
    after = [b.text() for b in buttons(workspace) if b.mark is not OutcomeMark.NONE]
    assert after == marked != [button.text()]


def test_the_second_press_of_a_double_click_answers_no_strip(workspace: Workspace) -> None:
    answers: list[object] = []
    workspace.touch.dock.chosen.connect(answers.append)
    workspace.touch.act("outcome_5")
    QCoreApplication.sendPostedEvents()
    option = seen(workspace.touch.dock, StripOptionButton)[0]
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    at = QPointF(10, 10)
    there = option.mapToGlobal(at)
    second = QMouseEvent(QEvent.Type.MouseButtonDblClick, at, there, left, left, none)
    QApplication.sendEvent(option, second)
    QTest.mouseRelease(option, left, none, at.toPoint())
    assert answers == []
    QTest.mouseClick(option, left)
    assert len(answers) == 1
