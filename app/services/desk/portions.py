"""Long work in portions: when a transaction ends, and when others hear what it changed."""

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from app.services.desk.desk import Desk
from app.services.desk.recording import publish_changes
from app.services.store.records import Changes

# Asked between two people: whether somebody waits for the store, so that long work lets them pass.
SomebodyWaits = Callable[[], bool]
T = TypeVar("T")

# One transaction lasts no longer than this: a crash takes back no more, and what waits in memory
# stays small. Longer ones would hardly be faster.
STEP_S = 0.25
# What long work changed is told a few times a second: every telling has the window read its queue.
TELL_EVERY_S = 0.5


def nobody_waits() -> bool:
    """The answer where nobody can: on the command line, and in a demo that is being made."""
    return False


def portion(desk: Desk, items: Iterable[T], waits: SomebodyWaits) -> Iterator[T]:
    """Take as many of `items` as belong into one transaction; at least one.

    It ends after STEP_S, and at once when somebody waits. What it leaves of an iterator is the
    next portion's.
    """
    until_s = desk.clock.monotonic_s() + STEP_S
    for item in items:
        yield item
        if waits() or desk.clock.monotonic_s() >= until_s:
            return


class GatheredChanges:
    """Publishes what long work changed a few times a second, and the rest at its end."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._gathered: Changes | None = None
        self._next_s = desk.clock.monotonic_s() + TELL_EVERY_S

    def add(self, changes: Changes) -> None:
        """Note what one transaction changed, after its commit."""
        self._gathered = changes if self._gathered is None else self._gathered | changes
        if self._desk.clock.monotonic_s() >= self._next_s:
            self.publish()

    def publish(self) -> None:
        """Tell what was not told yet."""
        gathered, self._gathered = self._gathered, None
        if gathered is not None:
            publish_changes(self._desk, gathered)
        self._next_s = self._desk.clock.monotonic_s() + TELL_EVERY_S
