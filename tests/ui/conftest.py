"""Theme and words for tests of the window."""

from zoneinfo import ZoneInfo

import pytest
from PySide6.QtWidgets import QApplication

from app.services.wording import Wording
from app.system.resources import resource_path
from app.ui.theme.theme import Theme


@pytest.fixture
def theme(qapp: QApplication) -> Theme:
    """The light theme at 100 %."""
    made = Theme("light", 1.0)
    made.apply(qapp)
    return made


@pytest.fixture
def words() -> Wording:
    """English words for a rep in Madrid."""
    return Wording.load(resource_path("i18n", "en.json"), ZoneInfo("Europe/Madrid"))
