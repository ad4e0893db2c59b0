# SPDX-License-Identifier: Apache-2.0
"""The fused colour kernel: planes of footage → RGB → table → planes of the output in one pass, compiled by numba.

For each stretch of a row: first all indices and weights (no branches, so the compiler vectorises it), then a gather of four
table corners per pixel, four channels at once, then the stores. The split matters: a gather that might alias its stores is not
vectorised. So does that rows are flat slices with steps of one: a plane with padded rows is a two-dimensional view of steps
that the compiler doesn't know. Import this module only to render; `planes` chooses between it and the same arithmetic by
OpenColorIO.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from numpy.lib.stride_tricks import as_strided
from numpy.typing import NDArray


def _cache_folder() -> str | None:
    """Where compiled code may be kept: the system's place for caches, if it can be written."""
    import platformdirs

    folder = Path(os.environ.get("AIPROD_HOME") or platformdirs.user_cache_dir("aiprod", appauthor=False)) / "numba"
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return None
    return str(folder) if os.access(folder, os.W_OK) else None


_FOLDER = os.environ.get("NUMBA_CACHE_DIR") or _cache_folder()
if _FOLDER:
    os.environ["NUMBA_CACHE_DIR"] = _FOLDER

import numba  # noqa: E402  (it reads its cache folder from the environment when it is imported)

if _FOLDER:
    numba.config.CACHE_DIR = _FOLDER  # type: ignore[attr-defined]  # numba may have been imported before

_jit: Any = numba.njit(nogil=True, cache=_FOLDER is not None, fastmath=True, error_model="numpy", boundscheck=False)
_STRETCH = 960
"""Pixels worked on at once: their scratch rows stay in the nearest cache."""
_F, _I, _U = np.float32, np.int32, np.uint32
Plane = NDArray[Any]


@_jit  # type: ignore[untyped-decorator]
def _spread(u: Any, v: Any, matrix: Any, red: Any, green: Any, blue: Any) -> None:
    """What the second and third plane add to the lattice coordinates."""
    r1, r2, r3 = matrix[0, 1], matrix[0, 2], matrix[0, 3]
    g1, g2, g3 = matrix[1, 1], matrix[1, 2], matrix[1, 3]
    b1, b2, b3 = matrix[2, 1], matrix[2, 2], matrix[2, 3]
    for x in range(u.size):
        cb, cr = _F(u[x]), _F(v[x])
        red[x] = r1 * cb + r2 * cr + r3
        green[x] = g1 * cb + g2 * cr + g3
        blue[x] = b1 * cb + b2 * cr + b3


@_jit  # type: ignore[untyped-decorator]
def _doubled(small: Any, wide: Any) -> None:
    for x in range(small.size):
        wide[2 * x] = small[x]
        wide[2 * x + 1] = small[x]


@_jit  # type: ignore[untyped-decorator]
def _corners(
    y: Any, matrix: Any, size: Any, red: Any, green: Any, blue: Any,
    c0: Any, c1: Any, c2: Any, c3: Any, w0: Any, w1: Any, w2: Any, w3: Any,
) -> None:  # fmt: skip
    """The tetrahedron around each colour: four places in the table and their weights (Kasson, SPIE 1909, 1993)."""
    r0, g0, b0 = matrix[0, 0], matrix[1, 0], matrix[2, 0]
    top, last = _F(size - 1), _I(size - 2)
    step_r, step_g, step_b = _I(4 * size * size), _I(4 * size), _I(4)
    for x in range(y.size):
        luma = _F(y[x])
        r = min(max(luma * r0 + red[x], _F(0)), top)
        g = min(max(luma * g0 + green[x], _F(0)), top)
        b = min(max(luma * b0 + blue[x], _F(0)), top)
        ir, ig, ib = min(_I(r), last), min(_I(g), last), min(_I(b), last)
        fr, fg, fb = r - _F(ir), g - _F(ig), b - _F(ib)
        high = max(fr, max(fg, fb))
        low = min(fr, min(fg, fb))
        mid = fr + fg + fb - high - low
        first = step_r if (fr >= fg) & (fr >= fb) else (step_g if fg >= fb else step_b)
        final = step_b if (fb <= fg) & (fb <= fr) else (step_g if fg <= fr else step_r)
        base = ir * step_r + ig * step_g + ib * step_b
        end = base + step_r + step_g + step_b
        c0[x], c1[x], c2[x], c3[x] = base, base + first, end - final, end
        w0[x], w1[x], w2[x], w3[x] = _F(1) - high, high - mid, mid - low, low


@_jit  # type: ignore[untyped-decorator]
def _mixed(count: Any, c0: Any, c1: Any, c2: Any, c3: Any, w0: Any, w1: Any, w2: Any, w3: Any, table: Any, codes: Any) -> None:
    for x in range(count):
        i, j, k, m = _U(c0[x]), _U(c1[x]), _U(c2[x]), _U(c3[x])
        a, b, c, d = w0[x], w1[x], w2[x], w3[x]
        first = a * table[i] + b * table[j] + c * table[k] + d * table[m]
        second = a * table[i + _U(1)] + b * table[j + _U(1)] + c * table[k + _U(1)] + d * table[m + _U(1)]
        third = a * table[i + _U(2)] + b * table[j + _U(2)] + c * table[k + _U(2)] + d * table[m + _U(2)]
        fourth = a * table[i + _U(3)] + b * table[j + _U(3)] + c * table[k + _U(3)] + d * table[m + _U(3)]
        at = _U(x) * _U(4)
        codes[at] = first
        codes[at + _U(1)] = second
        codes[at + _U(2)] = third
        codes[at + _U(3)] = fourth


@_jit  # type: ignore[untyped-decorator]
def _gathered(codes: Any, shift: Any, keep: Any, sum_u: Any, sum_v: Any) -> None:
    """Add a stretch's chroma to the sums of its small rows."""
    if shift == 1:
        for x in range(sum_u.size):
            sum_u[x] = sum_u[x] * keep + codes[8 * x + 1] + codes[8 * x + 5]
            sum_v[x] = sum_v[x] * keep + codes[8 * x + 2] + codes[8 * x + 6]
    else:
        for x in range(sum_u.size):
            sum_u[x] = sum_u[x] * keep + codes[4 * x + 1]
            sum_v[x] = sum_v[x] * keep + codes[4 * x + 2]


@_jit  # type: ignore[untyped-decorator]
def _grade(
    width: Any, height: Any, y: Any, u: Any, v: Any, steps: Any, matrix: Any, table: Any, size: Any, noise: Any,
    out_y: Any, out_u: Any, out_v: Any, out_steps: Any,
) -> None:  # fmt: skip
    """`steps`: pixels from row to row of each plane, then by how many powers of two chroma is narrower and lower."""
    wide, tall, small, low = steps[3], steps[4], out_steps[3], out_steps[4]
    half_r, half_g, half_b = np.empty(_STRETCH, _F), np.empty(_STRETCH, _F), np.empty(_STRETCH, _F)
    red, green, blue = np.empty(_STRETCH, _F), np.empty(_STRETCH, _F), np.empty(_STRETCH, _F)
    c0, c1, c2, c3 = np.empty(_STRETCH, _I), np.empty(_STRETCH, _I), np.empty(_STRETCH, _I), np.empty(_STRETCH, _I)
    w0, w1, w2, w3 = np.empty(_STRETCH, _F), np.empty(_STRETCH, _F), np.empty(_STRETCH, _F), np.empty(_STRETCH, _F)
    codes = np.empty(4 * _STRETCH, _F)
    sum_u, sum_v = np.zeros(width, _F), np.zeros(width, _F)
    share = _F(1) / _F(1 << (small + low))
    for row in range(height >> low):
        for line in range(row << low, (row + 1) << low):
            for left in range(0, width, _STRETCH):
                count = min(_STRETCH, width - left)
                at_u, at_v = (line >> tall) * steps[1] + (left >> wide), (line >> tall) * steps[2] + (left >> wide)
                narrow = count >> wide
                if wide == 1:
                    _spread(u[at_u : at_u + narrow], v[at_v : at_v + narrow], matrix, half_r, half_g, half_b)
                    _doubled(half_r[:narrow], red)
                    _doubled(half_g[:narrow], green)
                    _doubled(half_b[:narrow], blue)
                else:
                    _spread(u[at_u : at_u + narrow], v[at_v : at_v + narrow], matrix, red, green, blue)
                at = line * steps[0] + left
                _corners(y[at : at + count], matrix, size, red, green, blue, c0, c1, c2, c3, w0, w1, w2, w3)
                _mixed(count, c0, c1, c2, c3, w0, w1, w2, w3, table, codes)
                at = line * out_steps[0] + left
                target, grain = out_y[at : at + count], noise[line & 7, left : left + count]
                for x in range(count):
                    target[x] = _I(codes[4 * x] + grain[x])
                at = left >> small
                to = at + (count >> small)
                _gathered(codes, small, _F(0) if line == row << low else _F(1), sum_u[at:to], sum_v[at:to])
        narrow = width >> small
        grain = noise[row & 7]
        to_u = out_u[row * out_steps[1] : row * out_steps[1] + narrow]
        to_v = out_v[row * out_steps[2] : row * out_steps[2] + narrow]
        for x in range(narrow):
            to_u[x] = _I(sum_u[x] * share + grain[x])
            to_v[x] = _I(sum_v[x] * share + grain[x])


@_jit  # type: ignore[untyped-decorator]
def _blend(width: Any, first: Any, second: Any, steps: Any, weights: Any, out: Any) -> None:
    rows = weights.shape[0]
    for row in range(steps[3]):
        a = first[row * steps[0] : row * steps[0] + width]
        b = second[row * steps[1] : row * steps[1] + width]
        to = out[row * steps[2] : row * steps[2] + width]
        share = weights[row if rows > 1 else 0]
        for x in range(width):
            to[x] = (_I(a[x]) * (_I(16384) - share[x]) + _I(b[x]) * share[x] + _I(8192)) >> _I(14)


@_jit  # type: ignore[untyped-decorator]
def _lay(under: Any, step: Any, codes: Any, alpha: Any, share: Any) -> None:
    for row in range(codes.shape[0]):
        to = under[row * step : row * step + codes.shape[1]]
        over, cover = codes[row], alpha[row]
        for x in range(codes.shape[1]):
            to[x] = _I(_F(to[x]) * (_F(1) - share * cover[x]) + share * over[x] + _F(0.5))


def grade_planes(
    planes: tuple[Plane, Plane, Plane], matrix: NDArray[np.float32], table: NDArray[np.float32], size: int,
    noise: NDArray[np.float32], out: tuple[Plane, Plane, Plane],
) -> None:  # fmt: skip
    """Grade whole planes.

    Args:
        planes: uint8 or uint16, the second and third as large as the first or half as wide, half as high. Rows may be padded.
        matrix: float32 [3, 4], (code, code, code, 1) → lattice coordinates R, G, B.
        table: float32 [size³, 4], output codes for lattice points, blue fastest; the fourth column is not read.
        noise: float32 [8, width or more], 0–1 (ordered dither).
        out: where the result goes, of any depth and chroma.
    """
    height, width = planes[0].shape
    steps, out_steps = _steps(planes), _steps(out)
    _run(
        _grade, width, height, *(_flat(p) for p in planes), steps, matrix, table.reshape(-1), size, noise,
        *(_flat(p) for p in out), out_steps,
    )  # fmt: skip


def blend_plane(first: Plane, second: Plane, weights: NDArray[np.int32], out: Plane) -> None:
    """Mix two planes by int32 weights [h or 1, w], 0–16384, the second's share."""
    steps = np.array([*(p.strides[0] // p.itemsize for p in (first, second, out)), out.shape[0]], np.int64)
    _run(_blend, out.shape[1], _flat(first), _flat(second), steps, weights, _flat(out))


def lay_plane(under: Plane, codes: NDArray[np.float32], alpha: NDArray[np.float32], share: float) -> None:
    """Lay premultiplied codes over a plane of their size, in place."""
    _run(_lay, _flat(under), under.strides[0] // under.itemsize, codes, alpha, np.float32(share))


def _run(kernel: Callable[..., None], *arguments: Any) -> None:
    """numba joins scalar operations into vector ones only when asked; asked for these kernels alone, not for the process."""
    before = numba.config.SLP_VECTORIZE  # type: ignore[attr-defined]
    numba.config.SLP_VECTORIZE = 1  # type: ignore[attr-defined]
    try:
        kernel(*arguments)
    finally:
        numba.config.SLP_VECTORIZE = before  # type: ignore[attr-defined]


def _steps(planes: tuple[Plane, Plane, Plane]) -> NDArray[np.int64]:
    (height, width), (low, narrow) = planes[0].shape, planes[1].shape
    return np.array([*(p.strides[0] // p.itemsize for p in planes), width > narrow, height > low], np.int64)


def _flat(plane: Plane) -> Plane:
    """A plane as one row with steps of one, ending where its last pixel does."""
    step = plane.strides[0] // plane.itemsize
    return as_strided(plane, ((plane.shape[0] - 1) * step + plane.shape[1],), (plane.itemsize,))
