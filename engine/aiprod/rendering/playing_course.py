# SPDX-License-Identifier: Apache-2.0
"""The way a playback takes through the film: its speed, its direction, its loop; and the clock that says where on it we are.

Positions are samples of the film at 48 kHz, fractions allowed: the film's sound is the ruler, its frames are laid along it.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from math import floor

from aiprod.film.time import FrameRate
from aiprod.media.audio import SAMPLE_RATE

_HAIR = 1e-6
"""Of a frame: what rounding may take from a position that stands just on a frame's beginning."""


@dataclass(frozen=True)
class Course:
    """A way through a film of `frames` frames.

    Attributes:
        speed: seconds of the film in a second; below 0 backwards.
        span: the frames [in, out) that a loop goes round in; None is the whole film.
        loop: whether it begins again at its end.
        within: the frames [first, end) that are played this once, whatever the loop; None is all of them.
    """

    frames: int
    rate: FrameRate
    speed: float = 1.0
    span: tuple[int, int] | None = None
    loop: bool = False
    within: tuple[int, int] | None = None

    @property
    def forward(self) -> bool:
        return self.speed >= 0

    @property
    def rounds(self) -> bool:
        """Whether it has no end."""
        return self.loop and self.within is None

    @property
    def step(self) -> int:
        """Every how many frames one is shown: a screen shows no more pictures a second at eight times the speed."""
        return max(1, round(abs(self.speed)))

    @property
    def limits(self) -> tuple[int, int]:
        """The frames [first, end) that are played."""
        chosen = self.within or (self.span if self.loop else None)
        if chosen is None:
            return 0, self.frames
        first = min(max(chosen[0], 0), max(self.frames - 1, 0))
        return first, max(first + 1, min(chosen[1], self.frames))

    def samples(self, frame: float) -> float:
        """Where a frame begins."""
        return float(frame * SAMPLE_RATE / self.rate.fps)

    @property
    def edges(self) -> tuple[float, float]:
        """`limits` as positions."""
        first, end = self.limits
        return self.samples(first), self.samples(end)

    def begin(self, frame: int) -> float:
        """Where playing begins that is asked for at a frame: there; forwards from the last one, again at the beginning."""
        first, end = self.limits
        if self.forward:
            return self.samples(frame if first <= frame < end - (0 if self.rounds else 1) else first)
        if frame == first and not self.rounds:
            return self.samples(first)
        return self.samples(frame + 1 if first <= frame < end else end)

    def frame_at(self, position: float) -> int:
        """The frame that is seen at a position, inside the film."""
        at = position * float(self.rate.fps) / SAMPLE_RATE
        frame = floor(at + _HAIR) if self.forward else -floor(-at + _HAIR) - 1
        return min(max(frame, 0), max(self.frames - 1, 0))

    def due(self, position: float) -> int:
        """The frame that is to be shown at a position: the one that is seen, or with larger steps the last one on the way."""
        frame, (first, end) = self.frame_at(position), self.limits
        if self.forward:
            return max(frame - (frame - first) % self.step, 0)
        return min(frame + (end - 1 - frame) % self.step, max(self.frames - 1, 0))

    def late_s(self, frame: int, position: float) -> float:
        """For how many seconds a frame has been due at a position (below 0: in how many it will be)."""
        gone = position - self.samples(frame) if self.forward else self.samples(frame + 1) - position
        return gone / SAMPLE_RATE / max(abs(self.speed), 1e-9)

    def coming(self, frame: int, count: int) -> list[int]:
        """A frame that is due and those that follow it, as many as there are up to `count`."""
        first, end = self.limits
        step = self.step if self.forward else -self.step
        found = []
        for _ in range(min(count, self.frames)):
            found.append(frame)
            frame += step
            if not first <= frame < end:
                if not self.rounds:
                    break
                frame = first if self.forward else end - 1
        return list(dict.fromkeys(found))

    def wait_s(self, frame: int) -> float:
        """How long a frame is due before the next one is."""
        return float(self.step / self.rate.fps) / max(abs(self.speed), 1e-9)


class HeardClock:
    """Where in the film we are, by what is heard: anchors say which position is heard at which moment of the output's time.

    Between anchors the film goes on at their speed; where the output ran dry it stands, so that picture and sound stay together.
    """

    def __init__(self, position: float = 0.0) -> None:
        self._resting = position
        self._anchors: deque[tuple[float, float, float]] = deque()

    def rest(self, position: float) -> None:
        """Stand at a position until something is heard."""
        self._anchors.clear()
        self._resting = position

    def note(self, at: float, position: float, speed: float) -> None:
        """From the moment `at` on, the film is heard from a position on, at a speed. Moments come in order."""
        self._anchors.append((at, position, speed))

    def position(self, now: float) -> float:
        """What is heard now. Moments never go back."""
        while len(self._anchors) > 1 and self._anchors[1][0] <= now:
            self._anchors.popleft()
        if not self._anchors:
            return self._resting
        at, position, speed = self._anchors[0]
        return position + max(0.0, now - at) * speed * SAMPLE_RATE

    @property
    def heard(self) -> bool:
        """Whether anything was sent to the output since `rest`."""
        return bool(self._anchors)
