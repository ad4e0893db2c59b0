# SPDX-License-Identifier: Apache-2.0
"""What a picture may show, as profiles have it."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from aiprod.film.base import FilmObject

Bars = Literal["any", "letterbox", "none"]


class PictureLimits(FilmObject):
    """What a picture may show. A limit of None is not judged at all."""

    black_s: float | None = Field(0.5, gt=0)
    """The longest black stretch that nobody planned, seconds."""
    frozen_s: float | None = Field(1.0, gt=0)
    """The longest frozen stretch that nobody planned, seconds."""
    duplicate_share: float | None = Field(0.01, ge=0, le=1)
    """Share of frames that may repeat the one before in the middle of a movement."""
    dropped: bool = True
    """Whether frames missing at regular intervals count."""
    torn: bool = True
    """Whether frames made of two frames count."""
    glitches: bool = True
    """Whether frames that belong to nothing around them count: flashes of white, black or another picture."""
    corrupt: bool = True
    """Whether damaged blocks, impossible colours and frames that can't be decoded count."""
    flicker_codes: float | None = Field(1.2, gt=0)
    """Periodic pumping of the brightness, amplitude in 8-bit codes."""
    banding_share: float | None = Field(0.025, ge=0, le=1)
    """Share of a picture's area that may lie in staircases where there should be a gradient."""
    dead_pixels: int | None = Field(0, ge=0)
    """How many pixels may be stuck."""
    blockiness: float | None = Field(1.5, gt=1)
    """How much stronger the edges on the coding grid may be than those beside it."""
    combing_share: float | None = Field(0.05, ge=0, le=1)
    """Share of the looked-at frames of a progressive picture that may show two fields of different times."""
    bars: Bars = "letterbox"
    """Black borders: "any", none but letterbox, or none at all."""
    aspect: float | None = Field(None, gt=0)
    """The picture's shape inside its borders, width to height; ± 1 %."""
    legal_share: float | None = Field(0.01, ge=0, le=1)
    """Share of a frame's area whose luma may lie outside the preferred range of EBU R 103 (5–246 of 8 bits)."""
    gamut_share: float | None = Field(0.01, ge=0, le=1)
    """The same for the R′G′B′ that the signal stands for."""
    flashes_per_s: float | None = Field(3.0, gt=0)
    """ITU-R BT.1702-3: more flashes within a second are harmful."""
    red_flashes_per_s: float | None = Field(3.0, gt=0)
    patterns: bool = True
    """Whether stripes over much of the screen count (ITU-R BT.1702-3, Ofcom's guidance on regular patterns)."""
