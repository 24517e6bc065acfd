"""Before a person is erased: what goes, what stays, and that it cannot be taken back."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget

from app.services.people.erasure import Erasable
from app.ui.theme.theme import Theme
from app.ui.widgets.parts.modal_dialog import ModalDialog
from app.ui.widgets.parts.text_label import TextLabel

_WIDE = 460


class EraseDialog(ModalDialog):
    """Accepted means: erase. The focus is on the way out, so Enter alone erases nobody."""

    def __init__(self, theme: Theme, would: Erasable, parent: QWidget) -> None:
        super().__init__(theme, parent.tr("Erase this lead"), parent)
        title = self.tr("Erase {name}?").format(name=would.name)
        self.body.addWidget(TextLabel(theme, title, font="title", weight=600, elide=True))
        points = self.tr("{n} numbers and addresses").format(n=would.points)
        texts = self.tr("{n} notes and messages").format(n=would.texts)
        for heading, words in (
            (
                self.tr("What goes"),
                self.tr(
                    "Their name and facts, {points}, {texts}, what is planned, and older backups."
                ).format(points=points, texts=texts),
            ),
            (
                self.tr("What stays"),
                self.tr(
                    "The log without names, so that figures stay right, and an opt-out that names "
                    "nobody: if they are imported again, they are left out."
                ),
            ),
        ):
            self._paragraph(heading, words)
        self._paragraph("", self.tr("This cannot be taken back."))
        self.erase = self.add_buttons(self.tr("Erase for good"), cancel=self.tr("Keep"))
        self.erase.clicked.connect(self.accept)
        self.setFixedWidth(min(theme.px(_WIDE), parent.width() - 40))
        keep = next(b for b in self.findChildren(QAbstractButton) if b is not self.erase)
        keep.setFocus()

    def _paragraph(self, heading: str, words: str) -> None:
        """Several lines, as wide as the dialog."""
        label = QLabel(f"{heading}: {words}" if heading else words)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        label.setFont(self._theme.font("base"))
        self.body.addWidget(label)
