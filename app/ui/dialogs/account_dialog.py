"""The people of a company put on a plan together (Ctrl G): who, in which role, first when."""

from uuid import UUID
from zoneinfo import ZoneInfo

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFrame,
    QGridLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from app.core.cadence.cadence import Role
from app.core.errors import TouchlineError
from app.services.desk.desk import Desk
from app.services.people.accounts import AccountPlan, LeftOut, Start, Wanted, enrol_account, propose
from app.services.store.records import Changes
from app.services.wording import Wording
from app.ui.dialogs.plan_dialog import Changed
from app.ui.tasks import Tasks
from app.ui.theme.theme import Theme
from app.ui.widgets.parts.modal_dialog import ModalDialog
from app.ui.widgets.parts.sentence_label import SentenceLabel
from app.ui.widgets.parts.text_label import TextLabel
from app.ui.words import error_text, say

_WIDE, _ROLE_WIDE, _MOST_HIGH = 620, 140, 380
_OUT = "out"


class AccountDialog(ModalDialog):
    """Shows what would happen before it does. `enrolled` carries a Changed for the company.

    `who` names the company as app.services.people.accounts wants it, `plan` is what is shown at
    first.
    """

    enrolled = Signal(object)

    def __init__(
        self,
        theme: Theme,
        desk: Desk,
        tasks: Tasks,
        words: Wording,
        *,
        who: str,
        plan: AccountPlan,
        parent: QWidget,
    ) -> None:
        super().__init__(theme, say("account.name"), parent)
        self._desk = desk
        self._tasks = tasks
        self._words = words
        self._who = who
        self._chosen: dict[UUID, str] = {}
        self.plan = plan
        self.choices: dict[UUID, QComboBox] = {}
        self.moves = QCheckBox(say("account.moves"))
        self._counts = TextLabel(theme, color="text.secondary", elide=True)
        self._said = SentenceLabel(theme, weight=500)
        self._scroll = QScrollArea()
        self._lay_out()
        self.save = self.add_buttons(say("account.enrol"), cancel=say("dialog.cancel"))
        self.save.clicked.connect(self._enrol)
        self.moves.toggled.connect(self._again)
        self._show(plan)

    @property
    def said(self) -> str:
        """The sentence above the buttons."""
        return self._said.text()

    @property
    def counts(self) -> str:
        """How many begin, and how many do not."""
        return self._counts.text()

    # Inside

    def _lay_out(self) -> None:
        theme = self._theme
        self.setMinimumWidth(theme.px(_WIDE))
        self.add_title(self.plan.company)
        self.body.addWidget(self._counts)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.body.addWidget(self._scroll, 1)
        self.body.addWidget(self.moves)
        self.body.addWidget(self._said)

    def _show(self, plan: AccountPlan) -> None:
        self.plan = plan
        begin, left = len(plan.starts), len(plan.left_out)
        counts = [say("account.counts", plan=plan.cadence_name, begin=begin, left=left)]
        leaving = sum(bool(start.leaves) for start in plan.starts)
        if leaving:
            counts.append(say("account.leaving", count=leaving))
        self._counts.setText(" ".join(counts))
        self._fill(plan)
        self.save.setEnabled(begin > 0)
        enrol = say("account.enrol_count", count=begin) if begin else say("account.enrol")
        self.save.set_words(enrol)
        advice = (self._words.sentence(one.code, one.args) for one in plan.advice)
        self._tell(" ".join(advice), "warn.text")

    def _fill(self, plan: AccountPlan) -> None:
        """The rows anew; the control that had the focus gets it back."""
        had = next((who for who, box in self.choices.items() if box.hasFocus()), None)
        ground = QWidget()
        grid = QGridLayout(ground)
        grid.setContentsMargins(0, 0, 8, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(12)
        grid.setColumnStretch(0, 1)
        self.choices = {}
        for start in plan.starts:
            self._row(grid, start, self._first(start), start.role)
        for out in plan.left_out:
            why = self._words.sentence(out.why.code, out.why.args)
            chosen = out.why.code in ("left_by_choice", "left_enough")
            self._row(grid, out, why, _OUT if chosen else None)
        grid.setRowStretch(grid.rowCount(), 1)
        self._scroll.setWidget(ground)
        ground.setAutoFillBackground(False)
        self._scroll.viewport().setAutoFillBackground(False)
        high = min(ground.sizeHint().height() + 4, self._theme.px(_MOST_HIGH))
        self._scroll.setMinimumHeight(high)
        if had in self.choices:
            self.choices[had].setFocus()

    def _first(self, start: Start) -> str:
        """When they first hear of us, and what they leave for it."""
        words, there = self._words, start.effective_at.astimezone(ZoneInfo(start.zone))
        channel = words.plain(f"channel.{start.channel}")
        first = f"{channel}, {words.day(there)}, {there:%H:%M}"
        if not start.leaves:
            return first
        return say("account.leaves", first=first, plan=start.leaves)

    def _row(
        self, grid: QGridLayout, person: Start | LeftOut, says: str, choice: str | None
    ) -> None:
        theme, row = self._theme, grid.rowCount()
        who = ", ".join(part for part in (person.name, person.job_title) if part)
        color = "text.primary" if isinstance(person, Start) else "text.muted"
        words = QVBoxLayout()
        words.setSpacing(1)
        words.addWidget(TextLabel(theme, who, weight=500, color=color, elide=True))
        words.addWidget(TextLabel(theme, says, font="small", color="text.secondary", elide=True))
        grid.addLayout(words, row, 0)
        if choice is not None:
            grid.addWidget(self._choice(person, choice), row, 1)

    def _choice(self, person: Start | LeftOut, choice: str) -> QComboBox:
        box = QComboBox()
        for role in self.plan.roles:
            box.addItem(self._words.plain(f"role.{role}").capitalize(), role)
        box.addItem(say("account.leave_out"), _OUT)
        box.setCurrentIndex(box.findData(choice))
        box.setFixedWidth(self._theme.px(_ROLE_WIDE))
        box.setAccessibleName(say("account.role_of", name=person.name))
        box.activated.connect(lambda _at, who=person.lead_id, b=box: self._choose(who, b))
        self.choices[person.lead_id] = box
        return box

    def _choose(self, lead_id: UUID, box: QComboBox) -> None:
        self._chosen[lead_id] = str(box.currentData())
        self._again()

    def _wanted(self) -> Wanted:
        roles: dict[UUID, Role] = {
            who: role
            for who, code in self._chosen.items()
            for role in self.plan.roles
            if role == code
        }
        out = frozenset(who for who, code in self._chosen.items() if code == _OUT)
        return Wanted(
            cadence_key=self.plan.cadence_key,
            roles=roles,
            without=out,
            moves=self.moves.isChecked(),
        )

    def _again(self) -> None:
        """Ask what it comes to now; of several wishes the last one is shown."""
        wanted = self._wanted()
        self.save.setEnabled(False)

        def show(plan: AccountPlan) -> None:
            if wanted == self._wanted():
                self._show(plan)

        self._tasks.read(
            lambda: propose(self._desk, self._who, wanted),
            self.while_open(show),
            self.while_open(self._fail),
        )

    def _enrol(self) -> None:
        wanted = self._wanted()
        self.save.setEnabled(False)

        def done(result: tuple[AccountPlan, Changes]) -> None:
            self.accept()
            plan, changes = result
            self.enrolled.emit(
                Changed(
                    lead_id=plan.starts[0].lead_id,
                    name=plan.company,
                    what=say("account.done", count=len(plan.starts)),
                    changes=changes,
                    done="done.did",
                )
            )

        self._tasks.command(
            lambda: enrol_account(self._desk, self._who, wanted),
            self.while_open(done),
            self.while_open(self._fail),
        )

    def _fail(self, error: TouchlineError) -> None:
        self._tell(error_text(error), "breach.text")

    def _tell(self, text: str, color: str) -> None:
        self._said.set_look(color=color)
        self._said.setText(text)
