"""A line of text in a font and colour of the theme."""

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from app.ui.theme.theme import Theme
from app.ui.widgets.parts.plain_tip import plain_tip


class TextLabel(QLabel):
    """One line of plain text that follows the theme.

    With `elide` it gives way when there is too little room: it ends in an ellipsis and shows the
    whole text as its tooltip.
    """

    def __init__(
        self,
        theme: Theme,
        text: str = "",
        *,
        font: str = "base",
        weight: int | None = None,
        color: str = "text.primary",
        elide: bool = False,
        align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._name = font
        self._weight = weight
        self._color = color
        self._elide = elide
        self._align = align
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(
            QSizePolicy.Policy.Preferred if elide else QSizePolicy.Policy.Fixed,
            QSizePolicy.Policy.Fixed,
        )
        theme.changed.connect(self._on_theme)
        self.setText(text)

    def setText(self, text: str) -> None:  # noqa: N802 - Qt's name
        """Shows another text."""
        if text != self.text():
            super().setText(text)
            self.setAccessibleName(text)
            self._tip()
            self.updateGeometry()

    def set_look(
        self, *, font: str | None = None, weight: int | None = None, color: str | None = None
    ) -> None:
        """Changes font name, weight or colour name; None keeps what it is."""
        before = (self._name, self._weight, self._color)
        self._name = font or self._name
        self._weight = weight or self._weight
        self._color = color or self._color
        if before != (self._name, self._weight, self._color):
            self._tip()
            self.updateGeometry()
            self.update()

    def sizeHint(self) -> QSize:
        width = self._theme.text_width(self.text(), self._name, self._weight)
        return QSize(int(width) + 1 if self.text() else 0, self._theme.line_height(self._name))

    def minimumSizeHint(self) -> QSize:
        hint = self.sizeHint()
        if not self._elide:
            return hint
        few = self._theme.text_width(self.text()[:2] + "…", self._name, self._weight)
        return QSize(min(int(few) + 1, hint.width()), hint.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._tip()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setFont(self._theme.font(self._name, self._weight))
        enabled = self.isEnabled()
        painter.setPen(self._theme.color(self._color if enabled else "text.disabled"))
        painter.drawText(
            QRectF(self.rect()), self._align | Qt.AlignmentFlag.AlignVCenter, self._shown()
        )

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.EnabledChange:
            self.update()

    def _shown(self) -> str:
        if not self._elide:
            return self.text()
        metrics = self._theme.metrics(self._name, self._weight)
        return metrics.elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())

    def _tip(self) -> None:
        if self._elide:
            self.setToolTip(plain_tip(self.text()) if self._shown() != self.text() else "")

    def _on_theme(self) -> None:
        self._tip()
        self.updateGeometry()
        self.update()
