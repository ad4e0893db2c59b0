# SPDX-License-Identifier: Apache-2.0
"""From wishes to footage at the model's own size and rate: one clip, or several that go on from each other."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from aiprod.film.hashing import seed_from
from aiprod.shooting.nano import sampling
from aiprod.shooting.nano.networks import CARRIED, CARRIED_LATENTS, FRAMES, LATENTS, Networks, Wish

Floats = NDArray[np.float32]
Rgb = NDArray[np.uint8]
NEW = FRAMES - CARRIED
"""Frames that each clip after the first adds."""
Look = Callable[[float, Floats], None]
"""Called between steps with the share of the steps that are done and an estimate of the finished latents."""


@dataclass(frozen=True)
class Way:
    """How a clip is sampled. Guidance works while the moment is in `first` … `last`: later it changes little. Below the moment
    `below` the model looks less where the way is easy, see `sampling.sparing`; a `doubt` of 0 has it look at every step."""

    steps: int = 14
    scale: float = 3.0
    shift: float = 3.0
    first: float = 1.0
    last: float = 0.3
    below: float = 0.86
    doubt: float = 0.15


def clips_for(frames: int) -> int:
    """How many clips make so many frames at the model's rate."""
    return 1 + max(0, -(-(frames - FRAMES) // NEW))


def latents_of(nets: Networks, wish: Wish, seed: int, way: Way, look: Look | None = None) -> Floats:
    """Sample one clip."""
    luck = np.random.default_rng(seed)
    noise = luck.standard_normal(LATENTS, np.float32)
    feeds = {words: wish.feed(words) for words in (True, False)}
    times = sampling.moments(way.steps, way.shift)

    def told(words: bool) -> sampling.Velocity:
        return lambda x, moment: nets.velocity(x, moment, feeds[words])

    flow = sampling.guided(told(True), told(False), way.scale, way.first, way.last)

    def watched(x: Any, moment: float) -> Any:
        velocity = flow(x, moment)
        if look:
            look((times.index(moment) + 1) / way.steps, x - velocity * np.float32(moment))
        return velocity

    hold = None if wish.known is None else _holding(wish.known)
    found: Floats = sampling.sparing(watched, noise, times, hold, way.below, way.doubt)
    return found


def _holding(known: Floats) -> sampling.Hold:
    return lambda x: np.concatenate([known, x[len(known) :]])


def footage(nets: Networks, wishes: Sequence[Wish], seed: int, way: Way, look: Look | None = None) -> Rgb:
    """Clips that go on from each other, uint8 [frames, height, width, 3].

    Each later clip is given the last frames of the one before, and remembers the first frame of all.
    """
    made: list[Rgb] = []
    memory: Floats | None = None
    for index, wish in enumerate(wishes):
        if made:
            wish = replace(wish, known=nets.encode(made[-1][-CARRIED:])[:CARRIED_LATENTS], memory=memory)
        found = latents_of(nets, wish, seed_from(seed, "clip", index) if index else seed, way, _part(look, index, len(wishes)))
        memory = found[0] if memory is None else memory
        pictures = nets.decode(found)
        made.append(pictures[CARRIED:] if index else pictures)
    return np.concatenate(made)


def _part(look: Look | None, index: int, count: int) -> Look | None:
    """What one of several clips tells about the whole."""
    if look is None:
        return None
    return lambda share, latents: look((index + share) / count, latents)
