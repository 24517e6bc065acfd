"""The window opens where all of it can be seen."""

from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import QSettings, QSize
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.services.wording import Wording
from app.ui.main_window import MainWindow, every_second, fitting_size
from app.ui.theme.theme import Theme
from app.ui.workspace.panes import make_panes


@pytest.mark.parametrize(
    ("room", "inside"),
    [
        ((1920, 1080), (1440, 868)),
        ((1440, 900), (1440, 868)),
        ((1440, 860), (1440, 828)),  # a task bar takes its part
        ((1280, 720), (1280, 688)),
        ((800, 600), (960, 640)),
    ],
)
def test_the_first_window_fits_what_the_screen_leaves(
    room: tuple[int, int], inside: tuple[int, int]
) -> None:
    assert fitting_size(QSize(1440, 868), QSize(*room)) == QSize(*inside)


def test_neither_a_new_nor_a_kept_window_is_higher_than_the_screen(
    theme: Theme, words: Wording, tmp_path: Path, qtbot: QtBot
) -> None:
    settings = QSettings(str(tmp_path / "ui.ini"), QSettings.Format.IniFormat)
    for _ in range(2):
        made = MainWindow(theme, words, ZoneInfo("Europe/Madrid"), settings, make_panes)
        qtbot.addWidget(made)
        room = made.screen().availableGeometry()
        assert made.height() < room.height()
        assert room.top() <= made.y() <= room.bottom() - made.height()
        made.show()
        made.resize(3000, 2000)
        made.close()


def test_a_tick_that_was_stopped_before_its_first_second_never_comes(
    window: QWidget, qtbot: QtBot
) -> None:
    ticks: list[int] = []
    stopped = every_second(window, lambda: ticks.append(1), 5)
    stopped.stop()
    running = every_second(window, lambda: ticks.append(2), 5)
    qtbot.waitUntil(lambda: 2 in ticks)
    assert running.interval() == 1000
    assert ticks == [2]
