"""What the workspace does: reads the queue, opens touches, logs, and goes on to the next."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from PySide6.QtCore import QObject, Signal

from app.core.cadence.cadence import SPOKEN
from app.core.errors import TouchlineError
from app.core.queue.lane_names import Lane
from app.services.desk.desk import Desk
from app.services.ports import Sender
from app.services.store.queue_rows import QueuePage, QueueRow
from app.services.store.records import Changes
from app.services.wording import Wording
from app.ui.actions import ON_A_PERSON, outcome_action
from app.ui.tasks import Tasks
from app.ui.words import error_text, say
from app.ui.workspace.answers import Answers
from app.ui.workspace.page import WorkspacePage
from app.ui.workspace.queue_reading import QueueReading, ReadingWishes
from app.ui.workspace.rest import Rest
from app.ui.workspace.session import Shown, TouchSession, Undoable, following_action
from app.ui.workspace.showing import Showing
from app.ui.workspace.shut_window import ShutWindow
from app.ui.workspace.starting import ContactStart
from app.ui.workspace.strips import Chosen
from app.ui.workspace.touch_menu import TouchMenu


class WorkspaceController(QObject):
    """Connects the page with the use cases.

    `said` carries a sentence for the status bar as (icon, before, strong, after); `failed` a
    TouchlineError; `changed` comes after anything was logged. `wants` carries the name of a dialog.
    """

    said = Signal(str, str, str, str)
    failed = Signal(object)
    logged = Signal(object)
    shown = Signal(object)
    rows_read = Signal(object)
    wants = Signal(str)

    def __init__(
        self, page: WorkspacePage, desk: Desk, tasks: Tasks, words: Wording, sender: Sender
    ) -> None:
        super().__init__(page)
        self._page = page
        self._desk = desk
        # Why nothing was logged for a touch, until it is shown again.
        self._problem: tuple[UUID, TouchlineError] | None = None
        self._out_of_sight = False
        self._dial_when_shown: UUID | None = None
        # The action of the same touch that opens once the one before it is written.
        self._follows: UUID | None = None
        self._select_when_read: UUID | None = None
        self._take_when_read: UUID | None = None
        # The day begins: what the night left is sorted anew, and the rep did nothing yet.
        self._beginning = True
        self._settled = False
        self.session = TouchSession(desk, tasks, self)
        self.start = ContactStart(self.session, tasks, sender, self)
        self._showing = Showing(page, desk, words, self.session, self.start)
        wishes = ReadingWishes(
            waits=lambda: self.session.on_its_way, filtering=lambda: page.queue.filtering
        )
        self.queue = QueueReading(desk, tasks, wishes, self)
        self.shut = ShutWindow(page, self.session, words, self)
        self.rest = Rest(page.touch, desk.clock, self)
        zone = desk.identity.zone
        self._answers = Answers(page.touch.dock, self.session, desk.clock, zone, self)
        self._connect()
        TouchMenu(page, self.session, act=self.act, wants=self.wants.emit, copy=self.start.copy)
        self.queue.refresh()

    # What the window calls

    def on_changes(self, changes: Changes) -> None:
        """Something was written, here or by another program."""
        self.queue.hear(changes)
        if not changes.leads or self.session.lead_among(self.queue.rows) in changes.leads:
            self.session.reload()

    def tick(self, now: datetime) -> None:
        """A second has passed: rings step, the header with them."""
        self._page.model.tick(now)
        current = self.session.current
        if current is not None and self.shut.has_changed(current, now):
            self.session.reload()
        if current is not None and (current.card.clock is not None or now.second == 0):
            self._showing.show_touch(current)
            if now.second == 0:
                self._showing.show_lead(current)

    def go_next(self) -> bool:
        """Select the touch that comes next in the order of the rules."""
        row = self.queue.next_row()
        return row is not None and self._page.select(row.lead_id)

    def open_touch(self, lead_id: UUID, touch_id: UUID) -> None:
        """Show a touch, and mark its person; their row may still stand for an earlier one."""
        self._beginning = False
        view = self._page.queue.view
        if self._page.model.touch_of(lead_id) == touch_id:
            self._page.select(lead_id)
        elif self._page.model.knows(lead_id):
            view.mark(lead_id)
        else:
            view.clear_selected()
        if self.session.touch_id != touch_id:
            self.session.open(touch_id)

    def settle(self) -> None:
        """Everything that is due was looked at: from the next reading on the order is of today."""
        if self._beginning:
            self._settled = True
            self.queue.refresh()

    @property
    def is_beginning(self) -> bool:
        """Whether the order of the day is still being made and the rep did nothing yet."""
        return self._beginning

    def set_quiet(self, quiet: bool) -> None:
        """Something more urgent has the filled button: the touch's own becomes an outline."""
        self._showing.set_quiet(quiet)

    def take(self, lead_id: UUID) -> None:
        """Go to a new lead and call it (F8); one that the rows do not show yet, once they do."""
        if not self._take(lead_id):
            self._take_when_read = lead_id
            self.queue.refresh()

    def act(self, name: str) -> bool:
        """Do what a key asks for, if it is for the workspace."""
        page = self._page
        self._beginning = False
        if name in ON_A_PERSON and self.rest.holds:
            return True
        if name == outcome_action("1") and not page.touch.dock.strip_open and page.touch.has_gaps:
            return page.touch.focus_next_gap()  # what lacks a word was not sent
        acts: dict[str, Callable[[], bool]] = {
            "down": page.queue.view.select_next,
            "up": page.queue.view.select_previous,
            "next_touch": self.go_next,
            "next_action": self._next_action,
            "send": self._send,
            "escape": self._escape,
            "filter": lambda: self._did(page.queue.open_filter),
            "lead_panel": lambda: self._did(page.toggle_lead),
            "undo": lambda: self._did(self.session.undo),
        }
        run = acts.get(name)
        return run() if run else page.touch.act(name) or self.shut.act(name)

    def close(self) -> None:
        """Write what is not written yet."""
        self.session.leave_note()
        self.session.save_draft()
        self._page.save()

    # Inside: wiring

    def _connect(self) -> None:
        page, session = self._page, self.session
        page.queue.selected.connect(self._on_selected)
        page.queue.opened.connect(self._on_opened)
        page.queue.view.selection_lost.connect(self._on_selection_lost)
        page.queue.filter_closed.connect(page.queue.view.setFocus)
        page.queue.filtering_changed.connect(self.queue.refresh)
        page.model.rows_wanted.connect(self._on_rows_wanted)
        page.touch.action_triggered.connect(self._on_action)
        page.touch.action_chosen.connect(lambda code: session.open(UUID(code)))
        page.touch.gap_filled.connect(session.fill_gap)
        page.touch.message_written.connect(session.write_message)
        page.touch.template_chosen.connect(self._on_template)
        page.touch.said_changed.connect(session.set_ticks)
        page.touch.language_chosen.connect(session.speak)
        self._answers.read.connect(self._log)
        page.touch.dock.note_edited.connect(self._on_note)
        page.touch.dock.focus_left.connect(page.queue.view.setFocus)
        self.queue.read.connect(self._on_page)
        self.queue.failed.connect(self.failed)
        session.leaving.connect(page.touch.leave_text)
        session.shown.connect(self._on_shown)
        session.gone.connect(self._on_gone)
        session.logged.connect(self._on_logged)
        session.undone.connect(self._on_undone)
        session.refused.connect(self._on_refused)
        self.start.said.connect(self.said)
        self.start.failed.connect(self.failed)
        page.lead.action_triggered.connect(self._on_action)
        self.shut.said.connect(self.said)
        self.shut.going_ahead.connect(self.start.go_ahead)

    @staticmethod
    def _did(run: Callable[[], object]) -> bool:
        run()
        return True

    # Inside: the queue

    def _take(self, lead_id: UUID) -> bool:
        row = self.queue.row_of(lead_id)
        if row is None or not self._page.select(lead_id):
            return False
        self.rest.end()
        self._dial_when_shown = row.touch_id
        current = self.session.current
        if current is not None and current.card.touch.touch_id == row.touch_id:
            self._on_shown(current)
        return True

    def _on_page(self, found: QueuePage) -> None:
        self._page.show_queue(found)
        self.rows_read.emit(found.rows)
        wanted, self._select_when_read = self._select_when_read, None
        taken, self._take_when_read = self._take_when_read, None
        if taken is not None:
            if not self._take(taken):
                self.said.emit("user", say("notice.gone"), "", "")
        elif wanted is not None:
            self._page.select(wanted)
        elif self._beginning:
            self._begin()
        elif self._page.queue.view.lead_id is None:
            self._find_again()
        # That nothing is due is said once it is known, not while the touch is on its way.
        self._page.touch.set_waiting(self.session.touch_id is not None)

    def _begin(self) -> None:
        """The most urgent is open when a day begins, whoever stood on top last night."""
        self.go_next()
        self._beginning = not self._settled

    def _find_again(self) -> None:
        """Nobody is marked: the person whose touch is open, if their row is there, or the next."""
        current = self.session.current
        if current is not None and current.card.touch.touch_id == self.session.touch_id:
            self._page.queue.view.mark(current.card.lead.lead_id)
        elif self.session.touch_id is None:
            self._go_on()

    def _go_on(self) -> bool:
        """Go to the next touch without having been asked for it by name; acts rest meanwhile."""
        self.rest.begin()
        gone_on = self.go_next()
        if self.session.touch_id is None or self.session.at_hand is not None:
            self.rest.end()  # nobody is on the way
        return gone_on

    def _on_selection_lost(self) -> None:
        """The row stands beyond what was read, or the touch is done: the touch itself tells.

        A call may be going on, so only a touch that is done gives way.
        """
        self._out_of_sight = True
        self.session.reload()

    def _on_rows_wanted(self, lane: Lane, offset: int, count: int) -> None:
        def add(rows: tuple[QueueRow, ...]) -> None:
            self._page.model.add_rows(lane, offset, rows)

        self.queue.read_further(lane, offset, count, add)

    def _on_selected(self, lead_id: UUID, touch_id: UUID) -> None:
        self._beginning = False
        self.session.open(touch_id)

    def _on_opened(self, lead_id: UUID, touch_id: UUID) -> None:
        self.session.open(touch_id)
        self._page.touch.big_button.setFocus()

    # Inside: the touch

    def _on_shown(self, found: Shown) -> None:
        lost, self._out_of_sight = self._out_of_sight, False
        if lost and found.card.touch.state != "planned":
            self.session.open(None)
            self._go_on()
            return
        self._showing.show_touch(found)
        self._showing.show_lead(found)
        self._show_problem(found)
        self.rest.shown()
        self.shown.emit(found)
        self.queue.catch_up()
        if self._dial_when_shown == found.card.touch.touch_id:
            self._dial_when_shown = None
            if found.card.verdict.state == "open":
                self._page.touch.big_button.click()

    def _on_gone(self) -> None:
        self.rest.end()
        self._showing.show_nobody()
        self.queue.catch_up()

    # Inside: acting

    def _send(self) -> bool:
        current = self.session.current
        if current is None or current.card.touch.channel in SPOKEN:
            return False
        self._page.touch.big_button.click()
        return True

    def _escape(self) -> bool:
        page = self._page
        if page.touch.act("escape"):
            return True
        if page.lead_over:
            page.close_lead()
            return True
        if page.queue.filtering:
            page.queue.close_filter()
        page.queue.view.setFocus()
        return True

    def _on_note(self, text: str) -> None:
        self._beginning = False
        self.session.note_typed(text)

    def _on_template(self, key: str) -> None:
        current = self.session.at_hand
        if current is not None:
            self.session.words.choose(current.card.touch.touch_id, key)

    def _on_action(self, code: str) -> None:
        self._beginning = False
        current = self.session.current
        if current is None:
            return
        if code in ("call", "open", "copy", "copy_text"):
            self.start.do(code, current.card)
        elif code == "done":
            self._page.touch.act(outcome_action("1"))
        elif code == "plan_text":
            self.session.words.back_to_plan(current.card.touch.touch_id)
        elif code == "gaps":
            self._page.touch.focus_next_gap()
        elif code == "choose":
            self._page.touch.dock.focus_outcomes()
        else:
            self.shut.act(code)

    def _log(self, current: Shown, label: str, chosen: Chosen, note: str) -> None:
        """Log, and show the next touch at once: it is in memory already.

        Another action of the same touch comes before anybody else; it may be planned only now.
        """
        lead_id = current.card.lead.lead_id
        following = following_action(current, chosen)
        self.session.log(current.card.lead.name, label, chosen, note)
        if following is not None:
            self._follows = following
            self.rest.begin()
            self.session.hold()
            self._page.queue.view.setFocus()
            return
        self.queue.pass_over(lead_id)
        if not self._go_on():
            self.session.open(None)
            self._page.queue.view.clear_selected()
        self._page.queue.view.setFocus()

    def _on_logged(self, undoable: Undoable) -> None:
        following, self._follows = self._follows, None
        self._page.touch.forget_form(str(undoable.touch_id))
        if following is not None and self.session.touch_id is None:
            self.session.open(following)
        self.logged.emit(undoable)

    def _show_problem(self, found: Shown) -> None:
        """The person whose outcome was refused is marked, and their dock takes another answer."""
        problem, self._problem = self._problem, None
        if problem is not None and problem[0] == found.card.touch.touch_id:
            self._page.queue.view.mark(found.card.lead.lead_id)
            self._page.touch.dock.show_problem(error_text(problem[1]))

    def _next_action(self) -> bool:
        """Open the next open action of the touch, round and round."""
        current = self.session.current
        if current is None or self._page.touch.dock.strip_open:
            return False
        actions = [a.touch_id for a in current.card.actions if a.is_open]
        others = [touch_id for touch_id in actions if touch_id != self.session.touch_id]
        if not others:
            return False
        here = actions.index(self.session.touch_id) if self.session.touch_id in actions else -1
        self.session.open(actions[(here + 1) % len(actions)])
        return True

    def _on_undone(self, undoable: Undoable) -> None:
        self.queue.offer_again(undoable.lead_id)
        self.rest.end()
        if undoable.touch_id is not None:
            self.session.open(undoable.touch_id)
        self._select_when_read = undoable.lead_id
        self.queue.refresh()

    def _on_refused(self, error: TouchlineError, touch_id: UUID | None) -> None:
        """Nothing was logged: the touch comes back with form, note and ticks, and says why."""
        self.failed.emit(error)
        self.rest.end()
        self.queue.offer_all()
        held = self._follows is not None and self.session.touch_id is None  # it is still on screen
        self._follows = None
        gone = ("no_touch", "no_lead", "touch_settled")
        if touch_id is not None and (held or error.code not in gone):
            self._problem = touch_id, error
            self.session.open(touch_id)
            if self.session.at_hand is not None:
                self._show_problem(self.session.at_hand)  # it never left the screen
        self.queue.refresh()
