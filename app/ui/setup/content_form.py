"""What the first texts may refer to: the offer, a document and a case, asked for at set-up."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QLineEdit, QVBoxLayout, QWidget

from app.core.errors import BadInput
from app.core.messages.content import ContentEntry, ContentKind, checked
from app.ui.theme.theme import Theme
from app.ui.widgets.parts.form_field import FormField
from app.ui.widgets.parts.text_label import TextLabel
from app.ui.words import error_text, say

_LONGEST = 300
_WIDE = 720
_KINDS: tuple[ContentKind, ...] = ("resource", "case")


class ContentForm(QWidget):
    """Five fields, all of which may stay empty. `edited` comes with every change."""

    edited = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        names = ("offer", *(f"{kind}_{part}" for kind in _KINDS for part in ("title", "link")))
        self.lines = {name: QLineEdit() for name in names}
        self._fields = {
            name: FormField(theme, say(f"setup.{name}"), line, hint=say(f"setup.{name}_hint"))
            for name, line in self.lines.items()
        }
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(8)
        grid.addWidget(self._fields["offer"], 0, 0, 1, 2)
        for row, kind in enumerate(_KINDS, 1):
            grid.addWidget(self._fields[f"{kind}_title"], row, 0)
            grid.addWidget(self._fields[f"{kind}_link"], row, 1)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        for line in self.lines.values():
            line.setMaxLength(_LONGEST)
            line.textChanged.connect(self._on_edited)
        inside = QWidget()
        inside.setMaximumWidth(theme.px(_WIDE))
        inside.setLayout(grid)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 0)
        column.setSpacing(10)
        column.addWidget(TextLabel(theme, say("setup.content"), font="script", weight=600))
        column.addWidget(inside)

    def entries(self) -> tuple[ContentEntry, ...]:
        """What was filled in. Raises BadInput once the field at fault says so and has the focus."""
        offer = " ".join(self.lines["offer"].text().split())
        found = [ContentEntry(kind="offer", title=offer)] if offer else []
        for kind in _KINDS:
            title, link = self.lines[f"{kind}_title"], self.lines[f"{kind}_link"]
            if not title.text().strip() and not link.text().strip():
                continue
            entry = ContentEntry(kind=kind, title=title.text(), link=link.text())
            try:
                found.append(checked(entry))
            except BadInput as error:
                part = "title" if error.code == "content_title" else "link"
                self._fields[f"{kind}_{part}"].show_note(error_text(error), "problem")
                self.lines[f"{kind}_{part}"].setFocus()
                raise
        return tuple(found)

    def problem(self, name: str) -> str:
        """What is said to be wrong with a field, "" for nothing."""
        shown = self._fields[name]
        return shown.note if shown.kind == "problem" else ""

    def _on_edited(self) -> None:
        for field in self._fields.values():
            field.show_note()
        self.edited.emit()
