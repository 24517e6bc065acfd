"""Notifications over D-Bus as the freedesktop specification has them: with a click.

https://specifications.freedesktop.org/notification-spec/1.2/
"""

import contextlib
import html
import logging
import os
import socket
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from typing import Any

from jeepney import (
    DBusAddress,
    DBusErrorResponse,
    HeaderFields,
    MatchRule,
    Message,
    MessageFlag,
    MessageType,
    new_method_call,
)
from jeepney.bus_messages import message_bus
from jeepney.io.blocking import open_dbus_connection

from app.services.ports import Delivery, Notice, Urgency

_log = logging.getLogger(__name__)

# Below the watchdog of the chain, so that a slow service is noticed here first.
REPLY_S = 2.5

_SERVICE = "org.freedesktop.Notifications"
_PATH = "/org/freedesktop/Notifications"
_ABSENT = (
    "org.freedesktop.DBus.Error.ServiceUnknown",
    "org.freedesktop.DBus.Error.NameHasNoOwner",
    "org.freedesktop.DBus.Error.Spawn.",
)
_URGENCIES: dict[Urgency, int] = {"low": 0, "normal": 1, "critical": 2}
_AS_THE_DESKTOP_LIKES, _NEVER = -1, 0
_LONGEST_TITLE = 200
_LONGEST_BODY = 1000
_JOIN_S = 1.0


class DBusNotifier:
    """Shows notices through the notification service of a Linux desktop.

    `on_click` gets the notice that was clicked, on a thread of the notifier. The connection is
    made with the first notice, and made anew after the bus or the service went away.
    """

    name = "dbus"

    def __init__(
        self,
        on_click: Callable[[Notice], None],
        *,
        click_label: str = "Open",
        icon: str = "",
        reply_s: float = REPLY_S,
    ) -> None:
        """`icon` is a path or a name of the theme; `click_label` is shown where clicks have one."""
        self._on_click = on_click
        self._click_label = click_label
        self._icon = icon
        self._reply_s = reply_s
        self._lock = threading.Lock()
        self._session: _Session | None = None
        self._stopped = False

    def notify(self, notice: Notice) -> Delivery:
        """Show `notice`, waiting `reply_s` at most for the service."""
        deadline_s = time.monotonic() + self._reply_s
        for _ in range(2):
            try:
                self._connected(deadline_s).show(notice, deadline_s)
            except TimeoutError:
                return "timed_out"
            except _NoBus:
                return "unavailable"
            except DBusErrorResponse as error:
                return "unavailable" if error.name.startswith(_ABSENT) else "failed"
            except OSError:
                continue  # The bus went away since the last notice; perhaps a new one is there.
            return "shown"
        return "failed"

    def serves(self) -> bool:
        """Whether a notification service answers here; nothing is shown to find out."""
        deadline_s = time.monotonic() + self._reply_s
        try:
            self._connected(deadline_s).ask(deadline_s)
        except (TimeoutError, _NoBus, DBusErrorResponse, OSError):
            return False
        return True

    def withdraw(self, key: str) -> None:
        """Take the notice of this key off the screen, or see that it never stays there."""
        session = self._session
        if session is not None:
            # Without a bus the service is gone too, or shows what nobody can take back.
            with contextlib.suppress(OSError):
                session.withdraw(key)

    def stop(self) -> None:
        """Leave the bus for good. What is on the screen stays there."""
        self._stopped = True
        # Waits a moment only: a stuck bus may hold the lock for ever.
        if self._lock.acquire(timeout=_JOIN_S):
            session, self._session = self._session, None
            self._lock.release()
            if session is not None:
                session.close()

    def _connected(self, deadline_s: float) -> "_Session":
        with self._lock:
            if self._stopped:
                raise _NoBus
            if self._session is None or self._session.closed:
                self._session = _Session(self._on_click, self._click_label, self._icon, deadline_s)
            return self._session


class _NoBus(Exception):
    """There is no session bus to speak to."""


class _Session:
    """One connection to the bus, and the notices shown through it.

    A thread listens all the time; the tables are its and the callers', under the lock.
    """

    def __init__(
        self, on_click: Callable[[Notice], None], click_label: str, icon: str, deadline_s: float
    ) -> None:
        """Connect. Raises _NoBus, OSError or DBusErrorResponse."""
        self.closed = False
        self._on_click = on_click
        self._click_label = click_label
        self._icon = icon
        self._lock = threading.Lock()
        self._sending = threading.Lock()
        self._replies: dict[int, Future[Message]] = {}
        self._wanted: dict[str, Notice] = {}
        self._ids: dict[str, int] = {}
        self._shown: dict[int, Notice] = {}
        self._capabilities: frozenset[str] | None = None
        try:
            self._connection = open_dbus_connection(_session_bus())
        except (OSError, ValueError, RuntimeError, DBusErrorResponse) as error:
            raise _NoBus from error
        self._listener = threading.Thread(target=self._listen, name="alerts-bus", daemon=True)
        self._listener.start()
        try:
            self._subscribe(deadline_s)
        except (OSError, DBusErrorResponse):
            self.close()
            raise

    def offers(self, deadline_s: float) -> frozenset[str]:
        """What the service can do. Raises TimeoutError, OSError or DBusErrorResponse."""
        offered = self._capabilities
        return self.ask(deadline_s) if offered is None else offered

    def ask(self, deadline_s: float) -> frozenset[str]:
        """The same from the service itself, whatever it said before."""
        [listed] = self._call(_method("GetCapabilities"), deadline_s)
        self._capabilities = offered = frozenset(listed)
        return offered

    def show(self, notice: Notice, deadline_s: float) -> None:
        """Show or replace. Raises TimeoutError, OSError or DBusErrorResponse."""
        offered = self.offers(deadline_s)
        with self._lock:
            self._wanted[notice.key] = notice
            replaces = self._ids.get(notice.key, 0)
        try:
            self._call(
                self._notify_message(notice, replaces, offered),
                deadline_s,
                on_reply=lambda reply: self._keep(notice, reply),
            )
        except DBusErrorResponse:
            self._forget(notice)
            raise

    def withdraw(self, key: str) -> None:
        """Close the notice of this key; one that the service has not answered yet, when it does."""
        with self._lock:
            self._wanted.pop(key, None)
            id_ = self._ids.pop(key, None)
            if id_ is not None:
                self._shown.pop(id_, None)
        if id_ is not None:
            self._close_notification(id_)

    def close(self) -> None:
        """End the connection and its thread."""
        with contextlib.suppress(OSError):
            self._connection.sock.shutdown(socket.SHUT_RDWR)
        if threading.current_thread() is not self._listener:
            self._listener.join(_JOIN_S)

    def _subscribe(self, deadline_s: float) -> None:
        signals = MatchRule(type="signal", sender=_SERVICE, interface=_SERVICE, path=_PATH)
        owners = MatchRule(type="signal", sender="org.freedesktop.DBus", member="NameOwnerChanged")
        owners.add_arg_condition(0, _SERVICE)
        for rule in (signals, owners):
            self._call(message_bus.AddMatch(rule), deadline_s)

    def _notify_message(self, notice: Notice, replaces: int, offered: frozenset[str]) -> Message:
        body = _clean(notice.body)[:_LONGEST_BODY]
        return _method(
            "Notify",
            "susssasa{sv}i",
            (
                "Touchline",
                replaces,
                self._icon,
                " ".join(_clean(notice.title).split())[:_LONGEST_TITLE],
                html.escape(body, quote=False) if "body-markup" in offered else body,
                ["default", self._click_label] if "actions" in offered else [],
                {
                    "urgency": ("y", _URGENCIES[notice.urgency]),
                    "desktop-entry": ("s", "touchline"),
                    # The product plays its own tone, or none.
                    "suppress-sound": ("b", True),
                },
                _NEVER if notice.urgency == "critical" else _AS_THE_DESKTOP_LIKES,
            ),
        )

    def _keep(self, notice: Notice, reply: Message) -> None:
        # Runs on the listener before it reads on: no click can come before its notice is known.
        if reply.header.message_type is not MessageType.method_return:
            return
        id_ = int(reply.body[0])
        with self._lock:
            wanted = self._wanted.get(notice.key) is notice
            if wanted:
                self._ids[notice.key] = id_
                self._shown[id_] = notice
        if not wanted:
            self._close_notification(id_)

    def _forget(self, notice: Notice) -> None:
        with self._lock:
            if self._wanted.get(notice.key) is notice:
                del self._wanted[notice.key]

    def _close_notification(self, id_: int) -> None:
        message = _method("CloseNotification", "u", (id_,))
        message.header.flags |= MessageFlag.no_reply_expected
        self._send(message, next(self._connection.outgoing_serial))

    def _call(
        self,
        message: Message,
        deadline_s: float,
        on_reply: Callable[[Message], None] | None = None,
    ) -> tuple[Any, ...]:
        """The body of the answer. A late answer still reaches `on_reply`."""
        serial = next(self._connection.outgoing_serial)
        reply: Future[Message] = Future()
        if on_reply is not None:
            reply.add_done_callback(
                lambda done: on_reply(done.result()) if done.exception() is None else None
            )
        with self._lock:
            if self.closed:
                raise ConnectionResetError
            self._replies[serial] = reply
        self._send(message, serial)
        answer = reply.result(max(0.0, deadline_s - time.monotonic()))
        if answer.header.message_type is MessageType.error:
            raise DBusErrorResponse(answer)
        return tuple(answer.body)

    def _send(self, message: Message, serial: int) -> None:
        try:
            with self._sending:
                self._connection.send(message, serial=serial)
        except OSError:
            # Known here before the listener hears of it: the next try must not come this way.
            with self._lock:
                self.closed = True
            raise

    def _listen(self) -> None:
        try:
            while True:
                self._dispatch(self._connection.receive())
        except OSError:
            pass  # The bus went away, or `close` was called.
        except Exception as error:  # noqa: BLE001 - jeepney raises any kind for a garbled message
            _log.warning("the bus sent what cannot be read: %s", type(error).__name__)
        finally:
            with self._lock:
                self.closed = True
                waiting = list(self._replies.values())
                self._replies.clear()
            for reply in waiting:
                reply.set_exception(ConnectionResetError())
            self._connection.close()

    def _dispatch(self, message: Message) -> None:
        fields = message.header.fields
        serial = fields.get(HeaderFields.reply_serial)
        if serial is not None:
            with self._lock:
                reply = self._replies.pop(serial, None)
            if reply is not None:
                reply.set_result(message)
        elif message.header.message_type is MessageType.signal:
            self._hear(fields.get(HeaderFields.member), message.body)

    def _hear(self, signal: str | None, body: tuple[Any, ...]) -> None:
        clicked = None
        with self._lock:
            if signal == "NotificationClosed":
                closed = self._shown.pop(body[0], None)
                if closed is not None:
                    self._ids.pop(closed.key, None)
                    # A newer one of the same key may be on its way.
                    if self._wanted.get(closed.key) is closed:
                        del self._wanted[closed.key]
            elif signal == "ActionInvoked" and body[1] == "default":
                clicked = self._shown.get(body[0])
            elif signal == "NameOwnerChanged":
                # Another service counts from 1 again: the old numbers would name its notices.
                self._shown.clear()
                self._ids.clear()
                self._capabilities = None
        if clicked is not None:
            try:
                self._on_click(clicked)
            except Exception as error:  # noqa: BLE001 - the next click must still be heard
                _log.error("a click on a notification failed: %s", type(error).__name__)


def _method(name: str, signature: str | None = None, body: tuple[Any, ...] = ()) -> Message:
    address = DBusAddress(_PATH, bus_name=_SERVICE, interface=_SERVICE)
    return new_method_call(address, name, signature, body)


def _session_bus() -> str:
    """The address of the session bus. Raises _NoBus if there is no sign of one."""
    named = os.environ.get("DBUS_SESSION_BUS_ADDRESS")
    if named:
        return named
    runtime = os.environ.get("XDG_RUNTIME_DIR")
    if runtime and (Path(runtime) / "bus").exists():
        return f"unix:path={runtime}/bus"
    raise _NoBus


def _clean(text: str) -> str:
    # The bus cuts off whoever sends a zero byte or half of a character pair.
    return text.encode("utf-8", "replace").decode("utf-8").replace("\0", "")
