# SPDX-License-Identifier: Apache-2.0
"""The film of the render bench: four grainy clips, a trim, a retime, two dissolves, a wipe, a look, a title; as our timeline,
and as the command lines and scripts of other tools.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from aiprod.film.grade import ShotGrade

if TYPE_CHECKING:
    import opentimelineio as otio

WIDTH, HEIGHT, RATE = 1920, 1080, 24
CLIP, BLEND, TITLE = 150, 12, 72
"""Frames: of a clip, of a transition, of the title."""
X264 = {"preset": "veryfast", "crf": "18"}
LOOK = ShotGrade(shot="bench", look="teal_orange")


@dataclass(frozen=True)
class Part:
    """A stretch of a clip: its first frame, frames on the film without transitions, and speed."""

    clip: str
    first: int
    frames: int
    speed: int = 1


PARTS = (Part("a", 12, 102), Part("b", 12, 60, 2), Part("c", 6, 126), Part("d", 18, 120))
KINDS = ("dissolve", "wipe", "dissolve")
"""The transitions between the parts. Each overlaps by `BLEND` frames, half of them on each side of its cut."""
FRAMES = sum(part.frames for part in PARTS)


def shoot(folder: Path, seed: int) -> None:
    """The clips: moving shapes under grain, H.264 at some 30 Mb/s as cameras write it."""
    import av

    rng = np.random.default_rng(seed)
    for number, name in enumerate("abcd"):
        small = rng.integers(30, 220, (3, 10, 18), np.uint8)
        sizes = ((HEIGHT, WIDTH + 2 * CLIP), (HEIGHT // 2, WIDTH // 2 + CLIP), (HEIGHT // 2, WIDTH // 2 + CLIP))
        planes = [enlarged(plane, size) for plane, size in zip(small, sizes, strict=True)]
        grain = rng.normal(0, 3.5, (HEIGHT + 64, WIDTH + 64)).astype(np.int16)
        with av.open(str(folder / f"{name}.mp4"), "w") as container:
            stream: Any = container.add_stream("libx264", rate=RATE, options={"preset": "superfast", "crf": "23", "g": "48"})
            stream.width, stream.height, stream.pix_fmt = WIDTH, HEIGHT, "yuv420p"
            context = stream.codec_context
            context.color_primaries = context.color_trc = context.colorspace = context.color_range = 1
            for index in range(CLIP):
                y, x = rng.integers(0, 64, 2)
                luma = planes[0][:, 2 * index : 2 * index + WIDTH] + grain[y : y + HEIGHT, x : x + WIDTH] + number
                chroma = [64 + p[:, index : index + WIDTH // 2] // 2 for p in planes[1:]]
                frame = av.VideoFrame(WIDTH, HEIGHT, "yuv420p")
                for plane, values in zip(frame.planes, (np.clip(luma, 16, 235), *chroma), strict=True):
                    rows = np.frombuffer(memoryview(plane), np.uint8).reshape(plane.height, plane.line_size)
                    rows[:, : plane.width] = values
                container.mux(stream.encode(frame))
            container.mux(stream.encode(None))


def enlarged(small: np.ndarray[Any, Any], size: tuple[int, int]) -> np.ndarray[Any, Any]:
    import cv2

    return np.asarray(cv2.resize(small, size[::-1], interpolation=cv2.INTER_CUBIC)).astype(np.int16).clip(20, 230)


def timeline() -> otio.schema.Timeline:
    """The film as our engine takes it."""
    import opentimelineio as otio

    def span(first: int, frames: int) -> otio.opentime.TimeRange:
        return otio.opentime.TimeRange(otio.opentime.RationalTime(first, RATE), otio.opentime.RationalTime(frames, RATE))

    made = otio.schema.Timeline("bench")
    picture, titles = (otio.schema.Track(name, kind=otio.schema.TrackKind.Video) for name in ("Picture", "Titles"))
    for place, part in enumerate(PARTS):
        clip = otio.schema.Clip(part.clip, otio.schema.ExternalReference("", span(0, CLIP)), span(part.first, part.frames))
        if part.speed != 1:
            clip.effects.append(otio.schema.LinearTimeWarp(time_scalar=part.speed))
        picture.append(clip)
        if place < len(KINDS):
            half = otio.opentime.RationalTime(BLEND // 2, RATE)
            told = {"aiprod": {"kind": KINDS[place]}}
            picture.append(otio.schema.Transition(KINDS[place], "Custom_Transition", half, half, metadata=told))
    words = {"title": "Éclipse", "subtitle": "A film", "lines": [], "style": "opening"}
    media = otio.schema.GeneratorReference("title", "aiprod.title", span(0, TITLE), parameters=words)
    titles.append(otio.schema.Clip("title", media, span(0, TITLE)))
    made.tracks.extend([picture, titles])
    return made


def reads() -> Mapping[str, tuple[int, int]]:
    """Clip → (first frame, frames) that the film needs of it, handles included."""
    last, half = len(PARTS) - 1, BLEND // 2
    needed = {}
    for place, part in enumerate(PARTS):
        before, after = half * (place > 0) * part.speed, half * (place < last) * part.speed
        needed[part.clip] = part.first - before, part.frames * part.speed + before + after
    return needed


def write_aids(folder: Path) -> None:
    """What the other tools need as files: the look as a .cube, the title as a picture, a ramp for the wipe."""
    from PIL import Image

    from aiprod.grading.bake import bake
    from aiprod.grading.cube import write_cube
    from aiprod.rendering.segments import Title
    from aiprod.rendering.titles import painted

    write_cube(folder / "look.cube", bake(LOOK, 65), "bench")
    premultiplied = painted(Title(title="Éclipse", subtitle="A film", first=0, length=1), WIDTH, HEIGHT).astype(np.float32)
    alpha = np.maximum(premultiplied[..., 3:], 1)
    straight = np.concatenate([np.clip(premultiplied[..., :3] * 255 / alpha, 0, 255), premultiplied[..., 3:]], -1)
    Image.fromarray(straight.astype(np.uint8), "RGBA").save(folder / "title.png")
    Image.fromarray(np.tile(np.linspace(0, 255, WIDTH).astype(np.uint8), (HEIGHT, 1))).save(folder / "wipe.png")
    Image.fromarray(np.tile(np.linspace(0, 65535, WIDTH).astype(np.uint16), (HEIGHT, 1))).save(folder / "wipe.pgm")


def by_ffmpeg(folder: Path) -> list[str] | None:
    """Debian's command line, its look in float (three times as fast as in 8 bits), matrix and range written out at both ends."""
    program = shutil.which("ffmpeg")
    if program is None:
        return None
    graph, lengths = [], []
    for number, part in enumerate(PARTS):
        first, count = reads()[part.clip]
        graph.append(
            f"[{number}:v]trim=start_frame={first}:end_frame={first + count},setpts=(PTS-STARTPTS)/{part.speed},fps={RATE},"
            f"settb=1/{RATE}[p{number}]"
        )
        lengths.append(count // part.speed)
    at, joined = Fraction(lengths[0]), "p0"
    for number, kind in enumerate(KINDS, start=1):
        at -= BLEND
        name = {"dissolve": "fade", "wipe": "wiperight"}[kind]
        graph.append(
            f"[{joined}][p{number}]xfade=transition={name}:duration={BLEND / RATE}:offset={float(at / RATE):.6f}[x{number}]"
        )
        joined, at = f"x{number}", at + lengths[number]
    graph.append(
        f"[{joined}]scale=in_color_matrix=bt709:in_range=tv,format=gbrpf32le,lut3d=look.cube:interp=tetrahedral,"
        "scale=out_color_matrix=bt709:out_range=tv,format=yuv420p[g]"
    )
    seconds = TITLE / RATE
    graph.append(
        f"[{len(PARTS)}:v]format=rgba,scale=out_color_matrix=bt709:out_range=tv,format=yuva420p,"
        f"fade=in:d=0.7:alpha=1,fade=out:st={seconds - 0.7}:d=0.7:alpha=1[t];[g][t]overlay=eof_action=pass[out]"
    )
    inputs = [arg for part in PARTS for arg in ("-i", f"{part.clip}.mp4")]
    title = ["-loop", "1", "-framerate", str(RATE), "-t", str(seconds), "-i", "title.png"]
    encode = ["-map", "[out]", "-c:v", "libx264", *(a for k, v in X264.items() for a in (f"-{k}", v)), "-threads", "2"]
    tags = ["-colorspace", "bt709", "-color_primaries", "bt709", "-color_trc", "bt709", "-color_range", "tv"]
    return [program, "-v", "error", "-y", *inputs, *title, "-filter_complex", ";".join(graph), *encode, *tags, "ffmpeg.mp4"]


def by_melt(folder: Path) -> list[str] | None:
    """MLT's command line: mixes, a composited title, FFmpeg's lookup."""
    program = shutil.which("melt")
    if program is None:
        return None
    command = [program, "-silent", "-profile", "atsc_1080p_24"]
    for place, part in enumerate(PARTS):
        first, count = reads()[part.clip]
        name = f"timewarp:{part.speed}:{part.clip}.mp4" if part.speed != 1 else f"{part.clip}.mp4"
        first, count = first // part.speed, count // part.speed
        command += [name, f"in={first}", f"out={first + count - 1}"]
        if place:
            wipe = [f"resource={folder / 'wipe.pgm'}", "softness=0.12"] if KINDS[place - 1] == "wipe" else []
            command += ["-mix", str(BLEND), "-mixer", "luma", *wipe]
    # Before the title's track: a filter belongs to the track that was begun last.
    command += ["-filter", "avfilter.lut3d", "av.file=look.cube", "av.interp=tetrahedral"]
    command += ["-track", "title.png", f"out={TITLE - 1}", "-transition", "composite", "a_track=0", "b_track=1"]
    encode = ["vcodec=libx264", *(f"{k}={v}" for k, v in X264.items()), "an=1", "threads=2", "real_time=-1"]
    return [*command, "-consumer", "avformat:melt.mp4", *encode]


def by_moviepy(folder: Path) -> list[str] | None:
    """MoviePy, by the Python that AIPROD_MOVIEPY_PYTHON names or by this one, where it can be imported."""
    python = os.environ.get("AIPROD_MOVIEPY_PYTHON", sys.executable)
    asked = subprocess.run([python, "-c", "import moviepy, PyOpenColorIO"], capture_output=True, check=False)
    if asked.returncode:
        return None
    (folder / "moviepy_film.py").write_text(
        _MOVIEPY.format(parts=_moviepy_parts(), blend=BLEND / RATE, title=TITLE / RATE, rate=RATE)
    )
    return [python, "moviepy_film.py"]


def _moviepy_parts() -> list[tuple[str, float, float, int]]:
    return [(p.clip, reads()[p.clip][0] / RATE, sum(reads()[p.clip]) / RATE, p.speed) for p in PARTS]


_MOVIEPY = '''
import numpy as np
import PyOpenColorIO as ocio
from moviepy import CompositeVideoClip, ImageClip, VideoClip, VideoFileClip, vfx

PARTS, BLEND, TITLE, RATE = {parts}, {blend}, {title}, {rate}
raw = ocio.Config.CreateRaw()
table = ocio.FileTransform("look.cube", interpolation=ocio.INTERP_TETRAHEDRAL)
lookup = raw.getProcessor(table).getOptimizedCPUProcessor(
    ocio.BIT_DEPTH_UINT8, ocio.BIT_DEPTH_UINT8, ocio.OPTIMIZATION_DEFAULT
)


def graded(frame):
    out = np.ascontiguousarray(frame)
    height, width = out.shape[:2]
    layout = ocio.CHANNEL_ORDERING_RGB
    description = ocio.PackedImageDesc(out, width, height, layout, ocio.BIT_DEPTH_UINT8, 1, 3, 3 * width)
    lookup.apply(description)
    return out


def wiping(size):
    ramp = np.linspace(0, 1, size[0])[None].repeat(size[1], 0)
    return lambda t: np.clip((min(t / BLEND, 1) * 1.12 - ramp) / 0.12, 0, 1)


clips, at = [], 0.0
for number, (name, first, last, speed) in enumerate(PARTS):
    clip = VideoFileClip(name + ".mp4", audio=False).subclipped(first, last).with_speed_scaled(speed)
    if number:
        at -= BLEND
        if number == 2:
            clip = clip.with_mask(VideoClip(wiping(clip.size), is_mask=True, duration=clip.duration))
        else:
            clip = clip.with_effects([vfx.CrossFadeIn(BLEND)])
    clips.append(clip.with_start(at))
    at += clip.duration
film = CompositeVideoClip(clips).image_transform(graded)
title = ImageClip("title.png").with_duration(TITLE).with_effects([vfx.CrossFadeIn(0.7), vfx.CrossFadeOut(0.7)])
CompositeVideoClip([film, title]).with_duration(at).write_videofile(
    "moviepy.mp4", fps=RATE, codec="libx264", preset="veryfast", threads=2, audio=False, logger=None,
    ffmpeg_params=["-crf", "18", "-pix_fmt", "yuv420p"],
)
'''  # fmt: skip
