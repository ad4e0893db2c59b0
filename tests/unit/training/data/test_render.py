# SPDX-License-Identifier: Apache-2.0
"""Clips are what their labels say, the same in every process, and a bad scene stops nothing."""

import os
import signal
from itertools import pairwise

import cv2
import numpy as np
import pytest

from aiprod.training.data.pool import RenderPool
from aiprod.training.data.render import render
from aiprod.training.data.sampler import ClipSpec, sample, staged
from aiprod.training.data.store import ClipStore

SMALL = ClipSpec(128, 72, 12, 9)


def test_frames_have_the_asked_form_and_are_the_same_again():
    scene = sample(5, SMALL)
    frames = render(scene)
    assert frames.shape == (9, 72, 128, 3)
    assert frames.dtype == np.uint8
    assert np.array_equal(frames, render(scene))


def _flow(frames):
    """Mean optical flow of the picture over the clip, pixels to the right and down."""
    gray = [cv2.cvtColor(frame, cv2.COLOR_RGB2GRAY) for frame in frames]
    flows = [cv2.calcOpticalFlowFarneback(a, b, None, 0.5, 3, 15, 3, 5, 1.2, 0) for a, b in pairwise(gray)]
    return np.mean(flows, axis=(0, 1, 2))


@pytest.mark.parametrize(
    ("camera", "axis", "sign"), [("pan_left", 0, 1), ("pan_right", 0, -1), ("tilt_up", 1, 1), ("tilt_down", 1, -1)]
)
def test_the_picture_moves_against_the_camera(camera, axis, sign):
    scene = staged({"place": "kitchen", "time": "day", "subject": "none", "size": "wide", "camera": camera}, SMALL)
    assert _flow(render(scene))[axis] * sign > 0.3


@pytest.mark.parametrize(("colour", "channel"), [("red", 0), ("blue", 2)])
def test_the_subject_has_its_colour(colour, channel):
    labels = {"place": "road", "time": "day", "weather": "clear", "light": "left", "subject": "car", "size": "full", "count": "1",
              "direction": "still", "camera": "static", "colour": colour}  # fmt: skip
    scene = staged(labels, SMALL)
    bare = scene.request.changed(shot=scene.request.shot.changed(props=()))
    without = render(type(scene)(**{**scene.__dict__, "request": bare})).astype(int)
    there = np.abs(render(scene).astype(int) - without).sum(axis=3) > 60
    assert there.mean() > 0.02
    seen = render(scene)[there].mean(axis=0)
    assert seen.argmax() == channel


def test_the_pool_hands_clips_out_in_order_and_goes_on_where_it_was():
    with RenderPool(SMALL, workers=2, stop=8) as pool:
        clips = list(pool)
    assert [clip.index for clip in clips] == list(range(8))
    assert [clip.group for clip in clips] == [0, 0, 1, 1, 2, 2, 3, 3]
    assert all(np.array_equal(clip.frames, render(sample(clip.index, SMALL))) for clip in clips[:3])
    with RenderPool(SMALL, workers=1, start=5, stop=8) as pool:
        later = list(pool)
    assert [clip.index for clip in later] == [5, 6, 7]
    assert np.array_equal(later[0].frames, clips[5].frames)


def test_a_scene_that_can_not_be_made_is_reported_and_left_out():
    too_small = ClipSpec(32, 18, 12, 3)
    with RenderPool(too_small, workers=1, stop=4) as pool:
        assert list(pool) == []
    assert [failure.index for failure in pool.failures] == [0, 1, 2, 3]
    assert "greater than or equal to 64" in pool.failures[0].reason


def test_a_process_that_dies_costs_one_set_up():
    with RenderPool(SMALL, workers=1, stop=14) as pool:
        clips = iter(pool)
        found = [next(clips).index]
        os.kill(pool._crew[0].process.pid, signal.SIGKILL)
        found += [clip.index for clip in clips]
    lost = {failure.index for failure in pool.failures}
    assert len(lost) in (0, 2)
    assert sorted({*found, *lost}) == list(range(14))


def test_the_store_serves_batches_while_it_fills():
    store = ClipStore(SMALL, capacity=6)
    with RenderPool(SMALL, workers=1, stop=8) as pool:
        thread = store.fill_from(pool)
        assert store.wait(4, timeout_s=120) >= 4
        batch = store.batch(5, np.random.default_rng(0), mirror=0.5)
        thread.join()
    assert batch.frames.shape == (5, 9, 72, 128, 3)
    assert len(store) == 6
    assert store.added == 8
