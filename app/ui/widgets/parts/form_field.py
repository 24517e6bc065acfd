"""One field of a form: what it is called, the control, and what is wrong with it in words."""

from typing import Literal

from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from app.ui.theme.theme import Theme
from app.ui.widgets.parts.icon_label import IconLabel
from app.ui.widgets.parts.text_label import TextLabel

# What a list of choices is at least as wide as.
_LETTERS = 12
NoteKind = Literal["hint", "problem", "warn", "ok"]
_LOOKS: dict[NoteKind, tuple[str, str]] = {
    "hint": ("", "text.muted"),
    "problem": ("circle-x", "breach.text"),
    "warn": ("triangle-alert", "warn.text"),
    "ok": ("check", "ok.text"),
}


class FormField(QWidget):
    """Label above, control, one line of note below that keeps its place while it is empty."""

    def __init__(
        self,
        theme: Theme,
        label: str,
        control: QWidget,
        *,
        hint: str = "",
        optional: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._hint = hint
        self._control = control
        self._kind: NoteKind = "hint"
        self._icon = IconLabel(theme, "", size=13)
        self._note = TextLabel(theme, hint, font="small", color="text.muted", elide=True)
        head = QHBoxLayout()
        head.setSpacing(6)
        head.addWidget(TextLabel(theme, label, font="small", weight=600))
        if optional:
            head.addWidget(TextLabel(theme, optional, font="small", color="text.muted"))
        head.addStretch(1)
        foot = QHBoxLayout()
        foot.setSpacing(5)
        foot.addWidget(self._icon)
        foot.addWidget(self._note, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(head)
        column.addWidget(control)
        column.addLayout(foot)
        control.setAccessibleName(label)
        if isinstance(control, QComboBox):
            # The longest of many choices must not push aside what stands beside it.
            control.setSizeAdjustPolicy(
                QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
            )
            control.setMinimumContentsLength(_LETTERS)
        self.show_note()

    @property
    def note(self) -> str:
        """The words below the control."""
        return self._note.text()

    @property
    def kind(self) -> NoteKind:
        """Whether they are a hint, a problem, a warning or good news."""
        return self._kind

    def set_hint(self, hint: str) -> None:
        """Another hint, shown where nothing else is said."""
        self._hint = hint
        if self._kind == "hint":
            self.show_note()

    def show_note(self, text: str = "", kind: NoteKind = "hint") -> None:
        """Says something about what was entered; "" goes back to the hint."""
        self._kind = kind if text else "hint"
        icon, color = _LOOKS[self._kind]
        self._icon.show_icon(icon, color)
        self._icon.setVisible(bool(icon))
        self._note.setText(text or self._hint)
        self._note.set_look(color=color)
        self._control.setAccessibleDescription(text or self._hint)
