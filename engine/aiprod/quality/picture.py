# SPDX-License-Identifier: Apache-2.0
"""The picture of a file, frame by frame, measured while it is decoded once.

Measures of consecutive files can be joined as if they were one: a film that is put together from unchanged pieces is
measured anew only where it changed. Judging them is the business of `picture_checks`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from aiprod.media.pictures import read_picture, write_picture
from aiprod.quality import flashes, frames
from aiprod.quality.looks import Look
from aiprod.quality.specks import Specks

Rgb = NDArray[np.uint8]
Codes = NDArray[np.uint8]
Floats = NDArray[np.float32]
_STILL_CODES, _STILL_SHARE = 0.02, 0.03
_MOVING_CODES = 0.5
_SERIES = ("black", "change", "change2", "mean_luma", "legal", "gamut", "wild")
_MAPS = {"light": np.float16, "cells": np.uint8, "rows": np.float16, "rows2": np.float16}


@dataclass
class PictureMeasures:
    """What the frames of a file showed. All codes are 8-bit limited-range ones, whatever the file's depth and range.

    Attributes:
        rate, width, height: as decoded.
        tags: (primaries, transfer, matrix, range) codes of ISO/IEC 23091-2; range 1 is limited.
        levelled: whether the levels of EBU R 103 mean anything: not for RGB and full-range files.
        black: for each frame, whether it is black.
        change, change2: for each frame, the mean difference from the frame before and the one before that, in luma codes.
        mean_luma: mean luma code of each frame.
        legal, gamut: for each frame, the share of its area whose luma, and whose R′G′B′, lies outside EBU R 103's 5–246.
        wild: for each frame, the share of its area whose R′G′B′ is impossible (more than a quarter outside).
        light: luminance of coarse cells of each frame, cd/m² (see `flashes`).
        cells: mean Y′, Cb, Cr of coarse cells of each frame.
        rows, rows2: `change` and `change2` for each line of the sampled frame.
        looks: what close looks at some frames showed.
        specks: samples that stood alone in the frames looked at.
        head, tail: sampled luma of the first two and the last two frames, for joining.
        stills: a small picture every few seconds, by frame.
        times: seconds of each frame where their rate is not constant, else empty.
        interlaced: how many frames are flagged as interlaced.
        damaged: frames that the decoder could not restore.
        undecodable: packets that gave no frame but an error.
        sizes: every size that the frames had.
    """

    rate: Fraction = Fraction(24)
    width: int = 0
    height: int = 0
    tags: tuple[int, int, int, int] = (2, 2, 2, 0)
    levelled: bool = True
    black: list[bool] = field(default_factory=list)
    change: list[float] = field(default_factory=list)
    change2: list[float] = field(default_factory=list)
    mean_luma: list[float] = field(default_factory=list)
    legal: list[float] = field(default_factory=list)
    gamut: list[float] = field(default_factory=list)
    wild: list[float] = field(default_factory=list)
    light: list[NDArray[np.float16]] = field(default_factory=list)
    cells: list[Codes] = field(default_factory=list)
    rows: list[NDArray[np.float16]] = field(default_factory=list)
    rows2: list[NDArray[np.float16]] = field(default_factory=list)
    looks: dict[int, Look] = field(default_factory=dict)
    specks: Specks = field(default_factory=Specks)
    head: list[Codes] = field(default_factory=list)
    tail: list[Codes] = field(default_factory=list)
    stills: dict[int, Rgb] = field(default_factory=dict)
    times: list[float] = field(default_factory=list)
    interlaced: int = 0
    damaged: list[int] = field(default_factory=list)
    undecodable: int = 0
    sizes: list[tuple[int, int]] = field(default_factory=list)

    @property
    def frames(self) -> int:
        return len(self.change)

    def seconds(self, frame: int) -> float:
        """When a frame (or the end, for `frames`) is shown."""
        if not self.times:
            return float(frame / self.rate)
        return self.times[frame] if frame < len(self.times) else self.times[-1] + float(1 / self.rate)

    def signal(self) -> Iterator[Floats]:
        """R′G′B′ of each frame's coarse cells, [rows, columns, 3]."""
        weights = frames.luma_weights(self.tags[2], self.height)
        for cells in self.cells:
            yield frames.to_signal(cells[..., 0], cells[..., 1], cells[..., 2], weights)

    @property
    def flash_times(self) -> list[float]:
        """Seconds of luminance flash edges."""
        return [self.seconds(index) for index in flashes.edges(self.light)]

    @property
    def red_flash_times(self) -> list[float]:
        """Seconds of saturated red flash edges."""
        states = (flashes.red_states(signal, self.tags[1], self.tags[0]) for signal in self.signal())
        return [self.seconds(index) for index in flashes.red_edges(states)]

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
        data = {name: getattr(self, name) for name in (*_SERIES, *_PLAIN)}
        data |= {
            "rate": [self.rate.numerator, self.rate.denominator], "stills": sorted(self.stills),
            "looks": {str(frame): asdict(look) for frame, look in self.looks.items()}, "looked": self.specks.looked,
        }  # fmt: skip
        (folder / "picture.json").write_text(json.dumps(data), "utf-8")
        maps = {name: np.array(getattr(self, name), kind) for name, kind in _MAPS.items()}
        np.savez(folder / "maps.npz", **maps, head=np.array(self.head), tail=np.array(self.tail), specks=self.specks.table)  # type: ignore[arg-type]
        for frame, rgb in self.stills.items():
            write_picture(folder / f"still-{frame:05}.jpg", rgb, 82)

    @classmethod
    def load(cls, folder: Path) -> PictureMeasures:
        """Read what `save` wrote."""
        data: dict[str, Any] = json.loads((folder / "picture.json").read_text("utf-8"))
        with np.load(folder / "maps.npz", allow_pickle=False) as maps:
            arrays = {name: list(maps[name]) for name in (*_MAPS, "head", "tail")}
            specks = Specks(data["looked"], maps["specks"])
        plain: dict[str, Any] = {name: data[name] for name in (*_SERIES, *_PLAIN)}
        plain |= {"tags": tuple(data["tags"]), "sizes": [(w, h) for w, h in data["sizes"]]}
        looks = {int(frame): _look(fields) for frame, fields in data["looks"].items()}
        stills = {frame: read_picture(folder / f"still-{frame:05}.jpg") for frame in data["stills"]}
        return cls(rate=Fraction(*data["rate"]), looks=looks, specks=specks, stills=stills, **{**plain, **arrays})


_PLAIN = ("width", "height", "tags", "levelled", "times", "interlaced", "damaged", "undecodable", "sizes")


def _look(fields: dict[str, Any]) -> Look:
    return Look(**{**fields, "bars": tuple(fields["bars"]) if fields["bars"] else None})


def measure_picture(path: Path, rate: Fraction) -> PictureMeasures:
    """Decode a file once and measure it. Raises UserError for an unreadable file, or one without a single picture."""
    from aiprod.quality.metering import PictureMeter

    meter = PictureMeter(rate)
    for frame in meter.decoded(path):
        meter.push(frame)
    return meter.measures()


def joined(parts: Sequence[PictureMeasures]) -> PictureMeasures:
    """The measures of files played one after the other."""
    first = parts[0]
    whole = PictureMeasures(rate=first.rate, width=first.width, height=first.height, tags=first.tags, levelled=first.levelled)
    for part in parts:
        _append(whole, part)
    return whole


def _append(whole: PictureMeasures, part: PictureMeasures) -> None:
    start, start_s = whole.frames, whole.seconds(whole.frames)
    for name in (*_SERIES, *_MAPS):
        getattr(whole, name).extend(getattr(part, name))
    for back, changes, rows in ((1, whole.change, whole.rows), (2, whole.change2, whole.rows2)):
        for index, luma in enumerate(part.head[:back]):
            if start + index - back >= 0:
                before = whole.tail[index - back] if index < back else part.head[index - back]
                changes[start + index], rows[start + index] = difference(luma, before)
    if whole.times or part.times:
        whole.times = whole.times or [float(i / whole.rate) for i in range(start)]
        whole.times += [start_s + part.seconds(i) for i in range(part.frames)]
    whole.stills |= {start + frame: rgb for frame, rgb in part.stills.items()}
    whole.looks |= {start + frame: look for frame, look in part.looks.items()}
    whole.damaged += [start + frame for frame in part.damaged]
    whole.interlaced, whole.undecodable = whole.interlaced + part.interlaced, whole.undecodable + part.undecodable
    whole.sizes += [size for size in part.sizes if size not in whole.sizes]
    whole.specks = whole.specks.joined(part.specks)
    whole.head = (whole.head + part.head)[:2]
    whole.tail = (whole.tail + part.tail)[-2:]
    whole.tags = whole.tags if whole.tags == part.tags else (2, 2, 2, 0)
    whole.levelled = whole.levelled and part.levelled


def difference(luma: Codes, before: Codes) -> tuple[float, NDArray[np.float16]]:
    """The mean difference of two sampled frames, and that of each of their lines. Frames of unlike size differ entirely."""
    import cv2

    if luma.shape != before.shape:
        return 255.0, np.full(luma.shape[0], 255, np.float16)
    rows = cv2.reduce(cv2.absdiff(luma, before), 1, cv2.REDUCE_AVG, dtype=cv2.CV_32F).ravel()
    return round(float(rows.mean()), 4), rows.astype(np.float16)


def runs(flags: list[bool], rate: Fraction) -> Iterator[tuple[float, float]]:
    """Stretches of True as (start, end) in seconds."""
    for start, end in stretches(flags):
        yield float(start / rate), float(end / rate)


def stretches(flags: Sequence[bool]) -> Iterator[tuple[int, int]]:
    """Stretches of True as (first frame, frame after the last)."""
    start = None
    for index, flag in enumerate([*flags, False]):
        if flag and start is None:
            start = index
        elif not flag and start is not None:
            yield start, index
            start = None
