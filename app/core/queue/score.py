"""What decided the place of a queue row, by name: the order of app.core.queue.ranking read back."""

from datetime import datetime

from app.core.clock import from_micros
from app.core.queue.lanes import NEVER
from app.core.queue.ranking import Placement, order_of

ScorePart = int | str | datetime | None

_INSTANTS: dict[str, tuple[str, ...]] = {
    "first_contact": ("deadline_at",),
    "replies": ("since_at",),
    "callbacks": ("promised_at",),
    "later_today": ("from_at",),
    "waiting": ("opens_at", "due_at"),
    "upcoming": ("from_at",),
}
_PRIORITY = ("escalated", "intent", "temperature", "value", "points", "closing", "attempts")


def score(placement: Placement) -> dict[str, ScorePart]:
    """The parts of a row's place, in the order in which rows are compared. Instants are aware UTC.

    In due_now `band` comes first: a missed first contact, then due by priority, then overdue for
    more than a day. `temperature` goes from 3 (hot) to 0 (unknown), `points` are those of
    engagement; `escalated` and `closing` are 1 or 0. Imported leads nobody called yet have
    `received_at` where others have `effective_at`. An opening that is not in sight is None.
    """
    numbers = order_of(placement)
    if placement.lane == "due_now":
        return _due(numbers)
    names = _INSTANTS[placement.lane]
    return {
        name: None if number == NEVER else from_micros(number)
        for name, number in zip(names, numbers, strict=False)
    }


def _due(numbers: tuple[int, ...]) -> dict[str, ScorePart]:
    band, *parts = numbers
    if band == 0:
        return {"band": "window_missed", "received_at": from_micros(-parts[0])}
    if band == 2:
        return {"band": "overdue", "effective_at": from_micros(-parts[0])}
    # Most is best for all of them but the attempts; what is best was packed as the least.
    named = dict(zip(_PRIORITY, (-part for part in parts), strict=False))
    named["attempts"] = -named["attempts"]
    last = parts[-1]
    when = {"received_at": from_micros(-last)} if last < 0 else {"effective_at": from_micros(last)}
    return {"band": "due", **named, **when}
