"""Letters that are for one widget alone while it has the focus, though it is no text field."""

from PySide6.QtWidgets import QWidget

# The property that says so; the keys of the window ask for it.
KEEPS_LETTERS = "keepsLetters"


def keep_letters(widget: QWidget) -> None:
    """Let letters, digits and arrows be for `widget` while it has the focus, and never commands."""
    widget.setProperty(KEEPS_LETTERS, True)
