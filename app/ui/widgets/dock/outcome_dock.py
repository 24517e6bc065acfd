"""The foot of a touch: what came of it, what follows, and the note."""

from PySide6.QtCore import Qt, QVariantAnimation, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from app.ui.actions import outcome_action
from app.ui.theme.theme import Theme
from app.ui.widgets.dock.dock_data import (
    DockData,
    FormDraft,
    OutcomeAnswer,
    OutcomeData,
    Question,
    Strip,
    StripAnswer,
)
from app.ui.widgets.dock.note_box import NoteBox
from app.ui.widgets.dock.outcome_button import OutcomeButton, OutcomeMark
from app.ui.widgets.dock.preview_card import PreviewCard
from app.ui.widgets.dock.strip_panel import StripPanel
from app.ui.widgets.parts.size_class import SizeClass
from app.ui.widgets.parts.text_label import TextLabel
from app.ui.words import say

_SNOOZE = "snooze"
_COLUMNS = (113, 100, 103, 106, 84)
_PREVIEW, _NOTE = 5, 4
# How strong the outcomes stand while they rest.
_RESTING = 0.45


class OutcomeDock(QWidget):
    """Ten outcomes on their keys, a preview or a strip, and the note.

    `chosen` carries an OutcomeAnswer; after it the dock takes no second one until it shows
    something again, so that a key pressed twice logs once. `snoozed` carries a StripAnswer,
    `answered` the code of a `Question` and a StripAnswer.
    `note_edited` carries the note as it is typed.
    `focus_left` says that Esc let go of the note or of a strip.
    """

    chosen = Signal(object)
    snoozed = Signal(object)
    answered = Signal(str, object)
    note_edited = Signal(str)
    focus_left = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._data = DockData(outcomes=())
        self._buttons: list[OutcomeButton] = []
        self._marked = 0
        self._before_hover: int | None = None  # what was marked before the pointer came
        self._open: OutcomeData | None = None
        self._question: Question | None = None
        self._answered = False
        self._later: DockData | None = None
        self._resting = False
        self._fade = QVariantAnimation(self)
        self._fade.valueChanged.connect(self._on_fade)
        self._room = SizeClass()
        self._title = TextLabel(theme, say("dock.outcome"), font="small", weight=600)
        self._title.set_look(color="text.secondary")
        self._hint = TextLabel(theme, font="small", color="text.muted", elide=True)
        self._grid = QGridLayout()
        self._preview = PreviewCard(theme)
        self._strip = StripPanel(theme)
        self._note = NoteBox(theme)
        self._strip.hide()
        self._strip.chosen.connect(self._on_strip)
        self._strip.cancelled.connect(self._close)
        self._note.edited.connect(self._on_note)
        self._note.left.connect(self.focus_left)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._lay_out()
        self.set_size_class(self._room)
        theme.changed.connect(self.update)

    # What the page calls

    def show_dock(self, data: DockData, *, fresh: bool) -> None:
        """Shows the outcomes of a touch. A `fresh` one starts over: note, highlight, strip."""
        same = data.outcomes == self._data.outcomes and data.enabled == self._data.enabled
        if not fresh and self._strip.active and data.enabled:
            self._later = data  # an open question is not changed under the rep's hands
            return
        here = data.highlighted if fresh else self._marked_code()
        self._data, self._later = data, None
        self._hint.setText(data.hint)
        if fresh:
            self._answered = False
            self._note.set_note(data.note)
        if fresh or not same:
            self._open = self._question = None
            self._fill()
            codes = [o.code for o in data.outcomes]
            self._marked, self._before_hover = codes.index(here) if here in codes else 0, None
            self._mark()

    def set_size_class(self, room: SizeClass) -> None:
        """Fits heights and paddings to the window."""
        self._room = room
        short = room.height != "full"
        line = room.height == "short"
        side = 16 if room.rail else 24
        low = 40 if line else 48 if short else 52
        self._head.setVisible(not line)
        self._column.setContentsMargins(side, 9 if short else 14, side, 10 if short else 14)
        self._between.setContentsMargins(0, 8 if short else 10, 0, 0)
        self._preview.set_height(low)
        self._strip.set_low(low)
        self._note.set_base(low)
        for button in self._buttons:
            button.set_room(short=short, small=room.width == "minimum")

    @property
    def data(self) -> DockData:
        """What is shown."""
        return self._data

    def note(self) -> str:
        """The note as it stands."""
        return self._note.toPlainText().strip()

    def follow(self, before: QWidget) -> None:
        """Puts outcomes and note after `before` in the order of Tab."""
        for button in self._buttons:
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            QWidget.setTabOrder(before, button)
            before = button
        QWidget.setTabOrder(before, self._note)
        self._mark()

    def focus_note(self) -> None:
        """Puts the cursor into the note."""
        self._note.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def focus_outcomes(self) -> None:
        """Puts the focus on the highlighted outcome."""
        if self._buttons:
            self._buttons[self._marked].setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def strip_open(self) -> bool:
        """Whether a strip's digits come first now."""
        return self._strip.active

    def ask(self, question: Question) -> None:
        """Opens a question of its own in the place of the preview; `answered` has the answer."""
        self._answered = False
        self._question, self._open = question, None
        self._mark()

    def close_strip(self) -> None:
        """Closes an open question; its answer was taken."""
        self.take_again()
        if self._strip.active:
            self._close()

    def draft(self) -> FormDraft | None:
        """The form that is filled so far, answered or not; None without one."""
        asked = self._question or self._open
        return self._strip.draft(asked.code) if asked is not None else None

    def go_on(self, draft: FormDraft) -> None:
        """Opens again what was half filled when the touch was left, if it is still asked."""
        codes = [o.code for o in self._data.outcomes]
        if draft.outcome == _SNOOZE and self._data.snooze is not None:
            self.ask(_snooze(self._data.snooze))
        elif draft.outcome in codes and self._data.enabled:
            self._marked = codes.index(draft.outcome)
            outcome = self._data.outcomes[self._marked]
            self._open = outcome if outcome.strip is not None and outcome.enabled else None
            self._mark()
        if self._strip.active:
            self._strip.go_on(draft)

    def show_problem(self, text: str) -> None:
        """Says why the strip's answer was not understood, and takes another."""
        self.take_again()
        if self._strip.active:
            self._strip.show_problem(text)

    def take_again(self) -> None:
        """Takes an answer again, after one that could not be logged."""
        self._answered = False

    def set_resting(self, resting: bool) -> None:
        """While it rests nothing is chosen, and the outcomes stand back."""
        if resting == self._resting:
            return
        self._resting = resting
        self._fade.stop()
        self._fade.setDuration(self._theme.motion_ms("fadeMs"))
        self._fade.setStartValue(1.0 if resting else _RESTING)
        self._fade.setEndValue(_RESTING if resting else 1.0)
        self._fade.start()

    def act(self, name: str) -> bool:
        """Logs or asks, snoozes, moves the highlight; whether the action was for it.

        "primary" and "escape" are its own only while a strip is open.
        """
        if self._strip.active and self._strip.act(name):
            return True
        if name in ("left", "right"):
            self._move(1 if name == "right" else -1)
            return bool(self._buttons)
        if name == "snooze" and self._data.snooze is not None and self._data.enabled:
            self._open_snooze(self._data.snooze)
            return True
        actions = [outcome_action(outcome.key) for outcome in self._data.outcomes]
        place = actions.index(name) if name in actions else None
        if place is None or not self._buttons[place].isEnabled():
            return False
        self._press(place)
        return True

    # Qt

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows while one of the outcomes has the focus."""
        steps = {
            Qt.Key.Key_Left: -1,
            Qt.Key.Key_Right: 1,
            Qt.Key.Key_Up: -len(_COLUMNS),
            Qt.Key.Key_Down: len(_COLUMNS),
        }
        step = steps.get(Qt.Key(event.key()))
        if step is None or not any(b.hasFocus() for b in self._buttons):
            super().keyPressEvent(event)
            return
        self._move(step)
        self.focus_outcomes()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.color("bg.subtle"))
        painter.fillRect(0, 0, self.width(), 1, self._theme.color("border.default"))

    # Inside

    def _lay_out(self) -> None:
        self._column = QVBoxLayout(self)
        self._column.setSpacing(0)
        self._head = QWidget()
        head = QHBoxLayout(self._head)
        head.setContentsMargins(0, 0, 0, 9)
        head.setSpacing(8)
        head.addWidget(self._title)
        head.addWidget(self._hint, 1)
        self._column.addWidget(self._head)
        self._grid.setSpacing(8)
        for column, stretch in enumerate(_COLUMNS):
            self._grid.setColumnStretch(column, stretch)
        self._column.addLayout(self._grid)
        self._between = QHBoxLayout()
        self._between.setSpacing(12)
        self._between.addWidget(self._preview, _PREVIEW)
        self._between.addWidget(self._strip, _PREVIEW)
        self._between.addWidget(self._note, _NOTE)
        self._column.addLayout(self._between)

    def _fill(self) -> None:
        while len(self._buttons) < len(self._data.outcomes):
            place = len(self._buttons)
            button = OutcomeButton(self._theme, self)
            button.clicked.connect(lambda _on=False, i=place: self._press(i))
            button.hovered.connect(lambda i=place: self._hover(i))
            button.unhovered.connect(self._unhover)
            self._buttons.append(button)
            self._grid.addWidget(button, place // len(_COLUMNS), place % len(_COLUMNS))
        for place, button in enumerate(self._buttons):
            shown = place < len(self._data.outcomes)
            button.setVisible(shown)
            if shown:
                button.show_outcome(self._data.outcomes[place])
                button.setEnabled(self._data.enabled and self._data.outcomes[place].enabled)
        self.set_size_class(self._room)

    def _marked_code(self) -> str:
        return self._buttons[self._marked].data.code if self._buttons else ""

    def _hover(self, place: int) -> None:
        if not self._strip.active:
            resting = self._marked if self._before_hover is None else self._before_hover
            self._set_mark(place)
            self._before_hover = resting

    def _unhover(self) -> None:
        """The pointer only looked: the mark goes back to where keys or a press had put it."""
        if self._before_hover is not None and not self._strip.active:
            self._set_mark(self._before_hover)
        self._before_hover = None

    def _move(self, step: int) -> None:
        if self._data.outcomes and not self._strip.active:
            self._set_mark((self._marked + step) % len(self._data.outcomes))

    def _set_mark(self, place: int) -> None:
        self._before_hover = None
        if place != self._marked:
            self._marked = place
            self._mark()

    def _mark(self) -> None:
        """Paints the marks, and shows preview or strip of the outcome in question."""
        for place, button in enumerate(self._buttons):
            here = place == self._marked and self._question is None
            opened = here and self._open is not None
            button.set_mark(
                OutcomeMark.OPEN
                if opened
                else OutcomeMark.HIGHLIGHTED
                if here
                else OutcomeMark.NONE
            )
        if self._question is not None:
            self._show_strip(self._question.word, self._question.strip, active=True)
            return
        if not self._data.outcomes:
            self._show_preview(None)
            return
        outcome = self._data.outcomes[self._marked]
        strip = self._strip_of(outcome)
        if strip is not None and self._data.enabled:
            word = outcome.label.rstrip("…")
            self._show_strip(word, strip, active=self._open is not None)
        else:
            self._show_preview(outcome)

    def _strip_of(self, outcome: OutcomeData) -> Strip | None:
        """What the outcome asks; a date that the note names is among the answers."""
        if outcome.strip is None or self._data.with_note is None:
            return outcome.strip
        return self._data.with_note(outcome.code, self.note()) or outcome.strip

    def _on_note(self, text: str) -> None:
        if not self._strip.active:
            self._mark()
        self.note_edited.emit(text)

    def _show_preview(self, outcome: OutcomeData | None) -> None:
        if self._strip.active:
            self._strip.close_strip()
        self._strip.hide()
        self._preview.show()
        self._preview.show_next(outcome.label if outcome else "", outcome.next if outcome else None)

    def _show_strip(self, word: str, strip: Strip, *, active: bool) -> None:
        self._preview.hide()
        self._strip.show_strip(word, strip, active=active)
        self._strip.show()
        focus = self.window().focusWidget() if active else None
        if focus is not None and not self._strip.isAncestorOf(focus):
            # From wherever the hands are, Tab goes straight to what the question also asks.
            for stop in self._strip.stops():
                QWidget.setTabOrder(focus, stop)
                focus = stop

    def _on_fade(self, strength: float) -> None:
        for button in self._buttons:
            button.set_strength(strength)

    def _press(self, place: int) -> None:
        if self._answered or self._resting:
            return
        self._question = None
        outcome = self._data.outcomes[place]
        self._open = outcome if outcome.strip is not None else None
        self._marked, self._before_hover = place, None
        self._mark()
        if outcome.strip is None:
            self._answered = True
            self.chosen.emit(OutcomeAnswer(outcome=outcome.code, note=self.note()))

    def _open_snooze(self, strip: Strip) -> None:
        if strip.options and not (self._answered or self._resting):
            self.ask(_snooze(strip))

    def _on_strip(self, answer: StripAnswer) -> None:
        if self._answered or self._resting:
            return
        self._answered = True
        question = self._question
        if question is not None:
            if question.code == _SNOOZE:
                self.snoozed.emit(answer)
            else:
                self.answered.emit(question.code, answer)
            return
        outcome = self._data.outcomes[self._marked]
        self.chosen.emit(OutcomeAnswer(outcome=outcome.code, answer=answer, note=self.note()))

    def _close(self) -> None:
        self._open = self._question = None
        self._strip.close_strip()
        if self._later is not None:
            self.show_dock(self._later, fresh=False)
        self._mark()
        self.focus_left.emit()


def _snooze(strip: Strip) -> Question:
    return Question(code=_SNOOZE, word=say("dock.snooze"), strip=strip)
