"""A profile of an older version opens by itself, and the person sees why it takes a while."""

from contextlib import ExitStack
from pathlib import Path

from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from app.bootstrap.desk import make_profile
from app.bootstrap.start import DesktopStart
from app.storage.upkeep import backup
from app.storage.version import SCHEMA_NUMBER, standing
from app.system.paths import Profile
from app.ui.setup.updating import UpdatingWindow
from tests.storage.older import as_left_by
from tests.ui.workplace import Hands


def test_an_older_profile_is_brought_up_to_date_behind_a_window(
    tmp_path: Path, qapp: QApplication, qtbot: QtBot
) -> None:
    profile, clock = Profile(tmp_path / "p"), Hands()
    make_profile(profile, clock, rep_name="Ana", company="", zone="Europe/Madrid", country="ES")
    as_left_by(profile.database, SCHEMA_NUMBER - 1)
    with ExitStack() as stack:
        start = DesktopStart(profile, clock, qapp, stack, demo=False)
        start.begin()
        [updating] = [w for w in qapp.topLevelWidgets() if isinstance(w, UpdatingWindow)]
        assert updating.isVisible()
        assert "up to date" in updating.findChildren(QLabel)[0].text()
        qtbot.waitUntil(lambda: start.joined is not None)
        qtbot.addWidget(start.window)
        assert not updating.isVisible()
        assert updating.bar.value() == updating.bar.maximum() == 1
        start.window.close()
    assert standing(profile.database) == "current"
    assert len(backup.backups(profile.backups)) == 1


def test_steps_are_shown(qtbot: QtBot) -> None:
    updating = UpdatingWindow()
    qtbot.addWidget(updating)
    updating.moved.emit(2, 5)
    assert (updating.bar.value(), updating.bar.maximum()) == (2, 5)
