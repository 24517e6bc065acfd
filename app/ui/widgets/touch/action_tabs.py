"""The actions of a touch of several, side by side above what the one in hand needs."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from app.ui.theme.theme import Theme
from app.ui.widgets.parts.key_cap import KeyCap
from app.ui.widgets.parts.segmented_control import SegmentedControl
from app.ui.widgets.parts.text_label import TextLabel
from app.ui.widgets.parts.view_data import ChannelChoice
from app.ui.words import say


class ActionTabs(QWidget):
    """A tab for each action; what is done wears a tick. Hidden for a touch of one action.

    `chosen` carries the code of an action. The key beside the tabs goes to the next open one.
    """

    chosen = Signal(str)

    def __init__(self, theme: Theme, key: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tabs = SegmentedControl(theme, say("touch.actions"), height=32)
        self._tabs.chosen.connect(self.chosen)
        self._key = KeyCap(theme, key)
        self._word = TextLabel(theme, font="small", color="text.muted", elide=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self._tabs)
        row.addSpacing(4)
        row.addWidget(self._key)
        row.addWidget(self._word, 1)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.hide()

    def show_actions(self, actions: Sequence[ChannelChoice], chosen: str) -> None:
        """Shows the actions, `chosen` in hand; none hides the row."""
        self.setVisible(len(actions) > 1)
        self._tabs.show_choices(actions, chosen)
        others = [a for a in actions if a.enabled and a.code != chosen]
        self._key.setVisible(bool(others))
        done = sum(action.done for action in actions)
        said = say("touch.done", done=done, count=len(actions))
        self._word.setText(say("touch.other") if others else said)

    def stops(self) -> list[QWidget]:
        """Where Tab stops."""
        return [] if self.isHidden() else self._tabs.stops()
