"""The foot of the import page: back and skip left; counts, progress and the one button right."""

from typing import Literal

from PySide6.QtWidgets import QProgressBar, QWidget

from app.services.importing.run import ImportCount
from app.ui.importing.plan_words import Counts, button_text, number
from app.ui.theme.theme import Theme
from app.ui.widgets.parts.small_button import Look, SmallButton
from app.ui.widgets.parts.surfaces import Foot, RunsLabel
from app.ui.words import say

FootState = Literal["choose", "reading", "plan", "storing", "result"]
_BAR_WIDTH, _BAR_HEIGHT = 260, 6


class ImportFoot(Foot):
    """Shows what fits the state of the import; the page connects the buttons."""

    def __init__(self, theme: Theme, *, setting_up: bool, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._setting_up = setting_up
        self.back = self._button(say("import.back"), icon="arrow-left")
        self.skip = self._button(say("import.skip"), look="plain")
        self.counts = RunsLabel(theme)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setFixedSize(theme.px(_BAR_WIDTH), _BAR_HEIGHT)
        self.bar.setAccessibleName(say("import.stored"))
        self.cancel = self._button(say("dialog.cancel"))
        self.primary = self._button("", look="primary", key="Ctrl Enter")
        self.row.addWidget(self.back)
        self.row.addWidget(self.skip)
        self.row.addStretch(1)
        for part in (self.counts, self.bar, self.cancel, self.primary):
            self.row.addWidget(part)

    def show_state(self, state: FootState) -> None:
        """Shows the parts that belong to a state."""
        planned, storing = state == "plan", state == "storing"
        self.back.setVisible(planned or (state == "choose" and not self._setting_up))
        self.skip.setVisible(self._setting_up and state in ("choose", "reading", "plan"))
        self.counts.setVisible(planned or storing)
        self.bar.setVisible(storing)
        self.cancel.setVisible(storing)
        self.primary.setVisible(state in ("plan", "result"))

    def show_counts(self, counts: Counts) -> None:
        """What the button would do, exactly."""
        self.counts.show_runs(
            [
                (number(counts.new), 600),
                (f" {say('import.count.new')} · ", 400),
                (number(counts.merged), 600),
                (f" {say('import.count.merged')} · ", 400),
                (number(counts.left_out), 600),
                (f" {say('import.count.left_out')}", 400),
            ]
        )
        words = button_text(counts)
        self.show_primary(words or say("import.nothing"), enabled=bool(words))

    def show_primary(self, text: str, *, enabled: bool = True) -> None:
        """Another text on the button."""
        self.primary.set_words(text)
        self.primary.setEnabled(enabled)

    def show_reading(self, done: int, total: int) -> None:
        """How far the file is read again."""
        self._say(say("import.reading_rows", done=done, total=total))

    def show_stored(self, count: ImportCount) -> None:
        """Show how many of all people are stored."""
        self.cancel.setEnabled(True)
        self.bar.setRange(0, max(1, count.total))
        self.bar.setValue(count.done)
        self._say(say("import.stored_rows", done=count.done, total=count.total))

    def show_problem(self, text: str) -> None:
        """Show what went wrong, in the place of the counts."""
        self._say(text, "breach.text")

    def _say(self, text: str, color: str = "text.secondary") -> None:
        self.counts.show_runs([(text, 400)], color)

    def _button(
        self, text: str, *, icon: str = "", look: Look = "default", key: str = ""
    ) -> SmallButton:
        return SmallButton(
            self._theme, text, icon=icon, look=look, key=key, height=36, font="base", parent=self
        )
