"""The backups in the settings, and the way back to one, over a real profile."""

import shutil
from datetime import timedelta
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.bootstrap.start import restore
from app.core.errors import TouchlineError
from app.services.people.leads import add_lead
from app.services.upkeep import KeptBackup
from app.storage.upkeep.port import SqlUpkeep
from app.system.paths import Profile
from app.ui.settings.backups_page import BackupsPage
from app.ui.settings.settings_dialog import SettingsDialog
from app.ui.theme.theme import Theme
from app.ui.widgets.parts.text_label import TextLabel
from tests.ui.workplace import NOW, Hands, Workplace, at_work, person

CTRL = Qt.KeyboardModifier.ControlModifier


def settings(place: Workplace) -> SettingsDialog:
    """The settings, on the page of the backups, their list read."""
    place.press(Qt.Key.Key_Comma, CTRL)
    dialog = place.start.joined.extras.dialog  # type: ignore[union-attr]  # it has started
    assert isinstance(dialog, SettingsDialog)
    dialog.tabs.setCurrentIndex(3)
    place.qtbot.waitUntil(lambda: bool(dialog.backups.restores))
    return dialog


def test_back_to_yesterday(tmp_path: Path, qapp: QApplication, qtbot: QtBot) -> None:
    profile, clock = Profile(tmp_path / "p"), Hands()
    upkeep = SqlUpkeep(profile.database, profile.backups)
    with at_work(profile.folder, qapp, qtbot, clock, person(1)) as place:
        yesterday = upkeep.backup(NOW - timedelta(days=1))
        add_lead(place.desk, person(2))
        dialog = settings(place)
        page = dialog.backups
        page.restores[-1].click()
        # Enter alone restores nothing.
        QTest.keyClick(page.keep, Qt.Key.Key_Space)
        assert (page.question.isVisible(), place.start.backup_wanted) == (False, None)
        page.restores[-1].click()
        page.confirm.click()
        assert place.start.backup_wanted == yesterday
        assert not place.window.isVisible()
    assert upkeep.figures().leads == 2
    restore(profile, yesterday, clock)
    assert upkeep.figures().leads == 1
    with at_work(profile.folder, qapp, qtbot, clock) as again:
        assert again.shown().startswith("Person1")


def test_a_backup_is_made_when_asked_for(tmp_path: Path, qapp: QApplication, qtbot: QtBot) -> None:
    profile = Profile(tmp_path / "p")
    upkeep = SqlUpkeep(profile.database, profile.backups)
    with at_work(profile.folder, qapp, qtbot, Hands(), person(1)) as place:
        upkeep.backup(NOW - timedelta(days=1))
        page = settings(place).backups
        before = len(page.restores)
        page.back_up.setFocus()
        QTest.keyClick(page.back_up, Qt.Key.Key_Space)
        assert not page.back_up.isEnabled()
        qtbot.waitUntil(lambda: len(page.restores) == before + 1)
        assert page.back_up.isEnabled()
        assert len(upkeep.kept()) == before + 1
        # Where none can be made it says so, and takes another try.
        shutil.rmtree(profile.backups)
        profile.backups.touch()
        page.back_up.click()
        qtbot.waitUntil(page.back_up.isEnabled)
        assert "cannot" in page.note.text().lower() or "could not" in page.note.text().lower()
        assert upkeep.figures().leads == 1


def test_the_rows_say_when_in_the_words_of_the_reader(theme: Theme, qtbot: QtBot) -> None:
    page = BackupsPage(theme, "Europe/Madrid")
    qtbot.addWidget(page)
    page.show_backups(
        [KeptBackup(Path("b.db"), NOW, 7_600_000), KeptBackup(Path("a.db"), NOW, 900)]
    )
    assert "2 are kept" in page.note.text()
    said = [label.text() for label in page.findChildren(TextLabel)]
    assert any(text.endswith("8 MB") for text in said)
    assert any(text.endswith("1 kB") for text in said)
    assert all("Wed 18 Nov, 10:42" in button.accessibleName() for button in page.restores)


def test_a_list_that_cannot_be_read_is_told(theme: Theme, qtbot: QtBot) -> None:
    page = BackupsPage(theme, "Europe/Madrid")
    qtbot.addWidget(page)
    page.show_problem(TouchlineError("backup_unreadable", "The backup cannot be read.", "Look."))
    assert page.note.text() == "The backup cannot be read. Look."
