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

from app.core.work.outcome import CALL, WRITTEN
from app.ui.words import say

KeyScope = Literal["always", "not_typing"]
KeyGroup = Literal["touch", "queue", "anywhere"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """A thing the keyboard can do. `keys` are portable sequences.

    Without keys it is done from the palette.

    "not_typing" keeps out of text fields; "always" also acts in them. A key that is held down
    does its thing once, unless it `repeats`.
    """

    name: str
    keys: tuple[str, ...]
    when: KeyScope = "always"
    group: KeyGroup = "anywhere"
    repeats: bool = False

    @property
    def label(self) -> str:
        """What it does, for the list of keys and the palette."""
        number = self.name.removeprefix("outcome_")
        return say("action.outcome", n=number) if number.isdigit() else say(f"action.{self.name}")


# Each outcome has its digit on every channel; what follows a digit after a dot is in its strip.
OUTCOME_DIGITS = tuple(sorted({outcome.key[0] for outcome in (*CALL, *WRITTEN)}))
ACTIONS: tuple[Action, ...] = (
    Action(
        name="primary",
        keys=("Return", "Enter"),
        when="not_typing",
        group="touch",
    ),
    *(
        Action(
            name=f"outcome_{n}",
            keys=(n,),
            when="not_typing",
            group="touch",
        )
        for n in OUTCOME_DIGITS
    ),
    *(
        Action(
            name=f"outcome_{n}",
            keys=(f"Ctrl+{n}",),
            group="touch",
        )
        for n in OUTCOME_DIGITS
    ),
    Action(name="outcome_S", keys=("S",), when="not_typing", group="touch"),
    Action(
        name="not_refusal",
        keys=("0",),
        when="not_typing",
        group="touch",
    ),
    Action(name="snooze", keys=("Z",), when="not_typing", group="touch"),
    Action(
        name="left",
        keys=("Left",),
        when="not_typing",
        group="touch",
        repeats=True,
    ),
    Action(
        name="right",
        keys=("Right",),
        when="not_typing",
        group="touch",
        repeats=True,
    ),
    Action(
        name="tick",
        keys=("Space",),
        when="not_typing",
        group="touch",
    ),
    Action(
        name="next_action",
        keys=("X",),
        when="not_typing",
        group="touch",
    ),
    Action(name="note", keys=("N",), when="not_typing", group="touch"),
    Action(name="choose_message", keys=("V",), when="not_typing", group="touch"),
    Action(
        name="objections",
        keys=("O",),
        when="not_typing",
        group="touch",
    ),
    Action(
        name="use",
        keys=("A",),
        when="not_typing",
        group="touch",
    ),
    Action(
        name="anyway",
        keys=("C",),
        when="not_typing",
        group="touch",
    ),
    Action(
        name="ask_zone",
        keys=("T",),
        when="not_typing",
        group="touch",
    ),
    Action(
        name="why",
        keys=("W",),
        when="not_typing",
        group="touch",
    ),
    Action(
        name="send",
        keys=("Ctrl+Return", "Ctrl+Enter"),
        group="touch",
    ),
    Action(name="next_gap", keys=("F2",), group="touch"),
    Action(name="escape", keys=("Esc",), group="anywhere"),
    Action(
        name="down",
        keys=("J",),
        when="not_typing",
        group="queue",
        repeats=True,
    ),
    Action(
        name="up",
        keys=("K",),
        when="not_typing",
        group="queue",
        repeats=True,
    ),
    Action(name="next_touch", keys=("Ctrl+J",), group="queue"),
    Action(name="filter", keys=("Ctrl+F",), group="queue"),
    Action(name="take_new", keys=("F8",), group="queue"),
    Action(name="undo", keys=("Ctrl+Z",), group="touch", when="not_typing"),
    Action(name="lead_panel", keys=("Ctrl+I",), group="anywhere"),
    Action(name="palette", keys=("Ctrl+K",), group="anywhere"),
    Action(
        name="log_contact",
        keys=("Ctrl+L",),
        group="anywhere",
    ),
    Action(
        name="plan",
        keys=("Ctrl+P",),
        group="touch",
    ),
    Action(
        name="account",
        keys=("Ctrl+G",),
        group="anywhere",
    ),
    Action(name="add_contact", keys=("Ctrl+N",), group="anywhere"),
    Action(name="theme_dark", keys=()),
    Action(name="theme_light", keys=()),
    Action(name="theme_system", keys=()),
    Action(name="edit_person", keys=("Ctrl+E",)),
    Action(name="export_person", keys=()),
    Action(name="erase_person", keys=()),
    Action(name="workspace", keys=()),
    Action(name="import", keys=("Ctrl+O",), group="anywhere"),
    Action(name="next_pane", keys=("F6",), group="anywhere"),
    Action(name="previous_pane", keys=("Shift+F6",), group="anywhere"),
    Action(name="availability", keys=("Ctrl+Shift+A",), group="anywhere"),
    Action(name="be_available", keys=()),
    Action(name="be_on_break", keys=()),
    Action(name="be_away", keys=()),
    Action(name="text_reset", keys=("Ctrl+0",), group="anywhere"),
    Action(name="text_larger", keys=("Ctrl++", "Ctrl+="), group="anywhere"),
    Action(name="text_smaller", keys=("Ctrl+-",), group="anywhere"),
    Action(name="quit", keys=("Ctrl+Q",), group="anywhere"),
    Action(name="settings", keys=("Ctrl+,",), group="anywhere"),
    Action(name="keys", keys=("?",), when="not_typing", group="anywhere"),
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
# The property of a widget that is no text field and yet has letters of its own.
_KEEPS_LETTERS = "keepsLetters"
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


def outcome_action(key: str) -> str:
    """The name of the action that stands on the key of an outcome, a digit or S."""
    return f"outcome_{key}"


def digit_of(name: str) -> str:
    """The digit of an action, "" where it has none: what it picks in a strip or a list."""
    key = name.removeprefix("outcome_")
    return key if key != name and key.isdigit() else ""


def keep_letters(widget: QWidget) -> None:
    """Let letters, digits and arrows be for `widget` while it has the focus, and never commands."""
    widget.setProperty(_KEEPS_LETTERS, True)


def is_typing(focus: QWidget | None) -> bool:
    """Whether letters belong to the widget that has the focus: a text, or what chooses by them."""
    return isinstance(focus, _TEXT_FIELDS) or (
        focus is not None and bool(focus.property(_KEEPS_LETTERS))
    )


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
