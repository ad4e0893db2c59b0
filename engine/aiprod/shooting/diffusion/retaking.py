# SPDX-License-Identifier: Apache-2.0
"""A region in time of a shot made anew: the model sees what stays around it, and only the region's frames are replaced."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from aiprod.film.errors import UserError
from aiprod.film.shots import ShootRequest
from aiprod.shooting.diffusion import composing
from aiprod.shooting.diffusion.composing import Plan, Segment
from aiprod.shooting.diffusion.conditioning import adapters
from aiprod.shooting.diffusion.conditioning.media import Tray
from aiprod.shooting.diffusion.natures import Model
from aiprod.shooting.diffusion.request import Retake, VideoRequest
from aiprod.shooting.diffusion.taking import ClipShare, need_room, own_disk, told

if TYPE_CHECKING:
    from aiprod.shooting.diffusion.conditioning.adapters import Named
    from aiprod.shooting.generator import Watch

Rgb = NDArray[np.uint8]


@dataclass(frozen=True)
class Retaking:
    """A region of a shot to be made anew.

    Attributes:
        model: who makes it.
        request: the shot; its seed is the retake's.
        region: frames [start, end) of the film's.
        media: where the references lie, by hash.
        named: adapters of the whole film.
        share: of its pictures' width and height that memory leaves.
    """

    model: Model
    request: ShootRequest
    region: tuple[int, int]
    media: Mapping[str, Path] = field(default_factory=dict)
    named: Named = ()
    share: float = 1.0

    def check(self) -> None:
        """Raises UserError where it can't be made: by this model, of this shot, or at once."""
        self._planned()

    def made(self, clip: Path, folder: Path, watch: Watch | None) -> dict[str, Any]:
        """Write picture.mp4: `clip` with the region's frames made anew.

        Args:
            clip: the shot's picture, at the film's size and rate.
            folder: of the take.
            watch: who looks on.

        Raises:
            UserError: see `check`; the clip can't be read, or is another shot's.
        """
        from aiprod.shooting.diffusion import engine

        made, window = self._planned()
        _check_clip(clip, self.request)
        need_room(folder, self.request)
        with own_disk(folder) as work:
            tray = Tray(work, dict(self.media))
            asked = engine.settle(self._asked(made, window, clip, tray))
            adapters.check(asked, tray.media())
            share = ClipShare.of(watch, made, window)
            footage = engine.generate(asked, tray.media(), share, folder)
            small = list(told(footage.frames, footage.count, share, engine.SAMPLING_SHARE))
            codec = _written(made, window, clip, self.region, small, folder)
        request = self.request
        return {
            "synthetic": True, "style": request.style, "frames": request.shot.frames, "width": request.width,
            "height": request.height, "codec": codec, "passes": [], "retaken": list(self.region), "model": self.model.card.id,
            "made_at": [made.width, made.height], "requests": [asked.to_json()], "prompt": asked.prompt,
        }  # fmt: skip

    def _planned(self) -> tuple[Plan, Segment]:
        """How it is made, and the model's frames that it is shown."""
        _check(self.model, self.request, self.region)
        made = composing.plan(self.request, self.model, self.share)
        window = _window(made, self.region)
        control = made.control if self.model.card.architecture == "ltx2" else None
        return replace(made, segments=(window,), begins=False, ends=False, control=control), window

    def _asked(self, made: Plan, window: Segment, clip: Path, tray: Tray) -> VideoRequest:
        base = composing.compose(made, window, tray, self.named)
        media = tray.clip(_shown(made, window, clip), made.rate.fps)
        first = max(0, int(_own(made, self.region[0])) - window.first)
        last = min(window.frames, int(-(-_own(made, self.region[1]) // 1)) - window.first)
        return base.changed(retake=Retake(media=media, start=first, end=max(last, first + 1)), keyframes=())


def _check(model: Model, request: ShootRequest, region: tuple[int, int]) -> None:
    start, end = region
    if not model.can("retake"):
        raise UserError(
            f"{model.card.title} can't make a part of a shot again", "it was not made for it",
            "Take the whole shot again, or choose a video model that can (`aiprod models list`).",
        )  # fmt: skip
    if not 0 <= start < end <= request.shot.frames:
        raise UserError(
            f"Frames {start} to {end} can't be made again", f"the shot has frames 0 to {request.shot.frames}",
            "Choose a range inside it.",
        )  # fmt: skip


def _check_clip(clip: Path, request: ShootRequest) -> None:
    """Raises UserError for a picture that isn't the shot's."""
    from aiprod.media.reading import length_of

    frames, rate = length_of(clip)
    if frames != request.shot.frames or rate != request.rate.fps:
        fps = float(request.rate.fps)
        raise UserError(
            f"{clip.name} is not this shot's picture",
            f"it has {frames} frames at {float(rate):g} a second, the shot has {request.shot.frames} at {fps:g}",
            "Take the whole shot again.",
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


def _shown(made: Plan, window: Segment, clip: Path) -> Iterator[Rgb]:
    """The clip's frames at the model's moments and size."""
    from aiprod.media.reading import frames_at
    from aiprod.media.video import to_rgb
    from aiprod.shooting.nano.generator import fitted

    frames = made.film_frames(window)
    for frame in frames_at(clip, frames, made.request.rate.fps):
        yield fitted(to_rgb(frame), made.width, made.height)


def _written(made: Plan, window: Segment, clip: Path, region: tuple[int, int], small: list[Rgb], folder: Path) -> str:
    """The clip with the region's frames from the model's; returns the codec. Written without loss: what stays is the clip's own
    pictures, to the bit."""
    from aiprod.media.encoders import choose
    from aiprod.media.video import VideoWriter, read_frames

    request, encoder = made.request, choose("take_lossless")
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
