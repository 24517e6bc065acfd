"""Settings, backups: which there are, and the way back to one."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from app.core.errors import TouchlineError
from app.services.upkeep import KeptBackup
from app.ui.theme.theme import Theme
from app.ui.widgets.parts.clear_scroll import clear_scroll
from app.ui.widgets.parts.small_button import SmallButton
from app.ui.widgets.parts.text_label import TextLabel
from app.ui.words import catalogue, error_words, say

_MEGABYTE, _KILOBYTE = 1_000_000, 1_000


class BackupsPage(QWidget):
    """The kept backups, newest first. `restore_wanted` comes once somebody confirmed which.

    `backup_wanted` asks for another one; `moved` (done, total) says how far it is, from any thread.
    """

    restore_wanted = Signal(object)
    backup_wanted = Signal()
    moved = Signal(int, int)

    def __init__(self, theme: Theme, zone: str) -> None:
        """`zone` is the IANA zone of the rep, in which instants are told."""
        super().__init__()
        self._theme = theme
        self._zone = zone
        self._asked: Path | None = None
        self.restores: list[SmallButton] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 12, 0, 0)
        column.setSpacing(12)
        self.note = TextLabel(theme, say("backups.note"), color="text.secondary", elide=True)
        self.back_up = SmallButton(theme, say("backups.make"), look="default")
        self.back_up.clicked.connect(self._on_back_up)
        self.moved.connect(self._on_moved)
        top = QHBoxLayout()
        top.addWidget(self.note, 1)
        top.addWidget(self.back_up)
        column.addLayout(top)
        column.addWidget(self._list(), 1)
        column.addWidget(self._question())

    def show_backups(self, kept: Sequence[KeptBackup]) -> None:
        """One row each, with what leads back to it; those shown before go."""
        self.back_up.setEnabled(True)
        self._clear()
        words = say("backups.none") if not kept else say("backups.kept", count=len(kept))
        self.note.setText(f"{say('backups.note')} {words}")
        for one in kept:
            self._rows.insertWidget(self._rows.count() - 1, self._row(one))

    def show_problem(self, error: TouchlineError) -> None:
        """What is said where the list cannot be read, or no backup be made."""
        self.back_up.setEnabled(True)
        self.note.setText(" ".join(error_words(error)))

    # Inside

    def _list(self) -> QWidget:
        inner = QWidget()
        inner.setAutoFillBackground(False)
        self._rows = QVBoxLayout(inner)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(8)
        self._rows.addStretch(1)
        scroll = clear_scroll(inner)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        return scroll

    def _clear(self) -> None:
        self.restores.clear()
        while self._rows.count() > 1:
            taken = self._rows.takeAt(0)
            row = taken.widget() if taken else None
            if row is not None:
                row.deleteLater()

    def _on_back_up(self) -> None:
        self.back_up.setEnabled(False)
        self.note.setText(say("backups.making"))
        self.backup_wanted.emit()

    def _on_moved(self, done: int, total: int) -> None:
        if total and not self.back_up.isEnabled():
            self.note.setText(say("backups.made_so_far", percent=100 * done // total))

    def _row(self, one: KeptBackup) -> QWidget:
        at = one.made_at.isoformat()
        large = one.bytes >= _MEGABYTE
        unit, count = (_MEGABYTE, "megabytes") if large else (_KILOBYTE, "kilobytes")
        size = say(f"backups.{count}", n=-(-one.bytes // unit))
        when = catalogue().plain("backups.when", {"at": at, "zone": self._zone})
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(TextLabel(self._theme, f"{when} · {size}", elide=True), 1)
        button = SmallButton(self._theme, say("backups.restore"), look="default")
        button.setAccessibleName(say("backups.restore_this", when=when))
        button.clicked.connect(partial(self._ask, one.file, when))
        self.restores.append(button)
        row.addWidget(button)
        return line

    def _question(self) -> QWidget:
        """Stays hidden until somebody wants a backup restored."""
        self.question = QWidget()
        self._words = QLabel()
        self._words.setTextFormat(Qt.TextFormat.PlainText)
        self._words.setWordWrap(True)
        self.confirm = SmallButton(self._theme, say("backups.confirm"), look="primary", height=32)
        self.keep = SmallButton(self._theme, say("backups.keep"), look="default", height=32)
        self.confirm.clicked.connect(self._on_confirmed)
        self.keep.clicked.connect(self.question.hide)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.keep)
        buttons.addWidget(self.confirm)
        column = QVBoxLayout(self.question)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._words)
        column.addLayout(buttons)
        self.question.hide()
        return self.question

    def _ask(self, file: Path, when: str) -> None:
        self._asked = file
        self._words.setText(say("backups.ask", when=when))
        self.question.show()
        self.keep.setFocus()  # Enter alone restores nothing

    def _on_confirmed(self) -> None:
        self.question.hide()
        self.restore_wanted.emit(self._asked)
