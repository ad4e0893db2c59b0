# SPDX-License-Identifier: Apache-2.0
"""Video models as generators: every mode on tiny checkpoints of the true architectures, and what is said where one is missing."""

from pathlib import Path

import numpy as np
import pytest
from tests.unit.shooting.diffusion.test_prompting import ACTOR, request, told
from tests.unit.shooting.stagecraft import design

from aiprod.film.errors import Stopped, UserError
from aiprod.film.hashing import hash_file
from aiprod.film.shots import CameraPath, Reference, ShootRequest, ShotSize
from aiprod.media.pictures import write_picture
from aiprod.media.reading import length_of
from aiprod.media.video import read_frames, to_rgb
from aiprod.models import cards, licences, runtime, store
from aiprod.shooting.diffusion import generator as naming
from aiprod.shooting.diffusion.conditioning.media import write_lossless
from aiprod.shooting.diffusion.memory import likeness
from aiprod.shooting.generator import generator

torch = pytest.importorskip("torch")


@pytest.fixture(scope="module", autouse=True)
def home(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("AIPROD_HOME", str(tmp_path_factory.mktemp("home")))
        yield


@pytest.fixture(autouse=True)
def quick(request, monkeypatch):
    """Likenesses from colours and edges alone, but where likeness is the matter: Nano's encoder costs most of a tiny shot."""
    if "likeness" not in request.node.name:
        monkeypatch.setattr(likeness, "_latent", lambda rgb: None)


def model(name: str):
    """A generator whose tiny checkpoint is built."""
    if store.manifest(name) is None:
        store.build(cards.card(name))
    return generator(f"diffusion:{name}")


def shot(frames: int = 10, **fields) -> ShootRequest:
    made = request(frames=frames, set_=design("harbour"), camera=CameraPath()).changed(width=192, height=108)
    return told(made, size=ShotSize.MEDIUM, blocking=(ACTOR.changed(z=3),), **fields)


class Onlooker:
    def __init__(self, stop_at: int | None = None) -> None:
        self.seen: list[int] = []
        self.stop_at = stop_at

    def frame(self, done: int, total: int, rgb) -> None:
        self.seen.append(done)
        if self.stop_at is not None and len(self.seen) > self.stop_at:
            raise Stopped("stopped", "", "")


def pictures(folder: Path) -> np.ndarray:
    return np.stack([to_rgb(frame) for frame in read_frames(folder / "picture.mp4")]).astype(int)


@pytest.mark.parametrize(
    ("name", "control", "keys"),
    [
        ("tiny-wan", "", 0), ("tiny-wan5b", "", 1), ("tiny-wan-i2v", "", 1), ("tiny-wan-flf", "", 2),
        ("tiny-wan-vace", "pose", 0), ("tiny-ltx23", "", 1), ("tiny-ltx25-distilled", "", 1),
    ],
)  # fmt: skip
def test_a_shot_becomes_footage_of_the_films_size_and_length(tmp_path, name, control, keys):
    seen = Onlooker()
    facts = model(name).shoot(shot(), tmp_path, seen)
    assert length_of(tmp_path / "picture.mp4") == (10, shot().rate.fps) and (facts["width"], facts["height"]) == (192, 108)
    assert pictures(tmp_path).shape == (10, 108, 192, 3) and facts["control"] == control and facts["synthetic"]
    (asked,) = facts["requests"]
    assert len(asked["keyframes"]) == keys and asked["model"] == name and asked["sampling"]["steps"] > 0
    assert seen.seen == sorted(seen.seen) and seen.seen[-1] == 10
    assert all((tmp_path / item["file"]).is_file() for item in facts["memory"]) and facts["memory"]
    (used,) = generator(f"diffusion:{name}").models(shot())
    assert used.id == name and len(used.sha256) == 64


def test_the_same_request_gives_the_same_pictures_and_another_seed_others(tmp_path):
    made = []
    for number, asked in enumerate((shot(), shot(), shot(seed=99))):
        (tmp_path / str(number)).mkdir()
        model("tiny-wan").shoot(asked, tmp_path / str(number))
        made.append(pictures(tmp_path / str(number)))
    assert np.array_equal(made[0], made[1]) and not np.array_equal(made[0], made[2])


def given(name: str, role: str, path: Path):
    reference = Reference(role=role, subject="anna", sha256=hash_file(path), take="t")
    return model(name).given({reference.sha256: path}), shot().changed(references=(reference,))


def test_what_was_remembered_steers_the_shot_and_its_likeness_is_measured(tmp_path):
    face = tmp_path / "face.png"
    write_picture(face, np.random.default_rng(1).integers(0, 256, (96, 80, 3), np.uint8))
    maker, asked = given("tiny-wan-vace", "costume", face)
    assert maker.remembers and not model("tiny-wan").remembers
    facts = maker.shoot(asked, tmp_path)
    assert [control["kind"] for control in facts["requests"][0]["controls"]] == ["pose", "reference"]
    assert 0 < facts["consistency"]["of"]["costume anna"] < 1


@pytest.mark.parametrize("name", ["tiny-wan", "tiny-wan-i2v", "tiny-ltx23"])
def test_a_clip_goes_on_from_another(tmp_path, name):
    before = tmp_path / "before.mkv"
    write_lossless(before, (np.full((108, 192, 3), 60 + index, np.uint8) for index in range(24)), shot().rate.fps)
    maker, asked = given(name, "first", before)
    facts = maker.go_on(asked, 24, 9, tmp_path)
    assert facts["frames"] == 9 and length_of(tmp_path / "picture.mp4")[0] == 9
    with pytest.raises(UserError, match="nothing to go on from"):
        model(name).go_on(shot(), 24, 9, tmp_path)


def test_a_long_shot_is_made_in_clips_that_join(tmp_path, monkeypatch):
    from aiprod.shooting.diffusion import natures

    short = natures._NATURES["wan"]
    monkeypatch.setitem(natures._NATURES, "wan", natures.Nature(16, 4, short.area, 17 / 16, 16, 16, 5))
    facts = model("tiny-wan").shoot(shot(40), tmp_path)
    assert facts["clips"] == 2 and length_of(tmp_path / "picture.mp4")[0] == 40
    first, second = facts["requests"]
    assert first["retake"] is None and second["retake"]["start"] == 5 and first["seed"] != second["seed"]


@pytest.mark.parametrize("name", ["tiny-wan", "tiny-ltx23"])
def test_a_part_of_a_clip_is_made_again_and_the_rest_stays(tmp_path, name):
    clip = tmp_path / "whole.mp4"
    (tmp_path / "one").mkdir()
    model(name).shoot(shot(24), tmp_path / "one")
    clip.write_bytes((tmp_path / "one" / "picture.mp4").read_bytes())
    facts = model(name).retake(shot(24, seed=5), clip, 10, 16, tmp_path)
    before, after = pictures(tmp_path / "one"), pictures(tmp_path)
    moved = np.abs(before - after).mean((1, 2, 3))
    assert facts["retaken"] == [10, 16] and len(after) == 24
    assert moved[10:16].min() > 0 and not moved[:10].any() and not moved[16:].any(), moved
    with pytest.raises(UserError, match="can't be made again"):
        model(name).check_retake(shot(24), 20, 30)
    with pytest.raises(UserError, match="not this shot's picture"):
        model(name).retake(shot(25), clip, 10, 16, tmp_path)


def test_what_a_model_was_not_made_for_is_said_before_any_work(tmp_path):
    with pytest.raises(UserError, match="can't make a part of a shot again"):
        generator("diffusion:wan2.1-i2v-14b-480p").check_retake(shot(24), 2, 4)


def test_who_looks_on_can_stop_the_work(tmp_path):
    with pytest.raises(Stopped):
        model("tiny-wan").shoot(shot(), tmp_path, Onlooker(stop_at=3))
    assert not (tmp_path / "picture.mp4").exists()


def test_what_is_missing_is_said_with_the_way_to_get_it(monkeypatch, tmp_path):
    absent = generator("diffusion:tiny-wan22")
    assert not absent.available() and "models build tiny-wan22" in absent.lacking() and model("tiny-wan").lacking() == ""
    with pytest.raises(UserError, match="models build tiny-wan22"):
        absent.shoot(shot(), tmp_path)
    here = model("tiny-wan")
    assert here.available()
    monkeypatch.setattr(runtime, "PACKAGES", ("no_such_package",))
    with pytest.raises(UserError, match="models runtime"):
        here.shoot(shot(), tmp_path)
    with pytest.raises(UserError, match="no model 'nothing'"):
        generator("diffusion:nothing")
    with pytest.raises(UserError, match="makes no films"):
        generator("diffusion:kokoro-82m")


def test_a_licence_that_nobody_accepted_keeps_a_model_out(monkeypatch):
    def refuse(card) -> None:
        raise licences.NotAcceptedError(f"{card.title} has a licence", "nobody accepted it", "Run `aiprod models accept`.")

    here = model("tiny-wan")
    monkeypatch.setattr(licences, "need_acceptance", refuse)
    assert not here.available() and isinstance(naming.missing("tiny-wan"), licences.NotAcceptedError)


def test_names_carry_adapters_and_their_weights():
    assert naming.read_name("diffusion:a+b@0.7+c") == ("a", (("b", 0.7), ("c", 1.0)))
    for weight in ("much", "9", "nan"):
        with pytest.raises(UserError, match="no weight"):
            naming.read_name(f"diffusion:a+b@{weight}")


def test_models_for_tests_are_not_offered_and_the_fullest_come_first(monkeypatch):
    model("tiny-wan")
    assert naming.members() == ()
    tiny = cards.card("tiny-wan")
    rows = {
        "quick": tiny.changed(id="quick", need="optional", abilities=("text", "distilled"), needs=cards.Needs(vram_gb=20)),
        "small": tiny.changed(id="small", need="optional", needs=cards.Needs(vram_gb=8)),
        "full": tiny.changed(id="full", need="optional", needs=cards.Needs(vram_gb=24)),
    }
    monkeypatch.setattr(cards, "all_cards", lambda: rows)
    monkeypatch.setattr("aiprod.models.library.installed", lambda name: True)
    assert naming.members() == ("diffusion:full", "diffusion:small", "diffusion:quick")
