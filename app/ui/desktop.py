"""A running desktop: the window joined with the use cases, the clock and the alerts."""

from collections.abc import Callable
from dataclasses import replace
from uuid import UUID

from PySide6.QtCore import QObject, QSettings, Qt, Signal
from PySide6.QtWidgets import QApplication, QWidget

from app.core.cadence.cadence import SPOKEN
from app.core.errors import TouchlineError
from app.services.desk.desk import Desk
from app.services.ports import Notifier, Sender, Sound
from app.services.store.records import Changes
from app.services.wording import Wording
from app.services.working.first_contact import LeadAlert, mark_told
from app.ui.actions import KeyFilter
from app.ui.day_bar import DayBar
from app.ui.event_bridge import EventBridge
from app.ui.first_contact_alerts import FirstContactAlerts
from app.ui.main_window import (
    MainWindow,
    availability,
    every_second,
    key_hints,
    local_only,
)
from app.ui.pages import HOME, MadePage, Page, Pages
from app.ui.tasks import Tasks
from app.ui.theme.theme import Scheme, Theme
from app.ui.widgets.frame.frame_data import StatusData, TopBarData
from app.ui.widgets.touch.why_data import WhyData
from app.ui.widgets.touch.why_sheet import WhySheet
from app.ui.words import around, error_text, say
from app.ui.workspace.controller import WorkspaceController
from app.ui.workspace.session import Shown, Undoable

# Dialogs that open over every page, and those about the person whose touch is open.
ANYWHERE = frozenset({"palette", "add_contact", "log_contact", "settings", "keys"})
ON_OPEN_PERSON = frozenset({"plan", "account", "edit_person", "export_person", "erase_person"})
# A sentence that is older speaks of what nobody remembers.
# By the clock that nobody sets: a sentence leaves though the day was changed meanwhile.
_SAID_FOR_S = 30.0
_TEXT_SIZES = (1.0, 1.15, 1.3)


class Desktop(QObject):
    """Everything the window does once the desk is open.

    `wants` carries the name of a dialog (`ANYWHERE`, `ON_OPEN_PERSON`).
    """

    wants = Signal(str)

    def __init__(
        self,
        app: QApplication,
        window: MainWindow,
        theme: Theme,
        words: Wording,
        settings: QSettings,
        *,
        desk: Desk,
        tasks: Tasks,
        bridge: EventBridge,
        sender: Sender,
        notifier: Notifier,
        sound: Sound,
    ) -> None:
        super().__init__(window)
        self._app = app
        self._window = window
        self._theme = theme
        self._settings = settings
        self._desk = desk
        self._tasks = tasks
        self._bridge = bridge
        self._available = "available"
        self._day = DayBar(desk, tasks, self)
        self._said_at_s = desk.clock.monotonic_s()
        self.controller = WorkspaceController(window.workspace, desk, tasks, words, sender)
        self.pages = Pages(window, self._home())
        self.first_contacts = FirstContactAlerts(
            theme,
            window.banner,
            window,
            behind=window.is_behind,
            notifier=notifier,
            sound=sound,
            clock=desk.clock,
            zone=desk.identity.zone,
            settings=settings,
        )
        self._connect()
        self._keys = KeyFilter(app, window.windowHandle(), self.act)
        now = desk.clock.now()
        self._timer = every_second(window, self._tick, 1000 - now.microsecond // 1000)
        self._show_bar()
        self._day.count()

    def act(self, name: str) -> bool:
        """Do what a key asks for; False leaves the key to the widget that has the focus."""
        everywhere: dict[str, Callable[[], object]] = {
            "text_larger": lambda: self._scale(1),
            "text_smaller": lambda: self._scale(-1),
            "text_reset": lambda: self._set_scale(1.0),
            "be_available": lambda: self._on_available("available"),
            "be_on_break": lambda: self._on_available("break"),
            "be_away": lambda: self._on_available("away"),
            "theme_dark": lambda: self._set_scheme("dark"),
            "theme_light": lambda: self._set_scheme("light"),
            "theme_system": lambda: self._set_scheme("system"),
            "quit": self._window.close,
            "availability": self._window.top_bar.open_availability,
            "undo": self._undo,
        }
        if name in everywhere:
            everywhere[name]()
            return True
        if name in ANYWHERE:
            self.wants.emit(name)
            return True
        if name == "take_new":
            return self.first_contacts.take() or self._say_nobody_new()
        return self.pages.act(name)

    @property
    def at_hand(self) -> Shown | None:
        """The touch that is open before the rep's eyes, None on another page."""
        return self.controller.session.at_hand if self.pages.at_home else None

    def go_home(self) -> None:
        """Bring the workspace to the front."""
        self.pages.open(HOME)

    def stop(self) -> None:
        """Write what is not written, and take alerts off the screen."""
        self._timer.stop()
        self._keys.remove()
        self.controller.close()
        self.first_contacts.stop()

    # Inside

    def _home(self) -> Page:
        """The workspace as a page of the window; its controller reads what was written itself."""
        made = MadePage(
            widget=self._window.workspace,
            focus=self._window.workspace.queue.view.setFocus,
            act=self._act_at_work,
        )
        return Page(name=HOME, make=lambda: made, hints=key_hints(written=False))

    def _act_at_work(self, name: str) -> bool:
        """Do what a key asks for in the workspace."""
        mine: dict[str, Callable[[], object]] = {
            "next_pane": lambda: self._pane(1),
            "previous_pane": lambda: self._pane(-1),
        }
        if name in mine:
            mine[name]()
            return True
        if name in ON_OPEN_PERSON:
            self.wants.emit(name)
            return True
        return self.controller.act(name)

    def _undo(self) -> None:
        session = self.controller.session
        if session.can_undo(self._desk.clock.now()):
            session.undo()
        else:
            self._on_said("undo-2", say("status.nothing_to_undo"), "", "")

    def _say_nobody_new(self) -> bool:
        self._on_said("phone-call", say("status.nobody_new"), "", "")
        return True

    def _on_turned(self, page: Page) -> None:
        """Another page came to the front: the line at the foot names its keys."""
        self._window.show_status(replace(self._window.status_data, hints=page.hints))
        if self.pages.at_home and self.controller.session.current is not None:
            self._on_shown(self.controller.session.current)

    def _connect(self) -> None:
        window, controller, bridge = self._window, self.controller, self._bridge
        self.pages.turned.connect(self._on_turned)
        bridge.changed.connect(self._on_changes)
        bridge.alerts.connect(self.first_contacts.on_alerts)
        bridge.reported.connect(self.first_contacts.on_report)
        bridge.set_back.connect(self._on_set_back)
        self.first_contacts.told.connect(self._on_told)
        bridge.alerts.connect(self._announce_alerts)
        bridge.failed.connect(self._on_failed)
        bridge.clicked.connect(self._on_notification)
        bridge.raise_window.connect(window.bring_forward)
        bridge.caught_up.connect(controller.settle)
        bridge.caught_up.connect(self._day.set_out)
        self._day.changed.connect(self._show_bar)
        self._day.failed.connect(self._on_failed)
        controller.said.connect(self._on_said)
        controller.wants.connect(self.wants)
        controller.failed.connect(self._on_failed)
        controller.logged.connect(self._on_logged)
        controller.session.undone.connect(self._on_undone)
        controller.shown.connect(self._on_shown)
        controller.rows_read.connect(self.first_contacts.on_rows)
        controller.shut.why_wanted.connect(self._on_why)
        window.status.undo_requested.connect(controller.session.undo)
        window.top_bar.availability_chosen.connect(self._on_available)
        window.workspace.touch.nothing.wanted.connect(self.act)
        window.top_bar.search_requested.connect(lambda: self.wants.emit("palette"))
        window.top_bar.profile_requested.connect(lambda _: self.wants.emit("settings"))
        self.first_contacts.take_requested.connect(self._on_take)
        self.first_contacts.offering.connect(controller.set_quiet)
        self.first_contacts.count_changed.connect(self._on_count)

    def _tick(self) -> None:
        now = self._desk.clock.now()
        self.controller.tick(now)
        self.first_contacts.tick(now)
        status = self._window.status_data
        left = self.controller.session.undo_seconds(now)
        if status.undo_seconds and left != status.undo_seconds:
            self._window.show_status(replace(status, undo_seconds=left))
        elif not status.undo_seconds and self._has_stood():
            self._window.show_status(StatusData(hints=status.hints))

    def _has_stood(self) -> bool:
        return self._desk.clock.monotonic_s() - self._said_at_s > _SAID_FOR_S

    def _on_changes(self, changes: Changes) -> None:
        self.controller.on_changes(changes)
        self.pages.on_changes(changes)
        self._day.count()

    def _show_bar(self) -> None:
        identity = self._desk.identity
        names = identity.rep_name.split()
        self._window.show_bar(
            TopBarData(
                metrics=self._day.metrics(),
                availability=availability(),
                available=self._available,
                sync=local_only(),
                initials="".join(name[0] for name in names[:1] + names[1:][-1:]).upper(),
                person=identity.rep_name,
                demo=identity.demo,
            )
        )

    def _on_available(self, code: str) -> None:
        self._available = code
        self.first_contacts.muted = code != "available"
        self.first_contacts.tick(self._desk.clock.now())
        self._show_bar()

    # The line at the foot

    def _on_shown(self, found: Shown) -> None:
        clock = found.card.clock
        self.first_contacts.open_lead = found.card.lead.lead_id
        runs = clock is not None and clock.state == "running"
        self.first_contacts.open_runs = runs and found.card.verdict.state == "open"
        self.first_contacts.tick(self._desk.clock.now())
        if self.pages.at_home:
            hints = key_hints(written=found.card.touch.channel not in SPOKEN)
            self._window.show_status(replace(self._window.status_data, hints=hints))

    def _on_logged(self, undoable: Undoable) -> None:
        following = self.controller.session.current
        part = "name" if undoable.done in ("done.skipped", "done.snoozed") else "what"
        args = {"name": undoable.name} | ({"what": undoable.what} if part == "what" else {})
        before, strong, after = around(undoable.done, part, **args)
        said = [f"{before}{strong}{after}."]
        if following is not None and following.card.lead.lead_id != undoable.lead_id:
            said.append(say("done.next", name=following.card.lead.name))
        self._window.announce(" ".join(said))
        self._show_done("check", before, strong, after)

    def _on_undone(self, undone: Undoable) -> None:
        """Says what was taken back, and what the next Ctrl Z would take back."""
        before, strong, after = around("done.undone", "what", what=undone.what, name=undone.name)
        following = self.controller.session.undoable(self._desk.clock.now())
        if following is not None:
            then = say("undo.next", what=following.what, name=following.name)
            after = f"{after}. {then}"
        self._window.announce(f"{before}{strong}{after}.")
        self._show_done("undo-2", before, strong, after)

    def _show_done(self, icon: str, before: str, strong: str, after: str) -> None:
        """A sentence at the foot, with the seconds in which it can be taken back."""
        self._said_at_s = self._desk.clock.monotonic_s()
        self._window.show_status(
            StatusData(
                icon=icon,
                before=before,
                strong=strong,
                after=after,
                undo_seconds=self.controller.session.undo_seconds(self._desk.clock.now()),
                hints=self._window.status_data.hints,
            )
        )

    def _on_why(self, data: WhyData) -> None:
        sheet = WhySheet(self._theme, data, self._window)
        sheet.take_requested.connect(self.first_contacts.take)
        sheet.open()

    def _on_said(self, icon: str, before: str, strong: str, after: str) -> None:
        self._said_at_s = self._desk.clock.monotonic_s()
        hints = self._window.status_data.hints
        self._window.show_status(
            StatusData(icon=icon, before=before, strong=strong, after=after, hints=hints)
        )

    def _on_failed(self, error: TouchlineError) -> None:
        self._on_said("triangle-alert", error_text(error), "", "")

    # New leads

    def _announce_alerts(self, alerts: tuple[LeadAlert, ...]) -> None:
        """New, two minutes left, or missed: said once each, never every second."""
        said = (say(f"alert.spoken.{alert.kind}", name=alert.name) for alert in alerts[:3])
        self._window.announce(" ".join(said))

    def _on_told(self, lead_ids: tuple[UUID, ...]) -> None:
        """No later start tells these again."""
        desk = self._desk
        self._tasks.command(
            lambda: mark_told(desk, lead_ids), lambda _: None, self._bridge.failed.emit
        )

    def _on_set_back(self, people: int) -> None:
        said = say("status.set_back", n=people) if people else say("status.set_back_alone")
        self._window.announce(said)
        self._on_said("clock", said, "", "")

    def _on_take(self, lead_id: UUID) -> None:
        self._window.bring_forward()
        self.go_home()
        # What is typed on must not land in the note of the next person.
        self._window.workspace.queue.view.setFocus()
        self.controller.take(lead_id)

    def _on_notification(self, lead_id: UUID | None) -> None:
        """A click on a notice takes whom it names, and nobody else; one of several only shows."""
        self._window.bring_forward()
        self.go_home()
        if lead_id is None:
            urgent = self.first_contacts.most_urgent()
            if urgent is not None:
                self._window.workspace.select(urgent)
            return
        if self.first_contacts.waits(lead_id):
            self._on_take(lead_id)
            return
        self._window.workspace.select(lead_id)
        self._on_said("user", say("notice.gone"), "", "")

    def _on_count(self, count: int) -> None:
        self._app.setBadgeNumber(count)

    # Size and panes

    def _scale(self, step: int) -> None:
        sizes = list(_TEXT_SIZES)
        now = min(range(len(sizes)), key=lambda i: abs(sizes[i] - self._theme.text_scale))
        self._set_scale(sizes[max(0, min(len(sizes) - 1, now + step))])

    def _set_scale(self, scale: float) -> None:
        self._theme.set_text_scale(scale)
        self._settings.setValue("theme/text_scale", scale)

    def _set_scheme(self, scheme: Scheme) -> None:
        self._theme.set_scheme(scheme)
        self._settings.setValue("theme/scheme", scheme)

    def _pane(self, step: int) -> None:
        banner = self._window.banner
        panes = list(self._window.workspace.panes())
        if banner.isVisible():
            panes.insert(0, (banner, banner.call_button))
        focus: QWidget | None = self._app.focusWidget()
        inside = [
            i
            for i, (pane, _) in enumerate(panes)
            if focus is not None and (pane is focus or pane.isAncestorOf(focus))
        ]
        at = inside[0] if inside else -1 if step > 0 else 0
        _, first = panes[(at + step) % len(panes)]
        first.setFocus(Qt.FocusReason.ShortcutFocusReason)
