"""After an import: what came in, what did not, and the rows that can be mended."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from app.ui.theme.theme import Theme
from app.ui.widgets.parts.icon_label import IconLabel
from app.ui.widgets.parts.small_button import SmallButton
from app.ui.widgets.parts.surfaces import Card
from app.ui.widgets.parts.text_label import TextLabel

_WIDE = 640


class ResultPanel(QWidget):
    """`save_requested` asks for a file with the rows that were left out."""

    save_requested = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._icon = IconLabel(theme, "circle-check", size=24, color="ok.graphic")
        self._title = TextLabel(theme, font="title", weight=600)
        self._note = TextLabel(theme, color="text.secondary", elide=True)
        self._lines: list[QWidget] = []
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(14)
        self._grid.setVerticalSpacing(8)
        self._grid.setColumnStretch(1, 1)
        self.save = SmallButton(theme, look="default", icon="file-down", height=32, font="base")
        self._saved = TextLabel(theme, font="small", color="ok.text", elide=True)
        self.save.clicked.connect(self.save_requested)
        self._lay_out()

    @property
    def title(self) -> str:
        """The first sentence."""
        return self._title.text()

    @property
    def lines(self) -> tuple[str, ...]:
        """The counts in words."""
        words = [w.text() for w in self._lines if isinstance(w, TextLabel)]
        return tuple(f"{count} {text}" for count, text in zip(words[::2], words[1::2], strict=True))

    def show_result(
        self,
        title: str,
        note: str,
        lines: Sequence[tuple[str, str]],
        rows_left_out: str,
        *,
        good: bool,
    ) -> None:
        """Shows counts; `rows_left_out` is the text of the button, "" for none."""
        if good:
            self._icon.show_icon("circle-check", "ok.graphic")
        else:
            self._icon.show_icon("circle-alert", "warn.graphic")
        self._title.setText(title)
        self._note.setText(note)
        self._note.setVisible(bool(note))
        for widget in self._lines:
            self._grid.removeWidget(widget)
            widget.hide()
            widget.deleteLater()
        self._lines = []
        for at, (count, words) in enumerate(lines):
            figure = TextLabel(
                self._theme, count, font="title", weight=600, align=Qt.AlignmentFlag.AlignRight
            )
            what = TextLabel(self._theme, words, color="text.secondary", elide=True)
            self._grid.addWidget(figure, at, 0, Qt.AlignmentFlag.AlignRight)
            self._grid.addWidget(what, at, 1)
            self._lines += [figure, what]
        self.save.set_words(rows_left_out)
        self.save.setVisible(bool(rows_left_out))
        self.show_saved("")

    def show_saved(self, text: str, *, good: bool = True) -> None:
        """Says where the rows were saved, or why not."""
        self._saved.setText(text)
        self._saved.set_look(color="ok.text" if good else "breach.text")
        self._saved.setVisible(bool(text))

    def _lay_out(self) -> None:
        card = Card(self._theme)
        card.setMaximumWidth(self._theme.px(_WIDE))
        inside = QVBoxLayout()
        inside.setContentsMargins(24, 24, 24, 24)
        inside.setSpacing(14)
        inside.addWidget(self._icon)
        inside.addWidget(self._title)
        inside.addWidget(self._note)
        inside.addLayout(self._grid)
        inside.addWidget(self.save)
        inside.addWidget(self._saved)
        card.column.addLayout(inside)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(card)
        column.addStretch(1)
