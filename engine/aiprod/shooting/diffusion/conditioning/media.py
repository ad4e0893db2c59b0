# SPDX-License-Identifier: Apache-2.0
"""The media of one shot on their way to a model: small lossless files in a folder of their own, named by their content."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from aiprod.film.hashing import hash_file
from aiprod.shooting.diffusion.request import Media, Sha256

Rgb = NDArray[np.uint8]


class Tray:
    """What a shot's requests refer to.

    Args:
        folder: where what is made here is laid; it is gone after the shot.
        given: what was handed in.
    """

    def __init__(self, folder: Path, given: Mapping[Sha256, Path]) -> None:
        self._folder, self._files = folder, dict(given)
        self._count = 0

    def media(self) -> Media:
        """All of it."""
        return Media(dict(self._files))

    def path(self, media: Sha256) -> Path:
        """Where one lies. Raises UserError where it is gone."""
        return self.media().path(media)

    def keep(self, path: Path) -> Sha256:
        """Refer to a file where it lies."""
        digest = hash_file(path)
        self._files[digest] = path
        return digest

    def picture(self, rgb: Rgb) -> Sha256:
        """Lay a picture, uint8 [height, width, 3]."""
        from aiprod.media.pictures import write_picture

        return self._laid(".png", lambda path: write_picture(path, rgb))

    def clip(self, frames: Iterable[Rgb], rate: Fraction) -> Sha256:
        """Lay frames, uint8 [height, width, 3], without loss."""
        return self._laid(".mkv", lambda path: write_lossless(path, frames, rate))

    def sound(self, samples: NDArray[np.float32]) -> Sha256:
        """Lay sound, float32 [samples, channels] at 48 kHz."""
        from aiprod.media.audio import write_audio

        return self._laid(".wav", lambda path: write_audio(path, samples))

    def _laid(self, suffix: str, write: Callable[[Path], None]) -> Sha256:
        self._count += 1
        self._folder.mkdir(parents=True, exist_ok=True)
        path = self._folder / f"{self._count:03}{suffix}"
        write(path)
        digest = hash_file(path)
        self._files[digest] = path
        return digest


def write_lossless(path: Path, frames: Iterable[Rgb], rate: Fraction) -> None:
    """Frames as FFV1 in RGB: what is read is what was written, and the same frames are the same bytes."""
    import av

    from aiprod.media.encoders import Encoder
    from aiprod.media.video import VideoWriter

    encoder = Encoder("ffv1", "bgr0", {"level": "3", "slices": "4", "slicecrc": "1", "context": "0"})
    waiting = iter(frames)
    first = next(waiting)
    height, width = first.shape[:2]
    with VideoWriter(path, rate, width, height, encoder) as writer:
        for rgb in _chained(first, waiting):
            frame = av.VideoFrame.from_ndarray(np.ascontiguousarray(rgb[..., :3]), format="rgb24")
            writer.write_frame(frame.reformat(format="bgr0"))


def _chained(first: Rgb, rest: Iterable[Rgb]) -> Iterable[Rgb]:
    yield first
    yield from rest
