# SPDX-License-Identifier: Apache-2.0
"""The sound side of a playback: blocks made ahead, taken by the output, metered; and what they tell the clock."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np

from aiprod.film.errors import AiprodError
from aiprod.media.audio import SAMPLE_RATE, Samples
from aiprod.media.meter import Meter, Reading
from aiprod.rendering.playing_course import Course, HeardClock
from aiprod.rendering.playing_sound import BLOCK, CHANNELS, Block, Feed, Output, Pull, Sound, faded_out

_AHEAD = 16
"""Blocks made before they are taken: 340 ms, for a machine that is busy with a film."""
_READING = SAMPLE_RATE // 20
"""Samples between two readings of the meter, at least."""
_RESTS_S = 2.0
"""How long the output stays open once the film stands: it may go on at once."""
_IDLE_S, _BUSY_S = 3600.0, 0.1


@dataclass(frozen=True)
class _Asked:
    """A way that the sound is to take from now on; without a course it is silent."""

    sound: Sound | None
    course: Course | None
    position: float
    turn: int


@dataclass
class Desk:
    """Blocks of sound on their way. `take` is the output's, `work` the sound thread's; the rest may be called by anybody.

    Attributes:
        clock: where in the film we are.
        running: whether blocks are given away; until then the output hears silence and the film stands.
        waited_s: for how long the output was given silence since `begin`.
        trouble: why the output failed, "" while all is well.
        wake: set when there is something to do.
    """

    clock: HeardClock = field(default_factory=HeardClock)
    running: bool = False
    waited_s: float = 0.0
    trouble: str = ""
    wake: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        self._lock = threading.Lock()
        self._asked: _Asked | None = None
        self._feed: Feed | None = None
        self._sound: Sound | None = None
        self._turn, self._playing = 0, False
        self._queue: deque[Block] = deque()
        self._tail: Samples | None = None
        self._until, self._ends_at = 0.0, float("inf")
        self._started, self._stood_at, self._rate = False, 0.0, SAMPLE_RATE
        self._heard: deque[Samples] = deque(maxlen=64)
        self._speech: Sequence[tuple[float, float]] | None = ()
        self._meter, self._unread = Meter(CHANNELS), 0

    # -- commands ------------------------------------------------------------------------------------------------------

    def begin(self, sound: Sound | None, course: Course, position: float, turn: int) -> None:
        """Go along a course, from a position on; what was under way is left."""
        self._go(_Asked(sound, course, position, turn), playing=True)

    def rest(self, position: float, turn: int) -> None:
        """Stand at a position."""
        self._go(_Asked(None, None, position, turn), playing=False)

    def _go(self, asked: _Asked, *, playing: bool) -> None:
        with self._lock:
            if self.running and self._queue:
                self._tail = faded_out(self._queue[0].samples)
            self._queue.clear()
            self._asked, self._turn, self._playing = asked, asked.turn, playing
            self.running, self.waited_s = False, 0.0
            self._until, self._ends_at = asked.position, float("inf")
            self.clock.rest(asked.position)
        self.wake.set()

    def hold(self, now: float) -> None:
        """Stand where we are: the output's time is another one from now on."""
        with self._lock:
            self._queue.clear()
            self.running = False
            self.clock.rest(self.clock.position(now))

    def new_meter(self, speech: Sequence[tuple[float, float]]) -> None:
        """The meter begins a new programme."""
        self._speech = speech

    # -- the output ----------------------------------------------------------------------------------------------------

    def take(self, at: float) -> Samples:
        """The block that will be heard at the moment `at` of the output's time. Never waits for work."""
        with self._lock:
            samples = self._taken(at)
        self._heard.append(samples)
        self.wake.set()
        return samples

    def _taken(self, at: float) -> Samples:
        tail, self._tail = self._tail, None
        if tail is not None or not self.running:
            self.waited_s += BLOCK / self._rate
            return np.zeros((BLOCK, CHANNELS), np.float32) if tail is None else tail
        if not self._queue:  # dry: the film stands until there is sound again
            self.clock.note(at, self._until, 0.0)
            return np.zeros((BLOCK, CHANNELS), np.float32)
        block = self._queue.popleft()
        for sample, position, speed in block.anchors:
            self.clock.note(at + sample / self._rate, position, speed)
        self._until = block.until
        if block.last:
            self._ends_at = at + block.anchors[-1][0] / self._rate
        return block.samples

    def position(self, now: float) -> float:
        """What is heard now, as a position in the film."""
        with self._lock:
            return self.clock.position(now)

    def ended(self, now: float) -> bool:
        """Whether the course's end was heard."""
        with self._lock:
            return now >= self._ends_at

    # -- the sound thread ----------------------------------------------------------------------------------------------

    def work(self, output: Output, pull: Pull) -> float:
        """Make what is missing, and mind the output. Returns after how many seconds to do so again, at the latest."""
        with self._lock:
            asked, self._asked, playing = self._asked, None, self._playing
        if asked is not None and asked.course is not None:
            self._use(asked.sound)
            self._feed = Feed(asked.sound, asked.course, asked.position, asked.turn, SAMPLE_RATE / output.sample_rate)
        self._mind(output, pull, playing)
        while playing and self._feed is not None and len(self._queue) < _AHEAD and not self._feed.ended:
            if not self._queued(self._feed.next()):
                return 0.0
        return _BUSY_S if self._started else _IDLE_S

    def _queued(self, block: Block) -> bool:
        with self._lock:
            if block.turn != self._turn:
                return False
            self._queue.append(block)
            return True

    def _use(self, sound: Sound | None) -> None:
        if self._sound is not None and self._sound is not sound:
            self._sound.close()
        self._sound = sound

    def _mind(self, output: Output, pull: Pull, playing: bool) -> None:
        now = output.time()
        self._stood_at = now if playing else self._stood_at
        try:
            if playing and not self._started:
                self._rate, self._started = output.sample_rate, True
                output.start(pull)
            elif self._started and not playing and now - self._stood_at > _RESTS_S:
                self.halt(output)
            if self._started:
                self.trouble = output.lost()
        except AiprodError as error:
            self._started, self.trouble = False, error.why or error.what

    @property
    def started(self) -> bool:
        """Whether the output takes blocks."""
        return self._started

    def halt(self, output: Output) -> None:
        """Close the output; it is opened again when it is needed."""
        self._started = False
        output.stop()

    def readings(self) -> Iterator[Reading]:
        """Meter what was heard since the last time."""
        speech, self._speech = self._speech, None
        if speech is not None:
            self._meter, self._unread = Meter(CHANNELS, speech), 0
        while self._heard:
            samples = self._heard.popleft()
            self._meter.push(samples)
            self._unread += len(samples)
            if self._unread >= _READING:
                self._unread = 0
                yield self._meter.reading()

    def close(self) -> None:
        """Give the sound's files back; once nobody works here any more."""
        self._use(None)
