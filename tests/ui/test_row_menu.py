"""A row has the menu of its person, by mouse and by key."""

from pathlib import Path

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from tests.ui.workplace import Hands, Workplace, at_work, person


def menu_of(place: Workplace) -> QMenu | None:
    return place.window.workspace.findChild(QMenu)


def ask(place: Workplace, line: int) -> None:
    """A right click on a line of the queue."""
    view = place.window.workspace.queue.view
    spot = QPoint(100, view.rowViewportPosition(line) + 20)
    there = view.viewport().mapToGlobal(spot)
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, spot, there)
    QApplication.sendEvent(view.viewport(), event)


def test_a_right_click_on_another_row_opens_their_menu(
    tmp_path: Path, qapp: QApplication, qtbot: QtBot
) -> None:
    with at_work(tmp_path, qapp, qtbot, Hands(), person(1), person(2)) as place:
        view = place.window.workspace.queue.view
        open_now = place.shown()
        other = next(row for row in place.rows() if row.name != open_now)
        line = place.window.workspace.model.line_of(other.lead_id)
        assert line is not None
        ask(place, line)
        qtbot.waitUntil(lambda: menu_of(place) is not None)
        menu = menu_of(place)
        assert menu is not None
        assert place.shown() == other.name
        assert view.lead_id == other.lead_id
        words = [a.text().partition("\t")[0] for a in menu.actions() if a.text()]
        assert "Log a contact nobody planned" in words
        assert "Erase this lead" in words
        assert "Export this lead" in words
        assert "Work the people of this company together" in words
        assert any(word.startswith("Copy +34 612 34") for word in words)
        menu.close()


def test_the_menu_does_what_its_key_does(tmp_path: Path, qapp: QApplication, qtbot: QtBot) -> None:
    with at_work(tmp_path, qapp, qtbot, Hands(), person(1)) as place:
        line = place.window.workspace.queue.view.currentIndex().row()
        ask(place, line)
        qtbot.waitUntil(lambda: menu_of(place) is not None)
        menu = menu_of(place)
        assert menu is not None
        snooze = next(a for a in menu.actions() if a.text().startswith("Snooze"))
        snooze.trigger()
        menu.close()
        assert place.window.workspace.touch.dock.strip_open
        place.press(Qt.Key.Key_Escape)
