"""Starting the desktop: paint first, then load, then join the two."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from app.bootstrap.desk import ProfileDesk, make_demo, make_profile, open_desk

if TYPE_CHECKING:
    from app.bootstrap.join import Joined
    from app.core.clock import Clock
    from app.core.errors import TouchlineError
    from app.system.paths import Profile
    from app.ui.application import QApplication
    from app.ui.main_window import MainWindow
    from app.ui.setup.window import ProfileWish, SetupWindow
    from app.ui.theme.theme import Theme
    from app.ui.workspace.panes import Panes, QSplitter

# As many rows a lane as a tall screen shows; the window reads on once everything is there.
FIRST_ROWS = 50
_TURN_S = 0.001
# Most of what a start makes stays, and cycles are few: looking for them as often as Python does
# (each 700 new objects) goes through the same things again while a key waits.
_OBJECTS_A_LOOK = 10_000
_LOOKS_A_GENERATION = 20


def run_desktop(folder: Path | None, *, demo: bool = False) -> int:
    """The desktop, until its window closes; the process's exit code.

    A second start of the same profile brings the first one to the front instead. A demo lives in
    a folder of its own that goes with it.
    """
    import sys

    from app.core.errors import TouchlineError
    from app.system.paths import Profile, default_folder

    with ExitStack() as stack:
        try:
            if demo:
                import tempfile

                folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="touchline-")))
                profile = Profile(folder / "demo")
            else:
                profile = Profile(folder or default_folder())
            profile.prepare()
            code, again = _run_window(profile, stack, demo=demo)
        except TouchlineError as error:
            print(f"{error.message} {error.hint}".strip(), file=sys.stderr)  # noqa: T201 - there may be no window to say it in
            return 1
    if again:
        import subprocess

        subprocess.Popen([sys.executable, *sys.orig_argv[1:]])  # noqa: S603 - as this was started
    return code


def _run_window(profile: Profile, stack: ExitStack, *, demo: bool) -> tuple[int, bool]:
    """The exit code, and whether the window is to open again."""
    import gc
    import sys

    from app.core.errors import TouchlineError
    from app.system.clock import SystemClock
    from app.system.crash import CrashReports
    from app.system.logs import start_logging
    from app.system.resources import resource_path
    from app.system.single_instance import SingleInstance
    from app.ui.application import make_application, tell

    # What computes in a thread gives way to the window after this long, not after 5 ms.
    sys.setswitchinterval(_TURN_S)
    gc.set_threshold(_OBJECTS_A_LOOK, _LOOKS_A_GENERATION, _LOOKS_A_GENERATION)
    clock: Clock = SystemClock()
    stack.callback(start_logging(profile.logs))
    crashes = CrashReports(profile.logs, clock)
    crashes.install()
    stack.callback(crashes.uninstall)
    lock = SingleInstance(profile.lock)
    if not lock.acquire():
        from app.ui.summons import summon

        summon(profile.folder)
        return 0, False
    stack.callback(lock.release)
    app = make_application(sys.argv[:1], resource_path("icons", "touchline.svg"))
    with ExitStack() as parts:
        start = DesktopStart(profile, clock, app, parts, demo=demo)
        try:
            start.begin()
        except TouchlineError as error:
            tell(error)
            return 1, False
        code = app.exec()
    if start.backup_wanted is None:
        return code, start.again
    try:
        restore(profile, start.backup_wanted, clock)
    except TouchlineError as error:
        tell(error)
    return code, True


def restore(profile: Profile, copy: Path, clock: Clock) -> None:
    """Put a backup in the place of the profile's database, which nobody may have open.

    Raises TouchlineError; everything is then as it was.
    """
    from app.bootstrap.restoring import restore_backup

    restore_backup(profile, copy, clock)


class DesktopStart:
    """The steps of a start: paint first, then load, then join the two; each part knows its end."""

    def __init__(
        self, profile: Profile, clock: Clock, app: QApplication, stack: ExitStack, *, demo: bool
    ) -> None:
        from app.ui.application import make_theme, make_words, window_settings
        from app.ui.tasks import Tasks

        self.profile = profile
        self.clock = clock
        self.app = app
        self.demo = demo
        self.stack = stack
        self.settings = window_settings(profile.window_settings)
        self.theme = make_theme(app, self.settings)
        self.words = make_words(app, self.settings)
        self.tasks = Tasks()
        stack.callback(self.tasks.stop)
        self.window: MainWindow
        self.joined: Joined | None = None
        self.backup_wanted: Path | None = None
        self.again = False

    def open_again(self) -> None:
        """Close the window; the program starts once more when this run has ended."""
        self.again = True
        self.window.close()

    def go_back_to(self, copy: Path) -> None:
        """Close the window; the backup is put in its place once nobody has the database open."""
        self.backup_wanted = copy
        self.window.close()

    def begin(self) -> None:
        """Paint what is known already and go on behind it; a new profile is set up first.

        Raises TouchlineError when the profile cannot be used.
        """
        from app.storage.version import standing

        found = standing(self.profile.database)
        if found == "missing" and self.demo:
            self._begin_demo()
            found = "current"
        if found == "missing":
            self._set_up()
            return
        if found == "older":
            self._bring_up_to_date()
            return
        self._paint()

    # Inside

    def _bring_up_to_date(self) -> None:
        """A backup and the migrations, in a thread, behind a window that says how far they are."""
        from app.storage.upkeep.migrate import migrate
        from app.ui.application import tell
        from app.ui.setup.updating import UpdatingWindow

        profile, now = self.profile, self.clock.now()
        updating = UpdatingWindow()
        updating.show()

        def done(_: Path | None) -> None:
            self._paint()
            updating.close()

        def failed(error: TouchlineError) -> None:
            tell(error, updating)
            self.app.exit(1)

        moved = updating.moved.emit
        self.tasks.read(
            lambda: migrate(profile.database, profile.backups, now, moved), done, failed
        )

    def _begin_demo(self) -> None:
        """An invented workplace, on a clock that begins on a working day."""
        from app.services.demo.workplace import BEGINS_AT
        from app.system.clock import ShiftedClock

        self.clock = ShiftedClock(self.clock, BEGINS_AT)
        make_demo(self.profile, self.clock)

    def _paint(self, opened: ProfileDesk | None = None) -> None:
        from zoneinfo import ZoneInfo

        from app.storage.first_page import read_first_page
        from app.ui.application import make_window

        now = self.clock.now()
        first = read_first_page(self.profile.database, now, FIRST_ROWS)
        self.words.tell(ZoneInfo(first.zone), self.clock.now)
        self.window = make_window(self.theme, self.words, first.zone, self.settings, make_panes)
        self.window.workspace.show_queue(first.page)
        self.window.after_paint(self._load if opened is None else lambda: self._join(opened))
        self.window.show()
        self.window.workspace.queue.view.setFocus()

    def _load(self) -> None:
        """Everything the first paint did not need, in a thread."""
        self.tasks.long_read(
            lambda: load_rest(self.profile, self.clock, self.words.language),
            self._opened,
            self._give_up,
        )

    def _opened(self, opened: ProfileDesk) -> None:
        from app.ui.application import soon

        self._close_last(opened)
        # In two steps, so that what a rep does in between is not kept waiting by both.
        self.window.workspace.fill()
        soon(self.window, lambda: self._join(opened))

    def _close_last(self, opened: ProfileDesk) -> None:
        """The store closes once everything a rep has logged and typed stands in it."""
        self.stack.callback(opened.close)
        self.stack.callback(self.tasks.stop)

    def _join(self, opened: ProfileDesk) -> None:
        import gc

        from app.bootstrap.join import Joined

        self.joined = Joined(self, opened)
        gc.freeze()

    def _set_up(self) -> None:
        """Nothing is here yet: ask where the work lives, make it, offer the first import."""
        from app.system.timezones import machine_zone, use_bundled_tzdata
        from app.ui.setup.window import SetupWindow

        use_bundled_tzdata()
        setup = SetupWindow(self.theme, self.words, zone=machine_zone())
        setup.wanted.connect(lambda wish: self._make(setup, wish))
        setup.show()
        self.setup = setup

    def _make(self, setup: SetupWindow, wish: ProfileWish) -> None:
        """What was chosen: a profile of this computer, or a demo that goes with its folder."""
        if wish.kind == "demo":
            import tempfile

            from app.system.paths import Profile

            folder = self.stack.enter_context(tempfile.TemporaryDirectory(prefix="touchline-"))
            self.profile = Profile(Path(folder) / "demo")

        def make() -> ProfileDesk:
            if wish.kind == "demo":
                self._begin_demo()
            else:
                make_profile(
                    self.profile,
                    self.clock,
                    rep_name=wish.rep_name,
                    company=wish.company,
                    zone=wish.zone,
                    country=wish.country,
                )
            opened = load_rest(self.profile, self.clock, self.words.language)
            if wish.content:
                from app.services.working.content_list import save_content

                save_content(opened.desk, wish.content)
            return opened

        def made(opened: ProfileDesk) -> None:
            self._close_last(opened)
            setup.finished.connect(lambda: self._finish_set_up(setup, opened))
            if wish.kind == "demo":
                setup.finished.emit()
            else:
                setup.offer_import(opened.desk, self.tasks, opened.zones)

        self.tasks.read(make, made, setup.show_problem)

    def _finish_set_up(self, setup: SetupWindow, opened: ProfileDesk) -> None:
        self._paint(opened)
        setup.close()

    def _give_up(self, error: TouchlineError) -> None:
        from app.ui.application import tell

        tell(error, self.window)
        self.app.exit(1)


def make_panes(theme: Theme, splitter: QSplitter) -> Panes:
    """What stands beside the queue; the first paint has no need of it."""
    from app.ui.workspace import panes

    return panes.make_panes(theme, splitter)


def load_rest(profile: Profile, clock: Clock, language: str) -> ProfileDesk:
    """Open the desk, and import on the way what the window needs next."""
    import sys

    # Imported here so that the thread of the window finds it ready.
    import app.alerts.chain
    import app.alerts.desktop_plyer
    import app.bootstrap.join
    import app.channels.registry
    import app.scheduling.heartbeat
    import app.services.demo.workplace
    import app.storage.upkeep.port
    import app.ui.extras
    import app.ui.summons
    import app.ui.workspace.panes

    if sys.platform == "linux":
        import app.alerts.desktop_native  # noqa: F401

    return open_desk(profile, clock, language)
