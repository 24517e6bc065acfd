"""Takes pictures of the running demo, screen by screen, to be held beside the design.

QT_QPA_PLATFORM=offscreen python -m tests.ui.photographs FOLDER [--size 1440x900] [--scheme dark]
    [--language es] [--scale 1.3] [NAME ...]

Without names every screen is taken. Each gets a new demo, so that none depends on another.
"""

import argparse
import os
import sys
import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QContextMenuEvent, QPainter, QPixmap
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from app.bootstrap.start import DesktopStart
from app.services.store.queue_rows import QueueRow
from app.system.clock import SystemClock
from app.system.paths import Profile
from app.ui.application import window_settings
from app.ui.extras import Extras
from app.ui.settings.preferences import Preferences
from app.ui.settings.settings_dialog import SettingsDialog
from app.ui.setup.window import SetupWindow
from app.ui.widgets.frame.mini_bar import MiniBar

SAMPLES = Path(__file__).parents[1] / "data"
_NONE, _CTRL = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier
_WAIT_MS, _STEP_MS = 20_000, 20


class Camera:
    """A started demo, hands on its keyboard, and a picture of all that shows."""

    def __init__(self, start: DesktopStart, picture: Callable[[QPixmap], None]) -> None:
        self.start = start
        self._picture = picture

    @property
    def window(self) -> QWidget:
        """The set-up while there is nothing to work with, else the desktop."""
        setup = getattr(self.start, "setup", None)
        return setup if isinstance(setup, SetupWindow) else self.start.window

    @property
    def extras(self) -> Extras:
        assert self.start.joined is not None
        return self.start.joined.extras

    def wait(self, until: Callable[[], bool]) -> None:
        """Until something shows; raises AssertionError when it never does."""
        for _ in range(_WAIT_MS // _STEP_MS):
            if until():
                return
            QTest.qWait(_STEP_MS)
        raise AssertionError("what was to be photographed never came")

    def press(self, *keys: Qt.Key, held: Qt.KeyboardModifier = _NONE) -> None:
        """Keys to whatever has the focus, each once whoever came has been seen."""
        assert self.start.joined is not None
        rest = self.start.joined.desktop.controller.rest
        for key in keys:
            self.wait(lambda: not rest.holds)
            focus = QApplication.focusWidget()
            if focus is not None and focus.window() is not self.window:
                QTest.keyClick(focus, key, held)
            else:
                handle = self.window.windowHandle()
                assert handle is not None
                QTest.keyClick(handle, key, held)
            QTest.qWait(60)

    def type(self, text: str) -> None:
        """Letters into whatever has the focus in the dialog that is open."""
        dialog = self.extras.dialog
        focus = dialog.focusWidget() if dialog is not None else None
        assert focus is not None
        QTest.keyClicks(focus, text)
        QTest.qWait(400)

    def open(self, wanted: Callable[[QueueRow], bool]) -> None:
        """The first person whose row is wanted."""
        assert self.start.joined is not None
        controller, desk = self.start.joined.desktop.controller, self.start.joined.desk
        with desk.store.read() as reader:
            rows = reader.queue_page(desk.identity.rep_id, desk.clock.now(), 200).rows
        row = next(row for row in rows if wanted(row))
        controller.open_touch(row.lead_id, row.touch_id)
        session = controller.session
        self.wait(
            lambda: (at := session.at_hand) is not None and at.card.lead.lead_id == row.lead_id
        )
        QTest.qWait(80)

    def shoot(self, *, mini_bar: bool = False) -> None:
        """The window, with every dialog, menu and list that stands over it."""
        QTest.qWait(250)
        tops = [
            top
            for top in QApplication.topLevelWidgets()
            if top.isVisible()
            and top is not self.window
            and (mini_bar or not isinstance(top, MiniBar))
        ]
        picture = self.window.grab()
        painter = QPainter(picture)
        here = self.window.mapToGlobal(QPoint(0, 0))
        for top in tops:
            place = top.mapToGlobal(QPoint(0, 0)) - here
            painter.drawPixmap(place, top.grab())
            painter.drawRect(QRect(place, top.size()))  # the frame that a desktop would draw
        painter.end()
        self._picture(picture)


def _strip(*keys: Qt.Key) -> Callable[[Camera], None]:
    def take(camera: Camera) -> None:
        camera.open(lambda row: row.channel == "call" and row.kind == "step")
        camera.press(*keys)
        camera.shoot()

    return take


def _channel(channel: str) -> Callable[[Camera], None]:
    def take(camera: Camera) -> None:
        camera.open(lambda row: row.channel == channel)
        camera.shoot()

    return take


def _lane(lane: str) -> Callable[[Camera], None]:
    def take(camera: Camera) -> None:
        camera.open(lambda row: row.lane == lane)
        camera.shoot()

    return take


def _dialog(name: str, text: str = "") -> Callable[[Camera], None]:
    def take(camera: Camera) -> None:
        camera.open(lambda row: row.lane == "due_now")
        camera.extras.open(name)
        camera.wait(lambda: camera.extras.dialog is not None)
        if text:
            camera.type(text)
        camera.shoot()

    return take


def _settings(tab: int) -> Callable[[Camera], None]:
    def take(camera: Camera) -> None:
        camera.press(Qt.Key.Key_Comma, held=_CTRL)
        camera.wait(lambda: isinstance(camera.extras.dialog, SettingsDialog))
        dialog = camera.extras.dialog
        assert isinstance(dialog, SettingsDialog)
        dialog.tabs.setCurrentIndex(tab)
        camera.shoot()

    return take


def _banner(camera: Camera) -> None:
    camera.open(lambda row: row.lane == "due_now")
    assert camera.start.joined is not None
    contacts = camera.start.joined.desktop.first_contacts
    camera.wait(lambda: contacts.most_urgent() is not None)
    camera.shoot()


def _mini_bar(camera: Camera) -> None:
    _banner(camera)
    assert camera.start.joined is not None
    contacts = camera.start.joined.desktop.first_contacts
    camera.window.hide()
    contacts.tick(camera.start.joined.desk.clock.now())
    QTest.qWait(100)
    camera.shoot(mini_bar=True)


def _row_menu(camera: Camera) -> None:
    camera.open(lambda row: row.lane == "due_now")
    view = camera.start.window.workspace.queue.view
    corner = view.visualRect(view.currentIndex()).center()
    at = view.viewport().mapToGlobal(corner)
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, corner, at)
    QApplication.sendEvent(view.viewport(), event)
    QTest.qWait(300)
    camera.shoot()


def _import(name: str) -> Callable[[Camera], None]:
    def take(camera: Camera) -> None:
        camera.press(Qt.Key.Key_O, held=_CTRL)
        camera.wait(lambda: camera.extras.page is not None)
        page = camera.extras.page
        assert page is not None
        if name:
            page.open_file(SAMPLES / name)
            camera.wait(lambda: page.state == "plan")
        camera.shoot()

    return take


def _why(camera: Camera) -> None:
    camera.open(lambda row: row.lane == "waiting")
    camera.start.window.workspace.touch.action_triggered.emit("why")
    camera.shoot()


def _panel(camera: Camera) -> None:
    camera.open(lambda row: row.lane == "due_now")
    if camera.start.window.workspace.room.rail:
        camera.press(Qt.Key.Key_I, held=_CTRL)
    camera.shoot()


SCREENS: dict[str, Callable[[Camera], None]] = {
    "first-contact": _lane("first_contact"),
    "reply": _lane("replies"),
    "callback": _lane("callbacks"),
    "waiting": _lane("waiting"),
    "call": _strip(),
    "objections": _strip(Qt.Key.Key_O, Qt.Key.Key_1),
    "strip-1": _strip(Qt.Key.Key_1),
    "strip-5": _strip(Qt.Key.Key_5),
    "strip-54": _strip(Qt.Key.Key_5, Qt.Key.Key_4),
    "strip-61": _strip(Qt.Key.Key_6, Qt.Key.Key_1),
    "strip-71": _strip(Qt.Key.Key_7, Qt.Key.Key_1),
    "strip-81": _strip(Qt.Key.Key_8, Qt.Key.Key_1),
    "strip-skip": _strip(Qt.Key.Key_S, Qt.Key.Key_5),
    "strip-snooze": _strip(Qt.Key.Key_Z),
    "email": _channel("email"),
    "whatsapp": _channel("whatsapp"),
    "sms": _channel("sms"),
    "linkedin": _channel("linkedin_engage"),
    "banner": _banner,
    "mini-bar": _mini_bar,
    "row-menu": _row_menu,
    "panel": _panel,
    "keys": _dialog("keys"),
    "palette": _dialog("palette"),
    "palette-found": _dialog("palette", "lu"),
    "palette-none": _dialog("palette", "xyzzy"),
    "add": _dialog("add_contact"),
    "log": _dialog("log_contact"),
    "plan": _dialog("plan"),
    "edit": _dialog("edit_person"),
    "settings": _dialog("settings"),
    **{f"settings-{tab}": _settings(tab) for tab in range(1, 8)},
    "import": _import(""),
    "import-plan": _import("hostile.csv"),
    "why": _why,
}


def _set_up(camera: Camera) -> None:
    camera.shoot()


def _set_up_wrong(camera: Camera) -> None:
    setup = camera.window
    assert isinstance(setup, SetupWindow)
    setup.primary.click()
    camera.shoot()


def _set_up_demo(camera: Camera) -> None:
    setup = camera.window
    assert isinstance(setup, SetupWindow)
    setup.ways.choose("demo")
    setup.ways.setFocus()
    camera.shoot()


# Before there is anything to work with.
FIRST: dict[str, Callable[[Camera], None]] = {
    "set-up": _set_up,
    "set-up-wrong": _set_up_wrong,
    "set-up-demo": _set_up_demo,
}


def photograph(app: QApplication, name: str, options: argparse.Namespace) -> None:
    """One screen of a demo of its own, into the folder."""
    wide, high = (int(part) for part in options.size.split("x"))
    folder = Path(options.folder)
    target = folder / f"{name}-{wide}-{options.scheme}-{options.language}.png"
    with tempfile.TemporaryDirectory() as place, ExitStack() as stack:
        profile = Profile(Path(place) / "demo")
        profile.folder.mkdir(parents=True)
        settings = window_settings(profile.window_settings)
        Preferences(settings).language = options.language
        settings.setValue("theme/scheme", options.scheme)
        settings.setValue("theme/text_scale", options.scale)
        settings.sync()
        start = DesktopStart(profile, SystemClock(), app, stack, demo=name not in FIRST)
        start.begin()
        camera = Camera(start, lambda picture: _save(picture, target))
        camera.window.resize(wide, high)
        camera.window.activateWindow()
        if name not in FIRST:
            _wait_for_work(camera)
        camera.window.resize(wide, high)
        try:
            (FIRST | SCREENS)[name](camera)
        except (AssertionError, StopIteration) as error:
            sys.stdout.write(f"{name}: {error!r}\n")
        for top in QApplication.topLevelWidgets():
            top.close()


def _wait_for_work(camera: Camera) -> None:
    camera.wait(lambda: camera.start.joined is not None)
    assert camera.start.joined is not None
    controller = camera.start.joined.desktop.controller
    camera.wait(lambda: not controller.is_beginning and controller.session.at_hand is not None)


def _save(picture: QPixmap, target: Path) -> None:
    picture.save(str(target))
    sys.stdout.write(f"{target}\n")


def main(arguments: list[str]) -> int:
    """Takes the pictures that the arguments name."""
    parser = argparse.ArgumentParser()
    parser.add_argument("folder")
    parser.add_argument("--size", default="1440x900")
    parser.add_argument("--scheme", default="light")
    parser.add_argument("--language", default="en")
    parser.add_argument("--scale", type=float, default=1.0)
    parser.add_argument("names", nargs="*", default=[])
    options = parser.parse_intermixed_args(arguments)
    Path(options.folder).mkdir(parents=True, exist_ok=True)
    app = QApplication([])
    for name in options.names or (*FIRST, *SCREENS):
        photograph(app, name, options)
    sys.stdout.flush()
    os._exit(0)  # a tray or a bus that lingers is no concern of a picture


if __name__ == "__main__":
    main(sys.argv[1:])
