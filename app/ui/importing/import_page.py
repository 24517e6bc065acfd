"""A list of people on its way into the queue, from the file to the counts."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from app.core.errors import TouchlineError
from app.core.people.local_time import ZoneTables
from app.services.cadences.source_names import choosable_sources, remember_sources
from app.services.desk.desk import Desk
from app.services.importing.mappings import save_mapping
from app.services.importing.plan import rejected_csv
from app.services.importing.run import ImportCount
from app.ui.importing.choose_panel import ChoosePanel
from app.ui.importing.file_options import FileOptions, PlaceChoices
from app.ui.importing.import_files import ImportFiles, dropped
from app.ui.importing.import_foot import FootState, ImportFoot
from app.ui.importing.import_job import ImportJob, Stored
from app.ui.importing.import_look import Looked
from app.ui.importing.mapping_button import NameDialog
from app.ui.importing.places import country_names
from app.ui.importing.plan_panel import PlanPanel
from app.ui.importing.plan_words import counts_of, result_lines, summary
from app.ui.importing.result_panel import ResultPanel
from app.ui.importing.source_names import SourceNames
from app.ui.importing.template_file import TEMPLATE_NAME, template_csv
from app.ui.tasks import Tasks
from app.ui.theme.theme import Theme
from app.ui.widgets.parts.small_button import SmallButton
from app.ui.widgets.parts.surfaces import INDENT, SIDE, Ground, StepHead
from app.ui.words import error_text, say

_PAGES: dict[FootState, int] = {"choose": 0, "reading": 0, "result": 1, "plan": 2, "storing": 2}


class ImportPage(QWidget):
    """The page of the first start, and of Ctrl O later.

    `left` is Back or Esc before anything was chosen, `skipped` and `finished` end the set up.
    `state` says where the import stands.
    """

    left = Signal()
    skipped = Signal()
    finished = Signal()
    state_changed = Signal(str)

    def __init__(
        self,
        theme: Theme,
        desk: Desk,
        tasks: Tasks,
        tables: ZoneTables,
        *,
        setting_up: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._desk = desk
        self._tasks = tasks
        self._zones = tables
        self._setting_up = setting_up
        self._name = ""
        self._leaving = False
        self.state: FootState = "choose"
        self.job = ImportJob(desk, tasks, tables, self)
        self.files = ImportFiles(self, tasks)
        indent = INDENT if setting_up else SIDE
        self.head = StepHead(theme, 2, say("import.title"))
        self.head.badge.setVisible(setting_up)
        self.another = SmallButton(
            theme, say("import.other_file"), icon="file-plus", look="default"
        )
        self.choose_panel = ChoosePanel(theme)
        self.plan_panel = PlanPanel(theme, indent)
        self.result_panel = ResultPanel(theme)
        self.foot = ImportFoot(theme, setting_up=setting_up)
        self._stack = QStackedWidget()
        self._lay_out(indent)
        self._connect()
        self.setAcceptDrops(True)
        self._go("choose")

    def open_file(self, path: Path) -> None:
        """Read a file, as if it had been chosen or dropped."""
        if self.state == "storing":
            return
        self._name = path.name
        self.plan_panel.forget()
        self.job.open(path)
        self.choose_panel.show_reading(path.name, 0, 0)
        self._go("reading")

    def focus_first(self) -> None:
        """Puts the focus where the page is to be used first."""
        if self.state == "plan":
            self.plan_panel.focus_first()
            return
        places = {
            "choose": self.choose_panel.choose,
            "reading": self.choose_panel.cancel,
            "storing": self.foot.cancel,
            "result": self.foot.primary,
        }
        places[self.state].setFocus(Qt.FocusReason.OtherFocusReason)

    def save_template(self, path: Path) -> None:
        """Write a list to fill in."""
        self.files.write(
            path, template_csv, self.choose_panel.show_empty, self.choose_panel.show_problem
        )

    def save_rows(self, path: Path) -> None:
        """Write the rows that stayed out, with their reasons, for this user alone."""
        looked = self.job.result
        if looked is None:
            return

        def saved() -> None:
            self.result_panel.show_saved(say("import.saved_as", name=path.name))

        def failed(error: TouchlineError) -> None:
            self.result_panel.show_saved(error_text(error), good=False)

        self.files.write(path, lambda: rejected_csv(looked.plan), saved, failed)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if dropped(event) is not None:
            self.choose_panel.set_lit(True)
            event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self.choose_panel.set_lit(False)

    def dropEvent(self, event: QDropEvent) -> None:
        self.choose_panel.set_lit(False)
        path = dropped(event)
        if path is not None:
            event.acceptProposedAction()
            self.open_file(path)

    # Inside: building

    def _lay_out(self, indent: int) -> None:
        self.head.row.addWidget(self.another)
        self.head.setContentsMargins(0, 14, 0, 10)
        for panel in (self.choose_panel, self.result_panel):
            page = QWidget()
            inside = QVBoxLayout(page)
            inside.setContentsMargins(indent, 0, SIDE, 16)
            inside.addWidget(panel)
            self._stack.addWidget(page)
        self._stack.addWidget(self.plan_panel)
        ground = Ground(self._theme)
        body = QVBoxLayout(ground)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(0)
        body.addWidget(self.head)
        body.addWidget(self._stack, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(ground, 1)
        column.addWidget(self.foot)

    def _connect(self) -> None:
        job, panel, foot = self.job, self.plan_panel, self.foot
        job.looked.connect(self._on_looked)
        job.progressed.connect(self._on_progress)
        job.failed.connect(self._on_failed)
        job.counted.connect(self._on_counted)
        job.stored.connect(self._on_stored)
        panel.field_chosen.connect(self._on_field)
        panel.corrected.connect(self._on_corrected)
        panel.parted.connect(self._on_parted)
        panel.just_now_chosen.connect(lambda now: self._again(lambda: job.wish(just_now=now)))
        panel.options_requested.connect(self._ask_options)
        panel.sources_wanted.connect(self._ask_sources)
        panel.mapping_chosen.connect(lambda name: self._again(lambda: job.load_mapping(name)))
        panel.save_mapping_requested.connect(self._ask_name)
        self.files.chosen.connect(self.open_file)
        self.choose_panel.choose_requested.connect(self.files.ask)
        self.choose_panel.template_requested.connect(self._ask_template)
        self.choose_panel.cancelled.connect(self._cancel)
        self.another.clicked.connect(self.files.ask)
        self.result_panel.save_requested.connect(self._ask_rows)
        foot.back.clicked.connect(self._back)
        foot.skip.clicked.connect(self._skip)
        foot.cancel.clicked.connect(self._cancel)
        foot.primary.clicked.connect(self._confirm)
        keys: tuple[tuple[str, Callable[[], None]], ...] = (
            ("Ctrl+Return", self._confirm),
            ("Ctrl+Enter", self._confirm),
            ("Esc", self._escape),
            ("Ctrl+O", self._choose_key),
        )
        inside = Qt.ShortcutContext.WidgetWithChildrenShortcut
        for key, act in keys:
            # Given a slot, the constructor would forget the context.
            QShortcut(QKeySequence(key), self, context=inside).activated.connect(act)

    # Inside: states

    def _go(self, state: FootState) -> None:
        self.state = state
        self._leaving = False
        self._stack.setCurrentIndex(_PAGES[state])
        self.another.setVisible(state == "plan")
        self.foot.show_state(state)
        self.plan_panel.set_editable(state == "plan")
        if state in ("choose", "reading"):
            self.head.show_note("")
        self.state_changed.emit(state)
        self.focus_first()

    def _confirm(self) -> None:
        looked = self.job.result
        if self.state == "plan" and self.foot.primary.isEnabled() and looked is not None:
            self.foot.show_stored(ImportCount(done=0, total=len(looked.plan.drafts)))
            self._go("storing")
            self.job.store()
        elif self.state == "result":
            self.finished.emit()
        elif self.state == "choose":
            self.files.ask()

    def _back(self) -> None:
        if self.state in ("reading", "plan"):
            self._forget()
        elif self.state == "result":
            self.finished.emit()
        elif self.state == "choose" and not self._setting_up:
            self.left.emit()

    def _escape(self) -> None:
        """Esc leaves; what somebody mapped or corrected goes with the second one only."""
        wishes = self.job.wishes
        changed = wishes.mapping or wishes.corrections or wishes.keep_apart or wishes.just_now
        if self.state == "plan" and changed and not self._leaving:
            self._leaving = True
            self.foot.show_problem(say("import.escape_again"))
            return
        self._back()

    def _forget(self) -> None:
        self.job.forget()
        self.choose_panel.show_empty()
        self._go("choose")

    def _cancel(self) -> None:
        if self.state == "storing":
            self.foot.cancel.setEnabled(False)
            self.job.stop_storing()
        elif self.state == "reading":
            self._forget()

    def _skip(self) -> None:
        self.job.forget()
        self.skipped.emit()

    def _choose_key(self) -> None:
        if self.state in ("choose", "plan"):
            self.files.ask()

    # Inside: what the job says

    def _on_looked(self, looked: Looked) -> None:
        self.head.show_note(summary(looked.name, looked.plan))
        self.plan_panel.show_looked(looked)
        self.foot.show_counts(counts_of(looked.plan, looked.ahead))
        self._leaving = False
        if self.state == "reading":
            self._go("plan")

    def _on_progress(self, done: int, total: int) -> None:
        if self.state == "reading":
            self.choose_panel.show_reading(self._name, done, total)
        elif self.state == "plan" and not self.foot.primary.isEnabled():
            self.foot.show_reading(done, total)

    def _on_failed(self, error: TouchlineError) -> None:
        if self.state == "storing":
            # What was stored is told next; without any the plan is still there to try again.
            self._go("plan")
            self.foot.show_problem(error_text(error))
            return
        self.job.forget()
        self.choose_panel.show_problem(error)
        self._go("choose")

    def _on_counted(self, count: ImportCount) -> None:
        if self.foot.cancel.isEnabled():
            self.foot.show_stored(count)

    def _on_stored(self, stored: Stored) -> None:
        looked = self.job.result
        if looked is None:
            return
        plan, count = looked.plan, stored.count
        if stored.stopped:
            title = say("import.stopped", done=count.done, total=count.total)
            note = say("import.stopped_note")
        else:
            title = say("import.imported", count=count.new)
            note = say("import.placed") if count.new else ""
        save = say("import.save_left_out", count=len(plan.rejected)) if plan.rejected else ""
        self.result_panel.show_result(
            title, note, result_lines(count, plan), save, good=not stored.stopped
        )
        self.head.show_note(looked.name)
        done = say("import.start") if self._setting_up else say("import.to_queue")
        self.foot.show_primary(done)
        self._go("result")

    # Inside: changes of the plan

    def _again(self, wish: Callable[[], None]) -> None:
        """Until the answer is there nothing can be confirmed."""
        if self.state == "plan":
            self.foot.primary.setEnabled(False)
            wish()

    def _on_field(self, column: str, field: str) -> None:
        mapping = {**self.job.wishes.mapping, column: field}
        self._again(lambda: self.job.wish(mapping=mapping))

    def _on_parted(self, row: int, apart: bool) -> None:
        kept = self.job.wishes.keep_apart
        kept = kept | {row} if apart else kept - {row}
        self._again(lambda: self.job.wish(keep_apart=kept))

    def _on_corrected(self, corrections: object) -> None:
        assert isinstance(corrections, dict)
        self._again(lambda: self.job.correct(corrections))

    # Inside: dialogs

    def _ask_template(self) -> None:
        self.files.ask_place(say("import.save_template"), TEMPLATE_NAME, self.save_template)

    def _ask_rows(self) -> None:
        name = say("import.left_out_file", name=Path(self._name).stem)
        self.files.ask_place(say("import.save_rows"), name, self.save_rows)

    def _ask_options(self) -> None:
        places = PlaceChoices(
            zones=sorted({z for zones in self._zones.countries.values() for z in zones}),
            countries=country_names(),
        )
        dialog = FileOptions(self._theme, places, self.job.wishes, self)
        dialog.decided.connect(lambda wanted: self._again(lambda: self.job.wish(**wanted)))
        dialog.open()

    def _ask_sources(self) -> None:
        looked = self.job.result
        if looked is None or self.state != "plan":
            return
        names, keys = looked.ahead.unknown_sources, choosable_sources(self._desk)
        dialog = SourceNames(self._theme, names, keys, self)
        dialog.named.connect(self._remember_sources)
        dialog.open()

    def _remember_sources(self, means: object) -> None:
        assert isinstance(means, dict)
        self._tasks.command(
            lambda: remember_sources(self._desk, means),
            lambda _: self._again(self.job.wish),
            lambda error: self.foot.show_problem(error_text(error)),
        )

    def _ask_name(self) -> None:
        dialog = NameDialog(self._theme, self.job.wishes.mapping_name, self)
        dialog.named.connect(self._save_mapping)
        dialog.open()

    def _save_mapping(self, name: str) -> None:
        looked = self.job.result
        if looked is None:
            return
        self._tasks.command(
            lambda: save_mapping(self._desk, name, looked.plan.mapping),
            lambda kept: self._again(lambda: self.job.load_mapping(kept)),
            lambda error: self.foot.show_problem(error_text(error)),
        )
