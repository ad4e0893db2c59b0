# SPDX-License-Identifier: Apache-2.0
"""Where subjects and camera stand so that a clip shows what its labels say, large enough to be recognised."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import atan, degrees, sqrt
from random import Random

from aiprod.directing.framing import FRAMES, eye_height, field_width, place_camera, tilt_to
from aiprod.film.hashing import seed_from
from aiprod.film.look import CharacterLook
from aiprod.film.screenplay import Emotion
from aiprod.film.shots import Blocking, CameraKey, CameraPath, Ease, Gesture, PropPlacement, Rig, ShotSize, SpeechInShot, Stance
from aiprod.film.speech import PhonemeTime
from aiprod.shooting.animatic import things
from aiprod.shooting.animatic.camera import CameraState
from aiprod.shooting.animatic.stage import SENSOR_MM
from aiprod.shooting.nano.vocabulary import HUES
from aiprod.training.data.people import look_of
from aiprod.training.data.subjects import ROOMS, Subject, subjects

_STEADY = Ease(x1=0.2, y1=0.2, x2=0.8, y2=0.8)
_TRAVEL = {"slow": (0.20, 0.28), "fast": (0.5, 0.7)}
"""How far a subject goes, in picture widths, over a clip."""
_FILL = {"wide": (0.24, 0.32), "full": (0.46, 0.6)}
"""How much of the picture's height a thing fills."""
_PAN, _TILT, _ZOOM, _DOLLY, _TRUCK = (0.3, 0.5), (0.25, 0.4), (1.35, 1.6), (1.3, 1.5), (0.3, 0.45)
_MOST_HEIGHT_M = 3.6
_SHELF_M = 21.0
"""Boats lie this far out."""
_AFLOAT = {"flies": (0.5, 1.1), "floats": (0.15, 0.4)}
"""How high above ground what flies is, in its own heights."""


@dataclass(frozen=True)
class Item:
    """One of the subjects: where it is at the first and the last frame, its width, and its middle above ground, in metres."""

    x: float
    to_x: float
    z: float
    width: float
    middle: float


@dataclass(frozen=True)
class Cast:
    """What stands on the stage, and the framing that shows it."""

    framing: CameraKey
    items: tuple[Item, ...] = ()
    looks: tuple[CharacterLook, ...] = ()
    blocking: tuple[Blocking, ...] = ()
    props: tuple[PropPlacement, ...] = ()


def placed(labels: Mapping[str, str], aspect: float, people_seed: int, dice: Random) -> Cast:
    """The subjects of these labels on the stage, and the camera before any move. `people_seed` decides who people are."""
    name = labels["subject"]
    if name == "none":
        inside = labels["place"] in ROOMS
        return Cast(CameraKey(at=0.0, y=1.7, focal_mm=dice.uniform(24, 30), focus_m=5.0 if inside else 10.0))
    subject = subjects()[name]
    if subject.kind == "person":
        return _people(subject, labels, aspect, people_seed, dice)
    return _things(subject, labels, aspect, dice)


def _spots(count: int, spacing: float, step: float, dice: Random) -> list[tuple[float, float]]:
    """x and z offsets of a group: side by side, the outer ones a little further back."""
    if count == 1:
        return [(0.0, 0.0)]
    row = [(i - (count - 1) / 2) * spacing for i in range(count)]
    return [(x + dice.uniform(-0.06, 0.06) * spacing, step * (i % 2 if count == 3 else i)) for i, x in enumerate(row)]


def _travel(labels: Mapping[str, str], width: float, dice: Random) -> float:
    """Metres that the subject goes to the right over a clip, for a picture so many metres wide."""
    way = labels["direction"]
    if way == "still":
        return 0.0
    low, high = _TRAVEL[labels["speed"]]
    return dice.uniform(low, high) * width * (1 if way == "right" else -1)


# -- people --------------------------------------------------------------------------------------------------------------


def _people(subject: Subject, labels: Mapping[str, str], aspect: float, people_seed: int, dice: Random) -> Cast:
    count, size = int(labels["count"]), labels["size"]
    colour, place = labels["colour"], labels["place"]
    looks = tuple(
        look_of(subject.id, f"actor-{i}", colour, place, Random(seed_from("actor", people_seed, i))) for i in range(count)
    )
    tallest = max(looks, key=lambda look: look.height_m)
    spacing, z = tallest.height_m * _SPACING.get(subject.id if size != "medium" else size, 0.52), 4.6 + dice.uniform(-0.2, 0.4)
    spots = _spots(count, spacing, 0.0 if size == "medium" else 0.25, dice)
    key = _people_framing(tallest, size, (count - 1) * spacing + 0.6 * tallest.height_m, z, aspect, dice)
    width = field_width(key.focus_m, key.focal_mm)
    travel = _travel(labels, width, dice)
    middle = dice.uniform(-0.1, 0.1) * width if not travel else -travel * dice.uniform(0.4, 0.6)
    blocking = tuple(
        _actor(look, labels, middle + x, middle + x + travel, z + dz, dice) for look, (x, dz) in zip(looks, spots, strict=True)
    )
    items = tuple(
        Item(b.x, b.x if b.to_x is None else b.to_x, b.z, 0.36 * tallest.height_m, eye_height(tallest)) for b in blocking
    )
    return Cast(key, items, looks, blocking)


_SPACING = {"robot": 0.85, "medium": 0.44}
"""Between the members of a group, in their heights."""


def _people_framing(look: CharacterLook, size: str, group: float, z: float, aspect: float, dice: Random) -> CameraKey:
    """The camera for the tallest of a group so many metres wide."""
    frame, least = FRAMES[ShotSize(size)], group / (0.9 * aspect)
    vary = dice.uniform(0.94, 1.06)
    if look.species == "robot":
        height = max(look.height_m * (1.45 if size == "full" else 2.1) * vary, least)
        return place_camera(0.0, look.height_m * 0.5, z, height, 0.54, frame.focal_mm, aspect)
    heights = min(frame.heights, 1.9)
    return place_camera(0.0, eye_height(look), z, max(heights * look.height_m * vary, least), frame.eyes, frame.focal_mm, aspect)


def _actor(look: CharacterLook, labels: Mapping[str, str], x: float, to_x: float, z: float, dice: Random) -> Blocking:
    going = abs(to_x - x) > 1e-6
    speaking = labels.get("speech") == "speaking"
    stance = Stance.STAND
    if going:
        stance = Stance.RUN if labels["speed"] == "fast" else Stance.WALK
    return Blocking(
        character=look.character, x=round(x, 4), z=round(z, 4), to_x=round(to_x, 4) if going else None,
        facing=(0.9 if to_x > x else -0.9) if going else dice.uniform(-0.35, 0.35), stance=stance,
        gesture=Gesture.TALK if speaking and labels["size"] == "medium" else Gesture.NONE,
        emotion=Emotion(labels.get("emotion", "neutral")), gaze="camera" if not going and dice.random() < 0.5 else "",
    )  # fmt: skip


_SYLLABLES = ("ma", "ti", "lo", "pu", "sa", "ne", "ba", "ko", "wi", "da", "fe", "mo", "ʒu", "la", "ɹi", "pa")


def speech(labels: Mapping[str, str], cast: Cast, seconds: float, dice: Random) -> tuple[SpeechInShot, ...]:
    """Lips that move all through the clip, for everyone in it."""
    if labels.get("speech") != "speaking":
        return ()
    return tuple(
        SpeechInShot(character=look.character, start_s=-0.3, phonemes=_babble(seconds + 0.6, dice), emotion=Emotion.NEUTRAL)
        for look in cast.looks
    )


def _babble(seconds: float, dice: Random) -> tuple[PhonemeTime, ...]:
    """Syllables without meaning, at the pace of speech."""
    found: list[PhonemeTime] = []
    now = 0.0
    while now < seconds:
        for symbol, length in zip(dice.choice(_SYLLABLES), (dice.uniform(0.06, 0.09), dice.uniform(0.1, 0.17)), strict=True):
            found.append(PhonemeTime(symbol=symbol, start_s=round(now, 4), end_s=round(now + length, 4)))
            now += length
    return tuple(found)


# -- things --------------------------------------------------------------------------------------------------------------


def _things(subject: Subject, labels: Mapping[str, str], aspect: float, dice: Random) -> Cast:
    count = int(labels["count"])
    width, height = things.size(subject.prop)
    scale = min(1.0, _MOST_HEIGHT_M / height) * dice.uniform(0.94, 1.06)
    if subject.motion == "sails":
        scale = 1.0
    width, height = width * scale, height * scale
    z = _SHELF_M if subject.motion == "sails" else 5.0 if height < 1.2 else 7.5 if height < 2.4 else 10.0
    if labels["place"] in ROOMS:
        z = 4.6
    long = width > 1.6 * height
    spacing = width * (0.78 if long else 1.12)
    group = (count - 1) * spacing + width
    picture = max(height / dice.uniform(*_FILL[labels["size"]]), group / (0.88 * aspect), 0.35)
    travel = _travel(labels, picture * aspect, dice)
    middle = dice.uniform(-0.08, 0.08) * picture * aspect if not travel else -travel * dice.uniform(0.4, 0.6)
    lift = height * dice.uniform(*_AFLOAT[subject.motion]) if subject.motion in _AFLOAT and _aloft(labels, subject) else 0.0
    key = _thing_framing(z, lift, height, picture, aspect, dice)
    flip = travel < 0 if travel else dice.random() < 0.5
    colour = HUES[labels["colour"]] if labels.get("colour") else None
    props, items = [], []
    for x, dz in _spots(count, spacing, height * (0.9 if long else 0.3), dice):
        at = middle + x
        props.append(
            PropPlacement(
                prop=subject.prop,
                x=round(at, 4),
                y=round(lift, 4),
                z=round(z + dz, 4),
                scale=round(scale, 4),
                flip=flip,
                to_x=round(at + travel, 4) if travel else None,
                colour=colour,
            )
        )
        items.append(Item(at, at + travel, z + dz, width, lift + height / 2))
    return Cast(key, tuple(items), props=tuple(props))


def _aloft(labels: Mapping[str, str], subject: Subject) -> bool:
    """Birds that stay sit on the ground; balloons and spaceships hang in the air."""
    return labels["direction"] != "still" or subject.motion == "floats"


def _thing_framing(z: float, lift: float, height: float, picture: float, aspect: float, dice: Random) -> CameraKey:
    """The camera at a thing: low at small ones, never higher than a person's eyes at great ones."""
    centre = lift + height / 2
    key = place_camera(0.0, centre, z, picture, dice.uniform(0.54, 0.6), dice.uniform(30, 38), aspect)
    lowest = min(0.45 * picture, 1.2)
    y = min(max(key.y, lowest), 2.4)
    aim = centre + (key.y - centre) * 0.6
    return key.changed(y=round(y, 4), pitch_deg=round(tilt_to(y, aim, key.focus_m), 3))


# -- camera --------------------------------------------------------------------------------------------------------------


def camera_path(move: str, key: CameraKey, aspect: float, dice: Random) -> CameraPath:
    """A move of the vocabulary, symmetric around the framing, at an even pace."""
    axis, _, way = move.partition("_")
    sign = -1.0 if way in ("left", "down", "out") else 1.0
    makers = {"static": _static, "pan": _pan, "tilt": _tilt, "zoom": _zoom, "dolly": _dolly, "truck": _truck}
    first, last = makers[axis](key, aspect, dice)
    if sign < 0:
        first, last = last, first
    keys = (first.changed(at=0.0, ease=_STEADY),) if axis == "static" else (
        first.changed(at=0.0, ease=_STEADY), last.changed(at=1.0)
    )  # fmt: skip
    return CameraPath(rig=Rig.TRIPOD, keys=keys, aperture_f=8.0, move=move)


Ends = tuple[CameraKey, CameraKey]


def _static(key: CameraKey, _aspect: float, _dice: Random) -> Ends:
    return key, key


def _pan(key: CameraKey, _aspect: float, dice: Random) -> Ends:
    half = degrees(atan(dice.uniform(*_PAN) / 2 * SENSOR_MM / key.focal_mm))
    return key.changed(yaw_deg=-half), key.changed(yaw_deg=half)


def _tilt(key: CameraKey, aspect: float, dice: Random) -> Ends:
    half = degrees(atan(dice.uniform(*_TILT) / 2 / aspect * SENSOR_MM / key.focal_mm))
    return key.changed(pitch_deg=key.pitch_deg - half), key.changed(pitch_deg=key.pitch_deg + half)


def _zoom(key: CameraKey, _aspect: float, dice: Random) -> Ends:
    factor = sqrt(dice.uniform(*_ZOOM))
    return key.changed(focal_mm=max(10.0, key.focal_mm / factor)), key.changed(focal_mm=key.focal_mm * factor)


def _dolly(key: CameraKey, _aspect: float, dice: Random) -> Ends:
    """The distance to the subject changes by the factor; the framing lies between."""
    factor = sqrt(dice.uniform(*_DOLLY))
    far, near = key.focus_m * (factor - 1), key.focus_m * (1 - 1 / factor)
    return (
        key.changed(z=key.z - far, focus_m=key.focus_m + far),
        key.changed(z=key.z + near, focus_m=key.focus_m - near),
    )


def _truck(key: CameraKey, _aspect: float, dice: Random) -> Ends:
    half = dice.uniform(*_TRUCK) * field_width(key.focus_m, key.focal_mm) / 2
    return key.changed(x=key.x - half), key.changed(x=key.x + half)


# -- check ---------------------------------------------------------------------------------------------------------------


_MIDDLE_IN, _ENDS_IN = 0.42, 0.5


def in_picture(cast: Cast, states: Sequence[CameraState]) -> bool:
    """Whether every subject is well inside at mid-clip and its middle not far outside at both ends."""
    last = len(states) - 1
    for item in cast.items:
        for frame, most in ((0, _ENDS_IN), (last // 2, _MIDDLE_IN), (last, _ENDS_IN)):
            x = item.x + (item.to_x - item.x) * frame / max(last, 1)
            across = _across(states[frame], x, item.z)
            if abs(across) > most:
                return False
    return True


def _across(state: CameraState, x: float, z: float) -> float:
    """Where a point is on the picture, in widths from its middle."""
    from math import radians, tan

    depth = max(z - state.z, 0.05)
    return state.focal_mm / SENSOR_MM * ((x - state.x) / depth - tan(radians(state.yaw_deg)))
