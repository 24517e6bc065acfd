"""What the window opens beside the workspace: the import page and the dialogs."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Protocol
from uuid import UUID

from PySide6.QtCore import QObject, QSettings, Signal, qVersion
from PySide6.QtWidgets import QWidget

from app.core.errors import NotFound, TouchlineError
from app.core.people.lead import Lead
from app.core.people.local_time import ZoneTables
from app.services.desk.desk import Desk
from app.services.people.accounts import AccountPlan, Wanted, propose
from app.services.people.erasure import Copies
from app.services.people.lead_card import LeadCard, lead_card
from app.services.ports import Sound
from app.services.store.records import LeadHit
from app.services.upkeep import KeptBackup
from app.services.wording import Wording
from app.services.working.contacts import Correction
from app.ui.desktop import Desktop
from app.ui.dialogs.account_dialog import AccountDialog
from app.ui.dialogs.add_lead import AddLeadDialog
from app.ui.dialogs.contact_dialog import ContactDialog
from app.ui.dialogs.correct_dialog import CorrectDialog
from app.ui.dialogs.edit_person import PersonEdits
from app.ui.dialogs.keys_dialog import KeysDialog
from app.ui.dialogs.palette import Palette
from app.ui.dialogs.person_dialog import PersonDialog
from app.ui.dialogs.person_rights import PersonRights
from app.ui.dialogs.plan_dialog import Changed, PlanDialog
from app.ui.importing.import_page import ImportPage
from app.ui.importing.places import country_names
from app.ui.main_window import MainWindow
from app.ui.settings.preferences import Preferences
from app.ui.settings.settings_dialog import AboutData, SettingsDialog
from app.ui.tasks import Tasks
from app.ui.theme.theme import Theme
from app.ui.widgets.lead.lead_data import TimelineEntryData
from app.ui.widgets.parts.modal_dialog import ModalDialog
from app.ui.words import around, say
from app.ui.workspace.lead_view import lead_data


class SwitchedSound(Sound, Protocol):
    """A sound that can be turned off and down."""

    def set(self, *, enabled: bool, volume: float) -> None:
        """`volume` is from 0 to 1."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """A person and the touch to open; None when nothing is planned."""

    card: LeadCard
    touch_id: UUID | None


class Extras(QObject):
    """Opens what `desktop.wants` names. Preferences take effect as soon as this is built.

    `restore_wanted` carries the file of the backup that somebody wants to go back to.
    """

    restore_wanted = Signal(object)

    def __init__(
        self,
        window: MainWindow,
        desktop: Desktop,
        *,
        theme: Theme,
        words: Wording,
        settings: QSettings,
        desk: Desk,
        tasks: Tasks,
        zones: ZoneTables,
        sound: SwitchedSound,
        copies: Copies,
        kept: Callable[[], Sequence[KeptBackup]],
        version: str,
    ) -> None:
        super().__init__(window)
        self._window = window
        self._desktop = desktop
        self._theme = theme
        self._words = words
        self._desk = desk
        self._tasks = tasks
        self._zones = zones
        self._sound = sound
        self.rights = PersonRights(theme, desk, tasks, copies, window)
        self.rights.asked.connect(self.ask)
        self.rights.erasing.connect(self._take_off_screen)
        self.rights.said.connect(desktop.controller.said)
        self.rights.failed.connect(self._on_missing)
        self.edits = PersonEdits(theme, desk, tasks, country_names, window)
        self.edits.asked.connect(self.ask)
        self.edits.edited.connect(self._on_offer_undo)
        self.edits.failed.connect(self._on_missing)
        self._kept = kept
        self._version = version
        self.preferences = Preferences(settings)
        self.page: ImportPage | None = None
        self.dialog: QWidget | None = None
        desktop.wants.connect(self.open)
        window.workspace.lead.correct_requested.connect(self.correct)
        window.workspace.lead.person_requested.connect(self.show_person)
        window.workspace.lead.action_triggered.connect(self._on_lead_action)
        self._on_sound(self.preferences.sound_on, self.preferences.volume)
        if self.preferences.compact:
            window.workspace.queue.view.set_compact(True)

    def open(self, name: str) -> None:
        """Open a page or dialog by its name, one of those that `desktop.wants` carries."""
        makers: dict[str, Callable[[], ModalDialog]] = {
            "palette": self._palette,
            "add_contact": self._add_contact,
            "log_contact": self._log_contact,
            "settings": self._settings,
            "keys": lambda: KeysDialog(self._theme, self._window),
        }
        direct: dict[str, Callable[[], None]] = {
            "import": self._import,
            "plan": self._open_plan,
            "account": self._open_account,
            "edit_person": self._edit,
            "export_person": self._export,
            "erase_person": self._erase,
        }
        if name in direct:
            direct[name]()
        elif self.dialog is None and name in makers:
            self._show(makers[name]())

    # Dialogs

    def _show(self, dialog: ModalDialog) -> None:
        self.dialog = dialog
        dialog.take_requested.connect(lambda: self._desktop.act("take_new"))
        dialog.finished.connect(self._on_closed)
        dialog.open()

    def _on_closed(self) -> None:
        self.dialog = None

    def _palette(self) -> Palette:
        open_now = self._desktop.controller.session.at_hand
        dock = self._window.workspace.touch.dock.data
        outcomes = dock.outcomes if open_now is not None and dock.enabled else ()
        palette = Palette(self._theme, self._desk, self._tasks, self._window, outcomes=outcomes)
        palette.person_chosen.connect(self._on_person)
        palette.action_chosen.connect(self._desktop.act)
        return palette

    def _add_contact(self) -> AddLeadDialog:
        dialog = AddLeadDialog(
            self._theme,
            self._desk,
            self._tasks,
            zones=self._zones,
            countries=country_names(),
            parent=self._window,
        )
        dialog.added.connect(self._on_added)
        dialog.open_requested.connect(self.show_person)
        return dialog

    def _log_contact(self) -> ContactDialog:
        dialog = ContactDialog(self._theme, self._desk, self._tasks, self._window)
        dialog.logged.connect(self._on_offer_undo)
        dialog.add_requested.connect(self._add_typed)
        open_now = self._desktop.controller.session.at_hand
        if open_now is not None:
            dialog.begin_with(_as_hit(open_now.card.lead))
        return dialog

    def _add_typed(self, typed: str) -> None:
        """Somebody nobody knows: their number stands in the form already, or their name."""
        dialog = self._add_contact()
        line = dialog.phone if any(c.isdigit() for c in typed) else dialog.first
        line.setText(typed)
        # They are at the other end of the line: what is known of them opens.
        dialog.added.connect(lambda lead_id, _name, _known: self.show_person(lead_id))
        self._show(dialog)

    # What is done to a person beside a touch

    def _open_plan(self) -> None:
        current = self._desktop.controller.session.current
        if current is not None and self.dialog is None:
            self.change_plan(current.card.lead.lead_id)

    def change_plan(self, lead_id: UUID) -> None:
        """Ask what is to be done to the cadence of somebody."""
        self._tasks.read(lambda: lead_card(self._desk, lead_id), self._show_plan, self._on_missing)

    def _show_plan(self, card: LeadCard) -> None:
        if self.dialog is not None:
            return
        dialog = PlanDialog(self._theme, self._desk, self._tasks, card, self._window)
        dialog.changed.connect(self._on_offer_undo)
        self._show(dialog)

    def _open_account(self) -> None:
        """The people of the company whose touch is open, to be worked together."""
        current = self._desktop.controller.session.current
        if current is not None and self.dialog is None:
            self.open_account(current.card.lead)

    def open_account(self, lead: Lead) -> None:
        """Ask how the people of somebody's company are to be worked together."""
        if not lead.company.strip():
            said = self._desktop.controller.said
            said.emit("users", *around("status.no_company", "name", name=lead.name))
            return
        who, moves = str(lead.lead_id), Wanted(moves=True)
        self._tasks.read(
            lambda: propose(self._desk, who, moves),
            lambda plan: self._show_account(who, plan),
            self._on_missing,
        )

    def _show_account(self, who: str, plan: AccountPlan) -> None:
        if self.dialog is not None:
            return
        dialog = AccountDialog(
            self._theme,
            self._desk,
            self._tasks,
            self._words,
            who=who,
            plan=plan,
            parent=self._window,
        )
        dialog.enrolled.connect(self._on_enrolled)
        self._show(dialog)

    def _on_enrolled(self, plan: AccountPlan) -> None:
        count = len(plan.starts)
        begun = around("status.begin", "company", count=count, company=plan.company)
        self._desktop.controller.said.emit("users", *begun)

    def _on_offer_undo(self, done: Changed) -> None:
        self._desktop.controller.session.offer_undo(
            done.changes, done.lead_id, done.name, done.what, done=done.done
        )

    def correct(self, entry: TimelineEntryData) -> None:
        """Ask what the outcome of a line of the timeline really was."""
        if self.dialog is not None:
            return
        dialog = CorrectDialog(self._theme, self._desk, self._tasks, entry, self._window)
        dialog.corrected.connect(self._on_corrected)
        self._show(dialog)

    def _on_corrected(self, correction: Correction, outcome: str) -> None:
        lead_id, session = correction.lead_id, self._desktop.controller.session
        what = say("done.correction", outcome=outcome)
        session.offer_undo(correction.changes, lead_id, correction.name, what)
        if correction.offers_start:
            self.change_plan(lead_id)

    def _settings(self) -> SettingsDialog:
        identity = self._desk.identity
        about = AboutData(
            version=self._version,
            qt_version=qVersion(),
            profile=(
                (say("settings.who"), f"{identity.rep_name}, {identity.company}"),
                (say("settings.zone"), identity.zone),
                (say("add.country"), country_names().get(identity.country, identity.country)),
            ),
        )
        dialog = SettingsDialog(
            self._theme,
            self._desk,
            self._tasks,
            preferences=self.preferences,
            about=about,
            kept=self._kept,
            places=(
                sorted({z for zones in self._zones.countries.values() for z in zones}),
                country_names(),
            ),
            parent=self._window,
        )
        dialog.compact_chosen.connect(self._window.workspace.queue.view.set_compact)
        dialog.sound_chosen.connect(self._on_sound)
        dialog.sound_tried.connect(lambda: self._sound.play("arrival"))
        dialog.restore_wanted.connect(self.restore_wanted)
        return dialog

    def _on_sound(self, on: bool, volume: float) -> None:
        self._sound.set(enabled=on, volume=volume)

    def _on_added(self, _lead_id: UUID, name: str, known: bool) -> None:
        said = self._desktop.controller.said
        if known:
            said.emit("user", *around("status.known", "name", name=name))
        else:
            said.emit("user-plus", *around("status.added", "name", name=name))

    # People

    def _on_person(self, hit: LeadHit) -> None:
        self.show_person(hit.lead_id)

    def show_person(self, lead_id: UUID) -> None:
        """Select somebody in the queue, open their next touch, or show what is known of them."""
        desk = self._desk

        def look() -> _Found:
            with desk.store.read() as reader:
                planned = reader.work(lead_id).planned
            first = min(planned, key=lambda t: (t.due_at, t.touch_id), default=None)
            return _Found(card=lead_card(desk, lead_id), touch_id=first.touch_id if first else None)

        self._tasks.read(look, self._on_found, self._on_missing)

    def _on_found(self, found: _Found) -> None:
        self._window.show_page(self._window.workspace)
        lead = found.card.lead
        if found.touch_id is not None:
            self._desktop.open_lead(lead.lead_id, found.touch_id)
            return
        if self.dialog is not None:
            return
        now, zone = self._desk.clock.now(), self._desk.identity.zone
        data = lead_data(found.card, self._words, desk_zone=zone, now=now)
        dialog = PersonDialog(self._theme, lead.name, data, self._window)
        dialog.start_requested.connect(lambda: self.change_plan(lead.lead_id))
        dialog.panel.correct_requested.connect(partial(self._correct_instead, dialog))
        dialog.panel.person_requested.connect(partial(self._person_instead, dialog))
        dialog.panel.action_triggered.connect(partial(self._account_instead, dialog, lead))
        self._show(dialog)

    def _correct_instead(self, dialog: PersonDialog, entry: TimelineEntryData) -> None:
        dialog.accept()
        self.correct(entry)

    def _on_lead_action(self, code: str) -> None:
        if code in ("account", "edit_person"):
            self.open(code)

    def _account_instead(self, dialog: PersonDialog, lead: Lead, code: str) -> None:
        if code == "account":
            dialog.accept()
            self.open_account(lead)
        elif code == "edit_person":
            dialog.accept()
            self.edits.ask(lead.lead_id)

    def _person_instead(self, dialog: PersonDialog, lead_id: UUID) -> None:
        dialog.accept()
        self.show_person(lead_id)

    def _on_missing(self, error: TouchlineError) -> None:
        if isinstance(error, NotFound):
            said = self._desktop.controller.said
            said.emit("circle-x", say("status.gone"), "", "")
        else:
            self._desktop.controller.failed.emit(error)

    # Rights of the person whose touch is open

    def _open_person(self) -> UUID | None:
        """Whom it is about; says so where nobody is open."""
        current = self._desktop.controller.session.current
        if current is None:
            self._desktop.controller.said.emit("user", say("status.open_first"), "", "")
            return None
        return current.card.lead.lead_id

    def _edit(self) -> None:
        lead_id = self._open_person()
        if lead_id is not None and self.dialog is None:
            self.edits.ask(lead_id)

    def _erase(self) -> None:
        lead_id = self._open_person()
        if lead_id is not None and self.dialog is None:
            self.rights.ask_erase(lead_id)

    def _export(self) -> None:
        lead_id = self._open_person()
        if lead_id is not None:
            self.rights.export(lead_id)

    def ask(self, dialog: ModalDialog) -> None:
        """Show a dialog unless another one is open."""
        if self.dialog is None:
            self._show(dialog)

    def _take_off_screen(self) -> None:
        """Whoever is about to be erased, with the note that was being typed."""
        self._desktop.controller.session.open(None)
        self._window.workspace.queue.view.clear_selected()

    # The import page

    def _import(self) -> None:
        if self.page is None:
            self.page = ImportPage(self._theme, self._desk, self._tasks, self._zones)
            self.page.left.connect(self._leave)
            self.page.finished.connect(self._leave)
        self._window.show_page(self.page)
        self.page.focus_first()

    def _leave(self) -> None:
        """Back to work; the next list begins on an empty page."""
        page, self.page = self.page, None
        self._window.show_page(self._window.workspace)
        self._window.workspace.queue.view.setFocus()
        if page is not None:
            self._window.pages.removeWidget(page)
            page.job.forget()
            page.deleteLater()


def _as_hit(lead: Lead) -> LeadHit:
    """A person as a search would find them."""
    phone = next((p.value for p in lead.points if p.kind == "phone"), "")
    return LeadHit(
        lead_id=lead.lead_id, name=lead.name, company=lead.company, phone=phone, place=lead.city
    )
