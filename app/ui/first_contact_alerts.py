"""New leads that wait for their first call: banner, mini bar, sound and notification as one.

All four show the same clock and go away together when the lead is called.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from math import ceil
from uuid import UUID
from zoneinfo import ZoneInfo

from PySide6.QtCore import QObject, QPoint, QSettings, Signal
from PySide6.QtWidgets import QApplication, QWidget

from app.core.clock import Clock
from app.services.ports import AlertTone, Delivery, Notice, Notifier, Sound
from app.services.store.queue_rows import QueueRow
from app.services.working.first_contact import LeadAlert
from app.ui.theme.theme import Theme
from app.ui.widgets.frame.alert_banner import AlertBanner
from app.ui.widgets.frame.frame_data import AlertData, MiniBarData
from app.ui.widgets.frame.mini_bar import MiniBar
from app.ui.widgets.parts.view_data import clock_text, ring_for
from app.ui.words import say
from app.ui.workspace.labels import KNOWN_LANGUAGES, language_name

_TONES: dict[str, AlertTone] = {
    "arrival": "arrival",
    "two_minutes": "two_minutes",
    "breach": "missed",
    "day": "missed",
}
_EDGE = 24


class WindowNotifier:
    """The window as a way to show a notice. The banner is there already, so it always succeeds."""

    name = "window"

    def notify(self, notice: Notice) -> Delivery:
        """Nothing to do: the banner shows the lead with a running clock."""
        return "shown"

    def withdraw(self, key: str) -> None:
        """The banner goes with the lead."""


class FirstContactAlerts(QObject):
    """Holds the leads whose alert has come and who were not called yet, most urgent first.

    `take_requested` carries the lead id to go to and call. While `muted` (a break, away) there is
    no signal at all. The banner offers nobody whose card is open already (`open_lead`), and nobody
    while the window of whoever is open still runs (`open_runs`); `told` carries the leads whose
    notice was shown, as `on_report` hears; `offering` says whether it has the
    one filled button of the window. `behind` tells whether the rep looks at another program.
    """

    take_requested = Signal(object)
    count_changed = Signal(int)
    offering = Signal(bool)
    told = Signal(object)

    def __init__(
        self,
        theme: Theme,
        banner: AlertBanner,
        window: QWidget,
        *,
        behind: Callable[[], bool],
        notifier: Notifier,
        sound: Sound,
        clock: Clock,
        zone: str,
        settings: QSettings,
    ) -> None:
        super().__init__(window)
        self._banner = banner
        self._window = window
        self._behind = behind
        self._notifier = notifier
        self._sound = sound
        self._clock = clock
        self._here = ZoneInfo(zone)
        self._settings = settings
        self._waiting: dict[UUID, LeadAlert] = {}
        # Whose first call was made; should it be taken back, they wait again.
        self._called: dict[UUID, LeadAlert] = {}
        # Whom a notice is about, by its key, until it was shown.
        self._telling: dict[str, tuple[UUID, ...]] = {}
        self.muted = False
        self.open_lead: UUID | None = None
        self.open_runs = False
        self._offering = False
        self._stopped = False
        self.mini_bar = MiniBar(theme)
        self.mini_bar.moved.connect(self._keep_place)
        self.mini_bar.call_requested.connect(self._on_call)
        banner.call_requested.connect(self._on_call)

    def on_alerts(self, alerts: Sequence[LeadAlert]) -> None:
        """Alerts that are due: each lead is announced; several late ones as one."""
        for alert in alerts:
            self._waiting[alert.lead_id] = alert
            self._called.pop(alert.lead_id, None)
        late = [alert for alert in alerts if alert.late]
        prompt = [alert for alert in alerts if not alert.late]
        if self.muted:
            self.told.emit(tuple(alert.lead_id for alert in alerts))
        elif alerts:
            for alert in prompt:
                self._tell(self._notice(alert), alert)
            if len(late) == 1:
                self._tell(self._notice(late[0]), late[0])
            elif late:
                self._tell(self._catch_up(late), *late)
            worst = max(alerts, key=lambda a: list(_TONES).index(a.kind))
            self._sound.play(_TONES[worst.kind])
            if self._behind():
                QApplication.alert(self._window)
        self.tick(self._clock.now())
        self.count_changed.emit(len(self._waiting))

    def on_report(self, key: str) -> None:
        """The notice of this key was shown, as far as the desktop lets it."""
        lead_ids = self._telling.pop(key, ())
        if lead_ids:
            self.told.emit(lead_ids)

    def on_rows(self, rows: Iterable[QueueRow]) -> None:
        """The queue was read: whoever was called, or left the queue, is announced no more.

        Whose call was taken back waits again, with the clock they had.
        """
        open_now = {
            row.lead_id
            for row in rows
            if row.first_contact in ("running", "breached")
            and row.lane in ("first_contact", "due_now")
        }
        for lead_id in [one for one in self._waiting if one not in open_now]:
            self._called[lead_id] = self._waiting.pop(lead_id)
            self._notifier.withdraw(str(lead_id))
        for lead_id in [one for one in self._called if one in open_now]:
            self._waiting[lead_id] = self._called.pop(lead_id)
        self.tick(self._clock.now())
        self.count_changed.emit(len(self._waiting))

    def tick(self, now: datetime) -> None:
        """A second has passed. What was still being read when all stopped comes to nothing."""
        if self._stopped:
            return
        alert = None if self.muted else self._first(now)
        offered = alert
        if alert is not None and (alert.lead_id == self.open_lead or self.open_runs):
            offered = None
        self._banner.show_alert(self._banner_data(offered, now) if offered else None)
        if self._offering != (offered is not None):
            self._offering = offered is not None
            self.offering.emit(self._offering)
        self._show_mini(alert if self._behind() else None, now)

    def take(self) -> bool:
        """Go to the most urgent lead and call (F8); False when nobody waits."""
        alert = self._first(self._clock.now())
        if alert is None:
            return False
        self.take_requested.emit(alert.lead_id)
        return True

    def waits(self, lead_id: UUID) -> bool:
        """Whether somebody was announced and not called yet."""
        return lead_id in self._waiting

    def most_urgent(self) -> UUID | None:
        """Whom F8 would take now."""
        alert = self._first(self._clock.now())
        return alert.lead_id if alert else None

    def stop(self) -> None:
        """Take everything off the screen, for good: the mini bar is a window of its own."""
        self._stopped = True
        self.mini_bar.close()
        self.mini_bar.deleteLater()
        for lead_id in self._waiting:
            self._notifier.withdraw(str(lead_id))

    # Inside

    def _tell(self, notice: Notice, *alerts: LeadAlert) -> None:
        self._telling[notice.key] = tuple(alert.lead_id for alert in alerts)
        self._notifier.notify(notice)

    def _first(self, now: datetime) -> LeadAlert | None:
        """Running windows by least time left; missed ones behind them, the newest first."""

        def urgency(alert: LeadAlert) -> tuple[bool, float]:
            left = (alert.deadline_at - now).total_seconds()
            return left < 0, abs(left)

        return min(self._waiting.values(), key=urgency, default=None)

    def _there(self, alert: LeadAlert, now: datetime) -> str:
        if not alert.zone:
            return alert.place
        return f"{alert.place} {now.astimezone(ZoneInfo(alert.zone)):%H:%M}".strip()

    def _seconds(self, alert: LeadAlert, now: datetime) -> int:
        return ceil((alert.deadline_at - now).total_seconds())

    def _banner_data(self, alert: LeadAlert, now: datetime) -> AlertData:
        language = language_name(alert.language) if alert.language in KNOWN_LANGUAGES else ""
        speaks = say("banner.speaks", language=language) if language else ""
        where = " · ".join(filter(None, (self._there(alert, now), speaks)))
        first = alert.name.split(" ")[0] or alert.name
        others = len(self._waiting) - 1
        notes = [say("banner.asked", interest=alert.interest)] if alert.interest else []
        if others:
            notes.append(say("banner.others", count=others))
        return AlertData(
            lead=str(alert.lead_id),
            who=alert.name,
            where=where,
            note=" ".join(notes) or say("banner.asked_contact"),
            ring=ring_for(self._seconds(alert, now)),
            call_text=say("banner.call", name=first),
        )

    def _show_mini(self, alert: LeadAlert | None, now: datetime) -> None:
        if alert is None:
            self.mini_bar.show_lead(None)
            return
        there = ""
        if alert.zone:
            there = say("mini.there", clock=f"{now.astimezone(ZoneInfo(alert.zone)):%H:%M}")
        more = ""
        others = [one for one in self._waiting.values() if one is not alert]
        if others:
            second = min(others, key=lambda one: abs(self._seconds(one, now)))
            left = clock_text(self._seconds(second, now))
            more = say("mini.more", count=len(others), name=second.name, left=left)
        fresh = self.mini_bar.isHidden()
        self.mini_bar.show_lead(
            MiniBarData(
                lead=str(alert.lead_id),
                name=alert.name,
                ring=ring_for(self._seconds(alert, now)),
                place_line=self._there(alert, now),
                there=there,
                more=more,
                key="",
            )
        )
        if fresh:
            self._place()

    def _place(self) -> None:
        kept = self._settings.value("mini_bar/place")
        screen = self._window.screen().availableGeometry()
        wanted = kept if isinstance(kept, QPoint) and screen.contains(kept) else None
        if wanted is None:
            size = self.mini_bar.sizeHint()
            wanted = QPoint(
                screen.right() - size.width() - _EDGE, screen.bottom() - size.height() - _EDGE
            )
        self.mini_bar.move(wanted)

    def _keep_place(self, place: QPoint) -> None:
        self._settings.setValue("mini_bar/place", place)

    def _on_call(self, lead: str) -> None:
        self.take_requested.emit(UUID(lead))

    def _notice(self, alert: LeadAlert) -> Notice:
        before = f"{alert.deadline_at.astimezone(self._here):%H:%M:%S}"
        due = alert.kind in ("arrival", "two_minutes")
        args = {"before": before} if due else {}
        asked = [say("notice.asked", interest=alert.interest)] if alert.interest else []
        who = f"{alert.name}, {self._there(alert, self._clock.now())}"
        return Notice(
            key=str(alert.lead_id),
            title=say(f"notice.{alert.kind}", **args),
            body="\n".join((who, " ".join((*asked, say("notice.click"))))),
            urgency="critical" if alert.kind in ("two_minutes", "breach") else "normal",
            lead_id=alert.lead_id,
        )

    @staticmethod
    def _catch_up(late: Sequence[LeadAlert]) -> Notice:
        return Notice(
            key="catch_up",
            title=say("notice.away", count=len(late)),
            body=say("notice.away_click"),
            urgency="critical",
        )
