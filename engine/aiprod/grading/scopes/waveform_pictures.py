# SPDX-License-Identifier: Apache-2.0
"""Pictures of the waveforms and of the histogram."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from aiprod.film.brief import Language
from aiprod.film.output import OUTPUTS, Output
from aiprod.grading.scopes.drawing import (
    CHANNELS,
    GRID,
    MARK,
    PLOT,
    TEXT,
    TRACE,
    WORDS,
    Box,
    Panel,
    Rgb,
    fitted,
    glow,
    lay,
    plot_box,
    tinted,
)
from aiprod.grading.scopes.histogram import BINS, Histogram
from aiprod.grading.scopes.signal import BLACK, LUMA_SPAN, TOP
from aiprod.grading.scopes.transfer import code_of
from aiprod.grading.scopes.waveform import Waveform

_PQ_MARKS = (0, 1, 10, 50, 100, 203, 400, 1000, 4000, 10000)
_TITLES = {"luma": "waveform", "rgb": "rgb", "parade": "parade"}


def draw_waveform(scope: Waveform, width: int, height: int, language: Language) -> Rgb:
    """uint8 [height, width, 3]."""
    picture = _waveform_ground(_TITLES[scope.kind], width, height, scope.output.name, language).copy()
    box = plot_box(width, height)
    unit = 0.03 * float(scope.counts[0].sum()) / scope.counts.shape[2]
    if scope.kind == "luma":
        lay(picture, box, tinted(fitted(glow(scope.counts[0], unit), box.width, box.height), TRACE))
        return picture
    for number, (counts, colour) in enumerate(zip(scope.counts, CHANNELS, strict=True)):
        part = _third(box, number) if scope.kind == "parade" else box
        lay(picture, part, tinted(fitted(glow(counts, unit), part.width, part.height), colour))
    return picture


def _third(box: Box, number: int) -> Box:
    width = box.width // 3
    return Box(box.left + number * width + 2, box.top, width - 4, box.height)


def marks(output: Output) -> list[tuple[float, str, bool]]:
    """(code 0–1, label, whether it is a reference) of the level lines: cd/m² for PQ, per cent of the signal otherwise."""
    if output.transfer == 16:
        return [(code_of(light, output), f"{light}", light in (0, 203)) for light in _PQ_MARKS]
    if output.transfer == 18:  # 75 % is reference white (ITU-R BT.2408)
        return [(level / 100, f"{level}", level in (0, 75, 100)) for level in (0, 10, 20, 30, 40, 50, 60, 75, 90, 100)]
    return [(level / 100, f"{level}", level in (0, 100)) for level in range(0, 101, 10)]


@lru_cache(64)
def _waveform_ground(name: str, width: int, height: int, output: str, language: Language) -> Rgb:
    words, shown = WORDS[language], OUTPUTS[output]
    unit = words["nits" if shown.transfer == 16 else "%"]
    panel = Panel(width, height, words[name], f"{shown.title} · {unit}")
    box = plot_box(width, height)
    panel.fill(box, PLOT)
    for number, (code, label, reference) in enumerate(marks(shown)):
        y = box.bottom - (BLACK + LUMA_SPAN * code + 0.5) / (TOP + 1) * box.height
        panel.rule(box, y, MARK if reference else GRID)
        if box.height < 140 and number % 2:
            continue
        panel.text(label, box.left - 7, y + 4, 11, TEXT, align=1.0)
    if name == "parade":
        for number in (1, 2):
            x = box.left + number * (box.width // 3)
            panel.fill(Box(x, box.top, 1, box.height), GRID)
    return panel.pixels


def draw_histogram(scope: Histogram, width: int, height: int, language: Language) -> Rgb:
    """Red, green and blue as light that adds up, luma as a line. Uint8 [height, width, 3]."""
    import cv2

    picture = _histogram_ground(width, height, scope.output.name, language).copy()
    box = plot_box(width, height, left=14)
    box = Box(box.left, box.top, box.width, box.height - 14)
    heights = _heights(scope, box)
    rows = np.arange(box.height, 0, -1)[:, None]
    for line, colour in zip(heights[:3], CHANNELS, strict=True):
        lay(picture, box, tinted(np.where(rows <= line, 96, 0).astype(np.uint8), colour))
        lay(picture, box, tinted(_outline(line, box), colour))
    points = np.stack([np.arange(box.width) + box.left, box.bottom - heights[3]], -1)
    cv2.polylines(picture, [np.rint(points * 16).astype(np.int32)], False, (232, 230, 224), 1, cv2.LINE_AA, 4)
    return picture


def _outline(line: NDArray[Any], box: Box) -> NDArray[Any]:
    import cv2

    canvas = np.zeros((box.height, box.width), np.uint8)
    points = np.stack([np.arange(box.width), box.height - line], -1)
    cv2.polylines(canvas, [np.rint(points * 16).astype(np.int32)], False, 190, 1, cv2.LINE_AA, 4)
    return canvas


def _heights(scope: Histogram, box: Box) -> NDArray[Any]:
    """Pixels of height for every column of the plot, float [4, width]; the tallest bins (often black) may be cut."""
    counts = scope.counts.astype(np.float64)
    smooth = np.stack([np.convolve(np.pad(row, 2, "edge"), [0.1, 0.2, 0.4, 0.2, 0.1], "valid") for row in counts])
    tallest = max(np.sort(smooth[:, 2:-2], axis=None)[-8], smooth.max() / 6, 1.0)
    at = np.linspace(0, BINS - 1, box.width)
    lines = np.stack([np.interp(at, np.arange(BINS), row) for row in smooth])
    return np.asarray(np.minimum(lines / tallest * 0.94, 1.0) * (box.height - 2))


@lru_cache(16)
def _histogram_ground(width: int, height: int, output: str, language: Language) -> Rgb:
    words, shown = WORDS[language], OUTPUTS[output]
    unit = words["nits" if shown.transfer == 16 else "%"]
    panel = Panel(width, height, words["histogram"], f"{shown.title} · {unit}")
    box = plot_box(width, height, left=14)
    box = Box(box.left, box.top, box.width, box.height - 14)
    panel.fill(box, PLOT)
    for number, (code, label, reference) in enumerate(marks(shown)):
        x = box.left + code * (box.width - 1)
        panel.fill(Box(round(x), box.top, 1, box.height), MARK if reference else GRID)
        if box.width < 280 and number % 2:
            continue
        panel.text(label, min(max(x, box.left + 4), box.right - 12), box.bottom + 15, 11, TEXT, align=0.5)
    return panel.pixels
