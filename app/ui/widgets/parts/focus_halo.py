"""The focus ring around widgets that paint themselves."""

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractScrollArea, QWidget

from app.ui.theme.painting import draw_focus
from app.ui.theme.theme import Theme

_REACH = 4  # 2 px of air, 2 px of ring
_MOVES = (QEvent.Type.Move, QEvent.Type.Resize)


class FocusHalo(QWidget):
    """A ring 2 px outside of `target`, shown while that has the focus; `inside` lies on its edge.

    It lies beside the target, not in it, so that the target needs no margin of its own: on the
    nearest widget around it that has the room, or at least scrolls with it. The target says when it
    gets and loses the focus.
    """

    def __init__(
        self, theme: Theme, target: QWidget, radius: float, *, inside: bool = False
    ) -> None:
        super().__init__(target)
        self._theme = theme
        self._target = target
        self._radius = radius
        self._reach = 0 if inside else _REACH
        self._watched: list[QWidget] = []
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hide()
        target.destroyed.connect(self.deleteLater)

    def appear(self) -> None:
        """The target got the focus."""
        host = self._host()
        if self.parentWidget() is not host:
            self.setParent(host)
        self._watch(host)
        self.show()
        # To show it may lay the parent out anew, and the target somewhere else.
        self._follow()
        self.raise_()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """The target, or something between it and the ring, moved or was resized."""
        if event.type() in _MOVES and self.isVisible():
            self._follow()
        return False

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        radius = self._radius + max(0, self._reach - 1)
        draw_focus(painter, self._theme, QRectF(self.rect()), radius)

    # Inside

    def _host(self) -> QWidget:
        """Where the ring is not cut off; never beyond what scrolls."""
        if not self._reach:
            return self._target
        host = self._target.parentWidget() or self._target
        while not host.rect().contains(self._place(host)) and not host.isWindow():
            around = host.parentWidget()
            if around is None or isinstance(around.parentWidget(), QAbstractScrollArea):
                break
            host = around
        return host

    def _place(self, host: QWidget) -> QRect:
        corner = self._target.mapTo(host, QPoint(0, 0))
        reach = self._reach
        return QRect(corner, self._target.size()).adjusted(-reach, -reach, reach, reach)

    def _follow(self) -> None:
        host = self.parentWidget()
        if host is self._target or (host is not None and host.isAncestorOf(self._target)):
            self.setGeometry(self._place(host))

    def _watch(self, host: QWidget) -> None:
        """Hears of every widget from the target up to where the ring is."""
        for watched in self._watched:
            watched.removeEventFilter(self)
        self._watched = [self._target]
        around = self._target.parentWidget()
        while host is not self._target and around is not None and around is not host:
            self._watched.append(around)
            around = around.parentWidget()
        for watched in self._watched:
            watched.installEventFilter(self)
