"""The window behind the dialogs."""

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    """What a dialog belongs to; it lives as long as the test."""
    made = QWidget()
    qtbot.addWidget(made)
    made.resize(1440, 860)
    made.show()
    return made
