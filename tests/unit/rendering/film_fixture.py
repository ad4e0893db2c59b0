# SPDX-License-Identifier: Apache-2.0
"""Small takes and timelines for the tests of the render."""

from fractions import Fraction
from pathlib import Path

import cv2
import numpy as np
import opentimelineio as otio
from numpy.typing import NDArray

from aiprod.media.encoders import Encoder, choose
from aiprod.media.video import VideoWriter

W, H, N = 192, 108, 40
RATE = Fraction(24)


def scene(seed: int, width: int = W * 2, height: int = H) -> NDArray[np.uint8]:
    small = np.random.default_rng(seed).integers(30, 225, (4, 8, 3)).astype(np.uint8)
    return cv2.resize(small, (width, height), interpolation=cv2.INTER_LINEAR)


def shoot(path: Path, seed: int, frames: int = N, encoder: Encoder | None = None, width: int = W, height: int = H) -> Path:
    """A pan over a smooth scene. The grey level of a patch in the corner tells the frame's number."""
    wide = scene(seed, width * 2, height)
    with VideoWriter(path, RATE, width, height, encoder or choose("take")) as writer:
        for index in range(frames):
            frame = wide[:, index : index + width].copy()
            frame[:32, :32] = 40 + 4 * index
            writer.write_rgb(frame)
    return path


def number(y: NDArray[np.uint8]) -> int:
    """Which frame of its take a picture shows, read from the patch."""
    code = float(y[8:24, 8:24].mean())
    return round((((code - 16) * 255 / 219) - 40) / 4)


def time(frames: int) -> otio.opentime.RationalTime:
    return otio.opentime.RationalTime(frames, 24.0)


def span(first: int, frames: int) -> otio.opentime.TimeRange:
    return otio.opentime.TimeRange(time(first), time(frames))


def clip(shot: str, first: int, frames: int, available: int = N) -> otio.schema.Clip:
    media = otio.schema.ExternalReference(f"{shot}.mp4", available_range=span(0, available))
    made = otio.schema.Clip(shot, media_reference=media, source_range=span(first, frames))
    made.metadata["aiprod"] = {"shot": shot, "take": f"take-{shot}"}
    return made


def transition(kind: str, before: int, after: int) -> otio.schema.Transition:
    return otio.schema.Transition(kind, "Custom_Transition", time(before), time(after), metadata={"aiprod": {"kind": kind}})


def title(frames: int, style: str = "opening", **parameters: object) -> otio.schema.Clip:
    words = {"title": "Éclipse", "subtitle": "", "lines": [], "style": style, **parameters}
    media = otio.schema.GeneratorReference("t", "aiprod.title", span(0, frames), parameters=words)
    return otio.schema.Clip("title", media_reference=media, source_range=span(0, frames))


def gap(frames: int) -> otio.schema.Gap:
    return otio.schema.Gap(source_range=span(0, frames))


def timeline(*items: otio.core.Composable, titles: tuple[otio.core.Composable, ...] = ()) -> otio.schema.Timeline:
    made = otio.schema.Timeline("test")
    for name, content in (("Picture", items), ("Titles", titles)):
        track = otio.schema.Track(name, kind=otio.schema.TrackKind.Video)
        track.extend(list(content))
        made.tracks.append(track)
    return made
