"""Where a rep changes the words of a message: its subject, its text, and what to think about."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QLineEdit, QMenu, QPlainTextEdit, QSizePolicy, QVBoxLayout, QWidget

from app.ui.theme.theme import Theme
from app.ui.widgets.parts.small_button import SmallButton
from app.ui.widgets.parts.text_label import TextLabel
from app.ui.words import say

_LONGEST_SUBJECT = 200
_LOWEST = 120
_PAD = 22  # border and padding, above and below


class BodyText(QPlainTextEdit):
    """Plain text as high as it needs; Tab goes on to the next control."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setAccessibleName(say("message.body"))
        self.setTabChangesFocus(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.document().setDocumentMargin(2)
        self.textChanged.connect(self._fit)
        theme.changed.connect(self._dress)
        self._dress()

    def sizeHint(self) -> QSize:
        # A plain document counts its height in lines.
        lines = round(self.document().size().height())
        high = lines * self.fontMetrics().lineSpacing() + self._theme.px(_PAD)
        return QSize(self._theme.px(300), max(self._theme.px(_LOWEST), high))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.clearFocus()
            event.ignore()
            return
        super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _dress(self) -> None:
        self.setFont(self._theme.font("script"))
        self._fit()

    def _fit(self) -> None:
        high = self.sizeHint().height()
        if high != self.height() or high != self.minimumHeight():
            self.setFixedHeight(high)


class MessageEditor(QWidget):
    """The text, and below it what is better changed. `written` carries subject and text.

    `subject` is a line of its own, for whoever lays out the head of the message.
    """

    written = Signal(str, str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._quiet = False
        self.subject = QLineEdit()
        self.subject.setMaxLength(_LONGEST_SUBJECT)
        self.subject.setAccessibleName(say("message.subject"))
        self.text = BodyText(theme)
        self.hints: list[TextLabel] = []
        self._hinted: tuple[str, ...] = ()
        self._below = QWidget()
        self._rows = QVBoxLayout(self._below)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(4)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.text)
        column.addWidget(self._below)
        self.subject.textChanged.connect(self._on_changed)
        self.text.textChanged.connect(self._on_changed)

    def show_words(self, subject: str, body: str) -> None:
        """Puts the words in, without saying that they were changed; the cursor stays."""
        self._quiet = True
        if subject != self.subject.text():
            self.subject.setText(subject)
            self.subject.setCursorPosition(0)
        if body != self.text.toPlainText():
            self.text.setPlainText(body)
        self._quiet = False

    def show_advice(self, advice: Sequence[str]) -> None:
        """Says what is better changed, a line each."""
        if tuple(advice) == self._hinted:
            return
        self._hinted = tuple(advice)
        for hint in self.hints:
            self._rows.removeWidget(hint)
            hint.hide()
            hint.deleteLater()
        self.hints = [
            TextLabel(self._theme, line, font="small", color="warn.text", elide=True)
            for line in advice
        ]
        for hint in self.hints:
            self._rows.addWidget(hint)
        self._below.setVisible(bool(advice))

    def _on_changed(self, _text: str = "") -> None:
        if not self._quiet:
            self.written.emit(self.subject.text(), self.text.toPlainText())


class TemplateChoice(SmallButton):
    """The name of the message, and a menu of those that the plan offers. `picked` carries a key."""

    picked = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, chevron=True, look="plain", key="V", parent=parent)
        self._choices: tuple[tuple[str, str], ...] = ()
        self._chosen = ""
        self.clicked.connect(lambda _on=False: self.open_menu())

    def show_choices(self, choices: Sequence[tuple[str, str]], chosen: str) -> None:
        """Shows (key, name) of what can be chosen; hidden where there is no choice."""
        self._choices, self._chosen = tuple(choices), chosen
        name = dict(choices).get(chosen, "")
        self.set_words(name)
        self.setAccessibleName(say("message.choose", name=name))
        self.setVisible(len(choices) > 1)

    def open_menu(self) -> QMenu:
        """Opens the menu below the button, with what is chosen marked."""
        menu = QMenu(self)
        for key, name in self._choices:
            entry = menu.addAction(name, partial(self._pick, key))
            entry.setCheckable(True)
            entry.setChecked(key == self._chosen)
            if key == self._chosen:
                menu.setActiveAction(entry)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.mapToGlobal(QPoint(0, self.height())))
        return menu

    def _pick(self, key: str) -> None:
        if key != self._chosen:
            self.picked.emit(key)
