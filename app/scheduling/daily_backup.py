"""A verified backup a day, made beside the work."""

from collections.abc import Callable

from app.core.clock import Clock
from app.core.errors import TouchlineError
from app.services.upkeep import Upkeep, is_backup_due


class DailyBackup:
    """Copies the store once the last copy is a day old.

    Runs on a thread of the scheduler with connections of its own: it reads one instant of the store
    while others write, so that no command of a rep waits for it. A profile without people has
    nothing to lose yet. `failed` hears of the same error once, not with every look.
    """

    def __init__(
        self, upkeep: Upkeep, clock: Clock, failed: Callable[[TouchlineError], None]
    ) -> None:
        self._upkeep = upkeep
        self._clock = clock
        self._failed = failed
        self._told = ""
        self._ended = False

    def look(self) -> None:
        """Make a backup if one is due."""
        now = self._clock.now()
        try:
            if is_backup_due(self._upkeep.kept(), now) and self._upkeep.figures().leads:
                self._upkeep.backup(now, progress=self._go_on)
        except _Ended:
            return
        except TouchlineError as error:
            if error.code != self._told:
                self._told = error.code
                self._failed(error)
        else:
            self._told = ""

    def stop(self) -> None:
        """Leave the copy that is being made; the next start makes it."""
        self._ended = True

    def _go_on(self, _done: int, _total: int) -> None:
        if self._ended:
            raise _Ended


class _Ended(Exception):
    """The program ends; nobody waits for the copy."""
