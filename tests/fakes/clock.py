"""A clock that is moved by hand: time passes, the machine sleeps, somebody sets the clock."""

from datetime import UTC, datetime, timedelta

# A Monday morning in Madrid and in London.
MONDAY = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)


class HandClock:
    """Both of its clocks stand still until a test moves them. `at` is the present."""

    def __init__(self, at: datetime = MONDAY) -> None:
        self.at = at
        self.boot_id = "boot-1"
        self._monotonic_s = 1000.0

    def now(self) -> datetime:
        return self.at

    def monotonic_s(self) -> float:
        return self._monotonic_s

    def advance(self, **by: float) -> datetime:
        """Time passes by the arguments of a timedelta; returns the new present."""
        self._monotonic_s += timedelta(**by).total_seconds()
        self.at += timedelta(**by)
        return self.at

    def sleeps(self, seconds: float) -> None:
        """The machine sleeps, or somebody sets the clock ahead."""
        self.at += timedelta(seconds=seconds)

    def is_set_back(self, seconds: float) -> None:
        self.at -= timedelta(seconds=seconds)
