# SPDX-License-Identifier: Apache-2.0
"""A curriculum: clips grow from small and short to large and long over a run, as a recipe's list of stages says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from aiprod.film.base import FilmObject
from aiprod.film.errors import UserError
from aiprod.training.data import shards


class Stage(FilmObject):
    """A part of a run."""

    width: int = Field(256, ge=16)
    height: int = Field(144, ge=16)
    frames: int = Field(25, ge=5)
    share: float = Field(1.0, gt=0)
    """Of the run, against the other stages' shares."""
    batch: int = Field(0, ge=0)
    """Of this stage; 0 takes the run's. Small clips go in larger batches at the same cost."""


@dataclass(frozen=True)
class Place:
    """Where a run is in its curriculum: which stage, and the number of the stage's own step."""

    index: int
    stage: Stage
    step: int


def place(stages: Sequence[Stage], step: int, steps: int) -> Place:
    """The stage of a step of a run."""
    whole = sum(stage.share for stage in stages)
    begun, passed = 0, 0.0
    for index, stage in enumerate(stages[:-1]):
        passed += stage.share
        ends = round(steps * passed / whole)
        if step < ends:
            return Place(index, stage, step - begun)
        begun = ends
    return Place(len(stages) - 1, stages[-1], step - begun)


def check(stages: Sequence[Stage], tall: int, wide: int) -> None:
    """Raises UserError where the networks can't take a stage's clips: heights go in steps of `tall`, widths of `wide`."""
    for number, stage in enumerate(stages, 1):
        if stage.width % wide or stage.height % tall or stage.frames % 4 != 1:
            raise UserError(
                f"Stage {number} of the recipe can't be trained",
                f"it is {stage.width} × {stage.height} with {stage.frames} frames; widths must be multiples of {wide}, "
                f"heights of {tall}, frames one more than a multiple of 4",
                "Change the stage.",
            )


def splits(folder: Path) -> tuple[str, str]:
    """What of a data set is learnt, and what it is measured on: its clips for training and for evaluation, where it has both."""
    usual = shards.checked_manifest(folder)["settings"].get("split", "train")
    found = {facts.get("split", usual) for _, _, facts in shards.facts(folder)}
    return ("train", "eval") if found >= {"train", "eval"} else ("", "")


def fitted(frames: NDArray[np.uint8], stage: Stage) -> NDArray[np.uint8]:
    """Clips [n, t, h, w, 3] at a stage's size: their beginning, filled and cut at the edges.

    Raises:
        UserError: they are too short.
    """
    import cv2

    count, length, height, width = frames.shape[:4]
    if length < stage.frames:
        raise UserError(
            f"The clips are too short for a stage of {stage.frames} frames",
            f"they have {length}",
            "Make the set with longer ones.",
        )
    if (height, width) == (stage.height, stage.width):
        return frames[:, : stage.frames]
    scale = max(stage.height / height, stage.width / width)
    tall, wide = max(round(height * scale), stage.height), max(round(width * scale), stage.width)
    top, left = (tall - stage.height) // 2, (wide - stage.width) // 2
    kind: Any = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    found = np.empty((count, stage.frames, stage.height, stage.width, 3), np.uint8)
    for clip in range(count):
        for frame in range(stage.frames):
            grown = cv2.resize(frames[clip, frame], (wide, tall), interpolation=kind)
            found[clip, frame] = grown[top : top + stage.height, left : left + stage.width]
    return found
