"""The window over a profile whose write-ahead log was deleted."""

import os
import shutil
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.services.people.leads import add_lead
from app.storage.upkeep.port import SqlUpkeep
from app.system.paths import Profile
from app.ui.dialogs.lost_dialog import LostDialog
from tests.ui.workplace import Hands, Workplace, at_work, person


def lose_the_log(profile: Profile, qapp: QApplication, qtbot: QtBot) -> None:
    """A day of work whose second half goes with the write-ahead log."""
    with at_work(profile.folder, qapp, qtbot, Hands(), person(1)) as place:
        alone = profile.folder / "alone"
        shutil.copyfile(profile.database, alone)
        # One note of the tally may be missed on a busy machine; the next one makes it good.
        for number in (2, 3, 4):
            add_lead(place.desk, person(number))
    os.replace(alone, profile.database)


def notice(place: Workplace) -> LostDialog:
    joined = place.start.joined
    assert joined is not None
    place.qtbot.waitUntil(lambda: isinstance(joined.extras.dialog, LostDialog))
    assert isinstance(joined.extras.dialog, LostDialog)
    return joined.extras.dialog


def test_the_start_says_what_is_gone_until_it_is_noted(
    tmp_path: Path, qapp: QApplication, qtbot: QtBot
) -> None:
    profile = Profile(tmp_path / "p")
    upkeep = SqlUpkeep(profile.database, profile.backups)
    lose_the_log(profile, qapp, qtbot)
    found = upkeep.lost()
    assert found is not None
    with at_work(profile.folder, qapp, qtbot, Hands()) as place:
        dialog = notice(place)
        assert dialog.windowTitle() == f"{found.activities} activities that were saved are gone"
        said = " ".join(label.text() for label in dialog.paragraphs)
        assert "after Wed 18 Nov, 10:42" in said
        assert "touchline.db-wal" in said
        assert "opt-outs first" in said
        QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert upkeep.lost() == found
    with at_work(profile.folder, qapp, qtbot, Hands()) as place:
        notice(place).noted.click()
        qtbot.waitUntil(lambda: upkeep.lost() is None)
        assert place.rows()
    assert upkeep.lost() is None
