# SPDX-License-Identifier: Apache-2.0
"""The picture of a file, frame by frame: black, frozen and repeated frames, flashes, levels.

Measures of consecutive files can be joined as if they were one: a film that is put together from unchanged pieces is
measured anew only where it changed.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from aiprod.media.pictures import read_picture, write_picture
from aiprod.media.video import read_frames, to_rgb
from aiprod.quality import flashes

if TYPE_CHECKING:
    import av

Rgb = NDArray[np.uint8]
Luma = NDArray[np.uint8]
_GRID = 8
_COARSE = 40
_BLACK_CODE = 20
_STILL_CODES, _STILL_SHARE = 0.02, 0.03
_MOVING_CODES = 0.5
_LEGAL = (5, 246)
_STILL_EVERY, _STILL_WIDTH = 60, 460


@dataclass
class PictureMeasures:
    """What the frames of a file showed.

    Attributes:
        rate, width, height: as decoded.
        tags: (primaries, transfer, matrix, range) codes of ISO/IEC 23091-2; range 1 is limited.
        black: for each frame, whether it is black.
        change: for each frame, the mean difference from the one before, in luma codes.
        mean_luma: mean luma code of each frame.
        outside_legal: share of samples outside the codes 5–246 that EBU R 103 tolerates, largest in any frame and plane.
        light, red: small luminance maps of each frame, cd/m² (see `flashes`).
        ends: the first and last frame's luma on the measuring grid, for joining.
        stills: a small picture every few seconds, by frame.
    """

    rate: Fraction = Fraction(24)
    width: int = 0
    height: int = 0
    tags: tuple[int, int, int, int] = (2, 2, 2, 0)
    black: list[bool] = field(default_factory=list)
    change: list[float] = field(default_factory=list)
    mean_luma: list[float] = field(default_factory=list)
    outside_legal: float = 0.0
    light: list[NDArray[np.float32]] = field(default_factory=list)
    red: list[NDArray[np.float32]] = field(default_factory=list)
    ends: list[Luma] = field(default_factory=list)
    stills: dict[int, Rgb] = field(default_factory=dict)

    @property
    def frames(self) -> int:
        return len(self.change)

    @property
    def flash_times(self) -> list[float]:
        """Seconds of luminance flash edges."""
        return [float(index / self.rate) for index in flashes.edges(np.array(self.light), flashes.STEP_CD)]

    @property
    def red_flash_times(self) -> list[float]:
        """Seconds of saturated red flash edges."""
        return [float(index / self.rate) for index in flashes.edges(np.array(self.red), flashes.RED_STEP_CD)]

    @property
    def still(self) -> list[bool]:
        """For each frame, whether it shows what the one before showed, but for what a lossy encoder adds."""
        if len(self.change) < 2:
            return [False] * len(self.change)
        limit = max(_STILL_CODES, _STILL_SHARE * float(np.median(self.change[1:])))
        return [False, *(change <= limit for change in self.change[1:])]

    @property
    def repeated(self) -> list[bool]:
        """For each frame, whether it repeats the one before in the middle of a movement: a dropped frame in disguise."""
        return [self._stutters(index) for index in range(len(self.change))]

    def _stutters(self, index: int) -> bool:
        around = [self.change[i] for i in range(max(1, index - 5), min(len(self.change), index + 6)) if i != index]
        usual = float(np.median(around)) if around else 0.0
        return index > 0 and usual > _MOVING_CODES and self.change[index] < 0.25 * usual

    def save(self, folder: Path) -> None:
        """Write the measures into a folder: `picture.json`, `maps.npz` and the stills."""
        data = {
            "rate": [self.rate.numerator, self.rate.denominator], "size": [self.width, self.height], "tags": list(self.tags),
            "black": self.black, "change": self.change, "mean_luma": self.mean_luma, "outside_legal": self.outside_legal,
            "stills": sorted(self.stills),
        }  # fmt: skip
        (folder / "picture.json").write_text(json.dumps(data), "utf-8")
        light, red = np.array(self.light, np.float16), np.array(self.red, np.float16)
        np.savez(folder / "maps.npz", light=light, red=red, ends=np.array(self.ends))
        for frame, rgb in self.stills.items():
            write_picture(folder / f"still-{frame:05}.jpg", rgb, 82)

    @classmethod
    def load(cls, folder: Path) -> PictureMeasures:
        """Read what `save` wrote."""
        data: dict[str, Any] = json.loads((folder / "picture.json").read_text("utf-8"))
        with np.load(folder / "maps.npz", allow_pickle=False) as maps:
            light, red, ends = (list(maps[name]) for name in ("light", "red", "ends"))
        return cls(
            rate=Fraction(*data["rate"]), width=data["size"][0], height=data["size"][1], tags=tuple(data["tags"]),
            black=data["black"], change=data["change"], mean_luma=data["mean_luma"], outside_legal=data["outside_legal"],
            light=[m.astype(np.float32) for m in light], red=[m.astype(np.float32) for m in red], ends=ends,
            stills={frame: read_picture(folder / f"still-{frame:05}.jpg") for frame in data["stills"]},
        )  # fmt: skip


def measure_picture(path: Path, rate: Fraction) -> PictureMeasures:
    """Decode a file once and measure it. Raises UserError for an unreadable file."""
    measures = PictureMeasures(rate=rate)
    previous: Luma | None = None
    for frame in read_frames(path):
        planes = [_plane(frame, index) for index in range(3)]
        if previous is None:
            _describe(measures, frame)
        luma = planes[0][::_GRID, ::_GRID].copy()
        _levels(measures, luma, planes)
        measures.change.append(0.0 if previous is None else _difference(luma, previous))
        small = _small_rgb(planes)
        measures.light.append(flashes.luminance(small))
        measures.red.append(flashes.red(small))
        if measures.frames % _STILL_EVERY == _STILL_EVERY // 2:
            height = round(_STILL_WIDTH * frame.height / frame.width / 2) * 2
            measures.stills[measures.frames - 1] = to_rgb(frame.reformat(_STILL_WIDTH, height))
        if previous is None:
            measures.ends = [luma, luma]
        measures.ends[1] = previous = luma
    return measures


def joined(parts: Sequence[PictureMeasures]) -> PictureMeasures:
    """The measures of files played one after the other."""
    whole = PictureMeasures(rate=parts[0].rate, width=parts[0].width, height=parts[0].height, tags=parts[0].tags)
    for part in parts:
        start = whole.frames
        whole.stills |= {start + frame: rgb for frame, rgb in part.stills.items()}
        first = _difference(part.ends[0], whole.ends[1]) if whole.ends else 0.0
        whole.change += [first, *part.change[1:]]
        whole.black += part.black
        whole.mean_luma += part.mean_luma
        whole.light += part.light
        whole.red += part.red
        whole.outside_legal = max(whole.outside_legal, part.outside_legal)
        whole.ends = [whole.ends[0] if whole.ends else part.ends[0], part.ends[1]]
        whole.tags = whole.tags if whole.tags == part.tags else (2, 2, 2, 0)
    return whole


def _describe(measures: PictureMeasures, frame: av.VideoFrame) -> None:
    measures.width, measures.height = frame.width, frame.height
    measures.tags = (int(frame.color_primaries), int(frame.color_trc), int(frame.colorspace), int(frame.color_range))


def _plane(frame: av.VideoFrame, index: int) -> Luma:
    """A view of an 8-bit plane (deeper ones are brought to 8 bits first)."""
    if frame.format.components[0].bits > 8:
        frame = frame.reformat(format="yuv420p")
    plane = frame.planes[index]
    whole = np.frombuffer(memoryview(plane), np.uint8).reshape(-1, plane.line_size)
    return whole[: plane.height, : plane.width]


def _levels(measures: PictureMeasures, luma: Luma, planes: Sequence[Luma]) -> None:
    measures.mean_luma.append(round(float(luma.mean()), 3))
    measures.black.append(bool(np.percentile(luma, 98) <= _BLACK_CODE))
    for plane in (luma, *(chroma[:: _GRID // 2, :: _GRID // 2] for chroma in planes[1:])):
        outside = float(np.mean((plane < _LEGAL[0]) | (plane > _LEGAL[1])))
        measures.outside_legal = max(measures.outside_legal, outside)


def _difference(luma: Luma, previous: Luma) -> float:
    return round(float(np.abs(luma.astype(np.int16) - previous).mean()), 4)


def _small_rgb(planes: Sequence[Luma]) -> NDArray[np.float32]:
    """A coarse picture as R′G′B′ 0–1 (Rec.709 limited range): sampled points are enough for areas of a quarter screen."""
    height, width = planes[0].shape
    rows, columns = max(1, height // _COARSE), max(1, width // _COARSE)
    at = np.ix_((np.arange(rows) * height) // rows, (np.arange(columns) * width) // columns)
    shrink = np.ix_(((at[0].ravel()) * planes[1].shape[0]) // height, (at[1].ravel() * planes[1].shape[1]) // width)
    y = (planes[0][at].astype(np.float32) - 16) / 219
    u, v = ((plane[shrink].astype(np.float32) - 128) / 224 for plane in planes[1:])
    rgb = np.stack((y + 1.5748 * v, y - 0.1873 * u - 0.4681 * v, y + 1.8556 * u), axis=-1)
    return np.clip(rgb, 0, 1).astype(np.float32)


def runs(flags: list[bool], rate: Fraction) -> Iterator[tuple[float, float]]:
    """Stretches of True as (start, end) in seconds."""
    start = None
    for index, flag in enumerate([*flags, False]):
        if flag and start is None:
            start = index
        elif not flag and start is not None:
            yield float(start / rate), float(index / rate)
            start = None
