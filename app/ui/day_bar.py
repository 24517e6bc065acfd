"""The three figures of the day over the window, read anew whenever something was written."""

from PySide6.QtCore import QObject, Signal

from app.core.errors import TouchlineError
from app.services.desk.desk import Desk
from app.services.store.records import DayNumbers
from app.services.working.day_figures import DayFigures, day_figures, set_goal
from app.ui.tasks import Tasks
from app.ui.widgets.frame.frame_data import MetricData
from app.ui.widgets.parts.view_data import clock_text
from app.ui.words import catalogue, say

# The promise and the goals the figures are held against.
GOAL_FIRST_CONTACT = "5:00"
GOAL_IN_WINDOW = 90


class DayBar(QObject):
    """Counts in the background. `changed` says that `metrics` differ, `failed` has an error.

    The goal of the day is what is due once the day has been set out (`set_out`), and stays.
    """

    changed = Signal()
    failed = Signal(object)

    def __init__(self, desk: Desk, tasks: Tasks, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._tasks = tasks
        self._figures: DayFigures | None = None
        self._counting = False
        self._again = False
        self._is_set_out = False

    def count(self) -> None:
        """Read the figures; while one read runs, further wishes become one at its end."""
        if self._counting:
            self._again = True
            return
        self._counting = True
        self._tasks.read(lambda: day_figures(self._desk), self._on_figures, self._on_failed)

    def set_out(self) -> None:
        """What the night left was sorted: from now on the goal of the day stands."""
        if not self._is_set_out:
            self._is_set_out = True
            self.count()

    def metrics(self) -> tuple[MetricData, ...]:
        """What the bar shows."""
        figures = self._figures
        numbers = figures.numbers if figures else DayNumbers()
        share = (
            f"{round(100 * numbers.in_window / numbers.startable)} %" if numbers.startable else "–"
        )
        return (
            MetricData(
                value=_wait_text(numbers.median_first_contact_s, above=numbers.first_contact_above),
                goal=say("bar.goal", goal=GOAL_FIRST_CONTACT),
                label=say("bar.median"),
                short=say("bar.median_short"),
            ),
            MetricData(
                value=share,
                goal=say("bar.goal_percent", goal=GOAL_IN_WINDOW),
                label=say("bar.within"),
                short=say("bar.within_short"),
            ),
            MetricData(
                value=catalogue().number(numbers.done),
                goal=say("bar.of", count=figures.goal if figures else 0),
                label=say("bar.touches"),
                short=say("bar.touches_short"),
            ),
        )

    # Inside

    def _on_figures(self, figures: DayFigures) -> None:
        before, self._figures = self._figures, figures
        self._counting = False
        if before is not None and before.on != figures.on:
            self._is_set_out = False  # the new day is yet to be sorted
        elif self._is_set_out and figures.goal and not figures.fixed:
            self._tasks.command(
                lambda: set_goal(self._desk, figures), self._on_set, self._on_failed
            )
        if figures != before:
            self.changed.emit()
        if self._again:
            self._again = False
            self.count()

    def _on_set(self, _: None) -> None:
        self.count()

    def _on_failed(self, error: TouchlineError) -> None:
        self._counting = False
        self.failed.emit(error)


def _wait_text(seconds: float | None, *, above: bool) -> str:
    """A median wait in minutes; "> 5:00" where so many still wait that it lies above."""
    if seconds is None:
        return "–"
    return f"> {clock_text(int(seconds))}" if above else clock_text(int(seconds))
