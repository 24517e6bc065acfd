"""The workspace at every text size in every window, for tests of what must hold in all of them."""

import pytest
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.ui.theme.theme import Theme
from tests.ui.gallery import Workspace

SIZES = (QSize(1440, 868), QSize(1100, 668), QSize(960, 608))


@pytest.fixture(params=[1.0, 1.15, 1.3])
def any_theme(request: pytest.FixtureRequest, qapp: QApplication) -> Theme:
    """The light theme at each text size."""
    made = Theme("light", request.param)
    made.apply(qapp)
    return made


@pytest.fixture(params=SIZES, ids=lambda s: f"{s.width()}")
def any_workspace(request: pytest.FixtureRequest, any_theme: Theme, qtbot: QtBot) -> Workspace:
    """The workspace on screen, with nothing in it yet."""
    made = Workspace(any_theme, request.param)
    qtbot.addWidget(made)
    with qtbot.waitExposed(made):
        made.show()
    return made
