# SPDX-License-Identifier: Apache-2.0
"""What tests of playing hold in their hands: an output whose time they tell, a sound that says where it is, an audience."""

from __future__ import annotations

import numpy as np

from aiprod.film.errors import AiprodError, UserError
from aiprod.media.audio import SAMPLE_RATE, Samples
from aiprod.media.meter import Reading
from aiprod.rendering.playing_sound import BLOCK, Pull

LATENCY_S = 0.05


class HandClock:
    """An output that takes a block whenever it is told to, and hears it `LATENCY_S` later (`Output`)."""

    sample_rate = SAMPLE_RATE

    def __init__(self, trouble: str = "") -> None:
        self.now, self.pull, self.heard = 0.0, None, []
        self.trouble, self.gone = trouble, ""
        self.starts = 0
        self._taken_until = 0.0

    def start(self, pull: Pull) -> None:
        self.starts += 1
        if self.trouble:
            raise UserError("There is no sound", self.trouble)
        self.pull, self._taken_until = pull, self.now

    def stop(self) -> None:
        self.pull = None

    def time(self) -> float:
        return self.now

    def lost(self) -> str:
        return self.gone

    def advance(self, seconds: float) -> None:
        """Let time pass; blocks are taken when they are due."""
        self.now += seconds
        while self.pull is not None and self._taken_until <= self.now:
            self.heard.append(self.pull(self._taken_until + LATENCY_S))
            self._taken_until += BLOCK / SAMPLE_RATE


class Ruler:
    """A sound whose samples say where they lie: a millionth for each (`Sound`)."""

    def __init__(self, length: int = 100 * SAMPLE_RATE) -> None:
        self.length, self.closed, self.reads = length, 0, []

    def read(self, first: int, count: int) -> Samples:
        self.reads.append((first, count))
        places = np.arange(first, first + count)
        inside = (places >= 0) & (places < self.length)
        return np.repeat(np.where(inside, places / 1e6, 0).astype(np.float32)[:, None], 2, axis=1)

    def close(self) -> None:
        self.closed += 1


class Listener:
    """An audience that writes down what it is told."""

    def __init__(self) -> None:
        self.frames: list[int] = []
        self.pictures: list[int] = []
        self.states: list[str] = []
        self.readings: list[Reading] = []
        self.troubles: list[tuple[int, str]] = []
        self.silences: list[str] = []
        self.ready: tuple[int, ...] = ()

    def frame(self, frame: int) -> None:
        if not self.frames or self.frames[-1] != frame:
            self.frames.append(frame)

    def picture(self, picture: np.ndarray, frame: int) -> None:
        self.pictures.append(frame)

    def state(self, state: str) -> None:
        if not self.states or self.states[-1] != state:
            self.states.append(state)

    def levels(self, reading: Reading) -> None:
        self.readings.append(reading)

    def buffered(self, frames: tuple[int, ...]) -> None:
        self.ready = frames

    def trouble(self, frame: int, error: AiprodError) -> None:
        self.troubles.append((frame, str(error)))

    def silent(self, why: str) -> None:
        self.silences.append(why)
