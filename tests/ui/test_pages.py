"""The pages of the running window: one table names them, and keys live on all of them."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from app.services.store.records import Changes
from app.ui.actions import ACTIONS
from app.ui.desktop import ANYWHERE, ON_OPEN_PERSON
from app.ui.pages import MadePage, Page
from tests.ui.workplace import Hands, Workplace, at_work, person

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def place(tmp_path: Path, qapp: QApplication, qtbot: QtBot) -> Iterator[Workplace]:
    """A desk with two people at work."""
    with at_work(tmp_path / "p", qapp, qtbot, Hands(), person(0), person(1)) as made:
        made.come_forward()
        yield made


class Board:
    """A page that counts how often it was read again, and hears keys."""

    def __init__(self) -> None:
        self.refreshed = 0
        self.heard: list[str] = []

    def make(self) -> MadePage:
        return MadePage(
            widget=QLabel("board"), focus=lambda: None, act=self._hear, refresh=self._refresh
        )

    def _hear(self, name: str) -> bool:
        self.heard.append(name)
        return name == "down"

    def _refresh(self) -> None:
        self.refreshed += 1


@pytest.fixture
def board(place: Workplace) -> Board:
    """A further page in the table, out of date whenever the queue changed."""
    made = Board()
    page = Page(name="board", make=made.make, is_stale=lambda changes: changes.queue)
    place.desktop.pages.add(page)
    return made


def test_every_page_is_an_action_with_words(place: Workplace) -> None:
    names = {action.name for action in ACTIONS}
    assert set(place.desktop.pages.names) <= names
    assert {"workspace", "import"} <= set(place.desktop.pages.names)
    assert names >= ANYWHERE | ON_OPEN_PERSON


def test_the_bars_stay_on_every_page(place: Workplace) -> None:
    place.press(Qt.Key.Key_O, CTRL)
    assert not place.desktop.pages.at_home
    assert place.window.top_bar.isVisible()
    assert place.window.status.isVisible()


@pytest.mark.parametrize(
    "key", [Qt.Key.Key_K, Qt.Key.Key_Comma, Qt.Key.Key_N, Qt.Key.Key_L], ids=lambda key: key.name
)
def test_dialogs_open_by_their_keys_on_another_page(place: Workplace, key: Qt.Key) -> None:
    place.press(Qt.Key.Key_O, CTRL)
    place.press(key, CTRL)
    assert place.start.joined is not None
    dialog = place.start.joined.extras.dialog
    assert dialog is not None
    dialog.close()
    assert not place.desktop.pages.at_home


@pytest.mark.parametrize("key", [Qt.Key.Key_1, Qt.Key.Key_9, Qt.Key.Key_Z, Qt.Key.Key_Return])
def test_no_key_of_another_page_reaches_the_person_behind_it(
    place: Workplace, board: Board, key: Qt.Key
) -> None:
    before = place.rows()
    place.desktop.act("board")
    place.press(key)
    place.press(Qt.Key.Key_E, CTRL)
    assert place.start.joined is not None
    assert place.start.joined.extras.dialog is None
    assert place.rows() == before


def test_a_call_that_is_logged_on_another_page_begins_with_nobody(place: Workplace) -> None:
    place.press(Qt.Key.Key_O, CTRL)
    assert place.shown()
    assert place.desktop.at_hand is None


def test_what_was_logged_is_taken_back_from_another_page(place: Workplace, qtbot: QtBot) -> None:
    first = place.shown()
    place.press(Qt.Key.Key_2)
    qtbot.waitUntil(lambda: place.shown() not in ("", first))
    place.desktop.act("workspace")
    place.press(Qt.Key.Key_O, CTRL)
    place.press(Qt.Key.Key_Z, CTRL)
    qtbot.waitUntil(lambda: len(place.rows()) == 2 and place.rows()[0].name == first)
    assert not place.desktop.pages.at_home


def test_a_page_in_front_is_read_again_when_it_is_stale(place: Workplace, board: Board) -> None:
    place.desktop.act("board")
    place.desktop.pages.on_changes(Changes(queue=True))
    place.desktop.pages.on_changes(Changes())
    assert board.refreshed == 1


def test_a_page_behind_is_read_again_once_it_is_opened(place: Workplace, board: Board) -> None:
    place.desktop.act("board")
    place.desktop.act("workspace")
    for _ in range(3):
        place.desktop.pages.on_changes(Changes(queue=True))
    assert board.refreshed == 0
    place.desktop.act("board")
    assert board.refreshed == 1


def test_the_page_in_front_hears_keys(place: Workplace, board: Board) -> None:
    place.desktop.act("board")
    assert place.desktop.act("down")
    assert not place.desktop.act("up")
    assert board.heard == ["down", "up"]


def test_a_page_that_was_closed_is_made_anew(place: Workplace, board: Board) -> None:
    pages = place.desktop.pages
    pages.open("board")
    first = pages.close("board")
    assert pages.at_home
    assert first is not None
    assert pages.widget("board") is None
    first.deleteLater()
    pages.open("board")
    assert pages.widget("board") not in (None, first)


def test_the_line_at_the_foot_names_the_keys_of_the_page(place: Workplace) -> None:
    at_work_hints = place.window.status_data.hints
    assert at_work_hints
    place.press(Qt.Key.Key_O, CTRL)
    assert [hint.key for hint in place.window.status_data.hints] == ["Esc", "Ctrl K", "?"]
    place.desktop.act("workspace")
    assert place.window.status_data.hints == at_work_hints


def test_keys_without_effect_say_so(place: Workplace, qtbot: QtBot) -> None:
    place.press(Qt.Key.Key_Z, CTRL)
    assert place.window.status_data.before.startswith("Nothing to undo")
    place.desktop.first_contacts.on_rows(())
    place.press(Qt.Key.Key_F8)
    assert place.window.status_data.before == "No new lead waits for a first call."
