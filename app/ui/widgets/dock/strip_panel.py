"""The short question that follows an outcome."""

from datetime import datetime

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from app.ui.actions import action_for, digit_of, outcome_action
from app.ui.theme.painting import draw_frame
from app.ui.theme.theme import Theme
from app.ui.widgets.dock.dock_data import FormDraft, ReasonChoice, Strip, StripAnswer, StripOption
from app.ui.widgets.dock.strip_editors import PreferRow, WhenEditor
from app.ui.widgets.dock.strip_option_button import StripOptionButton
from app.ui.widgets.parts.flow_layout import FlowLayout
from app.ui.widgets.parts.sentence_label import SentenceLabel
from app.ui.widgets.parts.text_label import TextLabel
from app.ui.words import say

_RADIUS = 6
_ICON = 18
_TEXT_LEFT = 41
_LOW, _TWO_LINES = 52, 44
_GAP_BEFORE_DONE = 8
_ANY_HEIGHT = 16_777_215  # Qt's QWIDGETSIZE_MAX


class StripPanel(QWidget):
    """A question with answers on digits; it may go on to ask for a time, a reason or words.

    While it is active its digits come first: `act` eats every digit, Enter and Esc. One that
    is not keeps to the height of a preview, so that nothing moves under a pointer that passes.
    `chosen` carries a StripAnswer; `cancelled` says that the rep went back out of it.
    """

    chosen = Signal(object)
    cancelled = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._strip = Strip(question="", options=())
        self._word = ""
        self._active = False
        self._low = _LOW
        self._option: StripOption | None = None
        self._reason: ReasonChoice | None = None
        self._when: WhenEditor | None = None
        self._text: QLineEdit | None = None
        self._list: QComboBox | None = None
        self._prefers: PreferRow | None = None
        self._preferred = ("", "")
        self._body: QWidget | None = None
        self._column = QVBoxLayout(self)
        self._column.setSpacing(0)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        theme.changed.connect(self._build)

    @property
    def active(self) -> bool:
        """Whether its digits come first now."""
        return self._active

    def show_strip(self, word: str, strip: Strip, *, active: bool) -> None:
        """Shows a question for the outcome `word`; one that is not active only previews it."""
        if (word, strip, active) == (self._word, self._strip, self._active):
            return
        self._word, self._strip, self._active = word, strip, active
        self._option = self._reason = None
        self._prefers, self._preferred = None, ("", "")
        only = strip.options[0] if len(strip.options) == 1 else None
        if active and only is not None and only.needs != "none":
            self._pick(only)
        else:
            self._build()

    def draft(self, outcome: str) -> FormDraft | None:
        """What was begun in the open question of `outcome`; None where nothing was."""
        prefers = self._prefers.value() if self._prefers is not None else self._preferred
        if not self._active or (self._option is None and prefers == ("", "")):
            return None
        return FormDraft(
            outcome=outcome,
            option=self._option.code if self._option else "",
            reason=self._reason.code if self._reason else "",
            when=self._when.value() if self._when else None,
            words=self._when.words() if self._when else "",
            text=self._text.text() if self._text else "",
            choice=str(self._list.currentData()) if self._list else "",
            prefers=prefers,
        )

    def go_on(self, draft: FormDraft) -> None:
        """Puts what was begun before into the open question; the focus stays where it is."""
        options, self._prefers = self._strip.options, None
        self._preferred = draft.prefers
        self._option = next((o for o in options if o.code == draft.option), None)
        reasons = self._option.reasons if self._option else ()
        self._reason = next((r for r in reasons if r.code == draft.reason), None)
        self._build()
        if self._when is not None and draft.when is not None:
            self._when.set_value(draft.when)
        if self._when is not None and draft.words:
            self._when.write(draft.words)
        if self._text is not None:
            self._text.setText(draft.text)
        if self._list is not None:
            self._list.setCurrentIndex(max(0, self._list.findData(draft.choice)))

    def set_low(self, height: int) -> None:
        """How high it is while it only previews, in px at 100 %; under 44 on one line."""
        if height != self._low:
            self._low = height
            self._build()

    def close_strip(self) -> None:
        """Its digits no longer come first."""
        self._active = False
        self._option = self._reason = None
        self._build()

    def show_problem(self, text: str) -> None:
        """Says why the answer was not taken; the editor stays open and has the cursor."""
        self._problem.setText(text)
        self._problem.setVisible(bool(text))
        self._focus_editor()

    def act(self, name: str) -> bool:
        """Picks by a digit, takes what stands ("primary"), leaves ("escape"); whether it did."""
        if not self._active:
            return False
        if name == "escape":
            # Out of the whole question: a digit that follows is an outcome, never an answer.
            self.cancelled.emit()
        elif name == "primary":
            self._enter()
        elif digit := digit_of(name):
            self._digit(digit)
        else:
            return False
        return True

    def hideEvent(self, event: QHideEvent) -> None:
        """Lets go of the focus: Qt would hand it to the next widget, which is the note."""
        for part in (self, *self.findChildren(QWidget)):
            if part.hasFocus():
                part.clearFocus()
        super().hideEvent(event)

    def stops(self) -> list[QWidget]:
        """Where Tab stops in it: first what only Tab or the mouse reaches."""
        prefers = self._prefers.stops() if self._prefers is not None else []
        fields: list[QWidget] = [w for w in (self._list, self._text) if w is not None]
        return [*prefers, *fields, *self.findChildren(StripOptionButton)]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys that the editors leave over."""
        action = action_for(event)
        mine = action is not None and (self.hasFocus() or not digit_of(action.name))
        if action is not None and mine and self.act(action.name):
            return
        super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        edge = "accent.line" if self._active else "border.default"
        draw_frame(painter, self._theme, QRectF(self.rect()), _RADIUS, edge=edge)
        size = self._theme.px(_ICON)
        pixmap = self._theme.icon(
            self._strip.icon, size, "text.secondary", self.devicePixelRatioF()
        )
        painter.drawPixmap(13, min(self._theme.px(17), (self.height() - size) // 2), pixmap)

    # Answers

    def _digit(self, key: str) -> None:
        if self._option is None:
            option = next((o for o in self._strip.options if o.key == key), None)
            if option is not None:
                self._pick(option)
        elif self._option.needs == "reason" and self._reason is None:
            place = int(key) - 1
            if 0 <= place < len(self._option.reasons):
                self._pick_reason(self._option.reasons[place])

    def _pick(self, option: StripOption) -> None:
        if option.needs == "none":
            self._answer(option, when=option.at)
            return
        self._option = option
        self._build()
        self._focus_editor()

    def _pick_reason(self, reason: ReasonChoice) -> None:
        assert self._option is not None
        if reason.needs_text:
            self._reason = reason
            self._build()
            self._focus_editor()
        else:
            self._answer(self._option, reason=reason.code)

    def _enter(self) -> None:
        if self._option is None:
            preset = next((o for o in self._strip.options if o.key == self._strip.preset), None)
            if preset is not None:
                self._pick(preset)
            return
        text = self._text.text().strip() if self._text is not None else ""
        option = self._option
        if self._list is not None:
            self._answer(option, reason=str(self._list.currentData()))
        elif self._when is not None:
            words = self._when.words()
            self._answer(option, when=self._when.value(), words=words, text=text)
        elif self._text is not None:
            if text or option.optional:
                self._answer(option, reason=self._reason.code if self._reason else "", text=text)
        elif option.optional:
            self._answer(option)

    def _answer(
        self,
        option: StripOption,
        *,
        when: datetime | None = None,
        words: str = "",
        reason: str = "",
        text: str = "",
    ) -> None:
        prefers = self._prefers.value() if self._prefers is not None else self._preferred
        self.chosen.emit(
            StripAnswer(
                option=option.code,
                when=when,
                words=words,
                reason=reason,
                text=text,
                prefer_channel=prefers[0],
                prefer_time=prefers[1],
            )
        )

    # Building

    def _build(self) -> None:
        """Sets up what the present question needs."""
        if self._prefers is not None:
            self._preferred = self._prefers.value()
        if self._body is not None:
            if self._holds_focus():
                # Hiding an editor would hand its focus to whatever comes next.
                self.setFocus(Qt.FocusReason.OtherFocusReason)
            self._column.removeWidget(self._body)
            self._body.hide()
            self._body.deleteLater()
        self._when = self._text = self._list = self._prefers = None
        self._body = QWidget(self)
        rows = QVBoxLayout(self._body)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        rows.addWidget(self._question_line())
        if self._active or self._low >= _TWO_LINES:
            rows.addWidget(self._answer_row())
        if self._asks_more():
            rows.addSpacing(6)
        if self._active and self._option is None and self._strip.prefer_channels:
            self._prefers = PreferRow(self._theme, self._strip, self._preferred)
            rows.addWidget(self._prefers)
        self._problem = SentenceLabel(self._theme)
        self._problem.hide()
        rows.addWidget(self._problem)
        shift = self._theme.px(_ICON) - _ICON
        self._column.setContentsMargins(_TEXT_LEFT + shift, 3, 12, 1)
        self._column.addWidget(self._body)
        low = self._theme.px(self._low)
        self.setMinimumHeight(low)
        self.setMaximumHeight(_ANY_HEIGHT if self._active else low)
        self.setAccessibleName(f"{self._word}: {self._strip.question}")
        self.updateGeometry()
        self.update()

    def _question_line(self) -> QWidget:
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(TextLabel(self._theme, self._word, weight=600))
        row.addWidget(TextLabel(self._theme, f" → {self._asked()}", elide=True), 1)
        if self._asks_more():
            done = StripOptionButton(self._theme, "Enter", self._strip.done or say("strip.log"))
            done.clicked.connect(lambda _on=False: self._press("primary"))
            row.addSpacing(_GAP_BEFORE_DONE)
            row.addWidget(done)
        return line

    def _asks_more(self) -> bool:
        """Whether there is something to type now."""
        option = self._option
        return option is not None and (option.needs != "reason" or self._reason is not None)

    def _asked(self) -> str:
        option = self._option
        if option is None:
            times = any(one.at is not None for one in self._strip.options)
            zone = self._strip.zone_label if times else ""
            return f"{self._strip.question} ({zone})" if zone else self._strip.question
        if self._reason is not None:
            return self._reason.label.rstrip("…")
        if option.label == self._word:
            return say("strip.why")
        asked = option.label.rstrip("…")
        if option.needs != "when":
            return asked
        # "Meeting booked" says already that it is about a meeting: there is little room.
        said = asked.casefold() in self._word.casefold()
        return self._strip.zone_label if said else f"{asked}, {self._strip.zone_label}"

    def _answer_row(self) -> QWidget:
        option = self._option
        if option is None:
            return self._choices([(o.key, o.label, o.hint) for o in self._strip.options])
        if not self._asks_more():
            reasons = [(str(i), r.label, "") for i, r in enumerate(option.reasons, start=1)]
            tail = [("Enter", say("strip.no_reason"), "")] if option.optional else []
            return self._choices(reasons + tail)
        return self._editors(option)

    def _choices(self, choices: list[tuple[str, str, str]]) -> QWidget:
        row = QWidget()
        flow = FlowLayout(row, across=self._theme.px(10), down=0)
        for key, label, hint in choices:
            preset = self._active and self._option is None and key == self._strip.preset
            # A key that would log an outcome now must not look like an answer.
            cap = key if self._active else ""
            button = StripOptionButton(self._theme, cap, label, hint, preset=preset)
            button.clicked.connect(lambda _on=False, k=key: self._press(_action(k)))
            flow.addWidget(button)
            if not self._active:
                row.setFixedHeight(button.sizeHint().height())
        return row

    def _press(self, name: str) -> None:
        self._active = True
        self.act(name)

    def _editors(self, option: StripOption) -> QWidget:
        line = QWidget()
        row = FlowLayout(line, across=8, down=6)
        if option.needs == "when":
            self._when = WhenEditor(self._theme, option.at, self._strip.zone_label)
            row.addWidget(self._when)
        if option.needs == "choice":
            self._list = QComboBox()
            self._list.setAccessibleName(self._asked())
            self._list.setFixedWidth(self._theme.px(280))
            for choice in option.choices:
                self._list.addItem(choice.label, choice.code)
            row.addWidget(self._list)
        if option.needs in ("text", "reason") or option.text_label:
            self._text = QLineEdit()
            self._text.setFixedWidth(self._theme.px(128 if self._when else 280))
            self._text.setPlaceholderText(option.text_label)
            self._text.setAccessibleName(option.text_label or self._asked())
            row.addWidget(self._text)
        return line

    def _holds_focus(self) -> bool:
        return any(part.hasFocus() for part in self.findChildren(QWidget))

    def _focus_editor(self) -> None:
        editor = self._when or self._text or self._list
        if editor is not None:
            editor.setFocus(Qt.FocusReason.ShortcutFocusReason)


def _action(key: str) -> str:
    """The name of the action on the key of an answer, a digit or Enter."""
    return "primary" if key == "Enter" else outcome_action(key)
