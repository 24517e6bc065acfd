"""The texts that scripts and messages share, filled in once for the desk."""

import re
from collections.abc import Mapping
from urllib.parse import urlsplit

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QLineEdit, QWidget

from app.core.errors import BadInput, TouchlineError
from app.core.messages.merge_field import FIELDS
from app.services.desk.desk import Desk
from app.services.desk.recording import publish_changes
from app.services.store.records import Changes
from app.services.working.merge_values import DESK_FIELDS, DESK_LANGUAGE, SETTING_PREFIX
from app.ui.theme.theme import Theme
from app.ui.widgets.parts.form_field import FormField
from app.ui.words import catalogue, error_words, say, told

_LONGEST = 500
_LINES = (*DESK_FIELDS, DESK_LANGUAGE)
_LANGUAGE = re.compile("[a-z]{2}")


def read_texts(desk: Desk) -> dict[str, str]:
    """{name of a field: its text} as stored."""
    with desk.store.read() as reader:
        return {name: reader.setting(SETTING_PREFIX + name) or "" for name in _LINES}


def save_text(desk: Desk, name: str, text: str) -> None:
    """Store one text; touches that show it are read anew. Raises BadInput."""
    check_text(name, text)
    with desk.store.write() as uow:
        uow.save_setting(SETTING_PREFIX + name, text)
        uow.commit()
    publish_changes(desk, Changes())


def check_text(name: str, text: str) -> None:
    """Raises BadInput for a link that no browser opens, and for a language that is no code."""
    if name == DESK_LANGUAGE:
        if text and not _LANGUAGE.fullmatch(text):
            raise BadInput(*told("bad_language"))
    elif text and FIELDS[name].kind == "url":
        parts = urlsplit(text)
        if parts.scheme not in ("http", "https") or not parts.netloc or " " in text:
            raise BadInput(*told("bad_link"))


class DeskTexts(QWidget):
    """One field for each text. `edited` carries a name and its text once it is left."""

    edited = Signal(str, str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._stored: dict[str, str] = {}
        self.lines = {name: QLineEdit() for name in _LINES}
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
        self._fields[name].show_note(error_words(error)[0], "problem")

    def note(self, name: str) -> str:
        """What is said below a field."""
        return self._fields[name].note

    def _on_left(self, name: str) -> None:
        text = " ".join(self.lines[name].text().split())
        if not self.lines[name].isEnabled() or self._stored.get(name) == text:
            return
        self._stored[name] = text
        self.edited.emit(name, text)
