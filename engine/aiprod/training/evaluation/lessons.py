# SPDX-License-Identifier: Apache-2.0
"""Rendered clips for the recogniser to learn from and to be tried on, as views in shards on disk.

Only pictures that are looked at are drawn: of a clip to learn from one moment. A shard that is there is never made again, so
that a stopped run goes on; a set is told by its seed and its number of clips alone. A quarter of the clips for learning have
combinations that the video model never sees: a judge that did not know them either would see something more usual.
"""

from __future__ import annotations

import os
import time
from dataclasses import dataclass
from pathlib import Path
from random import Random

import numpy as np

from aiprod.film.errors import EngineError
from aiprod.training.data.conditioning import Codes, encode
from aiprod.training.data.render import pictures
from aiprod.training.data.sampler import ClipSpec, Split, sample
from aiprod.training.evaluation.views import HEIGHT, MOMENTS, WIDTH, Views, around, joined, view

SHARD = 64
LEARNING_SEED, TRYING_SEED = 101, 202
"""Seeds of scenes that neither a video model nor its examination sees."""
_SPEC = ClipSpec(WIDTH, HEIGHT, 12, 25)
_UNUSUAL_IN = 4
_POLL_S = 0.5
_EVENLY = tuple((2 * index + 1) / (2 * MOMENTS) for index in range(MOMENTS))


@dataclass(frozen=True)
class Lessons:
    """Views and what they show: codes int16 [clips, slots]."""

    views: Views
    codes: Codes

    def __len__(self) -> int:
        return len(self.codes)


def lessons(folder: Path, shards: int, *, at_least: int | None = None) -> Lessons:
    """Up to so many shards of clips to learn from, as far as they are rendered; waits for `at_least` (all where None)."""
    paths = _paths(folder, "learn", shards)
    while sum(path.exists() for path in paths) < (shards if at_least is None else at_least):
        time.sleep(_POLL_S)
    return _read([path for path in paths if path.exists()])


def trials(folder: Path, shards: int) -> Lessons:
    """So many shards of clips that nothing was learnt from, each with a combination that video models are not shown."""
    return _read(_paths(folder, "try", shards))


def render_lessons(folder: Path, shards: int) -> None:
    """Render the shards to learn from that are missing."""
    _fill(folder, "learn", LEARNING_SEED, shards)


def render_trials(folder: Path, shards: int) -> None:
    """Render the shards to be tried on that are missing."""
    _fill(folder, "try", TRYING_SEED, shards)


def modest() -> None:
    """Let others go first: rendering is patient."""
    if hasattr(os, "nice"):
        os.nice(5)


def _paths(folder: Path, name: str, shards: int) -> list[Path]:
    return [folder / f"{name}-{index:04d}.npz" for index in range(shards)]


def _fill(folder: Path, name: str, seed: int, shards: int) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for index, path in enumerate(_paths(folder, name, shards)):
        if not path.exists():
            _render(path, index, seed, unusual=name == "try")


def _render(path: Path, shard: int, seed: int, unusual: bool) -> None:
    """A shard of clips: all moments of those to be tried on, one moment anywhere of those to learn from."""
    found: list[Views] = []
    codes = []
    for index in range(shard * SHARD, (shard + 1) * SHARD):
        split: Split = "eval" if unusual or index // 2 % _UNUSUAL_IN == 0 else "train"
        scene = sample(index, _SPEC, seed=seed, split=split)
        shares = _EVENLY if unusual else (Random(index).uniform(0.15, 0.85),)
        drawn = pictures(scene.request, [frame for share in shares for frame in around(_SPEC.frames, share)])
        found.append(view([drawn[at : at + 3] for at in range(0, len(drawn), 3)]))
        codes.append(encode(scene.labels))
    seen = joined(found)
    unfinished = path.with_name(f".{path.stem}.unfinished.npz")
    np.savez(unfinished, stills=seen.stills, motion=seen.motion, codes=np.stack(codes))
    unfinished.replace(path)


def _read(paths: list[Path]) -> Lessons:
    """Raises EngineError for a shard that is damaged: it has to be removed to be made again."""
    parts: list[Lessons] = []
    for path in paths:
        try:
            with np.load(path, allow_pickle=False) as held:
                parts.append(Lessons(Views(held["stills"], held["motion"]), held["codes"]))
        except (OSError, ValueError, KeyError) as error:
            raise EngineError(f"The shard {path} can't be read", str(error), "Remove it: it is rendered again.") from error
    return Lessons(joined([part.views for part in parts]), np.concatenate([part.codes for part in parts]))
