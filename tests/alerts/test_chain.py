"""The chain with notifiers that hang, fail and recover, and over a real bus."""

import queue
import threading
from collections.abc import Callable, Iterator

import pytest

from app.alerts.chain import AlertChain, NoticeReport
from app.alerts.desktop_native import DBusNotifier
from app.services.ports import Delivery, Notice, Notifier
from tests.fakes.notifications import PATIENCE_S, FakeService

# Long enough for whoever does answer, on a busy machine too.
SHORT_S = 1.0

ExpectLog = Callable[[str], None]


def notice(key: str) -> Notice:
    return Notice(key=key, title="Joanna Kowalska", body="Kraków")


class FakeNotifier:
    """Answers as told; hangs, while it is told to, until it is let go."""

    def __init__(self, name: str, answer: Delivery = "shown") -> None:
        self.name = name
        self.answer: Delivery | Exception = answer
        self.hanging = False
        self.let_go = threading.Event()
        self.asked: queue.SimpleQueue[str] = queue.SimpleQueue()

    def notify(self, notice: Notice) -> Delivery:
        return self._act(notice.key)

    def withdraw(self, key: str) -> None:
        self._act(f"-{key}")

    def _act(self, what: str) -> Delivery:
        self.asked.put(what)
        if self.hanging:
            assert self.let_go.wait(PATIENCE_S)
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer

    def heard(self) -> list[str]:
        return [self.asked.get() for _ in range(self.asked.qsize())]


class Bench:
    """A chain over fakes, with its reports and a clock that is set by hand."""

    def __init__(self) -> None:
        self.window = FakeNotifier("window")
        self.native = FakeNotifier("native")
        self.plyer = FakeNotifier("plyer")
        self.reports: queue.SimpleQueue[NoticeReport] = queue.SimpleQueue()
        self.now_s = 100.0
        self.in_front = False
        self._chains: list[AlertChain] = []

    def chain(
        self,
        *desktop: Notifier,
        watchdog_s: float = PATIENCE_S,
        on_report: Callable[[NoticeReport], None] | None = None,
        start: bool = True,
    ) -> AlertChain:
        chain = AlertChain(
            self.window,
            desktop or (self.native, self.plyer),
            on_report=on_report or self.reports.put,
            desktop_wanted=lambda: not self.in_front,
            watchdog_s=watchdog_s,
            retry_s=60.0,
            monotonic_s=lambda: self.now_s,
        )
        self._chains.append(chain)
        if start:
            chain.start()
        return chain

    def report(self) -> dict[str, Delivery]:
        return dict(self.reports.get(timeout=PATIENCE_S).deliveries)

    def stop(self) -> None:
        for fake in (self.window, self.native, self.plyer):
            fake.let_go.set()
        for chain in self._chains:
            chain.stop()


@pytest.fixture
def bench() -> Iterator[Bench]:
    bench = Bench()
    yield bench
    bench.stop()


def test_the_window_comes_first_and_on_the_thread_of_the_caller(bench: Bench) -> None:
    threads: list[str] = []
    order: list[str] = []

    class Noting(FakeNotifier):
        def notify(self, notice: Notice) -> Delivery:
            threads.append(threading.current_thread().name)
            order.append(self.name)
            return "shown"

    bench.window = Noting("window")
    chain = bench.chain(Noting("native"), Noting("plyer"))
    assert chain.notify(notice("a")) == "shown"
    assert bench.report() == {"window": "shown", "native": "shown"}
    assert order == ["window", "native"]
    assert threads[0] == threading.current_thread().name
    assert threads[1] != threads[0]


def test_the_next_in_line_steps_in(bench: Bench) -> None:
    bench.native.answer = "unavailable"
    bench.chain().notify(notice("a"))
    assert bench.report() == {"window": "shown", "native": "unavailable", "plyer": "shown"}


def test_a_notifier_that_raises_is_passed_over_without_a_name_in_the_log(
    bench: Bench, expect_log: ExpectLog, caplog: pytest.LogCaptureFixture
) -> None:
    expect_log("notifications by native failed: ValueError")
    bench.native.answer = ValueError("Joanna Kowalska")
    bench.chain().notify(notice("a"))
    assert bench.report() == {"window": "shown", "native": "failed", "plyer": "shown"}
    assert "Joanna" not in caplog.text


def test_a_window_that_fails_leaves_the_desktop(bench: Bench, expect_log: ExpectLog) -> None:
    expect_log("the window could not show an alert: ValueError")
    bench.window.answer = ValueError("Joanna Kowalska")
    assert bench.chain().notify(notice("a")) == "failed"
    assert bench.report() == {"window": "failed", "native": "shown"}


def test_with_the_window_in_front_the_desktop_stays_quiet(bench: Bench) -> None:
    bench.in_front = True
    bench.chain().notify(notice("a"))
    assert bench.report() == {"window": "shown"}
    assert bench.native.heard() == []


def test_a_hung_notifier_holds_up_nobody(bench: Bench, expect_log: ExpectLog) -> None:
    expect_log("notifications by native do not answer")
    bench.native.hanging = True
    chain = bench.chain(watchdog_s=SHORT_S)
    assert [chain.notify(notice(key)) for key in "abc"] == ["shown"] * 3
    assert bench.window.heard() == ["a", "b", "c"]
    for _ in range(3):
        assert bench.report() == {"window": "shown", "native": "timed_out", "plyer": "shown"}
    assert bench.native.heard() == ["a"]
    assert bench.plyer.heard() == ["a", "b", "c"]


def test_a_hung_notifier_is_asked_again_later_but_not_while_it_hangs(
    bench: Bench, expect_log: ExpectLog
) -> None:
    expect_log("notifications by native do not answer")
    bench.native.hanging = True
    chain = bench.chain(bench.native, watchdog_s=SHORT_S)
    chain.notify(notice("a"))
    assert bench.report()["native"] == "timed_out"
    [stuck] = [t for t in threading.enumerate() if t.name == "alerts-native"]

    bench.now_s += 61
    chain.notify(notice("b"))
    assert bench.report()["native"] == "timed_out"

    bench.native.hanging = False
    bench.native.let_go.set()
    stuck.join(PATIENCE_S)
    chain.notify(notice("c"))
    assert bench.report()["native"] == "shown"
    assert bench.native.heard() == ["a", "c"]


def test_a_notifier_that_came_back_early_still_rests(bench: Bench, expect_log: ExpectLog) -> None:
    expect_log("notifications by native do not answer")
    bench.native.hanging = True
    chain = bench.chain(bench.native, watchdog_s=SHORT_S)
    chain.notify(notice("a"))
    assert bench.report()["native"] == "timed_out"
    [stuck] = [t for t in threading.enumerate() if t.name == "alerts-native"]
    bench.native.let_go.set()
    stuck.join(PATIENCE_S)
    bench.now_s += 59
    chain.notify(notice("b"))
    assert bench.report()["native"] == "timed_out"
    bench.now_s += 1
    chain.notify(notice("c"))
    assert bench.report()["native"] == "shown"


def test_withdrawing_reaches_every_notifier(bench: Bench) -> None:
    chain = bench.chain()
    chain.notify(notice("a"))
    bench.report()
    chain.withdraw("a")
    assert bench.window.heard() == ["a", "-a"]
    chain.notify(notice("b"))
    bench.report()
    assert bench.native.heard() == ["a", "-a", "b"]
    assert bench.plyer.heard() == ["-a"]


def test_a_lead_claimed_meanwhile_never_reaches_the_desktop(bench: Bench) -> None:
    chain = bench.chain(start=False)
    chain.notify(notice("a"))
    chain.notify(notice("b"))
    chain.withdraw("a")
    chain.start()
    assert bench.reports.get(timeout=PATIENCE_S).key == "b"
    chain.stop(PATIENCE_S)
    assert bench.native.heard() == ["b", "-a"]


def test_only_the_newest_notice_of_a_key_reaches_the_desktop(bench: Bench) -> None:
    chain = bench.chain(start=False)
    for _ in range(3):
        chain.notify(notice("a"))
    chain.start()
    chain.stop(PATIENCE_S)
    assert bench.window.heard() == ["a", "a", "a"]
    assert bench.native.heard() == ["a"]


def test_a_report_that_fails_does_not_end_the_chain(bench: Bench, expect_log: ExpectLog) -> None:
    expect_log("the report of an alert failed: KeyError")
    seen: queue.SimpleQueue[str] = queue.SimpleQueue()

    def on_report(report: NoticeReport) -> None:
        seen.put(report.key)
        if report.key == "a":
            raise KeyError("Joanna Kowalska")

    chain = bench.chain(on_report=on_report)
    chain.notify(notice("a"))
    chain.notify(notice("b"))
    assert [seen.get(timeout=PATIENCE_S) for _ in range(2)] == ["a", "b"]


def test_stopping_is_possible_at_any_time(bench: Bench) -> None:
    never_started = bench.chain(start=False)
    never_started.notify(notice("a"))
    never_started.stop()
    chain = bench.chain()
    chain.stop()
    chain.stop()
    assert chain.notify(notice("b")) == "shown"
    assert bench.native.heard() == []


def test_a_hung_notification_service_does_not_block_alerts(
    bench: Bench, service: FakeService, expect_log: ExpectLog
) -> None:
    """The whole way: a service owns the name on a real bus and never answers."""
    expect_log("notifications by dbus do not answer")
    service.answer = lambda number: None
    native = DBusNotifier(lambda _: None, reply_s=PATIENCE_S)
    chain = bench.chain(native, bench.plyer, watchdog_s=SHORT_S)
    assert [chain.notify(notice(key)) for key in "ab"] == ["shown", "shown"]
    for _ in range(2):
        assert bench.report() == {"window": "shown", "dbus": "timed_out", "plyer": "shown"}
    assert bench.plyer.heard() == ["a", "b"]
    native.stop()


def test_a_notice_never_shows_its_person_in_a_log() -> None:
    assert "Joanna" not in repr(notice("a"))
    assert "Kraków" not in repr(notice("a"))
