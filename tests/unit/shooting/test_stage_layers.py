# SPDX-License-Identifier: Apache-2.0
"""Planes through the camera: place, parallax, roll, focus."""

import numpy as np
import pytest
from tests.unit.shooting.stagecraft import scenery, shoot_request, square_plane, still_camera

from aiprod.film.shots import CameraKey, CameraPath, Rig
from aiprod.shooting.animatic.frame import Stage

W, H = 320, 180


def picture(camera: CameraPath, *planes, frame: int = 0, frames: int = 12) -> np.ndarray:
    request = shoot_request(camera, frames)
    return Stage(request, W, H, scenery(*planes)).picture(frame).astype(int)


def red_centre(pixels: np.ndarray) -> tuple[float, float, int]:
    """Centre of the red square, in pixels, and its area."""
    rows, columns = np.nonzero((pixels[..., 0] > 120) & (pixels[..., 1] < 70))
    return columns.mean() + 0.5, rows.mean() + 0.5, len(rows)


@pytest.mark.parametrize("moving", [False, True])
@pytest.mark.parametrize("z", [3.0, 8.0])
def test_a_plane_falls_where_the_camera_projects_it(z, moving):
    camera = still_camera(x=0.3, y=1.2, focal_mm=35, focus_m=z)
    view = Stage(shoot_request(camera), W, H, scenery()).move.view(0, W, H)
    x, y, _ = red_centre(picture(camera, square_plane(-0.5, -1.5, 1.0, z, moving=moving)))
    expected = view.project(0.0, 1.0, z)
    assert (x, y) == (pytest.approx(expected[0], abs=0.6), pytest.approx(expected[1], abs=0.6))


def test_near_planes_move_more():
    def shift(z):
        places = [red_centre(picture(still_camera(x=x, y=1.5, focus_m=z), square_plane(-0.5, -2, 1.0, z)))[0] for x in (0, 0.5)]
        return places[0] - places[1]

    focal = 35 / 36 * W
    assert shift(3.0) == pytest.approx(focal * 0.5 / 3, abs=1) and shift(9.0) == pytest.approx(focal * 0.5 / 9, abs=1)


def test_a_painted_texture_equals_painting_each_frame():
    camera = CameraPath(
        rig=Rig.DOLLY, keys=(CameraKey(at=0, z=0, focus_m=5), CameraKey(at=1, z=2, x=0.4, focus_m=3)), aperture_f=16
    )
    once, again = (picture(camera, square_plane(-0.5, -2, 1.0, 5, moving=m), frame=7) for m in (False, True))
    assert np.abs(once - again).mean() < 0.5


def test_roll_turns_the_picture_the_other_way():
    flat = red_centre(picture(still_camera(y=1.6, focus_m=5), square_plane(1, -1.9, 0.6, 5)))
    rolled = red_centre(picture(still_camera(y=1.6, focus_m=5, roll_deg=10), square_plane(1, -1.9, 0.6, 5)))
    assert rolled[1] < flat[1] - 5


def test_a_rolled_camera_sees_no_corner():
    pixels = picture(still_camera(roll_deg=4), square_plane(50, -2, 1, 5))
    corners = [pixels[y, x, :3].mean() for y in (2, H - 3) for x in (2, W - 3)]
    assert min(corners) > 0.6 * pixels[H // 2, W // 2, :3].mean()


def test_what_is_out_of_focus_is_soft():
    def edge(focus):
        pixels = picture(
            CameraPath(keys=(CameraKey(at=0, y=1.5, focal_mm=85, focus_m=focus),), aperture_f=1.4), square_plane(-0.5, -2, 1.0, 6)
        )
        return np.abs(np.diff(pixels[H // 2, :, 0])).max()

    assert edge(6.0) > 3 * edge(1.5)


def test_a_plane_behind_the_lens_is_not_seen():
    pixels = picture(still_camera(z=6), square_plane(-5, -5, 10, 5))
    assert not ((pixels[..., 0] > 120) & (pixels[..., 1] < 70)).any()


def test_blacks_are_lifted_and_whites_held():
    dark, bright = (picture(still_camera(), square_plane(-9, -9, 18, 5, colour=c)) for c in (0xFF000000, 0xFFFFFFFF))
    assert dark[..., :3].min() >= 4 and bright[..., :3].max() <= 251


def test_grain_changes_from_frame_to_frame_but_not_from_run_to_run():
    stage = Stage(shoot_request(), W, H, scenery())
    first, second = stage.picture(0), stage.picture(1)
    assert not np.array_equal(first, second)
    assert np.array_equal(first, Stage(shoot_request(), W, H, scenery()).picture(0))
