"""The offer of a new lead, under the top bar."""

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from app.ui.theme.theme import Theme
from app.ui.widgets.frame.frame_data import AlertData
from app.ui.widgets.parts.ring_label import RingLabel
from app.ui.widgets.parts.small_button import SmallButton
from app.ui.widgets.parts.text_label import TextLabel
from app.ui.widgets.parts.view_data import RingState
from app.ui.words import say

_HEIGHT = 48


class AlertBanner(QWidget):
    """48 px high; it offers the lead and never takes the focus.

    `call_requested` and `pass_requested` carry the lead as it was given.
    """

    call_requested = Signal(str)
    pass_requested = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._data: AlertData | None = None
        self._ring = RingLabel(theme, size=36, stroke=3, text_px=12)
        self._who = TextLabel(theme, weight=600, elide=True)
        self._where = TextLabel(theme, color="text.secondary", elide=True)
        self._note = TextLabel(theme, font="small", color="text.secondary", elide=True)
        self._call = SmallButton(
            theme, icon="phone", key="F8", look="primary", height=32, font="base"
        )
        self._pass = SmallButton(theme, say("banner.pass"), look="default", height=32, font="base")
        self._call.clicked.connect(self._on_call)
        self._pass.clicked.connect(self._on_pass)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 0, 12, 1)
        row.setSpacing(8)
        row.addWidget(self._ring)
        row.addSpacing(4)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addStretch(1)
        upper = QHBoxLayout()
        upper.setSpacing(0)
        upper.addWidget(self._who)
        upper.addWidget(self._where, 1)
        words.addLayout(upper)
        words.addWidget(self._note)
        words.addStretch(1)
        row.addLayout(words, 1)
        row.addWidget(self._call)
        row.addWidget(self._pass)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self._on_theme)
        self.show_alert(None)

    def show_alert(self, data: AlertData | None) -> None:
        """Shows a lead, or goes away; cheap enough for every second."""
        self._data = data
        self.setVisible(data is not None)
        if data is None:
            return
        self._ring.show_ring(data.ring)
        self._who.setText(f"{self._word(data.ring.state)}: {data.who}")
        self._where.setText(f" · {data.where}" if data.where else "")
        self._note.setText(data.note)
        self._note.setVisible(bool(data.note))
        if data.call_text != self._call.text():
            self._call.set_words(data.call_text)
        self._pass.setVisible(data.pass_on)
        self.setAccessibleName(f"{self._who.text()}{self._where.text()}. {data.ring.spoken}")

    @property
    def call_button(self) -> SmallButton:
        """What calls them."""
        return self._call

    @property
    def pass_button(self) -> SmallButton:
        """Where the menu of colleagues belongs."""
        return self._pass

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), self._theme.px(_HEIGHT))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.px(300), self._theme.px(_HEIGHT))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.color("accent.tint"))
        line = self._theme.color("accent.line")
        painter.fillRect(0, self.height() - 1, self.width(), 1, line)

    def _word(self, state: RingState) -> str:
        words = {
            "running_out": say("first.running_out"),
            "last_minute": say("first.last_minute"),
            "missed": say("first.missed"),
        }
        return words.get(state, say("first.new"))

    def _on_call(self) -> None:
        if self._data is not None:
            self.call_requested.emit(self._data.lead)

    def _on_pass(self) -> None:
        if self._data is not None:
            self.pass_requested.emit(self._data.lead)

    def _on_theme(self) -> None:
        self.updateGeometry()
        self.update()
