# SPDX-License-Identifier: Apache-2.0
"""What the animatic lends to a video model: depth, edges and poses of the whole shot, and its frames as keyframes.

All are drawn at the model's own size and at its own moments, straight from the stage, so that camera and staging are exact.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, cast

import numpy as np
from numpy.typing import NDArray

from aiprod.film.shots import ShootRequest, ShotSize
from aiprod.film.styles import filmed
from aiprod.shooting.diffusion.request import ControlKind

if TYPE_CHECKING:
    from aiprod.shooting.animatic.frame import Stage

Rgb = NDArray[np.uint8]
_LOOKED_AT = 5
"""Frames whose depth sets the scale of a clip's."""
_EDGE_LOW, _EDGE_HIGH = 60, 150
_PEOPLE_FIRST = (ShotSize.FULL, ShotSize.MEDIUM, ShotSize.MEDIUM_CLOSE, ShotSize.CLOSE)
STRENGTHS = {ControlKind.DEPTH: 0.8, ControlKind.POSE: 1.0, ControlKind.EDGES: 0.6}
"""Depth and edges are of flat planes: a model is to follow the staging, not to paint cardboard."""


def chosen(request: ShootRequest, abilities: Sequence[str]) -> ControlKind | None:
    """Which control steers a shot best, of those that the model takes: people by their poses where they are large, everything
    else by its depth, which carries the camera too. What is filmed is not held to the outlines of drawings. None where it takes
    none."""
    persons = any(look.species in ("person", "robot") for look in request.looks) and request.shot.blocking
    order = [ControlKind.DEPTH, ControlKind.EDGES, ControlKind.POSE]
    if filmed(request.style).kind == "filmed":
        order.remove(ControlKind.EDGES)
    if persons and request.shot.size in _PEOPLE_FIRST:
        order = [ControlKind.POSE, *(kind for kind in order if kind is not ControlKind.POSE)]
    elif not persons:
        order.remove(ControlKind.POSE)
    return next((kind for kind in order if kind.value in abilities), None)


def drawn(request: ShootRequest, kind: ControlKind, frames: Sequence[int], width: int, height: int) -> Iterator[Rgb]:
    """The control video of a shot.

    Args:
        request: the shot.
        kind: DEPTH (near is white), EDGES (white on black), POSE (skeletons on black) or GREY.
        frames: of the shot, as the model's moments fall on them.
        width, height: of the model's pictures.
    """
    plain = request.changed(passes=(), references=(), style="illustration")
    stage = _stage(plain, width, height)
    if kind is ControlKind.DEPTH:
        return _depths(stage, frames)
    if kind is ControlKind.POSE:
        return _poses(plain, stage, frames)
    pictures = (np.ascontiguousarray(stage.picture(frame)[..., :3]) for frame in frames)
    return (_edges(rgb) for rgb in pictures) if kind is ControlKind.EDGES else (_grey(rgb) for rgb in pictures)


def still(request: ShootRequest, frame: int, width: int, height: int) -> Rgb:
    """A frame of the animatic in the film's style, uint8 [height, width, 3]."""
    from aiprod.shooting.animatic.animatic import Animatic

    return Animatic().still(request.changed(passes=(), references=()), frame, width, height)


def _stage(request: ShootRequest, width: int, height: int) -> Stage:
    from aiprod.shooting.animatic.frame import Stage

    return Stage(request, width, height)


def _depths(stage: Stage, frames: Sequence[int]) -> Iterator[Rgb]:
    """Inverse depth between the clip's own nearest and farthest, the same scale for all of its frames."""
    looked = sorted({frames[round(step * (len(frames) - 1) / (_LOOKED_AT - 1))] for step in range(_LOOKED_AT)})
    samples = np.concatenate([_inverse(stage, frame).ravel() for frame in looked])
    near, far = float(np.quantile(samples, 0.995)), float(np.quantile(samples, 0.005))
    for frame in frames:
        scaled = (_inverse(stage, frame) - far) / max(near - far, 1e-6)
        grey = np.clip(np.rint(scaled * 255), 0, 255).astype(np.uint8)
        yield np.repeat(grey[..., None], 3, axis=2)


def _inverse(stage: Stage, frame: int) -> NDArray[np.float32]:
    from aiprod.shooting.animatic.passes import NEAR_M, Passes

    passes = Passes(stage.width, stage.height)
    stage.picture(frame, passes)
    return np.asarray(NEAR_M / np.maximum(passes.depth, NEAR_M), np.float32)


def _poses(request: ShootRequest, stage: Stage, frames: Iterable[int]) -> Iterator[Rgb]:
    from aiprod.shooting.animatic import places
    from aiprod.shooting.diffusion.conditioning.skeleton import Skeletons

    ground_y = places.build(request.shot.set).ground_y
    skeletons = Skeletons(request, stage.width, stage.height, stage.move, ground_y)
    return (skeletons.picture(frame) for frame in frames)


def _edges(rgb: Rgb) -> Rgb:
    import cv2

    grey = cv2.cvtColor(cv2.GaussianBlur(rgb, (0, 0), 0.8), cv2.COLOR_RGB2GRAY)
    return cast("Rgb", np.repeat(cv2.Canny(grey, _EDGE_LOW, _EDGE_HIGH)[..., None], 3, axis=2))


def _grey(rgb: Rgb) -> Rgb:
    import cv2

    return cast("Rgb", np.repeat(cv2.cvtColor(rgb, cv2.COLOR_RGB2GRAY)[..., None], 3, axis=2))
