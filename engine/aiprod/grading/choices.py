# SPDX-License-Identifier: Apache-2.0
"""What the user decided about a grade, checked against what there is: looks, spaces, LUTs in the film's folder."""

from __future__ import annotations

from pathlib import Path

from aiprod.film.changes import GradeChange
from aiprod.film.errors import UserError
from aiprod.film.grade import Lut
from aiprod.grading.looks import LOOKS
from aiprod.grading.spaces import INPUTS, input_named

LUTS = "luts"
"""The folder of imported LUTs in a film's."""


def check_choice(film: Path, change: GradeChange) -> None:
    """Raises UserError for a look or space that there is not, and for a LUT that was not brought in."""
    if change.look is not None:
        check_look(change.look)
    if change.lut is not None:
        check_spaces(change.lut)
        if not lut_path(film, change.lut).is_file():
            raise UserError(f"The LUT {change.lut.name} is not in the film", "it was not brought in", "Use `aiprod grade --lut`.")


def check_look(name: str) -> None:
    if name not in LOOKS:
        raise UserError(f"There is no look {name!r}", f"the library has {', '.join(LOOKS)}", "See `aiprod looks list`.")


def check_spaces(lut: Lut) -> None:
    """A LUT takes and gives codes: scene-linear light fits in none."""
    for name in (lut.space, lut.result or lut.space):
        if input_named(name).kind == "linear":
            codes = ", ".join(known for known, space in INPUTS.items() if space.kind != "linear")
            raise UserError(f"A LUT can't work on {name}", "scene-linear light has no end, a table has", f"Name one of {codes}.")


def lut_path(film: Path, lut: Lut) -> Path:
    """Where an imported LUT lies in a film's folder."""
    return film / LUTS / f"{lut.sha256}.cube"
