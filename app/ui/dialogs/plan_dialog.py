"""What is done to the cadence of one person by hand (Ctrl P): start, pause, resume, move, end."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QStackedWidget, QWidget

from app.core.engine.by_hand import (
    ByHand,
    FinishPlan,
    PausePlan,
    ReroutePlan,
    ResumePlan,
    StartPlan,
)
from app.core.engine.decision import stands_still
from app.core.errors import TouchlineError
from app.core.reading.plain_dates import read_when
from app.services.desk.desk import Desk
from app.services.people.lead_card import LeadCard
from app.services.store.records import Changes
from app.services.working.passing_time import change_plan
from app.services.working.touch_card import other_cadences
from app.ui.tasks import Tasks
from app.ui.theme.theme import Theme
from app.ui.widgets.parts.form_field import FormField
from app.ui.widgets.parts.modal_dialog import ModalDialog
from app.ui.widgets.parts.segmented_control import SegmentedControl
from app.ui.widgets.parts.sentence_label import SentenceLabel
from app.ui.widgets.parts.text_label import TextLabel
from app.ui.widgets.parts.view_data import ChannelChoice
from app.ui.words import error_text, say

_WIDE = 480
# How far ahead the day lies that is given as an example.
_EXAMPLE_AHEAD = timedelta(days=21)
_RESUME = ("same", "next")
_REASONS = ("removed_by_manager", "not_interested", "unqualified", "converted")


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """What was done, for whom, and how to take it back; `done` is the key of the sentence."""

    lead_id: UUID
    name: str
    what: str
    changes: Changes
    done: str = "done.logged"


def acts_for(card: LeadCard) -> tuple[str, ...]:
    """What can be done to the cadence of this person as it stands, the likeliest first."""
    enrolment = card.work.enrolment
    if enrolment is None:
        return ("start",)
    if enrolment.state == "with_person":
        return ("resume", "reroute", "finish")
    if stands_still(enrolment):
        return ("finish",)  # a promise is kept first
    paused = enrolment.state == "paused"
    return ("resume", "pause", "reroute", "finish") if paused else ("pause", "reroute", "finish")


class PlanDialog(ModalDialog):
    """`changed` carries a Changed."""

    changed = Signal(object)

    def __init__(
        self, theme: Theme, desk: Desk, tasks: Tasks, card: LeadCard, parent: QWidget
    ) -> None:
        super().__init__(theme, say("plan.cadence"), parent)
        self._desk = desk
        self._tasks = tasks
        self._card = card
        self.act = acts_for(card)[0]
        self.acts = SegmentedControl(theme, say("plan.what"))
        self.cadence, self.resume, self.reason = QComboBox(), QComboBox(), QComboBox()
        self.until = QLineEdit()
        self.manager = QCheckBox(say("plan.manager"))
        self._said = SentenceLabel(theme, weight=500)
        self._fields = QStackedWidget()
        self._places: dict[str, int] = {}
        self._fill()
        self._lay_out()
        self.save = self.add_buttons(say("plan.save"), cancel=say("dialog.cancel"))
        self.acts.chosen.connect(self.choose)
        self.save.clicked.connect(self._save)
        self.choose(self.act)

    @property
    def said(self) -> str:
        """The sentence above the buttons."""
        return self._said.text()

    def choose(self, act: str) -> None:
        """Shows what an act asks for: start, pause, resume, reroute or finish."""
        self.act = act
        choices = [
            ChannelChoice(code=one, label=say(f"plan.act.{one}"), icon="")
            for one in acts_for(self._card)
        ]
        self.acts.show_choices(choices, act)
        self.acts.setVisible(len(choices) > 1)
        self._fields.setCurrentIndex(self._places[act])
        self.manager.setVisible(act == "start" and self._opted_out)
        self.save.set_words(say(f"plan.do.{act}"))
        self._said.setText("")

    # Inside

    @property
    def _opted_out(self) -> bool:
        return any(e.finish_reason == "opted_out" for e in self._card.work.enrolments)

    def _fill(self) -> None:
        enrolment = self._card.work.enrolment
        now_on = enrolment.cadence_key if enrolment else ""
        for key, name in other_cadences(
            self._desk.library.cadences.values(), now_on, reads=self._desk.language
        ):
            self.cadence.addItem(name, key)
        for code in _RESUME:
            self.resume.addItem(say(f"plan.resume.{code}"), code)
        for code in _REASONS:
            key = "plan.just_off" if code == "removed_by_manager" else f"outcome.{code}"
            self.reason.addItem(say(key), code)
        ahead = self._desk.clock.now().astimezone(ZoneInfo(self._card.zone)) + _EXAMPLE_AHEAD
        self.until.setPlaceholderText(say("plan.until_hint", day=f"{ahead.day}/{ahead.month}"))

    def _lay_out(self) -> None:
        theme = self._theme
        self.setMinimumWidth(theme.px(_WIDE))
        self.add_title(self._card.lead.name)
        self.body.addWidget(TextLabel(theme, self._stands(), color="text.secondary", elide=True))
        self.body.addWidget(self.acts)
        zone = self._card.place or self._card.zone
        cadence = FormField(theme, say("plan.cadence"), self.cadence)
        fields = {
            "start": cadence,
            "reroute": cadence,
            "pause": FormField(theme, say("plan.until", zone=zone), self.until),
            "resume": FormField(theme, say("plan.go_on"), self.resume),
            "finish": FormField(theme, say("plan.why"), self.reason),
        }
        for act, field in fields.items():
            at = self._fields.indexOf(field)
            self._places[act] = at if at >= 0 else self._fields.addWidget(field)
        self.body.addWidget(self._fields)
        self.body.addWidget(self.manager)
        self.body.addWidget(self._said)

    def _stands(self) -> str:
        enrolment = self._card.work.enrolment
        if enrolment is None:
            return say("plan.none")
        if stands_still(enrolment) and enrolment.state == "paused":
            return say("plan.promised")
        return say(f"plan.on.{enrolment.state}", cadence=self._card.cadence_name)

    def _command(self, now: datetime) -> ByHand:
        key = str(self.cadence.currentData())
        match self.act:
            case "start":
                return StartPlan(cadence_key=key, by_manager=self.manager.isChecked())
            case "reroute":
                return ReroutePlan(cadence_key=key)
            case "resume":
                return ResumePlan(skip=self.resume.currentData() == "next")
            case "finish":
                return FinishPlan(reason=str(self.reason.currentData()))
            case _:
                there = ZoneInfo(self._card.zone)
                wall = read_when(self.until.text(), now.astimezone(there).replace(tzinfo=None))
                return PausePlan(until=wall.replace(tzinfo=there).astimezone(now.tzinfo))

    def _save(self) -> None:
        now = self._desk.clock.now()
        try:
            command = self._command(now)
        except TouchlineError as error:
            self._fail(error)
            return
        lead = self._card.lead
        what = say(f"plan.did.{self.act}")
        self.save.setEnabled(False)

        def done(changes: Changes) -> None:
            self.accept()
            self.changed.emit(
                Changed(
                    lead_id=lead.lead_id,
                    name=lead.name,
                    what=what,
                    changes=changes,
                    done="done.did",
                )
            )

        self._tasks.command(
            lambda: change_plan(self._desk, lead.lead_id, command, at=now),
            self.while_open(done),
            self.while_open(self._fail),
        )

    def _fail(self, error: TouchlineError) -> None:
        self.save.setEnabled(True)
        self._said.setText(error_text(error))
