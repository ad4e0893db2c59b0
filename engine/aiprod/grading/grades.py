# SPDX-License-Identifier: Apache-2.0
"""The grade of a whole film: a look for each scene, and each shot matched to its scene's master."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from aiprod.film.brief import Genre, Tone
from aiprod.film.grade import Cdl, ShotGrade
from aiprod.film.screenplay import TimeOfDay
from aiprod.film.shots import Coverage, Shot
from aiprod.grading import auto_words as words
from aiprod.grading.auto import CAMERA, AutoGrade, auto_grade, on_top
from aiprod.grading.auto_words import Correction
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


@dataclass(frozen=True)
class Graded:
    """A shot's grade, and why it is so."""

    grade: ShotGrade
    corrections: tuple[Correction, ...]


def grade_all(
    shots: Sequence[Shot], stills: Stills, genre: Genre, tone: Tone, spaces: Mapping[str, str] | None = None
) -> tuple[ShotGrade, ...]:
    """See `aiprod.grading.grade_shots`. Deterministic: numbers are rounded to five decimals."""
    return tuple(graded.grade for graded in grade_and_tell(shots, stills, genre, tone, spaces))


def grade_and_tell(
    shots: Sequence[Shot], stills: Stills, genre: Genre, tone: Tone, spaces: Mapping[str, str] | None = None
) -> tuple[Graded, ...]:
    """The grades with their reasons, in the order of `shots`.

    `spaces`: shots of cameras, and of generators that imitate them → what their stills are (`spaces.INPUTS`). They are balanced
    automatically; what is not named is painted, and its light is left as it was chosen.
    """
    scenes: dict[str, list[Shot]] = defaultdict(list)
    for shot in shots:
        scenes[shot.scene].append(shot)
    done: dict[str, Graded] = {}
    for members in scenes.values():
        done |= {graded.grade.shot: graded for graded in _scene_grades(members, stills, genre, tone, spaces or {})}
    return tuple(done[shot.id] for shot in shots)


def _scene_grades(shots: Sequence[Shot], stills: Stills, genre: Genre, tone: Tone, spaces: Mapping[str, str]) -> Iterator[Graded]:
    mood = Counter(shot.set.mood for shot in shots).most_common(1)[0][0]
    name, strength = for_mood(mood, genre, tone, shots[0].set.time_of_day)
    known = [shot for shot in shots if stills.get(shot.id)]
    master = _master(known) if known else None
    balance = _balance(master, stills, spaces) if master else None
    for shot in shots:
        cdl, told = Cdl(), list[Correction]()
        if master and balance and shot in known:
            matched, told = _matched(shot, master, stills, spaces)
            cdl = on_top(balance.cdl, matched)
            told += balance.corrections
        yield Graded(ShotGrade(shot=shot.id, cdl=cdl, look=name, look_strength=strength), tuple(told))


def _balance(master: Shot, stills: Stills, spaces: Mapping[str, str]) -> AutoGrade:
    """The scene's correction, from its master: footage is balanced, what was painted only comes back into its hour's range."""
    time = master.set.time_of_day
    if master.id in spaces:
        return auto_grade(stills[master.id], spaces[master.id], CAMERA, time)
    measured = statistics(sampled(stills[master.id]))
    exposure = round(_exposure(measured, time), 5)
    if exposure == 0:
        return AutoGrade(Cdl(), ())
    told = words.exposure_for_hour(exposure / STOP, (measured.luma - MID_GREY) / STOP)
    return AutoGrade(Cdl(offset=(exposure,) * 3), (told,))


def _master(known: Sequence[Shot]) -> Shot:
    """The shot that the others follow: a view of the whole place, else the longest."""
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


def _matched(shot: Shot, master: Shot, stills: Stills, spaces: Mapping[str, str]) -> tuple[Cdl, list[Correction]]:
    """A shot matched to its scene's master."""
    if shot.id == master.id:
        return Cdl(), []
    wide = shot.coverage in _MASTERS and shot.set.view == "master"
    pair = (spaces.get(shot.id, "rec709"), spaces.get(master.id, "rec709"))
    found = match_stills(stills[shot.id], stills[master.id], GENTLE, 1.0 if wide else _SINGLES, pair)
    if found.cdl == Cdl():
        return found.cdl, []
    return found.cdl, [words.match(master.id, found.confidence, found.overlap)]


def spread(measured: Sequence[Statistics]) -> float:
    """How far apart the shots of a scene are: mean distance of their luminance from the scene's, in stops."""
    lumas = np.array([s.mean @ AP1_LUMA for s in measured])
    return float(np.abs(lumas - lumas.mean()).mean() / STOP)
