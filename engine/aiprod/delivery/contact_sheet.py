# SPDX-License-Identifier: Apache-2.0
"""The contact sheet: a page with a frame of every shot, its name, timecode, size and length, scene by scene."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

import numpy as np
import skia
from numpy.typing import NDArray

from aiprod.film.errors import EngineError
from aiprod.film.files import write_atomically
from aiprod.rendering.lettering import Block, Style, block, fitting_text

_COLUMNS, _MOST_COLUMNS = 4, 8
_CELL, _TEXT, _GUTTER, _MARGIN, _HEADER, _SCENE, _FOOTER = 520, 104, 32, 72, 190, 74, 64
_PAPER, _INK, _GREY, _FAINT, _BRASS = 0xFF14161A, 0xFFEDE8DC, 0xFF9A968C, 0xFF2B2F36, 0xFFD8B36A
_MOST_SIDE = 12_000
_QUALITY = 90


@dataclass(frozen=True)
class SheetShot:
    """A shot on the sheet: its frame (uint8 RGB), name, the timecode of its first frame, and words under it."""

    picture: NDArray[np.uint8]
    name: str
    timecode: str
    words: str
    scene: str = ""


@dataclass(frozen=True)
class Sheet:
    """What stands on the page, besides the shots."""

    title: str
    facts: str
    """A line under the title: length, shots, size, rate."""
    footer: str = ""
    language: str = ""


@dataclass(frozen=True)
class _Layout:
    columns: int
    picture_height: int
    rows: tuple[tuple[str, tuple[SheetShot, ...]], ...]
    """Rows from top to bottom; the first of a scene has its heading."""

    @property
    def width(self) -> int:
        return 2 * _MARGIN + self.columns * _CELL + (self.columns - 1) * _GUTTER

    @property
    def row_height(self) -> int:
        return self.picture_height + _TEXT

    @property
    def height(self) -> int:
        headings = sum(bool(heading) for heading, _ in self.rows)
        return _HEADER + headings * _SCENE + len(self.rows) * self.row_height + _FOOTER


def contact_sheet(sheet: Sheet, shots: Sequence[SheetShot]) -> bytes:
    """The page as JPEG. Raises EngineError when there are no shots."""
    if not shots:
        raise EngineError("There is nothing for a contact sheet", "the film has no shots")
    layout = _laid_out(shots)
    scale = min(1.0, _MOST_SIDE / max(layout.width, layout.height))
    surface = skia.Surface(max(1, int(layout.width * scale)), max(1, int(layout.height * scale)))
    canvas = surface.getCanvas()
    canvas.scale(scale, scale)
    canvas.clear(_PAPER)
    _header(canvas, sheet, layout.width)
    y = float(_HEADER)
    for heading, row in layout.rows:
        if heading:
            _heading(canvas, heading, sheet.language, y, layout.width)
            y += _SCENE
        for column, shot in enumerate(row):
            _cell(canvas, shot, sheet.language, _MARGIN + column * (_CELL + _GUTTER), y, layout.picture_height)
        y += layout.row_height
    _left(canvas, fitting_text(sheet.footer, Style("sans", 19, colour=_GREY), layout.width - 2 * _MARGIN), _MARGIN, y + 18)
    return bytes(surface.makeImageSnapshot().encodeToData(skia.kJPEG, _QUALITY))


def write_contact_sheet(out: Path, sheet: Sheet, shots: Sequence[SheetShot]) -> None:
    """Write the page, whole or not at all. Raises UserError for a full disk."""
    write_atomically(out, contact_sheet(sheet, shots))


def _laid_out(shots: Sequence[SheetShot]) -> _Layout:
    """As many columns as keep the page in a printable shape, never more than there are shots."""
    columns = _COLUMNS
    while columns < _MOST_COLUMNS and len(shots) > 3 * columns * columns:
        columns += 1
    columns = min(columns, len(shots))
    height, width = shots[0].picture.shape[:2]
    return _Layout(columns, round(_CELL * height / width), tuple(_rows(shots, columns)))


def _rows(shots: Sequence[SheetShot], columns: int) -> Iterator[tuple[str, tuple[SheetShot, ...]]]:
    for scene, group in groupby(shots, key=lambda shot: shot.scene):
        members = tuple(group)
        for first in range(0, len(members), columns):
            yield scene if first == 0 else "", members[first : first + columns]


def _header(canvas: skia.Canvas, sheet: Sheet, width: int) -> None:
    most = width - 2 * _MARGIN
    facts = fitting_text(sheet.facts, Style("sans", 21, colour=_GREY), 0.6 * most)
    beside = most - facts.width - 40 if facts.width < 0.55 * most else most
    _left(canvas, fitting_text(sheet.title, Style("serif", 64, 0.01, _INK), max(300.0, beside)), _MARGIN, 112)
    facts.draw(canvas, width - _MARGIN - facts.width / 2, 112 if beside < most else 148)
    canvas.drawRect(skia.Rect.MakeXYWH(_MARGIN, 144 if beside < most else 164, most, 2), skia.Paint(Color=_BRASS))


def _heading(canvas: skia.Canvas, text: str, language: str, y: float, width: int) -> None:
    head = fitting_text(text, Style("sans_semibold", 22, 0.04, _BRASS), width - 2 * _MARGIN, language=language)
    _left(canvas, head, _MARGIN, y + 42)
    start = _MARGIN + head.width + 24
    if start < width - _MARGIN:
        canvas.drawRect(skia.Rect.MakeXYWH(start, y + 34, width - _MARGIN - start, 1), skia.Paint(Color=_FAINT))


def _cell(canvas: skia.Canvas, shot: SheetShot, language: str, x: float, y: float, height: int) -> None:
    frame = skia.Rect.MakeXYWH(x, y, _CELL, height)
    opaque = np.full((*shot.picture.shape[:2], 4), 255, np.uint8)
    opaque[..., :3] = shot.picture
    image = skia.Image.fromarray(opaque, colorType=skia.kRGBA_8888_ColorType)
    canvas.save()
    canvas.clipRRect(skia.RRect.MakeRectXY(frame, 6, 6), True)
    canvas.drawImageRect(image, frame, skia.SamplingOptions(skia.CubicResampler.Mitchell()))
    canvas.restore()
    edge = skia.Paint(Color=0x30FFFFFF, AntiAlias=True)
    edge.setStyle(skia.Paint.kStroke_Style)
    canvas.drawRRect(skia.RRect.MakeRectXY(frame.makeInset(0.5, 0.5), 6, 6), edge)
    clock = block(shot.timecode, Style("sans", 19, 0.02, _GREY))
    clock.draw(canvas, x + _CELL - clock.width / 2, y + height + 34)
    name = fitting_text(shot.name, Style("sans_semibold", 22, colour=_INK), _CELL - clock.width - 20, language=language)
    _left(canvas, name, x, y + height + 34)
    _left(canvas, fitting_text(shot.words, Style("sans", 19, colour=_GREY), _CELL, language=language), x, y + height + 64)


def _left(canvas: skia.Canvas, text: Block, x: float, baseline: float) -> None:
    """Draw a line that begins at `x`."""
    text.draw(canvas, x + text.width / 2, baseline)
