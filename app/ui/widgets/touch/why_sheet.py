"""Why somebody may not be contacted now, with everything the answer rests on."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from app.ui.theme.theme import Theme
from app.ui.widgets.parts.chip_label import ChipLabel
from app.ui.widgets.parts.clear_scroll import clear_scroll
from app.ui.widgets.parts.modal_dialog import ModalDialog
from app.ui.widgets.parts.span_text import SpanText
from app.ui.widgets.parts.text_label import TextLabel
from app.ui.widgets.parts.view_data import Span
from app.ui.widgets.touch.why_data import GroundData, WhyData
from app.ui.words import say

_WIDE = 520


class WhySheet(ModalDialog):
    """Reasons with their rules, zones with their clocks, and versions. Esc and W close it."""

    def __init__(self, theme: Theme, data: WhyData, parent: QWidget) -> None:
        super().__init__(theme, data.title, parent)
        self.data = data
        self.add_title(data.title)
        self.body.addWidget(self._text(data.lead, "base"))
        scroll = self._scrolling(data)
        self.body.addWidget(scroll, 1)
        self.add_buttons(say("why.close"), key="Esc").clicked.connect(self.accept)
        self.fit_around(scroll, theme.px(_WIDE), parent)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The key that opened it closes it, once it was let go."""
        if event.key() == Qt.Key.Key_W and not event.isAutoRepeat():
            self.accept()
            return
        super().keyPressEvent(event)

    def _scrolling(self, data: WhyData) -> QScrollArea:
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 12, 0)
        column.setSpacing(14)
        for ground in data.grounds:
            column.addWidget(self._ground(ground))
        if data.tier:
            column.addWidget(self._place(data))
        for line in (data.versions, data.advice):
            if line:
                column.addWidget(self._text(line, "small", muted=True))
        column.addStretch(1)
        scroll = clear_scroll(inside)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setAccessibleName(say("why.reasons"))
        return scroll

    def _ground(self, ground: GroundData) -> QWidget:
        part = QWidget()
        column = QVBoxLayout(part)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        if ground.text:
            column.addWidget(self._text(ground.text, "base", weight=600))
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(ChipLabel(self._theme, ground.force))
        if ground.source:
            row.addWidget(
                TextLabel(
                    self._theme, ground.source, font="small", color="text.secondary", elide=True
                ),
                1,
            )
        else:
            row.addStretch(1)
        column.addLayout(row)
        for line in (ground.cite, ground.note):
            if line:
                column.addWidget(self._text(line, "small", muted=True))
        return part

    def _place(self, data: WhyData) -> QWidget:
        part = QWidget()
        column = QVBoxLayout(part)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self._text(data.tier, "base", weight=600))
        for clock in data.clocks:
            column.addWidget(TextLabel(self._theme, clock, font="small", color="text.secondary"))
        return part

    def _text(
        self, text: str, font: str, *, muted: bool = False, weight: int | None = None
    ) -> SpanText:
        made = SpanText(self._theme, font=font, weight=weight)
        made.set_look(muted=muted)
        made.set_spans((Span(text=text),))
        return made
