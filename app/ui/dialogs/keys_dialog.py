"""All keys on one sheet (?)."""

from collections.abc import Sequence
from math import ceil

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from app.ui.dialogs.key_words import KeyLine, grouped
from app.ui.theme.theme import Theme
from app.ui.widgets.parts.clear_scroll import clear_scroll
from app.ui.widgets.parts.key_cap import KeyCap
from app.ui.widgets.parts.modal_dialog import MARGIN, ModalDialog
from app.ui.widgets.parts.text_label import TextLabel
from app.ui.words import say

_Group = tuple[str, tuple[KeyLine, ...]]
_COLUMNS, _LEAST_WIDE = 3, 760


class KeysDialog(ModalDialog):
    """Three columns as wide and as high as they need, if the window is. "?" closes it as well."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(theme, say("action.keys"), parent)
        self.add_title(say("action.keys"))
        note = say("keys.note")
        self.body.addWidget(TextLabel(theme, note, color="text.secondary", elide=True))
        sheet = self._sheet()
        self.body.addWidget(sheet, 1)
        self.add_buttons(say("dialog.close"), key="Esc").clicked.connect(self.accept)
        held = sheet.widget()
        wide = held.sizeHint().width() + 2 * MARGIN if held is not None else 0
        self.fit_around(sheet, max(theme.px(_LEAST_WIDE), wide), parent)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The key that opened it closes it, once it was let go."""
        if event.text() == "?" and not event.isAutoRepeat():
            self.accept()
            return
        super().keyPressEvent(event)

    def _sheet(self) -> QScrollArea:
        columns = QHBoxLayout()
        columns.setContentsMargins(0, 0, 12, 0)
        columns.setSpacing(20)
        for part in _in_columns(grouped()):
            column = QVBoxLayout()
            column.setSpacing(5)
            for name, lines in part:
                head = say(f"action.group.{name}")
                column.addWidget(TextLabel(self._theme, head, font="base", weight=600))
                column.addLayout(self._lines(lines))
                column.addSpacing(10)
            column.addStretch(1)
            columns.addLayout(column)
        columns.addStretch(1)
        inside = QWidget()
        inside.setLayout(columns)
        scroll = clear_scroll(inside)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        return scroll

    def _lines(self, lines: tuple[KeyLine, ...]) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(5)
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
        grid.setColumnMinimumWidth(0, self._theme.px(76))
        return grid


def _in_columns(groups: Sequence[_Group]) -> list[list[_Group]]:
    """The groups over three columns of much the same height; a long group goes on in the next."""
    most = ceil(sum(len(lines) + 1 for _, lines in groups) / _COLUMNS)
    columns: list[list[_Group]] = [[]]
    room = most
    for name, lines in groups:
        left = lines
        while left:
            if room < 2 and len(columns) < _COLUMNS:
                columns.append([])
                room = most
            taken = left[: room - 1] if len(columns) < _COLUMNS else left
            columns[-1].append((name, taken))
            left = left[len(taken) :]
            room -= len(taken) + 1
    return columns
