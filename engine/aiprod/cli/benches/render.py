# SPDX-License-Identifier: Apache-2.0
"""The render engine: CPU seconds of a film against decoding and encoding alone and against other tools, the kernel's speed,
what a changed shot costs, and an hour's film.

Every engine runs in a process of its own; its CPU seconds are those of that process and of all below it. AIPROD_MOVIEPY_PYTHON
names a Python that has MoviePy and OpenColorIO. The clips are made here.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Callable
from fractions import Fraction
from functools import partial
from pathlib import Path
from time import process_time
from typing import Any

import numpy as np

from aiprod.cli.benches import render_film as film
from aiprod.film.grade import Cdl, ShotGrade
from aiprod.film.time import FrameRate

_SHOTS, _SHOT_FRAMES = 20, 48
_HOUR, _MINUTES = 3600, 360
_KERNEL_FRAMES = 24


def run(seed: int = 0, runs: int | None = None) -> dict[str, Any]:
    """All figures. `runs` is how many times each engine renders the film; the lowest counts."""
    with tempfile.TemporaryDirectory() as folder:
        return {
            "reach": "CPU <= 1.15 x decode + encode; ffmpeg >= 1.1, melt >= 1.7, MoviePy >= 2.7 x ours; kernel >= 80 fps a core, "
            "10 bits within 10 %; one shot of 20 <= 10 %; an hour: drift < 1 sample, memory flat",
            "kernel": _kernel(seed), "film": _film(Path(folder), seed, runs or 2), "one shot of 20": _changed(seed),
            "an hour": _hours(),
        }  # fmt: skip


def _kernel(seed: int) -> dict[str, float]:
    """Frames of 1080p a second and core through a 65-point table."""
    from aiprod.grading.bake import bake
    from aiprod.rendering.planes import Coding, Planes, graded, table_of

    rng, lut = np.random.default_rng(seed), bake(film.LOOK, 65)
    figures = {}
    for bits in (8, 10):
        planes = [film.enlarged(rng.integers(60, 190, (10, 18), np.uint8), (1080 >> s, 1920 >> s)) for s in (0, 1, 1)]
        planes[0] = planes[0] + rng.normal(0, 3.5, planes[0].shape).astype(np.int16)
        kind: Any = np.uint8 if bits == 8 else np.uint16
        y, u, v = (np.ascontiguousarray(p * 2 ** (bits - 8)).astype(kind) for p in planes)
        out, coding = Planes(np.zeros_like(y), np.zeros_like(u), np.zeros_like(v)), Coding(bits)
        work = partial(graded, Planes(y, u, v), table_of(lut, coding), out, coding=coding)
        work()
        spent = min(_spent(partial(_often, work)) for _ in range(4))
        figures[f"{bits} bits, fps per core"] = round(_KERNEL_FRAMES / spent, 1)
    return figures


def _often(work: Callable[[], object]) -> None:
    for _ in range(_KERNEL_FRAMES):
        work()


def _spent(work: Callable[[], object]) -> float:
    start = process_time()
    work()
    return process_time() - start


def _film(folder: Path, seed: int, repeat: int) -> dict[str, Any]:
    film.shoot(folder, seed)
    film.write_aids(folder)
    alone = _least(folder, "limit", repeat)
    ours = _least(folder, "ours", repeat)
    limit = alone["decode"] + alone["encode"]
    figures: dict[str, Any] = {
        "frames": film.FRAMES, "decode_cpu_s": alone["decode"], "encode_cpu_s": alone["encode"], "aiprod_cpu_s": ours["render"],
        "aiprod of decode + encode": round(ours["render"] / limit, 3), "aiprod_start_cpu_s": ours["start"],
    }  # fmt: skip
    for name, command in (("ffmpeg", film.by_ffmpeg), ("melt", film.by_melt), ("moviepy", film.by_moviepy)):
        line = command(folder)
        figures[name] = _peer(folder, line, f"{name}.mp4", ours["render"], repeat) if line else "not installed"
    return figures


def _least(folder: Path, task: str, repeat: int) -> dict[str, float]:
    """The least CPU seconds of each part of a task, run in processes of their own."""
    code = f"from aiprod.cli.benches.render import {task}; {task}({str(folder)!r})"
    told = []
    for _ in range(repeat):
        ran = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
        told.append(json.loads(ran.stdout.splitlines()[-1]))
    return {name: round(min(t[name] for t in told), 2) for name in told[0]}


def _peer(folder: Path, command: list[str], out: str, ours: float, repeat: int) -> dict[str, Any] | str:
    import resource

    spent = []
    for _ in range(repeat):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        ran = subprocess.run(command, cwd=folder, check=False, capture_output=True, text=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        if ran.returncode:
            return f"failed: {ran.stderr.strip()[-200:]}"
        spent.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return {"cpu_s": round(min(spent), 2), "x aiprod": round(min(spent) / ours, 2), "frames": _count(folder / out)}


def _count(path: Path) -> int:
    import av

    with av.open(str(path)) as container:
        return sum(1 for packet in container.demux(video=0) if packet.size)


def _segments(folder: Path) -> Any:
    from aiprod.rendering.compile import compile_timeline
    from aiprod.rendering.segments import Codec, PictureFormat

    fmt = PictureFormat(width=film.WIDTH, height=film.HEIGHT, rate=FrameRate(numerator=film.RATE))
    codec = Codec(name="libx264", pix_fmt="yuv420p", options=dict(film.X264))
    media = {name: folder / f"{name}.mp4" for name in "abcd"}
    return compile_timeline(film.timeline(), media, {name: film.LOOK.changed(shot=name) for name in "abcd"}, fmt, codec)


def ours(folder: str) -> None:
    """Render the bench's film as an export does, into an empty cache. Prints CPU seconds: of what a process does once (imports,
    compiled code, the baked look), and of the render."""
    from aiprod.rendering.cache import SegmentCache
    from aiprod.rendering.execute import frames, render_film

    segments = _segments(Path(folder))
    next(frames(segments[0]))
    start = process_time()
    with tempfile.TemporaryDirectory() as cache:
        render_film(segments, Path(folder) / "aiprod.mp4", SegmentCache(Path(cache), 1 << 32))
    print(json.dumps({"start": start, "render": process_time() - start}))


def limit(folder: str) -> None:
    """Decode what the film needs, and encode the finished film, each alone. Prints CPU seconds."""
    from aiprod.media.video import VideoWriter, read_frames
    from aiprod.rendering.execute import frames

    segments = _segments(Path(folder))
    made = [frame for segment in segments for frame in frames(segment)]
    start = process_time()
    for clip, (first, count) in film.reads().items():
        for _ in read_frames(Path(folder) / f"{clip}.mp4", first, count):
            pass
    decode = process_time() - start
    start = process_time()
    codec = segments[0].codec
    with VideoWriter(Path(folder) / "limit.mp4", Fraction(film.RATE), film.WIDTH, film.HEIGHT, codec.encoder()) as writer:
        for frame in made:
            writer.write_frame(frame)
    print(json.dumps({"decode": decode, "encode": process_time() - start}))


def _changed(seed: int) -> dict[str, Any]:
    """A film of 20 shots exported, one shot's grade changed, exported again."""
    from aiprod.media.encoders import choose
    from aiprod.media.video import VideoWriter
    from aiprod.rendering.cache import SegmentCache
    from aiprod.rendering.execute import frames, render_film

    rng = np.random.default_rng(seed)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        wide = film.enlarged(rng.integers(30, 220, (10, 18), np.uint8), (720, 1280 + 2 * _SHOT_FRAMES * 2)).astype(np.uint8)
        with VideoWriter(folder / "take.mp4", Fraction(24), 1280, 720, choose("take")) as writer:
            for index in range(2 * _SHOT_FRAMES):
                writer.write_rgb(np.repeat(wide[:, 2 * index : 2 * index + 1280, None], 3, axis=2))
        spent, found = [], []
        for changed in (None, 7):
            segments = _shots(folder / "take.mp4", changed)
            if changed is None:
                next(frames(segments[0]))
            start = process_time()
            joined = render_film(segments, folder / "film.mp4", SegmentCache(folder / "cache", 1 << 32))
            spent.append(process_time() - start)
            found.append(joined.found)
    return {"full_cpu_s": round(spent[0], 2), "again_cpu_s": round(spent[1], 2), "share": round(spent[1] / spent[0], 4),
            "frames found": found[1], "of": _SHOTS * _SHOT_FRAMES}  # fmt: skip


def _shots(take: Path, changed: int | None) -> Any:
    import opentimelineio as otio

    from aiprod.rendering.compile import compile_timeline
    from aiprod.rendering.segments import PictureFormat

    def span(first: int, frames: int) -> otio.opentime.TimeRange:
        return otio.opentime.TimeRange(otio.opentime.RationalTime(first, 24), otio.opentime.RationalTime(frames, 24))

    made, track = otio.schema.Timeline("shots"), otio.schema.Track(kind=otio.schema.TrackKind.Video)
    media, grades = {}, {}
    for number in range(_SHOTS):
        shot = f"shot {number}"
        reference = otio.schema.ExternalReference("", span(0, 2 * _SHOT_FRAMES))
        track.append(otio.schema.Clip(shot, reference, span(number, _SHOT_FRAMES)))
        gain = 1 + 0.01 * number + (0.1 if number == changed else 0)
        media[shot], grades[shot] = take, ShotGrade(shot=shot, cdl=Cdl(slope=(gain, 1.0, 1.0)), look="golden_hour")
    made.tracks.append(track)
    return compile_timeline(made, media, grades, PictureFormat(width=1280, height=720))


def _hours() -> dict[str, Any]:
    """Six minutes and an hour of small pictures, each in a process of its own: memory, and each frame's place in time."""
    told = {}
    for name, seconds in (("six minutes", _MINUTES), ("an hour", _HOUR)):
        code = f"from aiprod.cli.benches.render import long_film; long_film({seconds})"
        ran = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
        told[name] = json.loads(ran.stdout.splitlines()[-1])
    grown = told["an hour"]["peak_mb"] - told["six minutes"]["peak_mb"]
    return {**told, "grown_mb": round(grown, 1)}


def long_film(seconds: int) -> None:
    """Render and join a film of that length at 29.97 frames a second. Prints its frames, the most that a frame's time is away
    from its exact place, in samples of 48 kHz sound, and the process's peak of memory."""
    import resource

    import av

    from aiprod.media.encoders import choose
    from aiprod.media.video import VideoWriter
    from aiprod.rendering.cache import SegmentCache
    from aiprod.rendering.execute import render_film

    rate = FrameRate(numerator=30000, denominator=1001)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with VideoWriter(folder / "take.mp4", rate.fps, 128, 72, choose("take")) as writer:
            for index in range(900):
                writer.write_rgb(np.full((72, 128, 3), 20 + index % 200, np.uint8))
        segments = _long(folder / "take.mp4", rate, seconds)
        joined = render_film(segments, folder / "film.mp4", SegmentCache(folder / "cache", 1 << 32))
        with av.open(str(folder / "film.mp4")) as container:
            stream = container.streams.video[0]
            base = stream.time_base or Fraction(1)
            shown = sorted(int(p.pts or 0) for p in container.demux(stream) if p.size)
    samples = Fraction(48_000)
    drift = max(abs(time * base - index / rate.fps) * samples for index, time in enumerate(shown))
    unit = 1024 if sys.platform != "darwin" else 1024 * 1024
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit
    print(json.dumps({"frames": joined.frames, "drift_samples": round(float(drift), 4), "peak_mb": round(peak, 1)}))


def _long(take: Path, rate: FrameRate, seconds: int) -> Any:
    """Shots of 25 seconds, no two alike."""
    import opentimelineio as otio

    from aiprod.media.encoders import choose
    from aiprod.rendering.compile import compile_timeline
    from aiprod.rendering.segments import Codec, PictureFormat

    fps = float(rate.fps)

    def span(first: int, frames: int) -> otio.opentime.TimeRange:
        return otio.opentime.TimeRange(otio.opentime.RationalTime(first, fps), otio.opentime.RationalTime(frames, fps))

    made, track = otio.schema.Timeline("long"), otio.schema.Track(kind=otio.schema.TrackKind.Video)
    total, length = rate.frames(seconds), 750
    for number, begin in enumerate(range(0, total, length)):
        reference = otio.schema.ExternalReference("", span(0, 900))
        track.append(otio.schema.Clip("take", reference, span(number % 150, min(length, total - begin))))
    made.tracks.append(track)
    fmt = PictureFormat(width=128, height=72, rate=rate)
    return compile_timeline(made, {"take": take}, {}, fmt, Codec.of(choose("take")))
