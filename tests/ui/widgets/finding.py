"""Looks for widgets the way a person does: what is there, and what can be seen."""

from typing import TypeVar

from PySide6.QtWidgets import QWidget

from app.ui.actions import ACTIONS

Kind = TypeVar("Kind", bound=QWidget)


def only(parent: QWidget, kind: type[Kind]) -> Kind:
    """The first widget of a kind; there has to be one."""
    found = parent.findChild(kind)
    assert found is not None, kind.__name__
    return found


def seen(parent: QWidget, kind: type[Kind]) -> list[Kind]:
    """All visible widgets of a kind."""
    return [widget for widget in parent.findChildren(kind) if widget.isVisible()]


def action_on(key: str) -> str:
    """The name of the action on a key such as "1" or "O"."""
    return next(action.name for action in ACTIONS if key in action.keys)
