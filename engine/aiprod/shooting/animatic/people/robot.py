# SPDX-License-Identifier: Apache-2.0
"""Robots."""

from __future__ import annotations

import skia

from aiprod.film.look import CharacterLook
from aiprod.shooting.animatic.people.acting import Pose
from aiprod.shooting.animatic.stage import Lit


def draw(canvas: skia.Canvas, look: CharacterLook, pose: Pose, lit: Lit, t: float) -> None:
    raise NotImplementedError
