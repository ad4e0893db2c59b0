# SPDX-License-Identifier: Apache-2.0
"""A clip's picture as a file for editors: ProRes 422 HQ, Rec.709, start timecode 00:00:00:00, with a poster and a strip."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, cast

import numpy as np
from numpy.typing import NDArray

from aiprod.film.errors import EngineError
from aiprod.film.files import disk_errors
from aiprod.film.time import FrameRate
from aiprod.media.encoders import choose
from aiprod.media.pictures import write_picture
from aiprod.media.video import VideoWriter, to_rgb
from aiprod.production.clips.exact import Picture, eight_bits, frame_of
from aiprod.production.clips.store import FileRecord
from aiprod.production.clips.telling import Teller

if TYPE_CHECKING:
    import av

Rgb = NDArray[np.uint8]
STRIP = 6
_POSTER, _STRIP_W = (960, 540), 240


@dataclass
class PictureFile:
    """Writes the picture of a clip, and remembers what its poster and strip show.

    Args:
        desk: the folder that the clip is laid out in.
        frames: how many there will be.
        rate, size: of the timeline.
        drop_frame: how its timecode counts.
        teller: is shown the picture.
    """

    desk: Path
    frames: int
    rate: FrameRate
    size: tuple[int, int]
    teller: Teller
    drop_frame: bool = False
    _kept: dict[int, Rgb] = field(default_factory=dict)
    _count: int = 0

    def __enter__(self) -> PictureFile:
        width, height = self.size
        timecode = "00:00:00;00" if self.drop_frame else "00:00:00:00"
        self._errors = disk_errors(self.desk)
        self._errors.__enter__()
        self._writer = VideoWriter(
            self.desk / "picture.mov", self.rate.fps, width, height, choose("prores_hq"), timecode=timecode
        ).__enter__()  # fmt: skip
        self._wanted = {self.frames // 2, *strip_frames(self.frames)}
        return self

    def exact(self, picture: Picture) -> None:
        """Append a frame of display codes, float32 [height, width, 3]."""
        if self._count in self._wanted or self.teller.wants:
            self._note(eight_bits(picture))
        else:
            self._count += 1
        self._writer.write_frame(frame_of(picture))

    def frame(self, frame: av.VideoFrame) -> None:
        """Append a frame of footage in limited-range Rec.709."""
        self._see(frame)
        self._writer.write_frame(frame)

    def copied(self, packet: av.Packet[av.VideoStream], frame: av.VideoFrame) -> None:
        """Append a frame of another clip's picture as it lies there, to the byte."""
        self._see(frame)
        self._writer.write_packet(packet)

    def _see(self, frame: av.VideoFrame) -> None:
        if self._count in self._wanted or self.teller.wants:
            self._note(to_rgb(frame))
        else:
            self._count += 1

    def _note(self, picture: Rgb) -> None:
        if self._count in self._wanted:
            self._kept[self._count] = _small(picture, _POSTER)
        self._count += 1
        self.teller.show("clip", self._count, self.frames, picture)

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        self._writer.__exit__(cast("type[BaseException] | None", kind), error, None)
        self._errors.__exit__(cast("type[BaseException] | None", kind), error, None)
        if error is None and self._count != self.frames:
            raise EngineError("The clip has not the length that was asked for", f"{self._count} frames instead of {self.frames}")
        if error is None:
            with disk_errors(self.desk):
                write_picture(self.desk / "poster.jpg", self._kept[self.frames // 2])
                write_picture(self.desk / "strip.jpg", strip([self._kept[frame] for frame in strip_frames(self.frames)]))

    @property
    def files(self) -> tuple[FileRecord, ...]:
        return (
            FileRecord(role="picture", name="picture.mov", frames=self.frames),
            FileRecord(role="poster", name="poster.jpg"), FileRecord(role="strip", name="strip.jpg"),
        )  # fmt: skip


def strip_frames(frames: int) -> tuple[int, ...]:
    """The frames that a strip shows: the first, the last, and evenly between."""
    return tuple(round(step * (frames - 1) / (STRIP - 1)) for step in range(STRIP))


def strip(pictures: list[Rgb]) -> Rgb:
    """Pictures side by side."""
    return np.hstack([_small(picture, (_STRIP_W, _STRIP_W)) for picture in pictures])


def _small(picture: Rgb, box: tuple[int, int]) -> Rgb:
    """A picture that fits into a box, never larger than it is."""
    import cv2

    height, width = picture.shape[:2]
    share = min(1.0, box[0] / width, box[1] / height)
    size = max(2, round(width * share)), max(2, round(height * share))
    return np.ascontiguousarray(cv2.resize(picture[..., :3], size, interpolation=cv2.INTER_AREA).astype(np.uint8))
