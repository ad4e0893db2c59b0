# SPDX-License-Identifier: Apache-2.0
"""Shots: what the camera sees, and the one request that a generator needs to make it.

Stage coordinates are metres: x to the right, y up from the ground, z away from the camera's home, which stands at
(0, 1.6, 0) looking along +z. Angles are degrees: yaw to the right, pitch up, roll clockwise. Focal lengths are for a
full-frame sensor 36 mm wide, so that a picture w:h shows a field 36/f wide at distance 1.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, ClassVar, Literal, Self

from pydantic import Field, SerializerFunctionWrapHandler, model_serializer, model_validator

from aiprod.film.base import FilmObject, upgrade_from
from aiprod.film.brief import Language
from aiprod.film.hashing import seed_from
from aiprod.film.look import CharacterLook, Hex
from aiprod.film.reasons import Reason, ShotReasons
from aiprod.film.screenplay import Emotion, Mood, TimeOfDay, Weather
from aiprod.film.speech import PhonemeTime
from aiprod.film.time import FrameRate

Transition = Literal["cut", "dissolve", "fade", "dip_white", "wipe", "iris", "push", "match_cut"]
"""How a shot gives way to the next. "fade" goes through black."""


class ShotSize(StrEnum):
    EXTREME_WIDE = "extreme_wide"
    WIDE = "wide"
    FULL = "full"
    MEDIUM = "medium"
    MEDIUM_CLOSE = "medium_close"
    CLOSE = "close"
    EXTREME_CLOSE = "extreme_close"
    INSERT = "insert"
    """A close view of a thing."""


class Coverage(StrEnum):
    ESTABLISHING = "establishing"
    MASTER = "master"
    TWO_SHOT = "two_shot"
    SHOT = "shot"
    REVERSE = "reverse"
    SINGLE = "single"
    REACTION = "reaction"
    SEQUENCE = "sequence"
    TRAVELLING = "travelling"
    INSERT = "insert"


class Rig(StrEnum):
    TRIPOD = "tripod"
    DOLLY = "dolly"
    CRANE = "crane"
    STEADICAM = "steadicam"
    HANDHELD = "handheld"


class Palette(FilmObject):
    """Seven colours that sky, light, water, faces and shadows of a scene agree with."""

    sky_top: Hex
    sky_low: Hex
    key: Hex
    ambient: Hex
    haze: Hex
    """What far planes fade to."""
    shadow: Hex
    accent: Hex
    """For the thing the eye should find."""


class Light(FilmObject):
    """The key light of a scene. Azimuth 0 is behind the camera, 90 from the right, 180 a back light."""

    azimuth_deg: float = Field(60, ge=-180, le=180)
    elevation_deg: float = Field(30, ge=-10, le=90)
    intensity: float = Field(1.0, ge=0, le=3)
    rim: float = Field(0.5, ge=0, le=1)
    haze: float = Field(0.3, ge=0, le=1)
    """How much air there is between the planes."""


class SetDesign(FilmObject):
    """The place of a shot, the same for every shot of a scene but for `view`."""

    place: str
    """A place of the catalogue: "coast", "bakery", …"""
    interior: bool
    time_of_day: TimeOfDay
    weather: Weather
    mood: Mood
    palette: Palette
    light: Light
    features: tuple[str, ...] = ()
    """Props of the catalogue that belong to the set and stand in its background ("lighthouse", "clock_tower")."""
    seed: int = Field(0, ge=0, le=0x7FFFFFFF)
    view: Literal["master", "reverse"] = "master"
    """The reverse looks the other way: same place, other background."""


class Ease(FilmObject):
    """A cubic Bézier from (0, 0) to (1, 1), as in CSS: two control points. (0,0,1,1) is linear."""

    x1: float = Field(0.42, ge=0, le=1)
    y1: float = 0.0
    x2: float = Field(0.58, ge=0, le=1)
    y2: float = 1.0


class CameraKey(FilmObject):
    """Where the camera is at a moment of the shot."""

    at: float = Field(ge=0, le=1)
    """0 at the first frame, 1 at the last."""
    x: float = 0.0
    y: float = 1.6
    z: float = 0.0
    yaw_deg: float = Field(0.0, ge=-60, le=60)
    pitch_deg: float = Field(0.0, ge=-60, le=60)
    roll_deg: float = Field(0.0, ge=-45, le=45)
    focal_mm: float = Field(35.0, ge=10, le=400)
    focus_m: float = Field(4.0, gt=0.05)
    """Distance in focus, along the optical axis."""
    ease: Ease = Ease()
    """How the camera goes on from here to the next key."""


class CameraPath(FilmObject):
    """A move. One key is a locked camera; the rig adds its own life (weight, sway, breath)."""

    rig: Rig = Rig.TRIPOD
    keys: tuple[CameraKey, ...] = Field((CameraKey(at=0.0),), min_length=1)
    aperture_f: float = Field(4.0, ge=0.7, le=32)
    move: str = "static"
    """The move's name in the trade: static, pan, tilt, zoom, dolly_in, dolly_out, truck, crane_up, …"""


class Gesture(StrEnum):
    NONE = "none"
    TALK = "talk"
    POINT = "point"
    WAVE = "wave"
    SHRUG = "shrug"
    HEAD_DOWN = "head_down"
    LOOK_UP = "look_up"
    REACH = "reach"
    HOLD = "hold"
    """Holds the prop named in `holds` before the chest."""
    CARRY = "carry"
    HUG = "hug"
    WORK = "work"
    """Hands busy in front: repairing, kneading, writing, cooking."""


class Stance(StrEnum):
    STAND = "stand"
    WALK = "walk"
    RUN = "run"
    SIT = "sit"
    KNEEL = "kneel"
    LIE = "lie"
    FLOAT = "float"
    """In space or in water."""


class Blocking(FilmObject):
    """An actor's place in a shot, and what they do."""

    character: str
    x: float = 0.0
    z: float = Field(4.0, gt=0)
    to_x: float | None = None
    """Where they are at the last frame, if they walk."""
    to_z: float | None = None
    y: float = 0.0
    """Feet above ground (on a deck, on stairs)."""
    facing: float = Field(0.0, ge=-1, le=1)
    """−1 profile to the left, 0 towards the camera, 1 profile to the right."""
    back: bool = False
    """Seen from behind (over-the-shoulder, walking away)."""
    stance: Stance = Stance.STAND
    gesture: Gesture = Gesture.NONE
    holds: str = ""
    """A prop of the catalogue."""
    emotion: Emotion = Emotion.NEUTRAL
    gaze: str = ""
    """What they look at: a character's id, "camera", "left", "right", "down", "up", or "" for ahead."""


class PropPlacement(FilmObject):
    """A thing on the stage."""

    prop: str
    """A prop, vehicle or animal of the catalogue."""
    x: float = 0.0
    y: float = 0.0
    z: float = Field(4.0, gt=0)
    to_x: float | None = None
    to_z: float | None = None
    scale: float = Field(1.0, gt=0.01, le=100)
    flip: bool = False
    colour: Hex | None = None
    """Replaces the prop's own main colour when the screenplay names one."""
    hero: bool = False
    """The thing the shot is about: always visible, lit and in focus."""


class ShotLine(FilmObject):
    """A line that starts in a shot."""

    line: str
    character: str
    start_s: float = Field(ge=0)
    """Seconds from the shot's first frame. May run over the cut (a split edit)."""
    on_screen: bool = True


class Pickup(FilmObject):
    """A part of a shot that is shot once more, the rest of its take kept: frames [start, end)."""

    start: int = Field(ge=0)
    end: int = Field(ge=1)
    number: int = Field(1, ge=1, le=9_999)
    """How often this part was asked for: each has a seed of its own."""

    @model_validator(mode="after")
    def _holds_a_frame(self) -> Self:
        if self.end <= self.start:
            raise ValueError("a part of a shot holds at least one frame")
        return self

    def seed(self, first: int) -> int:
        """Its seed, out of its shot's."""
        return seed_from(first, "pickup", self.start, self.end, self.number)


class Shot(FilmObject):
    """One set-up of the camera."""

    id: str
    scene: str
    size: ShotSize
    coverage: Coverage
    description: str
    """What is seen, in the film's language: for the storyboard, the prompt of a diffusion model and the reports."""
    set: SetDesign
    camera: CameraPath
    blocking: tuple[Blocking, ...] = ()
    props: tuple[PropPlacement, ...] = ()
    lines: tuple[ShotLine, ...] = ()
    frames: int = Field(gt=0)
    """Length on the timeline, transitions included."""
    transition_in: Transition = "cut"
    transition_frames: int = Field(0, ge=0)
    """How long the transition into this shot overlaps the one before (or fades from black)."""
    mood: Mood = Mood.CALM
    intensity: float = Field(0.5, ge=0, le=1)
    effects: tuple[str, ...] = ()
    """Sounds that the shot shows: "footsteps", "door", "gull", "thunder", …"""
    seed: int = Field(0, ge=0, le=0x7FFFFFFF)
    pickups: tuple[Pickup, ...] = ()
    """Parts of it that were shot once more, in that order. Not written where there are none, so that older takes keep their
    names."""

    @model_serializer(mode="wrap")
    def _write_schema(self, handler: SerializerFunctionWrapHandler) -> dict[str, Any]:
        fields = {"schema": self.schema_label(), **handler(self)}
        if not self.pickups:
            del fields["pickups"]
        return fields

    @property
    def whole(self) -> Shot:
        """The shot as it was shot first, without the parts that were shot once more."""
        return self.changed(pickups=()) if self.pickups else self

    def retaken(self, number: int) -> Shot:
        """The same shot, shot once more: another seed and nothing else. Number 0 is the shot as it is."""
        return self.changed(seed=seed_from(self.seed, "retake", number)) if number else self


class ShotList(FilmObject):
    version: ClassVar[int] = 2
    shots: tuple[Shot, ...]
    looks: tuple[CharacterLook, ...] = ()
    end_card_frames: int = Field(0, ge=0)
    """How long the end card lasts after the last shot."""
    reasons: tuple[ShotReasons, ...] = ()
    """Why each shot is as it is. Beside the shots, not in them: another reason makes no other picture."""

    def look(self, character: str) -> CharacterLook:
        return next(look for look in self.looks if look.character == character)

    def why(self, shot: str) -> tuple[Reason, ...]:
        """The reasons of a shot; none where they were not kept."""
        return next((item.reasons for item in self.reasons if item.shot == shot), ())

    def retaken(self, retakes: Mapping[str, int]) -> ShotList:
        """The list with the shots that the user wants again; ids that are not in it are passed over."""
        if not retakes:
            return self
        return self.changed(shots=tuple(shot.retaken(retakes.get(shot.id, 0)) for shot in self.shots))


@upgrade_from("ShotList", 1)
def _without_reasons(fields: dict[str, Any]) -> dict[str, Any]:
    return fields


def in_offset(overlap: int) -> int:
    """How many frames of a transition lie before its cut."""
    return overlap - overlap // 2


def out_offset(overlap: int) -> int:
    """How many frames of a transition lie after its cut."""
    return overlap // 2


class SpeechInShot(FilmObject):
    """What the lips of an actor follow in a shot."""

    character: str
    start_s: float
    """Of the line, from the shot's first frame; negative if it began in the shot before."""
    phonemes: tuple[PhonemeTime, ...]
    emotion: Emotion = Emotion.NEUTRAL


class Reference(FilmObject):
    """Something made before that a shot is to agree with: a picture of who or what appears in it, a frame that it begins or ends
    on, or the sound of a line. It is named by its content; whoever hands out the work says where the file lies."""

    role: Literal["face", "costume", "place", "prop", "first", "last", "speech"]
    subject: str = ""
    """Whom or what it shows, or who speaks: a character's id, a place or a thing of the catalogue."""
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")
    take: str = ""
    """The id of the take that it comes from; "" for a picture of the user's own."""
    start_s: float = 0.0
    """Of a line: when it begins, from the shot's first frame; negative if it began in the shot before."""
    words: str = ""
    """Of a line: what is said."""


class ShootRequest(FilmObject):
    """Everything a generator needs to make a shot: nothing else may change its pictures. It is the take's recipe."""

    shot: Shot
    looks: tuple[CharacterLook, ...]
    speech: tuple[SpeechInShot, ...] = ()
    width: int = Field(ge=64, le=8192)
    height: int = Field(ge=64, le=8192)
    rate: FrameRate
    language: Language
    style: str = "illustration"
    passes: tuple[Literal["depth", "mask"], ...] = ()
    """What to write besides the picture and the camera."""
    references: tuple[Reference, ...] = ()
    """Only for generators that take any. Not written where there are none, so that older takes keep their names."""

    @model_serializer(mode="wrap")
    def _write_schema(self, handler: SerializerFunctionWrapHandler) -> dict[str, Any]:
        fields = {"schema": self.schema_label(), **handler(self)}
        if not self.references:
            del fields["references"]
        return fields

    def look(self, character: str) -> CharacterLook:
        return next(look for look in self.looks if look.character == character)
