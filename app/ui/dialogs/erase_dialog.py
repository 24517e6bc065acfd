"""Before a person is erased: what goes, what stays, and that it cannot be taken back."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget

from app.services.people.erasure import Erasable
from app.ui.theme.theme import Theme
from app.ui.widgets.parts.modal_dialog import ModalDialog
from app.ui.widgets.parts.text_label import TextLabel
from app.ui.words import say

_WIDE = 460


class EraseDialog(ModalDialog):
    """Accepted means: erase. The focus is on the way out, so Enter alone erases nobody."""

    def __init__(self, theme: Theme, would: Erasable, parent: QWidget) -> None:
        super().__init__(theme, say("action.erase_person"), parent)
        title = say("erase.ask", name=would.name)
        self.body.addWidget(TextLabel(theme, title, font="title", weight=600, elide=True))
        points, texts = say("erase.points", n=would.points), say("erase.texts", n=would.texts)
        self._paragraph(say("erase.goes", points=points, texts=texts))
        self._paragraph(say("erase.stays"))
        self._paragraph(say("erase.final"))
        self.erase = self.add_buttons(say("erase.do"), cancel=say("erase.keep"))
        self.erase.clicked.connect(self.accept)
        self.setFixedWidth(min(theme.px(_WIDE), parent.width() - 40))
        keep = next(b for b in self.findChildren(QAbstractButton) if b is not self.erase)
        keep.setFocus()

    def _paragraph(self, words: str) -> None:
        """Several lines, as wide as the dialog."""
        label = QLabel(words)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        label.setFont(self._theme.font("base"))
        self.body.addWidget(label)
