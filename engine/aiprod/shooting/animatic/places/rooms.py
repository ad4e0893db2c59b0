# SPDX-License-Identifier: Apache-2.0
"""Rooms: walls, floor and ceiling in true perspective."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import skia

from aiprod.film.palettes import mix
from aiprod.shooting.animatic.places.brushes import linear, radial, rect, shaded_paint, stroke
from aiprod.shooting.animatic.places.room_plan import BEHIND, Opening, Room
from aiprod.shooting.animatic.places.site import (
    Once,
    Site,
    Texture,
    ground_matrix,
    mirror_lights,
    recorded,
    surface_matrix,
)
from aiprod.shooting.animatic.places.windows import cut_window, hang_outside, light_patch, light_shafts, window_frame
from aiprod.shooting.animatic.stage import Lit, View, paint

WallArt = Callable[[skia.Canvas, Lit], None]
"""Paints on a wall in its own metres: along the wall (x, or z for side walls), y down from the floor."""


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
        hang_outside(site, look, openings, vista)
    _shell(site, look, floor, left, right, openings, gloss)
    _back_wall(site, look, openings, back, over)
    if openings:
        light_shafts(site, look, openings)


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
        light_patch(canvas, site, look, opening)
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
            cut_window(canvas, opening)
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
            window_frame(canvas, site, lit, look, opening)
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
