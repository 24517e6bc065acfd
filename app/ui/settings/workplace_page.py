"""Settings, workplace: name, company, country and time zone, which set-up asked for."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtWidgets import QComboBox, QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from app.core.errors import TouchlineError
from app.services.desk.desk import Desk
from app.services.desk.workplace import change_workplace, read_workplace
from app.services.store.records import Identity
from app.ui.tasks import Tasks
from app.ui.theme.theme import Theme
from app.ui.widgets.parts.form_field import FormField
from app.ui.widgets.parts.sentence_label import SentenceLabel
from app.ui.widgets.parts.small_button import SmallButton
from app.ui.words import error_text, say

_LONGEST = 120
WhileOpen = Callable[[Callable[[Any], None]], Callable[[Any], None]]


class WorkplacePage(QWidget):
    """What is entered is stored with its button, and holds from the next start on."""

    def __init__(self, theme: Theme, zones: Sequence[str], countries: Mapping[str, str]) -> None:
        """`zones` are IANA names, `countries` {ISO code: name}."""
        super().__init__()
        self.name, self.company = QLineEdit(), QLineEdit()
        self.country, self.zone = QComboBox(), QComboBox()
        self.save = SmallButton(theme, say("settings.save_workplace"), look="primary", height=32)
        self.said = SentenceLabel(theme, say("settings.workplace_later"), color="text.primary")
        for line in (self.name, self.company):
            line.setMaxLength(_LONGEST)
        for code, name in sorted(countries.items(), key=lambda one: one[1]):
            self.country.addItem(name, code)
        for zone in sorted(zones):
            self.zone.addItem(zone.replace("_", " "), zone)
        self._lay_out(theme)
        self.setEnabled(False)

    def load(self, desk: Desk, tasks: Tasks, while_open: WhileOpen) -> None:
        """Read the fields, and store them when the button is pressed."""

        def store() -> None:
            fields = self._fields()
            tasks.command(
                lambda: change_workplace(desk, **fields),
                while_open(self.show_saved),
                while_open(self.show_problem),
            )

        self.save.clicked.connect(store)
        tasks.read(
            lambda: read_workplace(desk),
            while_open(self.show_workplace),
            while_open(self.show_problem),
        )

    def show_workplace(self, identity: Identity) -> None:
        """Fills the fields."""
        self.name.setText(identity.rep_name)
        self.company.setText(identity.company)
        for combo, value in ((self.country, identity.country), (self.zone, identity.zone)):
            if value and combo.findData(value) < 0:
                combo.addItem(value, value)
            combo.setCurrentIndex(combo.findData(value))
        self.setEnabled(True)

    def show_saved(self, identity: Identity) -> None:
        """It is stored, and holds from the next start on."""
        self.show_workplace(identity)
        self.said.set_look(color="ok.text")
        self.said.setText(say("settings.workplace_saved"))

    def show_problem(self, error: TouchlineError) -> None:
        """Says why it was not stored."""
        self.said.set_look(color="breach.text")
        self.said.setText(error_text(error))

    # Inside

    def _lay_out(self, theme: Theme) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(8)
        fields = (
            (say("settings.your_name"), self.name),
            (say("settings.company"), self.company),
            (say("add.country"), self.country),
            (say("settings.zone"), self.zone),
        )
        for at, (label, control) in enumerate(fields):
            control.setMinimumWidth(theme.px(220))
            grid.addWidget(FormField(theme, label, control), at // 2, at % 2)
        foot = QHBoxLayout()
        foot.addWidget(self.said, 1)
        foot.addWidget(self.save)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 12, 0, 0)
        column.setSpacing(12)
        column.addLayout(grid)
        column.addLayout(foot)
        column.addStretch(1)

    def _fields(self) -> dict[str, str]:
        """The fields of `change_workplace`."""
        return {
            "rep_name": self.name.text(),
            "company": self.company.text(),
            "country": str(self.country.currentData() or ""),
            "zone": str(self.zone.currentData() or ""),
        }
