# SPDX-License-Identifier: Apache-2.0
"""`.cube` files (Adobe/IRIDAS Cube LUT specification 1.0): 3D tables only, red changing fastest."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from aiprod.film.errors import UserError
from aiprod.film.files import write_atomically
from aiprod.grading.spaces import Colours

_SIZES = range(4, 129)


def write_cube(path: Path, table: Colours, title: str, comment: str = "") -> None:
    """Write float32 [n, n, n, 3], indexed [red, green, blue], whole or not at all."""
    size = table.shape[0]
    rows = table.transpose(2, 1, 0, 3).reshape(-1, 3)
    head = [f"# {line}" for line in comment.splitlines()]
    head += [f'TITLE "{title}"', f"LUT_3D_SIZE {size}", "DOMAIN_MIN 0.0 0.0 0.0", "DOMAIN_MAX 1.0 1.0 1.0"]
    body = [f"{r:.6f} {g:.6f} {b:.6f}" for r, g, b in rows.tolist()]
    write_atomically(path, ("\n".join(head + body) + "\n").encode())


def read_cube(path: Path) -> Colours:
    """A 3D table, float32 [n, n, n, 3], indexed [red, green, blue].

    Raises UserError for a file that is not a plain 3D table on the domain 0–1: a 1D table, a 1D shaper with a 3D table
    (players disagree about those), a size outside 4–128, a wrong number of rows, or values that are not finite numbers.
    """
    keywords, rows = _parsed(path)
    size = _size(path, keywords)
    if len(rows) != size**3:
        raise _refused(path, f"it has {len(rows)} rows where {size}³ = {size**3} are announced")
    table = np.array(rows, np.float32)
    if not np.isfinite(table).all():
        raise _refused(path, "it holds values that are not finite numbers")
    return np.ascontiguousarray(table.reshape(size, size, size, 3).transpose(2, 1, 0, 3))


def _size(path: Path, keywords: dict[str, str]) -> int:
    if "LUT_1D_SIZE" in keywords:
        also = " beside its 3D table" if "LUT_3D_SIZE" in keywords else ""
        raise _refused(path, f"it has a 1D table{also}")
    for name, value in (("DOMAIN_MIN", 0.0), ("DOMAIN_MAX", 1.0)):
        if any(float(v) != value for v in keywords.get(name, "").split()):
            raise _refused(path, f"its {name} is not {value:g}")
    digits = keywords.get("LUT_3D_SIZE", "")
    if not digits.isdigit() or int(digits) not in _SIZES:
        raise _refused(path, f"LUT_3D_SIZE is {digits or 'missing'}, not a number from 4 to 128")
    return int(digits)


def _parsed(path: Path) -> tuple[dict[str, str], list[list[float]]]:
    try:
        lines = path.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise _refused(path, str(error)) from error
    keywords: dict[str, str] = {}
    rows: list[list[float]] = []
    for line in (raw.strip() for raw in lines):
        if not line or line.startswith("#"):
            continue
        if line[0].isalpha() and not line.lower().startswith(("nan", "inf")):
            name, _, value = line.partition(" ")
            keywords[name.upper()] = value.strip()
        else:
            rows.append(_row(path, line))
    return keywords, rows


def _row(path: Path, line: str) -> list[float]:
    try:
        values = [float(v) for v in line.split()]
    except ValueError as error:
        raise _refused(path, f"it has the row {line[:40]!r}") from error
    if len(values) != 3:
        raise _refused(path, f"it has the row {line[:40]!r}")
    return values


def _refused(path: Path, why: str) -> UserError:
    return UserError(f"{path.name} can't be used as a LUT", why, "Export it again as a 3D .cube of 17, 33 or 65 points.")
