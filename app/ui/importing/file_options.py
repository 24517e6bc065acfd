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
from app.ui.words import say

SOURCES = (
    "import",
    "web_form",
    "phone",
    "email",
    "chat",
    "referral",
    "event",
    "webinar",
    "content_download",
    "demo_request",
    "contact_sales",
    "pricing_inquiry",
)
_ORDERS: tuple[tuple[DateOrder | None, str], ...] = (
    (None, "import.order_as_told"),
    ("day_first", "import.order_day"),
    ("month_first", "import.order_month"),
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
        super().__init__(theme, say("import.options"), parent)
        self.setMinimumWidth(theme.px(560))
        self.add_title(say("import.options_title"))
        self.zone, self.country = QComboBox(), QComboBox()
        self.order, self.source = QComboBox(), QComboBox()
        for zone in sorted({*places.zones, wishes.zone}, key=zone_label):
            self.zone.addItem(zone_label(zone), zone)
        self.zone.setCurrentIndex(self.zone.findData(wishes.zone))
        self.country.addItem(say("import.our_country"), _AUTO)
        self.country.addItem(say("import.no_country"), "")
        for code, name in sorted(places.countries.items(), key=lambda one: one[1]):
            self.country.addItem(name, code)
        chosen = _AUTO if wishes.country is None else wishes.country
        self.country.setCurrentIndex(max(0, self.country.findData(chosen)))
        for order, key in _ORDERS:
            self.order.addItem(say(key), order)
        self.order.setCurrentIndex([o for o, _ in _ORDERS].index(wishes.date_order))
        for code in SOURCES:
            name = say(f"source.{code}").capitalize()
            self.source.addItem(name, "" if code == "import" else code)
        self.source.setCurrentIndex(max(0, self.source.findData(wishes.source)))
        self._lay_out(theme)
        button = self.add_buttons(say("import.again"), cancel=say("dialog.cancel"))
        button.clicked.connect(self._decide)

    def _lay_out(self, theme: Theme) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(6)
        fields = (
            (self.zone, say("import.times"), ""),
            (self.order, say("import.dates"), ""),
            (self.country, say("import.numbers_of"), ""),
            (self.source, say("import.source_of"), ""),
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
