# SPDX-License-Identifier: Apache-2.0
"""The whole grade of a shot as one table: Rec.709 display codes in, Rec.709 display codes out."""

from __future__ import annotations

import numpy as np

from aiprod.film.grade import ShotGrade
from aiprod.film.hashing import hash_json
from aiprod.grading.cdl import apply_cdl, is_identity
from aiprod.grading.looks import look
from aiprod.grading.spaces import Colours, acescct_to_display, display_to_acescct


def bake(grade: ShotGrade, size: int = 33) -> Colours:
    """The grade as a lattice, float32 [size, size, size, 3], indexed [red, green, blue], codes 0–1.

    Display → ACEScct (exact inverse of the ACES 2 SDR view) → CDL → look at its strength → the same view. A pure function.
    """
    return apply(grade, lattice(size))


def apply(grade: ShotGrade, display: Colours) -> Colours:
    """The exact grade of display codes [..., 3] (0–1), without a table.

    The view's inverse is off by up to 0.006 at the edge of the gamut; that much is given back, so that no grade is exactly
    no change and a small grade is a small one everywhere.
    """
    source = display_to_acescct(display, grade.config)
    acescct = apply_cdl(source, grade.cdl)
    styled = look(grade.look)(acescct)
    mixed = acescct + np.float32(grade.look_strength) * (styled - acescct)
    lost = np.asarray(display, np.float32) - acescct_to_display(source, grade.config)
    result: Colours = np.clip(acescct_to_display(mixed, grade.config) + lost, 0.0, 1.0)
    return result


def lattice(size: int) -> Colours:
    """The regular grid of codes, float32 [size, size, size, 3], indexed [red, green, blue]."""
    axis = np.linspace(0, 1, size, dtype=np.float32)
    return np.stack(np.meshgrid(axis, axis, axis, indexing="ij"), axis=-1)


def is_neutral(grade: ShotGrade) -> bool:
    """Whether the grade leaves the picture as it is."""
    return is_identity(grade.cdl) and (grade.look == "neutral" or grade.look_strength == 0)


def table_key(grade: ShotGrade) -> str:
    """A hash of what the table depends on: equal for two shots that are graded alike."""
    return hash_json({k: v for k, v in grade.to_json().items() if k != "shot"})
