# SPDX-License-Identifier: Apache-2.0
"""The judgement at the end of a run: the recogniser that ships looks at what the model made of scenes that it never saw."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from aiprod.film.errors import EngineError
from aiprod.training import samples
from aiprod.training.data.conditioning import Codes
from aiprod.training.data.pool import Clip, RenderPool
from aiprod.training.data.sampler import WINDOWS, ClipSpec
from aiprod.training.evaluation import carried
from aiprod.training.evaluation.examining import described, standard
from aiprod.training.evaluation.reader import reader
from aiprod.training.nano_stages import Run
from aiprod.training.optimisers import Averaged

_SCALES = (3.0, 1.5, 5.0)
_MOST_BYTES = 16 << 20


@dataclass(frozen=True)
class Exam:
    """Held-out scenes: their indices, how they look, and what they ask for."""

    scenes: tuple[int, ...]
    frames: NDArray[np.uint8]
    codes: Codes
    camera: NDArray[np.float32]


def judge(run: Run, seconds: float, workers: int, count: int) -> dict[str, Any]:
    """Accuracy of each attribute on held-out scenes, by the strength of guidance; with the rendered footage as upper bound.
    What was made at the usual strength is left in OUT/exam.npz, for `aiprod train eval --latents`."""
    begun = run.clock()
    if run.footage is not None:
        run.footage.pause()
    with RenderPool(
        ClipSpec.of(run.recipe.geometry), seed=run.recipe.seed, split="eval", stop=WINDOWS * count, workers=workers
    ) as pool:
        clips = [clip for clip in pool if clip.index % WINDOWS == 0]
    if not clips:
        raise EngineError("No held-out scene could be rendered", "; ".join(f.reason for f in pool.failures[:2]))
    exam = exam_of(clips)
    result: dict[str, Any] = {"clips": len(exam.codes), "scales": {}}
    real = None
    for scale in _SCALES:
        if result["scales"] and run.clock() - begun > 0.7 * seconds:
            break
        made = latents_for(run, exam, samples.Wishes(scale=scale))
        if not result["scales"]:
            _keep(run.out / carried.LATENTS, made, exam, run.recipe.seed)
        real = real or standard(reader(), exam.frames, exam.codes)
        scored = described(reader(), samples.decoded(run.codec.model, made), exam.codes, real)
        result["scales"][str(scale)] = scored
    result["seconds"] = run.clock() - begun
    return result


def latents_for(run: Run, exam: Exam, wishes: samples.Wishes) -> Tensor:
    """What the model makes of the exam's conditions, as latents."""
    rows = run.table.rows(exam.codes, np.random.default_rng(5))
    asked = samples.ask(run.trainer.vectors, rows, exam.camera, run.device)
    with torch.compiler.set_stance("force_eager"), Averaged(run.trainer.model, run.trainer.average):
        return samples.all_latents(run.trainer.model, asked, run.recipe, wishes)


def _keep(path: Path, made: Tensor, exam: Exam, seed: int) -> None:
    """As many clips as a file that is carried may hold."""
    many = min(len(made), _MOST_BYTES // (2 * made[0].numel()))
    carried.keep(path, made[:many].float().cpu().numpy(), exam.scenes[:many], seed)


def exam_of(clips: list[Clip]) -> Exam:
    """Rendered clips as an exam."""
    frames, codes, camera = (np.stack([getattr(clip, name) for clip in clips]) for name in ("frames", "codes", "camera"))
    return Exam(tuple(clip.index for clip in clips), frames, codes, camera)
