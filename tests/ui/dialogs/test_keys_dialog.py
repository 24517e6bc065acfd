"""The sheet with all keys."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from app.services.wording import Wording
from app.system.resources import resource_path
from app.ui.actions import ACTIONS
from app.ui.dialogs.key_words import cap_of, grouped
from app.ui.dialogs.keys_dialog import KeysDialog
from app.ui.theme.theme import Theme
from app.ui.widgets.parts.key_cap import KeyCap
from app.ui.widgets.parts.text_label import TextLabel
from app.ui.words import speak
from tests.ui.dialogs.dialogs import opened_in_front


@pytest.mark.parametrize(
    ("keys", "cap"),
    [
        ("Ctrl+Return", "Ctrl Enter"),
        ("Ctrl++", "Ctrl +"),
        ("Ctrl+-", "Ctrl −"),
        ("Ctrl+,", "Ctrl ,"),
        ("Shift+F6", "Shift F6"),
        ("Ctrl+Shift+A", "Ctrl Shift A"),
        ("Left", "←"),
        ("?", "?"),
        ("Space", "Space"),
    ],
)
def test_keys_read_as_they_stand_on_the_keyboard(
    keys: str, cap: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.ui.dialogs.key_words._CONTROL", "Ctrl")
    assert cap_of(keys) == cap


def test_every_action_has_its_line_and_no_line_comes_twice() -> None:
    lines = [line for _, group in grouped() for line in group]
    labels = [line.label for line in lines]
    assert len(labels) == len(set(labels))
    with_keys = [a for a in ACTIONS if a.keys]
    expected = {a.label for a in with_keys if not a.name.removeprefix("outcome_").isdigit()}
    assert expected <= set(labels)
    assert sum("1–9" in line.cap for line in lines) == 2
    assert all(line.cap for line in lines)


def test_the_sheet_shows_them_and_goes_with_the_key_that_brought_it(
    theme: Theme, qtbot: QtBot, window: QWidget
) -> None:
    dialog = KeysDialog(theme, window)
    opened_in_front(qtbot, dialog)
    assert len(dialog.findChildren(KeyCap)) >= len([a for a in ACTIONS if a.keys]) - 18
    dialog.grab()
    QTest.keyClicks(dialog, "?")
    assert not dialog.isVisible()


def test_escape_closes_it(theme: Theme, qtbot: QtBot, window: QWidget) -> None:
    dialog = KeysDialog(theme, window)
    opened_in_front(qtbot, dialog)
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_the_groups_are_headed_in_words(theme: Theme, qtbot: QtBot, window: QWidget) -> None:
    dialog = KeysDialog(theme, window)
    opened_in_front(qtbot, dialog)
    shown = {label.text() for label in dialog.findChildren(TextLabel)}
    assert {"Touch", "Queue", "Anywhere"} <= shown


@pytest.mark.parametrize("language", ["en", "es"])
def test_on_a_usual_screen_it_neither_scrolls_nor_cuts_a_word(
    theme: Theme, qtbot: QtBot, window: QWidget, language: str
) -> None:
    speak(Wording.load(resource_path("i18n", f"{language}.json")))
    window.resize(1440, 900)
    dialog = KeysDialog(theme, window)
    opened_in_front(qtbot, dialog)
    assert dialog.width() <= window.width()
    assert dialog.height() <= window.height()
    (scroll,) = dialog.findChildren(QScrollArea)
    assert scroll.verticalScrollBar().maximum() == 0
    assert [label.text() for label in dialog.findChildren(TextLabel) if label.toolTip()] == []
