"""The clickable notifier against a real service on a real bus, and against misbehaving ones."""

import json
import queue
import subprocess
from collections.abc import Callable, Iterator
from uuid import UUID

import pytest

from app.alerts.desktop_native import DBusNotifier
from app.services.ports import Notice
from tests.fakes.notifications import PATIENCE_S, Bus, FakeService, when_owned

# Long enough for whoever does answer, on a busy machine too.
SHORT_S = 1.0
LEAD = UUID("01931234-5678-7123-8456-123456789012")
NOTICE = Notice(
    key="lead-1",
    title="New lead: Joanna & Cía <b>",
    body="Call by 10:47 & <i>not</i> later",
    urgency="critical",
    lead_id=LEAD,
)


def notice(key: str, title: str = "New lead") -> Notice:
    return Notice(key=key, title=title)


def run(*command: str) -> str:
    ended = subprocess.run(command, capture_output=True, text=True, check=True, timeout=PATIENCE_S)
    return ended.stdout


def history() -> list[dict[str, object]]:
    """What dunst has shown and put away, newest first."""
    run("dunstctl", "close-all")
    entries = json.loads(run("dunstctl", "history"))["data"][0]
    return [{field: told["data"] for field, told in entry.items()} for entry in entries]


def shown_window() -> str:
    return run("xdotool", "search", "--sync", "--onlyvisible", "--class", "Dunst").split()[0]


@pytest.fixture
def clicks() -> "queue.SimpleQueue[Notice]":
    return queue.SimpleQueue()


@pytest.fixture
def notifier(clicks: "queue.SimpleQueue[Notice]") -> Iterator[DBusNotifier]:
    notifier = DBusNotifier(clicks.put, click_label="Take and call", reply_s=PATIENCE_S)
    yield notifier
    notifier.stop()


@pytest.mark.usefixtures("dunst")
class TestRealService:
    def test_a_notice_is_delivered_as_it_reads(self, notifier: DBusNotifier) -> None:
        assert notifier.notify(NOTICE) == "shown"
        shown_window()
        [told] = history()
        assert told["summary"] == "New lead: Joanna & Cía <b>"
        assert told["body"] == "Call by 10:47 &amp; &lt;i&gt;not&lt;/i&gt; later"
        assert told["appname"] == "Touchline"
        assert told["default_action_name"] == "default"
        assert told["timeout"] == 0

    def test_a_click_with_the_mouse_comes_back(
        self, notifier: DBusNotifier, clicks: "queue.SimpleQueue[Notice]"
    ) -> None:
        assert notifier.notify(NOTICE) == "shown"
        run("xdotool", "mousemove", "--window", shown_window(), "20", "10", "click", "1")
        assert clicks.get(timeout=PATIENCE_S) is NOTICE

    def test_the_action_of_the_service_comes_back(
        self, notifier: DBusNotifier, clicks: "queue.SimpleQueue[Notice]"
    ) -> None:
        assert notifier.notify(NOTICE) == "shown"
        shown_window()
        run("dunstctl", "action")
        assert clicks.get(timeout=PATIENCE_S) is NOTICE

    def test_a_notice_replaces_the_one_of_its_key(self, notifier: DBusNotifier) -> None:
        assert notifier.notify(notice("a", "5 minutes left")) == "shown"
        assert notifier.notify(notice("b", "another person")) == "shown"
        assert notifier.notify(notice("a", "2 minutes left")) == "shown"
        shown_window()
        assert {told["summary"] for told in history()} == {"2 minutes left", "another person"}

    def test_a_claimed_lead_leaves_the_screen(self, notifier: DBusNotifier) -> None:
        notifier.notify(notice("a", "stays"))
        notifier.notify(notice("b", "goes"))
        shown_window()
        notifier.withdraw("b")
        notifier.withdraw("unknown")
        # The same connection keeps order: once this is shown, the withdrawal was heard.
        notifier.notify(notice("a", "stays on"))
        assert run("dunstctl", "count", "displayed").strip() == "1"


def test_what_the_service_is_told(notifier: DBusNotifier, service: FakeService) -> None:
    assert notifier.notify(NOTICE) == "shown"
    app, replaces, _icon, title, body, actions, hints, expires = service.notices.get()
    assert (app, replaces, expires) == ("Touchline", 0, 0)
    assert title == NOTICE.title
    assert body == "Call by 10:47 &amp; &lt;i&gt;not&lt;/i&gt; later"
    assert actions == ["default", "Take and call"]
    assert hints["urgency"] == ("y", 2)
    assert hints["suppress-sound"] == ("b", True)
    notifier.notify(NOTICE)
    assert service.notices.get()[1] == 1


def test_a_plain_service_gets_plain_text(notifier: DBusNotifier, service: FakeService) -> None:
    service.capabilities = ["body"]
    notifier.notify(NOTICE)
    told = service.notices.get()
    assert told[4] == NOTICE.body
    assert told[5] == []


@pytest.mark.parametrize("hostile", ["a\0b", "a\ud800b", "a\nb", "-x --help", "%s%n", "🙂" * 900])
def test_hostile_names_do_not_cut_the_connection(
    notifier: DBusNotifier, service: FakeService, hostile: str
) -> None:
    assert notifier.notify(Notice(key="a", title=hostile, body=hostile)) == "shown"
    assert notifier.notify(notice("b")) == "shown"
    title = service.notices.get()[3]
    assert "\n" not in title
    assert len(title) <= 200


def test_clicks_elsewhere_mean_nothing(
    notifier: DBusNotifier, service: FakeService, clicks: "queue.SimpleQueue[Notice]"
) -> None:
    first, second = notice("a"), notice("b")
    notifier.notify(first)
    notifier.notify(second)
    service.emit("ActionInvoked", "us", 99, "default")
    service.emit("ActionInvoked", "us", 1, "settings")
    service.emit("NotificationClosed", "uu", 1, 2)
    service.emit("ActionInvoked", "us", 1, "default")
    service.emit("ActionInvoked", "us", 2, "default")
    assert clicks.get(timeout=PATIENCE_S) is second
    assert clicks.empty()


def test_a_click_that_fails_does_not_end_the_listening(
    service: FakeService, expect_log: Callable[[str], None]
) -> None:
    expect_log("a click on a notification failed: ZeroDivisionError")
    clicks: queue.SimpleQueue[Notice] = queue.SimpleQueue()

    def once_broken(clicked: Notice) -> None:
        if clicked.key == "a":
            raise ZeroDivisionError("Joanna")
        clicks.put(clicked)

    notifier = DBusNotifier(once_broken, reply_s=PATIENCE_S)
    for key in ("a", "b"):
        notifier.notify(notice(key))
    service.emit("ActionInvoked", "us", 1, "default")
    service.emit("ActionInvoked", "us", 2, "default")
    assert clicks.get(timeout=PATIENCE_S).key == "b"
    notifier.stop()


def test_a_closed_notice_is_shown_anew_and_not_replaced(
    notifier: DBusNotifier, service: FakeService
) -> None:
    notifier.notify(notice("a"))
    service.emit("NotificationClosed", "uu", 1, 2)
    # The reply to this one comes after the signal on the same connection.
    notifier.notify(notice("b"))
    notifier.notify(notice("a"))
    assert [service.notices.get()[1] for _ in range(3)] == [0, 0, 0]


def test_a_service_that_hangs_is_told_from_one_that_is_missing(service: FakeService) -> None:
    service.answer = lambda number: None
    notifier = DBusNotifier(lambda _: None, reply_s=SHORT_S)
    assert notifier.notify(notice("a")) == "timed_out"
    notifier.stop()


def test_a_late_notice_of_a_claimed_lead_does_not_stay(service: FakeService) -> None:
    service.answer = lambda number: None
    notifier = DBusNotifier(lambda _: None, reply_s=SHORT_S)
    notifier.notify(notice("a"))
    notifier.withdraw("a")
    service.answer_late(7)
    assert service.closed.get(timeout=PATIENCE_S) == 7
    notifier.stop()


def test_a_late_notice_can_still_be_clicked(
    service: FakeService, clicks: "queue.SimpleQueue[Notice]"
) -> None:
    service.answer = lambda number: None
    notifier = DBusNotifier(clicks.put, reply_s=SHORT_S)
    late = notice("a")
    assert notifier.notify(late) == "timed_out"
    service.answer_late(7)
    service.emit("ActionInvoked", "us", 7, "default")
    assert clicks.get(timeout=PATIENCE_S) is late
    notifier.stop()


def test_closing_the_old_notice_does_not_cost_the_new_one(
    service: FakeService, clicks: "queue.SimpleQueue[Notice]"
) -> None:
    service.answer = lambda number: 1 if number == 1 else None
    notifier = DBusNotifier(clicks.put, reply_s=SHORT_S)
    old, new = notice("a"), notice("a")
    assert notifier.notify(old) == "shown"
    assert notifier.notify(new) == "timed_out"
    service.emit("NotificationClosed", "uu", 1, 2)
    service.answer_late(2)
    service.emit("ActionInvoked", "us", 2, "default")
    assert clicks.get(timeout=PATIENCE_S) is new
    assert service.closed.empty()
    notifier.stop()


@pytest.mark.usefixtures("bus")
def test_a_desktop_without_a_service(notifier: DBusNotifier) -> None:
    assert notifier.notify(NOTICE) == "unavailable"
    notifier.withdraw("lead-1")


def test_a_service_that_refuses(notifier: DBusNotifier, service: FakeService) -> None:
    service.answer = lambda number: "org.freedesktop.Notifications.Error.ExcessNotifications"
    assert notifier.notify(NOTICE) == "failed"


@pytest.mark.parametrize("address", [None, "", "unix:path=/nowhere/bus", "tcp:host=x", "nonsense"])
def test_a_machine_without_a_bus(
    notifier: DBusNotifier, address: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    if address is None:
        monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS")
    else:
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
    assert notifier.notify(NOTICE) == "unavailable"
    notifier.withdraw("lead-1")


def test_a_new_service_is_found_and_its_numbers_are_its_own(
    bus: Bus, notifier: DBusNotifier, clicks: "queue.SimpleQueue[Notice]"
) -> None:
    first = FakeService(bus.address)
    assert notifier.notify(notice("a")) == "shown"
    when_owned(bus.address, first.stop)
    assert notifier.notify(notice("b")) == "unavailable"
    second = FakeService(bus.address)
    shown = notice("c")
    assert notifier.notify(notice("a")) == "shown"
    assert second.notices.get()[1] == 0
    assert notifier.notify(shown) == "shown"
    second.emit("ActionInvoked", "us", 2, "default")
    assert clicks.get(timeout=PATIENCE_S) is shown
    second.stop()


def test_a_new_bus_is_found(bus: Bus, notifier: DBusNotifier) -> None:
    first = FakeService(bus.address)
    assert notifier.notify(notice("a")) == "shown"
    bus.stop()
    first.stop()
    assert notifier.notify(notice("b")) == "unavailable"
    bus.start()
    second = FakeService(bus.address)
    assert notifier.notify(notice("c")) == "shown"
    second.stop()


def test_after_the_end_no_bus_is_asked(service: FakeService) -> None:
    notifier = DBusNotifier(lambda _: None, reply_s=PATIENCE_S)
    assert notifier.notify(notice("a")) == "shown"
    notifier.stop()
    assert notifier.notify(notice("b")) == "unavailable"
    notifier.withdraw("a")
    assert service.notices.qsize() == 1


def test_stopping_twice_or_before_the_start_is_fine() -> None:
    notifier = DBusNotifier(lambda _: None)
    notifier.stop()
    notifier.stop()


def test_whether_a_service_is_there_is_found_out_without_a_notice(
    bus: Bus, notifier: DBusNotifier
) -> None:
    assert not notifier.serves()
    service = FakeService(bus.address)
    assert notifier.serves()
    assert service.notices.qsize() == 0
    service.stop()
    bus.stop()
    assert not notifier.serves()
