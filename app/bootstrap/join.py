"""Window, desk, clock and alerts, joined once the desk is open."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from contextlib import ExitStack

    from app.bootstrap.desk import ProfileDesk
    from app.bootstrap.start import DesktopStart
    from app.services.ports import Notifier, Sender
    from app.ui.application import QApplication
    from app.ui.event_bridge import EventBridge


class Joined:
    """Window, desk, clock and alerts, joined. Everything registers its end on the start's stack."""

    def __init__(self, start: DesktopStart, opened: ProfileDesk) -> None:
        from app import __version__
        from app.alerts.chain import AlertChain
        from app.alerts.sound import SystemSound
        from app.channels.registry import LinkSender, SilentSender
        from app.channels.uri_launcher import DesktopLauncher
        from app.scheduling.heartbeat import Heartbeat, Listeners
        from app.scheduling.jobs import ARRIVALS
        from app.services.demo.workplace import arrivals
        from app.storage.upkeep.port import SqlUpkeep
        from app.system.resources import resource_path
        from app.ui.desktop import Desktop
        from app.ui.dialogs.lost_dialog import LossNotice
        from app.ui.event_bridge import EventBridge
        from app.ui.extras import Extras, Installed
        from app.ui.first_contact_alerts import WindowNotifier
        from app.ui.one_dialog import Surroundings
        from app.ui.summons import Summons

        self.desk = opened.desk
        self._tasks = start.tasks
        self.bridge = EventBridge()
        opened.store.after_commit.append(self.bridge.changed.emit)
        sound = SystemSound(resource_path("sounds"))
        start.stack.callback(sound.stop)
        chain = AlertChain(
            WindowNotifier(),
            desktop_notifiers(start.app, self.bridge, start.stack),
            on_report=lambda report: self.bridge.reported.emit(report.key),
            desktop_wanted=start.window.is_behind,
        )
        chain.start()
        start.stack.callback(chain.stop)
        sender: Sender = LinkSender(DesktopLauncher())
        if opened.desk.identity.demo:
            sender = SilentSender()
        self.desktop = Desktop(
            start.app,
            start.window,
            start.theme,
            start.words,
            start.settings,
            desk=opened.desk,
            tasks=start.tasks,
            bridge=self.bridge,
            sender=sender,
            notifier=chain,
            sound=sound,
        )
        start.window.closing.connect(self.desktop.stop)
        upkeep = SqlUpkeep(start.profile.database, start.profile.backups)
        self.extras = Extras(
            Surroundings(
                window=start.window,
                theme=start.theme,
                words=start.words,
                desk=opened.desk,
                tasks=start.tasks,
            ),
            self.desktop,
            Installed(
                settings=start.settings,
                sound=sound,
                zones=opened.zones,
                copies=upkeep,
                kept=upkeep.kept,
                back_up=lambda moved: upkeep.backup(start.clock.now(), progress=moved),
                version=__version__,
            ),
        )
        self.extras.restart_wanted.connect(start.open_again)
        self.extras.restore_wanted.connect(start.go_back_to)
        self.heartbeat = Heartbeat(
            opened.desk,
            opened.store.database,
            start.tasks,
            Listeners(
                changed=self.bridge.changed.emit,
                alerts=self.bridge.alerts.emit,
                failed=self.bridge.failed.emit,
                caught_up=self.bridge.caught_up.emit,
                set_back=self.bridge.set_back.emit,
            ),
            # A demo goes with its folder.
            upkeep=None if opened.desk.identity.demo else upkeep,
        )
        if opened.desk.identity.demo:
            self.heartbeat.scheduler.every(ARRIVALS, self._arrive)
            self._arrivals = arrivals(opened.desk)
        start.stack.callback(self.heartbeat.stop)
        self._summons = Summons(start.profile.folder, self.bridge.raise_window.emit)
        start.stack.callback(self._summons.stop)
        opened.store.after_commit.append(lambda _: self.heartbeat.plan_next())
        self.heartbeat.start()
        self.extras.people.rights.finish_erasure()
        self.losses = LossNotice(
            start.theme, start.tasks, upkeep, opened.desk.identity.zone, start.window
        )
        self.losses.asked.connect(self.extras.dialogs.show)
        self.losses.failed.connect(self.bridge.failed)
        self.losses.look()

    def _arrive(self) -> None:
        """In a demo people come in while somebody watches."""
        self._tasks.command(lambda: next(self._arrivals), lambda _: None, self.bridge.failed.emit)


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
