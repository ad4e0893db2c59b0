# SPDX-License-Identifier: Apache-2.0
"""The fused colour kernel: Y′CbCr 4:2:0 → RGB → table → Y′CbCr 4:2:0 in one pass, compiled by numba.

For each pair of rows: first all indices and weights (no branches, so the compiler vectorises it), then a gather of four
table corners per pixel and the stores. The split matters: a gather that might alias its stores is not vectorised.
Import this module only to render; `planes` chooses between it and the same arithmetic by OpenColorIO.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import numpy as np


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


@_jit  # type: ignore[untyped-decorator]
def grade_planes(y: Any, u: Any, v: Any, table: Any, size: int, dither: Any, out_y: Any, out_u: Any, out_v: Any) -> None:
    """Grade whole planes.

    Args:
        y, u, v: uint8 [h, w], [h/2, w/2] twice; Rec.709 limited. Rows may be padded.
        table: float32 [size³, 4]: Y′, Cb, Cr codes for RGB lattice points, blue fastest; the fourth column is not read.
        dither: float32 [8, 8], 0–1 (ordered).
        out_y, out_u, out_v: where the result goes, shaped as the input.
    """
    height, width = y.shape
    half = width // 2
    scale = np.float32((size - 1) / 255.0)
    top = np.float32(size - 1)
    last = np.int32(size - 2)
    step_r, step_g, step_b = np.int32(size * size), np.int32(size), np.int32(1)
    add_r, add_g, add_b = np.empty(width, np.float32), np.empty(width, np.float32), np.empty(width, np.float32)
    corner0, corner1 = np.empty(width, np.int32), np.empty(width, np.int32)
    corner2, corner3 = np.empty(width, np.int32), np.empty(width, np.int32)
    weight0, weight1 = np.empty(width, np.float32), np.empty(width, np.float32)
    weight2, weight3 = np.empty(width, np.float32), np.empty(width, np.float32)
    sum_u, sum_v = np.empty(half, np.float32), np.empty(half, np.float32)
    for row in range(height // 2):
        for x in range(half):
            cb = np.float32(u[row, x]) - np.float32(128.0)
            cr = np.float32(v[row, x]) - np.float32(128.0)
            red, green, blue = (
                np.float32(1.7927411) * cr * scale,
                -(np.float32(0.2132486) * cb + np.float32(0.5329093) * cr) * scale,
                np.float32(2.1124018) * cb * scale,
            )
            add_r[2 * x] = red
            add_r[2 * x + 1] = red
            add_g[2 * x] = green
            add_g[2 * x + 1] = green
            add_b[2 * x] = blue
            add_b[2 * x + 1] = blue
            sum_u[x] = np.float32(0.0)
            sum_v[x] = np.float32(0.0)
        for sub in range(2):
            line = 2 * row + sub
            for x in range(width):
                luma = (np.float32(y[line, x]) - np.float32(16.0)) * (np.float32(1.1643836) * scale)
                r = min(max(luma + add_r[x], np.float32(0.0)), top)
                g = min(max(luma + add_g[x], np.float32(0.0)), top)
                b = min(max(luma + add_b[x], np.float32(0.0)), top)
                ir, ig, ib = min(np.int32(r), last), min(np.int32(g), last), min(np.int32(b), last)
                fr, fg, fb = r - np.float32(ir), g - np.float32(ig), b - np.float32(ib)
                high = max(fr, max(fg, fb))
                low = min(fr, min(fg, fb))
                mid = fr + fg + fb - high - low
                first = step_r if (fr >= fg) & (fr >= fb) else (step_g if fg >= fb else step_b)
                final = step_b if (fb <= fg) & (fb <= fr) else (step_g if fg <= fr else step_r)
                base = ir * step_r + ig * step_g + ib
                end = base + step_r + step_g + step_b
                corner0[x], corner1[x], corner2[x], corner3[x] = base, base + first, end - final, end
                weight0[x], weight1[x] = np.float32(1.0) - high, high - mid
                weight2[x], weight3[x] = mid - low, low
            for x in range(half):
                cb = np.float32(0.0)
                cr = np.float32(0.0)
                for side in range(2):
                    at = 2 * x + side
                    c0, c1 = np.uint32(corner0[at]), np.uint32(corner1[at])
                    c2, c3 = np.uint32(corner2[at]), np.uint32(corner3[at])
                    w0, w1, w2, w3 = weight0[at], weight1[at], weight2[at], weight3[at]
                    luma = w0 * table[c0, 0] + w1 * table[c1, 0] + w2 * table[c2, 0] + w3 * table[c3, 0]
                    cb += w0 * table[c0, 1] + w1 * table[c1, 1] + w2 * table[c2, 1] + w3 * table[c3, 1]
                    cr += w0 * table[c0, 2] + w1 * table[c1, 2] + w2 * table[c2, 2] + w3 * table[c3, 2]
                    out_y[line, at] = np.uint8(luma + dither[line & 7, at & 7])
                sum_u[x] += cb
                sum_v[x] += cr
        for x in range(half):
            noise = dither[row & 7, x & 7]
            out_u[row, x] = np.uint8(sum_u[x] * np.float32(0.25) + noise)
            out_v[row, x] = np.uint8(sum_v[x] * np.float32(0.25) + noise)
