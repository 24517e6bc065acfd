"""What is known about a person, line by line, and what they consented to."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from app.ui.theme.theme import Theme
from app.ui.widgets.lead.lead_data import FactData, LeadData
from app.ui.widgets.parts.chip_label import ChipLabel
from app.ui.widgets.parts.flow_layout import FlowLayout
from app.ui.widgets.parts.span_text import SpanText
from app.ui.widgets.parts.text_label import TextLabel
from app.ui.widgets.parts.view_data import Span
from app.ui.words import say

_LABEL_WIDTH = 62


class FactList(QWidget):
    """Labels on the left, values beside them; a long value goes on in the next line."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._data = LeadData()
        self._parts: list[QWidget] = []
        self._lines: list[tuple[TextLabel, SpanText]] = []
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(0)
        self._grid.setVerticalSpacing(5)
        self._grid.setColumnStretch(1, 1)
        theme.changed.connect(self._rebuild)

    def show_facts(self, data: LeadData) -> None:
        """Shows the facts and consents of a person."""
        before, self._data = self._data, data
        if len(before.facts) != len(data.facts) or before.consents != data.consents:
            self._rebuild()
            return
        # Most people have as many facts as the one before: their lines stay.
        for (label, value), fact in zip(self._lines, data.facts, strict=True):
            label.setText(fact.label)
            _fill(value, fact)

    def _rebuild(self) -> None:
        for part in self._parts:
            self._grid.removeWidget(part)
            part.hide()
            part.deleteLater()
        self._parts, self._lines = [], []
        for row, fact in enumerate(self._data.facts):
            value = SpanText(self._theme, font="base")
            _fill(value, fact)
            self._lines.append((self._put(row, fact.label, value), value))
        if self._data.consents:
            chips = QWidget()
            flow = FlowLayout(chips, across=4, down=4)
            for consent in self._data.consents:
                flow.addWidget(ChipLabel(self._theme, consent))
            self._put(len(self._data.facts), say("panel.consent"), chips)

    def _put(self, row: int, text: str, value: QWidget) -> TextLabel:
        label = TextLabel(self._theme, text, font="small", color="text.muted", elide=True)
        label.setFixedSize(self._theme.px(_LABEL_WIDTH), self._theme.line_height("base"))
        self._grid.addWidget(label, row, 0, Qt.AlignmentFlag.AlignTop)
        self._grid.addWidget(value, row, 1)
        self._parts += [label, value]
        return label


def _fill(value: SpanText, fact: FactData) -> None:
    value.set_spans((Span(text=fact.value),))
    value.setAccessibleName(f"{fact.label}: {fact.value}")
