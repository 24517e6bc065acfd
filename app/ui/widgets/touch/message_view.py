"""A written touch: to whom, subject, text, and what can be done with it."""

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.ui.actions import keep_letters
from app.ui.theme.painting import draw_frame
from app.ui.theme.theme import Theme
from app.ui.widgets.parts.chip_label import ChipLabel
from app.ui.widgets.parts.icon_label import IconLabel
from app.ui.widgets.parts.segmented_control import SegmentedControl
from app.ui.widgets.parts.sentence_label import SentenceLabel
from app.ui.widgets.parts.small_button import SmallButton
from app.ui.widgets.parts.span_text import SpanText
from app.ui.widgets.parts.text_label import TextLabel
from app.ui.widgets.parts.view_data import ChipData, plain
from app.ui.widgets.touch.message_editor import MessageEditor, TemplateChoice
from app.ui.widgets.touch.message_gaps import GapBar
from app.ui.widgets.touch.touch_data import MessageData
from app.ui.words import say

_RADIUS = 8
_A_CHOICE = 2
_LABEL_WIDTH = 74


class _Lined(QWidget):
    """A row with a line under it, or above it."""

    def __init__(self, theme: Theme, height: int, *, above: bool = False) -> None:
        super().__init__()
        self._theme = theme
        self._height = height
        self._above = above
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(12, 0 if not above else 1, 12, 1 if not above else 0)
        self.row.setSpacing(10)
        theme.changed.connect(self._fit_height)
        self._fit_height()

    def _fit_height(self) -> None:
        self.setFixedHeight(self._theme.px(self._height))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        line = self._theme.color("border.default")
        painter.fillRect(0, 0 if self._above else self.height() - 1, self.width(), 1, line)


class _Field(_Lined):
    """A labelled row of the head: To, Subject."""

    def __init__(self, theme: Theme, label: str) -> None:
        super().__init__(theme, 34)
        self._label = TextLabel(theme, label, font="small", color="text.muted")
        self._label.setFixedWidth(theme.px(_LABEL_WIDTH))
        self.row.setSpacing(0)
        self.row.addWidget(self._label)
        theme.changed.connect(self._fit)

    def set_label(self, text: str) -> None:
        """Calls the row something else."""
        self._label.setText(text)

    def _fit(self) -> None:
        self._label.setFixedWidth(self._theme.px(_LABEL_WIDTH))


class _ReadText(SpanText):
    """The text of the plan: read, not written. While it has the focus letters are no commands."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, bare=True)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        keep_letters(self)


class _Frame(QWidget):
    """The rounded edge around the message."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        theme.changed.connect(self.update)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        draw_frame(painter, self._theme, QRectF(self.rect()), _RADIUS, ground="bg.subtle")


class MessageView(QWidget):
    """Shows the text as it will go out, in an editor where the plan lets its words be changed.

    `channel_chosen` and `action_triggered` carry codes, `gap_filled` a field and its text,
    `written` subject and text as they are typed, `template_chosen` a key.
    """

    channel_chosen = Signal(str)
    action_triggered = Signal(str)
    gap_filled = Signal(str, str)
    gap_skipped = Signal()
    written = Signal(str, str)
    template_chosen = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._data: MessageData | None = None
        self._switch = SegmentedControl(theme, say("message.channel"), height=28)
        self._switch.chosen.connect(self.channel_chosen)
        self._template_word = TextLabel(theme, say("message.template"), font="small")
        self._template_word.set_look(color="text.muted")
        self._template = TextLabel(theme, font="small", weight=600, elide=True)
        self.choice = TemplateChoice(theme)
        self.choice.picked.connect(self.template_chosen)
        self._variant = ChipLabel(theme, ChipData(text=""))
        self._lock = IconLabel(theme, "lock", size=13, color="text.muted")
        self._variant_note = TextLabel(theme, font="small", color="text.muted", elide=True)
        self._to = TextLabel(theme)
        self._address = TextLabel(theme, color="text.secondary", elide=True)
        self._consent = ChipLabel(theme, ChipData(text=""))
        self._subject = SpanText(theme, font="base", weight=500)
        self.editor = MessageEditor(theme)
        self.editor.written.connect(self.written)
        self._subject_row = self._subject_field()
        self._gaps = GapBar(theme)
        self._gaps.filled.connect(self.gap_filled)
        self._gaps.skipped.connect(self.gap_skipped)
        self._problem = SentenceLabel(theme, font="base", weight=500)
        self._body = _ReadText(theme)
        self._footer = _Lined(theme, 40, above=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(self._head())
        column.addWidget(self._page(), 1)

    def show_message(self, data: MessageData) -> None:
        """Shows a message."""
        if data == self._data:
            return
        before, self._data = self._data, data
        self._switch.show_choices(data.channels, data.channel)
        self._switch.setVisible(bool(data.channels))
        self._template_word.setVisible(bool(data.template))
        self._template.setText(data.template)
        self._template.setVisible(len(data.templates) < _A_CHOICE)
        self.choice.show_choices(data.templates, data.chosen)
        self._variant.show_chip(ChipData(text=data.variant, kind="new", icon="flask-conical"))
        self._variant.setVisible(bool(data.variant))
        self._variant_note.setText(data.variant_note)
        for widget in (self._lock, self._variant_note):
            widget.setVisible(bool(data.variant_note))
        self._to_row.setVisible(bool(data.to_name))
        self._to.setText(data.to_name)
        self._address.setText(data.to_address)
        if data.consent is not None:
            self._consent.show_chip(data.consent)
        self._consent.setVisible(data.consent is not None)
        self._show_words(data)
        self._subject_row.setVisible(bool(data.subject))
        self._subject_head.set_label(data.subject_label or say("message.subject"))
        self._gaps.show_gaps(data.gaps, data.without_gap)
        self._problem.setText(data.problem)
        self._problem.setVisible(bool(data.problem))
        if before is None or _foot(before) != _foot(data):
            self._fill_footer(data)

    def focus_next_gap(self) -> bool:
        """Puts the cursor into the next empty field, else into the text; whether there is one."""
        if self._gaps.focus_next():
            return True
        editable = self._data is not None and self._data.editable
        if editable:
            self.editor.text.setFocus(Qt.FocusReason.ShortcutFocusReason)
        return editable

    def open_choice(self) -> bool:
        """Opens the menu of messages to choose from; whether there is one."""
        if self._data is None or len(self._data.templates) < _A_CHOICE:
            return False
        self.choice.open_menu()
        return True

    def stops(self) -> list[QWidget]:
        """Where Tab stops, in order."""
        return [
            *self._switch.stops(),
            self.choice,
            self.editor.subject,
            *self._gaps.stops(),
            self.editor.text,
            *self._footer.findChildren(SmallButton),
        ]

    def _show_words(self, data: MessageData) -> None:
        """Words that can be changed stand in an editor, all others do not look as if they could."""
        read: tuple[QWidget, ...] = (self._subject, self._body)
        written: tuple[QWidget, ...] = (self.editor, self.editor.subject)
        for part in (*read, *written):
            part.setVisible((part in written) == data.editable)
        if data.editable:
            self.editor.show_words(plain(data.subject), plain(data.body))
            self.editor.show_advice(data.advice)
        else:
            self._subject.set_spans(data.subject)
            self._body.set_spans(data.body)

    def _head(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self._switch)
        row.addStretch(1)
        row.addWidget(self._template_word)
        row.addWidget(self._template)
        row.addWidget(self.choice)
        row.addWidget(self._variant)
        note = QHBoxLayout()
        note.setSpacing(4)
        note.addWidget(self._lock)
        note.addWidget(self._variant_note)
        row.addLayout(note)
        return row

    def _subject_field(self) -> QWidget:
        row = self._subject_head = _Field(self._theme, say("message.subject"))
        row.row.addWidget(self._subject, 1, Qt.AlignmentFlag.AlignVCenter)
        row.row.addWidget(self.editor.subject, 1, Qt.AlignmentFlag.AlignVCenter)
        return row

    def _page(self) -> QWidget:
        page = _Frame(self._theme)
        column = QVBoxLayout(page)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        to = self._to_row = _Field(self._theme, say("message.to"))
        to.row.addWidget(self._to)
        to.row.addSpacing(10)
        to.row.addWidget(self._address, 1)
        to.row.addWidget(self._consent)
        column.addWidget(to)
        column.addWidget(self._subject_row)
        column.addWidget(self._gaps)
        body = QVBoxLayout()
        body.setContentsMargins(12, 13, 12, 13)
        body.setSpacing(8)
        body.addWidget(self._problem)
        body.addWidget(self._body)
        body.addWidget(self.editor)
        body.addStretch(1)
        column.addLayout(body, 1)
        column.addWidget(self._footer)
        return page

    def _fill_footer(self, data: MessageData) -> None:
        row = self._footer.row
        while row.count():
            item = row.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        row.setSpacing(4)
        for note in data.notes:
            row.addWidget(
                TextLabel(self._theme, note, font="small", color="text.muted", elide=True)
            )
            row.addSpacing(8)
        row.addStretch(1)
        for action in data.actions:
            button = SmallButton(self._theme, action.text, icon=action.icon, look="plain")
            button.setEnabled(action.enabled)
            button.clicked.connect(
                lambda _on=False, code=action.code: self.action_triggered.emit(code)
            )
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)
        self._footer.setVisible(bool(data.notes or data.actions))


def _foot(data: MessageData) -> tuple[object, ...]:
    """What the footer is made of."""
    return data.notes, data.actions
