# SPDX-License-Identifier: Apache-2.0
"""The picture of a file, frame by frame: black, frozen and repeated frames, flashes, levels."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from aiprod.media.video import read_frames, to_rgb

if TYPE_CHECKING:
    import av

_GRID = 8
_BLACK_CODE = 20
_STILL_CODES, _STILL_SHARE = 0.02, 0.03
_MOVING_CODES = 0.5
_SMALL = (160, 90)
_LEGAL = (5, 246)
_FLASH_CD, _FLASH_DARK_CD, _FLASH_AREA = 20.0, 160.0, 0.25
_PEAK_CD = 200.0


@dataclass
class PictureMeasures:
    """What the frames of a file showed.

    Attributes:
        frames, rate, width, height: as decoded.
        tags: (primaries, transfer, matrix, range) codes of ISO/IEC 23091-2; range 1 is limited.
        black: for each frame, whether it is black.
        change: for each frame, the mean difference from the one before, in luma codes.
        flash_times, red_flash_times: moments of opposing changes that count as flash edges (ITU-R BT.1702).
        outside_legal: share of samples outside the codes 5–246 that EBU R 103 tolerates, largest in any frame and plane.
        mean_luma: mean luma code of each frame.
    """

    frames: int = 0
    rate: Fraction = Fraction(24)
    width: int = 0
    height: int = 0
    tags: tuple[int, int, int, int] = (2, 2, 2, 0)
    black: list[bool] = field(default_factory=list)
    change: list[float] = field(default_factory=list)
    flash_times: list[float] = field(default_factory=list)
    red_flash_times: list[float] = field(default_factory=list)
    outside_legal: float = 0.0
    mean_luma: list[float] = field(default_factory=list)

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


def measure_picture(path: Path, rate: Fraction) -> PictureMeasures:
    """Decode a file once and measure it. Raises UserError for an unreadable file."""
    measures = PictureMeasures(rate=rate)
    previous: NDArray[np.uint8] | None = None
    flashes, reds = FlashDetector(_FLASH_CD), FlashDetector(0.8 * _PEAK_CD * 0.2)
    for frame in read_frames(path):
        if measures.frames == 0:
            _describe(measures, frame)
        luma = _plane(frame, 0)[::_GRID, ::_GRID]
        _levels(measures, frame, luma)
        _change(measures, luma, previous)
        small = to_rgb(frame.reformat(*_SMALL)).astype(np.float32) / 255
        time = float(measures.frames / rate)
        if flashes.sees(_luminance(small)):
            measures.flash_times.append(time)
        if reds.sees(_red(small)):
            measures.red_flash_times.append(time)
        previous = luma
        measures.frames += 1
    return measures


def _describe(measures: PictureMeasures, frame: av.VideoFrame) -> None:
    measures.width, measures.height = frame.width, frame.height
    measures.tags = (int(frame.color_primaries), int(frame.color_trc), int(frame.colorspace), int(frame.color_range))


def _plane(frame: av.VideoFrame, index: int) -> NDArray[np.uint8]:
    """A copy of an 8-bit plane (deeper ones are brought to 8 bits first)."""
    if frame.format.components[0].bits > 8:
        frame = frame.reformat(format="yuv420p")
    plane = frame.planes[index]
    whole = np.frombuffer(plane, np.uint8).reshape(-1, plane.line_size)
    return whole[: plane.height, : plane.width].copy()


def _levels(measures: PictureMeasures, frame: av.VideoFrame, luma: NDArray[np.uint8]) -> None:
    measures.mean_luma.append(float(luma.mean()))
    measures.black.append(bool(np.percentile(luma, 98) <= _BLACK_CODE))
    outside = _outside(luma)
    for index in (1, 2):
        chroma = _plane(frame, index)[:: _GRID // 2, :: _GRID // 2]
        outside = max(outside, _outside(chroma))
    measures.outside_legal = max(measures.outside_legal, outside)


def _outside(plane: NDArray[np.uint8]) -> float:
    return float(np.mean((plane < _LEGAL[0]) | (plane > _LEGAL[1])))


def _change(measures: PictureMeasures, luma: NDArray[np.uint8], previous: NDArray[np.uint8] | None) -> None:
    changed = 0.0 if previous is None else float(np.abs(luma.astype(np.int16) - previous).mean())
    measures.change.append(changed)


def _luminance(rgb: NDArray[np.float32]) -> NDArray[np.float32]:
    """Screen luminance in cd/m² on a 200 cd/m² display (BT.1886 gamma 2.4, Rec.709 weights)."""
    luminance: NDArray[np.float32] = _PEAK_CD * (rgb**2.4) @ np.array([0.2126, 0.7152, 0.0722], np.float32)
    return luminance


def _red(rgb: NDArray[np.float32]) -> NDArray[np.float32]:
    """Luminance of saturated red (R/(R+G+B) ≥ 0.8), 0 elsewhere."""
    light = rgb**2.4
    saturated = light[..., 0] >= 0.8 * np.maximum(light.sum(axis=-1), 1e-6)
    return np.where(saturated, _PEAK_CD * 0.2126 * light[..., 0], 0).astype(np.float32)


class FlashDetector:
    """Finds flash edges: a quarter of the screen changes by `step` cd/m² against its last turning point.

    Each pixel remembers its last extreme and the way it was going; the rule and its figures are those of ITU-R BT.1702-3
    (opposing changes of at least 20 cd/m², the darker state below 160 cd/m², at least 25 % of the picture).
    """

    def __init__(self, step: float) -> None:
        self._step = step
        self._extreme: NDArray[np.float32] | None = None
        self._rising: NDArray[np.bool_] | None = None
        self._last_way = 0

    def sees(self, luminance: NDArray[np.float32]) -> bool:
        """Feed the next frame; whether it completes a flash edge."""
        if self._extreme is None or self._rising is None:
            self._extreme, self._rising = luminance.copy(), np.zeros(luminance.shape, bool)
            return False
        up = (luminance - self._extreme >= self._step) & (self._extreme < _FLASH_DARK_CD)
        down = (self._extreme - luminance >= self._step) & (luminance < _FLASH_DARK_CD)
        way = 1 if up.mean() >= _FLASH_AREA else -1 if down.mean() >= _FLASH_AREA else 0
        self._follow(luminance, up, down)
        edge = way != 0 and way != self._last_way
        self._last_way = way or self._last_way
        return edge

    def _follow(self, luminance: NDArray[np.float32], up: NDArray[np.bool_], down: NDArray[np.bool_]) -> None:
        """Move each pixel's extreme along while it goes on the same way."""
        assert self._extreme is not None and self._rising is not None
        self._rising = np.where(up, True, np.where(down, False, self._rising))
        further = np.where(self._rising, luminance > self._extreme, luminance < self._extreme)
        self._extreme = np.where(up | down | further, luminance, self._extreme).astype(np.float32)


def runs(flags: list[bool], rate: Fraction) -> Iterator[tuple[float, float]]:
    """Stretches of True as (start, end) in seconds."""
    start = None
    for index, flag in enumerate([*flags, False]):
        if flag and start is None:
            start = index
        elif not flag and start is not None:
            yield float(start / rate), float(index / rate)
            start = None
