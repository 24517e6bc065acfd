"""The real clock. Nothing else in the product asks the machine what time it is."""

import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

from app.core.clock import Clock

if sys.platform == "win32":
    import ctypes

    def _awake_s() -> float:
        # The clock behind time.monotonic goes on while Windows sleeps; this one stands still
        # as on the other systems, which is how a sleep is noticed.
        ticks = ctypes.c_ulonglong()
        ctypes.windll.kernel32.QueryUnbiasedInterruptTime(ctypes.byref(ticks))
        return ticks.value / 10_000_000

else:

    def _awake_s() -> float:
        return time.monotonic()


_BOOT_ID = Path("/proc/sys/kernel/random/boot_id")


def _read_boot_id() -> str:
    try:
        return _BOOT_ID.read_text(encoding="ascii").strip()
    except OSError:
        # Without a name for the boot, readings are only promised to compare within this process.
        return str(uuid4())


class SystemClock:
    """The clock of the machine. Safe to share between threads.

    `monotonic_s` stands still while the machine sleeps; `now` does not.
    """

    def __init__(self) -> None:
        self._boot_id = _read_boot_id()

    def now(self) -> datetime:
        """The present instant, aware, UTC."""
        return datetime.now(UTC)

    def monotonic_s(self) -> float:
        """Seconds of a clock that never jumps and that sleeps with the machine."""
        return _awake_s()

    @property
    def boot_id(self) -> str:
        """Changes when the machine boots; where it has no such name, with every process."""
        return self._boot_id


class FixedClock:
    """A clock that stands at one instant, for a sandbox that is asked "what if it were now ..."."""

    def __init__(self, at: datetime) -> None:
        """Stand at `at`, an aware instant of any zone. Raises ValueError if it has no zone."""
        if at.utcoffset() is None:
            raise ValueError("an instant needs a zone")
        self._at = at.astimezone(UTC)

    def now(self) -> datetime:
        """The instant the clock stands at, aware, UTC."""
        return self._at

    def monotonic_s(self) -> float:
        """Always 0: no time passes here."""
        return 0.0

    @property
    def boot_id(self) -> str:
        """Never the id of a real boot."""
        return "fixed"


class ShiftedClock:
    """A clock that runs with another one but shows another time, for a demo."""

    def __init__(self, clock: Clock, shows_at: datetime) -> None:
        """From now on show `shows_at` (aware, UTC) and what follows it."""
        self._clock = clock
        self._shift = shows_at - clock.now()

    def now(self) -> datetime:
        """The shifted instant, aware, UTC."""
        return self._clock.now() + self._shift

    def monotonic_s(self) -> float:
        """As of the clock it runs with."""
        return self._clock.monotonic_s()

    @property
    def boot_id(self) -> str:
        """As of the clock it runs with."""
        return self._clock.boot_id
