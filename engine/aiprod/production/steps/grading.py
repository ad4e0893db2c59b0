# SPDX-License-Identifier: Apache-2.0
"""Grading: a look for each scene, and its shots matched to each other."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from aiprod.film.files import read_json, write_json
from aiprod.film.grade import ShotGrade
from aiprod.grading import grade_shots
from aiprod.production.cut import Cut
from aiprod.production.recipes import recipe
from aiprod.production.steps.shooting import stills

VERSION = 1


def run(cut: Cut) -> None:
    """Grade every scene from the stills of its footage."""
    scenes: dict[str, list[str]] = {}
    for shot in cut.shot_list.shots:
        scenes.setdefault(shot.scene, []).append(shot.id)
    grades: dict[str, ShotGrade] = {}
    for number, (scene, shots) in enumerate(scenes.items(), start=1):
        grades |= {grade.shot: grade for grade in _scene(cut, scene, shots, number, len(scenes))}
    cut.grades = tuple(grades[shot.id] for shot in cut.shot_list.shots)


def _scene(cut: Cut, scene: str, shot_ids: list[str], number: int, total: int) -> list[ShotGrade]:
    shots = [shot for shot in cut.shot_list.shots if shot.id in shot_ids]
    screenplay = cut.script
    made = recipe(
        "grading", "grade", f"colourist/{VERSION}", takes={shot: cut.footage[shot] for shot in shot_ids},
        parameters={"genre": screenplay.genre.value, "tone": screenplay.tone.value,
                    "shots": [{"id": s.id, "mood": s.mood.value, "time": s.set.time_of_day.value} for s in shots]},
    )  # fmt: skip

    def build(folder: Path) -> dict[str, Any]:
        seen = {shot.id: stills(cut, shot.id) for shot in shots}
        grades = grade_shots(shots, seen, screenplay.genre, screenplay.tone)
        write_json(folder / "grades.json", [grade.to_json() for grade in grades])
        return {"looks": sorted({grade.look for grade in grades})}

    take = cut.studio.take(f"grade {scene}", made, build, number, total)
    return [ShotGrade.from_json(data) for data in read_json(cut.studio.path(take, "grades.json"))]
