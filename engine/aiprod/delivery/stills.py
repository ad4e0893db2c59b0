# SPDX-License-Identifier: Apache-2.0
"""Stills of a film: PNG and TIFF of 16 bits and OpenEXR, as image sequences have them, and JPEG for everyone."""

from __future__ import annotations

import io
import tempfile
from fractions import Fraction
from pathlib import Path
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

from aiprod.delivery import sequences
from aiprod.delivery.formats import FORMATS
from aiprod.film.errors import UserError
from aiprod.film.files import disk_errors, write_atomically
from aiprod.film.output import OutputName

StillForm = Literal["png", "jpg", "tiff", "exr"]
FORMS: tuple[StillForm, ...] = get_args(StillForm)
SUFFIXES: dict[StillForm, str] = {"png": ".png", "jpg": ".jpg", "tiff": ".tif", "exr": ".exr"}
_QUALITY = 95


def check_still(form: StillForm, output: OutputName) -> None:
    """Raises UserError for colours that the format can't hold."""
    if form != "jpg":
        FORMATS[form].check_output(output)
    elif output != "rec709":
        raise UserError(f"JPEG can't hold {output} colour", "it holds 8 bits of rec709", "Choose png, tiff or exr.")


def write_still(
    path: Path, codes: NDArray[np.float32], form: StillForm, *, output: OutputName = "rec709", frame: int = 0,
    rate: Fraction = Fraction(24), title: str = "",
) -> None:  # fmt: skip
    """Write a picture, whole or not at all.

    Args:
        path: the file.
        codes: display codes of `output` 0–1 (scene light for "acescg"), float32 [h, w, 3 or 4].
        form: PNG and TIFF get 16 bits, EXR half floats of light, JPEG 8 bits.
        output: what the numbers mean; written into PNG (cICP) and EXR (chromaticities).
        frame, rate: where it stands in the film, for the timecode.
        title: of the film, for the metadata.

    Raises:
        UserError: the format can't hold the output, or the disk is full.
    """
    check_still(form, output)
    if form == "jpg":
        write_atomically(path, _jpeg(codes))
        return
    with disk_errors(path), tempfile.TemporaryDirectory(prefix=".still-", dir=path.parent) as folder:
        sequence = sequences.Sequence(Path(folder), "still", FORMATS[form], output, rate, title)
        sequences.write_frame(sequence, frame, codes)
        sequence.path(frame).replace(path)


def _jpeg(codes: NDArray[np.float32]) -> bytes:
    from PIL import Image

    rgb = np.rint(np.clip(codes[..., :3], 0, 1) * 255).astype(np.uint8)
    out = io.BytesIO()
    Image.fromarray(rgb).save(out, "JPEG", quality=_QUALITY, subsampling=0)
    return out.getvalue()
