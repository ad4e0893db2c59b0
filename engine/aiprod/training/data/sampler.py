# SPDX-License-Identifier: Apache-2.0
"""Seeded scenes: an index becomes exact labels, a sentence in each language, and the request that shoots it.

The same seed, index, split and specification give the same scene on every machine; nothing is remembered between indices,
so that any number of processes can share the work and a stopped run goes on anywhere.

`WINDOWS` neighbouring indices are windows of one set-up: the same place, light, weather and subject (the same people in the
same clothes), in another size, movement and camera move. What one of them shows is what a film remembers in the other.
"""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import TYPE_CHECKING, Literal

import numpy as np
from numpy.typing import NDArray

from aiprod.film.hashing import seed_from
from aiprod.film.palettes import light_for, palette_for
from aiprod.film.screenplay import Mood, TimeOfDay, Weather
from aiprod.film.shots import Coverage, SetDesign, ShootRequest, Shot, ShotSize
from aiprod.film.time import FrameRate
from aiprod.shooting.animatic.camera import CameraMove
from aiprod.shooting.nano.asking import track_of
from aiprod.training.data import composing, holdout
from aiprod.training.data.captions import caption
from aiprod.training.data.subjects import LAND, NATURAL, ROOMS, subjects
from aiprod.training.data.vocabulary import ids

if TYPE_CHECKING:
    from aiprod.training.recipe import Geometry

Split = Literal["train", "eval"]
WINDOWS = 2
VERSION = 1
"""Raised whenever the same index would give another scene."""


@dataclass(frozen=True)
class ClipSpec:
    """The form of the clips of a set."""

    width: int = 256
    height: int = 144
    fps: int = 12
    frames: int = 25

    @classmethod
    def of(cls, size: Geometry) -> ClipSpec:
        """That of a recipe's footage."""
        return cls(size.width, size.height, size.fps, size.frames)

    @property
    def aspect(self) -> float:
        return self.width / self.height

    @property
    def seconds(self) -> float:
        return self.frames / self.fps


@dataclass(frozen=True)
class Scene:
    """One sampled clip, not yet rendered.

    Attributes:
        group: of its set-up.
        labels: slot → value; what is not there does not apply.
        captions: by language.
        camera: float32 [frames, CAMERA_DIMS], see `conditioning.CAMERA_AXES`.
        held_out: the combinations among its labels that training never shows.
    """

    index: int
    group: int
    split: Split
    labels: dict[str, str]
    captions: dict[str, str]
    request: ShootRequest
    camera: NDArray[np.float32]
    held_out: tuple[str, ...]


_NOBODY = 0.06
_PERSONS = 0.42
_PERSONS_INSIDE = 1.8
_COLOURED = 0.75
_TIMES = {"dawn": (TimeOfDay.DAWN,), "dusk": (TimeOfDay.DUSK,), "night": (TimeOfDay.NIGHT,),
          "day": (TimeOfDay.DAY, TimeOfDay.DAY, TimeOfDay.MORNING, TimeOfDay.AFTERNOON)}  # fmt: skip
_AZIMUTH = {"left": (-75.0, -40.0), "right": (40.0, 75.0), "back": (135.0, 165.0)}
_MOODS = (Mood.CALM, Mood.JOYFUL, Mood.TENDER, Mood.HOPEFUL, Mood.LONELY)
_WINDOWLESS = ("cafe", "space")
_SIZES = {"person": (("wide", 2), ("full", 4), ("medium", 2), ("close", 3)), "other": (("wide", 2), ("full", 5))}
_STATIC_SHARE = 0.3
_TRIES = 40


def sample(index: int, spec: ClipSpec | None = None, *, seed: int = 0, split: Split = "train") -> Scene:
    """The scene of an index. The training split has no held-out combination, the evaluation split at least one in each."""
    spec, group = spec or ClipSpec(), index // WINDOWS
    setup = _setup_of(seed, split, group)
    for attempt in range(_TRIES):
        dice = Random(seed_from("clip", VERSION, seed, split, index, attempt))
        labels = draw_window(setup.labels, dice)
        shot = compose(labels, setup, spec, dice, f"{split}-{index}")
        if shot is not None:
            texts = {"en": caption(labels, "en", dice), "fr": caption(labels, "fr", dice)}
            return Scene(index, group, split, labels, texts, shot, track_of(shot), holdout.kept_apart(labels))
    raise ValueError(f"no scene for index {index} of {split!r} after {_TRIES} draws")


def staged(labels: dict[str, str], spec: ClipSpec | None = None, *, seed: int = 0) -> Scene:
    """A scene that shows exactly these labels. Raises ValueError where its subject would not stay in the picture."""
    spec = spec or ClipSpec()
    for attempt in range(_TRIES):
        dice = Random(seed_from("staged", VERSION, seed, attempt))
        shot = compose(labels, Setup(labels, _design(labels, dice), seed), spec, dice, f"staged-{seed}")
        if shot is not None:
            texts = {"en": caption(labels, "en", dice), "fr": caption(labels, "fr", dice)}
            return Scene(seed, seed, "train", labels, texts, shot, track_of(shot), holdout.kept_apart(labels))
    raise ValueError(f"no picture keeps {labels} inside")


@dataclass(frozen=True)
class Setup:
    """What the windows of one set-up have in common. `seed` decides who its people are."""

    labels: dict[str, str]
    design: SetDesign
    seed: int


def _setup_of(seed: int, split: Split, group: int) -> Setup:
    for attempt in range(_TRIES * _TRIES):
        dice = Random(seed_from("set-up", VERSION, seed, split, group, attempt))
        labels = draw_setup(dice)
        if bool(holdout.kept_apart(labels)) == (split == "eval"):
            return Setup(labels, _design(labels, dice), dice.randrange(1 << 31))
    raise ValueError(f"no set-up {group} of {split!r}")


def draw_setup(dice: Random) -> dict[str, str]:
    """Place and subject."""
    name = _subject(dice)
    place = _place(name, dice)
    labels = {"place": place, **_air(place, dice), "subject": name}
    if name != "none" and (subjects()[name].kind != "animal" or dice.random() < _COLOURED):
        natural = subjects()[name].kind == "animal" and dice.random() < 0.4
        labels["colour"] = dice.choice(NATURAL if natural else ids("colour"))
    return labels


def draw_window(setup: dict[str, str], dice: Random) -> dict[str, str]:
    """How the set-up is seen, and what its subject does."""
    name, camera = setup["subject"], _camera(dice)
    if name == "none":
        return setup | {"camera": camera, "size": "wide"}
    size = _weighted(_SIZES["person" if name in ("woman", "man", "child") else "other"], dice)
    labels = setup | {"size": size, "camera": camera, "count": _count(size, dice)}
    labels |= _going(subjects()[name].motion, size, dice)
    if size in ("medium", "close"):
        labels |= {"emotion": dice.choice(ids("emotion")), "speech": dice.choice(ids("speech"))}
    return labels


def _air(place: str, dice: Random) -> dict[str, str]:
    """Time, weather and light, as far as the place shows them."""
    found = {}
    if place not in _WINDOWLESS:
        found["time"] = dice.choice(("day", "night") if place in ROOMS else ids("time"))
    if place not in ROOMS and place != "space":
        found |= {"weather": _weighted((("clear", 4), ("fog", 2), ("rain", 2), ("snow", 2)), dice)}
        found["light"] = dice.choice(ids("light"))
    return found


def _subject(dice: Random) -> str:
    chance = dice.random()
    if chance < _NOBODY:
        return "none"
    persons = chance < _NOBODY + _PERSONS
    return dice.choice([name for name, subject in subjects().items() if (subject.kind == "person") == persons])


def _place(subject: str, dice: Random) -> str:
    """Persons fill the places where few things may be."""
    if subject == "none":
        return dice.choice(ids("place"))
    places, person = subjects()[subject].places, subjects()[subject].kind == "person"
    return dice.choices(places, [_PERSONS_INSIDE if person and place not in LAND else 1.0 for place in places])[0]


def _camera(dice: Random) -> str:
    return "static" if dice.random() < _STATIC_SHARE else dice.choice([name for name in ids("camera") if name != "static"])


def _count(size: str, dice: Random) -> str:
    if size == "close":
        return "1"
    return _weighted((("1", 5), ("2", 3)) if size == "medium" else (("1", 4), ("2", 3), ("3", 3)), dice)


def _going(motion: str, size: str, dice: Random) -> dict[str, str]:
    if motion == "stays" or size in ("medium", "close") or dice.random() < 0.3:
        return {"direction": "still"}
    return {"direction": dice.choice(("left", "right")), "speed": dice.choice(ids("speed"))}


def _weighted(choices: tuple[tuple[str, int], ...], dice: Random) -> str:
    return dice.choices([name for name, _ in choices], [weight for _, weight in choices])[0]


def compose(labels: dict[str, str], setup: Setup, spec: ClipSpec, dice: Random, name: str) -> ShootRequest | None:
    """The request that shows these labels; None where the subject would leave the picture."""
    stage_seed = dice.randrange(1 << 31)
    cast = composing.placed(labels, spec.aspect, setup.seed, dice)
    camera = composing.camera_path(labels["camera"], cast.framing, spec.aspect, dice)
    move = CameraMove(camera, spec.frames, float(spec.fps), stage_seed)
    if not composing.in_picture(cast, [move.state(frame) for frame in range(spec.frames)]):
        return None
    shot = Shot(
        id=name, scene=name, size=ShotSize(labels["size"]), coverage=Coverage.SHOT, description="", set=setup.design,
        camera=camera, blocking=cast.blocking, props=cast.props, frames=spec.frames, seed=stage_seed,
    )  # fmt: skip
    speech = composing.speech(labels, cast, spec.seconds, dice)
    return ShootRequest(
        shot=shot, looks=cast.looks, speech=speech, width=spec.width, height=spec.height, rate=FrameRate(numerator=spec.fps),
        language="en",
    )  # fmt: skip


def _design(labels: dict[str, str], dice: Random) -> SetDesign:
    place, interior = labels["place"], labels["place"] in ROOMS
    time = dice.choice(_TIMES[labels.get("time", "day")])
    weather = Weather(labels.get("weather", "clear"))
    low, high = _AZIMUTH[labels.get("light") or dice.choice(("left", "right"))]
    mood, azimuth = dice.choice(_MOODS), dice.uniform(low, high)
    return SetDesign(
        place=place, interior=interior, time_of_day=time, weather=weather, mood=mood,
        palette=palette_for(time, weather, mood, interior), light=light_for(time, weather, interior, azimuth),
        seed=dice.randrange(1 << 31),
    )  # fmt: skip
