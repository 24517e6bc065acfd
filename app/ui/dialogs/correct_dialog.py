"""An outcome that turns out to have been another one; the line that was wrong stays."""

from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from app.core.engine.unplanned import CHANNELS, contact_outcomes
from app.core.errors import TouchlineError
from app.core.work.outcome import Outcome, outcomes_of
from app.services.desk.desk import Desk
from app.services.working.contacts import Correction, correct
from app.ui.tasks import Tasks
from app.ui.theme.theme import Theme
from app.ui.widgets.lead.lead_data import TimelineEntryData
from app.ui.widgets.parts.form_field import FormField
from app.ui.widgets.parts.modal_dialog import ModalDialog
from app.ui.widgets.parts.sentence_label import SentenceLabel
from app.ui.widgets.parts.text_label import TextLabel
from app.ui.words import error_text, say

_WIDE = 480
_LONGEST = 500


class CorrectDialog(ModalDialog):
    """`corrected` carries a Correction and the words of the new outcome."""

    corrected = Signal(object, str)

    def __init__(
        self, theme: Theme, desk: Desk, tasks: Tasks, entry: TimelineEntryData, parent: QWidget
    ) -> None:
        super().__init__(theme, say("correct.name"), parent)
        self._desk = desk
        self._tasks = tasks
        self._event_id: UUID | None = entry.event_id
        self.outcome, self.note = QComboBox(), QLineEdit()
        self.note.setMaxLength(_LONGEST)
        for outcome in _outcomes(entry):
            if outcome.code != entry.outcome:
                label = say(f"outcome.{outcome.code}")
                self.outcome.addItem(f"{outcome.key}  {label}", outcome.code)
        self._said = SentenceLabel(theme, weight=500)
        self.setMinimumWidth(theme.px(_WIDE))
        self.add_title(say("correct.ask"))
        logged = say("correct.logged", what=entry.title)
        self.body.addWidget(TextLabel(theme, logged, color="text.secondary", elide=True))
        self.body.addWidget(FormField(theme, say("contact.outcome"), self.outcome))
        self.body.addWidget(FormField(theme, say("dialog.note"), self.note))
        self.body.addWidget(self._said)
        self.save = self.add_buttons(say("correct.do"), cancel=say("dialog.cancel"))
        self.save.clicked.connect(self._save)
        self.outcome.setFocus()

    @property
    def said(self) -> str:
        """The sentence above the buttons."""
        return self._said.text()

    def _save(self) -> None:
        event_id, code = self._event_id, str(self.outcome.currentData())
        if event_id is None:
            return
        self.save.setEnabled(False)
        note, at = self.note.text(), self._desk.clock.now()

        def done(correction: Correction) -> None:
            self.accept()
            self.corrected.emit(correction, say(f"outcome.{code}"))

        def failed(error: TouchlineError) -> None:
            self.save.setEnabled(True)
            self._said.setText(error_text(error))

        self._tasks.command(
            lambda: correct(self._desk, event_id, code, note=note, at=at),
            self.while_open(done),
            self.while_open(failed),
        )


def _outcomes(entry: TimelineEntryData) -> tuple[Outcome, ...]:
    channel = next((c for c in CHANNELS if c == entry.channel), None)
    if entry.way and channel is not None:
        return contact_outcomes("in" if entry.way == "in" else "out", channel)
    return outcomes_of(entry.channel)
