# SPDX-License-Identifier: Apache-2.0
"""The pictures of a playback, made ahead in the order in which they will be shown: forwards, backwards, or every n-th.

Grades go through tables of 33³ at any size, so that a grade that was just changed is seen in 25 ms (65³: 200 ms); the mean
difference to the export is a ΔE00 of 0.24.
"""

from __future__ import annotations

import threading
from bisect import bisect_right
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from time import perf_counter

import numpy as np

from aiprod.film.errors import AiprodError
from aiprod.media.reading import Readers
from aiprod.rendering.segments import Segment
from aiprod.rendering.sides import DRAFT_TABLE_SIZE
from aiprod.rendering.viewing import Picture, Scale, fitting, made, part_of, pixels, scaled, sides_at

SPAN = 8
"""Frames that are made forwards at once where the film runs backwards: footage can only be read that way."""
_MEMORY = 256 * 1024 * 1024
_FEWEST, _MOST = 2 * SPAN, 48
_COUNTED = 7
"""Frames whose costs are looked at; the middle one counts, so that one that had to be looked for doesn't."""


class Reel:
    """Frames of a film, bgra. Its owner says which ones are wanted; it makes them, and keeps as many as there is room for.

    Args:
        changed: called whenever a frame is there, or can't be, from the thread that works.
    """

    def __init__(self, changed: Callable[[], None]) -> None:
        self._changed, self._lock = changed, threading.Condition()
        self._segments: tuple[Segment, ...] = ()
        self._starts: list[int] = []
        self._scale: Scale = 2
        self._proxies: Mapping[str, Path] = {}
        self._shown: dict[int, Segment] = {}
        self._ring: dict[int, Picture] = {}
        self._failed: dict[int, AiprodError] = {}
        self._wanted: tuple[int, ...] = ()
        self._span: list[int] = []
        self._load, self._last = 0, -1
        self._readers = Readers()
        self._closed = False
        self._costs: deque[float] = deque(maxlen=_COUNTED)

    # -- what is asked -------------------------------------------------------------------------------------------------

    def load(self, segments: Sequence[Segment], scale: Scale, proxies: Mapping[str, Path] | None = None) -> None:
        """Another film, or another state of it: what is the same in both is kept."""
        with self._lock:
            scale = fitting(segments[0].format, scale) if segments else scale
            known = {} if proxies is None else dict(proxies)
            kept = scale == self._scale and known == dict(self._proxies)
            before, starts = self._segments, self._starts
            self._segments, self._starts = tuple(segments), [segment.start for segment in segments]
            same = {
                index for index in self._ring if kept and _at(before, starts, index) == _at(self._segments, self._starts, index)
            }
            self._ring = {index: picture for index, picture in self._ring.items() if index in same}
            self._scale, self._proxies = scale, known
            self._load += 1
            self._shown, self._failed, self._span, self._wanted = {}, {}, [], ()
            self._lock.notify_all()

    def want(self, frames: Sequence[int]) -> None:
        """The frames that will be shown, in that order: the first one is due now."""
        wanted = tuple(frames)
        with self._lock:
            if wanted != self._wanted:
                self._wanted = wanted
                self._lock.notify_all()

    def get(self, frame: int) -> Picture | None:
        """A frame, if it is there."""
        with self._lock:
            return self._ring.get(frame)

    def newest(self) -> tuple[int, Picture] | None:
        """The frame that was made last, if it is there still."""
        with self._lock:
            picture = self._ring.get(self._last)
            return None if picture is None else (self._last, picture)

    def failure(self, frame: int) -> AiprodError | None:
        """Why a frame can't be made; its picture is black then."""
        with self._lock:
            number = bisect_right(self._starts, frame) - 1
            return self._failed.get(number)

    def ready(self) -> tuple[int, ...]:
        """The frames that are there."""
        with self._lock:
            return tuple(sorted(self._ring))

    def _size(self) -> tuple[int, int]:
        """Width and height of the pictures; (0, 0) without a film."""
        return sides_at(self._segments[0].format, self._scale) if self._segments else (0, 0)

    @property
    def cost_s(self) -> float:
        """What a frame takes to be made, lately."""
        with self._lock:
            return sorted(self._costs)[(len(self._costs) - 1) // 2] if self._costs else 0.0

    @property
    def room(self) -> int:
        """How many frames are kept."""
        with self._lock:
            return self._room()

    # -- the work ------------------------------------------------------------------------------------------------------

    def run(self) -> None:
        """Make what is wanted until the end: for a thread."""
        _warm()
        while True:
            with self._lock:
                self._lock.wait_for(lambda: self._closed or self._next() is not None)
                if self._closed:
                    return
            self.work()

    def work(self) -> bool:
        """Make one frame that is wanted. Returns False where there is nothing to be made."""
        with self._lock:
            frame, load = self._next(), self._load
            if frame is None:
                return False
            number = bisect_right(self._starts, frame) - 1
            if number not in self._shown:
                self._shown[number] = scaled(self._segments[number], self._scale, self._proxies)
            segment, failed = self._shown[number], number in self._failed
        began = perf_counter()
        picture, error = (None, None) if failed else made(partial(self._picture, segment, frame))
        with self._lock:
            if load == self._load:
                self._keep(frame, number, picture, error)
                self._costs.append(perf_counter() - began)
        self._changed()
        return True

    def close(self) -> None:
        """End `run`."""
        with self._lock:
            self._closed = True
            self._lock.notify_all()

    def _next(self) -> int | None:
        """The frame to be made now. Backwards, a span is made from its beginning."""
        missing = [index for index in self._wanted if index not in self._ring]
        if not missing or not self._segments:
            return None
        if len(self._wanted) > 1 and self._wanted[1] < self._wanted[0]:
            left = set(missing)
            self._span = [index for index in self._span if index in left] or sorted(missing[:SPAN])
            return self._span[0]
        return missing[0]

    def _picture(self, segment: Segment, frame: int) -> Picture:
        from aiprod.rendering.execute import frames

        part = part_of(segment, frame - segment.start, 1)
        return pixels(next(frames(part, None, DRAFT_TABLE_SIZE, readers=self._readers)), "bgra")

    def _keep(self, frame: int, number: int, picture: Picture | None, error: AiprodError | None) -> None:
        if error is not None:
            self._failed[number] = error
        if picture is None:
            width, height = self._size()
            picture = np.zeros((height, width, 4), np.uint8)
        self._ring[frame], self._last = picture, frame
        spare = len(self._ring) - self._room()
        if spare > 0:
            place = {index: at for at, index in enumerate(self._wanted)}
            due = self._wanted[0] if self._wanted else frame
            order = sorted(self._ring, key=lambda index: (place.get(index, _MOST + 1), abs(index - due)), reverse=True)
            for index in order[:spare]:
                del self._ring[index]

    def _room(self) -> int:
        width, height = self._size()
        return max(_FEWEST, min(_MOST, _MEMORY // max(1, 4 * width * height)))


def _warm() -> None:
    """Have the kernel ready before the first frame is wanted: on a new machine it is compiled first, which takes seconds."""
    from aiprod.rendering.planes import REC709, Planes, graded, unchanged

    y, u, v = (np.zeros((16 // part, 16 // part), np.uint8) for part in (1, 2, 2))
    graded(Planes(y, u, v), unchanged(REC709), Planes(y.copy(), u.copy(), v.copy()))


def _at(segments: Sequence[Segment], starts: Sequence[int], frame: int) -> Segment | None:
    """The frame alone, as a segment of its own; None where the film has no such frame."""
    number = bisect_right(starts, frame) - 1
    if number < 0 or frame >= segments[number].start + segments[number].frames:
        return None
    return part_of(segments[number], frame - segments[number].start, 1)
