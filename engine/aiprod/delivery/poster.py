# SPDX-License-Identifier: Apache-2.0
"""The poster: the film's best frame with its name on it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import skia
from numpy.typing import NDArray

from aiprod.film.errors import EngineError
from aiprod.media.video import Rgb, read_frames, to_rgb
from aiprod.rendering.lettering import Block, Style, block, cap_height, capitals, fitting_text

if TYPE_CHECKING:
    pass

_SMALL = (180, 320)
_IVORY = 0xFFFBF6EA
_QUALITY = 92


def poster_jpeg(picture: Path, title: str, author: str, frames: Sequence[int] = ()) -> bytes:
    """A JPEG of the film's size. `frames` are the candidates; without them, the film's key frames are."""
    return lettered(best_frame(picture, frames), title, author)


def best_frame(picture: Path, frames: Sequence[int] = ()) -> Rgb:
    """The frame that shows most: sharp, well exposed, colourful, with its interest towards the middle."""
    candidates = _chosen(picture, frames) if frames else _key_frames(picture)
    best: tuple[float, Rgb] | None = None
    for rgb in candidates:
        worth = appeal(rgb)
        if best is None or worth > best[0]:
            best = worth, rgb
    if best is None:
        raise EngineError("There is no frame for a poster", f"{picture.name} holds none")
    return best[1]


def _chosen(picture: Path, frames: Sequence[int]) -> Iterator[Rgb]:
    for index in sorted(set(frames)):
        for frame in read_frames(picture, index, 1):
            yield to_rgb(frame)


def _key_frames(picture: Path) -> Iterator[Rgb]:
    import av

    with av.open(str(picture)) as container:
        stream = container.streams.video[0]
        stream.codec_context.skip_frame = "NONKEY"
        for frame in container.decode(stream):
            yield to_rgb(frame)


def appeal(rgb: Rgb) -> float:
    """A frame's worth as a poster. Colourfulness: Hasler and Süsstrunk, SPIE 5007 (2003); sharpness: gradient energy."""
    small = _small(rgb)
    luma = small @ np.array([0.2126, 0.7152, 0.0722])
    detail = np.hypot(*np.gradient(luma))
    rows, columns = np.mgrid[-1 : 1 : luma.shape[0] * 1j, -1 : 1 : luma.shape[1] * 1j]
    centred = float((detail * np.exp(-1.2 * (rows**2 + columns**2))).sum() / (detail.sum() + 1e-6))
    sharp = float(np.log1p(np.percentile(detail, 98)))
    exposed = float(np.exp(-(((luma.mean() - 105) / 70) ** 2)))
    return sharp * (0.4 + exposed) * (0.6 + _colourful(small) / 100) * (0.5 + centred)


def _small(rgb: Rgb) -> NDArray[np.float64]:
    rows, columns = (min(n, size) for n, size in zip(_SMALL, rgb.shape[:2], strict=True))
    height, width = rgb.shape[0] // rows, rgb.shape[1] // columns
    cut = rgb[: rows * height, : columns * width].reshape(rows, height, columns, width, 3)
    small: NDArray[np.float64] = cut.mean(axis=(1, 3), dtype=np.float64)
    return small


def _colourful(small: NDArray[np.float64]) -> float:
    red_green = small[..., 0] - small[..., 1]
    yellow_blue = (small[..., 0] + small[..., 1]) / 2 - small[..., 2]
    spread = np.hypot(red_green.std(), yellow_blue.std())
    return float(spread + 0.3 * np.hypot(red_green.mean(), yellow_blue.mean()))


def lettered(rgb: Rgb, title: str, author: str) -> bytes:
    """A frame with the film's name in its lower third, as JPEG."""
    height, width = rgb.shape[:2]
    opaque = np.full((height, width, 4), 255, np.uint8)
    opaque[..., :3] = rgb
    surface = skia.Surface.MakeRaster(skia.ImageInfo.Make(width, height, skia.kRGBA_8888_ColorType, skia.kPremul_AlphaType))
    canvas = surface.getCanvas()
    canvas.drawImage(skia.Image.fromarray(opaque, colorType=skia.kRGBA_8888_ColorType), 0, 0)
    _shade(canvas, width, height)
    _letter(canvas, title, author, width, height)
    data = surface.makeImageSnapshot().encodeToData(skia.kJPEG, _QUALITY)
    return bytes(data)


def _shade(canvas: skia.Canvas, width: int, height: int) -> None:
    """The bottom goes dark, so that the letters stand on something."""
    ends = [skia.Point(0, 0.48 * height), skia.Point(0, height)]
    shades = [skia.ColorSetARGB(round(255 * a), 5, 7, 12) for a in (0.0, 0.28, 0.74, 0.86)]
    shader = skia.GradientShader.MakeLinear(ends, shades, [0.0, 0.35, 0.8, 1.0])
    canvas.drawRect(skia.Rect.MakeLTRB(0, 0.48 * height, width, height), skia.Paint(Shader=shader, Dither=True))


def _letter(canvas: skia.Canvas, title: str, author: str, width: int, height: int) -> None:
    head = _headline(title, width, height)
    size = head.style.size
    baseline = 0.885 * height - (0.045 * height if author else 0.0) - head.leading * (head.lines - 1)
    head.draw(canvas, width / 2, baseline)
    if author:
        style = Style("serif_italic", 0.036 * height, 0.03, _IVORY, shadow=0.6)
        under = fitting_text(author, style, 0.8 * width)
        below = baseline + (head.lines - 1) * head.leading + 0.75 * size + cap_height(under.style) / 2
        under.draw(canvas, width / 2, below)


def _headline(title: str, width: int, height: int) -> Block:
    """A short name in capitals; a long one, or one that would need too many lines so, as it is written."""
    if len(title) <= 36:
        style = Style("serif", 0.115 * height, 0.13, _IVORY, shadow=0.6, leading=1.2)
        made = block(capitals(title), style, 0.86 * width)
        if made.lines <= 3 and made.holds:
            return made
    return fitting_text(title, Style("serif", 0.08 * height, 0.02, _IVORY, shadow=0.6, leading=1.2), 0.86 * width, lines=3)
