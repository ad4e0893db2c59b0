# SPDX-License-Identifier: Apache-2.0
"""Matching: what was changed on purpose is taken back; what differs by right is left alone."""

import subprocess
import sys

import cv2
import numpy as np
from numpy.typing import NDArray

from aiprod.film.brief import Genre, Tone
from aiprod.film.grade import Cdl, ShotGrade
from aiprod.film.palettes import light_for, palette_for
from aiprod.film.screenplay import Mood, TimeOfDay, Weather
from aiprod.film.shots import CameraPath, Coverage, SetDesign, Shot, ShotSize
from aiprod.grading import grade_shots
from aiprod.grading.bake import apply
from aiprod.grading.differences import delta_e
from aiprod.grading.matching import GENTLE, match, sampled, statistics
from aiprod.grading.spaces import STOP

Rgb = NDArray[np.uint8]


def picture(seed: int, low: int = 40, high: int = 200) -> Rgb:
    """A smooth scene of a few colours, with some grain."""
    rng = np.random.default_rng(seed)
    small = rng.uniform(low, high, (6, 9, 3)).astype(np.float32)
    big = cv2.resize(small, (320, 180), interpolation=cv2.INTER_CUBIC) + rng.normal(0, 2, (180, 320, 3))
    return np.clip(big, 20, 235).astype(np.uint8)


def altered(rgb: Rgb, stops: float, balance: tuple[float, float, float], contrast: float) -> Rgb:
    """The same scene through another exposure, balance and contrast (a CDL about mid grey in ACEScct)."""
    offset = tuple(0.4136 * (1 - contrast) + stops * STOP + b for b in balance)
    grade = ShotGrade(shot="x", cdl=Cdl(slope=(contrast,) * 3, offset=offset))
    return (apply(grade, rgb.astype(np.float32) / 255) * 255 + 0.5).astype(np.uint8)


def test_matching_takes_back_exposure_balance_and_contrast() -> None:
    before, after = [], []
    for seed in range(8):
        rng = np.random.default_rng(100 + seed)
        reference = picture(seed)
        balance = rng.uniform(-0.02, 0.02, 3)
        changed = altered(reference, rng.uniform(-0.9, 0.5), tuple(balance - balance.mean()), rng.uniform(0.85, 1.15))
        cdl = match(statistics(sampled([changed])), statistics(sampled([reference])))
        restored = apply(ShotGrade(shot="x", cdl=cdl), changed.astype(np.float32) / 255)
        wanted = reference.astype(np.float32) / 255
        before.append(float(delta_e(changed.astype(np.float32) / 255, wanted).mean()))
        after.append(float(delta_e(restored, wanted).mean()))
    assert np.mean(after) <= 2.0
    assert np.mean(before) >= 5 * np.mean(after)


def test_other_content_is_left_alone() -> None:
    sea = np.tile(np.linspace(60, 160, 180)[:, None, None], (1, 320, 1)) * np.array([0.4, 0.7, 1.0])
    face = np.zeros((180, 320, 3))
    face[:] = (70, 60, 80)
    face[40:150, 100:220] = (214, 168, 140)
    shot, master = (statistics(sampled([p.astype(np.uint8)])) for p in (face, sea))
    cdl = match(shot, master, GENTLE)
    result = apply(ShotGrade(shot="x", cdl=cdl), np.array([[214, 168, 140]], np.float32) / 255)
    assert delta_e(result, np.array([[214, 168, 140]], np.float32) / 255).max() < 4.0


def shot(name: str, coverage: Coverage, scene: str = "1", time: TimeOfDay = TimeOfDay.DAY) -> Shot:
    place = SetDesign(
        place="coast", interior=False, time_of_day=time, weather=Weather.CLEAR, mood=Mood.CALM,
        palette=palette_for(time, Weather.CLEAR, Mood.CALM), light=light_for(time, Weather.CLEAR),
    )  # fmt: skip
    return Shot(
        id=name, scene=scene, size=ShotSize.WIDE, coverage=coverage, description="", set=place, camera=CameraPath(), frames=48
    )


def test_a_scene_has_one_look_and_its_shots_come_together() -> None:
    reference = picture(7)
    stills = {"a": [reference], "b": [altered(reference, 0.35, (0.008, 0.0, -0.008), 1.05)], "d": [picture(9)]}
    shots = [
        shot("a", Coverage.MASTER),
        shot("b", Coverage.TWO_SHOT),
        shot("c", Coverage.SINGLE),
        shot("d", Coverage.MASTER, "2"),
    ]
    grades = grade_shots(shots, stills, Genre.DRAMA, Tone.WARM)
    assert [g.shot for g in grades] == ["a", "b", "c", "d"]
    assert len({(g.look, g.look_strength) for g in grades[:3]}) == 1
    assert grades[2].cdl == Cdl()  # nothing was seen of it
    graded = [apply(g.changed(look="neutral"), stills[n][0].astype(np.float32) / 255) for n, g in zip("ab", grades, strict=False)]
    plain = [stills[n][0].astype(np.float32) / 255 for n in "ab"]
    assert delta_e(*graded).mean() < 0.35 * delta_e(*plain).mean()
    assert grades == grade_shots(shots, stills, Genre.DRAMA, Tone.WARM)


def test_a_scene_too_dark_for_its_hour_is_lifted_a_little_and_what_is_in_range_is_left_alone() -> None:
    def offset(rgb: Rgb, time: TimeOfDay) -> float:
        shots = [shot("a", Coverage.MASTER, time=time)]
        return grade_shots(shots, {"a": [rgb]}, Genre.DRAMA, Tone.WARM)[0].cdl.offset[1]

    night, bright = (picture(3) // 3 + 18).astype(np.uint8), (picture(3) // 3 + 150).astype(np.uint8)
    assert 0.05 * STOP < offset(night, TimeOfDay.DAY) <= 0.6 * STOP + 1e-4
    assert offset(night, TimeOfDay.NIGHT) < offset(night, TimeOfDay.DAY) / 2
    assert offset(bright, TimeOfDay.DAY) == 0.0
    assert offset((picture(3) // 20 + 3).astype(np.uint8), TimeOfDay.NIGHT) <= 0.6 * STOP + 1e-4


def test_importing_the_room_loads_nothing_heavy() -> None:
    code = (
        "import sys, aiprod.grading, aiprod.rendering, aiprod.delivery; "
        "print([m for m in ('numpy', 'numba', 'PyOpenColorIO', 'av', 'skia', 'cv2', 'opentimelineio') if m in sys.modules])"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env={"PYTHONPATH": "engine"})
    assert told.stdout.strip() == "[]"
