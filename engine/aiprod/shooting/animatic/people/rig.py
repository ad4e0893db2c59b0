# SPDX-License-Identifier: Apache-2.0
"""A pose as joints on the picture: two-bone limbs, a bending spine, all turned to the camera."""

from __future__ import annotations

from dataclasses import dataclass
from math import cos, sin, sqrt

from aiprod.shooting.animatic.people.acting import Pose, Vec3
from aiprod.shooting.animatic.people.figure import Figure
from aiprod.shooting.animatic.people.shading import Point
from aiprod.shooting.animatic.people.solid import Row

TILT = 0.11
"""The camera stands a little above the ground: nearer things of a figure lie lower on the picture."""


@dataclass(frozen=True)
class Joint:
    """A joint on the picture (metres, y down) and its depth towards the camera."""

    x: float
    y: float
    depth: float

    @property
    def at(self) -> Point:
        return self.x, self.y


@dataclass(frozen=True)
class Limb:
    """Shoulder, elbow, wrist; or hip, knee, ankle. `side` is −1 for the right one."""

    side: float
    root: Joint
    middle: Joint
    end: Joint

    @property
    def depth(self) -> float:
        return 0.25 * self.root.depth + 0.35 * self.middle.depth + 0.4 * self.end.depth


@dataclass(frozen=True)
class Rig:
    """The actor's joints, and the spine's frame for garments."""

    figure: Figure
    pose: Pose
    pelvis: Vec3
    chest: Vec3
    legs: tuple[Limb, Limb]
    feet: tuple[tuple[Joint, Joint], tuple[Joint, Joint]]
    arms: tuple[Limb, Limb]
    neck: Joint
    chin: Joint

    def place(self, x: float, y: float, z: float) -> Joint:
        """A point of the actor's frame on the picture."""
        return project(self.pose.yaw, x, y, z)

    def spine(self, s: float) -> Vec3:
        """A point of the spine: 0 at the pelvis, 1 at the shoulders."""
        return _along(self.pelvis, self.chest, s)

    def edge(self, s: float, row: Row) -> tuple[Joint, Joint]:
        """Left and right edge on the picture of a section (`row`'s w, d, c) around the spine at `s`."""
        x, y, z = self.spine(s)
        yaw = self.pose.yaw + self.pose.twist * max(0.0, min(1.0, s))
        _, w, d, c = row
        middle = self.place(x, y, z)
        half, shift = sqrt((w * cos(yaw)) ** 2 + (d * sin(yaw)) ** 2), c * sin(yaw)
        return Joint(middle.x + shift - half, middle.y, middle.depth), Joint(middle.x + shift + half, middle.y, middle.depth)

    def surface(self, s: float, row: Row, phi: float) -> Joint:
        """A point on that section at azimuth `phi` (0 front); its depth is relative to the spine's."""
        x, y, z = self.spine(s)
        twist = self.pose.twist * max(0.0, min(1.0, s))
        _, w, d, c = row
        ax, az = w * sin(phi), c + d * cos(phi)
        rx, rz = ax * cos(twist) + az * sin(twist), az * cos(twist) - ax * sin(twist)
        base, point = self.place(x, y, z), self.place(x + rx, y, z + rz)
        return Joint(point.x, point.y, point.depth - base.depth)


def project(yaw: float, x: float, y: float, z: float) -> Joint:
    """Turn to the camera; see `TILT`."""
    depth = z * cos(yaw) - x * sin(yaw)
    return Joint(x * cos(yaw) + z * sin(yaw), -y + TILT * depth, depth)


def _along(a: Vec3, b: Vec3, u: float) -> Vec3:
    return a[0] + (b[0] - a[0]) * u, a[1] + (b[1] - a[1]) * u, a[2] + (b[2] - a[2]) * u


def two_bones(root: Vec3, end: Vec3, first: float, second: float, pole: Vec3) -> tuple[Vec3, Vec3]:
    """Middle joint and end of a two-bone limb that reaches for `end`, bending towards `pole`.

    The reach is softened near full stretch, so that the middle joint never snaps straight.
    """
    dx, dy, dz = end[0] - root[0], end[1] - root[1], end[2] - root[2]
    length = sqrt(dx * dx + dy * dy + dz * dz) or 1e-6
    longest, soft = (first + second) * 0.998, (first + second) * 0.94
    reach = length
    if length > soft:
        spare = longest - soft
        reach = soft + spare * (1 - 1 / (1 + (length - soft) / spare))
    reach = max(reach, abs(first - second) * 1.02 + 1e-4)
    ux, uy, uz = dx / length, dy / length, dz / length
    along = (first * first - second * second + reach * reach) / (2 * reach)
    height = sqrt(max(0.0, first * first - along * along))
    dot = pole[0] * ux + pole[1] * uy + pole[2] * uz
    px, py, pz = pole[0] - dot * ux, pole[1] - dot * uy, pole[2] - dot * uz
    size = sqrt(px * px + py * py + pz * pz) or 1e-6
    middle = (
        root[0] + ux * along + px / size * height,
        root[1] + uy * along + py / size * height,
        root[2] + uz * along + pz / size * height,
    )
    return middle, (root[0] + ux * reach, root[1] + uy * reach, root[2] + uz * reach)


def build(pose: Pose, figure: Figure) -> Rig:
    """The joints of a pose."""
    pelvis = pose.pelvis
    up = figure.spine
    chest = (pelvis[0] + up * sin(pose.sway), pelvis[1] + up * cos(pose.lean) * cos(pose.sway), pelvis[2] + up * sin(pose.lean))
    legs, feet = [], []
    for index, side in enumerate((-1.0, 1.0)):
        limb, foot = _leg(pose, figure, side, index)
        legs.append(limb)
        feet.append(foot)
    arms = [_arm(pose, figure, chest, side, index) for index, side in enumerate((-1.0, 1.0))]
    head = figure.head
    rise = (figure.height - head - figure.shoulder_y) * 1.0
    lean = pose.lean
    chin = (chest[0] + rise * sin(pose.sway), chest[1] + rise * cos(lean * 0.6), chest[2] + rise * sin(lean) + 0.03 * head)
    return Rig(
        figure,
        pose,
        pelvis,
        chest,
        (legs[0], legs[1]),
        (feet[0], feet[1]),
        (arms[0], arms[1]),
        project(pose.yaw, *chest),
        project(pose.yaw, *chin),
    )


def _leg(pose: Pose, figure: Figure, side: float, index: int) -> tuple[Limb, tuple[Joint, Joint]]:
    pitch = pose.feet_pitch[index]
    fx, fy, fz = pose.feet[index]
    ankle_h, length = 0.046 * figure.height, 0.085 * figure.height
    heel_up = length * max(0.0, sin(-pitch))
    ankle = (fx, fy + ankle_h + heel_up, fz + 0.3 * heel_up)
    root = (pose.pelvis[0] + side * figure.hip, pose.pelvis[1], pose.pelvis[2])
    bone = (figure.leg - ankle_h) / 2
    middle, end = two_bones(root, ankle, bone * 1.005, bone * 1.005, (side * 0.18, 0.0, 1.0))
    limb = Limb(side, *(project(pose.yaw, *p) for p in (root, middle, end)))
    toe_up = length * 1.1 * max(0.0, sin(pitch))
    splay = side * 0.22
    heel = (end[0] - 0.2 * length * splay, fy + heel_up, end[2] - 0.28 * length)
    toe = (end[0] + length * splay, fy + toe_up, end[2] + 1.05 * length * cos(pitch))
    return limb, (project(pose.yaw, *heel), project(pose.yaw, *toe))


def _arm(pose: Pose, figure: Figure, chest: Vec3, side: float, index: int) -> Limb:
    lift = 0.035 * figure.height * pose.shrug
    root = (
        chest[0] + side * 0.94 * figure.shoulder * cos(pose.twist),
        chest[1] + lift - 1.5 * figure.arm_r,
        chest[2] - side * 0.94 * figure.shoulder * sin(pose.twist),
    )
    pole = (side * 0.30, -0.45, -0.84)
    middle, end = two_bones(root, pose.hands[index], figure.upper_arm, figure.forearm, pole)
    return Limb(side, *(project(pose.yaw, *p) for p in (root, middle, end)))
