# SPDX-License-Identifier: Apache-2.0
"""Grades from files and into files: LUTs, colour decision lists, stills to match.

Everything here runs off the interface thread.
"""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from aiprod.film.errors import UserError
from aiprod.film.grade import Cdl, Lut, ShotGrade

if TYPE_CHECKING:
    from PySide6.QtGui import QImage

    from aiprod.grading.auto_words import Correction

LUT_SUFFIXES = (".cube", ".clf", ".ctf")
CDL_SUFFIXES = (".cc", ".ccc", ".cdl")


def spaces() -> dict[str, str]:
    """What a LUT may take and give: key → title. Scene-linear light fits in no table."""
    from aiprod.grading.spaces import INPUTS

    return {name: space.title for name, space in INPUTS.items() if space.kind != "linear"}


def bring_lut(path: Path, film: Path, space: str) -> tuple[Lut, str]:
    """Check a LUT and keep it in the film's folder. Returns it and what was done with it. Raises UserError."""
    from aiprod.grading.lut_files import bring_in

    found = bring_in(path, film, space)
    return found.lut, found.note


def read_lists(path: Path) -> dict[str, Cdl]:
    """The corrections of a colour decision list, by their names. Raises UserError."""
    from aiprod.grading.cdl_files import read_cdls

    return read_cdls(path)


def write_grade(path: Path, grade: ShotGrade) -> tuple[str, ...]:
    """Write a grade as its suffix says. Returns what of it the file can't hold. Raises UserError."""
    suffix = path.suffix.lower()
    if suffix in CDL_SUFFIXES:
        from aiprod.grading.cdl_files import as_one_cdl, write_cdls

        one, lost = as_one_cdl(grade)
        write_cdls(path, {grade.shot: one})
        return lost
    if suffix not in LUT_SUFFIXES:
        raise UserError(f"{path.name} can't be written", f"the suffixes are {', '.join((*LUT_SUFFIXES, *CDL_SUFFIXES))}",
                        "Choose one of them.")  # fmt: skip
    from aiprod.grading import grade_files

    grade_files.write_grade(path, grade, "rec709", "rec709")
    return ()


def matched_to_picture(stills: Sequence[Path], picture: Path) -> tuple[Cdl, float, tuple[Correction, ...]]:
    """The list that brings a shot to a still, how sure that is, and what was done. Raises UserError."""
    from aiprod.grading.reference import match_to_still
    from aiprod.media.pictures import read_picture

    if not stills:
        raise UserError("The shot can't be matched", "it was not shot yet", "Make it first.")
    found = match_to_still([read_picture(still) for still in stills], picture)
    return found.cdl, found.confidence, found.corrections


def matched_to_shot(stills: Sequence[Path], other: Sequence[Path], grade: ShotGrade) -> tuple[Cdl, float, tuple[Correction, ...]]:
    """The list that brings a shot to another, as that one is graded. Raises UserError."""
    if not other:
        raise UserError(f"{grade.shot} can't be matched to", "it was not shot yet", "Make it first.")
    from aiprod_app.pages.grade.preview import Plate

    with tempfile.TemporaryDirectory() as folder:
        seen = Path(folder) / f"{grade.shot}.png"
        from aiprod.media.pictures import read_picture

        picture: QImage = Plate(read_picture(other[len(other) // 2]), 720).graded(grade)
        picture.save(str(seen))
        return matched_to_picture(stills, seen)


def match_fields(cdl: Cdl) -> dict[str, Any]:
    """A match as a choice: it replaces the studio's balance and look."""
    return {"automatic": False, "look": "neutral", "look_strength": 1.0, "cdl": cdl}
