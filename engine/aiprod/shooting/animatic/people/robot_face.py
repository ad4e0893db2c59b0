# SPDX-License-Identifier: Apache-2.0
"""Robots' faces: a screen with luminous eyes and a mouth, an antenna, a head that droops. Units: heights."""

from __future__ import annotations

from dataclasses import dataclass
from math import cos, pi, sin

import skia

from aiprod.film.look import CharacterLook
from aiprod.film.palettes import mix
from aiprod.film.screenplay import Emotion
from aiprod.film.shots import Gesture, Stance
from aiprod.shooting.animatic.people.acting import Pose
from aiprod.shooting.animatic.people.life import drift
from aiprod.shooting.animatic.people.shading import (
    Ink,
    faded,
    radial,
    smooth_path,
)

STEEL = "#8d949c"
DARK = "#23272e"


_LOW = frozenset({Emotion.NEUTRAL, Emotion.WEARINESS, Emotion.SADNESS, Emotion.FEAR})
"""A robot that lies or hangs its head in one of these is off, unless it speaks."""


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
        low = self.pose.emotion in _LOW
        if self.pose.stance is Stance.LIE and low:
            return max(0.08, self.pose.speaking)
        if self.pose.gesture is Gesture.HEAD_DOWN and low:
            return max(0.15, self.pose.speaking)
        return 0.45 if self.pose.emotion is Emotion.WEARINESS else 1.0


def box(x0: float, y0: float, x1: float, y1: float, r: float) -> skia.RRect:
    rect = skia.RRect()
    rect.setRectXY(skia.Rect.MakeLTRB(x0, y0, x1, y1), r, r)
    return rect


def panel(
    robot: Robot, x0: float, y0: float, x1: float, y1: float, r: float, colour: str, gain: float = 1.0, roundness: float = 0.8
) -> None:
    paint = robot.ink.across(colour, (x0, 0), (x1, 0), gain, roundness=roundness)
    robot.canvas.drawRRect(box(x0, y0, x1, y1, r), paint)


def _screen_colour(robot: Robot) -> str:
    moods = {
        Emotion.ANGER: "#ff7a5c",
        Emotion.SADNESS: "#7aa8ff",
        Emotion.FEAR: "#c8b4ff",
        Emotion.JOY: "#ffe08a",
        Emotion.TENDERNESS: "#ffb0c4",
    }
    return mix(robot.look.eye_colour, moods.get(robot.pose.emotion, "#8af0ff"), 0.75)


def flicker(robot: Robot) -> float:
    power = robot.power
    if power > 0.9:
        return 1.0
    return power * (0.75 + 0.25 * drift(robot.look.face_seed, "flicker", robot.t, 0.9))


def _eyes_and_mouth(robot: Robot, cx: float, cy: float, half: float, high: float, squash: float) -> None:
    """Luminous eyes and mouth on a dark face of half size (half, high) around (cx, cy)."""
    pose, canvas = robot.pose, robot.canvas
    glow = flicker(robot)
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
    path.addRRect(box(x - w, y - h, x + w, y + h, min(w, h) * 0.95))
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


def screen(robot: Robot, cx: float, cy: float, half: float, high: float, squash: float) -> None:
    """A dark glass with a face on it."""
    canvas, ink = robot.canvas, robot.ink
    frame = box(cx - half * squash, cy - high, cx + half * squash, cy + high, high * 0.42)
    canvas.drawRRect(frame, ink.paint("#0d1420", 0.6))
    glow = int(_screen_colour(robot)[1:], 16) | 0xFF000000
    canvas.save()
    canvas.clipRRect(frame, True)
    canvas.drawRRect(frame, radial(cx, cy, half * 1.2, faded(glow, 0.16 * flicker(robot)), faded(glow, 0.0)))
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


def head_motion(robot: Robot) -> tuple[float, float, float]:
    """(dx, dy, degrees) of a robot's head, in heights."""
    pose = robot.pose
    droop = max(0.0, -pose.head_pitch)
    return (
        0.03 * sin(pose.head_turn) * robot.front,
        0.045 * droop - 0.01 * max(0.0, pose.head_pitch),
        (pose.head_roll + 0.5 * droop * (1 if robot.turn >= 0 else -1)) * 180 / pi,
    )


def face_shift(robot: Robot) -> tuple[float, float]:
    """(how far the face moves to the side, its squash) with the turn of body and head."""
    yaw = _face_yaw(robot.pose.yaw + robot.pose.head_turn)
    return sin(yaw), max(0.0, cos(yaw))


def _face_yaw(yaw: float) -> float:
    """A robot's face cheats towards the camera: in profile it still shows two thirds of the screen."""
    yaw = (yaw + pi) % (2 * pi) - pi
    size, sign = abs(yaw), 1.0 if yaw >= 0 else -1.0
    knee, seen = 1.75, 0.62
    return sign * (size * seen if size < knee else knee * seen + (size - knee) * (pi - knee * seen) / (pi - knee))


def antenna(robot: Robot, x: float, y: float, high: float) -> None:
    """A rod with a lamp that pulses while the robot speaks."""
    sway = 0.012 * drift(robot.look.face_seed, "antenna", robot.t, 1.3) - 0.02 * robot.turn * min(1.0, robot.pose.speed)
    droop = 0.04 * (1 - min(1.0, robot.power * 1.4))
    tip = (x + sway + droop, y - high + droop * 0.9)
    robot.canvas.drawPath(
        smooth_path([(x, y), (x + sway * 0.3, y - high * 0.5), tip], closed=False), robot.ink.stroke(STEEL, 0.010, 0.6)
    )
    colour = int(robot.look.outfit_accent[1:], 16) | 0xFF000000
    light = flicker(robot) * (0.6 + 0.4 * robot.pose.speaking * (0.5 + 0.5 * sin(9 * robot.t)))
    robot.canvas.drawCircle(*tip, 0.060, radial(*tip, 0.060, faded(colour, 0.45 * light), faded(colour, 0.0)))
    robot.canvas.drawCircle(*tip, 0.020, robot.ink.paint(robot.look.outfit_accent, 0.35 + 0.65 * light))
