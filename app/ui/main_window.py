"""The window: top bar, banner, the pages, and the line at the foot."""

from collections.abc import Callable
from datetime import tzinfo

from PySide6.QtCore import QEvent, QPoint, QSettings, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QCloseEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QApplication,
    QMainWindow,
    QStackedWidget,
    QStatusBar,
    QVBoxLayout,
    QWidget,
)

from app.services.wording import Wording
from app.ui.theme.theme import Theme
from app.ui.widgets.frame.alert_banner import AlertBanner
from app.ui.widgets.frame.frame_data import KeyHint, StatusData, SyncData, TopBarData
from app.ui.widgets.frame.status_line import StatusLine
from app.ui.widgets.frame.top_bar import TopBar
from app.ui.widgets.parts.size_class import TITLE_BAR, size_class
from app.ui.widgets.parts.view_data import ChannelChoice
from app.ui.words import say
from app.ui.workspace.page import MakePanes, WorkspacePage

_AVAILABILITY = {"available": "circle-check", "break": "", "away": ""}
_CALL_KEYS = (
    ("J K", "move"),
    ("Enter", "call"),
    ("1–9", "log"),
    ("N", "note"),
    ("O", "objections"),
    ("?", "keys"),
)
_MESSAGE_KEYS = (
    ("J K", "move"),
    ("Enter", "open"),
    ("1–9", "log"),
    ("N", "note"),
    ("?", "keys"),
)
_OTHER_PAGE_KEYS = (("Esc", "back"), ("Ctrl K", "find"), ("?", "keys"))


def availability() -> tuple[ChannelChoice, ...]:
    """What a rep may be."""
    return tuple(
        ChannelChoice(code=code, label=say(f"available.{code}"), icon=icon)
        for code, icon in _AVAILABILITY.items()
    )


def local_only() -> SyncData:
    """The state of a profile that knows no other computer."""
    return SyncData(icon="laptop", text=say("sync.local"), short=say("sync.local_short"))


def key_hints(*, written: bool) -> tuple[KeyHint, ...]:
    """The keys that matter most for a call, or for a message."""
    return _hints(_MESSAGE_KEYS if written else _CALL_KEYS)


def page_hints() -> tuple[KeyHint, ...]:
    """The keys of a page beside the workspace."""
    return _hints(_OTHER_PAGE_KEYS)


def _hints(keys: tuple[tuple[str, str], ...]) -> tuple[KeyHint, ...]:
    return tuple(KeyHint(key=key, text=say(f"foot.key.{what}")) for key, what in keys)


_SECOND_MS = 1000
# The inside of a window of 1440 by 900, and the least it shows everything in.
OPENING, LEAST = QSize(1440, 900 - TITLE_BAR), QSize(960, 640)


def fitting_size(wanted: QSize, room: QSize) -> QSize:
    """How large the inside of the window may be on a screen that leaves it `room`, in px."""
    return wanted.boundedTo(room - QSize(0, TITLE_BAR)).expandedTo(LEAST)


class MainWindow(QMainWindow):
    """The frame; what a page does is none of its business.

    `closing` comes once, before the window goes. `local` is the zone of the rep, `make_panes` makes
    what stands beside the queue once it is asked for.
    """

    closing = Signal()

    def __init__(
        self,
        theme: Theme,
        words: Wording,
        local: tzinfo,
        settings: QSettings,
        make_panes: MakePanes,
    ) -> None:
        super().__init__()
        self._theme = theme
        self._settings = settings
        self._after_paint: Callable[[], None] | None = None
        self.setWindowTitle("Touchline")
        # From the outside in: a pane that is moved once it is filled is styled anew.
        body = QWidget(self)
        self.setCentralWidget(body)
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.top_bar = TopBar(theme)
        self.banner = AlertBanner(theme)
        for part in (self.top_bar, self.banner):
            column.addWidget(part)
        self.pages = QStackedWidget(body)
        column.addWidget(self.pages, 1)
        self.workspace = WorkspacePage(theme, words, local, settings, make_panes, parent=self.pages)
        self.pages.addWidget(self.workspace)
        self.status = StatusLine(theme)
        bar = QStatusBar()
        bar.setSizeGripEnabled(False)
        layout = bar.layout()
        if layout is not None:
            layout.setContentsMargins(0, 0, 0, 0)
        bar.addWidget(self.status, 1)
        self.setStatusBar(bar)
        self._bar = TopBarData(
            availability=availability(), available="available", sync=local_only()
        )
        self._status = StatusData(hints=key_hints(written=False))
        self.show_bar(self._bar)
        self.show_status(self._status)
        self.setMinimumSize(LEAST)
        geometry = settings.value("window/geometry")
        room = self.screen().availableGeometry()
        if geometry and self.restoreGeometry(geometry):
            self.resize(fitting_size(self.size(), room.size()))
        else:
            self.resize(fitting_size(OPENING, room.size()))
            corner = QPoint(room.width() - self.width(), room.height() - self.height() - TITLE_BAR)
            self.move(room.topLeft() + QPoint(max(0, corner.x() // 2), max(0, corner.y() // 2)))

    def show_bar(self, data: TopBarData) -> None:
        """Shows other figures, availability or sync."""
        self._bar = data
        self.top_bar.show_bar(data)

    @property
    def bar(self) -> TopBarData:
        """What the top bar shows."""
        return self._bar

    def show_status(self, data: StatusData) -> None:
        """Shows another sentence or other keys."""
        self._status = data
        self.status.show_status(data)

    @property
    def status_data(self) -> StatusData:
        """What the line at the foot shows."""
        return self._status

    def show_page(self, page: QWidget) -> None:
        """Brings a page to the front; adds it the first time."""
        if self.pages.indexOf(page) < 0:
            self.pages.addWidget(page)
        self.pages.setCurrentWidget(page)

    def remove_page(self, page: QWidget) -> None:
        """Takes a page out; it is the caller's to delete."""
        self.pages.removeWidget(page)

    def announce(self, text: str) -> None:
        """Say something to a screen reader, without moving the focus."""
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, text))

    def after_paint(self, then: Callable[[], None]) -> None:
        """Call `then` once, as soon as the window has been painted for the first time."""
        self._after_paint = then

    def is_behind(self) -> bool:
        """Whether the person looks at something else than Touchline and its dialogs."""
        return QApplication.activeWindow() is None or self.isMinimized()

    def event(self, event: QEvent) -> bool:
        """The first paint reaches the window as an update request; what waits for it follows."""
        done = super().event(event)
        if event.type() == QEvent.Type.UpdateRequest and self._after_paint is not None:
            then, self._after_paint = self._after_paint, None
            QTimer.singleShot(0, self, then)
        return done

    def bring_forward(self) -> None:
        """In front of everything, whatever it was before."""
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.show()
        self.raise_()
        self.activateWindow()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Tells the bars how much room there is."""
        super().resizeEvent(event)
        self.top_bar.set_size_class(size_class(self.width(), self.height()))

    def closeEvent(self, event: QCloseEvent) -> None:
        """Remembers the place of the window and says that it goes."""
        self._settings.setValue("window/geometry", self.saveGeometry())
        self.closing.emit()
        event.accept()


def every_second(parent: QWidget, tick: Callable[[], None], milliseconds: int) -> QTimer:
    """One timer for the whole window, aligned to the second that begins in `milliseconds`."""
    timer = QTimer(parent)

    def beat() -> None:
        if timer.interval() != _SECOND_MS:
            timer.setInterval(_SECOND_MS)
        tick()

    timer.setTimerType(Qt.TimerType.PreciseTimer)
    timer.timeout.connect(beat)
    timer.start(milliseconds)
    return timer
