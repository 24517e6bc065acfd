"""The language of the window: chosen, kept, and spoken from the next start on."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, Qt, QTranslator
from PySide6.QtWidgets import QApplication, QMessageBox
from pytestqt.qtbot import QtBot

from app.bootstrap.desk import make_profile, open_desk
from app.core.errors import TouchlineError
from app.services.people.lead_card import lead_card
from app.services.people.leads import add_lead
from app.services.working.touch_card import touch_card
from app.system.paths import Profile
from app.ui.application import make_words, system_language, window_settings
from app.ui.settings.preferences import Preferences
from app.ui.theme.theme import Theme
from app.ui.widgets.dock.note_box import NoteBox
from app.ui.widgets.parts.key_cap import KeyCap
from app.ui.words import around, error_words, say
from tests.ui.workplace import Hands, at_work, person


@pytest.fixture
def spanish(qapp: QApplication, tmp_path: Path) -> Iterator[None]:
    """A start of a profile whose settings say Spanish."""
    settings = window_settings(tmp_path / "ui.ini")
    Preferences(settings).language = "es"
    make_words(qapp, settings)
    yield
    for translator in qapp.findChildren(QTranslator):
        QCoreApplication.removeTranslator(translator)
        translator.deleteLater()


@pytest.mark.parametrize(
    ("wanted", "language"),
    [
        (["es-MX", "en-US"], "es"),
        (["de-DE", "es-ES", "en-GB"], "es"),
        (["en-GB", "es-ES"], "en"),
        (["fi-FI"], "en"),
        ([], "en"),
    ],
)
def test_the_computer_speaks_the_first_language_there_is(
    wanted: Sequence[str], language: str
) -> None:
    assert system_language(wanted) == language


def test_what_somebody_broke_in_the_file_reads_as_the_system(tmp_path: Path) -> None:
    settings = window_settings(tmp_path / "ui.ini")
    assert Preferences(settings).language == "system"
    settings.setValue("language", "klingon")
    assert Preferences(settings).language == "system"


@pytest.mark.usefixtures("spanish")
def test_widgets_keys_and_qt_speak_spanish(theme: Theme, qtbot: QtBot) -> None:
    note = NoteBox(theme)
    qtbot.addWidget(note)
    assert note.placeholderText() == "Añadir una nota"
    cap = KeyCap(theme, "Ctrl Enter")
    qtbot.addWidget(cap)
    assert cap.accessibleName() == "Ctrl Intro"
    box = QMessageBox(QMessageBox.Icon.NoIcon, "", "", QMessageBox.StandardButton.Cancel)
    qtbot.addWidget(box)
    assert box.button(QMessageBox.StandardButton.Cancel).text() == "Cancelar"
    assert say("settings.language") == "Idioma"


def test_a_name_stands_out_of_one_sentence() -> None:
    assert around("panel.open", "keys", keys="Ctrl I") == ("Lead panel, ", "Ctrl I", "")


def test_an_error_without_words_of_its_own_says_what_it_was_raised_with() -> None:
    error = TouchlineError("never_heard_of", "It broke.", "Mend it.")
    assert error_words(error) == ("It broke.", "Mend it.")


def test_a_plan_is_read_in_the_language_of_the_rep(tmp_path: Path) -> None:
    """What is said to the person stays in theirs."""
    profile = Profile(tmp_path / "p")
    clock = Hands()
    make_profile(profile, clock, rep_name="M", company="C", zone="Europe/Madrid", country="ES")
    opened = open_desk(profile, clock, "es")
    try:
        lead_id = add_lead(opened.desk, person(1, language="en")).lead_id
        assert lead_id is not None
        with opened.desk.store.read() as reader:
            (touch, *_) = reader.work(lead_id).planned
        card = touch_card(opened.desk, touch.touch_id)
        assert card.title == "Primera llamada"
        assert card.script[0].label == "Saludo"
        assert card.language == "en"
        assert lead_card(opened.desk, lead_id).cadence_name == card.cadence_name != ""
    finally:
        opened.close()


def test_the_window_opens_again_when_asked_to_and_keeps_what_was_typed(
    tmp_path: Path, qapp: QApplication, qtbot: QtBot
) -> None:
    with at_work(tmp_path / "p", qapp, qtbot, Hands(), person(1)) as place:
        place.window.activateWindow()
        place.press(Qt.Key.Key_N)
        place.type("half a note")
        assert place.start.joined is not None
        place.start.joined.extras.restart_wanted.emit()
        assert (place.start.again, place.window.isVisible()) == (True, False)
    with at_work(tmp_path / "p", qapp, qtbot, Hands()) as again:
        assert again.window.workspace.touch.dock.note() == "half a note"
