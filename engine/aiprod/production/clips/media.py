# SPDX-License-Identifier: Apache-2.0
"""Media of an editor's timeline, read with care: what they are, some of their frames, the end of their sound."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, cast

import numpy as np
from numpy.typing import NDArray

from aiprod.film.errors import UserError
from aiprod.media.audio import SAMPLE_RATE, Samples
from aiprod.media.opening import film_in, open_media
from aiprod.media.reading import frames_at, length_of
from aiprod.media.video import to_rgb
from aiprod.production.clips.exact import Picture, picture_of

if TYPE_CHECKING:
    from av.container import InputContainer

Rgb = NDArray[np.uint8]
Array = TypeVar("Array", bound=NDArray[Any])
LEAST_SIDE = 32
_MOST_SIDE = 8192
_LAYOUTS = {1: "mono", 2: "stereo", 6: "5.1"}
_BEFORE_S = Fraction(1, 2)
"""How much earlier a sound is sought than it is wanted: codecs need a run-up."""
_HDR_TRANSFERS = (16, 18)
"""PQ and HLG, as H.273 numbers them."""


@dataclass(frozen=True)
class Film:
    """A file with a picture.

    Attributes:
        frames: how many it shows at its own rate.
        width, height: of the picture as it is shown: upright, with square pixels.
        hdr: whether its codes are PQ or HLG.
        sound: whether it has any.
        quarters: how many quarter turns to the left bring its frames upright.
    """

    path: Path
    frames: int
    rate: Fraction
    width: int
    height: int
    hdr: bool = False
    sound: bool = False
    quarters: int = 0

    @classmethod
    def open(cls, path: Path) -> Film:
        """Look into a file. Raises UserError for what no timeline could show."""
        import av

        try:
            with open_media(path) as container:
                shape, hdr, sound = _shape(container, path)
            frames, rate = length_of(path)
            turn = next(frames_at(path, [0], rate)).rotation if frames else 0
        except UserError as error:
            if not path.is_file():
                raise UserError(f"{path.name} can't be read", "the media is offline", "Bring it online in the editor.") from error
            raise
        except (av.FFmpegError, OSError) as error:
            raise UserError(
                f"{path.name} can't be read as a video", "it is damaged, or no video at all",
                "Render it in the editor to another file, such as a ProRes .mov.",
            ) from error  # fmt: skip
        if frames < 1:
            raise UserError(f"{path.name} can't be used", "it has no frame", "Choose a clip with a picture.")
        quarters = round(turn / 90) % 4
        width, height = shape if quarters % 2 == 0 else shape[::-1]
        return cls(path, frames, rate, width, height, hdr, sound, quarters)

    def check_range(self, first: int, end: int | None) -> None:
        """Raises UserError for frames that the file does not have."""
        last = self.frames if end is None else end
        if not 0 <= first < last:
            raise UserError(
                f"The range of {self.path.name} holds no frame", f"it goes from frame {first} to frame {last}",
                "Select a clip of at least one frame.",
            )  # fmt: skip
        if last > self.frames:
            raise UserError(
                f"{self.path.name} ends before the range does", f"it has {self.frames} frames, and frame {last} was asked for",
                "Relink the media, or give the range in the media's own frames.",
            )  # fmt: skip

    def upright(self, picture: Array) -> Array:
        """A frame's picture, [h, w, 3], as it is shown."""
        import cv2

        turned = np.ascontiguousarray(np.rot90(picture, self.quarters))
        if turned.shape[1::-1] == self.size:
            return cast("Array", turned)
        return cast("Array", cv2.resize(turned, self.size, interpolation=cv2.INTER_CUBIC))

    @property
    def size(self) -> tuple[int, int]:
        return self.width, self.height


def _shape(container: InputContainer, path: Path) -> tuple[tuple[int, int], bool, bool]:
    """Width and height of the coded picture with square pixels, whether it is HDR, whether there is sound."""
    stream = film_in(container)
    if stream is None:
        kind = "it has sound alone" if container.streams.audio else "it has neither picture nor sound"
        raise UserError(f"{path.name} has no picture", kind, "Choose a clip with a picture.")
    width, height = stream.codec_context.width, stream.codec_context.height
    if min(width, height) < LEAST_SIDE or max(width, height) > _MOST_SIDE:
        raise UserError(
            f"The picture of {path.name} has {width}x{height} pixels",
            f"clips can have {LEAST_SIDE} to {_MOST_SIDE} on each side", "Scale it in the editor first.",
        )  # fmt: skip
    aspect = stream.sample_aspect_ratio or 1
    return (
        (max(1, round(width * aspect)), height),
        int(stream.codec_context.color_trc) in _HDR_TRANSFERS,
        bool(container.streams.audio),
    )


def stills_of(film: Film, first: int, end: int, count: int) -> list[Rgb]:
    """A few frames evenly from a range, uint8 [h, w, 3], none larger than they need to be to be measured."""
    steps = sorted({first + round((end - first - 1) * (step + 0.5) / count) for step in range(count)})
    return [to_rgb(frame) for frame in frames_at(film.path, steps, film.rate)]


def frames_before(film: Film, end: int, count: int) -> list[Rgb]:
    """The last frames before a frame number, in order, uint8 [h, w, 3]."""
    first = max(0, end - count)
    return [film.upright(to_rgb(frame)) for frame in frames_at(film.path, list(range(first, end)), film.rate)]


def picture_at(film: Film, number: int) -> Picture:
    """One frame, float32 [h, w, 3], without losing a code."""
    return film.upright(picture_of(next(frames_at(film.path, [number], film.rate))))


def sound_before(film: Film, end: int, seconds: float) -> Samples | None:
    """The sound of the seconds before a frame number, float32 [n, channels] at 48 kHz; None where there is none.

    Raises UserError for sound that can't be decoded.
    """
    import av

    if not film.sound:
        return None
    last = round(end * SAMPLE_RATE / film.rate)
    first = max(0, last - round(seconds * SAMPLE_RATE))
    try:
        with open_media(film.path) as container:
            return _heard(container, first, last)
    except (av.FFmpegError, OSError) as error:
        raise UserError(f"The sound of {film.path.name} can't be read", str(error), "Check that the file is whole.") from error


def _heard(container: InputContainer, first: int, last: int) -> Samples | None:
    """Samples from `first` to `last` of the first sound, counted from the first picture; silence where it has none."""
    import av

    stream = container.streams.audio[0]
    layout = _LAYOUTS.get(stream.channels, "stereo")
    channels = next(count for count, name in _LAYOUTS.items() if name == layout)
    resampler = av.AudioResampler(format="flt", layout=layout, rate=SAMPLE_RATE)
    begins = _begins(container)
    found, at = np.zeros((last - first, channels), np.float32), None
    container.seek(max(0, int((begins + Fraction(first, SAMPLE_RATE) - _BEFORE_S) * av.time_base)), backward=True)
    for frame in container.decode(stream):
        if at is None:
            at = round((Fraction(frame.pts or 0) * Fraction(frame.time_base or 0) - begins) * SAMPLE_RATE)
        for made in resampler.resample(frame):
            block = np.asarray(made.to_ndarray(), np.float32).reshape(-1, channels)
            _lay(found, block, at - first)
            at += len(block)
        if at >= last:
            break
    return found if at is not None and at > first else None


def _begins(container: InputContainer) -> Fraction:
    """When the first picture is shown, seconds."""
    video = film_in(container)
    return Fraction(0) if video is None else (video.start_time or 0) * Fraction(video.time_base or 0)


def _lay(found: Samples, block: Samples, at: int) -> None:
    start, stop = max(at, 0), min(at + len(block), len(found))
    if stop > start:
        found[start:stop] = block[start - at : stop - at]
