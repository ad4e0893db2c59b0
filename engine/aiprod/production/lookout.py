# SPDX-License-Identifier: Apache-2.0
"""The lookout: a production's view of the shots that its builder processes make."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

from aiprod.production.channel import Channel, Door, Header, Link
from aiprod.production.watching import Preview, ShotWatch, Sink, Way, encoded

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from aiprod.shooting.generator import Watch

    Still = Callable[[str], NDArray[np.uint8] | None]

REPEAT_AFTER_S = 1.4
"""A shot whose frames take longer shows its last picture again, so that a viewer knows it lives."""


class Lookout:
    """Sees what is made. Its functions are called from other threads.

    Args:
        builders: how many builder processes there will be.
        on_frame: is told (shot, frames done, frames in all).
        on_preview: is given pictures; None when nobody wants to see any, and then none are made.
        still: a picture of a shot before its first frame, from the storyboard.
        tick, clock: seconds that only grow, and unix seconds.
    """

    def __init__(
        self, builders: int, on_frame: Callable[[str, int, int], None], on_preview: Callable[[Preview], None] | None,
        still: Still = lambda shot: None, *, tick: Callable[[], float] = time.monotonic, clock: Callable[[], float] = time.time,
    ) -> None:  # fmt: skip
        self._on_frame, self._on_preview, self._still, self._tick, self._clock = on_frame, on_preview, still, tick, clock
        self._channels: list[Channel] = []
        self._last: dict[str, tuple[float, Preview]] = {}
        self._lock, self._over = threading.Lock(), threading.Event()
        self.stopped = False
        self._door = Door(self._enter, builders)
        self.way = Way(self._door.address, self._door.key, on_preview is not None)
        if on_preview is not None:
            threading.Thread(target=self._keep_alive, daemon=True, name="preview-repeat").start()

    def _enter(self, link: Link) -> None:
        channel = Channel(link, self.see, name="lookout")
        self._channels.append(channel)
        channel.start()
        if self.stopped:
            channel.send({"type": "stop"})

    def see(self, header: Header, body: bytes) -> None:
        """Something was shown."""
        if header["type"] == "frame":
            self._on_frame(header["shot"], header["done"], header["total"])
            if header["done"] == 0:
                self._show_still(header["shot"], header["total"])
        elif header["type"] == "preview":
            self._show(Preview(**header["preview"], image=body))
        elif header["type"] == "done":
            with self._lock:
                self._last.pop(header["shot"], None)

    def _show_still(self, shot: str, frames: int) -> None:
        """A shot begins: until its first frame, there is the storyboard."""
        rgb = self._still(shot) if self._on_preview and shot not in self._last else None
        if rgb is not None:
            image, width, height = encoded(rgb)
            self._show(Preview(shot, 0, frames, width, height, "image/jpeg", self._clock(), False, image))

    def _show(self, preview: Preview) -> None:
        if self._on_preview is not None:
            with self._lock:
                self._last[preview.shot] = self._tick(), preview
            self._on_preview(preview)

    def _keep_alive(self) -> None:
        while not self._over.wait(REPEAT_AFTER_S / 8):
            self.repeat()

    def repeat(self) -> None:
        """Show again what is old, of the shots that are under way."""
        now = self._tick()
        with self._lock:
            old = [preview for at, preview in self._last.values() if now - at >= REPEAT_AFTER_S]
        for preview in old:
            self._show(replace(preview, repeated=True))

    @contextmanager
    def near(self, shot: str) -> Iterator[Watch]:
        """Someone to show the frames of a shot to, for a thread of this very process."""
        sink = _NearSink(self)
        try:
            yield ShotWatch(shot, sink)
        finally:
            sink.done(shot)

    def stop(self) -> None:
        """Ask every builder to stop at its next frame."""
        self.stopped = True
        for channel in list(self._channels):
            channel.send({"type": "stop"})

    def close(self) -> None:
        self._over.set()
        self._door.close()
        for channel in list(self._channels):
            channel.close()


class _NearSink(Sink):
    """A builder's side without a wire: hands everything to the lookout of its own process."""

    def __init__(self, lookout: Lookout) -> None:
        super().__init__(pictures=lookout.way.pictures)
        self._lookout = lookout

    def _send(self, header: Header, body: bytes, newest: str) -> None:
        self.stopped = self._lookout.stopped
        self._lookout.see(header, body)
