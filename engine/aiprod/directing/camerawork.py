# SPDX-License-Identifier: Apache-2.0
"""Camerawork: how the camera moves within a set-up, by what the moment is."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from aiprod.directing import framing, moves
from aiprod.directing.coverage import Setup
from aiprod.film.screenplay import Mood, Scene
from aiprod.film.shots import CameraKey, CameraPath, Rig, ShotSize

_TENSE = (Mood.TENSE, Mood.FRIGHTENING)
_APERTURE = {ShotSize.EXTREME_WIDE: 8.0, ShotSize.WIDE: 5.6, ShotSize.FULL: 4.0, ShotSize.MEDIUM: 2.8, ShotSize.MEDIUM_CLOSE: 2.2}


def camera_move(
    frame: Callable[[float], CameraKey],
    setup: Setup,
    scene: Scene,
    last_move: str,
    direction: Callable[[str], float],
    rng: Random,
) -> CameraPath:
    """The move that suits the moment: closing in on the peak, hand-held in danger, calm otherwise.

    Args:
        frame: the key that shows the set-up nearer by a factor.
        last_move: of the set-up before, which is not made again.
        direction: 1 for people who look right, −1 for those who look left.
    """
    aperture = _APERTURE.get(setup.size, 1.8)
    tense = scene.mood in _TENSE and scene.intensity > 0.45
    if setup.peak:
        return moves.dolly(frame, 0.22, Rig.DOLLY, aperture)
    if tense:
        return moves.static(frame(1.0), Rig.HANDHELD, aperture)
    if setup.kind in ("speech", "listening"):
        if setup.seconds > 3.4 or scene.intensity > 0.6:
            return moves.dolly(frame, 0.07, Rig.DOLLY, aperture)
        return moves.static(frame(1.0), Rig.TRIPOD, aperture)
    choice = rng.choice([m for m in ("dolly_in", "truck", "dolly_out", "static") if m != last_move])
    if choice == "truck":
        key = frame(1.0)
        return moves.truck(key, 0.09 * framing.field_width(key.focus_m, key.focal_mm) * direction(setup.people[0]), aperture)
    if choice == "static":
        return moves.static(frame(1.0), Rig.TRIPOD, aperture)
    return moves.dolly(frame, 0.1 if choice == "dolly_in" else -0.08, Rig.DOLLY, aperture)


def closer(key: CameraKey, tighter: float) -> CameraKey:
    """A group's key, nearer by a factor."""
    moved = key.focus_m * (1 - 1 / tighter)
    return key.changed(z=round(key.z + moved, 4), focus_m=round(key.focus_m - moved, 4))
