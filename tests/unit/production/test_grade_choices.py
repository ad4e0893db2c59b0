# SPDX-License-Identifier: Apache-2.0
"""A grade of the user's renders its shot again and nothing else; taken back, the first takes are the film again."""

from pathlib import Path

from aiprod.film import changes
from aiprod.film.grade import ShotGrade
from aiprod.film.store import FilmStore
from aiprod.grading.cube import write_cube
from aiprod.grading.look_files import table
from aiprod.grading.lut_files import bring_in
from aiprod.production.pipeline import produce
from aiprod.production.steps.grading import grades_by_scene


def rendered(store: FilmStore) -> dict[str, str]:
    return produce(store, until="rendering").state.takes


def test_a_graded_shot_is_rendered_again_and_undone_it_is_as_before(storm: FilmStore, tmp_path: Path) -> None:
    store = storm
    first = rendered(store)
    studio: dict[str, ShotGrade] = {grade.shot: grade for grade in grades_by_scene(store)["s1"]}
    shot, other = list(studio)[:2]
    write_cube(tmp_path / "look.cube", table("technicolor", 9), "look")
    lut = bring_in(tmp_path / "look.cube", store.root).lut
    changes.apply(store, changes.GradeChange(shot=shot, exposure=-0.5, lights=(2, 0, -2), look="noir", lut=lut, lut_strength=0.5))
    second = rendered(store)
    new = {name for name in second if second[name] != first.get(name)}
    segments = {name for name in new if name.startswith("segment ")}
    assert new == {f"grade of {shot}", "picture", *segments}
    assert 0 < len(segments) < sum(name.startswith("segment ") for name in second)
    decided = {grade.shot: grade for grade in grades_by_scene(store)["s1"]}
    assert decided[other] == studio[other]
    assert (decided[shot].cdl, decided[shot].look, decided[shot].exposure) == (studio[shot].cdl, "noir", -0.5)
    changes.undo(store)
    again = produce(store, until="rendering")
    assert again.made == 0 and again.state.takes == first
