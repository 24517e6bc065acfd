"""What the window does about one person beside their touch: look, correct, plan, edit, erase."""

from dataclasses import dataclass
from functools import partial
from uuid import UUID

from PySide6.QtCore import QObject

from app.core.errors import NotFound, TouchlineError
from app.core.people.lead import Lead
from app.services.people.accounts import AccountPlan, Wanted, propose
from app.services.people.erasure import Copies
from app.services.people.lead_card import LeadCard, lead_card
from app.services.working.contacts import Correction
from app.ui.desktop import Desktop
from app.ui.dialogs.account_dialog import AccountDialog
from app.ui.dialogs.correct_dialog import CorrectDialog
from app.ui.dialogs.edit_person import PersonEdits
from app.ui.dialogs.person_dialog import PersonDialog
from app.ui.dialogs.person_rights import PersonRights
from app.ui.dialogs.plan_dialog import Changed, PlanDialog
from app.ui.importing.places import country_names
from app.ui.one_dialog import OneDialog, Surroundings
from app.ui.widgets.lead.lead_data import TimelineEntryData
from app.ui.words import around, say
from app.ui.workspace.lead_view import lead_data


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """A person and the touch to open; None when nothing is planned."""

    card: LeadCard
    touch_id: UUID | None


class PersonActions(QObject):
    """Asks and does what concerns one person, in the one dialog of the window.

    What is done here can be taken back for ten seconds, as an outcome can.
    """

    def __init__(
        self, around_it: Surroundings, desktop: Desktop, dialogs: OneDialog, copies: Copies
    ) -> None:
        super().__init__(around_it.window)
        self._window = around_it.window
        self._theme = around_it.theme
        self._words = around_it.words
        self._desk = around_it.desk
        self._tasks = around_it.tasks
        self._desktop = desktop
        self._dialogs = dialogs
        self.rights = PersonRights(self._theme, self._desk, self._tasks, copies, self._window)
        self.rights.asked.connect(dialogs.show)
        self.rights.erasing.connect(self._take_off_screen)
        self.rights.said.connect(desktop.controller.said)
        self.rights.failed.connect(self._on_missing)
        self.edits = PersonEdits(self._theme, self._desk, self._tasks, country_names, self._window)
        self.edits.asked.connect(dialogs.show)
        self.edits.edited.connect(self.offer_undo)
        self.edits.failed.connect(self._on_missing)

    def open(self, name: str) -> None:
        """Do one of `ON_OPEN_PERSON` with the person whose touch is open; says if nobody is."""
        current = self._desktop.controller.session.current
        if current is None:
            self._desktop.controller.said.emit("user", say("status.open_first"), "", "")
            return
        lead = current.card.lead
        if name == "export_person":
            self.rights.export(lead.lead_id)
        elif self._dialogs.shown is not None:
            return
        elif name == "plan":
            self.change_plan(lead.lead_id)
        elif name == "account":
            self.open_account(lead)
        elif name == "edit_person":
            self.edits.ask(lead.lead_id)
        elif name == "erase_person":
            self.rights.ask_erase(lead.lead_id)

    def change_plan(self, lead_id: UUID) -> None:
        """Ask what is to be done to the cadence of somebody."""
        self._tasks.read(lambda: lead_card(self._desk, lead_id), self._show_plan, self._on_missing)

    def open_account(self, lead: Lead) -> None:
        """Ask how the people of somebody's company are to be worked together."""
        if not lead.company.strip():
            said = self._desktop.controller.said
            said.emit("users", *around("status.no_company", "name", name=lead.name))
            return
        who = str(lead.lead_id)
        self._tasks.read(
            lambda: propose(self._desk, who, Wanted()),
            lambda plan: self._show_account(who, plan),
            self._on_missing,
        )

    def correct(self, entry: TimelineEntryData) -> None:
        """Ask what the outcome of a line of the timeline really was."""
        if self._dialogs.shown is not None:
            return
        dialog = CorrectDialog(self._theme, self._desk, self._tasks, entry, self._window)
        dialog.corrected.connect(self._on_corrected)
        self._dialogs.show(dialog)

    def show_person(self, lead_id: UUID) -> None:
        """Select somebody in the queue, open their next touch, or show what is known of them."""
        desk = self._desk

        def look() -> _Found:
            with desk.store.read() as reader:
                placed = reader.touch_placed(lead_id)
            return _Found(card=lead_card(desk, lead_id), touch_id=placed)

        self._tasks.read(look, self._on_found, self._on_missing)

    def offer_undo(self, done: Changed) -> None:
        """Let what was just done to a person be taken back."""
        self._desktop.controller.session.offer_undo(
            done.changes, done.lead_id, done.name, done.what, done=done.done
        )

    # Inside: plans and accounts

    def _show_plan(self, card: LeadCard) -> None:
        if self._dialogs.shown is not None:
            return
        dialog = PlanDialog(self._theme, self._desk, self._tasks, card, self._window)
        dialog.changed.connect(self.offer_undo)
        self._dialogs.show(dialog)

    def _show_account(self, who: str, plan: AccountPlan) -> None:
        if self._dialogs.shown is not None:
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
        dialog.enrolled.connect(self.offer_undo)
        self._dialogs.show(dialog)

    def _on_corrected(self, correction: Correction, outcome: str) -> None:
        lead_id, session = correction.lead_id, self._desktop.controller.session
        what = say("done.correction", outcome=outcome)
        session.offer_undo(correction.changes, lead_id, correction.name, what)
        if correction.offers_start:
            self.change_plan(lead_id)

    # Inside: somebody looked up

    def _on_found(self, found: _Found) -> None:
        self._desktop.go_home()
        lead = found.card.lead
        if found.touch_id is not None:
            self._desktop.controller.open_touch(lead.lead_id, found.touch_id)
            return
        if self._dialogs.shown is not None:
            return
        now, zone = self._desk.clock.now(), self._desk.identity.zone
        data = lead_data(found.card, self._words, desk_zone=zone, now=now)
        dialog = PersonDialog(self._theme, lead.name, data, self._window)
        dialog.start_requested.connect(lambda: self.change_plan(lead.lead_id))
        dialog.panel.correct_requested.connect(partial(self._correct_instead, dialog))
        dialog.panel.person_requested.connect(partial(self._person_instead, dialog))
        dialog.panel.action_triggered.connect(partial(self._act_instead, dialog, lead))
        self._dialogs.show(dialog)

    def _correct_instead(self, dialog: PersonDialog, entry: TimelineEntryData) -> None:
        dialog.accept()
        self.correct(entry)

    def _act_instead(self, dialog: PersonDialog, lead: Lead, code: str) -> None:
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

    def _take_off_screen(self) -> None:
        """Whoever is about to be erased, with the note that was being typed."""
        self._dialogs.forget_aside()
        self._desktop.controller.session.open(None)
        self._window.workspace.queue.view.clear_selected()
