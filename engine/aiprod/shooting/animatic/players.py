# SPDX-License-Identifier: Apache-2.0
"""Actors and things on the stage: where they stand at each moment, and the shadow that ties them to the ground."""

from __future__ import annotations

from dataclasses import dataclass
from math import cos, radians, sin, tan
from typing import TYPE_CHECKING

from aiprod.film.look import CharacterLook
from aiprod.film.shots import Blocking, PropPlacement, ShootRequest, Stance
from aiprod.shooting.animatic.layers import painted_sprite
from aiprod.shooting.animatic.lens import NEAREST_M, within
from aiprod.shooting.animatic.moment import Moment
from aiprod.shooting.animatic.raster import Sprite, blank, canvas_on
from aiprod.shooting.animatic.stage import Lit

if TYPE_CHECKING:
    import skia

_SPREAD = {Stance.LIE: 1.15, Stance.SIT: 0.75, Stance.RUN: 0.85, Stance.FLOAT: 1.0}
_IN_FRONT_M = 0.004
"""Actors stand this much nearer than a thing at the same depth."""


@dataclass(frozen=True)
class Ground:
    """The ground under the players, and how the key light throws their shadows on it."""

    y: float
    lit: Lit

    @property
    def darkness(self) -> float:
        """How strong a thrown shadow is: hard under a clear sun, gone under cloud and at night."""
        light = self.lit.light
        clear = min(light.intensity, 1.0) * (1 - 0.8 * light.haze)
        return max(0.0, clear) * (0.5 if self.lit.interior or self.lit.night else 1.0)


class Player:
    """What actors and things have in common: a path on the ground, a size, a shadow."""

    still = False
    name: str
    category: str
    _ground: Ground
    _start: tuple[float, float, float]
    _end: tuple[float, float]
    _half_width: float
    _casts = True

    def place(self, moment: Moment) -> tuple[float, float, float]:
        """Stage x, y (of the feet) and z at a moment."""
        x, y, z = self._start
        to_x, to_z = self._end
        return x + (to_x - x) * moment.share, self._ground.y + y, z + (to_z - z) * moment.share

    def z(self, moment: Moment) -> float:
        return self.place(moment)[2]

    def shadow(self, moment: Moment) -> Sprite | None:
        """A soft contact shadow, and a longer one away from the key light."""
        x, y, z = self.place(moment)
        if not self._casts or y - self._ground.y > 0.6 or moment.distance(z) <= NEAREST_M or moment.view.y <= self._ground.y:
            return None
        return ground_shadow(moment, self._ground, x, z, self._half_width)


def ground_shadow(moment: Moment, ground: Ground, x: float, z: float, half_width: float) -> Sprite | None:
    """An ellipse on the ground, projected: as flat as the camera sees it."""
    view, light = moment.view, ground.lit.light
    scale = view.scale(z)
    cx, cy = view.project(x, ground.y, z)
    depth_px = scale * half_width * 0.7 * max(view.y - ground.y, 0.05) / max(moment.distance(z), 0.5)
    reach = min(1.6, 0.5 / max(tan(radians(max(light.elevation_deg, 12))), 0.2)) * scale
    push_x = -sin(radians(light.azimuth_deg)) * reach
    push_y = cos(radians(light.azimuth_deg)) * -reach * depth_px / max(scale * half_width, 1)
    width_px = scale * half_width
    span_x, span_y = abs(push_x) + 2.2 * width_px, abs(push_y) + 2.2 * depth_px + 2
    box = within((int(cx - span_x), int(cy - span_y), int(cx + span_x) + 1, int(cy + span_y) + 1), view.width, view.height)
    if box is None or scale * half_width < 1:
        return None
    pixels = blank(box[2] - box[0], box[3] - box[1])
    surface = canvas_on(pixels)
    with surface as canvas:
        canvas.translate(-box[0], -box[1])
        if view.roll_deg:
            canvas.rotate(-view.roll_deg, view.width / 2, view.height / 2)
        shade = ground.lit.palette.shadow
        thrown = 0.34 * ground.darkness
        if thrown > 0.03:
            _blob(canvas, cx + push_x * 0.55, cy + push_y * 0.55, width_px * 0.9 + abs(push_x) * 0.6,
                  depth_px + abs(push_y) * 0.6, shade, thrown)  # fmt: skip
        _blob(canvas, cx, cy, width_px * 1.15, depth_px * 0.9, shade, 0.5)
    return Sprite(box[0], box[1], pixels)


def _blob(canvas: skia.Canvas, x: float, y: float, rx: float, ry: float, colour: str, alpha: float) -> None:
    import skia

    value = int(colour[1:], 16)
    stops = [(round(255 * alpha * share) << 24) | value for share in (1.0, 0.7, 0.22, 0.0)]
    matrix = skia.Matrix.MakeAll(rx, 0, x, 0, max(ry, 1.0), y, 0, 0, 1)
    shader = skia.GradientShader.MakeRadial((0, 0), 1.0, stops, [0.0, 0.35, 0.7, 1.0], skia.TileMode.kClamp, 0, matrix)
    canvas.drawPaint(skia.Paint(Shader=shader))


class Actor(Player):
    """A person (or robot) of the cast."""

    category = "person"

    def __init__(self, blocking: Blocking, request: ShootRequest, ground: Ground) -> None:
        self.name = blocking.character
        self._blocking, self._ground, self._look = blocking, ground, request.look(blocking.character)
        self._start = (blocking.x, blocking.y, blocking.z - _IN_FRONT_M)
        self._end = (
            blocking.x if blocking.to_x is None else blocking.to_x,
            blocking.z - _IN_FRONT_M if blocking.to_z is None else blocking.to_z - _IN_FRONT_M,
        )
        self._speech = tuple(s for s in request.speech if s.character == blocking.character)
        self._duration, self._seed = request.rate.seconds(request.shot.frames), request.shot.seed
        height = self._look.height_m
        self._half_width = height * (0.42 if blocking.stance is Stance.LIE else 0.17)
        spread = height * _SPREAD.get(blocking.stance, 0.7)
        self._bounds = (-spread, -1.32 * height, spread, 0.2 * height)

    def sprite(self, moment: Moment) -> Sprite | None:
        from aiprod.shooting.animatic import people

        x, y, z = self.place(moment)
        lit = self._ground.lit.at(moment.distance(z))
        pose = people.pose(self._blocking, self._look, self._speech, moment.t, self._duration, self._seed)

        def paint(canvas: skia.Canvas, t: float) -> None:
            people.draw(canvas, self._look, pose, lit, t)

        return painted_sprite(paint, moment, z, self._bounds, (x, y))


class Thing(Player):
    """A prop, vehicle, landmark or animal."""

    def __init__(self, placement: PropPlacement, ground: Ground, seed: int, category: str = "prop") -> None:
        from aiprod.shooting.animatic import things

        self.name, self.category = placement.prop, category
        self._placement, self._ground, self._seed = placement, ground, seed
        self._start = (placement.x, placement.y, placement.z)
        self._end = (
            placement.x if placement.to_x is None else placement.to_x,
            placement.z if placement.to_z is None else placement.to_z,
        )
        width, height = (side * placement.scale for side in things.size(placement.prop))
        self._half_width = width * 0.46
        pad = 0.35 * max(width, height)
        self._bounds = (-width / 2 - pad, -height - pad, width / 2 + pad, pad)

    def sprite(self, moment: Moment) -> Sprite | None:
        from aiprod.shooting.animatic import things

        x, y, z = self.place(moment)
        lit, placement = self._ground.lit.at(moment.distance(z)), self._placement

        def paint(canvas: skia.Canvas, t: float) -> None:
            canvas.scale(placement.scale, placement.scale)
            things.draw(
                canvas, placement.prop, lit, t, seed=self._seed, colour=placement.colour, flip=placement.flip, hero=placement.hero
            )

        return painted_sprite(paint, moment, z, self._bounds, (x, y))


class Creature(Player):
    """An animal of the cast: drawn by `things`, acting through a pose."""

    category = "person"

    def __init__(self, blocking: Blocking, look: CharacterLook, request: ShootRequest, ground: Ground) -> None:
        from aiprod.shooting.animatic import things

        self.name = blocking.character
        self._blocking, self._look, self._ground = blocking, look, ground
        self._start = (blocking.x, blocking.y, blocking.z - _IN_FRONT_M)
        self._end = (
            blocking.x if blocking.to_x is None else blocking.to_x,
            blocking.z if blocking.to_z is None else blocking.to_z,
        )
        self._speech = tuple(s for s in request.speech if s.character == blocking.character)
        self._duration, self._seed = request.rate.seconds(request.shot.frames), request.shot.seed
        width, height = things.size(look.species)
        self._scale = look.height_m / height
        self._half_width = width * self._scale * 0.4
        pad = 0.35 * max(width, height)
        self._bounds = tuple(self._scale * side for side in (-width / 2 - pad, -height - pad, width / 2 + pad, pad))

    def sprite(self, moment: Moment) -> Sprite | None:
        from aiprod.shooting.animatic import people, things

        x, y, z = self.place(moment)
        lit = self._ground.lit.at(moment.distance(z))
        pose = people.pose(self._blocking, self._look, self._speech, moment.t, self._duration, self._seed)
        heading = self._end[0] - self._start[0] or self._blocking.facing

        def paint(canvas: skia.Canvas, t: float) -> None:
            canvas.scale(self._scale, self._scale)
            things.draw(canvas, self._look.species, lit, t, seed=self._seed, colour=self._look.skin, flip=heading < 0, pose=pose)

        left, top, right, bottom = self._bounds
        return painted_sprite(paint, moment, z, (left, top, right, bottom), (x, y))


def players(request: ShootRequest, ground: Ground) -> list[Player]:
    """Everyone and everything that stands on the stage of a shot."""
    from aiprod.film.catalogue import BY_ID
    from aiprod.film.hashing import seed_from

    cast: list[Player] = []
    for blocking in request.shot.blocking:
        look = request.look(blocking.character)
        animal = look.species in BY_ID and BY_ID[look.species].kind == "animal"
        cast.append(Creature(blocking, look, request, ground) if animal else Actor(blocking, request, ground))
    things = [
        Thing(placement, ground, seed_from(request.shot.set.seed, placement.prop, index))
        for index, placement in enumerate(request.shot.props)
    ]
    return [*cast, *things]
