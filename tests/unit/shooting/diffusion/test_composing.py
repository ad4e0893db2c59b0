# SPDX-License-Identifier: Apache-2.0
"""Shots as clips: lengths, rates and sizes that suit the model, what steers and begins them, long shots in several clips."""

from pathlib import Path

import numpy as np
import pytest
from tests.unit.shooting.diffusion.test_prompting import ACTOR, ANNA, path, request, told

from aiprod.film.errors import UserError
from aiprod.film.hashing import hash_file
from aiprod.film.shots import Reference, ShotSize
from aiprod.film.time import FrameRate
from aiprod.media.audio import SAMPLE_RATE, write_audio
from aiprod.media.pictures import write_picture
from aiprod.models.cards import ModelCard, card
from aiprod.shooting.diffusion import composing
from aiprod.shooting.diffusion.conditioning import adapters, controls, speech
from aiprod.shooting.diffusion.conditioning.media import Tray, write_lossless
from aiprod.shooting.diffusion.families.footage import frames
from aiprod.shooting.diffusion.natures import _NATURES, Model
from aiprod.shooting.diffusion.request import ControlKind


def model(card_id="tiny-wan", *, need="test", adapters=(), **card_fields) -> Model:
    found = Model.of(card_id)
    own = found.card.changed(need=need, **card_fields)
    added = {ability for adapter in adapters for ability in adapter.abilities}
    return Model(own, found.nature, frozenset(own.abilities) | added, tuple(adapters))


def lora(name: str, *abilities: str, goes_with=("tiny-ltx23",)) -> ModelCard:
    return card("tiny-wan").changed(id=name, title=name, role="lora", architecture="", abilities=abilities, goes_with=goes_with)


@pytest.fixture
def tray(tmp_path: Path) -> Tray:
    return Tray(tmp_path / "tray", {})


@pytest.mark.parametrize(
    ("name", "film", "frames_", "size", "rate"),
    [
        ("tiny-wan", (1920, 1080), 81, (848, 480), 16), ("tiny-wan5b", (1920, 1080), 121, (1280, 704), 24),
        ("tiny-ltx23", (640, 360), 121, (640, 352), 24), ("tiny-ltx23", (1080, 1920), 121, (960, 1664), 24),
        ("tiny-wan", (1080, 1080), 81, (624, 624), 16),
    ],
)  # fmt: skip
def test_size_and_rate_suit_the_model_and_keep_the_films_shape(name, film, frames_, size, rate):
    asked = request(frames=120).changed(width=film[0], height=film[1])
    made = composing.plan(asked, model(name, need="optional"))
    assert (made.width, made.height) == size and made.rate.fps == rate
    assert abs(made.width / made.height / (film[0] / film[1]) - 1) < 0.05
    assert made.total == frames_ and (made.total - 1) % made.model.nature.time == 0


@pytest.mark.parametrize(("fps", "rate"), [(24, 24), (25, 25), (30, 30), (50, 25), (60, 30), (120, 30)])
def test_a_fast_film_is_made_at_a_part_of_its_rate(fps, rate):
    assert Model.of("tiny-ltx23").rate(FrameRate(numerator=fps, denominator=1)).fps == rate


def test_less_memory_makes_smaller_pictures():
    asked = request(frames=48).changed(width=1920, height=1080)
    big, small = (composing.plan(asked, model(need="optional"), share) for share in (1.0, 0.5))
    assert small.width * small.height < 0.3 * big.width * big.height


@pytest.mark.parametrize("count", [1, 7, 9, 100])
def test_short_shots_are_made_a_little_longer_and_cut(count):
    made = composing.plan(request(frames=count), model())
    assert made.total >= max(9, made.shown) and (made.total - 1) % 4 == 0


def test_long_shots_are_clips_that_go_on_from_one_another():
    made = composing.plan(request(frames=480), model())
    assert len(made.segments) == 5 and made.segments[0].carried == 0
    for before, after in zip(made.segments, made.segments[1:], strict=False):
        assert after.first + after.carried == before.first + before.frames and after.carried == 5
    last = made.segments[-1]
    assert last.first + last.frames >= made.shown


def test_what_no_model_can_make_is_said_before_work_starts():
    with pytest.raises(UserError, match="10000 frames is too long"):
        composing.plan(request(frames=10_000), model())
    with pytest.raises(UserError, match="4 times as long"):
        composing.plan(request(frames=24).changed(width=2000, height=100), model())
    with pytest.raises(UserError, match="can't go on from a clip"):
        composing.plan(request(frames=480), model("tiny-wan-flf"))


def people(size: ShotSize):
    return told(request(frames=24), size=size, blocking=(ACTOR,))


def test_people_are_steered_by_poses_where_they_are_large_and_by_depth_elsewhere():
    vace = Model.of("tiny-wan-vace")
    assert composing.control_of(people(ShotSize.MEDIUM), vace) is ControlKind.POSE
    assert composing.control_of(people(ShotSize.EXTREME_WIDE), vace) is ControlKind.DEPTH
    assert composing.control_of(told(people(ShotSize.MEDIUM), blocking=()), vace) is ControlKind.DEPTH
    assert composing.control_of(people(ShotSize.MEDIUM), Model.of("tiny-wan")) is None


def test_ltx_is_steered_only_through_an_adapter_that_is_here():
    union = lora("union-control", "depth", "pose")
    assert composing.control_of(people(ShotSize.WIDE), Model.of("tiny-ltx23")) is None
    assert composing.control_of(people(ShotSize.WIDE), model("tiny-ltx23", adapters=(union,))) is ControlKind.DEPTH
    asked = people(ShotSize.WIDE)
    found = adapters.cards(asked, model("tiny-ltx23", adapters=(union,)), (), (ControlKind.DEPTH,))
    assert found == ((union, 1.0),)


def test_the_camera_takes_its_adapter_along():
    found = model("tiny-ltx23", adapters=(lora("ltx-camera-dolly-in", "camera"), lora("ltx-camera-static", "camera")))
    assert [item.id for item, _ in adapters.cards(request(frames=96), found, (), ())] == ["ltx-camera-dolly-in"]
    locked = request(frames=96, camera=path())
    assert [item.id for item, _ in adapters.cards(locked, found, (), ())] == ["ltx-camera-static"]


def test_an_adapter_that_is_not_here_or_for_another_model_is_named(monkeypatch):
    ltx = lora("ltx-style", goes_with=("ltx-2.3",))
    monkeypatch.setattr(adapters, "all_cards", lambda: {"ltx-style": ltx})
    with pytest.raises(UserError, match="no LoRA 'gone'"):
        adapters.cards(request(), Model.of("tiny-wan"), (("gone", 1.0),), ())
    tagged = told(request(), description="Elle marche <lora:ltx-style:0,7>")
    with pytest.raises(UserError, match="for another model"):
        adapters.cards(tagged, Model.of("tiny-wan"), (), ())


def test_controls_are_drawn_at_the_models_moments_and_kept_without_loss(tray):
    small = people(ShotSize.WIDE).changed(width=160, height=96)
    made = composing.plan(small, Model.of("tiny-wan-vace"))
    asked = composing.compose(made, made.segments[0], tray)
    (depth,) = asked.controls
    shown = frames(tray.path(depth.media))
    assert depth.kind is ControlKind.DEPTH and shown.shape == (asked.frames, asked.height, asked.width, 3)
    again = list(controls.drawn(made.request, ControlKind.DEPTH, made.film_frames(made.segments[0]), made.width, made.height))
    assert np.array_equal(np.stack(again), shown) and shown.max() > 200 and shown.min() < 20
    again = Tray(Path(tray.path(depth.media)).parent / "again", {}).clip(again, made.rate.fps)
    assert again == depth.media, "the same shot has the same media, so that a crash costs only the rest"


@pytest.mark.parametrize("kind", [ControlKind.EDGES, ControlKind.POSE, ControlKind.GREY])
def test_edges_poses_and_greys_are_pictures(kind):
    (shown,) = controls.drawn(people(ShotSize.MEDIUM), kind, [12], 128, 72)
    assert shown.shape == (72, 128, 3) and shown.dtype == np.uint8 and 0 < (shown > 40).mean() < 0.95
    if kind is ControlKind.EDGES:
        assert set(np.unique(shown)) == {0, 255}


def test_models_of_stills_begin_and_end_with_drawn_frames(tray):
    made = composing.plan(people(ShotSize.WIDE), Model.of("tiny-wan-flf"))
    asked = composing.compose(made, made.segments[0], tray)
    assert [key.frame for key in asked.keyframes] == [0, asked.frames - 1] and asked.keyframes[0].strength == 1
    first, last = (frames(tray.path(key.media))[0].astype(int) for key in asked.keyframes)
    assert np.abs(first - last).mean() > 1


def test_a_clip_goes_on_from_the_frames_before_it_as_the_model_takes_them(tray):
    before = [np.full((64, 96, 3), 40 * index, np.uint8) for index in range(5)]
    for name, keyed in (("tiny-wan", False), ("tiny-wan-vace", True)):
        made = composing.plan(request(frames=130), Model.of(name))
        asked = composing.compose(made, made.segments[1], tray, before=before)
        if keyed:
            assert [(key.frame, key.take) for key in asked.keyframes] == [(0, 5)] and asked.retake is None
        else:
            assert asked.keyframes == () and asked.retake is not None and asked.retake.start == 5
            assert len(frames(tray.path(asked.retake.media))) == asked.retake.end == asked.frames
        assert asked.seed != made.request.shot.seed


def handed(tmp_path: Path, role: str, file: Path) -> tuple[Reference, Path]:
    return Reference(role=role, sha256=hash_file(file), subject="anna"), file


def test_pictures_and_clips_of_the_users_own_begin_and_end_a_shot(tmp_path):
    picture, clip = tmp_path / "first.png", tmp_path / "before.mkv"
    write_picture(picture, np.full((90, 160, 3), 200, np.uint8))
    write_lossless(clip, (np.full((90, 160, 3), 10 * index, np.uint8) for index in range(20)), request().rate.fps)
    for file, take in ((picture, 1), (clip, 9)):
        reference, where = handed(tmp_path, "first", file)
        tray = Tray(tmp_path / f"tray{take}", {reference.sha256: where})
        made = composing.plan(request(frames=24).changed(references=(reference,)), Model.of("tiny-ltx23"))
        (key,) = composing.compose(made, made.segments[0], tray).keyframes
        assert (key.frame, key.take, key.strength) == (0, take, 1)
    assert frames(tray.path(key.media))[-1].mean() == 190, "it goes on from the clip's last frame"
    made = composing.plan(request(frames=24).changed(references=(handed(tmp_path, "first", picture)[0],)), Model.of("tiny-wan"))
    with pytest.raises(UserError, match="can't begin with a picture"):
        composing.compose(made, made.segments[0], Tray(tmp_path / "t", {reference.sha256: where, hash_file(picture): picture}))


def test_dialogue_is_laid_out_as_the_shot_has_it(tmp_path):
    sound = tmp_path / "line.wav"
    write_audio(sound, np.full((SAMPLE_RATE, 1), 0.5, np.float32))
    reference = handed(tmp_path, "speech", sound)[0].changed(start_s=0.5)
    hearing = model("tiny-ltx23", abilities=(*card("tiny-ltx23").abilities, "speech"))
    asked = told(request(frames=48), blocking=(ACTOR,)).changed(references=(reference,), looks=(ANNA,))
    tray = Tray(tmp_path / "tray", {reference.sha256: sound})
    made = composing.plan(asked, hearing)
    assert composing.compose(made, made.segments[0], tray).speech is not None
    track = speech.track({sound: 0.5}, 0.0, 2.0)
    assert track is not None and track.shape == (2 * SAMPLE_RATE, 2)
    assert not track[: SAMPLE_RATE // 2].any() and abs(float(track[SAMPLE_RATE].mean()) - 0.5) < 1e-3
    assert not track[int(1.6 * SAMPLE_RATE) :].any() and speech.track({sound: 5.0}, 0.0, 2.0) is None
    assert composing.compose(composing.plan(asked, Model.of("tiny-ltx23")), made.segments[0], tray).speech is None


def test_every_architecture_has_a_nature():
    assert {"wan", "ltx2"} <= set(_NATURES)


def test_what_is_filmed_does_not_begin_with_a_drawing_where_the_model_needs_none():
    drawn, film = (composing.plan(request().changed(style=style), Model.of("tiny-wan5b")) for style in ("illustration", "auto"))
    assert drawn.begins and not film.begins and not film.notes
    forced = composing.plan(request().changed(style="cinematic"), Model.of("tiny-wan-i2v"))
    assert forced.begins and "drawn shows" in forced.notes[0]
