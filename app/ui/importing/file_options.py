"""What a file does not say about itself: zone of its times, country of its numbers, source."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QWidget

from app.services.importing.plan import DateOrder
from app.ui.importing.import_look import Wishes
from app.ui.importing.plan_words import zone_label
from app.ui.theme.theme import Theme
from app.ui.widgets.parts.form_field import FormField
from app.ui.widgets.parts.modal_dialog import ModalDialog

SOURCES: Mapping[str, str] = {
    "": "Import",
    "web_form": "Web form",
    "phone": "Phone",
    "email": "Email",
    "chat": "Chat",
    "referral": "Referral",
    "event": "Event",
    "webinar": "Webinar",
    "content_download": "Download",
    "demo_request": "Demo request",
    "contact_sales": "Contact form",
    "pricing_inquiry": "Pricing question",
}
_ORDERS: tuple[tuple[DateOrder | None, str], ...] = (
    (None, "As the dates themselves tell"),
    ("day_first", "Day first: 18/11/2026"),
    ("month_first", "Month first: 11/18/2026"),
)
_AUTO = "auto"


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceChoices:
    """What can be chosen: zone names, and countries as {ISO code: name}."""

    zones: Sequence[str]
    countries: Mapping[str, str]


class FileOptions(ModalDialog):
    """`decided` carries the fields of Wishes that it is about."""

    decided = Signal(object)

    def __init__(self, theme: Theme, places: PlaceChoices, wishes: Wishes, parent: QWidget) -> None:
        super().__init__(theme, parent.tr("File options"), parent)
        self.setMinimumWidth(theme.px(560))
        self.add_title(self.tr("What the file does not say"))
        self.zone, self.country = QComboBox(), QComboBox()
        self.order, self.source = QComboBox(), QComboBox()
        for zone in sorted({*places.zones, wishes.zone}, key=zone_label):
            self.zone.addItem(zone_label(zone), zone)
        self.zone.setCurrentIndex(self.zone.findData(wishes.zone))
        self.country.addItem(self.tr("Ours, if the file has no country column"), _AUTO)
        self.country.addItem(self.tr("None: such numbers stay out"), "")
        for code, name in sorted(places.countries.items(), key=lambda one: one[1]):
            self.country.addItem(name, code)
        chosen = _AUTO if wishes.country is None else wishes.country
        self.country.setCurrentIndex(max(0, self.country.findData(chosen)))
        for order, name in _ORDERS:
            self.order.addItem(name, order)
        self.order.setCurrentIndex([o for o, _ in _ORDERS].index(wishes.date_order))
        for code, name in SOURCES.items():
            self.source.addItem(name, code)
        self.source.setCurrentIndex(max(0, self.source.findData(wishes.source)))
        self._lay_out(theme)
        button = self.add_buttons(self.tr("Read it again"), cancel=self.tr("Cancel"))
        button.clicked.connect(self._decide)

    def _lay_out(self, theme: Theme) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(6)
        fields = (
            (self.zone, self.tr("Times are those of"), ""),
            (self.order, self.tr("Dates are written"), ""),
            (self.country, self.tr("Numbers without a country are of"), ""),
            (self.source, self.tr("Source of rows that name none"), ""),
        )
        for at, (control, label, hint) in enumerate(fields):
            control.setMinimumWidth(theme.px(240))
            grid.addWidget(FormField(theme, label, control, hint=hint), at // 2, at % 2)
        self.body.addLayout(grid)

    def _decide(self) -> None:
        country = self.country.currentData()
        self.decided.emit(
            {
                "zone": self.zone.currentData(),
                "country": None if country == _AUTO else country,
                "date_order": self.order.currentData(),
                "source": self.source.currentData(),
            }
        )
        self.accept()
