"""Numbers and addresses of a person as lines of a form, in the order in which they are used."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from app.core.people.lead import PointKind
from app.services.people.editing import PointEntry
from app.ui.theme.theme import Theme
from app.ui.widgets.parts.icon_button import IconButton
from app.ui.widgets.parts.link_button import LinkButton
from app.ui.widgets.parts.text_label import TextLabel
from app.ui.words import say

_LONGEST = 200
_WORD = 78
KINDS: tuple[PointKind, ...] = ("phone", "email", "linkedin")


@dataclass(eq=False)
class PointRow:
    """One line of the form."""

    kind: PointKind
    point_id: UUID | None
    line: QLineEdit
    usable: QCheckBox
    up: IconButton
    body: QWidget


class PointRows(QWidget):
    """Lines that can be written over, moved up, taken out, and added to.

    What is taken out stays on record as unusable; a tick says that a line may be used.
    """

    changed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.rows: list[PointRow] = []
        self.adds: dict[PointKind, LinkButton] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(6)
        foot = QHBoxLayout()
        foot.setSpacing(16)
        for kind in KINDS:
            add = LinkButton(theme, say(f"edit.add_{kind}"), font="small")
            add.clicked.connect(partial(self._add_and_focus, kind))
            self.adds[kind] = add
            foot.addWidget(add)
        foot.addStretch(1)
        self._column.addLayout(foot)

    def show_points(self, entries: Sequence[PointEntry]) -> None:
        """Puts in what is known."""
        for entry in entries:
            self._add(entry)

    def entries(self) -> tuple[PointEntry, ...]:
        """What stands in the lines, from the top."""
        return tuple(
            PointEntry(
                kind=row.kind,
                text=row.line.text().strip(),
                usable=row.usable.isChecked(),
                point_id=row.point_id,
            )
            for row in self.rows
            if row.line.text().strip()
        )

    # Inside

    def _add_and_focus(self, kind: PointKind, _on: bool = False) -> None:
        self._add(PointEntry(kind=kind, text="")).line.setFocus()
        self.changed.emit()

    def _add(self, entry: PointEntry) -> PointRow:
        theme = self._theme
        body = QWidget(self)
        line = QLineEdit(entry.text)
        name = say(f"edit.{entry.kind}")
        line.setMaxLength(_LONGEST)
        line.setAccessibleName(name)
        usable = QCheckBox(say("edit.usable"))
        usable.setChecked(entry.usable)
        up = IconButton(theme, "arrow-up", say("edit.up"), icon_px=15)
        out = IconButton(theme, "x", say("edit.remove"), icon_px=15)
        row = PointRow(entry.kind, entry.point_id, line, usable, up, body)
        word = TextLabel(theme, name, font="small", color="text.muted")
        word.setFixedWidth(theme.px(_WORD))
        inside = QHBoxLayout(body)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(8)
        inside.addWidget(word)
        inside.addWidget(line, 1)
        inside.addWidget(usable)
        inside.addWidget(up)
        inside.addWidget(out)
        line.textChanged.connect(self.changed)
        usable.toggled.connect(self.changed)
        up.clicked.connect(lambda _on=False: self._move_up(row))
        out.clicked.connect(lambda _on=False: self._remove(row))
        self._column.insertWidget(len(self.rows), body)
        self.rows.append(row)
        self._order()
        return row

    def _move_up(self, row: PointRow) -> None:
        at = self.rows.index(row)
        if at == 0:
            return
        self.rows.insert(at - 1, self.rows.pop(at))
        self._column.removeWidget(row.body)
        self._column.insertWidget(at - 1, row.body)
        self._order()
        row.line.setFocus()
        self.changed.emit()

    def _remove(self, row: PointRow) -> None:
        self.rows.remove(row)
        self._column.removeWidget(row.body)
        row.body.hide()
        row.body.deleteLater()
        self._order()
        self.changed.emit()

    def _order(self) -> None:
        for at, row in enumerate(self.rows):
            row.up.setEnabled(at > 0)
            QWidget.setTabOrder(row.line, row.usable)
            if at:
                QWidget.setTabOrder(self.rows[at - 1].up, row.line)
