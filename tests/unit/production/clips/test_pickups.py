# SPDX-License-Identifier: Apache-2.0
"""A part of a shot is shot once more by a video model: in a clip for editors, and in a film."""

from pathlib import Path

import av
import pytest
from tests.unit.production.clips.test_making import Watcher

from aiprod.film.brief import Brief
from aiprod.film.errors import UserError
from aiprod.film.film import Film
from aiprod.film.shots import Pickup
from aiprod.film.store import FilmStore
from aiprod.models import cards, store
from aiprod.production.chain import pickups as chain_pickups
from aiprod.production.chain.shots import Chain
from aiprod.production.clips import pickups
from aiprod.production.clips.making import Order, make
from aiprod.production.clips.recipes import ClipRecipe
from aiprod.production.clips.shots import request_of
from aiprod.production.clips.store import ClipStore
from aiprod.production.studio import Studio
from aiprod.production.workers import Workers
from aiprod.quality.picture import measure_picture

torch = pytest.importorskip("torch")
MODEL = "diffusion:tiny-wan"
SHOT = ClipRecipe(kind="shot", size="160x96", rate="24", frames=12, generator=MODEL, prompt="A lighthouse by the sea.")


@pytest.fixture(scope="module", autouse=True)
def home(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("AIPROD_HOME", str(tmp_path_factory.mktemp("home")))
        patched.setenv("OMP_NUM_THREADS", "1")
        store.build(cards.card("tiny-wan"))
        yield


@pytest.fixture
def clips(tmp_path: Path) -> ClipStore:
    return ClipStore(tmp_path / "clips")


def packets(path: Path) -> list[bytes]:
    with av.open(str(path)) as container:
        return [bytes(packet) for packet in container.demux(video=0) if packet.size]


def test_the_frames_around_a_part_of_a_clip_stay_to_the_byte(clips):
    whole = make(Order(SHOT), Watcher().teller(), clips)
    again = SHOT.again(4, 7, "The lamp goes out.")
    told = Watcher()
    clip = make(Order(again, whole.family), told.teller("job_" + "2" * 26), clips)
    before, after = (packets(clips.path(one, "picture.mov")) for one in (whole, clip))
    assert len(after) == 12 and [a == b for a, b in zip(before, after, strict=True)] == [True] * 4 + [False] * 3 + [True] * 5
    assert clip.family == whole.family and clip.recipe.pickups == again.pickups and clip.generator == f"{MODEL}/2"
    assert measure_picture(clips.path(clip, "picture.mov"), SHOT.frame_rate.fps).frames == 12
    assert SHOT.again(4, 7).again(4, 7).pickups[0].number == 2 and len(SHOT.again(4, 7).again(1, 2).pickups) == 2
    with pytest.raises(UserError, match="gone from this machine"):
        pickups.source(clips, SHOT.changed(seed=3).again(4, 7), whole.family)


def test_a_part_that_cant_be_shot_again_is_refused_before_work_begins():
    for name, why in (("animatic", "it makes whole shots"), ("auto", "it makes whole shots"), ("nano", "it makes whole shots")):
        with pytest.raises(UserError) as refused:
            pickups.check_recipe(SHOT.changed(generator=name).again(4, 7))
        assert refused.value.why == why and "models list" in refused.value.remedy
    pickups.check_recipe(SHOT.again(4, 7))
    with pytest.raises(UserError, match="Only shots"):
        pickups.check_recipe(ClipRecipe(kind="score", frames=12).again(4, 7))
    with pytest.raises(UserError, match="can't be made again"):
        pickups.check_recipe(SHOT.again(4, 13))


def test_a_films_shot_gets_its_parts_on_top_of_its_take_and_keeps_it_where_nobody_can(tmp_path):
    film = FilmStore.create(tmp_path / "film.aiprod", Film(name="x", brief=Brief(text="x", language="en", duration_s=4)))
    said = []
    with Workers(1, tmp_path / "workers.log") as workers:
        studio = Studio(film, workers, lambda event: said.append(event) if event.kind == "warning" else None)
        stage = Chain(studio, f"only:{MODEL}")
        request = request_of(SHOT)
        stage.know((request,))
        stage.start(request)
        whole = stage.finish(request.shot.id, 1, 1)
        parts = (Pickup(start=2, end=5), Pickup(start=8, end=9))
        last = chain_pickups.picked_up(stage, request, parts, whole)
        again = chain_pickups.picked_up(stage, request, parts, whole)
        assert again.id == last.id != whole.id and not said
        assert [item["start"] for item in last.recipe.parameters["request"]["shot"]["pickups"]] == [2, 8]
        assert studio.path(last, "camera.json").is_file() and last.facts["retaken"] == [8, 9]
        studio.path(whole, "picture.mp4").rename(tmp_path / "gone.mp4")
        left = chain_pickups.picked_up(stage, request, (Pickup(start=1, end=4),), whole)
        assert left is whole and "stay as they were" in said[0].text
        stage.close()
