"""The one dialog that may stand over the window, and what every dialog is made of."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject

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
    """Shows a dialog when none is open. F8 reaches past it: `take` is called for it."""

    def __init__(self, window: MainWindow, take: Callable[[], object]) -> None:
        super().__init__(window)
        self._take = take
        self.shown: ModalDialog | None = None

    def show(self, dialog: ModalDialog) -> None:
        """Show a dialog; while another one is open it goes unseen."""
        if self.shown is not None:
            dialog.deleteLater()
            return
        self.shown = dialog
        dialog.take_requested.connect(self._take)
        dialog.finished.connect(self._on_finished)
        dialog.open()

    def _on_finished(self) -> None:
        self.shown = None
