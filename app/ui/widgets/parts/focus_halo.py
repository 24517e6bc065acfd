"""The focus ring around widgets that paint themselves."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from app.ui.theme.painting import draw_focus
from app.ui.theme.theme import Theme

_REACH = 4  # 2 px of air, 2 px of ring


class FocusHalo(QWidget):
    """A ring 2 px outside of `target`, shown while that has the focus.

    It lies beside the target, not in it, so that the target needs no margin of its own. The
    target says when it gets and loses the focus and when it moves.
    """

    def __init__(self, theme: Theme, target: QWidget, radius: float) -> None:
        super().__init__(target)
        self._theme = theme
        self._target = target
        self._radius = radius
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hide()
        target.destroyed.connect(self.deleteLater)

    def appear(self) -> None:
        """The target got the focus."""
        beside = self._target.parentWidget()
        if beside is not None and self.parentWidget() is not beside:
            self.setParent(beside)
        self.show()
        # To show it may lay the parent out anew, and the target somewhere else.
        self.follow()
        self.raise_()

    def follow(self) -> None:
        """The target moved or was resized."""
        self.setGeometry(self._target.geometry().adjusted(-_REACH, -_REACH, _REACH, _REACH))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        draw_focus(painter, self._theme, QRectF(self.rect()), self._radius + _REACH - 1)
