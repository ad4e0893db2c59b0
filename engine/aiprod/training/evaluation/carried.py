# SPDX-License-Identifier: Apache-2.0
"""What a model made on another machine, as one small file of latents: decoded and judged here.

The clips are of held-out scenes, which are told by their indices in the evaluation split of a seed (`data.sampler`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from aiprod.film.errors import UserError

Latents = NDArray[np.float16]
LATENTS = "exam.npz"
"""Its name in the folder of a run."""


@dataclass(frozen=True)
class Carried:
    """Latents float16 [clips, frames, rows, columns, channels], normalised, of held-out scenes: their indices, and the seed."""

    latents: Latents
    scenes: tuple[int, ...]
    seed: int


def keep(path: Path, latents: NDArray[Any], scenes: Sequence[int], seed: int) -> None:
    """Write what was made. 128 clips of the shipped model take under 16 MiB."""
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f".{path.name}.unfinished.npz")
    np.savez_compressed(unfinished, latents=latents.astype(np.float16), scenes=np.asarray(scenes, np.int32), seed=np.int32(seed))
    unfinished.replace(path)


def carried(path: Path, seed: int) -> Carried:
    """Read what was made; `seed` where the file does not say it. Raises UserError for a file that is something else."""
    try:
        with np.load(path, allow_pickle=False) as held:
            latents, numbers = held["latents"], held["scenes"]
            told = int(held["seed"]) if "seed" in held else seed
    except (OSError, ValueError, KeyError) as error:
        raise UserError(f"{path} holds no clips to judge", str(error), "Give a file with latents and scenes.") from error
    if latents.ndim != 5 or numbers.shape != latents.shape[:1] or not len(latents):
        shapes = f"latents {list(latents.shape)}, scenes {list(numbers.shape)}"
        raise UserError(f"{path} holds no clips to judge", shapes, "There must be one scene for each clip.")
    if not np.isfinite(latents).all():
        raise UserError(
            f"{path} holds latents that are no numbers", "the model that made them has come apart", "Make them again."
        )
    return Carried(latents.astype(np.float16), tuple(int(number) for number in numbers), told)
