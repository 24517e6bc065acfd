"""A clock that is moved by hand: time passes, the machine sleeps, somebody sets the clock."""

from datetime import UTC, datetime, timedelta


class HandClock:
    """Both of its clocks stand still until a test moves them."""

    def __init__(self) -> None:
        self._wall = datetime(2026, 11, 18, 10, 42, tzinfo=UTC)
        self._monotonic_s = 5000.0

    def now(self) -> datetime:
        return self._wall

    def monotonic_s(self) -> float:
        return self._monotonic_s

    @property
    def boot_id(self) -> str:
        return "by hand"

    def passes(self, seconds: float) -> None:
        self._wall += timedelta(seconds=seconds)
        self._monotonic_s += seconds

    def sleeps(self, seconds: float) -> None:
        """The machine sleeps, or somebody sets the clock ahead."""
        self._wall += timedelta(seconds=seconds)

    def is_set_back(self, seconds: float) -> None:
        self._wall -= timedelta(seconds=seconds)
