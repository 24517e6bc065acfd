"""The amber bar that says which merge fields of a message are empty."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from app.ui.theme.theme import Theme
from app.ui.widgets.parts.icon_label import IconLabel
from app.ui.widgets.parts.link_button import LinkButton
from app.ui.widgets.parts.text_label import TextLabel
from app.ui.widgets.touch.touch_data import GapData
from app.ui.words import say


class GapBar(QWidget):
    """One line per field that can be filled here, or one that names them all.

    `filled` carries field and text when a field is left or Enter is pressed in it; `skipped` asks
    for the wording without the field.
    """

    filled = Signal(str, str)
    skipped = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._gaps: tuple[GapData, ...] = ()
        self._without = ""
        self._editors: list[QLineEdit] = []
        self._told: dict[str, str] = {}
        self._body: QWidget | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(12, 7, 12, 7)
        theme.changed.connect(self._rebuild)

    def show_gaps(self, gaps: Sequence[GapData], without: str) -> None:
        """Shows the empty fields; `without` is the text of the link that leaves one out."""
        if (tuple(gaps), without) != (self._gaps, self._without):
            self._gaps, self._without = tuple(gaps), without
            self._told.clear()
            self._rebuild()
        self.setVisible(bool(self._gaps))

    def focus_next(self) -> bool:
        """Moves on to the next field that can be filled; whether there is one."""
        if not self._editors:
            return False
        here = next((i for i, e in enumerate(self._editors) if e.hasFocus()), -1)
        self._editors[(here + 1) % len(self._editors)].setFocus(Qt.FocusReason.ShortcutFocusReason)
        return True

    def stops(self) -> list[QWidget]:
        """Where Tab stops, in order."""
        links = self.findChildren(LinkButton) if self._without else []
        return [*self._editors, *links]

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.color("warn.tint"))
        line = self._theme.color("border.default")
        painter.fillRect(0, self.height() - 1, self.width(), 1, line)

    def _rebuild(self) -> None:
        here = any(editor.hasFocus() for editor in self._editors)
        if self._body is not None:
            for editor in self._editors:
                editor.clearFocus()  # Qt would hand it to whatever comes next, which is the note
            self._column.removeWidget(self._body)
            self._body.hide()
            self._body.deleteLater()
        self._editors = []
        self._body = QWidget()
        rows = QVBoxLayout(self._body)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(6)
        fillable = [g for g in self._gaps if g.editable]
        named = [g.label for g in self._gaps if not g.editable]
        for gap in fillable:
            rows.addLayout(self._row(say("message.empty", field=gap.label), gap))
        if named:
            rows.addLayout(self._row(self._sentence(named), None))
        self._column.addWidget(self._body)
        if here and self._editors:
            self._editors[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def _sentence(self, labels: list[str]) -> str:
        if len(labels) == 1:
            return say("message.empty", field=labels[0])
        return say("message.empty_several", fields=", ".join(labels[:-1]), last=labels[-1])

    def _row(self, text: str, gap: GapData | None) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addWidget(IconLabel(self._theme, "triangle-alert", color="warn.text"))
        row.addWidget(TextLabel(self._theme, text, weight=600, color="warn.text", elide=True))
        if gap is not None:
            row.addWidget(self._editor(gap), 20)
        if self._without and gap is (self._gaps[0] if self._gaps[0].editable else None):
            row.addWidget(TextLabel(self._theme, say("message.or"), color="text.secondary"))
            link = LinkButton(self._theme, self._without)
            link.clicked.connect(self.skipped)
            row.addWidget(link)
        row.addStretch(1)
        return row

    def _editor(self, gap: GapData) -> QLineEdit:
        editor = QLineEdit()
        editor.setPlaceholderText(gap.hint)
        editor.setAccessibleName(gap.label)
        editor.setMinimumWidth(self._theme.px(96))
        editor.setMaximumWidth(self._theme.px(167))
        editor.editingFinished.connect(lambda: self._on_left(gap.field, editor))
        self._editors.append(editor)
        return editor

    def _on_left(self, field: str, editor: QLineEdit) -> None:
        text = editor.text().strip()
        if text and self._told.get(field) != text:
            self._told[field] = text
            self.filled.emit(field, text)
