"""The actions of one touch as the screen shows them: which are open, and which comes next."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app.core.cadence.cadence import Cadence
from app.core.planning.grouping import actions_of
from app.core.texts import in_language
from app.core.work.enrolment import LeadWork
from app.core.work.touch import Touch


@dataclass(frozen=True, slots=True, kw_only=True)
class CardAction:
    """One action of a touch of several. `outcome` is that of a settled one, "" while it is open."""

    touch_id: UUID
    channel: str
    title: str
    is_open: bool
    outcome: str


def card_actions(
    work: LeadWork, cadence: Cadence | None, touch: Touch, language: str
) -> tuple[CardAction, ...]:
    """The actions of the touch that `touch` is one of, in order; none where it stands alone.

    Those that were never to be done (cancelled, passed over) are left out.
    """
    found = actions_of(work, cadence, touch)
    shown = [t for t in found if t.state in ("planned", "done") or t.touch_id == touch.touch_id]
    if cadence is None or len(shown) < 2:
        return ()
    return tuple(
        CardAction(
            touch_id=action.touch_id,
            channel=action.channel,
            title=in_language(cadence.step(action.step_key).title, language),
            is_open=action.state == "planned",
            outcome="" if action.state == "planned" else action.outcome,
        )
        for action in shown
    )


def next_action(
    after: LeadWork, cadence: Cadence | None, touch: Touch, upcoming: Touch, now: datetime
) -> UUID | None:
    """The action that follows `touch` at once, where what is shown next is of the same touch."""
    same = touch.touch_id in {action.touch_id for action in actions_of(after, cadence, upcoming)}
    other = upcoming.touch_id != touch.touch_id
    return upcoming.touch_id if same and other and upcoming.due_at <= now else None
