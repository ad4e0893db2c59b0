# SPDX-License-Identifier: Apache-2.0
"""The camera: eased keys, rigs with weight, exact optics."""

from math import atan, degrees

import numpy as np
import pytest

from aiprod.film.shots import CameraKey, CameraPath, Ease, Rig
from aiprod.shooting.animatic.camera import CameraMove, CameraState, bezier, confusion_radius_px, sway

FPS = 24.0


def move(rig: Rig, *keys: CameraKey, frames: int = 96, seed: int = 3, intensity: float = 0.5) -> CameraMove:
    return CameraMove(CameraPath(rig=rig, keys=keys), frames, FPS, seed, intensity)


def track(camera: CameraMove, name: str) -> np.ndarray:
    return np.array([getattr(camera.state(frame), name) for frame in range(len(camera))])


def test_bezier_is_the_css_timing_function():
    assert bezier(Ease(x1=0, y1=0, x2=1, y2=1), 0.3) == pytest.approx(0.3, abs=1e-6)
    # Reference values of CSS "ease-in-out" (0.42, 0, 0.58, 1).
    assert bezier(Ease(), 0.25) == pytest.approx(0.12916, abs=1e-4)
    assert bezier(Ease(), 0.5) == pytest.approx(0.5, abs=1e-6)
    assert bezier(Ease(), 1.0) == pytest.approx(1.0, abs=1e-6)


def test_bezier_may_overshoot():
    back = Ease(x1=0.3, y1=0, x2=0.3, y2=1.6)
    assert max(bezier(back, at / 50) for at in range(51)) > 1.05


@pytest.mark.parametrize("rig", [Rig.TRIPOD, Rig.DOLLY])
def test_first_and_last_frame_are_where_the_keys_are(rig):
    camera = move(rig, CameraKey(at=0, x=-1, focal_mm=35), CameraKey(at=1, x=2, focal_mm=50))
    x, focal = track(camera, "x"), track(camera, "focal_mm")
    assert x[0] == pytest.approx(-1, abs=0.02) and x[-1] == pytest.approx(2, abs=0.03)
    assert focal[0] == pytest.approx(35) and focal[-1] == pytest.approx(50)


def test_a_zoom_goes_by_the_logarithm():
    linear = Ease(x1=0, y1=0, x2=1, y2=1)
    camera = move(Rig.TRIPOD, CameraKey(at=0, focal_mm=25, ease=linear), CameraKey(at=1, focal_mm=100), frames=97)
    assert camera.state(48).focal_mm == pytest.approx(50, rel=0.01)


def test_a_dolly_has_inertia_where_the_path_has_a_corner():
    linear = Ease(x1=0, y1=0, x2=1, y2=1)
    keys = (CameraKey(at=0, z=0, ease=linear), CameraKey(at=0.5, z=2, ease=linear), CameraKey(at=1, z=2))
    raw = np.concatenate([np.linspace(0, 2, 48), np.full(48, 2.0)])
    jerk = np.abs(np.diff(track(move(Rig.DOLLY, *keys), "z"), 2)).max()
    assert jerk < 0.35 * np.abs(np.diff(raw, 2)).max()


def test_a_crane_swings_after_it_stops_and_settles():
    keys = (CameraKey(at=0, y=1), CameraKey(at=0.3, y=4), CameraKey(at=1, y=4))
    y = track(move(Rig.CRANE, *keys, frames=192), "y") - 4
    after, late = y[60:100], y[150:]
    assert np.ptp(after) > 1.5 * np.ptp(late)
    assert np.abs(late).max() < 0.03


def test_a_tripod_is_locked_and_a_hand_is_not():
    assert move(Rig.TRIPOD, CameraKey(at=0)).locked
    held = move(Rig.HANDHELD, CameraKey(at=0))
    assert not held.locked
    yaw = track(held, "yaw_deg")
    assert 0.1 < np.ptp(yaw) < 2.0
    # Weight: most of the energy of a hand lies under 2 Hz.
    spectrum = np.abs(np.fft.rfft(yaw - yaw.mean())) ** 2
    assert spectrum[np.fft.rfftfreq(len(yaw), 1 / FPS) < 2].sum() > 0.95 * spectrum.sum()


def test_tension_makes_the_hand_tremble_more_and_a_long_lens_less():
    def shake(intensity, focal):
        return np.ptp(track(move(Rig.HANDHELD, CameraKey(at=0, focal_mm=focal), intensity=intensity), "pitch_deg"))

    assert shake(1.0, 35) > 1.3 * shake(0.0, 35)
    assert shake(0.5, 135) < 0.6 * shake(0.5, 35)


def test_the_same_seed_gives_the_same_hand_and_another_another():
    key = CameraKey(at=0)
    first = track(move(Rig.HANDHELD, key, seed=1), "x")
    assert np.array_equal(first, track(move(Rig.HANDHELD, key, seed=1), "x"))
    assert not np.allclose(first, track(move(Rig.HANDHELD, key, seed=2), "x"))


def test_sway_is_smooth_and_bounded():
    values = np.array([sway(5, 0.6, frame / 240) for frame in range(2400)])
    assert np.abs(values).max() < 1.6 and np.abs(np.diff(values)).max() < 0.03


def test_what_the_camera_turns_to_is_in_the_middle():
    state = CameraState(0, 1.6, 0, degrees(atan(0.25)), degrees(atan(0.1)), 0, 35, 4, 4)
    x, y = state.view(1920, 1080).project(2.0, 1.6 + 0.8, 8.0)
    assert (x, y) == (pytest.approx(960), pytest.approx(540))


def test_circle_of_confusion_is_the_thin_lens():
    # 50 mm at f/2 focused at 2 m, point at 4 m: f²/(N(s−f))·|d−s|/d = 0.3205 mm across; 36 mm are 1920 px.
    state = CameraState(0, 1.6, 0, 0, 0, 0, 50, 2.0, 2.0)
    assert confusion_radius_px(state, 4.0, 1920) == pytest.approx(0.32051 / 36 * 1920 / 2, rel=1e-3)
    assert confusion_radius_px(state, 2.0, 1920) == 0


def test_the_written_camera_projects_as_the_stage_does():
    keys = (CameraKey(at=0, yaw_deg=10, pitch_deg=-5), CameraKey(at=1, yaw_deg=-3, x=1))
    camera = move(Rig.STEADICAM, *keys, frames=10)
    written = camera.to_json(1280, 720)["frames"]
    assert len(written) == 10
    for frame, row in enumerate(written):
        k = row["intrinsics"]
        expected = camera.view(frame, 1280, 720).project(0.4, 1.0, 6.0)
        depth = 6.0 - row["z"]
        assert k["cx"] + k["fx"] * (0.4 - row["x"]) / depth == pytest.approx(expected[0], abs=0.01)
        assert k["cy"] - k["fy"] * (1.0 - row["y"]) / depth == pytest.approx(expected[1], abs=0.01)


@pytest.mark.parametrize("rig", list(Rig))
def test_a_move_that_goes_on_keeps_its_frames_and_comes_to_rest(rig: Rig) -> None:
    path = CameraPath(rig=rig, keys=(CameraKey(at=0), CameraKey(at=1, x=1.2, yaw_deg=8)), move="truck")
    plain, longer = CameraMove(path, 24, 24.0, 3), CameraMove(path, 24, 24.0, 3, after=96)
    assert len(longer) == 120 and [longer.state(n) for n in range(24)] == [plain.state(n) for n in range(24)]
    xs = np.array([longer.state(n).x for n in range(120)])
    assert abs(xs[24] - xs[23]) < 1.5 * np.abs(np.diff(xs[:24])).max(), "nothing jumps"
    assert np.abs(np.diff(xs[100:])).max() < 0.25 * np.abs(np.diff(xs[:24])).max()
