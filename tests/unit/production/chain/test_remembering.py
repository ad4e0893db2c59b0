# SPDX-License-Identifier: Apache-2.0
"""A film in waves: shots wait for those that they are reminded of, are given their pictures, and keep them."""

import random
from collections.abc import Callable
from pathlib import Path
from typing import Any, ClassVar

import numpy as np
import pytest
from tests.unit.production.chain.test_chain import Here
from tests.unit.shooting.stagecraft import design, shoot_request

from aiprod.film.brief import Brief
from aiprod.film.errors import UserError
from aiprod.film.film import Film
from aiprod.film.look import CharacterLook
from aiprod.film.shots import Blocking, Reference, ShotSize
from aiprod.film.store import FilmStore
from aiprod.media.pictures import write_picture
from aiprod.production.chain.remembering import Memory
from aiprod.production.chain.shots import Chain
from aiprod.production.studio import Studio
from aiprod.shooting import generator as table
from aiprod.shooting.animatic.animatic import Animatic

HERE = "tests.unit.production.chain.test_remembering"
ANNA = CharacterLook(character="anna")


class Remembering(Animatic):
    """Draws as the animatic does, and keeps and takes pictures as the video models do."""

    id = "diffusion:mind"
    title = "a mind"
    remembers = True
    listens = True
    asked: ClassVar[dict[str, tuple[Reference, ...]]] = {}
    failing: ClassVar[set[str]] = set()
    media: ClassVar[dict[str, bytes]] = {}

    def given(self, media, share=1.0):
        self.media.update({name: path.read_bytes() for name, path in media.items()})
        return self

    def shoot(self, request, folder: Path, watch=None) -> dict[str, Any]:
        if request.shot.id in self.failing:
            raise UserError("no", "it fails")
        self.asked[request.shot.id] = request.references
        facts = super().shoot(request, folder, watch)
        (folder / "memory").mkdir()
        write_picture(folder / "memory" / "face.png", np.full((40, 40, 3), request.shot.seed % 255, np.uint8))
        face = {"role": "face", "subject": "anna", "file": "memory/face.png", "embedding": {}}
        return {**facts, "memory": [face] if request.shot.blocking else []}


@pytest.fixture(autouse=True)
def mind(monkeypatch):
    monkeypatch.setattr(table, "_TABLE", {"diffusion:mind": f"{HERE}:Remembering", **table._TABLE})
    for name, empty in (("asked", {}), ("failing", set()), ("media", {})):
        monkeypatch.setattr(Remembering, name, empty)


@pytest.fixture
def store(tmp_path: Path) -> FilmStore:
    return FilmStore.create(tmp_path / "f.aiprod", Film(name="f", brief=Brief(text="A cat.", language="en")))


def shot(name: str, size: ShotSize = ShotSize.CLOSE, place: str = "harbour", *, seed: int = 7, alone: bool = False):
    actors = () if alone else (Blocking(character="anna"),)
    made = shoot_request(frames=4, set_=design(place), looks=(ANNA,), blocking=actors, seed=seed)
    return made.changed(shot=made.shot.changed(id=name, size=size))


def film(seed: int = 7):
    return (shot("s1", seed=seed), shot("s2", place="forest"), shot("s3", place="cave", alone=True))


def produced(store: FilmStore, shots, said=None, wanted: str = "diffusion:mind", here: Callable[[], Any] = Here):
    class Kept(Chain):
        def crew_for(self, candidate):
            return None

    chain = Kept(Studio(store, here(), lambda event: None), wanted, dice=random.Random(1))
    chain.know(shots, said)
    for request in shots:
        chain.start(request)
    try:
        return {request.shot.id: chain.finish(request.shot.id, 1, len(shots)) for request in shots}
    finally:
        chain.close()


def test_a_later_shot_is_given_the_face_of_an_earlier_one_and_its_recipe_names_the_take(store):
    takes = produced(store, film())
    assert Remembering.asked["s1"] == Remembering.asked["s3"] == ()
    (face,) = Remembering.asked["s2"]
    assert (face.role, face.subject, face.take) == ("face", "anna", takes["s1"].id)
    assert face.sha256 in {file.sha256 for file in takes["s1"].files} and face.sha256 in Remembering.media
    assert takes["s2"].recipe.parameters["request"]["references"][0]["take"] == takes["s1"].id
    assert "references" not in takes["s1"].recipe.parameters["request"]


def test_what_was_made_is_found_again_and_another_take_of_the_first_shot_changes_nobody_else(store):
    before = produced(store, film())
    assert produced(store, film()) == before
    after = produced(store, film(seed=8))
    assert after["s1"].id != before["s1"].id and after["s2"].id == before["s2"].id


def test_a_reminder_whose_take_is_gone_is_chosen_anew(store):
    import shutil

    before = produced(store, film())
    shutil.rmtree(store.takes.folder(before["s1"].id))
    after = produced(FilmStore(store.root), film(seed=8))
    assert after["s2"].recipe.parameters["request"]["references"][0]["take"] == after["s1"].id


def test_drawn_shots_lend_no_faces_and_take_none(store):
    Remembering.failing.add("s1")
    takes = produced(store, film())
    assert takes["s1"].facts["label"] == "animatic" and Remembering.asked["s2"] == ()
    drawn = produced(store, film(), wanted="only:animatic")
    assert "references" not in drawn["s2"].recipe.parameters["request"]
    assert drawn["s1"].id == takes["s1"].id, "the animatic's take is the same whether it was asked for or reached"


def test_lines_are_given_with_their_sound(store, tmp_path):
    sound = tmp_path / "line.wav"
    sound.write_bytes(b"la")
    line = Reference(role="speech", subject="anna", sha256="a" * 64, take="t", words="La mer.")
    produced(store, film(), {"s3": [(line, sound)]})
    assert Remembering.asked["s3"] == (line,) and Remembering.media["a" * 64] == b"la"


def test_a_film_with_a_damaged_memory_says_so(store):
    (store.root / "memory.json").write_text('{"schema": "Reminders.1", "reminded": 3}')
    with pytest.raises(UserError):
        Memory(store.root, store.takes).asked(film()[1], Remembering(), lambda name: None)
