# SPDX-License-Identifier: Apache-2.0
"""Puts an actor together: which parts lie before which, the head on its neck, the prop in the hands."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from math import cos, hypot, pi, sin

import skia

from aiprod.film.look import CharacterLook
from aiprod.shooting.animatic.people import beard, body, clothes, collars, face, hair, haircuts, head, headwear, limbs, rig
from aiprod.shooting.animatic.people.acting import Pose
from aiprod.shooting.animatic.people.body import Actor
from aiprod.shooting.animatic.people.figure import measure
from aiprod.shooting.animatic.people.haircuts import HairPaint
from aiprod.shooting.animatic.people.life import drift
from aiprod.shooting.animatic.people.shading import ink_for
from aiprod.shooting.animatic.people.solid import View
from aiprod.shooting.animatic.stage import Lit

Part = tuple[float, Callable[[], None]]


def draw(canvas: skia.Canvas, look: CharacterLook, pose: Pose, lit: Lit, t: float) -> None:
    """See `people.draw`."""
    if look.species == "person":
        _draw_person(canvas, look, pose, lit, t)
    elif look.species == "robot":
        from aiprod.shooting.animatic.people import robot

        robot.draw(canvas, look, pose, lit, t)
    else:
        from aiprod.shooting.animatic import things

        canvas.save()
        scale = look.height_m / things.size(look.species)[1]
        canvas.scale(scale, scale)
        things.draw(canvas, look.species, lit, t, seed=look.face_seed, colour=look.skin, flip=sin(pose.yaw) < 0, pose=pose)
        canvas.restore()


def scale_of(canvas: skia.Canvas) -> float:
    """Pixels a metre."""
    matrix = canvas.getTotalMatrix()
    return hypot(matrix.getScaleX(), matrix.getSkewY())


def _draw_person(canvas: skia.Canvas, look: CharacterLook, pose: Pose, lit: Lit, t: float) -> None:
    figure = measure(look)
    actor = Actor(canvas, look, figure, rig.build(pose, figure), pose, ink_for(lit), scale_of(canvas), t)
    canvas.save()
    if pose.recline:
        lay_down(canvas, pose, figure.height)
    for _, paint in sorted(_parts(actor), key=lambda part: part[0]):
        paint()
    canvas.restore()


def lay_down(canvas: skia.Canvas, pose: Pose, height: float) -> None:
    """On the back, the head to the left when facing right; the hips over the origin."""
    away = -1.0 if sin(pose.yaw) >= 0 else 1.0
    canvas.translate(-away * 0.5 * height, -0.085 * height)
    canvas.rotate(90.0 * away * pose.recline)


def _parts(actor: Actor) -> list[Part]:
    """(order, painter), from the back to the front."""
    away = cos(actor.pose.yaw) < 0
    parts: list[Part] = [(0.0, lambda: clothes.paint_torso(actor)), (0.012, lambda: clothes.paint_skirt(actor))]
    parts.append((0.020, lambda: _upper(actor)))
    parts.append((0.10 if away else -9.0, lambda: clothes.paint_pack(actor)))
    if away:
        parts.append((-0.005, lambda: body.paint_neck(actor)))
    else:
        parts.append((-5.0, lambda: _head(actor, "back")))
        parts.append((-4.0, lambda: collars.paint_hood_behind(actor)))
    for index, limb in enumerate(actor.rig.legs):
        parts.append((-1.0 + limb.depth, partial(limbs.paint_leg, actor, limb, actor.rig.feet[index])))
    for index, limb in enumerate(actor.rig.arms):
        parts.append((_arm_order(actor, limb, away), partial(limbs.paint_arm, actor, limb, index)))
    if actor.pose.holding:
        parts.append((_prop_order(actor), lambda: _prop(actor)))
    return parts


def _arm_order(actor: Actor, limb: rig.Limb, away: bool) -> float:
    """Before the torso, or behind it when the arm reaches to the far side."""
    depth = limb.depth - actor.rig.neck.depth
    if depth > 0.03:
        return depth
    if depth < -0.06 or away:
        return -2.0 + 0.1 * limb.depth
    return depth + (0.09 if depth > -0.10 else 0.06)


def _upper(actor: Actor) -> None:
    """Neck, collar and head: over the torso."""
    if cos(actor.pose.yaw) >= 0:
        body.paint_neck(actor)
    clothes.paint_details(actor)
    _head(actor, "front")
    if cos(actor.pose.yaw) < 0:
        _head(actor, "back")


def head_view(actor: Actor) -> View:
    pose = actor.pose
    yaw = pose.yaw + pose.head_turn
    front = cos(yaw)
    return View(yaw, pitch=pose.head_pitch * abs(front) * (1 if front > 0 else -0.6))


def _head(actor: Actor, which: str) -> None:
    """The head in its own units: the chin at the origin, one head high."""
    pose, canvas, figure = actor.pose, actor.canvas, actor.figure
    view = head_view(actor)
    canvas.save()
    canvas.translate(*actor.rig.chin.at)
    canvas.scale(figure.head, figure.head)
    canvas.translate(0, -0.15)
    canvas.rotate((pose.head_roll * cos(view.yaw) - (pose.head_pitch + 0.35 * pose.lean * 0) * sin(view.yaw)) * 180 / pi)
    canvas.translate(0, 0.15 - 0.10 * min(0.0, pose.head_pitch) * abs(cos(view.yaw)))
    px = actor.ppm * figure.head
    model = head.head_of(actor.look)
    sway = 0.02 * drift(actor.look.face_seed, "hair", actor.t, 3.3) + (
        0.03 * sin(2 * pi * pose.walk_phase * 2) - 0.10 * sin(pose.yaw)
    ) * min(1.0, pose.speed / 2)
    paint = HairPaint(canvas, model, view, actor.ink, px, actor.t, sway)
    if which == "back":
        hair.paint_back(paint)
    else:
        _head_front(actor, model, view, px, paint)
    canvas.restore()


def _head_front(actor: Actor, model: head.Head, view: View, px: float, tress: HairPaint) -> None:
    canvas, ink, pose = actor.canvas, actor.ink, actor.pose
    covered = haircuts.look_covers_ears(actor.look) or headwear.covers_ears(actor.look)
    if not covered:
        for side in (-1.0, 1.0):
            if not head.ear_is_near(view, side):
                head.paint_ear(canvas, model, view, ink, side, px)
    headwear.paint_under(tress)
    drop = 0.055 * face.jaw_opening(pose)
    path = head.paint_skull(canvas, model, view, ink, drop, face.nose_silhouette(model, view))
    features = face.Face(canvas, model, head.FaceMap(model, view), pose, ink, px)
    canvas.save()
    canvas.clipPath(path, doAntiAlias=True)
    head.paint_form(canvas, model, view, ink, px)
    if view.cos > -0.6:
        face.paint_upper(features)
    if not headwear.hides_hair(actor.look):
        hair.paint_shadow(tress)
    canvas.restore()
    beard.paint_beard(tress, features.map, drop)
    if view.cos > -0.6:
        face.paint_nose(features)
        beard.paint_moustache(tress, features.map, model.layout.mouth_w)
        canvas.save()
        canvas.clipPath(path, doAntiAlias=True)
        face.paint_lower(features)
        canvas.restore()
    if not headwear.hides_hair(actor.look):
        hair.paint_top(tress)
    if not covered:
        for side in (-1.0, 1.0):
            if head.ear_is_near(view, side):
                head.paint_ear(canvas, model, view, ink, side, px)
    headwear.paint_glasses(features)
    headwear.paint_over(tress)


def _prop_order(actor: Actor) -> float:
    """In front of the chest for both hands; otherwise right under the hand that holds it."""
    front = cos(actor.pose.yaw)
    if actor.pose.holding in ("both", "across"):
        return 0.5 if front > -0.2 else -2.5
    return _arm_order(actor, actor.rig.arms[0], front < 0) - 0.001


def _prop(actor: Actor) -> None:
    """The catalogue's thing, true to scale, at the hands."""
    from aiprod.film.catalogue import BY_ID
    from aiprod.shooting.animatic import things

    pose, rig_ = actor.pose, actor.rig
    right, left = rig_.arms[0].end, rig_.arms[1].end
    entry = BY_ID.get(pose.holds)
    height = entry.height_m if entry else 0.3
    grip = actor.figure.hand * 0.6
    turn = 0.0
    if pose.holding == "across":
        x, y, turn = (right.x + left.x) / 2, (right.y + left.y) / 2 + 0.02, 62.0 if cos(pose.yaw) >= 0 else -62.0
    elif pose.holding == "both":
        x, y = (right.x + left.x) / 2, (right.y + left.y) / 2 + height * 0.55
    elif pose.holding == "hang":
        x, y = right.x, right.y + grip + height
    else:
        x, y = right.x + grip * sin(pose.yaw), right.y + min(height * 0.4, 0.12)
    actor.canvas.save()
    actor.canvas.translate(x, y)
    if turn:
        actor.canvas.rotate(turn)
        actor.canvas.translate(0, height * 0.42)
    things.draw(actor.canvas, pose.holds, actor.ink.lit, actor.t, seed=actor.look.face_seed, flip=sin(pose.yaw) < 0)
    actor.canvas.restore()
