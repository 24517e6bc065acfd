"""What is left of the lead panel where the window is narrow."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.ui.theme.theme import Theme
from app.ui.widgets.parts.icon_button import IconButton
from app.ui.words import key_name, say

_RULE = 47


class LeadRail(QWidget):
    """44 px wide. `section_wanted` carries "", "facts", "window", "plan" or "timeline"."""

    section_wanted = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 9, 0, 8)
        column.setSpacing(8)
        parts = (
            ("", "panel-right-open", say("panel.open", keys=key_name("Ctrl I"))),
            ("facts", "user", say("panel.facts")),
            ("window", "clock", say("panel.window")),
            ("plan", "route", say("panel.plan")),
            ("timeline", "history", say("panel.timeline")),
        )
        for code, icon, name in parts:
            button = IconButton(theme, icon, name, size=30, icon_px=17)
            button.clicked.connect(lambda _on=False, c=code: self.section_wanted.emit(c))
            column.addWidget(button, 0, Qt.AlignmentFlag.AlignHCenter)
            if not code:
                column.addSpacing(7)
        column.addStretch(1)
        self.setFixedWidth(theme.size("leadRail"))
        self.setAccessibleName(say("panel.name"))
        theme.changed.connect(self._on_theme)

    def sizeHint(self) -> QSize:
        return QSize(self._theme.size("leadRail"), 300)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.color("bg.subtle"))
        rule = self._theme.px(_RULE)
        painter.fillRect(10, rule, self.width() - 20, 1, self._theme.color("border.default"))

    def _on_theme(self) -> None:
        self.setFixedWidth(self._theme.size("leadRail"))
        self.update()
