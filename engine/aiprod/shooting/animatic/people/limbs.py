# SPDX-License-Identifier: Apache-2.0
"""Legs, shoes, arms and hands. Metres, y down."""

from __future__ import annotations

from math import atan2, cos, degrees, hypot, sin

import skia

from aiprod.film.look import Outfit
from aiprod.film.palettes import scaled
from aiprod.shooting.animatic.people.body import Actor
from aiprod.shooting.animatic.people.head import shade_of
from aiprod.shooting.animatic.people.life import smooth
from aiprod.shooting.animatic.people.rig import Joint, Limb
from aiprod.shooting.animatic.people.shading import (
    Point,
    bent_limb,
    bent_paint,
    capsule,
    limb_paint,
)


def paint_leg(actor: Actor, limb: Limb, foot: tuple[Joint, Joint]) -> None:
    """One leg with its trousers, boot or bare skin, and its shoe."""
    f, g, ink, canvas = actor.figure, actor.garment, actor.ink, actor.canvas
    colour = actor.named(g.legs)
    bare = g.legs == "skin"
    thick = (0.0 if bare else 0.006 + 0.35 * g.thick) * f.height
    hip_r, knee_r = f.thigh_r * 1.08 + thick, f.knee_r + thick
    ankle_r = f.ankle_r * (1.0 if bare else 1.30) + thick * 0.8
    far = _distance_gain(limb.depth)
    _shoe(actor, limb, foot, far)
    hip, knee, ankle = limb.root.at, limb.middle.at, limb.end.at
    shape = bent_limb(hip, hip_r, knee, knee_r, ankle, ankle_r)
    joints = [(hip, hip_r), (knee, knee_r), (ankle, ankle_r)]
    edge(actor, joints, colour)
    canvas.drawPath(shape, bent_paint(ink, colour, joints, far))
    if g.boots > 0:
        _boot(actor, knee, ankle, ankle_r, far)
    if not bare and actor.fine(0.006 * f.height):
        _leg_folds(actor, colour, hip, knee, ankle, knee_r, ankle_r)


def edge(actor: Actor, joints: list[tuple[Point, float]], colour: str, alpha: float = 0.42) -> None:
    """A thin dark edge round a limb (joints with their radii), so that it stands off what it passes."""
    grow = 0.0028 * actor.figure.height
    (a, ra), (b, rb), (c, rc) = joints
    shape = bent_limb(a, ra + grow, b, rb + grow, c, rc + grow)
    actor.canvas.drawPath(shape, actor.ink.paint(scaled(colour, 0.35), 0.35, alpha))


def _distance_gain(depth: float) -> float:
    """Limbs on the far side get a little less light."""
    return 0.86 + 0.14 * smooth((depth + 0.09) / 0.10)


def _leg_folds(actor: Actor, colour: str, hip: Point, knee: Point, ankle: Point, knee_r: float, ankle_r: float) -> None:
    line = actor.ink.stroke(scaled(colour, 0.45), 0.0035 * actor.figure.height, 0.4, 0.55)
    for (x, y), r, up in ((knee, knee_r, 1.0), (ankle, ankle_r, 1.0)):
        for k in (0.25, 0.62):
            fold = skia.Path()
            fold.moveTo(x - r * 0.72, y - r * k * up)
            fold.quadTo(x - r * 0.1, y - r * (k - 0.30) * up, x + r * 0.45, y - r * (k - 0.05) * up)
            actor.canvas.drawPath(fold, line)


def _boot(actor: Actor, knee: Point, ankle: Point, ankle_r: float, far: float) -> None:
    height = actor.garment.boots
    top = ankle[0] + (knee[0] - ankle[0]) * height, ankle[1] + (knee[1] - ankle[1]) * height
    colour = actor.named(actor.garment.shoes)
    r = ankle_r * 1.08
    actor.canvas.drawPath(
        capsule(top, r * (1.0 + 0.18 * height), ankle, r), limb_paint(actor.ink, colour, top, ankle, r * 1.1, far)
    )


def _shoe(actor: Actor, limb: Limb, foot: tuple[Joint, Joint], far: float) -> None:
    """A sole on the ground from heel to toe, and the upper over it."""
    f, ink, canvas = actor.figure, actor.ink, actor.canvas
    heel, toe = foot
    colour = actor.named(actor.garment.shoes)
    bulk = 1.35 if actor.look.outfit is Outfit.SPACESUIT else 1.0
    h = 0.021 * f.height * bulk
    hx, hy, tx, ty = heel.x, heel.y - h, toe.x, toe.y - h * 0.80
    upper = capsule((hx, hy), h, (tx, ty), h * 0.80)
    instep = skia.Path()
    ax, ay = limb.end.at
    r = f.ankle_r * 1.02
    instep.moveTo(ax - r, ay)
    instep.lineTo(ax + r, ay)
    instep.lineTo(max(hx, tx) * 0.62 + min(hx, tx) * 0.38 + r * 0.4, max(hy, ty))
    instep.lineTo(min(hx, tx) * 0.62 + max(hx, tx) * 0.38 - r * 0.4, max(hy, ty))
    instep.close()
    canvas.drawPath(instep, ink.paint(colour, 0.55 * far))
    canvas.drawPath(upper, ink.across(colour, (min(hx, tx) - h, min(hy, ty) - h), (min(hx, tx) - h * 0.7, max(hy, ty) + h), far))
    if actor.fine(0.006 * f.height):
        sole = ink.stroke(scaled(colour, 0.35), h * 0.42, 0.45)
        canvas.drawLine(
            hx - (h * 0.5 if hx < tx else -h * 0.5) * abs(sin(actor.pose.yaw)), hy + h * 0.84, tx, ty + h * 0.70, sole
        )


def _melt(actor: Actor, shoulder: Point, elbow: Point, r: float, elbow_r: float) -> None:
    """Where the sleeve leaves the shoulder it has the torso's own shading."""
    torso = actor.torso.shade(actor.named(actor.garment.body), rim=0.0).getShader()
    centre = _toward(shoulder, elbow, 0.12)
    fade = skia.GradientShader.MakeRadial(skia.Point(*centre), r * 2.6, [0xFFFFFFFF, 0xFFFFFFFF, 0x00FFFFFF], [0.0, 0.40, 1.0])
    arm = capsule(shoulder, r, elbow, elbow_r)
    actor.canvas.drawPath(arm, skia.Paint(AntiAlias=True, Shader=skia.Shaders.Blend(skia.BlendMode.kDstIn, torso, fade)))


def paint_arm(actor: Actor, limb: Limb, index: int) -> None:
    """One arm: skin, sleeve, cuff, hand."""
    f, g, ink, canvas = actor.figure, actor.garment, actor.ink, actor.canvas
    far = _distance_gain(limb.root.depth)
    shoulder, elbow, wrist = limb.root.at, limb.middle.at, limb.end.at
    skin = actor.look.skin
    elbow_r = f.arm_r * 0.84
    paint_hand(actor, limb, index, far)
    if g.sleeve < 0.98:
        shape = bent_limb(shoulder, f.arm_r, elbow, elbow_r, wrist, f.wrist_r)
        start = _toward(shoulder, elbow, 0.45)
        edge(actor, [(start, f.arm_r * 0.9), (elbow, elbow_r), (wrist, f.wrist_r)], shade_of(skin), 0.4)
        canvas.drawPath(shape, bent_paint(ink, skin, [(shoulder, f.arm_r), (elbow, elbow_r), (wrist, f.wrist_r)], far))
    if g.sleeve > 0:
        _sleeve(actor, shoulder, elbow, wrist, far)


def _toward(a: Point, b: Point, u: float) -> Point:
    return a[0] + (b[0] - a[0]) * u, a[1] + (b[1] - a[1]) * u


def _sleeve(actor: Actor, shoulder: Point, elbow: Point, wrist: Point, far: float) -> None:
    f, g, ink, canvas = actor.figure, actor.garment, actor.ink, actor.canvas
    colour = actor.named(g.sleeve_colour)
    thick = (0.002 + 0.22 * g.thick) * f.height
    r0, r1, r2 = f.arm_r * 1.06 + thick, f.arm_r * 0.90 + thick, f.wrist_r * 1.18 + thick * 0.9
    r2 *= 1 + 0.45 * g.wide
    if g.sleeve <= 0.5:
        end = _toward(shoulder, elbow, g.sleeve * 2)
        short = capsule(shoulder, r0 * 1.03, end, r0 * 1.06)
        start = _toward(shoulder, end, 0.7)
        edge(actor, [(start, r0), (_toward(start, end, 0.5), r0), (end, r0 * 1.06)], colour, 0.35)
        canvas.drawPath(short, limb_paint(ink, colour, shoulder, end, r0 * 1.06, far))
        _melt(actor, shoulder, end, r0 * 1.03, r0 * 1.06)
        return
    u = (g.sleeve - 0.5) * 2
    end, end_r = _toward(elbow, wrist, u), r1 + (r2 - r1) * u
    shape = bent_limb(shoulder, r0, elbow, r1, end, end_r)
    edge(actor, [(_toward(shoulder, elbow, 0.45), (r0 + r1) / 2), (elbow, r1), (end, end_r)], colour)
    canvas.drawPath(shape, bent_paint(ink, colour, [(shoulder, r0), (elbow, r1), (end, end_r)], far))
    if g.sleeve_colour == g.body:
        _melt(actor, shoulder, _toward(shoulder, elbow, 0.6), r0, r0 + (r1 - r0) * 0.6)
    if g.cuff:
        start = _toward(elbow, wrist, max(0.0, u - 0.13))
        cuff = actor.named(g.cuff)
        cuff = scaled(cuff, 0.80) if g.cuff == "outfit" else cuff
        canvas.drawPath(capsule(start, end_r * 1.10, end, end_r * 1.05), limb_paint(ink, cuff, start, end, end_r * 1.1, far))
    if actor.fine(0.006 * f.height) and g.sleeve > 0.5:
        _elbow_folds(actor, colour, shoulder, elbow, wrist, r1)


def _elbow_folds(actor: Actor, colour: str, shoulder: Point, elbow: Point, wrist: Point, r: float) -> None:
    line = actor.ink.stroke(scaled(colour, 0.45), 0.0032 * actor.figure.height, 0.4, 0.5)
    ux, uy = wrist[0] - shoulder[0], wrist[1] - shoulder[1]
    length = hypot(ux, uy) or 1.0
    ux, uy = ux / length, uy / length
    bend = (elbow[0] - (shoulder[0] + wrist[0]) / 2) * -uy + (elbow[1] - (shoulder[1] + wrist[1]) / 2) * ux
    inner = -1.0 if bend > 0 else 1.0
    for k in (-0.5, 0.0, 0.5):
        sx, sy = elbow[0] - uy * inner * r * 0.92 + ux * k * r * 0.9, elbow[1] + ux * inner * r * 0.92 + uy * k * r * 0.9
        ex, ey = elbow[0] + ux * k * r * 0.4, elbow[1] + uy * k * r * 0.4
        fold = skia.Path()
        fold.moveTo(sx, sy)
        fold.quadTo((sx + ex) / 2 + ux * r * 0.12, (sy + ey) / 2 + uy * r * 0.12, ex, ey)
        actor.canvas.drawPath(fold, line)


def paint_hand(actor: Actor, limb: Limb, index: int, far: float) -> None:
    """A palm, a thumb and four fingers that open, curl or point."""
    f, canvas = actor.figure, actor.canvas
    ex, ey = limb.middle.at
    wx, wy = limb.end.at
    angle = degrees(atan2(wy - ey, wx - ex)) if hypot(wx - ex, wy - ey) > 1e-4 else 90.0
    gloved = actor.look.outfit is Outfit.SPACESUIT
    colour = scaled(actor.look.outfit_colour, 0.8) if gloved else actor.look.skin
    h = f.hand * (1.2 if gloved else 1.0)
    grip, point = actor.pose.grips[index], actor.pose.points[index]
    canvas.save()
    canvas.translate(wx, wy)
    canvas.rotate(angle)
    thumb_side = _thumb_side(actor, limb)
    fill = actor.ink.across(colour, (0, -h * 0.55), (0, h * 0.55), far * 0.98)
    flat = actor.ink.paint(colour, 0.58 * far)
    _fingers(actor, h, grip, point, thumb_side, flat, colour)
    canvas.drawPath(_palm(h, grip), fill)
    _thumb(actor, h, grip, thumb_side, flat)
    canvas.restore()


def _thumb_side(actor: Actor, limb: Limb) -> float:
    """On which side of the hand the thumb is seen: towards the body's front or middle."""
    forward = sin(actor.pose.yaw)
    inward = -limb.side * cos(actor.pose.yaw)
    toward = forward * 0.8 + inward * 0.6
    dx, dy = limb.end.x - limb.middle.x, limb.end.y - limb.middle.y
    cross = dx * 0.0 - dy * toward
    return 1.0 if cross > 0 or (cross == 0 and dx > 0) else -1.0


def _palm(h: float, grip: float) -> skia.Path:
    path = skia.Path()
    w = h * 0.44
    path.moveTo(-h * 0.10, -w * 0.55)
    path.cubicTo(h * 0.25, -w * 1.02, h * 0.60, -w * 1.05, h * 0.86, -w * 0.86)
    path.cubicTo(h * (1.02 + 0.1 * grip), -w * 0.3, h * (1.02 + 0.1 * grip), w * 0.4, h * 0.86, w * 0.80)
    path.cubicTo(h * 0.55, w * 1.08, h * 0.2, w * 0.9, -h * 0.10, w * 0.55)
    path.close()
    return path


def _fingers(actor: Actor, h: float, grip: float, point: float, thumb: float, flat: skia.Paint, colour: str) -> None:
    canvas, w = actor.canvas, h * 0.44
    detailed = actor.fine(0.022 * actor.figure.height)
    for k in range(4):
        row = (k - 1.5) / 1.5
        y = thumb * -row * w * 0.66
        curl = max(0.0, grip - point) if k == 0 else grip
        length = h * (0.78, 0.90, 0.84, 0.66)[k] * (1 - 0.66 * curl)
        spread = (1 - grip) * 0.16 * -row * thumb
        start, end = (h * 0.80, y), (h * 0.80 + length * cos(spread), y + length * sin(spread))
        path = capsule(start, w * 0.27, end, w * 0.23)
        canvas.drawPath(path, flat)
        if detailed:
            edge = actor.ink.stroke(shade_of(colour), 0.0022 * actor.figure.height, 0.35, 0.55)
            canvas.drawPath(path, edge)


def _thumb(actor: Actor, h: float, grip: float, side: float, flat: skia.Paint) -> None:
    w = h * 0.44
    start = (h * 0.22, side * w * 0.62)
    end = (h * (0.78 - 0.05 * grip), side * w * (1.42 - 0.95 * grip))
    path = capsule(start, w * 0.33, end, w * 0.25)
    actor.canvas.drawPath(path, flat)
    if actor.fine(0.022 * actor.figure.height):
        actor.canvas.drawPath(path, actor.ink.stroke(shade_of(actor.look.skin), 0.0022 * actor.figure.height, 0.35, 0.5))
