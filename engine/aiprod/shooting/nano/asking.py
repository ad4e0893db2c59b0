# SPDX-License-Identifier: Apache-2.0
"""A shot as the video model's words: what it knows exactly is taken over, what it does not know becomes the nearest thing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import log, radians, tan

import numpy as np
from numpy.typing import NDArray

from aiprod.film.catalogue import BY_ID
from aiprod.film.look import CharacterLook
from aiprod.film.palettes import to_linear
from aiprod.film.screenplay import Age, Emotion, Gender, TimeOfDay, Weather
from aiprod.film.shots import Blocking, PropPlacement, ShootRequest, ShotSize
from aiprod.shooting.animatic.camera import CameraMove, CameraState
from aiprod.shooting.animatic.stage import SENSOR_MM
from aiprod.shooting.nano.conditioning import CAMERA_AXES, CAMERA_DIMS
from aiprod.shooting.nano.vocabulary import HUES, ids

_OTHER_NAMES = {"gull": "bird"}
_PLACES = {
    "rooftop": "city_street", "river": "park", "station": "city_street", "bedroom": "kitchen", "living_room": "library",
    "office": "library", "workshop": "kitchen", "bakery": "kitchen", "classroom": "library", "lighthouse_room": "library",
    "spaceship_cabin": "space", "hospital": "kitchen", "theatre": "cafe", "train_car": "cafe",
}  # fmt: skip
_SUBJECTS = {
    "owl": "bird", "chicken": "bird", "butterfly": "bird", "dragon": "horse", "fox": "dog", "wolf": "dog",
    "bear": "dog", "sheep": "dog", "cow": "horse", "deer": "horse", "rabbit": "cat", "mouse": "cat", "turtle": "cat",
    "van": "car", "tram": "bus", "train": "bus", "motorbike": "bicycle", "cart": "car", "rowing_boat": "sailboat",
    "fishing_boat": "sailboat", "ferry": "sailboat", "plane": "spaceship", "rocket": "lighthouse", "clock_tower": "lighthouse",
    "windmill": "house", "castle": "house", "tent": "house", "bench": "chair", "table": "chair", "balloon": "ball",
}  # fmt: skip
_TIMES = {TimeOfDay.MORNING: "day", TimeOfDay.AFTERNOON: "day"}
_IN_ROOMS = {"dawn": "day", "dusk": "night"}
_WEATHERS = {Weather.CLOUDY: "clear", Weather.WIND: "clear", Weather.STORM: "rain"}
_EMOTIONS = {
    Emotion.TENDERNESS: "joy", Emotion.DETERMINATION: "neutral", Emotion.WEARINESS: "sadness", Emotion.IRONY: "neutral",
}  # fmt: skip
_SIZES = {
    ShotSize.EXTREME_WIDE: "wide", ShotSize.WIDE: "wide", ShotSize.FULL: "full", ShotSize.MEDIUM: "medium",
    ShotSize.MEDIUM_CLOSE: "close", ShotSize.CLOSE: "close", ShotSize.EXTREME_CLOSE: "close", ShotSize.INSERT: "full",
}  # fmt: skip
_ROOMS = ("kitchen", "library", "cafe", "cave")
_TIMELESS = ("cafe", "space")
_STILL_M, _FAST_MS = 0.15, 1.6
_LEAST = {"pan": 0.06, "tilt": 0.06, "zoom": 0.06, "truck": 0.03, "dolly": 0.05}
"""Less than this over a clip is no move."""
_WAYS = {
    "pan": ("left", "right"),
    "tilt": ("down", "up"),
    "zoom": ("out", "in"),
    "truck": ("left", "right"),
    "dolly": ("out", "in"),
}


@dataclass(frozen=True)
class Asked:
    """What the model is asked for.

    Attributes:
        labels: slot → value.
        instead: (what the shot has, what stands for it): to be told to the user.
    """

    labels: dict[str, str]
    instead: list[tuple[str, str]] = field(default_factory=list)


def asked_of(request: ShootRequest, frames: Sequence[int] | None = None) -> Asked:
    """The labels of a shot, or of some of its frames (a clip of it)."""
    shot = request.shot
    moments = frames or range(shot.frames)
    asked = Asked({})
    place = _known(shot.set.place, _PLACES, "place", asked) or "field"
    labels = asked.labels
    labels["place"] = place
    labels |= _air(request, place)
    labels |= _subject(request, asked)
    labels["camera"] = camera_word(track_of(request, moments))
    size, person = _SIZES[shot.size], labels["subject"] in ("woman", "man", "child")
    labels["size"] = "wide" if labels["subject"] == "none" else size if person or size == "wide" else "full"
    if labels["size"] in ("medium", "close"):
        labels |= _face(request)
    return asked


def _known(name: str, instead: dict[str, str], slot: str, asked: Asked) -> str:
    """A value that the model knows; the nearest one, noted, where it does not know it; "" where there is none."""
    if name in ids(slot) or name in _OTHER_NAMES:
        return _OTHER_NAMES.get(name, name)
    found = instead.get(name, "")
    asked.instead.append((name, found or "nothing"))
    return found


def _air(request: ShootRequest, place: str) -> dict[str, str]:
    design = request.shot.set
    found = {}
    if place not in _TIMELESS:
        time = _TIMES.get(design.time_of_day, design.time_of_day.value)
        found["time"] = _IN_ROOMS.get(time, time) if place in _ROOMS else time
    if place not in _ROOMS and place != "space":
        azimuth = design.light.azimuth_deg
        found["weather"] = _WEATHERS.get(design.weather, design.weather.value)
        found["light"] = "back" if abs(azimuth) > 110 else "left" if azimuth < 0 else "right"
    return found


def _subject(request: ShootRequest, asked: Asked) -> dict[str, str]:
    """Whom the shot is about, or else what."""
    shot = request.shot
    seen = [b for b in shot.blocking if not b.back] or list(shot.blocking)
    if seen:
        look = request.look(seen[0].character)
        name = _kind(look, asked)
        alike = sum(_kind(request.look(b.character), Asked({})) == name for b in seen)
        worn = look.outfit_colour if look.species == "person" else look.skin
        return _described(name, alike, nearest_hue(worn), _way(seen[0], request))
    props = sorted(shot.props, key=lambda p: (not p.hero, -BY_ID[p.prop].height_m * p.scale))
    for prop in props:
        if name := _known(prop.prop, _SUBJECTS, "subject", asked):
            alike = sum(other.prop == prop.prop for other in props)
            return _described(name, alike, nearest_hue(prop.colour) if prop.colour else "", _way(prop, request))
    return {"subject": "none"}


def _kind(look: CharacterLook, asked: Asked) -> str:
    if look.species == "person":
        if look.age in (Age.CHILD, Age.TEENAGER):
            return "child"
        return "woman" if look.gender is Gender.FEMALE else "man"
    return _known(look.species, _SUBJECTS, "subject", asked) or "dog"


def _described(name: str, count: int, colour: str, way: dict[str, str]) -> dict[str, str]:
    found = {"subject": name, "count": str(min(count, 3)), **way}
    return found | ({"colour": colour} if colour else {})


def _way(one: Blocking | PropPlacement, request: ShootRequest) -> dict[str, str]:
    distance = (one.x if one.to_x is None else one.to_x) - one.x
    if abs(distance) < _STILL_M:
        return {"direction": "still"}
    speed = abs(distance) / request.rate.seconds(request.shot.frames)
    return {"direction": "right" if distance > 0 else "left", "speed": "fast" if speed > _FAST_MS else "slow"}


def _face(request: ShootRequest) -> dict[str, str]:
    first = next((b for b in request.shot.blocking if not b.back), None)
    if first is None:
        return {}
    speaks = any(line.character == first.character and line.phonemes for line in request.speech)
    return {"emotion": _EMOTIONS.get(first.emotion, first.emotion.value), "speech": "speaking" if speaks else "silent"}


def nearest_hue(colour: str) -> str:
    """The colour word of the vocabulary that lies nearest to a hex colour."""
    light = np.cbrt(to_linear(colour))
    return min(HUES, key=lambda name: float(np.abs(np.cbrt(to_linear(HUES[name])) - light).sum()))


def camera_word(track: NDArray[np.float32]) -> str:
    """The vocabulary's name of a camera's track: the axis along which it goes farthest."""
    end = dict(zip(CAMERA_AXES, (track[-1] - track[0]).tolist(), strict=True))
    axis = max(_LEAST, key=lambda name: abs(end[name]) / _LEAST[name])
    if abs(end[axis]) < _LEAST[axis]:
        return "static"
    return f"{axis}_{_WAYS[axis][end[axis] > 0]}"


def track_of(request: ShootRequest, frames: Sequence[int] | None = None) -> NDArray[np.float32]:
    """The camera at these frames (all where None) relative to the first of them: see `conditioning.CAMERA_AXES`."""
    shot = request.shot
    move = CameraMove(shot.camera, shot.frames, float(request.rate.fps), shot.seed, shot.intensity)
    moments = list(range(shot.frames) if frames is None else frames)
    first, aspect = move.state(moments[0]), request.width / request.height
    rows = [_relative(first, move.state(frame), aspect) for frame in moments]
    return np.array(rows, np.float32).reshape(len(moments), CAMERA_DIMS)


def _relative(first: CameraState, now: CameraState, aspect: float) -> tuple[float, ...]:
    pan, tilt = (
        (now.focal_mm * tan(radians(a)) - first.focal_mm * tan(radians(b))) / SENSOR_MM
        for a, b in ((now.yaw_deg, first.yaw_deg), (now.pitch_deg, first.pitch_deg))
    )
    way = [(b - a) / first.focus_m for a, b in ((first.x, now.x), (first.y, now.y), (first.z, now.z))]
    return (pan, tilt * aspect, log(now.focal_mm / first.focal_mm), *way)
