"""A lead by hand (Ctrl N): whoever rang, wrote or walked in."""

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QWidget,
)

from app.core.consent.consent import ENQUIRY_LASTS
from app.core.contact.business_time import local_date
from app.core.errors import TouchlineError
from app.core.people.lead import ConsentChannel
from app.core.people.local_time import ZoneTables
from app.core.people.new_lead import NewLead
from app.core.people.zone_city import zone_city
from app.services.desk.desk import Desk
from app.services.people.leads import AddResult, add_lead
from app.ui.dialogs.known_person import Known, look_for
from app.ui.dialogs.lead_form import Checked, Typed, check, new_lead, stands_for
from app.ui.tasks import Tasks
from app.ui.theme.theme import Theme
from app.ui.widgets.parts.form_field import FormField
from app.ui.widgets.parts.link_button import LinkButton
from app.ui.widgets.parts.modal_dialog import ModalDialog
from app.ui.widgets.parts.sentence_label import SentenceLabel
from app.ui.widgets.parts.text_label import TextLabel
from app.ui.words import error_text, say

_LONGEST = 200
_WIDE = 620
SOURCES = (
    "phone",
    "email",
    "chat",
    "web_form",
    "referral",
    "event",
    "webinar",
    "demo_request",
    "contact_sales",
    "pricing_inquiry",
    "content_download",
)
_CONSENTS: tuple[ConsentChannel, ...] = ("call", "email", "whatsapp", "sms")


class AddLeadDialog(ModalDialog):
    """`added` carries the lead's id, its name, and whether it was known already.

    Whoever is known by a number or address is named; where the names differ they can be kept apart.
    `open_requested` asks for a person who turned out to be known.
    """

    added = Signal(object, str, bool)
    open_requested = Signal(object)

    def __init__(
        self,
        theme: Theme,
        desk: Desk,
        tasks: Tasks,
        *,
        zones: ZoneTables,
        countries: Mapping[str, str],
        parent: QWidget,
    ) -> None:
        super().__init__(theme, say("action.add_contact"), parent)
        self.kept_as = "add_contact"
        self._desk = desk
        self._tasks = tasks
        self._zones = zones
        self._checked = Checked()
        self._known: Known | None = None
        self._asked: tuple[object, ...] = ()
        self.first, self.last = QLineEdit(), QLineEdit()
        self.phone, self.email, self.interest = QLineEdit(), QLineEdit(), QLineEdit()
        self.country, self.source = QComboBox(), QComboBox()
        self.consents = {channel: QCheckBox(say(f"consent.{channel}")) for channel in _CONSENTS}
        self._phone_field = FormField(theme, say("add.phone"), self.phone)
        self._email_field = FormField(theme, say("add.email"), self.email)
        self.use_fix = LinkButton(theme, font="small")
        self.use_fix.hide()
        self._said = SentenceLabel(theme, weight=500)
        self._agreed = SentenceLabel(theme, color="text.muted")
        self.open_known = LinkButton(theme, say("add.open"), font="small")
        self.open_known.hide()
        self.apart = QCheckBox()
        self.apart.hide()
        self._fill(countries)
        self._lay_out()
        self.save = self.add_buttons(say("add.add"), cancel=say("dialog.cancel"))
        self._connect()
        self._check()
        self.first.setFocus()

    @property
    def typed(self) -> Typed:
        """What stands in the form."""
        return Typed(
            first_name=" ".join(self.first.text().split()),
            last_name=" ".join(self.last.text().split()),
            phone=self.phone.text().strip(),
            email=self.email.text().strip(),
            country=str(self.country.currentData() or ""),
            source=str(self.source.currentData()),
            interest=" ".join(self.interest.text().split()),
            agreed=frozenset(c for c, box in self.consents.items() if box.isChecked()),
        )

    @property
    def said(self) -> str:
        """The sentence above the buttons."""
        return self._said.text()

    @property
    def agreed(self) -> str:
        """What is said below the ticks: what their coming stands for."""
        return self._agreed.text()

    def note(self, field: str) -> str:
        """What is said below "phone" or "email"."""
        return {"phone": self._phone_field, "email": self._email_field}[field].note

    # Inside

    def _fill(self, countries: Mapping[str, str]) -> None:
        self.country.addItem(say("add.any_country"), "")
        for code, name in countries.items():
            self.country.addItem(name, code)
        self.source.addItem(say("add.source_unsaid"), "")
        for key in SOURCES:
            self.source.addItem(say(f"source.{key}").capitalize(), key)
        for line in (self.first, self.last, self.phone, self.email, self.interest):
            line.setMaxLength(_LONGEST)

    def _lay_out(self) -> None:
        theme = self._theme
        self.setMinimumWidth(theme.px(_WIDE))
        self.add_title(say("action.add_contact"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(4)
        fields = (
            FormField(theme, say("add.first_name"), self.first),
            FormField(theme, say("add.last_name"), self.last),
            self._phone_field,
            self._email_field,
            FormField(theme, say("add.country"), self.country),
            FormField(theme, say("add.source"), self.source),
        )
        for at, field in enumerate(fields):
            grid.addWidget(field, at // 2, at % 2)
        wanted = FormField(theme, say("add.interest"), self.interest)
        grid.addWidget(wanted, 3, 0, 1, 2)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        self.body.addLayout(grid)
        self.body.addWidget(TextLabel(theme, say("add.agreed"), font="small", weight=600))
        ticks = QHBoxLayout()
        ticks.setSpacing(20)
        for box in self.consents.values():
            ticks.addWidget(box)
        ticks.addStretch(1)
        self.body.addLayout(ticks)
        self.body.addWidget(self._agreed)
        line = QHBoxLayout()
        line.setSpacing(10)
        line.addWidget(self._said, 1)
        line.addWidget(self.use_fix)
        line.addWidget(self.open_known)
        self.body.addWidget(self.apart)
        self.body.addLayout(line)

    def _connect(self) -> None:
        for line in (self.first, self.last, self.phone, self.email, self.interest):
            line.textChanged.connect(self._check)
        self.country.activated.connect(self._check)
        self.source.currentIndexChanged.connect(self._check)
        self.consents["call"].toggled.connect(self._check)
        self.apart.toggled.connect(self._check)
        self.use_fix.clicked.connect(self._take_fix)
        self.open_known.clicked.connect(self._open)
        self.save.clicked.connect(self._save)

    def _check(self) -> None:
        typed = self.typed
        checked = check(typed, self._desk.identity.country, self._zones)
        self._checked = checked
        if checked.phone_problem:
            self._phone_field.show_note(checked.phone_problem, "problem")
        else:
            self._phone_field.show_note(self._read_as(checked), "ok")
        self._email_field.show_note(checked.email_problem, "problem")
        self.use_fix.setVisible(bool(checked.suggestion))
        if checked.suggestion:
            self.use_fix.setText(say("add.use", n=checked.suggestion))
            self.use_fix.setAccessibleName(self.use_fix.text())
            self.use_fix.updateGeometry()
        self.save.setEnabled(checked.ready)
        until = local_date(self._desk.clock.now() + ENQUIRY_LASTS, self._desk.identity.zone)
        self._agreed.setText(stands_for(typed, checked, until))
        asked = (checked.keys, typed.first_name, typed.last_name, self.apart.isChecked())
        if asked != self._asked:
            if (checked.keys,) != self._asked[:1]:
                self._known = None
            self._asked = asked
            self._ask(asked)
        self._say()

    def _read_as(self, checked: Checked) -> str:
        """How the number was read, and whose clock counts."""
        if not checked.phone_good:
            return ""
        places = {zone_city(zone) for zone in checked.zones}
        if len(places) == 1:
            return say("add.read_as", n=checked.phone_good, place=places.pop())
        return checked.phone_good

    def _say(self) -> None:
        known = self._known
        self.open_known.setVisible(known is not None)
        self.apart.setVisible(known is not None and (known.parted or self.apart.isChecked()))
        if known is not None:
            self.apart.setText(say("add.apart", name=known.name))
            code = "add.known" if known.joined else "add.shared"
            self._tell(say(code, name=known.name), "warn.text")
            self.save.set_words(say("add.add_to") if known.joined else say("add.add"))
            return
        self.save.set_words(say("add.add"))
        untouched = not (self.phone.text() or self.email.text())
        self._tell(self._checked.missing, "text.muted" if untouched else "breach.text")

    def _tell(self, text: str, color: str) -> None:
        self._said.set_look(color=color)
        self._said.setText(text)

    def _ask(self, asked: tuple[object, ...]) -> None:
        """Is somebody known under this number or address? Only the latest answer counts."""
        keys, new = self._checked.keys, self._new_lead()
        if not keys:
            self._known = None
            return

        def show(known: Known | None) -> None:
            if self._asked == asked:
                self._known = known
                self._say()

        self._tasks.read(
            lambda: look_for(self._desk, new, keys),
            self.while_open(show),
            self.while_open(lambda error: self._tell(error_text(error), "breach.text")),
        )

    def _new_lead(self) -> NewLead:
        return new_lead(self.typed, self._checked).but(apart=self.apart.isChecked())

    def _take_fix(self) -> None:
        self.phone.setText(self._checked.suggestion)
        self.phone.setFocus()

    def _open(self) -> None:
        known = self._known
        self.accept()
        if known is not None:
            self.open_requested.emit(known.lead_id)

    def _save(self) -> None:
        if not self._checked.ready:
            return
        lead, known = self._new_lead(), self._known
        name = f"{lead.first_name} {lead.last_name}".strip() or self._checked.phone_good
        name = name or self._checked.address
        self.save.setEnabled(False)
        at = self._desk.clock.now()

        def done(outcome: AddResult) -> None:
            if outcome.lead_id is None:
                self._tell(say("add.refused"), "breach.text")
                return
            self.accept()
            merged = outcome.added == "merged"
            theirs = known.name if known and known.lead_id == outcome.lead_id else name
            self.added.emit(outcome.lead_id, theirs if merged else name, merged)

        def failed(error: TouchlineError) -> None:
            self.save.setEnabled(True)
            self._tell(error_text(error), "breach.text")

        self._tasks.command(
            lambda: add_lead(self._desk, lead, at=at),
            self.while_open(done),
            self.while_open(failed),
        )
