"""A page over a real store, worked with by keyboard."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.bootstrap.desk import ProfileDesk, make_profile, open_desk
from app.system.paths import Profile
from app.ui.importing.import_foot import FootState
from app.ui.importing.import_page import ImportPage
from app.ui.tasks import Tasks
from app.ui.theme.theme import Theme
from tests.importing import NOW, SAMPLES
from tests.ui.workplace import Hands

CTRL = Qt.KeyboardModifier.ControlModifier
ENQUIRIES = SAMPLES / "enquiries_es.csv"


class Running(Hands):
    """A clock on which every look takes longer than one step of an import may last."""

    def monotonic_s(self) -> float:
        """Each call is 60 ms later."""
        self.looks = getattr(self, "looks", 0) + 1
        return self.looks * 0.06


@contextmanager
def desk_at(folder: Path, clock: Hands | None = None) -> Iterator[tuple[ProfileDesk, Tasks]]:
    """A new desk in Madrid and the threads that work for it."""
    profile, hands = Profile(folder), clock or Hands(NOW)
    make_profile(
        profile, hands, rep_name="Marta", company="Faro", zone="Europe/Madrid", country="ES"
    )
    opened, tasks = open_desk(profile, hands), Tasks()
    try:
        yield opened, tasks
    finally:
        tasks.stop()
        opened.close()


@contextmanager
def page_at(
    folder: Path, theme: Theme, qtbot: QtBot, clock: Hands | None = None, *, setting_up: bool = True
) -> Iterator[ImportPage]:
    """An import page in a window of its own."""
    with desk_at(folder, clock) as (opened, tasks):
        page = ImportPage(theme, opened.desk, tasks, opened.zones, setting_up=setting_up)
        qtbot.addWidget(page)
        page.resize(1440, 640)
        page.show()
        qtbot.waitExposed(page)
        front(qtbot, page)
        page.focus_first()
        yield page


def front(qtbot: QtBot, widget: QWidget) -> None:
    """Bring a window to the front, where keys reach it."""
    widget.activateWindow()
    qtbot.waitUntil(widget.isActiveWindow)


def key(widget: QWidget, code: Qt.Key, held: Qt.KeyboardModifier | None = None) -> None:
    """A key as a keyboard sends it: to the window, for whatever has the focus."""
    handle = widget.window().windowHandle()
    assert handle is not None
    QTest.keyClick(handle, code, held or Qt.KeyboardModifier.NoModifier)


def reach(qtbot: QtBot, page: ImportPage, state: FootState) -> None:
    """Until the page stands there, and no answer is on its way."""
    qtbot.waitUntil(lambda: page.state == state, timeout=20_000)


def read(qtbot: QtBot, page: ImportPage, path: Path) -> None:
    """Open a file and wait for its plan."""
    page.open_file(path)
    reach(qtbot, page, "plan")


def read_again(qtbot: QtBot, page: ImportPage) -> None:
    """Until a change of the plan has been worked in."""
    qtbot.waitUntil(lambda: page.job.result is not None and page.foot.primary.isEnabled())


def listed(folder: Path, text: str, name: str = "list.csv") -> Path:
    """A file with this text."""
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path
