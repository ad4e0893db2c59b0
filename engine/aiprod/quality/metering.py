# SPDX-License-Identifier: Apache-2.0
"""The meter that takes a film's frames as they are decoded and gives its picture's measures."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from aiprod.film.errors import UserError
from aiprod.quality import artefacts, flashes, frames, stripes
from aiprod.quality.frames import Codes, Sampled
from aiprod.quality.looks import Look
from aiprod.quality.picture import PictureMeasures, difference

if TYPE_CHECKING:
    import av

_BLACK_CODE, _BLACK_SHARE = 20, 0.98
_LEGAL = (5, 246)
_TOLERANCE, _IMPOSSIBLE = 11 / 219, 0.25
_LOOK_EVERY = 12
_STILL_EVERY, _STILL_WIDTH = 60, 460
_ODD_CODES, _ODD_SHARE, _TOO_ODD = 12, 0.002, 0.7
_RATE_TOLERANCE = 0.02
_MOVED_CODES, _MOVED_RATIO = 3.0, 1.6


class PictureMeter:
    """Measures frames one by one; `measures` closes it."""

    def __init__(self, rate: Fraction) -> None:
        self._found = PictureMeasures(rate=rate)
        self._recent: list[tuple[av.VideoFrame, Sampled]] = []
        self._times: list[float] = []
        self._looked: Codes | None = None

    def decoded(self, path: Path) -> Iterator[av.VideoFrame]:
        """The frames of a file's first video stream; what can't be decoded is counted. Raises UserError."""
        import av

        try:
            with av.open(str(path), options={"protocol_whitelist": "file"}) as container:
                stream = container.streams.video[0]
                stream.thread_type = "AUTO"
                for packet in container.demux(stream):
                    try:
                        yield from packet.decode()
                    except av.InvalidDataError:
                        self._found.undecodable += 1
        except (av.FFmpegError, IndexError, OSError) as error:
            if not self._found.frames:
                raise UserError(f"{path.name} can't be read as a video", str(error), "Check that the file is whole.") from error
            self._found.undecodable += 1

    def push(self, frame: av.VideoFrame) -> None:
        """Measure the next frame."""
        found, index = self._found, self._found.frames
        if not index:
            self._describe(frame)
        now = self._alike(frames.sample(frame))
        self._levels(now)
        self._changes(now.luma)
        self._times.append(_seconds(frame, index, found.rate))
        if frame.is_corrupt:
            found.damaged.append(index)
        found.interlaced += bool(frame.interlaced_frame)
        if (frame.width, frame.height) not in found.sizes:
            found.sizes.append((frame.width, frame.height))
        if index % _LOOK_EVERY == 0:
            self._look(frame)
        if index % _STILL_EVERY == _STILL_EVERY // 2 - 1:
            found.stills[index] = still_of(frame)
        self._suspect(now)
        self._recent = [*self._recent, (frame, now)][-2:]

    def _alike(self, now: Sampled) -> Sampled:
        """The samples on the first frame's grid, also where the file changes its size on the way."""
        import cv2

        if not self._found.head or now.luma.shape == self._found.head[0].shape:
            return now
        first, cells = self._found.head[0], self._found.cells[0]
        half = (max(1, first.shape[1] // 2), max(1, first.shape[0] // 2))
        luma = cv2.resize(now.luma, first.shape[::-1], interpolation=cv2.INTER_AREA)
        cb, cr = (cv2.resize(plane, half, interpolation=cv2.INTER_AREA) for plane in (now.cb, now.cr))
        return Sampled(*(np.asarray(plane, np.uint8) for plane in (luma, cb, cr, cv2.resize(now.cells, cells.shape[1::-1]))))

    def measures(self) -> PictureMeasures:
        """What was measured."""
        found = self._found
        steps = np.diff(self._times)
        if len(steps) > 1 and float(np.abs(steps - float(1 / found.rate)).max()) > _RATE_TOLERANCE / float(found.rate) + 0.0015:
            found.times = [round(time - self._times[0], 6) for time in self._times]
        return found

    def _describe(self, frame: av.VideoFrame) -> None:
        found = self._found
        found.width, found.height = frame.width, frame.height
        found.tags = (int(frame.color_primaries), int(frame.color_trc), int(frame.colorspace), int(frame.color_range))
        found.levelled = not frames.is_full_range(frame)

    def _levels(self, now: Sampled) -> None:
        found = self._found
        counts = np.bincount(now.luma.ravel(), minlength=256)
        share = counts / now.luma.size
        found.mean_luma.append(round(float(share @ np.arange(256)), 3))
        found.black.append(bool(share[: _BLACK_CODE + 1].sum() >= _BLACK_SHARE))
        found.legal.append(round(float(share[: _LEGAL[0]].sum() + share[_LEGAL[1] + 1 :].sum()), 5))
        weights = frames.luma_weights(found.tags[2], found.height)
        rows, columns = now.cb.shape
        signal = frames.to_signal(now.luma[::2, ::2][:rows, :columns], now.cb, now.cr, weights)
        red, green, blue = signal[..., 0], signal[..., 1], signal[..., 2]
        low, high = np.minimum(np.minimum(red, green), blue), np.maximum(np.maximum(red, green), blue)
        found.gamut.append(_share((low < -_TOLERANCE) | (high > 1 + _TOLERANCE)))
        found.wild.append(_share((low < -_IMPOSSIBLE) | (high > 1 + _IMPOSSIBLE)))
        coarse = frames.to_signal(now.cells[..., 0], now.cells[..., 1], now.cells[..., 2], weights)
        found.light.append(flashes.luminance(coarse, found.tags[1], found.tags[0]).astype(np.float16))
        found.cells.append(now.cells)

    def _changes(self, luma: Codes) -> None:
        found, before = self._found, self._found.tail
        for back, changes, rows in ((1, found.change, found.rows), (2, found.change2, found.rows2)):
            change, lines = (0.0, np.zeros(luma.shape[0], np.float16))
            if len(before) >= back:
                change, lines = difference(luma, before[-back])
            changes.append(change)
            rows.append(lines)
        if len(found.head) < 2:
            found.head.append(luma)
        found.tail = [*found.tail, luma][-2:]

    def _look(self, frame: av.VideoFrame) -> None:
        """Look at a frame closely."""
        found, index, luma = self._found, self._found.frames - 1, frames.full_luma(frame)
        combed = None
        if self._recent and (self._recent[-1][0].width, self._recent[-1][0].height) == (frame.width, frame.height):
            combed = artefacts.combing(luma, frames.full_luma(self._recent[-1][0]))
        found.looks[index] = Look(
            artefacts.borders(luma), artefacts.blockiness(luma), artefacts.banding(luma), combed, artefacts.broken_blocks(luma),
            stripes.striped_area(self._light(frame, luma)),
        )  # fmt: skip
        found.specks.add(artefacts.specks(luma), self._moved())

    def _moved(self) -> bool:
        """Whether most of the picture is elsewhere than at the last look: far more changed than from one frame to the next."""
        looked, self._looked = self._looked, self._found.tail[-1]
        if looked is None or len(self._found.tail) < 2:
            return False
        near, far = (float(np.median(_apart(self._found.tail[-1], other))) for other in (self._found.tail[-2], looked))
        return far >= _MOVED_CODES and far > _MOVED_RATIO * near

    def _light(self, frame: av.VideoFrame, luma: Codes) -> NDArray[np.float32]:
        """Luminance on some 135 rows, from luma alone."""
        import cv2

        scale = 135 / min(luma.shape)
        size = (max(1, round(luma.shape[1] * scale)), max(1, round(luma.shape[0] * scale)))
        small = (cv2.resize(luma, size, interpolation=cv2.INTER_AREA).astype(np.float32) - 16) / 219
        return flashes.luminance(np.repeat(small[..., None], 3, axis=-1), self._found.tags[1], self._found.tags[0])

    def _suspect(self, now: Sampled) -> None:
        """Look closely at the frame before this one where part of it belongs neither to what came before nor to what follows."""
        found, middle = self._found, self._found.frames - 2
        if len(self._recent) < 2 or middle in found.looks:
            return
        (_, before), (frame, sampled) = self._recent
        odd = odd_cells(before.cells, sampled.cells, now.cells)
        if _ODD_SHARE < float(odd.mean()) < _TOO_ODD:
            found.looks[middle] = Look(broken=artefacts.broken_blocks(frames.full_luma(frame)))


def odd_cells(before: Codes, now: Codes, after: Codes) -> NDArray[np.bool_]:
    """Cells that differ from both neighbouring frames, while those are alike."""
    if not before.shape == now.shape == after.shape:
        return np.zeros(now.shape[:2], bool)
    first, here, last = (cells.astype(np.int16) for cells in (before, now, after))
    apart = np.minimum(np.abs(here - first), np.abs(here - last)) - np.abs(last - first)
    odd: NDArray[np.bool_] = apart.max(axis=-1) > _ODD_CODES
    return odd


def _apart(luma: Codes, other: Codes) -> NDArray[np.int16]:
    apart: NDArray[np.int16] = np.abs(luma[::2, ::2].astype(np.int16) - other[::2, ::2])
    return apart


def _share(flags: NDArray[np.bool_]) -> float:
    return round(float(flags.mean()), 5)


def _seconds(frame: av.VideoFrame, index: int, rate: Fraction) -> float:
    return float(index / rate) if frame.pts is None or frame.time_base is None else float(frame.pts * frame.time_base)


def still_of(frame: av.VideoFrame) -> NDArray[np.uint8]:
    """A small picture of a frame as people see it: converted as tagged, turned as flagged; HDR is shown as its codes."""
    height = max(2, round(_STILL_WIDTH * frame.height / frame.width / 2) * 2)
    weights = frames.luma_weights(int(frame.colorspace), frame.height)
    small = frame.reformat(_STILL_WIDTH, height, "yuv444p") if not frame.format.is_rgb else frame.reformat(_STILL_WIDTH, height)
    if frame.format.is_rgb:
        rgb: Any = small.reformat(format="rgb24").to_ndarray()
    else:
        y, cb, cr = frames.planes(small)
        rgb = np.rint(255 * np.clip(frames.to_signal(y, cb, cr, weights), 0, 1)).astype(np.uint8)
    return np.ascontiguousarray(np.rot90(rgb, round(frame.rotation / 90) % 4))
