# SPDX-License-Identifier: Apache-2.0
"""`.cube` files (Adobe/IRIDAS Cube LUT specification 1.0): red changing fastest.

Programs disagree about some of them, silently: those are refused, with the reason.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from aiprod.film.errors import UserError
from aiprod.film.files import write_atomically
from aiprod.grading.spaces import Colours

_SIZES = range(4, 129)
_SIZES_1D = range(4, 65_537)
_LARGEST = 200_000_000
_RANGES = ("LUT_1D_INPUT_RANGE", "LUT_3D_INPUT_RANGE")
"""Resolve's own keywords for the domain."""
_FIRST = frozenset("+-.0123456789nNiI")


def write_cube(path: Path, table: Colours, title: str, comment: str = "") -> None:
    """Write float32 [n, n, n, 3], indexed [red, green, blue], or [n, 3], one curve per channel; whole or not at all."""
    write_atomically(path, cube_text(table, title, comment).encode())


def cube_text(table: Colours, title: str, comment: str = "") -> str:
    """The text of the file, six decimals."""
    rows = table if table.ndim == 2 else table.transpose(2, 1, 0, 3).reshape(-1, 3)
    head = [f"# {line}" for line in comment.splitlines()]
    size = f"LUT_{1 if table.ndim == 2 else 3}D_SIZE {table.shape[0]}"
    named = " ".join(title.replace('"', "'").split())
    head += [f'TITLE "{named}"', size, "DOMAIN_MIN 0.0 0.0 0.0", "DOMAIN_MAX 1.0 1.0 1.0"]
    # One format string for all rows is three times faster than one for each.
    body = ("%.6f %.6f %.6f\n" * len(rows)) % tuple(rows.ravel().tolist())
    return "\n".join(head) + "\n" + body


def read_cube(path: Path) -> Colours:
    """A 3D table, float32 [n, n, n, 3], indexed [red, green, blue].

    Raises UserError for a file that is not a plain 3D table on the domain 0–1: a 1D table, a 1D shaper with a 3D table
    (players disagree about those), a size outside 4–128, a wrong number of rows, or values that are not finite numbers.
    """
    return _read(path, ("LUT_3D_SIZE",))


def read_table(path: Path) -> Colours:
    """A 3D table as `read_cube`, or where the file holds one 1D table alone, that: float32 [n, 3], 4 to 65 536 points."""
    return _read(path, ("LUT_3D_SIZE", "LUT_1D_SIZE"))


def _read(path: Path, kinds: tuple[str, ...]) -> Colours:
    keywords, rows = _parsed(path)
    table = _table(path, rows)
    kind, size = _size(path, keywords, kinds)
    count = size if kind == "LUT_1D_SIZE" else size**3
    if len(rows) != count:
        raise _refused(path, f"it has {len(rows)} rows where {count} are announced")
    if not np.isfinite(table).all() or np.abs(table).max() > np.finfo(np.float32).max:
        raise _refused(path, "it holds values that are not finite numbers")
    if kind == "LUT_1D_SIZE":
        return table.astype(np.float32)
    return np.ascontiguousarray(table.astype(np.float32).reshape(size, size, size, 3).transpose(2, 1, 0, 3))


def _size(path: Path, keywords: dict[str, str], kinds: tuple[str, ...]) -> tuple[str, int]:
    if "LUT_1D_SIZE" in keywords and ("LUT_3D_SIZE" in keywords or "LUT_1D_SIZE" not in kinds):
        also = " beside its 3D table, which programs read differently" if "LUT_3D_SIZE" in keywords else ""
        raise _refused(path, f"it has a 1D table{also}")
    _check_domain(path, keywords)
    kind = "LUT_1D_SIZE" if "LUT_1D_SIZE" in keywords else "LUT_3D_SIZE"
    sizes, digits = _SIZES_1D if kind == "LUT_1D_SIZE" else _SIZES, keywords.get(kind, "")
    if not (digits.isascii() and digits.isdigit() and len(digits) < 10 and int(digits) in sizes):
        raise _refused(path, f"{kind} is {digits[:40] or 'missing'}, not a number from {sizes[0]} to {sizes[-1]}")
    return kind, int(digits)


def _check_domain(path: Path, keywords: dict[str, str]) -> None:
    """Only 0 to 1: another domain is ignored by many programs."""
    wanted = {"DOMAIN_MIN": [0.0] * 3, "DOMAIN_MAX": [1.0] * 3, **{name: [0.0, 1.0] for name in _RANGES}}
    for name, values in wanted.items():
        if name in keywords and _numbers(path, keywords[name]) != values:
            raise _refused(path, f"its {name} is {keywords[name][:40]}, not {' '.join(f'{v:g}' for v in values)}")


def _parsed(path: Path) -> tuple[dict[str, str], list[str]]:
    """The keywords, and the lines of the table, which stands last."""
    keywords: dict[str, str] = {}
    lines = _lines(path)
    for number, line in enumerate(lines):
        if line[0] in _FIRST and not line.upper().startswith("INPUT"):
            return keywords, lines[number:]
        name, _, value = line.partition(" ")
        if not name.replace("_", "").isalnum():
            raise _refused(path, f"it has the row {line[:40]!r}")
        if name.upper() in keywords:
            raise _refused(path, f"it says {name.upper()[:40]} twice")
        keywords[name.upper()] = value.strip()
    return keywords, []


def _lines(path: Path) -> list[str]:
    try:
        if path.stat().st_size > _LARGEST:
            raise _refused(path, f"it is larger than {_LARGEST // 1_000_000} MB")
        data = path.read_bytes()
    except OSError as error:
        raise _refused(path, error.strerror or str(error)) from error
    if b"\0" in data:
        raise _refused(path, "it is no text")
    # Numbers are ASCII; a title may be in any 8-bit code.
    lines = (line.strip() for line in data.removeprefix(b"\xef\xbb\xbf").decode("latin-1").splitlines())
    return [line for line in lines if line and not line.startswith("#")]


def _table(path: Path, rows: list[str]) -> NDArray[np.float64]:
    """Rows of three numbers, float64 [n, 3]."""
    words = [row.split() for row in rows]
    for row, row_words in zip(rows, words, strict=True):
        if len(row_words) != 3:
            raise _refused(path, f"it has the row {row[:40]!r}")
    try:
        return np.array([float(word) for row_words in words for word in row_words], np.float64).reshape(-1, 3)
    except ValueError as error:
        raise _refused(path, f"a row holds no number: {error}") from error


def _numbers(path: Path, text: str) -> list[float]:
    try:
        return [float(v) for v in text.split()]
    except ValueError as error:
        raise _refused(path, f"it has the row {text[:40]!r}") from error


def _refused(path: Path, why: str) -> UserError:
    return UserError(f"{path.name} can't be used as a LUT", why, "Export it again as a 3D .cube of 17, 33 or 65 points.")
