"""The ground of every dialog: title, content, and a row of buttons that the keyboard reaches."""

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QDialog,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QTextEdit,
    QVBoxLayout,
    QWidget,
)

from app.ui.theme.theme import Theme
from app.ui.widgets.parts.small_button import Look, SmallButton
from app.ui.widgets.parts.text_label import TextLabel

MARGIN = 20
# How much of the window behind stays in sight, both sides together.
_AIR = 40
T = TypeVar("T")


class ModalDialog(QDialog):
    """Modal to its window. Esc closes, Ctrl Enter confirms, Enter too outside of long texts.

    `take_requested` is F8: a new lead goes before whatever the dialog is about, so it closes. A
    form with a name to be `kept_as` that somebody typed into is only hidden: `set_aside` says so.
    While `gives_way` says no, F8 does nothing.
    """

    take_requested = Signal()
    set_aside = Signal()

    def __init__(self, theme: Theme, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._primary: QAbstractButton | None = None
        self._gone = False
        self.kept_as = ""
        self.gives_way: Callable[[], bool] = lambda: True
        self.finished.connect(self._on_finished)
        self.setWindowTitle(title)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        self.body.setSpacing(12)
        self.setAutoFillBackground(True)
        self._dress()
        theme.changed.connect(self._dress)

    def add_title(self, text: str) -> TextLabel:
        """A title inside the dialog."""
        title = TextLabel(self._theme, text, font="title", weight=600)
        self.body.addWidget(title)
        return title

    def add_buttons(
        self, primary: str, *, cancel: str = "", key: str = "Ctrl Enter"
    ) -> SmallButton:
        """A row at the end; the primary button, which stands right, is returned unconnected."""
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addStretch(1)
        if cancel:
            leave = self._button(cancel, "default", "Esc")
            leave.clicked.connect(self.reject)
            row.addWidget(leave)
        button = self._button(primary, "primary", key)
        row.addWidget(button)
        self.body.addSpacing(4)
        self.body.addLayout(row)
        self._primary = button
        return button

    def fit_around(self, scroll: QScrollArea, wide: int, parent: QWidget) -> None:
        """So wide, and as high as what scrolls needs; no larger than the window behind it."""
        inside = scroll.widget()
        layout = inside.layout() if inside is not None else None
        if inside is None or layout is None:
            return
        frame = 2 * scroll.frameWidth()
        wide = min(wide + frame, parent.width() - _AIR)
        room = wide - 2 * MARGIN - frame
        high = layout.heightForWidth(room) if layout.hasHeightForWidth() else -1
        around = self.sizeHint().height() - scroll.sizeHint().height() + frame
        needed = around + (high if high >= 0 else inside.sizeHint().height())
        self.resize(wide, min(needed, parent.height() - _AIR))

    def while_open(self, call: Callable[[T], None]) -> Callable[[T], None]:
        """`call` for an answer that may come late: once the dialog has gone nobody hears it."""

        def heard(answer: T) -> None:
            if not self._gone:
                call(answer)

        return heard

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter confirms unless the focused control has its own use for it; a held key, nothing."""
        key = event.key()
        if event.isAutoRepeat():
            return
        if key == Qt.Key.Key_F8:
            if self.gives_way():
                self._give_way()
            return
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            focus = self.focusWidget()
            held = event.modifiers() & Qt.KeyboardModifier.ControlModifier
            own = isinstance(focus, QAbstractButton | QTextEdit | QPlainTextEdit)
            if self._primary is not None and self._primary.isEnabled() and (held or not own):
                self._primary.click()
            return
        super().keyPressEvent(event)

    def _give_way(self) -> None:
        typed = (line.isModified() and line.text() for line in self.findChildren(QLineEdit))
        if self.kept_as and any(typed):
            self.hide()
            self.set_aside.emit()
        else:
            self.reject()
        self.take_requested.emit()

    def _button(self, text: str, look: Look, key: str) -> SmallButton:
        return SmallButton(
            self._theme, text, look=look, key=key, height=32, font="base", parent=self
        )

    def _on_finished(self) -> None:
        self._gone = True

    def _dress(self) -> None:
        """White like the panes, also where the palette's window colour is a grey."""
        palette = self.palette()
        palette.setColor(self.backgroundRole(), self._theme.color("bg.panel"))
        self.setPalette(palette)
