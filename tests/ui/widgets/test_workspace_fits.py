"""Nothing is cut off at any text size, and everything that can be hit is large enough."""

import pytest
from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtWidgets import QAbstractButton, QApplication
from pytestqt.qtbot import QtBot

from app.ui.theme.theme import Theme
from app.ui.widgets.dock.outcome_button import OutcomeButton
from app.ui.widgets.parts.painted_button import PaintedButton
from app.ui.widgets.parts.small_button import SmallButton
from app.ui.widgets.parts.span_text import SpanText
from app.ui.widgets.parts.text_label import TextLabel
from tests.ui.gallery import Workspace
from tests.ui.widgets import samples
from tests.ui.widgets.finding import seen

SIZES = (QSize(1440, 868), QSize(1100, 668), QSize(960, 608))


@pytest.fixture(params=[1.0, 1.15, 1.3])
def scaled(request: pytest.FixtureRequest, qapp: QApplication) -> Theme:
    made = Theme("dark", request.param)
    made.apply(qapp)
    return made


@pytest.fixture(params=SIZES, ids=lambda s: f"{s.width()}")
def workspace(request: pytest.FixtureRequest, scaled: Theme, qtbot: QtBot) -> Workspace:
    made = Workspace(scaled, request.param)
    qtbot.addWidget(made)
    made.fill(samples.CALL, samples.ALERT)
    with qtbot.waitExposed(made):
        made.show()
    assert made.size() == request.param
    return made


def test_words_have_their_room_and_targets_their_size(workspace: Workspace, qtbot: QtBot) -> None:
    words_have_their_room(workspace, qtbot)
    targets_are_large_enough(workspace)
    everything_pressable_has_a_name(workspace)
    workspace.touch.show_touch(samples.MESSAGE)
    words_have_their_room(workspace, qtbot)
    targets_are_large_enough(workspace)
    everything_pressable_has_a_name(workspace)


def words_have_their_room(workspace: Workspace, qtbot: QtBot) -> None:
    def all_do() -> None:
        for label in seen(workspace, TextLabel):
            # An eliding one may be narrow; none may be low.
            assert label.height() >= label.sizeHint().height() - 1, label.accessibleName()
        for text in seen(workspace, SpanText):
            assert text.height() >= text.heightForWidth(text.width()), text.accessibleName()
        for button in seen(workspace, SmallButton):
            assert button.width() >= button.sizeHint().width(), button.accessibleName()

    qtbot.waitUntil(all_do)


def targets_are_large_enough(workspace: Workspace) -> None:
    for button in seen(workspace, PaintedButton):
        assert button.width() >= 28, button.accessibleName()
        assert button.height() >= 28, button.accessibleName()
    for button in seen(workspace, OutcomeButton):
        assert button.height() >= 36


def everything_pressable_has_a_name(workspace: Workspace) -> None:
    for button in seen(workspace, QAbstractButton):
        assert button.accessibleName(), type(button).__name__


def test_the_focus_shows_itself_outside_of_the_button(theme: Theme, qtbot: QtBot) -> None:
    workspace = Workspace(theme, SIZES[1])
    qtbot.addWidget(workspace)
    workspace.fill(samples.CALL)
    with qtbot.waitExposed(workspace):
        workspace.show()
    workspace.touch.dock.focus_outcomes()
    button = next(
        b
        for b in workspace.findChildren(OutcomeButton)
        if b.focusPolicy() != Qt.FocusPolicy.NoFocus
    )
    qtbot.waitUntil(button.hasFocus)
    edge = button.mapTo(workspace, QPoint(button.width() // 2, -3))
    ring = workspace.grab().toImage().pixelColor(edge)
    assert ring == theme.color("focus.ring")


def test_another_scheme_and_size_reach_everything(
    theme: Theme, qtbot: QtBot, qapp: QApplication
) -> None:
    page = Workspace(theme, SIZES[0])
    qtbot.addWidget(page)
    page.fill(samples.CALL)
    with qtbot.waitExposed(page):
        page.show()
    dock = page.touch.dock
    light = page.grab().toImage().pixelColor(dock.mapTo(page, QPoint(4, 4)))
    high = dock.height()
    theme.set_scheme("dark")
    theme.set_text_scale(1.3)
    qtbot.waitUntil(lambda: dock.height() > high)
    dark = page.grab().toImage().pixelColor(dock.mapTo(page, QPoint(4, 4)))
    assert (light, dark) == (
        Theme("light").color("bg.subtle"),
        theme.color("bg.subtle"),
    )
