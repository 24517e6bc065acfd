"""Erasing and exporting one person, from the window."""

from functools import partial
from pathlib import Path
from uuid import UUID

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from app.services.desk.desk import Desk
from app.services.people import erasure
from app.services.people.export import export
from app.services.store.records import Changes
from app.services.wording import Wording
from app.system.paths import put_private, shown
from app.system.resources import resource_path
from app.ui.dialogs.erase_dialog import EraseDialog
from app.ui.last_folder import LastFolder
from app.ui.tasks import Tasks
from app.ui.theme.theme import Theme
from app.ui.words import around, say


def _words_in(language: str) -> Wording:
    return Wording.load(resource_path("i18n", f"{language}.json"))


class PersonRights(QObject):
    """`asked` carries a dialog to show, `erasing` says that the person must leave the screen.

    `said` is icon, text before, strong text, text after, for the line at the foot; `failed`
    carries a TouchlineError.
    """

    asked = Signal(object)
    erasing = Signal()
    said = Signal(str, str, str, str)
    failed = Signal(object)

    def __init__(
        self, theme: Theme, desk: Desk, tasks: Tasks, copies: erasure.Copies, window: QWidget
    ) -> None:
        super().__init__(window)
        self._theme = theme
        self._desk = desk
        self._tasks = tasks
        self._copies = copies
        self._window = window

    def ask_erase(self, lead_id: UUID) -> None:
        """Ask whether to erase a person, and do so."""
        desk = self._desk
        self._tasks.read(
            lambda: erasure.erasable(desk, lead_id), self._on_erasable, self.failed.emit
        )

    def finish_erasure(self) -> None:
        """Remove what older copies hold of erased people.

        It takes seconds, so it runs beside the writer, on a connection of its own.
        """
        desk, copies = self._desk, self._copies
        self._tasks.long_read(
            lambda: erasure.finish(desk, copies), lambda _: None, self.failed.emit
        )

    def export(self, lead_id: UUID) -> None:
        """Ask for a folder and write all that is kept about a person into it."""
        folder = QFileDialog.getExistingDirectory(
            self._window, say("export.folder"), LastFolder.path()
        )
        if not folder:
            return
        LastFolder.remember(Path(folder))
        desk, to = self._desk, Path(folder)
        self._tasks.command(
            lambda: export(desk, lead_id, words_of=_words_in, put=partial(put_private, to)),
            lambda _: self.said.emit(
                "file-down", *around("status.written", "folder", folder=shown(to))
            ),
            self.failed.emit,
        )

    def _on_erasable(self, would: erasure.Erasable) -> None:
        dialog = EraseDialog(self._theme, would, self._window)
        dialog.accepted.connect(lambda: self._erase(would.lead_id))
        self.asked.emit(dialog)

    def _erase(self, lead_id: UUID) -> None:
        self.erasing.emit()
        desk = self._desk
        self._tasks.command(lambda: erasure.erase(desk, lead_id), self._on_erased, self.failed.emit)

    def _on_erased(self, _changes: Changes) -> None:
        self.said.emit("trash-2", say("status.erased"), "", "")
        self.finish_erasure()
