# SPDX-License-Identifier: Apache-2.0
"""The user's direction of single shots, done on top of the studio's shot list.

A changed shot keeps its actors, things and lines; its picture, move, light, length or words are others. No other shot is
touched: what is made of them stays.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import radians, tan
from typing import get_args

from aiprod.directing import describe, framing, moves
from aiprod.film.brief import Language
from aiprod.film.catalogue import BY_ID
from aiprod.film.direction import Angle, Move, ShotDirection
from aiprod.film.look import CharacterLook
from aiprod.film.palettes import palette_for
from aiprod.film.screenplay import Mood
from aiprod.film.shots import Blocking, CameraKey, CameraPath, PropPlacement, Shot, ShotList, ShotSize, in_offset, out_offset
from aiprod.film.time import FrameRate

_TILTS: Mapping[Angle, float] = {"eye_level": 0.0, "low": 14.0, "high": -14.0, "dutch": 0.0}
"""Degrees by which the camera looks up."""
_ROLL = 9.0
_LOWEST_Y, _HIGHEST_Y = 0.2, 6.0
_PAN, _TILT, _ZOOM, _DOLLY = 9.0, 8.0, 1.3, 0.28
_TRUCK, _RISE = 0.16, 0.35
"""Shares of the picture's width and height."""
_MOST_WAY_M = 1.4
"""How far the camera goes into a set: it is painted for a camera at home."""
_CROWD = (ShotSize.EXTREME_WIDE, ShotSize.WIDE, ShotSize.FULL)
_LEAST_SEEN = 2
"""Frames that a shot is seen alone, between its transitions."""


Framed = Callable[[float], CameraKey]
"""Tightness → the framing of a subject: above 1 shows less than the size usually does."""


@dataclass(frozen=True)
class Told:
    """A wish that could not be met to the frame: shot `shot` lasts `frames` instead of `wanted`."""

    shot: str
    wanted: int
    frames: int


@dataclass(frozen=True)
class _Film:
    """What a shot is directed with."""

    looks: Mapping[str, CharacterLook]
    rate: FrameRate
    aspect: float
    language: Language


def directed(
    shots: ShotList, directions: Mapping[str, ShotDirection], line_seconds: Mapping[str, float], *, rate: FrameRate,
    aspect: float, language: Language,
) -> tuple[ShotList, tuple[Told, ...]]:  # fmt: skip
    """The shot list with the user's directions; those of shots that aren't in it are passed over.

    Args:
        shots: the studio's.
        directions: shot id → what the user wants.
        line_seconds: line id → how long it is spoken.
        rate: frames a second.
        aspect: picture width / height.
        language: of the descriptions.
    """
    film = _Film({look.character: look for look in shots.looks}, rate, aspect, language)
    found, told = [], []
    for at, shot in enumerate(shots.shots):
        wanted = directions.get(shot.id)
        if wanted is not None:
            shot = _done(shot, wanted, film)
            if wanted.frames is not None:
                least = _least(shots.shots, at, line_seconds, rate)
                shot = shot.changed(frames=max(wanted.frames, least))
                if least > wanted.frames:
                    told.append(Told(shot.id, wanted.frames, least))
        found.append(shot)
    return shots.changed(shots=tuple(found)), tuple(told)


def _least(shots: tuple[Shot, ...], at: int, line_seconds: Mapping[str, float], rate: FrameRate) -> int:
    """The shortest a shot may be: its transitions have room, and lines that end their scene are heard to their end."""
    shot, after = shots[at], shots[at + 1] if at + 1 < len(shots) else None
    leading = in_offset(shot.transition_frames) + out_offset(shot.transition_frames)
    least = leading + (after.transition_frames if after is not None else 0) + _LEAST_SEEN
    starts = [rate.frames(line.start_s) + 1 for line in shot.lines]
    if after is None or after.scene != shot.scene:
        starts = [rate.frames(line.start_s + line_seconds.get(line.line, 0.0)) + 1 for line in shot.lines]
    return max([least, *starts])


def _done(shot: Shot, wanted: ShotDirection, film: _Film) -> Shot:
    size = wanted.size or shot.size
    camera = shot.camera
    if size is not shot.size or wanted.move is not None:
        camera = _camera(shot, size, wanted.move, film)
    if wanted.angle is not None:
        camera = camera.changed(keys=tuple(_angled(key, wanted.angle) for key in camera.keys))
    mood = wanted.mood or shot.mood
    design = shot.set
    if mood is not design.mood and wanted.mood is not None:
        palette = palette_for(design.time_of_day, design.weather, mood, design.interior)
        design = design.changed(mood=mood, palette=palette)
    description = wanted.description or _described(shot, size, mood if wanted.mood else design.mood, film.language)
    return shot.changed(size=size, camera=camera, mood=mood, set=design, description=description)


def _described(shot: Shot, size: ShotSize, mood: Mood, language: Language) -> str:
    """The studio's words for the shot, with its new size and mood."""
    text, before = shot.description, describe.size_name(shot.size, language)
    if text.startswith(before):
        text = describe.size_name(size, language) + text.removeprefix(before)
    return text.replace(describe.mood_name(shot.set.mood, language), describe.mood_name(mood, language))


# -- the camera --------------------------------------------------------------------------------------------------------


def _camera(shot: Shot, size: ShotSize, move: Move | None, film: _Film) -> CameraPath:
    """The path for a size and a move. A move of the studio's that can't be asked for (it follows somebody) is kept as it goes."""
    before = shot.camera
    named = move or before.move
    if named not in get_args(Move):
        return before.changed(keys=tuple(_resized(key, shot.size, size) for key in before.keys))
    if size is shot.size:
        key = _framing(before)
        return _moved(key, named, before.aperture_f, film.aspect, lambda tighter: _nearer(key, tighter))
    framed = _frame_of(shot, size, film)
    return _moved(framed(1.0), named, before.aperture_f, film.aspect, framed)


def _framing(camera: CameraPath) -> CameraKey:
    """The picture that a move holds its subject in."""
    first, last = camera.keys[0], camera.keys[-1]
    if camera.move in ("tilt", "crane_up", "crane_down", "dolly_out"):
        return last.changed(at=0.0)
    if camera.move in ("pan", "truck"):
        return first.changed(at=0.0, yaw_deg=(first.yaw_deg + last.yaw_deg) / 2, x=round((first.x + last.x) / 2, 4))
    return first.changed(at=0.0)


def _frame_of(shot: Shot, size: ShotSize, film: _Film) -> Framed:
    """The framing of a shot's subject in a size: tightness → key. Its people, else the thing it is about, else the place."""
    people = [actor for actor in shot.blocking if not actor.back and actor.character in film.looks]
    hero = next((prop for prop in shot.props if prop.hero), None)
    if len(people) > 1 and size in _CROWD:
        spots = [(film.looks[actor.character], _middle(actor), actor.z, actor.y) for actor in people]
        return lambda tighter: _nearer(framing.frame_group(spots, size, film.aspect), tighter)
    if people:
        actor = _subject(shot, people)
        look = film.looks[actor.character]
        return lambda tighter: framing.frame_person(
            look, _middle(actor), actor.z, size, film.aspect, y=actor.y, tighter=tighter
        )  # fmt: skip
    key, closer = _framing(shot.camera), framing.FRAMES[shot.size].heights / framing.FRAMES[size].heights
    if hero is not None and hero.prop in BY_ID:
        return _frame_of_thing(hero, key, closer, film.aspect)
    resized = _resized(key, shot.size, size)
    return lambda tighter: _nearer(resized, tighter)


def _frame_of_thing(hero: PropPlacement, key: CameraKey, closer: float, aspect: float) -> Framed:
    """A thing takes as much more of the picture than it does now."""
    height = BY_ID[hero.prop].height_m * hero.scale
    fill = closer * height / (framing.field_width(key.focus_m, key.focal_mm) / aspect)
    x = hero.x if hero.to_x is None else (hero.x + hero.to_x) / 2
    return lambda tighter: framing.frame_thing(x, hero.y, hero.z, height, aspect, key.focal_mm, fill * tighter)


def _subject(shot: Shot, people: list[Blocking]) -> Blocking:
    """Who speaks, else who comes first."""
    speakers = {line.character for line in shot.lines if line.on_screen}
    return next((actor for actor in people if actor.character in speakers), people[0])


def _middle(actor: Blocking) -> float:
    return actor.x if actor.to_x is None else (actor.x + actor.to_x) / 2


def _resized(key: CameraKey, before: ShotSize, after: ShotSize) -> CameraKey:
    """A framing of nobody in particular, as much closer or wider as the size says: by the lens, so that its middle stays."""
    closer = framing.FRAMES[before].heights / framing.FRAMES[after].heights
    return key.changed(focal_mm=round(min(400.0, max(12.0, key.focal_mm * closer)), 2))


def _nearer(key: CameraKey, tighter: float) -> CameraKey:
    """The camera itself goes nearer."""
    way = min(key.focus_m * (1 - 1 / tighter), _MOST_WAY_M)
    return key.changed(z=round(key.z + way, 4), focus_m=round(key.focus_m - way, 4))


def _angled(key: CameraKey, angle: Angle) -> CameraKey:
    """The same picture from lower, higher, or on a slant: the camera goes along an arc around what is in focus."""
    if angle == "dutch":
        return key.changed(roll_deg=_ROLL)
    up = _TILTS[angle]
    middle = key.y + key.focus_m * tan(radians(key.pitch_deg))
    y = min(_HIGHEST_Y, max(_LOWEST_Y, middle - key.focus_m * tan(radians(up))))
    pitch = framing.tilt_to(y, middle, key.focus_m) if up else 0.0
    return key.changed(y=round(y, 4), pitch_deg=round(pitch, 3), roll_deg=0.0)


def _moved(key: CameraKey, move: str, aperture: float, aspect: float, framed: Framed) -> CameraPath:
    """A move that holds a framing; "zoom" closes in."""
    width = framing.field_width(key.focus_m, key.focal_mm)
    rise = max(0.3, width / aspect * _RISE)
    makers: dict[str, Callable[[], CameraPath]] = {
        "static": lambda: moves.static(key, aperture=aperture),
        "pan": lambda: moves.pan(key, _PAN, aperture),
        "tilt": lambda: moves.tilt(key, _TILT, aperture),
        "zoom": lambda: moves.zoom(key, _ZOOM, aperture),
        "dolly_in": lambda: moves.dolly(framed, _DOLLY, aperture=aperture),
        "dolly_out": lambda: moves.dolly(framed, -_DOLLY, aperture=aperture),
        "truck": lambda: moves.truck(key, width * _TRUCK, aperture),
        "crane_up": lambda: moves.crane(key, rise, aperture=aperture),
        "crane_down": lambda: moves.crane(key, -rise, aperture=aperture),
    }
    return makers[move]()
