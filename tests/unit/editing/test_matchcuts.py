# SPDX-License-Identifier: Apache-2.0
"""What is alike on both sides of a cut."""

import cv2
import numpy as np
import pytest

from aiprod.editing.matchcuts import Edge, find, jumps
from aiprod.film.reasons import said


def picture(shape, ink, ground, seed, shift=(0, 0)):
    noise = np.random.default_rng(seed).integers(0, 25, (270, 480, 3), dtype=np.uint8)
    rgb = cv2.add(np.full((270, 480, 3), ground, np.uint8), noise)
    x, y = 300 + shift[0], 120 + shift[1]
    if shape == "circle":
        cv2.circle(rgb, (x, y), 70, ink, -1)
    elif shape == "square":
        cv2.rectangle(rgb, (x - 70, y - 70), (x + 70, y + 70), ink, -1)
    else:
        cv2.fillPoly(rgb, [np.array([[x, y - 80], [x + 80, y + 80], [x - 80, y + 80]])], ink)
    return rgb


def edge(shot, scene, shape, seed, moving=(0, 0), ink=(230, 200, 120), ground=(40, 60, 90)):
    return Edge(shot, scene, (picture(shape, ink, ground, seed), picture(shape, ink, ground, seed + 50, moving)))


def test_the_moon_and_the_wheel_are_found_among_other_things():
    ends = [edge("moon", "s1", "circle", 1), edge("box", "s1", "square", 2), edge("tent", "s1", "triangle", 3)]
    day = {"ink": (60, 90, 40), "ground": (200, 190, 180)}
    beginnings = [edge("wheel", "s2", "circle", 4, **day), edge("roof", "s2", "triangle", 5, **day)]
    found = find(ends, beginnings)
    assert {(cut.before, cut.after) for cut in found} == {("moon", "wheel"), ("tent", "roof")}
    assert all("match" in said(cut.reason(), "en") and "raccord" in said(cut.reason(), "fr") for cut in found)


def test_the_same_form_elsewhere_in_the_frame_is_no_match():
    there = Edge("wheel", "s2", (picture("circle", (60, 90, 40), (200, 190, 180), 4, (-180, 60)),) * 2)
    assert find([edge("moon", "s1", "circle", 1)], [there]) == []


@pytest.mark.parametrize(("moving", "way"), [((14, 0), "right"), ((-14, 0), "left"), ((0, 12), "down"), ((0, -12), "up")])
def test_movements_that_go_on_across_the_cut(moving, way):
    first, second = edge("car", "s1", "square", 1, moving), edge("train", "s2", "triangle", 9, moving)
    against = edge("train", "s2", "triangle", 9, (-moving[0], -moving[1]))
    assert [cut.way for cut in find([first], [second])] == [way]
    assert find([first], [against]) == []


def test_still_pictures_have_no_movement():
    assert all(not cut.way for cut in find([edge("a", "s1", "circle", 1)], [edge("b", "s2", "circle", 2)]))


def test_one_picture_on_both_sides_of_a_cut_inside_a_scene_is_a_jump():
    same = edge("s1-2", "s1", "circle", 7)
    assert [cut.after for cut in jumps([(edge("s1-1", "s1", "circle", 1), same)])] == ["s1-2"]
    assert jumps([(edge("s1-1", "s1", "square", 1), same)]) == []
    assert jumps([(edge("s0-1", "s0", "circle", 1), same)]) == [], "another scene: that is a match cut"


def test_an_empty_picture_agrees_with_nothing():
    empty = Edge("dark", "s2", (np.zeros((270, 480, 3), np.uint8),) * 2)
    assert find([edge("moon", "s1", "circle", 1)], [empty]) == []
