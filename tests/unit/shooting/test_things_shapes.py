# SPDX-License-Identifier: Apache-2.0
"""The little language of outlines, and the geometry of limbs."""

from __future__ import annotations

from math import dist

import pytest

from aiprod.shooting.animatic.things.shapes import bent, box, limb, outline, oval, ring


def test_relative_and_absolute_commands_agree():
    absolute = outline("M1 2 L4 2 H6 V5 Q6 7 4 7 C3 7 2 6 1 5 Z")
    relative = outline("M1 2 l3 0 h2 v3 q0 2 -2 2 c-1 0 -2 -1 -3 -2 z")
    pairs = zip(absolute.getPoints(absolute.countPoints()), relative.getPoints(relative.countPoints()), strict=True)
    assert all(a.x() == pytest.approx(b.x()) and a.y() == pytest.approx(b.y()) for a, b in pairs)


def test_numbers_may_have_exponents_and_signs():
    path = outline("M-1.5 2e-05 L.5 -3")
    assert path.getPoint(0).y() == pytest.approx(2e-5) and path.getPoint(1).x() == 0.5


def test_a_smooth_curve_goes_through_its_points():
    points = [(0.0, 0.0), (4.0, -2.0), (6.0, 3.0), (1.0, 5.0)]
    path = outline("@ " + " ".join(f"{x} {y}" for x, y in points))
    on_curve = [path.getPoint(3 * i) for i in range(4)]
    assert [(p.x(), p.y()) for p in on_curve] == points


def test_an_open_curve_has_a_coordinate_pair_for_each_point():
    with pytest.raises(ValueError):
        outline("~ 0 0 1")


@pytest.mark.parametrize("end", [(3.0, 9.0), (-4.0, 8.0), (9.0, 0.5), (-9.0, -1.0)])
def test_a_limb_has_no_holes_whichever_way_it_goes(end):
    path = limb([(0.0, 0.0), (end[0] * 0.5, end[1] * 0.5), end], [3.0, 3.0, 3.0])
    for k in (0.0, 0.1, 0.5, 0.9, 1.0):
        assert path.contains(end[0] * k, end[1] * k)


@pytest.mark.parametrize("end", [(0.0, 10.0), (4.0, 7.0), (0.0, 3.0)])
def test_bones_keep_their_lengths(end):
    knee = bent((0.0, 0.0), end, 6.0, 5.0)
    assert dist((0.0, 0.0), knee) == pytest.approx(6.0, abs=0.02)
    assert dist(knee, end) == pytest.approx(5.0, abs=0.02)


def test_a_joint_bends_to_its_side():
    assert bent((0, 0), (0, 10), 6, 6, 1.0)[0] * bent((0, 0), (0, 10), 6, 6, -1.0)[0] < 0


def test_a_bone_that_cannot_reach_points_at_the_foot():
    x, y = bent((0.0, 0.0), (0.0, 20.0), 6.0, 5.0)
    assert x == pytest.approx(0.0, abs=1e-6) and 0 < y <= 6.0


def test_simple_shapes_have_their_bounds():
    assert box(-1, -2, 3, 4).getBounds().width() == 4
    assert oval(1, 1, 2, 3).getBounds().height() == 6
    assert not ring(0, 0, 4, 2).contains(0, 0) and ring(0, 0, 4, 2).contains(3, 0)
