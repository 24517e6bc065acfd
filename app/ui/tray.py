"""Notices through the system tray, for Windows and macOS, where a click can be heard."""

from collections.abc import Callable
from uuid import UUID

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QSystemTrayIcon

from app.services.ports import Delivery, Notice

_SHOWN_MS = 15_000


class TrayNotifier(QObject):
    """A Notifier; build it on the GUI thread, call it from any. `clicked` gets the lead id."""

    name = "tray"
    _wanted = Signal(object)

    def __init__(self, icon: QIcon, clicked: Callable[[UUID | None], None]) -> None:
        super().__init__()
        self._tray = QSystemTrayIcon(icon)
        self._last: Notice | None = None
        self._clicked = clicked
        self._tray.messageClicked.connect(self._on_click)
        self._wanted.connect(self._show, Qt.ConnectionType.QueuedConnection)
        self._there = QSystemTrayIcon.isSystemTrayAvailable()
        if self._there:
            self._tray.show()

    def notify(self, notice: Notice) -> Delivery:
        """Hand the notice to the GUI thread; "unavailable" without a tray."""
        if not self._there:
            return "unavailable"
        self._wanted.emit(notice)
        return "shown"

    def withdraw(self, key: str) -> None:
        """A balloon goes by itself."""

    def stop(self) -> None:
        """Take the icon away."""
        self._tray.hide()

    def _on_click(self) -> None:
        self._clicked(self._last.lead_id if self._last is not None else None)

    def _show(self, notice: Notice) -> None:
        self._last = notice
        icon = QSystemTrayIcon.MessageIcon.Information
        self._tray.showMessage(notice.title, notice.body, icon, _SHOWN_MS)
