"""An outcome of somebody who may not be contacted now is asked about before it is logged."""

from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui.workplace import NOW, Hands, at_work, person

NIGHT = NOW.replace(hour=22)


@pytest.mark.parametrize("key", [Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_3, Qt.Key.Key_4])
def test_at_night_no_key_alone_logs_a_call(
    tmp_path: Path, qapp: QApplication, qtbot: QtBot, key: Qt.Key
) -> None:
    clock = Hands(NIGHT)
    who = person(1, received_at=NIGHT - timedelta(minutes=1))
    with at_work(tmp_path / "p", qapp, qtbot, clock, who, waiting=True) as place:
        view = place.window.workspace.queue.view
        qtbot.waitUntil(view.select_first)
        qtbot.waitUntil(lambda: place.shown() != "")
        dock = place.window.workspace.touch.dock
        place.press(key)
        assert dock.strip_open
        place.press(Qt.Key.Key_Return)  # nothing is preset: Enter alone logs nothing
        assert dock.strip_open
        assert place.window.status_data.undo_seconds == 0
        place.press(Qt.Key.Key_1)
        qtbot.waitUntil(lambda: place.window.status_data.undo_seconds > 0)


def test_within_their_hours_one_key_logs(tmp_path: Path, qapp: QApplication, qtbot: QtBot) -> None:
    with at_work(tmp_path / "p", qapp, qtbot, Hands(), person(1)) as place:
        place.press(Qt.Key.Key_2)
        qtbot.waitUntil(lambda: place.window.status_data.undo_seconds > 0)
