"""Says that activities are gone: what happened, what it means, what to do."""

from datetime import datetime

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QLabel, QWidget

from app.services.upkeep import Lost, Upkeep
from app.ui.tasks import Tasks
from app.ui.theme.theme import Theme
from app.ui.widgets.parts.modal_dialog import ModalDialog
from app.ui.words import catalogue, say

_WIDE = 520


class LostDialog(ModalDialog):
    """Accepted means: noted, tell it no more. Esc leaves it to the next start."""

    def __init__(self, theme: Theme, lost: Lost, zone: str, parent: QWidget) -> None:
        super().__init__(theme, say("lost.title", n=lost.activities), parent)
        self.add_title(say("lost.title", n=lost.activities))
        self.paragraphs = [
            QLabel(words) for words in (_happened(lost, zone), say("lost.means"), say("lost.do"))
        ]
        for label in self.paragraphs:
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
            label.setFont(theme.font("base"))
            self.body.addWidget(label)
        self.noted = self.add_buttons(say("lost.noted"), cancel=say("lost.later"))
        self.noted.clicked.connect(self.accept)
        self.setFixedWidth(min(theme.px(_WIDE), parent.width() - 40))


def _happened(lost: Lost, zone: str) -> str:
    if lost.after is None:
        return say("lost.happened")
    after = _when(lost.after, zone)
    if lost.before is None:
        return say("lost.happened_after", after=after)
    return say("lost.happened_between", after=after, before=_when(lost.before, zone))


def _when(at: datetime, zone: str) -> str:
    return catalogue().plain("backups.when", {"at": at.isoformat(), "zone": zone})


class LossNotice(QObject):
    """Looks once whether something was lost, and asks that it be noted.

    `zone` is the one instants are said in. `asked` carries the dialog to show, `failed` a
    TouchlineError.
    """

    asked = Signal(object)
    failed = Signal(object)

    def __init__(
        self, theme: Theme, tasks: Tasks, upkeep: Upkeep, zone: str, window: QWidget
    ) -> None:
        super().__init__(window)
        self._zone = zone
        self._theme = theme
        self._tasks = tasks
        self._upkeep = upkeep
        self._window = window

    def look(self) -> None:
        """Look in a thread, on a connection of its own."""
        self._tasks.long_read(self._upkeep.lost, self._on_lost, self.failed.emit)

    def _on_lost(self, lost: Lost | None) -> None:
        if lost is None:
            return
        dialog = LostDialog(self._theme, lost, self._zone, self._window)
        dialog.accepted.connect(self._note)
        self.asked.emit(dialog)

    def _note(self) -> None:
        self._tasks.command(self._upkeep.note_lost, lambda _: None, self.failed.emit)
