"""The workspace page: what needs you on the left, the work in the middle, the person right.

Light on purpose: it stands, with the queue in it, before anything heavy is imported. What it does
comes with app.ui.workspace.controller.
"""

from datetime import tzinfo
from uuid import UUID

from PySide6.QtCore import QPoint, QSettings, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QWidget

from app.services.queue import LANES, QueuePage
from app.services.wording import Wording
from app.ui.theme.theme import Theme
from app.ui.widgets.lead_panel import LeadPanel
from app.ui.widgets.lead_rail import LeadRail
from app.ui.widgets.queue_model import QueueModel
from app.ui.widgets.queue_panel import QueuePanel
from app.ui.widgets.size_class import SizeClass, size_class
from app.ui.widgets.touch_panel import TouchPanel

QUEUE_WIDE, QUEUE_NARROW, LEAD_WIDTH = 352, 268, 320
QUEUE_RANGE, LEAD_RANGE, TOUCH_LEAST = (240, 420), (280, 380), 420


class WorkspacePage(QWidget):
    """Three panes. Where there is little room the lead panel becomes a rail that opens it.

    Sizes and collapsed lanes are kept in `settings`. `local` is the zone of the rep.
    """

    resized = Signal()

    def __init__(
        self,
        theme: Theme,
        words: Wording,
        local: tzinfo,
        settings: QSettings,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._settings = settings
        self.room = SizeClass()
        self.model = QueueModel(theme, words, local, self)
        # The panes are made where they stay: moving one styles all it holds anew.
        self._splitter = QSplitter(Qt.Orientation.Horizontal, self)
        self.queue = QueuePanel(theme, words, self.model, self._splitter)
        self.touch = TouchPanel(theme, self._splitter)
        self.touch.set_waiting(True)
        self.lead = LeadPanel(theme, self._splitter)
        self.rail = LeadRail(theme, self)
        self._over = False
        self._lay_out()
        self._restore()
        self.rail.section_wanted.connect(self._open_over)
        self.lead.close_requested.connect(self.close_lead)
        self.model.collapsed_changed.connect(self._on_collapsed)
        theme.changed.connect(self._fit)

    def show_queue(self, page: QueuePage) -> None:
        """Shows the queue as it was read; the selection stays where it is."""
        self.model.set_page(page)

    def select(self, lead_id: UUID) -> bool:
        """Selects a person in the queue; False if the queue does not show them."""
        return self.queue.view.select_row(lead_id)

    def toggle_lead(self) -> None:
        """Opens or closes the lead panel (Ctrl I)."""
        if self.room.rail:
            if self._over:
                self.close_lead()
            else:
                self._open_over("")
        else:
            self.lead.setVisible(self.lead.isHidden())

    def close_lead(self) -> None:
        """Closes the lead panel, docked or over the touch."""
        if self.room.rail:
            self._over = False
            self._fit()
        else:
            self.lead.hide()
        self.queue.view.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def lead_over(self) -> bool:
        """Whether the lead panel lies over the touch."""
        return self._over

    def panes(self) -> tuple[QWidget, ...]:
        """Where F6 goes, in order: the first widget of each pane that takes the focus."""
        shown = [self.queue.view, self.touch.big_button]
        if not self.lead.isHidden():
            shown.append(self.lead)
        return tuple(shown)

    def save(self) -> None:
        """Remember the sizes of the panes."""
        if not self.room.rail:
            self._settings.setValue("workspace/panes", self._splitter.saveState())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fits the panes to the window."""
        super().resizeEvent(event)
        self._fit()

    # Inside

    def _lay_out(self) -> None:
        self._splitter.setChildrenCollapsible(False)
        self._splitter.setStretchFactor(0, 0)
        self._splitter.setStretchFactor(1, 1)
        self._splitter.setStretchFactor(2, 0)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._splitter, 1)
        row.addWidget(self.rail)

    def _restore(self) -> None:
        kept = self._settings.value("workspace/collapsed", ["later_today"])
        names = [kept] if isinstance(kept, str) else kept if isinstance(kept, list) else []
        self.model.set_collapsed([lane for lane in LANES if lane in names])
        self._first_sizes = True

    def _on_collapsed(self, lanes: list[str]) -> None:
        self._settings.setValue("workspace/collapsed", lanes)

    def _fit(self) -> None:
        window = self.window()
        self.room = size_class(window.width(), window.height(), self._theme.text_scale)
        px = self._theme.px
        self.touch.setMinimumWidth(px(TOUCH_LEAST))
        self.rail.setVisible(self.room.rail)
        if self.room.rail:
            self._fit_narrow()
        else:
            self._fit_wide()
        self.touch.set_size_class(self.room)
        self.resized.emit()

    def _fit_wide(self) -> None:
        px = self._theme.px
        docked = self.lead.parentWidget() is self._splitter
        if not docked:
            self._splitter.addWidget(self.lead)
            self.lead.show()
        self._over = False
        self.queue.setMinimumWidth(px(QUEUE_RANGE[0]))
        self.queue.setMaximumWidth(px(QUEUE_RANGE[1]))
        self.lead.setMinimumWidth(px(LEAD_RANGE[0]))
        self.lead.setMaximumWidth(px(LEAD_RANGE[1]))
        if not docked or self._first_sizes:
            self._first_sizes = False
            state = self._settings.value("workspace/panes")
            if not (state and self._splitter.restoreState(state)):
                rest = self.width() - px(QUEUE_WIDE) - px(LEAD_WIDTH)
                self._splitter.setSizes([px(QUEUE_WIDE), rest, px(LEAD_WIDTH)])

    def _fit_narrow(self) -> None:
        px = self._theme.px
        self._first_sizes = True
        self.queue.setFixedWidth(px(QUEUE_NARROW))
        if self.lead.parentWidget() is not self:
            self.lead.setParent(self)
        rest = self.width() - px(QUEUE_NARROW) - self.rail.width()
        self._splitter.setSizes([px(QUEUE_NARROW), rest])
        wide = px(LEAD_WIDTH)
        self.lead.setFixedWidth(wide)
        self.lead.setVisible(self._over)
        if self._over:
            self.lead.move(QPoint(self.width() - self.rail.width() - wide, 0))
            self.lead.resize(wide, self.height())
            self.lead.raise_()

    def _open_over(self, section: str) -> None:
        self._over = True
        self._fit()
        self.lead.show_section(section or "facts")
        self.lead.setFocus(Qt.FocusReason.OtherFocusReason)
