"""What the rest of the product may know about time. The only real clock is in app.system.clock."""

from datetime import UTC, datetime, timedelta
from typing import Protocol

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


class Clock(Protocol):
    """Where a part of the program gets the present from; tests and sandboxes hand in their own."""

    def now(self) -> datetime:
        """The present instant, aware, UTC."""
        ...

    def monotonic_s(self) -> float:
        """Seconds of a clock that never jumps; its zero means nothing."""
        ...

    @property
    def boot_id(self) -> str:
        """Changes when the machine boots; readings of `monotonic_s` compare only within one."""
        ...


def to_micros(instant: datetime) -> int:
    """Microseconds since 1970-01-01T00:00Z of an aware instant, exact."""
    return (instant - EPOCH) // _MICROSECOND


def from_micros(micros: int) -> datetime:
    """The aware UTC instant of `to_micros`."""
    return EPOCH + timedelta(microseconds=micros)
