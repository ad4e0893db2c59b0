# SPDX-License-Identifier: Apache-2.0
"""A region in time of a shot made anew: the model sees what stays around it, and only the region's frames are replaced."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from aiprod.film.errors import UserError
from aiprod.film.files import disk_errors
from aiprod.film.shots import ShootRequest
from aiprod.shooting.diffusion import composing
from aiprod.shooting.diffusion.composing import Plan, Segment
from aiprod.shooting.diffusion.conditioning.media import Tray
from aiprod.shooting.diffusion.natures import Model
from aiprod.shooting.diffusion.request import Retake, VideoRequest
from aiprod.shooting.diffusion.taking import ClipShare, told

if TYPE_CHECKING:
    from collections.abc import Mapping

    from aiprod.shooting.generator import Watch

Rgb = NDArray[np.uint8]


def retaken(
    model: Model, request: ShootRequest, clip: Path, region: tuple[int, int], folder: Path, watch: Watch | None,
    media: Mapping[str, Path] | None = None,
) -> dict[str, Any]:  # fmt: skip
    """Write picture.mp4: `clip` with the frames [start, end) of `region` made anew.

    Args:
        model: who makes them.
        request: the shot; its seed is the retake's.
        clip: the shot's picture, at the film's size and rate.
        region: in the film's frames.
        folder: of the take.
        watch: who looks on.
        media: where the references lie.

    Raises:
        UserError: the model can't, the region holds no frame or is too long, the clip can't be read.
    """
    from aiprod.shooting.diffusion import engine

    _check(model, request, region)
    made = composing.plan(request, model)
    window = _window(made, region)
    control = made.control if model.card.architecture == "ltx2" else None
    made = replace(made, segments=(window,), begins=False, ends=False, control=control)
    with disk_errors(folder), tempfile.TemporaryDirectory(prefix="aiprod-retake-") as work:
        tray = Tray(Path(work), dict(media or {}))
        asked = engine.settle(_asked(made, window, clip, region, tray))
        share = ClipShare.of(watch, made, window)
        footage = engine.generate(asked, tray.media(), share, folder)
        small = list(told(footage.frames, footage.count, share, engine.SAMPLING_SHARE))
        codec = _written(made, window, clip, region, small, folder)
    return {
        "synthetic": True, "style": request.style, "frames": request.shot.frames, "width": request.width,
        "height": request.height, "codec": codec, "passes": [], "retaken": list(region), "model": model.card.id,
        "made_at": [made.width, made.height], "requests": [asked.to_json()],
    }  # fmt: skip


def _check(model: Model, request: ShootRequest, region: tuple[int, int]) -> None:
    start, end = region
    if not model.can("retake"):
        raise UserError(
            f"{model.card.title} can't make a part of a clip again", "it was not made for it",
            "Take the whole shot again, or choose a model that can.",
        )  # fmt: skip
    if not 0 <= start < end <= request.shot.frames:
        raise UserError(
            f"Frames {start} to {end} can't be made again", f"the shot has frames 0 to {request.shot.frames}",
            "Choose a range inside it.",
        )  # fmt: skip


def _own(made: Plan, frame: int) -> Fraction:
    """A frame of the film in the model's frames."""
    return frame * made.rate.fps / made.request.rate.fps


def _window(made: Plan, region: tuple[int, int]) -> Segment:
    """The model's frames that it is shown: the whole shot, or as much as it takes around the region."""
    longest, shown = made.model.longest(made.rate), made.shown
    if made.model.rounded(shown) <= longest:
        return Segment(0, made.model.rounded(shown))
    first, last = int(_own(made, region[0])), int(_own(made, region[1])) + 1
    if last - first > longest - made.model.nature.time:
        most = float(longest / made.rate.fps)
        raise UserError(
            "So long a part of the shot can't be made again at once", f"{made.model.card.title} sees {most:.1f} s at a time",
            "Choose a shorter range.",
        )  # fmt: skip
    begins = first - (longest - (last - first)) // 2
    return Segment(min(max(begins, 0), shown - longest), longest)


def _asked(made: Plan, window: Segment, clip: Path, region: tuple[int, int], tray: Tray) -> VideoRequest:
    base = composing.compose(made, window, tray)
    media = tray.clip(_shown(made, window, clip), made.rate.fps)
    first = max(0, int(_own(made, region[0])) - window.first)
    last = min(window.frames, int(-(-_own(made, region[1]) // 1)) - window.first)
    return base.changed(retake=Retake(media=media, start=first, end=max(last, first + 1)), keyframes=())


def _shown(made: Plan, window: Segment, clip: Path) -> Iterator[Rgb]:
    """The clip's frames at the model's moments and size."""
    from aiprod.media.reading import frames_at
    from aiprod.media.video import to_rgb
    from aiprod.shooting.nano.generator import fitted

    frames = made.film_frames(window)
    for frame in frames_at(clip, frames, made.request.rate.fps):
        yield fitted(to_rgb(frame), made.width, made.height)


def _written(made: Plan, window: Segment, clip: Path, region: tuple[int, int], small: list[Rgb], folder: Path) -> str:
    """The clip with the region's frames from the model's; returns the codec."""
    from aiprod.media.encoders import choose
    from aiprod.media.video import VideoWriter, read_frames

    request, encoder = made.request, choose("take")
    fresh = _film_frames(made, window, small, region)
    path = folder / "picture.mp4"
    with VideoWriter(path, request.rate.fps, request.width, request.height, encoder) as writer:
        for number, frame in enumerate(read_frames(clip, 0, request.shot.frames)):
            if region[0] <= number < region[1]:
                writer.write_rgb(next(fresh))
            else:
                writer.write_frame(frame)
    return encoder.codec


def _film_frames(made: Plan, window: Segment, small: list[Rgb], region: tuple[int, int]) -> Iterator[Rgb]:
    """The film's frames of the region, out of the model's."""
    from aiprod.shooting.nano.generator import fitted
    from aiprod.shooting.nano.timing import between_flows

    for frame in range(*region):
        at = _own(made, frame) - window.first
        yield fitted(between_flows(small, at), made.request.width, made.request.height)
