"""What concerns many people of a list at once: who has no time, no name, no number, or a
source that nobody knows."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.ui.importing.import_look import Looked
from app.ui.theme.theme import Theme
from app.ui.widgets.parts.link_button import LinkButton
from app.ui.widgets.parts.plain_tip import plain_tip
from app.ui.widgets.parts.surfaces import CardRow
from app.ui.widgets.parts.text_label import TextLabel
from app.ui.words import say

# Of a long list nobody can say that all of them came in just now.
JUST_NOW_BELOW = 50
_HEIGHT = 36


class PeopleRow(CardRow):
    """Hidden where there is nothing to say. `just_now_chosen`: whether they came in just now.

    `sources_wanted`: what the unknown sources stand for is to be asked.
    """

    just_now_chosen = Signal(bool)
    sources_wanted = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, height=_HEIGHT, parent=parent)
        self._just_now = False
        self._words = TextLabel(theme, font="small", color="warn.text", elide=True)
        self.just_now = LinkButton(theme, "", font="small")
        self.sources = LinkButton(theme, say("import.sources_say"), font="small")
        self.sources.clicked.connect(self.sources_wanted)
        self.row.addWidget(self._words, 1)
        self.row.addWidget(self.sources)
        self.row.addWidget(self.just_now)
        self.just_now.clicked.connect(lambda: self.just_now_chosen.emit(not self._just_now))

    @property
    def said(self) -> str:
        """What is said, "" for nothing."""
        return "" if self.isHidden() else self._words.text()

    def show_looked(self, looked: Looked) -> None:
        """Counts the people of a plan, and offers what can be said about them."""
        plan, self._just_now = looked.plan, looked.wishes.just_now
        said = [
            say(key, count=count)
            for key, count in (
                ("import.without_time", plan.without_time),
                ("import.nameless", plan.nameless),
                ("import.without_number", plan.without_number),
            )
            if count
        ]
        if looked.ahead.unknown_sources:
            names = ", ".join(name for name, _ in looked.ahead.unknown_sources)
            said.append(say("import.unknown_sources", names=names))
        self.sources.setVisible(bool(looked.ahead.unknown_sources))
        if self._just_now:
            said.insert(0, say("import.they_came_now"))
        self._words.setText(" ".join(said))
        self._words.setToolTip(plain_tip("\n".join(said)))
        self.just_now.setText(say("import.came_earlier" if self._just_now else "import.came_now"))
        few = len(plan.drafts) < JUST_NOW_BELOW
        self.just_now.setVisible(few and bool(self._just_now or plan.without_time))
        self.setVisible(bool(said))
