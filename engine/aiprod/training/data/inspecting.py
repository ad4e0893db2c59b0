# SPDX-License-Identifier: Apache-2.0
"""A video file looked at once, from its first to its last frame, and then read again in clips: never whole in memory."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av
import cv2
import numpy as np
from numpy.typing import NDArray

from aiprod.film.errors import UserError
from aiprod.media.opening import film_in, open_media
from aiprod.media.reading import read_frames
from aiprod.media.video import to_rgb
from aiprod.training.data.cuts import CutFinder
from aiprod.training.data.refusals import Refused
from aiprod.training.data.sampler import ClipSpec

Frames = NDArray[np.uint8]
_WHOLE = 0.9
"""A file must hold this share of the time that it declares; what is cut off is damaged."""
_HDR = (16, 18)
"""Transfers of H.273 whose codes are no display colours of an ordinary screen: PQ, HLG."""
_PLAIN, _THUMB = 6.0, 8
"""Deviation of grey, in codes, below which a picture is too plain to be recognised by; side of the sign's picture."""


@dataclass(frozen=True)
class Inspection:
    """What a file holds: frames at its own rate, its picture's size, the frames at which shots begin (not the first), and the
    stretches [first, end) where two shots are mixed."""

    frames: int
    rate: Fraction
    width: int
    height: int
    cuts: tuple[int, ...]
    mixed: tuple[tuple[int, int], ...] = ()

    def borders(self) -> list[int]:
        """The frames at which a shot, or a mixed stretch, begins or ends."""
        return sorted({*self.cuts, *(edge for stretch in self.mixed for edge in stretch)})

    def is_mixed(self, frame: int) -> bool:
        return any(first <= frame < end for first, end in self.mixed)


@dataclass(frozen=True)
class Window:
    """A clip of a file: its shot, the source frame that it begins with, and its pictures at the set's rate and size."""

    shot: int
    first: int
    frames: Frames


@dataclass(frozen=True)
class ShortShot:
    """A shot that has no whole clip in it: its number, its first source frame, and how many frames it has at the set's rate."""

    shot: int
    first: int
    length: int


def inspected(path: Path, spec: ClipSpec) -> Inspection:
    """Decode every frame of a file. Raises Refused for one that is empty, damaged, cut off, or too small."""
    if path.stat().st_size == 0:
        raise Refused("empty")
    try:
        rate, declared_s, size = _declared(path)
        if size[0] < spec.width / 2 or size[1] < spec.height / 2:
            raise Refused("too_small", f"{size[0]} × {size[1]}")
        finder = CutFinder(float(rate))
        last = Fraction(0)
        for frame in read_frames(path):
            if int(frame.color_trc) in _HDR:
                raise Refused("hdr")
            finder.add(frame)
            last = Fraction(frame.pts or 0) * (frame.time_base or Fraction(1, 1000))
    except UserError as error:
        raise Refused("corrupt", error.why or error.what) from error
    if declared_s and last + 1 / rate < declared_s * Fraction(_WHOLE):
        raise Refused("corrupt", f"{float(last + 1 / rate):.2f} s / {float(declared_s):.2f} s")
    return Inspection(finder.frames, rate, *size, tuple(finder.cuts), tuple(finder.mixed))


def _declared(path: Path) -> tuple[Fraction, Fraction, tuple[int, int]]:
    """Rate, length in seconds (0 where it is not said) and size, by the file's own word. Raises UserError."""
    try:
        with open_media(path) as container:
            stream = film_in(container)
            if stream is None:
                raise UserError(f"{path.name} can't be used", "there is no moving picture in it")
            rate = Fraction(stream.average_rate or stream.guessed_rate or 24)
            length = (stream.start_time or 0) + (stream.duration or 0) if stream.duration else 0
            seconds = Fraction(length) * (stream.time_base or Fraction(1, 1000))
            return rate, seconds, (stream.width, stream.height)
    except (av.FFmpegError, OSError, IndexError) as error:
        raise UserError(f"{path.name} can't be read", str(error)) from error


def windows(path: Path, spec: ClipSpec, found: Inspection) -> Iterator[Window | ShortShot]:
    """Every whole clip of every shot, side by side without overlap, none with a cut or a dissolve inside; and the shots that are
    too short for one. Raises Refused where the file can't be read any more."""
    try:
        yield from _windows(path, spec, found)
    except UserError as error:
        raise Refused("corrupt", error.why or error.what) from error


def _windows(path: Path, spec: ClipSpec, found: Inspection) -> Iterator[Window | ShortShot]:
    borders = found.borders()
    held: list[Frames] = []
    shot, first, made = 0, 0, 0
    for index, picture in _resampled(path, spec):
        while shot < len(borders) and index >= borders[shot]:
            if held and not made:
                yield ShortShot(shot, first, len(held))
            shot, made, held = shot + 1, 0, []
        if found.is_mixed(index):
            continue
        first = index if not held else first
        held.append(picture)
        if len(held) == spec.frames:
            yield Window(shot, first, np.stack(held))
            made, held = made + 1, []
    if held and not made:
        yield ShortShot(shot, first, len(held))


def _resampled(path: Path, spec: ClipSpec) -> Iterator[tuple[int, Frames]]:
    """(frame of the source, picture) at the set's rate and size: the first frame at or behind each moment."""
    shape = _pixel_shape(path)
    sent, begin = 0, None
    for index, frame in enumerate(read_frames(path)):
        at = Fraction(frame.pts or 0) * (frame.time_base or Fraction(1, 1000))
        begin = at if begin is None else begin
        if Fraction(sent, spec.fps) > at - begin:
            continue
        picture = _fitted(_upright(frame, shape), spec)
        while Fraction(sent, spec.fps) <= at - begin:
            yield index, picture
            sent += 1


def _pixel_shape(path: Path) -> float:
    """Width of a pixel for its height."""
    with open_media(path) as container:
        stream = film_in(container)
        return float((stream.sample_aspect_ratio if stream else None) or 1)


def _upright(frame: av.VideoFrame, shape: float) -> Frames:
    """A frame as a player shows it: turned as its camera was held, its pixels square."""
    rgb = to_rgb(frame)
    if abs(shape - 1) > 0.01:
        rgb = np.asarray(cv2.resize(rgb, (round(rgb.shape[1] * shape), rgb.shape[0]), interpolation=cv2.INTER_AREA), np.uint8)
    return np.rot90(rgb, round(frame.rotation / 90) % 4)


def _fitted(rgb: Frames, spec: ClipSpec) -> Frames:
    """The middle of a picture, cut to the shape and brought to the size."""
    height, width = rgb.shape[:2]
    scale = min(width / spec.width, height / spec.height)
    wide, tall = round(spec.width * scale), round(spec.height * scale)
    left, top = (width - wide) // 2, (height - tall) // 2
    cut = np.ascontiguousarray(rgb[top : top + tall, left : left + wide])
    return np.asarray(cv2.resize(cut, (spec.width, spec.height), interpolation=cv2.INTER_AREA), np.uint8)


def sign_of(frames: Frames) -> bytes:
    """24 bytes by which a clip is known again after it was encoded anew or made smaller: whether it grows lighter to the right,
    on 8 × 8 places of its first, middle and last frame. Empty where a picture is too plain."""
    bits = []
    for frame in (frames[0], frames[len(frames) // 2], frames[-1]):
        gray = cv2.resize(cv2.cvtColor(frame, cv2.COLOR_RGB2GRAY), (_THUMB + 1, _THUMB), interpolation=cv2.INTER_AREA)
        if gray.std() < _PLAIN:
            return b""
        bits.append(gray[:, 1:] > gray[:, :-1])
    return np.packbits(np.stack(bits)).tobytes()


class Seen:
    """The signs of clips that are in a set, to find one that shows the same out of another file."""

    def __init__(self, most: int = 12) -> None:
        self._most = most
        self._signs = np.zeros((64, 24), np.uint8)
        self._files: list[str] = []

    def add(self, sign: bytes, file: str) -> None:
        if not sign:
            return
        if len(self._files) == len(self._signs):
            self._signs = np.concatenate([self._signs, np.zeros_like(self._signs)])
        self._signs[len(self._files)] = np.frombuffer(sign, np.uint8)
        self._files.append(file)

    def twin(self, sign: bytes, file: str) -> str:
        """Another file with a clip that differs in at most 12 of 192 bits; "" where there is none.

        Measured on 24 rendered scenes: half as large 0–10, brighter 1–12, at a third of the size 1–16, at JPEG quality 30 1–32
        (three above 12); another framing of one set-up 26 and more, another scene 43 and more.
        """
        if not sign or not self._files:
            return ""
        apart = np.bitwise_count(self._signs[: len(self._files)] ^ np.frombuffer(sign, np.uint8)).sum(axis=1)
        return next((self._files[index] for index in np.flatnonzero(apart <= self._most) if self._files[index] != file), "")
