# SPDX-License-Identifier: Apache-2.0
"""A sampled scene becomes frames. Runs without any video library: arrays only."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

import numpy as np
from numpy.typing import NDArray

from aiprod.film.shots import ShootRequest
from aiprod.training.data.sampler import Scene

Frames = NDArray[np.uint8]
"""[frames, height, width, RGB]."""
Shares = NDArray[np.uint8]
"""[latent frames, height / CELL, width / CELL]: 255 where a cell is a subject's wholly."""
CELL = 8
"""Pixels of a cell, as the codec has them."""
_SKY_DIVISOR = 6
_prepared = False


def render(scene: Scene) -> Frames:
    """All frames of a scene, at the size that its request asks for."""
    return rendered(scene, subjects=False)[0]


def rendered(scene: Scene, subjects: bool = True) -> tuple[Frames, Shares]:
    """All frames of a scene, and where its subjects are: a share of each cell of `CELL` × `CELL` pixels, in the middle of each
    latent frame (none where not asked for)."""
    from aiprod.shooting.animatic.frame import Stage

    _prepare()
    request = scene.request
    stage = Stage(request, request.width, request.height)
    made = np.empty((request.shot.frames, request.height, request.width, 3), np.uint8)
    for frame in range(len(made)):
        made[frame] = stage.picture(frame)[..., :3]
    moments = [0, *range(3, len(made), 4)] if subjects else []
    return made, np.array([_cells(stage.presence(frame)) for frame in moments], np.uint8)


def _cells(presence: NDArray[np.uint8]) -> Shares:
    tall, wide = (size // CELL for size in presence.shape)
    return presence[: tall * CELL, : wide * CELL].reshape(tall, CELL, wide, CELL).mean((1, 3)).astype(np.uint8)


def still(request: ShootRequest, frame: int) -> Frames:
    """One frame of a request, uint8 [height, width, RGB]."""
    return pictures(request, [frame])[0]


def pictures(request: ShootRequest, frames: Sequence[int]) -> list[Frames]:
    """Some frames of a request, uint8 [height, width, RGB] each."""
    from aiprod.shooting.animatic.frame import Stage

    _prepare()
    stage = Stage(request, request.width, request.height)
    return [np.array(stage.picture(frame)[..., :3]) for frame in frames]


def _prepare() -> None:
    """Once in a process: one thread of drawing, and clouds painted as coarse as a small picture shows them (0.7 s → 0.04 s)."""
    global _prepared
    if _prepared:
        return
    import cv2

    from aiprod.shooting.animatic.places import sky

    cv2.setNumThreads(1)
    sky.CLOUD_W, sky.CLOUD_H = sky.CLOUD_W // _SKY_DIVISOR, sky.CLOUD_H // _SKY_DIVISOR
    _prepared = True


def contact_sheet(scenes: list[Scene], columns: int = 6, frame: float = 0.5) -> Frames:
    """One frame of each scene in a grid, [height, width, RGB]: for looking at."""
    tiles = [still(scene.request, round(frame * (scene.request.shot.frames - 1))) for scene in scenes]
    tiles += [np.zeros_like(tiles[0])] * (-len(tiles) % columns)
    return cast("Frames", np.vstack([np.hstack(tiles[i : i + columns]) for i in range(0, len(tiles), columns)]))
