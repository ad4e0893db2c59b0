# SPDX-License-Identifier: Apache-2.0
"""The measures, on clips whose answer is known."""

import numpy as np
import pytest

from aiprod.training.data.conditioning import encode
from aiprod.training.data.render import render
from aiprod.training.data.sampler import ClipSpec, staged
from aiprod.training.data.vocabulary import SLOTS, ids
from aiprod.training.evaluation import measures

SMALL = ClipSpec(128, 72, 12, 9)
ROOM = {"place": "library", "time": "day", "subject": "none", "size": "wide"}


def _codes(**labels):
    return encode(labels)[None]


def test_accuracy_counts_only_what_was_asked():
    asked = np.concatenate([_codes(colour="red", time="day"), _codes(colour="blue", place="coast")])
    found = np.concatenate([_codes(colour="red", time="night"), _codes(colour="red", place="coast")])
    result = measures.accuracies(found, asked)
    assert result["slots"] == {"place": 1.0, "time": 0.0, "colour": 0.5}
    assert result["mean"] == 0.25  # of what a model is asked to obey: the place counts for itself
    assert result["worst"] == ("time", 0.0)


def test_a_dolly_taken_for_a_zoom_keeps_axis_and_sign():
    asked = np.concatenate(
        [_codes(camera="zoom_in"), _codes(camera="pan_left"), _codes(camera="tilt_up"), _codes(camera="static")]
    )
    found = np.concatenate(
        [_codes(camera="dolly_in"), _codes(camera="truck_right"), _codes(camera="tilt_up"), _codes(camera="static")]
    )
    result = measures.accuracies(found, asked)
    assert result["camera_axis"] == 1.0
    assert result["camera_move"] == 0.75
    assert result["slots"]["camera"] == 0.5


def test_confusions_name_the_commonest_mistake_first():
    asked = np.concatenate([_codes(colour="red")] * 3 + [_codes(colour="blue")])
    found = np.concatenate([_codes(colour="orange")] * 2 + [_codes(colour="red"), _codes(colour="purple")])
    assert measures.confusions(found, asked, "colour") == [("red", "orange", 2), ("blue", "purple", 1)]


@pytest.mark.parametrize("camera", ["pan_left", "pan_right", "tilt_up", "tilt_down", "zoom_in", "zoom_out"])
def test_the_camera_is_read_off_the_picture(camera):
    scene = staged(ROOM | {"camera": camera}, SMALL)
    move = measures.picture_move(render(scene))
    pan, tilt, zoom = scene.camera[-1, :3]
    assert move.right == pytest.approx(-pan, abs=0.12)
    assert move.down == pytest.approx(tilt, abs=0.12)
    assert move.growth == pytest.approx(zoom, abs=0.12)


def test_stills_do_not_move_and_noise_flickers():
    still = np.full((9, 72, 128, 3), 90, np.uint8)
    assert measures.motion_rms(still) == 0
    assert measures.flicker(still) == 0
    blinking = still.copy()
    blinking[::2] = 120
    assert measures.flicker(blinking) > 50


def test_copies_are_found_out():
    rng = np.random.default_rng(1)
    known, unseen = (rng.integers(0, 255, (20, 9, 18, 32, 3), np.uint8) for _ in range(2))
    copies = measures.memorisation(known[:5], known, unseen)
    assert copies["ratio"] < 0.05
    assert copies["copies"] == 1.0
    assert measures.memorisation(unseen, known, unseen)["ratio"] == pytest.approx(1.0)


def test_feature_distance_is_nothing_between_like_clouds_and_grows():
    rng = np.random.default_rng(2)
    first, second = rng.standard_normal((2, 500, 8)).astype(np.float32)
    assert measures.feature_distance(first, first) == pytest.approx(0, abs=1e-3)
    assert measures.feature_distance(first, second) < 0.5 < measures.feature_distance(first, second + 1)


def test_marked_attributes_are_slots():
    assert set(measures.OBEYED) <= set(SLOTS)
    assert all(ids(slot) for slot in measures.OBEYED)
