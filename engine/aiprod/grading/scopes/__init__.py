# SPDX-License-Identifier: Apache-2.0
"""Scopes: what a frame measures, as data and as pictures. Importing this package loads nothing heavy.

signal = Signal.from_frame(frame)           # or from_rgb, from_codes, from_planes
scope = measure("vectorscope", signal)
scope.counts, scope.summary()
draw(scope, 640, 400, "en")                 # uint8 [400, 640, 3]
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, get_args

from aiprod.film.brief import Language
from aiprod.film.errors import UserError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from aiprod.grading.scopes.chromaticity import Chromaticity
    from aiprod.grading.scopes.false_colour import FalseColour
    from aiprod.grading.scopes.histogram import Histogram
    from aiprod.grading.scopes.signal import Signal
    from aiprod.grading.scopes.vectorscope import Vectorscope
    from aiprod.grading.scopes.waveform import Waveform

    Scope = Waveform | Histogram | Vectorscope | Chromaticity | FalseColour
    Rgb = NDArray[np.uint8]

ScopeName = Literal["waveform", "rgb", "parade", "vectorscope", "histogram", "cie1931", "cie1976", "false"]
SCOPES: tuple[ScopeName, ...] = get_args(ScopeName)
WIDTH, HEIGHT = 640, 400


def scope_named(name: str) -> ScopeName:
    """Raises UserError for an unknown one."""
    for known in SCOPES:
        if name == known:
            return known
    raise UserError(f"There is no scope {name!r}", f"they are {', '.join(SCOPES)}", "Name one of them, or all.")


def measure(name: ScopeName, signal: Signal) -> Scope:
    """One scope of a frame."""
    from aiprod.grading.scopes import chromaticity, false_colour, histogram, vectorscope, waveform

    match name:
        case "waveform":
            return waveform.waveform(signal, "luma")
        case "rgb" | "parade":
            return waveform.waveform(signal, name)
        case "vectorscope":
            return vectorscope.vectorscope(signal)
        case "histogram":
            return histogram.histogram(signal)
        case "cie1931":
            return chromaticity.chromaticity(signal, "1931")
        case "cie1976":
            return chromaticity.chromaticity(signal, "1976")
        case "false":
            return false_colour.false_colour(signal)


def draw(scope: Scope, width: int = WIDTH, height: int = HEIGHT, language: Language = "en") -> Rgb:
    """A scope as a picture, uint8 [height, width, 3], R′G′B′."""
    from aiprod.grading.scopes import colour_pictures, waveform_pictures
    from aiprod.grading.scopes.chromaticity import Chromaticity
    from aiprod.grading.scopes.histogram import Histogram
    from aiprod.grading.scopes.vectorscope import Vectorscope
    from aiprod.grading.scopes.waveform import Waveform

    if isinstance(scope, Waveform):
        return waveform_pictures.draw_waveform(scope, width, height, language)
    if isinstance(scope, Histogram):
        return waveform_pictures.draw_histogram(scope, width, height, language)
    if isinstance(scope, Vectorscope):
        return colour_pictures.draw_vectorscope(scope, width, height, language)
    if isinstance(scope, Chromaticity):
        return colour_pictures.draw_chromaticity(scope, width, height, language)
    return colour_pictures.draw_false_colour(scope, width, height, language)


def look_at(signal: Signal, names: tuple[ScopeName, ...]) -> dict[str, Any]:
    """What each scope reads, as numbers for JSON."""
    return {name: measure(name, signal).summary() for name in names}


def sheet(signal: Signal, names: tuple[ScopeName, ...], language: Language = "en", note: str = "") -> Rgb:
    """The frame and its scopes on one sheet, R′G′B′ uint8; a single scope stands alone."""
    import numpy as np

    from aiprod.grading.scopes.colour_pictures import draw_picture

    tiles = [draw(measure(name, signal), WIDTH, HEIGHT, language) for name in names]
    if len(tiles) == 1:
        return tiles[0]
    tiles.insert(0, draw_picture(_seen(signal), WIDTH, HEIGHT, language, note))
    columns = 2 if len(tiles) <= 4 else 3
    blank = np.full_like(tiles[0], tiles[0][0, 0])
    tiles += [blank] * (-len(tiles) % columns)
    return np.vstack([np.hstack(tiles[i : i + columns]) for i in range(0, len(tiles), columns)])


def _seen(signal: Signal) -> Rgb:
    """The frame as an SDR monitor shows it."""
    import cv2
    import numpy as np

    from aiprod.grading.scopes.signal import BLACK, LUMA_SPAN
    from aiprod.grading.spaces import acescct_to_display, to_acescct

    width = min(WIDTH, signal.size[1])
    height = max(1, round(signal.size[0] * width / signal.size[1]))
    small = cv2.resize(signal.rgb, (width, height), interpolation=cv2.INTER_AREA)
    codes = np.clip((small.astype(np.float32) - np.float32(BLACK)) / np.float32(LUMA_SPAN), 0, 1)
    if signal.output.name != "rec709":
        codes = acescct_to_display(to_acescct(codes, signal.output.name))
    seen: Rgb = np.rint(255 * codes).astype(np.uint8)
    return seen
