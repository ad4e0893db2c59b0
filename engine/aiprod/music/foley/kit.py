# SPDX-License-Identifier: Apache-2.0
"""What recipes of sounds are made with."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from aiprod.music.synthesis import Mono, place

Rng = np.random.Generator
Sound = Callable[[Rng, int], Mono]
"""Makes `count` samples of a sound; shorter sounds repeat or ring out within it."""


def entering(recipes: dict[str, Sound]) -> Callable[[Sound], Sound]:
    """A decorator that enters a sound in a table under its name."""

    def enter(function: Sound) -> Sound:
        recipes[function.__name__.removeprefix("_")] = function
        return function

    return enter


def silence(count: int) -> Mono:
    return np.zeros(count, np.float32)


def repeated(count: int, every_s: float, jitter: float, rng: Rng, one: Callable[[int], Mono], first_s: float = 0.05) -> Mono:
    """A sound again and again at a slightly uneven beat."""
    track, at, number = silence(count), first_s, 0
    while at < count / 48_000 - 0.05:
        place(track, one(number), at, float(rng.uniform(0.75, 1.0)))
        at += every_s * float(rng.uniform(1 - jitter, 1 + jitter))
        number += 1
    return track
