# SPDX-License-Identifier: Apache-2.0
"""Rendered clips for the recogniser to learn from and to be tried on, as views in shards on disk.

Only pictures that are looked at are drawn: of a clip to learn from one moment. A shard that is there is never made again, so
that a stopped run goes on; a set is told by its seed and its number of clips alone. No two clips are of one set-up. Half of
those to learn from have combinations that the video model never sees: a judge that did not know them either would see
something more usual.
"""

from __future__ import annotations

import multiprocessing
import os
import time
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

import numpy as np

from aiprod.film.errors import EngineError
from aiprod.training.data.conditioning import Codes, encode
from aiprod.training.data.pool import no_main_module
from aiprod.training.data.render import pictures
from aiprod.training.data.sampler import WINDOWS, ClipSpec, Split, sample
from aiprod.training.evaluation.views import HEIGHT, MOMENTS, WIDTH, Views, around, joined, view

SHARD = 64
LEARNING_SEED, TRYING_SEED = 101, 202
"""Seeds of scenes that neither a video model nor its examination sees."""
_SPEC = ClipSpec(WIDTH, HEIGHT, 12, 25)
_UNUSUAL_IN = 2
_EVENLY = tuple((2 * index + 1) / (2 * MOMENTS) for index in range(MOMENTS))
_CONTEXT = multiprocessing.get_context("spawn")


@dataclass(frozen=True)
class Lessons:
    """Views and what they show: codes int16 [clips, slots]."""

    views: Views
    codes: Codes

    def __len__(self) -> int:
        return len(self.codes)


def learning(folder: Path, shards: int) -> list[Path]:
    """The files of so many shards of clips to learn from, rendered or not."""
    return [folder / f"learn-{index:04d}.npz" for index in range(shards)]


def trying(folder: Path, shards: int) -> list[Path]:
    """The files of so many shards of clips that nothing was learnt from, each with a combination that video models are not
    shown."""
    return [folder / f"try-{index:04d}.npz" for index in range(shards)]


def read(paths: list[Path]) -> Lessons:
    """Read shards. Raises EngineError for one that is damaged: it has to be removed to be made again."""
    parts: list[Lessons] = []
    for path in paths:
        try:
            with np.load(path, allow_pickle=False) as held:
                parts.append(Lessons(Views(held["stills"], held["motion"]), held["codes"]))
        except (OSError, ValueError, KeyError) as error:
            raise EngineError(f"The shard {path} can't be read", str(error), "Remove it: it is rendered again.") from error
        if parts[-1].views.stills.shape[2:4] != (HEIGHT, WIDTH):
            raise EngineError(f"The shard {path} is of another size", "an earlier version made it", "Choose another folder.")
    return Lessons(joined([part.views for part in parts]), np.concatenate([part.codes for part in parts]))


# -- rendering ---------------------------------------------------------------------------------------------------------------


class Crew:
    """Processes, started, that render the shards that are missing: the trials first, then from the first lesson on, each shard
    by whoever is free; no new one after so many seconds. They end with the process that started them."""

    def __init__(self, folder: Path, trials: int, shards: int, workers: int, seconds: float | None = None) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._turn = _CONTEXT.Value("i", 0)  # held here: it has to live longer than the start of the last process
        until = None if seconds is None else time.time() + seconds
        task = (folder, trials, shards, self._turn, until, os.getpid())
        self._processes = [_CONTEXT.Process(target=_work, args=task, daemon=True) for _ in range(workers)]
        for process in self._processes:
            with no_main_module():
                process.start()

    def works(self) -> bool:
        return any(process.is_alive() for process in self._processes)

    def wait(self) -> None:
        for process in self._processes:
            process.join()

    def stop(self) -> None:
        for process in self._processes:
            process.terminate()


def render(folder: Path, trials: int, shards: int) -> None:
    """Render what is missing, here and now."""
    folder.mkdir(parents=True, exist_ok=True)
    for index in range(trials + shards):
        _shard(folder, trials, index)


def _work(folder: Path, trials: int, shards: int, turn: Any, until: float | None, parent: int) -> None:
    if hasattr(os, "nice"):
        os.nice(5)  # rendering is patient
    while os.getppid() == parent and (until is None or time.time() < until):
        with turn.get_lock():
            index, turn.value = turn.value, turn.value + 1
        if index >= trials + shards:
            return
        _shard(folder, trials, index)


def _shard(folder: Path, trials: int, index: int) -> None:
    """The shard with this number, where it is not there: trials come before lessons."""
    unusual = index < trials
    at = index if unusual else index - trials
    path = (trying if unusual else learning)(folder, at + 1)[at]
    if not path.exists():
        _render(path, at, TRYING_SEED if unusual else LEARNING_SEED, unusual)


def _render(path: Path, shard: int, seed: int, unusual: bool) -> None:
    """A shard of clips: all moments of those to be tried on, one moment anywhere of those to learn from."""
    found: list[Views] = []
    codes = []
    for index in range(shard * SHARD, (shard + 1) * SHARD):
        split: Split = "eval" if unusual or index % _UNUSUAL_IN == 0 else "train"
        scene = sample(WINDOWS * index, _SPEC, seed=seed, split=split)
        shares = _EVENLY if unusual else (Random(index).uniform(0.15, 0.85),)
        drawn = pictures(scene.request, [frame for share in shares for frame in around(_SPEC.frames, share)])
        found.append(view([drawn[at : at + 3] for at in range(0, len(drawn), 3)]))
        codes.append(encode(scene.labels))
    seen = joined(found)
    unfinished = path.with_name(f".{path.stem}.{os.getpid()}.unfinished.npz")
    np.savez(unfinished, stills=seen.stills, motion=seen.motion, codes=np.stack(codes))
    unfinished.replace(path)
