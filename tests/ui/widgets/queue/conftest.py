"""The queue on screen, for tests of its list."""

from zoneinfo import ZoneInfo

import pytest
from pytestqt.qtbot import QtBot

from app.services.wording import Wording
from app.ui.theme.theme import Theme
from app.ui.widgets.queue.queue_model import QueueModel
from app.ui.widgets.queue.queue_panel import QueuePanel
from app.ui.widgets.queue.queue_view import QueueView
from tests.ui.widgets.queue_rows import MADRID


@pytest.fixture
def model(theme: Theme, words: Wording) -> QueueModel:
    return QueueModel(theme, words, ZoneInfo(MADRID))


@pytest.fixture
def panel(qtbot: QtBot, theme: Theme, words: Wording, model: QueueModel) -> QueuePanel:
    made = QueuePanel(theme, words, model)
    qtbot.addWidget(made)
    made.resize(351, 775)
    with qtbot.waitExposed(made):
        made.show()
    return made


@pytest.fixture
def view(panel: QueuePanel) -> QueueView:
    return panel.view
