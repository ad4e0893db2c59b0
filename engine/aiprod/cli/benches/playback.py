# SPDX-License-Identifier: Apache-2.0
"""Playing a film: a graded dissolve of full HD in real time, by a device's clock and by the machine's own; and how long it takes
until a clip that was moved in a long film plays where it lies now.

The device is made up, for a machine may have none: its clock runs 120 millionths fast, it asks for sound a few milliseconds
early or late, and what it is given is heard 30 ms later.
"""

from __future__ import annotations

import os
import random
import tempfile
import threading
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Literal

import numpy as np

from aiprod.cli.benches.playback_film import CLIPS, moved
from aiprod.film.errors import AiprodError
from aiprod.film.grade import Cdl, ShotGrade
from aiprod.film.time import FrameRate
from aiprod.media.audio import SAMPLE_RATE
from aiprod.media.meter import Reading
from aiprod.rendering.playing import Playback, Programme
from aiprod.rendering.playing_sound import BLOCK, Output, Pull, SilentOutput
from aiprod.rendering.segments import Codec, PictureFormat, Segment, Source

_WIDTH, _HEIGHT, _FRAMES, _RATE = 1920, 1080, 240, 24
_FAST, _LATENCY_S, _JITTER_S = 1.00012, 0.030, 0.004
_PATIENCE_S = 60.0
_SIZES: tuple[tuple[Literal[1, 2], str], ...] = ((2, "half size, proxies"), (1, "full size"))
_LOOKS = ("cinematic_warm", "golden_hour")


def run(seed: int = 0, runs: int | None = None) -> dict[str, Any]:
    """All figures. `runs` is how often each playback is repeated; the worst counts."""
    with tempfile.TemporaryDirectory(prefix="aiprod-bench-") as name:
        folder = Path(name)
        segments, proxies = _dissolve(folder, seed)
        sound = _sound(folder)
        figures = {
            f"{words}, {clock} clock": _worst(
                [_played(segments, proxies, sound, scale, clock, seed + turn) for turn in range(runs or 1)]
            )
            for scale, words in _SIZES
            for clock in ("device", "machine")
        }
        return {
            "clip": f"a dissolve over {_FRAMES} frames of {_WIDTH}×{_HEIGHT} at {_RATE}, both sides graded, with sound",
            "processors": os.cpu_count(), "played": figures, f"a clip moved among {CLIPS}": moved(folder),
            "reach": "half size: no frame dropped; drift <= 20 ms; a moved clip < 300 ms of CPU",
        }  # fmt: skip


# -- what is played ----------------------------------------------------------------------------------------------------


def _dissolve(folder: Path, seed: int) -> tuple[tuple[Segment, ...], dict[str, Path]]:
    """One transition, as long as its footage; and its footage's proxies."""
    from aiprod.cli.benches.viewing import camera_footage
    from aiprod.film.hashing import hash_file
    from aiprod.rendering.proxies import make_proxy

    sources, proxies = [], {}
    for number, look in enumerate(_LOOKS):
        path = camera_footage(folder / f"{number}.mp4", seed + number)
        grade = ShotGrade(shot=str(number), cdl=Cdl(slope=(1.1 - 0.1 * number, 1.0, 0.9 + 0.1 * number)), look=look)
        sources.append(Source(name=str(number), path=str(path), media=hash_file(path), first=0, available=_FRAMES, grade=grade))
        proxies[sources[-1].media] = folder / f"{number}.mov"
        make_proxy(path, proxies[sources[-1].media])
    fmt = PictureFormat(width=_WIDTH, height=_HEIGHT, rate=FrameRate(numerator=_RATE))
    segment = Segment(
        start=0, frames=_FRAMES, outgoing=sources[0], incoming=sources[1], kind="dissolve", length=_FRAMES, format=fmt,
        codec=Codec(name="rawvideo", pix_fmt="yuv420p"),
    )  # fmt: skip
    return (segment,), proxies


def _sound(folder: Path) -> Path:
    from aiprod.media.audio import write_audio

    count = _FRAMES * SAMPLE_RATE // _RATE
    tone = 0.2 * np.sin(2 * np.pi * 440 * np.arange(count) / SAMPLE_RATE)
    write_audio(folder / "mix.wav", np.stack([tone, tone], axis=1).astype(np.float32))
    return folder / "mix.wav"


# -- playing -----------------------------------------------------------------------------------------------------------


class MadeUpDevice:
    """A sound device: its own clock, its own thread, its own latency (`Output`)."""

    sample_rate = SAMPLE_RATE

    def __init__(self, seed: int) -> None:
        self._random, self._ended = random.Random(seed), threading.Event()
        self._thread: threading.Thread | None = None

    def start(self, pull: Pull) -> None:
        self._ended.clear()
        self._thread = threading.Thread(target=self._run, args=(pull,), daemon=True)
        self._thread.start()

    def _run(self, pull: Pull) -> None:
        begun, taken = self.time(), 0
        while not self._ended.is_set():
            due = begun + taken * BLOCK / SAMPLE_RATE
            self._ended.wait(max(0.0, due - self.time() + self._random.uniform(-_JITTER_S, _JITTER_S)))
            pull(due + _LATENCY_S)
            taken += 1

    def stop(self) -> None:
        self._ended.set()
        if self._thread is not None:
            self._thread.join()
            self._thread = None

    def time(self) -> float:
        return time.monotonic() * _FAST

    def lost(self) -> str:
        return ""


class _Viewers:
    """An audience that waits for the end."""

    def __init__(self) -> None:
        self.pictures, self.ended = 0, threading.Event()
        self._played = False

    def frame(self, frame: int) -> None: ...

    def picture(self, picture: np.ndarray[Any, Any], frame: int) -> None:
        self.pictures += 1

    def state(self, state: str) -> None:
        self._played = self._played or state == "playing"
        if self._played and state == "stopped":
            self.ended.set()

    def levels(self, reading: Reading) -> None: ...

    def buffered(self, frames: tuple[int, ...]) -> None: ...

    def trouble(self, frame: int, error: AiprodError) -> None:
        raise error

    def silent(self, why: str) -> None: ...


def _played(
    segments: Sequence[Segment], proxies: Mapping[str, Path], sound: Path, scale: Literal[1, 2], clock: str, seed: int
) -> dict[str, float]:  # fmt: skip
    """Play the film once, from its beginning to its end."""
    from aiprod.production.screening_sound import FinishedMix

    output: Output = MadeUpDevice(seed) if clock == "device" else SilentOutput()
    viewers = _Viewers()
    playback = Playback(viewers, output)
    mix = FinishedMix(sound, _FRAMES * SAMPLE_RATE // _RATE)
    playback.set_scale(scale)
    playback.set_proxies(proxies)
    playback.load(Programme(segments, _FRAMES, FrameRate(numerator=_RATE), mix))
    late = time.monotonic() + _PATIENCE_S
    while not viewers.pictures and time.monotonic() < late:
        time.sleep(0.01)
    before, began = time.process_time(), time.monotonic()
    playback.play()
    viewers.ended.wait(_PATIENCE_S)
    spent, took = time.process_time() - before, time.monotonic() - began
    playback.close()
    told = playback.statistics
    return {
        "shown": told.shown, "dropped": told.dropped, "shown late": told.late, "worst drift, ms": told.worst_ms,
        "p99 drift, ms": told.p99_ms, "processors used": round(spent / took, 2), "seconds": round(took, 2),
    }  # fmt: skip


def _worst(told: Sequence[dict[str, float]]) -> dict[str, float]:
    return {name: (min if name == "shown" else max)(one[name] for one in told) for name in told[0]}
