"""What the outcome dock was answered, in the words of a use case."""

from datetime import datetime
from zoneinfo import ZoneInfo

from PySide6.QtCore import QObject, Signal

from app.core.clock import Clock
from app.core.errors import TouchlineError
from app.ui.widgets.dock.dock_data import OutcomeAnswer, OutcomeData, StripAnswer
from app.ui.widgets.dock.outcome_dock import OutcomeDock
from app.ui.words import error_text, say
from app.ui.workspace.session import TouchSession
from app.ui.workspace.strips import read_answer, read_snooze


class Answers(QObject):
    """Reads what `dock` was answered about the touch at hand; what it cannot read the dock says.

    `read` carries the Shown, the word for the act, the Chosen and the note. `here` is the zone of
    the rep.
    """

    read = Signal(object, str, object, str)

    def __init__(
        self, dock: OutcomeDock, session: TouchSession, clock: Clock, here: str, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._dock = dock
        self._session = session
        self._clock = clock
        self._zone = here
        dock.chosen.connect(self._on_chosen)
        dock.snoozed.connect(self._on_snoozed)

    def _on_chosen(self, answer: OutcomeAnswer) -> None:
        current = self._session.at_hand
        if current is None:
            return
        outcome = self._outcome(answer.outcome)
        strip = outcome.strip if outcome else None
        label = outcome.label.rstrip("…") if outcome else answer.outcome
        try:
            now, zone = self._clock.now(), current.card.zone
            chosen = read_answer(answer.outcome, answer.answer, strip, now, zone)
        except TouchlineError as error:
            self._dock.show_problem(error_text(error))
            return
        note = answer.note
        if chosen.code == "meeting_booked" and chosen.text:
            note = "\n".join(filter(None, (note, say("note.adviser", name=chosen.text))))
        self.read.emit(current, label, chosen, note)

    def _outcome(self, code: str) -> OutcomeData | None:
        return next((o for o in self._dock.data.outcomes if o.code == code), None)

    def _on_snoozed(self, answer: StripAnswer) -> None:
        current = self._session.at_hand
        strip = self._dock.data.snooze
        if current is None or strip is None:
            return
        try:
            chosen = read_snooze(answer, strip, self._here(), self._zone)
        except TouchlineError as error:
            self._dock.show_problem(error_text(error))
            return
        self.read.emit(current, say("dock.snooze"), chosen, self._dock.note())

    def _here(self) -> datetime:
        return self._clock.now().astimezone(ZoneInfo(self._zone))
