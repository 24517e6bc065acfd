"""What only the mouse could reach: the banner by Tab and F6, Ctrl L for whoever is open."""

from datetime import timedelta
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.services.people.leads import add_lead
from app.ui.dialogs.contact_dialog import ContactDialog
from tests.ui.workplace import NOW, Hands, at_work, person


def test_the_banner_is_a_stop_of_tab_and_a_pane_of_f6(
    tmp_path: Path, qapp: QApplication, qtbot: QtBot
) -> None:
    clock = Hands()
    old = person(1, received_at=NOW - timedelta(days=3))
    with at_work(tmp_path / "p", qapp, qtbot, clock, old) as place:
        add_lead(place.desk, person(2), at=clock.now())
        banner = place.window.banner
        qtbot.waitUntil(banner.isVisible)
        place.window.workspace.queue.view.setFocus()
        place.press(Qt.Key.Key_F6, Qt.KeyboardModifier.ShiftModifier)
        assert place.window.focusWidget() is banner.call_button
        place.press(Qt.Key.Key_F6)
        assert place.window.focusWidget() is place.window.workspace.queue.view
        stops = []
        for _ in range(80):
            place.press(Qt.Key.Key_Tab)
            stops.append(place.window.focusWidget())
            if stops[-1] is banner.call_button:
                break
        assert stops[-1] is banner.call_button


def test_f6_goes_on_from_wherever_the_focus_is_in_a_pane(
    tmp_path: Path, qapp: QApplication, qtbot: QtBot
) -> None:
    with at_work(tmp_path / "p", qapp, qtbot, Hands(), person(1)) as place:
        workspace = place.window.workspace
        workspace.touch.dock.focus_outcomes()
        place.press(Qt.Key.Key_F6)
        assert place.window.focusWidget() is workspace.lead


def test_ctrl_l_begins_with_whoever_is_open(
    tmp_path: Path, qapp: QApplication, qtbot: QtBot
) -> None:
    with at_work(tmp_path / "p", qapp, qtbot, Hands(), person(1), person(2)) as place:
        name = place.shown()
        place.press(Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
        qtbot.waitUntil(lambda: isinstance(qapp.activeModalWidget(), ContactDialog))
        dialog = qapp.activeModalWidget()
        assert isinstance(dialog, ContactDialog)
        assert dialog.person is not None
        assert dialog.person.name == name
        assert dialog.save.isEnabled()
        dialog.reject()


def test_an_old_sentence_at_the_foot_goes(tmp_path: Path, qapp: QApplication, qtbot: QtBot) -> None:
    clock = Hands()
    with at_work(tmp_path / "p", qapp, qtbot, clock, person(1), person(2)) as place:
        place.press(Qt.Key.Key_2)
        qtbot.waitUntil(lambda: place.window.status_data.strong != "")
        clock.turn(seconds=9)
        qtbot.waitUntil(lambda: place.window.status_data.undo_seconds == 1, timeout=8000)
        assert place.window.status_data.strong != ""
        clock.turn(seconds=60)
        qtbot.waitUntil(lambda: place.window.status_data.strong == "", timeout=8000)
        assert place.window.status_data.hints


def test_moving_on_after_a_call_leaves_what_is_shown_as_it_is(
    tmp_path: Path, qapp: QApplication, qtbot: QtBot
) -> None:
    with at_work(tmp_path / "p", qapp, qtbot, Hands(), person(1), person(2)) as place:
        button = place.window.workspace.touch.big_button
        place.press(Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: button.data.code == "choose")
        first = place.shown()
        place.press(Qt.Key.Key_J)
        place.desktop.controller.tick(place.clock.now())
        # Whether the next one is there already or not, the button is of whoever is shown.
        assert (place.shown() == first) == (button.data.code == "choose")
        qtbot.waitUntil(lambda: place.shown() != first)
        assert button.data.code in ("call", "copy")
