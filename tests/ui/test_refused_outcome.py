"""An outcome that is refused leaves the person, their row and the keys as they were."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import QDate, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDateEdit, QLineEdit
from pytestqt.qtbot import QtBot

from tests.ui.workplace import Hands, Workplace, at_work, person


@pytest.fixture
def place(tmp_path: Path, qapp: QApplication, qtbot: QtBot) -> Iterator[Workplace]:
    """A desk with three people to call."""
    people = [person(n) for n in range(3)]
    with at_work(tmp_path / "p", qapp, qtbot, Hands(), *people) as made:
        made.come_forward()
        yield made


def marked(place: Workplace) -> str:
    """The name in the row that is marked."""
    view = place.window.workspace.queue.view
    return next((row.name for row in place.rows() if row.lead_id == view.lead_id), "")


def call_back_in_the_past(place: Workplace) -> None:
    place.press(Qt.Key.Key_5)
    place.press(Qt.Key.Key_4)
    (day,) = place.window.workspace.touch.dock.findChildren(QDateEdit)
    day.setDate(QDate(2026, 11, 12))
    place.press(Qt.Key.Key_Return)


def a_number_nobody_can_read(place: Workplace) -> None:
    place.press(Qt.Key.Key_8)
    place.press(Qt.Key.Key_1)
    (line,) = (
        one for one in place.window.workspace.touch.dock.findChildren(QLineEdit) if one.hasFocus()
    )
    line.setText("12")
    place.press(Qt.Key.Key_Return)


REFUSED = [call_back_in_the_past, a_number_nobody_can_read]


@pytest.mark.parametrize("refused", REFUSED, ids=lambda one: one.__name__)
def test_a_refused_outcome_keeps_the_person_and_their_row(
    place: Workplace, qtbot: QtBot, refused: object
) -> None:
    first = place.shown()
    assert callable(refused)
    refused(place)
    qtbot.waitUntil(lambda: place.window.status_data.icon == "triangle-alert")
    qtbot.waitUntil(lambda: place.desktop.at_hand is not None)
    qtbot.waitUntil(lambda: place.shown() == first)
    qtbot.waitUntil(lambda: marked(place) == first)


@pytest.mark.parametrize("refused", REFUSED, ids=lambda one: one.__name__)
@pytest.mark.parametrize("by_mouse", [False, True], ids=["key", "mouse"])
def test_the_next_outcome_is_logged_for_them(
    place: Workplace, qtbot: QtBot, refused: object, by_mouse: bool
) -> None:
    first = place.shown()
    assert callable(refused)
    refused(place)
    qtbot.waitUntil(lambda: place.window.status_data.icon == "triangle-alert")
    qtbot.waitUntil(lambda: place.shown() == first and place.desktop.at_hand is not None)
    place.press(Qt.Key.Key_Escape)
    place.press(Qt.Key.Key_Escape)
    dock = place.window.workspace.touch.dock
    assert not dock.strip_open
    place.look()
    if by_mouse:
        place_of = [outcome.code for outcome in dock.data.outcomes].index("no_answer")
        QTest.mouseClick(dock._buttons[place_of], Qt.MouseButton.LeftButton)
    else:
        place.press(Qt.Key.Key_2)
    qtbot.waitUntil(lambda: place.window.status_data.icon == "check")
    assert place.window.status_data.after.endswith(first) or first in (
        place.window.status_data.strong,
        place.window.status_data.after,
    )
    qtbot.waitUntil(lambda: place.shown() not in ("", first))


def test_a_day_and_hour_are_typed_in_words(place: Workplace, qtbot: QtBot) -> None:
    first = place.shown()
    (lead_id,) = (row.lead_id for row in place.rows() if row.name == first)
    place.press(Qt.Key.Key_5)
    place.press(Qt.Key.Key_4)
    place.type("f")
    place.type("ri 17:30")
    place.press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: place.window.status_data.icon == "check")
    with place.desk.store.read() as reader:
        due = {touch.due_at for touch in reader.work(lead_id).planned}
    assert datetime(2026, 11, 20, 17, 30, tzinfo=ZoneInfo("Europe/Madrid")) in due


def test_words_that_nobody_can_read_stay_and_say_so(place: Workplace, qtbot: QtBot) -> None:
    first = place.shown()
    place.press(Qt.Key.Key_5)
    place.press(Qt.Key.Key_4)
    place.type("s")
    place.type("ometime")
    place.press(Qt.Key.Key_Return)
    line = place.window.focusWidget()
    assert isinstance(line, QLineEdit)
    assert line.text() == "sometime"
    assert place.shown() == first
    assert place.window.workspace.touch.dock.strip_open


def test_escape_leaves_the_whole_question_so_that_a_digit_is_an_outcome(
    place: Workplace, qtbot: QtBot
) -> None:
    first = place.shown()
    place.press(Qt.Key.Key_8)
    place.press(Qt.Key.Key_1)
    place.type("3")
    place.press(Qt.Key.Key_Escape)
    assert not place.window.workspace.touch.dock.strip_open
    place.press(Qt.Key.Key_2)
    qtbot.waitUntil(lambda: place.shown() not in ("", first))
    qtbot.waitUntil(lambda: place.window.status_data.strong == "No answer")
