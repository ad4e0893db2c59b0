# SPDX-License-Identifier: Apache-2.0
"""Memory: what takes keep, how like two pictures are, and which earlier shots a shot is reminded of."""

from pathlib import Path

import numpy as np
import pytest
from tests.unit.shooting.diffusion.test_prompting import ANNA, path, request, told
from tests.unit.shooting.stagecraft import design

from aiprod.film.hashing import hash_file
from aiprod.film.look import CharacterLook
from aiprod.film.shots import Blocking, PropPlacement, Reference, ShotSize
from aiprod.media.pictures import read_picture, write_picture
from aiprod.shooting.diffusion.conditioning.controls import still
from aiprod.shooting.diffusion.conditioning.media import Tray
from aiprod.shooting.diffusion.memory.keeping import cuts, keep, place_name
from aiprod.shooting.diffusion.memory.likeness import Embedding, embed, score
from aiprod.shooting.diffusion.memory.planning import Wanted, wanted
from aiprod.shooting.diffusion.memory.staging import Staging

TOM = CharacterLook(character="tom", hair_colour="#202020", outfit_colour="#2040c0")


def actor(character: str = "anna", **fields) -> Blocking:
    return Blocking(character=character, **{"z": 3.0, **fields})


def shot(name: str, size: ShotSize, *actors: Blocking, place: str = "harbour", **fields):
    made = request(frames=24, looks=(ANNA, TOM), set_=design(place), camera=path())
    return told(made, id=name, size=size, blocking=actors, props=(), **fields)


def pictures(asked, width: int = 320, height: int = 180) -> list[np.ndarray]:
    return [still(asked, frame, width, height) for frame in (0, 8, 16, 23)]


def test_pictures_are_cut_where_people_are():
    asked = shot("s1", ShotSize.MEDIUM, actor(x=-0.6), actor("tom", x=0.7))
    found = {(cut.role, cut.subject): cut.picture for cut in cuts(asked, pictures(asked))}
    assert set(found) == {
        ("face", "anna"), ("costume", "anna"), ("face", "tom"), ("costume", "tom"), ("place", place_name(asked)),
    }  # fmt: skip
    costume, hue = found["costume", "tom"].astype(int), found["costume", "anna"].astype(int)
    blue, yellow = (costume[..., 2] - costume[..., 0] > 30).mean(), (hue[..., 0] - hue[..., 2] > 60).mean()
    assert blue > 0.1 and yellow > 0.1, "each costume is its wearer's"
    assert found["face", "anna"].shape[0] < found["costume", "anna"].shape[0] < 180 * 1.5


def test_who_is_turned_away_or_out_of_the_picture_leaves_no_face():
    away = shot("s1", ShotSize.MEDIUM, actor(back=True), actor("tom", x=40))
    roles = {(cut.role, cut.subject) for cut in cuts(away, pictures(away))}
    assert ("face", "anna") not in roles and not {item for item in roles if item[1] == "tom"}


def test_things_that_a_shot_is_about_are_kept():
    asked = told(shot("s1", ShotSize.INSERT), props=(PropPlacement(prop="lantern", z=2, y=1.2, hero=True, scale=2),))
    box = Staging(asked).thing(asked.shot.props[0], 0)
    assert box is not None and box.seen > 0.5
    assert ("prop", "lantern") in {(cut.role, cut.subject) for cut in cuts(asked, pictures(asked))}


def test_a_picture_is_most_like_itself_and_least_like_noise():
    one = shot("s1", ShotSize.MEDIUM, actor())
    here, later = (still(one, frame, 320, 180) for frame in (0, 12))
    night = still(told(one, set=design("forest")), 0, 320, 180)
    noise = np.random.default_rng(1).integers(0, 256, here.shape, np.uint8)
    mine = embed(here)
    scores = [score(mine, embed(picture)) for picture in (here, later, night, noise)]
    assert scores[0] == pytest.approx(1.0, abs=1e-3) and scores == sorted(scores, reverse=True)
    assert scores[1] > 0.9 > scores[2] > scores[3]


def test_embeddings_survive_json_and_damage_is_noticed():
    mine = embed(np.full((50, 80, 3), (200, 40, 40), np.uint8))
    assert score(mine, Embedding.from_json(mine.to_json())) > 0.999
    with pytest.raises(ValueError, match="no embedding"):
        Embedding.from_json({"colour": [float("nan")]})


def test_a_take_keeps_what_it_showed_and_says_how_like_its_references_it_is(tmp_path: Path):
    asked = shot("s1", ShotSize.MEDIUM, actor())
    shown = pictures(asked)
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    facts = keep(asked, shown, tmp_path / "a", Tray(tmp_path / "t", {}))
    assert "consistency" not in facts
    files = {item["role"]: tmp_path / "a" / item["file"] for item in facts["memory"]}
    assert read_picture(files["face"]).shape[2] == 3 and {"face", "costume", "place"} == set(files)
    stranger = tmp_path / "stranger.png"
    write_picture(stranger, np.random.default_rng(2).integers(0, 256, (80, 80, 3), np.uint8))
    scores = []
    for face in (files["face"], stranger):
        reference = Reference(role="face", subject="anna", sha256=hash_file(face), take="t")
        given = asked.changed(references=(reference,))
        measured = keep(given, shown, tmp_path / "b", Tray(tmp_path / "t", {reference.sha256: face}))["consistency"]
        assert measured["score"] == measured["of"]["face anna"]
        scores.append(measured["score"])
    assert scores[0] > 0.95 and scores[1] < 0.7


def test_a_shot_is_reminded_of_the_best_view_of_everybody_in_it():
    wide = shot("s1", ShotSize.WIDE, actor(), actor("tom"))
    close = shot("s2", ShotSize.CLOSE, actor())
    behind = shot("s3", ShotSize.CLOSE, actor("tom", back=True), place="forest")
    full = shot("s4", ShotSize.FULL, actor(), actor("tom"))
    assert wanted(wide, ()) == ()
    assert wanted(close, (wide,)) == (Wanted("costume", "anna", "s1"), Wanted("place", place_name(wide), "s1"))
    found = wanted(full, (wide, close, behind))
    assert found[0] == Wanted("face", "anna", "s2"), "a face is taken from the close shot"
    assert Wanted("costume", "anna", "s1") in found and Wanted("place", place_name(wide), "s1") in found
    assert not [item for item in found if item.shot == "s3"], "nobody is remembered by their back"


def test_another_light_is_another_place():
    day = shot("s1", ShotSize.WIDE)
    night = told(day, id="s2", set=day.shot.set.changed(time_of_day="night"))
    assert wanted(night, (day,)) == () and wanted(told(day, id="s3"), (night, day))[0].shot == "s1"
