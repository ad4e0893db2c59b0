# SPDX-License-Identifier: Apache-2.0
"""One desktop for a user: a second start brings the first window to the front, with what it was asked to open.

The two talk over a local socket that its user alone may use. One that a killed program left behind is taken over.
"""

from __future__ import annotations

import json
import zlib
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

from aiprod.film.files import data_home

_WAIT_MS = 1_000
_ANSWER_MS = 5_000
"""A desktop may be busy for a moment."""
_LONGEST = 65_536
_VERSION = 1


def socket_name(home: Path | None = None) -> str:
    """The socket of this user's desktop: one for each data folder."""
    place = str((home or data_home()).absolute())
    return f"aiprod-desktop-{zlib.crc32(place.encode()):08x}"


def hand_over(film: Path | None, name: str = "") -> bool:
    """Ask the desktop that runs already to come to the front, and to open `film`. False when none runs.

    Called before there is a window; waits a few seconds at most.
    """
    socket = QLocalSocket()
    socket.connectToServer(name or socket_name())
    if not socket.waitForConnected(_WAIT_MS):
        return False
    message = {"version": _VERSION, "open": str(film.absolute()) if film is not None else ""}
    socket.write(json.dumps(message).encode() + b"\n")
    answered = socket.waitForBytesWritten(_WAIT_MS) and socket.waitForReadyRead(_ANSWER_MS)
    socket.disconnectFromServer()
    return bool(answered)


class FirstInstance(QObject):
    """Listens for later starts.

    Signals:
        called: another start asks for the window; with the path that it shall open, "" for none.
    """

    called = Signal(str)

    def __init__(self, parent: QObject | None = None, name: str = "") -> None:
        super().__init__(parent)
        self._name = name or socket_name()
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._come)

    def listen(self) -> bool:
        """Begin to listen; what a killed desktop left in the way is removed. False where the system refuses."""
        if self._server.listen(self._name):
            return True
        QLocalServer.removeServer(self._name)
        return self._server.listen(self._name)

    def _come(self) -> None:
        socket = self._server.nextPendingConnection()
        socket.readyRead.connect(lambda: self._read(socket))
        socket.disconnected.connect(socket.deleteLater)
        if socket.bytesAvailable():
            self._read(socket)

    def _read(self, socket: QLocalSocket) -> None:
        if socket.bytesAvailable() > _LONGEST:
            socket.abort()
        elif socket.canReadLine():
            path = _asked(bytes(socket.readLine().data()))
            if path is None:
                socket.abort()
                return
            socket.write(b"ok\n")
            socket.flush()
            self.called.emit(path)

    def close(self) -> None:
        """Listen no more."""
        self._server.close()


def _asked(line: bytes) -> str | None:
    """The path of a message, None where it is none of ours."""
    try:
        message = json.loads(line)
        return str(message["open"]) if message["version"] == _VERSION else None
    except (ValueError, KeyError, TypeError):
        return None
