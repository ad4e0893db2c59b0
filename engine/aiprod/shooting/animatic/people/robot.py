# SPDX-License-Identifier: Apache-2.0
"""Robots: the same pose as people, another body. Three designs, chosen by the face's seed.

A "courier" is a box on wheels with a screen for a face, a "humanoid" is tall with jointed limbs, a "globe" is a ball that
hovers. The face is a screen or a pair of lamps that shows emotion by its shapes; a robot that lies, hangs its head or is
weary has a dim, flickering face, so that a breakdown reads without words.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import cos, pi, sin

import skia

from aiprod.film.look import CharacterLook
from aiprod.film.palettes import mix, scaled
from aiprod.film.screenplay import Emotion
from aiprod.film.shots import Gesture, Stance
from aiprod.shooting.animatic.people.acting import Pose
from aiprod.shooting.animatic.people.life import drift, smooth
from aiprod.shooting.animatic.people.shading import (
    Ink,
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

DESIGNS = ("courier", "humanoid", "globe")
_STEEL = "#8d949c"
_DARK = "#23272e"


@dataclass(frozen=True)
class Robot:
    """All that painting a robot needs. Lengths in the painters are heights (the robot is 1 high)."""

    canvas: skia.Canvas
    look: CharacterLook
    pose: Pose
    ink: Ink
    t: float
    px: float
    """Pixels a height."""

    @property
    def shell(self) -> str:
        return self.look.skin

    @property
    def turn(self) -> float:
        """The body's turn: −1 … 1 towards the right of the picture."""
        return sin(self.pose.yaw)

    @property
    def front(self) -> float:
        """1 facing us, negative from behind."""
        return cos(self.pose.yaw)

    @property
    def power(self) -> float:
        """1 alive, 0 switched off."""
        if self.pose.stance is Stance.LIE:
            return 0.08
        if self.pose.gesture is Gesture.HEAD_DOWN:
            return 0.15
        return 0.45 if self.pose.emotion is Emotion.WEARINESS else 1.0


def design_of(look: CharacterLook) -> str:
    """Which of `DESIGNS` a robot is."""
    return DESIGNS[look.face_seed % len(DESIGNS)]


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
    {"courier": _courier, "humanoid": _humanoid, "globe": _globe}[design_of(look)](robot)
    canvas.restore()


def _box(x0: float, y0: float, x1: float, y1: float, r: float) -> skia.RRect:
    rect = skia.RRect()
    rect.setRectXY(skia.Rect.MakeLTRB(x0, y0, x1, y1), r, r)
    return rect


def _panel(
    robot: Robot, x0: float, y0: float, x1: float, y1: float, r: float, colour: str, gain: float = 1.0, roundness: float = 0.8
) -> None:
    paint = robot.ink.across(colour, (x0, 0), (x1, 0), gain, roundness=roundness)
    robot.canvas.drawRRect(_box(x0, y0, x1, y1, r), paint)


def _side_of_box(robot: Robot, half: float, depth: float) -> tuple[float, float, float]:
    """(left, seam, right) of a box turned by the yaw: its front lies on one side of the seam, its flank on the other."""
    w, d = half * abs(robot.front), depth * abs(robot.turn)
    whole = w + d
    seam = -whole + 2 * d if robot.turn * (1 if robot.front >= 0 else -1) > 0 else whole - 2 * d
    return -whole, seam, whole


# ---------------------------------------------------------------- face


def _screen_colour(robot: Robot) -> str:
    moods = {
        Emotion.ANGER: "#ff7a5c",
        Emotion.SADNESS: "#7aa8ff",
        Emotion.FEAR: "#c8b4ff",
        Emotion.JOY: "#ffe08a",
        Emotion.TENDERNESS: "#ffb0c4",
    }
    return mix(robot.look.eye_colour, moods.get(robot.pose.emotion, "#8af0ff"), 0.75)


def _flicker(robot: Robot) -> float:
    power = robot.power
    if power > 0.9:
        return 1.0
    return power * (0.75 + 0.25 * drift(robot.look.face_seed, "flicker", robot.t, 0.9))


def _eyes_and_mouth(robot: Robot, cx: float, cy: float, half: float, high: float, squash: float) -> None:
    """Luminous eyes and mouth on a dark face of half size (half, high) around (cx, cy)."""
    pose, canvas = robot.pose, robot.canvas
    glow = _flicker(robot)
    colour = int(_screen_colour(robot)[1:], 16) | 0xFF000000
    lamp = skia.Paint(AntiAlias=True, Color=faded(colour, 0.20 + 0.80 * glow))
    size = high * 0.40
    spacing = half * 0.46 * squash
    ex, ey = cx + pose.eyes[0] * half * 0.14 * squash, cy - high * 0.16 - pose.eyes[1] * high * 0.14
    for side in (-1.0, 1.0):
        _eye(robot, ex + side * spacing, ey, size, side, lamp, colour, glow, squash)
    _mouth(robot, ex * 0.5 + cx * 0.5, cy + high * 0.46, half * 0.34 * squash, high, lamp)
    del canvas


def _eye(
    robot: Robot, x: float, y: float, size: float, side: float, lamp: skia.Paint, colour: int, glow: float, squash: float
) -> None:
    canvas, pose, muscles = robot.canvas, robot.pose, robot.pose.face
    if robot.power < 0.2:
        _dead_eye(robot, x, y, size * 0.7, lamp)
        return
    if robot.px > 60:
        canvas.drawCircle(x, y, size * 1.9, radial(x, y, size * 1.9, faded(colour, 0.32 * glow), faded(colour, 0.0)))
    tall = max(0.05, (1 + 0.30 * muscles.lid_up) * (1 - pose.blink))
    w, h = size * 0.62 * squash, size * 0.95 * tall
    path = skia.Path()
    path.addRRect(_box(x - w, y - h, x + w, y + h, min(w, h) * 0.95))
    canvas.save()
    cut = skia.Path()
    slope = 0.55 * (muscles.brow_out - muscles.brow_in) * side * -0.5
    lower = h * (0.15 - 0.9 * max(0.0, muscles.lid_low) * (1 if muscles.smile > 0.3 else 0.3))
    top = -h * (1.05 - 0.55 * max(0.0, -muscles.lid_up) - 0.25 * abs(muscles.brow_in - muscles.brow_out) * 0.5)
    cut.moveTo(x - w * 1.3, y + top - slope * size)
    cut.lineTo(x + w * 1.3, y + top + slope * size)
    cut.lineTo(x + w * 1.3, y + h * 1.1)
    if muscles.smile > 0.3 and muscles.lid_low > 0:
        cut.quadTo(x, y + lower - h * 0.5, x - w * 1.3, y + h * 1.1)
    else:
        cut.lineTo(x - w * 1.3, y + h * 1.1)
    cut.close()
    canvas.clipPath(cut, doAntiAlias=True)
    canvas.drawPath(path, lamp)
    canvas.restore()


def _dead_eye(robot: Robot, x: float, y: float, size: float, lamp: skia.Paint) -> None:
    """Crossed out: off, or broken."""
    stroke = skia.Paint(lamp)
    stroke.setStyle(skia.Paint.kStroke_Style)
    stroke.setStrokeWidth(size * 0.30)
    stroke.setStrokeCap(skia.Paint.kRound_Cap)
    stroke.setAlphaf(0.55)
    s = size * 0.62
    robot.canvas.drawLine(x - s, y - s, x + s, y + s, stroke)
    robot.canvas.drawLine(x - s, y + s, x + s, y - s, stroke)


def _mouth(robot: Robot, x: float, y: float, half: float, high: float, lamp: skia.Paint) -> None:
    """A bar that opens with the voice and bends with the mood."""
    pose = robot.pose
    if robot.power < 0.2:
        return
    opening = max(pose.mouth.open, 0.6 * pose.face.jaw * (1 - pose.speaking))
    bend = pose.face.smile * high * 0.20
    half *= 0.75 + 0.5 * pose.mouth.width - 0.25 * pose.mouth.round
    thick = high * (0.055 + 0.20 * opening)
    skew = pose.face.skew * high * 0.12
    path = skia.Path()
    path.moveTo(x - half, y - bend + skew * 0.3)
    path.quadTo(x, y + bend * 1.1 - thick * 0.4, x + half, y - bend - skew)
    path.quadTo(x, y + bend * 1.1 + thick * 2.0, x - half, y - bend + skew * 0.3)
    path.close()
    robot.canvas.drawPath(path, lamp)
    stroke = skia.Paint(lamp)
    stroke.setStyle(skia.Paint.kStroke_Style)
    stroke.setStrokeWidth(high * 0.07)
    stroke.setStrokeCap(skia.Paint.kRound_Cap)
    stroke.setStrokeJoin(skia.Paint.kRound_Join)
    robot.canvas.drawPath(path, stroke)


def _screen(robot: Robot, cx: float, cy: float, half: float, high: float, squash: float) -> None:
    """A dark glass with a face on it."""
    canvas, ink = robot.canvas, robot.ink
    frame = _box(cx - half * squash, cy - high, cx + half * squash, cy + high, high * 0.42)
    canvas.drawRRect(frame, ink.paint("#0d1420", 0.6))
    glow = int(_screen_colour(robot)[1:], 16) | 0xFF000000
    canvas.save()
    canvas.clipRRect(frame, True)
    canvas.drawRRect(frame, radial(cx, cy, half * 1.2, faded(glow, 0.16 * _flicker(robot)), faded(glow, 0.0)))
    _eyes_and_mouth(robot, cx, cy, half, high, squash)
    shine = skia.Path()
    shine.addPoly(
        [
            skia.Point(cx - half * squash, cy - high),
            skia.Point(cx - half * 0.2 * squash, cy - high),
            skia.Point(cx - half * 0.75 * squash, cy + high),
            skia.Point(cx - half * squash, cy + high),
        ],
        True,
    )
    canvas.drawPath(shine, ink.paint("#ffffff", 1.0, 0.06))
    canvas.restore()


def _head_motion(robot: Robot) -> tuple[float, float, float]:
    """(dx, dy, degrees) of a robot's head, in heights."""
    pose = robot.pose
    droop = max(0.0, -pose.head_pitch)
    return (
        0.03 * sin(pose.head_turn) * robot.front,
        0.045 * droop - 0.01 * max(0.0, pose.head_pitch),
        (pose.head_roll + 0.5 * droop * (1 if robot.turn >= 0 else -1)) * 180 / pi,
    )


def _face_shift(robot: Robot) -> tuple[float, float]:
    """(how far the face moves to the side, its squash) with the turn of body and head."""
    yaw = _face_yaw(robot.pose.yaw + robot.pose.head_turn)
    return sin(yaw), max(0.0, cos(yaw))


def _face_yaw(yaw: float) -> float:
    """A robot's face cheats towards the camera: in profile it still shows two thirds of the screen."""
    yaw = (yaw + pi) % (2 * pi) - pi
    size, sign = abs(yaw), 1.0 if yaw >= 0 else -1.0
    knee, seen = 1.75, 0.62
    return sign * (size * seen if size < knee else knee * seen + (size - knee) * (pi - knee * seen) / (pi - knee))


def _antenna(robot: Robot, x: float, y: float, high: float) -> None:
    """A rod with a lamp that pulses while the robot speaks."""
    sway = 0.012 * drift(robot.look.face_seed, "antenna", robot.t, 1.3) - 0.02 * robot.turn * min(1.0, robot.pose.speed)
    droop = 0.04 * (1 - min(1.0, robot.power * 1.4))
    tip = (x + sway + droop, y - high + droop * 0.9)
    robot.canvas.drawPath(
        smooth_path([(x, y), (x + sway * 0.3, y - high * 0.5), tip], closed=False), robot.ink.stroke(_STEEL, 0.010, 0.6)
    )
    colour = int(robot.look.outfit_accent[1:], 16) | 0xFF000000
    light = _flicker(robot) * (0.6 + 0.4 * robot.pose.speaking * (0.5 + 0.5 * sin(9 * robot.t)))
    robot.canvas.drawCircle(*tip, 0.060, radial(*tip, 0.060, faded(colour, 0.45 * light), faded(colour, 0.0)))
    robot.canvas.drawCircle(*tip, 0.020, robot.ink.paint(robot.look.outfit_accent, 0.35 + 0.65 * light))


# ---------------------------------------------------------------- arms


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
    robot.canvas.drawCircle(*elbow, r * 0.95, robot.ink.ball(_DARK, *elbow, r, r))
    _claw(robot, elbow, hand, r)


def _claw(robot: Robot, elbow: Point, hand: Point, r: float) -> None:
    from math import atan2

    canvas = robot.canvas
    canvas.save()
    canvas.translate(*hand)
    canvas.rotate(atan2(hand[1] - elbow[1], hand[0] - elbow[0]) * 180 / pi)
    canvas.drawCircle(0, 0, r * 1.15, robot.ink.ball(_DARK, 0, 0, r, r))
    for side in (-1.0, 1.0):
        finger = smooth_path([(0.0, side * r * 0.6), (r * 1.3, side * r * 1.35), (r * 2.5, side * r * 0.55)], closed=False)
        canvas.drawPath(finger, robot.ink.stroke(_STEEL, r * 0.75, 0.65))
    canvas.restore()


# ---------------------------------------------------------------- designs


def _wheel(robot: Robot, x: float, r: float, squash: float) -> None:
    spin = robot.pose.walk_phase * 2 * pi * 1.4 * (1 if robot.turn >= 0 else -1)
    canvas = robot.canvas
    canvas.save()
    canvas.translate(x, -r)
    canvas.scale(max(0.30, squash), 1.0)
    canvas.drawCircle(0, 0, r, robot.ink.ball("#2b2d33", 0, 0, r, r))
    canvas.drawCircle(0, 0, r * 0.58, robot.ink.ball(_STEEL, 0, 0, r * 0.6, r * 0.6))
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
    dx, dy, tilt = _head_motion(robot)
    _courier_box(robot, left, seam, right)
    for index, side in enumerate((-1.0, 1.0)):
        hx, hy, depth = _hand_place(robot, index)
        x = side * 0.30 * robot.front
        if depth > -0.12:
            _arm(robot, (x if abs(x) > 0.1 else side * 0.1, -0.42), (hx, hy * 0.72 - 0.02), side, 0.026, _STEEL)
    _panel(robot, -0.055, -0.66, 0.055, -0.55, 0.02, _DARK)
    canvas.translate(dx, -0.62 + dy * 1.6)
    canvas.rotate(tilt)
    _courier_head(robot)
    canvas.restore()


def _courier_box(robot: Robot, left: float, seam: float, right: float) -> None:
    look = robot.look
    _panel(robot, left, -0.58, right, -0.13, 0.06, robot.shell, roundness=0.7)
    flank = (left, seam) if abs(seam - left) < abs(right - seam) else (seam, right)
    if abs(robot.turn) > 0.15 and abs(robot.front) > 0.05:
        robot.canvas.save()
        robot.canvas.clipRRect(_box(left, -0.58, right, -0.13, 0.06), True)
        robot.canvas.drawRect(skia.Rect.MakeLTRB(flank[0], -0.6, flank[1], -0.1), robot.ink.paint("#000000", 0.0, 0.18))
        robot.canvas.restore()
    _panel(robot, left * 1.03, -0.60, right * 1.03, -0.545, 0.025, look.outfit_colour)
    _panel(robot, left, -0.30, right, -0.25, 0.0, look.outfit_accent, roundness=0.7)
    _panel(robot, left * 0.97, -0.17, right * 0.97, -0.115, 0.02, _DARK)
    if robot.px > 120:
        mid = (left + right) / 2
        robot.canvas.drawRRect(
            _box(mid - 0.09, -0.49, mid + 0.09, -0.36, 0.02), robot.ink.stroke(scaled(robot.shell, 0.5), 0.006, 0.5, 0.7)
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
    shift, squash = _face_shift(robot)
    half, high = 0.235, 0.165
    _antenna(robot, -0.10 * robot.front, -2 * high - 0.01, 0.13)
    _panel(robot, -half, -2 * high - 0.01, half, 0.01, 0.07, robot.shell)
    if squash > 0.03:
        room = half * 0.86
        _screen(robot, shift * room * 0.62, -high, room * (1 - 0.35 * abs(shift)), high * 0.80, max(0.25, squash))
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
    dx, dy, tilt = _head_motion(robot)
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
        canvas.drawPath(bent_limb(a, 0.018, ((a[0] + b[0]) / 2, (a[1] + b[1]) / 2), 0.018, b, 0.018), ink.paint(_DARK, 0.5))
        start, end = (
            (a[0] + (b[0] - a[0]) * 0.14, a[1] + (b[1] - a[1]) * 0.14),
            (a[0] + (b[0] - a[0]) * 0.86, a[1] + (b[1] - a[1]) * 0.86),
        )
        canvas.drawPath(
            bent_limb(start, ra, ((start[0] + end[0]) / 2, (start[1] + end[1]) / 2), ra * 1.06, end, rb),
            bent_paint(ink, colour, [(start, ra), (end, rb)]),
        )
    canvas.drawCircle(*knee, 0.028, ink.ball(_STEEL, *knee, 0.028, 0.028))
    heel, toe = foot
    shoe = bent_limb(
        (heel[0], heel[1] - 0.024),
        0.024,
        ((heel[0] + toe[0]) / 2, (heel[1] + toe[1]) / 2 - 0.024),
        0.026,
        (toe[0], toe[1] - 0.020),
        0.020,
    )
    canvas.drawPath(shoe, ink.ball(_DARK, (heel[0] + toe[0]) / 2, heel[1] - 0.02, 0.06, 0.03))


def _jointed_arm(robot: Robot, joints: list[Point]) -> None:
    shoulder, elbow, hand = joints
    canvas, ink = robot.canvas, robot.ink
    for a, b, r, colour in ((shoulder, elbow, 0.026, robot.look.outfit_colour), (elbow, hand, 0.027, robot.shell)):
        canvas.drawPath(bent_limb(a, 0.013, ((a[0] + b[0]) / 2, (a[1] + b[1]) / 2), 0.013, b, 0.013), ink.paint(_DARK, 0.5))
        start, end = (
            (a[0] + (b[0] - a[0]) * 0.16, a[1] + (b[1] - a[1]) * 0.16),
            (a[0] + (b[0] - a[0]) * 0.86, a[1] + (b[1] - a[1]) * 0.86),
        )
        canvas.drawPath(
            bent_limb(start, r * 0.9, ((start[0] + end[0]) / 2, (start[1] + end[1]) / 2), r, end, r * 0.75),
            bent_paint(ink, colour, [(start, r), (end, r)]),
        )
    canvas.drawCircle(*shoulder, 0.040, ink.ball(_STEEL, *shoulder, 0.04, 0.04))
    canvas.drawCircle(*elbow, 0.022, ink.ball(_STEEL, *elbow, 0.022, 0.022))
    _claw(robot, elbow, hand, 0.020)


def _humanoid_torso(robot: Robot, pelvis: Point, neck: Point) -> None:
    ink, canvas = robot.ink, robot.canvas
    squash = 0.72 + 0.28 * abs(robot.front)
    (px, py), (nx, ny) = pelvis, neck
    canvas.drawPath(
        bent_limb((px, py), 0.05 * squash, ((px + nx) / 2, (py + ny) / 2), 0.045 * squash, (nx, ny), 0.03), ink.paint(_DARK, 0.5)
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
        light = _flicker(robot) * (0.75 + 0.25 * sin(2.2 * robot.t))
        canvas.drawCircle(x, ny + 0.10, 0.055, radial(x, ny + 0.10, 0.055, faded(glow, 0.5 * light), faded(glow, 0)))
        canvas.drawCircle(x, ny + 0.10, 0.024, ink.paint(robot.look.outfit_accent, 0.3 + 0.7 * light))
        canvas.drawCircle(x, ny + 0.10, 0.024, ink.stroke(_DARK, 0.006, 0.5))


def _humanoid_head(robot: Robot) -> None:
    canvas, ink = robot.canvas, robot.ink
    shift, squash = _face_shift(robot)
    canvas.drawRRect(_box(-0.028, -0.03, 0.028, 0.05, 0.01), ink.paint(_DARK, 0.5))
    _antenna(robot, -0.045 * robot.front, -0.165, 0.06)
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
        _screen(robot, shift * 0.045, -0.085, 0.068, 0.058, max(0.30, squash))
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
        smooth_path([(-0.16, 0.30), (0.16, 0.30), (0.10, 0.40), (-0.10, 0.40)]), ink.across(_DARK, (-0.16, 0), (0.16, 0))
    )
    _antenna(robot, 0.0, -0.35, 0.14)
    canvas.drawCircle(0, 0, 0.36, ink.ball(robot.shell, 0, 0, 0.36, 0.36))
    _globe_face(robot)
    canvas.restore()
    for index, side in enumerate((-1.0, 1.0)):
        _loose_hand(robot, index, side, cy, behind=False)


def _globe_face(robot: Robot) -> None:
    canvas, ink = robot.canvas, robot.ink
    shift, squash = _face_shift(robot)
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
        _screen(robot, shift * 0.25, -0.05 - 0.2 * pitch, 0.25, 0.165, max(0.25, squash))
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
