# SPDX-License-Identifier: Apache-2.0
"""Sound on its way to the output: blocks of the soundtrack along a course, at any speed, without clicks where it is cut."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from aiprod.media.audio import SAMPLE_RATE, Samples
from aiprod.rendering.playing_course import Course

BLOCK = 1024
"""Samples that go to the output at once: 21 ms."""
CHANNELS = 2
_FADE = SAMPLE_RATE * 5 // 1000
_BACK = SAMPLE_RATE
"""Samples read at once where sound runs backwards."""


class Sound(Protocol):
    """A soundtrack; one thread at a time reads it."""

    length: int

    def read(self, first: int, count: int) -> Samples:
        """Samples [first, first + count), float32 [count, 2] at 48 kHz; silence outside it."""

    def close(self) -> None: ...


@dataclass(frozen=True)
class Block:
    """A block for the output.

    Attributes:
        samples: float32 [BLOCK, 2].
        anchors: (sample of the block, position in the film, speed): from there on.
        until: the position behind its last sample.
        last: whether the course ends in it.
        turn: the command of the user that it belongs to.
    """

    samples: Samples
    anchors: tuple[tuple[int, float, float], ...]
    until: float
    last: bool = False
    turn: int = 0


class Feed:
    """The soundtrack along a course, block by block.

    Args:
        sound: None is silence.
        course: its way.
        position: where it begins.
        turn: is written on every block.
        ratio: samples of the soundtrack for one of the output (48 kHz over the output's rate).
    """

    def __init__(self, sound: Sound | None, course: Course, position: float, turn: int = 0, ratio: float = 1.0) -> None:
        self._sound, self.course, self._turn, self._ratio = sound, course, turn, ratio
        self._position, self._fresh, self.ended = position, True, False
        self._held: tuple[int, Samples] = (0, np.zeros((0, CHANNELS), np.float32))

    def next(self) -> Block:
        """The next block; silence once the course has ended."""
        samples = np.zeros((BLOCK, CHANNELS), np.float32)
        anchors: list[tuple[int, float, float]] = []
        at = 0
        while at < BLOCK and not self.ended:
            anchors.append((at, self._position, self.course.speed))
            at += self._piece(samples[at:])
        if at < BLOCK:
            anchors.append((at, self._position, 0.0))
        return Block(samples, tuple(anchors), self._position, self.ended, self._turn)

    def _piece(self, out: Samples) -> int:
        """Fill in what lies before the course's next edge. Returns how many samples that is."""
        first, end = self.course.edges
        pace = self.course.speed * self._ratio
        left = (end - self._position if pace > 0 else self._position - first) / max(abs(pace), 1e-9)
        count = min(len(out), max(1, round(left)))
        if self._sound is not None and pace:
            out[:count] = self._played(self._position, pace, count)
        if self._fresh:
            _rise(out[:count])
            self._fresh = False
        self._position += pace * count
        if count >= round(left):
            _fall(out[:count])
            self._turn_round(first, end)
        return count

    def _turn_round(self, first: float, end: float) -> None:
        if self.course.rounds:
            self._position, self._fresh = (first if self.course.forward else end), True
        else:
            self._position, self.ended = (end if self.course.forward else first), True

    def _played(self, position: float, pace: float, count: int) -> Samples:
        if pace == 1:
            return self._read(round(position), count)
        if pace > 0:
            return resampled(self._read, position, pace, count)
        return resampled(self._read_back, position + pace * count, -pace, count)[::-1]

    def _read(self, first: int, count: int) -> Samples:
        assert self._sound is not None
        return self._sound.read(first, count)

    def _read_back(self, first: int, count: int) -> Samples:
        """As `_read`, where every next stretch lies before the last one: files are read a second at a time."""
        assert self._sound is not None
        start, held = self._held
        if first < start or first + count > start + len(held):
            span = max(_BACK, count)
            start = first + count - span
            held = self._sound.read(start, span)
            self._held = start, held
        return held[first - start : first - start + count]


def resampled(read: Callable[[int, int], Samples], position: float, pace: float, count: int) -> Samples:
    """`count` samples from a position on, one of them for `pace` samples of the sound: between them up to a pace of 1 a line is
    drawn, above it their mean is taken (which is a low-pass where it is needed)."""
    first = int(np.floor(position))
    span = int(np.ceil(position + pace * count)) - first + 2
    source = read(first, span).astype(np.float64)
    offset = position - first
    if pace <= 1:
        places = offset + pace * np.arange(count)
        whole = places.astype(np.int64)
        share = (places - whole)[:, None]
        drawn: Samples = (source[whole] * (1 - share) + source[whole + 1] * share).astype(np.float32)
        return drawn
    total = np.concatenate((np.zeros((1, source.shape[1])), np.cumsum(source, axis=0)))
    edges = offset + pace * np.arange(count + 1)
    whole = edges.astype(np.int64)
    share = (edges - whole)[:, None]
    until = total[whole] * (1 - share) + total[whole + 1] * share
    mean: Samples = (np.diff(until, axis=0) / pace).astype(np.float32)
    return mean


def _rise(samples: Samples) -> None:
    count = min(_FADE, len(samples))
    samples[:count] *= _ramp(count)


def _fall(samples: Samples) -> None:
    count = min(_FADE, len(samples))
    samples[len(samples) - count :] *= _ramp(count)[::-1]


def _ramp(count: int) -> NDArray[np.float32]:
    curve: NDArray[np.float32] = (0.5 - 0.5 * np.cos(np.pi * (np.arange(count) + 0.5) / max(count, 1))).astype(np.float32)
    return curve[:, None]


def faded_out(samples: Samples) -> Samples:
    """The beginning of a block that nothing of its kind will follow: it ends within 5 ms."""
    out = np.zeros_like(samples)
    out[:_FADE] = samples[:_FADE] * _ramp(_FADE)[::-1]
    return out


# -- outputs -----------------------------------------------------------------------------------------------------------

Pull = Callable[[float], Samples]
"""Given the moment at which it will be heard, in the output's time: the next block. It never waits."""


class Output(Protocol):
    """Where sound goes, and whose time the film keeps.

    Attributes:
        sample_rate: of the blocks that it takes.
    """

    sample_rate: int

    def start(self, pull: Pull) -> None:
        """Begin to take blocks. Raises UserError where that can't be done."""

    def stop(self) -> None:
        """Take no more; it may be started again."""

    def time(self) -> float:
        """Now, in seconds."""

    def lost(self) -> str:
        """Why it takes no more blocks although it was started; "" while all is well."""


class SilentOutput:
    """No sound: blocks are taken as a device would take them, by the machine's own clock."""

    sample_rate = SAMPLE_RATE

    def __init__(self) -> None:
        self._thread: threading.Thread | None = None
        self._ended = threading.Event()

    def start(self, pull: Pull) -> None:
        if self._thread is None:
            self._ended.clear()
            self._thread = threading.Thread(target=self._run, args=(pull,), name="silent output", daemon=True)
            self._thread.start()

    def _run(self, pull: Pull) -> None:
        begun, taken = self.time(), 0
        while not self._ended.is_set():
            pull(begun + taken * BLOCK / SAMPLE_RATE)
            taken += 1
            late = self.time() - (begun + taken * BLOCK / SAMPLE_RATE)
            if late > 1:  # the machine slept: nobody waited for those blocks
                begun += late
            self._ended.wait(max(0.0, -late))

    def stop(self) -> None:
        thread, self._thread = self._thread, None
        self._ended.set()
        if thread is not None:
            thread.join()

    def time(self) -> float:
        return time.monotonic()

    def lost(self) -> str:
        return ""
