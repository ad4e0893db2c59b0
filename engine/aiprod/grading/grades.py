# SPDX-License-Identifier: Apache-2.0
"""The grade of a whole film: a look for each scene, and each shot matched to its scene's master."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from aiprod.film.brief import Genre, Tone
from aiprod.film.grade import Cdl, ShotGrade
from aiprod.film.screenplay import TimeOfDay
from aiprod.film.shots import Coverage, Shot
from aiprod.grading.looks import for_mood
from aiprod.grading.matching import GENTLE, Statistics, match_stills, sampled, statistics
from aiprod.grading.spaces import AP1_LUMA, MID_GREY, STOP

Stills = Mapping[str, Sequence[NDArray[np.uint8]]]
_MASTERS = (Coverage.MASTER, Coverage.ESTABLISHING, Coverage.TWO_SHOT, Coverage.TRAVELLING, Coverage.SEQUENCE)
_KEY: Mapping[TimeOfDay, tuple[float, float]] = {
    TimeOfDay.NIGHT: (-1.4, 0.5),
    TimeOfDay.DUSK: (-1.4, 2.1),
    TimeOfDay.DAWN: (-1.2, 2.3),
}
_DAY_KEY = (-0.8, 2.7)
"""Where a scene's mean exposure may lie, in stops from mid grey (an illustration of a bright day stands at 2: the inverse of
the output transform's shoulder spreads its whites). Inside, the painter's light is left alone."""
_MOST_EXPOSURE = 0.6
_SINGLES = 0.6
"""How much of the match a close view takes: a face fills it, so its colours differ by right."""


def grade_all(shots: Sequence[Shot], stills: Stills, genre: Genre, tone: Tone) -> tuple[ShotGrade, ...]:
    """See `aiprod.grading.grade_shots`. Deterministic: numbers are rounded to five decimals."""
    scenes: dict[str, list[Shot]] = defaultdict(list)
    for shot in shots:
        scenes[shot.scene].append(shot)
    grades: dict[str, ShotGrade] = {}
    for members in scenes.values():
        for grade in _scene_grades(members, stills, genre, tone):
            grades[grade.shot] = grade
    return tuple(grades[shot.id] for shot in shots)


def _scene_grades(shots: Sequence[Shot], stills: Stills, genre: Genre, tone: Tone) -> list[ShotGrade]:
    mood = Counter(shot.set.mood for shot in shots).most_common(1)[0][0]
    name, strength = for_mood(mood, genre, tone, shots[0].set.time_of_day)
    measured = {shot.id: statistics(sampled(stills[shot.id])) for shot in shots if stills.get(shot.id)}
    master = _master(shots, measured) if measured else None
    exposure = _exposure(measured[master.id], shots[0].set.time_of_day) if master else 0.0
    cdls = [_cdl(shot, master, stills, exposure) for shot in shots]
    return [ShotGrade(shot=shot.id, cdl=cdl, look=name, look_strength=strength) for shot, cdl in zip(shots, cdls, strict=True)]


def _master(shots: Sequence[Shot], measured: Mapping[str, Statistics]) -> Shot:
    """The shot that the others follow: a view of the whole place, else the longest."""
    known = [shot for shot in shots if shot.id in measured]
    for coverage in _MASTERS:
        for shot in known:
            if shot.coverage is coverage and shot.set.view == "master":
                return shot
    return max(known, key=lambda shot: shot.frames)


def _exposure(master: Statistics, time: TimeOfDay) -> float:
    """The scene's correction in ACEScct: only what it takes to come back into the range of its hour, and never much."""
    low, high = _KEY.get(time, _DAY_KEY)
    stops = (master.luma - MID_GREY) / STOP
    wanted = min(max(stops, low), high) - stops
    return STOP * min(max(0.7 * wanted, -_MOST_EXPOSURE), _MOST_EXPOSURE)


def _cdl(shot: Shot, master: Shot | None, stills: Stills, exposure: float) -> Cdl:
    """Matched to the master, and the scene's exposure on top."""
    if master is None or not stills.get(shot.id):
        return Cdl()
    if shot.id == master.id:
        return Cdl(offset=(round(exposure, 5),) * 3)
    wide = shot.coverage in _MASTERS and shot.set.view == "master"
    matched = match_stills(stills[shot.id], stills[master.id], GENTLE, trust=1.0 if wide else _SINGLES).cdl
    red, green, blue = (round(value + exposure, 5) for value in matched.offset)
    return matched.changed(offset=(red, green, blue))


def spread(measured: Sequence[Statistics]) -> float:
    """How far apart the shots of a scene are: mean distance of their luminance from the scene's, in stops."""
    lumas = np.array([s.mean @ AP1_LUMA for s in measured])
    return float(np.abs(lumas - lumas.mean()).mean() / STOP)
