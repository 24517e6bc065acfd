"""The middle of the workspace: one touch, from the call to its outcome."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from app.ui.theme.theme import Theme
from app.ui.widgets.dock.dock_data import FormDraft
from app.ui.widgets.dock.outcome_dock import OutcomeDock
from app.ui.widgets.parts.size_class import SizeClass
from app.ui.widgets.touch.action_tabs import ActionTabs
from app.ui.widgets.touch.big_button import BigButton
from app.ui.widgets.touch.call_box import CallBox
from app.ui.widgets.touch.call_page import CallPage
from app.ui.widgets.touch.message_view import MessageView
from app.ui.widgets.touch.nothing_due import NothingDue
from app.ui.widgets.touch.objections_view import ObjectionsView
from app.ui.widgets.touch.script_view import ScriptView
from app.ui.widgets.touch.touch_data import ActionData, CallBoxData, TouchData
from app.ui.widgets.touch.touch_header import TouchHeader
from app.ui.widgets.touch.touch_scroll import TouchScroll
from app.ui.words import say

_SIDE, _SIDE_NARROW = 24, 16
# Goes from one action of a touch to the next.
_SWITCH = "X"
_TEXTS = (QLineEdit, QPlainTextEdit, QAbstractSpinBox, QComboBox)


class TouchPanel(QWidget):
    """Header, big button, script or message, and the outcome dock.

    Signals carry plain codes: `action_triggered` the code of a big button, its link, a call
    control or a message action; `said_changed` a frozenset of script line keys. Those of the dock
    are its own: connect to `dock`, and to `nothing` for the ways in. `painted` answers
    `tell_painted`.
    """

    action_triggered = Signal(str)
    said_changed = Signal(object)
    language_chosen = Signal(str)
    channel_chosen = Signal(str)
    objection_opened = Signal(str)
    gap_filled = Signal(str, str)
    gap_skipped = Signal()
    message_written = Signal(str, str)
    template_chosen = Signal(str)
    menu_requested = Signal(QWidget)
    action_chosen = Signal(str)
    painted = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._data: TouchData | None = None
        # Forms that were left half filled, by touch.
        self._forms: dict[str, FormDraft] = {}
        self._unseen = False
        self._resting = False
        self._room = SizeClass()
        self._header = TouchHeader(theme)
        self._tabs = ActionTabs(theme, _SWITCH)
        self._big = BigButton(theme)
        self._call = CallBox(theme)
        self._second = BigButton(theme)
        self._words = CallPage(theme)
        self._message = MessageView(theme)
        # Before any layout counts them: what is shown later must not widen a window now.
        for part in (self._call, self._second, self._message):
            part.hide()
        self._body = _Body(theme)
        self._scroll = TouchScroll(theme, self._body)
        self.dock = OutcomeDock(theme)
        self.nothing = NothingDue(theme)
        self._lay_out()
        self._connect()
        self.setAccessibleName(say("touch.name"))
        self.set_size_class(self._room)
        self.show_touch(None)
        theme.changed.connect(self._on_theme)

    # What the page calls

    def show_touch(self, data: TouchData | None) -> None:
        """Shows a touch, or that there is none. The same touch again only updates what differs:
        note, open strip, ticks and place of the scroll bar stay.
        """
        before, self._data = self._data, data
        fresh = data is not None and (before is None or before.touch != data.touch)
        if before is not None and (fresh or data is None):
            self._keep_form(before.touch)
        for widget in (self._top, self._scroll, self.dock):
            widget.setVisible(data is not None)
        self.nothing.setVisible(data is None)
        if data is None:
            return
        if fresh:
            self._scroll.start_over()
        self._header.show_header(data.header)
        self._tabs.show_actions(data.actions, data.touch)
        self._big.show_action(data.action)
        self._show_side(data.side)
        self._show_body(data, fresh=fresh)
        self.dock.show_dock(data.dock, fresh=fresh)
        form = self._forms.pop(data.touch, None) if fresh else None
        if form is not None:
            self.dock.go_on(form)
        if fresh or _built(before) != _built(data):
            self._order_stops()

    def set_waiting(self, waiting: bool) -> None:
        """While it is not known yet whether anything is due, nothing is claimed."""
        self.nothing.set_waiting(waiting)

    def forget_form(self, touch: str) -> None:
        """The form of a touch was taken: it is not filled in again."""
        self._forms.pop(touch, None)

    def leave_text(self) -> None:
        """Takes the cursor out of notes and forms: what is typed on is not for whoever comes."""
        focus = self.window().focusWidget()
        if isinstance(focus, _TEXTS) and self.isAncestorOf(focus):
            self.dock.focus_left.emit()

    def tell_painted(self) -> None:
        """Emit `painted` once what is shown now stands on the screen."""
        self._unseen = True
        self.update()

    def set_resting(self, resting: bool) -> None:
        """While it rests neither its big buttons nor an outcome act."""
        self._resting = resting
        self.dock.set_resting(resting)

    def set_size_class(self, room: SizeClass) -> None:
        """Fits everything to the window."""
        self._room = room
        side = _SIDE_NARROW if room.rail else _SIDE
        short = room.height != "full"
        self._top_column.setContentsMargins(side, 11 if short else 15, side, 0)
        self._top_column.setSpacing(10 if short else 12)
        self._header.set_size_class(room)
        self._call.set_size_class(room)
        self.dock.set_size_class(room)
        self._rule.setFixedHeight(3 if short else 5)
        self._words.set_size_class(room)
        if self._data is not None:
            self._show_body(self._data, fresh=False)

    def act(self, name: str) -> bool:
        """Does the action of this name (app.ui.actions); whether it was for the touch.

        The caller sees to it that no text field has the focus.
        """
        if self._data is None:
            return False
        if self.dock.strip_open:
            return self.dock.act(name)
        if self._data.message is None and self._words.act(name):
            if self.objections.isVisibleTo(self) and name != "tick":
                self._scroll.reveal(self.objections)
            return True
        if name == "primary":
            self._big.click()
            return True
        if name == "note":
            self.dock.focus_note()
            return True
        if name == "choose_message":
            return self._message.open_choice()
        if name == "next_gap":
            return self.focus_next_gap()
        return self.dock.act(name)

    @property
    def has_gaps(self) -> bool:
        """Whether the message lacks the text of a field."""
        message = self._data.message if self._data is not None else None
        return message is not None and bool(message.gaps)

    def focus_next_gap(self) -> bool:
        """Puts the cursor into the next empty field of the message, else into its text."""
        found = self._message.focus_next_gap()
        editor = self._message.focusWidget()
        if found and editor is not None:
            self._scroll.reveal(editor)
        return found

    @property
    def script(self) -> ScriptView:
        """The script, shown or not."""
        return self._words.script

    @property
    def objections(self) -> ObjectionsView:
        """The objections, shown or not."""
        return self._words.objections

    @property
    def message(self) -> MessageView:
        """The message, shown or not."""
        return self._message

    @property
    def big_button(self) -> BigButton:
        """The one thing to do."""
        return self._big

    @property
    def second_button(self) -> BigButton:
        """What can be done beside it, shown or not."""
        return self._second

    def paintEvent(self, _event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), self._theme.color("bg.panel"))
        if self._unseen:
            self._unseen = False
            self.painted.emit()

    # Inside

    def _lay_out(self) -> None:
        self._top = QWidget()
        self._top_column = QVBoxLayout(self._top)
        self._top_column.addWidget(self._header)
        self._top_column.addWidget(self._tabs)
        actions = QHBoxLayout()
        actions.setSpacing(12)
        actions.addWidget(self._big, 1)
        actions.addWidget(self._second)
        actions.addWidget(self._call)
        self._top_column.addLayout(actions)
        self._rule = _Rule(self._theme)
        self._body_column = QVBoxLayout(self._body)
        self._body_column.setSpacing(0)
        self._body_column.addWidget(self._words)
        self._body_column.addWidget(self._message, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._top)
        column.addWidget(self._scroll, 1)
        column.addWidget(self.dock)
        column.addWidget(self.nothing, 1)
        self._top_column.addWidget(self._rule)

    def _connect(self) -> None:
        self._header.menu_requested.connect(
            lambda: self.menu_requested.emit(self._header.menu_anchor)
        )
        for button in (self._big, self._second):
            button.triggered.connect(self._on_action)
            button.link_triggered.connect(self._on_action)
        self._tabs.chosen.connect(self.action_chosen)
        self._call.pressed.connect(self.action_triggered)
        self.script.said_changed.connect(self._on_said)
        self.script.language_chosen.connect(self.language_chosen)
        self.objections.opened.connect(self.objection_opened)
        self._message.channel_chosen.connect(self.channel_chosen)
        self._message.action_triggered.connect(self.action_triggered)
        self._message.gap_filled.connect(self.gap_filled)
        self._message.gap_skipped.connect(self.gap_skipped)
        self._message.written.connect(self.message_written)
        self._message.template_chosen.connect(self.template_chosen)

    def _keep_form(self, touch: str) -> None:
        form = self.dock.draft()
        if form is not None:
            self._forms[touch] = form

    def _on_action(self, code: str) -> None:
        if not self._resting:
            self.action_triggered.emit(code)

    def _show_side(self, side: CallBoxData | ActionData | None) -> None:
        self._call.setVisible(isinstance(side, CallBoxData))
        self._second.setVisible(isinstance(side, ActionData))
        if isinstance(side, CallBoxData):
            self._call.show_call(side)
        elif isinstance(side, ActionData):
            self._second.show_action(side)
        wide = self._theme.px(220 if self._room.rail else 292)
        self._second.setMaximumWidth(wide)

    def _show_body(self, data: TouchData, *, fresh: bool) -> None:
        folded = self._room.height != "full"
        side = _SIDE_NARROW if self._room.rail else _SIDE
        over = 13 if data.message is not None else 9 if folded else 11
        self._body_column.setContentsMargins(side, over, side, 8 if folded else 12)
        self._words.setVisible(data.message is None)
        self._rule.setVisible(data.message is None)
        self._message.setVisible(data.message is not None)
        if data.message is not None:
            self._message.show_message(data.message)
        else:
            self._words.show_call(data, fresh=fresh)

    def _order_stops(self) -> None:
        """Tab goes from top to bottom, also through what was built just now."""
        stops = [
            *self._tabs.stops(),
            *self._big.stops(),
            *self._second.stops(),
            *self._call.stops(),
            *self._words.stops(),
            *self._message.stops(),
        ]
        before = self._header.menu_anchor
        for stop in stops:
            QWidget.setTabOrder(before, stop)
            before = stop
        self.dock.follow(before)

    def _on_said(self, said: frozenset[str]) -> None:
        row = self.script.current_row()
        if row is not None:
            self._scroll.reveal(row)
        self.said_changed.emit(said)

    def _on_theme(self) -> None:
        if self._data is not None:
            self._show_side(self._data.side)
        self.update()


def _built(data: TouchData | None) -> tuple[object, ...]:
    """The parts that bring widgets of their own."""
    if data is None:
        return ()
    controls = data.side.controls if isinstance(data.side, CallBoxData) else ()
    return data.actions, controls, data.script, data.objections, data.message


class _Body(QWidget):
    """What scrolls."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        theme.changed.connect(self.update)

    def paintEvent(self, _event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), self._theme.color("bg.panel"))


class _Rule(QWidget):
    """The line between what stands and what scrolls."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        theme.changed.connect(self.update)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        line = self._theme.color("border.default")
        painter.fillRect(0, self.height() - 1, self.width(), 1, line)
