"""Theme and words for tests of the window."""

from collections.abc import Iterator
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QLocale
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.services.wording import Wording
from app.system.resources import resource_path
from app.ui.theme.theme import Theme
from app.ui.words import speak


@pytest.fixture(autouse=True)
def _no_widget_outlives_its_test() -> Iterator[None]:
    """Closed widgets wait for an event loop to die; the next style sheet would dress them all.

    A window that stays would also lie in the way of pointers of later tests.
    """
    before = set(QApplication.topLevelWidgets())
    yield
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    left = [one for one in QApplication.topLevelWidgets() if one not in before]
    for one in left:
        one.close()
        one.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


@pytest.fixture
def theme(qapp: QApplication) -> Theme:
    """The light theme at 100 %."""
    made = Theme("light", 1.0)
    made.apply(qapp)
    return made


@pytest.fixture(autouse=True)
def _english(words: Wording) -> Iterator[None]:
    """Whatever language a test speaks, the next one begins in English."""
    speak(words)
    yield
    QLocale.setDefault(QLocale("en"))


@pytest.fixture
def words() -> Wording:
    """English words for a rep in Madrid."""
    return Wording.load(resource_path("i18n", "en.json"), ZoneInfo("Europe/Madrid"))


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    """What a dialog belongs to; it lives as long as the test."""
    made = QWidget()
    qtbot.addWidget(made)
    made.resize(1440, 860)
    made.show()
    return made
