"""What Enter on a call does on this machine, and what the line at the foot says of it."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.channels.registry import LinkSender, SilentSender
from app.services.ports import Launch, Launched, NoHandler, Sender
from app.ui.workspace.starting import ContactStart
from tests.ui.workplace import Hands, Workplace, at_work, person


class Launcher:
    """Opens every link, or none."""

    def __init__(self, *, opens: bool) -> None:
        self.opens = opens

    def can_open(self, _scheme: str) -> bool:
        return True

    def launch(self, uri: str, done: Callable[[Launch], None]) -> None:
        done(Launched() if self.opens else NoHandler(uri.partition(":")[0]))


@pytest.fixture
def place(tmp_path: Path, qapp: QApplication, qtbot: QtBot) -> Iterator[Workplace]:
    """A desk with one person to call."""
    with at_work(tmp_path / "p", qapp, qtbot, Hands(), person(0)) as made:
        made.come_forward()
        yield made


def use(place: Workplace, monkeypatch: pytest.MonkeyPatch, sender: Sender) -> ContactStart:
    """Let contacts start by `sender`, of which nothing is known yet."""
    start = place.desktop.controller.start
    monkeypatch.setattr(start, "_sender", sender)
    monkeypatch.setattr(start, "_starts", {})
    start.changed.emit()
    return start


@pytest.mark.parametrize(
    ("sender", "said"),
    [
        (LinkSender(Launcher(opens=True)), "Handed to your phone app."),
        (LinkSender(Launcher(opens=False)), "Nothing here opens this. It was copied instead."),
        (SilentSender(), "This is the demo: nobody was called or written to."),
    ],
    ids=["opened", "copied", "demo"],
)
def test_enter_says_what_became_of_the_call(
    place: Workplace, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, sender: Sender, said: str
) -> None:
    use(place, monkeypatch, sender)
    place.press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: place.window.status_data.before == said)


def test_a_number_that_nothing_opens_is_on_the_clipboard(
    place: Workplace, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    start = use(place, monkeypatch, LinkSender(Launcher(opens=False)))
    QGuiApplication.clipboard().clear()
    place.press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: QGuiApplication.clipboard().text() == "+34612345000")
    assert not start.handles("voicemail")
    assert start.handles("email")
