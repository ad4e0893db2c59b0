# SPDX-License-Identifier: Apache-2.0
"""The storyboard: a contact sheet of every shot, drawn before anything expensive is made."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from aiprod.directing.describe import MOVES, size_name
from aiprod.film.brief import Language
from aiprod.film.files import write_atomically
from aiprod.film.screenplay import Screenplay
from aiprod.film.shots import Shot
from aiprod.film.time import FrameRate

if TYPE_CHECKING:
    import skia

Still = Callable[[Shot], NDArray[np.uint8]]
"""Draws a shot's characteristic frame: RGB, shape [height, width, 3]."""

_COLUMNS = 4
_MOST_COLUMNS = 10
_CELL_W, _PICTURE_H, _TEXT_H = 480, 270, 132
_MARGIN, _GUTTER, _HEADER = 56, 28, 150
_PAPER, _INK, _GREY, _ACCENT = 0xFF16181D, 0xFFEDE8DC, 0xFF9A968C, 0xFFE3B23C
_MAX_SIDE = 16_000


def contact_sheet(
    shots: Sequence[Shot],
    still: Still,
    out: Path,
    *,
    script: Screenplay,
    rate: FrameRate,
    title: str = "",
    language: Language | None = None,
) -> None:
    """Write the sheet as PNG, whole or not at all.

    Args:
        shots: in order.
        still: draws one frame of a shot.
        out: the file.
        script: for the title and the lines.
        rate: frames per second, for lengths.
        title: instead of the screenplay's.
        language: of the captions, if not the screenplay's.
    """
    import skia

    spoken = language or script.language
    columns = _columns(len(shots))
    rows = -(-len(shots) // columns)
    width = 2 * _MARGIN + columns * _CELL_W + (columns - 1) * _GUTTER
    height = _HEADER + rows * (_PICTURE_H + _TEXT_H + _GUTTER) + _MARGIN
    scale = min(1.0, _MAX_SIDE / max(width, height))
    surface = skia.Surface(max(1, int(width * scale)), max(1, int(height * scale)))
    canvas = surface.getCanvas()
    canvas.scale(scale, scale)
    canvas.clear(_PAPER)
    _header(canvas, width, title or script.title, shots, rate, spoken)
    for at, shot in enumerate(shots):
        x = _MARGIN + (at % columns) * (_CELL_W + _GUTTER)
        y = _HEADER + (at // columns) * (_PICTURE_H + _TEXT_H + _GUTTER)
        _cell(canvas, x, y, at + 1, shot, still(shot), script, rate, spoken)
    data = surface.makeImageSnapshot().encodeToData(skia.EncodedImageFormat.kPNG, 100)
    write_atomically(out, bytes(data))


def _columns(shots: int) -> int:
    """Four, or more for a long film, so that the sheet stays in a printable shape."""
    columns = _COLUMNS
    while columns < _MOST_COLUMNS and shots > 3 * columns * columns:
        columns += 1
    return min(columns, max(1, shots))


def _header(canvas: skia.Canvas, width: float, title: str, shots: Sequence[Shot], rate: FrameRate, language: Language) -> None:
    import skia

    overlaps = sum(s.transition_frames for s in shots[1:])
    seconds = rate.seconds(sum(s.frames for s in shots) - overlaps)
    counted = f"{len(shots)} plans · {seconds:.1f} s" if language == "fr" else f"{len(shots)} shots · {seconds:.1f} s"
    _text(canvas, title, _MARGIN, 82, 46, _INK, bold=True, limit=width - 2 * _MARGIN - 320)
    _text(canvas, f"{'Story-board' if language == 'fr' else 'Storyboard'} · {counted}", _MARGIN, 116, 20, _GREY)
    canvas.drawRect(skia.Rect.MakeXYWH(_MARGIN, 130, width - 2 * _MARGIN, 2), skia.Paint(Color=_ACCENT))


def _cell(
    canvas: skia.Canvas,
    x: float,
    y: float,
    number: int,
    shot: Shot,
    picture: NDArray[np.uint8],
    script: Screenplay,
    rate: FrameRate,
    language: Language,
) -> None:
    import skia

    _picture(canvas, x, y, picture)
    canvas.drawRect(skia.Rect.MakeXYWH(x, y, 44, 30), skia.Paint(Color=_PAPER))
    _text(canvas, str(number), x + 8, y + 22, 20, _ACCENT, bold=True)
    move = MOVES[language].get(shot.camera.move, shot.camera.move)
    facts = (
        f"{size_name(shot.size, language)} · {move} · {shot.camera.keys[0].focal_mm:.0f} mm · {rate.seconds(shot.frames):.1f} s"
    )
    line = y + _PICTURE_H + 24
    _text(canvas, facts, x, line, 17, _ACCENT, bold=True, limit=_CELL_W)
    what = shot.description.split(": ", 1)[-1] if ": " in shot.description else shot.description
    line += 24
    for part in _wrapped(what, 16, _CELL_W, 3):
        _text(canvas, part, x, line, 16, _INK)
        line += 21
    for said in shot.lines[:2]:
        written = script.line(said.line)
        name = next((c.name for c in script.cast if c.id == said.character), said.character)
        quote = f"{name} : « {written.text} »" if language == "fr" else f"{name}: “{written.text}”"
        for part in _wrapped(quote, 16, _CELL_W, 2):
            _text(canvas, part, x, line, 16, _GREY)
            line += 21


def _picture(canvas: skia.Canvas, x: float, y: float, picture: NDArray[np.uint8]) -> None:
    """The still, fitted into the cell on black."""
    import skia

    rgba = np.dstack([picture, np.full(picture.shape[:2], 255, np.uint8)])
    image = skia.Image.fromarray(np.ascontiguousarray(rgba), colorType=skia.kRGBA_8888_ColorType)
    canvas.drawRect(skia.Rect.MakeXYWH(x, y, _CELL_W, _PICTURE_H), skia.Paint(Color=0xFF000000))
    scale = min(_CELL_W / image.width(), _PICTURE_H / image.height())
    width, height = image.width() * scale, image.height() * scale
    target = skia.Rect.MakeXYWH(x + (_CELL_W - width) / 2, y + (_PICTURE_H - height) / 2, width, height)
    canvas.drawImageRect(image, target, skia.SamplingOptions(skia.FilterMode.kLinear, skia.MipmapMode.kLinear))


def _wrapped(text: str, size: float, width: float, most: int) -> list[str]:
    """Lines of whole words that fit; an ellipsis where there is more than `most` of them."""
    font = _font(size, False)
    lines: list[str] = []
    line = ""
    for word in text.split():
        longer = f"{line} {word}".strip()
        if font.measureText(longer) <= width or not line:
            line = longer
            continue
        lines.append(line)
        line = word
    lines.append(line)
    if len(lines) <= most:
        return lines
    return [*lines[: most - 1], _cut(lines[most - 1] + " …", font, width)]


def _cut(text: str, font: skia.Font, width: float) -> str:
    while text and font.measureText(text) > width:
        text = text[:-2].rstrip(" …") + "…"
    return text


def _text(
    canvas: skia.Canvas, text: str, x: float, y: float, size: float, colour: int, *, bold: bool = False, limit: float = 0.0
) -> None:
    import skia

    font = _font(size, bold)
    canvas.drawString(_cut(text, font, limit) if limit else text, x, y, font, skia.Paint(AntiAlias=True, Color=colour))


@lru_cache(maxsize=32)
def _font(size: float, bold: bool) -> skia.Font:
    """The product's own type where it is installed, otherwise the system's."""
    import skia

    found = _font_files()
    wanted = [f for f in found if ("bold" in f.stem.lower()) is bold] or found
    if wanted:
        face = skia.Typeface.MakeFromFile(str(wanted[0]))
    else:
        style = skia.FontStyle.Bold() if bold else skia.FontStyle.Normal()
        face = skia.FontMgr().matchFamilyStyle(None, style)
    return skia.Font(face, size)


def _font_files() -> list[Path]:
    from aiprod.models.cards import models_root

    folder = models_root() / "fonts"
    files = sorted(p for p in folder.rglob("*") if p.suffix.lower() in (".ttf", ".otf")) if folder.is_dir() else []
    upright = [f for f in files if "italic" not in f.stem.lower()]
    return [f for f in upright if f.stem.lower().startswith("inter")] or upright
