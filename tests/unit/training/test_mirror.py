# SPDX-License-Identifier: Apache-2.0
"""What mirrored clips say."""

import numpy as np

from aiprod.training.data.conditioning import CAMERA_AXES, decode, encode
from aiprod.training.data.vocabulary import SLOTS, ids
from aiprod.training.mirror import mirrored_camera, mirrored_codes

LABELS = {"direction": "left", "light": "right", "camera": "pan_left", "colour": "red", "place": "coast"}
TURNED = {"direction": "right", "light": "left", "camera": "pan_right", "colour": "red", "place": "coast"}


def test_left_and_right_change_places_and_nothing_else():
    assert decode(mirrored_codes(encode(LABELS))) == TURNED


def test_many_clips_at_once_and_twice_is_as_before():
    rng = np.random.default_rng(0)
    codes = np.stack([[rng.integers(-1, len(ids(slot))) for slot in SLOTS] for _ in range(50)]).astype(np.int16)
    turned = mirrored_codes(codes)
    assert turned.dtype == codes.dtype and turned.shape == codes.shape
    assert not np.array_equal(turned, codes)
    assert np.array_equal(mirrored_codes(turned), codes)


def test_the_camera_goes_the_other_way_sideways_only():
    track = np.random.default_rng(1).normal(size=(3, 25, len(CAMERA_AXES))).astype(np.float32)
    turned = mirrored_camera(track)
    for axis, name in enumerate(CAMERA_AXES):
        sign = -1 if name in ("pan", "truck") else 1
        assert np.array_equal(turned[..., axis], sign * track[..., axis])
