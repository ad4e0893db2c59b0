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
