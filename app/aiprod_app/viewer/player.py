# SPDX-License-Identifier: Apache-2.0
"""The player: `aiprod.rendering.playing` with a face of signals.

Nothing here waits, and nothing piles up: of pictures and levels that the interface has no time for only the newest arrives.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QImage

from aiprod.film.errors import AiprodError
from aiprod.film.time import FrameRate
from aiprod_app.viewer.proxies import ProxyMaker

if TYPE_CHECKING:
    from aiprod.media.meter import Reading
    from aiprod.production.screening import Screening
    from aiprod.rendering.playing import Playback, Statistics
    from aiprod.rendering.playing_sound import Output
    from aiprod.rendering.viewing import Picture

SPEEDS = (1.0, 2.0, 4.0, 8.0)
_SLOW = 0.5


class HeldImage(QImage):
    """A picture over memory that belongs to numpy, which it keeps alive."""

    def __init__(self, picture: Picture) -> None:
        height, width = picture.shape[:2]
        super().__init__(picture.data, width, height, picture.strides[0], QImage.Format.Format_RGB32)
        self._picture = picture


class Player(QObject):
    """Plays a film (`aiprod.production.screening.Screening`).

    Its engine is loaded and lives on threads of its own; commands that come before it is there are kept until it is.

    Signals:
        frame_changed: where the playhead stands now.
        picture_ready: a QImage, and its frame: to be shown now. While one drags, that may be another than the playhead's.
        state_changed: "empty", "stopped" or "playing".
        levels: a `media.meter.Reading` of what is heard, at most 20 a second.
        buffered: the frames that are there already.
        loaded: another screening is played from now on (or None).
        trouble: a frame, and the AiprodError that says why its picture can't be made.
        silent: there is no sound, and why in the system's words; "": there is sound again.
        speed_changed: how fast it goes; 0 while it stands.
        loop_changed, span_changed, quality_changed: what was set.
    """

    frame_changed = Signal(int)
    picture_ready = Signal(object, int)
    state_changed = Signal(str)
    levels = Signal(object)
    buffered = Signal(tuple)
    loaded = Signal(object)
    trouble = Signal(int, object)
    silent = Signal(str)
    speed_changed = Signal(float)
    loop_changed = Signal(bool)
    span_changed = Signal(object)
    quality_changed = Signal(int)

    def __init__(self, parent: QObject | None = None, output: Output | None = None, *, proxies: bool = True) -> None:
        """
        Args:
            output: where the sound goes; by default the system's output.
            proxies: whether small copies of wide footage are made in the background.
        """
        super().__init__(parent)
        self._post = _Post(self)
        self._post.came.connect(self._open_post, Qt.ConnectionType.QueuedConnection)
        self._screening: Screening | None = None
        self._frame, self._speed, self._asked = 0, 0.0, 0
        self._loop, self._quality = False, 2
        self._span: tuple[int, int] | None = None
        self._state, self._why_silent = "empty", ""
        self._awaiting = False
        self._picture: HeldImage | None = None
        self._early: list[Callable[[Playback], int | None]] = []
        self._lock, self._closed = threading.Lock(), False
        self._playback: Playback | None = None
        self._starting = threading.Thread(target=self._start, args=(output,), name="player start", daemon=True)
        self._starting.start()
        self.proxies = ProxyMaker(self) if proxies else None

    # -- what it is ----------------------------------------------------------------------------------------------------

    @property
    def screening(self) -> Screening | None:
        return self._screening

    @property
    def awaiting(self) -> bool:
        """Whether nothing is played because it is still being made ready."""
        return self._awaiting and self._screening is None

    @property
    def frame(self) -> int:
        return self._frame

    @property
    def frames(self) -> int:
        return self._screening.frames if self._screening is not None else 0

    @property
    def rate(self) -> FrameRate:
        return self._screening.rate if self._screening is not None else FrameRate()

    @property
    def state(self) -> str:
        return self._state

    @property
    def picture(self) -> QImage | None:
        """The picture that was shown last."""
        return self._picture

    @property
    def why_silent(self) -> str:
        """Why there is no sound; "" where there is, or nothing was played yet."""
        return self._why_silent

    @property
    def playing(self) -> bool:
        return self._speed != 0

    @property
    def speed(self) -> float:
        """Seconds of the film in a second; 0 while it stands."""
        return self._speed

    @property
    def loop(self) -> bool:
        return self._loop

    @property
    def span(self) -> tuple[int, int] | None:
        """In and out: frames [in, out)."""
        return self._span

    @property
    def quality(self) -> int:
        """1 shows every pixel, 2 and 4 a half and a quarter of the size."""
        return self._quality

    @property
    def statistics(self) -> Statistics | None:
        """How playing went since it was begun; None before the engine is there."""
        return self._playback.statistics if self._playback is not None else None

    # -- commands ------------------------------------------------------------------------------------------------------

    def load(self, screening: Screening | None) -> None:
        """Play another film, or another state of the same: the playhead stays, and playing goes on."""
        self._screening = screening
        self._awaiting = self._awaiting and screening is None
        self._do(lambda playback: playback.load(_programme(screening)))
        self._set_frame(min(self._frame, max(self.frames - 1, 0)))
        if not self.frames:
            self._picture = None
            self._set_speed(0.0)
        self.loaded.emit(screening)

    def unload(self) -> None:
        """Play nothing; the playhead goes to the beginning."""
        self._awaiting = False
        self._set_frame(0)
        self.load(None)

    def wait(self) -> None:
        """A film is being made ready: while nothing is played, that is why."""
        if not self._awaiting and self._screening is None:
            self._awaiting = True
            self.loaded.emit(None)

    def give_up(self) -> None:
        """What was waited for doesn't come."""
        if self.awaiting:
            self._awaiting = False
            self.loaded.emit(None)

    def play(self, speed: float = 1.0) -> None:
        """Play from the playhead on; backwards below 0."""
        self._play(speed, None)

    def play_range(self, first: int, end: int) -> None:
        """Play frames [first, end) once."""
        if 0 <= first < end:
            self._play(1.0, (first, end))

    def _play(self, speed: float, within: tuple[int, int] | None) -> None:
        if not self.frames or not speed:
            self.stop()
            return
        self._do(lambda playback: playback.play(speed, within))
        self._set_speed(speed)

    def stop(self) -> None:
        """Stand at the frame that is seen."""
        self._do(lambda playback: playback.stop())
        self._set_speed(0.0)

    def toggle(self) -> None:
        """Play, or stop."""
        if self.playing:
            self.stop()
        else:
            self.play()

    def seek(self, frame: int) -> None:
        """Put the playhead on a frame; one outside the film goes to its end."""
        frame = min(max(frame, 0), max(self.frames - 1, 0))
        self._do(lambda playback: playback.seek(frame))
        self._set_frame(frame)

    def step(self, frames: int) -> None:
        """So many frames on, or back; a film that plays stops."""
        if self.playing:
            self.stop()
        self.seek(self._frame + frames)

    def shuttle(self, direction: int, slow: bool = False) -> None:
        """J (−1), K (0) and L (1): the same key again goes twice as fast, up to 8 ×; against the way it goes, it turns round.

        Args:
            slow: K is held: half the speed.
        """
        if direction == 0:
            self.stop()
            return
        sign = 1 if direction > 0 else -1
        faster = [speed for speed in SPEEDS if speed > abs(self._speed)]
        same = self._speed * sign > 0
        self.play(sign * (_SLOW if slow else (faster or SPEEDS[-1:])[0] if same else SPEEDS[0]))

    def set_loop(self, loop: bool) -> None:
        """Begin again at the end, or at the out point."""
        if loop != self._loop:
            self._loop = loop
            self._do(lambda playback: playback.set_loop(loop))
            self.loop_changed.emit(loop)

    def set_span(self, first: int | None, end: int | None = None) -> None:
        """In and out, frames [first, end): what a loop goes round in. None: no span."""
        span = (first, end) if first is not None and end is not None and 0 <= first < end else None
        if span != self._span:
            self._span = span
            self._do(lambda playback: playback.set_span(span))
            self.span_changed.emit(span)

    def set_quality(self, quality: Literal[1, 2, 4]) -> None:
        """1 shows every pixel, 2 and 4 a half and a quarter of the size, which is quicker."""
        if quality != self._quality:
            self._quality = quality
            self._do(lambda playback: playback.set_scale(quality))
            self.quality_changed.emit(quality)

    def set_proxies(self, proxies: Mapping[str, Path]) -> None:
        """Small copies of footage, for the smaller qualities: `Source.media` → file."""
        self._do(lambda playback: playback.set_proxies(proxies))

    def set_output(self, output: Output | None) -> None:
        """Send the sound elsewhere; None is the system's output, looked for anew."""
        self._do(lambda playback: playback.set_output(output or _device()))

    def close(self) -> None:
        """End every thread. At the desktop's end; nothing can be asked after that."""
        with self._lock:
            self._closed = True
        if self.proxies is not None:
            self.proxies.close()
        self._starting.join()
        if self._playback is not None:
            self._playback.close()
        self._post.close()

    # -- the engine ----------------------------------------------------------------------------------------------------

    def _start(self, output: Output | None) -> None:
        """Load the engine, on a thread of its own, and give it what it was told meanwhile."""
        from aiprod.rendering.playing import Playback

        made = Playback(self._post, output or _device())
        self._post.playback = made
        with self._lock:
            early, self._early = self._early, []
            for command in early:
                self._asked = command(made) or self._asked
            self._playback = made

    def _do(self, command: Callable[[Playback], int | None]) -> None:
        """Pass a command on; what the engine told before it obeys is no news any more."""
        with self._lock:
            if self._closed:
                return
            if self._playback is None:
                self._early.append(command)
                return
        self._asked = command(self._playback) or self._asked

    # -- news from the engine ------------------------------------------------------------------------------------------

    def _open_post(self) -> None:
        """On the interface thread: everything that came since the last time, the newest of each kind."""
        for kind, value in self._post.take():
            getattr(self, f"_came_{kind}")(*value)

    def _came_state(self, state: str, done: int) -> None:
        if done < self._asked or state == self._state:
            return
        self._state = state
        if state != "playing":
            self._set_speed(0.0)
        self.state_changed.emit(state)

    def _came_frame(self, frame: int, done: int) -> None:
        if done >= self._asked and frame < max(self.frames, 1):
            self._set_frame(frame)

    def _came_picture(self, picture: Picture, frame: int) -> None:
        if self.frames:
            self._picture = HeldImage(picture)
            self.picture_ready.emit(self._picture, frame)

    def _came_levels(self, reading: Reading) -> None:
        self.levels.emit(reading)

    def _came_buffered(self, frames: tuple[int, ...]) -> None:
        self.buffered.emit(frames)

    def _came_trouble(self, frame: int, error: AiprodError) -> None:
        self.trouble.emit(frame, error)

    def _came_silent(self, why: str) -> None:
        self._why_silent = why
        self.silent.emit(why)

    def _set_frame(self, frame: int) -> None:
        if frame != self._frame:
            self._frame = frame
            self.frame_changed.emit(frame)

    def _set_speed(self, speed: float) -> None:
        if speed != self._speed:
            self._speed = speed
            self.speed_changed.emit(speed)


class _Post(QObject):
    """The engine's audience: keeps the newest of each kind of news until the interface thread fetches it."""

    came = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._lock, self._closed = threading.Lock(), False
        self._box: dict[str, tuple[Any, ...]] = {}
        self.playback: Playback | None = None

    def take(self) -> list[tuple[str, tuple[Any, ...]]]:
        with self._lock:
            box, self._box = self._box, {}
        return list(box.items())

    def _put(self, kind: str, *value: Any) -> None:
        with self._lock:
            first = not self._box
            self._box.pop(kind, None)  # the newest news comes last
            self._box[kind] = value
            if first and not self._closed:
                self.came.emit()

    def close(self) -> None:
        with self._lock:
            self._closed = True

    @property
    def _done(self) -> int:
        return self.playback.done if self.playback is not None else 0

    def frame(self, frame: int) -> None:
        self._put("frame", frame, self._done)

    def picture(self, picture: Picture, frame: int) -> None:
        self._put("picture", picture, frame)

    def state(self, state: str) -> None:
        self._put("state", state, self._done)

    def levels(self, reading: Reading) -> None:
        self._put("levels", reading)

    def buffered(self, frames: tuple[int, ...]) -> None:
        self._put("buffered", frames)

    def trouble(self, frame: int, error: AiprodError) -> None:
        self._put("trouble", frame, error)

    def silent(self, why: str) -> None:
        self._put("silent", why)


def _device() -> Output:
    from aiprod_app.viewer.output import DeviceOutput

    return DeviceOutput()


def _programme(screening: Screening | None) -> Any:
    from aiprod.rendering.playing import Programme

    if screening is None or not screening.frames:
        return None
    return Programme(screening.segments, screening.frames, screening.rate, screening.sound, screening.sound.speech)
