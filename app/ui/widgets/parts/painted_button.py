"""What all buttons with a paint of their own share."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import (
    QEnterEvent,
    QFocusEvent,
    QHideEvent,
    QKeyEvent,
)
from PySide6.QtWidgets import QAbstractButton, QWidget

from app.ui.theme.theme import Theme
from app.ui.widgets.parts.focus_halo import FocusHalo

_ARROWS = (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down)


class PaintedButton(QAbstractButton):
    """A button that follows the theme, knows when it is hovered and wears the focus ring.

    A click does not move the focus: it stays where the hands are. Tab reaches it; Space and
    Enter press it.
    """

    def __init__(self, theme: Theme, *, radius: float = 6, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._halo = FocusHalo(theme, self, radius)
        self._hovered = False
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        theme.changed.connect(self._on_theme)

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self._hovered = True
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._hovered = False
        self.update()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._halo.appear()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._halo.hide()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._hovered = False
        self._halo.hide()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                event.ignore()  # it confirms the dialog, whichever button has the focus
                return
            if not event.isAutoRepeat():
                self.click()
            return
        if event.key() in _ARROWS:
            event.ignore()  # Qt would look for a neighbour; what they mean, the parent knows
            return
        super().keyPressEvent(event)

    def _on_theme(self) -> None:
        self.updateGeometry()
        self.update()
