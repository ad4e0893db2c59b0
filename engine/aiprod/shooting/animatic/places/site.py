# SPDX-License-Identifier: Apache-2.0
"""A place being built: the planes, backdrops and lamps that painters of places hang on it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from math import cos, radians, sin, tan
from random import Random

import skia

from aiprod.film.catalogue import BY_ID
from aiprod.film.hashing import seed_from
from aiprod.film.palettes import light_for, mix, palette_for
from aiprod.film.screenplay import TimeOfDay, Weather
from aiprod.film.shots import SetDesign
from aiprod.shooting.animatic.places.brushes import Point, linear, poly, rect, shaded_paint
from aiprod.shooting.animatic.stage import Backdrop, Lit, Painter, Plane, Scenery, View, ViewPainter, lit_for, paint

Texture = Callable[[skia.Canvas], None]
"""Paints a surface in its own metres."""
SNOW = "#eef3fb"
BIG = ("lighthouse", "castle", "windmill", "clock_tower", "house", "ferris_wheel", "rocket", "satellite_dish", "statue", "tree")
"""Features that stand far off, on hills and headlands."""
AFLOAT = (
    "rowing_boat",
    "sailboat",
    "fishing_boat",
    "ferry",
    "whale",
    "dolphin",
    "gull",
    "plane",
    "hot_air_balloon",
    "kite",
    "star",
)
"""What may be where there is no ground."""


def half_width(z: float) -> float:
    """How far a plane at `z` must reach to each side so that no camera sees its end, metres."""
    return 1.6 * z + 6.0


@dataclass(frozen=True)
class Reflex:
    """A light that wet ground mirrors: a column from `low` to `high` metres at (x, z)."""

    x: float
    z: float
    low: float
    high: float
    width: float
    colour: str
    alpha: float = 0.5


@dataclass
class Site:
    """Collects what a place consists of. Painters close over it."""

    design: SetDesign
    planes: list[Plane] = field(default_factory=list)
    backdrops: list[Backdrop] = field(default_factory=list)
    practicals: list[tuple[float, float, float, str, float]] = field(default_factory=list)
    reflexes: list[Reflex] = field(default_factory=list)
    shadows: list[tuple[float, float, float, float]] = field(default_factory=list)
    """(x, z, width, height) of upright things that throw a shadow on the ground."""
    placed: set[str] = field(default_factory=set)
    land_to: float = 1e6
    """Depth at which dry ground ends; only what floats stands beyond."""

    @property
    def lit(self) -> Lit:
        return lit_for(self.design)

    @property
    def outdoors(self) -> Lit:
        """The light outside, also when the scene plays inside."""
        design = self.design
        if not design.interior:
            return self.lit
        palette = palette_for(design.time_of_day, design.weather, design.mood)
        light = light_for(design.time_of_day, design.weather, azimuth_deg=design.light.azimuth_deg)
        return Lit(palette, light, design.time_of_day, design.weather)

    def rng(self, *names: object) -> Random:
        """A generator of its own for each named detail, so that a new detail moves no other."""
        return Random(seed_from(self.design.seed, self.design.place, self.design.view, *names))

    def shared_rng(self, *names: object) -> Random:
        """As `rng`, but the same on the master and the reverse: materials and colours of the place."""
        return Random(seed_from(self.design.seed, self.design.place, *names))

    @property
    def reverse(self) -> bool:
        return self.design.view == "reverse"

    @property
    def snowy(self) -> bool:
        return self.design.weather is Weather.SNOW

    @property
    def wet(self) -> bool:
        return self.design.weather in (Weather.RAIN, Weather.STORM)

    @property
    def dark(self) -> bool:
        """Lamps are on."""
        time, weather = self.design.time_of_day, self.design.weather
        return time in (TimeOfDay.NIGHT, TimeOfDay.DUSK) or weather is Weather.STORM or (time is TimeOfDay.DAWN)

    @property
    def windy(self) -> float:
        """How hard the wind blows, 0–1."""
        return {Weather.STORM: 1.0, Weather.WIND: 0.75, Weather.RAIN: 0.4, Weather.SNOW: 0.3}.get(self.design.weather, 0.18)

    def earth(self, local: str, cover: float = 0.9) -> str:
        """A ground's own colour in this weather: under snow, or darker when wet."""
        if self.snowy:
            return mix(local, SNOW, cover)
        return mix(local, "#1c2026", 0.35) if self.wet else local

    def plane(
        self,
        name: str,
        z: float,
        painter: Painter,
        height: float,
        *,
        below: float = 0.3,
        half: float | None = None,
        x: float = 0.0,
        moving: bool = False,
        category: str = "set",
    ) -> None:
        """Add an upright plane that covers `height` metres above the ground, `half` metres to each side of `x`."""
        reach = half_width(z) if half is None else half
        self.planes.append(Plane(name, z, painter, (x - reach, -height, x + reach, below), moving, category))

    def backdrop(
        self, name: str, z: float, painter: ViewPainter, near_z: float = 2.0, far_z: float = 1000.0, moving: bool = False
    ) -> None:
        self.backdrops.append(Backdrop(name, z, painter, near_z, far_z, moving))

    def lamp(self, x: float, y: float, z: float, colour: str, radius: float) -> None:
        """A light in the picture; on wet ground it is mirrored."""
        self.practicals.append((x, y, z, colour, radius))
        self.reflexes.append(Reflex(x, z, 0.0, y + 0.5, 0.4, colour, 0.6))

    def feature(self, name: str, x: float, z: float, *, y: float = 0.0, scale: float = 1.0) -> None:
        """Stand a thing of the catalogue on the set; `y` metres above ground."""
        from aiprod.shooting.animatic import things

        left, top, right, bottom = things.bounds(name)
        width, height = things.size(name)
        lit, seed = self.lit.at(z), seed_from(self.design.seed, name)

        def painter(canvas: skia.Canvas, t: float) -> None:
            canvas.save()
            canvas.translate(x, -y)
            canvas.scale(scale, scale)
            things.draw(canvas, name, lit, t, seed=seed)
            canvas.restore()

        bounds = (x + left * scale, top * scale - y, x + right * scale, bottom * scale - y)
        self.planes.append(Plane(name, z, painter, bounds, things.moving(name), "prop"))
        if y == 0:
            self.shadows.append((x, z, width * scale * 0.6, height * scale))
        self.placed.add(name)

    def wanted(self, *names: str) -> list[str]:
        """The features still to be placed, among `names` (or any, if none is given), in the order of the screenplay."""
        found = dict.fromkeys(self.design.features)
        things = [name for name in found if name in BY_ID and BY_ID[name].kind != "place" and name not in self.placed]
        return [name for name in things if not names or name in names]

    def fit(self, name: str, x: float, z: float) -> tuple[float, float, float]:
        """Where a thing stands that is offered the spot (x, z), and its scale: big things go farther away outdoors, and are
        models of themselves in rooms, so that none hides the actors."""
        from aiprod.shooting.animatic import things

        width, height = things.size(name)
        if self.design.interior:
            return x, z, min(1.0, 2.3 / height, 2.0 / width)
        far = min(max(1.0, height / 2.2, width / 2.6), 5.0)
        if z * far > self.land_to and name not in AFLOAT:
            side = 1 if x >= 0 else -1
            return side * max(abs(x), width / 2 + 2.6), self.land_to, 1.0
        return x * far**0.85, z * far, 1.0

    def place(self, spots: Sequence[tuple[float, float, float]], names: tuple[str, ...] = (), scale: float = 1.0) -> None:
        """Stand the features asked for at (x, y, z) spots, in order. With `names`, the spots were made for them."""
        for name, (x, y, z) in zip(self.wanted(*names), spots, strict=False):
            if names:
                self.feature(name, x, z, y=y, scale=scale)
            else:
                at_x, at_z, size = self.fit(name, x, z)
                self.feature(name, at_x, at_z, y=y, scale=size)

    def place_rest(self) -> None:
        """Nothing that the screenplay names is left out: what found no spot stands in the second row."""
        z = 7.2 if self.design.interior else 15.0
        offsets = (-3.0, 3.1, -2.4, 2.6, -3.6, 3.7)
        for index, name in enumerate(self.wanted()):
            x = offsets[index % len(offsets)] * z / 7.2
            at_x, at_z, size = self.fit(name, x, z - 0.15 * (index // len(offsets)))
            self.feature(name, at_x, at_z, scale=size)

    def scenery(self, ground_y: float = 0.0) -> Scenery:
        return Scenery(tuple(self.planes), tuple(self.backdrops), ground_y, tuple(self.practicals))


def surface_matrix(
    view: View, origin: tuple[float, float, float], u: tuple[float, float, float], v: tuple[float, float, float]
) -> skia.Matrix:
    """The homography from a flat surface (u, v in metres; stage axes, y up) to the picture's pixels."""
    cx, cy = view.width / 2 + view.shift_x, view.height / 2 + view.shift_y
    ox, oy, oz = origin[0] - view.x, origin[1] - view.y, origin[2] - view.z

    def row(dx: float, dy: float, dz: float) -> tuple[float, float, float]:
        return view.focal_px * dx + cx * dz, -view.focal_px * dy + cy * dz, dz

    (ux, uy, uw), (vx, vy, vw), (tx, ty, tw) = row(*u), row(*v), row(ox, oy, oz)
    return skia.Matrix.MakeAll(ux, vx, tx, uy, vy, ty, uw, vw, tw)


def ground_matrix(view: View, y: float = 0.0) -> skia.Matrix:
    """From ground metres (x, z) to pixels."""
    return surface_matrix(view, (0, y, 0), (1, 0, 0), (0, 0, 1))


def recorded(texture: Texture) -> skia.Picture:
    recorder = skia.PictureRecorder()
    canvas = recorder.beginRecording(skia.Rect.MakeLTRB(-4000, -4000, 4000, 4000))
    texture(canvas)
    return recorder.finishRecordingAsPicture()


class Once:
    """Something made at its first use and kept."""

    def __init__(self, make: Callable[[], skia.Picture]) -> None:
        self._make, self._made = make, None

    def __call__(self) -> skia.Picture:
        if self._made is None:
            self._made = self._make()
        return self._made


def below_horizon(canvas: skia.Canvas, view: View) -> skia.Rect | None:
    """The part of the picture (with what the stage keeps beyond its borders) under the horizon, in pixels."""
    area = canvas.getLocalClipBounds()
    top = max(area.top(), view.horizon)
    return skia.Rect.MakeLTRB(area.left(), top, area.right(), area.bottom()) if top < area.bottom() else None


GROUND_DEPTHS = (1.2, 2.0, 3.0, 4.5, 7.0, 12.0, 25.0, 60.0, 150.0, 600.0)


def depth_gradient(
    view: View, colour_at: Callable[[float], str], y: float = 0.0, depths: tuple[float, ...] = GROUND_DEPTHS
) -> skia.Shader:
    """A vertical gradient that has at each depth of the ground (height `y`) the colour of that depth."""
    rows = [(view.project(0, y, max(z, view.z + 0.3))[1], colour_at(z)) for z in depths if z > view.z + 0.2]
    rows.sort()
    top, bottom = rows[0][0], max(rows[-1][0], rows[0][0] + 1)
    return linear((0, top), (0, bottom), [((row - top) / (bottom - top), colour, 1) for row, colour in rows])


def ground(
    site: Site,
    local: str,
    texture: Texture | None = None,
    *,
    name: str = "ground",
    z: float = 1500.0,
    y: float = 0.0,
    exposure: float = 0.6,
    colour_at: Callable[[float], str] | None = None,
    gloss: float = 0.0,
) -> Callable[[float], str]:
    """A flat ground to the horizon with a texture in true perspective. Returns its colour at a depth, for the feet of planes."""
    lit = site.lit
    exposure = min(exposure + 0.3, 1.0) if site.snowy else exposure

    def colour(depth: float) -> str:
        return colour_at(depth) if colour_at else lit.at(depth).colour(local, exposure)

    def whole(canvas: skia.Canvas) -> None:
        if texture:
            texture(canvas)
        cast_shadows(site, canvas)

    picture = Once(lambda: recorded(whole))

    def painter(canvas: skia.Canvas, view: View, t: float) -> None:
        area = below_horizon(canvas, view)
        if area is None:
            return
        canvas.save()
        canvas.clipRect(area)
        canvas.drawRect(area, shaded_paint(depth_gradient(view, colour, y)))
        canvas.save()
        canvas.concat(ground_matrix(view, y))
        canvas.drawPicture(picture())
        canvas.restore()
        if site.wet or gloss:
            mirror_lights(site, canvas, view, y, 1.0 if site.wet else gloss)
        canvas.restore()

    site.backdrop(name, z, painter)
    return colour


def cast_shadows(site: Site, canvas: skia.Canvas) -> None:
    """Shadows of upright things along the ground, away from the key; none under a closed sky."""
    light = site.design.light
    soft = {Weather.CLEAR: 1.0, Weather.WIND: 0.9, Weather.CLOUDY: 0.35}.get(site.design.weather, 0.0)
    if soft == 0.0:
        return
    reach = min(1.0 / max(tan(radians(max(light.elevation_deg, 4))), 0.1), 5.0)
    dx, dz = -sin(radians(light.azimuth_deg)) * reach, cos(radians(light.azimuth_deg)) * reach
    for x, z, width, height in site.shadows:
        far_x, far_z = x + dx * height, max(z + dz * height, 0.6)
        lit = site.lit.at(z)
        spread = 0.35 if abs(dx) > abs(dz) else 0.0
        quad = poly(
            [
                (x - width / 2, z - spread),
                (x + width / 2, z + spread),
                (far_x + width * 0.4, far_z + spread),
                (far_x - width * 0.4, far_z - spread),
            ]
        )
        tint = mix(lit.palette.shadow, lit.palette.ambient, 0.25)
        canvas.drawPath(
            quad, shaded_paint(linear((x, z), (far_x, far_z), [(0, tint, 0.42 * soft), (0.6, tint, 0.25 * soft), (1, tint, 0)]))
        )


def mirror_lights(site: Site, canvas: skia.Canvas, view: View, y: float, strength: float) -> None:
    """Vertical smears under lamps and lit windows on a wet or polished ground."""
    for reflex in site.reflexes:
        if reflex.z <= view.z + 0.5:
            continue
        px, top = view.project(reflex.x, y - reflex.low * 0.5, reflex.z)
        _, bottom = view.project(reflex.x, y - reflex.high * 1.15, reflex.z)
        half = max(reflex.width * view.scale(reflex.z) * 0.5, 1.0)
        alpha = reflex.alpha * strength
        for widen, part in ((0.8, 0.5), (1.9, 0.26)):
            _smear(canvas, rect(px - half * widen, top, px + half * widen, bottom), reflex.colour, alpha * part)


def _smear(canvas: skia.Canvas, box: skia.Rect, colour: str, alpha: float) -> None:
    """Light drawn out downwards, soft at its sides."""
    down = linear(
        (0, box.top()), (0, box.bottom()), [(0, colour, 0), (0.12, colour, alpha), (0.5, colour, alpha * 0.6), (1, colour, 0)]
    )
    across = linear(
        (box.left(), 0), (box.right(), 0), [(0, "#ffffff", 0), (0.35, "#ffffff", 1), (0.65, "#ffffff", 1), (1, "#ffffff", 0)]
    )
    both = skia.Shaders.Blend(skia.BlendMode.kDstIn, down, across)
    canvas.drawRect(box, shaded_paint(both, BlendMode=skia.BlendMode.kScreen))


def slab(
    canvas: skia.Canvas,
    left: float,
    right: float,
    height: float,
    depth: float,
    z: float,
    colours: tuple[str, str],
    thick: float = 0.06,
    eye: float = 1.6,
) -> list[Point]:
    """A horizontal board seen from the home camera: its top in perspective and its front edge. Returns the top's corners."""
    shrink = z / (z + depth)
    back = -(eye - (eye - height) * shrink)
    top = [(left, -height), (right, -height), (right * shrink, back), (left * shrink, back)]
    canvas.drawPath(poly(top), paint(colours[0]))
    canvas.drawRect(skia.Rect.MakeLTRB(left, -height, right, -height + thick), paint(colours[1]))
    return top
