"""Keys as caps show them, and the actions in the groups in which a person looks for them."""

import sys
from collections.abc import Iterable
from dataclasses import dataclass

from app.ui.actions import ACTIONS, Action, KeyGroup
from app.ui.words import say

_NAMES = {"Return": "Enter", "Left": "←", "Right": "→", "Up": "↑", "Down": "↓", "-": "−"}
_CONTROL = "⌘" if sys.platform == "darwin" else "Ctrl"
# The same act on a second key, which a list need not repeat.
_TWINS = frozenset({"Enter", "Ctrl+Enter", "Ctrl+="})
_GROUPS: tuple[KeyGroup, ...] = ("touch", "queue", "anywhere")


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyLine:
    """What a key does, for a list."""

    cap: str
    label: str


def cap_of(keys: str) -> str:
    """ "Ctrl+Return" as "Ctrl Enter", "Ctrl++" as "Ctrl +"."""
    head, plus, last = keys.rpartition("+")
    if plus and not last:  # the key is the plus itself
        head, last = head.rstrip("+"), "+"
    parts = [*(head.split("+") if head else ()), last]
    return " ".join(_CONTROL if p == "Ctrl" else _NAMES.get(p, p) for p in parts)


def caps_of(action: Action) -> tuple[str, ...]:
    """The caps of an action's keys, twins left out."""
    return tuple(cap_of(key) for key in action.keys if key not in _TWINS)


def grouped(actions: Iterable[Action] = ACTIONS) -> tuple[tuple[str, tuple[KeyLine, ...]], ...]:
    """(group, its lines) in the order of the work; nine outcomes are one line."""
    found: dict[str, dict[str, KeyLine]] = {group: {} for group in _GROUPS}
    for action in actions:
        if not action.keys:
            continue
        lines = found.setdefault(action.group, {})
        line = _line(action)
        lines.setdefault(line.label, line)
    return tuple((group, tuple(lines.values())) for group, lines in found.items() if lines)


def _line(action: Action) -> KeyLine:
    number = action.name.removeprefix("outcome_")
    if number.isdigit():
        held = action.keys[0].startswith("Ctrl")
        label = say("action.outcome_typing" if held else "action.outcome_log")
        return KeyLine(cap=f"{_CONTROL} 1–9" if held else "1–9", label=label)
    return KeyLine(cap=" / ".join(caps_of(action)), label=action.label)
