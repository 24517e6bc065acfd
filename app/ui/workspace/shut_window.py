"""What a rep can do about a window that is shut: ask why, ask where they are, go another way."""

from collections.abc import Callable
from datetime import datetime
from functools import partial

from PySide6.QtCore import QObject, Signal

from app.core.errors import TouchlineError
from app.services.contact import local_zone
from app.services.contact.local_zone import ZoneAnswer
from app.services.wording import Wording
from app.services.working.touch_card import TouchCard
from app.ui.widgets.dock.dock_data import Question, StripAnswer
from app.ui.words import around, error_text
from app.ui.workspace.page import WorkspacePage
from app.ui.workspace.questions import (
    ANYWAY,
    ZONE,
    ZONE_CHOICE,
    anyway_question,
    named,
    zone_choice_question,
    zone_question,
)
from app.ui.workspace.session import Shown, TouchSession
from app.ui.workspace.why_view import why_data


class ShutWindow(QObject):
    """Acts on the touch that `session` shows.

    `why_wanted` carries a WhyData. `going_ahead` carries the code of a reason and what was typed
    with it. `said` is a sentence for the status bar as the controller's.
    """

    why_wanted = Signal(object)
    going_ahead = Signal(str, str)
    said = Signal(str, str, str, str)

    def __init__(
        self,
        page: WorkspacePage,
        session: TouchSession,
        words: Wording,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._page = page
        self._session = session
        self._desk = session.desk
        self._tasks = session.tasks
        self._words = words
        self._found: ZoneAnswer | None = None
        page.touch.dock.answered.connect(self._on_answered)

    def act(self, code: str) -> bool:
        """Do what a key, a link or a button asks for."""
        found = self._session.at_hand
        acts: dict[str, Callable[[TouchCard], bool]] = {
            "why": self._why,
            "use": self._use,
            "anyway": self._anyway,
            "ask_zone": self._ask_zone,
            "not_refusal": self._not_refusal,
        }
        asking = self._page.touch.dock.strip_open and code != "not_refusal"
        if code not in acts or found is None or asking:
            return False
        return acts[code](found.card)

    def has_changed(self, found: Shown, now: datetime) -> bool:
        """Whether what a card says of its window is over: it shuts, opens, or says another why."""
        verdict = found.card.verdict
        if verdict.state == "open":
            return verdict.closes_at is not None and now >= verdict.closes_at
        ends = (verdict.opens_at, verdict.reasons_until)
        # On another channel something may open at any full minute.
        return now.second == 0 or any(at is not None and now >= at for at in ends)

    # Inside

    def _why(self, card: TouchCard) -> bool:
        self.why_wanted.emit(why_data(card, self._words, self._desk.clock.now()))
        return True

    def _use(self, card: TouchCard) -> bool:
        if card.offer is None:
            return False
        self._session.use_channel(card.offer.channel)
        other = self._words.plain(f"channel.{card.offer.channel}")
        shut = self._words.plain(f"channel.{card.touch.channel}")
        self.said.emit("route", *around("status.instead", "shut", other=other, shut=shut))
        return True

    def _anyway(self, card: TouchCard) -> bool:
        if not card.verdict.overridable:
            return False
        return self._ask(anyway_question())

    def _ask_zone(self, card: TouchCard) -> bool:
        if card.verdict.tier in ("A", "B"):
            return False
        return self._ask(zone_question(card))

    def _not_refusal(self, card: TouchCard) -> bool:
        """Record that a text which looked like an opt-out is none; False where none is unread."""
        if card.verdict.reasons[:1] and card.verdict.reasons[0].code == "unread_refusal":
            self._page.touch.dock.close_strip()
            self._session.no_refusal(card.lead.name)
            return True
        return False

    def _ask(self, question: Question) -> bool:
        self._page.touch.dock.ask(question)
        return True

    def _on_answered(self, code: str, answer: StripAnswer) -> None:
        found = self._session.current
        dock = self._page.touch.dock
        if found is None:
            return
        if code == ANYWAY:
            dock.close_strip()
            self.going_ahead.emit(answer.option, answer.text.strip())
        elif code == ZONE:
            lead_id = found.card.lead.lead_id
            self._tasks.read(
                partial(local_zone.zones_said, self._desk, lead_id, answer.text),
                partial(self._on_zones, found),
                self._on_misread,
            )
        elif code == ZONE_CHOICE and self._found is not None:
            self._keep(found, answer.option)

    def _on_zones(self, asked: Shown, answer: ZoneAnswer) -> None:
        now = self._session.current
        if now is None or now.card.touch.touch_id != asked.card.touch.touch_id:
            return
        self._found = answer
        if len(answer.choices) > 1:
            self._ask(zone_choice_question(answer))
        else:
            self._keep(now, answer.choices[0].zone)

    def _keep(self, found: Shown, zone: str) -> None:
        answer, self._found = self._found, None
        choice = next((c for c in answer.choices if c.zone == zone), None) if answer else None
        self._page.touch.dock.close_strip()
        if answer is not None and choice is not None:
            name = found.card.lead.name
            self._session.confirm_zone(name, named(choice), zone, answer.until_on)

    def _on_misread(self, error: TouchlineError) -> None:
        self._page.touch.dock.show_problem(error_text(error))
