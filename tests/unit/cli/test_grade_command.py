# SPDX-License-Identifier: Apache-2.0
"""`aiprod grade` and `aiprod looks` on a film that the studio graded."""

import argparse
import json
from pathlib import Path

import numpy as np
import pytest

from aiprod.cli.commands import grade, looks
from aiprod.film import changes
from aiprod.film.brief import Brief
from aiprod.film.errors import UserError
from aiprod.film.files import write_json
from aiprod.film.film import Film
from aiprod.film.grade import Cdl, ShotGrade
from aiprod.film.screenplay import Action, Scene, Screenplay
from aiprod.film.store import FilmStore
from aiprod.film.takes import Recipe
from aiprod.grading.cdl_files import read_cdls
from aiprod.grading.cube import read_cube
from aiprod.grading.look_files import table
from aiprod.grading.looks import LOOKS
from aiprod.production.state import ProductionState, write_state
from aiprod.production.steps.grading import grades_by_scene

STUDIO = Cdl(slope=(1.1, 1.0, 1.0), offset=(-0.04, 0.0, 0.0))


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A film of two scenes with two shots each, graded by the studio."""
    scenes = tuple(
        Scene(id=f"s{n}", heading="INT. HALL - DAY", interior=True, place="hall", elements=(Action(id=f"s{n}-a1", text="Rain."),))
        for n in (1, 2)
    )
    script = Screenplay(title="Rain", language="en", cast=(), scenes=scenes)
    store = FilmStore.create(tmp_path / "f.aiprod", Film(name="f", brief=Brief(text="x", language="en"), screenplay=script))
    takes = {}
    for scene in ("s1", "s2"):
        grades = [ShotGrade(shot=f"{scene}-{name}", cdl=STUDIO, look="epic", look_strength=0.5) for name in ("wide", "close")]
        recipe = Recipe(department="grading", step="grade", generator="colourist/1", parameters={"scene": scene})
        folder = store.takes.begin(recipe)
        write_json(folder / "grades.json", [made.to_json() for made in grades])
        takes[f"grade {scene}"] = store.takes.finish(recipe, folder, {}, 0.1).id
    write_state(store.root, ProductionState(takes=takes))
    return store.root


def run(command: object, *words: str) -> int:
    parser = argparse.ArgumentParser()
    command.add_arguments(parser)  # type: ignore[attr-defined]
    return int(command.run(parser.parse_args(words)))  # type: ignore[attr-defined]


def grades(root: Path) -> dict[str, ShotGrade]:
    return {made.shot: made for shots in grades_by_scene(FilmStore(root)).values() for made in shots}


def test_a_shot_is_graded_and_the_others_stay(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = grades(root)
    words = "--look noir --strength 0.5 --exposure -0.5 --lights -2,0,1.5 --slope 1.1 --offset -.01,0,0 --saturation 0.9"
    assert run(grade, str(root), "--shot", "s1-wide", *words.split(), "--curve", "red=0.1:0.1,0.6:0.62") == 0
    after = grades(root)
    wide = after.pop("s1-wide")
    assert {shot: made for shot, made in before.items() if shot != "s1-wide"} == after
    assert (wide.cdl, wide.look, wide.look_strength, wide.exposure, wide.lights) == (STUDIO, "noir", 0.5, -0.5, (-2, 0, 1.5))
    assert wide.correction == Cdl(slope=(1.1, 1.1, 1.1), offset=(-0.01, 0, 0), saturation=0.9)
    assert wide.curves.red == ((0.1, 0.1), (0.6, 0.62))
    assert "Grade shot s1-wide." in capsys.readouterr().out
    assert changes.undo(FilmStore(root)) == "Grade shot s1-wide" and grades(root) == before


def test_scenes_films_resets_and_starting_over(root: Path) -> None:
    run(grade, str(root), "--exposure", "0.25")
    run(grade, str(root), "--scene", "s1", "--instead", "--look", "dream")
    found = grades(root)
    assert (found["s1-close"].cdl, found["s1-close"].look, found["s1-close"].exposure) == (Cdl(), "dream", 0.25)
    assert (found["s2-wide"].look, found["s2-wide"].exposure) == ("epic", 0.25)
    run(grade, str(root), "--scene", "s1", "--reset", "look", "look_strength")
    assert grades(root)["s1-wide"].look == "neutral"
    run(grade, str(root), "--scene", "s1", "--reset")
    run(grade, str(root), "--reset")
    assert FilmStore(root).film.grades == {} and grades(root)["s1-wide"].cdl == STUDIO


def test_a_lut_is_kept_with_the_film_and_a_cdl_is_read(root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(looks, "export", "autumn", "--to", str(tmp_path / "autumn.cube"), "--points", "17")
    assert np.abs(read_cube(tmp_path / "autumn.cube") - table("autumn", 17)).max() < 1e-6
    run(grade, str(root), "--shot", "s2-wide", "--lut", str(tmp_path / "autumn.cube"), "--lut-strength", "0.7")
    lut = grades(root)["s2-wide"].lut
    assert lut is not None and Path(lut.path).is_file() and Path(lut.path).parent == root / "luts"
    assert str(root) not in (root / "film.json").read_text("utf-8"), "a film can be moved"
    capsys.readouterr()
    run(grade, str(root), "--export", str(tmp_path / "film.ccc"))
    assert "s2-wide: a CDL can't hold its look and LUT" in capsys.readouterr().out
    assert set(read_cdls(tmp_path / "film.ccc")) == set(grades(root))
    run(grade, str(root), "--shot", "s1-wide", "--cdl", f"{tmp_path / 'film.ccc'}#s2-close")
    assert grades(root)["s1-wide"].correction == STUDIO
    run(grade, str(root), "--shot", "s1-wide", "--export", str(tmp_path / "wide.clf"), "--output", "rec709")
    assert (tmp_path / "wide.clf").stat().st_size > 1000


def test_what_does_not_fit_changes_nothing(root: Path, tmp_path: Path) -> None:
    gone = str(tmp_path / "gone")
    for words, why in (
        (["--shot", "s9", "--exposure", "1"], "no shot 's9'"),
        (["--scene", "s9", "--exposure", "1"], "no scene 's9'"),
        (["--scene", "s1", "--shot", "s1-wide", "--exposure", "1"], "two places"),
        (["--look", "kodachrome"], "no look 'kodachrome'"),
        (["--exposure", "20"], "exposure"),
        (["--cdl", f"{gone}.cc"], "No such file"),
        (["--lut", f"{gone}.cube"], "No such file"),
        (["--lut", __file__, "--lut-space", "acescg"], "scene-linear"),
        (["--export", str(tmp_path / "all.cube")], "one shot's grade"),
    ):
        with pytest.raises(UserError, match=why):
            run(grade, str(root), *words)
    assert FilmStore(root).history == () and not (root / "luts").exists()


def test_grades_and_looks_are_listed(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(grade, str(root), "--shot", "s1-wide", "--json")
    assert ShotGrade.from_json(json.loads(capsys.readouterr().out)[0]).shot == "s1-wide"
    run(grade, str(root))
    assert capsys.readouterr().out.splitlines()[0].split() == ["s1-wide", "epic", "50%", "·", "balance", "×1.1,1,1", "+-0.04,0,0"]
    run(looks, "list")
    assert len(capsys.readouterr().out.splitlines()) == len(LOOKS)
    run(looks, "show", "noir")
    assert "contrast" in capsys.readouterr().out


def test_a_film_without_grades_says_so(tmp_path: Path) -> None:
    FilmStore.create(tmp_path / "n.aiprod", Film(name="n", brief=Brief(text="x", language="en")))
    with pytest.raises(UserError, match="not graded yet"):
        run(grade, str(tmp_path / "n.aiprod"))
