"""Window, desk, clock and alerts, joined once the desk is open."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from contextlib import ExitStack

    from app.bootstrap.desk import OpenDesk
    from app.bootstrap.start import DesktopStart
    from app.core.errors import TouchlineError
    from app.services.ports import Notifier, UriLauncher
    from app.services.store.records import Changes
    from app.services.working.first_contact import LeadAlert
    from app.ui.application import QApplication
    from app.ui.event_bridge import EventBridge

# The rows that are looked at anew after a sleep: as many of a lane as the window holds.
ROWS = 200


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
        from app.storage.upkeep.port import SqlUpkeep
        from app.system.resources import resource_path
        from app.ui.desktop import Desktop
        from app.ui.event_bridge import EventBridge
        from app.ui.extras import Extras
        from app.ui.first_contacts import WindowNotifier
        from app.ui.summons import Summons
        from app.ui.workspace.starting import Outside

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
            copies=SqlUpkeep(start.profile.database, start.profile.backups),
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
        self.extras.rights.finish_erasure()

    def _arrive(self) -> None:
        """In a demo people come in while somebody watches."""
        self._tasks.command(lambda: next(self._arrivals), lambda _: None, self._failed)

    def _look(self) -> None:
        """What is due now? Runs on a thread of the scheduler; writing is the writer's."""
        version = self._store.database.data_version()
        if version != self._version:
            from app.services.cadences.versions import refresh
            from app.services.store.records import Changes

            self._version = version
            refresh(self.desk)
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
        from app.services.working.first_contact import take_due_alerts
        from app.services.working.passing_time import PORTION, pass_time

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
        from app.services.working.passing_time import PORTION, rejudge

        with self._store.read() as reader:
            page = reader.queue_page(self.desk.identity.rep_id, self.desk.clock.now(), ROWS)
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
