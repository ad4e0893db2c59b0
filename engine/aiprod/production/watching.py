# SPDX-License-Identifier: Apache-2.0
"""Watching shots while they are made.

In a builder process, `watch(shot)` gives the generator someone to show its frames to; what is worth seeing goes to the
production that started the process: how far the shot is, and now and then a small picture. Nothing here can hold a builder
up or change what it makes.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from aiprod.film.errors import EngineError, Stopped
from aiprod.production.channel import Channel, Header, Link, connect

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from aiprod.shooting.generator import Watch

WIDTH, HEIGHT = 854, 480
"""A preview fits into this."""
QUALITY = 70
"""JPEG's, 0–100."""
PICTURES_EVERY_S = 0.4
"""The least time between two pictures of a shot."""
COUNTS_EVERY_S = 0.1
_LET_WRITE_S = 0.01
"""The most that a builder gives its writing thread after a picture. Drawing holds Python's lock for whole frames; without
this, a picture would wait that long before it leaves."""


@dataclass(frozen=True)
class Preview:
    """A small picture of a shot under way.

    Attributes:
        shot: which.
        frame, frames: the newest finished frame, from 1 (0 before the first), of how many.
        width, height: pixels of the image.
        mime: its encoding.
        made_at: unix seconds at which the frame was shown to us.
        repeated: whether this picture was shown before, because there is no newer one.
        image: the encoded picture.
    """

    shot: str
    frame: int
    frames: int
    width: int
    height: int
    mime: str
    made_at: float
    repeated: bool
    image: bytes

    def to_json(self) -> dict[str, Any]:
        """Everything but the image."""
        return {
            "shot": self.shot, "frame": self.frame, "frames": self.frames, "width": self.width, "height": self.height,
            "mime": self.mime, "made_at": self.made_at, "repeated": self.repeated,
        }  # fmt: skip


class Way(NamedTuple):
    """How a builder process reaches its production, and whether pictures are wanted."""

    address: str
    key: str
    pictures: bool


class Sink:
    """The builder's side. One for a process; `Sink.open` connects it.

    Args:
        pictures: whether pictures are wanted.
        tick, clock: seconds that only grow, and unix seconds.
    """

    def __init__(
        self, *, pictures: bool, tick: Callable[[], float] = time.monotonic, clock: Callable[[], float] = time.time
    ) -> None:
        self.pictures, self.tick, self.clock, self.stopped = pictures, tick, clock, False
        self._channel: Channel | None = None

    @classmethod
    def open(cls, way: Way) -> Sink:
        """Connect to the production. Raises EngineError when it is gone."""
        sink = cls(pictures=way.pictures)
        sink.attach(connect(way.address, way.key))
        return sink

    def attach(self, link: Link) -> None:
        """Use an open connection."""
        self._channel = Channel(link, self._hear, name="sink")
        self._channel.start()

    def _hear(self, header: Header, _body: bytes) -> None:
        self.stopped = self.stopped or header["type"] == "stop"

    def count(self, shot: str, done: int, total: int) -> None:
        self._send({"type": "frame", "shot": shot, "done": done, "total": total}, b"", f"frame {shot}")

    def show(self, header: Header, image: bytes) -> None:
        self._send({"type": "preview", "preview": header}, image, f"preview {header['shot']}")
        if self._channel is not None:
            self._channel.flush(_LET_WRITE_S)

    def done(self, shot: str) -> None:
        """A shot ended."""
        self._send({"type": "done", "shot": shot}, b"", "")

    def _send(self, header: Header, body: bytes, newest: str) -> None:
        if self._channel is not None:
            self._channel.send(header, body, newest)


class ShotWatch:
    """Looks on while one shot is made. See `shooting.generator.Watch`."""

    def __init__(self, shot: str, sink: Sink) -> None:
        self._shot, self._sink = shot, sink
        self._counted = self._shown = float("-inf")

    def frame(self, done: int, total: int, rgb: NDArray[np.uint8] | None) -> None:
        if self._sink.stopped:
            raise Stopped("The shot was stopped", "the production was asked to stop", "`aiprod resume` goes on.")
        now = self._sink.tick()
        if now - self._counted >= COUNTS_EVERY_S or done >= total:
            self._counted = now
            self._sink.count(self._shot, done, total)
        if rgb is not None and self._sink.pictures and now - self._shown >= PICTURES_EVERY_S:
            self._shown = now
            self._picture(done, total, rgb)

    def _picture(self, done: int, total: int, rgb: NDArray[np.uint8]) -> None:
        made_at = self._sink.clock()
        image, width, height = encoded(rgb)
        self._sink.show({
            "shot": self._shot, "frame": done, "frames": total, "width": width, "height": height, "mime": "image/jpeg",
            "made_at": made_at, "repeated": False,
        }, image)  # fmt: skip


class _Unwatched:
    """Nobody looks on."""

    def frame(self, done: int, total: int, rgb: NDArray[np.uint8] | None) -> None:
        pass


def encoded(rgb: NDArray[np.uint8]) -> tuple[bytes, int, int]:
    """A picture, uint8 [height, width, 3 or 4], as a JPEG that fits a preview; with its width and height."""
    import cv2

    height, width = rgb.shape[:2]
    scale = min(WIDTH / width, HEIGHT / height, 1.0)
    size = max(1, round(width * scale)), max(1, round(height * scale))
    small = _reduced(rgb, int(1 / scale))
    if small.shape[1::-1] != size:
        small = cast("NDArray[np.uint8]", cv2.resize(small, size, interpolation=cv2.INTER_LINEAR))
    bgr = cv2.cvtColor(small, cv2.COLOR_RGBA2BGR if rgb.shape[2] == 4 else cv2.COLOR_RGB2BGR)
    _, data = cv2.imencode(".jpg", bgr, [cv2.IMWRITE_JPEG_QUALITY, QUALITY])
    return data.tobytes(), *size


def _reduced(rgb: NDArray[np.uint8], factor: int) -> NDArray[np.uint8]:
    """A whole-number reduction by averaging. Together with a linear one for the rest it takes a tenth of an area resize."""
    import cv2

    height, width = rgb.shape[0] // factor, rgb.shape[1] // factor
    if factor == 1 or not height or not width:
        return rgb
    whole = rgb[: height * factor, : width * factor]
    return cast("NDArray[np.uint8]", cv2.resize(whole, (width, height), interpolation=cv2.INTER_AREA))


_sink: Sink | None = None
_own = threading.local()


def open_sink(way: Way) -> None:
    """In a new builder process: make its production reachable. A film is worth more than its pictures: where that fails, the
    process works unseen, and its log says so."""
    global _sink
    try:
        _sink = Sink.open(way)
    except EngineError as error:
        os.write(2, f"no previews from this process: {error}\n".encode())


@contextmanager
def through(sink: Sink) -> Iterator[None]:
    """What this thread makes is shown to a sink of its own: for processes that work for several productions."""
    _own.sink = sink
    try:
        yield
    finally:
        _own.sink = None


@contextmanager
def watch(shot: str, frames: int = 0) -> Iterator[Watch]:
    """Someone to show the frames of a shot (of so many, where that is known) to, for as long as it is made."""
    sink: Sink | None = getattr(_own, "sink", None) or _sink
    if sink is None:
        yield _Unwatched()
        return
    if frames:
        sink.count(shot, 0, frames)
    try:
        yield ShotWatch(shot, sink)
    finally:
        sink.done(shot)
