# SPDX-License-Identifier: Apache-2.0
"""The face: eyes, brows, nose, mouth and what age writes on it. Units: heads; see `head`."""

from __future__ import annotations

from dataclasses import dataclass

import skia

from aiprod.film.palettes import mix, scaled, to_linear
from aiprod.film.screenplay import Age, Gender
from aiprod.shooting.animatic.people.acting import Pose
from aiprod.shooting.animatic.people.head import FaceMap, Head, lip_colour, shade_of
from aiprod.shooting.animatic.people.shading import Ink, Point, extend_smooth, faded, radial, smooth_path, tapered
from aiprod.shooting.animatic.people.solid import View

INK_BROWN = "#2a1612"


@dataclass(frozen=True)
class Face:
    """All that painting a face needs."""

    canvas: skia.Canvas
    head: Head
    map: FaceMap
    pose: Pose
    ink: Ink
    px: float
    """Pixels a head."""


def jaw_opening(pose: Pose) -> float:
    """How far the mouth is open: by the phonemes when speaking, by the emotion when silent."""
    return max(pose.mouth.open * 0.92, pose.face.jaw * (1 - pose.speaking))


def paint_upper(face: Face) -> None:
    """What a beard does not cover: cheeks, eyes, brows. Painted inside the head's outline."""
    _cheeks(face)
    _age_lines(face)
    for side in (-1.0, 1.0):
        if face.map.facing(side * face.head.layout.eye_x, face.head.layout.eye_y) > 0.06:
            _eye(face, side)
    for side in (-1.0, 1.0):
        if face.map.facing(side * face.head.layout.eye_x * 0.8, face.head.layout.brow_y) > 0.02:
            _brow(face, side)


def paint_lower(face: Face) -> None:
    """The mouth, over any beard."""
    _mouth(face)


def _cheeks(face: Face) -> None:
    look = face.head.look
    base = 0.16 if look.age is Age.CHILD else 0.07 if look.gender is Gender.FEMALE else 0.04
    alpha = base + 0.16 * face.pose.face.blush
    light = max(to_linear(look.skin))
    rose = mix(look.skin, "#d2453c", min(0.62, 0.18 + 0.8 * light))
    for side in (-1.0, 1.0):
        seen = face.map.facing(side * 0.22, 0.31)
        if seen > 0.05:
            x, y = face.map.at(side * 0.215, 0.315)
            face.canvas.save()
            face.canvas.translate(x, y)
            face.canvas.scale(0.3 + 0.7 * seen, 0.82)
            colour = face.ink.colour(rose, 0.7)
            face.canvas.drawCircle(0, 0, 0.17, radial(0, 0, 0.17, faded(colour, alpha * 1.6), faded(colour, 0.0)))
            face.canvas.restore()


def _age_lines(face: Face) -> None:
    """Wrinkles of the old; the fold beside a smiling mouth for all but children."""
    look, at, px = face.head.look, face.map.at, face.px
    if px < 60 or look.age is Age.CHILD:
        return
    old = look.age is Age.OLD
    smiling = max(0.0, face.pose.face.smile)
    strength = (0.42 if old else 0.0) + 0.17 * smiling
    line = face.ink.paint(shade_of(look.skin), 0.30, min(0.7, strength))
    my, nx = face.head.layout.mouth_y, face.head.layout.nose_w
    if strength > 0.04:
        for side in (-1.0, 1.0):
            if face.map.facing(side * 0.13, 0.25) > 0.1:
                fold = [
                    at(side * (nx + 0.025), 0.315),
                    at(side * (nx + 0.075 + 0.015 * smiling), 0.25),
                    at(side * (nx + 0.085 + 0.02 * smiling), my + 0.01),
                ]
                face.canvas.drawPath(tapered(fold, 0.007), line)
    if old:
        _old_lines(face)


def _old_lines(face: Face) -> None:
    at, look, lay = face.map.at, face.head.look, face.head.layout
    fine = face.ink.paint(shade_of(look.skin), 0.28, 0.45)
    raise_ = 0.012 * (face.pose.face.brow_in + face.pose.face.brow_out)
    for v, half in ((0.70, 0.17), (0.745, 0.14)):
        if face.map.facing(0.0, v) > 0.15:
            points = [at(u * half, v + raise_ + 0.006 * (1 - u * u)) for u in (-1, -0.4, 0.3, 1)]
            face.canvas.drawPath(tapered(points, 0.0055), fine)
    for side in (-1.0, 1.0):
        u0 = side * (lay.eye_x + lay.eye_w * 1.15)
        if face.map.facing(u0, lay.eye_y) > 0.05:
            for dv in (0.028, 0.0, -0.028):
                foot = [at(u0 + side * 0.0225 * k, lay.eye_y + dv * (0.5 + 0.55 * k)) for k in (0, 1, 2)]
                face.canvas.drawPath(tapered(foot, 0.004), fine)
            bag = [
                at(side * (lay.eye_x + k * lay.eye_w), lay.eye_y - lay.eye_h * (1.1 + 0.35 * (1 - k * k)))
                for k in (-0.7, 0.0, 0.8)
            ]
            face.canvas.drawPath(tapered(bag, 0.005), fine)


@dataclass(frozen=True)
class _Lids:
    """An eye's opening: curves from the inner corner to the outer, as eye-sized offsets."""

    upper: tuple[Point, ...]
    lower: tuple[Point, ...]


def _lids(face: Face) -> _Lids:
    muscles, age = face.pose.face, face.head.look.age
    female = face.head.look.gender is Gender.FEMALE
    low = -0.78 + 0.42 * max(0.0, muscles.lid_low) * (1 if muscles.smile > 0 else 0.7)
    top = 0.80 + (0.34 if muscles.lid_up > 0 else 0.60) * muscles.lid_up
    if age is Age.OLD:
        top -= 0.10
    top = low + (top - low) * (1 - face.pose.blink * 0.985)
    droop = -0.10 * max(0.0, muscles.brow_in - muscles.brow_out) * 0.6
    outer = 0.10 + (0.06 if female else 0.0) + droop
    inner = -0.12 + min(0.0, 0.12 * muscles.brow_in)
    bend = max(low, min(top, 0.0))
    upper = (
        (-1.0, inner),
        (-0.62, 0.72 * top + 0.28 * bend - 0.03),
        (0.0, top),
        (0.58, 0.80 * top + 0.2 * bend + 0.05),
        (1.0, outer),
    )
    lower = ((-1.0, inner), (-0.55, 0.82 * low), (0.05, low), (0.62, 0.74 * low + 0.05), (1.0, outer))
    return _Lids(upper, lower)


def _eye(face: Face, side: float) -> None:
    lay, canvas = face.head.layout, face.canvas
    lids = _lids(face)

    def at(p: Point, up: float = 0.0) -> Point:
        return face.map.at(side * (lay.eye_x + p[0] * lay.eye_w), lay.eye_y + p[1] * lay.eye_h + up)

    upper, lower = [at(p) for p in lids.upper], [at(p) for p in lids.lower]
    opening = skia.Path()
    extend_smooth(opening, upper, start=True)
    extend_smooth(opening, lower[::-1])
    opening.close()
    seen = face.map.facing(side * lay.eye_x, lay.eye_y)
    if face.px > 16:
        canvas.save()
        canvas.clipPath(opening, doAntiAlias=True)
        _eyeball(face, side, seen, min(y for _, y in upper), max(y for _, y in lower))
        canvas.restore()
    _lashes(face, side, upper, lower, at)


def _eyeball(face: Face, side: float, seen: float, top: float, bottom: float) -> None:
    """White, iris, pupil and highlight; the lid's shadow on top."""
    lay, canvas, ink, pose = face.head.layout, face.canvas, face.ink, face.pose
    cx, cy = face.map.at(side * lay.eye_x, lay.eye_y)
    white = ink.colour("#f3efe8", 0.72)
    canvas.drawPaint(skia.Paint(Color=white))
    r = lay.eye_h * 0.86
    gx = cx + pose.eyes[0] * lay.eye_w * 0.42 * max(0.35, seen) * face.map.view.cos + 0.012 * face.map.view.sin
    gy = cy - pose.eyes[1] * lay.eye_h * 0.36 - lay.eye_h * 0.04
    canvas.save()
    canvas.translate(gx, gy)
    canvas.scale(0.22 + 0.78 * seen, 1.0)
    iris = face.head.look.eye_colour
    dark, light = ink.colour(scaled(iris, 0.45), 0.6), ink.colour(mix(scaled(iris, 1.5), "#ffffff", 0.10), 0.8)
    canvas.drawCircle(0, 0, r, skia.Paint(AntiAlias=True, Color=ink.colour(scaled(iris, 0.28), 0.6)))
    shader = skia.GradientShader.MakeLinear(
        [skia.Point(0, -r), skia.Point(0, r)], [dark, ink.colour(iris, 0.75), light], [0.0, 0.45, 1.0]
    )
    canvas.drawCircle(0, 0, r * 0.88, skia.Paint(AntiAlias=True, Shader=shader))
    canvas.drawCircle(0, 0, r * 0.46, ink.paint("#0d0808", 0.6))
    key = -1.0 if ink.side < 0 else 1.0
    canvas.restore()
    glint = skia.Paint(AntiAlias=True, Color=faded(ink.colour("#ffffff", 1.0), 0.95))
    canvas.drawCircle(gx + key * r * 0.36 * (0.3 + 0.7 * seen), gy - r * 0.40, r * 0.25, glint)
    if face.px > 90:
        glint.setAlphaf(0.45)
        canvas.drawCircle(gx - key * r * 0.38 * seen, gy + r * 0.42, r * 0.13, glint)
    shade = ink.colour("#3a1f26", 0.3)
    height = max(bottom - top, 1e-4)
    shader = skia.GradientShader.MakeLinear(
        [skia.Point(0, top), skia.Point(0, top + height * 0.5)], [faded(shade, 0.55), faded(shade, 0.0)]
    )
    canvas.drawPaint(skia.Paint(Shader=shader))


def _lashes(face: Face, side: float, upper: list[Point], lower: list[Point], at: object) -> None:
    """The dark line of the upper lid, the crease over it, a faint lower lid."""
    lay, canvas, ink, look = face.head.layout, face.canvas, face.ink, face.head.look
    female = look.gender is Gender.FEMALE
    line = mix(INK_BROWN, look.hair_colour, 0.2)
    thick = lay.eye_h * (0.30 if female else 0.21 if look.age is not Age.OLD else 0.16)
    weights = (0.25, 0.8, 1.0, 1.1, 0.5)
    raised = [(x, y - thick * k) for (x, y), k in zip(upper, weights, strict=True)]
    if female or look.age is Age.CHILD:
        dx, wing = upper[-1][0] - upper[-2][0], lay.eye_h * (0.42 if female else 0.2)
        tip = (upper[-1][0] + dx * 0.42, upper[-1][1] - wing * 0.75)
        raised[-1] = (tip[0], tip[1])
    lid = skia.Path()
    extend_smooth(lid, upper, start=True)
    extend_smooth(lid, raised[::-1])
    lid.close()
    canvas.drawPath(lid, ink.paint(line, 0.5))
    if face.px < 70:
        return
    crease = [
        (x, y - lay.eye_h * (0.40 + 0.10 * k) * (1 - 0.5 * face.pose.blink)) for (x, y), k in zip(upper, weights, strict=True)
    ]
    canvas.drawPath(tapered(crease, 0.0045), ink.paint(shade_of(look.skin), 0.3, 0.55))
    canvas.drawPath(tapered(lower, 0.0045), ink.paint(shade_of(look.skin), 0.25, 0.5))


def _brow(face: Face, side: float) -> None:
    """A tapered stroke whose ends go up and down with the emotion."""
    lay, muscles, look = face.head.layout, face.pose.face, face.head.look
    skewed = muscles.skew * (1 if side > 0 else -0.35)
    inner_u = lay.eye_x - lay.eye_w * (1.02 + 0.22 * max(0.0, muscles.squeeze))
    outer_u = lay.eye_x + lay.eye_w * 1.18
    inner_v = lay.brow_y + 0.040 * muscles.brow_in + 0.012 * skewed
    outer_v = lay.brow_y - 0.012 + 0.036 * muscles.brow_out + 0.035 * skewed
    arch = 0.020 + 0.012 * face.head.traits.brow + 0.012 * muscles.brow_out + 0.02 * skewed
    top, low = [], []
    for k, thick in ((0.0, 0.30), (0.07, 0.78), (0.22, 1.0), (0.5, 0.95), (0.78, 0.62), (1.0, 0.08)):
        u = side * (inner_u + (outer_u - inner_u) * k)
        v = inner_v + (outer_v - inner_v) * k + arch * 4 * k * (1 - k) * (0.7 + 0.6 * k)
        half = lay.brow_thick * thick * 0.5
        top.append(face.map.at(u, v + half))
        low.append(face.map.at(u, v - half))
    path = skia.Path()
    extend_smooth(path, top, start=True)
    extend_smooth(path, low[::-1])
    path.close()
    colour = mix(look.hair_colour, look.skin, 0.18) if look.age is not Age.OLD else mix(look.hair_colour, "#d8d4cc", 0.25)
    face.canvas.drawPath(path, face.ink.paint(scaled(colour, 0.85), 0.5))


def nose_silhouette(head: Head, view: View) -> skia.Path | None:
    """What the nose adds to the head's outline when it is seen from the side; None from behind."""
    if view.cos < -0.25 or abs(view.sin) < 0.12:
        return None
    lay, face = head.layout, FaceMap(head, view)
    tip_v, out = lay.nose_tip, lay.nose_out
    edge = [(lay.nose_top + 0.02, 0.0), (lay.nose_top - 0.01, 0.012), ((lay.nose_top + tip_v) / 2 + 0.01, out * 0.52)]
    edge += [(tip_v + 0.012, out), (tip_v - 0.028, out * 0.72), (tip_v - 0.040, 0.012), (tip_v - 0.055, 0.0)]
    path = skia.Path()
    extend_smooth(path, [face.at(0, v, o) for v, o in edge], start=True)
    path.lineTo(*face.at(0, tip_v - 0.04, -0.06))
    path.lineTo(*face.at(0, lay.nose_top, -0.06))
    path.close()
    return path


def paint_nose(face: Face) -> None:
    """A wedge from the bridge to the tip: its far side in shade, its tip lit, its underside dark."""
    lay, view, ink, canvas = face.head.layout, face.map.view, face.ink, face.canvas
    if view.cos < -0.25:
        return
    tip_v, out = lay.nose_tip, lay.nose_out
    bridge = face.map.at(0, lay.nose_top, 0.012)
    middle = face.map.at(0, (lay.nose_top + tip_v) / 2 + 0.01, out * 0.52)
    tip = face.map.at(0, tip_v + 0.012, out)
    under = face.map.at(0, tip_v - 0.028, out * 0.72)
    base = face.map.at(0, tip_v - 0.040, 0.012)
    wings = {s: face.map.at(s * lay.nose_w, tip_v - 0.015, 0.012) for s in (-1.0, 1.0)}
    near = 1.0 if view.sin < 0 else -1.0
    shade = shade_of(face.head.look.skin)
    dark_side = -1.0 if ink.light[0] > 0 else 1.0
    side = skia.Path()
    extend_smooth(side, [bridge, middle, tip], start=True)
    extend_smooth(side, [under, wings[dark_side], face.map.at(dark_side * lay.nose_w * 0.45, lay.nose_top - 0.01)])
    side.close()
    strength = 0.20 + 0.22 * min(1.0, abs(ink.light[0]) * 1.4)
    if face.map.facing(dark_side * lay.nose_w, tip_v) > 0.05:
        top = ink.colour(shade, 0.4)
        shader = skia.GradientShader.MakeLinear(
            [skia.Point(0, bridge[1]), skia.Point(0, base[1])], [faded(top, 0.0), faded(top, strength)], [0.0, 0.8]
        )
        canvas.drawPath(side, skia.Paint(AntiAlias=True, Shader=shader))
    if face.px < 34:
        return
    _nostrils(face, tip, under, base, wings, near)


def _nostrils(face: Face, tip: Point, under: Point, base: Point, wings: dict[float, Point], near: float) -> None:
    canvas, ink, shade = face.canvas, face.ink, shade_of(face.head.look.skin)
    bottom = skia.Path()
    bottom.moveTo(*wings[-1.0])
    bottom.quadTo(wings[-1.0][0], base[1] + 0.004, *base)
    bottom.quadTo(wings[1.0][0], base[1] + 0.004, *wings[1.0])
    bottom.quadTo(under[0], under[1] - 0.006, *wings[-1.0])
    canvas.drawPath(bottom, ink.paint(shade, 0.22, 0.62))
    for side in (-1.0, 1.0):
        if face.map.facing(side * 0.06, face.head.layout.nose_tip) > 0.12:
            wing = wings[side]
            curl = skia.Path()
            curl.moveTo(wing[0], wing[1] - 0.032)
            curl.quadTo(wing[0] + side * 0.016, wing[1] - 0.004, wing[0] - side * 0.012, wing[1] + 0.008)
            canvas.drawPath(curl, ink.stroke(shade, 0.010, 0.22, 0.62))
    turned = abs(face.map.view.sin)
    if turned > 0.2:
        edge = [tip, under, base]
        canvas.drawPath(smooth_path(edge, closed=False), ink.stroke(shade, 0.010, 0.2, min(0.7, turned)))
    glow = ink.colour("#fff4e6", 1.0)
    if turned > 0.75:
        return
    canvas.drawCircle(
        tip[0] + 0.012 * (1 if ink.light[0] > 0 else -1),
        tip[1] - 0.008,
        0.026,
        radial(
            tip[0],
            tip[1] - 0.008,
            0.034,
            faded(glow, (0.10 + 0.22 * max(to_linear(face.head.look.skin))) * (1 - turned / 0.75)),
            faded(glow, 0.0),
        ),
    )


def _mouth(face: Face) -> None:
    """Lips, the dark inside, teeth and tongue."""
    lay, muscles, mouth = face.head.layout, face.pose.face, face.pose.mouth
    if face.map.facing(0.0, lay.mouth_y) < -0.12:
        return
    speaking = face.pose.speaking
    opening = jaw_opening(face.pose)
    spread = (
        (0.62 + 0.62 * mouth.width) * (1 - 0.22 * mouth.round) * (1 + 0.16 * muscles.stretch + 0.12 * max(0.0, muscles.smile))
    )
    half = lay.mouth_w * spread
    rise, drop = 0.030 * opening, 0.125 * opening
    lips = lay.lips * (1 - 0.45 * max(0.0, muscles.press) * (1 - speaking)) * (1 + 0.25 * mouth.round)
    thick_up, thick_low = 0.021 * lips, 0.030 * lips
    smile = muscles.smile * (1 - 0.35 * speaking)
    corner = {s: 0.034 * smile + 0.040 * muscles.skew * (1 if s > 0 else -0.2) for s in (-1.0, 1.0)}
    grin = max(0.0, muscles.teeth) * (1 - speaking) * 0.35
    v0 = lay.mouth_y - 0.012 * smile
    push = 0.022 * mouth.round

    def at(k: float, v: float, out: float = 0.0) -> Point:
        lift = corner[-1.0 if k < 0 else 1.0] * abs(k) ** 1.6
        return face.map.at(k * half, v0 + v + lift, push * (1 - k * k) - 0.030 * k * k + out)

    ends = (at(-1, 0), at(1, 0))
    inner_top = [ends[0], at(-0.5, rise * 0.85), at(0, rise), at(0.5, rise * 0.85), ends[1]]
    inner_low = [
        ends[1],
        at(0.55, -(drop + 0.02 * grin) * 0.84),
        at(0, -drop - 0.024 * grin),
        at(-0.55, -(drop + 0.02 * grin) * 0.84),
        ends[0],
    ]
    outer_top = [
        ends[0],
        at(-0.62, rise * 0.8 + thick_up * 0.72),
        at(-0.2, rise + thick_up * 1.18),
        at(0, rise + thick_up * 0.92),
        at(0.2, rise + thick_up * 1.18),
        at(0.62, rise * 0.8 + thick_up * 0.72),
        ends[1],
    ]
    outer_low = [
        ends[1],
        at(0.58, -drop * 0.85 - thick_low * 0.75),
        at(0, -drop - thick_low),
        at(-0.58, -drop * 0.85 - thick_low * 0.75),
        ends[0],
    ]
    _lip_shapes(face, outer_top, inner_top, inner_low, outer_low)
    if opening > 0.015 or grin > 0.05:
        _inside(face, inner_top, inner_low, max(opening, grin * 0.4), grin)
    line = face.ink.stroke(mix(lip_colour(face.head.look), "#2a0d10", 0.75), 0.012, 0.35, 0.9 * (1 - min(1.0, opening * 12)))
    face.canvas.drawPath(smooth_path(inner_top, closed=False), line)
    if face.px > 60:
        _under_lip(face, at, drop, thick_low)


def _lip_shapes(
    face: Face, outer_top: list[Point], inner_top: list[Point], inner_low: list[Point], outer_low: list[Point]
) -> None:
    lip, ink = lip_colour(face.head.look), face.ink
    upper, lower = skia.Path(), skia.Path()
    extend_smooth(upper, outer_top, start=True)
    extend_smooth(upper, inner_top[::-1])
    upper.close()
    extend_smooth(lower, inner_low, start=True)
    extend_smooth(lower, outer_low[::-1])
    lower.close()
    strong = 0.95 if face.head.look.gender is Gender.FEMALE else 0.75
    face.canvas.drawPath(upper, ink.paint(scaled(lip, 0.82), 0.5, strong))
    face.canvas.drawPath(lower, ink.paint(lip, 0.66, strong))


def _inside(face: Face, top: list[Point], low: list[Point], opening: float, grin: float) -> None:
    canvas, ink, mouth = face.canvas, face.ink, face.pose.mouth
    hole = skia.Path()
    extend_smooth(hole, top, start=True)
    extend_smooth(hole, low)
    hole.close()
    canvas.save()
    canvas.clipPath(hole, doAntiAlias=True)
    canvas.drawPaint(skia.Paint(Color=ink.colour("#3a0d12", 0.55)))
    bottom = max(y for _, y in low)
    ceiling = min(y for _, y in top)
    height = bottom - ceiling
    cx = (top[0][0] + top[-1][0]) / 2 * 0.3 + top[2][0] * 0.7
    half = (top[-1][0] - top[0][0]) / 2
    tongue_y = bottom + 0.030 - height * (0.28 + 0.45 * mouth.tongue)
    canvas.drawOval(skia.Rect.MakeLTRB(cx - half * 0.62, tongue_y, cx + half * 0.62, bottom + 0.10), ink.paint("#c0504f", 0.55))
    teeth = max(mouth.teeth, grin * 2.0, 0.9 * face.pose.face.teeth * (1 - face.pose.speaking))
    if teeth > 0.02:
        depth = min(height * 0.62, 0.034) * min(1.0, teeth * 1.4)
        row = skia.Path()
        extend_smooth(row, [(x, y - 0.01) for x, y in top], start=True)
        extend_smooth(row, [(cx + (x - cx) * 0.86, y + depth) for x, y in top[::-1]])
        row.close()
        canvas.drawPath(row, ink.paint("#f6f0e4", 0.68))
    canvas.restore()


def _under_lip(face: Face, at: object, drop: float, thick: float) -> None:
    """The shade that the lower lip throws on the chin."""
    place = at  # the mouth's own map
    x, y = place(0.0, -drop - thick - 0.022)  # type: ignore[operator]
    shade = face.ink.colour(shade_of(face.head.look.skin), 0.3)
    face.canvas.save()
    face.canvas.translate(x, y)
    face.canvas.scale(1.0, 0.32)
    face.canvas.drawCircle(0, 0, 0.06, radial(0, 0, 0.06, faded(shade, 0.42), faded(shade, 0.0)))
    face.canvas.restore()
