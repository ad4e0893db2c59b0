# SPDX-License-Identifier: Apache-2.0
"""Actors as coloured skeletons on black: the pose control that video models were trained on.

Joints and limbs are the 18 of the COCO keypoints with a neck, one hue for each limb around the colour wheel. They come from the
animatic's own rig, so that every joint is known, hidden ones too.
"""

from __future__ import annotations

from colorsys import hsv_to_rgb
from math import cos, pi, sin
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from aiprod.film.look import CharacterLook
from aiprod.film.shots import Blocking, ShootRequest

if TYPE_CHECKING:
    from aiprod.shooting.animatic.camera import CameraMove
    from aiprod.shooting.animatic.people.rig import Rig

Rgb = NDArray[np.uint8]
Point = tuple[float, float]
_LIMBS = (
    ("neck", "r_shoulder"), ("neck", "l_shoulder"), ("r_shoulder", "r_elbow"), ("r_elbow", "r_wrist"), ("l_shoulder", "l_elbow"),
    ("l_elbow", "l_wrist"), ("neck", "r_hip"), ("r_hip", "r_knee"), ("r_knee", "r_ankle"), ("neck", "l_hip"), ("l_hip", "l_knee"),
    ("l_knee", "l_ankle"), ("neck", "nose"), ("nose", "r_eye"), ("r_eye", "r_ear"), ("nose", "l_eye"), ("l_eye", "l_ear"),
)  # fmt: skip
_POINTS = (
    "nose", "neck", "r_shoulder", "r_elbow", "r_wrist", "l_shoulder", "l_elbow", "l_wrist", "r_hip", "r_knee", "r_ankle", "l_hip",
    "l_knee", "l_ankle", "r_eye", "l_eye", "r_ear", "l_ear",
)  # fmt: skip
_COLOURS = tuple(tuple(round(255 * part) for part in hsv_to_rgb(index / len(_POINTS), 1.0, 1.0)) for index in range(len(_POINTS)))
_DIM = 0.6
"""Limbs are drawn at this share of their colour, joints at all of it."""
_HIDDEN_TURN = 0.95
"""Radians from the camera beyond which the far half of a face is not seen."""


class Skeletons:
    """The skeletons of a shot.

    Args:
        request: the shot.
        width, height: of the pictures.
        move: its camera.
        ground_y: stage height of the ground.
    """

    def __init__(self, request: ShootRequest, width: int, height: int, move: CameraMove, ground_y: float = 0.0) -> None:
        self._request, self._size, self._move, self._ground_y = request, (width, height), move, ground_y

    def picture(self, frame: int) -> Rgb:
        """One frame, uint8 [height, width, 3]."""
        width, height = self._size
        canvas = np.zeros((height, width, 3), np.uint8)
        for actor in sorted(self._request.shot.blocking, key=lambda actor: -actor.z):
            _draw(canvas, self.joints(actor, frame), max(2, round(height / 90)))
        return canvas

    def joints(self, actor: Blocking, frame: int) -> dict[str, Point]:
        """Somebody's joints on the picture, in pixels; of the face only what is turned to the camera. None for animals."""
        look = next((item for item in self._request.looks if item.character == actor.character), None)
        if look is None or look.species not in ("person", "robot"):
            return {}
        return self._placed(actor, look, frame)

    def _placed(self, actor: Blocking, look: CharacterLook, frame: int) -> dict[str, Point]:
        from aiprod.shooting.animatic import people
        from aiprod.shooting.animatic.lens import plane_map
        from aiprod.shooting.animatic.people.figure import measure
        from aiprod.shooting.animatic.people.rig import build

        rate, shot = self._request.rate, self._request.shot
        t, lasts = rate.seconds(frame), rate.seconds(shot.frames)
        speech = tuple(item for item in self._request.speech if item.character == actor.character)
        pose = people.pose(actor, look, speech, t, lasts, shot.seed)
        x, z = people.place(actor, t, lasts)
        at = plane_map(self._move.view(frame, *self._size), z, x, self._ground_y + actor.y)
        rig = build(pose, measure(look))
        return {name: at(*point) for name, point in {**_body(rig), **_face(rig)}.items()}


def _body(rig: Rig) -> dict[str, Point]:
    found: dict[str, Point] = {"neck": rig.neck.at}
    for side, arm, leg in zip("rl", rig.arms, rig.legs, strict=True):
        found |= {
            f"{side}_shoulder": arm.root.at, f"{side}_elbow": arm.middle.at, f"{side}_wrist": arm.end.at,
            f"{side}_hip": leg.root.at, f"{side}_knee": leg.middle.at, f"{side}_ankle": leg.end.at,
        }  # fmt: skip
    return found


def _face(rig: Rig) -> dict[str, Point]:
    """Nose, eyes and ears on a ball above the chin, turned as the head is; nothing of a head seen from behind."""
    head, turn = rig.figure.head, rig.pose.yaw + rig.pose.head_turn
    if abs((turn + pi) % (2 * pi) - pi) > pi / 2 + 0.2:
        return {}
    middle_x, middle_y, radius = rig.chin.x, rig.chin.y - 0.48 * head, 0.4 * head
    lift = -rig.pose.head_pitch * radius

    def on_ball(angle: float, up: float) -> Point:
        return middle_x + radius * sin(turn + angle), middle_y - up * head + lift * cos(angle)

    found = {"nose": on_ball(0.0, -0.03)}
    for side, way in (("r", -1.0), ("l", 1.0)):
        for name, angle, up in (("eye", 0.42, 0.1), ("ear", 1.45, 0.04)):
            if abs(turn + way * angle) <= (pi / 2 + 0.25 if name == "ear" else _HIDDEN_TURN + 0.6):
                found[f"{side}_{name}"] = on_ball(way * angle, up)
    return found


def _draw(canvas: Rgb, joints: dict[str, Point], thickness: int) -> None:
    import cv2

    for (first, second), colour in zip(_LIMBS, _COLOURS[:-1], strict=True):
        if first in joints and second in joints:
            a, b = (tuple(round(value) for value in joints[name]) for name in (first, second))
            cv2.line(canvas, a, b, tuple(_DIM * part for part in colour), thickness, cv2.LINE_AA)
    for name, colour in zip(_POINTS, _COLOURS, strict=True):
        if name in joints:
            at = tuple(round(value) for value in joints[name])
            cv2.circle(canvas, at, max(1, round(0.7 * thickness)), colour, -1, cv2.LINE_AA)
