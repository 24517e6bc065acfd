"""Erasing and exporting the open person by keyboard; the window goes on without them."""

import stat
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel
from pytestqt.qtbot import QtBot

from app.bootstrap.desk import open_desk
from app.services.desk.audit import audited
from app.services.people import erasure
from app.storage.upkeep.port import SqlUpkeep
from app.system.paths import Profile
from app.ui.dialogs.erase_dialog import EraseDialog
from app.ui.dialogs.palette import Palette
from tests.traces import files_with
from tests.ui.workplace import Hands, Workplace, at_work, person

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def place(tmp_path: Path, qapp: QApplication, qtbot: QtBot) -> Iterator[Workplace]:
    """A desk with two people at work."""
    names = ("Xaquelinda", "Worpizella")
    people = [person(n, first_name=name, last_name="") for n, name in enumerate(names)]
    with at_work(tmp_path / "p", qapp, qtbot, Hands(), *people) as made:
        made.come_forward()
        yield made


def choose(place: Workplace, words: str) -> None:
    """An action by its name in the palette."""
    place.press(Qt.Key.Key_K, CTRL)
    assert place.start.joined is not None
    palette = place.start.joined.extras.dialog
    assert isinstance(palette, Palette)
    QTest.keyClicks(palette.field, words)
    QTest.keyClick(palette.field, Qt.Key.Key_Return)


def ask_to_erase(place: Workplace, qtbot: QtBot) -> EraseDialog:
    choose(place, "erase this")
    assert place.start.joined is not None
    extras = place.start.joined.extras
    qtbot.waitUntil(lambda: isinstance(extras.dialog, EraseDialog))
    dialog = extras.dialog
    assert isinstance(dialog, EraseDialog)
    return dialog


def others(name: str) -> str:
    return "Worpizella" if name == "Xaquelinda" else "Xaquelinda"


def test_erased_by_keyboard_the_next_person_is_open(
    place: Workplace, qtbot: QtBot, tmp_path: Path
) -> None:
    gone = place.shown()
    place.press(Qt.Key.Key_N)
    place.type(f"{gone} said so")
    place.press(Qt.Key.Key_Escape)
    dialog = ask_to_erase(place, qtbot)
    said = " ".join(label.text() for label in dialog.findChildren(QLabel))
    assert gone in said
    assert "What stays" in said
    QTest.keyClick(dialog.focusWidget(), Qt.Key.Key_Return, CTRL)
    place.wait_for(others(gone))
    qtbot.waitUntil(lambda: not erasure.is_unfinished(place.desk))
    assert [row.name for row in place.rows()] == [others(gone)]
    assert files_with(tmp_path / "p", [gone]) == {}
    assert audited(place.desk.store)[0].kind == "erased"


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Escape])
def test_enter_alone_and_escape_erase_nobody(place: Workplace, qtbot: QtBot, key: Qt.Key) -> None:
    before = place.shown()
    dialog = ask_to_erase(place, qtbot)
    QTest.keyClick(dialog.focusWidget(), key)
    assert place.start.joined is not None
    qtbot.waitUntil(lambda: place.start.joined is not None)
    assert place.shown() == before
    assert len(place.rows()) == 2


def test_erased_elsewhere_while_their_card_is_open(
    place: Workplace, qtbot: QtBot, tmp_path: Path
) -> None:
    """The command line is another program on the same file."""
    gone = place.shown()
    current = place.desktop.controller.session.current
    assert current is not None
    other = open_desk(Profile(tmp_path / "p"), place.clock)
    erasure.erase(other.desk, current.card.lead.lead_id)
    upkeep = SqlUpkeep(tmp_path / "p" / "touchline.db", tmp_path / "p" / "backups")
    erasure.finish(other.desk, upkeep)
    other.close()
    place.desktop.controller.queue.refresh()
    place.wait_for(others(gone))
    assert files_with(tmp_path / "p", [gone]) == {}


def test_export_asks_for_a_folder(
    place: Workplace, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(out))
    choose(place, "export this")
    qtbot.waitUntil(lambda: "Written" in place.window.status_data.before)
    (page,) = out.glob("*.html")
    assert place.shown() in page.read_text()


def test_what_the_window_remembers_is_private(place: Workplace, tmp_path: Path) -> None:
    ini = tmp_path / "p" / "ui.ini"
    assert stat.S_IMODE(ini.stat().st_mode) == 0o600
    place.start.settings.setValue("theme/scheme", "dark")
    place.start.settings.sync()
    assert "dark" in ini.read_text()
    assert stat.S_IMODE(ini.stat().st_mode) == 0o600
