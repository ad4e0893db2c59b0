# SPDX-License-Identifier: Apache-2.0
"""Transitions: how two pictures share the frame at each moment, on planes of any depth and on floating-point pictures.

To add one: a row in `_SHARES` if it is a mask over two still pictures, or in `_MOVES` if the pictures travel.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from aiprod.rendering.planes import Engine, Plane, engine
from aiprod.rendering.segments import Direction, TransitionKind

Weights = NDArray[np.int32]
"""The second picture's share of each pixel, 0–16384: [h or 1, w]."""
Picture = NDArray[np.float32]
ONE = 1 << 14
"""A whole weight: 12-bit codes times it fit 32 bits."""
_SOFT = 0.12
"""Width of a soft edge, of its whole way."""


def share_of(kind: TransitionKind, progress: float, width: int, height: int, direction: Direction = "right") -> Weights:
    """The mask of a transition. `progress` runs from 0 to 1; the edge travels towards `direction`."""
    return _SHARES.get(kind, _even)(progress, width, height, direction)


def through(kind: TransitionKind, progress: float) -> tuple[float, bool]:
    """For a dip through black or white: the colour's share, and whether the first picture is the other one."""
    return (2 * progress, True) if progress < 0.5 else (2 - 2 * progress, False)


DIPS: Mapping[TransitionKind, float] = {"fade": 0.0, "dip_white": 1.0}
"""Transitions through one colour, and its light."""


def travels(kind: TransitionKind) -> bool:
    """Whether pictures move in this transition."""
    return kind in _MOVES


def _even(progress: float, width: int, height: int, direction: Direction) -> Weights:
    return np.full((1, width), round(progress * ONE), np.int32)


def _matched(progress: float, width: int, height: int, direction: Direction) -> Weights:
    """A match cut changes fast in its middle, so that the two forms are seen as one."""
    return _even(_eased(progress), width, height, direction)


def _swept(progress: float, width: int, height: int, direction: Direction) -> Weights:
    """A soft edge that travels across the picture."""
    upright = direction in ("up", "down")
    along = (np.arange(height if upright else width) + 0.5) / (height if upright else width)
    if direction in ("left", "up"):
        along = 1 - along
    share = _edge(progress, along)
    return np.ascontiguousarray(np.broadcast_to(share[:, None], (height, width))) if upright else share[None]


def _opened(progress: float, width: int, height: int, direction: Direction) -> Weights:
    """An iris: the second picture opens as a circle from the middle."""
    y, x = (np.arange(height) + 0.5 - height / 2)[:, None], (np.arange(width) + 0.5 - width / 2)[None]
    return _edge(progress, np.hypot(x, y) / np.hypot(width / 2, height / 2), 0.06)


def _edge(progress: float, place: NDArray[np.float64], soft: float = _SOFT) -> Weights:
    """1 where the edge has passed, 0 where it has yet to come; `place` 0–1 is when it passes."""
    t = np.clip((progress * (1 + soft) - place) / soft, 0, 1)
    return np.round(t * t * (3 - 2 * t) * ONE).astype(np.int32)


def _eased(progress: float) -> float:
    return progress * progress * (3 - 2 * progress)


_SHARES: Mapping[str, Callable[[float, int, int, Direction], Weights]] = {
    "dissolve": _even, "match_cut": _matched, "wipe": _swept, "iris": _opened,
}  # fmt: skip
_MOVES: Mapping[str, bool] = {"push": True, "slide": False}
"""Transitions in which the second picture comes in from a side; whether it takes the first one along."""


def blended(
    first: Sequence[Plane], second: Sequence[Plane], weights: Weights, out: Sequence[Plane], using: Engine | None = None
) -> None:
    """Mix the planes of two pictures of one format. `weights` belong to the first plane; smaller ones take their means."""
    for a, b, target in zip(first, second, out, strict=True):
        share = _reduced(weights, first[0].shape, target.shape)
        if (using or engine()) == "numba":
            from aiprod.rendering.kernels import blend_plane

            blend_plane(a, b, share, target)
        else:
            target[:] = (a.astype(np.int32) * (ONE - share) + b.astype(np.int32) * share + ONE // 2) >> 14


def mixed(first: Picture, second: Picture, weights: Weights) -> Picture:
    """The same on float pictures [h, w, channels]."""
    share = (weights / ONE).astype(np.float32)[..., None]
    return first + share * (second - first)


def _reduced(weights: Weights, whole: tuple[int, ...], small: tuple[int, ...]) -> Weights:
    across, down = whole[1] // small[1], whole[0] // small[0] if weights.shape[0] > 1 else 1
    if (across, down) == (1, 1):
        return weights
    blocks = weights.reshape(weights.shape[0] // down, down, small[1], across)
    return np.ascontiguousarray(blocks.sum(axis=(1, 3), dtype=np.int32) // (across * down))


def moved(
    kind: TransitionKind, progress: float, direction: Direction,
    first: Sequence[NDArray[Any]], second: Sequence[NDArray[Any]], out: Sequence[NDArray[Any]],
) -> None:  # fmt: skip
    """The second picture comes in travelling towards `direction`, in steps of two pixels, so that chroma goes with luma.

    Pictures are the planes of a frame, or one array [h, w, channels].
    """
    axis = 0 if direction in ("up", "down") else 1
    whole = out[0].shape[axis]
    come = 2 * round(_eased(progress) * whole / 2)
    for a, b, target in zip(first, second, out, strict=True):
        if direction in ("right", "down"):  # seen in a mirror, the same
            a, b, target = (np.flip(p, axis) for p in (a, b, target))
        length = target.shape[axis]
        here = come * length // whole
        gone = here if _MOVES[kind] else 0
        target[_span(axis, 0, length - here)] = a[_span(axis, gone, gone + length - here)]
        target[_span(axis, length - here, length)] = b[_span(axis, 0, here)]


def _span(axis: int, begin: int, end: int) -> tuple[slice, ...]:
    return (slice(begin, end),) if axis == 0 else (slice(None), slice(begin, end))
