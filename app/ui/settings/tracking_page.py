"""Settings, tracking: which channels report what becomes of a message."""

from collections.abc import Set as AbstractSet

from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from app.core.errors import TouchlineError
from app.services.desk.desk import Desk
from app.services.desk.tracking import TRACKABLE, read_tracking, track
from app.ui.settings.workplace_page import WhileOpen
from app.ui.tasks import Tasks
from app.ui.theme.theme import Theme
from app.ui.widgets.parts.text_label import TextLabel
from app.ui.words import error_text, say


class TrackingPage(QWidget):
    """A tick for each channel; each is stored as it is set. What is connected cannot be unset."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.boxes = {code: QCheckBox(say(f"channel.{code}")) for code in TRACKABLE}
        self.said = TextLabel(theme, "", font="small", elide=True)
        self._by_hand: frozenset[str] = frozenset()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 12, 0, 0)
        column.setSpacing(12)
        for words in (say("settings.tracking_note"), say("settings.tracking_rules")):
            column.addWidget(TextLabel(theme, words, color="text.secondary", elide=True))
        for box in self.boxes.values():
            column.addWidget(box)
        column.addWidget(self.said)
        column.addStretch(1)
        self.setEnabled(False)

    def load(self, desk: Desk, tasks: Tasks, while_open: WhileOpen) -> None:
        """Read what is tracked, and store each tick."""

        def store() -> None:
            chosen = {code for code, box in self.boxes.items() if box.isChecked()}
            by_hand = {code for code in chosen if code in self._by_hand or self._is_free(code)}
            self._by_hand = frozenset(by_hand)
            tasks.command(
                lambda: track(desk, by_hand),
                while_open(self._show_saved),
                while_open(self.show_problem),
            )

        for box in self.boxes.values():
            box.clicked.connect(lambda _on=False: store())
        tasks.read(
            lambda: read_tracking(desk),
            while_open(self.show_tracked),
            while_open(self.show_problem),
        )

    def show_tracked(self, tracked: tuple[AbstractSet[str], AbstractSet[str]]) -> None:
        """Ticks what was set by hand, and what is connected, which is fixed."""
        by_hand, together = tracked
        self._by_hand = frozenset(by_hand)
        for code, box in self.boxes.items():
            box.setChecked(code in together)
            box.setEnabled(code in by_hand or code not in together)
        self.setEnabled(True)

    def show_problem(self, error: TouchlineError) -> None:
        """Why it was not read or stored."""
        self.said.set_look(color="breach.text")
        self.said.setText(error_text(error))

    def _is_free(self, code: str) -> bool:
        return self.boxes[code].isEnabled()

    def _show_saved(self, _: None) -> None:
        self.said.set_look(color="ok.text")
        self.said.setText(say("settings.saved"))
