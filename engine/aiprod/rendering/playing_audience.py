# SPDX-License-Identifier: Apache-2.0
"""What a playback plays, who is told of it, and how it went."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from aiprod.film.errors import AiprodError
from aiprod.film.time import FrameRate
from aiprod.media.meter import Reading
from aiprod.rendering.playing_sound import Sound
from aiprod.rendering.segments import Segment
from aiprod.rendering.viewing import Picture

State = Literal["empty", "stopped", "playing"]
_MOST_COUNTED = 20_000


@dataclass(frozen=True)
class Programme:
    """What is played.

    Attributes:
        segments: of the picture, without holes.
        sound: None is silence.
        speech: when somebody speaks, (start, end) in seconds, for the meter.
    """

    segments: Sequence[Segment]
    frames: int
    rate: FrameRate
    sound: Sound | None = None
    speech: Sequence[tuple[float, float]] = ()


class Audience(Protocol):
    """Who is told. Calls come from threads of the playback, one at a time each; they must not wait."""

    def frame(self, frame: int) -> None:
        """The playhead stands at a frame."""

    def picture(self, picture: Picture, frame: int) -> None:
        """A picture is to be shown now."""

    def state(self, state: State) -> None:
        """The film plays, stands, or there is none. Told after every command, too."""

    def levels(self, reading: Reading) -> None:
        """What the meter shows, 20 times a second at most."""

    def buffered(self, frames: tuple[int, ...]) -> None:
        """The frames that are there already."""

    def trouble(self, frame: int, error: AiprodError) -> None:
        """A frame can't be made; it is black."""

    def silent(self, why: str) -> None:
        """There is no sound from now on, and why; "": there is sound again."""


@dataclass(frozen=True)
class Statistics:
    """How playing went since it was begun.

    Attributes:
        shown, dropped: pictures that were shown in time, and that were due and left out.
        late: of those, how many were shown late after all, because nothing else was there for a while.
        worst_ms, p99_ms: how late the pictures shown in time were after their sound.
    """

    shown: int = 0
    dropped: int = 0
    late: int = 0
    worst_ms: float = 0.0
    p99_ms: float = 0.0


class Tally:
    """Counts of a playback."""

    def __init__(self) -> None:
        self._late_s: deque[float] = deque(maxlen=_MOST_COUNTED)
        self._shown, self._dropped, self._worst_s = 0, 0, 0.0
        self.late = 0

    def show(self, late_s: float) -> None:
        self._shown += 1
        self._worst_s = max(self._worst_s, late_s)
        self._late_s.append(late_s)

    def drop(self, count: int) -> None:
        self._dropped += count

    def sum(self) -> Statistics:
        late = sorted(self._late_s.copy())
        p99 = late[min(len(late) * 99 // 100, len(late) - 1)] if late else 0.0
        return Statistics(self._shown, self._dropped, self.late, round(1000 * self._worst_s, 2), round(1000 * p99, 2))
