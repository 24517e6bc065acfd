"""The workspace page: what needs you on the left, the work in the middle, the person right.

Light on purpose: it stands, with the queue in it, before anything heavy is imported. The panes
beside the queue come when they are first asked for; what the page does comes with
app.ui.workspace.controller.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import tzinfo
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import QPoint, QSettings, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QWidget

from app.core.queue.lane_names import SHOWN_LANES
from app.services.store.queue_rows import QueuePage
from app.services.wording import Wording
from app.ui.theme.theme import Theme
from app.ui.widgets.lead.lead_rail import LeadRail
from app.ui.widgets.parts.size_class import SizeClass, size_class
from app.ui.widgets.queue.queue_model import QueueModel
from app.ui.widgets.queue.queue_panel import QueuePanel

if TYPE_CHECKING:
    from app.ui.widgets.lead.lead_panel import LeadPanel
    from app.ui.widgets.touch.touch_panel import TouchPanel
    from app.ui.workspace.panes import Panes

MakePanes = Callable[[Theme, QSplitter], "Panes"]

QUEUE_WIDE, QUEUE_NARROW, LEAD_WIDTH = 352, 268, 320
# However large the text: the touch needs what is left.
QUEUE_LEAST = 280
QUEUE_RANGE, LEAD_RANGE, TOUCH_LEAST = (240, 420), (280, 380), 420


class _Blank(QWidget):
    """Stands in for a pane that is not there yet."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme

    def paintEvent(self, _event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), self._theme.color("bg.panel"))


class WorkspacePage(QWidget):
    """Three panes. Where there is little room the lead panel becomes a rail that opens it.

    Sizes and collapsed lanes are kept in `settings`. `local` is the zone of the rep. `make_panes`
    makes touch and lead panel inside the splitter as soon as one of them is asked for.
    """

    resized = Signal()

    def __init__(
        self,
        theme: Theme,
        words: Wording,
        local: tzinfo,
        settings: QSettings,
        make_panes: MakePanes,
        *,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._settings = settings
        self._make_panes = make_panes
        self._panes: Panes | None = None
        self.room = SizeClass()
        self.model = QueueModel(theme, words, local, self)
        # Panes are made where they stay: moving one styles all it holds anew.
        self._splitter = QSplitter(Qt.Orientation.Horizontal, self)
        self.queue = QueuePanel(theme, words, self.model, self._splitter)
        self._beside: tuple[QWidget, QWidget] = (
            _Blank(theme, self._splitter),
            _Blank(theme, self._splitter),
        )
        self.rail = LeadRail(theme, self)
        self._over = False
        self._lay_out()
        self._restore()
        self.rail.section_wanted.connect(self._open_over)
        self.model.collapsed_changed.connect(self._on_collapsed)
        theme.changed.connect(self._fit)

    @property
    def touch(self) -> TouchPanel:
        """The pane of the touch that is worked."""
        return self._filled().touch

    @property
    def lead(self) -> LeadPanel:
        """The pane of the person."""
        return self._filled().lead

    def fill(self) -> None:
        """Makes what stands beside the queue, unless it is there."""
        self._filled()

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

    def panes(self) -> tuple[tuple[QWidget, QWidget], ...]:
        """Where F6 goes, in order: each pane that shows, and what takes the focus in it."""
        shown: list[tuple[QWidget, QWidget]] = [
            (self.queue, self.queue.view),
            (self.touch, self.touch.big_button),
        ]
        if not self.lead.isHidden():
            shown.append((self.lead, self.lead))
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
        self._stretch()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._splitter, 1)
        row.addWidget(self.rail)

    def _stretch(self) -> None:
        for place, factor in enumerate((0, 1, 0)):
            self._splitter.setStretchFactor(place, factor)

    def _filled(self) -> Panes:
        if self._panes is None:
            blanks = self._beside
            self._panes = self._beside = self._make_panes(self._theme, self._splitter)
            for pane in self._panes:
                pane.show()  # what comes into a window that shows already stays hidden otherwise
            # Last, for without panes that may grow the splitter would shrink to the queue.
            for blank in blanks:
                blank.setParent(None)
                blank.deleteLater()
            self._stretch()
            self._first_sizes = True
            self._panes.lead.close_requested.connect(self.close_lead)
            self._fit()
        return self._panes

    def _restore(self) -> None:
        kept = self._settings.value("workspace/collapsed", ["later_today"])
        names = [kept] if isinstance(kept, str) else kept if isinstance(kept, list) else []
        self.model.set_collapsed([lane for lane in SHOWN_LANES if lane in names])
        self._first_sizes = True

    def _on_collapsed(self, lanes: list[str]) -> None:
        self._settings.setValue("workspace/collapsed", lanes)

    def _fit(self) -> None:
        window = self.window()
        self.room = size_class(window.width(), window.height(), self._theme.text_scale)
        px = self._theme.px
        self._beside[0].setMinimumWidth(px(TOUCH_LEAST))
        self.rail.setVisible(self.room.rail)
        if self._panes is not None:
            self._panes.touch.set_size_class(self.room)
        if self.room.rail:
            self._fit_narrow()
        else:
            self._fit_wide()
        self.resized.emit()

    def _fit_wide(self) -> None:
        px = self._theme.px
        lead = self._beside[1]
        docked = lead.parentWidget() is self._splitter
        if not docked:
            self._splitter.addWidget(lead)
            lead.show()
        self._over = False
        self.queue.setMinimumWidth(px(QUEUE_RANGE[0]))
        self.queue.setMaximumWidth(px(QUEUE_RANGE[1]))
        lead.setMinimumWidth(px(LEAD_RANGE[0]))
        lead.setMaximumWidth(px(LEAD_RANGE[1]))
        if not docked or self._first_sizes:
            self._first_sizes = False
            state = self._settings.value("workspace/panes")
            if not (state and self._splitter.restoreState(state)):
                rest = self.width() - px(QUEUE_WIDE) - px(LEAD_WIDTH)
                self._splitter.setSizes([px(QUEUE_WIDE), rest, px(LEAD_WIDTH)])

    def _fit_narrow(self) -> None:
        px = self._theme.px
        self._first_sizes = True
        queue = px(QUEUE_NARROW)
        if self.room.width == "minimum":
            queue = min(queue, QUEUE_LEAST)
        self.queue.setFixedWidth(queue)
        lead = self._beside[1]
        if lead.parentWidget() is not self:
            lead.setParent(self)
        rest = self.width() - queue - self.rail.width()
        self._splitter.setSizes([queue, rest])
        wide = px(LEAD_WIDTH)
        lead.setFixedWidth(wide)
        lead.setVisible(self._over)
        if self._over:
            lead.move(QPoint(self.width() - self.rail.width() - wide, 0))
            lead.resize(wide, self.height())
            lead.raise_()

    def _open_over(self, section: str) -> None:
        self._over = True
        self._fit()
        self.lead.show_section(section or "facts")
        self.lead.setFocus(Qt.FocusReason.OtherFocusReason)
