"""Which hours calls got through in, lately: figures that may choose among the hours allowed."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import msgspec

from app.core.work.outcome import is_conversation
from app.core.work.touch import Touch

# How far back calls count, and how often they are counted anew.
LATELY = timedelta(weeks=8)
COUNTED_EVERY = timedelta(days=1)
# Under so many calls an hour says nothing about itself.
ENOUGH_CALLS = 30


class CallCell(msgspec.Struct, frozen=True, kw_only=True):
    """What became of the calls of one weekday (Monday = 0) and hour, on the clock of the called."""

    weekday: int
    hour: int
    reached: int
    calls: int

    @property
    def share(self) -> float:
        """Conversations by calls, between 0 and 1."""
        return self.reached / self.calls if self.calls else 0.0

    @property
    def clock(self) -> time:
        """The full hour."""
        return time(self.hour)


def best_cell(cells: Iterable[CallCell], weekday: int, allowed: Iterable[int]) -> CallCell | None:
    """The best hour of a weekday among the hours `allowed`; None where none stands out.

    An hour speaks from 30 calls on, and only if more of them got through than of all calls.
    """
    known = tuple(cells)
    calls = sum(cell.calls for cell in known)
    if not calls:
        return None
    usual = sum(cell.reached for cell in known) / calls
    hours = frozenset(allowed)
    good = [
        cell
        for cell in known
        if cell.weekday == weekday
        and cell.hour in hours
        and cell.calls >= ENOUGH_CALLS
        and cell.share > usual
    ]
    return max(good, key=lambda cell: (cell.share, cell.calls, -cell.hour), default=None)


class CountedHours(msgspec.Struct, frozen=True, kw_only=True):
    """The cells as they were counted at an instant."""

    at: datetime
    cells: tuple[CallCell, ...] = ()


def count_hours(calls: Iterable[tuple[str, Touch]], now: datetime) -> CountedHours:
    """What the calls of the last weeks came to: every try counts, the last by its outcome.

    `calls` are touches made by call, each with the IANA zone of the person.
    """
    made: Counter[tuple[int, int]] = Counter()
    reached: Counter[tuple[int, int]] = Counter()
    for zone, touch in calls:
        for at in touch.tried_at:
            there = at.astimezone(ZoneInfo(zone))
            cell = there.weekday(), there.hour
            if now - LATELY <= at <= now:
                made[cell] += 1
                if at == touch.tried_at[-1]:
                    reached[cell] += is_conversation(touch.channel, touch.outcome, touch.kind)
    return CountedHours(
        at=now,
        cells=tuple(
            CallCell(weekday=weekday, hour=hour, reached=reached[weekday, hour], calls=count)
            for (weekday, hour), count in sorted(made.items())
        ),
    )


def hours_text(counted: CountedHours) -> str:
    """The same as a text that a setting keeps."""
    return msgspec.json.encode(counted).decode()


@lru_cache(maxsize=8)
def hours_from(text: str) -> CountedHours:
    """What `hours_text` wrote. Raises msgspec.ValidationError for anything else."""
    return msgspec.json.decode(text, type=CountedHours)
