# SPDX-License-Identifier: Apache-2.0
"""The head: a solid with a face laid on it. Units: one head (chin to crown); y up from the chin."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from math import cos, sin, sqrt

import skia

from aiprod.film.look import CharacterLook
from aiprod.film.palettes import mix, scaled, to_linear
from aiprod.film.screenplay import Age, Gender
from aiprod.shooting.animatic.people.figure import Traits, traits_of
from aiprod.shooting.animatic.people.shading import Ink, Point, faded, radial, smooth_path
from aiprod.shooting.animatic.people.solid import Row, Solid, View

_SECTIONS = (
    (1.000, 0.000, -0.04, -0.040),
    (0.988, 0.098, 0.090, -0.170),
    (0.955, 0.186, 0.195, -0.275),
    (0.890, 0.277, 0.302, -0.376),
    (0.800, 0.345, 0.380, -0.443),
    (0.700, 0.381, 0.420, -0.471),
    (0.600, 0.392, 0.436, -0.470),
    (0.545, 0.392, 0.434, -0.460),
    (0.490, 0.390, 0.412, -0.442),
    (0.420, 0.384, 0.408, -0.400),
    (0.340, 0.368, 0.404, -0.325),
    (0.280, 0.350, 0.398, -0.268),
    (0.215, 0.316, 0.410, -0.200),
    (0.180, 0.292, 0.398, -0.150),
    (0.150, 0.266, 0.407, -0.110),
    (0.110, 0.226, 0.384, -0.052),
    (0.065, 0.172, 0.394, 0.012),
    (0.030, 0.118, 0.372, 0.070),
    (0.008, 0.060, 0.315, 0.140),
    (0.000, 0.000, 0.235, 0.225),
)
"""(height, half width, front, back) of a common head: the front column is a profile, from the crown to the chin."""
_ROWS: tuple[Row, ...] = tuple((y, w, (front - back) / 2, (front + back) / 2) for y, w, front, back in _SECTIONS)


@dataclass(frozen=True)
class Layout:
    """Where the features lie, in heads."""

    eye_y: float
    eye_x: float
    eye_w: float
    eye_h: float
    brow_y: float
    brow_thick: float
    nose_top: float
    nose_tip: float
    nose_out: float
    nose_w: float
    mouth_y: float
    mouth_w: float
    lips: float
    ear_y: float
    ear_h: float


@dataclass(frozen=True)
class Head:
    """A character's head."""

    look: CharacterLook
    traits: Traits
    solid: Solid
    layout: Layout


def _jaw(y: float, look: CharacterLook, traits: Traits) -> float:
    """How much wider than the common head a section is."""
    gender = {Gender.MALE: 0.05, Gender.FEMALE: -0.06, Gender.NEUTRAL: 0.0}[look.gender]
    low = max(0.0, min(1.0, (0.42 - y) / 0.3))
    width = 1.0 + low * (gender + 0.06 * traits.jaw + 0.10 * (look.build - 0.5))
    if look.age is Age.CHILD:
        width = 1.03 + 0.06 * max(0.0, 1 - abs(y - 0.28) / 0.22) - 0.05 * low
    elif look.age is Age.OLD:
        width -= 0.02 * low
    return width + 0.02 * traits.cheek * max(0.0, 1 - abs(y - 0.36) / 0.2)


def _layout(look: CharacterLook, traits: Traits) -> Layout:
    child, female = look.age is Age.CHILD, look.gender is Gender.FEMALE
    young = child or look.age is Age.TEENAGER
    eye_y = 0.425 if child else 0.465 if female or young else 0.478
    size = (1.18 if child else 1.06 if female else 0.98) * (1 + 0.06 * traits.eye_size)
    if look.age is Age.OLD:
        size *= 0.90
    return Layout(
        eye_y=eye_y,
        eye_x=0.168 + 0.010 * traits.eyes_apart,
        eye_w=0.094 * size,
        eye_h=0.066 * size,
        brow_y=eye_y + 0.112 + 0.008 * traits.brow + (0.012 if child else 0.0),
        brow_thick=(0.020 if female or child else 0.029) * (1 + 0.25 * traits.brow_weight),
        nose_top=eye_y + 0.02,
        nose_tip=0.305 + (0.01 if child else -0.018 * traits.nose_length),
        nose_out=(0.055 if child else 0.078 if female else 0.098) * (1 + 0.25 * traits.nose),
        nose_w=(0.050 if child else 0.054 if female else 0.064) * (1 + 0.15 * traits.nose),
        mouth_y=0.178 if not child else 0.172,
        mouth_w=(0.100 if child else 0.116) * (1 + 0.10 * traits.mouth),
        lips=(1.22 if female else 0.85 if child else 0.92) * (1 + 0.2 * traits.mouth),
        ear_y=eye_y - 0.035,
        ear_h=0.105 * (1 + 0.12 * traits.ears) * (1.1 if look.age is Age.OLD else 1.0),
    )


@lru_cache(maxsize=128)
def head_of(look: CharacterLook) -> Head:
    """The head of a character; the same for the same look."""
    traits = traits_of(look.face_seed)
    rows = tuple((y, w * _jaw(y, look, traits), d, c) for y, w, d, c in _ROWS)
    return Head(look, traits, Solid(rows), _layout(look, traits))


class FaceMap:
    """Lays flat face coordinates (u to the actor's left, v up, in heads) on the turned head."""

    def __init__(self, head: Head, view: View) -> None:
        self.head, self.view = head, view

    def at(self, u: float, v: float, out: float = 0.0) -> Point:
        """The picture point; `out` lifts it off the surface."""
        _, w, d, c = self.head.solid.at(v)
        inside = max(0.0, 1 - (u / max(w, 1e-6)) ** 2)
        x, y, _ = self.view.place(u, v, c + d * sqrt(inside) + out)
        return x, y

    def facing(self, u: float, v: float) -> float:
        """Cosine between the surface's normal there and the camera."""
        _, w, d, _ = self.head.solid.at(v)
        s = max(-1.0, min(1.0, u / max(w, 1e-6)))
        nx, nz = s / w, sqrt(1 - s * s) / d
        size = sqrt(nx * nx + nz * nz)
        return (-nx * self.view.sin + nz * self.view.cos) / size


def shade_of(skin: str) -> str:
    """What skin turns to in the shade: warmer and deeper, as blood under it glows."""
    return mix(scaled(skin, 0.62), "#8c2f22", 0.16)


def lip_colour(look: CharacterLook) -> str:
    strength = {Gender.FEMALE: 0.52, Gender.MALE: 0.26, Gender.NEUTRAL: 0.36}[look.gender]
    return mix(scaled(look.skin, 0.80), "#b03a44", strength)


def outline(head: Head, view: View, jaw_drop: float = 0.0) -> list[Point]:
    """The silhouette of the bare head; the chin goes down when the mouth opens."""
    points = head.solid.outline(view)
    if jaw_drop <= 0:
        return points
    return [(x, y + jaw_drop * max(0.0, 1 - max(0.0, -y) / 0.30) ** 1.2) for x, y in points]


def paint_skull(canvas: skia.Canvas, head: Head, view: View, ink: Ink, jaw_drop: float, nose: skia.Path | None) -> skia.Path:
    """The bare head with its form shading, and the nose's bump on it; returns the head's outline for clipping."""
    path = smooth_path(outline(head, view, jaw_drop))
    fill = ink.ball(head.look.skin, 0.03 * view.sin, -0.52, 0.44, 0.56)
    canvas.drawPath(path, fill)
    if nose is not None:
        canvas.drawPath(nose, fill)
    return path


def paint_form(canvas: skia.Canvas, head: Head, view: View, ink: Ink, px: float) -> None:
    """Planes of the face: cheeks, sockets, the turn of the jaw. Painted inside the head's outline."""
    face = FaceMap(head, view)
    shade = ink.colour(shade_of(head.look.skin), 0.35)
    if px < 40:
        return
    _forehead(canvas, face, ink)
    for side in (-1.0, 1.0):
        u, v = side * head.layout.eye_x, head.layout.eye_y + 0.035
        seen = face.facing(u, v)
        if seen > 0.05:
            ex, ey = face.at(u, v)
            canvas.save()
            canvas.translate(ex, ey)
            canvas.scale(0.25 + 0.75 * seen, 0.72)
            canvas.drawCircle(0, 0, 0.17, radial(0, 0, 0.17, faded(shade, 0.26), faded(shade, 0.0), 0.3))
            canvas.restore()


def _forehead(canvas: skia.Canvas, face: FaceMap, ink: Ink) -> None:
    """A soft sheen on the forehead, on the key's side; dark skin shows it more."""
    u = 0.11 * (1 if ink.light[0] > 0 else -1)
    if face.facing(u, 0.64) < 0.1 or ink.light[2] < 0:
        return
    x, y = face.at(u, 0.64)
    glow = ink.colour("#fff1df", 1.0)
    alpha = 0.06 + 0.10 * (1 - max(to_linear(face.head.look.skin)))
    canvas.drawCircle(x, y, 0.15, radial(x, y, 0.15, faded(glow, alpha), faded(glow, 0.0)))


def paint_ear(canvas: skia.Canvas, head: Head, view: View, ink: Ink, side: float, px: float) -> None:
    """An ear: seen flat from its side, a sliver from the front."""
    y = head.layout.ear_y
    _, w, _, c = head.solid.at(y)
    seen = -side * view.sin
    x, sy, _ = view.place(side * w * 1.0, y, c - 0.055)
    half = 0.036 + 0.040 * abs(seen)
    x += side * view.cos * 0.028 - 0.02 * view.sin * (1 if seen > 0 else 0)
    h = head.layout.ear_h
    tilt = 6 * side * view.cos + 10 * view.sin
    canvas.save()
    canvas.translate(x, sy)
    canvas.rotate(tilt)
    path = skia.Path()
    path.moveTo(0, -h)
    path.cubicTo(half * 1.5, -h * 1.05, half * 1.3, h * 0.2, half * 0.5, h * 0.72)
    path.cubicTo(half * 0.1, h * 1.1, -half * 0.8, h * 1.0, -half * 0.7, h * 0.5)
    path.cubicTo(-half * 1.3, h * 0.1, -half * 1.5, -h * 1.05, 0, -h)
    canvas.drawPath(path, ink.across(head.look.skin, (-half * 1.2, 0), (half * 1.2, 0), 0.92))
    if px > 60:
        inner = ink.stroke(shade_of(head.look.skin), 0.012, 0.4, 0.55)
        fold = skia.Path()
        back = 1.0 if view.sin > 0 else -1.0
        fold.moveTo(half * 0.5 * back * -1, -h * 0.55)
        fold.cubicTo(-half * 1.0 * back, -h * 0.75, -half * 0.9 * back, h * 0.1, -half * 0.1 * back, h * 0.45)
        canvas.drawPath(fold, inner)
    canvas.restore()


def ear_is_near(view: View, side: float) -> bool:
    """Whether an ear lies on the side of the head that the camera sees."""
    return -side * sin(view.yaw) > 0.02


def front(view: View) -> float:
    """1 when the face looks at the camera, 0 in profile, negative from behind."""
    return cos(view.yaw)
