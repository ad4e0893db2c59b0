# SPDX-License-Identifier: Apache-2.0
"""The actor whose body is painted: the torso under the clothes, and the neck. Metres, y down."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from math import atan2, cos, hypot, pi, sin

import skia

from aiprod.film.look import CharacterLook, Outfit
from aiprod.film.screenplay import Gender
from aiprod.shooting.animatic.people.acting import Pose
from aiprod.shooting.animatic.people.figure import Figure
from aiprod.shooting.animatic.people.garments import GARMENTS, Garment
from aiprod.shooting.animatic.people.head import shade_of
from aiprod.shooting.animatic.people.rig import Joint, Rig
from aiprod.shooting.animatic.people.shading import (
    Ink,
    Point,
    extend_smooth,
    faded,
    smooth_path,
)
from aiprod.shooting.animatic.people.solid import Row

SHOE = "#2a211f"


@dataclass(frozen=True)
class Actor:
    """All that painting a body needs. `ppm`: pixels a metre."""

    canvas: skia.Canvas
    look: CharacterLook
    figure: Figure
    rig: Rig
    pose: Pose
    ink: Ink
    ppm: float
    t: float

    @property
    def garment(self) -> Garment:
        return GARMENTS[self.look.outfit]

    @cached_property
    def torso(self) -> Torso:
        return Torso(self)

    def fine(self, metres: float) -> bool:
        """Whether a detail of this size would be seen."""
        return metres * self.ppm > 1.6

    def named(self, name: str) -> str:
        """A garment's colour name as hex."""
        look = self.look
        plain = {"outfit": look.outfit_colour, "accent": look.outfit_accent, "legs": look.legs_colour, "skin": look.skin}
        return plain.get(name) or {"white": "#ece7dd", "dark": SHOE}[name]


def torso_rows(actor: Actor) -> tuple[Row, ...]:
    """The clothed torso: (s, w, d, c), s from the crotch (below 0) to the neck (over 1) along the spine."""
    f, thick = actor.figure, actor.garment.thick * actor.figure.height
    breath = 1 + 0.012 * actor.pose.breath
    lift = 0.02 * actor.pose.shrug
    female = actor.look.gender is Gender.FEMALE and actor.figure.shoulder > 0.08 * f.height
    chest_c = (0.016 if female else 0.006) * f.height
    belly = 0.030 * f.height * max(0.0, actor.look.build - 0.45)
    yoke = f.shoulder + 0.35 * f.arm_r
    neck = 0.30 * f.head * 0.60
    loose = (
        0.6 * thick
        if actor.look.outfit in (Outfit.HOODIE, Outfit.SWEATER, Outfit.RAINCOAT, Outfit.ROBE, Outfit.SPACESUIT)
        else 0.0
    )
    return (
        (1.13 + lift, neck * 1.05, neck * 1.0, 0.0),
        (1.055 + lift, neck * 1.38, neck * 1.15, 0.0),
        (1.00 + lift, yoke * 0.66 + 0.4 * thick, f.chest * 0.52 + 0.5 * thick, 0.0),
        (0.945 + lift, yoke * 0.90 + 0.5 * thick, f.chest * 0.62 + 0.8 * thick, 0.0),
        (0.89 + lift, yoke * 0.985 + 0.6 * thick, f.chest * 0.68 + thick, 0.0),
        (0.80, max(f.chest, yoke * 0.92) * breath + 0.6 * thick, f.chest * 0.74 * breath + thick, chest_c * 0.7),
        (0.66, f.chest * 0.99 * breath + thick, f.chest * 0.74 * breath + thick, chest_c),
        (0.40, f.waist + thick + loose, f.waist * 0.80 + thick + loose + 0.5 * belly, 0.003 + 0.7 * belly),
        (0.18, (f.waist + f.pelvis) / 2 + thick + loose, f.pelvis * 0.76 + thick + 0.4 * belly, 0.5 * belly),
        (-0.02, f.pelvis + thick, f.pelvis * 0.80 + thick, -0.006),
        (-0.13, f.pelvis * 0.98 + thick * 0.8, f.pelvis * 0.80 + thick * 0.8, -0.006),
        (-0.20, f.pelvis * 0.80, f.pelvis * 0.66, -0.006),
    )


class Torso:
    """The torso on the picture: its outline, and where details lie on its surface."""

    def __init__(self, actor: Actor) -> None:
        self.actor = actor
        self.rows = torso_rows(actor)
        self.edges = [actor.rig.edge(row[0], row) for row in self.rows]

    def row(self, s: float) -> Row:
        rows = self.rows
        if s >= rows[0][0]:
            return (s, *rows[0][1:])
        for upper, lower in pairwise(rows):
            if s >= lower[0]:
                u = (upper[0] - s) / (upper[0] - lower[0])
                w, d, c = (a + (b - a) * u for a, b in zip(upper[1:], lower[1:], strict=True))
                return s, w, d, c
        return (s, *rows[-1][1:])

    def at(self, phi: float, s: float) -> Point:
        return self.joint(phi, s).at

    def joint(self, phi: float, s: float) -> Joint:
        return self.actor.rig.surface(s, self.row(s), phi)

    def seen(self, phi: float, s: float = 0.6) -> bool:
        """Whether that place of the surface faces the camera."""
        return cos(phi + self.actor.pose.yaw + self.actor.pose.twist * s) > -0.02

    def sides(self, top: float = 2.0, bottom: float = -1.0) -> tuple[list[Point], list[Point]]:
        """Left and right edge between two heights, from the top down."""
        pairs = [pair for row, pair in zip(self.rows, self.edges, strict=True) if bottom <= row[0] <= top]
        for s, index in ((top, 0), (bottom, len(pairs) + 1)):
            if self.rows[-1][0] < s < self.rows[0][0]:
                pairs.insert(index, self.actor.rig.edge(s, self.row(s)))
        return [left.at for left, _ in pairs], [right.at for _, right in pairs]

    def path(self, top: float = 2.0, bottom: float = -1.0) -> skia.Path:
        """The silhouette between two heights; cut straight there."""
        left, right = self.sides(top, bottom)
        path = skia.Path()
        extend_smooth(path, right, start=True)
        extend_smooth(path, left[::-1])
        path.close()
        return path

    def visible(self, s: float) -> tuple[float, float]:
        """The azimuths of the left and right edge."""
        _, w, d, _ = self.row(s)
        yaw = self.actor.pose.yaw + self.actor.pose.twist * max(0.0, min(1.0, s))
        middle = -atan2(sin(yaw) / w, cos(yaw) / d)
        return middle - pi / 2, middle + pi / 2

    def strip(self, top: float, bottom: float) -> skia.Path:
        """A band round the body: its edges follow the body's roundness."""
        points = []
        for s, order in ((top, 1), (bottom, -1)):
            begin, end = self.visible(s)
            points += [self.at(begin + (end - begin) * k / 8, s) for k in range(9)][::order]
        path = skia.Path()
        path.addPoly([skia.Point(*p) for p in points], True)
        return path

    def span(self, s: float) -> tuple[Point, Point]:
        left, right = self.actor.rig.edge(s, self.row(s))
        return left.at, right.at

    def shade(self, colour: str, gain: float = 1.0, rim: float = 1.0) -> skia.Paint:
        """Cloth on the torso, shaded round."""
        left, right = self.span(0.7)
        low_left, low_right = self.span(0.1)
        start = min(left[0], low_left[0]), (left[1] + low_left[1]) / 2
        end = max(right[0], low_right[0]), (right[1] + low_right[1]) / 2
        return self.actor.ink.across(colour, start, end, gain, roundness=0.90, rim=rim)


def _neck_drop(front: float, collar: str) -> float:
    """How far the neck is painted below the shoulders' height, in heights: into an open collar, or behind the garment."""
    if front < 0:
        return 0.03
    if collar == "scoop":
        return 0.010 + 0.010 * front
    return (0.032 * front if collar in ("shirt", "wrap") else 0.0) - 0.012


def paint_neck(actor: Actor) -> None:
    """From the shoulders into the head, dark under the chin."""
    f, rig, ink = actor.figure, actor.rig, actor.ink
    r = (
        0.180
        * f.head
        * (1 + 0.16 * abs(sin(actor.pose.yaw)))
        * (0.84 if actor.look.gender is Gender.FEMALE else 1.06)
        * (0.9 + 0.2 * actor.look.build)
    )
    yaw = actor.pose.yaw
    open_collar = actor.garment.collar in ("shirt", "wrap", "scoop")
    x0, y0 = rig.neck.x, rig.neck.y + _neck_drop(cos(yaw), actor.garment.collar) * f.height
    back = -0.085 * f.head * sin(yaw)
    x1, y1 = rig.chin.x + back, rig.chin.y - 0.40 * f.head
    path = skia.Path()
    path.moveTo(x1 - r * 0.94, y1)
    path.lineTo(x1 + r * 0.94, y1)
    path.cubicTo(x1 + r * 0.94, (y0 + y1) / 2, x0 + r * 1.0, y0 - r * 0.7, x0 + r * 1.45, y0 + r * 0.1)
    path.lineTo(x0, y0 + r * ((0.4 if actor.garment.collar == "scoop" else 0.9) * max(0.0, cos(yaw)) if open_collar else 0.12))
    path.lineTo(x0 - r * 1.45, y0 + r * 0.1)
    path.cubicTo(x0 - r * 1.0, y0 - r * 0.7, x1 - r * 0.94, (y0 + y1) / 2, x1 - r * 0.94, y1)
    path.close()
    actor.canvas.drawPath(path, ink.paint(actor.look.skin, 0.48))
    if cos(yaw) > -0.4:
        shade = ink.colour(shade_of(actor.look.skin), 0.18)
        top, low = rig.chin.y - 0.06 * f.head, rig.chin.y + 0.22 * f.head
        shader = skia.GradientShader.MakeLinear(
            [skia.Point(0, top), skia.Point(0, low)], [faded(shade, 0.80), faded(shade, 0.0)], [0.35, 1.0]
        )
        actor.canvas.drawPath(path, skia.Paint(AntiAlias=True, Shader=shader))


def curve(points: list[Point], closed: bool = False) -> skia.Path:
    return smooth_path(points, closed)


def ribbon(centre: list[Point], half: Callable[[float], float]) -> skia.Path:
    """A band along a polyline; `half` gives its half width by place (0–1)."""
    left, right = [], []
    n = len(centre)
    for i, (x, y) in enumerate(centre):
        x0, y0 = centre[max(0, i - 1)]
        x1, y1 = centre[min(n - 1, i + 1)]
        length = hypot(x1 - x0, y1 - y0) or 1e-6
        nx, ny = -(y1 - y0) / length, (x1 - x0) / length
        r = half(i / (n - 1))
        left.append((x + nx * r, y + ny * r))
        right.append((x - nx * r, y - ny * r))
    path = skia.Path()
    extend_smooth(path, left, start=True)
    extend_smooth(path, right[::-1])
    path.close()
    return path
