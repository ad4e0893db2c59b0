# SPDX-License-Identifier: Apache-2.0
"""Pictures of the vectorscope, of the chromaticity charts and of false colour."""

from __future__ import annotations

from functools import lru_cache
from typing import cast

import numpy as np
from numpy.typing import NDArray

from aiprod.film.brief import Language
from aiprod.film.output import OUTPUTS
from aiprod.grading.scopes.chromaticity import EXTENT, GAMUTS, Chromaticity, Year, charted, triangle
from aiprod.grading.scopes.drawing import (
    GRID,
    MARK,
    PLOT,
    TEXT,
    TITLE,
    WORDS,
    Box,
    Panel,
    Rgb,
    fitted,
    glow,
    lay,
    square_box,
    thickened,
)
from aiprod.grading.scopes.false_colour import FalseColour, bands_of
from aiprod.grading.scopes.locus import LOCUS
from aiprod.grading.scopes.transfer import WHITE_XY, rgb_to_xyz
from aiprod.grading.scopes.vectorscope import CELLS, SKIN_LINE_DEG, Vectorscope, bars

_SHOWN = 0.56
"""Cb and Cr at the edge of the vectorscope's plot; the signal reaches 0.571."""
_BOX_HALF = 0.016
_GAMUT_COLOURS = {"Rec.709": (196, 192, 184), "P3-D65": (226, 170, 92), "Rec.2020": (122, 178, 204)}


def draw_vectorscope(scope: Vectorscope, width: int, height: int, language: Language) -> Rgb:
    """uint8 [height, width, 3]: the plot on the left, readings on the right."""
    picture = _vector_ground(width, height, scope.output.name, language).copy()
    box = square_box(height)
    first = round((0.571 - _SHOWN) / 1.142 * CELLS)
    part = scope.counts[first : CELLS - first, first : CELLS - first]
    trace = fitted(thickened(glow(part, float(scope.counts.sum()) * 3e-5)), box.width, box.height)
    lay(picture, box, _painted(trace, _vector_colours(box.width, scope.output.name)))
    told, words = scope.summary(), WORDS[language]
    lines = [(words["mean"], f"{100 * told['mean_chroma']:.1f} %"), (words["peak"], f"{100 * told['max_chroma']:.1f} %")]
    lines += [
        ("Cb / Cr", f"{told['mean_cb']:+.3f} / {told['mean_cr']:+.3f}"),
        (words["near"], f"{100 * told['near_skin_line']:.1f} %"),
    ]
    if "off_skin_line_deg" in told:
        lines.append((words["hue"], f"{told['off_skin_line_deg']:+.1f}°"))
    return _with_readings(picture, box, lines)


def _painted(trace: NDArray[np.uint8], colours: Rgb) -> Rgb:
    import cv2

    return cast("Rgb", cv2.multiply(cv2.merge([trace] * 3), colours, scale=1 / 255))


def _with_readings(picture: Rgb, box: Box, lines: list[tuple[str, str]]) -> Rgb:
    """Names and values to the right of a square plot."""
    left = box.right + 22
    side = Panel(picture.shape[1] - left, 24 + 40 * len(lines))
    for number, (name, value) in enumerate(lines):
        side.text(name, 0, 14 + 40 * number, 11, TEXT)
        side.text(value, 0, 31 + 40 * number, 14, TITLE, bold=True)
    pixels = side.pixels[: picture.shape[0] - box.top - 50]
    picture[box.top : box.top + len(pixels), left:] = pixels
    return picture


@lru_cache(16)
def _vector_ground(width: int, height: int, output: str, language: Language) -> Rgb:
    words, shown = WORDS[language], OUTPUTS[output]
    panel = Panel(width, height, words["vectorscope"], shown.title)
    box = square_box(height)
    panel.fill(box, PLOT)

    def place(cb: float, cr: float) -> tuple[float, float]:
        half = box.width / 2
        return box.left + half * (1 + cb / _SHOWN), box.top + half * (1 - cr / _SHOWN)

    centre = place(0, 0)
    panel.fill(Box(box.left, round(centre[1]), box.width, 1), GRID)
    panel.fill(Box(round(centre[0]), box.top, 1, box.height), GRID)
    for radius in (0.25, 0.5):
        panel.circle(*centre, radius / _SHOWN * box.width / 2, GRID)
    angle = np.radians(SKIN_LINE_DEG)
    panel.lines([centre, place(0.46 * float(np.cos(angle)), 0.46 * float(np.sin(angle)))], MARK, 1.5)
    panel.text(words["skin"], *place(0.47 * float(np.cos(angle)) - 0.10, 0.5 * float(np.sin(angle))), 10, MARK)
    for name, (cb, cr) in bars(shown, 0.75).items():
        corners = [(cb - _BOX_HALF, cr - _BOX_HALF), (cb + _BOX_HALF, cr - _BOX_HALF), (cb + _BOX_HALF, cr + _BOX_HALF)]
        panel.lines([place(*c) for c in (*corners, (cb - _BOX_HALF, cr + _BOX_HALF))], TEXT, 1.2, closed=True)
        x, y = place(cb * 1.13, cr * 1.13)
        panel.text(name, x, y + 4, 11, TEXT, align=0.5)
    for cb, cr in bars(shown, 1.0).values():
        x, y = place(cb, cr)
        panel.lines([(x - 3, y), (x + 3, y)], GRID, 1.5)
        panel.lines([(x, y - 3), (x, y + 3)], GRID, 1.5)
    panel.text(words["bars"], box.right + 22, box.bottom - 18, 11, TEXT)
    panel.text(words["crosses"], box.right + 22, box.bottom - 2, 11, TEXT)
    return panel.pixels


@lru_cache(8)
def _vector_colours(size: int, output: str) -> Rgb:
    """The colour of every place of the plot, at middle luma, lightened so that faint hues are seen."""
    axis = (np.arange(size) + 0.5) / size * 2 * _SHOWN - _SHOWN
    cb, cr = np.meshgrid(axis, -axis)
    kr, kb = OUTPUTS[output].luma
    red, blue = 2 * (1 - kr) * cr, 2 * (1 - kb) * cb
    rgb = np.stack([red, -(kr * red + kb * blue) / (1 - kr - kb), blue], -1)
    rgb -= rgb.max(axis=-1, keepdims=True)
    rgb *= 0.9 / np.maximum(0.45, -rgb.min(axis=-1, keepdims=True))
    return np.clip(255 * (1 + rgb), 40, 255).astype(np.uint8)


def draw_chromaticity(scope: Chromaticity, width: int, height: int, language: Language) -> Rgb:
    """uint8 [height, width, 3]: the chart on the left, shares of the gamuts on the right."""
    picture = _chart_ground(width, height, scope.year, language).copy()
    box = square_box(height)
    trace = fitted(thickened(glow(scope.counts, float(scope.counts.sum()) * 8e-5)), box.width, box.height)
    lay(picture, box, _painted(trace, _chart_colours(box.width, scope.year)))
    words = WORDS[language]
    lines = [(f"{words['inside']} {name}", f"{100 * share:.2f} %") for name, share in scope.inside.items()]
    lines.append((f"{words['white']} x, y", f"{scope.mean[0]:.4f}, {scope.mean[1]:.4f}"))
    return _with_readings(picture, box, lines)


@lru_cache(8)
def _chart_ground(width: int, height: int, year: Year, language: Language) -> Rgb:
    panel = Panel(width, height, WORDS[language][f"cie{year}"])
    box = square_box(height)
    panel.fill(box, PLOT)
    panel.paste(_locus_filled(box.width, year), box.left, box.top)
    for step in range(1, 9):
        x, y = step / 10 / EXTENT[year][0] * box.width, step / 10 / EXTENT[year][1] * box.height
        if x < box.width:
            panel.fill(Box(box.left + round(x), box.bottom - 4, 1, 4), GRID)
            panel.text(f".{step}", box.left + x, box.bottom - 7, 9, TEXT, align=0.5)
        if y < box.height:
            panel.fill(Box(box.left, box.bottom - round(y), 4, 1), GRID)
            panel.text(f".{step}", box.left + 7, box.bottom - y + 3, 9, TEXT)
    for number, (name, code) in enumerate(GAMUTS.items()):
        panel.lines(_on(box, triangle(code, year), year), _GAMUT_COLOURS[name], 1.2, closed=True)
        panel.fill(Box(box.right + 22, box.bottom - 42 + 16 * number, 14, 2), _GAMUT_COLOURS[name])
        panel.text(name, box.right + 44, box.bottom - 37 + 16 * number, 11, TEXT)
    panel.circle(*_on(box, charted(np.array([WHITE_XY]), year), year)[0], 3.5, TITLE)
    return panel.pixels


def _on(box: Box, places: NDArray[np.float64], year: Year) -> list[tuple[float, float]]:
    scaled = places / np.array(EXTENT[year])
    return [(box.left + float(x) * box.width, box.bottom - float(y) * box.height) for x, y in scaled]


def _locus_filled(size: int, year: Year) -> Rgb:
    """The chart's colours, dark, inside the spectral locus, with its outline."""
    import cv2

    corners = charted(np.array(LOCUS), year) / np.array(EXTENT[year])
    points = np.rint(np.stack([corners[:, 0], 1 - corners[:, 1]], -1) * size * 16).astype(np.int32)
    mask = np.zeros((size, size), np.uint8)
    cv2.fillPoly(mask, [points], 58, cv2.LINE_AA, 4)
    filled = np.maximum(_painted(mask, _chart_colours(size, year)), np.array(PLOT, np.uint8))
    cv2.polylines(filled, [points], True, (88, 92, 98), 1, cv2.LINE_AA, 4)
    return filled


@lru_cache(8)
def _chart_colours(size: int, year: Year) -> Rgb:
    """The colour of every place of the chart, as bright as Rec.709 can show it."""
    across = (np.arange(size) + 0.5) / size * EXTENT[year][0]
    up = ((np.arange(size) + 0.5) / size * EXTENT[year][1])[::-1]
    x, y = np.meshgrid(across, up)
    if year == "1976":
        below = 6 * x - 16 * y + 12
        x, y = 9 * x / below, 4 * y / below
    y = np.maximum(y, 1e-3)
    xyz = np.stack([x / y, np.ones_like(y), (1 - x - y) / y], -1)
    rgb = np.clip(xyz @ np.linalg.inv(rgb_to_xyz(1)).T, 0, None)
    rgb /= np.maximum(rgb.max(axis=-1, keepdims=True), 1e-9)
    return np.asarray(255 * np.maximum(rgb, 0.02) ** (1 / 2.2)).astype(np.uint8)


def draw_false_colour(scope: FalseColour, width: int, height: int, language: Language) -> Rgb:
    """The painted picture above its key. Uint8 [height, width, 3]."""
    picture = _false_ground(width, height, scope.output.name, language).copy()
    box = Box(14, 30, width - 28, height - 30 - 46)
    small, left, top = _fitted_in(scope.painted, box)
    picture[top : top + small.shape[0], left : left + small.shape[1]] = small
    shares = Panel(width, 14)
    for number, share in enumerate(scope.shares):
        shares.text(f"{100 * share:.1f} %", 14 + number * (width - 28) / len(scope.bands), 9, 9.5, TITLE)
    picture[height - 17 : height - 3] = shares.pixels
    return picture


@lru_cache(16)
def _false_ground(width: int, height: int, output: str, language: Language) -> Rgb:
    words, shown = WORDS[language], OUTPUTS[output]
    panel = Panel(width, height, words["false"], f"{shown.title} · {words['nits' if shown.hdr else '%']}")
    bands = bands_of(output)
    each = (width - 28) / len(bands)
    for number, band in enumerate(bands):
        left = 14 + number * each
        panel.fill(Box(round(left), height - 40, round(each) - 3, 7), band.colour)
        low, high = max(band.low, 0), min(band.high, shown.peak_nits if shown.hdr else 100)
        panel.text(f"{low:g}–{high:g}", left, height - 20, 9.5, TEXT)
    return panel.pixels


def draw_picture(rgb: Rgb, width: int, height: int, language: Language, note: str) -> Rgb:
    """The frame itself, uint8 [h, w, 3], on a panel."""
    panel = Panel(width, height, WORDS[language]["picture"], note)
    panel.paste(*_fitted_in(rgb, Box(14, 30, width - 28, height - 30 - 14)))
    return panel.pixels


def _fitted_in(rgb: Rgb, box: Box) -> tuple[Rgb, int, int]:
    """A picture as large as fits in the box, and where its left and top come to lie, centred."""
    import cv2

    scale = min(box.width / rgb.shape[1], box.height / rgb.shape[0])
    size = (max(1, round(rgb.shape[1] * scale)), max(1, round(rgb.shape[0] * scale)))
    way = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
    small = cast("Rgb", cv2.resize(np.ascontiguousarray(rgb), size, interpolation=way))
    return small, box.left + (box.width - size[0]) // 2, box.top + (box.height - size[1]) // 2
