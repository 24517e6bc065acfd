"""A list of people on its way into the queue, from the file to the counts."""

from collections.abc import Callable
from pathlib import Path
from typing import Literal

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QKeySequence,
    QShortcut,
)
from PySide6.QtWidgets import QFileDialog, QProgressBar, QStackedWidget, QVBoxLayout, QWidget

from app.core.errors import TouchlineError
from app.core.local_time import ZoneTables
from app.services.desk import Desk
from app.services.import_mappings import save_mapping
from app.services.import_plan import rejected_csv
from app.services.import_run import ImportCount
from app.ui.setup.choose_panel import ChoosePanel
from app.ui.setup.file_options import FileOptions, Places
from app.ui.setup.import_job import ImportJob, Looked, Stored
from app.ui.setup.mapping_button import NameDialog
from app.ui.setup.places import country_names
from app.ui.setup.plan_panel import PlanPanel
from app.ui.setup.plan_words import (
    button_text,
    counted,
    counts_of,
    number,
    result_lines,
    summary,
)
from app.ui.setup.result_panel import ResultPanel
from app.ui.setup.surfaces import INDENT, SIDE, Foot, Ground, RunsLabel, StepHead
from app.ui.setup.template_file import TEMPLATE_NAME, template_csv, write_private
from app.ui.tasks import Tasks
from app.ui.theme.theme import Theme
from app.ui.widgets.small_button import Look, SmallButton

State = Literal["choose", "reading", "plan", "storing", "result"]
_CONFIRM = ("Ctrl+Return", "Ctrl+Enter")


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
        self.state: State = "choose"
        self.job = ImportJob(desk, tasks, tables, self)
        indent = INDENT if setting_up else SIDE
        self.head = StepHead(theme, 2, self.tr("Import leads"))
        self.head.badge.setVisible(setting_up)
        self.another = SmallButton(
            theme, self.tr("Choose another file"), icon="file-plus", look="default"
        )
        self.choose_panel = ChoosePanel(theme)
        self.plan_panel = PlanPanel(theme, indent)
        self.result_panel = ResultPanel(theme)
        self.back = self._foot_button(self.tr("Back"), icon="arrow-left", key="")
        self.skip = self._foot_button(self.tr("Skip import"), look="plain")
        self.counts = RunsLabel(theme)
        self.bar = QProgressBar()
        self.cancel = self._foot_button(self.tr("Cancel"))
        self.primary = self._foot_button("", look="primary", key="Ctrl Enter")
        self._stack = QStackedWidget()
        self._lay_out(indent)
        self._connect()
        self.setAcceptDrops(True)
        self._go("choose")

    def open_file(self, path: Path) -> None:
        """Read a file, as if it had been chosen or dropped."""
        if self.state == "storing":
            return
        self._path = path
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
            "storing": self.cancel,
            "result": self.primary,
        }
        places[self.state].setFocus(Qt.FocusReason.OtherFocusReason)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if self._dropped(event) is not None:
            self.choose_panel.set_lit(True)
            event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self.choose_panel.set_lit(False)

    def dropEvent(self, event: QDropEvent) -> None:
        self.choose_panel.set_lit(False)
        path = self._dropped(event)
        if path is not None:
            event.acceptProposedAction()
            self.open_file(path)

    # Inside: building

    def _foot_button(
        self, text: str, *, icon: str = "", look: Look = "default", key: str = ""
    ) -> SmallButton:
        return SmallButton(
            self._theme,
            text,
            icon=icon,
            look=look,
            key=key,
            height=36,
            font="base",
        )

    def _lay_out(self, indent: int) -> None:
        self.head.row.addWidget(self.another)
        self.head.setContentsMargins(0, 14, 0, 10)
        self.bar.setTextVisible(False)
        self.bar.setFixedSize(self._theme.px(260), 6)
        self.bar.setAccessibleName(self.tr("People stored"))
        for panel in (self.choose_panel, self.result_panel):
            page = QWidget()
            column = QVBoxLayout(page)
            column.setContentsMargins(indent, 0, SIDE, 16)
            column.addWidget(panel)
            self._stack.addWidget(page)
        self._stack.addWidget(self.plan_panel)
        foot = Foot(self._theme)
        foot.row.addWidget(self.back)
        foot.row.addWidget(self.skip)
        foot.row.addStretch(1)
        for part in (self.counts, self.bar, self.cancel, self.primary):
            foot.row.addWidget(part)
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
        column.addWidget(foot)

    def _connect(self) -> None:
        job, panel = self.job, self.plan_panel
        job.looked.connect(self._on_looked)
        job.progressed.connect(self._on_progress)
        job.failed.connect(self._on_failed)
        job.counted.connect(self._on_counted)
        job.stored.connect(self._on_stored)
        panel.field_chosen.connect(self._on_field)
        panel.corrected.connect(self._on_corrected)
        panel.options_requested.connect(self._ask_options)
        panel.mapping_chosen.connect(lambda name: self._again(lambda: job.load_mapping(name)))
        panel.save_mapping_requested.connect(self._ask_name)
        self.choose_panel.choose_requested.connect(self._ask_file)
        self.choose_panel.template_requested.connect(self._ask_template)
        self.choose_panel.cancelled.connect(self._cancel)
        self.another.clicked.connect(self._ask_file)
        self.result_panel.save_requested.connect(self._ask_rows)
        self.back.clicked.connect(self._back)
        self.skip.clicked.connect(self.skipped)
        self.cancel.clicked.connect(self._cancel)
        self.primary.clicked.connect(self._confirm)
        inside = Qt.ShortcutContext.WidgetWithChildrenShortcut
        for key in _CONFIRM:
            QShortcut(QKeySequence(key), self, self._confirm, context=inside)
        QShortcut(QKeySequence("Esc"), self, self._back, context=inside)
        QShortcut(QKeySequence("Ctrl+O"), self, self._choose_key, context=inside)

    # Inside: states

    def _go(self, state: State) -> None:
        self.state = state
        pages = {"result": 1, "plan": 2, "storing": 2}
        self._stack.setCurrentIndex(pages.get(state, 0))
        planned = state == "plan"
        self.another.setVisible(planned)
        self.back.setVisible(planned or (state == "choose" and not self._setting_up))
        self.skip.setVisible(self._setting_up and state in ("choose", "reading", "plan"))
        self.counts.setVisible(state in ("plan", "storing"))
        for part in (self.bar, self.cancel):
            part.setVisible(state == "storing")
        self.primary.setVisible(state in ("plan", "result"))
        self.plan_panel.set_editable(planned)
        if state in ("choose", "reading"):
            self.head.show_note("")
        if state == "choose":
            self.primary.set_words("")
        self.state_changed.emit(state)
        self.focus_first()

    def _confirm(self) -> None:
        if self.state == "plan" and self.primary.isEnabled():
            self.bar.setRange(0, max(1, len(self._looked.plan.drafts)))
            self.bar.setValue(0)
            self.counts.show_runs([(self.tr("Storing"), 400)])
            self._go("storing")
            self.job.store()
        elif self.state == "result":
            self.finished.emit()
        elif self.state == "choose":
            self._ask_file()

    def _back(self) -> None:
        if self.state == "reading":
            self._cancel()
        elif self.state == "plan":
            self.job.forget()
            self.choose_panel.show_empty()
            self._go("choose")
        elif self.state == "result":
            self.finished.emit()
        elif self.state == "choose" and not self._setting_up:
            self.left.emit()

    def _cancel(self) -> None:
        if self.state == "storing":
            self.cancel.setEnabled(False)
            self.job.stop_storing()
        elif self.state == "reading":
            self.job.forget()
            self.choose_panel.show_empty()
            self._go("choose")

    def _choose_key(self) -> None:
        if self.state in ("choose", "plan"):
            self._ask_file()

    # Inside: what the job says

    def _on_looked(self, looked: Looked) -> None:
        self._looked = looked
        self.head.show_note(summary(looked.name, looked.plan))
        self.plan_panel.show_looked(looked)
        counts = counts_of(looked.plan, looked.ahead)
        self.counts.show_runs(
            [
                (number(counts.new), 600),
                (self.tr(" new · "), 400),
                (number(counts.merged), 600),
                (self.tr(" merged · "), 400),
                (number(counts.left_out), 600),
                (self.tr(" left out"), 400),
            ]
        )
        words = button_text(counts)
        self.primary.set_words(words or self.tr("Nothing to import"))
        self.primary.setEnabled(bool(words))
        if self.state == "reading":
            self._go("plan")

    def _on_progress(self, done: int, total: int) -> None:
        if self.state == "reading":
            self.choose_panel.show_reading(self._path.name, done, total)
        elif self.state == "plan":
            words = self.tr("Reading {done} of {total}")
            said = words.format(done=number(done), total=number(total))
            self.counts.show_runs([(said, 400)], "text.secondary")

    def _on_failed(self, error: TouchlineError) -> None:
        if self.state == "storing":
            # What was stored is told next; without any the plan is still there to try again.
            self.plan_panel.set_editable(True)
            self._go("plan")
            self.counts.show_runs([(error.message, 400)], "breach.text")
            return
        self.job.forget()
        self.choose_panel.show_problem(error)
        self._go("choose")

    def _on_counted(self, count: ImportCount) -> None:
        self.bar.setValue(count.done)
        words = self.tr("{done} of {total} stored")
        said = words.format(done=number(count.done), total=number(count.total))
        self.counts.show_runs([(said, 400)], "text.secondary")

    def _on_stored(self, stored: Stored) -> None:
        self.cancel.setEnabled(True)
        plan = self._looked.plan
        count = stored.count
        if stored.stopped:
            words = self.tr("Stopped after {done} of {total} people")
            title = words.format(done=number(count.done), total=number(count.total))
            note = self.tr("They stay. To go on, import the file again: nobody comes in twice.")
        else:
            title = self.tr("{leads} imported").format(leads=counted(count.new, "lead", "leads"))
            note = self.tr("The queue has placed them by the rules.") if count.new else ""
        rows = counted(len(plan.rejected), "row", "rows")
        save = self.tr("Save the {rows} left out…").format(rows=rows) if plan.rejected else ""
        lines = result_lines(count, plan)
        self.result_panel.show_result(title, note, lines, save, good=not stored.stopped)
        self.head.show_note(self._looked.name)
        words = self.tr("Start working") if self._setting_up else self.tr("Back to the queue")
        self.primary.set_words(words)
        self.primary.setEnabled(True)
        self._go("result")

    # Inside: changes of the plan

    def _again(self, wish: Callable[[], None]) -> None:
        """Until the answer is there nothing can be confirmed."""
        if self.state == "plan":
            self.primary.setEnabled(False)
            wish()

    def _on_field(self, column: str, field: str) -> None:
        mapping = {**self.job.wishes.mapping, column: field}
        self._again(lambda: self.job.wish(mapping=mapping))

    def _on_corrected(self, corrections: object) -> None:
        assert isinstance(corrections, dict)
        self._again(lambda: self.job.correct(corrections))

    # Inside: dialogs and files

    def _ask_file(self) -> None:
        dialog = QFileDialog(self, self.tr("Choose a CSV file"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilters([self.tr("Lists (*.csv *.tsv *.txt)"), self.tr("All files (*)")])
        dialog.fileSelected.connect(lambda name: self.open_file(Path(name)))
        dialog.open()

    def _ask_place(self, title: str, name: str, save: Callable[[Path], None]) -> None:
        dialog = QFileDialog(self, title)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("csv")
        dialog.selectFile(name)
        dialog.fileSelected.connect(lambda chosen: save(Path(chosen)))
        dialog.open()

    def _ask_template(self) -> None:
        title = self.tr("Save a template")
        self._ask_place(title, TEMPLATE_NAME, self.save_template)

    def save_template(self, path: Path) -> None:
        """Write the template, off the GUI thread."""

        def saved(_: None) -> None:
            self.choose_panel.show_empty()

        self._tasks.read(
            lambda: write_private(path, template_csv()), saved, self.choose_panel.show_problem
        )

    def _ask_rows(self) -> None:
        name = f"{Path(self._looked.name).stem}-left-out.csv"
        self._ask_place(self.tr("Save the rows left out"), name, self.save_rows)

    def save_rows(self, path: Path) -> None:
        """Write the rows that stayed out, with their reasons, for this user alone."""
        plan = self._looked.plan

        def saved(_: None) -> None:
            words = self.tr("Saved as {name}. Mend the rows and import that file.")
            self.result_panel.show_saved(words.format(name=path.name))

        def failed(error: TouchlineError) -> None:
            self.result_panel.show_saved(f"{error.message} {error.hint}", good=False)

        self._tasks.read(lambda: write_private(path, rejected_csv(plan)), saved, failed)

    def _ask_options(self) -> None:
        places = Places(
            zones=sorted({z for zones in self._zones.countries.values() for z in zones}),
            countries=country_names(),
        )
        dialog = FileOptions(self._theme, places, self.job.wishes, self)
        dialog.decided.connect(lambda wanted: self._again(lambda: self.job.wish(**wanted)))
        dialog.open()

    def _ask_name(self) -> None:
        dialog = NameDialog(self._theme, self.job.wishes.mapping_name, self)
        dialog.named.connect(self._save_mapping)
        dialog.open()

    def _save_mapping(self, name: str) -> None:
        mapping = self._looked.plan.mapping
        self._tasks.command(
            lambda: save_mapping(self._desk, name, mapping),
            lambda kept: self._again(lambda: self.job.load_mapping(kept)),
            lambda error: self.counts.show_runs([(error.message, 400)], "breach.text"),
        )

    @staticmethod
    def _dropped(event: QDropEvent) -> Path | None:
        """The one file that is dragged, None for anything else."""
        urls = event.mimeData().urls()
        if len(urls) != 1 or not urls[0].isLocalFile():
            return None
        return Path(urls[0].toLocalFile())
