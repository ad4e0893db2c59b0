# SPDX-License-Identifier: Apache-2.0
"""Messages between processes of the house: a JSON header and, where there is something to show, bytes.

Sending never waits for the other side: a thread of its own writes, and of what is only worth something when it is new (a
picture, a count of frames) the newest replaces what was not sent yet. A peer that does not read therefore holds up nobody.
Nothing received is ever executed or unpickled.
"""

from __future__ import annotations

import json
import os
import secrets
import shutil
import socket
import tempfile
import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping
from contextlib import suppress
from multiprocessing import AuthenticationError
from multiprocessing.connection import Client, Connection, Listener, answer_challenge, deliver_challenge
from pathlib import Path
from typing import Any

from aiprod.film.errors import EngineError
from aiprod.film.files import disk_errors

LARGEST = 16 << 20
"""Bytes of the largest message that is taken."""
_UNSENT = 10_000
"""Messages that may wait for a peer that does not read before it is given up."""
_SOCKET_PATH = 60
"""Characters that a socket's folder may have: some systems allow 104 for the whole path."""

_PREFIX = "aiprod-door-"

Header = dict[str, Any]
Receive = Callable[[Header, bytes], None]
Link = Connection


def pack(header: Mapping[str, Any], body: bytes = b"") -> bytes:
    """One message: four bytes with the header's length (big-endian), the header as JSON, the body."""
    text = json.dumps(header, ensure_ascii=False, separators=(",", ":")).encode()
    return len(text).to_bytes(4, "big") + text + body


def unpack(data: bytes) -> tuple[Header, bytes]:
    """The header and body of a message. Raises EngineError for anything else."""
    length = int.from_bytes(data[:4], "big")
    try:
        header = json.loads(data[4 : 4 + length]) if 4 + length <= len(data) else None
    except (ValueError, RecursionError):
        header = None
    if not isinstance(header, dict):
        raise EngineError("A message between processes was not understood", f"its {len(data)} bytes hold no header")
    return header, data[4 + length :]


class _Outbox:
    """What is to be sent, in order. A message under a key replaces an unsent one under the same key."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._waiting: OrderedDict[str | int, bytes] = OrderedDict()
        self._number, self.closed, self.dropped, self._sending = 0, False, 0, False

    def put(self, data: bytes, key: str) -> bool:
        """Take a message in; False when too many wait already."""
        with self._changed:
            if self.closed:
                return True
            self._number += 1
            if key and self._waiting.pop(key, None) is not None:
                self.dropped += 1
            self._waiting[key or self._number] = data
            self._changed.notify_all()
            return len(self._waiting) <= _UNSENT

    def get(self) -> bytes | None:
        """The next message, when there is one; None when closed."""
        with self._changed:
            self._sending = False
            self._changed.notify_all()
            self._changed.wait_for(lambda: self.closed or self._waiting)
            if self.closed:
                return None
            self._sending = True
            return self._waiting.popitem(last=False)[1]

    def empty(self, timeout_s: float) -> bool:
        """Wait until everything was written."""
        with self._changed:
            return self._changed.wait_for(lambda: self.closed or not (self._waiting or self._sending), timeout_s)

    def close(self) -> None:
        with self._changed:
            self.closed = True
            self._waiting.clear()
            self._changed.notify_all()


class Channel:
    """One end of a connection between two processes. Two daemon threads serve it.

    Args:
        link: an open connection.
        receive: is called for each message, in order, from the reading thread.
        ended: is called once, from the same thread, when the other side is gone or this one was closed.
    """

    def __init__(self, link: Link, receive: Receive, ended: Callable[[], None] = lambda: None, name: str = "channel") -> None:
        self._link, self._receive, self._ended, self._outbox = link, receive, ended, _Outbox()
        self._reader = threading.Thread(target=self._read, daemon=True, name=f"{name}-reader")
        self._writer = threading.Thread(target=self._write, daemon=True, name=f"{name}-writer")

    def start(self) -> None:
        self._writer.start()
        self._reader.start()

    @property
    def open(self) -> bool:
        return not self._outbox.closed

    @property
    def dropped(self) -> int:
        """Messages that were replaced by newer ones before they could be sent."""
        return self._outbox.dropped

    def send(self, header: Mapping[str, Any], body: bytes = b"", newest: str = "") -> None:
        """Send, without waiting. Under a `newest` key only the newest message counts. On a closed channel: nothing."""
        if not self._outbox.put(pack(header, body), newest):
            self.close()

    def flush(self, timeout_s: float) -> bool:
        """Wait until everything is written, at most so long. Returns whether it is."""
        return self._outbox.empty(timeout_s)

    def close(self) -> None:
        """End it now; what was not written is lost. May be called from any thread, more than once."""
        self._outbox.close()
        with suppress(OSError, ValueError):
            _wake(self._link)

    def _write(self) -> None:
        try:
            while (data := self._outbox.get()) is not None:
                self._link.send_bytes(data)
        except (OSError, ValueError):  # the other side is gone
            pass
        self.close()

    def _read(self) -> None:
        try:
            while _ready(self._link, self._outbox):
                self._receive(*unpack(self._link.recv_bytes(LARGEST)))
        except (EOFError, OSError, EngineError):  # gone, or no longer making sense: either way it is over
            pass
        finally:
            self.close()
            self._writer.join(2)
            self._link.close()
            self._ended()


def _ready(link: Link, outbox: _Outbox) -> bool:
    """Whether to go on reading. On Windows nothing wakes a read, so there is a look at the flag now and then."""
    while os.name == "nt" and not outbox.closed:
        if link.poll(0.25):
            return True
    return not outbox.closed


def _wake(link: Link) -> None:
    """Wake the threads that read and write; closing alone would leave them waiting."""
    if os.name != "nt":
        with socket.socket(fileno=os.dup(link.fileno())) as twin:
            twin.shutdown(socket.SHUT_RDWR)


def connect(address: str, key: str) -> Link:
    """Come in through another process's `Door`. Raises EngineError when it does not let us in."""
    try:
        return Client(address, authkey=bytes.fromhex(key))
    except (OSError, EOFError, AuthenticationError) as error:
        raise EngineError("A process of ours can't be reached", str(error) or type(error).__name__) from error


class Door:
    """Where processes of the house come in: an address that only this user can reach, and a key that only they know.

    It closes by itself when everyone who was expected is in.

    Args:
        enter: is called with each connection, from a thread of its own.
        guests: how many are expected.
    """

    def __init__(self, enter: Callable[[Link], None], guests: int) -> None:
        self.key = secrets.token_hex(32)
        self._enter, self._missing, self._lock, self._closed = enter, guests, threading.Lock(), False
        self._folder = _socket_folder()
        address = None if self._folder is None else str(self._folder / "door")
        with disk_errors(self._folder or Path(tempfile.gettempdir())):
            self._listener = Listener(address, family="AF_PIPE" if self._folder is None else "AF_UNIX", backlog=8)
        self.address = str(self._listener.address)
        self._thread = threading.Thread(target=self._accept, daemon=True, name="door")
        self._thread.start()

    def _accept(self) -> None:
        while not self._closed:
            try:
                link = self._listener.accept()
            except OSError:
                break
            threading.Thread(target=self._greet, args=(link,), daemon=True, name="door-greeter").start()
        self._listener.close()
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)

    def _greet(self, link: Link) -> None:
        """Each in a thread of its own, so that one who does not answer keeps nobody else out."""
        try:
            deliver_challenge(link, bytes.fromhex(self.key))
            answer_challenge(link, bytes.fromhex(self.key))
        except (OSError, EOFError, AuthenticationError):
            link.close()
            return
        with self._lock:
            self._missing -= 1
            welcome = self._missing >= 0 and not self._closed
        if not welcome:
            link.close()
            return
        if self._missing == 0:
            self.close()
        self._enter(link)

    def close(self) -> None:
        """Let nobody in any more. Those who are in stay."""
        with self._lock:
            closed, self._closed = self._closed, True
        if not closed:
            with suppress(OSError, EOFError):
                Client(self.address).close()


def _socket_folder() -> Path | None:
    """A folder of our own for a socket, with a short path; None where pipes have names (Windows)."""
    if os.name == "nt":
        return None
    place = tempfile.gettempdir()
    place = place if len(place) <= _SOCKET_PATH else "/tmp"
    _sweep(Path(place))
    with disk_errors(Path(place)):
        return Path(tempfile.mkdtemp(prefix=f"{_PREFIX}{os.getpid()}-", dir=place))


def _sweep(place: Path) -> None:
    """Remove what processes that were killed at their doors left behind."""
    for folder in place.glob(f"{_PREFIX}*-*"):
        pid = folder.name.removeprefix(_PREFIX).partition("-")[0]
        with suppress(OSError):
            if pid.isdecimal() and folder.stat().st_uid == os.getuid() and not _lives(int(pid)):
                shutil.rmtree(folder, ignore_errors=True)


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    return True
