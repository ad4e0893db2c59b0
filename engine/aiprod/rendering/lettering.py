# SPDX-License-Identifier: Apache-2.0
"""Text set with Skia: faces, fitting, tracking, shadow."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from typing import Literal

import numpy as np
import skia
from numpy.typing import NDArray

from aiprod.film.errors import EngineError
from aiprod.models.cards import models_root

Face = Literal["serif", "serif_italic", "sans", "sans_semibold"]
_FILES: dict[Face, str] = {
    "serif": "eb-garamond/EBGaramond12-Regular.otf",
    "serif_italic": "eb-garamond/EBGaramond12-Italic.otf",
    "sans": "inter/Inter-Regular.otf",
    "sans_semibold": "inter/Inter-SemiBold.otf",
}


@dataclass(frozen=True)
class Style:
    """How a line is set. `size` and `tracking` (extra space between letters) are in pixels and ems."""

    face: Face
    size: float
    tracking: float = 0.0
    colour: int = 0xFFFFFFFF
    shadow: float = 0.0
    """Opacity of the soft shadow, 0–1."""


@dataclass(frozen=True)
class Drawn:
    """Something drawn, cut to the box that it fills.

    Attributes:
        top, left: of the box in the picture; even, as the box's height and width are.
        rgba: float32 [h, w, 4], premultiplied display codes, 0–1.
    """

    top: int
    left: int
    rgba: NDArray[np.float32]


def cut_out(rgba: NDArray[np.uint8]) -> Drawn | None:
    """The box of a premultiplied RGBA picture [height, width, 4] (both even) that shows anything; None if nothing does."""
    rows, columns = np.nonzero(rgba[..., 3].any(axis=1))[0], np.nonzero(rgba[..., 3].any(axis=0))[0]
    if not len(rows):
        return None
    top, left = int(rows[0]) // 2 * 2, int(columns[0]) // 2 * 2
    box = rgba[top : (int(rows[-1]) + 2) // 2 * 2, left : (int(columns[-1]) + 2) // 2 * 2]
    return Drawn(top, left, box.astype(np.float32) / np.float32(255))


@cache
def typeface(face: Face) -> skia.Typeface:
    path = models_root() / "fonts" / _FILES[face]
    found = skia.Typeface.MakeFromFile(str(path)) if path.is_file() else None
    if found is None:
        raise EngineError(f"The font {path.name} is missing", f"{path} can't be read", "Reinstall AIPROD.")
    return found


def font_for(text: str, style: Style) -> skia.Font:
    """The style's face, or for a script that it lacks a face of the system that has it."""
    font = skia.Font(typeface(style.face), style.size)
    missing = [
        c for c, glyph in zip(text, typeface(style.face).unicharsToGlyphs([ord(c) for c in text]), strict=True) if not glyph
    ]
    missing = [c for c in missing if not c.isspace()]
    if missing:
        other = skia.FontMgr().matchFamilyStyleCharacter("", skia.FontStyle(), [], ord(missing[0]))
        if other is not None:
            font = skia.Font(other, style.size)
    font.setEdging(skia.Font.Edging.kAntiAlias)
    font.setSubpixel(True)
    font.setHinting(skia.FontHinting.kNone)
    return font


def width_of(text: str, style: Style) -> float:
    """The width of a line in pixels, tracking included."""
    return float(font_for(text, style).measureText(text)) + style.tracking * style.size * max(0, len(text) - 1)


def cap_height(style: Style) -> float:
    return 0.65 * style.size


def draw(canvas: skia.Canvas, text: str, centre_x: float, baseline: float, style: Style) -> None:
    """Draw a line about `centre_x`."""
    if not text:
        return
    blob = _blob(text, style)
    x = centre_x - width_of(text, style) / 2
    if style.shadow:
        soft = skia.Paint(Color=skia.ColorSetARGB(round(255 * style.shadow), 0, 0, 0), AntiAlias=True)
        for sigma, drop in ((0.22, 0.0), (0.05, 0.03)):
            soft.setMaskFilter(skia.MaskFilter.MakeBlur(skia.kNormal_BlurStyle, max(0.5, sigma * style.size)))
            canvas.drawTextBlob(blob, x, baseline + drop * style.size, soft)
    canvas.drawTextBlob(blob, x, baseline, skia.Paint(Color=style.colour, AntiAlias=True))


def _blob(text: str, style: Style) -> skia.TextBlob:
    font = font_for(text, style)
    if not style.tracking:
        return skia.TextBlob.MakeFromString(text, font)
    glyphs = font.textToGlyphs(text)
    x, places = 0.0, []
    for advance in font.getWidths(glyphs):
        places.append(skia.Point(x, 0))
        x += advance + style.tracking * style.size
    builder = skia.TextBlobBuilder()
    builder.allocRunPos(font, glyphs, places)
    return builder.make()


def wrapped(text: str, style: Style, most: float) -> list[str]:
    """Break a text into as few lines as fit `most` pixels, of lengths as equal as the words allow."""
    words = text.split(" ")  # an ordinary space only: a no-break space holds
    for count in range(1, len(words) + 1):
        lines = _balanced(words, style, count)
        if all(width_of(line, style) <= most for line in lines):
            return lines
    return words


def _balanced(words: list[str], style: Style, count: int) -> list[str]:
    """Words in `count` lines, the longest line as short as it can be (dynamic programming)."""
    widths = {(i, j): width_of(" ".join(words[i:j]), style) for i in range(len(words)) for j in range(i + 1, len(words) + 1)}
    best: dict[tuple[int, int], tuple[float, list[str]]] = {(0, 0): (0.0, [])}
    for row in range(1, count + 1):
        for end in range(row, len(words) + 1):
            options = [
                (max(best[row - 1, start][0], widths[start, end]), [*best[row - 1, start][1], " ".join(words[start:end])])
                for start in range(row - 1, end)
                if (row - 1, start) in best
            ]
            if options:
                best[row, end] = min(options, key=lambda option: option[0])
    return best[count, len(words)][1]


def shrunk(texts: list[str], style: Style, most: float) -> Style:
    """The style, smaller if its longest line would be wider than `most` pixels."""
    widest = max((width_of(text, style) for text in texts), default=0.0)
    return replace(style, size=style.size * min(1.0, most / widest)) if widest else style
