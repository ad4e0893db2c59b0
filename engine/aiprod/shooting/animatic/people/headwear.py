# SPDX-License-Identifier: Apache-2.0
"""Hats, helmets, scarves and glasses. Units: heads; see `head`."""

from __future__ import annotations

from math import cos, pi, sin

import skia

from aiprod.film.look import CharacterLook, Headwear, Outfit
from aiprod.film.palettes import mix, scaled
from aiprod.shooting.animatic.people.face import Face
from aiprod.shooting.animatic.people.haircuts import HairPaint
from aiprod.shooting.animatic.people.shading import Point, extend_smooth, faded, smooth_path
from aiprod.shooting.animatic.people.solid import Row, Solid


def kind_of(look: CharacterLook) -> Headwear:
    """What is worn; a spacesuit comes with its helmet."""
    if look.outfit is Outfit.SPACESUIT and look.headwear is Headwear.NONE:
        return Headwear.HELMET
    return look.headwear


def covers_ears(look: CharacterLook) -> bool:
    return kind_of(look) is Headwear.HEADSCARF


def hides_hair(look: CharacterLook) -> bool:
    return kind_of(look) is Headwear.HEADSCARF


def paint_under(paint: HairPaint) -> None:
    """What lies behind the face."""
    if kind_of(paint.head.look) is Headwear.HEADSCARF:
        _scarf_behind(paint)


def _dome(
    paint: HairPaint,
    rows: tuple[Row, ...],
    low: float,
    tilt: float = 0.0,
    bulge: float = 0.0,
    colour: str | None = None,
    gain: float = 1.0,
) -> tuple[skia.Path, list[Point]]:
    """A cap of sections above a rim that goes round the head at height `low` (+ `tilt` higher in front)."""
    solid = Solid(rows)

    def rim(phi: float) -> float:
        return low + tilt * cos(phi)

    front = solid.band(paint.view, rim, low, 20, 1.0)
    left_y, right_y = -front[0][1], -front[-1][1]
    left, right = [], []
    for y, w, d, c in rows:
        half = ((w * paint.view.cos) ** 2 + (d * paint.view.sin) ** 2) ** 0.5
        if y > left_y + 0.01:
            left.append((c * paint.view.sin - half, -y))
        if y > right_y + 0.01:
            right.append((c * paint.view.sin + half, -y))
    outline = [front[0], *left[::-1], *(right[1:] if rows[0][1] == 0 else right), front[-1]]
    path = skia.Path()
    extend_smooth(path, outline, start=True)
    extend_smooth(path, [(x, y + bulge) for x, y in front[::-1]])
    path.close()
    fill = paint.ink.ball(colour or paint.head.look.headwear_colour, 0.0, -(low + 0.25), 0.48, 0.40, gain)
    paint.canvas.drawPath(path, fill)
    return path, front


def _rim(paint: HairPaint, low: float, tilt: float, w: float, d: float, c: float, count: int = 36) -> list[Point]:
    """A whole ring round the head (a brim), as points."""
    points = []
    for i in range(count):
        phi = 2 * pi * i / count
        x, y, _ = paint.view.place(w * sin(phi), low + tilt * cos(phi), c + d * cos(phi))
        points.append((x, y))
    return points


_CROWN: tuple[Row, ...] = (
    (1.10, 0.0, 0.0, -0.03),
    (1.085, 0.16, 0.19, -0.03),
    (1.02, 0.30, 0.36, -0.03),
    (0.90, 0.395, 0.465, -0.03),
    (0.76, 0.432, 0.505, -0.025),
    (0.60, 0.440, 0.510, -0.02),
    (0.45, 0.435, 0.49, -0.015),
)


def _band_line(paint: HairPaint, front: list[Point], colour: str, width: float, lift: float) -> None:
    band = smooth_path([(x, y - lift) for x, y in front], closed=False)
    stroke = paint.ink.stroke(colour, width, 0.6)
    stroke.setStrokeCap(skia.Paint.kButt_Cap)
    paint.canvas.drawPath(band, stroke)


def _cap(paint: HairPaint) -> None:
    path, front = _dome(paint, _CROWN, 0.715, 0.03)
    _peak(paint, 0.740, 0.30, scaled(paint.head.look.headwear_colour, 0.72))
    if paint.px > 50 and paint.view.cos > 0:
        paint.canvas.drawPath(
            smooth_path(
                [paint.view.place(0, 1.09, -0.03)[:2], paint.view.place(0, 1.0, 0.30)[:2], paint.view.place(0, 0.78, 0.47)[:2]],
                closed=False,
            ),
            paint.ink.stroke(scaled(paint.head.look.headwear_colour, 0.5), 0.010, 0.4, 0.7),
        )
    del path, front


def _peak(paint: HairPaint, y: float, out: float, colour: str) -> None:
    """The shade over the eyes of a cap."""
    view = paint.view
    if view.cos < -0.35:
        return
    edge, root = [], []
    for i in range(13):
        phi = (-1 + 2 * i / 12) * 1.05
        edge.append(
            view.place(
                0.40 * sin(phi), y - 0.075 * cos(phi) * cos(phi), (0.46 + out * max(0.0, cos(phi * 1.42))) * cos(phi) - 0.02
            )[:2]
        )
        root.append(view.place(0.432 * sin(phi), y + 0.01, 0.50 * cos(phi) - 0.025)[:2])
    path = skia.Path()
    extend_smooth(path, edge, start=True)
    extend_smooth(path, root[::-1])
    path.close()
    paint.canvas.drawPath(path, paint.ink.across(colour, (-0.4, 0), (0.4, 0), 0.9))
    paint.canvas.drawPath(smooth_path(edge, closed=False), paint.ink.stroke(colour, 0.034, 0.5))


def _beanie(paint: HairPaint) -> None:
    rows = tuple((y + 0.03 * (y > 0.9), w * 1.02, d * 1.02, c) for y, w, d, c in _CROWN)
    path, front = _dome(paint, rows, 0.72, 0.03)
    colour = paint.head.look.headwear_colour
    if paint.px > 50:
        paint.canvas.save()
        paint.canvas.clipPath(path, doAntiAlias=True)
        for i in range(-5, 6):
            paint.canvas.drawPath(
                smooth_path([(i * 0.085, -0.70), (i * 0.078, -0.92), (i * 0.03, -1.12)], closed=False),
                paint.ink.stroke(scaled(colour, 0.6), 0.010, 0.45, 0.5),
            )
        paint.canvas.restore()
    _band_line(paint, front, scaled(colour, 0.80), 0.13, 0.045)


def _brimmed(paint: HairPaint) -> None:
    look, view = paint.head.look, paint.view
    rim = _rim(paint, 0.775, 0.035, 0.72, 0.74, -0.02)
    brim = smooth_path([(x, y - 0.035 * abs(x) / 0.72) for x, y in rim])
    under = paint.ink.ball(scaled(look.headwear_colour, 0.55), 0, -0.78, 0.75, 0.3)
    rows: tuple[Row, ...] = (
        (1.20, 0.0, 0.0, -0.03),
        (1.19, 0.22, 0.27, -0.03),
        (1.14, 0.32, 0.38, -0.03),
        (1.00, 0.375, 0.44, -0.03),
        (0.80, 0.425, 0.49, -0.025),
        (0.70, 0.43, 0.50, -0.02),
    )
    paint.canvas.drawPath(brim, under)
    _, front = _dome(paint, rows, 0.80, 0.02)
    _band_line(paint, front, look.outfit_accent, 0.085, 0.045)
    lower = [
        view.place(0.72 * sin(p), 0.775 + 0.035 * cos(p), -0.02 + 0.74 * cos(p))[:2]
        for p in (view.yaw * -1 + (-1 + 2 * i / 20) * pi / 2 for i in range(21))
    ]
    inner = [
        view.place(0.43 * sin(p), 0.80 + 0.02 * cos(p), -0.025 + 0.50 * cos(p))[:2]
        for p in (view.yaw * -1 + (1 - 2 * i / 20) * pi / 2 for i in range(21))
    ]
    path = skia.Path()
    extend_smooth(path, [(x, y - 0.035 * abs(x) / 0.72) for x, y in lower], start=True)
    extend_smooth(path, inner)
    path.close()
    paint.canvas.drawPath(path, paint.ink.across(look.headwear_colour, (-0.7, 0), (0.7, 0), 0.95, roundness=0.7))
    edge = smooth_path([(x, y - 0.035 * abs(x) / 0.72) for x, y in lower], closed=False)
    paint.canvas.drawPath(edge, paint.ink.stroke(look.headwear_colour, 0.034, 0.55))


def _sailor(paint: HairPaint) -> None:
    look = paint.head.look
    top: tuple[Row, ...] = (
        (1.10, 0.0, 0.0, 0.0),
        (1.09, 0.30, 0.33, 0.0),
        (1.04, 0.47, 0.52, 0.0),
        (0.97, 0.50, 0.55, 0.0),
        (0.90, 0.44, 0.50, -0.02),
        (0.84, 0.42, 0.49, -0.02),
    )
    _dome(paint, top, 0.87, 0.02, colour=mix(look.headwear_colour, "#f2efe8", 0.82))
    band: tuple[Row, ...] = ((0.92, 0.425, 0.495, -0.02), (0.86, 0.43, 0.50, -0.02), (0.70, 0.43, 0.50, -0.02))
    _, front = _dome(paint, band, 0.715, 0.03)
    _band_line(paint, front, look.outfit_accent, 0.022, 0.03)
    _peak(paint, 0.742, 0.20, "#17171c")
    if paint.view.cos > 0.1:
        x, y, _ = paint.view.place(0.0, 0.875, 0.49)
        paint.canvas.drawCircle(x, y, 0.042, paint.ink.paint("#e3bd5c", 0.85))
        paint.canvas.drawCircle(x, y, 0.020, paint.ink.paint(scaled(look.headwear_colour, 0.8), 0.6))


def _baker(paint: HairPaint) -> None:
    cream = mix(paint.head.look.headwear_colour, "#f6f3ec", 0.86)
    puff: tuple[Row, ...] = (
        (1.42, 0.0, 0.0, -0.02),
        (1.41, 0.22, 0.22, -0.02),
        (1.36, 0.40, 0.40, -0.02),
        (1.24, 0.52, 0.52, -0.02),
        (1.10, 0.50, 0.52, -0.02),
        (0.98, 0.42, 0.48, -0.02),
        (0.90, 0.40, 0.46, -0.02),
    )
    path, _ = _dome(paint, puff, 0.93, 0.0, colour=cream)
    if paint.px > 40:
        paint.canvas.save()
        paint.canvas.clipPath(path, doAntiAlias=True)
        for k in (-0.28, -0.10, 0.08, 0.26):
            paint.canvas.drawPath(
                smooth_path([(k, -0.93), (k * 1.25, -1.08), (k * 1.2, -1.24)], closed=False),
                paint.ink.stroke(scaled(cream, 0.6), 0.012, 0.4, 0.55),
            )
        paint.canvas.restore()
    band: tuple[Row, ...] = ((0.99, 0.405, 0.475, -0.025), (0.85, 0.42, 0.49, -0.025), (0.70, 0.43, 0.50, -0.02))
    _dome(paint, band, 0.78, 0.025, colour=scaled(cream, 0.93))


def _helmet(paint: HairPaint) -> None:
    if paint.head.look.outfit is Outfit.SPACESUIT:
        _bubble(paint)
        return
    rows = tuple((y + 0.05 * max(0.0, (y - 0.5) / 0.5), w * 1.06, d * 1.06, c) for y, w, d, c in _CROWN)
    _, front = _dome(paint, rows, 0.68, 0.08)
    _band_line(paint, front, scaled(paint.head.look.headwear_colour, 0.62), 0.06, 0.02)
    ridge = [paint.view.place(0, y, z)[:2] for y, z in ((0.78, 0.50), (1.02, 0.36), (1.14, -0.03), (1.02, -0.40), (0.72, -0.54))]
    paint.canvas.drawPath(
        smooth_path(ridge, closed=False), paint.ink.stroke(mix(paint.head.look.headwear_colour, "#ffffff", 0.25), 0.035, 0.7, 0.8)
    )


def _bubble(paint: HairPaint) -> None:
    """A glass helmet: the face is seen through it."""
    canvas, ink, view = paint.canvas, paint.ink, paint.view
    cx, cy, r = 0.02 * view.sin, -0.50, 0.74
    sky = ink.colour(mix(ink.lit.palette.sky_low, "#bfe0ff", 0.4), 1.0)
    shader = skia.GradientShader.MakeRadial(
        skia.Point(cx - 0.15 * (1 if ink.light[0] < 0 else -1), cy - 0.18),
        r * 1.2,
        [faded(sky, 0.02), faded(sky, 0.07), faded(sky, 0.38)],
        [0.0, 0.70, 1.0],
    )
    oval = skia.Rect.MakeLTRB(cx - r * 0.96, cy - r * 1.0, cx + r * 0.96, cy + r * 0.98)
    canvas.drawOval(oval, skia.Paint(AntiAlias=True, Shader=shader))
    canvas.drawOval(oval, ink.stroke("#dfe8ef", 0.018, 0.9, 0.75))
    key = -1.0 if ink.light[0] < 0 else 1.0
    glare = skia.Path()
    glare.addArc(skia.Rect.MakeLTRB(cx - r * 0.78, cy - r * 0.80, cx + r * 0.78, cy + r * 0.80), -72 if key > 0 else 202, 50)
    canvas.drawPath(glare, ink.stroke("#ffffff", 0.075, 1.0, 0.55))
    dot = skia.Path()
    dot.addArc(skia.Rect.MakeLTRB(cx - r * 0.78, cy - r * 0.80, cx + r * 0.78, cy + r * 0.80), -12 if key > 0 else 186, 7)
    canvas.drawPath(dot, ink.stroke("#ffffff", 0.06, 1.0, 0.4))


_SCARF = Solid(
    (
        (1.055, 0.0, 0.0, -0.04),
        (1.045, 0.13, 0.16, -0.04),
        (0.99, 0.27, 0.33, -0.04),
        (0.88, 0.385, 0.46, -0.05),
        (0.70, 0.440, 0.52, -0.06),
        (0.45, 0.450, 0.52, -0.08),
        (0.22, 0.42, 0.45, -0.06),
        (0.05, 0.36, 0.36, 0.0),
        (-0.10, 0.29, 0.30, 0.0),
        (-0.24, 0.34, 0.33, -0.02),
    )
)


def _scarf_behind(paint: HairPaint) -> None:
    """The whole scarf; the face is painted on it."""
    if paint.view.cos > -0.3:
        paint.canvas.drawPath(
            smooth_path(_SCARF.outline(paint.view)),
            paint.ink.ball(scaled(paint.head.look.headwear_colour, 0.72), 0, -0.45, 0.5, 0.6),
        )


_SCARF_EDGE = (
    (0.86, 0.0),
    (0.835, 0.45),
    (0.74, 0.80),
    (0.60, 0.98),
    (0.42, 1.06),
    (0.26, 1.02),
    (0.12, 0.85),
    (0.02, 0.55),
    (-0.03, 0.0),
)
"""(height, azimuth) of the opening round the face."""


def _scarf_side(paint: HairPaint, side: float) -> tuple[skia.Path, list[Point]]:
    """From the opening's edge round to the silhouette, on one side of the face."""
    view = paint.view
    inner, outer = [], []
    for y, phi in _SCARF_EDGE:
        x, sy, depth = _SCARF.surface(view, side * phi, y)
        edge = _SCARF.extents(view, y)[1 if side > 0 else 0]
        u = max(0.0, min(1.0, (0.03 - depth) / 0.06))
        inner.append((x + (edge - x) * u, sy))
    for y in (-0.06, 0.05, 0.22, 0.45, 0.70, 0.88, 0.99, 1.045, 1.055):
        outer.append((_SCARF.extents(view, y)[1 if side > 0 else 0], -y))
    for y in (1.045, 0.99, 0.92):
        outer.append((_SCARF.extents(view, y)[0 if side > 0 else 1], -y))
    path = skia.Path()
    extend_smooth(path, inner, start=True)
    extend_smooth(path, outer)
    path.close()
    return path, inner


def _headscarf(paint: HairPaint) -> None:
    """Tied under the chin: round the face, over the ears, down to the neck."""
    look, colour, canvas = paint.head.look, paint.head.look.headwear_colour, paint.canvas
    fill = paint.ink.ball(colour, 0, -0.45, 0.5, 0.6)
    if paint.view.cos <= -0.3:
        canvas.drawPath(smooth_path(_SCARF.outline(paint.view)), fill)
        return
    for side in (-1.0, 1.0):
        path, inner = _scarf_side(paint, side)
        canvas.drawPath(path, fill)
        if -side * paint.view.sin < -0.55:
            continue
        canvas.drawPath(smooth_path(inner, closed=False), paint.ink.stroke(look.outfit_accent, 0.022, 0.6, 0.9))
        if paint.px > 50:
            for k in (0.35, 0.7):
                fold = [(x + (_SCARF.extents(paint.view, -y)[1 if side > 0 else 0] - x) * k, y) for x, y in inner[1:-1]]
                canvas.drawPath(smooth_path(fold, closed=False), paint.ink.stroke(scaled(colour, 0.55), 0.010, 0.4, 0.45))


def _crown(paint: HairPaint) -> None:
    gold = mix(paint.head.look.headwear_colour, "#f0bf4a", 0.8)
    view, canvas, ink = paint.view, paint.canvas, paint.ink
    for back in (True, False):
        top, low = [], []
        start = -view.yaw + (pi / 2 if back else -pi / 2)
        for i in range(21):
            phi = start + pi * i / 20
            spike = 0.15 if i % 4 == 2 else 0.02
            top.append(view.place(0.40 * sin(phi), 1.04 + spike, -0.03 + 0.45 * cos(phi))[:2])
            low.append(view.place(0.385 * sin(phi), 0.90, -0.03 + 0.43 * cos(phi))[:2])
        path = skia.Path()
        path.addPoly([skia.Point(*p) for p in top + low[::-1]], True)
        canvas.drawPath(path, ink.across(scaled(gold, 0.55) if back else gold, (-0.42, 0), (0.42, 0)))
        if not back and paint.px > 30:
            for i in (2, 6, 10, 14, 18):
                canvas.drawCircle(
                    top[i][0], top[i][1] + 0.02, 0.026, ink.paint("#d8405a" if i % 4 == 2 and i != 10 else "#4a8ad8", 0.8)
                )


def paint_over(paint: HairPaint) -> None:
    """Hats and helmets."""
    painters = {
        Headwear.CAP: _cap,
        Headwear.BEANIE: _beanie,
        Headwear.BRIMMED_HAT: _brimmed,
        Headwear.SAILOR_CAP: _sailor,
        Headwear.BAKER_HAT: _baker,
        Headwear.HELMET: _helmet,
        Headwear.HEADSCARF: _headscarf,
        Headwear.CROWN: _crown,
    }
    painter = painters.get(kind_of(paint.head.look))
    if painter:
        painter(paint)


def paint_glasses(face: Face) -> None:
    """Round frames, their bridge and arms; glass with a glint."""
    if not face.head.look.glasses or face.map.view.cos < -0.3:
        return
    lay, canvas, ink = face.head.layout, face.canvas, face.ink
    frame = ink.stroke("#241c1c", 0.016, 0.5, 0.95)
    rims = {}
    for side in (-1.0, 1.0):
        seen = face.map.facing(side * lay.eye_x, lay.eye_y)
        if seen < 0.05:
            continue
        r = lay.eye_w * 1.36
        points = [
            face.map.at(side * lay.eye_x + r * cos(a), lay.eye_y - 0.008 + r * 0.92 * sin(a), 0.045)
            for a in (2 * pi * k / 12 for k in range(12))
        ]
        path = smooth_path(points)
        canvas.drawPath(path, skia.Paint(AntiAlias=True, Color=faded(ink.colour("#e6f0ff", 1.0), 0.10)))
        if face.px > 60:
            canvas.drawLine(
                points[3][0] + 0.02,
                points[3][1] + 0.03,
                points[4][0] + 0.02,
                points[4][1] + 0.06,
                ink.stroke("#ffffff", 0.014, 1.0, 0.5),
            )
        canvas.drawPath(path, frame)
        rims[side] = points
    if len(rims) == 2:
        canvas.drawPath(smooth_path([rims[-1.0][0], face.map.at(0, lay.eye_y + 0.02, 0.06), rims[1.0][6]], closed=False), frame)
    for side, points in rims.items():
        if -side * face.map.view.sin > -0.5:
            ear = face.map.view.place(side * 0.385, lay.eye_y + 0.01, -0.02)[:2]
            outer = points[0] if side > 0 else points[6]
            canvas.drawLine(*outer, *ear, frame)
