# SPDX-License-Identifier: Apache-2.0
"""AIPROD Nano as a generator, with the weights that ship and few steps of the sampler."""

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
from tests.unit.shooting.stagecraft import shoot_request

from aiprod.film.errors import EngineError, Stopped, UserError
from aiprod.film.hashing import hash_file
from aiprod.film.shots import CameraKey, CameraPath, PropPlacement, Reference
from aiprod.media.video import read_frames, to_rgb
from aiprod.models import cards, library, serving
from aiprod.production.chain.candidates import RUNGS, chain
from aiprod.shooting.generator import generator
from aiprod.shooting.nano import networks, timing
from aiprod.shooting.nano.asking import asked_of
from aiprod.shooting.nano.clips import NEW, Way, clips_for, footage
from aiprod.shooting.nano.generator import Nano, finished, fitted, wishes_of, words
from aiprod.shooting.nano.networks import FRAMES, LATENTS
from aiprod.shooting.nano.reading import labels_in
from aiprod.shooting.nano.vocabulary import SLOTS

_QUICK = Way(steps=1, scale=1.0)


class Seen:
    """Watches; stops the shot at the so-manieth look where that is asked for."""

    def __init__(self, stop_at: int = 0) -> None:
        self.looks, self.stop_at = [], stop_at

    def frame(self, done, total, rgb):
        self.looks.append((done, total, None if rgb is None else rgb.shape))
        if len(self.looks) == self.stop_at:
            raise Stopped("stopped", "a test", "")


def car(**fields):
    prop = PropPlacement(prop="car", x=-1, z=6, colour="#c8352e", hero=True).changed(**fields)
    return shoot_request(props=(prop,), frames=9, width=128, height=96)


def velocity(request, at=0.8):
    """How one look of the transformer goes for the first clip of a shot."""
    noise = np.random.default_rng(1).standard_normal(LATENTS, np.float32)
    return networks.networks().velocity(noise, at, wishes_of(request)[0].feed(words=True))


def apart(one, two):
    return float(np.sqrt(np.mean((one - two) ** 2) / np.mean(one**2)))


def test_a_take_has_the_films_frames_size_and_is_the_same_twice(tmp_path):
    request, watch = shoot_request(frames=11, width=200, height=120), Seen()
    made = Nano(_QUICK)
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
    facts = made.shoot(request, tmp_path / "one", watch)
    again = made.shoot(request, tmp_path / "two")
    frames = [to_rgb(frame) for frame in read_frames(tmp_path / "one" / "picture.mp4")]
    assert len(frames) == facts["frames"] == 11 and frames[0].shape == (120, 200, 3)
    assert facts == again and "experimental" in facts["label"] and facts["model"] == networks.use().sha256
    assert hash_file(tmp_path / "one" / "picture.mp4") == hash_file(tmp_path / "two" / "picture.mp4")
    assert (tmp_path / "one" / "camera.json").is_file()
    done = [look[0] for look in watch.looks]
    assert done == sorted(done) and watch.looks[-1][:2] == (11, 11)
    assert np.std(frames[5]) > 5, "a picture, not a plain colour"


def test_another_seed_gives_other_pictures():
    one, two = (Nano(_QUICK).small(shoot_request(frames=4, seed=seed)) for seed in (1, 2))
    assert one.shape == (FRAMES, 144, 256, 3) and np.abs(one.astype(int) - two).mean() > 3


def test_a_place_is_remembered_from_an_earlier_take(tmp_path, monkeypatch):
    monkeypatch.setattr(Nano, "remembers", True)
    request = car()
    facts = Nano(_QUICK).shoot(request, tmp_path)
    kept = next(item for item in facts["memory"] if item["role"] == "place")
    picture = tmp_path / kept["file"]
    reference = Reference(role="place", subject=kept["subject"], sha256=hash_file(picture), take="t1")
    later = request.changed(shot=request.shot.changed(seed=99), references=(reference,))
    maker = Nano(_QUICK)
    without, with_it = (one.small(later) for one in (maker, maker.given({reference.sha256: picture})))
    assert np.array_equal(without, maker.small(later.changed(references=()))), "nothing is remembered whose file is not there"
    assert np.abs(with_it.astype(int) - without).mean() > 1


def test_previews_are_pictures_and_a_stop_ends_the_sampling(tmp_path):
    watch = Seen(stop_at=3)
    with pytest.raises(Stopped):
        Nano(Way(steps=4, scale=1.0)).shoot(shoot_request(frames=9), tmp_path, watch)
    assert len(watch.looks) == 3 and watch.looks[-1][2] == (144, 256, 3), "the third step is shown"
    assert not list(tmp_path.iterdir()), "nothing is left of a shot that was stopped"


def test_what_is_asked_for_changes_what_is_made():
    base = velocity(car())
    assert apart(base, velocity(car())) == 0
    assert apart(base, velocity(car(to_x=4.0))) > 0.05, "its way"
    assert apart(base, velocity(car(prop="penguin"))) > 0.05, "the subject"
    moving = CameraPath(keys=(CameraKey(at=0), CameraKey(at=1, yaw_deg=15)), aperture_f=16)
    turned = car().changed(shot=car().shot.changed(camera=moving))
    assert apart(base, velocity(turned)) > 0.05, "the camera"


def test_the_cameras_track_alone_changes_the_picture():
    wish = wishes_of(car())[0]
    noise = np.random.default_rng(1).standard_normal(LATENTS, np.float32)
    track = np.zeros_like(wish.camera)
    track[:, 0] = np.linspace(0, 0.5, FRAMES)
    still, panned = (
        networks.networks().velocity(noise, 0.8, replace(wish, camera=t).feed(words=True)) for t in (wish.camera, track)
    )
    assert apart(still, panned) > 0.02


def test_french_and_english_ask_for_the_same():
    english = labels_in("At dusk a red car drives to the left, slowly, on a country road", "en")
    french = labels_in("Au crépuscule, une voiture rouge va vers la gauche, lentement, sur une route de campagne", "fr")
    assert english == french and english["subject"] == "car" and english["direction"] == "left"
    one, two = words(english), words(french)
    assert np.array_equal(one[0], two[0]) and one[1].sum() == len(english)
    assert not one[0][SLOTS.index("emotion")].any(), "what is not said is zeros"


def test_the_registrys_version_serves_and_its_canary_a_share_of_the_seeds(tmp_path, monkeypatch):
    monkeypatch.setenv("AIPROD_HOME", str(tmp_path))
    shipped = networks.use().sha256
    versions = []
    for number in ("0.1.0", "0.2.0"):
        folder = tmp_path / number
        folder.mkdir()
        for name in ("transformer.onnx", "encoder.onnx", "decoder.onnx", "phrases.npz"):
            (folder / name).symlink_to(cards.models_root() / "nano" / name)
        (folder / "README.md").write_text(number)
        versions.append(serving.Served(number, folder, serving.identity(sorted(folder.iterdir()))))
    assert Nano().models(car())[0].sha256 == shipped
    serving.tell(tmp_path / "registry", "nano", serving.Serving("nano", *versions, share=0.3))
    requests = [car().changed(shot=car().shot.changed(seed=seed)) for seed in range(40)]
    found = [Nano().models(request)[0].sha256 for request in requests]
    assert set(found) == {version.sha256 for version in versions} and 4 <= found.count(versions[1].sha256) <= 20
    assert networks.networks(versions[1]) is networks.networks(networks.served(found.index(versions[1].sha256)))
    assert np.array_equal(wishes_of(requests[0])[0].tokens, words(asked_of(requests[0]).labels)[0])
    with pytest.raises(EngineError, match="are damaged"):
        networks.networks(replace(versions[0], sha256="0" * 64))
    serving.tell(tmp_path / "registry", "nano", None)
    assert Nano().models(car())[0].sha256 == shipped
    (tmp_path / "registry" / "serving" / "nano.json").write_text('{"share": 1}')
    with pytest.raises(UserError, match="Which version of nano serves"):
        Nano().models(car())


@pytest.mark.slow
def test_a_long_shot_goes_on_from_its_own_last_frames():
    assert [clips_for(n) for n in (1, 25, 26, 45, 46)] == [1, 1, 2, 2, 3]
    wishes = wishes_of(shoot_request(frames=72))
    assert len(wishes) == 2
    made = footage(networks.networks(), wishes, 3, _QUICK)
    assert len(made) == FRAMES + NEW
    at_the_seam = np.abs(made[FRAMES].astype(int) - made[FRAMES - 1]).mean()
    across = np.abs(made[-1].astype(int) - made[0]).mean()
    assert at_the_seam < max(12, 2 * across)


@pytest.mark.parametrize(
    ("frames", "rate"), [(1, Fraction(24)), (48, Fraction(24)), (50, Fraction(25)), (30, Fraction(30000, 1001))]
)
def test_frames_of_another_rate_are_counted_exactly(frames, rate):
    count = timing.needed(frames, rate, 12)
    assert (count - 1) / 12 >= (frames - 1) / rate > (count - 2) / 12
    pictures = [np.full((24, 32, 3), 5 * index, np.uint8) for index in range(count)]
    made = list(timing.retimed(pictures, pictures, 12, rate, frames))
    assert len(made) == frames
    levels = [int(rgb[12, 16, 0]) for rgb in made]
    assert levels == sorted(levels), "a picture between two lies between them"


def test_motion_between_two_pictures_is_half_way():
    texture = np.random.default_rng(2).integers(0, 255, (6, 8, 3)).astype(np.uint8)
    wide = np.kron(texture, np.ones((16, 16, 1), np.uint8))
    first, second = wide, np.roll(wide, 6, axis=1)
    made = list(timing.retimed([first, second], [first, second], 12, Fraction(24), 2))[1]
    half = np.roll(wide, 3, axis=1)
    inner = (slice(16, -16), slice(24, -24))
    error = [np.abs(made[inner].astype(int) - other[inner]).mean() for other in (half, first, second)]
    assert error[0] < 0.6 * min(error[1:])


def test_pictures_fit_any_shape():
    rgb = np.zeros((144, 256, 3), np.uint8)
    assert fitted(rgb, 100, 200).shape == (200, 100, 3) and fitted(rgb, 64, 64).shape == (64, 64, 3)
    request = shoot_request(frames=3, width=96, height=64)
    assert [f.shape for f in finished(np.zeros((FRAMES, 144, 256, 3), np.uint8), request)] == [(64, 96, 3)] * 3


def test_a_pass_is_refused_in_words(tmp_path):
    with pytest.raises(UserError, match="depth"):
        Nano(_QUICK).shoot(shoot_request(passes=("depth",)), tmp_path)


def test_a_damaged_file_is_named(tmp_path, monkeypatch):
    item = cards.card("nano").file("decoder.onnx")
    (tmp_path / "models").mkdir()
    (tmp_path / "models" / item.path).parent.mkdir(parents=True)
    (tmp_path / "models" / item.path).write_bytes(b"x" * item.size)
    monkeypatch.setenv("AIPROD_HOME", str(tmp_path / "home"))
    monkeypatch.setattr(library, "models_root", lambda: tmp_path / "models")
    with pytest.raises(UserError, match=r"decoder\.onnx.*damaged"):
        library.file("nano", "decoder.onnx")


def test_it_is_made_only_where_it_is_asked_for():
    made = generator("nano")
    assert made.available() and made.title == "AIPROD Nano (experimental)"
    assert not next(rung for rung in RUNGS if rung.family == "nano").auto
    assert all(candidate.name != "nano" for candidate in chain("auto", lambda provider: None))
    assert chain("nano", lambda provider: None)[0].name == "nano"


def test_all_its_files_are_at_most_sixty_megabytes():
    files = cards.card("nano").files
    assert sum(file.size for file in files) <= 60_000_000
    uses = Nano().models(shoot_request(width=1024, height=576))
    assert uses[0].id == "nano" and uses[0].licence == "Apache-2.0"
