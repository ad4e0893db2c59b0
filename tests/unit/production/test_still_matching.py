# SPDX-License-Identifier: Apache-2.0
"""`aiprod grade FILM --match STILL`: shots brought to a still, one undoable edit each."""

import argparse
from pathlib import Path

import numpy as np
import pytest

from aiprod.cli.benches.grade import _patches
from aiprod.cli.benches.grade_scenes import Camera, scene, taken
from aiprod.cli.commands import grade
from aiprod.film import changes
from aiprod.film.brief import Brief
from aiprod.film.errors import UserError
from aiprod.film.files import write_json
from aiprod.film.film import Film
from aiprod.film.grade import Cdl, ShotGrade
from aiprod.film.screenplay import Action, Scene, Screenplay
from aiprod.film.store import FilmStore
from aiprod.film.takes import Recipe
from aiprod.grading.bake import apply
from aiprod.grading.differences import delta_e
from aiprod.media.pictures import write_picture
from aiprod.production.matching import match_film
from aiprod.production.state import ProductionState, write_state
from aiprod.production.steps.grading import grades_by_scene

SHOT = taken(scene(2), Camera(), 1)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A film of one scene with one shot, shot and graded."""
    place = Scene(id="s1", heading="INT. HALL - DAY", interior=True, place="hall", elements=(Action(id="s1-a1", text="Rain."),))
    script = Screenplay(title="Rain", language="en", cast=(), scenes=(place,))
    store = FilmStore.create(tmp_path / "f.aiprod", Film(name="f", brief=Brief(text="x", language="en"), screenplay=script))
    footage, made = (Recipe(department=name, step=name, generator="x/1") for name in ("shooting", "grading"))
    made = made.changed(step="grade")
    folder = store.takes.begin(footage)
    for number in range(3):
        write_picture(folder / f"still-{number}.png", SHOT)
    takes = {"shot s1-wide": store.takes.finish(footage, folder, {}, 0.1).id}
    folder = store.takes.begin(made)
    write_json(folder / "grades.json", [ShotGrade(shot="s1-wide", cdl=Cdl(slope=(1.1, 1, 1)), look="epic").to_json()])
    takes["grade s1"] = store.takes.finish(made, folder, {}, 0.1).id
    write_state(store.root, ProductionState(takes=takes))
    return store.root


def test_a_shot_is_brought_to_a_still(root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    wanted = taken(scene(2), Camera(stops=0.5, kelvin=4700), 2)
    write_picture(tmp_path / "reference.png", wanted)
    parser = argparse.ArgumentParser()
    grade.add_arguments(parser)
    assert grade.run(parser.parse_args([str(root), "--match", str(tmp_path / "reference.png"), "--shot", "s1-wide"])) == 0
    assert "Matched to reference.png by the same places" in capsys.readouterr().out
    store = FilmStore(root)
    (made,) = grades_by_scene(store)["s1"]
    assert made.look == "neutral" and made.cdl == Cdl()
    shown = apply(made, SHOT.astype(np.float32) / np.float32(255)) * np.float32(255)
    assert delta_e(_patches(shown), _patches(wanted)).mean() < 1.0
    changes.undo(store)
    assert grades_by_scene(FilmStore(root))["s1"][0].look == "epic"


def test_nothing_changes_where_it_does_not_fit(root: Path, tmp_path: Path) -> None:
    write_picture(tmp_path / "grey.png", np.full((90, 160, 3), 90, np.uint8))
    store = FilmStore(root)
    for wishes, why in (({}, "one colour"), ({"shot": "s9"}, "no shot"), ({"scene": "s9"}, "no scene")):
        with pytest.raises(UserError, match=why):
            match_film(store, tmp_path / "grey.png", **wishes)
    assert FilmStore(root).film.grades == {}
