# SPDX-License-Identifier: Apache-2.0
"""The camera of the animatic: a keyed path, carried by a rig that has weight.

The path of the keys is eased by CSS cubic Béziers, its corners are rounded by the rig's inertia, and the camera's head
hangs on the rig as a damped oscillator (mass, spring, friction) that the rig's own acceleration excites: that is what
makes a crane settle and a dolly arrive softly. Hand and body add sway: band-limited noise, analytic in time and seeded,
so that any frame can be had alone.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cached_property
from math import pi, radians, sin, sqrt, tan
from random import Random
from typing import Any

import numpy as np
from numpy.typing import NDArray

from aiprod.film.hashing import seed_from
from aiprod.film.shots import CameraKey, CameraPath, Ease, Rig
from aiprod.shooting.animatic.stage import SENSOR_MM, View

Curve = NDArray[np.float64]


@dataclass(frozen=True)
class CameraState:
    """The exact camera of one frame: metres, degrees, millimetres."""

    x: float
    y: float
    z: float
    yaw_deg: float
    pitch_deg: float
    roll_deg: float
    focal_mm: float
    focus_m: float
    aperture_f: float

    def view(self, width: int, height: int) -> View:
        """The camera as painters see it. Pan and tilt move the picture plane, so upright planes stay upright."""
        focal_px = self.focal_mm / SENSOR_MM * width
        return View(
            width, height, focal_px, self.x, self.y, self.z,
            shift_x=-focal_px * tan(radians(self.yaw_deg)), shift_y=focal_px * tan(radians(self.pitch_deg)),
            roll_deg=self.roll_deg,
        )  # fmt: skip


@dataclass(frozen=True)
class RigLife:
    """How a rig behaves.

    Attributes:
        rounding_s: over how long the corners of the path are rounded.
        spring_hz, damping, give: the head's own frequency, its damping ratio, and how far it follows its swing (0–1).
        drift_m, drift_hz: sway of the position and how fast it is.
        turn_deg, turn_hz: sway of the angles.
        breath_m: vertical breathing of an operator.
    """

    rounding_s: float
    spring_hz: float
    damping: float
    give: float
    drift_m: float = 0.0
    drift_hz: float = 0.3
    turn_deg: float = 0.0
    turn_hz: float = 0.5
    breath_m: float = 0.0


_LIFE = {
    Rig.TRIPOD: RigLife(0.20, 6.0, 0.9, 0.0),
    Rig.DOLLY: RigLife(0.50, 3.0, 0.7, 0.5, drift_m=0.0012, drift_hz=1.1),
    Rig.CRANE: RigLife(0.80, 0.65, 0.12, 0.9, drift_m=0.004, drift_hz=0.35, turn_deg=0.03, turn_hz=0.4),
    Rig.STEADICAM: RigLife(0.70, 0.7, 0.8, 0.4, drift_m=0.022, drift_hz=0.22, turn_deg=0.28, turn_hz=0.17, breath_m=0.006),
    Rig.HANDHELD: RigLife(0.30, 1.6, 0.5, 0.4, drift_m=0.013, drift_hz=0.55, turn_deg=0.38, turn_hz=0.7, breath_m=0.005),
}
_KEYED = ("x", "y", "z", "yaw_deg", "pitch_deg", "roll_deg", "focal_mm", "focus_m")
_SWAY = {"x": 1.0, "y": 0.6, "z": 0.5}
_TURN = {"yaw_deg": 1.0, "pitch_deg": 0.7, "roll_deg": 0.45}
_BREATH_HZ = 0.27
_RESTS_S = 0.6
"""How long a camera takes to come to rest when its path has ended."""
_NORMAL_MM = 35.0


def bezier(ease: Ease, at: float) -> float:
    """The CSS cubic-bezier(x1, y1, x2, y2) timing function at `at` (0–1)."""
    low, high = 0.0, 1.0
    for _ in range(40):
        middle = (low + high) / 2
        if _cubic(ease.x1, ease.x2, middle) < at:
            low = middle
        else:
            high = middle
    return _cubic(ease.y1, ease.y2, (low + high) / 2)


def _cubic(first: float, second: float, s: float) -> float:
    return 3 * first * s * (1 - s) ** 2 + 3 * second * s * s * (1 - s) + s**3


def sway(seed: int, hertz: float, t: float) -> float:
    """Smooth noise in about −1 … 1: four sines around `hertz` with seeded phases, never repeating within a shot."""
    dice = Random(seed)
    total = 0.0
    for ratio, weight in ((0.37, 0.5), (0.71, 0.6), (1.0, 0.45), (1.63, 0.2)):
        total += weight * sin(2 * pi * (hertz * ratio * (0.92 + 0.16 * dice.random()) * t + dice.random()))
    return total / 1.2


def _keyed(keys: tuple[CameraKey, ...], name: str, at: float) -> float:
    """A keyed value at a moment 0–1. Focal length and focus go by their logarithm, as a zoom and a focus ring do."""
    before = max((k for k in keys if k.at <= at), key=lambda k: k.at, default=keys[0])
    after = min((k for k in keys if k.at > at), key=lambda k: k.at, default=before)
    first, second = getattr(before, name), getattr(after, name)
    if after.at <= before.at or first == second:
        return float(first)
    share = bezier(before.ease, (at - before.at) / (after.at - before.at))
    if name in ("focal_mm", "focus_m"):
        return float(first * (second / first) ** share)
    return float(first + (second - first) * share)


def _rounded(curve: Curve, reach: int) -> Curve:
    """Mean over ±n frames, twice, where n shrinks to nothing at both ends: corners go soft, first and last frame stay."""
    if float(np.ptp(curve)) == 0:
        return curve
    for _ in range(2):
        total = np.concatenate([[0.0], np.cumsum(curve)])
        last = len(curve) - 1
        index = np.arange(len(curve))
        n = np.minimum(np.minimum(index, last - index), reach)
        curve = (total[index + n + 1] - total[index - n]) / (2 * n + 1)
    return curve


def _resting(curve: Curve, after: int, fps: float) -> Curve:
    """A curve that goes on at its last pace and comes to rest."""
    if not after:
        return curve
    pace = float(curve[-1] - curve[-2]) if len(curve) > 1 else 0.0
    slowing = _RESTS_S * fps
    return np.concatenate([curve, curve[-1] + pace * slowing * (1 - np.exp(-np.arange(1, after + 1) / slowing))])


def _swing(curve: Curve, life: RigLife, fps: float, planned: int) -> Curve:
    """How far the head swings from where the rig is: x″ + 2ζω x′ + ω² x = −a, integrated half-implicitly at 8 steps a frame.
    What comes after the planned frames does not change them."""
    steps, omega = 8, 2 * pi * life.spring_hz
    acceleration = _acceleration(curve) * fps * fps
    acceleration[:planned] = _acceleration(curve[:planned]) * fps * fps
    position = velocity = 0.0
    found = np.zeros_like(curve)
    for index, push in enumerate(acceleration):
        found[index] = position * life.give
        for _ in range(steps):
            velocity += (-push - 2 * life.damping * omega * velocity - omega * omega * position) / (steps * fps)
            position += velocity / (steps * fps)
    return found


def _acceleration(curve: Curve) -> Curve:
    return np.asarray(np.gradient(np.gradient(curve))) if len(curve) > 2 else np.zeros_like(curve)


class CameraMove:
    """The camera of every frame of a shot.

    Args:
        path: the shot's camera path.
        frames: the shot's length.
        fps: frames per second.
        seed: the shot's seed.
        intensity: 0–1, the scene's tension: a hand trembles more.
        after: how many frames the camera goes on when the path has ended. What was moving comes to rest; the frames of the path
            stay as they are without it.
    """

    def __init__(self, path: CameraPath, frames: int, fps: float, seed: int, intensity: float = 0.5, *, after: int = 0) -> None:
        self._path, self._planned, self._frames, self._fps = path, frames, frames + after, fps
        self._seed, self._intensity = seed_from("camera", seed), intensity
        self._life = _LIFE[path.rig]

    def __len__(self) -> int:
        return self._frames

    @property
    def locked(self) -> bool:
        """Nothing of the camera ever moves: layers behind moving things may be flattened once."""
        return self._path.rig is Rig.TRIPOD and all(float(np.ptp(curve)) == 0 for curve in self._curves.values())

    @property
    def rolls(self) -> bool:
        return self._path.rig is not Rig.TRIPOD or bool(np.any(self._curves["roll_deg"] != 0))

    @cached_property
    def _curves(self) -> dict[str, Curve]:
        moments = [index / max(self._planned - 1, 1) for index in range(self._planned)]
        reach = round(self._life.rounding_s * self._fps / 2)
        keys = self._path.keys
        planned = {name: _rounded(np.array([_keyed(keys, name, at) for at in moments]), reach) for name in _KEYED}
        return {name: _resting(curve, self._frames - self._planned, self._fps) for name, curve in planned.items()}

    @cached_property
    def _swings(self) -> dict[str, Curve]:
        return {name: _swing(self._curves[name], self._life, self._fps, self._planned) for name in (*_SWAY, *_TURN)}

    def state(self, frame: int) -> CameraState:
        """The exact camera at a frame (clamped to the shot)."""
        index = min(max(frame, 0), self._frames - 1)
        values = {name: float(curve[index]) for name, curve in self._curves.items()}
        if self._path.rig is not Rig.TRIPOD:
            for name, extra in self._living(index, values["focal_mm"]).items():
                values[name] += extra
        return CameraState(**values, aperture_f=self._path.aperture_f)

    def _living(self, index: int, focal_mm: float) -> dict[str, float]:
        life, t = self._life, index / self._fps
        extra = {name: float(curve[index]) for name, curve in self._swings.items()}
        # Operators brace themselves behind a long lens: angles shrink with its magnification, but not all the way.
        steady = (0.7 + 0.6 * self._intensity) * sqrt(_NORMAL_MM / max(focal_mm, _NORMAL_MM)) ** 1.3
        for name, weight in _SWAY.items():
            extra[name] += weight * life.drift_m * sway(seed_from(self._seed, name), life.drift_hz, t)
        for name, weight in _TURN.items():
            extra[name] += weight * life.turn_deg * steady * sway(seed_from(self._seed, name), life.turn_hz, t)
        extra["y"] += life.breath_m * sin(2 * pi * (_BREATH_HZ * t + Random(self._seed).random()))
        return extra

    def view(self, frame: int, width: int, height: int) -> View:
        return self.state(frame).view(width, height)

    def to_json(self, width: int, height: int) -> dict[str, Any]:
        """Every frame's camera with its pinhole intrinsics in pixels, as written to camera.json."""
        names = [item.name for item in fields(CameraState)]
        rows = []
        for frame in range(self._frames):
            state = self.state(frame)
            view = state.view(width, height)
            row = {name: round(getattr(state, name), 6) for name in names}
            row["intrinsics"] = {
                "fx": round(view.focal_px, 4), "fy": round(view.focal_px, 4),
                "cx": round(width / 2 + view.shift_x, 4), "cy": round(height / 2 + view.shift_y, 4),
            }  # fmt: skip
            rows.append(row)
        return {"sensor_mm": SENSOR_MM, "width": width, "height": height, "fps": self._fps, "rig": self._path.rig.value,
                "move": self._path.move, "frames": rows}  # fmt: skip


def confusion_radius_px(state: CameraState, depth: float, width: int) -> float:
    """Radius in pixels of the circle of confusion of a point at `depth` metres from the camera (thin lens).

    c = f² / (N (s − f)) · |d − s| / d, with f the focal length, N the aperture, s the focus distance.
    """
    f = state.focal_mm / 1000
    s, d = max(state.focus_m, f + 0.05), max(depth, 0.05)
    c = f * f / (state.aperture_f * (s - f)) * abs(d - s) / d
    return c / (SENSOR_MM / 1000) * width / 2
