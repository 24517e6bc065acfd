"""The first start: where the work lives, who works here, and the first list of people."""

from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from app.core.errors import BadInput, TouchlineError
from app.core.messages.content import ContentEntry
from app.core.people.local_time import ZoneTables
from app.services.desk.desk import Desk
from app.services.wording import Wording
from app.ui.importing.import_page import ImportPage
from app.ui.setup.content_form import ContentForm
from app.ui.setup.way_cards import StartWay, WayCards
from app.ui.setup.workplace_form import WorkplaceForm
from app.ui.tasks import Tasks
from app.ui.theme.theme import Theme
from app.ui.widgets.parts.clear_scroll import clear_scroll
from app.ui.widgets.parts.small_button import SmallButton
from app.ui.widgets.parts.surfaces import INDENT, SIDE, Foot, Ground, RunsLabel, StepHead
from app.ui.widgets.parts.text_label import TextLabel
from app.ui.words import error_text, say

ProfileKind = Literal["local", "demo"]
# Below this height the first step is one line while the list comes in.
_SHORT = 760


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfileWish:
    """The profile to make. A demo brings its own name, company, zone and country.

    `content` are the first entries of the content list.
    """

    kind: ProfileKind
    rep_name: str = ""
    company: str = ""
    zone: str = ""
    country: str = ""
    content: tuple[ContentEntry, ...] = ()


class SetupWindow(QWidget):
    """`wanted` carries a ProfileWish; then the profile is made outside and `offer_import` called.

    `finished` comes when the work can begin. `zone` is the IANA zone of the machine.
    """

    wanted = Signal(object)
    finished = Signal()

    def __init__(self, theme: Theme, words: Wording, *, zone: str) -> None:
        super().__init__()
        self._theme = theme
        self._words = words
        self.page: ImportPage | None = None
        self.ways = WayCards(theme, self._ways())
        self.form = WorkplaceForm(theme, zone)
        self.content = ContentForm(theme)
        self.head = StepHead(theme, 1, say("setup.where"), say("setup.later"))
        self.primary = SmallButton(theme, look="primary", key="Ctrl Enter", height=36, font="base")
        self._said = RunsLabel(theme)
        self._demo_note = TextLabel(theme, color="text.secondary", elide=True)
        self._top = Ground(theme, line=True)
        self._below = QStackedWidget()
        self._first = QWidget()
        self._lay_out()
        self.ways.chosen.connect(self._on_way)
        self.form.edited.connect(self._on_edited)
        self.content.edited.connect(self._on_edited)
        self.primary.clicked.connect(self._confirm)
        # Connected by hand: given a slot, the constructor forgets the context.
        inside = Qt.ShortcutContext.WidgetWithChildrenShortcut
        for key in ("Ctrl+Return", "Ctrl+Enter"):
            for part in (self._first, self._top):
                shortcut = QShortcut(QKeySequence(key), part, context=inside)
                shortcut.activated.connect(self._confirm)
        self.setMinimumSize(960, 640)
        self.resize(1440, 868)
        self._title(1)
        self.ways.choose("local")

    def offer_import(self, desk: Desk, tasks: Tasks, tables: ZoneTables) -> None:
        """The profile is there: offer the first list."""
        page = ImportPage(self._theme, desk, tasks, tables, setting_up=True)
        page.skipped.connect(self.finished)
        page.finished.connect(self.finished)
        page.state_changed.connect(lambda state: self._title(3 if state == "result" else 2))
        self.page = page
        self.ways.close_choice()
        self.head.badge.set_done(True)
        self._below.addWidget(page)
        self._below.setCurrentWidget(page)
        self._title(2)
        self._fit()
        page.focus_first()

    def show_problem(self, error: TouchlineError) -> None:
        """The profile could not be made: say why and let the person try again."""
        self._said.show_runs([(error_text(error), 500)], "breach.text")
        self._busy(False)

    def sizeHint(self) -> QSize:
        return QSize(1440, 868)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    # Inside

    def _ways(self) -> tuple[StartWay, ...]:
        return (
            StartWay(
                code="hub",
                title=say("setup.hub"),
                text=say("setup.hub_text"),
                icon="server",
                enabled=False,
            ),
            StartWay(
                code="local",
                title=say("setup.local"),
                text=say("setup.local_text"),
                icon="laptop",
            ),
            StartWay(
                code="demo",
                title=say("setup.demo"),
                text=say("setup.demo_text"),
                icon="flask-conical",
            ),
        )

    def _lay_out(self) -> None:
        top = QVBoxLayout(self._top)
        top.setContentsMargins(0, 16, 0, 17)
        top.setSpacing(12)
        top.addWidget(self.head)
        cards = QVBoxLayout()
        cards.setContentsMargins(INDENT, 0, SIDE, 0)
        cards.addWidget(self.ways)
        top.addLayout(cards)

        fields = QWidget()
        inside = QVBoxLayout(fields)
        inside.setContentsMargins(INDENT, 20, SIDE, 20)
        inside.setSpacing(14)
        self._heading = TextLabel(self._theme, font="title", weight=600)
        inside.addWidget(self._heading)
        inside.addWidget(self._demo_note)
        inside.addWidget(self.form)
        inside.addWidget(self.content)
        inside.addStretch(1)
        scroll = self._scroll = clear_scroll(fields)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        ground = Ground(self._theme)
        middle = QVBoxLayout(ground)
        middle.setContentsMargins(0, 0, 0, 0)
        middle.addWidget(scroll)
        foot = Foot(self._theme)
        foot.row.addStretch(1)
        foot.row.addWidget(self._said)
        foot.row.addWidget(self.primary)
        first = QVBoxLayout(self._first)
        first.setContentsMargins(0, 0, 0, 0)
        first.setSpacing(0)
        first.addWidget(ground, 1)
        first.addWidget(foot)
        self._below.addWidget(self._first)

        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._top)
        column.addWidget(self._below, 1)

    def _on_way(self, code: str) -> None:
        local = code == "local"
        self.form.setVisible(local)
        self.content.setVisible(local)
        self._demo_note.setVisible(not local)
        self._said.show_runs([])
        if local:
            self._heading.setText(say("setup.who"))
            self.primary.set_words(say("setup.do"))
        else:
            self._heading.setText(say("setup.demo_title"))
            self._demo_note.setText(say("setup.demo_note"))
            self.primary.set_words(say("setup.demo_do"))

    def _confirm(self) -> None:
        if self.page is not None or not self.primary.isEnabled():
            return
        kind: ProfileKind = "demo" if self.ways.code == "demo" else "local"
        if kind == "local" and not self.form.check():
            self._said.show_runs([(say("setup.missing"), 500)], "breach.text")
            return
        content: tuple[ContentEntry, ...] = ()
        try:
            content = self.content.entries() if kind == "local" else ()
        except BadInput:
            shown = self.content.focusWidget()
            if shown is not None:
                self._scroll.ensureWidgetVisible(shown)
            self._said.show_runs([(say("setup.missing"), 500)], "breach.text")
            return
        entered = self.form.workplace
        self._said.show_runs([(say("setup.busy"), 400)], "text.secondary")
        self._busy(True)
        if kind == "demo":
            self.wanted.emit(ProfileWish(kind="demo"))
            return
        self.wanted.emit(
            ProfileWish(
                kind="local",
                rep_name=entered.rep_name,
                company=entered.company,
                zone=entered.zone,
                country=entered.country,
                content=content,
            )
        )

    def _on_edited(self) -> None:
        """What was missing may be there now; the fields themselves say what still is."""
        if self.form.is_complete:
            self._said.show_runs([])

    def _busy(self, busy: bool) -> None:
        self.primary.setEnabled(not busy)
        self.form.setEnabled(not busy)
        self.content.setEnabled(not busy)

    def _title(self, step: int) -> None:
        self.setWindowTitle(say("setup.window", n=step))

    def _fit(self) -> None:
        """Little height belongs to the list; the way that was chosen is named in one line."""
        short = self.page is not None and self.height() < self._theme.px(_SHORT)
        self.ways.setVisible(not short)
        if self.page is not None:
            note = say("setup.local") if short else ""
            self.head.show_note(note or say("setup.later"))
