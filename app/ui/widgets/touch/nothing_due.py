"""What stands in the place of a touch while none is due: how people come in."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.ui.theme.theme import Theme
from app.ui.widgets.parts.small_button import SmallButton
from app.ui.widgets.parts.text_label import TextLabel
from app.ui.words import say

# The actions that bring people in, with their icons and keys.
_WAYS_IN = (("import", "file-spreadsheet", "Ctrl O"), ("add_contact", "user-plus", "Ctrl N"))
_GAP = 16


class NothingDue(QWidget):
    """A sentence, and the ways in. `wanted` carries the name of an action."""

    wanted = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._said = TextLabel(
            theme,
            say("touch.none"),
            font="script",
            color="text.muted",
            align=Qt.AlignmentFlag.AlignHCenter,
            elide=True,
        )
        self.ways_in = {
            name: SmallButton(
                theme, say(f"action.{name}"), icon=icon, key=key, look="default", height=32
            )
            for name, icon, key in _WAYS_IN
        }
        self._ways = QWidget()
        row = QHBoxLayout(self._ways)
        row.addStretch(1)
        for name, button in self.ways_in.items():
            button.clicked.connect(lambda _=False, name=name: self.wanted.emit(name))
            row.addWidget(button)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.addStretch(1)
        column.addWidget(self._said)
        column.addSpacing(_GAP)
        column.addWidget(self._ways)
        column.addStretch(1)

    def set_waiting(self, waiting: bool) -> None:
        """While it is not known yet whether anything is due, nothing is claimed."""
        self._said.setVisible(not waiting)
        self._ways.setVisible(not waiting)
