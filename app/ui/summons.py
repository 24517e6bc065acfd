"""A second start of the same profile asks the first window to come to the front."""

import hashlib
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtNetwork import QLocalServer, QLocalSocket

_PATIENCE_MS = 1000


def _name(folder: Path) -> str:
    return "touchline-" + hashlib.sha256(str(folder.resolve()).encode()).hexdigest()[:24]


def summon(folder: Path) -> bool:
    """Ask the window of the profile in `folder` to come forward; False if nobody answered."""
    socket = QLocalSocket()
    socket.connectToServer(_name(folder))
    heard = socket.waitForConnected(_PATIENCE_MS)
    socket.disconnectFromServer()
    return heard


class Summons(QObject):
    """Listens for second starts; whoever connects is answered by `come`."""

    def __init__(self, folder: Path, come: Callable[[], None]) -> None:
        super().__init__()
        self._come = come
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        # What a killed window left behind would keep this one from listening.
        QLocalServer.removeServer(_name(folder))
        self._server.newConnection.connect(self._answer)
        self._server.listen(_name(folder))

    def stop(self) -> None:
        """Listen no more."""
        self._server.close()

    def _answer(self) -> None:
        socket = self._server.nextPendingConnection()
        if socket is not None:
            socket.close()
            socket.deleteLater()
        self._come()
