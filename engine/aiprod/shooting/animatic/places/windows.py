# SPDX-License-Identifier: Apache-2.0
"""Windows: frames, drops, curtains, the weather outside and the light they let in."""

from __future__ import annotations

from collections.abc import Sequence
from math import sin

import skia

from aiprod.film.palettes import mix
from aiprod.film.screenplay import TimeOfDay, Weather
from aiprod.shooting.animatic.places.brushes import linear, poly, rect, shaded_paint, stroke
from aiprod.shooting.animatic.places.room_plan import Opening, Room
from aiprod.shooting.animatic.places.site import (
    Site,
)
from aiprod.shooting.animatic.places.sky import sky
from aiprod.shooting.animatic.places.vistas import hang_vista
from aiprod.shooting.animatic.stage import Lit, View, paint


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


def light_patch(canvas: skia.Canvas, site: Site, look: Room, opening: Opening) -> None:
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


def cut_window(canvas: skia.Canvas, opening: Opening) -> None:
    hole = skia.Path()
    if opening.round:
        hole.addOval(opening.box)
    else:
        hole.addRect(opening.box)
    canvas.clipPath(hole, skia.ClipOp.kDifference, True)


def window_frame(canvas: skia.Canvas, site: Site, lit: Lit, look: Room, opening: Opening) -> None:
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


def hang_outside(site: Site, look: Room, openings: Sequence[Opening], vista: str) -> None:
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


def light_shafts(site: Site, look: Room, openings: Sequence[Opening]) -> None:
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
