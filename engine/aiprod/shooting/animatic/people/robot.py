# SPDX-License-Identifier: Apache-2.0
"""Robots: the same pose as people, another body. Three designs, chosen by the face's seed.

A "courier" is a box on wheels with a screen for a face, a "humanoid" is tall with jointed limbs, a "globe" is a ball that
hovers. The face is a screen or a pair of lamps that shows emotion by its shapes; a robot that lies, hangs its head or is
weary has a dim, flickering face, so that a breakdown reads without words.
"""

from __future__ import annotations

from math import cos, pi, sin

import skia

from aiprod.film.look import CharacterLook, robot_design
from aiprod.film.palettes import scaled
from aiprod.shooting.animatic.people.acting import Pose
from aiprod.shooting.animatic.people.life import drift, smooth
from aiprod.shooting.animatic.people.robot_face import (
    DARK,
    STEEL,
    Robot,
    antenna,
    box,
    face_shift,
    flicker,
    head_motion,
    panel,
    screen,
)
from aiprod.shooting.animatic.people.shading import (
    Point,
    bent_limb,
    bent_paint,
    extend_smooth,
    faded,
    ink_for,
    radial,
    smooth_path,
)
from aiprod.shooting.animatic.stage import Lit


def draw(canvas: skia.Canvas, look: CharacterLook, pose: Pose, lit: Lit, t: float) -> None:
    """Paint a robot; see `people.draw`."""
    from aiprod.shooting.animatic.people.painter import scale_of

    h = look.height_m
    canvas.save()
    if pose.recline:
        away = -1.0 if sin(pose.yaw) >= 0 else 1.0
        canvas.translate(-away * 0.5 * h, -0.24 * h)
        canvas.rotate(78.0 * away)
    canvas.scale(h, h)
    robot = Robot(canvas, look, pose, ink_for(lit), t, scale_of(canvas))
    {"courier": _courier, "humanoid": _humanoid, "globe": _globe}[robot_design(look)](robot)
    canvas.restore()


def _side_of_box(robot: Robot, half: float, depth: float) -> tuple[float, float, float]:
    """(left, seam, right) of a box turned by the yaw: its front lies on one side of the seam, its flank on the other."""
    w, d = half * abs(robot.front), depth * abs(robot.turn)
    whole = w + d
    seam = -whole + 2 * d if robot.turn * (1 if robot.front >= 0 else -1) > 0 else whole - 2 * d
    return -whole, seam, whole


def _hand_place(robot: Robot, index: int) -> tuple[float, float, float]:
    """A hand on the picture, in heights: x, y, depth."""
    x, y, z = (value / robot.look.height_m for value in robot.pose.hands[index])
    yaw = robot.pose.yaw
    return x * cos(yaw) + z * sin(yaw), -y, z * cos(yaw) - x * sin(yaw)


def _arm(robot: Robot, shoulder: Point, hand: Point, side: float, r: float, colour: str) -> None:
    """A hose or tube with a claw; it bends down and outwards."""
    dx, dy = hand[0] - shoulder[0], hand[1] - shoulder[1]
    elbow = shoulder[0] + dx * 0.45 + side * 0.05 * max(0.2, robot.front), shoulder[1] + dy * 0.45 + 0.05
    path = bent_limb(shoulder, r, elbow, r * 0.85, hand, r * 0.8)
    robot.canvas.drawPath(path, bent_paint(robot.ink, colour, [(shoulder, r), (elbow, r * 0.85), (hand, r * 0.8)]))
    robot.canvas.drawCircle(*elbow, r * 0.95, robot.ink.ball(DARK, *elbow, r, r))
    _claw(robot, elbow, hand, r)


def _claw(robot: Robot, elbow: Point, hand: Point, r: float) -> None:
    from math import atan2

    canvas = robot.canvas
    canvas.save()
    canvas.translate(*hand)
    canvas.rotate(atan2(hand[1] - elbow[1], hand[0] - elbow[0]) * 180 / pi)
    canvas.drawCircle(0, 0, r * 1.15, robot.ink.ball(DARK, 0, 0, r, r))
    for side in (-1.0, 1.0):
        finger = smooth_path([(0.0, side * r * 0.6), (r * 1.3, side * r * 1.35), (r * 2.5, side * r * 0.55)], closed=False)
        canvas.drawPath(finger, robot.ink.stroke(STEEL, r * 0.75, 0.65))
    canvas.restore()


def _wheel(robot: Robot, x: float, r: float, squash: float) -> None:
    spin = robot.pose.walk_phase * 2 * pi * 1.4 * (1 if robot.turn >= 0 else -1)
    canvas = robot.canvas
    canvas.save()
    canvas.translate(x, -r)
    canvas.scale(max(0.30, squash), 1.0)
    canvas.drawCircle(0, 0, r, robot.ink.ball("#2b2d33", 0, 0, r, r))
    canvas.drawCircle(0, 0, r * 0.58, robot.ink.ball(STEEL, 0, 0, r * 0.6, r * 0.6))
    for k in range(5):
        a = spin + k * 2 * pi / 5
        canvas.drawLine(0, 0, r * 0.55 * cos(a), r * 0.55 * sin(a), robot.ink.stroke("#4a5058", r * 0.12, 0.6))
    canvas.drawCircle(0, 0, r * 0.18, robot.ink.paint(robot.look.outfit_accent, 0.7))
    canvas.restore()


def _courier(robot: Robot) -> None:
    """A box on four wheels, a screen for a face, a lid and a lamp."""
    bob = 0.006 * sin(7 * robot.t) * min(1.0, robot.pose.speed) + 0.003 * robot.pose.breath
    left, seam, right = _side_of_box(robot, 0.30, 0.36)
    profile = abs(robot.turn)
    for x in (left * 0.62, right * 0.62) if profile > 0.25 else (left * 0.86, right * 0.86):
        _wheel(robot, x, 0.115, 0.35 + 0.65 * profile)
    canvas = robot.canvas
    canvas.save()
    canvas.translate(0, bob)
    dx, dy, tilt = head_motion(robot)
    _courier_box(robot, left, seam, right)
    for index, side in enumerate((-1.0, 1.0)):
        hx, hy, depth = _hand_place(robot, index)
        x = side * 0.30 * robot.front
        if depth > -0.12:
            _arm(robot, (x if abs(x) > 0.1 else side * 0.1, -0.42), (hx, hy * 0.72 - 0.02), side, 0.026, STEEL)
    panel(robot, -0.055, -0.66, 0.055, -0.55, 0.02, DARK)
    canvas.translate(dx, -0.62 + dy * 1.6)
    canvas.rotate(tilt)
    _courier_head(robot)
    canvas.restore()


def _courier_box(robot: Robot, left: float, seam: float, right: float) -> None:
    look = robot.look
    panel(robot, left, -0.58, right, -0.13, 0.06, robot.shell, roundness=0.7)
    flank = (left, seam) if abs(seam - left) < abs(right - seam) else (seam, right)
    if abs(robot.turn) > 0.15 and abs(robot.front) > 0.05:
        robot.canvas.save()
        robot.canvas.clipRRect(box(left, -0.58, right, -0.13, 0.06), True)
        robot.canvas.drawRect(skia.Rect.MakeLTRB(flank[0], -0.6, flank[1], -0.1), robot.ink.paint("#000000", 0.0, 0.18))
        robot.canvas.restore()
    panel(robot, left * 1.03, -0.60, right * 1.03, -0.545, 0.025, look.outfit_colour)
    panel(robot, left, -0.30, right, -0.25, 0.0, look.outfit_accent, roundness=0.7)
    panel(robot, left * 0.97, -0.17, right * 0.97, -0.115, 0.02, DARK)
    if robot.px > 120:
        mid = (left + right) / 2
        robot.canvas.drawRRect(
            box(mid - 0.09, -0.49, mid + 0.09, -0.36, 0.02), robot.ink.stroke(scaled(robot.shell, 0.5), 0.006, 0.5, 0.7)
        )
        for k in range(3):
            robot.canvas.drawLine(
                mid - 0.06,
                -0.46 + 0.035 * k,
                mid + 0.06,
                -0.46 + 0.035 * k,
                robot.ink.stroke(scaled(robot.shell, 0.5), 0.008, 0.5, 0.6),
            )


def _courier_head(robot: Robot) -> None:
    shift, squash = face_shift(robot)
    half, high = 0.235, 0.165
    antenna(robot, -0.10 * robot.front, -2 * high - 0.01, 0.13)
    panel(robot, -half, -2 * high - 0.01, half, 0.01, 0.07, robot.shell)
    if squash > 0.03:
        room = half * 0.86
        screen(robot, shift * room * 0.62, -high, room * (1 - 0.35 * abs(shift)), high * 0.80, max(0.25, squash))
    for side in (-1.0, 1.0):
        x = side * half * abs(robot.front) if abs(robot.front) > 0.5 else -half * 0.15 * robot.turn
        robot.canvas.drawCircle(x, -high, 0.040, robot.ink.ball(robot.look.outfit_colour, x, -high, 0.04, 0.04))


def _humanoid(robot: Robot) -> None:
    """Tall, with shells on its limbs and a visor."""
    from aiprod.shooting.animatic.people import rig
    from aiprod.shooting.animatic.people.figure import measure

    h, canvas = robot.look.height_m, robot.canvas
    bones = rig.build(robot.pose, measure(robot.look))

    def p(joint: rig.Joint) -> Point:
        return joint.x / h, joint.y / h

    order = sorted(range(2), key=lambda i: bones.legs[i].depth)
    for i in order:
        _robot_leg(robot, [p(bones.legs[i].root), p(bones.legs[i].middle), p(bones.legs[i].end)], [p(j) for j in bones.feet[i]])
    far = [i for i in range(2) if bones.arms[i].root.depth - bones.neck.depth < -0.03]
    for i in far:
        _jointed_arm(robot, [p(j) for j in (bones.arms[i].root, bones.arms[i].middle, bones.arms[i].end)])
    pelvis = bones.place(*bones.pelvis)
    _humanoid_torso(robot, p(pelvis), p(bones.neck))
    neck = p(bones.neck)
    dx, dy, tilt = head_motion(robot)
    canvas.save()
    canvas.translate(p(bones.chin)[0] + dx * 0.4, p(bones.chin)[1] + dy)
    canvas.rotate(tilt)
    _humanoid_head(robot)
    canvas.restore()
    for i in range(2):
        if i not in far:
            _jointed_arm(robot, [p(j) for j in (bones.arms[i].root, bones.arms[i].middle, bones.arms[i].end)])
    del neck


def _robot_leg(robot: Robot, joints: list[Point], foot: list[Point]) -> None:
    hip, knee, ankle = joints
    canvas, ink = robot.canvas, robot.ink
    for a, b, ra, rb, colour in ((hip, knee, 0.040, 0.030, robot.shell), (knee, ankle, 0.034, 0.028, robot.look.outfit_colour)):
        canvas.drawPath(bent_limb(a, 0.018, ((a[0] + b[0]) / 2, (a[1] + b[1]) / 2), 0.018, b, 0.018), ink.paint(DARK, 0.5))
        start, end = (
            (a[0] + (b[0] - a[0]) * 0.14, a[1] + (b[1] - a[1]) * 0.14),
            (a[0] + (b[0] - a[0]) * 0.86, a[1] + (b[1] - a[1]) * 0.86),
        )
        canvas.drawPath(
            bent_limb(start, ra, ((start[0] + end[0]) / 2, (start[1] + end[1]) / 2), ra * 1.06, end, rb),
            bent_paint(ink, colour, [(start, ra), (end, rb)]),
        )
    canvas.drawCircle(*knee, 0.028, ink.ball(STEEL, *knee, 0.028, 0.028))
    heel, toe = foot
    shoe = bent_limb(
        (heel[0], heel[1] - 0.024),
        0.024,
        ((heel[0] + toe[0]) / 2, (heel[1] + toe[1]) / 2 - 0.024),
        0.026,
        (toe[0], toe[1] - 0.020),
        0.020,
    )
    canvas.drawPath(shoe, ink.ball(DARK, (heel[0] + toe[0]) / 2, heel[1] - 0.02, 0.06, 0.03))


def _jointed_arm(robot: Robot, joints: list[Point]) -> None:
    shoulder, elbow, hand = joints
    canvas, ink = robot.canvas, robot.ink
    for a, b, r, colour in ((shoulder, elbow, 0.026, robot.look.outfit_colour), (elbow, hand, 0.027, robot.shell)):
        canvas.drawPath(bent_limb(a, 0.013, ((a[0] + b[0]) / 2, (a[1] + b[1]) / 2), 0.013, b, 0.013), ink.paint(DARK, 0.5))
        start, end = (
            (a[0] + (b[0] - a[0]) * 0.16, a[1] + (b[1] - a[1]) * 0.16),
            (a[0] + (b[0] - a[0]) * 0.86, a[1] + (b[1] - a[1]) * 0.86),
        )
        canvas.drawPath(
            bent_limb(start, r * 0.9, ((start[0] + end[0]) / 2, (start[1] + end[1]) / 2), r, end, r * 0.75),
            bent_paint(ink, colour, [(start, r), (end, r)]),
        )
    canvas.drawCircle(*shoulder, 0.040, ink.ball(STEEL, *shoulder, 0.04, 0.04))
    canvas.drawCircle(*elbow, 0.022, ink.ball(STEEL, *elbow, 0.022, 0.022))
    _claw(robot, elbow, hand, 0.020)


def _humanoid_torso(robot: Robot, pelvis: Point, neck: Point) -> None:
    ink, canvas = robot.ink, robot.canvas
    squash = 0.72 + 0.28 * abs(robot.front)
    (px, py), (nx, ny) = pelvis, neck
    canvas.drawPath(
        bent_limb((px, py), 0.05 * squash, ((px + nx) / 2, (py + ny) / 2), 0.045 * squash, (nx, ny), 0.03), ink.paint(DARK, 0.5)
    )
    hips = smooth_path(
        [
            (px - 0.075 * squash, py - 0.03),
            (px + 0.075 * squash, py - 0.03),
            (px + 0.060 * squash, py + 0.035),
            (px, py + 0.06),
            (px - 0.060 * squash, py + 0.035),
        ]
    )
    canvas.drawPath(hips, ink.across(robot.look.outfit_colour, (px - 0.08, 0), (px + 0.08, 0)))
    waist = ny + (py - ny) * 0.62
    chest = smooth_path(
        [
            (nx - 0.045, ny - 0.005),
            (nx + 0.045, ny - 0.005),
            (nx + 0.118 * squash, ny + 0.035),
            (nx + 0.105 * squash, ny + 0.11),
            (px + 0.06 * squash, waist),
            (px - 0.06 * squash, waist),
            (nx - 0.105 * squash, ny + 0.11),
            (nx - 0.118 * squash, ny + 0.035),
        ]
    )
    canvas.drawPath(chest, ink.across(robot.shell, (nx - 0.12, 0), (nx + 0.12, 0)))
    if robot.front > 0.1:
        x = nx + 0.03 * robot.turn
        glow = int(robot.look.outfit_accent[1:], 16) | 0xFF000000
        light = flicker(robot) * (0.75 + 0.25 * sin(2.2 * robot.t))
        canvas.drawCircle(x, ny + 0.10, 0.055, radial(x, ny + 0.10, 0.055, faded(glow, 0.5 * light), faded(glow, 0)))
        canvas.drawCircle(x, ny + 0.10, 0.024, ink.paint(robot.look.outfit_accent, 0.3 + 0.7 * light))
        canvas.drawCircle(x, ny + 0.10, 0.024, ink.stroke(DARK, 0.006, 0.5))


def _humanoid_head(robot: Robot) -> None:
    canvas, ink = robot.canvas, robot.ink
    shift, squash = face_shift(robot)
    canvas.drawRRect(box(-0.028, -0.03, 0.028, 0.05, 0.01), ink.paint(DARK, 0.5))
    antenna(robot, -0.045 * robot.front, -0.165, 0.06)
    skull = smooth_path(
        [
            (0.0, -0.182),
            (0.062, -0.165),
            (0.082, -0.105),
            (0.074, -0.040),
            (0.042, 0.004),
            (0.0, 0.012),
            (-0.042, 0.004),
            (-0.074, -0.040),
            (-0.082, -0.105),
            (-0.062, -0.165),
        ]
    )
    canvas.drawPath(skull, ink.ball(robot.shell, 0, -0.09, 0.085, 0.10))
    if squash > 0.03:
        canvas.save()
        canvas.clipPath(skull, doAntiAlias=True)
        screen(robot, shift * 0.045, -0.085, 0.068, 0.058, max(0.30, squash))
        canvas.restore()
    for side in (-1.0, 1.0):
        x = side * 0.080 * abs(robot.front) - 0.02 * robot.turn * (1 - abs(robot.front))
        canvas.drawCircle(x, -0.09, 0.020, ink.ball(robot.look.outfit_colour, x, -0.09, 0.02, 0.02))


def _globe(robot: Robot) -> None:
    """A ball that hovers, with a ring and two loose hands."""
    canvas, ink, look = robot.canvas, robot.ink, robot.look
    alive = smooth(robot.power * 2)
    hover = (0.10 + 0.025 * drift(look.face_seed, "hover", robot.t, 2.4)) * alive
    lean = (8 * robot.turn * min(1.0, robot.pose.speed) + 14 * (1 - alive)) * (1 if robot.turn >= 0 else -1)
    cy = -(0.40 + hover)
    for index, side in enumerate((-1.0, 1.0)):
        _loose_hand(robot, index, side, cy, behind=True)
    canvas.save()
    canvas.translate(0, cy)
    canvas.rotate(lean + robot.pose.head_roll * 90)
    if alive > 0.3:
        glow = int(look.outfit_accent[1:], 16) | 0xFF000000
        canvas.save()
        canvas.translate(0, 0.42)
        canvas.scale(1, 0.45)
        canvas.drawCircle(0, 0, 0.22, radial(0, 0, 0.22, faded(glow, 0.5 * alive), faded(glow, 0.0)))
        canvas.restore()
    canvas.drawPath(
        smooth_path([(-0.16, 0.30), (0.16, 0.30), (0.10, 0.40), (-0.10, 0.40)]), ink.across(DARK, (-0.16, 0), (0.16, 0))
    )
    antenna(robot, 0.0, -0.35, 0.14)
    canvas.drawCircle(0, 0, 0.36, ink.ball(robot.shell, 0, 0, 0.36, 0.36))
    _globe_face(robot)
    canvas.restore()
    for index, side in enumerate((-1.0, 1.0)):
        _loose_hand(robot, index, side, cy, behind=False)


def _globe_face(robot: Robot) -> None:
    canvas, ink = robot.canvas, robot.ink
    shift, squash = face_shift(robot)
    pitch = robot.pose.head_pitch
    clip = skia.Path()
    clip.addCircle(0, 0, 0.36)
    canvas.save()
    canvas.clipPath(clip, doAntiAlias=True)
    belt = skia.Path()
    extend_smooth(belt, [(-0.37, 0.13 - 0.1 * pitch), (0, 0.20 - 0.1 * pitch), (0.37, 0.13 - 0.1 * pitch)], start=True)
    extend_smooth(belt, [(0.37, 0.19 - 0.1 * pitch), (0, 0.27 - 0.1 * pitch), (-0.37, 0.19 - 0.1 * pitch)])
    canvas.drawPath(belt, ink.across(robot.look.outfit_colour, (-0.36, 0), (0.36, 0)))
    if squash > 0.03:
        screen(robot, shift * 0.25, -0.05 - 0.2 * pitch, 0.25, 0.165, max(0.25, squash))
    canvas.restore()


def _loose_hand(robot: Robot, index: int, side: float, cy: float, behind: bool) -> None:
    hx, hy, depth = _hand_place(robot, index)
    if (depth < -0.06) != behind:
        return
    x = hx * 1.5 + side * 0.26 * robot.front
    y = cy * 0.35 + hy * 0.62
    if robot.power < 0.2:
        y = -0.06
    robot.canvas.drawCircle(x, y, 0.062, robot.ink.ball(robot.look.outfit_colour, x, y, 0.062, 0.062))
    for k in (-0.5, 0.0, 0.5):
        robot.canvas.drawCircle(
            x + 0.055 * sin(k),
            y + 0.060,
            0.022,
            robot.ink.ball(robot.look.outfit_colour, x + 0.055 * sin(k), y + 0.06, 0.022, 0.022),
        )
