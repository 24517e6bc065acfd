"""The open touch and its person, put on the panes in words."""

from PySide6.QtCore import QObject

from app.services.desk.desk import Desk
from app.services.wording import Wording
from app.ui.workspace.lead_view import lead_data
from app.ui.workspace.page import WorkspacePage
from app.ui.workspace.session import Shown, TouchSession
from app.ui.workspace.starting import ContactStart
from app.ui.workspace.touch_view import touch_data


class Showing(QObject):
    """Fills the touch and the panel of the person with what the session has open."""

    def __init__(
        self,
        page: WorkspacePage,
        desk: Desk,
        words: Wording,
        session: TouchSession,
        start: ContactStart,
    ) -> None:
        super().__init__(page)
        self._page = page
        self._desk = desk
        self._words = words
        self._session = session
        self._start = start
        self._quiet = False
        start.changed.connect(self.show_again)
        page.resized.connect(self.show_again)

    def show_touch(self, found: Shown) -> None:
        """Show a touch as it stands now."""
        card = found.card
        data = touch_data(
            card,
            found.previews,
            self._words,
            desk_zone=self._desk.identity.zone,
            now=self._desk.clock.now(),
            said=self._session.ticks,
            handled=self._start.handles(card.touch.channel),
            quiet=self._quiet,
            dialled=self._session.dialled(card.touch.touch_id),
        )
        self._page.touch.show_touch(data)

    def show_lead(self, found: Shown) -> None:
        """Show what is known of the person."""
        now = self._desk.clock.now()
        zone = self._desk.identity.zone
        data = lead_data(
            found.lead, self._words, desk_zone=zone, now=now, verdict=found.card.verdict
        )
        self._page.lead.show_lead(data)

    def show_again(self) -> None:
        """The touch that is open, where its room or its ways of starting changed."""
        if self._session.current is not None:
            self.show_touch(self._session.current)

    def show_nobody(self) -> None:
        """Empty both panes."""
        self._page.touch.set_waiting(False)
        self._page.touch.show_touch(None)
        self._page.lead.show_lead(None)

    def set_quiet(self, quiet: bool) -> None:
        """Something more urgent has the filled button: the touch's own becomes an outline."""
        self._quiet = quiet
        self.show_again()
