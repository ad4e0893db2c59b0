# SPDX-License-Identifier: Apache-2.0
"""What the mixer is given: stems in time, and the target."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from aiprod.film.base import FilmObject

Bus = Literal["dialogue", "music", "ambience", "effects"]


class Stem(FilmObject):
    """A piece of sound placed on the film's time."""

    name: str
    bus: Bus
    file: str
    """Path of a 48 kHz WAV or FLAC, mono or stereo."""
    sha256: str = ""
    start_s: float = Field(ge=0)
    source_in_s: float = Field(0, ge=0)
    duration_s: float | None = Field(None, gt=0)
    gain_db: float = Field(0, ge=-96, le=24)
    pan: float = Field(0, ge=-1, le=1)
    fade_in_s: float = Field(0, ge=0)
    fade_out_s: float = Field(0, ge=0)


class MixPlan(FilmObject):
    stems: tuple[Stem, ...]
    duration_s: float = Field(gt=0)
    target_lufs: float = -16.0
    true_peak_dbtp: float = Field(-1.0, le=0)
