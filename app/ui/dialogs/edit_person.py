"""Everything known of a person, to be changed (Ctrl E)."""

from collections.abc import Callable, Mapping
from functools import partial
from uuid import UUID

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QLineEdit, QVBoxLayout, QWidget

from app.core.errors import TouchlineError
from app.core.people.lead import Lead
from app.services.desk.desk import Desk
from app.services.people.editing import NUMBERS, TEXTS, LeadEdit, edit_lead, entries_of
from app.services.people.lead_card import lead_card
from app.services.store.records import Changes
from app.ui.dialogs.plan_dialog import Changed
from app.ui.dialogs.point_rows import PointRows
from app.ui.tasks import Tasks
from app.ui.theme.theme import Theme
from app.ui.widgets.parts.clear_scroll import clear_scroll
from app.ui.widgets.parts.form_field import FormField
from app.ui.widgets.parts.modal_dialog import ModalDialog
from app.ui.widgets.parts.sentence_label import SentenceLabel
from app.ui.widgets.parts.text_label import TextLabel
from app.ui.words import error_words, say

_LONGEST = 200
_WIDE, _HIGH = 660, 720
_HINTED = frozenset({"language", "occasion", "research_note"})
_LINES = tuple(name for name in (*TEXTS, *NUMBERS) if name != "country")


class EditPersonDialog(ModalDialog):
    """`edited` carries a Changed once it is written."""

    edited = Signal(object)

    def __init__(
        self,
        theme: Theme,
        desk: Desk,
        tasks: Tasks,
        lead: Lead,
        *,
        countries: Mapping[str, str],
        parent: QWidget,
    ) -> None:
        super().__init__(theme, say("action.edit_person"), parent)
        self.kept_as = f"edit_person.{lead.lead_id}"
        self._desk = desk
        self._tasks = tasks
        self._lead = lead
        self._before = entries_of(lead)
        self.lines = {name: QLineEdit(_shown(lead, name)) for name in _LINES}
        self.country = QComboBox()
        self.points = PointRows(theme)
        self._said = SentenceLabel(theme, weight=500)
        self._fill(countries)
        self._lay_out(parent)
        self.save = self.add_buttons(say("edit.save"), cancel=say("dialog.cancel"))
        self.save.clicked.connect(self._save)
        self.lines["first_name"].setFocus()

    @property
    def said(self) -> str:
        """The sentence above the buttons."""
        return self._said.text()

    def edit(self) -> LeadEdit | None:
        """What differs from what is known; None where a number is none, which is said."""
        facts: dict[str, str | int | None] = {}
        for name, line in self.lines.items():
            text = " ".join(line.text().split())
            if text == _shown(self._lead, name):
                continue
            if name not in NUMBERS:
                facts[name] = text
            elif text and not text.isdecimal():
                self._said.setText(say("edit.no_number", field=say(f"edit.{name}")))
                line.setFocus()
                return None
            else:
                facts[name] = int(text) if text else None
        country = str(self.country.currentData() or "")
        if country != self._lead.country:
            facts["country"] = country
        points = self.points.entries()
        return LeadEdit(facts=facts, points=points if points != self._before else None)

    # Inside

    def _fill(self, countries: Mapping[str, str]) -> None:
        self.country.addItem(say("edit.no_country"), "")
        for code, name in countries.items():
            self.country.addItem(name, code)
        self.country.setCurrentIndex(max(0, self.country.findData(self._lead.country)))
        for line in self.lines.values():
            line.setMaxLength(_LONGEST)
        self.points.show_points(self._before)

    def _lay_out(self, parent: QWidget) -> None:
        theme = self._theme
        self.add_title(self._lead.name)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 12, 0)
        column.setSpacing(10)
        column.addWidget(TextLabel(theme, say("edit.points"), font="small", weight=600))
        hint = TextLabel(theme, say("edit.points_hint"), font="small", color="text.muted")
        column.addWidget(hint)
        column.addWidget(self.points)
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(2)
        controls: list[tuple[str, QWidget]] = [(n, self.lines[n]) for n in _LINES]
        controls.insert(4, ("country", self.country))
        for at, (name, control) in enumerate(controls):
            hint_text = say(f"edit.{name}_hint") if name in _HINTED else ""
            part = FormField(theme, say(f"edit.{name}"), control, hint=hint_text)
            grid.addWidget(part, at // 2, at % 2)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        column.addLayout(grid)
        column.addStretch(1)
        scroll = clear_scroll(inside)
        self.body.addWidget(scroll, 1)
        self.body.addWidget(self._said)
        self.resize(theme.px(_WIDE), min(theme.px(_HIGH), parent.height() - 40))

    def _save(self) -> None:
        wanted = self.edit()
        if wanted is None:
            return
        self.save.setEnabled(False)
        lead, at = self._lead, self._desk.clock.now()

        def done(changes: Changes) -> None:
            self.accept()
            what = say("edit.what")
            self.edited.emit(
                Changed(lead_id=lead.lead_id, name=lead.name, what=what, changes=changes)
            )

        def failed(error: TouchlineError) -> None:
            self.save.setEnabled(True)
            self._said.setText(" ".join(filter(None, error_words(error))))

        self._tasks.command(
            lambda: edit_lead(self._desk, lead.lead_id, wanted, at=at),
            self.while_open(done),
            self.while_open(failed),
        )


class PersonEdits(QObject):
    """Opens the form of a person once they are read.

    `asked` carries the dialog, `edited` a Changed, `failed` a TouchlineError.
    """

    asked = Signal(object)
    edited = Signal(object)
    failed = Signal(object)

    def __init__(
        self,
        theme: Theme,
        desk: Desk,
        tasks: Tasks,
        countries: Callable[[], Mapping[str, str]],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._desk = desk
        self._tasks = tasks
        self._countries = countries
        self._window = parent

    def ask(self, lead_id: UUID) -> None:
        """Read somebody and show their form."""
        self._tasks.read(partial(self._read, lead_id), self._show, self.failed.emit)

    def _read(self, lead_id: UUID) -> Lead:
        return lead_card(self._desk, lead_id).lead

    def _show(self, lead: Lead) -> None:
        dialog = EditPersonDialog(
            self._theme,
            self._desk,
            self._tasks,
            lead,
            countries=self._countries(),
            parent=self._window,
        )
        dialog.edited.connect(self.edited)
        self.asked.emit(dialog)


def _shown(lead: Lead, name: str) -> str:
    value = getattr(lead, name)
    return "" if value is None else str(value)
