"""Where the rep writes what was said."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QPlainTextEdit, QSizePolicy, QWidget

from app.ui.theme.painting import draw_key, key_size
from app.ui.theme.theme import Theme
from app.ui.words import say

_LOW = 52
_HIGH = 120
_PAD = 22  # border and padding, above and below


class _Cap(QWidget):
    """The key cap in the corner; it lets the pointer through."""

    def __init__(self, theme: Theme, text: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._text = text
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def sizeHint(self) -> QSize:
        return key_size(self._theme, self._text).toSize()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        draw_key(painter, self._theme, self.rect().toRectF(), self._text)


class NoteBox(QPlainTextEdit):
    """52 px high, grows with the text up to 120; plain text only.

    `edited` carries the text after each change by the rep, `left` says that Esc was pressed.
    """

    edited = Signal(str)
    left = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._base = _LOW
        self._cap = _Cap(theme, "N", self)
        self._quiet = False
        self.setPlaceholderText(say("note.add"))
        self.setAccessibleName(say("note.name"))
        self.setTabChangesFocus(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.document().setDocumentMargin(2)
        self.textChanged.connect(self._on_text)
        theme.changed.connect(self._dress)
        self._dress()

    def set_note(self, text: str) -> None:
        """Puts a stored note in, without saying that it was edited."""
        if text == self.toPlainText():
            return
        self._quiet = True
        self.setPlainText(text)
        self._quiet = False

    def set_base(self, height: int) -> None:
        """The height it has while it needs no more, in px at 100 %."""
        self._base = height
        self._fit()

    def sizeHint(self) -> QSize:
        return QSize(self._theme.px(200), self._wanted())

    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.px(120), self._wanted())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.clearFocus()
            self.left.emit()
            return
        super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        size = self._cap.sizeHint()
        self._cap.setGeometry(
            self.width() - size.width() - 9,
            min(9, (self._base - size.height()) // 2),
            size.width(),
            size.height(),
        )
        self._fit()

    def _wanted(self) -> int:
        lines = max(1, int(self.document().size().height()))
        needed = round(lines * self.fontMetrics().lineSpacing()) + _PAD
        low, high = self._theme.px(self._base), self._theme.px(_HIGH)
        return max(low, min(high, needed))

    def _fit(self) -> None:
        wanted = self._wanted()
        full = wanted >= self._theme.px(_HIGH)
        self.setVerticalScrollBarPolicy(
            Qt.ScrollBarPolicy.ScrollBarAsNeeded if full else Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        )
        self.updateGeometry()

    def _on_text(self) -> None:
        self._cap.setVisible(not self.toPlainText())
        self._fit()
        if not self._quiet:
            self.edited.emit(self.toPlainText())

    def _dress(self) -> None:
        self.setFont(self._theme.font("base"))
        self._fit()
