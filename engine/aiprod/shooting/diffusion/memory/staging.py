# SPDX-License-Identifier: Apache-2.0
"""Where people and things are in a shot's pictures, by its staging: what a take is remembered by is cut out there."""

from __future__ import annotations

from dataclasses import dataclass

from aiprod.film.shots import Blocking, PropPlacement, ShootRequest
from aiprod.shooting.animatic.camera import CameraMove
from aiprod.shooting.diffusion.conditioning.skeleton import Skeletons

_SIZE = 512
"""Pixels on the longer side that positions are computed at; boxes are shares."""
_HEADS = 6.2
_MARGIN = 0.25


@dataclass(frozen=True)
class Box:
    """Left, top, right, bottom as shares of the picture; may reach beyond it."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def height(self) -> float:
        return self.bottom - self.top

    @property
    def seen(self) -> float:
        """The share of it that lies inside the picture."""
        wide = max(0.0, min(self.right, 1.0) - max(self.left, 0.0))
        tall = max(0.0, min(self.bottom, 1.0) - max(self.top, 0.0))
        area = (self.right - self.left) * (self.bottom - self.top)
        return wide * tall / area if area > 0 else 0.0

    def pixels(self, width: int, height: int) -> tuple[int, int, int, int]:
        """Left, top, right, bottom inside a picture of this size."""
        return (
            max(0, round(self.left * width)), max(0, round(self.top * height)), min(width, round(self.right * width)),
            min(height, round(self.bottom * height)),
        )  # fmt: skip


class Staging:
    """Where everything is in a shot."""

    def __init__(self, request: ShootRequest) -> None:
        longer = max(request.width, request.height)
        self.width, self.height = (max(64, round(side * _SIZE / longer)) for side in (request.width, request.height))
        self._request = request
        shot = request.shot
        self._move = CameraMove(shot.camera, shot.frames, float(request.rate.fps), shot.seed, shot.intensity)
        self._skeletons = Skeletons(request, self.width, self.height, self._move, _ground(request))
        self._ground = _ground(request)

    def face(self, actor: Blocking, frame: int) -> Box | None:
        """The head of somebody who is turned to the camera; None otherwise, and for animals."""
        joints = {} if actor.back else self._joints(actor, frame)
        if "nose" not in joints:
            return None
        neck, nose = joints["neck"], joints["nose"]
        size = 1.15 * max(abs(neck[1] - nose[1]), 1.0)
        return self._box(nose[0] - size, nose[1] - 1.15 * size, nose[0] + size, nose[1] + 1.05 * size)

    def body(self, actor: Blocking, frame: int) -> Box | None:
        """Somebody from head to foot, or an animal."""
        joints = self._joints(actor, frame)
        if not joints:
            return self._creature(actor, frame)
        xs, ys = ([point[axis] for point in joints.values()] for axis in (0, 1))
        head = max(max(ys) - min(ys), 1.0) / _HEADS
        return self._box(min(xs) - head, min(ys) - head, max(xs) + head, max(ys) + 0.4 * head)

    def thing(self, prop: PropPlacement, frame: int) -> Box | None:
        """A prop of the stage."""
        from aiprod.shooting.animatic import things

        share = frame / max(self._request.shot.frames - 1, 1)
        x = prop.x + ((prop.x if prop.to_x is None else prop.to_x) - prop.x) * share
        z = prop.z + ((prop.z if prop.to_z is None else prop.to_z) - prop.z) * share
        width, height = (side * prop.scale for side in things.size(prop.prop))
        return self._standing((x, self._ground + prop.y, z), width, height, frame)

    def _creature(self, actor: Blocking, frame: int) -> Box | None:
        look = next((item for item in self._request.looks if item.character == actor.character), None)
        if look is None:
            return None
        from aiprod.shooting.animatic import people

        rate = self._request.rate
        x, z = people.place(actor, rate.seconds(frame), rate.seconds(self._request.shot.frames))
        return self._standing((x, self._ground + actor.y, z), 1.3 * look.height_m, look.height_m, frame)

    def _standing(self, foot: tuple[float, float, float], width: float, height: float, frame: int) -> Box | None:
        view = self._move.view(frame, self.width, self.height)
        if foot[2] - view.z < 0.3:
            return None
        x, y = view.project(*foot)
        wide, tall = width * view.scale(foot[2]), height * view.scale(foot[2])
        pad = _MARGIN * min(wide, tall)
        return self._box(x - wide / 2 - pad, y - tall - pad, x + wide / 2 + pad, y + pad)

    def _joints(self, actor: Blocking, frame: int) -> dict[str, tuple[float, float]]:
        return self._skeletons.joints(actor, frame)

    def _box(self, left: float, top: float, right: float, bottom: float) -> Box:
        return Box(left / self.width, top / self.height, right / self.width, bottom / self.height)


def _ground(request: ShootRequest) -> float:
    from aiprod.shooting.animatic import places

    return places.build(request.shot.set).ground_y
