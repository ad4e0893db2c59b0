# SPDX-License-Identifier: Apache-2.0
"""Painted looks and upscaling, with the real networks."""

from fractions import Fraction
from itertools import pairwise

import cv2
import numpy as np
import pytest
from tests.unit.shooting.stagecraft import scenery, shoot_request, square_plane, still_camera

from aiprod.media.encoders import choose
from aiprod.media.video import VideoWriter, read_frames, to_rgb
from aiprod.shooting.animatic.frame import Stage
from aiprod.shooting.finishing import upscale
from aiprod.shooting.finishing.looks import STYLES, look_for
from aiprod.shooting.generator import generator


def drawn(seed: int = 1, width: int = 320, height: int = 180) -> np.ndarray:
    """Flat shapes on a gradient, as a drawn frame has them."""
    dice = np.random.default_rng(seed)
    frame = np.linspace(60, 200, height)[:, None, None].repeat(width, 1).repeat(3, 2).astype(np.uint8)
    for _ in range(9):
        centre, colour = dice.integers((10, 10), (width - 10, height - 10)), dice.integers(30, 230, 3)
        cv2.circle(frame, tuple(map(int, centre)), int(dice.integers(8, 40)), tuple(map(int, colour)), -1, cv2.LINE_AA)
    return frame


def panned(count: int) -> list[np.ndarray]:
    wide = drawn(width=420)
    return [np.ascontiguousarray(wide[:, 2 * i : 2 * i + 320]) for i in range(count)]


@pytest.mark.parametrize("name", list(STYLES))
def test_a_look_paints_and_keeps_the_light(name):
    frame = drawn()
    painted = look_for(name).still(frame)
    assert painted.shape == frame.shape and painted.dtype == np.uint8
    assert np.abs(painted.astype(int) - frame).mean() > 4
    small = [cv2.resize(image, (8, 4), interpolation=cv2.INTER_AREA).mean(axis=2) for image in (frame, painted)]
    assert np.corrcoef(small[0].ravel(), small[1].ravel())[0, 1] > 0.85


def test_the_plain_look_changes_nothing():
    frames = panned(3)
    assert all(a is b for a, b in zip(frames, look_for("illustration").stream(iter(frames)), strict=True))


@pytest.mark.parametrize("count", [1, 8, 9, 19])
def test_a_look_gives_as_many_frames_as_it_takes(count):
    assert len(list(look_for("pastel").stream(iter(panned(count))))) == count


@pytest.mark.slow
def test_a_look_does_not_boil():
    """Strokes move with the picture: what is left after undoing the pan flickers less than frame-by-frame painting."""
    frames, look = panned(17), look_for("watercolour")

    def boil(painted):
        return np.mean([np.abs(b[:, :-2].astype(int) - a[:, 2:]).mean() for a, b in pairwise(painted)])

    steady = boil(list(look.stream(iter(frames))))
    assert steady < 0.6 * boil([look.still(frame) for frame in frames])


@pytest.mark.slow
def test_a_painted_shot_is_made_and_says_so(tmp_path):
    facts = generator("animatic").shoot(shoot_request(still_camera(), frames=3, style="engraving"), tmp_path)
    assert facts["style"] == "engraving" and facts["label"] == "animatic"
    assert len(list(read_frames(tmp_path / "picture.mp4"))) == 3


def test_upscaling_is_sharper_than_interpolation():
    large = Stage(shoot_request(), 512, 288, scenery(square_plane(-0.5, -2, 1, 5))).picture(0)[..., :3]
    small = cv2.resize(large, (128, 72), interpolation=cv2.INTER_AREA)
    rebuilt = upscale.upscaled(small)
    assert rebuilt.shape == (288, 512, 3)
    bicubic = cv2.resize(small, (512, 288), interpolation=cv2.INTER_CUBIC)

    def steepest(image):
        return np.abs(np.diff(image[..., 0].astype(int), axis=1)).max()

    assert steepest(rebuilt) > 1.3 * steepest(bicubic)
    assert np.abs(rebuilt.astype(int) - large).mean() < 6


def test_tiles_leave_no_seam():
    frame = drawn(width=300, height=40)
    whole = upscale.upscaled(frame)
    part = upscale.upscaled(np.ascontiguousarray(frame[:, 200:300]))
    seam = (upscale._TILE - 200) * 4
    difference = np.abs(whole[:, 800:].astype(int) - part)[:, seam - 40 : seam + 40]
    assert difference.max() <= 2


def test_a_video_is_upscaled_to_a_size(tmp_path):
    with VideoWriter(tmp_path / "in.mp4", Fraction(24), 64, 36, choose("take")) as writer:
        for frame in panned(2):
            writer.write_rgb(cv2.resize(frame, (64, 36)))
    facts = upscale.upscale_video(tmp_path / "in.mp4", tmp_path / "out.mp4", Fraction(24), 192, 108)
    assert facts["frames"] == 2 and facts["upscaled_by"] == "realesr-animevideov3-x4"
    assert [to_rgb(f).shape for f in read_frames(tmp_path / "out.mp4")] == [(108, 192, 3)] * 2
    assert upscale.models()[0].licence == "BSD-3-Clause"
