# SPDX-License-Identifier: Apache-2.0
"""An actor's measures in metres, from their look: proportions by age, gender, build and face seed."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from random import Random

from aiprod.film.look import CharacterLook
from aiprod.film.screenplay import Age, Gender

_HEADS = {Age.CHILD: 4.75, Age.TEENAGER: 5.7, Age.ADULT: 6.2, Age.OLD: 6.0}
"""How many heads tall: stylised, a head less than in life."""
_LEGS = {Age.CHILD: 0.43, Age.TEENAGER: 0.48, Age.ADULT: 0.485, Age.OLD: 0.475}


@dataclass(frozen=True)
class Figure:
    """Measures in metres. Heights are above the ground when standing; half widths are joint positions from the middle."""

    height: float
    head: float
    leg: float
    shoulder_y: float
    shoulder: float
    hip: float
    upper_arm: float
    forearm: float
    hand: float
    arm_r: float
    wrist_r: float
    thigh_r: float
    knee_r: float
    ankle_r: float
    chest: float
    waist: float
    pelvis: float
    stoop: float
    """Radians that the spine leans forward at rest."""

    @property
    def reach(self) -> float:
        return self.upper_arm + self.forearm

    @property
    def spine(self) -> float:
        """From the hips to the shoulders' height."""
        return self.shoulder_y - self.leg


@dataclass(frozen=True)
class Traits:
    """What makes a face this face, each about −1 … 1."""

    jaw: float
    nose: float
    nose_length: float
    eyes_apart: float
    eye_size: float
    brow: float
    brow_weight: float
    mouth: float
    cheek: float
    ears: float


@lru_cache(maxsize=256)
def traits_of(face_seed: int) -> Traits:
    """Drawn from the face's seed."""
    random = Random(face_seed * 7919 + 17)
    return Traits(*(random.uniform(-1.0, 1.0) for _ in range(10)))


def _width(look: CharacterLook) -> float:
    """Shoulders relative to height."""
    base = {Gender.MALE: 0.098, Gender.FEMALE: 0.083, Gender.NEUTRAL: 0.090}[look.gender]
    if look.age is Age.CHILD:
        base = 0.084
    return base + 0.012 * (look.build - 0.5)


@lru_cache(maxsize=256)
def measure(look: CharacterLook) -> Figure:
    """The measures of an actor."""
    h, build = look.height_m, look.build
    head = h / _HEADS[look.age]
    young = look.age is Age.CHILD
    female = look.gender is Gender.FEMALE and not young
    arm = 0.78 + 0.5 * build
    return Figure(
        height=h,
        head=head,
        leg=h * _LEGS[look.age],
        shoulder_y=h - head * (1.24 if young else 1.30),
        shoulder=h * _width(look),
        hip=h * (0.052 if female else 0.047),
        upper_arm=h * 0.158,
        forearm=h * 0.142,
        hand=h * (0.058 if young else 0.055),
        arm_r=h * 0.0275 * arm * (0.88 if female else 1.0),
        wrist_r=h * 0.0175 * arm * (0.9 if female else 1.0),
        thigh_r=h * 0.047 * (0.75 + 0.5 * build),
        knee_r=h * 0.034 * (0.8 + 0.4 * build),
        ankle_r=h * 0.024 * (0.85 + 0.3 * build),
        chest=h * (0.088 if female else 0.096) * (0.82 + 0.36 * build),
        waist=h * (0.068 if female else 0.084) * (0.70 + 0.62 * build),
        pelvis=h * (0.094 if female else 0.087) * (0.82 + 0.38 * build),
        stoop=0.13 if look.age is Age.OLD else 0.02,
    )
