# SPDX-License-Identifier: Apache-2.0
"""Being found, and being alone: the discovery file, the one-instance lock, and the port."""

from __future__ import annotations

import json
import os
import socket
import uuid
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from aiprod import __version__
from aiprod.film.errors import EngineError, UserError
from aiprod.server.private import private_folder, write_private
from aiprod.server.settings import ServerSettings
from aiprod.wire.base import PROTOCOL_RANGE
from aiprod.wire.discovery import Discovery, read_discovery

if TYPE_CHECKING:
    from filelock import BaseFileLock

_FILE, _LOCK, _LAST_PORT = "engine.json", "engine.lock", "port.json"


class AlreadyRunningError(UserError):
    """Another engine of this user runs. `found` says where, if it says so itself."""

    def __init__(self, folder: Path) -> None:
        self.found = read_discovery(folder / _FILE)
        where = f"process {self.found.pid}, port {self.found.port}" if self.found else f"it holds {folder / _LOCK}"
        super().__init__("The engine runs already", where, "Use it, or stop it first.")


class Presence:
    """The engine's claim to be the only one of its user, and the file by which it is found.

    Raises:
        AlreadyRunningError: it is not the only one.
    """

    def __init__(self, settings: ServerSettings) -> None:
        self.folder, self._settings = private_folder(settings.folder), settings
        self.instance = uuid.uuid4().hex[:12]
        self._lock = self._acquired()
        (self.folder / _FILE).unlink(missing_ok=True)  # of one that was killed: at its port we would be taken for an impostor
        self._published = False

    def _acquired(self) -> BaseFileLock:
        from filelock import FileLock, Timeout

        lock = FileLock(self.folder / _LOCK, timeout=0, mode=0o600)
        try:
            lock.acquire()
        except Timeout as error:
            raise AlreadyRunningError(self.folder) from error
        return lock

    def bind(self) -> socket.socket:
        """A listening socket on 127.0.0.1: at the port of last time, a candidate, or any free port."""
        ports = [port for port in dict.fromkeys((self._last_port(), *self._settings.ports)) if port]
        for port in (*ports, 0):
            bound = _bound(port)
            if bound is not None:
                self._remember(bound.getsockname()[1])
                return bound
        raise EngineError("No port is free", "not even one that the system would choose", "Close other programs.")

    def publish(self, port: int, token: str, started: float) -> Discovery:
        """Write the file. From now on programs of this user find the engine."""
        found = Discovery(
            instance=self.instance, pid=os.getpid(), started=started, port=port, protocol=PROTOCOL_RANGE,
            app_version=__version__, token=token,
        )  # fmt: skip
        write_private(self.folder / _FILE, found.model_dump_json(by_alias=True, indent=1).encode() + b"\n")
        self._published = True
        return found

    def hide(self) -> None:
        """Take the file away, if it is still ours: no new client finds us."""
        if self._published:
            found = read_discovery(self.folder / _FILE)
            if found is not None and found.instance == self.instance:
                (self.folder / _FILE).unlink(missing_ok=True)

    def leave(self) -> None:
        """Let another engine start: only when nothing of this one is at work any more."""
        self.hide()
        self._lock.release()

    def _last_port(self) -> int:
        with suppress(OSError, ValueError):
            port = json.loads((self.folder / _LAST_PORT).read_bytes())["port"]
            return port if isinstance(port, int) and 1024 <= port <= 65535 else 0
        return 0

    def _remember(self, port: int) -> None:
        write_private(self.folder / _LAST_PORT, json.dumps({"port": port}).encode())


def _bound(port: int) -> socket.socket | None:
    # The protocol is named because asyncio turns Nagle's algorithm off only where it is: answers in two parts would wait 40 ms.
    bound = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        if os.name == "nt":
            bound.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)  # type: ignore[attr-defined,unused-ignore]
        else:
            bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        bound.bind(("127.0.0.1", port))
        bound.listen(2048)
    except OSError:
        bound.close()
        return None
    bound.setblocking(False)
    return bound
