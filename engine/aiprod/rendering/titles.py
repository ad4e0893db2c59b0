# SPDX-License-Identifier: Apache-2.0
"""Title cards and credits as pictures with transparency, drawn once; `overlays` blends them into the frames that show them."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from itertools import pairwise
from typing import cast

import numpy as np
import skia
from numpy.typing import NDArray

from aiprod.rendering.fonts import fonts_for, right_to_left
from aiprod.rendering.lettering import Block, Drawn, Style, block, cap_height, capitals, cut_out, fitting_text, shrunk, width_of
from aiprod.rendering.segments import Title

_TITLE_SAFE = 0.90
"""Share of the width that text may fill (SMPTE ST 2046-1: 90 % title safe)."""
_IVORY = 0xFFFBF6EA
_QUIET = 0xFFC9C3B8
_BRASS = "#d8b36a"
Rgba = NDArray[np.uint8]


def opacity(title: Title, frame: int, fps: float) -> float:
    """How visible a title is at frame `frame` of the segment: eased in and out, at most a third of its life each."""
    ramp = min(0.7 * fps, title.length / 3)
    at = title.first + frame + 0.5
    t = min(1.0, at / ramp, (title.length - at) / ramp)
    return max(0.0, t * t * (3 - 2 * t))


def drawn_title(title: Title, width: int, height: int) -> Drawn | None:
    """The title's letters in a picture of even `width` × `height` pixels; None if it has no words.

    Only its words count, not its times: see `opacity` for those.
    """
    return cut_out(painted(title, width, height), unwritable(title))


def unwritable(title: Title) -> str:
    """Letters of a title that no font here has; they are left out of the picture, and the film's maker must hear of it."""
    letters = "".join((title.title, title.title.upper(), title.subtitle, *title.lines))
    return fonts_for(unicodedata.normalize("NFC", letters), "serif").missing


def painted(title: Title, width: int, height: int) -> Rgba:
    """The title on a transparent frame, premultiplied RGBA uint8 [height, width, 4], display codes."""
    surface = skia.Surface.MakeRaster(skia.ImageInfo.Make(width, height, skia.kRGBA_8888_ColorType, skia.kPremul_AlphaType))
    canvas = surface.getCanvas()
    canvas.clear(0)
    if not "".join((title.title, title.subtitle, *title.lines)).strip():
        return np.zeros((height, width, 4), np.uint8)
    if title.style == "end":
        _paint_credits(canvas, title, width, height)
    else:
        _paint_opening(canvas, title, width, height)
    return cast("Rgba", surface.toarray(colorType=skia.kRGBA_8888_ColorType, alphaType=skia.kPremul_AlphaType))


def _paint_opening(canvas: skia.Canvas, title: Title, width: int, height: int) -> None:
    """The film's name in tracked capitals on the lower middle, a fine rule, and a line in italics under it."""
    head = _heading(title.title.strip(), width, height)
    first = 0.50 * height - head.leading * (head.lines - 1) / 2 + cap_height(head.style) / 2
    _dim_behind(canvas, head, width, first - cap_height(head.style))
    head.draw(canvas, width / 2, first)
    below = first + (head.lines - 1) * head.leading + 0.62 * head.style.size
    _rule(canvas, width / 2, below, 0.09 * width, title.accent or _BRASS, shadow=0.5)
    under = Style("serif_italic", 0.034 * height, 0.02, _IVORY, shadow=0.75)
    for row, text in enumerate(t for t in (title.subtitle, *title.lines) if t):
        fitting_text(text, under, _TITLE_SAFE * width).draw(canvas, width / 2, below + (1.75 + 1.4 * row) * under.size)


def _heading(text: str, width: int, height: int) -> Block:
    """Short titles in capitals with wide tracking; long ones as written, in lines."""
    if len(text) <= 36:
        style = Style("serif", 0.092 * height, 0.14, _IVORY, shadow=0.7)
        made = block(capitals(text), style, 0.80 * width)
        if made.lines <= 3 and made.holds:
            return made
    style = Style("serif", 0.074 * height, 0.02, _IVORY, shadow=0.7)
    return fitting_text(text, style, 0.80 * width, lines=3)


def _dim_behind(canvas: skia.Canvas, head: Block, width: int, top: float) -> None:
    """A soft darkening, so that ivory letters read on a bright sky as they do on a night."""
    half = head.width / 2 + 2.2 * head.style.size
    tall = (head.lines * head.leading) / 2 + 1.9 * head.style.size
    centre = top + (head.lines - 1) * head.leading / 2 + 0.55 * head.style.size
    shades = [skia.ColorSetARGB(round(255 * a), 6, 8, 14) for a in (0.44, 0.38, 0.22, 0.07, 0.0)]
    shader = skia.GradientShader.MakeRadial(skia.Point(0, 0), 1.0, shades, [0.0, 0.35, 0.62, 0.85, 1.0])
    canvas.save()
    canvas.translate(width / 2, centre)
    canvas.scale(half, tall)
    canvas.drawCircle(0, 0, 1, skia.Paint(Shader=shader, AntiAlias=True))
    canvas.restore()


def _rule(canvas: skia.Canvas, centre: float, y: float, length: float, colour: str, shadow: float = 0.0) -> None:
    """A fine line that thins out at its ends, with a small lozenge in the middle."""
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    solid, clear = skia.ColorSetARGB(255, red, green, blue), skia.ColorSetARGB(0, red, green, blue)
    thick = max(1.0, length / 110)
    ends = [skia.Point(centre - length, y), skia.Point(centre + length, y)]
    shader = skia.GradientShader.MakeLinear(ends, [clear, solid, solid, clear], [0, 0.3, 0.7, 1])
    lozenge = skia.Path().addPoly(
        [skia.Point(centre + x, y + z) for x, z in ((-3 * thick, 0), (0, -3 * thick), (3 * thick, 0), (0, 3 * thick))], True
    )
    if shadow:
        soft = skia.Paint(Color=skia.ColorSetARGB(round(255 * shadow), 0, 0, 0), AntiAlias=True)
        soft.setMaskFilter(skia.MaskFilter.MakeBlur(skia.kNormal_BlurStyle, 3 * thick))
        canvas.drawRect(skia.Rect.MakeLTRB(centre - 0.6 * length, y - thick, centre + 0.6 * length, y + thick), soft)
    canvas.drawRect(
        skia.Rect.MakeLTRB(centre - length, y - thick / 2, centre + length, y + thick / 2),
        skia.Paint(Shader=shader, AntiAlias=True),
    )
    canvas.drawPath(lozenge, skia.Paint(Color=solid, AntiAlias=True))


def _paint_credits(canvas: skia.Canvas, title: Title, width: int, height: int) -> None:
    """The end card: name of the film, a rule, then the credits. "role⇥name" makes two columns; an empty line makes space."""
    head = _credits_head(title.title, width, height)
    rows = [row for row in (title.subtitle, *title.lines) if row or row == ""][0 if title.subtitle else 1 :]
    line, size = _credit_style(rows, width, height, 0.60 * height - head.lines * head.leading)
    breaks = [not row or ("\t" in row) != ("\t" in before) for before, row in pairwise(rows)]
    tall = head.lines * head.leading + 1.5 * head.style.size + len(rows) * size + 0.5 * size * sum(breaks)
    y = (height - tall) / 2 + cap_height(head.style)
    head.draw(canvas, width / 2, y)
    y += head.lines * head.leading
    _rule(canvas, width / 2, y, 0.07 * width, title.accent or _BRASS)
    y += 1.52 * head.style.size
    side = -1 if all(map(right_to_left, (row for row in rows if row))) else 1
    for row, space in zip(rows, [*breaks, False], strict=False):
        _credit(canvas, row, width, y, line, side)
        y += (size if row else 0.0) + (0.5 * size if space and row else 0.0)


def _credits_head(name: str, width: int, height: int) -> Block:
    style = Style("serif", 0.058 * height, 0.16, _IVORY, leading=1.3)
    return fitting_text(capitals(name) if len(name) <= 36 else name, style, 0.80 * width, lines=3)


def _credit_style(rows: list[str], width: int, height: int, room: float) -> tuple[Style, float]:
    """A size at which every row fits the safe width and all of them fit the room. Returns it and the leading."""
    style = Style("serif", 0.034 * height, 0.03, _QUIET)
    leading = min(1.62 * style.size, room / max(len(rows), 1))
    style = replace(style, size=min(style.size, leading / 1.3))
    return shrunk([row.replace("\t", "    ") for row in rows], style, 0.84 * width), leading


def _credit(canvas: skia.Canvas, row: str, width: int, baseline: float, style: Style, side: int) -> None:
    """A row of the credits. `side` 1: the role stands on the left; -1, where all is read from the right: on the right."""
    role, tab, name = row.partition("\t")
    if not tab:
        _line(canvas, row, width / 2, baseline, style)
        return
    gap = 0.8 * style.size
    quiet = replace(style, face="serif_italic")
    bright = replace(style, colour=_IVORY)
    _line(canvas, role, width / 2 - side * (gap + width_of(role, quiet) / 2), baseline, quiet)
    _line(canvas, name, width / 2 + side * (gap + width_of(name, bright) / 2), baseline, bright)


def _line(canvas: skia.Canvas, text: str, centre: float, baseline: float, style: Style) -> None:
    if text:
        block(text, style).draw(canvas, centre, baseline)
