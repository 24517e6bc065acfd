"""What the window opens beside the workspace: the import page and the dialogs."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from PySide6.QtCore import QObject, QSettings, Signal, qVersion
from PySide6.QtWidgets import QWidget

from app.core.people.lead import Lead
from app.core.people.local_time import ZoneTables
from app.services.people.erasure import Copies
from app.services.ports import Progress, Sound
from app.services.store.records import LeadHit
from app.services.upkeep import KeptBackup
from app.ui.desktop import ON_OPEN_PERSON, Desktop
from app.ui.dialogs.add_lead import AddLeadDialog
from app.ui.dialogs.contact_dialog import ContactDialog
from app.ui.dialogs.keys_dialog import KeysDialog
from app.ui.dialogs.palette import Palette
from app.ui.importing.import_page import ImportPage
from app.ui.importing.places import country_names
from app.ui.last_folder import LastFolder
from app.ui.main_window import page_hints
from app.ui.one_dialog import OneDialog, Surroundings
from app.ui.pages import MadePage, Page
from app.ui.person_actions import PersonActions
from app.ui.settings.preferences import Preferences
from app.ui.settings.settings_dialog import AboutData, SettingsDialog
from app.ui.widgets.parts.modal_dialog import ModalDialog
from app.ui.words import around, say


class SwitchedSound(Sound, Protocol):
    """A sound that can be turned off and down."""

    def set(self, *, enabled: bool, volume: float) -> None:
        """`volume` is from 0 to 1."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Installed:
    """What the settings show and change of the product as it stands on this computer.

    `kept` reads the backups that are there, `back_up` makes one; `version` is the product's.
    """

    settings: QSettings
    sound: SwitchedSound
    zones: ZoneTables
    copies: Copies
    kept: Callable[[], Sequence[KeptBackup]]
    back_up: Callable[[Progress], object]
    version: str


class Extras(QObject):
    """Opens what `desktop.wants` names. Preferences take effect as soon as this is built.

    `restart_wanted`: the window closes and opens again. `restore_wanted` carries the file of the
    backup that somebody wants to go back to.
    """

    restart_wanted = Signal()
    restore_wanted = Signal(object)

    def __init__(self, around_it: Surroundings, desktop: Desktop, installed: Installed) -> None:
        super().__init__(around_it.window)
        self._window = around_it.window
        self._theme = around_it.theme
        self._desk = around_it.desk
        self._tasks = around_it.tasks
        self._desktop = desktop
        self._installed = installed
        self.preferences = Preferences(installed.settings)
        self.dialogs = OneDialog(
            self._window,
            lambda: desktop.act("take_new"),
            lambda: desktop.first_contacts.most_urgent() is not None,
        )
        self.dialogs.kept_aside.connect(self._on_aside)
        self.people = PersonActions(around_it, desktop, self.dialogs, installed.copies)
        LastFolder.settings = installed.settings
        desktop.wants.connect(self.open)
        desktop.pages.add(Page(name="import", make=self._import_page, hints=page_hints()))
        panel = self._window.workspace.lead
        panel.correct_requested.connect(self.people.correct)
        panel.person_requested.connect(self.people.show_person)
        panel.action_triggered.connect(self._on_lead_action)
        self._on_sound(self.preferences.sound_on, self.preferences.volume)
        if self.preferences.compact:
            self._window.workspace.queue.view.set_compact(True)

    @property
    def dialog(self) -> QWidget | None:
        """The dialog that is open."""
        return self.dialogs.shown

    @property
    def page(self) -> ImportPage | None:
        """The import page while a list is on its way."""
        page = self._desktop.pages.widget("import")
        return page if isinstance(page, ImportPage) else None

    def open(self, name: str) -> None:
        """Open a dialog by its name, one of those that `desktop.wants` carries."""
        makers: dict[str, Callable[[], ModalDialog]] = {
            "palette": self._palette,
            "add_contact": self._add_contact,
            "log_contact": self._log_contact,
            "settings": self._settings,
            "keys": lambda: KeysDialog(self._theme, self._window),
        }
        if name in ON_OPEN_PERSON:
            self.people.open(name)
        elif self.dialogs.shown is None and name in makers:
            self.dialogs.show(makers[name]())

    # Inside: dialogs

    def _palette(self) -> Palette:
        dock = self._window.workspace.touch.dock.data
        offered = self._desktop.at_hand is not None and dock.enabled
        outcomes = dock.outcomes if offered else ()
        palette = Palette(self._theme, self._desk, self._tasks, self._window, outcomes=outcomes)
        palette.person_chosen.connect(lambda hit: self.people.show_person(hit.lead_id))
        palette.action_chosen.connect(self._desktop.act)
        return palette

    def _add_contact(self) -> AddLeadDialog:
        dialog = AddLeadDialog(
            self._theme,
            self._desk,
            self._tasks,
            zones=self._installed.zones,
            countries=country_names(),
            parent=self._window,
        )
        dialog.added.connect(self._on_added)
        dialog.open_requested.connect(self.people.show_person)
        return dialog

    def _log_contact(self) -> ContactDialog:
        dialog = ContactDialog(self._theme, self._desk, self._tasks, self._window)
        dialog.logged.connect(self.people.offer_undo)
        dialog.add_requested.connect(self._add_typed)
        open_now = self._desktop.at_hand
        if open_now is not None:
            dialog.begin_with(_as_hit(open_now.card.lead))
        return dialog

    def _add_typed(self, typed: str) -> None:
        """Somebody nobody knows: their number stands in the form already, or their name."""
        dialog = self._add_contact()
        line = dialog.phone if any(c.isdigit() for c in typed) else dialog.first
        line.setText(typed)
        # They are at the other end of the line: what is known of them opens.
        dialog.added.connect(lambda lead_id, _name, _known: self.people.show_person(lead_id))
        self.dialogs.show(dialog, begun=True)

    def _settings(self) -> SettingsDialog:
        identity = self._desk.identity
        countries = country_names()
        about = AboutData(
            version=self._installed.version,
            qt_version=qVersion(),
            profile=(
                (say("settings.who"), f"{identity.rep_name}, {identity.company}"),
                (say("settings.zone"), identity.zone),
                (say("add.country"), countries.get(identity.country, identity.country)),
            ),
        )
        zones = {zone for names in self._installed.zones.countries.values() for zone in names}
        dialog = SettingsDialog(
            self._theme,
            self._desk,
            self._tasks,
            preferences=self.preferences,
            about=about,
            kept=self._installed.kept,
            back_up=self._installed.back_up,
            places=(sorted(zones), countries),
            parent=self._window,
        )
        dialog.compact_chosen.connect(self._window.workspace.queue.view.set_compact)
        dialog.sound_chosen.connect(self._on_sound)
        dialog.sound_tried.connect(lambda: self._installed.sound.play("arrival"))
        dialog.restart_wanted.connect(self.restart_wanted)
        dialog.restore_wanted.connect(self.restore_wanted)
        return dialog

    def _on_aside(self) -> None:
        self._desktop.controller.said.emit("pencil", say("status.form_waits"), "", "")

    def _on_sound(self, on: bool, volume: float) -> None:
        self._installed.sound.set(enabled=on, volume=volume)

    def _on_added(self, _lead_id: UUID, name: str, known: bool) -> None:
        said = self._desktop.controller.said
        if known:
            said.emit("user", *around("status.known", "name", name=name))
        else:
            said.emit("user-plus", *around("status.added", "name", name=name))

    def _on_lead_action(self, code: str) -> None:
        if code in ("account", "edit_person"):
            self.open(code)

    # Inside: the import page

    def _import_page(self) -> MadePage:
        page = ImportPage(self._theme, self._desk, self._tasks, self._installed.zones)
        page.left.connect(self._leave_import)
        page.finished.connect(self._leave_import)
        return MadePage(widget=page, focus=page.focus_first)

    def _leave_import(self) -> None:
        """Back to work; the next list begins on an empty page."""
        page = self._desktop.pages.close("import")
        if isinstance(page, ImportPage):
            page.job.forget()
            page.deleteLater()


def _as_hit(lead: Lead) -> LeadHit:
    """A person as a search would find them."""
    phone = next((p.value for p in lead.points if p.kind == "phone"), "")
    return LeadHit(
        lead_id=lead.lead_id, name=lead.name, company=lead.company, phone=phone, place=lead.city
    )
