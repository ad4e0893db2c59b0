# SPDX-License-Identifier: Apache-2.0
"""Matching to a still that the user gives: a photograph, a frame of another film, a grab from a grading desk."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from aiprod.film.errors import UserError
from aiprod.film.grade import Cdl
from aiprod.grading import auto_words as words
from aiprod.grading.auto_words import Correction
from aiprod.grading.cdl import apply_cdl
from aiprod.grading.matching import (
    Fit,
    Limits,
    Statistics,
    Vector,
    bounded,
    fitted,
    likeness,
    paired,
    pairs_of,
    sampled,
    statistics,
)  # fmt: skip
from aiprod.grading.overlap import Still
from aiprod.grading.skin import find_skin, off_line
from aiprod.grading.spaces import AP1_LUMA, STOP

WISHED = Limits(exposure=1.8, balance=0.05, contrast=1.4, saturation=1.3)
"""How far a match goes that somebody asked for."""
_LEAST_AMOUNT = 0.5
_SKIN_TURN_DEG = 8.0
_SMALLEST = 16
_MOST_PROFILE = 1 << 22
_STEPS = 10


@dataclass(frozen=True)
class StillMatch:
    """A shot brought to a reference still.

    Attributes:
        cdl: the balance, in ACEScct; goes where the studio's balance is (`ShotGrade.cdl`).
        confidence: 0–1, how well the two then agree; under 0.3 the still shows something else.
        overlap: whether both show the same set-up, so that the same places were compared.
        corrections: what was done, in words.
    """

    cdl: Cdl
    confidence: float
    overlap: bool
    corrections: tuple[Correction, ...]


def match_to_still(stills: Sequence[Still], reference: Path, space: str = "rec709") -> StillMatch:
    """Bring a shot to a reference still.

    Args:
        stills: of the shot, uint8 [h, w, 3] in `space`.
        reference: a PNG or JPEG. An ICC profile in it is followed (sRGB, Display P3); without one its codes are taken for what
            the film's own stills are, Rec.709.

    Raises UserError for a picture that can't be read, is too small or empty, or carries another profile.
    """
    picture, told = _read(reference)
    own, other = statistics(sampled(stills, space), space), statistics(sampled([picture], told), told)
    pairs = pairs_of(stills, [picture] * len(stills), (space, told))
    if pairs is not None:
        fit, sure = paired(*pairs)
        cdl, kept = bounded(fit, own, WISHED, max(sure, _LEAST_AMOUNT)), 1.0
    else:
        fit = fitted(own, other)
        sure = likeness(fit, own, other)
        cdl, kept = _skin_kept(fit, own, max(sure, _LEAST_AMOUNT))
    said = _told(cdl, own.mean, kept, words.match(reference.name, sure, pairs is not None))
    return StillMatch(cdl, round(sure, 3), pairs is not None, tuple(said))


def _read(reference: Path) -> tuple[Still, str]:
    from aiprod.media.pictures import read_picture

    picture, space = read_picture(reference), space_of(reference)
    if min(picture.shape[:2]) < _SMALLEST:
        raise _refused(reference, f"it has only {picture.shape[1]} × {picture.shape[0]} pixels")
    if float(picture.reshape(-1, 3).std(axis=0).max()) < 2.0:
        raise _refused(reference, "it shows one colour and nothing else")
    return picture, space


def _skin_kept(fit: Fit, own: Statistics, amount: float) -> tuple[Cdl, float]:
    """The match, held back until skin stays near its line: a still of other things says nothing about skin."""
    colours = own.samples.astype(np.float32)
    skin = find_skin(colours)
    allowed = max(_SKIN_TURN_DEG, abs(skin.off_line_deg)) if skin else 180.0
    for step in range(_STEPS, 0, -1):
        cdl = bounded(fit, own, WISHED, amount * step / _STEPS)
        if skin is None or abs(off_line(apply_cdl(colours[skin.where], cdl))) <= allowed:
            return cdl, step / _STEPS
    return Cdl(), 0.0


def _told(cdl: Cdl, mean: Vector, kept: float, matched: Correction) -> Iterator[Correction]:
    shift = apply_cdl(mean.astype(np.float32), cdl).astype(np.float64) - mean
    luma = float(shift @ AP1_LUMA)
    yield matched
    yield words.moved(luma / STOP, (shift - luma) / STOP, float(np.mean(cdl.slope)), cdl.saturation)
    if kept < 1:
        yield words.held_for_skin(kept)


def space_of(picture: Path) -> str:
    """What a still's codes are (`spaces.INPUTS`), by its ICC profile."""
    data = picture.read_bytes()
    profile = _png_profile(data) if data.startswith(b"\x89PNG") else _jpeg_profile(data)
    if not profile:
        return "rec709"
    name = _profile_name(profile)
    for part, space in (("srgb", "srgb"), ("display p3", "display-p3"), ("rec. 709", "rec709"), ("rec709", "rec709")):
        if part in name.lower():
            return space
    raise _refused(
        picture, f"its colours are in the profile “{name or 'without a name'}”", "Save it in sRGB, then give it again."
    )


def _png_profile(data: bytes) -> bytes:
    at = 8
    while at + 12 <= len(data):
        length, kind = struct.unpack(">I4s", data[at : at + 8])
        if kind == b"iCCP":
            body = data[at + 8 : at + 8 + length]
            return zlib.decompressobj().decompress(body[body.index(b"\0") + 2 :], _MOST_PROFILE)
        if kind == b"IDAT":
            return b""
        at += 12 + length
    return b""


def _jpeg_profile(data: bytes) -> bytes:
    at, found = 2, b""
    while at + 4 <= len(data) and data[at] == 0xFF and data[at + 1] != 0xDA:
        length = int.from_bytes(data[at + 2 : at + 4], "big")
        if data[at + 1] == 0xE2 and data[at + 4 : at + 16] == b"ICC_PROFILE\0":
            found += data[at + 18 : at + 2 + length]
        at += 2 + max(length, 2)
    return found


def _profile_name(profile: bytes) -> str:
    """The description of an ICC profile: tag `desc`, of type desc (version 2) or mluc (version 4)."""
    count = int.from_bytes(profile[128:132], "big")
    for number in range(min(count, 100)):
        tag, offset, size = struct.unpack(">4sII", profile[132 + 12 * number : 144 + 12 * number].ljust(12, b"\0"))
        body = profile[offset : offset + size]
        if tag == b"desc" and body[:4] == b"mluc" and len(body) >= 28:
            length, start = struct.unpack(">II", body[20:28])
            return body[start : start + length].decode("utf-16-be", "replace")
        if tag == b"desc" and len(body) > 12:
            return body[12 : 12 + int.from_bytes(body[8:12], "big")].rstrip(b"\0").decode("latin-1")
    return ""


def _refused(picture: Path, why: str, remedy: str = "Give another still.") -> UserError:
    return UserError(f"{picture.name} can't be matched to", why, remedy)
