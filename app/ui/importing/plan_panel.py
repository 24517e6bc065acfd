"""A file as it would come in: its columns on the left, what is odd about it on the right."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from app.ui.importing.columns_table import ROW as COLUMN_ROW
from app.ui.importing.columns_table import ColumnsTable
from app.ui.importing.count_tabs import CountTabs, TabData
from app.ui.importing.import_look import Looked
from app.ui.importing.mapping_button import MappingButton
from app.ui.importing.people_row import PeopleRow
from app.ui.importing.plan_words import city_of, column_rows, number
from app.ui.importing.problems_table import ROW as PROBLEM_ROW
from app.ui.importing.problems_table import ProblemsTable
from app.ui.importing.proof_table import HEAD
from app.ui.importing.sheets import (
    Cell,
    ProblemRow,
    Sheet,
    Tab,
    foot_sentence,
    is_number_problem,
    sheet_of,
)
from app.ui.theme.theme import Theme
from app.ui.widgets.parts.clear_scroll import clear_scroll
from app.ui.widgets.parts.link_button import LinkButton
from app.ui.widgets.parts.small_button import SmallButton
from app.ui.widgets.parts.surfaces import SIDE, Card, CardRow
from app.ui.widgets.parts.text_label import TextLabel
from app.ui.words import say

STACKED_BELOW = 1200
_HEAD, _FOOT, _SENTENCE = 37, 36, 44
_LEFT, _RIGHT = 42, 58
_LEAST_PROBLEMS, _LEAST_COLUMNS = 400, 4
_ANY = 16_777_215  # Qt's own "no limit"


class PlanPanel(QWidget):
    """`field_chosen` is a column and a field, `corrected` {cell: text}; the rest are presses."""

    field_chosen = Signal(str, str)
    corrected = Signal(object)
    options_requested = Signal()
    mapping_chosen = Signal(str)
    save_mapping_requested = Signal()
    parted = Signal(int, bool)
    just_now_chosen = Signal(bool)
    sources_wanted = Signal()

    def __init__(self, theme: Theme, indent: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._indent = indent
        self._looked: Looked | None = None
        self._sheet: Sheet | None = None
        self.mapping = MappingButton(theme)
        self.columns = ColumnsTable(theme)
        self.options = LinkButton(theme, say("import.options_menu"), font="small")
        self._facts = TextLabel(theme, font="small", color="text.secondary", elide=True)
        self.tabs = CountTabs(theme)
        self.tabs.setAccessibleName(say("import.found"))
        self._sentence = TextLabel(theme, elide=True)
        self._over = CardRow(theme, height=_SENTENCE)
        self.use_all = SmallButton(theme, icon="wand-sparkles", look="default")
        self.problems = ProblemsTable(theme)
        self._empty = TextLabel(
            theme, color="text.muted", elide=True, align=Qt.AlignmentFlag.AlignHCenter
        )
        self._foot = TextLabel(theme, font="small", color="text.secondary", elide=True)
        self.people = PeopleRow(theme)
        self._left, self._right = Card(theme), Card(theme)
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._pages = QStackedWidget()
        self._lay_out()
        self._connect()

    @property
    def sentence(self) -> str:
        """What is said over the lines of the tab in front."""
        return self._sentence.text()

    @property
    def foot(self) -> str:
        """What is said below them, of whatever tab."""
        return self._foot.text()

    def show_looked(self, looked: Looked) -> None:
        """Shows a plan; tab and places in the tables stay."""
        first, self._looked = self._looked is None, looked
        self.columns.columns.show_rows(column_rows(looked.plan))
        self.mapping.show_names(looked.mappings, looked.wishes.mapping_name)
        self._facts.setText(self._facts_of(looked))
        self.tabs.show_tabs(_tabs(looked))
        if first:
            self._choose_tab()
        self._foot.setText(foot_sentence(looked.plan, looked.ahead))
        self.people.show_looked(looked)
        self._show_tab()

    def forget(self) -> None:
        """The next file begins with the first tab that has something to say."""
        self._looked = None

    def focus_first(self) -> None:
        """Puts the focus on what needs a look first."""
        place = self.problems if self.problems.problems.rowCount() else self.tabs
        place.setFocus(Qt.FocusReason.OtherFocusReason)

    def set_editable(self, editable: bool) -> None:
        """Whether columns and cells can be changed; while it stores, nothing can."""
        parts = (self.columns, self.problems, self.mapping, self.options, self.use_all)
        for part in (*parts, self.people.just_now, self.people.sources):
            part.setEnabled(editable)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    # Inside

    def _connect(self) -> None:
        self.columns.field_chosen.connect(self.field_chosen)
        self.options.clicked.connect(self.options_requested)
        self.mapping.chosen.connect(self.mapping_chosen)
        self.mapping.save_requested.connect(self.save_mapping_requested)
        self.tabs.currentChanged.connect(lambda _: self._show_tab())
        self.use_all.clicked.connect(self._use_all)
        self.problems.fix_accepted.connect(self._use_one)
        self.problems.corrected.connect(lambda cell, text: self.corrected.emit({cell: text}))
        self.problems.parted.connect(self.parted)
        self.people.just_now_chosen.connect(self.just_now_chosen)
        self.people.sources_wanted.connect(self.sources_wanted)
        self._theme.changed.connect(self._fit)

    def _lay_out(self) -> None:
        theme = self._theme
        head = CardRow(theme, height=_HEAD, grey=False)
        head.row.addWidget(TextLabel(theme, say("import.columns"), weight=600))
        head.row.addStretch(1)
        head.row.addWidget(self.mapping)
        foot = CardRow(theme, height=_FOOT, last=True)
        foot.row.addWidget(self._facts, 1)
        foot.row.addWidget(self.options)
        for part in (head, self.columns, foot):
            self._left.column.addWidget(part)

        tabs = CardRow(theme, height=_HEAD, grey=False)
        tabs.row.setContentsMargins(4, 0, 4, 1)
        tabs.row.addWidget(self.tabs, 1)
        over = self._over
        over.row.addWidget(self._sentence, 1)
        over.row.addWidget(self.use_all)
        below = CardRow(theme, height=_FOOT, last=True)
        below.row.addWidget(self._foot, 1)
        self._pages.addWidget(self.problems)
        self._pages.addWidget(self._empty_page())
        for part in (tabs, over):
            self._right.column.addWidget(part)
        self._right.column.addWidget(self.people)
        self._right.column.addWidget(self._pages, 1)
        self._right.column.addWidget(below)

        inside = QWidget()
        inside.setLayout(self._row)
        self._row.setContentsMargins(self._indent, 0, SIDE, 16)
        self._row.setSpacing(16)
        self._row.addWidget(self._left, _LEFT)
        self._row.addWidget(self._right, _RIGHT)
        scroll = clear_scroll(inside)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(scroll)

    def _empty_page(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(14, 24, 14, 14)
        column.addWidget(self._empty)
        column.addStretch(1)
        return page

    def _fit(self) -> None:
        """Beside each other, or on top of each other with all columns in sight."""
        px = self._theme.px
        stacked = self.window().width() < px(STACKED_BELOW)
        directions = QBoxLayout.Direction
        self._row.setDirection(directions.TopToBottom if stacked else directions.LeftToRight)
        # On top of each other, the first problem still peeps out below the columns.
        frame, peep = px(_HEAD + HEAD + _FOOT) + 2, px(_HEAD + _SENTENCE + HEAD + PROBLEM_ROW) + 16
        rows = (self.height() - frame - peep) // px(COLUMN_ROW)
        rows = min(max(rows, _LEAST_COLUMNS), self.columns.columns.rowCount())
        tall = frame + px(COLUMN_ROW) * rows if stacked else 0
        self._left.setMinimumHeight(tall)
        self._left.setMaximumHeight(tall or _ANY)
        self._right.setMinimumHeight(px(_LEAST_PROBLEMS) if stacked else 0)

    def _facts_of(self, looked: Looked) -> str:
        wishes = looked.wishes
        times = say("import.times_in", city=city_of(wishes.zone))
        parts = [times]
        if looked.country:
            parts.append(say("import.numbers_in", country=looked.country))
        parts.append(say("import.source_is", source=say(f"source.{wishes.source or 'import'}")))
        return " · ".join(parts)

    def _choose_tab(self) -> None:
        filled = (t.code for t in _tabs(self._looked) if t.count != "0") if self._looked else ()
        self.tabs.blockSignals(True)
        self.tabs.choose(next(iter(filled), "numbers"))
        self.tabs.blockSignals(False)

    def _show_tab(self) -> None:
        looked = self._looked
        if looked is None:
            return
        tab: Tab = next((t for t in _LOOKS if t == self.tabs.code), "numbers")
        sheet = self._sheet = sheet_of(tab, looked.plan, looked.ahead)
        self._sentence.setText(sheet.sentence)
        self._over.setVisible(bool(len(sheet.rows)))
        fixes = self._fixes() if tab == "numbers" else {}
        self.use_all.setVisible(bool(fixes))
        if fixes:
            self.use_all.set_words(say("import.use_fixes", count=len(fixes)))
        self._empty.setText(sheet.empty)
        self._pages.setCurrentIndex(0 if len(sheet.rows) else 1)
        self.problems.show_sheet(sheet, self.tabs.accessibleTabName(self.tabs.currentIndex()))
        self._fit()

    def _fixes(self) -> dict[Cell, str]:
        if self._looked is None:
            return {}
        return {
            (f.row, f.column): f.suggestion
            for f in self._looked.plan.findings
            if is_number_problem(f) and f.suggestion
        }

    def _use_all(self) -> None:
        self.corrected.emit(self._fixes())

    def _use_one(self, row: ProblemRow) -> None:
        if row.cell is not None:
            self.corrected.emit({row.cell: row.suggestion})


_LOOKS: dict[Tab, tuple[str, str]] = {
    "numbers": ("triangle-alert", "warn.text"),
    "other": ("info", "text.secondary"),
    "duplicates": ("copy", "text.secondary"),
    "suppressed": ("ban", "breach.text"),
    "ready": ("check", "ok.text"),
}


def _tabs(looked: Looked) -> list[TabData]:
    plan, ahead = looked.plan, looked.ahead
    numbers = sum(is_number_problem(f) for f in plan.findings)
    counts: dict[Tab, int] = {
        "numbers": numbers,
        "other": len(plan.findings) - numbers,
        "duplicates": len(plan.apart) + len(plan.merged) + len(ahead.known),
        "suppressed": len(ahead.suppressed),
        "ready": len(ahead.new),
    }
    return [
        TabData(
            code=tab,
            label=say(f"import.tab.{tab}"),
            icon=icon,
            color=color,
            count=number(counts[tab]),
        )
        for tab, (icon, color) in _LOOKS.items()
        if counts[tab] or tab != "other"
    ]
