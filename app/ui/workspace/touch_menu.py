"""The menu of a person: what can be done beside the big button, all of it with a key or a place."""

from collections.abc import Callable
from functools import partial
from uuid import UUID

from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtWidgets import QMenu, QWidget

from app.core.people.phone import display
from app.ui.actions import ACTIONS, Action
from app.ui.words import key_name, say
from app.ui.workspace.page import WorkspacePage
from app.ui.workspace.session import Shown, TouchSession

# By name in ACTIONS, a line after each group. A name that the product does not know is left out.
_OFFERED = (
    ("snooze", "outcome_S", "note", "log_contact"),
    ("edit_person", "plan", "account"),
    ("export_person", "erase_person"),
)


class TouchMenu(QObject):
    """Opens behind the dots of the touch, and on a row once its touch is there.

    `act` gets the name of an action and says whether it is for the workspace; what is not goes to
    `wants`. `copy` gets the value of a number or an address.
    """

    def __init__(
        self,
        page: WorkspacePage,
        session: TouchSession,
        *,
        act: Callable[[str], bool],
        wants: Callable[[str], object],
        copy: Callable[[str], object],
    ) -> None:
        super().__init__(page)
        self._page = page
        self._session = session
        self._act = act
        self._wants = wants
        self._copy = copy
        self._wanted: tuple[UUID, QPoint] | None = None
        page.touch.menu_requested.connect(self._on_dots)
        page.queue.view.menu_requested.connect(self._on_row)
        page.queue.selected.connect(self._on_selected)
        session.shown.connect(self._on_shown)

    def _do(self, name: str) -> None:
        if not self._act(name):
            self._wants(name)

    def _on_dots(self, anchor: QWidget) -> None:
        current = self._session.current
        if current is not None:
            self._open(current, anchor.mapToGlobal(anchor.rect().bottomLeft()))

    def _on_row(self, lead_id: UUID, at: QPoint) -> None:
        self._wanted = (lead_id, at)
        current = self._session.at_hand
        if current is not None:
            self._on_shown(current)

    def _on_selected(self, lead_id: UUID) -> None:
        if self._wanted is not None and self._wanted[0] != lead_id:
            self._wanted = None

    def _on_shown(self, found: Shown) -> None:
        if self._wanted is not None and self._wanted[0] == found.card.lead.lead_id:
            at, self._wanted = self._wanted[1], None
            self._open(found, at)

    def _open(self, found: Shown, at: QPoint) -> None:
        menu = QMenu(self._page)
        known = {action.name: action for action in ACTIONS}
        for names in _OFFERED:
            for action in (known[name] for name in names if name in known):
                menu.addAction(_words(action), partial(self._do, action.name))
            menu.addSeparator()
        for point in found.card.lead.points:
            shown = display(point.value) if point.kind == "phone" else point.value
            menu.addAction(say("menu.copy", what=shown), partial(self._copy, point.value))
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(at)


def _words(action: Action) -> str:
    if not action.keys:
        return action.label
    # As every cap of the window names it; Qt's own words differ from language to language.
    return f"{action.label}\t{key_name(action.keys[0].replace('+', ' '))}"
