"""Who works here: name, company, country and time zone, checked in words."""

from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QLineEdit, QVBoxLayout, QWidget

from app.ui.importing.places import country_names, country_of, country_zones
from app.ui.importing.plan_words import zone_label
from app.ui.theme.theme import Theme
from app.ui.widgets.parts.form_field import FormField
from app.ui.words import say

_LONGEST = 120
_WIDE = 720


@dataclass(frozen=True, slots=True, kw_only=True)
class Workplace:
    """What was entered; complete when the form says so."""

    rep_name: str
    company: str
    country: str
    zone: str


class WorkplaceForm(QWidget):
    """Four fields. `edited` comes with every change.

    The zone is the machine's; choosing a country that has another one changes it, until somebody
    chose a zone by hand.
    """

    edited = Signal()

    def __init__(self, theme: Theme, zone: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._machine = zone
        self._zone_chosen = False
        self._asked = False
        self.name, self.company = QLineEdit(), QLineEdit()
        self.country, self.zone = QComboBox(), QComboBox()
        for line in (self.name, self.company):
            line.setMaxLength(_LONGEST)
            line.textChanged.connect(self._on_edited)
        self._fields = {
            "name": FormField(
                theme,
                say("setup.name"),
                self.name,
                hint=say("setup.name_hint"),
            ),
            "company": FormField(
                theme,
                say("setup.company"),
                self.company,
                hint=say("setup.company_hint"),
            ),
            "country": FormField(
                theme,
                say("setup.country"),
                self.country,
                hint=say("setup.country_hint"),
            ),
            "zone": FormField(
                theme,
                say("setup.zone"),
                self.zone,
                hint=say("setup.zone_hint"),
            ),
        }
        self._fill()
        self._lay_out()
        self.country.activated.connect(self._on_country)
        self.zone.activated.connect(self._on_zone)

    @property
    def workplace(self) -> Workplace:
        """What stands in the fields now."""
        return Workplace(
            rep_name=" ".join(self.name.text().split()),
            company=" ".join(self.company.text().split()),
            country=str(self.country.currentData() or ""),
            zone=str(self.zone.currentData() or ""),
        )

    @property
    def is_complete(self) -> bool:
        """Whether every field says something."""
        entered = self.workplace
        return all((entered.rep_name, entered.company, entered.country, entered.zone))

    def check(self) -> bool:
        """Say what is missing, put the focus there; True when nothing is."""
        self._asked = True
        missing = self._show_problems()
        if missing:
            {
                "name": self.name,
                "company": self.company,
                "country": self.country,
                "zone": self.zone,
            }[missing[0]].setFocus()
        return not missing

    def problem(self, field: str) -> str:
        """What is said to be wrong with a field (name, company, country, zone), "" for nothing."""
        shown = self._fields[field]
        return shown.note if shown.kind == "problem" else ""

    # Inside

    def _fill(self) -> None:
        self.country.setPlaceholderText(say("setup.choose_country"))
        for code, name in country_names().items():
            self.country.addItem(name, code)
        self.country.setCurrentIndex(self.country.findData(country_of(self._machine)))
        zones = {zone for zones in country_zones().values() for zone in zones} | {self._machine}
        for zone in sorted(zones, key=zone_label):
            self.zone.addItem(zone_label(zone), zone)
        self.zone.setCurrentIndex(self.zone.findData(self._machine))

    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(8)
        for at, field in enumerate(self._fields.values()):
            grid.addWidget(field, at // 2, at % 2)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        inside = QWidget()
        inside.setMaximumWidth(self._theme.px(_WIDE))
        inside.setLayout(grid)
        grid.setContentsMargins(0, 0, 0, 0)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(inside)
        column.addStretch(1)

    def _show_problems(self) -> list[str]:
        entered = self.workplace
        wrong = {
            "name": "" if entered.rep_name else say("setup.enter_name"),
            "company": "" if entered.company else say("setup.enter_company"),
            "country": "" if entered.country else say("setup.enter_country"),
            "zone": "" if entered.zone else say("setup.enter_zone"),
        }
        for name, words in wrong.items():
            self._fields[name].show_note(words, "problem")
        return [name for name, words in wrong.items() if words]

    def _on_edited(self) -> None:
        if self._asked:
            self._show_problems()
        self.edited.emit()

    def _on_country(self) -> None:
        zones = country_zones().get(str(self.country.currentData()), ())
        if zones and not self._zone_chosen and self.zone.currentData() not in zones:
            self.zone.setCurrentIndex(self.zone.findData(zones[0]))
            self._fields["zone"].set_hint(say("setup.zone_of_country"))
        self._on_edited()

    def _on_zone(self) -> None:
        self._zone_chosen = True
        self._fields["zone"].set_hint(say("setup.zone_chosen"))
        self._on_edited()
