"""Why something was not taken is told to the end, also where there is little room."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.ui.dialogs.plan_dialog import PlanDialog
from app.ui.theme.theme import Theme
from app.ui.widgets.parts.sentence_label import SentenceLabel
from tests.ui.workplace import Hands, Workplace, at_work, person

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture(params=[(1440, 900), (1100, 700)], ids=["wide", "narrow"])
def place(
    request: pytest.FixtureRequest, tmp_path: Path, qapp: QApplication, qtbot: QtBot
) -> Iterator[Workplace]:
    """A desk at which nobody knows where the one person is."""
    lost = person(1, zones=("Europe/Madrid", "Atlantic/Canary"), city="")
    with at_work(tmp_path / "p", qapp, qtbot, Hands(), lost) as made:
        made.window.resize(*request.param)
        yield made


def told(inside: QWidget) -> SentenceLabel | None:
    """The sentence that says what is wrong, once one does."""
    labels = inside.findChildren(SentenceLabel)
    return next((label for label in labels if label.isVisible() and label.text()), None)


def is_whole(label: SentenceLabel) -> bool:
    """Whether every line of it has room, and nothing hides it."""
    room = label.visibleRegion().boundingRect().size()
    return room == label.size() and label.height() >= label.sizeHint().height()


def wait_whole(qtbot: QtBot, inside: QWidget, begins: str) -> None:
    def shown() -> bool:
        label = told(inside)
        return label is not None and label.text().startswith(begins) and is_whole(label)

    qtbot.waitUntil(shown)


def test_a_date_nobody_understands_in_the_plan(place: Workplace, qtbot: QtBot) -> None:
    place.press(Qt.Key.Key_P, CTRL)
    assert place.start.joined is not None
    dialogs = place.start.joined.extras.dialogs
    qtbot.waitUntil(lambda: isinstance(dialogs.shown, PlanDialog))
    dialog = dialogs.shown
    assert isinstance(dialog, PlanDialog)
    dialog.choose("pause")
    QTest.keyClicks(dialog.until, "whenever it suits")
    QTest.keyClick(dialog, Qt.Key.Key_Return, CTRL)
    wait_whole(qtbot, dialog, "That is no time")


def test_a_place_nobody_knows_in_the_question_of_their_time(place: Workplace, qtbot: QtBot) -> None:
    place.press(Qt.Key.Key_T)
    place.type("nowhere at all")
    place.press(Qt.Key.Key_Return)
    dock = place.window.workspace.touch.dock
    wait_whole(qtbot, dock, "Touchline knows no place")
    said = told(dock)
    assert said is not None
    assert "Try a larger city" in said.text()  # and what to do


def test_a_sentence_takes_the_lines_it_needs(theme: Theme, qtbot: QtBot) -> None:
    label = SentenceLabel(theme)
    qtbot.addWidget(label)
    label.resize(240, 20)
    one = label.sizeHint().height()
    label.setText("This does not fit into one line of so few pixels, whatever it says. " * 3)
    assert label.sizeHint().height() > 3 * one
