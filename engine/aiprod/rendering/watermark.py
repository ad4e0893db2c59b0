# SPDX-License-Identifier: Apache-2.0
"""An invisible mark in the luma: 40 bits that survive re-encoding, scaling, brightness and a small crop.

Spread spectrum (Cox, Kilian, Leighton and Shamoon, IEEE Trans. Image Processing 6(12), 1997) on a grid of 160 × 90 cells laid
over the picture, whatever its size. Neighbouring cells form pairs; each pair holds one chip, ±1: the difference of its two means.
A quarter of the pairs hold a known pattern to find the grid by, the others hold the 72 bits: payload and CRC-32. The carrier is
that slow so that codecs keep it, and it stands still so that they need not code it again.

The writer knows the picture and takes its own interference out: it only adds what the correlation lacks (informed embedding:
Malvar and Florêncio, IEEE Trans. Signal Processing 51(4), 2003). Flat areas get less than textured ones, black and white none,
and a fixed dither spends fractions of a code. The pattern is public: the mark is a pointer to the film's credentials (a "soft
binding" of C2PA) for a copy that lost them, not a proof, and whoever wants to can remove it.

A false alarm needs 32 bits of CRC to fit by chance in one of at most `_TRIES` alignments, each with a known pattern 5 standard
deviations over chance: below 1e-15.
"""

from __future__ import annotations

import hashlib
import math
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import product
from pathlib import Path
from threading import local
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from aiprod.film.errors import UserError

PAYLOAD_DIGITS = 10
"""Hexadecimal digits of a payload."""
LEAST = (320, 180)
"""The smallest picture that can be marked, width and height."""
_COLUMNS, _ROWS = 160, 90
_BITS = 72
_KNOWN_SHARE = 4
_TARGET, _QUIET = 2.0, 0.3
"""What each bit's correlation is brought to, in 8-bit codes between the two cells of a pair, and the part where all is flat."""
_MOST_PUSH, _MOST_CODE, _PASSES = 4.0, 3.0, 3
_FINE = 3
_SOFT = np.array([1 / 24, 11 / 12, 1 / 24], np.float32)
"""What softening the cells' edges (over a third of a cell, `_FINE`) leaves of each cell and takes from its neighbours."""
_FLAT, _TEXTURED = 0.3, 2.0
_LOUD = 8.0
"""Differences beyond this are the picture's own edges: they count no further, and are not marked."""
_BLACK, _WHITE = 17.5, 234.0
_SMALL = (640, 360)
_FRAMES = 96
_SCALES = tuple(round(0.9 + 0.005 * step, 3) for step in range(21))
"""Parts of the picture's width and height that a crop may have left."""
_TRIES = 12
_KNOWN_SIGMAS = 5.0
_scratch = local()
Floats = NDArray[np.float32]


@dataclass(frozen=True)
class Detected:
    """A mark that was found.

    Attributes:
        payload: ten hexadecimal digits.
        confidence: how probable it is that this is what was written, given the noise and that the CRC fits.
        sigmas: the known pattern's correlation in standard deviations of chance.
        weakest: the weakest bit's, likewise: what is left before it can no longer be read.
        window: the part of the marked picture that is left: left, top, width, height, each 0-1.
    """

    payload: str
    confidence: float
    sigmas: float
    weakest: float
    window: tuple[float, float, float, float] = (0.0, 0.0, 1.0, 1.0)


@dataclass(frozen=True)
class _Layout:
    """Which pair holds what: `owner` 0 is the known pattern, 1-72 the bits; `chips` ±1; `count` pairs of each owner."""

    chips: Floats
    owner: NDArray[np.intp]
    count: Floats


@cache
def _layout() -> _Layout:
    """The same for ever: drawn from SHAKE-256, which no library changes."""
    pairs = _ROWS * _COLUMNS // 2
    drawn = hashlib.shake_256(b"AIPROD watermark 1").digest(pairs * 9)
    chips = (np.frombuffer(drawn[:pairs], np.uint8) & 1).astype(np.float32) * 2 - 1
    order = np.argsort(np.frombuffer(drawn[pairs:], ">u8"), kind="stable")
    owner = np.zeros(pairs, np.intp)
    data = order[pairs // _KNOWN_SHARE :]
    owner[data] = np.arange(len(data)) % _BITS + 1
    return _Layout(chips, owner, np.bincount(owner, minlength=_BITS + 1).astype(np.float32))


@cache
def signs(payload: str) -> Floats:
    """What each owner must say: +1 for the known pattern, then the bits as ±1. Raises UserError for no payload."""
    if len(payload) != PAYLOAD_DIGITS or any(digit not in "0123456789abcdef" for digit in payload):
        raise UserError(
            f"{payload!r} is no watermark", f"it takes {PAYLOAD_DIGITS} hexadecimal digits", "Leave it away to have one made."
        )
    content = bytes.fromhex(payload)
    bits = np.unpackbits(np.frombuffer(content + zlib.crc32(content).to_bytes(4, "big"), np.uint8))
    return np.concatenate([[1.0], bits * 2.0 - 1.0]).astype(np.float32)


def _read(correlation: NDArray[np.float64]) -> str | None:
    """The payload of 73 correlations, if its CRC fits."""
    content = np.packbits(correlation[1:] > 0).tobytes()
    return content[:5].hex() if zlib.crc32(content[:5]) == int.from_bytes(content[5:], "big") else None


def payload_from(digest: str) -> str:
    """A payload from a film's content hash (hex)."""
    return digest[:PAYLOAD_DIGITS].lower()


def mark(luma: NDArray[Any], payload: str, frame: int = 0, bits: int = 8) -> None:
    """Mark a frame's luma in place.

    Args:
        luma: uint8 or uint16 [height, width], codes of `bits` bits, limited range; rows may be padded.
        payload: ten hexadecimal digits.
        frame: its number. The mark stands still, so this changes nothing; a later one may move.
        bits: 8-16.

    Raises:
        UserError: the payload is none, or the picture is smaller than `LEAST`.
    """
    height, width = luma.shape
    if width < LEAST[0] or height < LEAST[1]:
        raise UserError(
            f"A picture of {width}×{height} can't be marked", f"the least is {LEAST[0]}×{LEAST[1]}", "Leave it unmarked."
        )
    one = float(1 << (bits - 8))
    means = cv2.resize(luma, (_COLUMNS, _ROWS), interpolation=cv2.INTER_AREA).astype(np.float32) / one
    cells = _wanted(means, signs(payload)) * one
    fraction = 6 if bits <= 12 else 2
    fine = (cells * (1 << fraction)).astype(np.int16).repeat(_FINE, 0).repeat(_FINE, 1)
    added = _buffer(height, width)
    cv2.resize(fine, (width, height), dst=added, interpolation=cv2.INTER_LINEAR)
    np.right_shift(np.add(added, _dither(height, width, fraction), out=added), fraction, out=added)
    cv2.add(luma, added, dst=luma, dtype=cv2.CV_8U if luma.dtype == np.uint8 else cv2.CV_16U)


def _wanted(means: Floats, wanted: Floats) -> Floats:
    """What to add to each cell, in 8-bit codes, so that every owner's correlation reaches its target."""
    weight = _weight(means)
    target = _TARGET * min(1.0, max(_QUIET, float(weight.mean())))
    cells = np.zeros((_ROWS, _COLUMNS), np.float32)
    for _ in range(_PASSES):
        found = _correlation(_apart(means + cv2.sepFilter2D(cells, -1, _SOFT, _SOFT)))
        lacks = np.where(wanted * found < target, wanted * target - found, 0.0).clip(-_MOST_PUSH, _MOST_PUSH)
        cells = (cells + _spread(lacks, weight)).clip(-_MOST_CODE, _MOST_CODE)
    return cells


def _weight(means: Floats) -> Floats:
    """How much of the mark each pair may bear: little where the picture is flat, none on strong edges, on black and white."""
    apart = np.abs(_apart(means))
    weight = (_FLAT + apart / 4).clip(_FLAT, _TEXTURED)
    middle = (means[:, 0::2] + means[:, 1::2]).ravel() / 2
    weight[(apart > _LOUD) | (middle < _BLACK) | (middle > _WHITE)] = 0
    return weight


def _spread(lacks: NDArray[np.float64], weight: Floats) -> Floats:
    """A change of every owner's correlation, laid on its cells."""
    plan = _layout()
    share = np.bincount(plan.owner, weights=weight, minlength=_BITS + 1) / plan.count
    half = (plan.chips * weight * (lacks / np.maximum(share, 0.15))[plan.owner] / 2).reshape(_ROWS, -1)
    cells = np.empty((_ROWS, _COLUMNS), np.float32)
    cells[:, 0::2], cells[:, 1::2] = half, -half
    return cells


def _apart(means: Floats) -> Floats:
    """The differences of all pairs, row by row."""
    apart: Floats = (means[:, 0::2] - means[:, 1::2]).ravel()
    return apart


def _correlation(apart: Floats) -> NDArray[np.float64]:
    """Mean of chip × difference of every owner."""
    plan = _layout()
    said = plan.chips * apart.clip(-_LOUD, _LOUD)
    return np.bincount(plan.owner, weights=said, minlength=_BITS + 1) / plan.count


def _buffer(height: int, width: int) -> NDArray[np.int16]:
    """A plane of this thread, kept for the next frame of the same size."""
    kept: NDArray[np.int16] | None = getattr(_scratch, "plane", None)
    if kept is None or kept.shape != (height, width):
        kept = _scratch.plane = np.empty((height, width), np.int16)
    return kept


@cache
def _dither(height: int, width: int, fraction: int) -> NDArray[np.int16]:
    """A fixed pattern of 0 to 1 code, in parts of `1 << fraction`, that turns fractions of a code into a share of pixels."""
    drawn = np.frombuffer(hashlib.shake_256(b"AIPROD dither").digest(64 * 64 * 4), ">u4")
    tile = np.empty(64 * 64, np.int16)
    tile[np.argsort(drawn, kind="stable")] = np.arange(64 * 64) >> (12 - fraction)
    return np.tile(tile.reshape(64, 64), (-(-height // 64), -(-width // 64)))[:height, :width].copy()


def detect(path: Path, *, search: bool = True) -> Detected | None:
    """The mark of a film or a still; None where there is none that can be read.

    Args:
        path: anything with pictures that FFmpeg decodes. Of a long film, some 96 frames over its length are looked at.
        search: look for cropped pictures as well; takes some seconds.

    Raises:
        UserError: the file can't be read, or shows nothing.
    """
    frames = list(_pictures(path))
    if not frames:
        raise UserError(f"{path.name} can't be searched for a watermark", "there is no picture in it", "Give a film or a still.")
    found = _aligned(frames, (0.0, 0.0, 1.0, 1.0))
    if found is None and search:
        found = next(filter(None, (_aligned(frames, window) for window in _windows(frames))), None)
    return found


def correlate(path: Path) -> NDArray[np.float64]:
    """The 73 correlations of a film's pictures, the known pattern first, then each bit: positive for 1."""
    return _correlation(_mean_apart(list(_pictures(path)), (0.0, 0.0, 1.0, 1.0)))


def _mean_apart(frames: list[Floats], window: tuple[float, float, float, float]) -> Floats:
    apart: Floats = np.mean([_apart(_cells(frame, window)).clip(-_LOUD, _LOUD) for frame in frames], axis=0)
    return apart


def _aligned(frames: list[Floats], window: tuple[float, float, float, float]) -> Detected | None:
    """Read the mark with the grid laid so that the pictures show `window` of it."""
    apart = _mean_apart(frames, window)
    correlation = _correlation(apart)
    chance = float(apart.std()) / np.sqrt(_layout().count)
    if not chance[0] or (sigmas := correlation[0] / chance[0]) < _KNOWN_SIGMAS:
        return None
    payload = _read(correlation)
    if payload is None:
        return None
    bits = np.abs(correlation[1:]) / chance[1:]
    right = math.prod(0.5 * (1 + math.erf(sigma / math.sqrt(2))) for sigma in bits)
    confidence = right / (right + (1 - right) * (_TRIES + 1) * 2.0**-32)
    return Detected(payload, confidence, round(float(sigmas), 1), round(float(bits.min()), 1), window)


def _cells(frame: Floats, window: tuple[float, float, float, float]) -> Floats:
    """The means of the grid's cells. What lies outside the picture says nothing: 0 on both sides of a pair."""
    if window != (0.0, 0.0, 1.0, 1.0):
        left, top, width, height = window
        moved = np.array([[width, 0, left * _SMALL[0]], [0, height, top * _SMALL[1]]], np.float32)
        frame = cv2.warpAffine(frame, moved, _SMALL, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT)  # type: ignore[assignment]
    return cv2.resize(frame, (_COLUMNS, _ROWS), interpolation=cv2.INTER_AREA)  # type: ignore[return-value]


def _windows(frames: list[Floats]) -> Iterator[tuple[float, float, float, float]]:
    """The likeliest crops: where the known pattern fits the pictures' fine detail best, over scales and places."""
    known = np.where(_layout().owner == 0, _layout().chips, 0).astype(np.float32).reshape(_ROWS, -1)
    cells = np.empty((_ROWS, _COLUMNS), np.float32)
    cells[:, 0::2], cells[:, 1::2] = known, -known
    fine = np.mean([(frame - cv2.blur(frame, (9, 9))).clip(-_LOUD, _LOUD) for frame in frames], axis=0).astype(np.float32)
    best = []
    for width, height in product(_SCALES, _SCALES):
        size = round(_SMALL[0] / width), round(_SMALL[1] / height)
        fit = cv2.matchTemplate(cv2.resize(cells, size, interpolation=cv2.INTER_LINEAR), fine, cv2.TM_CCORR)
        _, value, _, place = cv2.minMaxLoc(fit)
        best.append((value, (place[0] / size[0], place[1] / size[1], _SMALL[0] / size[0], _SMALL[1] / size[1])))
    best.sort(key=lambda pair: -pair[0])
    yield from (window for _, window in best[:_TRIES])


def _pictures(path: Path) -> Iterator[Floats]:
    """Up to `_FRAMES` frames over a film's length, as small grey pictures."""
    import av

    try:
        with av.open(str(path)) as container:
            stream = next(iter(container.streams.video), None)
            if stream is None:
                return
            stream.thread_type = "AUTO"
            count = stream.frames or (
                round(container.duration / 1e6 * float(stream.average_rate or 24)) if container.duration else 1
            )
            if count > 8 * _FRAMES and container.duration:
                yield from _sought(container, stream)
                return
            every = max(1, count // _FRAMES)
            yield from (_small(frame) for index, frame in enumerate(container.decode(stream)) if index % every == 0)
    except av.FFmpegError as error:
        raise UserError(f"{path.name} can't be searched for a watermark", str(error), "Give a film or a still.") from error


def _sought(container: Any, stream: Any) -> Iterator[Floats]:
    """Key frames over a long film: a codec keeps most of the mark there."""
    for step in range(_FRAMES):
        container.seek(round(container.duration * step / _FRAMES))
        frame = next(container.decode(stream), None)
        if frame is not None:
            yield _small(frame)


def _small(frame: Any) -> Floats:
    grey = frame.reformat(format="gray").to_ndarray()
    small: Floats = cv2.resize(grey, _SMALL, interpolation=cv2.INTER_AREA).astype(np.float32)
    return small
