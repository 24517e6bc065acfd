"""Puts the house together: the only module that names every adapter.

Imports stand inside the functions, so that each start pays only for what it shows.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from app.core.clock import Clock
    from app.core.errors import TouchlineError
    from app.core.local_time import ZoneTables
    from app.services.desk import Desk
    from app.services.first_contact import LeadAlert
    from app.services.ports import Notifier, UriLauncher
    from app.services.unit_of_work import Changes, Identity
    from app.storage.unit_of_work import SqlStore
    from app.system.paths import Profile
    from app.ui.application import QApplication
    from app.ui.event_bridge import EventBridge
    from app.ui.main_window import MainWindow
    from app.ui.setup.window import ProfileWish, SetupWindow

# As many rows a lane as any screen shows, and more than a rep works in a day.
FIRST_ROWS = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenDesk:
    """A desk over an open profile; `close` ends it."""

    desk: Desk
    store: SqlStore
    zones: ZoneTables
    close: Callable[[], None]


def make_profile(
    profile: Profile,
    clock: Clock,
    *,
    rep_name: str,
    company: str,
    zone: str,
    country: str,
    sandbox: bool = False,
    demo: bool = False,
) -> Identity:
    """Set up a workplace in an empty folder. Raises Refused if there is one already."""
    import secrets

    from app.services.unit_of_work import Identity
    from app.storage.create import SECRET_BYTES, create
    from app.system.ids import IdMint

    profile.prepare()
    mint = IdMint(clock)
    identity = Identity(
        org_id=mint.uuid7(),
        device_id=mint.uuid7(),
        rep_id=mint.uuid7(),
        rep_name=rep_name,
        company=company,
        zone=zone,
        country=country,
        sandbox=sandbox,
        demo=demo,
    )
    create(profile.database, identity, secrets.token_bytes(SECRET_BYTES), clock.now())
    return identity


def open_desk(profile: Profile, clock: Clock) -> OpenDesk:
    """Open the profile's store and read the texts. Raises TouchlineError in the user's words."""
    from app.core.local_time import read_zone_tables
    from app.services.cadences import load_library
    from app.services.desk import Desk
    from app.storage.unit_of_work import sql_store
    from app.system.ids import IdMint
    from app.system.resources import read_texts, resource_path
    from app.system.timezones import use_bundled_tzdata

    tz_version = use_bundled_tzdata()
    mint = IdMint(clock).uuid7
    with ExitStack() as stack:
        store = sql_store(profile.database, clock, mint)
        stack.callback(store.database.close)
        with store.read() as reader:
            identity, secret = reader.identity(), reader.secret()
        library = load_library(
            cadences=read_texts("cadences"),
            templates=read_texts("templates"),
            scripts=read_texts("scripts"),
            rules=read_texts("rules"),
            words=read_texts("words"),
        )
        desk = Desk(
            store=store,
            library=library,
            clock=clock,
            new_id=mint,
            tz_version=tz_version,
            identity=identity,
            secret=secret,
        )
        zones = read_zone_tables(
            _text(resource_path("contact_rules.toml")),
            _text(resource_path("zones", "country_zones.json")),
            _text(resource_path("zones", "regions.toml")),
        )
        return OpenDesk(desk=desk, store=store, zones=zones, close=stack.pop_all().close)


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def make_demo(profile: Profile, clock: Clock) -> None:
    """Set up an invented workplace: people in every state the queue can show, marked as demo."""
    from app.services.demo import COMPANY, REP, fill

    make_profile(
        profile,
        clock,
        rep_name=REP,
        company=COMPANY,
        zone="Europe/Madrid",
        country="ES",
        sandbox=True,
        demo=True,
    )
    opened = open_desk(profile, clock)
    try:
        fill(opened.desk, clock.now())
    finally:
        opened.close()


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
            return _run_window(profile, stack, demo=demo)
        except TouchlineError as error:
            print(f"{error.message} {error.hint}".strip(), file=sys.stderr)  # noqa: T201 - there may be no window to say it in
            return 1


def _run_window(profile: Profile, stack: ExitStack, *, demo: bool) -> int:
    import sys

    from app.system.clock import SystemClock
    from app.system.crash import CrashReports
    from app.system.logs import start_logging
    from app.system.resources import resource_path
    from app.system.single_instance import SingleInstance
    from app.ui.application import make_application

    clock: Clock = SystemClock()
    stack.callback(start_logging(profile.logs))
    crashes = CrashReports(profile.logs, clock)
    crashes.install()
    stack.callback(crashes.uninstall)
    lock = SingleInstance(profile.lock)
    if not lock.acquire():
        from app.ui.summons import summon

        summon(profile.folder)
        return 0
    stack.callback(lock.release)
    app = make_application(sys.argv[:1], resource_path("icons", "touchline.svg"))
    start = DesktopStart(profile, clock, app, stack, demo=demo)
    start.begin()
    return app.exec()


class DesktopStart:
    """The steps of a start: paint first, then load, then join the two; each part knows its end."""

    def __init__(
        self, profile: Profile, clock: Clock, app: QApplication, stack: ExitStack, *, demo: bool
    ) -> None:
        from app.services.wording import Wording
        from app.system.resources import resource_path
        from app.ui.application import make_theme, window_settings
        from app.ui.tasks import Tasks

        self.profile = profile
        self.clock = clock
        self.app = app
        self.demo = demo
        self.stack = stack
        self.settings = window_settings(profile.window_settings)
        self.theme = make_theme(app, self.settings)
        self.words = Wording.load(resource_path("i18n", "en.json"))
        self.tasks = Tasks()
        stack.callback(self.tasks.stop)
        self.window: MainWindow
        self.joined: Joined | None = None

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
            from app.storage.migrate import migrate

            migrate(self.profile.database, self.profile.backups, self.clock.now())
        self._paint()

    # Inside

    def _begin_demo(self) -> None:
        """An invented workplace, on a clock that begins on a working day."""
        from app.services.demo import BEGINS_AT
        from app.system.clock import ShiftedClock

        self.clock = ShiftedClock(self.clock, BEGINS_AT)
        make_demo(self.profile, self.clock)

    def _paint(self, opened: OpenDesk | None = None) -> None:
        from app.storage.first_page import read_first_page
        from app.ui.application import make_window

        now = self.clock.now()
        first = read_first_page(self.profile.database, now, FIRST_ROWS)
        self.window = make_window(self.theme, self.words, first.zone, self.settings)
        self.window.workspace.show_queue(first.page)
        self.window.after_paint(self._load if opened is None else lambda: self._join(opened))
        self.window.show()
        self.window.workspace.queue.view.setFocus()

    def _load(self) -> None:
        """Everything the first paint did not need, in a thread."""
        self.tasks.read(lambda: load_rest(self.profile, self.clock), self._join, self._give_up)

    def _join(self, opened: OpenDesk) -> None:
        import gc

        self.stack.callback(opened.close)
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

        def make() -> OpenDesk:
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
            return load_rest(self.profile, self.clock)

        def made(opened: OpenDesk) -> None:
            setup.finished.connect(lambda: self._finish_set_up(setup, opened))
            if wish.kind == "demo":
                setup.finished.emit()
            else:
                setup.offer_import(opened.desk, self.tasks, opened.zones)

        self.tasks.read(make, made, setup.show_problem)

    def _finish_set_up(self, setup: SetupWindow, opened: OpenDesk) -> None:
        self._paint(opened)
        setup.close()

    def _give_up(self, error: TouchlineError) -> None:
        self.window.tell(error)
        self.app.exit(1)


def load_rest(profile: Profile, clock: Clock) -> OpenDesk:
    """Open the desk, and import on the way what the window needs next."""
    import app.alerts.chain
    import app.channels.registry
    import app.scheduling.scheduler
    import app.ui.extras  # noqa: F401 - imported here so that the GUI thread finds it ready

    return open_desk(profile, clock)


class Joined:
    """Window, desk, clock and alerts, joined. Everything registers its end on the start's stack."""

    def __init__(self, start: DesktopStart, opened: OpenDesk) -> None:
        from app import __version__
        from app.alerts.chain import AlertChain
        from app.alerts.sound import SystemSound
        from app.channels.registry import link_for
        from app.channels.uri_launcher import DesktopLauncher, SilentLauncher
        from app.scheduling.jobs import ALERTS, ARRIVALS, CHECKPOINT, LANES
        from app.scheduling.scheduler import Scheduler
        from app.services.demo import arrivals
        from app.system.resources import resource_path
        from app.ui.desktop import Desktop
        from app.ui.event_bridge import EventBridge
        from app.ui.extras import Extras
        from app.ui.first_contacts import WindowNotifier
        from app.ui.summons import Summons
        from app.ui.workspace.controller import Outside

        self.desk = opened.desk
        self._store = opened.store
        self._tasks = start.tasks
        self._moving = False
        self.bridge = EventBridge()
        opened.store.after_commit.append(self.bridge.changed.emit)
        sound = SystemSound(resource_path("sounds"))
        start.stack.callback(sound.stop)
        chain = AlertChain(
            WindowNotifier(),
            desktop_notifiers(start.app, self.bridge, start.stack),
            desktop_wanted=start.window.is_behind,
        )
        chain.start()
        start.stack.callback(chain.stop)
        launcher: UriLauncher = DesktopLauncher()
        if opened.desk.identity.demo:
            launcher = SilentLauncher()
        self.desktop = Desktop(
            start.app,
            start.window,
            start.theme,
            start.words,
            start.settings,
            desk=opened.desk,
            tasks=start.tasks,
            bridge=self.bridge,
            outside=Outside(link_for=link_for, launcher=launcher),
            notifier=chain,
            sound=sound,
        )
        start.window.closing.connect(self.desktop.stop)
        self.extras = Extras(
            start.window,
            self.desktop,
            theme=start.theme,
            words=start.words,
            settings=start.settings,
            desk=opened.desk,
            tasks=start.tasks,
            zones=opened.zones,
            sound=sound,
            version=__version__,
        )
        self._scheduler = Scheduler(start.clock, on_gap=self._on_gap)
        self._alerts_job = ALERTS
        self._version = self._store.database.data_version()
        self._scheduler.every(ALERTS, self._look)
        self._scheduler.every(LANES, self._look)
        self._scheduler.every(CHECKPOINT, self._store.database.checkpoint)
        if opened.desk.identity.demo:
            self._scheduler.every(ARRIVALS, self._arrive)
            self._arrivals = arrivals(opened.desk)
        start.stack.callback(self._scheduler.stop)
        self._summons = Summons(start.profile.folder, self.bridge.raise_window.emit)
        start.stack.callback(self._summons.stop)
        opened.store.after_commit.append(lambda _: self._plan_next())
        self._scheduler.start()

    def _arrive(self) -> None:
        """In a demo people come in while somebody watches."""
        self._tasks.command(lambda: next(self._arrivals), lambda _: None, self._failed)

    def _look(self) -> None:
        """What is due now? Runs on a thread of the scheduler; writing is the writer's."""
        version = self._store.database.data_version()
        if version != self._version:
            from app.services.unit_of_work import Changes

            self._version = version
            self.bridge.changed.emit(Changes(queue=True))
        with self._store.read() as reader:
            next_at = reader.next_change_at()
        if next_at is None or self._moving:
            return
        if next_at > self.desk.clock.now():
            self._scheduler.at(self._alerts_job, next_at)
            return
        self._moving = True
        self._tasks.bulk(self._move_on(), self._moved, self._failed)

    def _move_on(self) -> Iterator[tuple[LeadAlert, ...]]:
        """Alerts first, then everything whose time has come, in portions."""
        from app.services.enrolments import PORTION, pass_time
        from app.services.first_contact import take_due_alerts

        try:
            moved = PORTION
            while moved >= PORTION:
                moved = len(pass_time(self.desk, limit=PORTION).leads)
                yield take_due_alerts(self.desk)
        finally:
            self._moving = False
            self._plan_next()

    def _moved(self, alerts: tuple[LeadAlert, ...]) -> None:
        if alerts:
            self.bridge.alerts.emit(alerts)

    def _failed(self, error: TouchlineError) -> None:
        self.bridge.failed.emit(error)

    def _plan_next(self) -> None:
        """Wake up exactly when the store says that something changes next."""
        if self._moving:
            return
        with self._store.read() as reader:
            next_at = reader.next_change_at()
        self._scheduler.at(self._alerts_job, next_at)

    def _on_gap(self, seconds: float) -> None:
        """The machine slept, or its clock was set: look at every row that is shown anew."""
        self.bridge.slept.emit(seconds)
        self._tasks.bulk(self._look_anew(), lambda _: None, self._failed)

    def _look_anew(self) -> Iterator[Changes]:
        from app.services.enrolments import PORTION, rejudge

        with self._store.read() as reader:
            page = reader.queue_page(self.desk.identity.rep_id, self.desk.clock.now(), FIRST_ROWS)
        leads = [row.lead_id for row in page.rows]
        for start in range(0, len(leads), PORTION):
            yield rejudge(self.desk, frozenset(leads[start : start + PORTION]))


def desktop_notifiers(app: QApplication, bridge: EventBridge, stack: ExitStack) -> list[Notifier]:
    """The ways this desktop has to show a notice outside the window, the best first."""
    import sys

    from app.alerts.desktop_plyer import PlyerNotifier

    notifiers: list[Notifier] = []
    if sys.platform == "linux":
        from app.alerts.desktop_native import DBusNotifier

        native = DBusNotifier(on_click=lambda notice: bridge.clicked.emit(notice.lead_id))
        stack.callback(native.stop)
        notifiers.append(native)
    else:
        from app.ui.tray import TrayNotifier

        tray = TrayNotifier(app.windowIcon(), bridge.clicked.emit)
        stack.callback(tray.stop)
        notifiers.append(tray)
    notifiers.append(PlyerNotifier())
    return notifiers
