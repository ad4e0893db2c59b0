# SPDX-License-Identifier: Apache-2.0
"""What all scopes' pictures are drawn with: the panel, its plot, lines, words, and the glow of a trace."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any, cast

import numpy as np
import skia
from numpy.typing import NDArray

from aiprod.film.brief import Language
from aiprod.film.errors import EngineError
from aiprod.models.cards import models_root

Rgb = NDArray[np.uint8]
Colour = tuple[int, int, int]
Points = Iterable[tuple[float, float]]
GROUND, PLOT = (15, 17, 20), (7, 8, 10)
GRID, TEXT, TITLE, MARK = (46, 50, 56), (142, 148, 156), (214, 211, 204), (150, 108, 56)
TRACE = (206, 232, 214)
CHANNELS: tuple[Colour, Colour, Colour] = ((255, 66, 58), (64, 226, 92), (72, 128, 255))


@dataclass(frozen=True)
class Box:
    """A rectangle in a picture, in whole pixels."""

    left: int
    top: int
    width: int
    height: int

    @property
    def right(self) -> int:
        return self.left + self.width

    @property
    def bottom(self) -> int:
        return self.top + self.height


class Panel:
    """An opaque picture to draw on; `pixels` is uint8 [h, w, 3]."""

    def __init__(self, width: int, height: int, title: str = "", note: str = "") -> None:
        self._rgba = np.empty((height, width, 4), np.uint8)
        self._surface = skia.Surface(self._rgba)
        self._canvas = self._surface.getCanvas()
        self._canvas.clear(skia.Color(*GROUND))
        self.text(title, 14, 19, 13, TITLE, bold=True)
        self.text(note, width - 12, 19, 11, TEXT, align=1.0)

    @property
    def pixels(self) -> Rgb:
        self._surface.flushAndSubmit()
        return np.ascontiguousarray(self._rgba[..., :3])

    def fill(self, box: Box, colour: Colour) -> None:
        self._canvas.drawRect(skia.Rect.MakeXYWH(box.left, box.top, box.width, box.height), skia.Paint(Color=skia.Color(*colour)))

    def lines(self, points: Points, colour: Colour, width: float = 1.0, closed: bool = False) -> None:
        path = skia.Path()
        path.addPoly([skia.Point(float(x), float(y)) for x, y in points], closed)
        paint = skia.Paint(Color=skia.Color(*colour), AntiAlias=True, Style=skia.Paint.kStroke_Style, StrokeWidth=width)
        self._canvas.drawPath(path, paint)

    def rule(self, box: Box, y: float, colour: Colour) -> None:
        """A level line across the plot, on whole pixels."""
        self.fill(Box(box.left, round(y), box.width, 1), colour)

    def circle(self, x: float, y: float, radius: float, colour: Colour, width: float = 1.0) -> None:
        paint = skia.Paint(Color=skia.Color(*colour), AntiAlias=True, Style=skia.Paint.kStroke_Style, StrokeWidth=width)
        self._canvas.drawCircle(x, y, radius, paint)

    def text(
        self, text: str, x: float, baseline: float, size: float, colour: Colour, align: float = 0.0, *, bold: bool = False
    ) -> None:
        """`align` 0 sets the text to the right of x, 0.5 about it, 1 to its left."""
        font = _font("Inter-SemiBold.otf" if bold else "Inter-Regular.otf", size)
        left = x - align * float(font.measureText(text))
        self._canvas.drawString(text, left, baseline, font, skia.Paint(Color=skia.Color(*colour), AntiAlias=True))

    def paste(self, rgb: Rgb, left: int, top: int) -> None:
        self._surface.flushAndSubmit()
        self._rgba[top : top + rgb.shape[0], left : left + rgb.shape[1], :3] = rgb


@cache
def _font(file: str, size: float) -> skia.Font:
    path = models_root() / "fonts" / "inter" / file
    face = skia.Typeface.MakeFromFile(str(path)) if path.is_file() else None
    if face is None:
        raise EngineError(f"The font {file} is missing", f"{path} can't be read", "Reinstall AIPROD.")
    font = skia.Font(face, size)
    font.setEdging(skia.Font.Edging.kAntiAlias)
    font.setSubpixel(True)
    return font


def plot_box(width: int, height: int, left: int = 46) -> Box:
    return Box(left, 30, width - left - 14, height - 30 - 14)


def square_box(height: int) -> Box:
    side = height - 30 - 14
    return Box(14, 30, side, side)


def glow(counts: NDArray[Any], unit: float) -> NDArray[np.uint8]:
    """Counts as brightness, 0–255: rare things stay visible, frequent ones saturate. `unit` is a count that is clearly seen."""
    seen = np.arange(1024)
    table = np.where(seen, 40 + 215 * (1 - np.exp(-seen / max(unit, 0.25))), 0).astype(np.uint8)
    return cast("NDArray[np.uint8]", np.take(table, np.minimum(counts, 1023)))


def thickened(brightness: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Points as dots of three cells, so that a flat colour is seen, and so are 8-bit differences that fill every other cell."""
    import cv2

    around = cv2.dilate(brightness, np.ones((3, 3), np.uint8))
    return cast("NDArray[np.uint8]", np.maximum(brightness, around // 4 * 3))


def fitted(brightness: NDArray[np.uint8], width: int, height: int) -> NDArray[np.uint8]:
    """A trace at the size of the plot, lowest row at the bottom."""
    import cv2

    flipped = np.ascontiguousarray(brightness[::-1])
    smaller = width < brightness.shape[1] or height < brightness.shape[0]
    way = cv2.INTER_AREA if smaller else cv2.INTER_LINEAR
    return cast("NDArray[np.uint8]", cv2.resize(flipped, (width, height), interpolation=way))


def lay(base: Rgb, box: Box, trace: Rgb) -> None:
    """Add light to the plot, in place."""
    import cv2

    part = base[box.top : box.bottom, box.left : box.right]
    cv2.add(part, trace, dst=part)


def tinted(brightness: NDArray[np.uint8], colour: Colour) -> Rgb:
    """A trace in one colour, uint8 [h, w, 3]."""
    import cv2

    tables = np.array([[round(v * part / 255) for part in colour] for v in range(256)], np.uint8)
    return cast("Rgb", cv2.LUT(cv2.merge([brightness] * 3), tables.reshape(1, 256, 3)))


WORDS: dict[Language, dict[str, str]] = {
    "en": {
        "picture": "Picture", "waveform": "Waveform · luma", "rgb": "Waveform · RGB", "parade": "RGB parade",
        "vectorscope": "Vectorscope", "histogram": "Histogram", "cie1931": "CIE 1931 xy", "cie1976": "CIE 1976 u′v′",
        "false": "False colour", "skin": "skin line", "mean": "mean chroma", "peak": "highest chroma", "hue": "hue off skin line",
        "inside": "inside", "white": "mean light", "near": "near skin line",
        "bars": "boxes: 75 % bars", "crosses": "crosses: 100 % bars", "%": "% of the signal", "nits": "cd/m²",
    },
    "fr": {
        "picture": "Image", "waveform": "Forme d’onde · luminance", "rgb": "Forme d’onde · RVB", "parade": "Parade RVB",
        "vectorscope": "Vectorscope", "histogram": "Histogramme", "cie1931": "CIE 1931 xy", "cie1976": "CIE 1976 u′v′",
        "false": "Fausses couleurs", "skin": "ligne de peau", "mean": "chroma moyenne", "peak": "chroma maximale",
        "hue": "écart à la ligne de peau", "inside": "dans", "white": "lumière moyenne",
        "near": "près de la ligne de peau", "bars": "cases : mires à 75 %",
        "crosses": "croix : mires à 100 %", "%": "% du signal", "nits": "cd/m²",
    },
}  # fmt: skip
