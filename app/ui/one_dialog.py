"""The one dialog that may stand over the window, and what every dialog is made of."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QObject, Signal

from app.services.desk.desk import Desk
from app.services.wording import Wording
from app.ui.main_window import MainWindow
from app.ui.tasks import Tasks
from app.ui.theme.theme import Theme
from app.ui.widgets.parts.modal_dialog import ModalDialog


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What pages and dialogs need of the running desktop.

    `words` is the catalogue for what plain functions word; `window` stands behind every dialog.
    """

    window: MainWindow
    theme: Theme
    words: Wording
    desk: Desk
    tasks: Tasks


class OneDialog(QObject):
    """Shows a dialog when none is open. F8 reaches past it: `take` is called for it.

    A form that gave way to a new lead half filled is kept out of sight, `kept_aside` says so, and
    comes back when it is asked for again. While `somebody_waits` says no, F8 does nothing.
    """

    kept_aside = Signal()

    def __init__(
        self,
        window: MainWindow,
        take: Callable[[], object],
        somebody_waits: Callable[[], bool],
    ) -> None:
        super().__init__(window)
        self._take = take
        self._somebody_waits = somebody_waits
        self._aside: dict[str, ModalDialog] = {}
        self.shown: ModalDialog | None = None

    def show(self, dialog: ModalDialog, *, begun: bool = False) -> None:
        """Show a dialog; while another one is open it goes unseen.

        One that is `begun` holds something already, so that no form that waits takes its place.
        """
        if self.shown is not None:
            dialog.deleteLater()
            return
        kept = None if begun else self._aside.pop(dialog.kept_as, None)
        if kept is not None:
            dialog.deleteLater()
            dialog = kept
        else:
            dialog.gives_way = self._somebody_waits
            dialog.take_requested.connect(self._take)
            dialog.set_aside.connect(partial(self._on_aside, dialog))
            dialog.finished.connect(self._on_finished)
        self.shown = dialog
        dialog.open()

    def forget_aside(self) -> None:
        """Drop the forms that wait: what they hold is about somebody who is to be erased."""
        for form in self._aside.values():
            form.close()
        self._aside.clear()

    # Inside

    def _on_aside(self, form: ModalDialog) -> None:
        self.shown = None
        before = self._aside.pop(form.kept_as, None)
        if before is not None:
            before.close()
        self._aside[form.kept_as] = form
        self.kept_aside.emit()

    def _on_finished(self) -> None:
        self.shown = None
