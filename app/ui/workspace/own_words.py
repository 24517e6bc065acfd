"""Messages as the rep chooses and types them, on their way to the store."""

from collections.abc import Callable
from functools import partial
from uuid import UUID

from PySide6.QtCore import QObject, QTimer, Signal

from app.services.desk.desk import Desk
from app.services.store.records import Changes
from app.services.working.composing import choose_template, in_words, write_message
from app.services.working.touch_card import TouchCard
from app.ui.tasks import Tasks

_SAVED_AFTER_MS = 400


class OwnWords(QObject):
    """`stored` carries the id of a touch, `refused` a TouchlineError and the touch it is about."""

    stored = Signal(object)
    refused = Signal(object, object)

    def __init__(self, desk: Desk, tasks: Tasks, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._tasks = tasks
        # As they were typed here, and the one that is not on its way yet.
        self._words: dict[UUID, tuple[str, str]] = {}
        self._unsaved: UUID | None = None
        self._saving = QTimer(self, singleShot=True, interval=_SAVED_AFTER_MS)
        self._saving.timeout.connect(self.save)

    def in_them(self, card: TouchCard) -> TouchCard:
        """The card with what was typed for it here, if anything was."""
        words = self._words.get(card.touch.touch_id)
        return card if words is None else in_words(card, *words)

    def write(self, card: TouchCard, subject: str, body: str) -> TouchCard:
        """Keep what is typed; the card with it."""
        self._unsaved = card.touch.touch_id
        self._words[card.touch.touch_id] = subject, body
        self._saving.start()
        return in_words(card, subject, body)

    def save(self) -> None:
        """Store what was typed since the last time."""
        self._saving.stop()
        touch_id, self._unsaved = self._unsaved, None
        if touch_id is not None:
            words = self._words[touch_id]
            self._store(touch_id, partial(write_message, self._desk, touch_id, *words))

    def back_to_plan(self, touch_id: UUID) -> None:
        """Take the words of the plan again."""
        self.forget(touch_id)
        self._store(touch_id, partial(write_message, self._desk, touch_id, "", ""))

    def choose(self, touch_id: UUID, template: str) -> None:
        """Begin anew with another message that the step allows."""
        self.forget(touch_id)
        self._store(touch_id, partial(choose_template, self._desk, touch_id, template))

    def forget(self, touch_id: UUID) -> None:
        """Drop what was typed for a touch, also what was not stored yet."""
        self._words.pop(touch_id, None)
        if self._unsaved == touch_id:
            self._saving.stop()
            self._unsaved = None

    def _store(self, touch_id: UUID, run: Callable[[], Changes]) -> None:
        self._tasks.command(
            run,
            lambda _: self.stored.emit(touch_id),
            lambda error: self.refused.emit(error, touch_id),
        )
