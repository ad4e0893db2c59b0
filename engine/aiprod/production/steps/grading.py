# SPDX-License-Identifier: Apache-2.0
"""Grading: a look for each scene, its shots matched to each other, and what the user decided on top or instead.

The studio's grade of a scene is one take: the user's wishes are no part of it. What the user decided about a shot is
another, of that shot alone, so that a change of one shot's grade leaves its neighbours as they were.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from aiprod.film.errors import UserError
from aiprod.film.files import read_json, write_json
from aiprod.film.grade import GradeChoice, ShotGrade
from aiprod.film.shots import Shot
from aiprod.film.store import FilmStore
from aiprod.film.takes import Take
from aiprod.grading import grade_and_tell
from aiprod.grading.bake import apply
from aiprod.grading.continuity import cut_jumps
from aiprod.media.pictures import Rgb
from aiprod.production.cut import Cut
from aiprod.production.recipes import recipe
from aiprod.production.state import read_state
from aiprod.production.steps.shooting import stills

VERSION = 3
_JUDGED_WIDTH = 240
_TAKE = "grade "


def run(cut: Cut) -> None:
    """Grade every scene from the stills of its footage, then do what the user decided."""
    scenes: dict[str, list[Shot]] = {}
    for shot in cut.shot_list.shots:
        scenes.setdefault(shot.scene, []).append(shot)
    grades: dict[str, ShotGrade] = {}
    for number, (scene, shots) in enumerate(scenes.items(), start=1):
        take = _scene(cut, scene, shots, number, len(scenes))
        studio = [ShotGrade.from_json(data) for data in read_json(cut.studio.path(take, "grades.json"))]
        grades |= {grade.shot: _decided(cut, grade, scene, take) for grade in studio}
    cut.grades = tuple(grades[shot.id] for shot in cut.shot_list.shots)


def grades_by_scene(store: FilmStore) -> dict[str, tuple[ShotGrade, ...]]:
    """Scene → the grades of its shots: the studio's as last made, with what the user decided by now.

    Raises UserError when the film was not graded yet.
    """
    takes = {name.removeprefix(_TAKE): store.takes.load(key)
             for name, key in read_state(store.root).takes.items() if name.startswith(_TAKE)}  # fmt: skip
    found: dict[str, tuple[ShotGrade, ...]] = {}
    for scene, take in takes.items():
        if take.recipe.step == "grade":
            studio = [ShotGrade.from_json(data) for data in read_json(store.takes.path(take, "grades.json"))]
            found[scene] = tuple(_at_home(store, store.film.grade_of(grade.shot, scene).on(grade)) for grade in studio)
    if not found:
        raise UserError("The film is not graded yet", "no scene of it was", f"Run `aiprod resume {store.root}` first.")
    return found


def _scene(cut: Cut, scene: str, shots: list[Shot], number: int, total: int) -> Take:
    screenplay = cut.script
    made = recipe(
        "grading", "grade", f"colourist/{VERSION}", takes={shot.id: cut.footage[shot.id] for shot in shots},
        parameters={"genre": screenplay.genre.value, "tone": screenplay.tone.value,
                    "shots": [{"id": s.id, "mood": s.mood.value, "time": s.set.time_of_day.value} for s in shots]},
    )  # fmt: skip

    def build(folder: Path) -> dict[str, Any]:
        seen = {shot.id: stills(cut, shot.id) for shot in shots}
        told = grade_and_tell(shots, seen, screenplay.genre, screenplay.tone)
        write_json(folder / "grades.json", [item.grade.to_json() for item in told])
        write_json(folder / "reasons.json", {item.grade.shot: [asdict(why) for why in item.corrections] for item in told})
        at_cuts = [(item.grade.shot, [_graded(still, item.grade) for still in _ends(seen[item.grade.shot])]) for item in told]
        jumps = cut_jumps(at_cuts)
        write_json(folder / "jumps.json", [{**asdict(jump), "said": jump.said(screenplay.language)} for jump in jumps])
        return {"looks": sorted({item.grade.look for item in told})}

    take = cut.studio.take(f"{_TAKE}{scene}", made, build, number, total)
    for jump in read_json(cut.studio.path(take, "jumps.json")):
        if jump["breaks"]:
            cut.studio.warn("grading", f"light breaks at a cut: {jump['said']}")
    return take


def _ends(stills: Sequence[Rgb]) -> Sequence[Rgb]:
    """The first and the last: what stands at the cuts."""
    return (stills[0], stills[-1])


def _graded(still: Rgb, grade: ShotGrade) -> Rgb:
    """A still as it will be seen, small: light and colour of a cut are judged after the grade."""
    height = max(2, round(_JUDGED_WIDTH * still.shape[0] / still.shape[1]))
    small = cv2.resize(still, (_JUDGED_WIDTH, height), interpolation=cv2.INTER_AREA)
    codes = apply(grade, small.astype(np.float32) / np.float32(255))
    return np.round(codes * 255).astype(np.uint8)


def _decided(cut: Cut, studio: ShotGrade, scene: str, automatic: Take) -> ShotGrade:
    """The shot's grade with the user's choices; without any, the studio's."""
    choice = cut.film.grade_of(studio.shot, scene)
    if choice == GradeChoice():
        return studio
    made = recipe(
        "grading", "choice", f"colourist/{VERSION}", takes={"studio": automatic}, objects={"choice": choice},
        parameters={"shot": studio.shot},
    )  # fmt: skip

    def build(folder: Path) -> dict[str, Any]:
        write_json(folder / "grade.json", choice.on(studio).to_json())
        return {"decided": sorted(name for name in type(choice).model_fields if getattr(choice, name) is not None)}

    take = cut.studio.take(f"{_TAKE}of {studio.shot}", made, build)
    return _at_home(cut.studio.store, ShotGrade.from_json(read_json(cut.studio.path(take, "grade.json"))))


def _at_home(store: FilmStore, grade: ShotGrade) -> ShotGrade:
    """The grade with the place of its LUT: in the film's own folder."""
    if grade.lut is None:
        return grade
    from aiprod.grading.choices import lut_path

    return grade.changed(lut=grade.lut.changed(path=str(lut_path(store.root, grade.lut))))
