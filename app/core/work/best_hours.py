"""Which hours calls got through in, lately: figures that may choose among the hours allowed."""

from collections.abc import Iterable
from datetime import time

import msgspec

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
