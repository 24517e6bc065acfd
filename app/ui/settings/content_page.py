"""Settings, what you send: the cases, documents and offers that texts refer to."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from app.core.errors import TouchlineError
from app.core.messages.content import CONTENT_KINDS, ContentEntry
from app.services.desk.desk import Desk
from app.services.working.content_list import read_content, save_content
from app.ui.settings.workplace_page import WhileOpen
from app.ui.tasks import Tasks
from app.ui.theme.theme import Theme
from app.ui.widgets.parts.clear_scroll import clear_scroll
from app.ui.widgets.parts.icon_button import IconButton
from app.ui.widgets.parts.link_button import LinkButton
from app.ui.widgets.parts.sentence_label import SentenceLabel
from app.ui.widgets.parts.small_button import SmallButton
from app.ui.widgets.parts.text_label import TextLabel
from app.ui.words import error_text, say

_LONGEST = 300
_LANGUAGE_WIDTH = 64
_FIELDS = ("title", "link", "interests", "industries", "language")


@dataclass(eq=False)
class ContentRow:
    """One entry of the form; `before` is what it was, None for a further one."""

    before: ContentEntry | None
    kind: QComboBox
    lines: dict[str, QLineEdit]
    out: IconButton
    body: QWidget

    def entry(self) -> ContentEntry:
        """What stands in its fields."""
        said = {name: line.text().strip() for name, line in self.lines.items()}
        return ContentEntry(
            kind=CONTENT_KINDS[max(0, self.kind.currentIndex())],
            title=said["title"],
            link=said["link"],
            language=said["language"],
            interests=_parts(said["interests"]),
            industries=_parts(said["industries"]),
            added_on=self.before.added_on if self.before else None,
        )


class ContentPage(QWidget):
    """A list that grows by a press, and is stored with its button."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.rows: list[ContentRow] = []
        self.add = LinkButton(theme, say("content.add"), font="small")
        self.add.clicked.connect(lambda _on=False: self._add_and_focus())
        self.save = SmallButton(theme, say("content.save"), look="primary", height=32)
        self.said = SentenceLabel(theme, color="text.primary")
        self._column = QVBoxLayout()
        self._lay_out()
        self.setEnabled(False)

    def load(self, desk: Desk, tasks: Tasks, while_open: WhileOpen) -> None:
        """Read the list, and store it when the button is pressed."""

        def store() -> None:
            entries = self.entries()
            tasks.command(
                lambda: save_content(desk, entries),
                while_open(self.show_saved),
                while_open(self.show_problem),
            )

        self.save.clicked.connect(store)
        tasks.read(
            lambda: read_content(desk),
            while_open(self.show_entries),
            while_open(self.show_problem),
        )

    def entries(self) -> tuple[ContentEntry, ...]:
        """What stands in the form, from the top; lines nobody filled in are none."""
        found = (row.entry() for row in self.rows)
        return tuple(one for one in found if one.title or one.link)

    def show_entries(self, entries: Sequence[ContentEntry]) -> None:
        """Puts in what is stored."""
        for row in tuple(self.rows):
            self._remove(row)
        for entry in entries:
            self._add(entry)
        self.setEnabled(True)

    def show_saved(self, entries: Sequence[ContentEntry]) -> None:
        """Shows what is stored now, and says that it is."""
        self.show_entries(entries)
        self.said.set_look(color="ok.text")
        self.said.setText(say("settings.saved"))

    def show_problem(self, error: TouchlineError) -> None:
        """Says why it was not stored; what was typed stays."""
        self.said.set_look(color="breach.text")
        self.said.setText(error_text(error))

    # Inside

    def _lay_out(self) -> None:
        theme = self._theme
        inside = QWidget()
        self._column.setContentsMargins(0, 0, 12, 0)
        self._column.setSpacing(14)
        rows = QVBoxLayout(inside)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.addLayout(self._column)
        foot = QHBoxLayout()
        foot.addWidget(self.add)
        foot.addStretch(1)
        rows.addLayout(foot)
        rows.addStretch(1)
        scroll = clear_scroll(inside)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        last = QHBoxLayout()
        last.addWidget(self.said, 1)
        last.addWidget(self.save)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 12, 0, 0)
        column.setSpacing(12)
        column.addWidget(TextLabel(theme, say("content.note"), color="text.secondary", elide=True))
        column.addWidget(scroll, 1)
        column.addLayout(last)

    def _add_and_focus(self) -> None:
        self._add(None).lines["title"].setFocus()

    def _add(self, entry: ContentEntry | None) -> ContentRow:
        theme = self._theme
        body = QWidget(self)
        kind = QComboBox()
        for code in CONTENT_KINDS:
            kind.addItem(say(f"content.{code}"), code)
        kind.setAccessibleName(say("content.kind"))
        lines = {name: self._line(name, _shown(entry, name)) for name in _FIELDS}
        lines["language"].setMaxLength(2)
        lines["language"].setFixedWidth(theme.px(_LANGUAGE_WIDTH))
        out = IconButton(theme, "x", say("content.remove"), icon_px=15)
        row = ContentRow(entry, kind, lines, out, body)
        kind.setCurrentIndex(CONTENT_KINDS.index(entry.kind) if entry else 1)
        out.clicked.connect(lambda _on=False: self._remove(row))
        grid = QGridLayout(body)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(6)
        for at, widget in enumerate((kind, lines["title"], lines["link"], out)):
            grid.addWidget(widget, 0, at)
        below = (lines["language"], lines["interests"], lines["industries"])
        for at, line in enumerate(below):
            grid.addWidget(line, 1, at)
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(2, 1)
        self._column.addWidget(body)
        self.rows.append(row)
        return row

    def _line(self, name: str, text: str) -> QLineEdit:
        line = QLineEdit(text)
        line.setMaxLength(_LONGEST)
        line.setCursorPosition(0)
        line.setPlaceholderText(say(f"content.{name}"))
        line.setAccessibleName(say(f"content.{name}"))
        return line

    def _remove(self, row: ContentRow) -> None:
        at = self.rows.index(row)
        here = row.out.hasFocus()
        self.rows.remove(row)
        self._column.removeWidget(row.body)
        row.body.hide()
        row.body.deleteLater()
        if here:
            (self.rows[min(at, len(self.rows) - 1)].out if self.rows else self.add).setFocus()


def _shown(entry: ContentEntry | None, name: str) -> str:
    value = getattr(entry, name, "")
    return value if isinstance(value, str) else ", ".join(value)


def _parts(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())
