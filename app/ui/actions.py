"""Every key of the product in one table, and the filter that hears them.

Single letters and digits act only while no text field, popup or menu has the focus; a focused
control keeps the keys its platform gives it (Space presses a button).
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QEvent, QKeyCombination, QObject, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QWindow
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)

KeyScope = Literal["always", "not_typing"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """A thing the keyboard can do. `keys` are portable sequences; `label` is for the list of keys.

    Without keys it is done from the palette.

    "not_typing" keeps out of text fields; "always" also acts in them. A key that is held down
    does its thing once, unless it `repeats`.
    """

    name: str
    keys: tuple[str, ...]
    label: str
    when: KeyScope = "always"
    group: str = "Anywhere"
    repeats: bool = False


ACTIONS: tuple[Action, ...] = (
    Action(
        name="primary",
        keys=("Return", "Enter"),
        label="Big button",
        when="not_typing",
        group="Touch",
    ),
    *(
        Action(
            name=f"outcome_{n}",
            keys=(str(n),),
            label=f"Outcome {n}",
            when="not_typing",
            group="Touch",
        )
        for n in range(1, 10)
    ),
    *(
        Action(
            name=f"outcome_{n}",
            keys=(f"Ctrl+{n}",),
            label=f"Outcome {n} while typing",
            group="Touch",
        )
        for n in range(1, 10)
    ),
    Action(
        name="outcome_S", keys=("S",), label="Skip with a reason", when="not_typing", group="Touch"
    ),
    Action(
        name="not_refusal",
        keys=("0",),
        label="What looks like an opt-out is none",
        when="not_typing",
        group="Touch",
    ),
    Action(name="snooze", keys=("Z",), label="Snooze", when="not_typing", group="Touch"),
    Action(
        name="left",
        keys=("Left",),
        label="Highlight the outcome before",
        when="not_typing",
        group="Touch",
        repeats=True,
    ),
    Action(
        name="right",
        keys=("Right",),
        label="Highlight the outcome after",
        when="not_typing",
        group="Touch",
        repeats=True,
    ),
    Action(
        name="tick",
        keys=("Space",),
        label="Tick the next script line",
        when="not_typing",
        group="Touch",
    ),
    Action(
        name="next_action",
        keys=("X",),
        label="Next action of this touch",
        when="not_typing",
        group="Touch",
    ),
    Action(name="note", keys=("N",), label="Write a note", when="not_typing", group="Touch"),
    Action(
        name="objections",
        keys=("O",),
        label="Answers to objections",
        when="not_typing",
        group="Touch",
    ),
    Action(
        name="use",
        keys=("A",),
        label="Another channel that is open",
        when="not_typing",
        group="Touch",
    ),
    Action(
        name="anyway",
        keys=("C",),
        label="Contact anyway, with a reason",
        when="not_typing",
        group="Touch",
    ),
    Action(
        name="ask_zone",
        keys=("T",),
        label="Ask for their local time",
        when="not_typing",
        group="Touch",
    ),
    Action(
        name="why",
        keys=("W",),
        label="Why they may not be contacted now",
        when="not_typing",
        group="Touch",
    ),
    Action(
        name="send",
        keys=("Ctrl+Return", "Ctrl+Enter"),
        label="Open the message, confirm",
        group="Touch",
    ),
    Action(name="next_gap", keys=("F2",), label="Next missing field", group="Touch"),
    Action(name="escape", keys=("Esc",), label="Leave text, close, cancel", group="Anywhere"),
    Action(
        name="down",
        keys=("J",),
        label="Next in the queue",
        when="not_typing",
        group="Queue",
        repeats=True,
    ),
    Action(
        name="up",
        keys=("K",),
        label="Previous in the queue",
        when="not_typing",
        group="Queue",
        repeats=True,
    ),
    Action(name="next_touch", keys=("Ctrl+J",), label="Go to the next touch", group="Queue"),
    Action(name="filter", keys=("Ctrl+F",), label="Filter the queue", group="Queue"),
    Action(name="take_new", keys=("F8",), label="Take the new lead and call", group="Queue"),
    Action(
        name="undo", keys=("Ctrl+Z",), label="Undo the last log", group="Touch", when="not_typing"
    ),
    Action(name="lead_panel", keys=("Ctrl+I",), label="Lead panel", group="Anywhere"),
    Action(
        name="palette", keys=("Ctrl+K",), label="Find people, numbers, actions", group="Anywhere"
    ),
    Action(
        name="log_contact",
        keys=("Ctrl+L",),
        label="Log a contact nobody planned",
        group="Anywhere",
    ),
    Action(
        name="plan",
        keys=("Ctrl+P",),
        label="Start, pause, move or end the cadence",
        group="Touch",
    ),
    Action(
        name="account",
        keys=("Ctrl+G",),
        label="Work the people of this company together",
        group="Anywhere",
    ),
    Action(name="add_contact", keys=("Ctrl+N",), label="Add a lead", group="Anywhere"),
    Action(name="export_person", keys=(), label="Export this lead"),
    Action(name="erase_person", keys=(), label="Erase this lead"),
    Action(name="import", keys=("Ctrl+O",), label="Import a list", group="Anywhere"),
    Action(name="next_pane", keys=("F6",), label="Next pane", group="Anywhere"),
    Action(name="previous_pane", keys=("Shift+F6",), label="Previous pane", group="Anywhere"),
    Action(name="availability", keys=("Ctrl+Shift+A",), label="Availability", group="Anywhere"),
    Action(name="text_reset", keys=("Ctrl+0",), label="Usual text size", group="Anywhere"),
    Action(name="text_larger", keys=("Ctrl++", "Ctrl+="), label="Larger text", group="Anywhere"),
    Action(name="text_smaller", keys=("Ctrl+-",), label="Smaller text", group="Anywhere"),
    Action(name="quit", keys=("Ctrl+Q",), label="Quit", group="Anywhere"),
    Action(name="settings", keys=("Ctrl+,",), label="Settings", group="Anywhere"),
    Action(name="keys", keys=("?",), label="All keys", when="not_typing", group="Anywhere"),
)
# What acts on the person who is open; it rests while the next one has not been seen yet.
ON_A_PERSON = frozenset(
    {"primary", "send", "snooze", "not_refusal", "use", "anyway"}
    | {action.name for action in ACTIONS if action.name.startswith("outcome_")}
)
_TEXT_FIELDS = (QLineEdit, QTextEdit, QPlainTextEdit, QAbstractSpinBox, QComboBox)
_LONG_TEXTS = (QTextEdit, QPlainTextEdit)
_ENDS = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape})
_MOVES = frozenset(
    {
        Qt.Key.Key_Up,
        Qt.Key.Key_Down,
        Qt.Key.Key_Left,
        Qt.Key.Key_Right,
        Qt.Key.Key_PageUp,
        Qt.Key.Key_PageDown,
        Qt.Key.Key_Tab,
        Qt.Key.Key_Backtab,
    }
)
_LOCKS = Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.GroupSwitchModifier


def _combination(text: str) -> int:
    sequence = QKeySequence(text, QKeySequence.SequenceFormat.PortableText)
    return sequence[0].toCombined()  # type: ignore[index, no-any-return]  # the stubs forget it


_BY_KEY: dict[int, Action] = {_combination(key): a for a in ACTIONS for key in a.keys}


def action_for(event: QKeyEvent) -> Action | None:
    """The action of a key press, whichever half of the keyboard it came from."""
    modifiers = event.modifiers() & ~_LOCKS
    key = event.key()
    if event.text() in ("?", "+", "=") and key:
        modifiers &= ~Qt.KeyboardModifier.ShiftModifier
        key = Qt.Key.Key_Question if event.text() == "?" else key
    if Qt.Key.Key_A <= key <= Qt.Key.Key_Z and modifiers == Qt.KeyboardModifier.ShiftModifier:
        modifiers = Qt.KeyboardModifier.NoModifier  # a capital letter is the same key
    return _BY_KEY.get(QKeyCombination(modifiers, Qt.Key(key)).toCombined())


def is_typing(focus: QWidget | None) -> bool:
    """Whether letters belong to the widget that has the focus."""
    return isinstance(focus, _TEXT_FIELDS)


def may_repeat(event: QKeyEvent, focus: QWidget | None) -> bool:
    """Whether a key that is held down may come again: where it moves or types, never where it acts.

    Enter and Esc end the text of a single line, and so come once; in a long text Enter types.
    """
    action = action_for(event)
    typing = is_typing(focus)
    if action is not None and (action.when == "always" or not typing):
        return action.repeats
    if not typing:
        return event.key() in _MOVES
    return event.key() not in _ENDS or isinstance(focus, _LONG_TEXTS)


class KeyFilter(QObject):
    """Hears every key press of one window once and offers it to `act`.

    A press reaches the window first, whatever has the focus inside it; listening there alone
    costs nothing for the thousands of other events. `act(name)` says whether it did something;
    then the key goes nowhere else.
    """

    def __init__(self, app: QApplication, window: QWindow, act: Callable[[str], bool]) -> None:
        super().__init__(window)
        self._app = app
        self._window = window
        self._act = act
        window.installEventFilter(self)

    def remove(self) -> None:
        """Hear nothing more."""
        self._window.removeEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """True for a key press that was taken."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._on_key(event)
        return False

    def _on_key(self, event: QKeyEvent) -> bool:
        if self._app.activePopupWidget() is not None or self._app.activeModalWidget() is not None:
            return False
        focus = self._app.focusWidget()
        if event.isAutoRepeat() and not may_repeat(event, focus):
            return True
        action = action_for(event)
        if action is None:
            return False
        if action.when == "not_typing" and is_typing(focus):
            return False
        pressing = action.name in ("tick", "primary") and isinstance(focus, QAbstractButton)
        if pressing and focus is not None and focus.isEnabled():
            return False
        return self._act(action.name)
