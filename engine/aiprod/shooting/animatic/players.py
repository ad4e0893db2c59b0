# SPDX-License-Identifier: Apache-2.0
"""Actors and things on the stage: where they stand at each moment, and the shadow that ties them to the ground."""

from __future__ import annotations

from dataclasses import dataclass
from math import cos, hypot, radians, sin, tan
from typing import TYPE_CHECKING

from aiprod.film.hashing import seed_from
from aiprod.film.look import CharacterLook
from aiprod.film.shots import Blocking, PropPlacement, ShootRequest, Stance
from aiprod.shooting.animatic.camera import CameraMove
from aiprod.shooting.animatic.layers import StillPlane, Texture, painted_sprite, warped
from aiprod.shooting.animatic.lens import NEAREST_M, Affine, rolled
from aiprod.shooting.animatic.moment import Moment
from aiprod.shooting.animatic.raster import SPOT_PX, Sprite, blank, rgb_of, spot
from aiprod.shooting.animatic.stage import Lit, Plane, View

if TYPE_CHECKING:
    import skia

    from aiprod.shooting.animatic.people import Pose

_SPREAD = {Stance.LIE: 1.15, Stance.SIT: 0.75, Stance.RUN: 0.85, Stance.FLOAT: 1.0}
_FLIERS = frozenset(
    {"gull", "bird", "owl", "butterfly", "dragon", "balloon", "kite", "star", "plane", "hot_air_balloon", "spaceship", "window",
     "painting", "mirror", "clock", "mask", "fish", "whale", "dolphin"}
)  # fmt: skip
"""What hangs, swims or flies when it is not on the ground."""
_LEAST_FLATNESS, _LEAST_FLATNESS_SMALL = 0.16, 0.34
_SMALL_M = 0.2
_STRIDE = 1.2
"""A stride of an animal in its own heights."""
_NEAREST_M = 1.0
"""No nearer to the camera's home goes a thing that moves on after its shot."""
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
    _half_width: float
    _bounds: tuple[float, float, float, float]

    def place(self, moment: Moment) -> tuple[float, float, float]:
        """Stage x, y (of the feet) and z at a moment."""
        raise NotImplementedError

    def z(self, moment: Moment) -> float:
        """Stage depth: it sorts the player among the planes."""
        return self.place(moment)[2]

    def sprite(self, moment: Moment) -> Sprite | None:
        raise NotImplementedError

    def shadow(self, moment: Moment) -> Sprite | None:
        """A soft contact shadow, and a longer one away from the key light."""
        x, y, z = self.place(moment)
        if not self._rests(y - self._ground.y) or moment.distance(z) <= NEAREST_M or moment.view.y <= y:
            return None
        return contact_shadow(moment, self._ground, (x, y, z), self._half_width, -self._bounds[1] * 0.75)

    def _rests(self, height: float) -> bool:
        """Whether something lies under it to throw a shadow on, so many metres above ground."""
        return height < 0.2


def contact_shadow(
    moment: Moment, ground: Ground, foot: tuple[float, float, float], half_width: float, height: float
) -> Sprite | None:
    """An ellipse under a foot (stage x, y, z), as flat as the camera sees it; on the ground, also one that the key throws.

    `half_width` and `height` are the thing's, in metres.
    """
    view, light = moment.view, ground.lit.light
    scale = view.scale(foot[2])
    cx, cy = view.project(*foot)
    # Never quite flat: seen along the ground, a shadow of no height would leave things floating.
    least = _LEAST_FLATNESS_SMALL if half_width < _SMALL_M else _LEAST_FLATNESS
    flatness = max((view.y - foot[1]) / max(moment.distance(foot[2]), 0.5), least)
    depth_px = scale * half_width * 0.7 * flatness
    reach = height * min(1.2, 0.3 / max(tan(radians(max(light.elevation_deg, 12))), 0.2)) * scale
    push_x = -sin(radians(light.azimuth_deg)) * reach
    push_y = cos(radians(light.azimuth_deg)) * -reach * depth_px / max(scale * half_width, 1)
    width_px = scale * half_width
    if width_px < 1:
        return None
    shade = rgb_of(ground.lit.palette.shadow)
    contact = _shadow(view, shade, 0.62, (cx, cy, width_px * 1.3, depth_px * 1.1))
    thrown = 0.34 * ground.darkness if foot[1] - ground.y < 0.2 else 0.0
    if thrown < 0.03:
        return contact
    long = (cx + push_x * 0.55, cy + push_y * 0.55, width_px * 0.9 + abs(push_x) * 0.6, depth_px + abs(push_y) * 0.6)
    return _together(_shadow(view, shade, thrown, long), contact)


def _shadow(view: View, colour: tuple[int, int, int], alpha: float, ellipse: tuple[float, float, float, float]) -> Sprite | None:
    """A soft ellipse: centre and half axes in pixels, turned with the camera's roll."""
    x, y, rx, ry = ellipse
    stops = ((0.0, alpha), (0.35, 0.7 * alpha), (0.7, 0.22 * alpha), (1.0, 0.0))
    texture = Texture(spot(colour, stops), SPOT_PX / 2, -1.0, -1.0)
    return warped(texture, rolled(Affine(rx, 0, x, 0, max(ry, 1.0), y), view), view.width, view.height)


def _together(first: Sprite | None, second: Sprite | None) -> Sprite | None:
    """Two sprites as one: the second over the first."""
    if first is None or second is None:
        return first or second
    left, top = min(first.left, second.left), min(first.top, second.top)
    right = max(s.left + s.pixels.shape[1] for s in (first, second))
    bottom = max(s.top + s.pixels.shape[0] for s in (first, second))
    pixels = blank(right - left, bottom - top)
    for sprite in (first, second):
        Sprite(sprite.left - left, sprite.top - top, sprite.pixels).over(pixels)
    return Sprite(left, top, pixels)


class Performer(Player):
    """A member of the cast, at the place that its blocking gives it."""

    category = "person"

    def __init__(self, blocking: Blocking, look: CharacterLook, request: ShootRequest, ground: Ground) -> None:
        self.name = blocking.character
        self._blocking, self._look, self._ground = blocking, look, ground
        self._speech = tuple(s for s in request.speech if s.character == blocking.character)
        self._duration, self._seed = request.rate.seconds(request.shot.frames), request.shot.seed

    def place(self, moment: Moment) -> tuple[float, float, float]:
        from aiprod.shooting.animatic import people

        x, z = people.place(self._blocking, moment.t, self._duration)
        return x, self._ground.y + self._blocking.y, z - _IN_FRONT_M

    def _pose(self, t: float) -> Pose:
        from aiprod.shooting.animatic import people

        return people.pose(self._blocking, self._look, self._speech, t, self._duration, self._seed)


class Actor(Performer):
    """A person (or robot)."""

    def __init__(self, blocking: Blocking, look: CharacterLook, request: ShootRequest, ground: Ground) -> None:
        super().__init__(blocking, look, request, ground)
        height = look.height_m
        self._half_width = height * (0.42 if blocking.stance is Stance.LIE else 0.17)
        spread = height * _SPREAD.get(blocking.stance, 0.7)
        self._bounds = (-spread, -1.32 * height, spread, 0.2 * height)

    def sprite(self, moment: Moment) -> Sprite | None:
        from aiprod.shooting.animatic import people

        x, y, z = self.place(moment)
        lit, pose = self._ground.lit.at(moment.distance(z)), self._pose(moment.t)

        def paint(canvas: skia.Canvas, t: float) -> None:
            people.draw(canvas, self._look, pose, lit, t)

        return painted_sprite(paint, moment, z, self._bounds, (x, y))


class Creature(Performer):
    """An animal of the cast: drawn by `things`, acting through a pose."""

    def __init__(self, blocking: Blocking, look: CharacterLook, request: ShootRequest, ground: Ground) -> None:
        from aiprod.shooting.animatic import things

        super().__init__(blocking, look, request, ground)
        width, height = things.size(look.species)
        self._scale = look.height_m / height
        self._half_width = width * self._scale * 0.4
        self._bounds = _scaled(things.bounds(look.species), self._scale)
        travel = (blocking.x if blocking.to_x is None else blocking.to_x) - blocking.x
        self._flip = (travel or blocking.facing) < 0

    def sprite(self, moment: Moment) -> Sprite | None:
        from aiprod.shooting.animatic import things

        x, y, z = self.place(moment)
        lit, pose, look = self._ground.lit.at(moment.distance(z)), self._pose(moment.t), self._look

        def paint(canvas: skia.Canvas, t: float) -> None:
            canvas.scale(self._scale, self._scale)
            things.draw(canvas, look.species, lit, t, seed=self._seed, colour=look.skin, flip=self._flip, pose=pose)

        return painted_sprite(paint, moment, z, self._bounds, (x, y))


@dataclass(frozen=True)
class Travel:
    """How a thing that moves along goes: what its painter needs for wings, legs and wheels."""

    speed: float
    walk_phase: float


class Thing(Player):
    """A prop, vehicle, landmark or animal that is no member of the cast. What never changes is painted once."""

    category = "prop"

    def __init__(self, placement: PropPlacement, request: ShootRequest, ground: Ground, move: CameraMove, seed: int) -> None:
        from aiprod.shooting.animatic import things

        self.name = placement.prop
        self._flies = placement.prop in _FLIERS
        self._placement, self._ground, self._seed = placement, ground, seed
        self._start = (placement.x, placement.y, placement.z)
        self._end = (
            placement.x if placement.to_x is None else placement.to_x,
            placement.z if placement.to_z is None else placement.to_z,
        )
        width, _ = things.size(placement.prop)
        self._half_width = width * placement.scale * 0.46
        self._bounds = _scaled(things.bounds(placement.prop), placement.scale)
        self._distance = hypot(self._end[0] - self._start[0], self._end[1] - self._start[2])
        self._duration = request.rate.seconds(request.shot.frames)
        self.still = not self._distance and not things.moving(placement.prop)
        self._texture = self._textured(request, move) if self.still else None

    def _textured(self, request: ShootRequest, move: CameraMove) -> StillPlane:
        x, y, z = self._start
        lit = self._ground.lit.at(z)
        plane = Plane(self.name, z, lambda canvas, t: self._draw(canvas, lit, t), self._bounds, category=self.category)
        return StillPlane(plane, move, request.width, request.height, (x, self._ground.y + y))

    def place(self, moment: Moment) -> tuple[float, float, float]:
        x, y, z = self._start
        to_x, to_z = self._end
        nearest = min(z, to_z, _NEAREST_M)
        return x + (to_x - x) * moment.share, self._ground.y + y, max(z + (to_z - z) * moment.share, nearest)

    def _rests(self, height: float) -> bool:
        return height < 0.1 if self._flies else height < 2.2

    def _draw(self, canvas: skia.Canvas, lit: Lit, t: float) -> None:
        from aiprod.shooting.animatic import things

        it = self._placement
        canvas.scale(it.scale, it.scale)
        things.draw(canvas, it.prop, lit, t, seed=self._seed, colour=it.colour, flip=it.flip, hero=it.hero, pose=self._travel(t))

    def _travel(self, t: float) -> Travel | None:
        """None where it stays; else its speed, and strides of its own length made so far."""
        if not self._distance:
            return None
        speed = self._distance / self._duration
        return Travel(speed, speed * t / max(-self._bounds[1] * _STRIDE, 0.05))

    def sprite(self, moment: Moment) -> Sprite | None:
        if self._texture is not None:
            return self._texture.sprite(moment)
        x, y, z = self.place(moment)
        lit = self._ground.lit.at(moment.distance(z))
        return painted_sprite(lambda canvas, t: self._draw(canvas, lit, t), moment, z, self._bounds, (x, y))


def _scaled(bounds: tuple[float, float, float, float], scale: float) -> tuple[float, float, float, float]:
    left, top, right, bottom = bounds
    return left * scale, top * scale, right * scale, bottom * scale


def players(request: ShootRequest, ground: Ground, move: CameraMove) -> list[Player]:
    """Everyone and everything that stands on the stage of a shot."""
    from aiprod.film.catalogue import BY_ID

    cast: list[Player] = []
    for blocking in request.shot.blocking:
        look = request.look(blocking.character)
        animal = look.species in BY_ID and BY_ID[look.species].kind == "animal"
        cast.append((Creature if animal else Actor)(blocking, look, request, ground))
    for index, placement in enumerate(request.shot.props):
        seed = seed_from(request.shot.set.seed, placement.prop, index)
        cast.append(Thing(placement, request, ground, move, seed))
    return cast
