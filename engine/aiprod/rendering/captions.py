# SPDX-License-Identifier: Apache-2.0
"""Subtitles burned into the picture, set as broadcasters set them.

Measures: EBU R 95 (2017), graphics safe area of 16:9: 5 % at every side; letters of some 5 % of the picture's height and two
lines (EBU and BBC subtitle guidelines); what two people say in one subtitle begins with dashes at one edge.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from typing import cast

import numpy as np
import skia
from numpy.typing import NDArray

from aiprod.rendering.fonts import fonts_for, right_to_left
from aiprod.rendering.lettering import Block, Drawn, Span, Style, blurred, cut_out

_SAFE = 0.05
_SIZE = 0.052
"""Of the letters, of the picture's height (in a narrow picture, of what a 4:3 picture of its width would have)."""
_BOTTOM, _TOP = 0.92, 0.07
_WHITE = 0xFFF2F2F0
_BOX = 0xB8000000
_MOST_LINES = 3
_SMALLEST = 0.6
"""Of the usual size: how far lines are shrunk to keep their breaks."""
_TALLEST = 0.84
_TAGS = re.compile(r"(</?i>)|<[^<>\n]*>|\{\\[^{}\n]*\}", re.IGNORECASE)
_AT_TOP = re.compile(r"\{\\an[789]\}")
_DASH = re.compile(r"\s*[-–—‐]\s?")


def drawn_caption(lines: Sequence[str], width: int, height: int, language: str = "", box: bool = False) -> Drawn | None:
    """A subtitle's letters in a picture of even `width` × `height` pixels; None if it says nothing.

    Args:
        lines: as they are to be broken; one that is too long is broken again, then all become smaller. `<i>` is understood, and
            `{\\an8}` puts the subtitle at the top; other tags are left out.
        language: BCP 47; decides the form of Chinese characters.
        box: on a dark see-through ground instead of an outline with a soft shadow.
    """
    return _drawn(tuple(lines), width, height, language, box)


def unwritable(lines: Sequence[str], language: str = "") -> str:
    """Letters of a subtitle that no font here has; they are left out of the picture, and the film's maker must hear of it."""
    return fonts_for(_TAGS.sub("", " ".join(lines)), "sans_semibold", language).missing


@lru_cache(maxsize=16)
def _drawn(lines: tuple[str, ...], width: int, height: int, language: str, box: bool) -> Drawn | None:
    spans = [line for line in marked(lines) if "".join(span.text for span in line).strip()]
    if not spans:
        return None
    blocks = _fitted(spans, width, height, language)
    info = skia.ImageInfo.Make(width, height, skia.kRGBA_8888_ColorType, skia.kPremul_AlphaType)
    surface = skia.Surface.MakeRaster(info)
    surface.getCanvas().clear(0)
    _paint(surface.getCanvas(), _placed(blocks, width, height, at_top=bool(_AT_TOP.search("".join(lines)))), box)
    rgba = cast("NDArray[np.uint8]", surface.toarray(colorType=skia.kRGBA_8888_ColorType, alphaType=skia.kPremul_AlphaType))
    return cut_out(rgba, "".join(dict.fromkeys("".join(block.missing for block in blocks))))


def marked(lines: Sequence[str]) -> list[list[Span]]:
    """Lines in spans, upright and italic. An italic that isn't closed goes on in the next line."""
    italic, result = False, []
    for line in lines:
        spans, at = [], 0
        for tag in _TAGS.finditer(line):
            spans.append(Span(line[at : tag.start()], italic))
            italic = tag[0] in ("<i>", "<I>") if tag[1] else italic
            at = tag.end()
        result.append([span for span in (*spans, Span(line[at:], italic)) if span.text])
    return result


def _fitted(spans: Sequence[Sequence[Span]], width: int, height: int, language: str) -> list[Block]:
    """The lines in one size: the usual one, or the largest in which they all fit."""
    usual = _SIZE * min(height, 0.75 * width)
    style, most = Style("sans_semibold", usual, 0.005, _WHITE, leading=1.25), (1 - 2 * _SAFE) * width
    blocks = [Block(line, style, most, language) for line in spans]
    while not _good(blocks, len(spans)) and style.size > _SMALLEST * usual:
        style = replace(style, size=0.95 * style.size)
        blocks = [Block(line, style, most, language) for line in spans]
    while not _inside(blocks, height) and style.size > 1:
        style = replace(style, size=0.9 * style.size)
        blocks = [Block(line, style, most, language) for line in spans]
    return blocks


def _good(blocks: Sequence[Block], lines: int) -> bool:
    return all(block.holds for block in blocks) and sum(block.lines for block in blocks) <= max(_MOST_LINES, lines)


def _inside(blocks: Sequence[Block], height: int) -> bool:
    """Whether no word is cut and the whole stays in the picture, however much somebody has written."""
    return all(block.holds for block in blocks) and sum(block.lines * block.leading for block in blocks) <= _TALLEST * height


def _placed(blocks: Sequence[Block], width: int, height: int, *, at_top: bool) -> list[tuple[Block, float, float]]:
    """Blocks with their centre and first baseline."""
    size, tall = blocks[0].style.size, sum(block.lines * block.leading for block in blocks)
    y = (_TOP * height if at_top else _BOTTOM * height - tall) + 0.95 * size
    placed = []
    for block, x in zip(blocks, _centres(blocks, width), strict=True):
        placed.append((block, x, y))
        y += block.lines * block.leading
    return placed


def _centres(blocks: Sequence[Block], width: int) -> list[float]:
    """Lines stand on the picture's middle; lines of two people have a common edge."""
    texts = ["".join(span.text for span in block.spans) for block in blocks]
    if len(blocks) < 2 or not all(map(_DASH.match, texts)):
        return [width / 2] * len(blocks)
    widest = max(block.width for block in blocks)
    side = -1 if all(map(right_to_left, texts)) else 1
    return [width / 2 - side * (widest - block.width) / 2 for block in blocks]


def _paint(canvas: skia.Canvas, placed: Sequence[tuple[Block, float, float]], box: bool) -> None:
    size = placed[0][0].style.size
    if box:
        for block, x, y in placed:
            _paint_box(canvas, block, x, y)
    else:
        for block, x, y in placed:
            block.paint(canvas, x, y + 0.05 * size, blurred(0.75, 0.12 * size))
        for block, x, y in placed:
            block.paint(canvas, x, y, _outline(0.13 * size))
    for block, x, y in placed:
        block.paint(canvas, x, y, skia.Paint(Color=_WHITE, AntiAlias=True))


def _outline(thick: float) -> skia.Paint:
    paint = skia.Paint(Color=0xE6000000, AntiAlias=True)
    paint.setStyle(skia.Paint.kStroke_Style)
    paint.setStrokeWidth(thick)
    paint.setStrokeJoin(skia.Paint.kRound_Join)
    return paint


def _paint_box(canvas: skia.Canvas, block: Block, x: float, y: float) -> None:
    """The ground of a block's lines; those of blocks below one another touch without overlapping."""
    size, half = block.style.size, block.width / 2 + 0.4 * block.style.size
    top = round(y - 0.95 * size)
    bottom = round(y - 0.95 * size + block.lines * block.leading)
    canvas.drawRect(skia.Rect.MakeLTRB(x - half, top, x + half, bottom), skia.Paint(Color=_BOX, AntiAlias=True))
