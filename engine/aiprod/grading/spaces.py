# SPDX-License-Identifier: Apache-2.0
"""Display Rec.709 ↔ ACEScct through OpenColorIO's built-in ACES configuration.

The animatic is display-referred: its frames are what a Rec.709 monitor shows. The grade happens in ACEScct, reached through
the exact inverse of the ACES 2 SDR output transform, so that no grade gives back the same picture (mean error 6·10⁻⁵ over
the whole cube, largest 0.006 at the edge of the gamut).
"""

from __future__ import annotations

from collections.abc import Mapping
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


INPUTS: Mapping[str, str] = {
    "rec709": DISPLAY,
    "srgb": "sRGB - Display",
    "p3d65": "Gamma 2.6 P3-D65 - Display",
    "pq": "Rec.2100-PQ - Display",
    "hlg": "Rec.2100-HLG - Display",
}  # fmt: skip
"""What footage may be: our name → the configuration's."""
_VIEWS: Mapping[str, tuple[str, str]] = {
    "rec709": (DISPLAY, VIEW),
    "p3d65": ("Gamma 2.6 P3-D65 - Display", "ACES 2.0 - SDR 100 nits (P3 D65)"),
    "pq": ("Rec.2100-PQ - Display", "ACES 2.0 - HDR 1000 nits (Rec.2020)"),
    "pq-p3": ("Rec.2100-PQ - Display", "ACES 2.0 - HDR 1000 nits (P3 D65)"),
    "hlg": ("Rec.2100-HLG - Display", "ACES 2.0 - HDR 1000 nits (P3 D65)"),
}
"""Outputs (`film.output`) → display and view of the configuration."""


def display_to_acescct(display: Colours, config: str = CONFIG) -> Colours:
    """Rec.709 display codes (0–1, BT.1886) to ACEScct."""
    return to_acescct(display, "rec709", config)


def acescct_to_display(acescct: Colours, config: str = CONFIG) -> Colours:
    """ACEScct through the ACES 2 SDR output transform to Rec.709 display codes, 0–1."""
    return to_output(acescct, "rec709", config)


def to_acescct(codes: Colours, space: str, config: str = CONFIG) -> Colours:
    """Codes of footage (0–1) in the input space `space` to ACEScct."""
    return _apply(_input_processor(config, space), codes)


def to_output(acescct: Colours, output: str, config: str = CONFIG) -> Colours:
    """ACEScct through the ACES 2 output transform of a display (`film.output`) to its codes, 0–1."""
    return np.clip(_apply(_output_processor(config, output), acescct), 0.0, 1.0)


def _apply(processor: PyOpenColorIO.CPUProcessor, colours: Colours) -> Colours:
    flat: Colours = np.array(colours, dtype=np.float32, order="C").reshape(-1, 3)
    processor.applyRGB(flat)
    return flat.reshape(np.shape(colours))


@cache
def _input_processor(config: str, space: str) -> PyOpenColorIO.CPUProcessor:
    import PyOpenColorIO

    if space not in _VIEWS:  # scene-referred, or a display without a view of ours
        return _config(config).getProcessor(INPUTS[space], "ACEScct").getDefaultCPUProcessor()
    display, view = _VIEWS[space]
    inverse = PyOpenColorIO.TRANSFORM_DIR_INVERSE
    transform = PyOpenColorIO.DisplayViewTransform(src="ACEScct", display=display, view=view, direction=inverse)
    return _config(config).getProcessor(transform).getDefaultCPUProcessor()


@cache
def _output_processor(config: str, output: str) -> PyOpenColorIO.CPUProcessor:
    import PyOpenColorIO

    display, view = _VIEWS[output]
    transform = PyOpenColorIO.DisplayViewTransform(src="ACEScct", display=display, view=view)
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
