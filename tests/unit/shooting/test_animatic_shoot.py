# SPDX-License-Identifier: Apache-2.0
"""Whole shots of the animatic: files, determinism, weather, people and things on the stage."""

import json
import subprocess
import sys

import numpy as np
import pytest
from tests.unit.shooting.stagecraft import design, shoot_request, still_camera

from aiprod.film.errors import Stopped
from aiprod.film.hashing import hash_file
from aiprod.film.look import CharacterLook
from aiprod.film.screenplay import TimeOfDay, Weather
from aiprod.film.shots import Blocking, CameraKey, CameraPath, PropPlacement, Rig, SpeechInShot, Stance
from aiprod.film.speech import PhonemeTime
from aiprod.media.video import read_frames
from aiprod.shooting.animatic.frame import Stage
from aiprod.shooting.animatic.passes import CLASSES, Passes
from aiprod.shooting.generator import generator, shoot_take

ANNA = CharacterLook(character="anna")
SPEECH = SpeechInShot(
    character="anna", start_s=0.1,
    phonemes=tuple(PhonemeTime(symbol=s, start_s=i * 0.1, end_s=i * 0.1 + 0.1) for i, s in enumerate("ɑmɑmɑ")),
)  # fmt: skip


def busy(**fields):
    """A handheld shot in the rain with an actor who walks and speaks, and a boat."""
    camera = CameraPath(rig=Rig.HANDHELD, keys=(CameraKey(at=0, focus_m=4), CameraKey(at=1, x=0.4, focus_m=4)))
    walk = Blocking(character="anna", x=-0.8, z=4, to_x=0.6, facing=1, stance=Stance.WALK)
    boat = PropPlacement(prop="rowing_boat", x=1.4, z=6)
    given = {"set_": design(weather=Weather.RAIN), "frames": 6, "blocking": (walk,), "props": (boat,), "looks": (ANNA,)}
    return shoot_request(camera, speech=(SPEECH,), passes=("depth", "mask"), **{**given, **fields})


class Onlooker:
    """Watches a shot: keeps how far it was and the size of each picture."""

    def __init__(self, seen):
        self.seen = seen

    def frame(self, done, total, rgb):
        self.seen.append((done, total, rgb.shape[:2]))


class Stopper:
    """Has had enough after one frame."""

    def frame(self, done, total, rgb):
        raise Stopped("Enough")


def hashes(folder):
    return {path.name: hash_file(path) for path in sorted(folder.iterdir())}


@pytest.mark.slow
def test_a_shot_leaves_picture_camera_and_passes_and_the_same_bytes_twice(tmp_path):
    request, seen = busy(), []
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        facts = generator("animatic").shoot(request, tmp_path / name, Onlooker(seen))
    assert hashes(tmp_path / "one") == hashes(tmp_path / "two")
    assert set(hashes(tmp_path / "one")) == {"picture.mp4", "camera.json", "depth.mkv", "mask.mkv"}
    assert seen[:6] == [(done, 6, (request.height, request.width)) for done in range(1, 7)]
    assert facts["label"] == "animatic" and facts["generator"].startswith("animatic/") and facts["synthetic"]
    assert all(len(list(read_frames(tmp_path / "one" / name))) == 6 for name in ("picture.mp4", "depth.mkv", "mask.mkv"))
    camera = json.loads((tmp_path / "one" / "camera.json").read_text())
    assert camera["label"] == "animatic" and len(camera["frames"]) == 6 and camera["passes"]["depth"]["bits"] == 16


def test_a_shot_can_be_stopped_between_two_frames(tmp_path):
    with pytest.raises(Stopped):
        generator("animatic").shoot(shoot_request(frames=3), tmp_path, Stopper())
    assert not (tmp_path / "camera.json").exists()


def test_a_take_can_be_shot_from_json_in_another_process(tmp_path):
    facts = shoot_take(tmp_path, request=shoot_request(frames=2).to_json(), generator_name="auto")
    assert facts["frames"] == 2 and (tmp_path / "picture.mp4").is_file()


def test_a_still_is_the_frame_at_another_size():
    request = shoot_request(still_camera(y=1.5))
    still = generator("animatic").still(request, 3, 640, 360)
    frame = Stage(request, 320, 180).picture(3)[..., :3]
    assert still.shape == (360, 640, 3)
    reduced = still.reshape(180, 2, 320, 2, 3).mean(axis=(1, 3))
    assert np.abs(reduced - frame).mean() < 4


def test_actors_and_things_stand_on_the_ground_and_are_labelled():
    request = busy(set_=design(), frames=2, blocking=(Blocking(character="anna", x=-1.2, z=7),))
    passes = Passes(640, 360)
    stage = Stage(request, 640, 360)
    stage.picture(0, passes)
    person, prop = (passes.classes == CLASSES[name] for name in ("person", "prop"))
    assert person.any() and prop.any()
    view = stage.move.view(0, 640, 360)
    rows = np.nonzero(person.any(axis=1))[0]
    feet, head = rows.max(), rows.min()
    assert abs(feet - view.project(-1.2, 0, 7)[1]) < 0.12 * view.scale(7)
    assert (feet - head) / view.scale(7) == pytest.approx(ANNA.height_m, rel=0.1)
    assert np.ptp(passes.depth[person]) == 0
    assert passes.depth[person][0] == pytest.approx(7 - stage.move.state(0).z, abs=0.01)


def test_an_actor_walks():
    request, places = busy(set_=design(), frames=24), []
    stage, passes = Stage(request, 320, 180), Passes(320, 180)
    for frame in (0, 23):
        stage.picture(frame, passes)
        places.append(np.nonzero(passes.classes == CLASSES["person"])[1].mean())
    assert places[1] > places[0] + 40


def test_a_nearer_actor_hides_a_farther_one():
    pair = (Blocking(character="anna", x=0, z=3), Blocking(character="bob", x=0, z=8))
    request = shoot_request(still_camera(y=1.2), blocking=pair, looks=(ANNA, CharacterLook(character="bob")))
    passes = Passes(320, 180)
    Stage(request, 320, 180).picture(0, passes)
    assert passes.depth[110, 160] == pytest.approx(3, abs=0.01)


@pytest.mark.parametrize("weather", list(Weather))
def test_weather_is_seen_and_moves(weather):
    request = shoot_request(set_=design("field", weather), frames=12)
    stage = Stage(request, 320, 180)
    first, later = (stage.picture(frame)[..., :3].astype(int) for frame in (0, 9))
    clear = Stage(shoot_request(set_=design("field")), 320, 180).picture(0)[..., :3].astype(int)
    if weather is not Weather.CLEAR:
        assert np.abs(first - clear).mean() > 2
    if weather in (Weather.RAIN, Weather.STORM, Weather.SNOW, Weather.FOG):
        assert (np.abs(first - later).max(axis=2) > 12).mean() > 0.001


@pytest.mark.slow
def test_lightning_lights_the_scene_and_keeps_under_three_flashes_a_second():
    stage = Stage(shoot_request(set_=design("field", Weather.STORM, TimeOfDay.NIGHT), frames=170), 160, 90)
    levels = np.array([stage.picture(frame)[..., :3].mean() for frame in range(0, 170, 2)])
    assert levels.max() > 1.15 * np.median(levels)
    bright = levels > 1.1 * np.median(levels)
    starts = np.flatnonzero(bright[1:] & ~bright[:-1])
    assert all((starts[i + 3] - starts[i]) * 2 > 24 for i in range(len(starts) - 3))


@pytest.mark.parametrize("time", list(TimeOfDay))
def test_frames_hold_their_tones(time):
    pixels = Stage(shoot_request(set_=design("coast", time=time)), 320, 180).picture(0)[..., :3]
    assert pixels.min() >= 4 and pixels.max() <= 251
    assert pixels.astype(float).std() > 8


def test_a_thing_throws_a_shadow_where_it_stands():
    """Compare with the same shot without the thing: the ground beside its foot darkens, the sky does not."""
    camera = still_camera(y=0.6, focus_m=4, focal_mm=50)
    case = PropPlacement(prop="suitcase", x=0, z=4)
    view = Stage(shoot_request(camera), 320, 180).move.view(0, 320, 180)
    with_it, without = (
        Stage(shoot_request(camera, props=props), 320, 180).picture(0)[..., :3].astype(int).sum(axis=2) for props in ((case,), ())
    )
    x, y = view.project(0.2, 0, 4)
    patch = np.s_[int(y) - 1 : int(y) + 4, int(x) : int(x) + 12]
    assert (without[patch] - with_it[patch]).mean() > 15
    assert np.abs(with_it[:20, :40] - without[:20, :40]).max() <= 3


def test_a_thing_that_travels_moves_on_its_own_legs():
    dog = PropPlacement(prop="dog", x=-1, z=4, to_x=1)
    stage = Stage(shoot_request(props=(dog,), frames=24), 320, 180)
    (thing,) = stage._players
    first, last = (thing.place(stage.moment(frame))[0] for frame in (0, 23))
    assert (first, last) == (pytest.approx(-1), pytest.approx(1))
    early, late = thing._travel(0.1), thing._travel(0.9)
    assert early.speed == pytest.approx(2.0) and late.walk_phase > early.walk_phase


@pytest.mark.slow
def test_what_a_process_drew_before_leaves_no_trace(tmp_path):
    """Kept colours and textures must not depend on who asked for them first: workers take shots in any order."""
    cat = PropPlacement(prop="cat", x=0.2, z=3.5)
    request = busy(props=(cat,), frames=2)
    outcomes = []
    for name, before in (("fresh", ""), ("used", "generator('animatic').still(request, 1, 480, 270); ")):
        (tmp_path / name).mkdir()
        code = (
            "import sys; from pathlib import Path; from aiprod.film.shots import ShootRequest\n"
            "from aiprod.shooting.generator import generator\n"
            f"request = ShootRequest.model_validate_json(sys.stdin.read()); {before}"
            "generator('animatic').shoot(request, Path(sys.argv[1]))"
        )
        command = [sys.executable, "-c", code, str(tmp_path / name)]
        subprocess.run(command, input=json.dumps(request.to_json()), text=True, check=True, capture_output=True)
        outcomes.append(hashes(tmp_path / name))
    assert outcomes[0] == outcomes[1]
