# SPDX-License-Identifier: Apache-2.0
"""Numbered stills: OpenEXR, DPX, TIFF and PNG, through OpenImageIO, each saying its colours and its timecode.

EXR holds light: of the display (1.0 is 100 cd/m², written as `whiteLuminance`) or, as "acescg", of the scene. DPX, TIFF and
PNG hold the display's codes, full range. Frames are numbered from the film's timecode, as post houses do: 01:00:00:00 at 24
frames a second is 0086400.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from aiprod.delivery import timecode
from aiprod.delivery.formats import Format
from aiprod.film.errors import EngineError, Stopped, UserError
from aiprod.film.output import OUTPUTS, OutputName
from aiprod.grading.transfer import to_nits

Codes = NDArray[np.float32]
WHITE_NITS = 100.0
"""What 1.0 means in an EXR of display light."""
_AP1 = (0.713, 0.293, 0.165, 0.830, 0.128, 0.044, 0.32168, 0.33767)
_D65 = (0.3127, 0.3290)
_PRIMARIES = {
    1: (0.640, 0.330, 0.300, 0.600, 0.150, 0.060, *_D65), 12: (0.680, 0.320, 0.265, 0.690, 0.150, 0.060, *_D65),
    9: (0.708, 0.292, 0.170, 0.797, 0.131, 0.046, *_D65), 2: _AP1,
}  # fmt: skip
"""Code point of H.273 → red, green, blue and white, CIE xy. 2 ("unspecified") is ACEScg's."""
_SUFFIXES = {"exr": ".exr", "dpx": ".dpx", "tiff": ".tif", "png": ".png"}
_DPX_TRANSFER = {"rec709": "ITU-R 709-4"}
_HALF_MAX = 65504.0
_AHEAD = 4
"""Frames that wait to be written while the next ones are made."""


@dataclass(frozen=True)
class Sequence:
    """Stills to be written.

    Attributes:
        folder: where; it must be there.
        stem: `<stem>.<number>.<suffix>`.
        form: the format; its compression and bits are kept.
        output: what the frames' numbers mean.
        rate: of the film.
        title: written into the files.
    """

    folder: Path
    stem: str
    form: Format
    output: OutputName
    rate: Fraction
    title: str = ""

    @property
    def suffix(self) -> str:
        return _SUFFIXES[self.form.name.partition("-")[0].removesuffix("16")]

    def path(self, frame: int) -> Path:
        return self.folder / f"{self.stem}.{timecode.first_number(self.rate) + frame:07}{self.suffix}"


def write_sequence(
    sequence: Sequence, frames: Iterable[Codes], total: int, *, stop: threading.Event | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> int:  # fmt: skip
    """Write every frame. Returns how many there were.

    Args:
        sequence: where and how.
        frames: display codes of `sequence.output` (scene-linear for "acescg"), float32 [height, width, 3 or 4]; alpha is the
            fourth, and colours are premultiplied by it.
        total: how many are expected.
        stop: set it to give up.
        progress: is told (frames done, frames in all).

    Raises:
        OSError, UserError: a file can't be written.
        EngineError: there are fewer or more frames.
        Stopped: `stop` was set.
    """
    done = 0
    with ThreadPoolExecutor(2) as pool:
        for done, written in enumerate(_written(sequence, frames, pool), start=1):
            written.result()
            if stop is not None and stop.is_set():
                raise Stopped("The export was stopped", "that was asked for")
            if progress:
                progress(done, total)
    if done != total:
        raise EngineError("The sequence is not whole", f"it has {done} of {total} frames")
    return done


def _written(sequence: Sequence, frames: Iterable[Codes], pool: ThreadPoolExecutor) -> Iterator[Future[None]]:
    waiting: list[Future[None]] = []
    for index, frame in enumerate(frames):
        waiting.append(pool.submit(write_frame, sequence, index, frame))
        if len(waiting) > _AHEAD:
            yield waiting.pop(0)
    yield from waiting


def write_frame(sequence: Sequence, index: int, codes: Codes) -> None:
    """Write frame `index` of the film. Raises OSError, UserError."""
    import OpenImageIO as oiio  # noqa: N813 - its own documentation calls it so

    path = sequence.path(index)
    spec = _spec(oiio, sequence, index, codes.shape)
    pixels = np.ascontiguousarray(_pixels(sequence, codes))
    out = oiio.ImageOutput.create(str(path))
    if out is None or not out.open(str(path), spec):
        raise _refused(path, oiio.geterror() if out is None else out.geterror())
    fine = bool(out.write_image(pixels))
    said = out.geterror()
    if not out.close() or not fine:
        raise _refused(path, said or out.geterror())


def _refused(path: Path, why: str) -> Exception:
    """What the library says, as an error of the disk where it is one: it tells nothing but words."""
    import errno

    said = why.lower()
    if "space" in said or "too large" in said or "write error" in said or "failed to write" in said or "error writing" in said:
        return OSError(errno.ENOSPC, why)
    return UserError(f"{path.name} can't be written", why or "the library gives no reason", "Choose another format.")


def _pixels(sequence: Sequence, codes: Codes) -> NDArray[Any]:
    if sequence.suffix != ".exr":
        return np.clip(codes, 0, 1) if sequence.form.bits == 16 else _ten_bits(codes)
    light: Codes = codes
    if sequence.output != "acescg":
        shown = to_nits(np.ascontiguousarray(codes[..., :3]), sequence.output) / np.float32(WHITE_NITS)
        light = np.concatenate((shown, codes[..., 3:]), axis=-1)
    return np.clip(light, -_HALF_MAX, _HALF_MAX)


def _ten_bits(codes: Codes) -> NDArray[np.uint16]:
    """The nearest of 1024 codes, spread over 16 bits: the library cuts the lower ones off instead of rounding."""
    near = np.rint(np.clip(codes, 0, 1) * np.float32(1023)).astype(np.uint16)
    spread: NDArray[np.uint16] = near << 6 | near >> 4
    return spread


def _spec(oiio: Any, sequence: Sequence, index: int, shape: tuple[int, ...]) -> Any:
    height, width, channels = shape
    exr = sequence.suffix == ".exr"
    spec = oiio.ImageSpec(width, height, channels, "half" if exr else "uint16")
    moment = timecode.at(index, sequence.rate)
    spec.attribute("smpte:TimeCode", oiio.TypeDesc("timecode"), (timecode.binary(moment, sequence.rate), 0))
    spec.attribute("FramesPerSecond", oiio.TypeDesc("rational2i"), (sequence.rate.numerator, sequence.rate.denominator))
    spec.attribute("Software", "AIPROD")
    if sequence.title:
        spec.attribute("ImageDescription", sequence.title)
    if sequence.form.compression:
        spec.attribute("compression", sequence.form.compression)
    _COLOURED[sequence.suffix](oiio, spec, sequence)
    return spec


def _exr_colour(oiio: Any, spec: Any, sequence: Sequence) -> None:
    spec.attribute("chromaticities", oiio.TypeDesc("float[8]"), _PRIMARIES[OUTPUTS[sequence.output].primaries])
    if sequence.output == "acescg":
        spec.attribute("oiio:ColorSpace", "lin_ap1_scene")
    else:
        spec.attribute("whiteLuminance", WHITE_NITS)


def _dpx_colour(_oiio: Any, spec: Any, sequence: Sequence) -> None:
    """DPX knows Rec.709 and nothing newer: wider outputs are "User defined", with the name in words."""
    kind = _DPX_TRANSFER.get(sequence.output, "User defined")
    spec.attribute("oiio:BitsPerSample", sequence.form.bits)
    spec.attribute("dpx:Transfer", kind)
    spec.attribute("dpx:Colorimetric", kind)
    spec.attribute("dpx:FrameRate", float(sequence.rate))
    spec.attribute("dpx:ProjectName", f"{sequence.title} {OUTPUTS[sequence.output].title}".strip()[:199])
    spec.attribute("dpx:TemporalFrameRate", float(sequence.rate))


def _png_colour(oiio: Any, spec: Any, sequence: Sequence) -> None:
    """The cICP chunk (PNG, third edition): primaries, transfer, matrix 0 (RGB), full range."""
    colour = OUTPUTS[sequence.output]
    spec.attribute("CICP", oiio.TypeDesc("int[4]"), (colour.primaries, colour.transfer, 0, 1))
    spec.attribute("png:compressionLevel", 3)


def _tiff_colour(oiio: Any, spec: Any, sequence: Sequence) -> None:
    colour = OUTPUTS[sequence.output]
    spec.attribute("ImageDescription", f"{sequence.title}\n{colour.title}".strip())
    del oiio


_COLOURED: dict[str, Callable[[Any, Any, Sequence], None]] = {
    ".exr": _exr_colour, ".dpx": _dpx_colour, ".png": _png_colour, ".tif": _tiff_colour,
}  # fmt: skip
