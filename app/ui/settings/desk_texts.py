"""The texts that scripts and messages share, filled in once for the desk."""

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QLineEdit, QWidget

from app.core.errors import TouchlineError
from app.core.messages.merge_field import FIELDS
from app.services.working.desk_texts import DESK_TEXTS
from app.ui.theme.theme import Theme
from app.ui.widgets.parts.form_field import FormField
from app.ui.words import catalogue, error_text, say

_LONGEST = 500


class DeskTexts(QWidget):
    """One field for each text. `edited` carries a name and its text once it is left."""

    edited = Signal(str, str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._stored: dict[str, str] = {}
        self.lines = {name: QLineEdit() for name in DESK_TEXTS}
        self._fields: dict[str, FormField] = {}
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 12, 0)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(2)
        for at, (name, line) in enumerate(self.lines.items()):
            label = (
                FIELDS[name].label[catalogue().language]
                if name in FIELDS
                else say("settings.desk_language")
            )
            field = self._fields[name] = FormField(theme, label[0].upper() + label[1:], line)
            line.setMaxLength(_LONGEST)
            line.setEnabled(False)
            line.editingFinished.connect(lambda name=name: self._on_left(name))
            grid.addWidget(field, at // 2, at % 2)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        grid.setRowStretch(grid.rowCount(), 1)

    def show_texts(self, texts: Mapping[str, str]) -> None:
        """Shows what is stored, and takes changes from now on."""
        self._stored = dict(texts)
        for name, line in self.lines.items():
            line.setText(texts.get(name, ""))
            line.setEnabled(True)

    def take_unsaved(self) -> None:
        """Tell what was typed and not left yet."""
        for name in self.lines:
            self._on_left(name)

    def show_saved(self, name: str) -> None:
        """Says that a text is stored."""
        self._fields[name].show_note(say("settings.saved"), "ok")

    def show_problem(self, name: str, error: TouchlineError) -> None:
        """Says why it is not; the next time it is left it is tried again."""
        self._stored.pop(name, None)
        self._fields[name].show_note(error_text(error), "problem")

    def note(self, name: str) -> str:
        """What is said below a field."""
        return self._fields[name].note

    def _on_left(self, name: str) -> None:
        text = " ".join(self.lines[name].text().split())
        if not self.lines[name].isEnabled() or self._stored.get(name) == text:
            return
        self._stored[name] = text
        self.edited.emit(name, text)
