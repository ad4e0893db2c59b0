# SPDX-License-Identifier: Apache-2.0
"""Playing a film: sound is the clock, pictures follow it; one that can't be there in time is left out, never shown late.

Three threads work side by side: one makes pictures (`playing_reel`), one makes sound and meters what was heard (`playing_desk`),
and one looks at the clock, does what the user wants, shows what is due and tells its audience. A turn of each is a function of
its own (`Reel.work`, `Playback.supply`, `Playback.look`), so that a test, or a bench, can be all three, and the clock as well.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from math import ceil
from pathlib import Path
from typing import Any

from aiprod.film.errors import AiprodError
from aiprod.film.time import FrameRate
from aiprod.rendering.playing_audience import Audience, Programme, State, Statistics, Tally
from aiprod.rendering.playing_course import Course
from aiprod.rendering.playing_desk import Desk
from aiprod.rendering.playing_reel import SPAN, Reel
from aiprod.rendering.playing_sound import Output, SilentOutput
from aiprod.rendering.viewing import Picture, Scale

TOLERANCE_S = 0.020
"""A picture that would come later than this after its sound is left out."""
__all__ = ["Audience", "Playback", "Programme", "State", "Statistics"]
_FRAMES_AHEAD, _FRAMES_AROUND = 12, 6
_PREROLL_FRAMES, _PREROLL_S = 3, 3.0
"""Playing begins once so many pictures are there, or so much time has passed."""
_WIDEST_STRIDE, _MARGIN = 12, 1.25
"""Every how many frames one is made at least, and how much more time than it usually takes it is given."""
_FROZEN_S = 0.25
"""So long a picture stays; then one that missed its moment takes its place: it is nearer to what is heard."""
_MOST_PASSED = 240
_SOUNDING, _TRIED_AGAIN_S = float("inf"), 5.0
"""A device that was not there is looked for again when playing begins, not more often than this."""
_LOOK_S, _SOONEST_S, _NEVER_S, _PREROLL_LOOK_S = 0.25, 0.0005, 3600.0, 0.02


class Playback:
    """The player without a face. Commands may come from any thread and never wait; they are done in order.

    Args:
        audience: is told everything.
        output: where sound goes; by default nowhere, by the machine's own clock.
        threads: False: whoever calls `look`, `supply` and `reel.work` is the threads.

    Attributes:
        done: the command that was obeyed last.
        frame, frames, rate, state: as the audience was told last.
    """

    def __init__(self, audience: Audience, output: Output | None = None, *, threads: bool = True) -> None:
        self._audience, self._output = audience, output or SilentOutput()
        self._wake = threading.Event()
        self.reel, self._desk = Reel(self._wake.set), Desk()
        self._commands: deque[tuple[int, Callable[[], None]]] = deque()
        self._posting, self._posted, self.done = threading.Lock(), 0, 0
        self._closed = False
        self._programme: Programme | None = None
        self._course = Course(0, FrameRate())
        self._scale: Scale = 2
        self._proxies: Mapping[str, Path] = {}
        self._reload = False
        self.state: State = "empty"
        self.frame, self._shown, self._turn = 0, -1, 0
        self._due: int | None = None
        self._fresh_at = 0.0
        self._tally = Tally()
        self._asked_output: Output | None = None
        self._wanted_output, self._silent_since = self._output, _SOUNDING
        self._told_ready: tuple[int, ...] = ()
        self._told_trouble: set[str] = set()
        self._threads = [
            threading.Thread(target=work, name=name, daemon=True)
            for name, work in (("pictures", self.reel.run), ("sound", self._supply_on), ("player", self._look_on))
        ]
        for thread in self._threads if threads else ():
            thread.start()

    @property
    def frames(self) -> int:
        return self._course.frames

    @property
    def rate(self) -> FrameRate:
        return self._course.rate

    @property
    def statistics(self) -> Statistics:
        return self._tally.sum()

    # -- commands ------------------------------------------------------------------------------------------------------

    def load(self, programme: Programme | None) -> int:
        """Another film, or another state of the same one: the playhead stays where it is, and playing goes on. Returns, as all
        commands do, the value of `done` once it is done."""
        return self._post(self._load, programme)

    def play(self, speed: float = 1.0, within: tuple[int, int] | None = None) -> int:
        """Play from the playhead on, backwards below 0; with `within`, only its frames [first, end), from the first."""
        return self._post(self._play, speed, within)

    def stop(self) -> int:
        """Stand at the frame that is seen."""
        return self._post(self._stop)

    def seek(self, frame: int) -> int:
        """Put the playhead on a frame, inside the film. While one drags, only the newest wish counts."""
        return self._post(self._seek, frame)

    def set_loop(self, loop: bool) -> int:
        """Begin again at the end."""
        return self._post(self._change, {"loop": loop})

    def set_span(self, span: tuple[int, int] | None) -> int:
        """In and out: what a loop goes round in."""
        return self._post(self._change, {"span": span})

    def set_scale(self, scale: Scale) -> int:
        """1 shows every pixel, 2 and 4 a half and a quarter of the size."""
        return self._post(self._rescale, scale, None)

    def set_proxies(self, proxies: Mapping[str, Path]) -> int:
        """Small copies to be used instead of footage at smaller scales: `Source.media` → file."""
        return self._post(self._rescale, None, dict(proxies))

    def set_output(self, output: Output) -> None:
        """Another place for the sound."""
        self._asked_output = self._wanted_output = output
        self._desk.wake.set()

    def close(self) -> None:
        """End the threads; each ends after what it is doing now."""
        self._closed = True
        self._wake.set()
        self._desk.wake.set()
        self.reel.close()
        for thread in self._threads:
            if thread.is_alive():
                thread.join()
        self._output.stop()
        self._desk.close()

    def _post(self, work: Callable[..., None], *arguments: Any) -> int:
        with self._posting:
            self._posted += 1
            ticket = self._posted
            self._commands.append((ticket, lambda: work(*arguments)))
        self._wake.set()
        return ticket

    # -- what commands do, on the player's thread ----------------------------------------------------------------------

    def _load(self, programme: Programme | None) -> None:
        self._programme = programme if programme is not None and programme.frames else None
        frames, rate = (programme.frames, programme.rate) if programme is not None else (0, FrameRate())
        self._course = replace(self._course, frames=frames, rate=rate)
        self._reload, self._told_trouble = True, set()
        self._move(min(self.frame, max(frames - 1, 0)))
        if self._programme is None:
            self._stand("empty")
        elif self.state == "playing":
            self._begin(self.frame)
        else:
            self._stand("stopped")

    def _play(self, speed: float, within: tuple[int, int] | None) -> None:
        if self._programme is None or not speed:
            self._stop()
            return
        self._course = replace(self._course, speed=speed, within=within)
        if self.state != "playing":
            self._tally = Tally()
            self._desk.new_meter(self._programme.speech)
            if self._output.time() - self._silent_since > _TRIED_AGAIN_S:
                self.set_output(self._wanted_output)  # there may be a device by now
        self._begin(self.frame if within is None else within[0] if speed > 0 else within[1] - 1)
        self._tell_state("playing")

    def _stop(self) -> None:
        if self.state == "playing":
            self._stand("stopped")

    def _seek(self, frame: int) -> None:
        frame = min(max(frame, 0), max(self.frames - 1, 0))
        if self.state == "playing":
            self._course = replace(self._course, within=None)
            self._begin(frame)
        self._move(frame)

    def _change(self, fields: dict[str, Any]) -> None:
        changed = replace(self._course, **fields)
        if changed != self._course:
            self._course = changed
            if self.state == "playing":
                self._begin(self.frame)

    def _rescale(self, scale: Scale | None, proxies: Mapping[str, Path] | None) -> None:
        before = self._scale, self._proxies
        self._scale = scale or self._scale
        self._proxies = self._proxies if proxies is None else proxies
        self._reload = self._reload or before != (self._scale, self._proxies)

    def _begin(self, frame: int) -> None:
        """Play on from a frame; what was on its way is left."""
        self._turn, self._due = self._turn + 1, None
        self._fresh_at = self._output.time()
        sound = self._programme.sound if self._programme is not None else None
        self._desk.begin(sound, self._course, self._course.begin(frame), self._turn)

    def _stand(self, state: State) -> None:
        self._turn, self._due = self._turn + 1, None
        self._desk.rest(self._course.samples(self.frame), self._turn)
        self._tell_state(state)

    # -- the look at the clock -----------------------------------------------------------------------------------------

    def _look_on(self) -> None:
        while True:
            self._wake.clear()
            if self._closed:
                return
            self._wake.wait(self.look())

    def look(self) -> float:
        """Do what the user wants, look at the clock, and show what is due. Returns when to do so again, in seconds."""
        self._obey()
        if self._reload:
            self._load_reel()
        if self._programme is None:
            return _NEVER_S
        wait = self._look_playing() if self.state == "playing" else self._look_standing()
        self._tell_ready()
        return wait

    def _obey(self) -> None:
        """Do what was asked; what came of it is told even where it is as before, so that nobody waits for an answer."""
        obeyed = False
        while self._commands:
            self.done, command = self._commands.popleft()
            command()
            obeyed = True
        if obeyed:
            self._audience.state(self.state)
            self._audience.frame(self.frame)

    def _load_reel(self) -> None:
        self._reload = False
        self.reel.load(self._programme.segments if self._programme is not None else (), self._scale, self._proxies)
        self._shown = -1

    def _look_standing(self) -> float:
        """The playhead's frame first, then those around it."""
        frame = self.frame
        around = [frame, *range(frame + 1, frame + _FRAMES_AROUND), frame - 1, frame - 2]
        self.reel.want([index for index in around if 0 <= index < self.frames])
        picture, newest = self.reel.get(frame), self.reel.newest()
        if picture is not None:
            self._show(picture, frame)
        elif newest is not None and self._shown >= 0 and abs(newest[0] - frame) < abs(self._shown - frame):
            self._show(newest[1], newest[0])  # while one drags: what comes nearer to the wish
        return _NEVER_S

    def _look_playing(self) -> float:
        now = self._output.time()
        position = self._desk.position(now)
        due = self._course.due(position)
        late = self._course.late_s(due, position)
        self._move(self._course.frame_at(position))
        self.reel.want(self._ahead(due, late))
        if not self._desk.running:
            return self._preroll(due)
        self._count(due)
        picture = self.reel.get(due)
        if picture is not None and due != self._shown and late <= TOLERANCE_S:
            self._tally.show(late)
            self._show(picture, due)
            self._fresh_at = now
        elif now - self._fresh_at > _FROZEN_S:
            self._show_late(due, now)
        if self._desk.ended(now):
            first, end = self._course.limits
            self._move(end - 1 if self._course.forward else first)
            self._stand("stopped")
            return 0.0
        return max(_SOONEST_S, min(self._course.wait_s(due) - late, _LOOK_S))

    def _show_late(self, due: int, now: float) -> None:
        """Nothing is there in time: the picture that was made last, if it is nearer to the sound than the one that is seen."""
        newest = self.reel.newest()
        if newest is not None and abs(newest[0] - due) < abs(self._shown - due):
            self._tally.late += 1
            self._show(newest[1], newest[0])
            self._fresh_at = now

    def _count(self, due: int) -> None:
        """Those that were due since the last look and weren't shown are dropped."""
        if self._due is not None and due != self._due:
            passed = self._course.coming(self._due, _MOST_PASSED)
            gone = passed.index(due) if due in passed else 1
            self._tally.drop(gone - (1 if self._due == self._shown else 0))
        self._due = due

    def _preroll(self, due: int) -> float:
        """Sound waits for the first pictures, but not for ever."""
        coming = self._course.coming(due, _PREROLL_FRAMES)
        if all(self.reel.get(frame) is not None for frame in coming) or self._desk.waited_s > _PREROLL_S:
            self._desk.running = True
            return 0.0
        return _PREROLL_LOOK_S

    def _ahead(self, due: int, late: float) -> list[int]:
        """The frames to be made. Where that takes longer than they are shown, every second, third … of them, so that those are
        there in time; and not those that can't be any more."""
        count = min(self.reel.room - 2, _FRAMES_AHEAD if self._course.forward else 2 * SPAN)
        if not self._desk.running:
            return self._course.coming(due, count)
        step_s, cost_s = self._course.wait_s(due), self.reel.cost_s * _MARGIN
        stride = min(max(1, ceil(cost_s / step_s)), _WIDEST_STRIDE)
        coming = [frame for frame in self._course.coming(due, count * stride) if frame // self._course.step % stride == 0]
        there = set(self.reel.ready())
        hopeless = 0
        while hopeless < len(coming) - 1 and coming[hopeless] not in there:
            away = abs(coming[hopeless] - due) // self._course.step
            if away * step_s - late + TOLERANCE_S > cost_s:
                break
            hopeless += 1
        return coming[hopeless : hopeless + count]

    # -- telling -------------------------------------------------------------------------------------------------------

    def _move(self, frame: int) -> None:
        if frame != self.frame:
            self.frame = frame
            self._audience.frame(frame)

    def _tell_state(self, state: State) -> None:
        if state != self.state:
            self.state = state
            self._audience.state(state)

    def _show(self, picture: Picture, frame: int) -> None:
        if frame == self._shown:
            return
        self._shown = frame
        self._audience.picture(picture, frame)
        error = self.reel.failure(frame)
        if error is not None and str(error) not in self._told_trouble:
            self._told_trouble.add(str(error))
            self._audience.trouble(frame, error)

    def _tell_ready(self) -> None:
        ready = self.reel.ready()
        if ready != self._told_ready:
            self._told_ready = ready
            self._audience.buffered(ready)

    # -- sound ---------------------------------------------------------------------------------------------------------

    def _supply_on(self) -> None:
        while True:
            self._desk.wake.clear()
            if self._closed:
                return
            self._desk.wake.wait(self.supply())

    def supply(self) -> float:
        """Make the sound that comes next, meter what was heard, mind the output. Returns when to do so again, in seconds."""
        wait = self._desk.work(self._output, self._desk.take)
        if self._asked_output is not None or self._desk.trouble:
            self._change_output()
            wait = 0.0
        elif self._silent_since != _SOUNDING and self._output is self._wanted_output and self._desk.started:
            self._silent_since = _SOUNDING
            self._audience.silent("")
        for reading in self._desk.readings():
            self._audience.levels(reading)
        return wait

    def _change_output(self) -> None:
        """To the output that was asked for, or to none where the one that there is has failed."""
        trouble, self._desk.trouble = self._desk.trouble, ""
        asked, self._asked_output = self._asked_output, None
        with suppress(AiprodError):
            self._desk.halt(self._output)
        self._desk.hold(self._output.time())
        self._output = asked or SilentOutput()
        self._post(self._go_on)
        if asked is None:
            self._silent_since = self._output.time()
            self._audience.silent(trouble)

    def _go_on(self) -> None:
        if self.state == "playing":
            self._begin(self.frame)
