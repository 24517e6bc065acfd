"""A contact nobody planned (Ctrl L): who, which way, how, and what came of it."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QWidget,
)

from app.core.engine.unplanned import CHANNELS, ContactChannel, ContactWay, contact_outcomes
from app.core.errors import Refused, TouchlineError
from app.core.people.phone import display
from app.core.planning.due import zone_for
from app.core.reading.plain_dates import read_when
from app.core.work.outcome import Outcome
from app.services.desk.desk import Desk
from app.services.people.leads import find
from app.services.store.records import Changes, LeadHit
from app.services.working.contacts import Contact, log_contact, point_named
from app.ui.dialogs.plan_dialog import Changed
from app.ui.tasks import Tasks
from app.ui.theme.theme import Theme
from app.ui.widgets.parts.form_field import FormField
from app.ui.widgets.parts.link_button import LinkButton
from app.ui.widgets.parts.modal_dialog import ModalDialog
from app.ui.widgets.parts.segmented_control import SegmentedControl
from app.ui.widgets.parts.sentence_label import SentenceLabel
from app.ui.widgets.parts.text_label import TextLabel
from app.ui.widgets.parts.view_data import ChannelChoice
from app.ui.words import error_text, say, told

_WIDE = 600
_FOUND, _ROW = 4, 28
_LONGEST = 500
_WAYS: tuple[tuple[ContactWay, str], ...] = (
    ("in", "phone-incoming"),
    ("out", "phone-call"),
)
_CHANNELS: dict[ContactChannel, str] = {
    "call": "phone",
    "email": "mail",
    "sms": "message-square-text",
    "whatsapp": "message-circle",
    "linkedin_message": "messages-square",
}
_FIRST: dict[ContactWay, str] = {"in": "replied", "out": "no_answer"}


class ContactDialog(ModalDialog):
    """`logged` carries a Changed; `add_requested` what was typed, for somebody nobody knows."""

    logged = Signal(object)
    add_requested = Signal(str)

    def __init__(self, theme: Theme, desk: Desk, tasks: Tasks, parent: QWidget) -> None:
        super().__init__(theme, say("contact.log"), parent)
        self.kept_as = "log_contact"
        self._desk = desk
        self._tasks = tasks
        self._asked: str | None = None
        self._hits: Sequence[LeadHit] = ()
        self._likely = False
        self._outcomes: tuple[Outcome, ...] = ()
        self.way: ContactWay = "in"
        self.channel: ContactChannel = "call"
        self.who, self.when, self.note = QLineEdit(), QLineEdit(), QLineEdit()
        self.people = QListWidget()
        self.outcome = QComboBox()
        self.ways = SegmentedControl(theme, say("contact.direction"))
        self.channels = SegmentedControl(theme, say("contact.channel"))
        self.add = LinkButton(theme, say("add.add"), font="small")
        self._nobody = TextLabel(theme, font="small", color="text.muted", elide=True)
        self._said = SentenceLabel(theme, weight=500)
        self._lay_out()
        self.save = self.add_buttons(say("strip.log"), cancel=say("dialog.cancel"))
        self._connect()
        self._show_choices()
        self._show_people()
        self.who.setFocus()

    @property
    def said(self) -> str:
        """The sentence above the buttons."""
        return self._said.text()

    @property
    def person(self) -> LeadHit | None:
        """Who is chosen."""
        row = self.people.currentRow()
        return self._hits[row] if 0 <= row < len(self._hits) else None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrows in the field go through the people found; Enter takes one, logging nothing."""
        if watched is self.who and isinstance(event, QKeyEvent) and self._hits:
            enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            held = event.modifiers() & Qt.KeyboardModifier.ControlModifier
            if enter and not held and event.type() == QEvent.Type.KeyPress:
                self.ways.focus_chosen()
                return True
            step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
            if step is not None and event.type() == QEvent.Type.KeyPress:
                row = (self.people.currentRow() + step) % len(self._hits)
                self.people.setCurrentRow(row)
                return True
        return super().eventFilter(watched, event)

    def begin_with(self, hit: LeadHit) -> None:
        """Somebody is likely meant: they are chosen already, and typing looks for others."""
        self._hits = (hit,)
        self._likely = True
        self._show_people()

    def choose_way(self, way: str) -> None:
        """In or out; the outcomes follow."""
        self.way = "in" if way == "in" else "out"
        self.outcome.clear()
        self._show_choices()

    def choose_channel(self, channel: str) -> None:
        """One of CHANNELS; the outcomes follow."""
        self.channel = next(c for c in CHANNELS if c == channel)
        self._show_choices()

    # Inside

    def _lay_out(self) -> None:
        theme = self._theme
        self.setMinimumWidth(theme.px(_WIDE))
        self.add_title(say("contact.log"))
        self.who.setPlaceholderText(say("contact.who_hint"))
        self.when.setPlaceholderText(say("contact.when_hint"))
        for line in (self.who, self.when, self.note):
            line.setMaxLength(_LONGEST)
        self.body.addWidget(TextLabel(theme, say("contact.who"), font="small", weight=600))
        self.who.setAccessibleName(say("contact.who"))
        self.body.addWidget(self.who)
        self.people.setAccessibleName(say("contact.found"))
        self.people.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.people.setUniformItemSizes(True)
        # As high as it can get: nothing below it moves while one types.
        self.people.setFixedHeight(_FOUND * theme.px(_ROW) + 2)
        self._dress_people()
        self.body.addWidget(self.people)
        none = QHBoxLayout()
        none.addWidget(self._nobody, 1)
        none.addWidget(self.add)
        self.body.addLayout(none)
        self.body.addWidget(self.ways)
        self.body.addWidget(self.channels)
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.addWidget(FormField(theme, say("contact.outcome"), self.outcome), 0, 0)
        self._when_field = FormField(theme, say("contact.when"), self.when)
        grid.addWidget(self._when_field, 0, 1)
        grid.addWidget(FormField(theme, say("dialog.note"), self.note), 1, 0, 1, 2)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        self.body.addLayout(grid)
        self.body.addWidget(self._said)
        self.body.addStretch(1)

    def _dress_people(self) -> None:
        color, row = self._theme.color, self._theme.px(_ROW)
        self.people.setStyleSheet(
            f"QListWidget {{ border: 1px solid {color('border.default').name()}; }}"
            f"QListWidget::item {{ height: {row}px; padding: 0 10px;"
            f" color: {color('text.primary').name()}; }}"
            f"QListWidget::item:selected {{ background: {color('bg.selected').name()};"
            f" color: {color('text.primary').name()}; }}"
        )

    def _connect(self) -> None:
        self.who.textChanged.connect(self._on_text)
        self.who.installEventFilter(self)
        self.people.currentRowChanged.connect(self._ready)
        self.ways.chosen.connect(self.choose_way)
        self.channels.chosen.connect(self.choose_channel)
        self.outcome.currentIndexChanged.connect(self._on_outcome)
        self.add.clicked.connect(self._add)
        self.save.clicked.connect(self._save)

    def _show_choices(self) -> None:
        self.ways.show_choices(
            [ChannelChoice(code=w, label=say(f"contact.way.{w}"), icon=icon) for w, icon in _WAYS],
            self.way,
        )
        self.channels.show_choices(
            [ChannelChoice(code=c, label=say(f"channel.{c}"), icon=_CHANNELS[c]) for c in CHANNELS],
            self.channel,
        )
        before = self.outcome.currentData()
        self._outcomes = contact_outcomes(self.way, self.channel)
        self.outcome.clear()
        for outcome in self._outcomes:
            self.outcome.addItem(say(f"outcome.{outcome.code}"), outcome.code)
        likely = before if self.outcome.findData(before) >= 0 else _FIRST[self.way]
        self.outcome.setCurrentIndex(max(0, self.outcome.findData(likely)))

    def _on_outcome(self, row: int) -> None:
        needs = 0 <= row < len(self._outcomes) and self._outcomes[row].needs == "when"
        self._when_field.setVisible(needs)

    def _on_text(self, text: str) -> None:
        if self._likely:
            # Somebody else is meant: nothing may be logged for the first one meanwhile.
            self._likely = False
            self._hits = ()
            self._show_people()
        if not text.strip():
            self._hits = ()
            self._show_people()
        elif self._asked is None:
            self._ask(text)

    def _ask(self, text: str) -> None:
        self._asked = text
        self._tasks.read(
            lambda: find(self._desk, text, _FOUND),
            self.while_open(self._on_found),
            self.while_open(self._fail),
        )

    def _on_found(self, hits: Sequence[LeadHit]) -> None:
        asked, self._asked = self._asked, None
        text = self.who.text()
        if text.strip() and text != asked:
            self._ask(text)
            return
        self._hits = hits if text.strip() else ()
        self._show_people()

    def _show_people(self) -> None:
        self.people.clear()
        for hit in self._hits:
            phone = display(hit.phone) if hit.phone else ""
            words = " · ".join(filter(None, (hit.name, hit.company, hit.place, phone)))
            self.people.addItem(QListWidgetItem(words))
        shown = bool(self._hits)
        if shown:
            self.people.setCurrentRow(0)
        typed = bool(self.who.text().strip())
        none = say("contact.no_match") if typed else say("contact.begin")
        self._nobody.setText("" if shown else none)
        self.add.setVisible(typed and not shown)
        self._ready()

    def _ready(self) -> None:
        self.save.setEnabled(self.person is not None)

    def _add(self) -> None:
        typed = self.who.text().strip()
        self.accept()
        self.add_requested.emit(typed)

    def _save(self) -> None:
        hit = self.person
        if hit is None:
            return
        desk, now = self._desk, self._desk.clock.now()
        way, channel, code = self.way, self.channel, str(self.outcome.currentData())
        words, note, typed = self.when.text(), self.note.text(), self.who.text()
        dated = not self._when_field.isHidden()
        self.save.setEnabled(False)

        def log() -> Changes:
            contact = Contact(
                way=way,
                channel=channel,
                outcome=code,
                when=_moment(desk, hit.lead_id, words, now) if dated else None,
                point_id=point_named(desk, hit.lead_id, typed),
            )
            return log_contact(desk, hit.lead_id, contact, note=note, at=now)

        def done(changes: Changes) -> None:
            self.accept()
            what = say(f"outcome.{code}")
            self.logged.emit(
                Changed(lead_id=hit.lead_id, name=hit.name, what=what, changes=changes)
            )

        self._tasks.command(log, self.while_open(done), self.while_open(self._fail))

    def _fail(self, error: TouchlineError) -> None:
        self._asked = None
        self.save.setEnabled(self.person is not None)
        self._said.setText(error_text(error))


def _moment(desk: Desk, lead_id: UUID, words: str, now: datetime) -> datetime:
    """What was typed, on the clock of the person."""
    if not words.strip():
        raise Refused(*told("needs_date"))
    with desk.store.read() as reader:
        there = ZoneInfo(zone_for(reader.lead(lead_id), desk.identity.zone))
    wall = read_when(words, now.astimezone(there).replace(tzinfo=None))
    return wall.replace(tzinfo=there).astimezone(now.tzinfo)
