"""The order in which an alert is shown, and the guard that keeps a stuck desktop from harm.

The window comes first and always: it is the only way that cannot be lost. The others follow on a
thread of the chain, until one has shown the notice.
"""

import logging
import queue
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from app.services.ports import Delivery, Notice, Notifier

_log = logging.getLogger(__name__)

WATCHDOG_S = 3.0
RETRY_S = 60.0
_STOP_S = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeReport:
    """What became of a notice: each notifier that was asked, in order, with its answer."""

    key: str
    deliveries: tuple[tuple[str, Delivery], ...]


@dataclass(frozen=True, slots=True)
class _Show:
    notice: Notice
    in_window: Delivery
    on_desktop: bool


@dataclass(frozen=True, slots=True)
class _Withdraw:
    key: str


class AlertChain:
    """A Notifier made of others: `window` at once, then `desktop` in order, on its own thread.

    A desktop notifier that has not answered after `watchdog_s` is left alone with its thread and
    not asked again for `retry_s`, nor while that thread is still stuck. `window` must be quick and
    safe to call from any thread. `on_report` is called on the chain's thread. `desktop_wanted` is
    asked in `notify`; where it says no (the window is in front), only the window shows the notice.
    """

    name = "chain"

    def __init__(
        self,
        window: Notifier,
        desktop: Sequence[Notifier],
        *,
        on_report: Callable[[NoticeReport], None] | None = None,
        desktop_wanted: Callable[[], bool] | None = None,
        watchdog_s: float = WATCHDOG_S,
        retry_s: float = RETRY_S,
        monotonic_s: Callable[[], float] = time.monotonic,
    ) -> None:
        self._window = window
        self._guards = [
            _Guard(one, watchdog_s=watchdog_s, retry_s=retry_s, monotonic_s=monotonic_s)
            for one in desktop
        ]
        self._on_report = on_report
        self._desktop_wanted = desktop_wanted
        self._jobs: queue.SimpleQueue[_Show | _Withdraw | None] = queue.SimpleQueue()
        self._lock = threading.Lock()
        self._waiting: dict[str, Notice] = {}
        self._thread = threading.Thread(target=self._work, name="alerts", daemon=True)

    def start(self) -> None:
        """Begin to pass notices on to the desktop; those that came before are passed on now."""
        self._thread.start()

    def stop(self, wait_s: float = _STOP_S) -> None:
        """Pass nothing on any more. Waits `wait_s` at most for a notifier that is at work."""
        with self._lock:
            self._waiting.clear()
        self._jobs.put(None)
        if self._thread.is_alive():
            self._thread.join(wait_s)

    def notify(self, notice: Notice) -> Delivery:
        """Show `notice` in the window, and pass it on. Returns what the window said, at once."""
        try:
            in_window = self._window.notify(notice)
        except Exception as error:  # noqa: BLE001 - the desktop must hear of it all the same
            _log.error("the window could not show an alert: %s", type(error).__name__)
            in_window = "failed"
        wanted = self._desktop_wanted is None or self._desktop_wanted()
        with self._lock:
            self._waiting[notice.key] = notice
        self._jobs.put(_Show(notice, in_window, wanted))
        return in_window

    def withdraw(self, key: str) -> None:
        """Take the notice of this key off the window at once, off the desktop soon."""
        self._window.withdraw(key)
        with self._lock:
            self._waiting.pop(key, None)
        self._jobs.put(_Withdraw(key))

    def _work(self) -> None:
        while (job := self._jobs.get()) is not None:
            if isinstance(job, _Withdraw):
                for guard in self._guards:
                    guard.withdraw(job.key)
            elif self._take(job.notice):
                self._report(job.notice.key, self._pass_on(job))

    def _take(self, notice: Notice) -> bool:
        # Withdrawn or replaced before its turn came: the newer job shows it, or nobody.
        with self._lock:
            if self._waiting.get(notice.key) is not notice:
                return False
            del self._waiting[notice.key]
            return True

    def _pass_on(self, job: _Show) -> tuple[tuple[str, Delivery], ...]:
        deliveries = [(self._window.name, job.in_window)]
        if job.on_desktop:
            for guard in self._guards:
                delivery = guard.notify(job.notice)
                deliveries.append((guard.name, delivery))
                if delivery == "shown":
                    break
        return tuple(deliveries)

    def _report(self, key: str, deliveries: tuple[tuple[str, Delivery], ...]) -> None:
        if self._on_report is None:
            return
        try:
            self._on_report(NoticeReport(key=key, deliveries=deliveries))
        except Exception as error:  # noqa: BLE001 - the next alert must still be passed on
            _log.error("the report of an alert failed: %s", type(error).__name__)


class _Guard:
    """Asks one notifier on a thread that can be left behind."""

    def __init__(
        self,
        notifier: Notifier,
        *,
        watchdog_s: float,
        retry_s: float,
        monotonic_s: Callable[[], float],
    ) -> None:
        self.name = notifier.name
        self._notifier = notifier
        self._watchdog_s = watchdog_s
        self._retry_s = retry_s
        self._monotonic_s = monotonic_s
        self._stuck: threading.Thread | None = None
        self._rest_until_s: float | None = None

    def notify(self, notice: Notice) -> Delivery:
        """The notifier's answer, or "timed_out" while it does not answer."""
        return self._ask(lambda: self._notifier.notify(notice))

    def withdraw(self, key: str) -> None:
        """Pass the wish on, if the notifier can hear it."""

        def act() -> Delivery:
            self._notifier.withdraw(key)
            return "shown"

        self._ask(act)

    def _ask(self, act: Callable[[], Delivery]) -> Delivery:
        if not self._fit():
            return "timed_out"
        answer: queue.SimpleQueue[Delivery] = queue.SimpleQueue()
        asking = threading.Thread(
            target=lambda: answer.put(self._safely(act)), name=f"alerts-{self.name}", daemon=True
        )
        asking.start()
        try:
            return answer.get(timeout=self._watchdog_s)
        except queue.Empty:
            self._stuck = asking
            self._rest_until_s = self._monotonic_s() + self._retry_s
            _log.warning("notifications by %s do not answer and are left out for now", self.name)
            return "timed_out"

    def _fit(self) -> bool:
        if self._stuck is not None and self._stuck.is_alive():
            return False
        if self._rest_until_s is not None and self._monotonic_s() < self._rest_until_s:
            return False
        self._stuck = self._rest_until_s = None
        return True

    def _safely(self, act: Callable[[], Delivery]) -> Delivery:
        try:
            return act()
        except Exception as error:  # noqa: BLE001 - whatever a desktop raises, others come next
            # The text of the error may quote the notice.
            _log.warning("notifications by %s failed: %s", self.name, type(error).__name__)
            return "failed"
