# SPDX-License-Identifier: Apache-2.0
"""The grade of a shot."""

from __future__ import annotations

from pydantic import Field

from aiprod.film.base import FilmObject

Triple = tuple[float, float, float]


class Cdl(FilmObject):
    """An ASC colour decision list, applied in ACEScct: out = clamp(in·slope + offset)^power, then saturation."""

    slope: Triple = (1.0, 1.0, 1.0)
    offset: Triple = (0.0, 0.0, 0.0)
    power: Triple = (1.0, 1.0, 1.0)
    saturation: float = Field(1.0, ge=0, le=4)


class ShotGrade(FilmObject):
    shot: str
    cdl: Cdl = Cdl()
    look: str = "neutral"
    """The name of a look of the library."""
    look_strength: float = Field(1.0, ge=0, le=1)
    config: str = "studio-config-v5.0.0_aces-v2.1_ocio-v2.6"
    """The OpenColorIO built-in configuration; its name is kept with the film."""
