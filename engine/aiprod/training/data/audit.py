# SPDX-License-Identifier: Apache-2.0
"""What a set of scenes holds: how often each value occurs, how large subjects are in the picture, how much moves."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np

from aiprod.training.data.render import still
from aiprod.training.data.sampler import Scene
from aiprod.training.data.vocabulary import SLOTS, ids

_CHANGED = 24
"""Pixels that differ by more, in codes of 255, belong to the subject or its shadow."""


def coverage(scene: Scene) -> float:
    """The share of the middle frame that the subject changes: 0 where there is none, or where it can't be seen."""
    shot = scene.request.shot
    if not shot.props and not shot.blocking:
        return 0.0
    bare = scene.request.changed(shot=shot.changed(props=(), blocking=(), lines=()), speech=())
    frame = shot.frames // 2
    first, second = (still(request, frame).astype(np.int16) for request in (scene.request, bare))
    return float((np.abs(first - second).max(axis=2) > _CHANGED).mean())


def hidden(scenes: Sequence[Scene], least: float = 0.004) -> list[tuple[int, float]]:
    """Scenes whose subject covers less than `least` of the picture: (index, share)."""
    shares = [(scene.index, coverage(scene)) for scene in scenes if scene.labels["subject"] != "none"]
    return [(index, share) for index, share in shares if share < least]


def histogram(scenes: Sequence[Scene]) -> dict[str, dict[str, int]]:
    """Slot → value → how many scenes; "" where the slot says nothing."""
    found = {slot: Counter(scene.labels.get(slot, "") for scene in scenes) for slot in SLOTS}
    return {slot: {name: found[slot][name] for name in (*ids(slot), "") if found[slot][name]} for slot in SLOTS}
