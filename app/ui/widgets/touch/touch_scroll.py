"""What scrolls above the dock, and what keeps an opened part of it in sight."""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from app.ui.theme.theme import Theme

_AIR = 8


class TouchScroll(QScrollArea):
    """Scrolls `body` up and down; what was revealed stays in sight while its size settles."""

    def __init__(self, theme: Theme, body: QWidget) -> None:
        super().__init__()
        self._theme = theme
        self._body = body
        self._part: QWidget | None = None
        self.setWidget(body)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        bar = self.verticalScrollBar()
        bar.rangeChanged.connect(self._follow)
        # Whoever scrolls by hand wants to see something else.
        bar.actionTriggered.connect(self._let_go)

    def start_over(self) -> None:
        """Goes back to the top: something else is shown."""
        self._part = None
        self.verticalScrollBar().setValue(0)

    def reveal(self, part: QWidget) -> None:
        """Scrolls as little as it takes to show `part`; its top comes first if it is too high."""
        self._part = part
        self._settle()
        self._follow()

    def _settle(self) -> None:
        """Lays out at once what was just shown or hidden, from the inside out."""
        for child in self._body.findChildren(QWidget):
            layout = child.layout()
            if layout is not None:
                layout.activate()
        layout = self._body.layout()
        if layout is not None:
            layout.activate()

    def _follow(self) -> None:
        part = self._part
        if part is None or not part.isVisibleTo(self):
            return
        top = part.mapTo(self._body, QPoint(0, 0)).y()
        bottom = top + part.height() + self._theme.px(_AIR)
        bar = self.verticalScrollBar()
        lowest = bottom - self.viewport().height()
        bar.setValue(min(top, max(bar.value(), lowest)))

    def _let_go(self) -> None:
        self._part = None
