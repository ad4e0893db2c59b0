# SPDX-License-Identifier: Apache-2.0
"""One shot being made: clip by clip by the engine, then fitted to the film's rate and size."""

from __future__ import annotations

import errno
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import numpy as np
from numpy.typing import NDArray

from aiprod.film.errors import DiskFullError
from aiprod.film.files import disk_errors
from aiprod.film.shots import ShootRequest
from aiprod.shooting.diffusion import composing
from aiprod.shooting.diffusion.composing import Plan, Segment
from aiprod.shooting.diffusion.conditioning import adapters
from aiprod.shooting.diffusion.conditioning.media import Tray

if TYPE_CHECKING:
    from collections.abc import Sequence

    from aiprod.shooting.diffusion.conditioning.adapters import Named
    from aiprod.shooting.diffusion.request import VideoRequest
    from aiprod.shooting.generator import Watch

Rgb = NDArray[np.uint8]
_DISK = (errno.ENOSPC, errno.EDQUOT, errno.EROFS)
_BYTES_A_PIXEL, _SPARE_BYTES = 0.3, 64_000_000
"""Of a take of a film's frames, written close to lossless; and what else a shot lays down."""
FITTING_SHARE = 0.06
"""How much of a shot's time fitting its frames takes."""


@contextmanager
def own_disk(folder: Path) -> Iterator[Path]:
    """A folder for a shot's media, which is gone afterwards.

    Args:
        folder: of the take.

    Raises:
        UserError: the disk is full or can't be written. Any other error of files (one that is gone, say) is told as what it is.
    """
    try:
        with tempfile.TemporaryDirectory(prefix="aiprod-shot-") as work:
            yield Path(work)
    except OSError as error:
        denied = isinstance(error, PermissionError) and _lies_in(error.filename, folder)
        if error.errno in _DISK or denied:
            with disk_errors(folder):
                raise
        raise


def need_room(folder: Path, request: ShootRequest) -> None:
    """Raises DiskFullError, before any work, where a shot's picture has no room: beside the take, or where its media are laid."""
    needed = int(request.width * request.height * request.shot.frames * _BYTES_A_PIXEL) + _SPARE_BYTES
    for place in dict.fromkeys((folder, Path(tempfile.gettempdir()))):
        free = shutil.disk_usage(place).free
        if free < needed:
            raise DiskFullError(
                f"There is no room for shot {request.shot.id}",
                f"{place} has {free // 1_000_000} MB free, and {needed // 1_000_000} MB may be needed",
                "Free some space, then `aiprod resume`: finished takes are kept.",
            )


def _lies_in(name: Any, folder: Path) -> bool:
    return name is not None and Path(os.fsdecode(name)).is_relative_to(folder)


@dataclass
class Making:
    """One shot being made.

    Attributes:
        made: how.
        tray: its media.
        named: adapters of the whole film.
        folder: of the take.
        watch: who looks on.
        requests: what the engine was asked, clip by clip.
    """

    made: Plan
    tray: Tray
    named: Named
    folder: Path
    watch: Watch | None
    requests: list[VideoRequest] = field(default_factory=list)

    def pictures(self) -> list[Rgb]:
        """The shot as the model makes it, uint8 [height, width, 3] each, clips joined."""
        found: list[Rgb] = []
        for segment in self.made.segments:
            found += self._clip(segment, found)[segment.carried :]
        return found[: self.made.shown]

    def _clip(self, segment: Segment, before: list[Rgb]) -> list[Rgb]:
        from aiprod.shooting.diffusion import engine

        carried = before[-segment.carried :] if segment.carried else None
        request = engine.settle(composing.compose(self.made, segment, self.tray, self.named, carried))
        adapters.check(request, self.tray.media())
        self.requests.append(request)
        watch = ClipShare.of(self.watch, self.made, segment)
        footage = engine.generate(request, self.tray.media(), watch, self.folder)
        return list(told(footage.frames, footage.count, watch, engine.SAMPLING_SHARE))

    def write(self, small: list[Rgb]) -> str:
        """Write the film's frames; returns the codec."""
        import cv2

        from aiprod.media.encoders import choose
        from aiprod.media.video import VideoWriter

        cv2.setNumThreads(1)
        request, encoder = self.made.request, choose("take")
        total = request.shot.frames
        begins = round((1 - FITTING_SHARE) * total)
        picture = VideoWriter(self.folder / "picture.mp4", request.rate.fps, request.width, request.height, encoder)
        with picture:
            for done, rgb in enumerate(fitted_frames(small, self.made), start=1):
                picture.write_rgb(rgb)
                if self.watch:
                    self.watch.frame(total if done == total else begins + int(FITTING_SHARE * done), total, rgb)
        return encoder.codec

    def remember(self, small: list[Rgb]) -> dict[str, Any]:
        """Keep what later shots may be given, and say how like what this one was given it became."""
        from aiprod.shooting.diffusion.memory import keeping

        return keeping.keep(self.made.request, small, self.folder, self.tray)


def fitted_frames(small: list[Rgb], made: Plan) -> Iterator[Rgb]:
    """The model's frames at the film's rate and size."""
    from aiprod.shooting.nano.generator import fitted
    from aiprod.shooting.nano.timing import retimed

    request = made.request
    large = _enlarged(small, made)
    for rgb in retimed(large, small, made.rate.fps, request.rate.fps, request.shot.frames):
        yield fitted(rgb, request.width, request.height)


def _enlarged(small: list[Rgb], made: Plan) -> Sequence[Rgb]:
    """Larger pictures by the upscaling network, where the film is larger and the network is here."""
    from aiprod.models import library
    from aiprod.shooting.finishing import upscale
    from aiprod.shooting.nano.generator import Lazily

    if made.model.tiny or made.request.width <= made.width * 1.2 or not library.installed(upscale.MODEL):
        return small
    return cast("Sequence[Rgb]", Lazily(small, upscale.upscaled))


def told(frames: Iterator[Rgb], count: int, watch: Watch | None, begins: float) -> Iterator[Rgb]:
    for done, rgb in enumerate(frames, start=1):
        if watch is not None:
            watch.frame(int(count * (begins + (1 - begins) * done / count)), count, rgb)
        yield np.ascontiguousarray(rgb)


@dataclass
class ClipShare:
    """Maps the frames of one clip onto the shot's, and never goes back."""

    watch: Watch
    before: float
    share: float
    total: int
    _most: int = 0

    @classmethod
    def of(cls, watch: Watch | None, made: Plan, segment: Segment) -> ClipShare | None:
        """None where nobody looks on."""
        if watch is None:
            return None
        before = sum(item.frames for item in made.segments[: made.segments.index(segment)]) / made.total
        scale = 1 - FITTING_SHARE
        return cls(watch, before * scale, segment.frames / made.total * scale, made.request.shot.frames)

    def frame(self, done: int, total: int, rgb: Rgb | None) -> None:
        """See `shooting.generator.Watch`."""
        at = int((self.before + self.share * done / max(total, 1)) * self.total)
        self._most = max(self._most, min(at, self.total - 1))
        self.watch.frame(self._most, self.total, rgb)
