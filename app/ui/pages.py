"""The pages of the window in one table: how each is opened, made, kept fresh and left."""

from collections.abc import Callable
from dataclasses import dataclass, field

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from app.services.store.records import Changes
from app.ui.main_window import MainWindow
from app.ui.widgets.frame.frame_data import KeyHint

HOME = "workspace"


def _nothing() -> None:
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class MadePage:
    """A page on the screen: its widget and what the window asks of it.

    `act` does what a key asks for while the page is in front; False leaves the key to the focus.
    `refresh` reads again what it shows.
    """

    widget: QWidget
    focus: Callable[[], object]
    act: Callable[[str], bool] = field(default=lambda _: False)
    refresh: Callable[[], object] = _nothing


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A line of the table.

    `name` is the action that opens the page, so its keys and words stand with those of all actions.
    `make` builds it when it is first asked for. `is_stale` says whether what was written makes the
    page out of date: in front it is refreshed at once, behind when it comes to the front. `hints`
    are its keys for the line at the foot.
    """

    name: str
    make: Callable[[], MadePage]
    is_stale: Callable[[Changes], bool] = field(default=lambda _: False)
    hints: tuple[KeyHint, ...] = ()


class Pages(QObject):
    """Brings pages to the front. The top bar, the banner and the line at the foot stay.

    `turned` carries the Page that came to the front.
    """

    turned = Signal(object)

    def __init__(self, window: MainWindow, home: Page) -> None:
        super().__init__(window)
        self._window = window
        self._pages: dict[str, Page] = {}
        self._made: dict[str, MadePage] = {}
        self._stale: set[str] = set()
        self._front = home.name
        self.add(home)
        self._made[home.name] = home.make()

    def add(self, page: Page) -> None:
        """Take a page into the table; it is made when it is first opened."""
        self._pages[page.name] = page

    @property
    def names(self) -> tuple[str, ...]:
        """The actions that open a page."""
        return tuple(self._pages)

    @property
    def front(self) -> Page:
        """The page in front."""
        return self._pages[self._front]

    @property
    def at_home(self) -> bool:
        """Whether the workspace is in front."""
        return self._front == HOME

    def widget(self, name: str) -> QWidget | None:
        """The widget of a page, None while it is not made."""
        made = self._made.get(name)
        return made.widget if made else None

    def open(self, name: str) -> None:
        """Bring a page to the front, fresh, with the focus where it is used first."""
        made = self._made.get(name)
        if made is None:
            made = self._made[name] = self._pages[name].make()
        elif name in self._stale:
            made.refresh()
        self._stale.discard(name)
        turning = name != self._front
        self._front = name
        self._window.show_page(made.widget)
        if turning:
            made.focus()
            self.turned.emit(self._pages[name])

    def close(self, name: str) -> QWidget | None:
        """Forget a page and go home; returns its widget, which is the caller's to delete."""
        self.open(HOME)
        made = self._made.pop(name, None)
        if made is None:
            return None
        self._window.remove_page(made.widget)
        return made.widget

    def act(self, name: str) -> bool:
        """Open the page of that name, or let the page in front do what a key asks for."""
        if name in self._pages:
            self.open(name)
            return True
        return self._made[self._front].act(name)

    def on_changes(self, changes: Changes) -> None:
        """Something was written: refresh the page in front, remember it for those behind."""
        for name, made in self._made.items():
            if not self._pages[name].is_stale(changes):
                continue
            if name == self._front:
                made.refresh()
            else:
                self._stale.add(name)
