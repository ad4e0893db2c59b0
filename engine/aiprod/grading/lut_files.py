# SPDX-License-Identifier: Apache-2.0
"""LUTs of other programs: `.cube`, `.clf`, `.ctf`, read, checked and brought into a film."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from aiprod.film.errors import UserError
from aiprod.film.files import write_atomically
from aiprod.film.grade import Lut
from aiprod.grading.bake import lattice
from aiprod.grading.choices import check_spaces, lut_path
from aiprod.grading.cube import cube_text, read_table
from aiprod.grading.lookup import is_for_display, looked_up
from aiprod.grading.spaces import Colours
from aiprod.grading.xml_files import checked

if TYPE_CHECKING:
    import PyOpenColorIO

SUFFIXES = (".cube", ".clf", ".ctf")
_SIZE, _POINTS = 65, 4096
_TOO_FAR = 1e4


@dataclass(frozen=True)
class BroughtIn:
    """A LUT that is in the film now.

    Attributes:
        lut: for the grade.
        error: the largest difference between the file and the table made of it, in codes, over colours drawn at random;
            0 where the file's own table was taken.
        note: what was done with the file, for people.
    """

    lut: Lut
    error: float
    note: str


def bring_in(path: Path, film: Path, space: str = "acescct", result: str = "") -> BroughtIn:
    """Check a LUT file and keep it in a film's folder by its content.

    Args:
        path: the file.
        film: the film's folder.
        space: what the LUT takes, a key of `spaces.INPUTS`.
        result: what it gives; "" is the same.

    Raises:
        UserError: for a file that programs read differently, or that is no LUT at all; for an unknown space.
    """
    check_spaces(Lut(name=path.name[:200], sha256="0" * 64, space=space, result=result))
    table, error = read_lut(path)
    data = cube_text(table, path.stem).encode()
    lut = Lut(name=path.name[:200], sha256=hashlib.sha256(data).hexdigest(), space=space, result=result)
    if not lut_path(film, lut).is_file():
        write_atomically(lut_path(film, lut), data)
    return BroughtIn(lut, error, _note(path, lut, table, error))


def read_lut(path: Path) -> tuple[Colours, float]:
    """A LUT file as a table, and the error of that table.

    `.cube` files give their own; what a `.clf` or `.ctf` does is sampled: 4096 points where its channels don't mix (1D),
    else 65³.

    Returns:
        float32 [n, n, n, 3] indexed [red, green, blue], or [n, 3]; and the largest difference from the file over random codes.

    Raises:
        UserError: see `bring_in`.
    """
    suffix = path.suffix.lower()
    if suffix == ".cube":
        return read_table(path), 0.0
    if suffix not in SUFFIXES:
        raise UserError(f"{path.name} can't be used as a LUT", f"{suffix or 'a file without a suffix'} is not read",
                        f"Convert it to one of {', '.join(SUFFIXES)}.")  # fmt: skip
    return _sampled(path)


def _sampled(path: Path) -> tuple[Colours, float]:
    import PyOpenColorIO

    with checked(path, ("ProcessList",), "LUT") as copy:
        try:
            PyOpenColorIO.ClearAllCaches()
            transform = PyOpenColorIO.FileTransform(src=str(copy), interpolation=PyOpenColorIO.INTERP_BEST)
            whole = PyOpenColorIO.Config.CreateRaw().getProcessor(transform)
            mixing, processor = whole.hasChannelCrosstalk(), whole.getDefaultCPUProcessor()
        except PyOpenColorIO.Exception as error:
            why = " ".join(str(error).replace(str(copy), "the file").split())[:300]
            raise UserError(f"{path.name} can't be used as a LUT", why, "Export it again as a .cube.") from error
    axis = np.linspace(0, 1, _POINTS, dtype=np.float32)
    table = _run(processor, lattice(_SIZE) if mixing else np.repeat(axis[:, None], 3, axis=1))
    probes = np.random.default_rng(1).uniform(0, 1, (20_000, 3)).astype(np.float32)
    wanted = _run(processor, probes)
    if not (np.isfinite(table).all() and np.isfinite(wanted).all() and np.abs(table).max() < _TOO_FAR):
        raise UserError(
            f"{path.name} can't be used as a LUT", "it gives values that are no colours", "Export it again as a .cube."
        )
    return table, float(np.abs(looked_up(table, probes) - wanted).max())


def _run(processor: PyOpenColorIO.CPUProcessor, codes: Colours) -> Colours:
    flat: Colours = np.array(codes, np.float32, order="C").reshape(-1, 3)
    processor.applyRGB(flat)
    return flat.reshape(codes.shape)


def _note(path: Path, lut: Lut, table: Colours, error: float) -> str:
    size = f"{table.shape[0]} points a channel" if table.ndim == 2 else f"{table.shape[0]}³"
    own = path.suffix.lower() == ".cube"
    made = f"its own table of {size}" if own else f"sampled at {size}, at most {error:.2g} from what the file does"
    limited = f"; HDR outputs get the range of {lut.result or lut.space}, which it gives" if is_for_display(lut) else ""
    return f"{path.name}: {made}{limited}"
