"""All keys on one sheet (?)."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from app.ui.dialogs.key_words import KeyLine, grouped
from app.ui.theme.theme import Theme
from app.ui.widgets.parts.key_cap import KeyCap
from app.ui.widgets.parts.modal_dialog import ModalDialog
from app.ui.widgets.parts.text_label import TextLabel
from app.ui.words import say

_WIDE, _HIGH = 760, 620


class KeysDialog(ModalDialog):
    """Two columns: the touch, and everything else. "?" closes it as well."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(theme, say("action.keys"), parent)
        self.add_title(say("action.keys"))
        note = say("keys.note")
        self.body.addWidget(TextLabel(theme, note, color="text.secondary", elide=True))
        self.body.addWidget(self._sheet(), 1)
        self.add_buttons(say("dialog.close"), key="Esc").clicked.connect(self.accept)
        self.resize(theme.px(_WIDE), min(theme.px(_HIGH), parent.height() - 40))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The key that opened it closes it, once it was let go."""
        if event.text() == "?" and not event.isAutoRepeat():
            self.accept()
            return
        super().keyPressEvent(event)

    def _sheet(self) -> QScrollArea:
        groups = grouped()
        columns = QHBoxLayout()
        columns.setContentsMargins(0, 0, 12, 0)
        columns.setSpacing(32)
        for part in (groups[:1], groups[1:]):
            column = QVBoxLayout()
            column.setSpacing(6)
            for name, lines in part:
                column.addWidget(
                    TextLabel(self._theme, say(f"action.group.{name}"), font="base", weight=600)
                )
                column.addLayout(self._lines(lines))
                column.addSpacing(12)
            column.addStretch(1)
            columns.addLayout(column, 1)
        inside = QWidget()
        inside.setLayout(columns)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(inside)
        inside.setAutoFillBackground(False)
        scroll.viewport().setAutoFillBackground(False)
        return scroll

    def _lines(self, lines: tuple[KeyLine, ...]) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(1, 1)
        for at, line in enumerate(lines):
            caps = QHBoxLayout()
            caps.setSpacing(4)
            for cap in line.cap.split(" / "):
                caps.addWidget(KeyCap(self._theme, cap))
            caps.addStretch(1)
            grid.addLayout(caps, at, 0)
            words = TextLabel(self._theme, line.label, color="text.secondary", elide=True)
            grid.addWidget(words, at, 1)
        grid.setColumnMinimumWidth(0, self._theme.px(110))
        return grid
