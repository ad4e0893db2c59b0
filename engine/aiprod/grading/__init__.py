# SPDX-License-Identifier: Apache-2.0
"""The grade: colour spaces, CDL, looks, matching. Importing this package loads nothing heavy."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from aiprod.film.brief import Genre, Tone
from aiprod.film.grade import ShotGrade
from aiprod.film.shots import Shot

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from aiprod.grading.grades import Graded


def grade_shots(
    shots: Sequence[Shot], stills: Mapping[str, Sequence[NDArray[np.uint8]]], genre: Genre, tone: Tone
) -> tuple[ShotGrade, ...]:
    """A grade for every shot, in the order of `shots`.

    Args:
        shots: the film's shots; shots of a scene share `shot.scene`.
        stills: shot id → a few frames, uint8 [height, width, 3], Rec.709 display codes. A shot without stills gets its
            scene's look and no CDL.
        genre, tone: the screenplay's.
    """
    from aiprod.grading.grades import grade_all

    return grade_all(shots, stills, genre, tone)


def grade_and_tell(
    shots: Sequence[Shot],
    stills: Mapping[str, Sequence[NDArray[np.uint8]]],
    genre: Genre,
    tone: Tone,
    spaces: Mapping[str, str] | None = None,
) -> tuple[Graded, ...]:
    """`grade_shots`, each grade with its reasons in words.

    Args:
        spaces: shots of cameras, and of generators that imitate them → what their stills are (`spaces.INPUTS`). They are balanced
            automatically; what is not named is painted, and its light is left as it was chosen.
    """
    from aiprod.grading import grades

    return grades.grade_and_tell(shots, stills, genre, tone, spaces)
