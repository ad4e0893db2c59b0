# SPDX-License-Identifier: Apache-2.0
"""Stubble, moustaches and beards. Units: heads."""

from __future__ import annotations

from random import Random

import skia

from aiprod.film.look import FacialHair
from aiprod.film.palettes import mix, scaled
from aiprod.shooting.animatic.people.haircuts import HairPaint, side_of
from aiprod.shooting.animatic.people.head import FaceMap
from aiprod.shooting.animatic.people.life import smooth
from aiprod.shooting.animatic.people.shading import Point, extend_smooth, smooth_path


def paint_beard(paint: HairPaint, face: FaceMap, jaw_drop: float) -> None:
    """Stubble, moustache and beards; the mouth is painted after, on top."""
    kind = paint.head.look.facial_hair
    if kind is FacialHair.NONE or paint.view.cos < -0.55:
        return
    if kind is FacialHair.MOUSTACHE:
        return
    long = kind is FacialHair.LONG_BEARD
    grow = {FacialHair.STUBBLE: 0.002, FacialHair.BEARD: 0.035, FacialHair.LONG_BEARD: 0.05}[kind]
    my = paint.head.layout.mouth_y

    def line(phi: float) -> float:
        a = abs(phi)
        rise = float(max(0.0, min(1.0, a - 0.20)) ** 2.4)
        behind = smooth((a - 1.28) / 0.22)
        return ((my + 0.062) + (0.42 - my - 0.06) * rise - 0.022 * max(0.0, 1 - abs(a - 0.5) / 0.3)) * (
            1 - behind
        ) + 0.06 * behind

    band = paint.head.solid.band(paint.view, line, 0.25, 32, 0.985)
    low = 0.44 if long else 0.05 if kind is FacialHair.BEARD else 0.0
    grown = paint.head.solid.scaled(grow=grow)

    def hung(x: float, y: float) -> Point:
        down = max(0.0, 1 + y / 0.26)
        return x * (1 - 0.25 * low * down) + paint.view.sin * 0.05 * low * down, y + jaw_drop * down + low * down ** (
            1.6 if long else 1.0
        )

    ends = band[0][1], band[-1][1]
    band = [hung(*p) for p in band]

    def side(index: int) -> list[Point]:
        points = []
        for (x, y), (bare, _) in zip(
            side_of(grown, paint.view, 2 * index - 1), side_of(paint.head.solid, paint.view, 2 * index - 1), strict=True
        ):
            if y > ends[index]:
                points.append(hung(bare + (x - bare) * smooth((y - ends[index]) / 0.12), y))
        return points

    left, right = side(0), side(1)
    path = skia.Path()
    extend_smooth(path, band, start=True)
    extend_smooth(path, [*right, *left[::-1]])
    path.close()
    colour = mix(paint.colour, paint.head.look.skin, 0.08)
    if kind is FacialHair.STUBBLE:
        paint.canvas.drawPath(path, paint.ink.paint(mix(paint.colour, paint.head.look.skin, 0.45), 0.5, 0.28))
        return
    paint.canvas.drawPath(path, paint.ink.ball(colour, 0.0, -0.12, 0.4, 0.4, 0.95))
    if paint.px > 70:
        _beard_strands(paint, path, face, low)


def _beard_strands(paint: HairPaint, path: skia.Path, face: FaceMap, low: float) -> None:
    paint.canvas.save()
    paint.canvas.clipPath(path, doAntiAlias=True)
    random = Random(paint.head.look.face_seed + 23)
    dark, light = (
        paint.ink.stroke(scaled(paint.colour, 0.6), 0.008, 0.4, 0.4),
        paint.ink.stroke(mix(paint.colour, "#ffffff", 0.2), 0.007, 0.8, 0.35),
    )
    for i in range(22):
        u = -0.32 + 0.64 * i / 21
        x, y = face.at(u, 0.22 + 0.10 * abs(u) / 0.3 + random.uniform(-0.03, 0.03))
        paint.canvas.drawPath(
            smooth_path([(x, y), (x * 0.97, y + 0.10), (x * (0.85 - low * 0.5), y + 0.2 + low * 0.8)], closed=False),
            dark if i % 2 else light,
        )
    paint.canvas.restore()


def paint_moustache(paint: HairPaint, face: FaceMap, half: float) -> None:
    """Over the upper lip; part of every beard but stubble."""
    kind = paint.head.look.facial_hair
    if kind in (FacialHair.NONE, FacialHair.STUBBLE) or face.facing(0.0, 0.24) < 0.0:
        return
    v = paint.head.layout.mouth_y + 0.052
    top = [
        face.at(u * half * 1.18, v + dv, 0.02)
        for u, dv in ((-1.0, -0.055), (-0.55, 0.018), (0.0, 0.030), (0.55, 0.018), (1.0, -0.055))
    ]
    low = [
        face.at(u * half * 1.10, v + dv, 0.02)
        for u, dv in ((0.95, -0.060), (0.5, -0.026), (0.0, -0.008), (-0.5, -0.026), (-0.95, -0.060))
    ]
    path = skia.Path()
    extend_smooth(path, top, start=True)
    extend_smooth(path, low)
    path.close()
    paint.canvas.drawPath(path, paint.ink.paint(scaled(paint.colour, 0.92), 0.62))
