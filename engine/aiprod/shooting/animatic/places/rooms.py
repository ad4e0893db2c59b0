# SPDX-License-Identifier: Apache-2.0
"""Rooms: walls, floor and ceiling in true perspective, windows on the weather, lamps and shafts of light."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import sin

import skia

from aiprod.film.palettes import mix
from aiprod.film.screenplay import TimeOfDay, Weather
from aiprod.shooting.animatic.places.brushes import WARM, glow, linear, poly, radial, rect, shaded_paint, stroke
from aiprod.shooting.animatic.places.site import (
    Once,
    Site,
    Texture,
    ground_matrix,
    mirror_lights,
    recorded,
    surface_matrix,
)
from aiprod.shooting.animatic.places.sky import sky
from aiprod.shooting.animatic.places.street_things import cone
from aiprod.shooting.animatic.places.vistas import hang_vista
from aiprod.shooting.animatic.stage import Lit, View, paint

BEHIND = -4.0
"""Where walls begin, behind the camera."""
WallArt = Callable[[skia.Canvas, Lit], None]
"""Paints on a wall in its own metres: along the wall (x, or z for side walls), y down from the floor."""


@dataclass(frozen=True)
class Opening:
    """A window in the back wall, metres: left, right, sill and head above the floor."""

    left: float
    right: float
    sill: float = 0.95
    head: float = 2.25
    round: bool = False
    bars: tuple[int, int] = (2, 2)

    @property
    def box(self) -> skia.Rect:
        return rect(self.left, -self.head, self.right, -self.sill)


@dataclass(frozen=True)
class Room:
    """The shell of a room, metres and local colours."""

    half: float = 4.6
    depth: float = 8.0
    height: float = 2.9
    wall: str = "#d8cbb4"
    floor: str = "#9a7048"
    ceiling: str = "#e8e2d6"
    trim: str = "#f0eadc"
    dado: str = ""
    """Colour of the lower third of the walls, if another."""
    frame: str = "#f0eadc"
    beams: str = ""
    """Colour of timber beams under the ceiling, if it has any."""


def daylight(site: Site) -> float:
    """How much light comes in by the windows, 0–1."""
    day = {TimeOfDay.NIGHT: 0.08, TimeOfDay.DUSK: 0.35, TimeOfDay.DAWN: 0.45}.get(site.design.time_of_day, 1.0)
    return day * {Weather.CLEAR: 1.0, Weather.WIND: 0.9, Weather.CLOUDY: 0.55, Weather.SNOW: 0.6}.get(site.design.weather, 0.4)


def sun_through(site: Site) -> float:
    """How strongly the sun itself comes in."""
    clear = {Weather.CLEAR: 1.0, Weather.WIND: 0.85, Weather.CLOUDY: 0.2}.get(site.design.weather, 0.0)
    return clear * {TimeOfDay.NIGHT: 0.3, TimeOfDay.DUSK: 0.75, TimeOfDay.DAWN: 0.75, TimeOfDay.DAY: 0.7}.get(
        site.design.time_of_day, 1.0
    )


def room(
    site: Site,
    look: Room,
    openings: Sequence[Opening] = (),
    *,
    floor: Texture | None = None,
    back: WallArt | None = None,
    left: WallArt | None = None,
    right: WallArt | None = None,
    gloss: float = 0.18,
    vista: str = "garden",
    over: WallArt | None = None,
) -> None:
    """Build the shell, the windows and what is seen through them."""
    if openings:
        _outside(site, look, openings, vista)
    _shell(site, look, floor, left, right, openings, gloss)
    _back_wall(site, look, openings, back, over)
    if openings:
        _shafts(site, look, openings)


def _wall_exposure(lit: Lit, side: int) -> float:
    return 0.56 - 0.26 * side * lit.key_side


def _shell(
    site: Site,
    look: Room,
    floor: Texture | None,
    left: WallArt | None,
    right: WallArt | None,
    openings: Sequence[Opening],
    gloss: float,
) -> None:
    ground = Once(lambda: recorded(lambda canvas: _floor(canvas, site, look, floor, openings)))
    above = Once(lambda: recorded(lambda canvas: _ceiling(canvas, site, look)))
    sides = {side: Once(_side_picture(site, look, art, side)) for side, art in ((-1, left), (1, right))}

    def painter(canvas: skia.Canvas, view: View, t: float) -> None:
        layers: list[tuple[skia.Matrix, Once]] = [(surface_matrix(view, (0, look.height, 0), (1, 0, 0), (0, 0, 1)), above)]
        layers += [
            (surface_matrix(view, (side * look.half, 0, 0), (0, 0, 1), (0, -1, 0)), picture) for side, picture in sides.items()
        ]
        layers.append((ground_matrix(view), ground))
        for matrix, picture in layers:
            canvas.save()
            canvas.concat(matrix)
            canvas.drawPicture(picture())
            canvas.restore()
        canvas.save()
        canvas.clipRect(rect(-1e5, view.project(0, 0, look.depth)[1], 1e5, 1e5))
        mirror_lights(site, canvas, view, 0.0, gloss)
        canvas.restore()

    site.backdrop("room", look.depth + 0.05, painter, near_z=1.5, far_z=look.depth)


def _side_picture(site: Site, look: Room, art: WallArt | None, side: int) -> Callable[[], skia.Picture]:
    lit = site.lit.at(look.depth * 0.6)

    def paint_side(canvas: skia.Canvas) -> None:
        bright = _wall_exposure(lit, side)
        near, far = lit.colour(look.wall, max(bright - 0.3, 0.05)), lit.colour(look.wall, bright)
        canvas.drawRect(
            rect(BEHIND, -look.height - 0.02, look.depth + 0.03, 0.02),
            shaded_paint(linear((1.0, 0), (look.depth, 0), [(0, near, 1), (1, far, 1)])),
        )
        _dado(canvas, look, lit, BEHIND, look.depth, bright)
        if art:
            art(canvas, lit)
        corner = linear((look.depth - 0.9, 0), (look.depth, 0), [(0, lit.palette.shadow, 0), (1, lit.palette.shadow, 0.22)])
        canvas.drawRect(rect(look.depth - 0.9, -look.height, look.depth + 0.03, 0), shaded_paint(corner))

    return lambda: recorded(paint_side)


def _dado(canvas: skia.Canvas, look: Room, lit: Lit, a: float, b: float, bright: float) -> None:
    if look.dado:
        canvas.drawRect(rect(a, -1.0, b, 0.02), paint(lit.colour(look.dado, bright)))
        canvas.drawRect(rect(a, -1.05, b, -0.98), paint(lit.colour(look.trim, bright)))
        panel, x = skia.Path(), -30.0
        while x < b:
            if x > a:
                panel.addRect(rect(x + 0.08, -0.85, x + 0.72, -0.24))
            x += 0.8
        canvas.drawPath(panel, stroke(lit.colour(mix(look.dado, "#000000", 0.3), bright), 0.015, 0.6))
    canvas.drawRect(rect(a, -0.14, b, 0.02), paint(lit.colour(look.trim, bright * 0.9)))
    canvas.drawRect(rect(a, -look.height, b, -look.height + 0.08), paint(lit.colour(look.trim, bright)))


def _floor(canvas: skia.Canvas, site: Site, look: Room, texture: Texture | None, openings: Sequence[Opening]) -> None:
    lit = site.lit
    area = rect(-look.half - 0.02, BEHIND, look.half + 0.02, look.depth + 0.03)
    canvas.save()
    canvas.clipRect(area, skia.ClipOp.kIntersect, True)
    near, far = lit.at(1.5).colour(look.floor, 0.4), lit.at(look.depth).colour(look.floor, 0.72)
    canvas.drawRect(area, shaded_paint(linear((0, 1.0), (0, look.depth), [(0, near, 1), (1, far, 1)])))
    if texture:
        texture(canvas)
    for opening in openings:
        _light_patch(canvas, site, look, opening)
    for x, z, w, _ in site.shadows:
        canvas.drawOval(rect(x - w * 0.62, z - 0.3, x + w * 0.62, z + 0.3), paint(lit.palette.shadow, 0.3))
    edge = linear((0, look.depth - 0.8), (0, look.depth), [(0, lit.palette.shadow, 0), (1, lit.palette.shadow, 0.35)])
    canvas.drawRect(area, shaded_paint(edge))
    for s in (-1, 1):
        side = linear((s * (look.half - 0.9), 0), (s * look.half, 0), [(0, lit.palette.shadow, 0), (1, lit.palette.shadow, 0.35)])
        canvas.drawRect(
            rect(min(s * (look.half - 0.9), s * look.half), BEHIND, max(s * (look.half - 0.9), s * look.half), look.depth),
            shaded_paint(side),
        )
    canvas.restore()


def _light_patch(canvas: skia.Canvas, site: Site, look: Room, opening: Opening) -> None:
    """The window's light on the floor, drawn out away from the key."""
    strength = sun_through(site)
    if strength <= 0.05:
        return
    outside = site.outdoors
    tint = mix(outside.palette.key, "#ffffff", 0.15)
    shift = -outside.key_side * 1.6
    z1, z0 = look.depth - 0.7, look.depth - 3.4
    across, up = opening.bars
    for i in range(across):
        a = opening.left + (opening.right - opening.left) * (i + 0.06) / across
        b = opening.left + (opening.right - opening.left) * (i + 0.94) / across
        for j in range(up):
            za, zb = z1 + (z0 - z1) * (j + 0.06) / up, z1 + (z0 - z1) * (j + 0.94) / up
            sa, sb = shift * (j + 0.06) / up, shift * (j + 0.94) / up
            patch = poly([(a + sa, za), (b + sa, za), (b + sb, zb), (a + sb, zb)])
            canvas.drawPath(patch, paint(tint, 0.42 * strength, BlendMode=skia.BlendMode.kSoftLight))
            canvas.drawPath(patch, paint(tint, 0.2 * strength, BlendMode=skia.BlendMode.kScreen))


def _ceiling(canvas: skia.Canvas, site: Site, look: Room) -> None:
    lit = site.lit
    near, far = lit.colour(look.ceiling, 0.22), lit.at(look.depth).colour(look.ceiling, 0.55)
    area = rect(-look.half - 0.02, BEHIND, look.half + 0.02, look.depth + 0.03)
    canvas.drawRect(area, shaded_paint(linear((0, 1), (0, look.depth), [(0, near, 1), (1, far, 1)])))
    if look.beams:
        x = -look.half + 0.5
        while x < look.half:
            canvas.drawRect(rect(x, BEHIND, x + 0.3, look.depth), paint(lit.palette.shadow, 0.3))
            shade = linear((0, 1), (0, look.depth), [(0, lit.colour(look.beams, 0.12), 1), (1, lit.colour(look.beams, 0.5), 1)])
            canvas.drawRect(rect(x, BEHIND, x + 0.22, look.depth), shaded_paint(shade))
            x += 1.15
    else:
        for inset, tone in ((0.28, 0.62), (0.36, 0.3)):
            frame = rect(-look.half + inset, BEHIND, look.half - inset, look.depth - inset)
            canvas.drawRect(frame, stroke(lit.colour(look.ceiling, tone), 0.045, 0.55))
    for lamp in site.practicals:
        pool = radial((lamp[0], lamp[2]), 2.4, [(0, lamp[3], 0.3), (0.4, lamp[3], 0.1), (1, lamp[3], 0)])
        canvas.drawCircle(lamp[0], lamp[2], 2.4, shaded_paint(pool, BlendMode=skia.BlendMode.kScreen))


def _back_wall(site: Site, look: Room, openings: Sequence[Opening], art: WallArt | None, over: WallArt | None) -> None:
    lit, z = site.lit.at(look.depth), look.depth

    def painter(canvas: skia.Canvas, t: float) -> None:
        canvas.save()
        for opening in openings:
            _cut(canvas, opening)
        area = rect(-look.half - 0.02, -look.height - 0.02, look.half + 0.02, 0.02)
        side = lit.key_side
        a, b = lit.colour(look.wall, 0.6 - 0.2 * side), lit.colour(look.wall, 0.6 + 0.2 * side)
        canvas.drawRect(area, shaded_paint(linear((-look.half, 0), (look.half, 0), [(0, a, 1), (1, b, 1)])))
        shade = linear(
            (0, -look.height),
            (0, 0),
            [
                (0, lit.palette.shadow, 0.28),
                (0.3, lit.palette.shadow, 0.0),
                (0.7, lit.palette.shadow, 0.0),
                (1, lit.palette.shadow, 0.16),
            ],
        )
        canvas.drawRect(area, shaded_paint(shade))
        _dado(canvas, look, lit, -look.half - 0.02, look.half + 0.02, 0.6)
        if art:
            art(canvas, lit)
        _wash(canvas, site, look)
        canvas.restore()
        for opening in openings:
            _frame(canvas, site, lit, look, opening)
        if over:
            over(canvas, lit)

    site.plane("back wall", z, painter, look.height + 0.05, half=look.half + 0.05, below=0.05)


def _wash(canvas: skia.Canvas, site: Site, look: Room) -> None:
    """Lamps near the wall light it around them; its corners stay darker."""
    for x, y, z, colour, radius in site.practicals:
        reach = 1.2 + radius + 0.5 * abs(look.depth - z)
        level = 0.34 / (1 + 0.5 * max(look.depth - z, 0))
        pool = radial((x, -y), reach, [(0, colour, level), (0.5, colour, level * 0.35), (1, colour, 0)])
        canvas.drawCircle(x, -y, reach, shaded_paint(pool, BlendMode=skia.BlendMode.kScreen))
    for side in (-1, 1):
        corner = linear(
            (side * look.half, 0),
            (side * (look.half - 1.5), 0),
            [(0, site.lit.palette.shadow, 0.3), (1, site.lit.palette.shadow, 0)],
        )
        canvas.drawRect(rect(-look.half, -look.height, look.half, 0), shaded_paint(corner))


def _cut(canvas: skia.Canvas, opening: Opening) -> None:
    hole = skia.Path()
    if opening.round:
        hole.addOval(opening.box)
    else:
        hole.addRect(opening.box)
    canvas.clipPath(hole, skia.ClipOp.kDifference, True)


def _frame(canvas: skia.Canvas, site: Site, lit: Lit, look: Room, opening: Opening) -> None:
    """Casing, bars, sill, and the sheen of the panes."""
    box = opening.box
    wood = lit.colour(look.frame, 0.5 + 0.2 * daylight(site))
    casing = stroke(wood, 0.11)
    casing.setStrokeCap(skia.Paint.kSquare_Cap)
    casing.setStrokeJoin(skia.Paint.kMiter_Join)
    glass = linear(
        (box.left(), box.top()),
        (box.right(), box.bottom()),
        [(0, "#ffffff", 0.12), (0.35, "#ffffff", 0.02), (0.36, "#ffffff", 0.1), (0.5, "#ffffff", 0.0), (1, "#ffffff", 0.03)],
    )
    if opening.round:
        canvas.drawOval(box, shaded_paint(glass))
        canvas.drawOval(box, stroke(wood, 0.14))
    else:
        canvas.drawRect(box, shaded_paint(glass))
        canvas.drawRect(box, casing)
    across, up = opening.bars
    for i in range(1, across):
        x = box.left() + box.width() * i / across
        canvas.drawRect(rect(x - 0.025, box.top(), x + 0.025, box.bottom()), paint(wood))
    for j in range(1, up):
        y = box.top() + box.height() * j / up
        canvas.drawRect(rect(box.left(), y - 0.02, box.right(), y + 0.02), paint(wood))
    if not opening.round:
        canvas.drawRect(
            rect(box.left() - 0.16, box.bottom() + 0.02, box.right() + 0.16, box.bottom() + 0.11),
            paint(lit.colour(look.frame, 0.85)),
        )
        canvas.drawRect(
            rect(box.left() - 0.16, box.bottom() + 0.11, box.right() + 0.16, box.bottom() + 0.2), paint(lit.palette.shadow, 0.2)
        )
    if site.wet:
        _drops(canvas, site, opening)


def _drops(canvas: skia.Canvas, site: Site, opening: Opening) -> None:
    rng, box = site.rng("drops", opening.left), opening.box
    streaks = skia.Path()
    for _ in range(60):
        x, y = rng.uniform(box.left(), box.right()), rng.uniform(box.top(), box.bottom() - 0.1)
        streaks.addOval(rect(x - 0.008, y, x + 0.008, y + rng.uniform(0.02, 0.09)))
    canvas.drawPath(streaks, paint("#e8f0f8", 0.45))


def _outside(site: Site, look: Room, openings: Sequence[Opening], vista: str) -> None:
    def aperture(view: View) -> skia.Rect:
        found = [view.project(x, y, look.depth) for o in openings for x, y in ((o.left, o.head), (o.right, o.sill))]
        margin = 4.0
        return rect(
            min(x for x, _ in found) - margin,
            min(y for _, y in found) - margin,
            max(x for x, _ in found) + margin,
            max(y for _, y in found) + margin,
        )

    sky(site, aperture)
    hang_vista(site, vista, aperture, look.depth)


def _shafts(site: Site, look: Room, openings: Sequence[Opening]) -> None:
    """Light in the air of the room, from each window down to the floor."""
    strength = sun_through(site) * 0.26
    if strength < 0.03:
        return
    outside = site.outdoors
    tint, shift = mix(outside.palette.key, "#ffffff", 0.2), -outside.key_side * 1.5

    def painter(canvas: skia.Canvas, t: float) -> None:
        for opening in openings:
            box = opening.box
            shape = poly(
                [
                    (box.left(), box.top()),
                    (box.right(), box.top()),
                    (box.right() + shift * 1.15 + 0.15, 0.2),
                    (box.left() + shift * 0.85 - 0.15, 0.2),
                ]
            )
            shade = linear((0, box.top()), (shift * 0.4, 0.2), [(0, tint, strength), (0.6, tint, strength * 0.45), (1, tint, 0)])
            canvas.drawPath(
                shape,
                shaded_paint(
                    shade, BlendMode=skia.BlendMode.kScreen, MaskFilter=skia.MaskFilter.MakeBlur(skia.kNormal_BlurStyle, 0.09)
                ),
            )

    site.plane("shafts", look.depth - 0.6, painter, look.height, half=look.half, category="effect")


def curtains(site: Site, look: Room, openings: Sequence[Opening], local: str) -> None:
    """Cloth at both sides of each window; it breathes."""
    lit = site.lit.at(look.depth)

    def painter(canvas: skia.Canvas, t: float) -> None:
        for opening in openings:
            width = (opening.right - opening.left) * 0.24
            for side, x in ((-1, opening.left), (1, opening.right)):
                _curtain(canvas, lit, x, side, width, opening, local, t, site.windy)
            canvas.drawRect(
                rect(opening.left - width - 0.1, -opening.head - 0.22, opening.right + width + 0.1, -opening.head - 0.18),
                paint(lit.colour("#6a4a34", 0.6)),
            )

    height = max(o.head for o in openings) + 0.4
    site.plane("curtains", look.depth - 0.06, painter, height, half=look.half, moving=True)


def _curtain(
    canvas: skia.Canvas, lit: Lit, x: float, side: int, width: float, opening: Opening, local: str, t: float, windy: float
) -> None:
    folds, top, low = 5, -opening.head - 0.2, -opening.sill + 0.35
    for i in range(folds):
        at = i / folds
        sway = 0.02 * sin(t * 0.9 + i * 0.8) * (0.5 + windy)
        x0, x1 = x + side * width * (1 - at) - side * 0.0, x + side * width * (1 - at - 1 / folds)
        tone = lit.colour(local, (0.75, 0.4)[i % 2] + 0.1 * lit.key_side * side)
        canvas.drawPath(poly([(x0, top), (x1, top), (x1 + sway, low), (x0 + sway, low)]), paint(tone, 0.96))


def pendant(
    site: Site,
    name: str,
    x: float,
    z: float,
    y: float,
    local: str,
    *,
    ceiling: float = 2.9,
    cone_size: float = 1.3,
    on: bool | None = None,
) -> None:
    """A lamp on its cord, with the cone of its light when it burns."""
    lit = site.lit.at(z)
    burns = (site.dark or daylight(site) < 0.45) if on is None else on
    drop = ceiling - y

    def light(canvas: skia.Canvas, t: float) -> None:
        cone(canvas, x, -y, cone_size, y * 0.95, WARM, 0.3)
        glow(canvas, x, -y + 0.02, 1.1, WARM, 0.42)

    def lamp(canvas: skia.Canvas, t: float) -> None:
        canvas.translate(x, -ceiling)
        canvas.rotate(0.7 * sin(t * 0.8 + x))
        canvas.drawLine(0, -1.5, 0, drop - 0.25, stroke(lit.colour("#2a2420", 0.3), 0.018))
        canvas.drawPath(
            poly([(-0.07, drop - 0.25), (0.07, drop - 0.25), (0.26, drop), (-0.26, drop)]), paint(lit.colour(local, 0.75))
        )
        bulb = mix(WARM, "#ffffff", 0.55) if burns else lit.colour("#e8e4da", 0.7)
        canvas.drawOval(rect(-0.13, drop - 0.05, 0.13, drop + 0.07), paint(bulb))

    site.plane(name, z, lamp, ceiling + 1.0, half=0.45, x=x, moving=True, below=-y + 0.2, category="prop")
    if burns:
        site.plane(f"{name} light", z - 0.01, light, y + 1.2, half=cone_size + 0.4, x=x, category="effect")
        site.lamp(x, y, z, WARM, 1.6)


def planks(site: Site, local: str, far: float, half: float = 14.0) -> Texture:
    """Floorboards that run away from the eye."""
    lit = site.lit

    def texture(canvas: skia.Canvas) -> None:
        rng = site.rng("planks")
        x = -half
        while x < half:
            w = rng.uniform(0.16, 0.22)
            z = BEHIND
            while z < far:
                length = rng.uniform(1.4, 2.8)
                tone = lit.at(max(z, 1)).colour(local, rng.choice((0.42, 0.55, 0.7)))
                canvas.drawRect(rect(x, z, x + w, min(z + length, far)), paint(tone, 0.5))
                canvas.drawRect(rect(x, min(z + length, far) - 0.02, x + w, min(z + length, far)), paint(lit.palette.shadow, 0.3))
                z += length
            canvas.drawRect(rect(x, BEHIND, x + 0.014, far), paint(lit.palette.shadow, 0.35))
            x += w

    return texture


def tiles(site: Site, local: str, far: float, half: float = 14.0, size: float = 0.5, other: str = "") -> Texture:
    """Square tiles, plain or chequered."""
    lit = site.lit

    def texture(canvas: skia.Canvas) -> None:
        rng = site.rng("tiles")
        count = int(half / size)
        for j in range(int((far - BEHIND) / size) + 1):
            z = BEHIND + j * size
            near = lit.at(max(z, 1))
            a, b = skia.Path(), skia.Path()
            for i in range(-count, count):
                box = rect(i * size, z, (i + 1) * size, z + size)
                if (i + j) % 2:
                    a.addRect(box)
                elif rng.random() < 0.4:
                    b.addRect(box)
            canvas.drawPath(a, paint(near.colour(other or mix(local, "#ffffff", 0.18), 0.6), 0.9 if other else 0.4))
            canvas.drawPath(b, paint(near.colour(mix(local, "#000000", 0.15), 0.6), 0.35))
            canvas.drawRect(rect(-half, z, half, z + 0.015), paint(lit.palette.shadow, 0.22))
        for i in range(-count, count):
            canvas.drawRect(rect(i * size, BEHIND, i * size + 0.012, far), paint(lit.palette.shadow, 0.22))

    return texture


def floor_patch(site: Site, name: str, z: float, texture: Texture, far: float) -> None:
    """A piece of floor in perspective over what lies behind it (a deck, a terrace, a quay)."""
    picture = Once(lambda: recorded(texture))

    def painter(canvas: skia.Canvas, view: View, t: float) -> None:
        canvas.save()
        canvas.concat(ground_matrix(view))
        canvas.drawPicture(picture())
        canvas.restore()
        if site.wet:
            mirror_lights(site, canvas, view, 0.0, 0.6)

    site.backdrop(name, z, painter, near_z=1.0, far_z=far)


def rug(site: Site, local: str, x: float, z: float, w: float, d: float, under: Texture) -> Texture:
    lit = site.lit

    def texture(canvas: skia.Canvas) -> None:
        under(canvas)
        for inset, colour in (
            (0.0, local),
            (0.14, mix(local, "#f0e0c0", 0.6)),
            (0.2, local),
            (0.5, mix(local, "#2a1a2a", 0.4)),
            (0.56, local),
        ):
            canvas.drawRoundRect(
                rect(x - w / 2 + inset, z - d / 2 + inset, x + w / 2 - inset, z + d / 2 - inset),
                0.05,
                0.05,
                paint(lit.at(z).colour(colour, 0.6)),
            )

    return texture


def lamp_glow(
    site: Site,
    name: str,
    x: float,
    y: float,
    z: float,
    radius: float,
    colour: str = WARM,
    alpha: float = 0.4,
    flicker: float = 0.0,
) -> None:
    """A pool of lamp light in the air and on the wall behind it; a fire flickers."""

    def painter(canvas: skia.Canvas, t: float) -> None:
        level = 1 + flicker * (0.6 * sin(t * 9.1) + 0.4 * sin(t * 23.7 + 1))
        shade = radial((x, -y), radius, [(0, colour, alpha * level), (0.35, colour, alpha * 0.4 * level), (1, colour, 0)])
        canvas.drawCircle(x, -y, radius, shaded_paint(shade, BlendMode=skia.BlendMode.kScreen))

    site.plane(name, z, painter, y + radius, half=radius, x=x, below=radius, moving=flicker > 0, category="effect")
    site.lamp(x, y, z, colour, radius * 0.7)
