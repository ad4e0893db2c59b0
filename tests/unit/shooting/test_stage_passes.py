# SPDX-License-Identifier: Apache-2.0
"""Depth and classes come from the planes of the picture, exactly."""

from fractions import Fraction

import numpy as np
import pytest
from tests.unit.shooting.stagecraft import scenery, shoot_request, square_plane, still_camera

from aiprod.media.video import read_frames
from aiprod.shooting.animatic.frame import Stage
from aiprod.shooting.animatic.passes import CLASSES, FAR_M, Passes, PassWriters, depth_from_codes

W, H = 320, 180


def noted(camera, *planes, floor=False) -> Passes:
    passes = Passes(W, H)
    Stage(shoot_request(camera), W, H, scenery(*planes, floor=floor)).picture(0, passes)
    return passes


def test_a_planes_depth_is_its_distance_from_the_camera():
    passes = noted(still_camera(z=1.5, y=1.5), square_plane(-0.5, -2, 1, 6, category="prop"))
    assert passes.depth[H // 2, W // 2] == pytest.approx(4.5)
    assert passes.classes[H // 2, W // 2] == CLASSES["prop"]
    assert passes.depth[5, 5] == np.float32(FAR_M) and passes.classes[5, 5] == CLASSES["sky"]


def test_the_nearer_plane_wins():
    passes = noted(still_camera(y=1.5), square_plane(-2, -3, 4, 9), square_plane(-0.2, -1.7, 0.4, 3, category="person"))
    assert passes.depth[H // 2, W // 2] == pytest.approx(3) and passes.classes[H // 2, W // 2] == CLASSES["person"]
    assert passes.depth[H // 2, W // 2 + 60] == pytest.approx(9)


def test_a_floor_has_the_depth_of_a_level_ground():
    camera = still_camera(y=2.0, focal_mm=30)
    passes = noted(camera, floor=True)
    focal, row = 30 / 36 * W, H - 20
    assert passes.depth[row, 40] == pytest.approx(focal * 2.0 / (row + 0.5 - H / 2), rel=1e-4)
    assert passes.classes[row, 40] == CLASSES["set"]


def test_passes_are_lossless_on_disk(tmp_path):
    passes = noted(still_camera(y=1.5), square_plane(-0.5, -2, 1, 6), floor=True)
    with PassWriters(tmp_path, ("depth", "mask"), Fraction(24), W, H) as writers:
        writers.write(passes)
    codes = next(iter(read_frames(tmp_path / "depth.mkv"))).to_ndarray()
    mask = next(iter(read_frames(tmp_path / "mask.mkv"))).to_ndarray()
    assert codes.dtype == np.uint16 and np.array_equal(codes, passes.codes())
    assert np.array_equal(mask, passes.classes)


def test_depth_codes_can_be_read_back():
    passes = Passes(3, 1)
    passes.depth[:] = [[2.0, 37.5, FAR_M]]
    metres = depth_from_codes(passes.codes())
    assert metres[0, 0] == pytest.approx(2.0, rel=1e-3) and metres[0, 1] == pytest.approx(37.5, rel=1e-2)
    assert np.isinf(metres[0, 2])
