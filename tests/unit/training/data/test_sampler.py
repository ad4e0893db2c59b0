# SPDX-License-Identifier: Apache-2.0
"""Scenes are the same for the same index, obey the split, and say what they show."""

from collections import Counter

import numpy as np
import pytest

from aiprod.training.data.conditioning import CAMERA_AXES, CAMERA_DIMS, decode, encode
from aiprod.training.data.holdout import kept_apart
from aiprod.training.data.sampler import WINDOWS, ClipSpec, sample
from aiprod.training.data.subjects import subjects
from aiprod.training.data.vocabulary import SLOTS, ids

SPEC = ClipSpec()


@pytest.fixture(scope="module")
def scenes():
    return [sample(index, SPEC) for index in range(300)]


def test_an_index_always_gives_the_same_scene():
    first, again = sample(7, SPEC, seed=3), sample(7, SPEC, seed=3)
    assert first.request.content_hash() == again.request.content_hash()
    assert first.captions == again.captions
    assert sample(7, SPEC, seed=4).request.content_hash() != first.request.content_hash()


def test_the_size_of_the_picture_changes_no_label():
    large, small = sample(12, SPEC), sample(12, ClipSpec(128, 72))
    assert large.labels == small.labels
    assert np.allclose(large.camera, small.camera)


def test_training_never_shows_what_is_held_out(scenes):
    assert not any(scene.held_out for scene in scenes)


def test_each_evaluation_scene_shows_something_held_out():
    found = [sample(index, SPEC, split="eval") for index in range(60)]
    assert all(scene.held_out == kept_apart(scene.labels) != () for scene in found)


def test_held_out_values_are_known_from_other_company(scenes):
    everything = [sample(index, SPEC) for index in range(300, 1500)] + scenes
    seen = {(slot, scene.labels.get(slot)) for scene in everything for slot in SLOTS}
    assert {(slot, name) for slot in SLOTS for name in ids(slot)} <= seen


def test_labels_survive_encoding(scenes):
    for scene in scenes:
        assert decode(encode(scene.labels)) == scene.labels


def test_windows_of_a_set_up_share_place_and_people(scenes):
    for first, second in zip(scenes[::WINDOWS], scenes[1::WINDOWS], strict=True):
        assert first.group == second.group
        assert first.request.shot.set == second.request.shot.set
        assert first.labels["subject"] == second.labels["subject"]
        shared = min(len(first.request.looks), len(second.request.looks))
        assert first.request.looks[:shared] == second.request.looks[:shared]


def test_the_track_moves_along_the_axis_that_the_label_names(scenes):
    axes = {"pan": "pan", "tilt": "tilt", "zoom": "zoom", "dolly": "dolly", "truck": "truck"}
    for scene in scenes:
        assert scene.camera.shape == (SPEC.frames, CAMERA_DIMS)
        name, _, way = scene.labels["camera"].partition("_")
        end = dict(zip(CAMERA_AXES, scene.camera[-1].tolist(), strict=True))
        if name == "static":
            assert not scene.camera.any()
            continue
        sign = -1 if way in ("left", "down", "out") else 1
        assert end[axes[name]] * sign > 0.1
        others = [abs(value) for axis, value in end.items() if axis != axes[name] and not (name == "zoom" and axis == "tilt")]
        assert max(others) < 1e-6


def test_what_moves_goes_where_the_label_says(scenes):
    for scene in scenes:
        shot, way = scene.request.shot, scene.labels.get("direction", "still")
        going = [(item.to_x - item.x) if item.to_x is not None else 0.0 for item in (*shot.blocking, *shot.props)]
        sign = {"left": -1, "still": 0, "right": 1}[way]
        assert all(np.sign(distance) == sign for distance in going)
        assert len(going) == int(scene.labels.get("count", "0"))


def test_subjects_stand_only_where_they_may(scenes):
    for scene in scenes:
        name = scene.labels["subject"]
        assert name == "none" or scene.labels["place"] in subjects()[name].places


def test_every_value_is_drawn_often_enough(scenes):
    cameras = Counter(scene.labels["camera"] for scene in scenes)
    assert set(cameras) == set(ids("camera"))
    assert 0.2 < cameras["static"] / len(scenes) < 0.4
    persons = sum(scene.labels["subject"] in ("woman", "man", "child", "robot") for scene in scenes)
    assert 0.35 < persons / len(scenes) < 0.6
