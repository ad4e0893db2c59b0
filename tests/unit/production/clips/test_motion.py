# SPDX-License-Identifier: Apache-2.0
"""Going on from a last frame: the camera's motion is found, goes on from there, and comes to rest."""

from fractions import Fraction
from functools import cache
from itertools import pairwise

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from aiprod.production.clips import motion

RATE = Fraction(24)
WIDTH, HEIGHT = 320, 180


@cache
def wall() -> NDArray[np.uint8]:
    dice = np.random.default_rng(0)
    blocks = np.kron(dice.integers(0, 255, (90, 120, 3)), np.ones((8, 8, 1))).astype(np.uint8)
    return np.asarray(cv2.GaussianBlur(blocks, (0, 0), 2.5), np.uint8)


def view(frame: float, x: float = 0, y: float = 0, scale: float = 1.0, turn: float = 0.0) -> NDArray[np.uint8]:
    """A camera that goes x, y pixels a frame, nearer by a factor and round by degrees."""
    matrix = cv2.getRotationMatrix2D((480, 360), turn * frame, scale**frame)
    matrix[:, 2] += np.array([-480 + WIDTH / 2 - x * frame, -360 + HEIGHT / 2 - y * frame])
    return np.asarray(cv2.warpAffine(wall(), matrix, (WIDTH, HEIGHT)), np.uint8)


def codes(picture: NDArray[np.uint8]) -> NDArray[np.float32]:
    return picture.astype(np.float32) / np.float32(255)


def shot(grain: float = 0.0, **move: float) -> list[NDArray[np.uint8]]:
    dice = np.random.default_rng(1)
    pictures = [view(frame - 12, **move) for frame in range(motion.LOOKED_AT)]
    return [np.clip(p + dice.normal(0, grain, (HEIGHT, WIDTH, 1)), 0, 255).astype(np.uint8) for p in pictures]


@pytest.mark.parametrize(
    "move", [{"x": 1.5}, {"x": -0.4, "y": 0.8}, {"scale": 1.004}, {"turn": 0.15}, {"x": 0.5, "scale": 0.998, "turn": -0.1}]
)
def test_the_motion_is_found_and_goes_on(move: dict[str, float]) -> None:
    frames = shot(2.0, **move)
    found = motion.measured(frames, RATE)
    step = motion.Motion(*(value / 24 for value in (found.scale, found.turn, found.x, found.y)))
    assert np.exp(step.scale) == pytest.approx(move.get("scale", 1.0), abs=6e-4)
    assert -np.degrees(step.turn) == pytest.approx(move.get("turn", 0.0), abs=0.02)
    assert -step.x * WIDTH == pytest.approx(move.get("x", 0.0), abs=0.06)
    following = view(1, **move).astype(int)
    first = next(motion.going_on(codes(view(0, **move)), found, RATE, 1)) * 255
    assert np.abs(first - following).mean() < 0.6 * np.abs(view(0, **move).astype(int) - following).mean()


def test_it_comes_to_rest() -> None:
    found = motion.measured(shot(x=1.5), RATE)
    frames = [frame * 255 for frame in motion.going_on(codes(view(0)), found, RATE, 96)]
    moved = [np.abs(after - before).mean() for before, after in pairwise(frames)]
    assert moved[0] > 10 * max(moved[-1], 0.01) and moved[-1] < 0.1


def test_a_camera_that_stands_goes_on_standing_with_its_grain() -> None:
    frames = shot(3.0)
    found = motion.measured(frames, RATE)
    grain = motion.grain_of(frames, found, RATE)
    assert found.stands and grain == pytest.approx(3.0, abs=0.6)
    made = list(motion.going_on(codes(frames[-1]), found, RATE, 3, grain))
    alive = 255 * (made[1] - made[2]).std() / np.sqrt(2)
    assert alive == pytest.approx(3.0, abs=0.8)


def test_frames_before_a_cut_do_not_count() -> None:
    other = np.asarray(255 - wall()[:HEIGHT, :WIDTH][::-1, ::-1], np.uint8)
    frames = [*[np.roll(other, 9 * n, axis=1) for n in range(8)], *shot(x=0.8)[-5:]]
    assert -motion.measured(frames, RATE).x / 24 * WIDTH == pytest.approx(0.8, abs=0.08)


@pytest.mark.parametrize("picture", [np.zeros((64, 64, 3), np.uint8), np.full((48, 80, 3), 200, np.uint8)])
def test_a_picture_without_anything_in_it_stands(picture: NDArray[np.uint8]) -> None:
    found = motion.measured([picture] * 5, RATE)
    assert found.stands
    assert len(list(motion.going_on(codes(picture), found, RATE, 4))) == 4


def test_one_frame_is_enough() -> None:
    assert motion.measured([view(0)], RATE).stands
