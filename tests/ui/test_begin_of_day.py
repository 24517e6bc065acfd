"""A day begins with the most urgent person, open and in sight."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui.workplace import Hands, Workplace, at_work, person


def in_sight(place: Workplace) -> bool:
    """Whether the row of whoever is open can be seen."""
    view = place.window.workspace.queue.view
    current = place.desktop.controller.session.current
    assert current is not None
    if view.lead_id != current.card.lead.lead_id:
        return False
    top = view.visualRect(view.currentIndex()).top()
    return 0 <= top <= view.height() - view.rowHeight(view.currentIndex().row())


def test_the_morning_opens_the_most_urgent_not_last_nights_top_row(
    tmp_path: Path, qapp: QApplication, qtbot: QtBot
) -> None:
    clock = Hands()
    people = [person(n) for n in range(1, 31)]
    with at_work(tmp_path, qapp, qtbot, clock, *people) as place:
        promised = place.shown()
        place.press(Qt.Key.Key_5)
        place.press(Qt.Key.Key_3)  # tomorrow at 10:00 their time
        qtbot.waitUntil(lambda: place.shown() not in ("", promised))
        clock.turn(minutes=10)  # everybody else misses their window
    clock.turn(hours=23, minutes=8, seconds=30)
    with at_work(tmp_path, qapp, qtbot, clock) as place:
        place.wait_for(promised)
        qtbot.waitUntil(lambda: in_sight(place))


def test_what_comes_in_later_moves_nothing(
    tmp_path: Path, qapp: QApplication, qtbot: QtBot
) -> None:
    clock = Hands()
    with at_work(tmp_path, qapp, qtbot, clock, person(1), person(2)) as place:
        controller = place.desktop.controller
        qtbot.waitUntil(lambda: not controller.is_beginning)
        first = place.shown()
        place.press(Qt.Key.Key_J)
        qtbot.waitUntil(lambda: place.shown() != first)
        open_now = place.shown()
        with qtbot.waitSignal(controller.rows_read):
            place.desktop.controller.settle()
            controller.queue.refresh()
        assert place.shown() == open_now
