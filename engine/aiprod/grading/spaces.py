# SPDX-License-Identifier: Apache-2.0
"""What footage comes in, ACEScct in the middle, what goes out: colour spaces through OpenColorIO's pinned ACES 2 configuration.

Three kinds of footage:

* a display's codes (the animatic, graphics, finished films): brought in through the exact inverse of that display's ACES 2
  view, so that no grade gives back the same picture (mean error 6·10⁻⁵ over the whole Rec.709 cube, largest 0.006 at the edge
  of the gamut);
* a camera's logarithmic codes: its maker's curve and primaries, as the configuration has them;
* scene-linear light (floats, 1.0 is a white that reflects everything): the primaries alone.

A table over linear light would spend its points on the highlights: such footage is shaped first by the analytic ACEScct
curve (`to_lattice`), and its tables are indexed by that.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from numpy.typing import NDArray

from aiprod.film.errors import EngineError, UserError

if TYPE_CHECKING:
    import PyOpenColorIO

Colours = NDArray[np.float32]
"""float32 [..., 3]: R, G, B."""
Kind = Literal["display", "log", "linear"]

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
WORKING = "ACEScct"


@dataclass(frozen=True)
class Input:
    """What footage may be.

    Attributes:
        title: for people.
        space: the configuration's name.
        kind: display codes, logarithmic codes (both 0–1), or scene-linear light (0 and up).
        view: of a display, the view that is undone; "" where the configuration converts by itself.
    """

    title: str
    space: str
    kind: Kind
    view: str = ""


_SDR_P3 = "ACES 2.0 - SDR 100 nits (P3 D65)"
_HDR_2020, _HDR_P3 = "ACES 2.0 - HDR 1000 nits (Rec.2020)", "ACES 2.0 - HDR 1000 nits (P3 D65)"
_PQ, _HLG = "Rec.2100-PQ - Display", "Rec.2100-HLG - Display"
_REC2020 = "REC.1886-REC.2020"
"""No display of the configuration: built from OpenColorIO's own transform (`_rec2020`)."""

INPUTS: Mapping[str, Input] = {
    "rec709": Input("Rec.709 display, BT.1886", DISPLAY, "display", VIEW),
    "srgb": Input("sRGB display: graphics and stills", "sRGB - Display", "display", VIEW),
    "display-p3": Input("Display P3: telephones and their stills", "Display P3 - Display", "display", _SDR_P3),
    "p3d65": Input("P3-D65 display, gamma 2.6", "Gamma 2.6 P3-D65 - Display", "display", _SDR_P3),
    "rec2020": Input("Rec.2020 display, BT.1886 (its P3 part)", _REC2020, "display", _SDR_P3),
    "pq": Input("Rec.2100 PQ, 1000 cd/m²", _PQ, "display", _HDR_2020),
    "pq-p3": Input("Rec.2100 PQ limited to P3-D65, 1000 cd/m²", _PQ, "display", _HDR_P3),
    "hlg": Input("Rec.2100 HLG, 1000 cd/m²", _HLG, "display", _HDR_P3),
    "rec709-camera": Input("Rec.709 as a camera writes it (BT.709's OETF), no look in it", "Camera Rec.709", "log"),
    "logc3": Input("ARRI LogC3 (EI 800), Wide Gamut 3", "ARRI LogC3 (EI800)", "log"),
    "logc4": Input("ARRI LogC4, Wide Gamut 4", "ARRI LogC4", "log"),
    "slog3": Input("Sony S-Log3, S-Gamut3", "S-Log3 S-Gamut3", "log"),
    "slog3-cine": Input("Sony S-Log3, S-Gamut3.Cine", "S-Log3 S-Gamut3.Cine", "log"),
    "slog3-venice": Input("Sony S-Log3, S-Gamut3 of the Venice", "S-Log3 Venice S-Gamut3", "log"),
    "slog3-venice-cine": Input("Sony S-Log3, S-Gamut3.Cine of the Venice", "S-Log3 Venice S-Gamut3.Cine", "log"),
    "vlog": Input("Panasonic V-Log, V-Gamut", "V-Log V-Gamut", "log"),
    "log3g10": Input("RED Log3G10, REDWideGamutRGB", "Log3G10 REDWideGamutRGB", "log"),
    "clog2": Input("Canon Log 2, Cinema Gamut", "CanonLog2 CinemaGamut D55", "log"),
    "clog3": Input("Canon Log 3, Cinema Gamut", "CanonLog3 CinemaGamut D55", "log"),
    "bmdfilm-gen5": Input("Blackmagic Film Generation 5, Wide Gamut", "BMDFilm WideGamut Gen5", "log"),
    "davinci": Input("DaVinci Intermediate, Wide Gamut", "DaVinci Intermediate WideGamut", "log"),
    "applelog": Input("Apple Log, Rec.2020 primaries", "Apple Log", "log"),
    "applelog2": Input("Apple Log 2, Apple Wide Gamut", "Apple Log 2", "log"),
    "dlog": Input("DJI D-Log, D-Gamut", "D-Log D-Gamut", "log"),
    "acescct": Input("ACEScct", WORKING, "log"),
    "acescg": Input("ACEScg, scene-linear", "ACEScg", "linear"),
    "aces2065-1": Input("ACES2065-1, scene-linear", "ACES2065-1", "linear"),
    "lin-rec709": Input("Scene-linear, Rec.709 primaries", "Linear Rec.709 (sRGB)", "linear"),
    "lin-rec2020": Input("Scene-linear, Rec.2020 primaries", "Linear Rec.2020", "linear"),
    "lin-p3d65": Input("Scene-linear, P3-D65 primaries", "Linear P3-D65", "linear"),
}
"""Our short names, which films keep → what the footage is."""
_BUILTINS: Mapping[tuple[str, str], tuple[str, str]] = {
    (_REC2020, _SDR_P3): (
        "ACES-OUTPUT - ACES2065-1_to_CIE-XYZ-D65 - SDR-100nit-P3-D65_2.0",
        "DISPLAY - CIE-XYZ-D65_to_REC.1886-REC.2020",
    )
}  # fmt: skip
"""Displays that the configuration lacks: its own view transform, and OpenColorIO's encoding of the display. A Rec.2020 SDR
picture is the P3-D65 view's, colour for colour, in the wider container."""


def input_named(name: str) -> Input:
    """Raises UserError for an unknown name."""
    if name not in INPUTS:
        raise UserError(f"There is no footage of the kind {name!r}", f"the kinds are {', '.join(INPUTS)}", "Choose one of them.")
    return INPUTS[name]


def is_display(name: str) -> bool:
    """Whether the output (or input) is a display's codes, 0–1."""
    return input_named(name).kind == "display"


def display_to_acescct(display: Colours, config: str = CONFIG) -> Colours:
    """Rec.709 display codes (0–1, BT.1886) to ACEScct."""
    return to_acescct(display, "rec709", config)


def acescct_to_display(acescct: Colours, config: str = CONFIG) -> Colours:
    """ACEScct through the ACES 2 SDR output transform to Rec.709 display codes, 0–1."""
    return to_output(acescct, "rec709", config)


def to_acescct(codes: Colours, space: str, config: str = CONFIG) -> Colours:
    """Footage in the input space `space` to ACEScct. Codes are 0–1; scene-linear light may be any float."""
    return _apply(_processor(config, space, True), codes)


def from_acescct(acescct: Colours, space: str, config: str = CONFIG) -> Colours:
    """ACEScct to an input space, the inverse of `to_acescct`; not clipped, save by a display's view."""
    return _apply(_processor(config, space, False), acescct)


def to_output(acescct: Colours, output: str, config: str = CONFIG) -> Colours:
    """ACEScct to an output's codes (`film.output`).

    Displays: through the ACES 2 view, clipped to 0–1. "acescg": scene-linear light, never clipped, no view. Any other input's
    name works too, for tables that go on to another program.
    """
    result = from_acescct(acescct, output, config)
    return np.clip(result, 0.0, 1.0) if is_display(output) else result


def to_lattice(codes: Colours, space: str, config: str = CONFIG) -> Colours:
    """What a baked table is indexed by: the codes themselves, or for scene-linear light its ACEScct, clipped to 0–1.

    1 is then 222.9 times the light of a white: more than any camera holds. Light below 0 down to −0.007 is kept.
    """
    if input_named(space).kind != "linear":
        return np.asarray(codes, np.float32)
    return np.clip(to_acescct(codes, space, config), 0.0, 1.0)


def lattice_space(space: str) -> str:
    """The space of a table's index: the footage's own, or ACEScct for scene-linear light."""
    return "acescct" if input_named(space).kind == "linear" else space


def _apply(processor: PyOpenColorIO.CPUProcessor, colours: Colours) -> Colours:
    flat: Colours = np.array(colours, dtype=np.float32, order="C").reshape(-1, 3)
    if flat.size:
        processor.applyRGB(flat)
    return flat.reshape(np.shape(colours))


@cache
def _processor(config: str, name: str, inward: bool) -> PyOpenColorIO.CPUProcessor:
    """From footage to ACEScct (`inward`), or from ACEScct."""
    import PyOpenColorIO

    try:
        return ocio_config(config).getProcessor(ocio_transform(name, inward)).getDefaultCPUProcessor()
    except PyOpenColorIO.Exception as error:
        raise EngineError(f"OpenColorIO can't convert {name}", str(error)) from error


def ocio_transform(name: str, inward: bool) -> PyOpenColorIO.Transform:
    """OpenColorIO's transform from footage or an output's codes to ACEScct (`inward`), or from ACEScct to them."""
    import PyOpenColorIO

    made = _outward(name)
    if inward:
        made.setDirection(PyOpenColorIO.TRANSFORM_DIR_INVERSE)
    return made


def _outward(name: str) -> PyOpenColorIO.Transform:
    import PyOpenColorIO

    space = input_named(name)
    if not space.view:
        return PyOpenColorIO.ColorSpaceTransform(src=WORKING, dst=space.space)
    if (space.space, space.view) in _BUILTINS:
        return _built(*_BUILTINS[space.space, space.view])
    return PyOpenColorIO.DisplayViewTransform(src=WORKING, display=space.space, view=space.view)


def _built(view: str, display: str) -> PyOpenColorIO.Transform:
    import PyOpenColorIO

    return PyOpenColorIO.GroupTransform(
        [
            PyOpenColorIO.ColorSpaceTransform(src=WORKING, dst="ACES2065-1"),
            PyOpenColorIO.BuiltinTransform(view),
            PyOpenColorIO.BuiltinTransform(display),
        ]
    )


@cache
def ocio_config(name: str) -> Any:
    """OpenColorIO's built-in configuration of a name. Raises EngineError where this OpenColorIO has none."""
    import PyOpenColorIO

    try:
        return PyOpenColorIO.Config.CreateFromFile(f"ocio://{name}")
    except PyOpenColorIO.Exception as error:
        raise EngineError(
            f"The colour configuration {name} is not in this OpenColorIO", str(error), "Reinstall AIPROD's colour package."
        ) from error
