"""The right side of the workspace: what is known about a person, and what has happened."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractSlider,
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from app.ui.theme.theme import Theme
from app.ui.widgets.lead.account_list import AccountList
from app.ui.widgets.lead.cadence_strip import CadenceStrip
from app.ui.widgets.lead.contact_window_bar import ContactWindowBar
from app.ui.widgets.lead.fact_list import FactList
from app.ui.widgets.lead.lead_data import (
    AccountData,
    CadenceData,
    ContactWindowData,
    LeadData,
    TimelineEntryData,
)
from app.ui.widgets.lead.timeline_list import TimelineList
from app.ui.widgets.parts.focus_halo import FocusHalo
from app.ui.widgets.parts.icon_button import IconButton
from app.ui.widgets.parts.icon_label import IconLabel
from app.ui.widgets.parts.key_cap import KeyCap
from app.ui.widgets.parts.link_button import LinkButton
from app.ui.widgets.parts.painted_button import PaintedButton
from app.ui.widgets.parts.text_label import TextLabel
from app.ui.words import say

_SIDE = 16
_TABS = ("all", "call", "message", "note")
_SCROLLS = {
    Qt.Key.Key_Up: QAbstractSlider.SliderAction.SliderSingleStepSub,
    Qt.Key.Key_Down: QAbstractSlider.SliderAction.SliderSingleStepAdd,
    Qt.Key.Key_PageUp: QAbstractSlider.SliderAction.SliderPageStepSub,
    Qt.Key.Key_PageDown: QAbstractSlider.SliderAction.SliderPageStepAdd,
    Qt.Key.Key_Home: QAbstractSlider.SliderAction.SliderToMinimum,
    Qt.Key.Key_End: QAbstractSlider.SliderAction.SliderToMaximum,
}


class _Section(QWidget):
    """A part of the panel, parted from the next by a line."""

    def __init__(self, theme: Theme, margins: tuple[int, int, int, int], *, line: bool) -> None:
        super().__init__()
        self._theme = theme
        self._line = line
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(*margins)
        self.column.setSpacing(0)
        theme.changed.connect(self.update)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.color("bg.panel"))
        if self._line:
            line = self._theme.color("border.default")
            painter.fillRect(0, self.height() - 1, self.width(), 1, line)


class _Tab(PaintedButton):
    """A word over the timeline."""

    def __init__(self, theme: Theme, text: str) -> None:
        super().__init__(theme, radius=4)
        self.setCheckable(True)
        self.setText(text)
        self.setAccessibleName(text)

    def sizeHint(self) -> QSize:
        wide = self._theme.text_width(self.text(), "small", 500)
        return QSize(max(28, int(wide) + 10), max(28, self._theme.px(28)))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        on = self.isChecked()
        painter.setFont(self._theme.font("small", 500 if on else 400))
        lit = "text.primary" if self._hovered else "text.muted"
        painter.setPen(self._theme.color("accent.text" if on else lit))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self.text())


class _Links(QWidget):
    """Words that can be pressed, side by side; `pressed` carries the code of one."""

    pressed = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._shown: tuple[tuple[str, str], ...] = ()
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 2, 0, 0)
        self._row.setSpacing(16)
        self.hide()

    def show_links(self, links: tuple[tuple[str, str], ...]) -> None:
        """Shows other links; the same ones stay, with the focus that one of them may have."""
        if links == self._shown:
            return
        self._shown = links
        while (item := self._row.takeAt(0)) is not None:
            gone = item.widget()
            if gone is not None:
                gone.hide()
                gone.deleteLater()
        for code, text in links:
            link = LinkButton(self._theme, text, font="small", parent=self)
            link.clicked.connect(lambda _on=False, c=code: self.pressed.emit(c))
            self._row.addWidget(link)
        self._row.addStretch(1)
        self.setVisible(bool(links))


class LeadPanel(QWidget):
    """Facts, consent, contact window, plan, account and timeline of one person; it scrolls.

    `close_requested` is the button at its top, `retry_requested` the link beside an entry that
    could not be loaded, `action_triggered` carries the code of a link under the contact window or
    the account, `correct_requested` a timeline entry whose outcome was another one and
    `person_requested` the id of a colleague.
    """

    action_triggered = Signal(str)
    close_requested = Signal()
    correct_requested = Signal(object)
    person_requested = Signal(object)
    retry_requested = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._data: LeadData | None = None
        self._facts = FactList(theme)
        self._window_title = TextLabel(
            theme, font="small", weight=600, color="text.secondary", elide=True
        )
        self._window_note = TextLabel(theme, font="small", color="text.secondary")
        self._window = ContactWindowBar(theme)
        self._window_links = _Links(theme)
        self._window_links.pressed.connect(self.action_triggered)
        self._plan_title = TextLabel(
            theme, font="small", weight=600, color="text.secondary", elide=True
        )
        self._plan_position = TextLabel(theme, font="small", color="text.muted")
        self._plan = CadenceStrip(theme)
        self._account_title = TextLabel(
            theme, font="small", weight=600, color="text.secondary", elide=True
        )
        self._account_note = TextLabel(theme, font="small", color="text.muted")
        self._account = AccountList(theme)
        self._account.opened.connect(self.person_requested)
        self._timeline = TimelineList(theme)
        self._timeline.correct_requested.connect(self.correct_requested)
        self._none = TextLabel(theme, say("panel.none"), color="text.muted", elide=True)
        self._problem = LinkButton(theme)
        self._problem.clicked.connect(self.retry_requested)
        self._tabs = QButtonGroup(self)
        self._tabs.idClicked.connect(self._on_tab)
        self._scroll = QScrollArea()
        self._sections: dict[str, QWidget] = {}
        self._lay_out()
        self._halo = FocusHalo(theme, self, 0, inside=True)
        self.setMinimumWidth(theme.px(280))
        self.setAccessibleName(say("panel.name"))
        theme.changed.connect(self._on_theme)
        self.show_lead(None)

    def show_lead(self, data: LeadData | None) -> None:
        """Shows a person, or nobody."""
        if data == self._data and data is not None:
            return
        before, self._data = self._data, data
        for part in (self._scroll, self._edit):
            part.setVisible(data is not None)
        if data is None:
            return
        if before is None or (before.facts, before.consents) != (data.facts, data.consents):
            self._facts.show_facts(data)
        self._sections["facts"].setVisible(bool(data.facts or data.consents))
        self._show_window(data.window)
        self._show_plan(data.cadence)
        self._show_account(data.account)
        self._problem.setText(data.timeline_problem)
        self._problem.setAccessibleName(data.timeline_problem)
        self._problem.setVisible(bool(data.timeline_problem))
        self._show_timeline()

    def show_section(self, name: str) -> None:
        """Scrolls to "facts", "window", "plan", "account" or "timeline"."""
        section = self._sections.get(name)
        if section is not None:
            self._scroll.verticalScrollBar().setValue(section.y())

    def sizeHint(self) -> QSize:
        return QSize(self._theme.size("leadPanel"), 400)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._halo.appear()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._halo.hide()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows and pages scroll while the panel itself has the focus."""
        step = _SCROLLS.get(Qt.Key(event.key()))
        if step is None or not self.hasFocus():
            super().keyPressEvent(event)
            return
        self._scroll.verticalScrollBar().triggerAction(step)

    def paintEvent(self, _event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), self._theme.color("bg.panel"))

    # Building

    def _lay_out(self) -> None:
        content = QWidget()
        sections = QVBoxLayout(content)
        sections.setContentsMargins(0, 0, 0, 0)
        sections.setSpacing(0)
        for name, part in (
            ("facts", self._facts_section()),
            ("window", self._window_section()),
            ("plan", self._plan_section()),
            ("account", self._account_section()),
            ("timeline", self._timeline_section()),
        ):
            self._sections[name] = part
            sections.addWidget(part)
        sections.addStretch(1)
        # A viewport of one's own: to wrap Qt's, PySide builds every widget class it knows.
        viewport = QWidget()
        viewport.setAutoFillBackground(False)
        self._scroll.setViewport(viewport)
        self._scroll.setWidget(content)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        content.setAutoFillBackground(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._head())
        column.addWidget(self._scroll, 1)
        # Without a person the head stays where it is.
        policy = self._scroll.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self._scroll.setSizePolicy(policy)

    def _head(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(_SIDE, 8, 12, 1)
        row.setSpacing(6)
        row.addWidget(
            TextLabel(
                self._theme, say("panel.name"), font="small", weight=600, color="text.secondary"
            )
        )
        row.addStretch(1)
        self._edit = IconButton(self._theme, "pencil", say("panel.edit"), icon_px=15)
        self._edit.clicked.connect(lambda: self.action_triggered.emit("edit_person"))
        row.addWidget(self._edit)
        row.addWidget(KeyCap(self._theme, "Ctrl I"))
        close = IconButton(self._theme, "panel-right-close", say("panel.close"), icon_px=15)
        close.clicked.connect(self.close_requested)
        row.addWidget(close)
        return row

    def _facts_section(self) -> QWidget:
        part = _Section(self._theme, (_SIDE, 4, _SIDE, 13), line=True)
        part.column.addWidget(self._facts)
        return part

    def _window_section(self) -> QWidget:
        part = _Section(self._theme, (_SIDE, 13, 15, 10), line=True)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(IconLabel(self._theme, "clock", size=15))
        row.addWidget(self._window_title, 1)
        row.addWidget(self._window_note)
        part.column.addLayout(row)
        part.column.addSpacing(4)
        part.column.addWidget(self._window)
        part.column.addWidget(self._window_links)
        return part

    def _plan_section(self) -> QWidget:
        part = _Section(self._theme, (_SIDE, 13, 15, 19), line=True)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self._plan_title, 1)
        row.addWidget(self._plan_position)
        part.column.addLayout(row)
        part.column.addSpacing(10)
        part.column.addWidget(self._plan)
        return part

    def _account_section(self) -> QWidget:
        part = _Section(self._theme, (_SIDE, 13, 15, 8), line=True)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(IconLabel(self._theme, "users", size=15))
        row.addWidget(self._account_title, 1)
        row.addWidget(self._account_note)
        part.column.addLayout(row)
        part.column.addSpacing(4)
        part.column.addWidget(self._account)
        work = LinkButton(self._theme, say("panel.together"), font="small")
        work.clicked.connect(lambda: self.action_triggered.emit("account"))
        part.column.addWidget(work)
        return part

    def _timeline_section(self) -> QWidget:
        part = _Section(self._theme, (0, 5, 0, 12), line=False)
        row = QHBoxLayout()
        row.setContentsMargins(_SIDE, 0, _SIDE - 5, 0)
        row.setSpacing(0)
        row.addWidget(
            TextLabel(
                self._theme, say("panel.timeline"), font="small", weight=600, color="text.secondary"
            )
        )
        row.addStretch(1)
        names = (say("panel.all"), say("panel.calls"), say("panel.messages"), say("panel.notes"))
        for place, name in enumerate(names):
            tab = _Tab(self._theme, name)
            tab.setChecked(place == 0)
            self._tabs.addButton(tab, place)
            row.addWidget(tab)
        part.column.addLayout(row)
        part.column.addWidget(self._timeline)
        rest = QVBoxLayout()
        rest.setContentsMargins(_SIDE, 4, _SIDE, 0)
        rest.addWidget(self._none)
        rest.addWidget(self._problem)
        part.column.addLayout(rest)
        return part

    # Filling

    def _show_window(self, data: ContactWindowData | None) -> None:
        self._sections["window"].setVisible(data is not None)
        if data is not None:
            self._window_title.setText(data.title)
            self._window_note.setText(data.note)
            self._window.setVisible(data.now_minute is not None)
            self._window.show_window(data)
            self._window_links.show_links(data.links)

    def _show_plan(self, data: CadenceData | None) -> None:
        self._sections["plan"].setVisible(data is not None)
        if data is not None:
            self._plan_title.setText(data.title)
            self._plan_position.setText(data.position)
            self._plan.show_steps(data.steps)

    def _show_account(self, data: AccountData | None) -> None:
        self._sections["account"].setVisible(data is not None)
        if data is not None:
            self._account_title.setText(data.title)
            self._account_note.setText(data.note)
            self._account.show_people(data.people)

    def _on_tab(self, _place: int) -> None:
        self._show_timeline()

    def _show_timeline(self) -> None:
        if self._data is None:
            return
        tab = _TABS[max(0, self._tabs.checkedId())]
        entries = _of_kind(self._data.timeline, tab)
        self._timeline.show_entries(entries)
        self._timeline.setVisible(bool(entries))
        self._none.setVisible(not entries and not self._data.timeline_problem)

    def _on_theme(self) -> None:
        self.setMinimumWidth(self._theme.px(280))
        self.update()


def _of_kind(entries: tuple[TimelineEntryData, ...], kind: str) -> tuple[TimelineEntryData, ...]:
    """The entries of a tab, and the headings that still have something under them."""
    if kind == "all":
        return entries
    kept: list[TimelineEntryData] = []
    heading: TimelineEntryData | None = None
    for entry in entries:
        if entry.kind == "heading":
            heading = entry
        elif entry.kind == kind:
            if heading is not None:
                kept.append(heading)
                heading = None
            kept.append(entry)
    return tuple(kept)
