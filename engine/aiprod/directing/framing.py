# SPDX-License-Identifier: Apache-2.0
"""The optics of a picture: where the camera must stand so that a person or a thing is framed as its size says.

At distance d a lens of focal length f shows a field 36/f·d wide. A shot size is the part of a person's height that the
picture shows, and the height of the eyes in it. Positions are stage metres, angles degrees (see film.shots).
"""

from __future__ import annotations

from dataclasses import dataclass
from math import atan, degrees

from aiprod.film.look import CharacterLook, robot_design
from aiprod.film.screenplay import Age
from aiprod.film.shots import CameraKey, ShotSize

SENSOR_MM = 36.0
NEAREST_Z = -1.0
"""The camera does not go further back: sets are painted for a camera at home."""


@dataclass(frozen=True)
class Frame:
    """How a size frames a person.

    Attributes:
        heights: picture height, in heights of the person.
        eyes: where the eyes are, from the top of the picture (0–1).
        focal_mm: the usual lens.
    """

    heights: float
    eyes: float
    focal_mm: float


FRAMES: dict[ShotSize, Frame] = {
    ShotSize.EXTREME_WIDE: Frame(3.4, 0.50, 24),
    ShotSize.WIDE: Frame(2.0, 0.36, 28),
    ShotSize.FULL: Frame(1.32, 0.19, 35),
    ShotSize.MEDIUM: Frame(0.68, 0.29, 50),
    ShotSize.MEDIUM_CLOSE: Frame(0.46, 0.34, 65),
    ShotSize.CLOSE: Frame(0.31, 0.40, 85),
    ShotSize.EXTREME_CLOSE: Frame(0.18, 0.45, 100),
    ShotSize.INSERT: Frame(0.4, 0.4, 85),
}
_EYES = {Age.CHILD: 0.88, Age.TEENAGER: 0.92, Age.ADULT: 0.93, Age.OLD: 0.93}
_ROBOTS = {"courier": (0.78, 2.3), "humanoid": (0.93, 1.2), "globe": (0.55, 4.0)}
"""Eye height and framing height of each design, in its own heights."""


def eye_height(look: CharacterLook) -> float:
    """Metres from the feet to the eyes."""
    if look.species == "robot":
        return look.height_m * _ROBOTS[robot_design(look)][0]
    if look.species != "person":
        return look.height_m * 0.8
    return look.height_m * _EYES[look.age]


def framing_height(look: CharacterLook) -> float:
    """The height that sizes are counted in: a person's own; heads of animals and robots are larger in their bodies."""
    if look.species == "robot":
        return look.height_m * _ROBOTS[robot_design(look)][1]
    return look.height_m * (1.0 if look.species == "person" else 1.5)


def field_width(distance_m: float, focal_mm: float) -> float:
    """How wide the picture is at a distance, metres."""
    return SENSOR_MM / focal_mm * distance_m


def place_camera(
    x: float, eye_y: float, z: float, picture_h: float, eyes: float, focal_mm: float, aspect: float, side: float = 0.0
) -> CameraKey:
    """A level camera that shows a picture `picture_h` metres high at depth `z`.

    Args:
        x, eye_y, z: the subject's eyes.
        picture_h: height of the picture at the subject, metres.
        eyes: where the eyes are, from the top (0–1).
        focal_mm: the lens; a wider one is taken where the camera would stand behind the set.
        aspect: picture width / height.
        side: where the subject stands, −0.5 left edge … 0.5 right edge.
    """
    width = picture_h * aspect
    distance = width * focal_mm / SENSOR_MM
    if z - distance < NEAREST_Z:
        distance = z - NEAREST_Z
        focal_mm = max(10.0, SENSOR_MM * distance / width)
    return CameraKey(
        at=0.0,
        x=round(x - side * width, 4),
        y=round(max(0.12, eye_y - (0.5 - eyes) * picture_h), 4),
        z=round(z - distance, 4),
        focal_mm=round(focal_mm, 2),
        focus_m=round(max(distance, 0.1), 4),
    )


def frame_person(
    look: CharacterLook,
    x: float,
    z: float,
    size: ShotSize,
    aspect: float,
    side: float = 0.0,
    y: float = 0.0,
    tighter: float = 1.0,
) -> CameraKey:
    """The camera for one person. `y` is where the feet are; `tighter` > 1 shows less than the size usually does."""
    frame = FRAMES[size]
    height = framing_height(look)
    if look.species == "robot" and size in (ShotSize.FULL, ShotSize.WIDE, ShotSize.EXTREME_WIDE):
        height = look.height_m * 1.15
    return place_camera(
        x, y + eye_height(look), z, frame.heights * height / tighter, frame.eyes, frame.focal_mm, aspect, side
    )  # fmt: skip


def frame_group(
    spots: list[tuple[CharacterLook, float, float, float]], size: ShotSize, aspect: float, focal_mm: float | None = None
) -> CameraKey:
    """The camera for several people (look, x, z, y of feet): the tallest sets the height, the outermost the width."""
    frame = FRAMES[size]
    tallest = max(spots, key=lambda s: s[3] + s[0].height_m)
    left, right = min(s[1] for s in spots), max(s[1] for s in spots)
    z = min(s[2] for s in spots)
    top = tallest[3] + eye_height(tallest[0])
    lowest = min(y + eye_height(look) - 0.3 * look.height_m for look, _, _, y in spots)
    # The tallest's eyes stay where the size puts them; the smallest's face must be in the picture too.
    needed = (top - lowest) / (1 - frame.eyes)
    height = max(frame.heights * tallest[0].height_m, (right - left + 1.1) / aspect, needed)
    return place_camera((left + right) / 2, top, z, height, frame.eyes, focal_mm or frame.focal_mm, aspect)


def frame_thing(
    x: float, y: float, z: float, height_m: float, aspect: float, focal_mm: float = 85.0, fill: float = 0.5, side: float = 0.0
) -> CameraKey:
    """The camera for a thing that stands at (x, y, z): it fills `fill` of the picture's height, a little above the middle."""
    picture = max(height_m / fill, 0.24)
    return place_camera(x, y + height_m * 0.5, z, picture, 0.47, focal_mm, aspect, side)


def tilt_to(from_y: float, to_y: float, distance_m: float) -> float:
    """The pitch that puts `to_y` at the height of the optical axis, degrees (±25 at most: more looks wrong on cut-outs)."""
    return max(-25.0, min(25.0, degrees(atan((to_y - from_y) / max(distance_m, 0.1)))))
