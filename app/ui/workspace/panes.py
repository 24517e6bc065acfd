"""The panes beside the queue. The first paint does without them and without what they import."""

from typing import NamedTuple

from PySide6.QtWidgets import QSplitter

from app.ui.theme.theme import Theme
from app.ui.widgets.lead.lead_panel import LeadPanel
from app.ui.widgets.touch.touch_panel import TouchPanel

__all__ = ["Panes", "QSplitter", "make_panes"]


class Panes(NamedTuple):
    """The touch in the middle and the person on the right."""

    touch: TouchPanel
    lead: LeadPanel


def make_panes(theme: Theme, splitter: QSplitter) -> Panes:
    """Both, empty, in the order in which they stand in `splitter`."""
    # Made where they stay: moving one would style all it holds anew.
    touch = TouchPanel(theme, splitter)
    touch.set_waiting(True)
    return Panes(touch, LeadPanel(theme, splitter))
