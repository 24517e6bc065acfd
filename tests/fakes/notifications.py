"""A service of notifications on a bus of its own."""

import queue
import subprocess
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from jeepney import (
    DBusAddress,
    HeaderFields,
    MatchRule,
    Message,
    MessageType,
    new_error,
    new_method_return,
    new_signal,
)
from jeepney.bus_messages import message_bus
from jeepney.io.blocking import open_dbus_connection
from jeepney.wrappers import unwrap_msg

SERVICE = "org.freedesktop.Notifications"
PATIENCE_S = 30.0
# Without service files: nothing on this bus is ever started unasked.
BUS_CONFIG = """<busconfig><type>session</type><listen>unix:path={socket}</listen>
<auth>EXTERNAL</auth><policy context="default"><allow send_destination="*" eavesdrop="true"/>
<allow eavesdrop="true"/><allow own="*"/></policy></busconfig>"""
Answer = Callable[[int], int | str | None]


def end(process: subprocess.Popen[str]) -> None:
    process.terminate()
    process.communicate(timeout=PATIENCE_S)


class Bus:
    """A dbus-daemon that can be ended and started again at the same address."""

    def __init__(self, folder: Path) -> None:
        self._config = folder / "bus.conf"
        self._socket = folder / "bus"
        self._config.write_text(BUS_CONFIG.format(socket=self._socket))
        self._daemon: subprocess.Popen[str] | None = None
        self.address = f"unix:path={self._socket}"

    def start(self) -> None:
        self._socket.unlink(missing_ok=True)
        self._daemon = subprocess.Popen(
            ["dbus-daemon", f"--config-file={self._config}", "--nofork", "--print-address=1"],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        assert self._daemon.stdout is not None
        assert self._daemon.stdout.readline().startswith(self.address)

    def stop(self) -> None:
        if self._daemon is not None:
            end(self._daemon)
            self._daemon = None


class FakeService:
    """A notification service that notes what it is told and answers as the test likes.

    `answer` gets the running number of a notice and gives an id, the name of an error, or None:
    silence, as of a service that hangs.
    """

    def __init__(self, address: str, answer: Answer = lambda number: number) -> None:
        self.answer = answer
        self.capabilities = ["actions", "body", "body-markup"]
        self.notices: queue.SimpleQueue[tuple[Any, ...]] = queue.SimpleQueue()
        self.closed: queue.SimpleQueue[int] = queue.SimpleQueue()
        self._unanswered: queue.SimpleQueue[Message] = queue.SimpleQueue()
        self._count = 0
        self._bus = open_dbus_connection(address)
        unwrap_msg(self._bus.send_and_get_reply(message_bus.RequestName(SERVICE)))
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def emit(self, name: str, signature: str, *body: int | str) -> None:
        emitter = DBusAddress("/org/freedesktop/Notifications", interface=SERVICE)
        self._bus.send(new_signal(emitter, name, signature, body))

    def answer_late(self, id_: int) -> None:
        call = self._unanswered.get(timeout=PATIENCE_S)
        self._bus.send(new_method_return(call, "u", (id_,)))

    def stop(self) -> None:
        self._bus.sock.shutdown(2)
        self._thread.join(PATIENCE_S)
        self._bus.close()

    def _serve(self) -> None:
        while True:
            try:
                message = self._bus.receive()
            except OSError:
                return
            if message.header.message_type is MessageType.method_call:
                self._serve_call(message, message.header.fields[HeaderFields.member])

    def _serve_call(self, call: Message, method: str) -> None:
        if method == "GetCapabilities":
            self._bus.send(new_method_return(call, "as", (self.capabilities,)))
        elif method == "CloseNotification":
            self.closed.put(call.body[0])
        elif method == "Notify":
            self._count += 1
            self.notices.put(call.body)
            answer = self.answer(self._count)
            if answer is None:
                self._unanswered.put(call)
            elif isinstance(answer, str):
                self._bus.send(new_error(call, answer))
            else:
                self._bus.send(new_method_return(call, "u", (answer,)))


def when_owned(address: str, start: Callable[[], object]) -> None:
    """Call `start`, then wait until somebody owns the name of the notification service."""
    rule = MatchRule(type="signal", sender="org.freedesktop.DBus", member="NameOwnerChanged")
    rule.add_arg_condition(0, SERVICE)
    with open_dbus_connection(address) as connection, connection.filter(rule) as owners:
        unwrap_msg(connection.send_and_get_reply(message_bus.AddMatch(rule)))
        start()
        connection.recv_until_filtered(owners, timeout=PATIENCE_S)
