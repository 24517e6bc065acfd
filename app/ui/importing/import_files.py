"""Asks which file to read and where to save one; writing happens off the GUI thread."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QFileDialog, QWidget

from app.core.errors import TouchlineError
from app.ui.importing.template_file import write_private
from app.ui.last_folder import LastFolder
from app.ui.tasks import Tasks
from app.ui.words import say

Told = Callable[[TouchlineError], None]


class ImportFiles(QObject):
    """`chosen` carries the path of a file to read."""

    chosen = Signal(object)

    def __init__(self, page: QWidget, tasks: Tasks) -> None:
        super().__init__(page)
        self._page = page
        self._tasks = tasks

    def ask(self) -> None:
        """Open the dialog that asks for the file of a list."""
        dialog = self._dialog(say("import.choose_title"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilters([say("import.lists"), say("import.all_files")])
        dialog.fileSelected.connect(self._on_chosen)
        dialog.open()

    def ask_place(self, title: str, name: str, save: Callable[[Path], None]) -> None:
        """Open the dialog that asks for the place and `name` of a CSV; `save` gets the answer."""
        dialog = self._dialog(title)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("csv")
        dialog.selectFile(name)
        dialog.fileSelected.connect(lambda chosen: save(Path(chosen)))
        dialog.open()

    def write(
        self, path: Path, text: Callable[[], str], saved: Callable[[], None], told: Told
    ) -> None:
        """Write a file for this user alone; `text` is made beside the GUI as well."""
        self._tasks.read(lambda: write_private(path, text()), lambda _: saved(), told)

    def _dialog(self, title: str) -> QFileDialog:
        dialog = QFileDialog(self._page, title)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setDirectory(LastFolder.path())
        dialog.fileSelected.connect(lambda name: LastFolder.remember(Path(name).parent))
        return dialog

    def _on_chosen(self, name: str) -> None:
        self.chosen.emit(Path(name))


def dropped(event: QDropEvent) -> Path | None:
    """The one file that is dragged, None for anything else."""
    urls = event.mimeData().urls()
    if len(urls) != 1 or not urls[0].isLocalFile():
        return None
    return Path(urls[0].toLocalFile())
