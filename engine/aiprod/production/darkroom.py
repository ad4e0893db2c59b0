# SPDX-License-Identifier: Apache-2.0
"""The darkroom: one process for the device, which keeps video models between the shots of a film, and between films.

Shots that a video model makes are handed to it instead of to the worker processes: each runs in a thread of its own, so that
the models' engine sees all of them and makes together what goes together. It ends with this process, or when nothing was asked
of it for a while. When it dies, its shots fail as lost, and the next one gets a new darkroom.
"""

from __future__ import annotations

import atexit
import multiprocessing
import os
import threading
from collections.abc import Callable, Mapping
from concurrent.futures import Future, wait
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from aiprod.film.errors import LostProcessError
from aiprod.film.files import data_home, disk_errors
from aiprod.observe import process, traces
from aiprod.production import darkwork
from aiprod.production.channel import Channel, Door, Header, Link
from aiprod.production.ferry import heard

if TYPE_CHECKING:
    from aiprod.production.lookout import Lookout
    from aiprod.production.workers import Built

See = Callable[[Header, bytes], None]
_IDLE_S = 900.0
"""After so long without a shot the models' memory is given back."""
_STARTS_S = 60.0
_LAST_S = 2.0
_LONGEST_LOG = 1 << 20


class Darkroom:
    """Runs builders ("module:function", called with a folder and arguments) in the process that keeps the models.

    Args:
        idle_s: it ends after so long without work.
    """

    def __init__(self, idle_s: float = _IDLE_S) -> None:
        self._idle_s, self._lock = idle_s, threading.Lock()
        self._room: _Room | None = None
        self._orders = 0

    @property
    def pid(self) -> int | None:
        """Of the process; None where there is none."""
        with self._lock:
            return self._room.pid if self._room is not None and self._room.open else None

    def lane(self, lookout: Lookout | None = None) -> Lane:
        """The way of one production to it."""
        return Lane(self, lookout)

    def submit(
        self, builder: str, folder: Path, arguments: Mapping[str, Any], see: See | None = None, *, pictures: bool = False
    ) -> tuple[int, Future[Built]]:
        """Have something built. The process is started where there is none.

        Args:
            builder, folder, arguments: the work; the arguments are JSON-able.
            see: is told what the work shows while it is done (`watching`).
            pictures: whether it is to show any.
        """
        order: Header = {
            "type": "run", "builder": builder, "folder": str(folder), "arguments": dict(arguments), "watched": see is not None,
            "pictures": pictures, "trace": traces.traceparent() if process.FOLDER in os.environ else "",
        }  # fmt: skip
        with self._lock:
            if self._room is None or not self._room.open:
                self._room = _Room(self._idle_s)
            self._orders += 1
            return self._orders, self._room.give(self._orders, order, see)

    def stop(self, order: int) -> None:
        """Ask that a piece of work be broken off."""
        with self._lock:
            if self._room is not None:
                self._room.send({"type": "stop", "order": order})

    def close(self) -> None:
        """End the process, and with it what it is doing."""
        with self._lock:
            room, self._room = self._room, None
        if room is not None:
            room.end()


class Lane:
    """One production's shots in the darkroom. See `studio.Crew`."""

    def __init__(self, darkroom: Darkroom, lookout: Lookout | None) -> None:
        self._darkroom, self._lookout = darkroom, lookout
        self._given: list[tuple[int, Future[Built]]] = []

    def submit(self, builder: str, folder: Path, arguments: Mapping[str, Any]) -> Future[Built]:
        see = self._lookout.see if self._lookout is not None else None
        pictures = self._lookout is not None and self._lookout.way.pictures
        given = self._darkroom.submit(builder, folder, arguments, see, pictures=pictures)
        self._given.append(given)
        return given[1]

    def close(self, grace_s: float) -> None:
        """The production ends: what is still being made for it is broken off."""
        left = [given for given in self._given if not given[1].done()]
        for order, _ in left:
            self._darkroom.stop(order)
        wait([future for _, future in left], timeout=grace_s)


@dataclass(frozen=True)
class _Order:
    future: Future[Built]
    see: See | None


class _Room:
    """One life of the process."""

    def __init__(self, idle_s: float) -> None:
        self._orders: dict[int, _Order] = {}
        self._lock, self._inside = threading.Lock(), threading.Event()
        self._channel: Channel | None = None
        self._over = False
        self._unsent: list[Header] = []
        door = Door(self._enter, 1)
        context = multiprocessing.get_context("spawn")
        self._process = context.Process(
            target=darkwork.run, args=(door.address, door.key, str(_log()), idle_s), name="darkroom", daemon=False
        )
        self._process.start()
        self._door = door
        threading.Thread(target=self._mourn, daemon=True, name="darkroom-mourner").start()

    @property
    def open(self) -> bool:
        return not self._over

    @property
    def pid(self) -> int | None:
        return self._process.pid

    def give(self, number: int, order: Header, see: See | None) -> Future[Built]:
        future: Future[Built] = Future()
        future.set_running_or_notify_cancel()
        with self._lock:
            if self._over:
                future.set_exception(_lost())
                return future
            self._orders[number] = _Order(future, see)
        self.send({**order, "order": number})
        return future

    def send(self, message: Header) -> None:
        with self._lock:
            if self._channel is None:
                self._unsent.append(message)
            else:
                self._channel.send(message)

    def end(self) -> None:
        """Now."""
        self.send({"type": "exit"})
        self._over = True
        self._process.join(_LAST_S)
        if self._process.is_alive():
            self._process.terminate()
            self._process.join(_LAST_S)
        if self._process.is_alive():
            self._process.kill()
            self._process.join(_LAST_S)
        self._forget()

    def _enter(self, link: Link) -> None:
        channel = Channel(link, self._hear, self._forget, name="darkroom")
        with self._lock:
            self._channel = channel
            channel.start()
            for message in self._unsent:
                channel.send(message)
            self._unsent.clear()

    def _hear(self, header: Header, body: bytes) -> None:
        with self._lock:
            order = self._orders.get(header["order"])
            if order is not None and header["type"] in ("built", "failed"):
                del self._orders[header["order"]]
        if order is None:
            return
        if header["type"] == "built":
            order.future.set_result((header["facts"], header["seconds"]))
        elif header["type"] == "failed":
            order.future.set_exception(heard(header["error"]))
        elif order.see is not None:
            order.see(header["seen"], body)

    def _mourn(self) -> None:
        """The process is gone, however that came: before it was in, while it worked, or because it had nothing to do."""
        self._process.join()
        self._door.close()
        if self._channel is None:
            self._forget()

    def _forget(self) -> None:
        """Whatever was still to be built is lost."""
        with self._lock:
            self._over = True
            lost, self._orders = list(self._orders.values()), {}
        for order in lost:
            order.future.set_exception(_lost())


def _lost() -> LostProcessError:
    return LostProcessError(
        "The process that keeps the video models died", "it may have been killed, or the machine ran out of memory",
        "Run `aiprod resume`: finished takes are kept.",
    )  # fmt: skip


def _log() -> Path:
    """Where its libraries print; begun anew when it has grown long."""
    path = data_home() / "darkroom.log"
    with disk_errors(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.is_file() and path.stat().st_size > _LONGEST_LOG:
            path.unlink()
    return path


_shared: Darkroom | None = None
_shared_lock = threading.Lock()


def shared() -> Darkroom:
    """This process's darkroom. It outlives productions: the next film finds the models where they are."""
    global _shared
    with _shared_lock:
        if _shared is None:
            _shared = Darkroom()
            atexit.register(_shared.close)
        return _shared
