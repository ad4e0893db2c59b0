# SPDX-License-Identifier: Apache-2.0
"""Grades as data: version 1 keeps its meaning and its hash, choices fall through from shot to scene to film."""

from pathlib import Path
from typing import Any

import pytest

from aiprod.film import changes
from aiprod.film.base import SchemaError
from aiprod.film.brief import Brief
from aiprod.film.errors import UserError
from aiprod.film.film import Film
from aiprod.film.grade import Cdl, Curves, GradeChoice, Lut, ShotGrade, chosen
from aiprod.film.hashing import hash_json
from aiprod.film.screenplay import Action, Scene, Screenplay
from aiprod.film.store import FilmStore

VERSION_1 = {
    "schema": "ShotGrade.1", "shot": "s1-wide", "look": "noir", "look_strength": 0.8,
    "cdl": {"schema": "Cdl.1", "slope": [1.1, 1.0, 0.9], "offset": [0.0, 0.01, 0.0], "power": [1.0, 1.0, 1.0], "saturation": 0.9},
    "config": "studio-config-v5.0.0_aces-v2.1_ocio-v2.6",
}  # fmt: skip
LUT = Lut(name="show.cube", sha256="a" * 64, space="logc3", result="rec709")


@pytest.fixture
def store(tmp_path: Path) -> FilmStore:
    scenes = tuple(
        Scene(id=f"s{n}", heading="INT. HALL - DAY", interior=True, place="hall", elements=(Action(id=f"s{n}-a1", text="Rain."),))
        for n in (1, 2)
    )
    film = Film(
        name="f",
        brief=Brief(text="Rain.", language="en"),
        screenplay=Screenplay(title="Rain", language="en", cast=(), scenes=scenes),
    )
    return FilmStore.create(tmp_path / "f.aiprod", film)


def change(store: FilmStore, **fields: Any) -> Film:
    return changes.apply(store, changes.read_change({"kind": "grade", **fields}))


def test_a_grade_of_version_one_opens_and_keeps_its_hash() -> None:
    grade = ShotGrade.from_json(VERSION_1)
    assert grade.cdl.saturation == 0.9 and grade.exposure == 0 and grade.lut is None
    assert grade.content_hash() == hash_json(VERSION_1)
    assert grade.changed(exposure=0.5).content_hash() != grade.content_hash()
    assert ShotGrade.from_json(grade.to_json()) == grade


def test_essence_is_colour_alone() -> None:
    grade = ShotGrade(shot="a", lut=LUT.changed(path="/somewhere/else.cube"), lights=(1, 0, 0))
    assert grade.essence() == ShotGrade(shot="b", lut=LUT.changed(name="copy.cube"), lights=(1, 0, 0)).essence()
    assert grade.essence() != grade.changed(lut_strength=0.5).essence()
    assert "shot" not in grade.essence() and "curves" not in grade.essence()


@pytest.mark.parametrize(
    "wrong",
    [
        {"curves": {"master": [[0.2, 0.3]]}},
        {"curves": {"red": [[0.2, 0.3], [0.2, 0.4]]}},
        {"curves": {"blue": [[0.2, 0.3], [0.4, 0.1]]}},
        {"curves": {"hue_saturation": [[360.0, 1.0]]}},
        {"curves": {"hue_saturation": [[20.0, 5.0]]}},
        {"curves": {"master": [[0.0, 0.0], [9.0, 9.0]]}},
        {"cdl": {"slope": [-0.1, 1, 1]}},
        {"cdl": {"power": [0, 1, 1]}},
        {"cdl": {"saturation": -1}},
        {"lights": [51, 0, 0]},
        {"exposure": 11},
        {"exposure": float("nan")},
        {"look_strength": 1.2},
        {"lut": {"name": "x", "sha256": "../../etc/passwd"}},
    ],
)
def test_what_no_grade_can_be_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(SchemaError):
        ShotGrade.from_json({"shot": "s", **wrong})


def test_the_narrower_choice_wins_and_leaves_the_rest_open() -> None:
    film, scene = GradeChoice(look="epic", look_strength=0.4, exposure=1.0), GradeChoice(lights=(1, 0, 0), look_strength=0.7)
    both = chosen([film, None, scene])
    assert (both.look, both.look_strength, both.exposure, both.lights) == ("epic", 0.7, 1.0, (1, 0, 0))
    shot = chosen([film, scene, GradeChoice(look="noir")])
    assert (shot.look, shot.look_strength) == ("noir", 1.0), "the strength of another look is not meant"
    assert chosen([]) == GradeChoice()


def test_choices_go_on_top_of_the_studio_or_instead_of_it() -> None:
    studio = ShotGrade.from_json(VERSION_1)
    assert GradeChoice().on(studio) == studio
    top = GradeChoice(exposure=-0.5, cdl=Cdl(saturation=1.2)).on(studio)
    assert (top.cdl, top.correction.saturation, top.look, top.exposure) == (studio.cdl, 1.2, "noir", -0.5)
    instead = GradeChoice(automatic=False, lights=(0, 2, 0)).on(studio)
    assert (instead.cdl, instead.look, instead.lights) == (Cdl(), "neutral", (0, 2, 0))
    assert GradeChoice(look="dream").on(studio).look_strength == 1.0


def test_grades_are_named_edits_that_can_be_undone(store: FilmStore) -> None:
    before = store.film.content_hash()
    change(store, look="epic")
    change(store, scene="s1", lights=[1, 0, -1], slope=[1.1, 1, 1])
    change(store, shot="s1-wide", saturation=1.3, offset=[0.01, 0, 0])
    film = change(store, shot="s1-wide", curves={"master": [[0.1, 0.1], [0.6, 0.65]]}, lut=LUT.changed(path="/x").to_json())
    assert [edit.name for edit in store.history] == [
        "Grade the film", "Grade scene s1", "Grade shot s1-wide", "Grade shot s1-wide"
    ]  # fmt: skip
    own = film.grades["shot:s1-wide"]
    assert own.cdl == Cdl(saturation=1.3, offset=(0.01, 0, 0)), "what was not given stays"
    assert own.lut == LUT, "no place on a machine is kept"
    wide, other = film.grade_of("s1-wide", "s1"), film.grade_of("s2-wide", "s2")
    assert (wide.look, wide.lights, wide.curves) == ("epic", (1, 0, -1), Curves(master=((0.1, 0.1), (0.6, 0.65))))
    assert wide.cdl == own.cdl and other == GradeChoice(look="epic", look_strength=1.0)
    assert FilmStore(store.root).film == film
    for _ in range(4):
        changes.undo(store)
    assert store.film.grades == {} and store.film.changed(edits=0).content_hash() == before


def test_a_reset_gives_back_to_the_wider_choice(store: FilmStore) -> None:
    change(store, shot="s1-wide", look="noir", exposure=1.0)
    reset = {"kind": "grade_reset", "shot": "s1-wide"}
    film = changes.apply(store, changes.read_change({**reset, "fields": ["look"]}))
    assert film.grades["shot:s1-wide"] == GradeChoice(exposure=1.0)
    assert changes.apply(store, changes.read_change(reset)).grades == {}
    assert changes.read_change(reset).title() == "Reset the grade of shot s1-wide"
    assert changes.apply(store, changes.read_change({"kind": "grade"})).grades == {}


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"scene": "s9"}, "no scene 's9'"),
        ({"scene": "s1", "shot": "s1-wide"}, "two places"),
        ({"exposure": 40.0}, "exposure"),
        ({"saturation": 9.0}, "saturation"),
        ({"slope": [-1, 1, 1]}, "slope"),
        ({"curves": {"red": [[1, 0]]}}, "two or more points"),
    ],
)
def test_grades_that_fit_nothing_change_nothing(fields: dict[str, Any], why: str, store: FilmStore) -> None:
    with pytest.raises(UserError, match=why):
        change(store, **fields)
    assert store.history == ()
