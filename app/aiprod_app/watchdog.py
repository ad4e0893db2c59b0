# SPDX-License-Identifier: Apache-2.0
"""Watches the interface thread: no handler may take long, and none may wait for a disk, a socket or another process.

Time is the thread's own CPU time, so that a busy machine accuses nobody. Waiting is found by an audit hook of Python, which sees
every open file, socket, process and pause of the interpreter.
"""

from __future__ import annotations

import sys
import threading
import time
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import QCoreApplication, QEvent, QObject
from PySide6.QtGui import QImageReader
from PySide6.QtWidgets import QApplication

LIMIT_MS = 16.0
_BLOCKING = frozenset({
    "open", "os.listdir", "os.scandir", "os.remove", "os.rename", "os.mkdir", "shutil.copyfile", "subprocess.Popen",
    "socket.connect", "socket.getaddrinfo", "time.sleep", "os.system",
})  # fmt: skip
_ALLOWED_SUFFIXES = (".py", ".pyc", ".so", ".pyd", ".qm", ".pyi")
"""Modules that are loaded when they are first wanted; the start counts them, not the watchdog."""


@dataclass(frozen=True)
class Offence:
    """Something that the interface thread should not have done: for how long (ms of CPU, 0 for a wait), what, and where."""

    ms: float
    what: str
    where: str


class WatchedApplication(QApplication):
    """An application whose every event is timed. For tests and for `AIPROD_WATCHDOG=1`."""

    watchdog: Watchdog | None = None

    def __init__(self, arguments: Sequence[str] = ()) -> None:
        super().__init__(list(arguments))
        # Makes the plugins of pictures here. Made on a thread, they send events while Qt holds its lock on them: `notify` waits
        # for Python then, and whoever has Python may wait for that lock.
        QImageReader.supportedImageFormats()

    def notify(self, receiver: QObject, event: QEvent) -> bool:
        dog = self.watchdog
        if dog is None:
            return super().notify(receiver, event)
        return dog.timed(lambda: super(WatchedApplication, self).notify(receiver, event), receiver, event)


class Watchdog:
    """Collects offences between `start` and `stop`.

    Args:
        limit_ms: CPU time that one event may take, with all that it sets off.
    """

    def __init__(self, limit_ms: float = LIMIT_MS) -> None:
        self.limit_ms = limit_ms
        self.offences: list[Offence] = []
        self.events, self.longest_ms, self.total_ms = 0, 0.0, 0.0
        self._thread, self._depth, self._on = threading.get_ident(), 0, False

    def start(self) -> None:
        """Watch from now on."""
        self._on = True
        _watching.add(self)
        _hook()
        app = QCoreApplication.instance()
        if isinstance(app, WatchedApplication):
            app.watchdog = self

    def stop(self) -> None:
        """Watch no more."""
        self._on = False
        _watching.discard(self)
        app = QCoreApplication.instance()
        if isinstance(app, WatchedApplication):
            app.watchdog = None

    def timed(self, work: Callable[[], bool], receiver: QObject, event: QEvent) -> bool:
        """Deliver an event and see how long it took."""
        if self._depth or threading.get_ident() != self._thread:
            return work()
        self._depth += 1
        began = time.thread_time()
        try:
            return work()
        finally:
            self._depth -= 1
            self._note((time.thread_time() - began) * 1000, receiver, event)

    def _note(self, took_ms: float, receiver: QObject, event: QEvent) -> None:
        self.events += 1
        self.total_ms += took_ms
        self.longest_ms = max(self.longest_ms, took_ms)
        if took_ms > self.limit_ms:
            self.offences.append(Offence(took_ms, event.type().name, f"{type(receiver).__name__} {receiver.objectName()}"))

    def waited(self, what: str, arguments: tuple[Any, ...]) -> None:
        """A blocking call was about to be made."""
        if not self._on or not self._depth or threading.get_ident() != self._thread:
            return
        if what == "open" and str(arguments[0]).endswith(_ALLOWED_SUFFIXES):
            return
        frames = [frame for frame in traceback.extract_stack() if "aiprod" in frame.filename]
        where = [f"{Path(frame.filename).name}:{frame.lineno}" for frame in frames]
        self.offences.append(Offence(0.0, f"{what} {arguments[:1]}", " < ".join(reversed(where[-6:-1]))))


_watching: set[Watchdog] = set()
_hooked: list[bool] = []


def _hook() -> None:
    if not _hooked:
        _hooked.append(True)
        sys.addaudithook(_audit)


def _audit(event: str, arguments: tuple[Any, ...]) -> None:
    if event in _BLOCKING:
        for dog in tuple(_watching):
            dog.waited(event, arguments)
