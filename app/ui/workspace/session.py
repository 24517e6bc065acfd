"""The touch that is being worked: its card, what was ticked and noted, logging and undo.

Everything that may wait runs in `Tasks`; the answers come back on the GUI thread.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from uuid import UUID

from PySide6.QtCore import QObject, QTimer, Signal

from app.core.engine.outcome_effects import LogOutcome
from app.core.errors import TouchlineError
from app.core.people.lead import Channel
from app.services.contact.local_zone import confirm_zone
from app.services.contact.opt_outs import hold_for_note, read_refusal
from app.services.desk.desk import Desk
from app.services.people import lead_points
from app.services.people.lead_card import LeadCard, lead_card
from app.services.store.queue_rows import QueueRow
from app.services.store.records import Changes
from app.services.working import touches
from app.services.working.filling import fill_field
from app.services.working.touch_card import Preview, TouchCard, previews, touch_card, words_of
from app.ui.tasks import Tasks
from app.ui.words import say
from app.ui.workspace.own_words import OwnWords
from app.ui.workspace.strips import Chosen

_DRAFT_AFTER_MS = 400


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A touch as it was read: card, what each outcome leads to, and the person."""

    card: TouchCard
    previews: Mapping[str, Preview]
    lead: LeadCard


def following_action(shown: Shown, chosen: Chosen) -> UUID | None:
    """The action of the same touch that comes next once this is logged, if any does."""
    if chosen.act == "outcome":
        preview = shown.previews.get(chosen.code)
        return preview.next_action if preview else None
    if chosen.act != "skip":
        return None
    mine = shown.card.touch.touch_id
    return next((a.touch_id for a in shown.card.actions if a.is_open and a.touch_id != mine), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Undoable:
    """What can be taken back until `until` (aware UTC); `what` names it.

    `done` is the key of the sentence that says so.

    `touch_id` is the touch that was worked, None for an act beside the plan.
    """

    event_id: UUID
    lead_id: UUID
    touch_id: UUID | None
    name: str
    what: str
    ticks: frozenset[str]
    until: datetime
    done: str = "done.logged"


class TouchSession(QObject):
    """One at a time, over `desk` and `tasks`.

    `leaving` comes before another touch is opened, `shown` carries a Shown, `gone` says that the
    touch is no longer there.
    `logged` carries an Undoable; `refused` a TouchlineError and the touch id it was about.
    """

    leaving = Signal()
    shown = Signal(object)
    gone = Signal()
    logged = Signal(object)
    undone = Signal(object)
    refused = Signal(object, object)

    def __init__(self, desk: Desk, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.tasks = tasks
        self._wanted: UUID | None = None
        self._language = ""
        self._dialled: set[UUID] = set()
        self._ticks: dict[UUID, frozenset[str]] = {}
        # What can be taken back, the last of it at the end; and what is still on its way there.
        self._done: list[Undoable] = []
        self._writing = 0
        self._undo_wanted = 0
        # Notes as they were typed here; what the store has of them may be on its way.
        self._notes: dict[UUID, str] = {}
        self._draft: tuple[UUID, str] | None = None
        self._unlogged: tuple[UUID, str] | None = None
        self._in_hand: UUID | None = None
        self._saving = QTimer(self, singleShot=True, interval=_DRAFT_AFTER_MS)
        self._saving.timeout.connect(self.save_draft)
        self.words = OwnWords(desk, tasks, self)
        self.words.stored.connect(self._on_stored)
        self.words.refused.connect(self.refused)
        self.current: Shown | None = None

    @property
    def touch_id(self) -> UUID | None:
        """The touch that is shown or on its way."""
        return self._wanted

    @property
    def at_hand(self) -> Shown | None:
        """What is shown, unless another touch is on its way: then no key is for either of them."""
        found = self.current
        return found if found is not None and found.card.touch.touch_id == self._wanted else None

    def lead_among(self, rows: Iterable[QueueRow]) -> UUID | None:
        """Whose touch is shown, or on its way and among `rows`; None where nobody's is."""
        if self.at_hand is not None:
            return self.at_hand.card.lead.lead_id
        return next((row.lead_id for row in rows if row.touch_id == self._wanted), None)

    @property
    def on_its_way(self) -> bool:
        """Whether a touch was asked for and is not shown yet."""
        return self._wanted is not None and self.at_hand is None

    @property
    def ticks(self) -> frozenset[str]:
        """The script lines said in this touch."""
        return self._ticks.get(self._wanted, frozenset()) if self._wanted else frozenset()

    def dialled(self, touch_id: UUID) -> bool:
        """Whether the contact of a touch was started from here."""
        return touch_id in self._dialled

    def set_ticks(self, said: frozenset[str]) -> None:
        """Keep what was ticked until the touch is logged."""
        if self._wanted is not None:
            self._ticks[self._wanted] = said

    def open(self, touch_id: UUID | None) -> None:
        """Read a touch; None clears."""
        if touch_id != self._wanted:
            self.leaving.emit()
            self._language = ""
            self._in_hand = None
            self.leave_note()
        self.save_draft()
        self._wanted = touch_id
        if touch_id is None:
            self.current = None
            self.gone.emit()
            return
        self.reload()

    def hold(self) -> None:
        """Leave what is shown as it is, out of reach, until another touch is opened."""
        self.leaving.emit()
        self.leave_note()
        self.save_draft()
        self._wanted = None

    def speak(self, language: str) -> None:
        """Show texts in another language."""
        self._language = language
        self.reload()

    def reload(self) -> None:
        """Read the touch again: a fact behind it changed."""
        touch_id, language = self._wanted, self._language
        if touch_id is None:
            return
        in_hand = touch_id == self._in_hand

        def read() -> Shown:
            card = touch_card(self.desk, touch_id, language=language, in_hand=in_hand)
            ahead = {p.outcome: p for p in previews(self.desk, touch_id)}
            lead = lead_card(self.desk, card.lead.lead_id, channel=card.touch.channel)
            return Shown(card=card, previews=ahead, lead=lead)

        def show(found: Shown) -> None:
            if self._wanted != touch_id:
                return
            note = self._notes.get(touch_id, found.card.draft)
            card = self.words.in_them(replace(found.card, draft=note))
            self.current = found = replace(found, card=card)
            if found.card.verdict.state == "open":
                self._in_hand = touch_id
            self.shown.emit(found)

        def missing(error: TouchlineError) -> None:
            if self._wanted == touch_id:
                self.current = None
                self._wanted = None
                self.gone.emit()
                self.refused.emit(error, touch_id)

        self.tasks.read(read, show, missing)

    def note_typed(self, text: str) -> None:
        """Keep the note as it is typed, so that nothing takes it away.

        It is for whoever is shown, also while another touch is on its way.
        """
        if self.current is not None:
            self._draft = touch_id, _ = self.current.card.touch.touch_id, text
            self._notes[touch_id] = text
            self._unlogged = self._draft
            self._saving.start()

    def write_message(self, subject: str, body: str) -> None:
        """Keep the message as it is typed: that goes out and is copied from now on."""
        if self.current is not None:
            card = self.words.write(self.current.card, subject, body)
            self.current = replace(self.current, card=card)

    def _on_stored(self, touch_id: UUID) -> None:
        if self._wanted == touch_id:
            self.reload()

    def save_draft(self) -> None:
        """Write the note and the message that were typed since the last time."""
        self.words.save()
        self._saving.stop()
        if self._draft is None:
            return
        touch_id, text = self._draft
        self._draft = None
        self.tasks.command(
            lambda: touches.save_draft(self.desk, touch_id, text),
            lambda _: None,
            lambda error: self.refused.emit(error, touch_id),
        )

    def leave_note(self) -> None:
        """A note was typed and nothing logged: close what it seems to refuse until it is read."""
        if self._unlogged is None:
            return
        touch_id, text = self._unlogged
        self._unlogged = None
        self.tasks.command(
            lambda: hold_for_note(self.desk, touch_id, text),
            lambda _: None,
            lambda error: self.refused.emit(error, touch_id),
        )

    def dial(self, then: Callable[[], None], *, anyway: str = "", note: str = "") -> None:
        """Judge and record an attempt, which stops the first-contact clock, and only then `then`.

        A contact that is not permitted at this instant is refused, and nothing is opened; `anyway`
        is the reason to go ahead against what is soft, kept with `note`.
        """
        touch_id = self._wanted
        if touch_id is None or self.at_hand is None:
            return
        self.words.save()
        at = self.desk.clock.now()
        self.tasks.command(
            lambda: touches.dial(self.desk, touch_id, anyway=anyway, note=note, at=at),
            lambda _: self._on_dialled(touch_id, then),
            lambda error: self.refused.emit(error, touch_id),
        )

    def _on_dialled(self, touch_id: UUID, then: Callable[[], None]) -> None:
        self._dialled.add(touch_id)
        then()
        if self.at_hand is not None and self._wanted == touch_id:
            self.shown.emit(self.at_hand)

    def use_channel(self, channel: Channel) -> None:
        """Plan and open a touch on another channel in the place of the one that is shut."""
        touch_id = self._wanted
        if touch_id is None or self.at_hand is None:
            return
        at = self.desk.clock.now()

        def opened(other_id: UUID) -> None:
            if self._wanted == touch_id:
                self.open(other_id)

        self.tasks.command(
            lambda: touches.use_channel(self.desk, touch_id, channel, at=at),
            opened,
            lambda error: self.refused.emit(error, touch_id),
        )

    def confirm_zone(self, name: str, said: str, zone: str, until_on: date | None) -> None:
        """Keep where the person is; `said` names it on screen. Undo takes it back."""

        def confirm(lead_id: UUID, at: datetime) -> Changes:
            return confirm_zone(self.desk, lead_id, zone, until_on=until_on, at=at)

        self._act_on_lead(name, said, confirm)

    def no_refusal(self, name: str) -> None:
        """What they wrote looked like an opt-out and is none. Undo takes it back."""

        def read(lead_id: UUID, at: datetime) -> Changes:
            return read_refusal(self.desk, lead_id, refusal=False, at=at)

        self._act_on_lead(name, say("touch.not_refusal"), read)

    def fill_gap(self, field: str, text: str) -> None:
        """Keep what was typed for a missing merge field. A fact of the person can be undone."""
        found = self.at_hand
        if found is not None:
            name, what = found.card.lead.name or text, say("edit.what")

            def fill(lead_id: UUID, at: datetime) -> Changes:
                return fill_field(self.desk, lead_id, field, text, at=at)

            self._act_on_lead(name, what, fill)

    def _act_on_lead(self, name: str, what: str, run: Callable[[UUID, datetime], Changes]) -> None:
        """Do something about the person; `what` names it on screen."""
        touch_id, found = self._wanted, self.at_hand
        if touch_id is None or found is None:
            return
        at, lead_id, ticks = self.desk.clock.now(), found.card.lead.lead_id, self.ticks

        def done(changes: Changes) -> None:
            self.offer_undo(
                changes,
                lead_id,
                name,
                what,
                touch_id=touch_id,
                ticks=ticks,
                at=at,
                done="done.kept",
            )

        self._write(lambda: run(lead_id, at), done, touch_id)

    def log(self, name: str, what: str, chosen: Chosen, note: str) -> None:
        """Log what was chosen for the touch that is shown."""
        touch_id, found = self._wanted, self.at_hand
        if touch_id is None or found is None:
            return
        self.words.save()
        self._draft = self._unlogged = None
        self._saving.stop()
        at = self.desk.clock.now()
        ticks = self.ticks
        lead_id = found.card.lead.lead_id
        run = self._command(found.card, chosen, note, ticks, at)

        def done(changes: Changes) -> None:
            self.words.forget(touch_id)
            self._ticks.pop(touch_id, None)
            self._notes.pop(touch_id, None)
            key = {"skip": "done.skipped", "snooze": "done.snoozed"}.get(chosen.act, "done.logged")
            self.offer_undo(
                changes, lead_id, name, what, touch_id=touch_id, ticks=ticks, at=at, done=key
            )

        self._write(run, done, touch_id)

    def _write(
        self, run: Callable[[], Changes], done: Callable[[Changes], None], touch_id: UUID
    ) -> None:
        """Do what can be taken back; an undo that is asked for meanwhile waits for it."""
        self._writing += 1

        def written(changes: Changes) -> None:
            self._writing -= 1
            done(changes)
            if self._undo_wanted and not self._writing:
                wanted, self._undo_wanted = self._undo_wanted, 0
                for _ in range(wanted):
                    self.undo()

        def failed(error: TouchlineError) -> None:
            self._writing -= 1
            self._undo_wanted = 0
            self.refused.emit(error, touch_id)

        self.tasks.command(run, written, failed)

    def _command(
        self, card: TouchCard, chosen: Chosen, note: str, ticks: frozenset[str], at: datetime
    ) -> Callable[[], Changes]:
        desk, touch_id, seen = self.desk, card.touch.touch_id, words_of(card)
        if chosen.act == "skip":
            return lambda: touches.skip(desk, touch_id, chosen.reason, note=note, at=at)
        if chosen.act == "snooze":
            until = chosen.when or at + timedelta(hours=1)
            return lambda: touches.snooze(desk, touch_id, until, at=at)
        command = LogOutcome(
            touch_id=touch_id,
            outcome=chosen.code,
            when=chosen.when,
            reason=chosen.reason,
            ticks=tuple(sorted(ticks)),
            hand_back=chosen.hand_back,
        )

        def run() -> Changes:
            if chosen.code == "wrong_contact" and chosen.text:
                lead_points.add_point(desk, touch_id, chosen.text, at=at)
            if chosen.prefers:
                lead_points.set_preference(desk, touch_id, chosen.prefers, at=at)
            return touches.log_outcome(desk, command, note=note, message=seen, at=at)

        return run

    def offer_undo(
        self,
        changes: Changes,
        lead_id: UUID,
        name: str,
        what: str,
        *,
        touch_id: UUID | None = None,
        ticks: frozenset[str] = frozenset(),
        at: datetime | None = None,
        done: str = "done.logged",
    ) -> None:
        """Something was done for a person: say so, if it can be taken back.

        `touch_id` and `ticks` are those of the touch that was worked, `at` when (default: now).
        """
        if changes.undo_id is None:
            return
        undoable = Undoable(
            event_id=changes.undo_id,
            lead_id=lead_id,
            touch_id=touch_id,
            name=name,
            what=what,
            ticks=ticks,
            until=(at or self.desk.clock.now()) + touches.UNDO_FOR,
            done="done.held" if changes.held else done,
        )
        self._done.append(undoable)
        self.logged.emit(undoable)

    def undo(self) -> None:
        """Take back the last thing done whose ten seconds are not over; again, the one before it.

        What is still being written is the last thing done.
        """
        if self._writing:
            self._undo_wanted += 1
            return
        now = self.desk.clock.now()
        undoable = self.undoable(now)
        if undoable is None:
            return
        self._done.remove(undoable)

        def done(_: Changes) -> None:
            if undoable.touch_id is not None:
                self._notes.pop(undoable.touch_id, None)
                self._ticks[undoable.touch_id] = undoable.ticks
            self.undone.emit(undoable)

        self.tasks.command(
            lambda: touches.undo(self.desk, undoable.event_id, at=now),
            done,
            lambda error: self.refused.emit(error, undoable.touch_id),
        )

    def undoable(self, now: datetime) -> Undoable | None:
        """What Ctrl Z takes back at `now`, None when there is nothing."""
        self._done = [one for one in self._done if now <= one.until]
        return self._done[-1] if self._done else None

    def can_undo(self, now: datetime) -> bool:
        """Whether Ctrl Z would take something back at `now`, be it still on its way."""
        return bool(self._writing) or self.undoable(now) is not None

    def undo_seconds(self, now: datetime) -> int:
        """Whole seconds for which undo is offered, 0 when there is nothing to take back."""
        last = self.undoable(now)
        return max(0, int((last.until - now).total_seconds())) if last else 0
