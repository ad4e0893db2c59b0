# SPDX-License-Identifier: Apache-2.0
"""Looking colours up in a table: tetrahedral in three dimensions, linear in one, by OpenColorIO."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from aiprod.film.errors import EngineError, UserError
from aiprod.film.grade import Lut
from aiprod.film.hashing import hash_file
from aiprod.grading.spaces import CONFIG, Colours, from_acescct, is_display, to_acescct

if TYPE_CHECKING:
    import PyOpenColorIO


def looked_up(table: Colours, codes: Colours) -> Colours:
    """Codes [..., 3] (clipped to 0–1) through a table: float32 [n, n, n, 3], indexed [red, green, blue], or [n, 3]."""
    return _through(processor(table), codes)


def apply_lut(acescct: Colours, lut: Lut, strength: float, config: str = CONFIG) -> Colours:
    """ACEScct [..., 3] through an imported LUT, mixed in ACEScct.

    The LUT sees its own working space (codes beyond 0–1 are clipped), and what it gives comes back from there. One that
    works on a display's codes therefore makes no picture brighter than that display, whatever the film's output is.

    Raises:
        UserError: its file is missing or is not the one that was brought in.
    """
    if strength == 0:
        return acescct
    codes = from_acescct(acescct, lut.space, config)
    done = to_acescct(_through(_processor_of(_path(lut), lut.sha256), codes), lut.result or lut.space, config)
    result: Colours = acescct + np.float32(strength) * (done - acescct)
    return result.astype(np.float32)


def is_for_display(lut: Lut) -> bool:
    """Whether the LUT gives a display's codes: then its picture has that display's range."""
    return is_display(lut.result or lut.space)


def processor(table: Colours) -> PyOpenColorIO.CPUProcessor:
    """OpenColorIO's processor of a table."""
    import PyOpenColorIO

    return PyOpenColorIO.Config.CreateRaw().getProcessor(transform(table)).getDefaultCPUProcessor()


def transform(table: Colours) -> PyOpenColorIO.Transform:
    """OpenColorIO's transform of a table."""
    import PyOpenColorIO

    if table.ndim == 2:
        curve = PyOpenColorIO.Lut1DTransform(length=table.shape[0], inputHalfDomain=False)
        curve.setInterpolation(PyOpenColorIO.INTERP_LINEAR)
        curve.setData(np.ascontiguousarray(table, np.float32).ravel())
        return curve
    cube = PyOpenColorIO.Lut3DTransform(gridSize=table.shape[0], interpolation=PyOpenColorIO.INTERP_TETRAHEDRAL)
    cube.setData(np.ascontiguousarray(table, np.float32).ravel())
    return cube


def _through(made: PyOpenColorIO.CPUProcessor, codes: Colours) -> Colours:
    flat: Colours = np.clip(np.array(codes, np.float32, order="C").reshape(-1, 3), 0, 1)
    if flat.size:
        made.applyRGB(flat)
    return flat.reshape(np.shape(codes))


def _path(lut: Lut) -> str:
    if not lut.path:
        raise EngineError(f"The LUT {lut.name} can't be used", "nobody said where it lies")
    if not Path(lut.path).is_file():
        raise UserError(f"The LUT {lut.name} is missing", f"{lut.path} is not there", "Bring it in again with `aiprod grade`.")
    return lut.path


@lru_cache(maxsize=8)
def _processor_of(path: str, sha256: str) -> PyOpenColorIO.CPUProcessor:
    from aiprod.grading.cube import read_table

    if hash_file(Path(path)) != sha256:
        raise UserError(f"{path} is not the LUT that was brought in", "its content changed", "Bring it in again.")
    return processor(read_table(Path(path)))
