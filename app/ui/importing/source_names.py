"""The dialog that asks what the sources of a list stand for."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QWidget

from app.ui.theme.theme import Theme
from app.ui.widgets.parts.clear_scroll import clear_scroll
from app.ui.widgets.parts.modal_dialog import ModalDialog
from app.ui.widgets.parts.text_label import TextLabel
from app.ui.words import catalogue, say

_WIDE = 520


class SourceNames(ModalDialog):
    """One line for each name. `named` carries {name: key} of those that were decided."""

    named = Signal(object)

    def __init__(
        self,
        theme: Theme,
        names: Sequence[tuple[str, int]],
        keys: Sequence[str],
        parent: QWidget,
    ) -> None:
        """`names` are the unknown sources, each with how many people have it."""
        super().__init__(theme, say("import.sources_title"), parent)
        self.add_title(say("import.sources_title"))
        note = TextLabel(theme, say("import.sources_note"), color="text.secondary", elide=True)
        self.body.addWidget(note)
        self.choices: dict[str, QComboBox] = {}
        inside = QWidget()
        grid = QGridLayout(inside)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(8)
        for at, (name, count) in enumerate(names):
            words = say("import.source_people", name=name, count=count)
            grid.addWidget(TextLabel(theme, words, elide=True), at, 0)
            combo = self.choices[name] = QComboBox()
            combo.setAccessibleName(name)
            combo.addItem(say("import.source_undecided"), "")
            for key in keys:
                combo.addItem(_label(key), key)
            grid.addWidget(combo, at, 1)
        grid.setColumnStretch(0, 1)
        scroll = clear_scroll(inside)
        self.body.addWidget(scroll, 1)
        button = self.add_buttons(say("import.sources_keep"), cancel=say("dialog.cancel"))
        button.clicked.connect(self._decide)
        self.fit_around(scroll, theme.px(_WIDE), parent)

    def _decide(self) -> None:
        means = {name: str(c.currentData()) for name, c in self.choices.items() if c.currentData()}
        if means:
            self.named.emit(means)
        self.accept()


def _label(key: str) -> str:
    """The name of a source, else its key as it reads."""
    known = catalogue().known(f"source.{key}")
    return (known or key.replace("_", " ")).capitalize()
