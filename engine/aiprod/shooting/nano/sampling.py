# SPDX-License-Identifier: Apache-2.0
"""From noise to latents along a rectified flow: schedules, solvers and guidance, for any kind of array.

A velocity function takes latents and a moment (1 is noise, 0 is clean) and returns d latents / d moment. Arrays need `+`, `-`
and `*` alone, so the same code drives numpy arrays under onnxruntime and torch tensors in training.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import Any

Velocity = Callable[[Any, float], Any]
Hold = Callable[[Any], Any]
"""Puts back what is given (the first frames of a clip that goes on)."""


def moments(steps: int, shift: float = 1.0) -> list[float]:
    """`steps + 1` moments from 1 to 0; a shift over 1 spends more of them where there is much noise."""
    if steps < 1:
        raise ValueError("at least one step is needed")
    even = [1 - index / steps for index in range(steps + 1)]
    return [shift * at / (1 + (shift - 1) * at) for at in even]


def guided(with_wish: Velocity, without: Velocity, scale: float, first: float = 1.0, last: float = 0.0) -> Velocity:
    """Classifier-free guidance: away from what is likely anyway. Outside first ≥ moment ≥ last it costs and does nothing."""

    def velocity(latents: Any, moment: float) -> Any:
        wished = with_wish(latents, moment)
        if scale == 1.0 or not first >= moment >= last:
            return wished
        plain = without(latents, moment)
        return plain + (wished - plain) * scale

    return velocity


def euler(velocity: Velocity, latents: Any, times: list[float], hold: Hold | None = None) -> Any:
    """One look a step."""
    for now, then in itertools.pairwise(times):
        latents = _held(hold, latents)
        latents = latents + velocity(latents, now) * (then - now)
    return _held(hold, latents)


def sparing(
    velocity: Velocity, latents: Any, times: list[float], hold: Hold | None = None, below: float = 0.9, doubt: float = 0.0
) -> Any:
    """`euler` that looks less where the way is easy: below the moment `below`, every second velocity may be foretold.

    It is, by the line through the last two that were looked at, where that line had told the last one to within `doubt` of its
    own size (0 forbids it): easy clips are looked at less than difficult ones. Once the next velocity is known, the step is put
    right by the line between both sides.
    """
    seen: list[tuple[float, Any]] = []
    easy, owed = False, None
    for now, then in itertools.pairwise(times):
        latents = _held(hold, latents)
        if easy and owed is None and now < below and then > 0:
            owed = (now, then - now, _line(seen[-2], seen[-1], now))
            latents = latents + owed[2] * (then - now)
            continue
        here = velocity(latents, now)
        easy = len(seen) > 1 and _apart(_line(seen[-2], seen[-1], now), here) < doubt
        if owed is not None:
            at, length, told = owed
            latents, owed = latents + (_line(seen[-1], (now, here), at) - told) * length, None
        seen = [*seen[-1:], (now, here)]
        latents = latents + here * (then - now)
    return _held(hold, latents)


def _line(one: tuple[float, Any], two: tuple[float, Any], at: float) -> Any:
    return two[1] + (two[1] - one[1]) * ((at - two[0]) / (two[0] - one[0]))


def _apart(told: Any, found: Any) -> float:
    off = told - found
    return float(((off * off).sum() / (found * found).sum()) ** 0.5)


def heun(velocity: Velocity, latents: Any, times: list[float], hold: Hold | None = None) -> Any:
    """Two looks a step, the mean of both ends; the last step has one."""
    for now, then in itertools.pairwise(times):
        latents = _held(hold, latents)
        here = velocity(latents, now)
        moved = latents + here * (then - now)
        if then > 0:
            moved = latents + (here + velocity(_held(hold, moved), then)) * ((then - now) / 2)
        latents = moved
    return _held(hold, latents)


def _held(hold: Hold | None, latents: Any) -> Any:
    return hold(latents) if hold else latents
