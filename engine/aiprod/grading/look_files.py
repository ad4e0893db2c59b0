# SPDX-License-Identifier: Apache-2.0
"""The look library as `.cube` files."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from aiprod.grading.bake import lattice
from aiprod.grading.cube import write_cube
from aiprod.grading.looks import LOOKS, look
from aiprod.grading.spaces import Colours


def table(name: str, size: int = 33) -> Colours:
    """A look sampled on an ACEScct lattice, float32 [size, size, size, 3], indexed [red, green, blue]."""
    return look(name)(lattice(size))


def write_library(folder: Path, size: int = 33, progress: Callable[[str], None] | None = None) -> tuple[Path, ...]:
    """Write every look as `<name>.cube` (ACEScct in, ACEScct out). Returns the paths."""
    paths = []
    for name, item in LOOKS.items():
        path = folder / f"{name}.cube"
        write_cube(path, table(name, size), f"AIPROD {name}", f"{item.description}\nInput and output: ACEScct.")
        paths.append(path)
        if progress:
            progress(name)
    return tuple(paths)
