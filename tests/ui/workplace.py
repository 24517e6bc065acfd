"""A real workplace for tests: a profile on disk, the real start, and a clock that obeys."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.bootstrap.desk import make_profile, open_desk
from app.bootstrap.start import DesktopStart
from app.core.people.new_lead import NewLead, NewPoint
from app.services.desk.desk import Desk
from app.services.people.leads import add_lead
from app.services.store.queue_rows import QueueRow
from app.system.paths import Profile
from app.ui.desktop import Desktop
from app.ui.main_window import MainWindow

# A Wednesday morning in Madrid, when everybody may be called.
NOW = datetime(2026, 11, 18, 9, 42, tzinfo=UTC)


class Hands:
    """A clock that shows what the test says."""

    boot_id = "test"

    def __init__(self, at: datetime = NOW) -> None:
        self.at = at
        self.looked_s = 0.0

    def now(self) -> datetime:
        """The instant set last."""
        return self.at

    def monotonic_s(self) -> float:
        """Goes with the clock, and on while somebody looks."""
        return (self.at - NOW).total_seconds() + self.looked_s

    def look(self) -> None:
        """A moment goes by on the hand that never jumps; no wall clock shows it."""
        self.looked_s += 0.3

    def is_set_to(self, at: datetime) -> None:
        """Somebody sets the clock; the hand that never jumps goes on."""
        self.looked_s -= (at - self.at).total_seconds()
        self.at = at

    def turn(self, **span: float) -> None:
        """Let time pass."""
        self.at += timedelta(**span)


def person(number: int, **facts: object) -> NewLead:
    """Somebody in Madrid who agreed to everything and asked this very moment."""
    made: dict[str, object] = {
        "first_name": f"Person{number}",
        "last_name": "Ejemplo",
        "points": (
            NewPoint(kind="phone", value=f"+34612345{number:03d}"),
            NewPoint(kind="email", value=f"person{number}@example.com"),
        ),
        "country": "ES",
        "city": "Madrid",
        "language": "es",
        "source": "web_form",
        "interest": "MBA",
        "zones": ("Europe/Madrid",),
        "consents": {"call": True, "email": True, "whatsapp": True},
    }
    return NewLead(**(made | facts))  # type: ignore[arg-type]  # fields by name, checked by use


class Workplace:
    """A started desktop; `press` sends keys to the window as a keyboard does."""

    def __init__(self, start: DesktopStart, qtbot: QtBot, clock: Hands) -> None:
        self.start = start
        self.qtbot = qtbot
        self.clock = clock

    @property
    def window(self) -> MainWindow:
        return self.start.window

    @property
    def desktop(self) -> Desktop:
        assert self.start.joined is not None
        return self.start.joined.desktop

    @property
    def desk(self) -> Desk:
        assert self.start.joined is not None
        return self.start.joined.desk

    def come_forward(self) -> None:
        """The window in front, so that keys reach it."""
        self.window.activateWindow()
        self.qtbot.waitUntil(self.window.isActiveWindow)

    def rows(self) -> tuple[QueueRow, ...]:
        """The queue as the store has it now."""
        with self.desk.store.read() as reader:
            return reader.queue_page(self.desk.identity.rep_id, self.clock.now(), 200).rows

    def shown(self) -> str:
        """The name of the person whose touch is open, "" if none."""
        current = self.desktop.controller.session.current
        return current.card.lead.name if current else ""

    def wait_for(self, name: str) -> None:
        """Until the touch of this person is open."""
        self.qtbot.waitUntil(lambda: self.shown() == name)

    def press(
        self,
        key: Qt.Key,
        modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
    ) -> None:
        """A key, to whatever has the focus, by somebody who looks first who is there."""
        self.look()
        self.tap(key, modifier)

    def look(self) -> None:
        """Until whoever is open has been seen."""
        rest = self.desktop.controller.rest
        if self.window.pages.currentWidget() is self.window.workspace:
            self.qtbot.waitUntil(lambda: not rest.waits_for_paint)
            if rest.holds:
                self.clock.look()

    def tap(
        self,
        key: Qt.Key,
        modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
    ) -> None:
        """A key, to whatever has the focus, whoever is there."""
        handle = self.window.windowHandle()
        assert handle is not None
        QTest.keyClick(handle, key, modifier)

    def hold(
        self,
        key: Qt.Key,
        modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
        *,
        times: int = 30,
    ) -> None:
        """A key that stays down: the first press, and those that the keyboard makes of it."""
        handle = self.window.windowHandle()
        assert handle is not None
        text = chr(key).lower() if Qt.Key.Key_Space <= key <= Qt.Key.Key_Z else ""
        for count in range(times):
            self.look()
            event = QKeyEvent(QEvent.Type.KeyPress, key, modifier, text, count > 0)
            QApplication.sendEvent(handle, event)
        QTest.keyRelease(handle, key, modifier)

    def type(self, text: str) -> None:
        """Letters, one by one, into whatever has the focus."""
        focus = self.window.focusWidget()
        assert focus is not None
        QTest.keyClicks(focus, text)


@contextmanager
def at_work(
    folder: Path,
    app: QApplication,
    qtbot: QtBot,
    clock: Hands,
    *people: NewLead,
    waiting: bool = False,
) -> Iterator[Workplace]:
    """The desktop over the profile in `folder`, made with `people` in it unless it exists.

    A touch of one of them is open by then, unless all of them are `waiting`.
    """
    profile = Profile(folder)
    if not profile.exists():
        make_profile(
            profile,
            clock,
            rep_name="Marta Solé",
            company="Campus Faro",
            zone="Europe/Madrid",
            country="ES",
        )
        opened = open_desk(profile, clock)
        for one in people:
            add_lead(opened.desk, one)
        opened.close()
    with ExitStack() as stack:
        start = DesktopStart(profile, clock, app, stack, demo=False)
        start.begin()
        start.window.resize(1440, 900)  # the screen of a test is smaller than that of a rep
        qtbot.addWidget(start.window)
        qtbot.waitUntil(lambda: start.joined is not None)
        place = Workplace(start, qtbot, clock)
        if (people or place.rows()) and not waiting:
            qtbot.waitUntil(lambda: place.shown() != "")
        qtbot.waitUntil(lambda: not place.desktop.controller.is_beginning)
        yield place
        start.window.close()
